"""What a map of columns comes to, before anything is written: each column with its field and three cells as they are
read, what every word of a status column means, what cannot be read, and which columns are left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import msgspec

from bidtracker.domain.dates import DateSpan
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.message import Message, count, listed, say
from bidtracker.domain.money import Money
from bidtracker.domain.text import fold
from bidtracker.intake.formats.shared.unknown import is_unknown
from bidtracker.intake.mapping.amounts import is_zero
from bidtracker.intake.mapping.column_values import (
    AMOUNTS,
    LENGTH,
    LENGTH_UNIT,
    STATES,
    WINNING_BID,
    meaning_of,
    value_of,
)
from bidtracker.intake.mapping.columns import ColumnMap, MappedColumn
from bidtracker.intake.mapping.contract_days import ContractDays, contract_days_of
from bidtracker.intake.mapping.headings.written import is_yearly
from bidtracker.intake.mapping.lengths.length import Length
from bidtracker.intake.mapping.proposal import ColumnProposal
from bidtracker.intake.mapping.words.chances import chance_of
from bidtracker.intake.mapping.words.contract_states import AWARD_STATUS
from bidtracker.intake.mapping.words.meaning import LIKELY, SURE, WordMeaning
from bidtracker.intake.mapping.words.reasons import is_reason
from bidtracker.intake.mapping.words.states import says_yes
from bidtracker.intake.notice import shorten

SAMPLES = 3  # cells shown of a column
MOST_WORDS, MOST_GROUPS = 40, 5  # of a column
WORDS = (*STATES, "lost_reason", AWARD_STATUS)


class ColumnSample(msgspec.Struct, frozen=True):
    """A column with its field, and pairs of a cell as it stands and as it is read."""

    column: str
    field: str
    sure: float
    samples: tuple[tuple[str, str], ...]


class WordUse(msgspec.Struct, frozen=True):
    """A word of a status or reason column, in how many rows, and the codes that it means; () where it is not known."""

    column: str
    word: str
    rows: int
    codes: tuple[str, ...]
    sure: float


class UnreadCells(msgspec.Struct, frozen=True):
    """Cells of a column that cannot be read: one way of writing, in how many of how many rows, and why; or the
    commonest of `ways` ways, with one reason."""

    column: str
    cell: str
    rows: int
    filled: int
    why: Message
    ways: int = 1


class ColumnSurvey(msgspec.Struct, frozen=True):
    """The page of one list."""

    file: str
    records: int
    columns: tuple[ColumnSample, ...]
    left_out: tuple[str, ...]
    words: tuple[WordUse, ...]
    unread: tuple[UnreadCells, ...]
    constants: tuple[tuple[str, str], ...] = ()
    has_lengths: bool = False  # some contracts have only a length, and not both their days

    @property
    def questions(self) -> tuple[WordUse, ...]:
        """The words of which it is not sure what they mean."""
        return tuple(word for word in self.words if word.sure < SURE)

    @property
    def counted(self) -> Message | str:
        """How ends of contracts are counted where only their length is listed; "" where nothing needs saying."""
        fields = {column.field for column in self.columns}
        if not self.has_lengths or "contract_start" in fields:
            return ""
        if "award_date" in fields:
            return say("no column says when contracts begin: their ends are counted from the award date, and are rough")
        return say("no column says when contracts begin: how long they run is kept in the notes")


def survey_of(file: str, proposal: ColumnProposal, using: ColumnMap) -> ColumnSurvey:
    """What a list's columns come to when they are read by this map."""
    columns: list[ColumnSample] = []
    words: list[WordUse] = []
    unread: list[UnreadCells] = []
    answers = dict(using.words)
    counted = any(mapped.field == LENGTH_UNIT for mapped in using.columns)  # each length by what its row says
    for mapped in using.columns:
        cells = proposal.cells.get(mapped.column, Counter())
        samples = tuple(_samples(mapped, cells, as_it_stands=counted and mapped.field == LENGTH))
        columns.append(ColumnSample(mapped.column, mapped.field, mapped.sure, samples))
        if mapped.field in WORDS:
            words += _words(mapped, cells, answers)
        elif mapped.field == "p_win":
            words += _chances(mapped, cells, answers)
            unread += _unread(mapped, Counter({cell: n for cell, n in cells.items() if _plain(cell) not in answers}))
        else:
            unread += _unread(mapped, cells)
    taken = {mapped.column for mapped in using.columns}
    left_out = tuple(column for column in proposal.all_columns if column not in taken)
    lengths = (mapped for mapped in using.columns if mapped.field == LENGTH)
    return ColumnSurvey(
        file, proposal.records, tuple(columns), left_out, tuple(words), tuple(unread), using.constants,
        any(contract_days_of(cell) is None for mapped in lengths for cell in proposal.cells.get(mapped.column, ())),
    )  # fmt: skip


def lines_of(survey: ColumnSurvey) -> Iterator[Message | str]:
    """The page in lines: what stands where, then what is asked about."""
    yield say(
        "{file}: so its {records} would be read",
        file=survey.file,
        records=count("{n} record", "{n} records", survey.records),
    )
    for column in survey.columns:
        cells = listed(f"{raw} → {read}" if raw != read else raw for raw, read in column.samples)
        yield say(
            "  {column} = {field} ({sure}): {cells}",
            column=shorten(column.column), field=column.field, sure=f"{column.sure:.0%}", cells=cells or say("empty"),
        )  # fmt: skip
    for column in survey.columns:
        if column.field in AMOUNTS and is_yearly(column.column):
            yield say("  {column}: the amounts of a year, not of the whole contract", column=shorten(column.column))
    for field, value in survey.constants:
        yield say("  {field} is {value} in all records", field=field, value=shorten(value))
    if survey.counted:
        yield say("  {how}", how=survey.counted)
    if survey.left_out:
        yield say("  not imported: {columns}", columns=listed(map(shorten, survey.left_out)))
    for word in survey.words:
        asked = say(" – not sure; --word {word}=MEANING says otherwise", word=repr(shorten(word.word)))
        yield say(
            "  {column}: {word} ({n}) means {codes}{asked}",
            column=shorten(word.column), word=repr(shorten(word.word)), n=word.rows,
            codes=listed(word.codes) or say("nothing that we know"), asked=asked if word.sure < SURE else "",
        )  # fmt: skip
    for cells_unread in survey.unread:
        yield _unread_line(cells_unread)


def _unread_line(unread: UnreadCells) -> Message:
    column, cell = shorten(unread.column), repr(unread.cell)
    if unread.ways > 1:
        return say(
            "  {column}: {n} of {filled} are like {cell}: {why}",
            column=column, n=unread.rows, filled=unread.filled, cell=cell, why=unread.why,
        )  # fmt: skip
    return say(
        "  {column}: {n} of {filled} are {cell}: {why}",
        column=column, n=unread.rows, filled=unread.filled, cell=cell, why=unread.why,
    )  # fmt: skip


def _samples(mapped: MappedColumn, cells: Counter[Any], *, as_it_stands: bool) -> Iterator[tuple[str, str]]:
    shown = 0
    for cell in cells:
        try:
            value = cell if as_it_stands else value_of(mapped.field, cell, mapped.reading)
        except Unreadable:
            continue
        yield shorten(str(cell) if isinstance(cell, Decimal) else cell), shorten(_as_read(value))
        shown += 1
        if shown == SAMPLES:
            return


def _as_read(value: Any) -> str:
    if isinstance(value, WordMeaning):
        return ", ".join(value.columns.values())
    if isinstance(value, ContractDays):
        return " to ".join(filter(None, (value.start, value.end.text)))
    if isinstance(value, Length):
        spans = [span for span in (value.fixed, value.more) if span != DateSpan()]
        return " + ".join(f"{span.months} months" if span.months else f"{span.days} days" for span in spans)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Money):
        return f"{value.amount:f} {value.currency}".strip()
    if isinstance(value, float):
        return f"{value:.0%}"
    if isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], tuple):  # reasons, and how sure
        return ", ".join(value[0]) or "other"
    return "; ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _words(mapped: MappedColumn, cells: Counter[Any], answers: dict[str, str]) -> Iterable[WordUse]:
    for cell, rows in cells.most_common(MOST_WORDS):
        word = str(cell)
        if answer := answers.get(fold(word.strip())):
            codes = (answer,) if is_reason(answer) else tuple(meaning_of(mapped.field, answer).columns.values())
            yield WordUse(mapped.column, word, rows, codes, SURE)
            continue
        try:
            value = value_of(mapped.field, word, mapped.reading)
        except Unreadable:
            if not is_unknown(word):
                yield WordUse(mapped.column, word, rows, (), 0.0)
            continue
        if isinstance(value, WordMeaning):
            yield WordUse(mapped.column, word, rows, tuple(value.columns.values()), value.sure)
        else:
            codes, sure = value
            yield WordUse(mapped.column, word, rows, codes or ("other",), sure if codes else LIKELY)


def _chances(mapped: MappedColumn, cells: Counter[Any], answers: dict[str, str]) -> Iterable[WordUse]:
    """The words for a chance, with the share that each is read as."""
    for cell, rows in cells.most_common():
        if answer := answers.get(_plain(cell)):
            yield WordUse(mapped.column, str(cell), rows, (answer,), SURE)
        elif isinstance(cell, str) and (chance := chance_of(cell)) and not chance[1]:
            yield WordUse(mapped.column, cell, rows, (f"{chance[0]:.0%}",), LIKELY)


def _plain(cell: Any) -> str:
    return fold(str(cell).strip())


def _unread(mapped: MappedColumn, cells: Counter[Any]) -> Iterable[UnreadCells]:
    """What cannot be read: each word for nothing by itself, all else together where the reason is one."""
    groups: dict[str, Counter[str]] = {}
    reasons: dict[str, Message] = {}
    for cell, rows in cells.items():
        written = shorten(cell)
        if is_unknown(cell) and not (mapped.field == WINNING_BID and says_yes(cell)):  # "x" there is a tick
            group, why = written, say("it says that nothing is known")
        elif mapped.field in AMOUNTS and is_zero(cell):
            continue
        else:
            try:
                value_of(mapped.field, cell, mapped.reading)
                continue
            except Unreadable as error:
                group, why = error.message.template, error.message
        groups.setdefault(group, Counter())[written] += rows
        reasons.setdefault(written, why)
    for ways in sorted(groups.values(), key=lambda ways: -ways.total())[:MOST_GROUPS]:
        written = ways.most_common(1)[0][0]
        yield UnreadCells(mapped.column, written, ways.total(), cells.total(), reasons[written], len(ways))
