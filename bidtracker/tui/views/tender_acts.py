"""Acts on tenders and contracts: our bid, what came of it, and what we hear of how it is delivered."""

from __future__ import annotations

from bidtracker.domain.errors import Refused
from bidtracker.domain.ids import ref
from bidtracker.tui.views.asking import Asking, told


class TenderActs(Asking):
    """What can be done to a tender, an award, or a signal about one."""

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
        if here.table not in ("signals", "facts"):
            raise Refused("only a signal or a fact can be confirmed or refuted; go to one in the detail first")
        return here.id
