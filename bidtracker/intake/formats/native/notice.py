"""The Notice that a row of a native list stands for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

import msgspec

from bidtracker.domain.dates import PublishedTime
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.money import Money
from bidtracker.domain.names import normal
from bidtracker.domain.records import Lot
from bidtracker.domain.rules import LONGEST_NAME
from bidtracker.domain.vocabulary import Outcome
from bidtracker.intake.formats.native.columns import (
    AWARD_OTHERS,
    BID_OTHERS,
    COLUMNS,
    IN_WORDS,
    LISTS,
    OTHERS,
    READ_LATER,
    OtherColumn,
)
from bidtracker.intake.formats.native.values import amount, texts
from bidtracker.intake.formats.shared.party import identifiers
from bidtracker.intake.formats.shared.unknown import is_unknown
from bidtracker.intake.notice import Notice, NoticeAward, Party, digest

MOST_KEPT = 20_000  # spellings of a column, and organisations, that are kept for when they come again
_PLAIN_AMOUNT = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,2})?")  # nothing in it can be doubted
_NO_AWARD, _WON = Outcome.NO_AWARD, Outcome.WON
_US = """us, we, ourselves, own, our company, our bid, self, wir, uns, wir selbst, nous, nous-mêmes, nosotros, nosotras,
noi, nós, nos, wij, ons, wijzelf, my, nasza firma, nasi, naše firma, мы, наша компания, ми, наша компанія,
我们, 我司, 我方, 本公司, 我們, 弊社, 当社, 自社, 我社, vi, oss, os, me, me itse,
our firm, unsere firma, notre société, notre entreprise, nuestra empresa, la nostra azienda, nostra impresa,
a nossa empresa, nossa empresa, ons bedrijf, naše společnost, наша фирма, biz,
bizim firma, 당사, 자사, 우리, 우리 회사"""
OURSELVES = frozenset(name.strip() for name in _US.split(","))  # how a list of one's own names oneself as the winner
LONGEST_PLACEHOLDER = 30


def is_us(winner: object) -> bool:
    """Whether a list of one's own means oneself by this winner."""
    return isinstance(winner, str) and winner.strip(" .!").casefold() in OURSELVES


class _Spellings(dict[Any, Any]):
    """What the spellings of a column's values mean, each read once; a value of nothing means None."""

    def __init__(self, column: str) -> None:
        super().__init__({None: None, "": None})
        self._read = COLUMNS[column]

    def __missing__(self, given: Any) -> Any:
        meaning = self._read(given)
        if type(given) is str and len(self) < MOST_KEPT:
            self[given] = meaning
        return meaning


ATTRIBUTES = {"our_score": "score", "bid_manager": "manager"}  # columns that a Notice has under another name
_DAYS = frozenset(("award_date", "published", "deadline"))
_OF_A_HOLDER = ("winner", "award_value", "award_status", "lot")  # columns of one award of several
READ_TOGETHER = {"buyer", "reference", "value", "price", "deadline", "deadline_at"}  # with other columns


class Notices:
    """Makes the Notices of one list, all of which an import waits on: how each column is read is settled beforehand."""

    def __init__(self, list_name: str) -> None:
        self._list = list_name
        self._parties: dict[tuple[str, str, str], tuple[Party, str]] = {}
        self._spellings: dict[Callable[[Any], Any], _Spellings] = {}  # of all columns that are read alike
        self._days = self._spelled("published")
        self._deadlines = self._spelled("deadline")
        self._currencies = self._spelled("currency")
        self._winners = _Spellings("winner")
        # Tenders without a reference by what their rows say alike: the key of the first, and each winner with his lot.
        self._awarded: dict[bytes, tuple[str, set[tuple[str, str]]]] = {}
        self._states = self._spelled("award_status")
        self._readers = [self._reader(column) for column in COLUMNS]

    def _spelled(self, column: str) -> _Spellings:
        return self._spellings.setdefault(COLUMNS[column], _Spellings(column))

    def _reader(self, column: str) -> tuple[str, Callable[[Any], Any] | None]:
        """The attribute of a Notice that a column by itself is ("": none), and how it is read; None where it is taken
        as it stands."""
        attribute = ATTRIBUTES.get(column, column)
        if column in READ_TOGETHER or attribute not in Notice.__struct_fields__:
            return "", None
        if column in IN_WORDS:
            return attribute, None
        if column not in READ_LATER:
            return attribute, self._spelled(column).__getitem__
        read = COLUMNS[column]
        return attribute, _several(read) if column in LISTS and read is not texts else read

    def of(self, number: int, row: Any, extra: dict[str, Any], raw: bytes) -> Notice:
        """The Notice of a Row, with what the record says besides. Raises Unreadable, or TypeError where a list stands
        for one word; neither says of which value."""
        title, buyer, reference, lot = row.title or "", row.buyer or "", row.reference or "", row.lot or ""
        if reference and len(reference) < LONGEST_PLACEHOLDER and reference[-1] not in "123456789":
            reference = "" if reference == "0" or is_unknown(reference) else reference
        if not title or title.isspace() or not buyer or buyer.isspace():
            raise Unreadable("it has no title or no buyer")
        if max(len(title), len(buyer), len(reference), len(lot)) > LONGEST_NAME:
            raise Unreadable("a name in it is too long")
        stated = self._stated(row)
        outcome = stated.get("outcome")
        party, called = self._party(buyer, row.buyer_id or "", row.country or "")
        currency = self._currencies[row.currency or None] or ""
        deadline: PublishedTime | None = self._deadlines[row.deadline_at or row.deadline]
        return Notice(
            key=f"{reference} @ {called}" if reference else self._key(row, extra),
            list=self._list,
            format="native",
            digest=digest(raw),
            record=number,
            reference=reference,
            buyer=party,
            value=_money(row.value, currency),
            price=_money(row.price, currency),
            deadline=deadline.day if deadline else None,
            deadline_at=deadline.hour if deadline else None,
            lots=(Lot(id=lot),) if lot else (),
            awards=self._awards(row, lot, currency, won=outcome is _WON),
            cancelled=outcome is _NO_AWARD,
            others=_others(row, OTHERS, currency) if OTHERS else {},
            bid_others=_others(row, BID_OTHERS, currency) if BID_OTHERS else {},
            extra=extra,
            **stated,
        )

    def _stated(self, row: Any) -> dict[str, Any]:
        """What a row states in columns of their own, by the attributes of a Notice."""
        return {
            attribute: given if read is None else read(given)
            for (attribute, read), given in zip(self._readers, msgspec.structs.astuple(row), strict=True)
            if given is not None and attribute and given != ""
        }

    def _awards(self, row: Any, lot: str, currency: str, *, won: bool) -> tuple[NoticeAward, ...]:
        """The award that the record tells of. It is ours where we won and no winner is named, or the winner is "Us"."""
        days = self._days
        winner = row.winner
        winners = (self._winners[winner] or ()) if type(winner) is str else _listed(winner)
        ids = _listed(row.winner_id)
        value, awarded, start = _money(row.award_value, currency), days[row.award_date], days[row.contract_start]
        end, max_end = days[row.contract_end], days[row.contract_max_end]
        ours = won and not winners
        if len(ids) != len(winners):
            ids = ("",) * len(winners)
        holders = [(name, number) for name, number in zip(winners, ids, strict=True) if not is_us(name)]
        ours = ours or len(holders) < len(winners)
        others = _others(row, AWARD_OTHERS, currency) if AWARD_OTHERS else {}
        if not (winners or ours or value or awarded or start or end or max_end or others):
            return ()
        return (
            NoticeAward(
                key=lot,
                lot=lot,
                ours=ours,
                status=self._states[row.award_status or None],
                suppliers=tuple([self._party(name, number, "")[0] for name, number in holders]),
                value=value,
                awarded=awarded,
                start=start,
                end=end,
                max_end=max_end,
                others=others,
            ),
        )

    def _party(self, name: str, number: str, country: str) -> tuple[Party, str]:
        """An organisation, and the key of its name; most come again and again."""
        party = self._parties.get((name, number, country))
        if party is None:
            party = Party(name=name, identifiers=identifiers(number, self._list), country=country), normal(name)
            if len(self._parties) < MOST_KEPT:
                self._parties[name, number, country] = party
        return party

    def _key(self, row: Any, extra: dict[str, Any]) -> str:
        """What identifies a record without a reference: all it says, however it was written down; but where its
        contract stands, which changes from one issue to the next. Rows that tell alike of one tender and one day, each
        with another winner or lot, are its awards, and have the key of the first."""
        given = {column: value for column, value in msgspec.structs.asdict(row).items() if value not in (None, "")}
        read = {column: COLUMNS[column](value) for column, value in given.items() if column != "award_status"}
        key = "row " + digest(msgspec.json.encode([self._list, read, extra], order="sorted"))
        if not read.get("winner") or _DAYS.isdisjoint(read):
            return key
        holder = (str(read["winner"]), read.get("lot", ""))
        tender = {column: value for column, value in read.items() if not column.startswith(_OF_A_HOLDER)}
        stated = msgspec.json.encode(tender, order="sorted")
        first, holders = self._awarded.get(stated, (key, set()))
        if holder in holders:  # once more the same: another contract
            return key
        if stated in self._awarded or len(self._awarded) < MOST_KEPT:
            self._awarded[stated] = first, {*holders, holder}
        return first


def _others(row: Any, columns: Iterable[OtherColumn], currency: str) -> dict[str, Any]:
    """The values of columns that a Notice has no attribute for, by the names of their fields."""
    return {
        name: _money(given, currency) if read is amount else read(given)
        for name, column, read in columns
        if (given := getattr(row, column)) not in (None, "")
    }


def _several(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Reads a list of values; nothing, in whatever way it is written, is none of them."""
    return lambda given: read(given) if given else ()


def _listed(given: Any) -> tuple[str, ...]:
    return () if given is None or given == "" else texts(given)


def _money(given: Any, currency: str) -> Money | None:
    """An amount whose currency, if it names none, is the record's."""
    if given is None or given == "":
        return None
    if type(given) is str and _PLAIN_AMOUNT.fullmatch(given):
        return Money(Decimal(given), currency)
    money = given if type(given) is Money else amount(given)
    return money if money.currency else Money(money.amount, currency)
