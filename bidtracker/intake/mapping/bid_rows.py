"""Lists with a row for each bid: who bid, which of them was awarded the contract, and for how much.

Of such a row only that is the tender's what all of its rows have; the bidders are its tenderers. What stands beside a
bidder is the award's where a column says that this bid has won, and nobody's otherwise.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import msgspec

from bidtracker.domain.errors import Unreadable
from bidtracker.intake.formats.native.notice import is_us
from bidtracker.intake.formats.shared.unknown import is_unknown
from bidtracker.intake.mapping.column_readings import Cells, asks_whether_won, reading_of
from bidtracker.intake.mapping.column_values import BID_PRICE, BIDDER, FIELDS, STATES, WINNING_BID, value_of
from bidtracker.intake.mapping.columns import MappedColumn, hashable
from bidtracker.intake.mapping.headings.concepts import ideas_in
from bidtracker.intake.mapping.headings.synonyms import BIDDERS, COMPANIES
from bidtracker.intake.mapping.headings.whole_names import CALLED
from bidtracker.intake.mapping.headings.written import words_in
from bidtracker.intake.mapping.words.contract_states import AWARD_STATUS
from bidtracker.intake.mapping.words.states import is_own_word, says_yes

# What only a register of one's own bids has.
OF_A_REGISTER = frozenset(
    (*STATES, "p_win", "price", "lost_reason", "our_score", "winning_score", "position", "bid_manager", "submitted")
)
OF_AN_AWARD = frozenset(field for field in FIELDS if field.startswith(("winner", "award_", "contract_")))
_LOWEST = re.compile(  # of bidders and bids, in words
    r"\blow(?:est)?\b|\bl1\b|gunstigst|billigst|mindestbiet|mieux disant|moins disant|mas baj[ao]|menor|mejor postor"
    r"|miglior[ei]? offer|piu bass[ao]|mais baix[ao]|laagste|najtansz|najnizsz|nejlevnejs|nejnizs|наименьш|минимальн"
    r"|найменш|найнижч|мінімальн|最低"
)
_AMOUNTS = ("award_value", "price", "value")  # of a bid, the surest first
OF_BIDS = {"of tender", "offer", "bidders", "submitting"}  # ideas that say that something is of a bid, and not of whose
SURE, AS_AMOUNT = 0.9, 0.7
MOST_OPEN = 0.3  # of the bids nobody has decided yet


class BidRows(msgspec.Struct, frozen=True):
    """The columns of a list with a row for each bid: who bid, "" or the one that says whether the bid won, whether
    another column names the winner of the tender in each of its rows, and one for how much; `is_lowest`: of each tender
    there is only who bid least."""

    bidder: str
    winning: str = ""
    has_winner: bool = False
    amount: MappedColumn | None = None
    is_lowest: bool = False

    def settle(self, taken: Mapping[str, MappedColumn], is_estimate: Iterable[str]) -> dict[str, MappedColumn]:
        """The columns of such a list by their fields, of those that were taken for a list with a row for each tender;
        `is_estimate` are the fields whose amount the buyer expected."""
        estimates = set(is_estimate)
        kept = {
            field: mapped
            for field, mapped in taken.items()
            if field in estimates or not (field in OF_A_REGISTER or field in OF_AN_AWARD or field == "value")
        }
        kept = {field: mapped for field, mapped in kept.items() if mapped.column not in (self.bidder, self.winning)}
        kept[BIDDER] = MappedColumn(self.bidder, BIDDER, SURE)
        if self.has_winner:
            kept |= {field: taken[field] for field in ("winner", "winner_id") if field in taken}
        if not self.winning:
            amount = None if "value" in estimates else taken.get("value")
            asked = (self.amount or amount) if self.is_lowest else taken.get("price", self.amount)
            return kept if asked is None else kept | {BID_PRICE: msgspec.structs.replace(asked, field=BID_PRICE)}
        kept[WINNING_BID] = MappedColumn(self.winning, WINNING_BID, SURE)
        of_awards = OF_AN_AWARD - {"winner", *kept}
        used = {self.bidder, self.winning}
        kept |= {field: m for field, m in taken.items() if field in of_awards and m.column not in used}
        amount = next((taken[field] for field in _AMOUNTS if field in taken and field not in estimates), self.amount)
        if amount is not None and "award_value" not in estimates:
            kept["award_value"] = msgspec.structs.replace(amount, field="award_value")
        return kept


def bid_rows(
    rows: Sequence[Mapping[str, Any]], taken: Mapping[str, MappedColumn], cells: Mapping[str, Cells]
) -> BidRows | None:
    """What a list has of a row for each bid, None where it has a row for each tender or award.

    One tender stands in several rows with another bidder in each. A column that is called for bidders says so by
    itself; one that is called for suppliers only where others beside it lost, since whoever stands in a lost row of a
    register of one's own bids has won, or where each has a price of his bid beside it.
    """
    key = taken.get("reference") or taken.get("title")
    if key is None:
        return None
    lot = taken["lot"].column if "lot" in taken else ""
    columns = dict.fromkeys(column for row in rows for column in row)
    named = next((column for column in columns if _is_called(column, BIDDERS)), "")
    winner = taken["winner"].column if "winner" in taken else ""
    if (lowest := _lowest(taken, cells)) is not None:
        return lowest
    winning = next((column for column in _verdicts(cells, len(rows)) if column not in (named, winner, key.column)), "")
    if named:
        if all(len({bidder for bidder, _ in bids}) == 1 for bids in _by_tender(rows, key.column, "", named)):
            return None
        has_winner = winner not in ("", named) and _one_each(_by_tender(rows, key.column, lot, winner))
        return BidRows(named, "" if has_winner else winning, has_winner, _amount_of_bids(taken, cells))
    winner = winner or next((column for column in columns if _is_called(column, COMPANIES)), "")
    if not winner or "winner" in ideas_in(words_in(winner)) or _is_of_ours(taken, cells[winner]):
        return None
    if not winning:  # several suppliers of one tender, each with what he asks: nothing says that any of them has won
        several = any(len({name for name, _ in bids}) > 1 for bids in _by_tender(rows, key.column, lot, winner))
        return BidRows(winner) if several and "price" in taken and "award_value" not in taken else None
    won = {hashable(row[winner]) for row in rows if row.get(winner) and _verdict(row.get(winning))}
    lost = _have_lost(_by_tender(rows, key.column, lot, winner), winning)
    if any(isinstance(cell, str) and is_own_word(cell) for cell in cells[winning]):
        lost = lost and len(won) > 1  # else the one who has won is how a register calls us
    elif _asks(winning):
        lost = lost or any(row.get(winner) and _verdict(row.get(winning)) is False for row in rows)
    return BidRows(winner, winning, amount=_amount_of_bids(taken, cells)) if lost else None


def _lowest(taken: Mapping[str, MappedColumn], cells: Mapping[str, Cells]) -> BidRows | None:
    """The bidder who asks least, where no column says of anybody that he was awarded the contract: what an opening of
    bids shows. None where there is none."""
    others = {field: mapped for field, mapped in taken.items() if not _LOWEST.search(words_in(mapped.column))}
    if not {"winner", "award_value", "award_date", AWARD_STATUS, "p_win", "lost_reason", *STATES}.isdisjoint(others):
        return None
    bidder = next((column for column in cells if _LOWEST.search(words_in(column)) and _are_names(cells[column])), "")
    if not bidder:
        return None
    amount = taken.get("award_value") or taken.get("price") or _amount_of_bids(taken, cells)
    return BidRows(bidder, amount=amount, is_lowest=True)


def _are_names(cells: Cells) -> bool:
    """Whether cells are names, and no amounts."""
    return bool(cells) and all(isinstance(cell, str) and sum(map(str.isalpha, cell)) > 3 for cell in cells)


def _amount_of_bids(taken: Mapping[str, MappedColumn], cells: Mapping[str, Cells]) -> MappedColumn | None:
    """The one column of amounts, of no field by its name, that is called for what is bid: "Bid", "Offerta"."""
    used = {mapped.column for mapped in taken.values()}
    left = [column for column in cells if column not in used and ideas_in(words_in(column)) - OF_BIDS == {"price"}]
    mapped = None
    for column in left:
        reading, doubt = reading_of("award_value", column, cells[column])
        try:
            amounts = [value_of("award_value", cell, reading) for cell in cells[column] if not is_unknown(cell)]
        except Unreadable:
            continue
        if mapped is not None:
            return None
        mapped = MappedColumn(column, "award_value", AS_AMOUNT, reading, doubt) if amounts else None
    return mapped


def _have_lost(tenders: Iterable[list[tuple[Any, Mapping[str, Any]]]], winning: str) -> bool:
    """Whether beside the winner of a tender another stands who is none."""
    for bids in tenders:
        won = {bidder for bidder, row in bids if _verdict(row.get(winning))}
        if won and {bidder for bidder, _ in bids} - won:
            return True
    return False


def _is_of_ours(taken: Mapping[str, MappedColumn], bidders: Cells) -> bool:
    """Whether a list has what only a register of one's own bids has."""
    if not {"p_win", "bid_manager", "lost_reason", "decision"}.isdisjoint(taken):
        return True
    columns = (taken[field].column for field in ("price", "our_score") if field in taken)
    return any("us" in ideas_in(words_in(column)) for column in columns) or any(map(is_us, bidders))


def _by_tender(
    rows: Iterable[Mapping[str, Any]], key: str, lot: str, bidder: str
) -> Iterable[list[tuple[Any, Mapping[str, Any]]]]:
    """The rows of each tender, or of each of its lots, with who stands in them."""
    tenders: dict[Any, list[tuple[Any, Mapping[str, Any]]]] = {}
    for row in rows:
        if row.get(bidder) not in (None, "") and row.get(key) not in (None, ""):
            which = hashable(row.get(key)), hashable(row.get(lot)) if lot else ""
            tenders.setdefault(which, []).append((hashable(row[bidder]), row))
    return tenders.values()


def _one_each(tenders: Iterable[list[tuple[Any, Any]]]) -> bool:
    """Whether all rows of a tender name the same one."""
    return all(len({name for name, _ in rows}) == 1 for rows in tenders)


def _verdicts(cells: Mapping[str, Cells], rows: int) -> Iterator[str]:
    """The columns that say of some rows that they won, and of others that they did not, or nothing; the plainest
    question first."""
    columns = [column for column, values in cells.items() if _is_of_verdicts(column, values, rows)]
    yield from sorted(columns, key=lambda column: not asks_whether_won(column))


def _is_of_verdicts(column: str, cells: Cells, rows: int) -> bool:
    if not (_asks(column) or any(words_in(column) in CALLED[field] for field in STATES)):
        return False
    verdicts: Counter[bool | None] = Counter()
    for cell, many in cells.items():
        if not is_unknown(cell) or says_yes(cell):
            verdicts[_verdict(cell)] += many
    others = verdicts[False] or rows - cells.total()  # a column may be ticked where a bid won, and empty elsewhere
    return bool(verdicts[True] and others) and verdicts[None] <= MOST_OPEN * verdicts.total()


def _asks(column: str) -> bool:
    """Whether a heading asks who won."""
    return asks_whether_won(column) or "winner" in ideas_in(words_in(column))


def _verdict(cell: Any) -> bool | None:
    """Whether a cell says that the bid of its row won; None where it says neither."""
    try:
        won: bool = value_of(WINNING_BID, cell, "")
    except Unreadable:
        return None
    return won


@lru_cache(4096)
def _is_called(column: str, names: frozenset[str]) -> bool:
    return words_in(column) in names
