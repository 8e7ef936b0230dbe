"""What bids cost and brought, why we win and why we do not bid, by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest
from worlds import AS_OF, World, ago, euros

from bidtracker.book import Book
from bidtracker.domain.bids import win_reasons
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.records import Bid, Settings, Touch, WonReasonNote
from bidtracker.domain.vocabulary import (
    Decision,
    Intent,
    NoBidReason,
    Outcome,
    SaidBy,
    TouchKind,
    TouchOutcome,
    WonReason,
)
from bidtracker.pages.lines.paid import paid_line
from bidtracker.radar.insights.all_insights import insights
from bidtracker.radar.measures.rates import difference, rate


@pytest.fixture
def world() -> World:
    """Two wins and three losses; two losses were meant to be, one of them led to an invitation and a visit."""
    world = World()
    for name in ("North", "South", "West"):
        world.buyer(name)
    world.holdings.settings = Settings(hour_rate="50 EUR", bid_costs={"": "1000 EUR", "CPV:331": "10 h"})
    notes = (WonReasonNote(code=WonReason.PRICE, said_by=SaidBy.DEBRIEF), WonReasonNote(code=WonReason.SERVICE))
    made = [
        (1, Bid(outcome=Outcome.WON, outcome_on=ago(900), hours=20, cost=euros(500), won_reasons=notes)),  # 1,500
        (1, Bid(outcome=Outcome.WON, outcome_on=ago(880))),  # 1,000 by the estimate for all
        (1, Bid(outcome=Outcome.LOST, outcome_on=ago(870), p_win_locked=0.5)),  # 500 by that of its class
        (2, Bid(outcome=Outcome.LOST, outcome_on=ago(860), intent=Intent.POSITION, hours=4)),  # 200, invited
        (3, Bid(outcome=Outcome.LOST, outcome_on=ago(850), p_win_locked=0.1, cost=euros(700))),  # 700, nothing
    ]
    for number, (buyer, bid) in enumerate(made):
        category = {"category": "33100000", "category_scheme": "CPV"} if number == 2 else {}
        world.tender(buyer, outcome=bid.outcome, bids=(bid,), **category)
    visit = Touch(buyer=2, on=ago(700), done=ago(700), kind=TouchKind.VISIT, outcome=TouchOutcome.INVITED)
    world.put("touches", visit)
    return world


def test_cost_and_return_by_hand(world: World) -> None:
    costs = insights(world.holdings, AS_OF).bid_costs
    assert (costs.currency, costs.n, costs.recorded, costs.estimated) == ("EUR", 5, 3, 2)
    assert (costs.total, costs.per_win) == (Decimal(3900), Decimal(1950))
    assert (costs.expected, costs.paid, costs.per_paid) == (2, 1, Decimal(900))
    assert (costs.hopeless, costs.hopeless_bids, costs.hours) == (Decimal(700), 1, 24)


def test_what_losses_led_to(world: World) -> None:
    paid = insights(world.holdings, AS_OF).expected_lost
    assert [(r.hits, r.n) for r in (paid.expected.invited, paid.expected.met, paid.expected.awarded)] == [
        (1, 2),
        (1, 2),
        (0, 2),
    ]
    assert paid.others.invited.n == 1 and paid.more is None  # too few to say


def test_a_difference_of_rates_is_newcombes() -> None:
    """56 of 70 and 48 of 80: .2 [.0524 to .3339], as Newcombe (1998) prints it."""
    low, high = difference(rate(56, 70), rate(48, 80)) or (0, 0)
    assert (round(low, 4), round(high, 4)) == (0.0524, 0.3339)


def test_why_we_won_and_why_we_did_not_bid(world: World) -> None:
    world.tender(1, outcome=Outcome.NO_BID, no_bid_reason=NoBidReason.COST_OF_BIDDING)
    world.tender(1, outcome=Outcome.NO_BID)
    figures = insights(world.holdings, AS_OF)
    won, left = figures.won_reasons, figures.no_bid_reasons
    assert (won.n, won.unknown) == (2, 1) and (left.n, left.unknown) == (2, 1)
    counts = [(r.code, r.n, r.sure, r.contributing) for r in won.reasons]
    assert counts == [("price", 1, 1, 0), ("service", 0, 0, 1)]
    assert [(r.code, r.n) for r in left.reasons] == [("cost_of_bidding", 1)]


def test_they_are_recorded_changed_and_taken_back(book: Book) -> None:
    book.add("tenders", title="Lamps", buyer="Town")
    book.bid("T1", hours=12.5, cost=euros(300))
    book.win("T1", reasons=win_reasons(WonReason.QUALITY, [WonReason.SERVICE]))
    bid = book.get("T1").bids[0]
    assert (bid.hours, bid.cost) == (12.5, euros(300))
    assert [note.code for note in bid.won_reasons] == [WonReason.QUALITY, WonReason.SERVICE]
    book.give_reasons("T1", win_reasons(WonReason.PRICE))
    assert [note.code for note in book.get("T1").bids[0].won_reasons] == [WonReason.PRICE]
    book.undo()
    assert len(book.get("T1").bids[0].won_reasons) == 2
    book.add("tenders", title="Desks", buyer="Town")
    book.decide("T2", Decision.NO_GO, reason=NoBidReason.RISK)
    assert book.get("T2").no_bid_reason is NoBidReason.RISK
    with pytest.raises(BidtrackerError):
        book.decide("T2", Decision.PENDING, reason=NoBidReason.RISK)
    with pytest.raises(BidtrackerError):
        book.bid("T1", hours=-1)


def test_who_decides_sees_what_such_bids_paid(world: World) -> None:
    line = str(paid_line(world.holdings, AS_OF))
    assert "Lost as expected, 1 of 2 led to an invitation or a contract within 24 months" in line
    assert "is not known" in str(paid_line(World().holdings, AS_OF))
