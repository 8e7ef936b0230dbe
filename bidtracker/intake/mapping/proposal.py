"""How the columns of a plain list would be read: by what they are called, and by what stands in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Mapping as Record
from functools import lru_cache
from typing import Any

import msgspec

from bidtracker.domain.errors import Unreadable
from bidtracker.domain.text import fold
from bidtracker.intake.formats.native.columns import IN_WORDS, LISTS, REQUIRED
from bidtracker.intake.formats.native.notice import is_us
from bidtracker.intake.formats.shared.number_dates import ORDERS
from bidtracker.intake.formats.shared.unknown import is_unknown
from bidtracker.intake.mapping.amounts import AmountReading
from bidtracker.intake.mapping.bid_rows import OF_A_REGISTER, bid_rows
from bidtracker.intake.mapping.column_readings import Cells, asks_whether_won, currencies_in, mark_of, reading_of
from bidtracker.intake.mapping.column_values import (
    AMOUNTS,
    BIDDER,
    DATES,
    FEEDBACK,
    FIELDS,
    LENGTH,
    OPTIONS,
    STATES,
    STATUS,
    value_of,
)
from bidtracker.intake.mapping.columns import ColumnMap, MappedColumn, hashable, key_of
from bidtracker.intake.mapping.concepts import field_of, field_of_short, ideas_in
from bidtracker.intake.mapping.headings import names_of, words_in
from bidtracker.intake.mapping.holders import holder_rows
from bidtracker.intake.mapping.synonyms import OFF, SYNONYMS, WINNERS
from bidtracker.intake.mapping.words.reasons import reason_of
from bidtracker.intake.mapping.words.states import is_own_word, says_yes, state_of
from bidtracker.intake.open.layout import GROUP
from bidtracker.intake.open.lenient_json import Object

MOST_COLUMNS = 500  # that are looked at; what is beyond them is kept as it is
ENOUGH = 0.5  # a confidence below this is not proposed
READ = 0.8  # of the values of a column must read as what the field wants
# Less of one whose name is the field's, and hardly any of words, which can be explained: cells take no column along.
WELL_NAMED, READ_OF_NAMED, READ_OF_WORDS = 0.85, 0.3, 0.01
IN_A_GROUP = 0.02  # less sure where a column is told without the name of its group
BY_IDEA = 0.85  # how sure a column is that is told from the ideas in its name
BY_ANSWERS = 0.9  # one that asks, and is answered with yes and no
BY_SHORT = 0.7  # and from the beginnings of words
DOUBTED = 0.7
OURS = (*STATES, "p_win", "price", "lost_reason")  # columns that only a register of one's own bids has
_OF_ANOTHER = OFF - {"score", "reason", "status", "criteria", "description", "id", "code", "days"}
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
    candidates = sorted(
        (mapped for column in cells for mapped in _candidates(column, proposal)),
        key=lambda mapped: (-mapped.sure, FIELDS.index(mapped.field)),
    )
    taken: dict[str, MappedColumn] = {}
    used: set[str] = set()
    for mapped in candidates:
        if mapped.field not in taken and mapped.column not in used:
            taken[mapped.field] = mapped
            used.add(mapped.column)
    _complete(taken, candidates, proposal)
    if (of_bids := bid_rows(rows, taken, cells)) is not None:
        taken = of_bids.settle(taken, [field for field, mapped in taken.items() if _is_estimate(mapped)])
    elif not _is_register(taken, proposal):  # what a public list calls a status or a score is not ours
        taken = {field: m for field, m in taken.items() if field not in OF_A_REGISTER or _is_own_name(m)}
    _settle(taken, candidates)
    _one_order(taken)
    _one_mark(taken, proposal)
    _one_currency(taken, proposal)
    ticked = [] if {"outcome", STATUS} & set(taken) else _ticked(proposal, {m.column for m in taken.values()})
    proposed = sorted((*taken.values(), *ticked), key=lambda mapped: FIELDS.index(mapped.field))
    return msgspec.structs.replace(proposal, columns=tuple(proposed))


def _is_estimate(mapped: MappedColumn) -> bool:
    return mapped.field in AMOUNTS and _ESTIMATE.search(words_in(mapped.column)) is not None


def _complete(taken: dict[str, MappedColumn], candidates: Sequence[MappedColumn], proposal: ColumnProposal) -> None:
    """Gives what every tender needs a column that something less needed has taken; a title, where no column is called
    so, the one column left over that has another text in most rows."""
    lone = "title" not in taken and "description" in taken  # which then is the title
    for field in (field for field in REQUIRED if field not in taken and not (lone and field == "title")):
        for mapped in candidates:
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
    if len(left) == 1:
        if "reference" in taken and taken["reference"].column == left[0]:
            del taken["reference"]
        taken["title"] = MappedColumn(left[0], "title", ENOUGH)


def _are_titles(cells: Cells) -> bool:
    """Whether most cells are texts of some length, and hardly any stands there twice."""
    texts = [text for text in cells if isinstance(text, str) and sum(map(str.isalpha, text)) > 3]
    rows = sum(cells.values())
    return len(texts) > 1 and len(texts) >= 0.8 * rows


def _ticked(proposal: ColumnProposal, used: set[str]) -> list[MappedColumn]:
    """Several columns that are named for how a bid ended ("Won", "Lost", "No bid"), and ticked where it did."""
    ticked: dict[str, MappedColumn] = {}
    for column, cells in proposal.cells.items():
        meaning = state_of(column)
        outcome = meaning.columns.get("outcome", "") if meaning else ""
        if column not in used and outcome and cells and all(says_yes(cell) is not None for cell in cells):
            ticked.setdefault(outcome, MappedColumn(column, "outcome", 0.9, f"{outcome}!"))
    return [*ticked.values()] if len(ticked) > 1 else []


def _is_register(taken: dict[str, MappedColumn], proposal: ColumnProposal) -> bool:
    """Whether a list is of one's own bids: it has a win chance, our price, or words that no public list has."""
    ours = [taken[field].column for field in ("price", "our_score") if field in taken]
    if "p_win" in taken or any("us" in ideas_in(words_in(column)) for column in ours):
        return True
    if any(taken[field].reading for field in ("outcome", "decision") if field in taken):
        return True  # it answers "Won?" or "Bid?"
    if "winner" in taken and any(is_us(cell) for cell in proposal.cells[taken["winner"].column]):
        return True
    columns = [taken[field].column for field in (*STATES, "lost_reason") if field in taken]
    return any(is_own_word(cell) for column in columns for cell in proposal.cells[column] if isinstance(cell, str))


def _is_own_name(mapped: MappedColumn) -> bool:
    return words_in(mapped.column) == mapped.field.replace("_", " ") and mapped.field not in (STATUS, "position")


def _one_order(taken: dict[str, MappedColumn]) -> None:
    """Columns whose dates could be of two orders are of the order that the list's other columns have, if it is one."""
    orders = {m.reading for m in taken.values() if m.field in DATES and m.reading in ORDERS and not m.doubt}
    if len(orders) == 1:
        (order,) = orders
        for field, mapped in taken.items():
            if field in DATES and mapped.doubt and mapped.reading:
                sure = round(min(1.0, mapped.sure / DOUBTED), 2)
                taken[field] = msgspec.structs.replace(mapped, reading=order, doubt=False, sure=sure)


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


def _settle(taken: dict[str, MappedColumn], candidates: Sequence[MappedColumn]) -> None:
    """What one column decides about another: an amount beside a winner is the award's, a lone description a title."""
    if "title" not in taken and "description" in taken:
        mapped = taken.pop("description")
        taken["title"] = msgspec.structs.replace(mapped, field="title", sure=round(mapped.sure * 0.8, 2))
    ours = any(field in taken for field in OURS)  # in a register of one's own bids it is what was expected
    ours = ours or BIDDER in taken  # and where each row is a bid, that bidder's
    if "winner" in taken and "award_value" not in taken and "value" in taken and not ours:
        mapped = taken["value"]
        if not _ESTIMATE.search(words_in(mapped.column)):
            taken["award_value"] = msgspec.structs.replace(taken.pop("value"), field="award_value")
        elif (paid := _amount_beside(taken, candidates)) is not None:
            taken["award_value"] = msgspec.structs.replace(paid, field="award_value")
    if "award_value" in taken and _ESTIMATE.search(words_in(taken["award_value"].column)) and "value" not in taken:
        taken["value"] = msgspec.structs.replace(taken.pop("award_value"), field="value")


def _amount_beside(taken: Mapping[str, MappedColumn], candidates: Sequence[MappedColumn]) -> MappedColumn | None:
    """The amount that is no estimate, in a list of awards that has both: "Předpokládaná hodnota", "Cena"."""
    used = {mapped.column for mapped in taken.values()}
    return next(
        (
            mapped
            for mapped in candidates
            if mapped.field == "value" and mapped.column not in used and not _ESTIMATE.search(words_in(mapped.column))
        ),
        None,
    )


# What a column is where days stand below the name of the other: below "Decision", or below "Contract term".
IN_DAYS = {"decision_date": "decision", "contract_end": LENGTH}
_SCALE = re.compile(r"(?:out of|/|von|sur|max\.?)\s?\d{1,3}\b")  # "Our total (out of 100)" is no amount
_LIKE_AMOUNTS = re.compile(  # one that could be two amounts, and a range
    r"[^\d.,/%]{0,12}\d[\d.,' ]{0,20}(?:[^\d.,/%]{1,15}\d[\d.,' ]{0,20})?[^\d.,/%]{0,12}", re.ASCII
)
_ESTIMATE = re.compile(  # in folded names
    r"\best\b|estim|\bstim|ceiling|plafond|budget|maxim|limit|expected|forecast|indicativ|anticipat|projected|schatz"
    r"|geschat|vorauss|erwart|geplant|verwacht|geraamd|raming|begroot|rozpo|szacun|szacow|przewid|kosztorys|predpoklad"
    r"|odhad|ocekav|orcament|previst|prevu|previsionn|presup|tasad|uppskatt|anslaet|anslatt|arvioi|base|предпол|ориентир"
    r"|ожида|сметн|планов|начальн|нмц|очікув|орієнт|预算|預算|预估|預估|估算|估計|估计|予定|推定|概算|見込|控制价|限价|底價"
)


def _candidates(column: str, proposal: ColumnProposal) -> Iterable[MappedColumn]:
    own, whole = names_of(column.rpartition(GROUP)[2]) or ("",), names_of(column.replace(GROUP, " ")) or ("",)
    cells = {value: n for value, n in proposal.cells[column].items() if not is_unknown(value) or _is_state(value)}
    total = sum(cells.values())
    by_idea = {field_of(names[-1]) for names in (own, whole) if _OF_ANOTHER.isdisjoint(names[-1].split())}
    if own[-1].endswith((" id", " code", " nr", " no", " number")):
        by_idea -= {"buyer", "winner", "title"}
    if _SCALE.search(column.casefold()) and not ideas_in(words_in(column)).isdisjoint(("us", "winner")):
        by_idea = {"winning_score" if "winner" in ideas_in(words_in(column)) else "our_score"}
    by_short = "" if by_idea - {""} else field_of_short(fold(column.rpartition(GROUP)[2]))
    answers = bool(cells) and all(says_yes(cell) is not None for cell in cells)
    of_values = any(_named(name, field) >= WELL_NAMED for name in own for field in (*DATES, LENGTH, OPTIONS))
    for field in FIELDS:
        if answers and field in REQUIRED and own[-1] in SYNONYMS["decision"]:
            continue  # "Bid" is no title where it only says yes or no
        if field == "title" and own[-1] == "tender" and _are_codes(cells):
            continue  # "Tender" may be its number
        if answers and (field.startswith("winner") or field in (FEEDBACK, "notes", "description")):
            continue  # nor does "Awarded?" name a winner, and "Feedback received?" tell what was said
        named = max(
            (_named(name, field) - (0 if name in whole else IN_A_GROUP) for name in (*own, *whole)), default=0.0
        )
        if named < BY_IDEA and field in by_idea:
            named = BY_IDEA
        if field == "outcome" and answers and asks_whether_won(column):
            named = max(named, BY_ANSWERS)
        if named < BY_SHORT and field == by_short:
            named = BY_SHORT
        other = IN_DAYS.get(field)
        if other and own[-1] in SYNONYMS[other]:
            named = BY_IDEA
        if named < ENOUGH or not total or (field == "p_win" and _on_a_scale(column)):
            continue
        if named < WELL_NAMED and field in IN_WORDS and of_values:
            continue  # a day or a length is no reference, because "contract" stands in its column's name
        reading, doubt = reading_of(field, column, proposal.cells[column])
        share = sum(n for value, n in cells.items() if _reads(field, value, reading)) / total
        if share >= _least(field, named):
            sure = named * (max(share, ENOUGH) if field in STATES else share) * (DOUBTED if doubt else 1)
            if field == "reference":
                sure *= _as_reference(column, cells, total)
            yield MappedColumn(column, field, round(sure, 2), reading, doubt)


def _are_codes(cells: Mapping[Any, int]) -> bool:
    """Whether all cells are single words with a number in them: "T-2024/17"."""
    return all(isinstance(cell, str) and re.fullmatch(r"(?=\D*\d)\S+", cell.strip()) is not None for cell in cells)


def _as_reference(column: str, cells: Mapping[Any, int], rows: int) -> float:
    """How far a column's cells and name tell tenders apart: less where they stand in many rows, or number bodies."""
    apart = 0.9 + 0.1 * len(cells) / rows
    return apart * (0.6 if not ideas_in(words_in(column)).isdisjoint(("buyer", "body", "winner")) else 1)


def _least(field: str, named: float) -> float:
    """The share of a column's cells that must read as what the field wants."""
    if named < WELL_NAMED or (field in IN_WORDS and field not in REQUIRED):
        return READ
    return READ_OF_WORDS if field in STATES else READ_OF_NAMED


def _is_state(value: Any) -> bool:
    return isinstance(value, str) and (state_of(value) is not None or bool(reason_of(value)[0]))


def _on_a_scale(column: str) -> bool:
    """Whether a column's name says that its numbers are marks, as "(1-5)" or "out of 10" do, and no shares."""
    match = re.search(r"(?:\d\s?[-–/]|\d to|\d bis|/|out of|von)\s?(\d{1,3})", column.casefold())
    return match is not None and match[1] not in ("1", "100")


# Of each field its synonyms: as they are, between spaces, and whether one may stand within a longer word.
_SPACED = {
    field: tuple((each, f" {each} ", not each.isascii() and len(each) > 1) for each in synonyms)
    for field, synonyms in SYNONYMS.items()
}


@lru_cache(32_768)  # lists have the same headings again and again
def _named(name: str, field: str) -> float:
    """How well a column's name fits a field: 1 for the field's own, 0.95 for a synonym, less for a part of it."""
    if name == field.replace("_", " "):
        return 1.0
    if name in SYNONYMS.get(field, ()):
        return 0.95
    best, spaced = 0.0, f" {name} "
    for synonym, between, grows in _SPACED.get(field, ()):
        grown = grows and synonym in name
        if grown or between in spaced:
            words = name.split()
            others = set(words).difference(synonym.split())
            theirs = not WINNERS.isdisjoint(words)
            off = not grown and (not others.isdisjoint(OFF) or (theirs and not others.isdisjoint(WINNERS)))
            best = max(best, (0.55 + 0.35 * len(synonym) / len(name)) * (0.6 if off else 1))
    return best


def _reads(field: str, value: Any, reading: str) -> bool:
    """Whether a value reads as what the field wants."""
    try:
        read = value_of(field, value, reading)
    except Unreadable:
        return field in AMOUNTS and isinstance(value, str) and _LIKE_AMOUNTS.fullmatch(value.strip()) is not None
    match field:
        case "url":
            return str(read).startswith(("http://", "https://", "www."))
        case "title" | "buyer":
            return isinstance(read, str) and any(char.isalpha() for char in read)
        case "country":
            return isinstance(read, str) and len(read) < 60 and not any(char.isdigit() for char in read)
        case "winner":
            return any(char.isalpha() for char in str(read))
        case "value" | "price" | "award_value" | "lost_reason":
            return True
        case "contract_length" | "contract_options" | "status" | "outcome" | "stage" | "decision":
            return True
        case _:
            return not isinstance(read, (dict, list)) or field in LISTS
