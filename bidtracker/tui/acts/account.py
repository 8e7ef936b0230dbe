"""Acts on an account's need, our value and price, and our own delivery."""

from __future__ import annotations

from bidtracker.domain.errors import Refused
from bidtracker.domain.ids import ref
from bidtracker.domain.message import say
from bidtracker.tui.acts.asking import Asking, toast_errors


class AccountActs(Asking):
    """What can be done to a need, a bid's value and price, or a delivery of ours."""

    @toast_errors
    def action_need(self) -> None:
        """What this buyer needs; on a need, what it asks for."""
        here = self.about()
        if here.table == "needs":
            self.ask(self.forms.DemandForm(self.desk.book, here.id))
            return
        if not here.buyer:
            raise Refused("this belongs to a buyer; go to one first")
        about = here.id if here.table == "contacts" else ref("tenders", here.tender) if here.tender else ""
        self.ask(self.forms.NeedForm(self.desk.book, about or ref("buyers", here.buyer)))

    @toast_errors
    def action_fit(self) -> None:
        """Holds an offer of ours against what is asked for."""
        here, holdings = self.about(), self.desk.holdings
        need = here.number if here.table == "needs" else 0
        if not need:
            behind = list(holdings.linked("needs", "tender", here.tender)) if here.tender else []
            needs = behind or (holdings.needs_of(here.buyer) if here.buyer else [])
            need = needs[0].id if len(needs) == 1 else 0
        if not need:
            raise Refused("an offer is held against a need; go to one in the detail first (N notes one)")
        if not holdings.needs[need].demands:
            raise Refused("nothing is asked for in {id} yet; N on it notes that", id=ref("needs", need))
        if not holdings.offers:
            raise Refused("the catalogue of our offers is empty; O adds to it")
        self.ask(self.forms.FitForm(self.desk.book, ref("needs", need)))

    @toast_errors
    def action_offers(self) -> None:
        self.ask(self.forms.OffersDialog(self.desk.book))

    @toast_errors
    def action_win_theme(self) -> None:
        self.ask(self.forms.ThemeForm(self.desk.book, self._tender()))

    @toast_errors
    def action_quote(self) -> None:
        self.ask(self.forms.QuoteForm(self.desk.book, self._tender()))

    @toast_errors
    def action_concede(self) -> None:
        """On our price under the cursor, else on our newest for this tender."""
        here, holdings = self.about(), self.desk.holdings
        if here.table == "quotes":
            quote = here.number
        else:
            ours = (
                [quoted for quoted in holdings.quotes_of(here.tender) if not quoted.competitor] if here.tender else []
            )
            quote = ours[-1].id if ours else 0
        if not quote:
            raise Refused("a concession is made on one of our own prices; P notes a price")
        if holdings.quotes[quote].competitor:
            raise Refused("{id} is a competitor's price; a concession is one of ours", id=ref("quotes", quote))
        self.ask(self.forms.ConcessionForm(self.desk.book, ref("quotes", quote)))

    @toast_errors
    def action_agreed(self) -> None:
        """The price under the cursor, else our newest one for this tender, is agreed."""
        here, book = self.about(), self.desk.book
        ours = [quote.id for quote in self.desk.holdings.quotes_of(here.tender) if not quote.competitor]
        number = here.number if here.table == "quotes" else ours[-1] if ours else 0
        if not number:
            raise Refused("no price of ours is noted here; P notes one")
        quote = ref("quotes", number)
        title = say("{id} is agreed since", id=quote)
        self.ask(self.forms.DateForm(book, title, lambda day: book.set(quote, agreed=day)))

    @toast_errors
    def action_change(self) -> None:
        self.ask(self.forms.OrderChangeForm(self.desk.book, self._delivered()))

    def _tender(self) -> str:
        tender = self.about().tender
        if not tender:
            raise Refused("this is about a bid; go to a tender first")
        return ref("tenders", tender)

    # ------------------------------------------------------------ our own delivery

    @toast_errors
    def action_step(self) -> None:
        """A step of our delivery; where there is none yet, it is opened."""
        deal = self._deal()
        if deal:
            self.ask(self.forms.StepForm(self.desk.book, ref("deals", deal)))
            return
        award = self.about().award
        if not award or not self.desk.holdings.awards[award].ours:
            raise Refused("only a contract that is ours is delivered by us; go to one first")
        self.ask(self.forms.DealForm(self.desk.book, ref("awards", award)))

    @toast_errors
    def action_visit(self) -> None:
        self.ask(self.forms.VisitForm(self.desk.book, self._delivered()))

    @toast_errors
    def action_fault(self) -> None:
        self.ask(self.forms.FaultForm(self.desk.book, self._delivered()))

    def _delivered(self) -> str:
        deal = self._deal()
        if not deal:
            raise Refused("there is no delivery of ours here; J on a contract of ours opens one")
        return ref("deals", deal)

    def _deal(self) -> int:
        here = self.about()
        if here.table == "deals":
            return here.number
        deals = self.desk.holdings.deals_of(here.award) if here.award else []
        return deals[0].id if deals else 0

    # ------------------------------------------------------------ what belongs to it

    @toast_errors
    def action_link(self) -> None:
        self.ask(self.forms.LinkForm(self.desk.book, self.about().id))

    @toast_errors
    def action_brief(self) -> None:
        """All that is known of this account, on one page."""
        here = self.about()
        if not here.buyer:
            raise Refused("this belongs to a buyer; go to one first")
        about = here.contract if here.table != "buyers" else ""
        self.ask(self.forms.BriefDialog(self.desk, about or ref("buyers", here.buyer)))
