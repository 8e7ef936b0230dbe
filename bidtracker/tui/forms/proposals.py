"""What imports left to decide: names that may be one, values that a list has otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message, count, label, say
from bidtracker.domain.records import Proposal
from bidtracker.domain.text import safe
from bidtracker.domain.vocabulary import ProposalKind, ProposalState
from bidtracker.locale import tr
from bidtracker.pages.lines.proposals import claim
from bidtracker.tui.cells import TableColumn
from bidtracker.tui.forms.parts.list_dialog import ActingDialog


class ProposalsDialog(ActingDialog):
    """The open proposals, to accept or refuse one or many; each answer is one act. Dismissed with the last one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,y", "decide(True)", label("Accept"), id="proposals_accept"),
        Binding("r,n", "decide(False)", label("Refuse"), id="proposals_refuse"),
        Binding("m", "mark_alike", label("Mark its group"), id="proposals_mark_alike"),
        Binding("ctrl+a", "mark_all", label("Mark all"), id="proposals_mark_all"),
    ]

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
        groups: dict[tuple[ProposalKind, str], list[Proposal]] = {}  # in the order in which the first of each came
        for row in self.book.holdings.proposals.values():
            if row.state is ProposalState.OPEN:
                groups.setdefault(_group(row), []).append(row)
        every = [row for group in groups.values() for row in group]
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
        return tr(say("a accepts · r refuses · space marks · m marks its group · ctrl+a marks all · esc closes"))

    def _claim(self, proposal: Proposal) -> str:
        """What is proposed, on one line."""
        return claim(proposal, self.book.holdings)

    # ------------------------------------------------------------ acts

    def opened(self, row: Proposal) -> None:
        """Enter marks it, as space does."""
        self.table.action_mark()

    def action_mark_all(self) -> None:
        """Marks all that are shown, or none where all are."""
        every = {self.key(row) for row in self.table.rows}
        self.table.marks = set() if self.table.marks == every else every
        self.table.repaint()

    def action_mark_alike(self) -> None:
        """Marks all of one kind that one list brought; none of them where all are."""
        here = self.table.current
        if here is None:
            return
        group = {self.key(row) for row in self.table.rows if _group(row) == _group(here)}
        marked = self.table.marks
        self.table.marks = marked - group if group <= marked else marked | group
        self.table.repaint()

    def action_decide(self, accept: bool) -> None:
        """Accepts or refuses those marked, else this one."""
        chosen = [self.key(row) for row in self.table.chosen]
        if chosen:
            decide: Callable[..., object] = self.book.accept if accept else self.book.refuse
            self.act(lambda: decide(*chosen))

    def did(self, done: Any) -> None:
        super().did(done)
        if not self.records():
            self.close()


def _group(proposal: Proposal) -> tuple[ProposalKind, str]:
    """What belongs together: one kind, of one list."""
    return proposal.kind, proposal.source
