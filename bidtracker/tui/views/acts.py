"""The acts of the views: each asks a form or the book, and says what was done. No act can bring the screen down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, ClassVar, Concatenate, Literal, ParamSpec, TypeVar

from textual.screen import ModalScreen, Screen

from bidtracker.domain.errors import BidtrackerError, Refused
from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message, count, say
from bidtracker.domain.message import label as _
from bidtracker.domain.records import Entry
from bidtracker.domain.text import cut, safe, safe_lines
from bidtracker.domain.vocabulary import Watch
from bidtracker.locale import tr
from bidtracker.tui.desk import Desk
from bidtracker.tui.subject import Subject

Severity = Literal["information", "warning", "error"]

LONGEST_TOAST = 300  # cells
MANY = 1  # more records than this are only deleted after a question

P = ParamSpec("P")
A = TypeVar("A", bound="Acts")


def told(act: Callable[Concatenate[A, P], None]) -> Callable[Concatenate[A, P], None]:
    """An act whose refusal becomes a toast."""

    @wraps(act)
    def done(self: A, /, *args: P.args, **kwargs: P.kwargs) -> None:
        try:
            act(self, *args, **kwargs)
        except BidtrackerError as error:
            self.toast(error.message, "error")

    return done


class Acts(Screen[None]):
    """What can be done to the record under the cursor, or to the marked ones."""

    desk: Desk
    adds: ClassVar[str] = "tenders"  # the table that `add` adds to

    @property
    def forms(self) -> Any:
        """The forms, loaded when one is first wanted: they take 100 ms that the first paint does without."""
        from bidtracker.tui import forms

        return forms

    @property
    def here(self) -> Subject | None:
        """The record under the cursor."""
        raise NotImplementedError

    @property
    def chosen(self) -> list[str]:
        """The ids of the marked records, or of the one under the cursor."""
        raise NotImplementedError

    def pointed(self, *, whole: bool = False) -> str:
        """The text of the cell or line under the cursor; `whole`: of all of the record."""
        raise NotImplementedError

    def listed(self) -> tuple[str, Sequence[Any]]:
        """What an export writes: the name of the list, and its rows as shown, or the marked ones."""
        raise NotImplementedError

    def toast(self, message: Message | str, severity: Severity = "information") -> None:
        """Says something in passing."""
        said = cut(safe_lines(tr(message)).replace("\n", " "), LONGEST_TOAST)
        self.notify(said[:1].upper() + said[1:], severity=severity, markup=False)

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
        newest: list[Entry] = self.desk.book.history(limit=1)
        return newest[0].title if newest else say("")

    # ------------------------------------------------------------ records

    @told
    def action_add(self) -> None:
        new = {
            "tenders": self.forms.TenderForm,
            "buyers": self.forms.BuyerForm,
            "competitors": self.forms.CompetitorForm,
        }
        if self.adds == "touches":
            self.action_touch()
        else:
            self.ask(new[self.adds](self.desk.book))

    @told
    def action_edit(self) -> None:
        here, book = self.about(), self.desk.book
        match here.table:
            case "tenders":
                form: ModalScreen[Any] = self.forms.TenderForm(book, here.id)
            case "awards":
                form = self.forms.AwardForm(book, here.id)
            case "signals":
                form = self.forms.SignalForm(book, here.contract, here.id)
            case "contacts":
                form = self.forms.ContactForm(book, ref("buyers", here.buyer), here.id)
            case "facts":
                form = self.forms.FactForm(book, ref("buyers", here.buyer), here.id)
            case "touches":
                form = self.forms.DoneForm(book, here.id)
            case "buyers":
                form = self.forms.BuyerForm(book, here.id)
            case "competitors":
                form = self.forms.CompetitorForm(book, here.id)
            case _:
                raise Refused("{id} is not edited here", id=here.id)
        self.ask(form)

    @told
    def action_delete(self) -> None:
        ids = self.chosen
        if not ids:
            raise Refused("there is nothing under the cursor")
        if len(ids) <= MANY:
            self._delete(ids)
            return
        question = count("Delete {n} record?", "Delete {n} records and what hangs on them?", len(ids))
        self.ask(self.forms.ConfirmDialog(question, yes=_("Delete")), lambda yes: self._delete(ids) if yes else None)

    @told
    def _delete(self, ids: Sequence[str]) -> None:
        self.desk.book.delete(*ids)
        self.did(self.last())

    # ------------------------------------------------------------ bids and what came of them

    @told
    def action_bid(self) -> None:
        tender = self.about().tender
        if not tender:
            raise Refused("a bid is on a tender; go to one first")
        self.ask(self.forms.BidForm(self.desk.book, ref("tenders", tender)))

    @told
    def action_outcome(self) -> None:
        here = self.about()
        if not here.tender:
            raise Refused("an outcome is of a tender; go to one first")
        id = ref("awards", here.award) if here.table == "awards" else ref("tenders", here.tender)
        self.ask(self.forms.OutcomeForm(self.desk.book, id))

    @told
    def action_reengage(self) -> None:
        here = self.about()
        if not here.award:
            raise Refused("only what was awarded can be re-engaged; record the outcome first (o)")
        self.desk.book.reengage(ref("awards", here.award))
        self.did(self.last())

    # ------------------------------------------------------------ what we hear

    @told
    def action_signal(self) -> None:
        contract = self.about().contract
        if not contract:
            raise Refused("a signal is about a contract; go to a tender or an award first")
        self.ask(self.forms.SignalForm(self.desk.book, contract))

    @told
    def action_confirm(self) -> None:
        self.desk.book.confirm(self._signal())
        self.did(self.last())

    @told
    def action_refute(self) -> None:
        self.desk.book.refute(self._signal())
        self.did(self.last())

    def _signal(self) -> str:
        here = self.about()
        if here.table != "signals":
            raise Refused("only a signal can be confirmed or refuted; go to one in the detail first")
        return here.id

    # ------------------------------------------------------------ whom we meet

    @told
    def action_touch(self) -> None:
        about = self.about().about
        if not about:
            raise Refused("a touch is with a buyer; go to one first")
        self.ask(self.forms.TouchForm(self.desk.book, about))

    @told
    def action_done(self) -> None:
        """The touch under the cursor, else the next one planned about this record."""
        here, holdings = self.about(), self.desk.holdings
        number = here.number if here.table == "touches" else 0
        if not number:
            planned = [touch for touch in holdings.touches_of(here.buyer) if touch.done is None]
            about_it = [touch for touch in planned if here.award and touch.award == here.award]
            number = min((touch.on, touch.id) for touch in about_it or planned)[1] if planned else 0
        if not number:
            raise Refused("no touch is planned here; t plans one")
        self.ask(self.forms.DoneForm(self.desk.book, ref("touches", number)))

    @told
    def action_contact(self) -> None:
        self.ask(self.forms.ContactForm(self.desk.book, self._buyer()))

    @told
    def action_fact(self) -> None:
        self.ask(self.forms.FactForm(self.desk.book, self._buyer()))

    def _buyer(self) -> str:
        buyer = self.about().buyer
        if not buyer:
            raise Refused("this belongs to a buyer; go to one first")
        return ref("buyers", buyer)

    # ------------------------------------------------------------ what the radar shows

    @told
    def action_snooze(self) -> None:
        """Awards leave the radar until a day, lost tenders are parked, a planned touch is put off."""
        here, book = self.about(), self.desk.book
        if here.table == "touches":
            self.ask(
                self.forms.DateForm(book, say("Put {id} off until", id=here.id), lambda on: book.set(here.id, on=on))
            )
        elif here.table == "tenders" and not here.award:
            title = say("Park {id} until", id=here.id)
            self.ask(self.forms.DateForm(book, title, lambda on: book.watch(here.id, word=Watch.PARKED, until=on)))
        else:
            awards = self._awards()
            title = count("{id}: off the radar until", "{n} awards: off the radar until", len(awards), id=awards[0])
            self.ask(self.forms.DateForm(book, title, lambda on: book.snooze(*awards, until=on)))

    @told
    def action_put_away(self) -> None:
        self.desk.book.dismiss(*self._awards())
        self.did(self.last())

    def _awards(self) -> list[str]:
        """The awards meant: those marked, else that of the record under the cursor."""
        marked = [id for id in self.chosen if id.startswith("A")]
        if marked:
            return marked
        here = self.about()
        if not here.award:
            raise Refused("only what was awarded is on the radar; go to an award first")
        return [ref("awards", here.award)]

    # ------------------------------------------------------------ the book

    @told
    def action_undo(self) -> None:
        taken = self.desk.book.undo()
        self.toast(say("Undone: {title} · {key} does it again", title=taken[0].title, key="ctrl+r"))

    @told
    def action_redo(self) -> None:
        done = self.desk.book.redo()
        self.toast(say("Done again: {title}", title=done[0].title))

    @told
    def action_export(self) -> None:
        kind, rows = self.listed()
        if not rows:
            raise Refused("there is nothing to export; the list is empty")
        self.ask(self.forms.ExportDialog(self.desk.book, kind, rows, self.desk.today))

    @told
    def action_proposals(self) -> None:
        self.ask(self.forms.ProposalsDialog(self.desk.book))

    @told
    def action_import_list(self) -> None:
        self.ask(self.forms.ImportDialog(self.desk.book))

    # ------------------------------------------------------------ copying

    @told
    def action_copy(self) -> None:
        """The cell under the cursor; in the detail the line."""
        self._copy(self.pointed())

    @told
    def action_copy_record(self) -> None:
        """The whole record; in the detail all of it."""
        self._copy(self.pointed(whole=True))

    def _copy(self, copied: str) -> None:
        """To the clipboard of the terminal (OSC 52), which may be far away; and it says what."""
        if not copied.strip():
            raise Refused("there is nothing to copy here")
        self.app.copy_to_clipboard(copied)
        self.toast(say("Copied: {text}", text=cut(safe(copied), 60)))
