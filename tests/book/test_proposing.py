"""Records and changes put to a person: checked when they are proposed, done when they are accepted."""

from __future__ import annotations

from datetime import date

import pytest

from bidtracker.book import Book
from bidtracker.domain.errors import BidtrackerError, Refused
from bidtracker.domain.message import say
from bidtracker.domain.vocabulary import FactKind, ProposalKind, SignalKind, TouchKind
from bidtracker.pages.lines.proposals import claim

WHY = say("a mail says so")


def test_each_sort_of_record_is_written_down_once_it_is_accepted(rival: Book) -> None:
    rival.propose("signals", "A1", grounds=WHY, fields={"kind": SignalKind.DELIVERY_LATE, "promise": 1})
    rival.propose("touches", "P1", grounds=WHY, fields={"kind": TouchKind.MAIL, "on": date(2026, 12, 1)})
    rival.propose("contacts", "T1", grounds=WHY, fields={"name": "Zoe", "email": "zoe@trust.example"})
    rival.propose("facts", "B2", grounds=WHY, fields={"kind": FactKind.UPCOMING_NEED, "text": "New hub"})
    assert not rival.holdings.signals and not rival.holdings.touches and len(rival.holdings.contacts) == 2
    rival.accept("Q1", "Q2", "Q3", "Q4")
    assert rival.get("A1").promises[0].kept is False
    touch = rival.get("F1")
    assert (touch.buyer, touch.contact, touch.kind, touch.on) == (1, 1, TouchKind.MAIL, date(2026, 12, 1))
    assert (rival.get("P3").name, rival.get("P3").buyer) == ("Zoe", 1)
    assert (rival.get("K1").text, rival.get("K1").buyer, rival.get("K1").on) == ("New hub", 2, date(2026, 11, 23))
    assert not rival.check()


def test_what_could_not_be_written_down_is_not_proposed(rival: Book) -> None:
    for about, fields in (
        ("A1", {"kind": "delivery_late", "severity": 9}),
        ("A1", {"kind": "no such kind"}),
        ("A9", {"kind": "delivery_late"}),
        ("B1", {"kind": "delivery_late"}),
    ):
        with pytest.raises(BidtrackerError):
            rival.propose("signals", about, grounds=WHY, fields=fields)
    with pytest.raises(Refused, match="awards are not proposed"):
        rival.propose("awards", "T1", grounds=WHY, fields={})
    assert not rival.holdings.proposals and not rival.check()


def test_a_refused_proposal_is_not_made_again(rival: Book) -> None:
    rival.propose_change("A1", "end", date(2028, 1, 31), grounds=WHY)
    rival.refuse("Q1")
    with pytest.raises(Refused, match="proposed before: Q1"):
        rival.propose_change("A1", "end", date(2028, 1, 31), grounds=WHY)
    assert rival.get("A1").end == date(2027, 6, 30)


def test_a_claim_says_what_would_be_done(rival: Book) -> None:
    signal = rival.propose("signals", "A1", grounds=WHY, fields={"kind": SignalKind.DELIVERY_LATE, "notes": "late"})
    change = rival.propose_change("A1", "end", date(2028, 1, 31), grounds=WHY)
    assert signal.kind is ProposalKind.NEW_RECORD and change.kind is ProposalKind.EDIT
    assert claim(signal, rival.holdings) == "A1 Scanners · Kind: Delivery late, Notes: late"
    assert claim(change, rival.holdings) == "A1 Scanners · End: 2027-06-30 → 2028-01-31"
