"""What imports left to decide: names that may be one, values that a list has otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

import msgspec
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from bidtracker.book import Book
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.fields import FIELDS
from bidtracker.domain.ids import parse_ref, ref
from bidtracker.domain.message import Message, count, label, say
from bidtracker.domain.records import Proposal
from bidtracker.domain.text import safe
from bidtracker.domain.vocabulary import ProposalState
from bidtracker.locale import listed, tr
from bidtracker.tui.cells import TableColumn
from bidtracker.tui.forms.parts.form import doing
from bidtracker.tui.forms.parts.list_dialog import ListDialog
from bidtracker.tui.patience import patiently


class ProposalsDialog(ListDialog[Message | None]):
    """The open proposals, to accept or refuse one or many; each answer is one act. Dismissed with the last one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,y", "decide(True)", label("Accept"), id="proposals_accept"),
        Binding("r,n", "decide(False)", label("Refuse"), id="proposals_refuse"),
        Binding("ctrl+a", "mark_all", label("Mark all"), id="proposals_mark_all"),
    ]

    def __init__(self, book: Book) -> None:
        self.book = book
        super().__init__()
        self.done: Message | None = None

    def heading(self) -> Message:
        return say("To decide")

    def columns(self) -> Sequence[TableColumn]:
        def column(name: str, title: str, width: int, text: Callable[[Proposal], str], grow: int = 0) -> TableColumn:
            return TableColumn(name, title, width, lambda row: (text(row), ""), text, text, grow=grow, priority=1)

        return (
            column("kind", label("What"), 16, lambda row: safe(tr(row.kind))),
            column("claim", label("Proposal"), 30, lambda row: safe(self._claim(row)), grow=1),
        )

    def records(self) -> Sequence[Proposal]:
        every = [row for row in self.book.holdings.proposals.values() if row.state is ProposalState.OPEN]
        box = self.query_one(".box", Vertical)
        box.border_subtitle = Content(tr(count("{n} open", "{n} open", len(every))))
        return every

    def key(self, row: Proposal) -> str:
        return ref("proposals", row.id)

    def about(self, row: Proposal) -> str:
        source = f" · {row.source}" if row.source else ""
        return f"{self._claim(row)}\n{tr(row.grounds)} · {row.on.isoformat()}{source}"

    def nothing(self) -> str:
        return tr(say("Nothing is left to decide"))

    def help(self) -> str:
        return tr(say("a accepts · r refuses · space marks · ctrl+a marks all · esc closes"))

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

    # ------------------------------------------------------------ acts

    def opened(self, row: Proposal) -> None:
        """Enter marks it, as space does."""
        self.table.action_mark()

    def action_mark_all(self) -> None:
        """Marks all that are shown, or none where all are."""
        every = {self.key(row) for row in self.table.rows}
        self.table.marks = set() if self.table.marks == every else every
        self.table.repaint()

    def action_decide(self, accept: bool) -> None:
        """Accepts or refuses those marked, else this one."""
        chosen = [self.key(row) for row in self.table.chosen]
        if not chosen:
            return
        act: Callable[..., Any] = self.book.accept if accept else self.book.refuse
        patiently(self, self.book, lambda: self._decided(doing(self.book, lambda: act(*chosen))), self._refused)

    def _refused(self, error: BidtrackerError) -> None:
        self.tell(tr(error.message))

    def _decided(self, done: Message) -> None:
        """Goes on with what is left."""
        self.done = done
        self.table.marks.clear()
        self.fill()
        if not self.records():
            self.dismiss(self.done)

    def close(self) -> None:
        """What is still open stays open."""
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
