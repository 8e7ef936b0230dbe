"""What is known of an account: facts that are confirmed or refuted, who introduced whom, and links on records."""

from __future__ import annotations

from datetime import date

import pytest

from bidtracker.book import Book
from bidtracker.domain.errors import FieldError, NotFound, Refused
from bidtracker.domain.message import say
from bidtracker.domain.records import Proposal
from bidtracker.domain.vocabulary import ProposalKind, SignalState


@pytest.fixture
def expected(rival: Book) -> Book:
    """K1 about B1, heard in January."""
    rival.add("facts", buyer="B1", kind="payment_process", text="pays in 45 days", figure=45, on=date(2026, 1, 9))
    return rival


def test_a_confirmed_fact_is_of_today(expected: Book) -> None:
    fact = expected.confirm("K1")
    assert (fact.state, fact.on) == (SignalState.CONFIRMED, date(2026, 11, 23))
    assert str(expected.history(limit=1)[0].title) == "K1 Payment process: Confirmed"
    expected.undo()
    assert expected.get("K1").on == date(2026, 1, 9)


def test_a_refuted_fact_stays_as_it_was_heard(expected: Book) -> None:
    assert (expected.refute("k1").state, expected.get("K1").on) == (SignalState.REFUTED, date(2026, 1, 9))
    assert expected.reopen("K1").state is SignalState.OPEN
    with pytest.raises(Refused, match="T1 is no signal and no fact"):
        expected.confirm("T1")
    with pytest.raises(NotFound):
        expected.refute("K9")


def test_who_introduced_whom(rival: Book) -> None:
    rival.add("contacts", name="Cy", buyer="B1")
    assert rival.set("P3", introduced_by="Eve").introduced_by == 1
    assert rival.set("P1", introduced_by="P2").introduced_by == 2, "somebody at another buyer may"
    for through in ("P2", "P1", "P3"):
        with pytest.raises(FieldError, match="cannot have introduced P2"):
            rival.set("P2", introduced_by=through)
    with pytest.raises(FieldError, match="cannot have introduced P1"):
        rival.set("P1", introduced_by="P3")
    assert rival.set("P1", introduced_by=None).introduced_by == 0
    with pytest.raises(FieldError, match="there is no Dee among the contacts"):
        rival.set("P1", introduced_by="Dee")


@pytest.mark.parametrize("id", ["T1", "B1", "A1", "K1", "P1", "C1"])
def test_links_are_attached_and_detached(expected: Book, id: str) -> None:
    page, file = "https://example.org/a,b", "file:///notes/call%201.md"
    assert expected.attach(id, page, file, page).links == (page, file)
    assert expected.attach(id, page).links == (page, file)
    assert expected.detach(id, page).links == (file,)
    expected.undo(2)
    assert expected.get(id).links == ()


def test_links_that_cannot_be(expected: Book) -> None:
    with pytest.raises(FieldError, match="is no address of a page or file"):
        expected.attach("T1", "two words")
    with pytest.raises(FieldError, match="is no address of a page or file"):
        expected.attach("T1", "")
    with pytest.raises(FieldError, match="T1 has no link nowhere"):
        expected.detach("T1", "nowhere")
    with expected.acting("test") as draft:
        draft.add(Proposal(kind=ProposalKind.SAME_BUYER, about="B1", other="B2", grounds=say("alike"), on=draft.today))
    with pytest.raises(Refused, match="Q1 takes no links"):
        expected.attach("Q1", "https://example.org")
