"""An import from files to report: one act, one undo; or, if that is asked for, in parts that stay if it ends early."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import BinaryIO

import msgspec

from bidtracker.book import Book
from bidtracker.book.memory import without_collections
from bidtracker.domain.message import Message, count, listed, say
from bidtracker.intake.choices import ImportChoices, ImportListener
from bidtracker.intake.mapping.columns import ColumnMap
from bidtracker.intake.merge.notices import Merger
from bidtracker.intake.merge.people import People
from bidtracker.intake.reading import readings
from bidtracker.intake.report import DryRun, Report
from bidtracker.intake.session import ImportSession
from bidtracker.intake.where import Wanted

PART = (
    100_000  # records that each act of an import in parts changes; beside them it costs little to learn the book anew
)
SHORT = 500  # items of a list that is an act like another where the book takes it so
AS_FOUND = ImportChoices()
UNHEARD = ImportListener()


def import_files(
    book: Book,
    files: Iterable[str | Path | BinaryIO],
    choices: ImportChoices = AS_FOUND,
    listener: ImportListener = UNHEARD,
) -> Report:
    """Brings tender lists into a book as one act. Files may be folders and .zip archives too.

    A mapping of a plain list that was used is remembered by the book and holds the next time for the same columns.

    What the listener stops and wants kept stays in the book, with the place in the lists; the same import of the same
    lists goes on from there. An import in parts makes an act of every PART changes; others can write in between. Raises
    a BidtrackerError, with the book as the last act left it, where a file is no list at all, and Cancelled where what
    was read is not to be kept.
    """
    choices = msgspec.structs.replace(choices, us=tuple(dict.fromkeys((*book.settings.us, *choices.us))))
    fits = Wanted(choices.where, book.today())
    column_maps = {key: ColumnMap.of(plain) for key, plain in book.settings.mappings.items()}
    column_maps |= {confirmed.key: confirmed for confirmed in choices.mappings}
    report = Report(dry_run=choices.dry_run, each=listener.on_problem)
    session = ImportSession(
        chain.from_iterable(
            readings(file, choices.file_format, mapping=choices.mapping, column_maps=column_maps, wanted=fits)
            for file in files
        ),
        fits,
        report,
        listener,
        asked=repr((choices.file_format, choices.us, sorted(choices.where), choices.buyer)),
        before=book.settings.unfinished,
    )
    try:
        with without_collections():
            session.begin()
            copied = True
            brief = book.takes_short_lists and session.is_short(SHORT)
            while session.on:
                _one_act(book, session, report, choices, copied=copied, brief=brief)
                copied = False  # it holds the book as it was before all of this
    except DryRun:
        pass
    finally:
        session.close()
    return report


def _one_act(
    book: Book, session: ImportSession, report: Report, choices: ImportChoices, *, copied: bool, brief: bool
) -> None:
    """Brings in all there is, or the next part."""
    most = PART if choices.in_parts and not choices.dry_run else sys.maxsize
    copied = copied and not report.dry_run
    with book.acting("import", copied=copied, brief=brief, rehearsing=report.dry_run) as draft:
        draft.by_person = False
        created, updated = report.created, report.updated
        merger = Merger(draft, tuple(choices.us), report)
        people = People(merger.proposing, choices.buyer)
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
