"""The wiring: views, keys, theme, and an eye on what other processes do to the book."""

from __future__ import annotations

import gc
from datetime import date
from functools import partial
from typing import Any, ClassVar

from rich.console import RenderableType
from textual.app import App
from textual.binding import BindingType
from textual.command import CommandPalette
from textual.theme import ThemeProvider

from bidtracker.book import Book, Busy
from bidtracker.book.acts.seals import sealed_message
from bidtracker.config import Config, load, recall, remember
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.message import label as _
from bidtracker.domain.text import safe_lines
from bidtracker.locale import tr
from bidtracker.tui.desk import Desk
from bidtracker.tui.keys import Place, bindings, complaints
from bidtracker.tui.last_look import LastLook, ViewLook, keep_look, last_look
from bidtracker.tui.palette import ActsProvider
from bidtracker.tui.typing_ahead import TypingAhead
from bidtracker.tui.views.catalogue import VIEWS
from bidtracker.tui.views.view import View
from bidtracker.tui.widgets.frame import ViewHeader

POLL = 0.5  # seconds between two looks for other processes' changes; a look takes some microseconds
THEME = "textual-dark"


class BidtrackerApp(TypingAhead, App[None]):
    """One book on the screen."""

    CSS_PATH = "style.tcss"
    TITLE = "bidtracker"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.APP)]
    COMMANDS: ClassVar[set[Any]] = {ActsProvider}
    COMMAND_PALETTE_BINDING = "ctrl+p"
    DEFAULT_MODE = "radar"

    def __init__(self, book: Book, config: Config, *, as_of: date | None = None, demo: bool = False) -> None:
        self.look_left = LastLook() if demo else last_look(book.address)
        if self.look_left.view in VIEWS:
            vars(self)["DEFAULT_MODE"] = self.look_left.view  # Textual declares it a variable of the class
        super().__init__()
        self.desk = Desk(book, as_of, demo, config.keys, book.clock())
        self.chosen_theme = config.theme
        self.troubled = False
        self.unforeseen: BaseException | None = None
        for name, entry in VIEWS.items():
            if not entry.key:
                raise LookupError(f"the view {name} has no key: give it one in bidtracker/tui/views/catalogue.py")
            self.add_mode(name, partial(self._view, name))

    def _view(self, name: str) -> View:
        """The screen of a view."""
        view = VIEWS[name].load()(name, self.desk, [(other, tr(entry.label)) for other, entry in VIEWS.items()])
        view.come_back(self.look_left.views.get(name, ViewLook()))
        return view

    def exit(self, result: None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """Keeps how the screen is left; a demo is always new."""
        if not self.desk.demo:
            views = {mode: stack[0] for mode, stack in self._screen_stacks.items() if stack}
            looks = {mode: view.look for mode, view in views.items() if isinstance(view, View) and view.filled}
            keep_look(self.desk.book.address, LastLook(self.current_mode, {**self.look_left.views, **looks}))
        super().exit(result, return_code, message)

    def on_mount(self) -> None:
        self.set_keymap(dict(self.desk.keys))
        for complaint in complaints(self.desk.keys):
            self.notify(safe_lines(tr(complaint)), severity="warning", markup=False)
        theme = recall("theme", self.chosen_theme)
        self.theme = theme if theme in self.available_themes else THEME
        self.theme_changed_signal.subscribe(self, lambda theme: remember(theme=theme.name))
        self.set_interval(POLL, self.look)
        # Back from the shell (ctrl+z, fg) the terminal is empty, and Textual takes it for painted.
        self.app_resume_signal.subscribe(self, lambda app: self.call_later(self.screen.refresh, layout=True))

    def on_list_screen_filled(self) -> None:
        """What was loaded stays, and is never looked at again for garbage. A book with nothing in it offers ways to
        begin."""
        if not gc.isenabled():
            gc.freeze()
            gc.enable()
        book, view = self.desk.book, self.screen
        empty = not (
            book.holdings.tenders or book.holdings.buyers or book.holdings.competitors or book.history(limit=1)
        )
        if empty and not book.read_only and isinstance(view, View):
            from bidtracker.tui import forms  # later than the first paint

            view.ask(forms.FirstStart(book))

    # ------------------------------------------------------------ the book

    def look(self) -> None:
        """Takes in what other processes have committed."""
        book = self.desk.book
        try:
            if book.changed_elsewhere():
                with book.at_once():
                    book.refresh()
            while book.newly_sealed:
                self.notify(safe_lines(tr(sealed_message(book.newly_sealed.pop(0)))), markup=False)
            self.troubled = False
        except Busy:
            pass  # somebody writes; the next look sees what came of it
        except BidtrackerError as error:
            if not self.troubled:
                self.tell(error)
            self.troubled = True

    def _handle_exception(self, error: Exception) -> None:
        """An error that nobody foresaw closes the screen without Textual's page of code: whoever ran it says it."""
        self.unforeseen = self.unforeseen or error
        super()._handle_exception(error)
        self._exit_renderables.clear()

    def tell(self, error: BidtrackerError) -> None:
        """Says what went wrong."""
        self.notify(safe_lines(tr(error.message)), severity="error", markup=False)

    async def action_view(self, name: str) -> None:
        """Another view; each keeps its filter, order and cursor."""
        await self.switch_mode(name)

    async def on_header_chosen(self, event: ViewHeader.Chosen) -> None:
        await self.action_view(event.view)

    def action_command_palette(self) -> None:
        """Every act by name."""
        self.push_screen(CommandPalette(placeholder=tr(_("What would you like to do?")), id="--command-palette"))

    def search_themes(self) -> None:
        """Textual's themes, asked for in the person's language."""
        self.push_screen(CommandPalette(providers=[ThemeProvider], placeholder=tr(_("Which colours would you like?"))))

    def action_help(self) -> None:
        from bidtracker.tui.screens.help import Help  # seldom seen

        self.push_screen(Help(self.desk.keys))


def run(book: Book, *, as_of: date | None = None, demo: bool = False) -> None:
    """Opens the screen on a book. `as_of` fixes the day on which everything is judged. Raises ConfigError, and what
    nobody foresaw once the terminal is as it was, so that the caller can say it in a sentence."""
    config = load()
    app = BidtrackerApp(book, config, as_of=as_of, demo=demo)
    app.run(mouse=config.mouse)
    if app.unforeseen is not None:
        raise app.unforeseen
