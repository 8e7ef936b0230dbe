"""An import from files to report: one act, one undo, and nothing at all if it is cancelled."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

from bidtracker.book import Book
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.message import count, say
from bidtracker.intake.mapping import Mapping
from bidtracker.intake.merge import Merger
from bidtracker.intake.notice import Problem
from bidtracker.intake.reading import Reading, readings
from bidtracker.intake.report import Progress, Report
from bidtracker.intake.where import Wanted, wanted

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
    dry_run: bool = False,
    progress: Callable[[Progress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Report:
    """Brings tender lists into a book as one act. `us` names our own company, besides what the book's settings know.

    Files may be folders and .zip archives too. `mapping` is for plain lists, as `read` takes it; one that was used is
    remembered by the book and holds the next time for the same columns.
    Raises a BidtrackerError, with the book as it was, where a file is no list at all or nobody wants to go on.
    With `dry_run` the report is the same and the book stays as it was.
    """
    files = list(files)
    report = Report(dry_run=dry_run)
    fits = wanted(where, book.today())
    names = tuple(dict.fromkeys((*book.settings.us, *us)))
    known = {key: Mapping.of(plain) for key, plain in book.settings.mappings.items()}
    collecting = gc.isenabled()
    gc.disable()  # a million short-lived values, none of them in a circle: collections would double the time
    try:
        with book.acting("import") as draft:
            draft.by_person = False
            merger = Merger(draft, names, report)
            for file in files:
                for reading in readings(file, format, mapping=mapping, known=known):
                    if isinstance(reading, Problem):
                        report.take(reading)
                    else:
                        _take(reading, merger, fits, progress, cancelled)
            draft.title = say(
                "Imported {files}: {created}, {updated}",
                files=", ".join(report.formats),
                created=count("{n} new tender", "{n} new tenders", report.created),
                updated=count("{n} changed", "{n} changed", report.updated),
            )
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


def _take(
    reading: Reading,
    merger: Merger,
    fits: Wanted,
    progress: Callable[[Progress], None],
    cancelled: Callable[[], bool],
) -> None:
    """Brings one list in."""
    report = merger.report
    with reading:
        for at, item in enumerate(reading):
            if at % EVERY == 0:
                if cancelled():
                    raise Cancelled("the import was stopped; nothing of it is in the book")
                progress(Progress(report.read, reading.bytes_read, reading.bytes_total, reading.name))
            if isinstance(item, Problem):
                report.take(item)
            elif fits(item):
                merger.take(item)
            else:
                report.read += 1
                report.left_out += 1
        merger.end_list(reading.name)
        report.formats[reading.name] = reading.format
        if reading.mapping is not None and reading.mapping not in report.mappings:
            report.mappings.append(reading.mapping)
        progress(Progress(report.read, reading.bytes_read, reading.bytes_total, reading.name))
