"""Brings a tender list in: first looked through without changing anything, then imported as one act."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum, auto
from time import monotonic
from typing import Any

from textual import events, on
from textual.content import Content
from textual.message import Message as Posted
from textual.widget import Widget
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from bidtracker.book import Book
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.message import Message, count, label, say
from bidtracker.domain.spans import bar
from bidtracker.domain.text import safe
from bidtracker.intake import Cancelled, ImportChoices, ImportListener, Progress, Report, Stop, import_files
from bidtracker.intake.mail import is_mail
from bidtracker.intake.mapping.columns import Asked, ColumnMap
from bidtracker.intake.mapping.confirmation import Unmapped, confirmed
from bidtracker.intake.mapping.proposal import ColumnProposal
from bidtracker.intake.mapping.survey import ColumnSurvey, lines_of
from bidtracker.intake.notice import Problem
from bidtracker.intake.odds import are_odds, import_odds
from bidtracker.intake.open.sheets import SeveralSheets
from bidtracker.locale import listed, tr
from bidtracker.pages.words import named, sectors
from bidtracker.tui.forms.account.need import yes_no
from bidtracker.tui.forms.mail import MailForm
from bidtracker.tui.forms.parts.dialog import TALL
from bidtracker.tui.forms.parts.form import Form
from bidtracker.tui.forms.parts.inputs import FormRow, LineInput, LinesInput
from bidtracker.tui.forms.parts.lists import COLUMNS, SHEET, Names, Paths, SheetAnswer, spelled

QUIET = 0.2  # seconds without a word; what is done by then needs no progress
PACE = 0.1  # seconds between two drawings of the progress
MOST = 2_000  # problems listed; the others are counted
BAR = 20  # cells


class ImportStage(Enum):
    """How far the dialog is."""

    ASKING = auto()
    RUNNING = auto()  # the thread works, dry or not
    SEEN = auto()  # the dry run's report is on the screen


class ImportDialog(Form):
    """Asks for lists, shows what they would change, and imports them. Esc while it works leaves nothing half done;
    ctrl+s stops it too, and keeps what came in.

    Where the columns of a list are of nobody's layout, it shows how they would be read, to be confirmed or changed;
    the book remembers that.
    """

    class Advanced(Posted):
        """How far the import is."""

        def __init__(self, progress: Progress) -> None:
            super().__init__()
            self.progress = progress

    class OddsSeen(Posted):
        """The files look like tables of outside odds."""

    class Ended(Posted):
        """The import ended: with a report, or an error."""

        def __init__(self, result: Report | BidtrackerError, surveys: Iterable[ColumnSurvey] = ()) -> None:
            super().__init__()
            self.result = result
            self.surveys = tuple(surveys)

    def __init__(self, book: Book, path: str = "") -> None:
        super().__init__(book)
        self.paths = (path,) if path else ()
        self.proposal: ColumnProposal | None = None  # how the columns would be read, where that was asked
        self.mappings: dict[str, ColumnMap] = {}  # those that were confirmed, one a layout
        self.sheets = SheetAnswer()
        self.asked_odds = False  # whether these files were said to be tables of odds or not
        self.stage = ImportStage.ASKING
        self.stop: Stop | None = None  # what the person wants of the import under way
        self.dry = True
        self.started = 0.0

    def heading(self) -> Message:
        return say("Import a tender list")

    def rows(self) -> Iterable[FormRow]:
        us = self.book.settings.us
        yield FormRow("path", label("Files"), LineInput(Paths(), self.paths), needed=True)
        yield FormRow("sheet", label("Sheet"), LineInput(self.sheets, ""), needed=True, hint=SHEET)
        yield FormRow("odds", label("Odds"), LineInput(yes_no(), True), needed=True, hint=ODDS)
        yield FormRow("columns", label("Columns"), LinesInput((), each=True), needed=True, hint=COLUMNS)
        hint = label("Our own names as the lists have them, ; between")
        yield FormRow("us", label("We are"), LineInput(Names(), us), hint=hint)
        yield FormRow("constants", label("All rows have"), LineInput(Names(), ()), hint=CONSTANTS)
        yield FormRow("words", label("Words mean"), LineInput(Names(), ()), hint=WORDS)
        yield FormRow("where", label("Only where"), LineInput(Names(), ()), hint=WHERE)

    def extra(self) -> Iterator[Widget]:
        yield Static("", classes="report")
        problems = OptionList(classes="problems", compact=True, markup=False)
        problems.can_focus = False
        yield problems

    def on_mount(self) -> None:
        super().on_mount()
        self.show_rows(["sheet", "odds", "columns"], False)
        self._turn(ImportStage.ASKING)

    # ------------------------------------------------------------ stages

    def _turn(self, stage: ImportStage) -> None:
        self.stage = stage
        self.set_class(stage is ImportStage.SEEN, "seen")
        self.set_class(stage is ImportStage.RUNNING, "running")
        save = self.query_one("#save", Button)
        words = label("Import") if stage is ImportStage.SEEN else label("Look through")
        if stage is ImportStage.RUNNING and not self.dry:
            words = label("Stop, keep")
        save.label = Content.assemble(tr(words), " ", ("ctrl+s", "dim"))
        save.can_focus = stage is ImportStage.SEEN
        for row in self.form_rows:
            row.entry.disabled = stage is ImportStage.RUNNING
        if stage is ImportStage.SEEN:
            self.set_focus(save)

    def changed(self, row: FormRow) -> None:
        """Another file or condition: the report on the screen is no longer its, nor are the columns another file's."""
        asked = self.proposal is not None or self.asked_odds or self.sheets.names
        if (row.field == "path" and asked) or (row.field == "sheet" and self.proposal is not None):
            self.proposal, self.asked_odds = None, False
            self.mappings.clear()
            self.show_rows(["odds", "columns"], False)
            if row.field == "path":
                self.sheets.names = ()
                self.show_rows(["sheet"], False)
        if self.stage is ImportStage.SEEN:
            self._turn(ImportStage.ASKING)

    def action_step(self, step: int) -> None:
        """In the report, up and down move through the problems."""
        if self.stage is ImportStage.SEEN and isinstance(self.focused, Button):
            problems = self.query_one(".problems", OptionList)
            problems.action_cursor_down() if step > 0 else problems.action_cursor_up()
        else:
            super().action_step(step)

    def action_cancel(self) -> None:
        """Stops the import; else goes back to the questions; else closes."""
        if self.stage is ImportStage.RUNNING:
            self._stop(Stop.LEAVE)
        elif self.stage is ImportStage.SEEN:
            self._turn(ImportStage.ASKING)
            self.set_focus(self.row("path").entry)
        else:
            self.warned = True  # nothing here is worth a second question
            super().action_cancel()

    def action_save(self) -> None:
        """Looks through the list first; imports it once that was seen. While it is imported: stops, and keeps that."""
        if self.stage is ImportStage.RUNNING:
            if not self.dry:
                self._stop(Stop.KEEP)
            return
        self._take()
        values = self._values()
        if values is None:
            return
        if len(values["path"]) == 1 and is_mail(values["path"][0]):
            self._read_mail(values["path"][0])
            return
        try:
            if self.proposal:
                asked = Asked(values.get("columns", ()), values["constants"], values["words"])
                self.mappings[self.proposal.key] = confirmed(asked, self.proposal)
        except BidtrackerError as error:
            self._complain("columns", error)
            return
        self.dry = self.stage is not ImportStage.SEEN
        self.stop = None
        self.started = monotonic()
        self._turn(ImportStage.RUNNING)
        self._help(" ")
        mappings = tuple(self.mappings.values())
        self.run_worker(lambda: self._work(values, mappings, self.dry), thread=True, exit_on_error=False)

    def _read_mail(self, path: str) -> None:
        """Goes on with the form of a mail, which is no list; done there, this is done."""
        try:
            form = MailForm(self.book, path)
        except BidtrackerError as error:
            self._complain("path", error)
        else:
            self.app.push_screen(form, self._mail_done)

    def _mail_done(self, done: Message | None) -> None:
        if done is not None:
            self.dismiss(done)

    def _stop(self, how: Stop) -> None:
        self.stop = how
        self._help(tr(say("stopping …")))

    def on_unmount(self) -> None:
        self.stop = Stop.LEAVE

    # ------------------------------------------------------------ the thread

    def _work(self, values: dict[str, Any], mappings: tuple[ColumnMap, ...], dry: bool) -> None:
        """In a thread of its own; all that the screen hears of it goes through messages."""
        surveys: list[ColumnSurvey] = []
        drawn = monotonic() + QUIET - PACE

        def progress(now: Progress) -> None:
            nonlocal drawn
            if monotonic() - drawn >= PACE:
                drawn = monotonic()
                self.post_message(self.Advanced(now))

        try:
            if not self.asked_odds and are_odds(values["path"]):
                self.post_message(self.OddsSeen())
                return
            if values.get("odds"):
                self.post_message(self.Ended(import_odds(self.book, values["path"], dry_run=dry)))
                return
            report = import_files(
                self.book,
                values["path"],
                ImportChoices(
                    us=values["us"],
                    where=values["where"],
                    mapping=Asked(
                        constants=values["constants"],
                        words=values["words"],
                        sheet=values.get("sheet") or "",
                        confirms=True,
                    ),
                    mappings=mappings,
                    dry_run=dry,
                ),
                ImportListener(on_survey=surveys.append, on_progress=progress, stopped=lambda: self.stop),
            )
        except BidtrackerError as error:
            self.post_message(self.Ended(error))
        else:
            self.post_message(self.Ended(report, surveys))

    @on(OddsSeen)
    def _ask_odds(self) -> None:
        """A table of odds is no tender list, though it may look like one: a person says which it is."""
        self.asked_odds = True
        self._turn(ImportStage.ASKING)
        self.show_rows(["odds"], True)
        self.set_focus(self.row("odds").entry)
        self._help()

    @on(Advanced)
    def _advanced(self, event: Advanced) -> None:
        if self.stage is ImportStage.RUNNING and self.stop is None:
            keys = say("esc stops") if self.dry else say("esc stops and leaves nothing")
            self._help(f"{in_words(event.progress, monotonic() - self.started)} · {tr(keys)}")

    @on(Ended)
    def _ended(self, event: Ended) -> None:
        match event.result:
            case Report() as report if report.dry_run:
                self._show(report, event.surveys)
                self._turn(ImportStage.SEEN)
            case Report() as report if not (report.stopped or report.created or report.updated or report.proposals):
                nothing_new = report.read and report.unchanged == report.read
                had = "Nothing was changed: the book has all of it already"
                self.notify(tr(say(had) if nothing_new else say("Nothing was changed")), markup=False)
                self.dismiss(None)  # nothing that one would undo
            case Report() as report:
                self.dismiss(self._summary(report))
            case Unmapped() as unmapped:
                self._turn(ImportStage.ASKING)
                self._ask_columns(unmapped)
            case SeveralSheets() as several if not self.sheets.names:
                self._turn(ImportStage.ASKING)
                self.sheets.names = several.names
                self.show_rows(["sheet"], True)
                self.row("sheet").hint = named(tr(SHEET)) + listed(map(safe, several.names))
                self.set_focus(self.row("sheet").entry)
                self._help()
            case error:
                self._turn(ImportStage.ASKING)
                if isinstance(error, Cancelled):
                    self.set_focus(self.row("path").entry)
                    self.notify(tr(error.message), markup=False)  # below the fields stands what the field is for
                else:
                    self._complain("path", error)

    def _complain(self, field: str, error: BidtrackerError) -> None:
        row = self.row(field)
        self.set_focus(row.entry)
        row.complain(tr(error.message))

    def _ask_columns(self, unmapped: Unmapped) -> None:
        """Shows how the columns of a list would be read; what is confirmed holds for all lists that have them. Where a
        column that every tender needs is not clear, the others are there to be named. The next layout has its turn."""
        proposal = self.proposal = unmapped.proposal
        self.show_rows(["columns"], True)
        row = self.row("columns")
        row.entry.load(spelled(proposal, unmapped.others if proposal.missing else ()))
        several = len(self.row("path").value()) > 1
        row.hint = f"{safe(unmapped.file)} · {tr(COLUMNS)}" if several else tr(COLUMNS)
        self.set_focus(row.entry)
        self._help()

    def _summary(self, report: Report) -> Message:
        done = self.book.history(limit=1)[0].title
        if report.stopped:
            done = say(
                "{done} · stopped after record {n}; the same import goes on from there", done=done, n=report.stopped[1]
            )
        if report.proposals:
            waiting = count("{n} question is open", "{n} questions are open", report.proposals)
            return say("{done} · {waiting}", done=done, waiting=waiting)
        return done

    # ------------------------------------------------------------ the report

    def _show(self, report: Report, surveys: Iterable[ColumnSurvey]) -> None:
        """The report: what each plain list comes to, then what was refused or is in doubt."""
        problems = self.query_one(".problems", OptionList)
        problems.clear_options()
        pages = [Content(safe(str(tr(line)))) for survey in surveys for line in lines_of(survey)]
        problems.add_options(map(Option, pages))
        problems.add_options(Option(_line(problem)) for problem in report.problems[:MOST])
        problems.display = bool(report.problems or pages)
        more = len(report.problems) + report.more_problems - MOST
        if more > 0:
            problems.add_option(Option(Content(tr(count("and {n} more", "and {n} more", more)))))
        self.query_one(".report", Static).update(Content("\n").join(_counts(report)))
        self._fit()

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self._fit()

    def _fit(self) -> None:
        asked = 16 if self.proposal is None else 21 if self.size.height >= TALL else 17
        room = self.size.height - asked
        self.query_one(".problems").styles.max_height = max(2, min(room, 16))


ODDS = label("It looks like outside odds of a change: yes takes them in place of our own rows; no reads a tender list")
CONSTANTS = label("What a list has no column for: buyer=Invented City, ; between")
WORDS = label("Of a status or reason column: Cancelled=no_award, ; between")
WHERE = label("buyer=, title=, category=, country=, supplier=, since=, until=; * stands for anything, ; between")


def in_words(progress: Progress, seconds: float) -> str:
    """How far an import is: how much of the file, how many records, how many a second, how long it will take."""
    rate = progress.records / seconds if seconds > 0 else 0.0
    parts = [tr(count("{n} record", "{n} records", progress.records)), tr(say("{rate}/s", rate=f"{rate:,.0f}"))]
    if progress.total and progress.read:
        share = min(1.0, progress.read / progress.total)
        parts.insert(0, f"{bar(share, BAR)} {share:.0%}")
        left = round(seconds * (1 - share) / share)
        parts.append(tr(say("{n} s left", n=left)) if share < 1 else tr(label("putting it together …")))
    return " · ".join(parts)


def _counts(report: Report) -> Iterator[Content]:
    """The report: what was read, and what would come of it."""
    formats = listed(f"{named(name)}{file_format}" for name, file_format in report.formats.items())
    yield Content(safe(formats))
    counts = (
        (say("new"), report.created, "bold"),
        (say("changed"), report.updated, "bold"),
        (say("as they were"), report.unchanged, ""),
        (say("refused"), report.refused, "$text-error" if report.refused else ""),
        (say("left out"), report.left_out, ""),
        (say("to decide"), report.proposals, "$text-warning" if report.proposals else ""),
    )
    read = tr(count("{n} record: ", "{n} records: ", report.read))
    parts = [Content.assemble((f"{n:,}", style), " ", tr(word)) for word, n, style in counts if n]
    yield Content(read) + (Content(" · ").join(parts) if parts else Content(tr(say("nothing in it"))))
    if by_sector := sectors(report.sectors):
        yield Content(safe(tr(by_sector)))


def _line(problem: Problem) -> Content:
    where = tr(say("record {n}", n=problem.record)) if problem.record else problem.file
    sign = ("✗ ", "$text-error") if problem.refused else ("! ", "$text-warning")
    what = safe(" ".join(("", problem.key, problem.value)).rstrip())
    return Content.assemble(sign, safe(where), (what, "dim"), f": {safe(tr(problem.message))}")
