"""What imports left to decide: names that may be one, values that a list has otherwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import msgspec
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from bidtracker.book import Book
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.fields import FIELDS
from bidtracker.domain.ids import parse_ref, ref
from bidtracker.domain.message import Message, count, label, say
from bidtracker.domain.records import Proposal
from bidtracker.domain.text import safe
from bidtracker.domain.vocabulary import ProposalState
from bidtracker.locale import listed, tr
from bidtracker.tui.forms.parts.dialog import Dialog
from bidtracker.tui.forms.parts.form import doing

MOST = 1_000  # shown at once


class ProposalsDialog(Dialog[Message | None]):
    """The open proposals, to accept or refuse one or many; each answer is one act. Dismissed with the last one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,y", "decide(True)", label("Accept"), id="proposals_accept"),
        Binding("r,n", "decide(False)", label("Refuse"), id="proposals_refuse"),
        Binding("space", "mark", label("Mark"), id="proposals_mark"),
        Binding("ctrl+a", "mark_all", label("Mark all"), id="proposals_mark_all"),
        Binding("escape", "close", label("Close"), id="proposals_close"),
    ]

    def __init__(self, book: Book) -> None:
        super().__init__()
        self.book = book
        self.open: list[Proposal] = []
        self.marked: set[int] = set()
        self.done: Message | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="box wide") as box:
            box.border_title = Content(tr(say("To decide")))
            yield OptionList(compact=True, markup=False)
            yield Static("", classes="grounds")
            yield Static(
                Content(tr(say("a accepts · r refuses · space marks · ctrl+a marks all · esc closes"))), classes="help"
            )

    def on_mount(self) -> None:
        self._fill()

    def on_resize(self, event: events.Resize) -> None:
        self.query_one(OptionList).styles.max_height = max(3, event.size.height - 8)

    def _fill(self) -> None:
        """Lists what is open, the cursor where it was."""
        proposals = self.book.holdings.proposals.values()
        self.open = [proposal for proposal in proposals if proposal.state is ProposalState.OPEN]
        self.marked &= {proposal.id for proposal in self.open}
        listed = self.query_one(OptionList)
        at = listed.highlighted or 0
        listed.clear_options()
        listed.add_options(Option(self._line(proposal)) for proposal in self.open[:MOST])
        if self.open:
            listed.highlighted = min(at, len(self.open) - 1)
        else:
            self._say(say("Nothing is left to decide"))
        self.query_one(".box", Vertical).border_subtitle = Content(tr(count("{n} open", "{n} open", len(self.open))))

    def _line(self, proposal: Proposal) -> Content:
        mark = ("● ", "$text-accent") if proposal.id in self.marked else ("  ", "")
        return Content.assemble(mark, (f"{tr(proposal.kind)} ", "dim"), safe(self._claim(proposal)))

    def _claim(self, proposal: Proposal) -> str:
        """What is proposed, on one line: two names, or a field and its two values."""
        table, number = parse_ref(proposal.about)
        name = self.book.holdings.name(table, number)
        if proposal.other:
            other = self.book.holdings.name(*parse_ref(proposal.other))
            return f"{name} ({proposal.about}) = {other} ({proposal.other})"
        field = next((field for field in FIELDS[table] if field.name == proposal.field), None)
        called = tr(field.label) if field else proposal.field
        now = _plain(msgspec.to_builtins(getattr(self.book.get(proposal.about), proposal.field, None)))
        return f"{proposal.about} {name} · {called}: {now or '—'} → {_plain(proposal.value) or '—'}"

    @on(OptionList.OptionHighlighted)
    def _at(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_index < len(self.open):
            proposal = self.open[event.option_index]
            source = f" · {proposal.source}" if proposal.source else ""
            text = f"{self._claim(proposal)}\n{tr(proposal.grounds)} · {proposal.on.isoformat()}{source}"
            self._say(text)

    def _say(self, text: Message | str) -> None:
        words = tr(text) if isinstance(text, Message) else text
        lines = (safe(line) for line in words.split("\n"))
        self.query_one(".grounds", Static).update(Content("\n".join(lines)))

    # ------------------------------------------------------------ acts

    def _here(self) -> Proposal | None:
        at = self.query_one(OptionList).highlighted
        return self.open[at] if at is not None and at < len(self.open) else None

    def action_mark(self) -> None:
        """Marks or unmarks this one, and goes on to the next."""
        here, listed = self._here(), self.query_one(OptionList)
        if here is not None and listed.highlighted is not None:
            self.marked ^= {here.id}
            listed.replace_option_prompt_at_index(listed.highlighted, self._line(here))
            listed.action_cursor_down()

    def action_mark_all(self) -> None:
        """Marks all, or none where all are."""
        every = {proposal.id for proposal in self.open}
        self.marked = set() if self.marked == every else every
        self._fill()

    @on(OptionList.OptionSelected)
    def _entered(self) -> None:
        self.action_mark()

    def action_decide(self, accept: bool) -> None:
        """Accepts or refuses those marked, else this one."""
        here = self._here()
        chosen = sorted(self.marked) or ([here.id] if here else [])
        if not chosen:
            return
        act: Callable[..., Any] = self.book.accept if accept else self.book.refuse
        try:
            self.done = doing(self.book, lambda: act(*(ref("proposals", number) for number in chosen)))
        except BidtrackerError as error:
            self._say(error.message)
            return
        self.marked.clear()
        self._fill()
        if not self.open:
            self.dismiss(self.done)

    def action_close(self) -> None:
        """Closes; what is still open stays open."""
        self.dismiss(self.done)


def _plain(value: Any) -> str:
    """A value of plain JSON as a person reads it."""
    match value:
        case None:
            return ""
        case {"amount": amount, **rest}:
            return f"{amount} {rest.get('currency', '')}".strip()
        case list():
            return listed(map(_plain, value))
        case _:
            return str(value)
