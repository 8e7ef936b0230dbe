"""How the columns of a plain list would be read: by what they are called, and by what stands in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Mapping as Record
from typing import Any

import msgspec

from bidtracker.intake.formats.native.columns import REQUIRED
from bidtracker.intake.formats.native.notice import is_us
from bidtracker.intake.formats.shared.number_dates import ORDERS
from bidtracker.intake.mapping.amounts import AmountReading
from bidtracker.intake.mapping.award_states import with_award_state
from bidtracker.intake.mapping.bid_rows import OF_A_REGISTER, bid_rows
from bidtracker.intake.mapping.candidates import (
    DOUBTED,
    ENOUGH,
    SCORES,
    WELL_NAMED,
    candidates,
    is_of_criterion,
    names_another,
)
from bidtracker.intake.mapping.column_readings import Cells, currencies_in, mark_of, reading_of
from bidtracker.intake.mapping.column_values import (
    AMOUNTS,
    BIDDER,
    DATES,
    FIELDS,
    LENGTH,
    LENGTH_UNIT,
    STATES,
    STATUS,
    WON,
)
from bidtracker.intake.mapping.columns import ColumnMap, MappedColumn, hashable, key_of
from bidtracker.intake.mapping.headings.concepts import ideas_in
from bidtracker.intake.mapping.headings.whole_names import BARE_PRICES
from bidtracker.intake.mapping.headings.written import names_of, words_in
from bidtracker.intake.mapping.holders import holder_rows
from bidtracker.intake.mapping.notice_days import with_days_of_notices
from bidtracker.intake.mapping.words.contract_states import AWARD_STATUS
from bidtracker.intake.mapping.words.reasons import asks_of_losses
from bidtracker.intake.mapping.words.states import is_own_win, is_own_word, says_yes, state_of
from bidtracker.intake.open.lenient_json import Object

MOST_COLUMNS = 500  # that are looked at; what is beyond them is kept as it is
OURS = (*STATES, "p_win", "price", "lost_reason")  # columns that only a register of one's own bids has
MOST_CELLS = 5_000  # different ones of a column


class ColumnProposal(ColumnMap, frozen=True):
    """How the columns of a list would be read, with the cells that they hold: each different one, and how often."""

    cells: dict[str, Cells] = msgspec.field(default_factory=dict)
    records: int = 0


def propose(records: Iterable[Any]) -> ColumnProposal:
    """How the columns of these records would be read: each field at most once, the surest first."""
    cells: dict[str, Cells] = {}
    names: dict[str, None] = {}
    total = 0
    rows: list[Object] = []
    for record in records:
        if isinstance(record, Record):
            total += 1
            rows += (held := holder_rows(record))
            for column, value in (item for row in held for item in row.items()):
                column_cells = cells.get(column)
                if column_cells is None:
                    names[column] = None
                    if len(cells) >= MOST_COLUMNS:
                        continue
                    column_cells = cells[column] = Counter()
                if value not in (None, "", []) and len(column_cells) < MOST_CELLS:
                    column_cells[value if type(value) is str else hashable(value)] += 1
    proposal = ColumnProposal(key_of(names), (), tuple(names), cells=cells, records=total)
    possible = sorted(
        (mapped for column, held in cells.items() for mapped in candidates(column, held)),
        key=lambda mapped: (-mapped.sure, FIELDS.index(mapped.field)),
    )
    of_contracts = [mapped for mapped in possible if mapped.field == AWARD_STATUS]
    possible = [mapped for mapped in possible if mapped.field != AWARD_STATUS]
    taken: dict[str, MappedColumn] = {}
    used: set[str] = set()
    for mapped in possible:
        if mapped.field not in taken and mapped.column not in used:
            taken[mapped.field] = mapped
            used.add(mapped.column)
    _complete(taken, possible, proposal)
    if (of_bids := bid_rows(rows, taken, cells)) is not None:
        taken = of_bids.settle(taken, [field for field, mapped in taken.items() if _is_estimate(mapped)])
    else:
        kept = taken
        if _is_register(taken, proposal):
            _own_price(taken, possible)
            _own_chance(taken, cells)
        else:  # what a public list calls a status or a score is not ours
            kept = {field: m for field, m in taken.items() if field not in OF_A_REGISTER or _is_own_name(m)}
            _price_of_awards(kept, taken)
        taken = with_award_state(kept, taken, of_contracts, cells)
    _settle(taken, possible)
    _one_order(taken)
    taken = with_days_of_notices(taken, rows)
    _one_mark(taken, proposal)
    _one_currency(taken, proposal)
    is_answered = STATUS in taken or ("outcome" in taken and taken["outcome"].reading != WON)
    ticked = (
        [] if is_answered else _ticked(proposal, {m.column for m in taken.values()}, least=1 + ("outcome" not in taken))
    )
    proposed = sorted((*taken.values(), *ticked), key=lambda mapped: FIELDS.index(mapped.field))
    return msgspec.structs.replace(proposal, columns=tuple(proposed))


def _price_of_awards(kept: dict[str, MappedColumn], taken: Mapping[str, MappedColumn]) -> None:
    """What a list of awards calls its price is what they were awarded for: "Zuschlagsempfänger", "Preis"."""
    if "price" in taken and "price" not in kept and "winner" in kept and "award_value" not in kept:
        kept["award_value"] = msgspec.structs.replace(taken["price"], field="award_value")


def _is_estimate(mapped: MappedColumn) -> bool:
    return mapped.field in AMOUNTS and _ESTIMATE.search(words_in(mapped.column)) is not None


def _complete(taken: dict[str, MappedColumn], possible: Sequence[MappedColumn], proposal: ColumnProposal) -> None:
    """Gives what every tender needs a column that something less needed has taken; a title, where no column is called
    so, the one column left over that has another text in most rows."""
    lone = "title" not in taken and "description" in taken  # which then is the title
    for field in (field for field in REQUIRED if field not in taken and not (lone and field == "title")):
        for mapped in possible:
            holder = next((held for held in taken.values() if held.column == mapped.column), None)
            weak = holder is None or (holder.field not in REQUIRED and holder.sure < WELL_NAMED)
            if mapped.field == field and weak:
                if holder is not None:
                    del taken[holder.field]
                taken[field] = mapped
                break
    if "title" in taken or lone or "buyer" not in taken:
        return
    used = {mapped.column for mapped in taken.values() if mapped.field != "reference"}
    left = [column for column, cells in proposal.cells.items() if column not in used and _are_titles(cells)]
    left = [column for column in left if not names_another(column)]
    if len(left) == 1:
        if "reference" in taken and taken["reference"].column == left[0]:
            del taken["reference"]
        taken["title"] = MappedColumn(left[0], "title", ENOUGH)


def _are_titles(cells: Cells) -> bool:
    """Whether most cells are texts of some length, and hardly any stands there twice."""
    texts = [text for text in cells if isinstance(text, str) and sum(map(str.isalpha, text)) > 3]
    rows = sum(cells.values())
    return len(texts) > 1 and len(texts) >= 0.8 * rows


def _ticked(proposal: ColumnProposal, used: set[str], least: int) -> list[MappedColumn]:
    """Columns that are named for how a bid ended ("Won", "Lost", "No bid?"), and ticked where it did."""
    ticked: dict[str, MappedColumn] = {}
    for column, cells in proposal.cells.items():
        meaning = state_of(column)
        outcome = meaning.columns.get("outcome", "") if meaning else ""
        if column not in used and outcome and cells and all(says_yes(cell) is not None for cell in cells):
            ticked.setdefault(outcome, MappedColumn(column, "outcome", 0.9, f"{outcome}!"))
    return [*ticked.values()] if len(ticked) >= least else []


def _is_register(taken: dict[str, MappedColumn], proposal: ColumnProposal) -> bool:
    """Whether a list is of one's own bids: it has a win chance, our price, or words that no public list has."""
    ours = [mapped.column for field, mapped in taken.items() if field in OF_A_REGISTER]
    if "p_win" in taken or any("us" in ideas_in(words_in(column)) for column in ours):
        return True
    if any(taken[field].reading for field in ("outcome", "decision") if field in taken):
        return True  # it answers "Won?" or "Bid?"
    if "lost_reason" in taken and asks_of_losses(taken["lost_reason"].column):
        return True  # "Why we lost" asks of one's own
    if "winner" in taken and any(is_us(cell) for cell in proposal.cells[taken["winner"].column]):
        return True
    columns = [taken[field].column for field in (*STATES, "lost_reason") if field in taken]
    words = [cell for column in columns for cell in proposal.cells[column] if isinstance(cell, str)]
    if any(_is_place_of_a_loss(word) for word in words):
        return True
    # Beside a winner's name it may be that one who has won.
    return any(map(is_own_word, words)) or ("winner" not in taken and any(map(is_own_win, words)))


def _is_place_of_a_loss(word: str) -> bool:
    """Whether a word says behind whom a bid came: "2º"."""
    meaning = state_of(word)
    return meaning is not None and meaning.columns.keys() == {"outcome", "position"}


def _own_price(taken: dict[str, MappedColumn], possible: Sequence[MappedColumn]) -> None:
    """In a register of one's own bids an amount that is only called a price is ours, where no other is."""
    used = {mapped.column for field, mapped in taken.items() if field != "value"}
    amounts = [mapped for mapped in possible if mapped.field == "value" and mapped.column not in used]
    bare = next((mapped for mapped in amounts if not BARE_PRICES.isdisjoint(names_of(mapped.column))), None)
    if "price" in taken or bare is None:
        return
    taken["price"] = msgspec.structs.replace(bare, field="price")
    taken.pop("value", None)
    taken |= {mapped.field: mapped for mapped in amounts[::-1] if mapped.column != bare.column}


def _own_chance(taken: dict[str, MappedColumn], cells: Mapping[str, Cells]) -> None:
    """In such a register a column that is only called "%" is the chance to win."""
    for column, held in cells.items():
        if "p_win" not in taken and column.strip(" ()[]") == "%":
            taken["p_win"] = MappedColumn(column, "p_win", ENOUGH, reading_of("p_win", column, held)[0])


def _is_own_name(mapped: MappedColumn) -> bool:
    return words_in(mapped.column) == mapped.field.replace("_", " ") and mapped.field not in (STATUS, "position")


def _one_order(taken: dict[str, MappedColumn]) -> None:
    """Columns whose dates could be of two orders are of the order that the list's other columns have, if it is one."""
    orders = {m.reading for m in taken.values() if m.field in DATES and m.reading in ORDERS and not m.doubt}
    if len(orders) == 1:
        (order,) = orders
        for field, mapped in taken.items():
            year = mapped.reading.lstrip("dmy")
            if field in DATES and mapped.doubt and mapped.reading:
                sure = round(min(1.0, mapped.sure / DOUBTED), 2)
                taken[field] = msgspec.structs.replace(mapped, reading=order + year, doubt=False, sure=sure)
            elif field in DATES and year and mapped.reading == year:  # days without one, below a heading that has it
                taken[field] = msgspec.structs.replace(mapped, reading=order + year)


def _one_mark(taken: dict[str, MappedColumn], proposal: ColumnProposal) -> None:
    """Amounts whose decimal mark could be either have the one of the list's other numbers, if these have but one."""
    readings = {field: AmountReading.of(m.reading) for field, m in taken.items() if field in AMOUNTS and not m.doubt}
    marks = {reading.mark for reading in readings.values() if reading and reading.mark}
    for mapped in taken.values():
        if mapped.field not in (*AMOUNTS, *DATES):
            marks |= {mark_of([text])[0] for text in proposal.cells[mapped.column] if _is_fraction(text)}
    if len(marks - {""}) != 1:
        return
    mark = max(marks)
    for field, reading in readings.items():
        if reading and not reading.mark:
            taken[field] = msgspec.structs.replace(taken[field], reading=str(reading._replace(mark=mark)))


def _one_currency(taken: dict[str, MappedColumn], proposal: ColumnProposal) -> None:
    """Amounts beside which no currency stands anywhere in their column have the one of the list's other amounts, where
    these have but one."""
    amounts = [mapped for mapped in taken.values() if mapped.field in AMOUNTS]
    if "currency" in taken:
        return
    stated = {mapped.field: currencies_in(mapped.column, proposal.cells[mapped.column]) for mapped in amounts}
    every = set[str]().union(*stated.values())
    for mapped in amounts:
        reading = AmountReading.of(mapped.reading)
        if len(every) == 1 and not stated[mapped.field] and reading is not None and not reading.code:
            taken[mapped.field] = msgspec.structs.replace(mapped, reading=str(reading._replace(code=min(every))))


def _is_fraction(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"\d{1,3}[.,]\d{1,2}\s?%?", value.strip(), re.ASCII) is not None


_HANDED_IN = ("date de remise", "date remise")  # until when, where no other column says that; else when we did


def _settle(taken: dict[str, MappedColumn], possible: Sequence[MappedColumn]) -> None:
    """What one column decides about another: an amount beside a winner is the award's, a lone description a title."""
    if LENGTH_UNIT in taken:
        if LENGTH in taken:
            taken[LENGTH] = msgspec.structs.replace(taken[LENGTH], reading="", doubt=False)
        else:
            del taken[LENGTH_UNIT]
    if "title" not in taken and "description" in taken:
        mapped = taken.pop("description")
        taken["title"] = msgspec.structs.replace(mapped, field="title", sure=round(mapped.sure * 0.8, 2))
    for field in (field for field in SCORES if field in taken and is_of_criterion(taken[field].column)):
        if len({mapped.column for mapped in possible if mapped.field == field and is_of_criterion(mapped.column)}) > 1:
            del taken[field]  # one criterion's is not the whole
    if "deadline" not in taken and "submitted" in taken and words_in(taken["submitted"].column) in _HANDED_IN:
        taken["deadline"] = msgspec.structs.replace(taken.pop("submitted"), field="deadline")
    ours = any(field in taken for field in OURS)  # in a register of one's own bids it is what was expected
    ours = ours or BIDDER in taken  # and where each row is a bid, that bidder's
    if "winner" in taken and "award_value" not in taken and "value" in taken and not ours:
        mapped = taken["value"]
        if not _ESTIMATE.search(words_in(mapped.column)):
            taken["award_value"] = msgspec.structs.replace(taken.pop("value"), field="award_value")
        elif (paid := _amount_beside(taken, possible)) is not None:
            taken["award_value"] = msgspec.structs.replace(paid, field="award_value")
    if "award_value" in taken and _ESTIMATE.search(words_in(taken["award_value"].column)) and "value" not in taken:
        taken["value"] = msgspec.structs.replace(taken.pop("award_value"), field="value")


def _amount_beside(taken: Mapping[str, MappedColumn], possible: Sequence[MappedColumn]) -> MappedColumn | None:
    """The amount that is no estimate, in a list of awards that has both: "Předpokládaná hodnota", "Cena"."""
    used = {mapped.column for mapped in taken.values()}
    return next(
        (
            mapped
            for mapped in possible
            if mapped.field == "value" and mapped.column not in used and not _ESTIMATE.search(words_in(mapped.column))
        ),
        None,
    )


_ESTIMATE = re.compile(  # in folded names
    r"\best\b|estim|\bstim|ceiling|plafond|budget|maxim|limit|expected|forecast|indicativ|anticipat|projected|schatz"
    r"|geschat|vorauss|erwart|geplant|verwacht|geraamd|raming|begroot|rozpo|szacun|szacow|przewid|kosztorys|predpoklad"
    r"|odhad|ocekav|orcament|previst|prevu|previsionn|presup|tasad|uppskatt|anslaet|anslatt|arvioi|base|предпол|ориентир"
    r"|бюджет|ожида|сметн|планов|начальн|нмц|очікув|орієнт|预算|預算|预估|預估|估算|估計|估计|予定|推定|概算|見込|控制价|限价|底價"
)
