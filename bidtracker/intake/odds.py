"""Outside odds: a table of contract id, probability that the supplier changes, source and day, by whoever judges that.

One row a contract: `contract` (our A5, or the reference or ocid of a tender with one award), `probability` (0.35 or
35 %), `source` (the file's name where there is none) and `day`. What cannot be used is refused row by row.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, TypeVar

import msgspec

from bidtracker.book import Book
from bidtracker.book.draft import Draft
from bidtracker.domain.dates import read_date, read_published
from bidtracker.domain.errors import BidtrackerError, NotFound, Unreadable
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import parse_ref
from bidtracker.domain.message import count, listed, say
from bidtracker.domain.records import Award, OutsideOdds
from bidtracker.domain.text import fold
from bidtracker.domain.vocabulary import AwardStatus
from bidtracker.intake.notice import Problem, shorten
from bidtracker.intake.open.lenient_json import text
from bidtracker.intake.reading import records
from bidtracker.intake.report import DryRun, Report

# What a column may be called, without case, spaces, dashes and dots.
NAMES = {
    "contract": "contract contractid id award awardid ocid tender tenderid reference",
    "probability": "probability probabilityofchange pchange pofchange p chance chanceofchange odds",
    "source": "source by from author",
    "day": "day date on asof published made",
}
Value = TypeVar("Value")
SPELLINGS = re.compile(r"[^a-z]")
LONGEST_SOURCE = 200


class _RowFault(Exception):
    """What is wrong with a row: in which column, what stands there, and why it will not do."""

    def __init__(self, column: str, value: str, why: BidtrackerError) -> None:
        super().__init__(column)
        self.column, self.value, self.why = column, value, why


class _OddsRow(NamedTuple):
    """One row as read."""

    contract: str
    odds: OutsideOdds


def import_odds(
    book: Book,
    files: Iterable[str | Path | BinaryIO],
    *,
    dry_run: bool = False,
    problem: Callable[[Problem], None] = lambda _: None,
) -> Report:
    """Takes tables of outside odds into a book, as one act. The newest odds of a contract stand; older ones are kept,
    so that a judgement as of an earlier day reads what stood then. Raises a BidtrackerError where a file is no table.
    """
    report = Report(dry_run=dry_run, each=problem)
    names: list[str] = []
    try:
        with book.acting("odds") as draft:
            finder, taken = _Contracts(book.holdings), set[tuple[int, date, str]]()
            for file in files:
                for name, entries in records(file):
                    names.append(name)
                    for entry in entries:
                        _take(draft, finder, report, name, entry, taken)
            made = count("{n} contract", "{n} contracts", report.created + report.updated)
            draft.title = say("Outside odds of {contracts}, from {files}", contracts=made, files=listed(names))
            if dry_run:
                raise DryRun
    except DryRun:
        pass
    return report


def are_odds(files: Iterable[str | Path | BinaryIO]) -> bool:
    """Whether files look like tables of outside odds: their first rows have a contract, a probability and a day.

    A pipe is none: what is read of it is gone, and it may keep one waiting.
    """
    seen = []
    for file in files:
        if isinstance(file, (str, Path)) and not Path(file).is_file():
            return False
        try:
            first = next((entry for _, entries in records(file) for entry in entries), None)
        except BidtrackerError:
            return False
        if not isinstance(first, tuple) or not isinstance(first[1], dict):
            return False
        cells = _spelled(first[1])
        seen.append(all(_cell(cells, NAMES[name].split()) for name in ("contract", "probability", "day")))
    return bool(seen) and all(seen)


def _take(
    draft: Draft, finder: _Contracts, report: Report, name: str, entry: Any, taken: set[tuple[int, date, str]]
) -> None:
    """One row of a file: into its award, or told as a problem."""
    if isinstance(entry, Problem):
        report.take(entry)
        return
    number, value, _raw = entry
    try:
        row = _read(value, name, draft.today)
        award = _in_column("contract", row.contract, lambda: finder.award(draft, row.contract))
        key = (award.id, row.odds.on, row.odds.source)
        if key in taken:
            twice = Unreadable("the file has odds of this contract, source and day above; leave one of them")
            raise _RowFault("contract", row.contract, twice)
    except _RowFault as fault:
        report.take(
            Problem(
                file=name,
                record=number,
                key=fault.column,
                value=shorten(fault.value),
                message=fault.why.message,
                refused=True,
            )
        )
        return
    taken.add(key)
    report.read += 1
    odds = _with(award.odds, row.odds)
    if odds == award.odds:
        report.unchanged += 1
        return
    report.created += not award.odds
    report.updated += bool(award.odds)
    draft.put(msgspec.structs.replace(award, odds=odds))


def _with(held: tuple[OutsideOdds, ...], odds: OutsideOdds) -> tuple[OutsideOdds, ...]:
    """The odds of an award with new ones, from old to new; the same source's of the same day are replaced."""
    for each in held:
        if msgspec.structs.replace(each, written=odds.written) == odds:
            return held
    others = [each for each in held if (each.on, each.source) != (odds.on, odds.source)]
    return tuple(sorted([*others, odds], key=lambda each: each.on))


# ---------------------------------------------------------------- a row


def _read(value: Any, file: str, today: date) -> _OddsRow:
    """A row of the table. Raises _RowFault."""
    cells = _spelled(value) if isinstance(value, dict) else {}
    given = {name: _cell(cells, spellings.split()) for name, spellings in NAMES.items()}
    for column in ("contract", "probability", "day"):
        if not given[column]:
            raise _RowFault(
                column,
                "",
                Unreadable("{column} is empty; a row has contract, probability, source and day", column=column),
            )
    chance = _in_column("probability", given["probability"], lambda: _chance(given["probability"]))
    day = _in_column("day", given["day"], lambda: _day(given["day"], today))
    source = (given["source"] or file)[:LONGEST_SOURCE]
    return _OddsRow(given["contract"], OutsideOdds(on=day, chance=chance, source=source, written=today))


def _spelled(row: dict[str, Any]) -> dict[str, Any]:
    """A row by its columns' names, without case, spaces, dashes and dots."""
    return {SPELLINGS.sub("", fold(str(name))): cell for name, cell in row.items()}


def _cell(cells: dict[str, Any], spellings: Iterable[str]) -> str:
    return next((filled for name in spellings if (filled := _plain(cells.get(name)))), "")


def _plain(value: Any) -> str:
    """A cell as text; a workbook's days and fractions as well."""
    if isinstance(value, float):
        return repr(value)
    return value.isoformat() if isinstance(value, date) else text(value)


def _in_column(column: str, cell: str, read: Callable[[], Value]) -> Value:
    try:
        return read()
    except BidtrackerError as why:
        raise _RowFault(column, cell, why) from None


def _chance(cell: str) -> float:
    """A probability strictly between 0 and 1: 0.35, 0,35 or 35 %."""
    figure = cell.replace("％", "%").strip()
    try:
        chance = float(Decimal(figure.removesuffix("%").strip().replace(",", ".")) / (100 if "%" in figure else 1))
    except (InvalidOperation, OverflowError):
        chance = -1.0
    if not 0 < chance < 1:
        raise Unreadable(
            "{text} is no probability; write it between 0 and 1, like 0.35, or as 35 %; nothing is certain",
            text=repr(cell),
        )
    return chance


def _day(cell: str, today: date) -> date:
    """The day on which the odds were made, which has come."""
    try:
        day = read_published(cell).day
    except Unreadable:
        day = read_date(cell, today)
    if day > today:
        raise Unreadable("{day} is still to come; write the day on which the odds were made", day=day)
    return day


# ---------------------------------------------------------------- which award


class _Contracts:
    """Finds the award that a contract id means: our own id, or a tender's reference or ocid."""

    def __init__(self, holdings: Holdings) -> None:
        self._holdings = holdings
        self._by_mark: defaultdict[str, list[int]] | None = None

    @property
    def _tenders(self) -> Mapping[str, list[int]]:
        """The tenders by ocid and by reference."""
        if self._by_mark is None:
            self._by_mark = defaultdict(list)
            for tender in self._holdings.tenders.values():
                for mark in {tender.ocid, tender.reference} - {""}:
                    self._by_mark[mark.strip()].append(tender.id)
        return self._by_mark

    def award(self, draft: Draft, contract: str) -> Award:
        """The award as the draft has it. Raises a BidtrackerError where it is none, or more than one."""
        awards = list(self._meant(draft, contract))
        if not awards:
            raise NotFound(
                "{id} is no contract of this book; name it by our id like A5, or by the reference or ocid of a tender"
                " that was awarded",
                id=repr(contract),
            )
        if len(awards) > 1:
            raise Unreadable("{id} means {n} awards; name the one by our id like A5", id=repr(contract), n=len(awards))
        return awards[0]

    def _meant(self, draft: Draft, contract: str) -> Iterator[Award]:
        try:
            table, number = parse_ref(contract)
        except BidtrackerError:
            table, number = "", 0
        if table == "awards" and (award := draft.find("awards", number)) is not None:
            yield award
            return
        numbers = self._tenders.get(
            contract, [number] if table == "tenders" and number in self._holdings.tenders else []
        )
        for tender in numbers:
            for award in draft.awards_of(tender):
                if award.status is not AwardStatus.CANCELLED:
                    yield award
