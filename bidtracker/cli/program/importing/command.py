"""The command that reads tender lists."""

from __future__ import annotations

import io
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event
from typing import Any, BinaryIO

import click
import msgspec

from bidtracker.book import Book
from bidtracker.cli.failure import telling
from bidtracker.cli.frame import opened, today
from bidtracker.cli.program.importing.bar import Bar
from bidtracker.cli.program.importing.page import Answered, ImportPage
from bidtracker.cli.program.importing.report import reporting
from bidtracker.cli.program.importing.summary import status, tell
from bidtracker.cli.program.mails import propose_mails
from bidtracker.cli.status import DONE
from bidtracker.cli.words import Typed, WordType
from bidtracker.domain.message import say
from bidtracker.domain.vocabulary import SignalKind
from bidtracker.intake.choices import ImportChoices, ImportListener, Stop
from bidtracker.intake.detect import formats, named
from bidtracker.intake.mail import MailChoice, is_mail
from bidtracker.intake.mapping.columns import Asked
from bidtracker.intake.odds import import_odds
from bidtracker.intake.report import Report
from bidtracker.intake.run import import_files
from bidtracker.intake.where import Wanted
from bidtracker.locale import listed, tr


def condition(text: str) -> str:
    """A condition of an import, once it is known that it can be read."""
    Wanted([text], today())
    return text


def format_name(text: str) -> str:
    """The name of a format that there is."""
    return named(text).name


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path())
@click.option(
    "--format", "file_format", type=Typed("|".join(formats()), format_name), help="Its layout, if not as found."
)
@click.option("--dry-run", is_flag=True, help="Say what would happen; the book stays as it is.")
@click.option(
    "--where", multiple=True, type=Typed("KEY=GLOB", condition), metavar="KEY=GLOB",
    help="Only what fits: buyer, title, category, country, supplier, since, until; again for more.",
)  # fmt: skip
@click.option("--us", multiple=True, metavar="NAME", help="Our own company as the lists call it; again for more.")
@click.option(
    "--map", "mapping", multiple=True, metavar="COLUMN=FIELD",
    help="What a column of a plain list is, or auto for what is proposed; remembered for lists with the same columns.",
)  # fmt: skip
@click.option(
    "--set", "constants", multiple=True, metavar="FIELD=VALUE",
    help="What all records of a plain list have, where it has no column for it: buyer=Invented City.",
)  # fmt: skip
@click.option(
    "--word", "words", multiple=True, metavar="WORD=MEANING",
    help="What a word of a status, result or reason column means: Cancelled=no_award; remembered as columns are.",
)  # fmt: skip
@click.option("--sheet", default="", metavar="NAME", help="The sheet of a workbook that holds the list.")
@click.option("--yes", is_flag=True, help="Import plain lists as the page says, without being asked.")
@click.option(
    "--buyer", default="", metavar="B12|NAME",
    help="Whose people they are, where a card of an address book names no buyer of the book.",
)  # fmt: skip
@click.option(
    "--keep", is_flag=True,
    help="Keep what came in if it ends early, by Ctrl-C or otherwise; the same command goes on from there.",
)  # fmt: skip
@click.option(
    "--odds", is_flag=True,
    help="Tables of contract, probability of a change, source and day, which stand in place of our own rows.",
)  # fmt: skip
@click.option("--about", default="", metavar="ID", help="Of a mail (.eml): what it is about, like A5 or B12.")
@click.option("--quote", default="", metavar="LINES", help="Of a mail: the lines to keep, like 2-4; else it is asked.")
@click.option("--signal", type=WordType(SignalKind), help="Of a mail: the signal that it is; a touch if not given.")
@click.option(
    "--report", metavar="FILE", type=click.Path(), help="Write every refused or doubtful value to a CSV or .json file."
)
@click.option("--force", is_flag=True, help="Write the report over a file that is there.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def import_(
    files: tuple[str, ...], as_json: bool, report: str | None, force: bool, keep: bool, odds: bool, **how: Any
) -> int:
    """Read tender lists into the book; - is standard input. The same list twice changes nothing.

    Files, folders and archives of native lists (JSON, JSON Lines, CSV), what the world publishes (OCDS, TED, SAM.gov,
    Prozorro, Contracts Finder, USAspending, World Bank) and plain lists of any columns, as CSV or as a workbook (.xlsx,
    .xlsm, .xls, .ods): a page says first how their columns are read. What cannot be read is refused record by record.
    Stopped it leaves nothing, but with --keep. A mail (.eml) becomes a proposed touch or signal, quoting what you pick.
    """
    mail = MailChoice(how.pop("about"), how.pop("quote"), how.pop("signal"))
    if any(map(is_mail, files)):
        return _mails(files, mail, as_json=as_json, **how | {"keep": keep, "odds": odds, "report": report})
    if any(mail):
        raise click.UsageError(tr(say("--about, --quote and --signal are for mails (.eml)")))
    if odds:
        return _odds(files, report, force, as_json=as_json, **how | {"keep": keep})
    asked, asking = _asked(how, stdin="-" in files)
    bar = Bar() if sys.stderr.isatty() and not as_json else None
    lists = [_at_rest(file, keep=keep) for file in files]
    with ExitStack() as during:
        book = during.enter_context(opened(create=True))
        rows = during.enter_context(reporting(Path(report), overwrite=force)) if report else None
        page = ImportPage(asked, asking=asking, quiet=as_json, rows=rows)
        hears: dict[str, Any] = {"on_survey": page.show}
        if bar:
            hears["on_progress"] = bar.show
        if rows is not None:
            hears["on_problem"] = rows.take
        if keep:
            hears["stopped"] = during.enter_context(interrupted())
        done = _imported(book, lists, page, ImportChoices(in_parts=keep, **how), ImportListener(**hears))
        if rows is not None:
            rows.end(done)
    if bar:
        bar.clear()
    with telling():
        tell(done, as_json=as_json)
    return status(done)


def _mails(files: tuple[str, ...], choice: MailChoice, *, as_json: bool, **how: Any) -> int:
    """Reads mails, which come by themselves."""
    if not all(map(is_mail, files)):
        raise click.UsageError(tr(say("mails and lists are imported one after the other, not by one command")))
    if others := _options_given(how, "yes"):
        words = say("a mail is read as it stands; {options} does not go with it", options=listed(others))
        raise click.UsageError(tr(words), click.get_current_context())
    propose_mails(files, choice, as_json=as_json)
    return DONE


def _options_given(how: dict[str, Any], *but: str) -> list[str]:
    """The options that were given, besides some."""
    params = click.get_current_context().command.params
    return [param.opts[0] for param in params if param.name and how.get(param.name) and param.name not in but]


def _odds(files: tuple[str, ...], report: str | None, force: bool, *, as_json: bool, **how: Any) -> int:
    """Reads tables of outside odds, of which other options say nothing."""
    if others := _options_given(how, "dry_run", "yes"):
        words = say("--odds reads a table of odds; {options} does not go with it", options=listed(others))
        raise click.UsageError(tr(words), click.get_current_context())
    lists = [_at_rest(file, keep=False) for file in files]
    with ExitStack() as during:
        book = during.enter_context(opened())
        rows = during.enter_context(reporting(Path(report), overwrite=force)) if report else None
        noted: dict[str, Any] = {"problem": rows.take} if rows else {}
        done = import_odds(book, lists, dry_run=how["dry_run"], **noted)
        if rows is not None:
            rows.end(done)
    with telling():
        tell(done, as_json=as_json)
    return status(done)


def _asked(how: dict[str, Any], *, stdin: bool) -> tuple[Asked, bool]:
    """How plain lists are to be read, and whether a person is there to be asked."""
    yes = how.pop("yes")
    asking = not (yes or stdin or how["dry_run"]) and sys.stdin.isatty() and sys.stderr.isatty()
    asked = Asked(how.pop("mapping"), how.pop("constants"), how.pop("words"), how.pop("sheet"), auto=yes or asking)
    return asked, asking


def _imported(
    book: Book, files: Sequence[str | BinaryIO], page: ImportPage, choices: ImportChoices, listener: ImportListener
) -> Report:
    """The report of an import, which is read anew while words of it are explained."""
    while True:
        try:
            return import_files(book, files, msgspec.structs.replace(choices, mapping=page.asked), listener)
        except Answered as answered:
            page.asked = answered.asked


def _at_rest(file: str, *, keep: bool) -> str | BinaryIO:
    """A list that is read from a file, where it comes through a pipe: a pipe that stalls must not keep the book locked.

    With `keep` what came through a named pipe until it is stopped counts, so it is read as it comes.
    """
    if file == "-":
        return _spooled(sys.stdin.buffer, "standard input")
    path = Path(file)
    if keep or not path.is_fifo():
        return file
    with path.open("rb") as pipe:
        return _spooled(pipe, path.name)


def _spooled(stream: BinaryIO, name: str) -> BinaryIO:
    """All of a stream, in a file without a name in any folder."""
    with tempfile.TemporaryFile() as file:
        shutil.copyfileobj(stream, file)
        file.seek(0)
        held = io.FileIO(os.dup(file.fileno()), "rb")
    held.name = name
    return io.BufferedReader(held)


@contextmanager
def interrupted() -> Iterator[Callable[[], Stop | None]]:
    """Whether Ctrl-C or the end of the session asks the import to stop; what came in by then is kept."""
    asked = Event()
    before = {number: signal.signal(number, lambda *_: asked.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: Stop.KEEP if asked.is_set() else None
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
