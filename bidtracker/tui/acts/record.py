"""Acts on records in general: add, edit, delete, tag, export, copy, take back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.screen import ModalScreen

from bidtracker.book.history import about_many
from bidtracker.domain.errors import Refused
from bidtracker.domain.fields import FIELDS
from bidtracker.domain.fields.field import typed_alone
from bidtracker.domain.ids import parse_ref, ref
from bidtracker.domain.message import Message, say
from bidtracker.domain.message import label as _
from bidtracker.domain.records import HistoryEntry
from bidtracker.domain.text import cut, safe
from bidtracker.locale import listed, tr
from bidtracker.tui.acts.asking import toast_errors
from bidtracker.tui.acts.buyer import BuyerActs
from bidtracker.tui.subject import KINDS, Subject

if TYPE_CHECKING:
    from bidtracker.tui.addresses import LinkTarget

# More records than this are only deleted after a question, and so is more than one that was marked, and what would take
# along the record whose page it stands on: a tender's buyer.
MANY = 20
ADDED = ("tenders", "buyers", "competitors", "touches")  # the tables that `add` has a form of
AT_ONCE = 3_000  # records that undo brings back before anybody notices that it takes a while


class RecordActs(BuyerActs):
    """What can be done to any record, and to the list."""

    adds: ClassVar[str]  # the table that `add` adds to, one of ADDED

    @toast_errors
    def action_add(self) -> None:
        new = {
            "tenders": self.forms.TenderForm,
            "buyers": self.forms.BuyerForm,
            "competitors": self.forms.CompetitorForm,
        }
        if self.adds == "touches":
            self.action_touch()
        else:
            form = new[self.adds](self.desk.book)
            self.ask(form, lambda done: self._added(form.record_ref, done))

    def _added(self, record_ref: str, done: Message) -> None:
        """Whoever adds a record goes on with it."""
        self.did(done)
        self.seek(record_ref)

    @toast_errors
    def action_edit_cell(self) -> None:
        """The cell under the cursor; with marks its column in all marked rows; in the detail the whole record."""
        cells = self.targets()
        if not cells:
            self.action_edit()
            return
        ids, names = list(dict.fromkeys(cell.record for cell in cells)), {cell.field for cell in cells}
        if len(names) > 1 or len({parse_ref(record_id)[0] for record_id in ids}) > 1:
            raise Refused("the marked rows are of different kinds; mark rows of one kind")
        self.ask(self._form_of(ids, names.pop()))

    def _form_of(self, ids: list[str], name: str) -> ModalScreen[Any]:
        """What asks for a field: the cell, one value for many, or where it hangs on others a form of them all."""
        table, book, forms = parse_ref(ids[0])[0], self.desk.book, self.forms
        field = next((field for field in FIELDS[table] if field.name == name), None)
        form: ModalScreen[Any]
        if field is not None and typed_alone(field):
            form = forms.ColumnForm(book, ids, name) if len(ids) > 1 else forms.CellForm(book, *ids, name, self.place)
        elif field is not None and field.act.startswith("lost"):
            if len(ids) > 1:
                raise Refused("each tender ends by itself; o on one of them")
            form = forms.OutcomeForm(book, ids[0])
        else:
            raise Refused("this column follows from other things and is not typed; E edits the whole record")
        return form

    @toast_errors
    def action_edit(self) -> None:
        self.ask(self._whole_form(self.about()))

    def _whole_form(self, here: Subject) -> ModalScreen[Any]:
        """The form of a whole record; what hangs on a buyer or on a tender is asked for with it."""
        forms, holdings = self.forms, self.desk.holdings
        buyer, tender = ref("buyers", here.buyer), ref("tenders", here.tender)
        done = here.table == "touches" and holdings.touches[here.number].done is not None
        whole: dict[str, tuple[Callable[..., ModalScreen[Any]], *tuple[str, ...]]] = {
            "tenders": (forms.TenderForm,),
            "awards": (forms.AwardForm,),
            "signals": (forms.SignalForm, here.contract),
            "contacts": (forms.ContactForm, buyer),
            "facts": (forms.FactForm, buyer),
            "touches": (forms.DoneForm if done else forms.PlannedForm,),
            "inquiries": (forms.InquiryForm, tender),
            "favours": (forms.FavourForm, buyer),
            "hospitality": (forms.HospitalityForm, buyer),
            "channel_changes": (forms.ChannelForm, buyer),
            "needs": (forms.NeedForm, buyer),
            "offers": (forms.OfferForm,),
            "themes": (forms.ThemeForm, tender),
            "quotes": (forms.QuoteForm, tender),
            "deals": (forms.StepForm,),
            "buyers": (forms.BuyerForm,),
            "competitors": (forms.CompetitorForm,),
        }
        if here.table not in whole:
            raise Refused("{id} is not edited here", id=here.id)
        form, *hangs_on = whole[here.table]
        return form(self.desk.book, *hangs_on, here.id)

    @toast_errors
    def action_delete(self) -> None:
        ids = [subject.id for subject in self.chosen]
        if not ids:
            raise Refused("there is nothing under the cursor")
        going = self.desk.holdings.going(map(parse_ref, ids))
        n, page = len(going), self.page
        with_page = page is not None and page.id not in ids and (page.table, page.number) in going
        hangs = len(ids) == 1 and parse_ref(ids[0])[0] == "awards" and n > 1
        if len(ids) == 1 and n <= MANY and not with_page and not hangs:
            self._delete(ids)
            return
        if len(ids) == 1:
            name = self.desk.holdings.name(*parse_ref(ids[0]))
            kinds = Counter(table for table, _number in going)
            what = listed(f"{tr(KINDS[table]).lower()} {kinds[table]}" for table in kinds if table in KINDS)
            question = say(
                "Delete {id} {name} and all that hangs on it? That is {n} records: {what}.",
                id=ids[0],
                name=name,
                n=n,
                what=what,
            )
        else:
            question = say("Delete the {m} marked and all that hangs on them? That is {n} records.", m=len(ids), n=n)
        self.ask(self.forms.ConfirmDialog(question, yes=_("Delete")), lambda yes: self._delete(ids) if yes else None)

    @toast_errors
    def _delete(self, ids: Sequence[str]) -> None:
        self.desk.book.delete(*ids)
        self.did(self.last())

    @toast_errors
    def action_merge(self) -> None:
        """The buyer or competitor under the cursor takes in another spelling of it."""
        here = self.about()
        keep = here.id if here.table in ("buyers", "competitors") else ""
        if not keep:
            raise Refused("two spellings of a buyer or competitor are merged; go to one first")
        self.ask(self.forms.MergeForm(self.desk.book, keep))

    @toast_errors
    def action_tag(self) -> None:
        """A tag for the marked records, or for the one under the cursor."""
        ids = [subject.id for subject in self.chosen]
        if not ids:
            raise Refused("there is nothing under the cursor")
        self.ask(self.forms.TagForm(self.desk.book, ids))

    # ------------------------------------------------------------ the book

    @toast_errors
    def action_seal(self) -> None:
        self.desk.book.seal()
        self.toast(self.last())

    @toast_errors
    def action_undo(self) -> None:
        """Takes back our last act; one from before this screen opened only after a question."""
        entry, opened = self.desk.book.undoable(), self.desk.opened
        if opened is None or entry.at >= opened:
            self._reverse(entry, _undone)
            return
        day = entry.at.astimezone(opened.tzinfo).date()
        question = say("Undo what was done before you opened the book, on {day}: {title}?", day=day, title=entry.title)
        self.ask(self.forms.ConfirmDialog(question, yes=_("Undo")), lambda yes: self._undo(entry) if yes else None)

    @toast_errors
    def _undo(self, entry: HistoryEntry) -> None:
        self._reverse(entry, _undone)

    @toast_errors
    def action_redo(self) -> None:
        self._reverse(self.desk.book.redoable(), _redone)

    def _reverse(self, entry: HistoryEntry, title_of: Callable[[HistoryEntry], Message]) -> None:
        """Takes back an act, or an undo; one of very many records while the keyboard is free."""
        book = self.desk.book
        if about_many(entry) > AT_ONCE:
            self.ask(self.forms.ReversingDialog(book, entry, title_of), self.toast)
        else:
            (done,) = book.redo() if entry.act == "undo" else book.undo()
            self.toast(title_of(done))

    @toast_errors
    def action_export(self) -> None:
        kind, rows = self.listed()
        if not rows:
            raise Refused("there is nothing to export; the list is empty")
        self.ask(self.forms.ExportDialog(self.desk.book, kind, rows, self.desk.today, self.columns()))

    @toast_errors
    def action_proposals(self) -> None:
        self.ask(self.forms.ProposalsDialog(self.desk.book))

    @toast_errors
    def action_import_list(self) -> None:
        self.ask(self.forms.ImportDialog(self.desk.book))

    # ------------------------------------------------------------ going to what a record names

    @toast_errors
    def action_follow_link(self) -> None:
        """Opens the page, mail or number of the record under the cursor; where it has several, one of them."""
        from bidtracker.tui.addresses import addresses  # later than the first paint

        here, page = self.about(), self.page
        near = (here.id, page.id if page is not None else "", ref("buyers", here.buyer) if here.buyer else "")
        places = next((targets for record in near if record and (targets := addresses(self.desk.book.get(record)))), ())
        if not places:
            raise Refused("{id} has no link, mail or number; H adds a link", id=here.id)
        if len(places) == 1:
            self._go_to(places[0])
        else:
            pick = self.forms.PickDialog(say("Go to"), [place.text for place in places])
            self.ask(pick, lambda chosen: self._go_to(places[chosen]))

    def _go_to(self, place: LinkTarget) -> None:
        self.app.open_url(place.url)
        self.toast(say("Opened: {text}", text=cut(safe(place.text), 60)))

    # ------------------------------------------------------------ copying

    @toast_errors
    def action_copy(self) -> None:
        """The cell under the cursor; in the detail the line."""
        self._copy(self.pointed())

    @toast_errors
    def action_copy_record(self) -> None:
        """The whole record; in the detail all of it."""
        self._copy(self.pointed(whole=True))

    def _copy(self, copied: str) -> None:
        """To the clipboard of the terminal (OSC 52), which may be far away; and it says what."""
        if not copied.strip():
            raise Refused("there is nothing to copy here")
        self.app.copy_to_clipboard(copied)
        self.toast(say("Copied: {text}", text=cut(safe(copied), 60)))


def _undone(entry: HistoryEntry) -> Message:
    return say("Undone: {title} · {key} does it again", title=entry.title, key="ctrl+r")


def _redone(entry: HistoryEntry) -> Message:
    return say("Done again: {title}", title=entry.title)
