"""Our own small catalogue: what we offer, at what price, strong by what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from bidtracker.book import Book
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message, label, say
from bidtracker.domain.records import Offer
from bidtracker.domain.text import cells, fold, safe
from bidtracker.locale import listed, tr
from bidtracker.pages.layout import padded
from bidtracker.tui.forms.account.need import OfferForm
from bidtracker.tui.forms.parts.dialog import Dialog
from bidtracker.tui.forms.parts.form import doing

NAME = 40  # cells at most for a name, so that class and price are seen at 80


class OffersDialog(Dialog[Message | None]):
    """The catalogue, to add to, change and thin out; each is one act. Dismissed with the last one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", label("Add"), id="offers_add"),
        Binding("e", "edit", label("Edit"), id="offers_edit"),
        Binding("d,delete", "delete", label("Delete"), id="offers_delete"),
        Binding("escape", "close", label("Close"), id="offers_close"),
    ]

    def __init__(self, book: Book) -> None:
        super().__init__()
        self.book = book
        self.listed: list[Offer] = []
        self.done: Message | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="box wide") as box:
            box.border_title = Content(tr(say("Our offers")))
            yield OptionList(compact=True, markup=False)
            yield Static("", classes="grounds")
            yield Static(Content(tr(say("a adds · e changes · d deletes · esc closes"))), classes="help")

    def on_mount(self) -> None:
        self._fill()

    def on_resize(self, event: events.Resize) -> None:
        self.query_one(OptionList).styles.max_height = max(3, event.size.height - 8)

    def _fill(self) -> None:
        """Lists the offers by name, the cursor where it was."""
        self.listed = sorted(self.book.holdings.offers.values(), key=lambda offer: (fold(offer.name), offer.id))
        options = self.query_one(OptionList)
        at = options.highlighted or 0
        options.clear_options()
        options.add_options(Option(line) for line in _lines(self.listed))
        if self.listed:
            options.highlighted = min(at, len(self.listed) - 1)
        else:
            self._say(tr(say("Nothing in the catalogue yet; a adds what you sell")))

    @on(OptionList.OptionHighlighted)
    def _at(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_index < len(self.listed):
            offer = self.listed[event.option_index]
            floor = tr(say("floor {floor}", floor=offer.floor)) if offer.floor else ""
            self._say("\n".join(filter(None, (offer.description, floor, listed(offer.levers)))))

    def _say(self, text: str) -> None:
        lines = (safe(line) for line in text.split("\n"))
        self.query_one(".grounds", Static).update(Content("\n".join(lines)))

    # ------------------------------------------------------------ acts

    def _here(self) -> Offer | None:
        at = self.query_one(OptionList).highlighted
        return self.listed[at] if at is not None and at < len(self.listed) else None

    @on(OptionList.OptionSelected)
    def _entered(self) -> None:
        self.action_edit()

    def action_add(self) -> None:
        """A new offer."""
        self.app.push_screen(OfferForm(self.book), self._did)

    def action_edit(self) -> None:
        """Changes this one."""
        if here := self._here():
            self.app.push_screen(OfferForm(self.book, ref("offers", here.id)), self._did)

    def action_delete(self) -> None:
        """Takes this one out; undo brings it back."""
        here = self._here()
        if here is None:
            return
        offer_ref = ref("offers", here.id)
        try:
            self._did(doing(self.book, lambda: self.book.delete(offer_ref)))
        except BidtrackerError as error:
            self._say(tr(error.message))

    def _did(self, done: Any) -> None:
        if isinstance(done, Message):
            self.done = done
            self._fill()

    def action_close(self) -> None:
        """Closes."""
        self.dismiss(self.done)


def _lines(offers: Sequence[Offer]) -> Iterator[Content]:
    """Id, name, class and price of each, one below the other."""
    shown = [
        (ref("offers", offer.id), safe(offer.name), tr(offer.tier) if offer.tier else "", safe(str(offer.price or "")))
        for offer in offers
    ]
    if not shown:
        return
    ref_width, name, tier, price = (max(map(cells, column)) for column in zip(*shown, strict=True))
    for record_id, title, classed, priced in shown:
        beside = f"  {padded(classed, tier)}  {padded(priced, price, True)}"
        yield Content.assemble(
            (padded(record_id, ref_width) + "  ", "dim"), padded(title, min(name, NAME)), (beside, "dim")
        )
