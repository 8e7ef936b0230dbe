"""An import from files to report: one act, one undo, and nothing at all if it is cancelled."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from bidtracker.book import Book
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.message import Message, count, say
from bidtracker.intake.chronology import Chronology
from bidtracker.intake.mapping import Mapping
from bidtracker.intake.merge import Merger
from bidtracker.intake.notice import Problem
from bidtracker.intake.people import People
from bidtracker.intake.reading import Item, Reading, readings
from bidtracker.intake.report import Progress, Report
from bidtracker.intake.vcard import Card
from bidtracker.intake.where import Unwanted, Wanted

RUN = 64  # items that are read before they are brought in: to and fro for each costs a tenth more, in caches
EVERY = 500  # records between two reports of progress, and two looks at whether to go on


class Cancelled(BidtrackerError):
    """The person stopped the import; nothing of it is in the book."""


class _DryRun(Exception):
    """Leaves the act without writing it."""


def import_files(
    book: Book,
    files: Iterable[str | Path | BinaryIO],
    *,
    format: str | None = None,
    us: Iterable[str] = (),
    where: Iterable[str] = (),
    mapping: Mapping | Sequence[str] = (),
    buyer: str = "",
    dry_run: bool = False,
    progress: Callable[[Progress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
    problem: Callable[[Problem], None] = lambda _: None,
) -> Report:
    """Brings tender lists into a book as one act. `us` names our own company, besides what the book's settings know.

    Files may be folders and .zip archives too. `mapping` is for plain lists, as `read` takes it; one that was used is
    remembered by the book and holds the next time for the same columns. `problem` hears of every value that is refused
    or read as something else, of which the report itself keeps only so many.
    `buyer` (an id or a name) is whose people those cards of an address book are that name no buyer of the book.
    Raises a BidtrackerError, with the book as it was, where a file is no list at all or nobody wants to go on.
    With `dry_run` the report is the same and the book stays as it was.
    """
    files = list(files)
    report = Report(dry_run=dry_run, each=problem)
    fits = Wanted(where, book.today())
    names = tuple(dict.fromkeys((*book.settings.us, *us)))
    known = {key: Mapping.of(plain) for key, plain in book.settings.mappings.items()}
    collecting = gc.isenabled()
    gc.disable()  # a million short-lived values, none of them in a circle: collections would double the time
    try:
        with book.acting("import") as draft:
            draft.by_person = False
            merger = Merger(draft, names, report)
            people = People(merger.proposing, buyer)
            for file in files:
                for reading in readings(file, format, mapping=mapping, known=known, wanted=fits):
                    if isinstance(reading, Problem):
                        report.take(reading)
                    else:
                        _take(reading, merger, people, fits, progress, cancelled)
            draft.title = _title(report, people)
            if dry_run:
                raise _DryRun
            fresh = {used.key: used.plain() for used in report.mappings if used.key not in known}
            if fresh:
                book.set_settings(mappings=book.settings.mappings | fresh)
    except _DryRun:
        pass
    finally:
        if collecting:
            gc.enable()
    return report


def _title(report: Report, people: People) -> Message:
    """What was imported, as one line of history."""
    tenders = report.created - people.created
    made = count("{n} new tender", "{n} new tenders", tenders)
    if people.created or people.updated:
        met = count("{n} new contact", "{n} new contacts", people.created)
        made = say("{tenders}, {contacts}", tenders=made, contacts=met) if tenders else met
    changed = count("{n} changed", "{n} changed", report.updated)
    return say("Imported {files}: {created}, {updated}", files=", ".join(report.formats), created=made, updated=changed)


def _take(
    reading: Reading,
    merger: Merger,
    people: People,
    fits: Wanted,
    progress: Callable[[Progress], None],
    cancelled: Callable[[], bool],
) -> None:
    """Brings one list in."""
    report, told = merger.report, Chronology(merger.take)

    def look(at: int) -> None:
        if at % EVERY == 0:
            if cancelled():
                raise Cancelled("the import was stopped; nothing of it is in the book")
            read = report.read + told.waiting
            progress(Progress(read, reading.bytes_read, reading.bytes_total, reading.name))

    with reading:
        for at, item in enumerate(_in_runs(iter(reading))):
            look(at)
            if isinstance(item, Problem):
                report.take(item)
            elif isinstance(item, Card):
                people.take(item)
            elif not isinstance(item, Unwanted) and fits(item):
                told.add(item)
            else:
                report.read += 1
                report.left_out += 1
        while told.next():
            look(told.waiting)
        merger.end_list(reading.name)
        report.formats[reading.name] = reading.format
        if reading.mapping is not None and reading.mapping not in report.mappings:
            report.mappings.append(reading.mapping)
        progress(Progress(report.read, reading.bytes_read, reading.bytes_total, reading.name))


def _in_runs(items: Iterator[Item]) -> Iterator[Item]:
    """The same items, RUN of them read at a time."""
    while run := list(islice(items, RUN)):
        yield from run
