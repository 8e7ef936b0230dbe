"""The wiring: views, keys, theme, and an eye on what other processes do to the book."""

from __future__ import annotations

import gc
from datetime import date
from functools import partial
from typing import Any, ClassVar

from rich.console import RenderableType
from textual.binding import BindingType
from textual.command import Provider
from textual.theme import ThemeProvider
from textual.worker import WorkerFailed

from bidtracker.book import Book, Busy
from bidtracker.config import Config, load, recall, remember
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.message import Message
from bidtracker.domain.message import label as _
from bidtracker.domain.text import safe_lines
from bidtracker.locale import tr
from bidtracker.tui.desk import Desk
from bidtracker.tui.keys import Place, bindings, complaints
from bidtracker.tui.last_look import LastLook, keep_look, last_look
from bidtracker.tui.leaving.ending import ending
from bidtracker.tui.typing_ahead import TypingAhead
from bidtracker.tui.views.catalogue import MORNING, VIEWS
from bidtracker.tui.views.view import View
from bidtracker.tui.widgets.frame import ViewHeader
from bidtracker.tui.widgets.toned import TonedApp

POLL = 0.5  # seconds between two looks for other processes' changes; a look takes some microseconds
THEME = "textual-dark"
PLAIN_THEME = "ansi-dark"  # the terminal's own colours: where it has 16, each of another theme becomes white or grey


def _acts() -> type[Provider]:
    from bidtracker.tui.palette import ActsProvider  # with the palette

    return ActsProvider


def _records() -> type[Provider]:
    from bidtracker.tui.jump import RecordsProvider  # with the palette

    return RecordsProvider


class BidtrackerApp(TypingAhead, TonedApp):
    """One book on the screen."""

    CSS_PATH = "style.tcss"
    TITLE = "bidtracker"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.APP)]
    COMMANDS: ClassVar[set[Any]] = {_acts, _records}
    COMMAND_PALETTE_BINDING = "ctrl+p"
    DEFAULT_MODE = "radar"

    def __init__(
        self,
        book: Book,
        config: Config,
        *,
        as_of: date | None = None,
        demo: bool = False,
        morning: bool = False,
    ) -> None:
        """`morning` opens a day with its page, where that has something to say; else the screen comes back as it was
        left."""
        self.look_left = LastLook() if demo else last_look(book.address)
        today = as_of or book.today()
        self.begins = morning and self.look_left.day != today  # as long as nobody has gone elsewhere
        first = MORNING if self.begins else self.look_left.view
        if first in VIEWS:
            vars(self)["DEFAULT_MODE"] = first  # Textual declares it a variable of the class
        super().__init__()
        self.desk = Desk(book, as_of, demo, config.keys, book.clock(), self.look_left.since(today))
        self.chosen_theme = config.theme
        self.troubled = False
        self.unforeseen: BaseException | None = None
        self.offered = False  # whether what was half typed last time was looked for
        self.welcomed = False  # whether ways to begin were offered: who leaves the book empty is not asked again
        for name, entry in VIEWS.items():
            if not entry.key:
                raise LookupError(f"the view {name} has no key: give it one in bidtracker/tui/views/catalogue.py")
            self.add_mode(name, partial(self._view, name))

    def _view(self, name: str) -> View:
        """The screen of a view."""
        view = VIEWS[name].load()(name, self.desk, [(other, tr(entry.label)) for other, entry in VIEWS.items()])
        # Its styles are found as it is put together. Textual takes a new screen's for out of date, and would parse all
        # stylesheets anew, before the first paint and twice on the way to another view.
        view._css_update_count = self._css_update_count
        if name in self.look_left.views:
            view.come_back(self.look_left.views[name])
        return view

    def exit(self, result: None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """Keeps how the screen is left, and what was half typed; a demo is always new."""
        try:
            if not self.desk.demo:
                self._keep_how_it_is_left()
        finally:  # nothing that cannot be kept holds up the end: where the terminal is gone nobody could end it
            super().exit(result, return_code, message)

    def _keep_how_it_is_left(self) -> None:
        from bidtracker.tui.leaving.half_typed import keep  # later than the first paint

        keep(self.desk.book.address, self.screen_stack)
        views = {mode: stack[0] for mode, stack in self._screen_stacks.items() if stack}
        looks = {mode: view.look for mode, view in views.items() if isinstance(view, View) and view.filled}
        today = self.desk.today
        left = LastLook(self.current_mode, {**self.look_left.views, **looks}, today, self.look_left.since(today))
        keep_look(self.desk.book.address, left)

    async def _on_exit_app(self) -> None:
        # Also where a browser's page was closed, which asks nobody. Once is enough: exit() posts this too.
        if not self._exit:
            self.exit()
            return
        await super()._on_exit_app()

    def on_mount(self) -> None:
        self.set_keymap(dict(self.desk.keys))
        for complaint in complaints(self.desk.keys):
            self.notify(safe_lines(tr(complaint)), severity="warning", markup=False)
        theme = recall("theme", self.chosen_theme)
        self.theme = theme if theme in self.available_themes else self._own_theme()
        self.theme_changed_signal.subscribe(self, lambda theme: remember(theme=theme.name))
        self.set_interval(POLL, self.look)
        # Back from the shell (ctrl+z, fg) the terminal is empty, and Textual takes it for painted.
        self.app_resume_signal.subscribe(self, lambda app: self.call_later(self.screen.refresh, layout=True))

    def _own_theme(self) -> str:
        """The theme where nobody has chosen one."""
        few = self.console.color_system == "standard" and not self.is_headless
        return PLAIN_THEME if few else THEME

    def on_list_screen_filled(self) -> None:
        """What was loaded stays, and is never looked at again for garbage. A book with nothing in it offers ways to
        begin."""
        if not gc.isenabled():
            gc.freeze()
            gc.enable()
        book, view = self.desk.book, self.screen
        if self.begins and isinstance(view, View) and view.undecided:
            return
        if self.begins and isinstance(view, View) and view.idle:
            self.call_later(self._leave_morning)
            return
        holdings = book.holdings
        # What was done is asked first: to count a million rows takes the keyboard away for 15 seconds.
        empty = not (book.history(limit=1) or holdings.tenders or holdings.buyers or holdings.competitors)
        if empty and not book.read_only and isinstance(view, View):
            if self.welcomed:
                return
            self.welcomed = True
            from bidtracker.tui import forms  # later than the first paint

            view.ask(forms.FirstStart(book), lambda done: self._begun(view, done))
        elif not (self.offered or book.read_only) and isinstance(view, View):
            self.offered = True
            from bidtracker.tui.leaving.half_typed import reopened  # later than the first paint

            for form in reopened(book):
                view.ask(form)

    async def _leave_morning(self) -> None:
        """Leaves a morning that has nothing to say, unless somebody went elsewhere meanwhile."""
        if self.begins:
            await self.action_view(self.look_left.view or "radar")

    def _begun(self, view: View, done: Message) -> None:
        """Says what a new book begins with, and shows it: the radar of the sample, else the tenders."""
        view.did(done)
        if self.desk.book.history(limit=1)[0].act != "demo":
            self.call_later(self.action_view, "tenders")

    # ------------------------------------------------------------ the book

    def look(self) -> None:
        """Takes in what other processes have committed."""
        book = self.desk.book
        try:
            if book.changed_elsewhere():
                with book.at_once():
                    book.refresh()
            while book.doubts:
                self.notify(safe_lines(tr(book.doubts.pop(0).message)), severity="warning", markup=False)
            while book.newly_sealed:
                self.notify(safe_lines(tr(book.newly_sealed.pop(0))), markup=False)
            self.troubled = False
        except Busy:
            pass  # somebody writes; the next look sees what came of it
        except BidtrackerError as error:
            if not self.troubled:
                self.tell(error)
            self.troubled = True

    def _handle_exception(self, error: Exception) -> None:
        """An error that nobody foresaw closes the screen without Textual's page of code: whoever ran it says it. What
        could not be read while another program held the book is read again."""
        if isinstance(error, WorkerFailed) and isinstance(error.error, Busy):
            self.set_timer(POLL, self._read_again)
            return
        self.unforeseen = self.unforeseen or error
        super()._handle_exception(error)
        self._exit_renderables.clear()

    def _read_again(self) -> None:
        view = next((screen for screen in reversed(self.screen_stack) if isinstance(screen, View)), None)
        if view is not None:
            view.stale = True
            view.update(follow=True)

    def tell(self, error: BidtrackerError) -> None:
        """Says what went wrong."""
        self.notify(safe_lines(tr(error.message)), severity="error", markup=False)

    async def action_view(self, name: str) -> None:
        """Another view; each keeps its filter, order and cursor."""
        self.begins = False
        await self.switch_mode(name)

    async def on_view_header_chosen(self, event: ViewHeader.Chosen) -> None:
        await self.action_view(event.view)

    def action_command_palette(self) -> None:
        """Every act and every record by name."""
        from bidtracker.tui.palette import Palette  # seldom seen

        self.push_screen(
            Palette(placeholder=tr(_("What would you like to do, or whom to go to?")), id="--command-palette")
        )

    def search_themes(self) -> None:
        """Textual's themes, asked for in the person's language."""
        from bidtracker.tui.palette import Palette  # seldom seen

        self.push_screen(Palette(providers=[ThemeProvider], placeholder=tr(_("Which colours would you like?"))))

    def action_help(self) -> None:
        from bidtracker.tui.screens.help import Help  # seldom seen

        self.push_screen(Help(self.desk.keys))


def run(book: Book, *, as_of: date | None = None, demo: bool = False) -> None:
    """Opens the screen on a book. `as_of` fixes the day on which everything is judged. Raises ConfigError, and what
    nobody foresaw once the terminal is as it was, so that the caller can say it in a sentence."""
    config = load()
    app = BidtrackerApp(book, config, as_of=as_of, demo=demo, morning=True)
    with ending(app):
        app.run(mouse=config.mouse)
    if app.unforeseen is not None:
        raise app.unforeseen
