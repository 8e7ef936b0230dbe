"""Acts on tenders and contracts: our bid, what came of it, and what we hear of how it is delivered."""

from __future__ import annotations

from bidtracker.domain.errors import Refused
from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message, label, say
from bidtracker.domain.vocabulary import Decision, Outcome
from bidtracker.locale import tr
from bidtracker.tui.acts.asking import Asking, toast_errors


class TenderActs(Asking):
    """What can be done to a tender, an award, or a signal about one."""

    @toast_errors
    def action_bid(self) -> None:
        tender = self.about().tender
        if not tender:
            raise Refused("a bid is on a tender; go to one first")
        self.ask(self.forms.BidForm(self.desk.book, ref("tenders", tender)))

    @toast_errors
    def action_outcome(self) -> None:
        here = self.about()
        if not here.tender:
            raise Refused("an outcome is of a tender; go to one first")
        contract_id = ref("awards", here.award) if here.table == "awards" else ref("tenders", here.tender)
        self.ask(self.forms.OutcomeForm(self.desk.book, contract_id))

    @toast_errors
    def action_scores(self) -> None:
        tender = self.about().tender
        if not tender:
            raise Refused("scores are of a bid; go to a tender first")
        if not self.desk.holdings.tenders[tender].bids:
            raise Refused("{id} has no bid of ours to be scored; b records one", id=ref("tenders", tender))
        self.ask(self.forms.ScoresForm(self.desk.book, ref("tenders", tender)))

    @toast_errors
    def action_inquire(self) -> None:
        here = self.about()
        if not here.tender:
            raise Refused("an inquiry is about an award; go to a tender or a contract first")
        self.ask(self.forms.InquiryForm(self.desk.book, here.contract))

    @toast_errors
    def action_answered(self) -> None:
        self.ask(self.forms.AnswerForm(self.desk.book, ref("inquiries", self._inquiry())))

    @toast_errors
    def action_letter(self) -> None:
        self.ask(self.forms.LetterDialog(self.desk, ref("inquiries", self._inquiry())))

    def _inquiry(self) -> int:
        """The inquiry under the cursor, else the last one about this tender that is not answered, else the last."""
        here, holdings = self.about(), self.desk.holdings
        if here.table == "inquiries":
            return here.number
        asked = holdings.inquiries_of(here.tender) if here.tender else []
        if not asked:
            raise Refused("nothing was asked here; U asks")
        return min(asked, key=lambda inquiry: inquiry.answered is not None).id

    @toast_errors
    def action_decide(self) -> None:
        from bidtracker.pages.lines.paid import paid_line  # seldom wanted, and it brings all insights

        here, book = self.about(), self.desk.book
        if not here.tender:
            raise Refused("a decision is about a tender; go to one first")
        tender = ref("tenders", here.tender)
        words = (Decision.GO, Decision.NO_GO)
        title, paid = say("Do we bid on {id}?", id=tender), paid_line(self.desk.holdings, self.desk.today)
        self.ask(self.forms.WordForm(book, title, words, lambda word: book.decide(tender, word), experience=paid))

    @toast_errors
    def action_promise(self) -> None:
        here, book = self.about(), self.desk.book
        if not here.award:
            raise Refused("a promise is the winner's of a contract; go to an award first")
        award = ref("awards", here.award)
        title = say("What {id} was won on", id=award)
        self.ask(self.forms.TextForm(book, title, label("Promise"), lambda text: book.promise(award, text)))

    @toast_errors
    def action_reopen(self) -> None:
        here = self.about()
        if here.table not in ("signals", "facts"):
            raise Refused("only a signal or a fact is reopened; go to one in the detail first")
        self.desk.book.reopen(here.id)
        self.did(self.last())

    @toast_errors
    def action_reengage(self) -> None:
        here = self.about()
        if not here.award:
            raise Refused("only what was awarded can be re-engaged; record the outcome first (o)")
        holdings = self.desk.holdings
        open_next = [line for line in holdings.next_of(here.tender) if line.outcome is Outcome.PENDING]
        if open_next:
            self.show_record(ref("tenders", open_next[0].id))
            raise Refused("{id} competes it again already; here it is", id=ref("tenders", open_next[0].id))
        form = self.forms.ReengageForm(self.desk.book, ref("awards", here.award))
        self.ask(form, lambda done: self._reengaged(form.record_ref, done))

    def _reengaged(self, record_ref: str, done: Message) -> None:
        self.did(done)
        self.show_record(record_ref)

    # ------------------------------------------------------------ what we hear

    @toast_errors
    def action_signal(self) -> None:
        here = self.about()
        contract = here.contract
        if not contract:
            raise Refused("a signal is about a contract; go to a tender or an award first")
        self.ask(self.forms.SignalForm(self.desk.book, contract, promise=here.part if here.table == "awards" else 0))

    @toast_errors
    def action_signal_line(self) -> None:
        """A signal in one line, about the contract under the cursor."""
        here, book = self.about(), self.desk.book
        contract = here.contract
        if not contract:
            raise Refused("a signal is about a contract; go to a tender or an award first")

        from bidtracker.book.signal_line import read_signal_line  # later than the first paint

        def observe(text: str) -> object:
            line = read_signal_line(text, book.holdings.contacts_of(here.buyer), tr)
            return book.observe(contract, line.kind, **line.fields())

        title = say("Signal on {about}: late 2 nurse: third delay", about=contract)
        self.ask(self.forms.TextForm(book, title, label("Signal"), observe))

    @toast_errors
    def action_confirm(self) -> None:
        self._judge(True)

    @toast_errors
    def action_refute(self) -> None:
        self._judge(False)

    def _judge(self, so: bool) -> None:
        """A signal or a fact is so or not; a promise was kept or broken, the same answer again takes that back."""
        here, book = self.about(), self.desk.book
        if here.table in ("signals", "facts"):
            (book.confirm if so else book.refute)(here.id)
        elif here.table == "awards" and here.part:
            promises = self.desk.holdings.awards[here.number].promises
            answer = next((promise.kept for promise in promises if promise.number == here.part), None)
            book.promise_kept(here.part_id, None if answer is so else so)
        else:
            raise Refused("only a signal, a fact or a promise is confirmed or refuted; go to one in the detail first")
        self.did(self.last())
