"""Our own small catalogue: what we offer, at what price, strong by what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message, label, say
from bidtracker.domain.records import Offer
from bidtracker.domain.text import fold
from bidtracker.locale import listed, tr
from bidtracker.tui.cells import RIGHT, TableColumn
from bidtracker.tui.columns import column
from bidtracker.tui.desk import Desk
from bidtracker.tui.forms.account.need import OfferForm
from bidtracker.tui.forms.parts.list_dialog import ActingDialog


class OffersDialog(ActingDialog):
    """The catalogue, to add to, change and thin out; each is one act. Dismissed with the last one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", label("Add"), id="offers_add"),
        Binding("e", "edit", label("Edit"), id="offers_edit"),
        Binding("d,delete", "delete", label("Delete"), id="offers_delete"),
    ]

    def heading(self) -> Message:
        return say("Our offers")

    def columns(self) -> Sequence[TableColumn]:
        desk = Desk(self.book)
        return (
            column(desk, "offers", "id", width=4, priority=3),
            column(desk, "offers", "name", width=24, priority=1, grow=1, most=40),
            column(desk, "offers", "tier", width=9, priority=2),
            column(desk, "offers", "price", width=16, priority=1, align=RIGHT),
        )

    def records(self) -> Sequence[Offer]:
        return sorted(self.book.holdings.offers.values(), key=lambda offer: (fold(offer.name), offer.id))

    def key(self, row: Offer) -> str:
        return ref("offers", row.id)

    def about(self, row: Offer) -> str:
        floor = tr(say("floor {floor}", floor=row.floor)) if row.floor else ""
        return "\n".join(filter(None, (row.description, floor, listed(row.levers))))

    def nothing(self) -> str:
        return tr(say("Nothing in the catalogue yet; a adds what you sell"))

    def help(self) -> str:
        return tr(say("a adds · e changes · d deletes · esc closes"))

    def opened(self, row: Offer) -> None:
        """Changes it."""
        self.app.push_screen(OfferForm(self.book, self.key(row)), self.did)

    # ------------------------------------------------------------ acts

    def action_add(self) -> None:
        """A new offer, on which the cursor then is."""
        form = OfferForm(self.book)

        def added(done: Message | None) -> None:
            self.did(done)
            self.table.seek(form.record_ref or "")

        self.app.push_screen(form, added)

    def action_edit(self) -> None:
        """Changes this one."""
        if self.table.current is not None:
            self.opened(self.table.current)

    def action_delete(self) -> None:
        """Takes this one out, or those marked; undo brings them back."""
        chosen = [self.key(row) for row in self.table.chosen]
        if chosen:
            self.act(lambda: self.book.delete(*chosen))
