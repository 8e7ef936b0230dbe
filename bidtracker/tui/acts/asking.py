"""What all acts share: asking a form, and saying what was done. No act can bring the screen down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from time import monotonic
from typing import TYPE_CHECKING, Any, Concatenate, Literal, ParamSpec, TypeVar

from textual.geometry import Region
from textual.screen import ModalScreen, Screen

from bidtracker.domain.errors import BidtrackerError, Refused
from bidtracker.domain.message import Message, say
from bidtracker.domain.records import HistoryEntry
from bidtracker.domain.text import cut, safe_lines
from bidtracker.locale import tr
from bidtracker.tui.cells import TableColumn
from bidtracker.tui.desk import Desk
from bidtracker.tui.patience import patiently
from bidtracker.tui.subject import CellTarget, Subject
from bidtracker.tui.typing_ahead import Refusing, now

Severity = Literal["information", "warning", "error"]

LONGEST_TOAST = 300  # cells

P = ParamSpec("P")
A = TypeVar("A", bound="Asking")


def toast_errors(act: Callable[Concatenate[A, P], None]) -> Callable[Concatenate[A, P], None]:
    """An act whose refusal becomes a toast; it waits for a book that another program holds."""

    @wraps(act)
    def done(self: A, /, *args: P.args, **kwargs: P.kwargs) -> None:
        patiently(self, self.desk.book, lambda: act(self, *args, **kwargs), self.refuse)

    return done


if TYPE_CHECKING:
    Mixed = Screen[None]
else:
    Mixed = object  # Textual takes 0.4 ms to make a class of Screen, so the nine of acts are mixed into the list's own


class Asking(Refusing, Mixed):
    """A screen whose acts are about the record under the cursor, or about the marked ones."""

    desk: Desk
    newest_toast: tuple[tuple[str, str], float] = (("", ""), 0.0)  # with the moment at which it came

    @property
    def forms(self) -> Any:
        """The forms, each loaded when it is first wanted."""
        from bidtracker.tui import forms

        return forms

    @property
    def here(self) -> Subject | None:
        """The record under the cursor."""
        raise NotImplementedError

    @property
    def page(self) -> Subject | None:
        """The record whose page is open, or of the row under the cursor."""
        raise NotImplementedError

    @property
    def chosen(self) -> list[Subject]:
        """The marked records, or the one under the cursor."""
        raise NotImplementedError

    def targets(self) -> list[CellTarget]:
        """The cells of the cursor's column in the marked rows, or in the one under the cursor; none in the detail."""
        raise NotImplementedError

    @property
    def place(self) -> Region:
        """Where the cell under the cursor is on the screen."""
        raise NotImplementedError

    def pointed(self, *, whole: bool = False) -> str:
        """The text of the cell or line under the cursor; `whole`: of all of the record."""
        raise NotImplementedError

    def seek(self, record_ref: str) -> None:
        """Puts the cursor on a record that the list has, or is about to have."""
        raise NotImplementedError

    def show_record(self, record_ref: str) -> None:
        """Opens a record in the detail."""
        raise NotImplementedError

    def listed(self) -> tuple[str, Sequence[Any]]:
        """What an export writes: the name of the list, and its rows as shown, or the marked ones."""
        raise NotImplementedError

    def columns(self) -> Sequence[TableColumn]:
        """The columns of the list."""
        raise NotImplementedError

    def toast(self, message: Message | str, severity: Severity = "information") -> None:
        """Says something in passing."""
        text = cut(" ".join(safe_lines(tr(message)).split()), LONGEST_TOAST)
        text = text[:1].upper() + text[1:]
        before, moment = self.newest_toast
        if before == (text, severity) and monotonic() - moment < self.app.NOTIFICATION_TIMEOUT:
            return  # it is still to be read
        self.newest_toast = (text, severity), monotonic()
        self.notify(text, severity=severity, markup=False)

    def refuse(self, error: BidtrackerError) -> None:
        """Says why an act was not done. What is typed on, for the form that it should have opened, is nobody's."""
        self.refused_at = now()
        self.toast(error.message, "error")

    def ask(self, form: ModalScreen[Any], then: Callable[[Any], None] | None = None) -> None:
        """Opens a form and says afterwards what it did, and that it can be taken back if it was an act."""
        before = self._newest()

        def closed(result: Any) -> None:
            if then is not None and result is not None:
                then(result)
            elif isinstance(result, Message):
                (self.toast if self._newest() == before else self.did)(result)

        self.app.push_screen(form, closed)

    def _newest(self) -> int:
        """The number of the newest act in the book's history; 0 where there is none."""
        newest = self.desk.book.history(limit=1)
        return newest[0].id if newest else 0

    def did(self, message: Message) -> None:
        """Says what was done, and that it can be taken back."""
        self.toast(say("{done} · {key} undoes", done=message, key="u"))

    def about(self) -> Subject:
        """The record under the cursor. Raises Refused where there is none."""
        if self.here is None:
            raise Refused("there is nothing under the cursor")
        return self.here

    def last(self) -> Message:
        """What the book's history says of the newest act."""
        newest: list[HistoryEntry] = self.desk.book.history(limit=1)
        return newest[0].title if newest else say("")
