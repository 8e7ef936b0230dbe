"""The rules of a bid: what is locked when, what a tender of several bids comes to, and what its award becomes."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bidtracker.domain.bids import (
    BEFORE_SUBMISSION,
    after_bids,
    bid_for,
    ended,
    locked_estimate,
    lost_to,
    stage_of_bid,
    watch_after,
    whole_outcome,
    with_bid,
    won_by_us,
)
from bidtracker.domain.records import Award, Bid
from bidtracker.domain.vocabulary import Decision, Outcome, Stage, Watch

DAY = date(2026, 5, 1)
OPEN = Bid(p_win=0.3)
HANDED_IN = Bid(p_win=0.3, submitted=DAY)
LOCKED = Bid(p_win=0.5, submitted=DAY, p_win_locked=0.3)
OVER = Bid(outcome=Outcome.LOST)


@pytest.mark.parametrize(
    ("before", "p_win", "submitted", "over", "locked"),
    [
        (OPEN, 0.4, False, False, None),  # nothing is handed in
        (OPEN, 0.4, True, False, 0.4),  # handing it in locks what is estimated by then
        (OPEN, None, True, False, None),
        (HANDED_IN, 0.4, True, False, None),  # it was handed in without one; the outcome will lock the last
        (HANDED_IN, 0.4, True, True, 0.4),
        (LOCKED, 0.9, True, True, 0.3),  # locked once
        (OVER, 0.9, True, True, None),  # after the outcome it is no estimate
    ],
)
def test_what_locks_an_estimate(
    before: Bid, p_win: float | None, submitted: bool, over: bool, locked: float | None
) -> None:
    assert locked_estimate(before, p_win, submitted=submitted, over=over) == locked


def test_a_bid_that_ends_keeps_its_estimate_and_opens_again_without_a_day() -> None:
    lost = ended(OPEN, Outcome.LOST, DAY)
    assert (lost.outcome, lost.outcome_on, lost.p_win_locked) == (Outcome.LOST, DAY, 0.3)
    again = ended(lost, Outcome.PENDING, DAY)
    assert (again.outcome, again.outcome_on, again.p_win_locked) == (Outcome.PENDING, None, 0.3)


bids = st.lists(st.builds(Bid, lot=st.sampled_from("abc"), outcome=st.sampled_from(Outcome)), unique_by=lambda b: b.lot)


@given(bids.map(tuple), st.builds(Bid, lot=st.sampled_from("abcd"), outcome=st.sampled_from(Outcome)))
def test_a_lot_has_one_bid_and_the_others_stay(many: tuple[Bid, ...], bid: Bid) -> None:
    after = with_bid(many, bid)
    assert bid_for(after, bid.lot) is bid and len({each.lot for each in after}) == len(after)
    assert [each for each in after if each.lot != bid.lot] == [each for each in many if each.lot != bid.lot]


@given(bids.map(tuple), st.sampled_from(Outcome))
def test_a_tender_is_open_while_a_bid_is_and_else_won_before_lost(many: tuple[Bid, ...], latest: Outcome) -> None:
    outcome = whole_outcome(many, latest)
    outcomes = {bid.outcome for bid in many}
    if Outcome.PENDING in outcomes:
        assert outcome is Outcome.PENDING
    elif Outcome.WON in outcomes:
        assert outcome is Outcome.WON
    fields = after_bids(many, latest, Stage.EVALUATION)
    assert (fields["stage"] is Stage.CLOSED) == (outcome is not Outcome.PENDING)
    assert fields["decision"] is Decision.GO


@given(st.sampled_from(Stage), st.booleans())
def test_a_bid_never_takes_a_tender_back(stage: Stage, submitted: bool) -> None:
    order = list(Stage)
    after = stage_of_bid(stage, submitted=submitted)
    assert order.index(after) >= order.index(stage)
    assert not (submitted and after in BEFORE_SUBMISSION)


def test_a_loss_is_watched_and_the_award_is_whose_it_is() -> None:
    assert watch_after(Outcome.LOST, None) is Watch.WATCHING and watch_after(Outcome.LOST, Watch.DEAD) is Watch.DEAD
    assert watch_after(Outcome.WON, Watch.WATCHING) is None
    award = Award(tender=1, suppliers=(3,))
    assert lost_to(award, 0).suppliers == (3,) and lost_to(award, 4).suppliers == (4,)
    assert lost_to(won_by_us(award), 4).ours is False and won_by_us(award).suppliers == ()
