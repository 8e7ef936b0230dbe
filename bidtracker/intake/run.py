"""An import from files to report: one act, one undo; or, if that is asked for, in parts that stay if it ends early."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from bidtracker.book import Book
from bidtracker.book.memory import without_collections
from bidtracker.domain.message import Message, count, listed, say
from bidtracker.intake.mapping.columns import Asked, ColumnMap
from bidtracker.intake.mapping.survey import ColumnSurvey
from bidtracker.intake.merge.notices import Merger
from bidtracker.intake.merge.people import People
from bidtracker.intake.notice import Problem
from bidtracker.intake.reading import readings
from bidtracker.intake.report import DryRun, Progress, Report
from bidtracker.intake.session import ImportSession, Stop
from bidtracker.intake.where import Wanted

PART = (
    100_000  # records that each act of an import in parts changes; beside them it costs little to learn the book anew
)


def import_files(
    book: Book,
    files: Iterable[str | Path | BinaryIO],
    *,
    file_format: str | None = None,
    us: Iterable[str] = (),
    where: Iterable[str] = (),
    mapping: Sequence[str] | Asked = (),
    mappings: Iterable[ColumnMap] = (),
    buyer: str = "",
    dry_run: bool = False,
    in_parts: bool = False,
    progress: Callable[[Progress], None] = lambda _: None,
    stopped: Callable[[], Stop | None] = lambda: None,
    problem: Callable[[Problem], None] = lambda _: None,
    seen: Callable[[ColumnSurvey], None] = lambda _: None,
) -> Report:
    """Brings tender lists into a book as one act. `us` names our own company, besides what the book's settings know.

    Files may be folders and .zip archives too. `mapping` is for plain lists, as "--map" says it, `mappings` those that
    were confirmed for lists of several layouts; one that was used is remembered by the book and holds the next time for
    the same columns. `problem` hears of every value that is refused
    or read as something else, of which the report itself keeps only so many.
    `seen` is shown what each plain list comes to before anything is written; what it raises ends the import.
    `buyer` (an id or a name) is whose people those cards of an address book are that name no buyer of the book.
    With `dry_run` the report is the same and the book stays as it was.

    `stopped` is asked every now and then. What it wants kept stays in the book, with the place in the lists; the same
    import of the same lists goes on from there. `in_parts` makes an act of every PART changes, kept like that whatever
    comes; others can write in between. Raises a BidtrackerError, with the book as the last act left it, where a file is
    no list at all, and Cancelled where what was read is not to be kept.
    """
    us = tuple(dict.fromkeys((*book.settings.us, *us)))
    where = tuple(where)
    fits = Wanted(where, book.today())
    column_maps = {key: ColumnMap.of(plain) for key, plain in book.settings.mappings.items()}
    column_maps |= {confirmed.key: confirmed for confirmed in mappings}
    report = Report(dry_run=dry_run, each=problem)
    session = ImportSession(
        chain.from_iterable(
            readings(file, file_format, mapping=mapping, column_maps=column_maps, wanted=fits) for file in files
        ),
        fits,
        report,
        asked=repr((file_format, us, sorted(where), buyer)),
        before=book.settings.unfinished,
        progress=progress,
        stopped=stopped,
        seen=seen,
    )
    most = PART if in_parts and not dry_run else sys.maxsize
    try:
        with without_collections():
            session.begin()
            copied = True
            while session.on:
                _one_act(book, session, report, us, buyer, most, copied=copied)
                copied = False  # it holds the book as it was before all of this
    except DryRun:
        pass
    finally:
        session.close()
    return report


def _one_act(
    book: Book, session: ImportSession, report: Report, us: tuple[str, ...], buyer: str, most: int, *, copied: bool
) -> None:
    with book.acting("import", copied=copied and not report.dry_run, long=not report.dry_run) as draft:
        draft.by_person = False
        created, updated = report.created, report.updated
        merger = Merger(draft, us, report)
        people = People(merger.proposing, buyer)
        session.bring_in(merger, people, most)
        draft.title = _title(report, report.created - created, report.updated - updated, people)
        if report.dry_run:
            raise DryRun
        settings = book.settings
        used = {used.key: used.plain() for used in report.mappings}
        fresh = {key: plain for key, plain in used.items() if settings.mappings.get(key) != plain}
        if fresh or session.places != settings.unfinished:
            book.set_settings(mappings=settings.mappings | fresh, unfinished=session.places)


def _title(report: Report, created: int, updated: int, people: People) -> Message:
    """What was imported, as one line of history."""
    tenders = created - people.created
    made = count("{n} new tender", "{n} new tenders", tenders)
    if people.created or people.updated:
        met = count("{n} new contact", "{n} new contacts", people.created)
        made = say("{tenders}, {contacts}", tenders=made, contacts=met) if tenders else met
    changed = count("{n} changed", "{n} changed", updated)
    return say("Imported {files}: {created}, {updated}", files=listed(report.formats), created=made, updated=changed)
