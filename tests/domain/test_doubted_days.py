"""Days in an order that cannot be."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from bidtracker.domain.doubts import award_doubts, signal_doubts, tender_doubts
from bidtracker.domain.records import Award, Bid, Signal, Tender
from bidtracker.domain.vocabulary import Outcome, SignalKind

JAN, FEB, MAR = date(2026, 1, 10), date(2026, 2, 10), date(2026, 3, 10)
SOUND = Tender(title="Beds", buyer=1, published=JAN, deadline=FEB, decision_date=MAR)


def bid(**fields: object) -> Tender:
    return replace(SOUND, bids=(Bid(**fields),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("tender", "doubt"),
    [
        (replace(SOUND, published=MAR), "Deadline 2026-02-10 lies before Published 2026-03-10"),
        (replace(SOUND, enquiries_until=MAR), "Deadline 2026-02-10 lies before Questions until 2026-03-10"),
        (replace(SOUND, decision_date=JAN), "Decision date 2026-01-10 lies before Deadline 2026-02-10"),
        (replace(SOUND, standstill_until=JAN), "Standstill until 2026-01-10 lies before Deadline"),
        (bid(submitted=MAR), "Deadline 2026-02-10 lies before Submitted 2026-03-10"),
        (bid(submitted=FEB, outcome=Outcome.LOST, outcome_on=JAN), "Decided on 2026-01-10 lies before Submitted"),
        (bid(outcome=Outcome.WON, outcome_on=JAN), "Decided on 2026-01-10 lies before Deadline"),
    ],
)
def test_a_tender_out_of_order(tender: Tender, doubt: str) -> None:
    [doubted] = tender_doubts(tender)
    assert str(doubted.message).startswith(doubt)


@pytest.mark.parametrize(
    "tender",
    [
        SOUND,
        replace(SOUND, published=MAR, rough=("published",)),
        bid(submitted=FEB, outcome=Outcome.LOST, outcome_on=MAR),
        bid(outcome=Outcome.WITHDRAWN, outcome_on=JAN),
    ],
)
def test_a_tender_in_order_or_not_known_to_the_day(tender: Tender) -> None:
    assert not [*tender_doubts(tender)]


def test_an_award_out_of_order() -> None:
    award = Award(tender=1, awarded=JAN, start=MAR, terminated=FEB)
    assert [doubt.field for doubt in award_doubts(award, FEB)] == ["terminated", "awarded"]
    assert not [*award_doubts(replace(award, terminated=None), None)]


def test_a_signal_from_before_its_contract() -> None:
    signal = Signal(kind=SignalKind.DELIVERY_LATE, on=JAN, award=1)
    [doubted] = signal_doubts(signal, Award(tender=1, awarded=FEB, start=MAR))
    assert (doubted.field, str(doubted.message)[:44]) == ("on", "Observed 2026-01-10 lies before Decided on 2")
    [doubted] = signal_doubts(signal, Award(tender=1, awarded=MAR, start=FEB))  # written down long after it began
    assert "before Contract start 2026-02-10" in str(doubted.message)
    for award in (Award(tender=1), Award(tender=1, awarded=FEB), Award(tender=1, awarded=JAN, start=MAR)):
        assert not [*signal_doubts(signal, award)]
