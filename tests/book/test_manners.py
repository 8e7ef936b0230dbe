"""What passes between us and people: favours, hospitality, grievances, contact too often, channels, agreed prices, and
what is known of somebody beyond their work."""

from __future__ import annotations

import io
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bidtracker.book import Book
from bidtracker.domain.errors import Doubtful, FieldError, NotFound
from bidtracker.domain.ids import ref
from bidtracker.domain.money import Money
from bidtracker.domain.records import Milestone
from bidtracker.domain.vocabulary import (
    Channel,
    DealStep,
    FactKind,
    Layer,
    Level,
    Rating,
    Side,
    TouchKind,
    TouchOutcome,
)
from bidtracker.pages.brief import brief
from bidtracker.pages.call_sheet import call_sheet
from bidtracker.pages.draw.text import plain_text
from bidtracker.pages.records import record_page
from bidtracker.radar.account.manners import cautions
from bidtracker.radar.agenda import Due, agenda
from bidtracker.radar.score.opportunity import judge

TODAY = date(2026, 11, 23)


def pounds(amount: int) -> Money:
    return Money(Decimal(amount), "GBP")


def minded(book: Book, day: date = TODAY) -> list[str]:
    return [str(caution.message) for caution in cautions(book.holdings, 1, day)]


def due(book: Book, kind: Due, day: date = TODAY, days: int = 200) -> list[tuple[date, str, bool]]:
    return [(item.on, str(item.text), item.overdue) for item in agenda(book.holdings, day, days) if item.kind is kind]


def page(book: Book, record_id: str) -> str:
    return plain_text(record_page(book.get(record_id), book.holdings, TODAY))


def account(book: Book, about: str = "B1", **how: bool) -> str:
    return plain_text(brief(book.holdings, about, TODAY, **how))


# ---------------------------------------------------------------- what is known of a person


@pytest.fixture
def person(rival: Book) -> Book:
    """As `rival`; K1 and K2 are about P1, who is at B1."""
    rival.add("facts", buyer="B1", kind=FactKind.FAMILY, text="Two daughters", on=TODAY, person="P1", contact="P1")
    rival.add("facts", buyer="B1", kind=FactKind.HOW_TO_MEET, text="Early, at the ward", on=TODAY, person="P1")
    return rival


def test_a_personal_fact_is_about_somebody_of_that_buyer(rival: Book) -> None:
    with pytest.raises(FieldError, match="Family is about a person; name whom"):
        rival.add("facts", buyer="B1", kind=FactKind.FAMILY, text="Two sons", on=TODAY)
    with pytest.raises(FieldError, match="P2 works for another buyer"):
        rival.add("facts", buyer="B1", kind=FactKind.FAMILY, text="Two sons", on=TODAY, person="P2")


def test_brief_call_sheet_and_card_have_it_under_a_note_and_can_leave_it_out(person: Book) -> None:
    private = "Private: for this talk only"
    sheet = call_sheet(judge(person.holdings, person.get("A1"), TODAY), person.holdings, TODAY)
    for shown in (account(person), plain_text(sheet), page(person, "P1")):
        assert private in shown and "Two daughters" in shown
    assert "Two daughters" not in page(person, "B1"), "the timeline of the buyer is read by everybody"
    without = call_sheet(judge(person.holdings, person.get("A1"), TODAY), person.holdings, TODAY, personal=False)
    for shown in (account(person, personal=False), plain_text(without)):
        assert private not in shown and "Two daughters" not in shown
    person.set_settings(personal_facts=False)
    assert "Two daughters" not in account(person) and "Two daughters" not in page(person, "P1")


def test_a_personal_fact_goes_with_the_person_out_of_the_history_too(person: Book, tmp_path: Path) -> None:
    person.add("favours", contact="P1", text="Lent us a pump", on=TODAY)
    person.hospitality("P1", "Lunch at Rules", value=pounds(40))
    person.set("K2", text="Early, on the ward at six")
    held = person.person("P1")["records"]
    assert {"K1", "K2", "G1", "E1"} <= set(held)
    person.erase("P1")
    holdings = person.holdings
    assert not holdings.facts and not holdings.favours and not holdings.hospitality and person.check() == []
    whole = Path(person.address).read_bytes() if "://" not in person.address else b""
    for words in (b"Two daughters", b"at the ward", b"Lent us a pump", b"Lunch at Rules", b"ward at six"):
        assert words not in whole, words
    stream = io.BytesIO()
    person.dump(stream)
    with Book.open(tmp_path / "other", create=True, clock=person.clock) as other:
        stream.seek(0)
        other.restore(stream)
        assert other.check() == []


def test_what_hangs_on_a_person_goes_with_the_card_and_comes_back_with_undo(person: Book) -> None:
    person.add("favours", contact="P1", text="Lent us a pump", on=TODAY)
    person.delete("P1")
    assert not person.holdings.facts and not person.holdings.favours
    person.undo()
    assert set(person.holdings.facts) == {1, 2} and set(person.holdings.favours) == {1}


# ---------------------------------------------------------------- what to mind


def test_a_grievance_is_told_with_its_steps_to_whoever_decides(rival: Book) -> None:
    rival.add("contacts", name="Dee", buyer="B1", layer=Layer.DECISION)
    rival.set("P1", reports_to="P3")
    rival.add("facts", buyer="B1", kind=FactKind.GRIEVANCE, text="Passed over for our sake", on=TODAY, person="P1")
    assert minded(rival) == ["Eve, 1 step from Dee, who decides, has a grievance: Passed over for our sake"]
    assert "has a grievance" in account(rival)
    rival.set("P1", reports_to="")
    assert minded(rival) == ["Eve has a grievance: Passed over for our sake"]
    rival.refute("K1")
    assert minded(rival) == []


def test_favours_both_ways(rival: Book) -> None:
    rival.add("favours", contact="P1", text="Lent us a pump", on=date(2026, 11, 1))
    rival.add("favours", contact="P1", text="A night repair", on=date(2026, 11, 2), side=Side.OURS)
    assert minded(rival) == [
        "We owe Eve one (Lent us a pump, 2026-11-01): return it",
        "Eve owes us one (A night repair, 2026-11-02): a call may feel like calling it in; do not mention it",
    ]
    assert minded(rival, date(2026, 10, 31)) == [], "not yet done then"
    assert due(rival, Due.FAVOUR) == [(date(2027, 1, 30), "Return the favour of Eve: Lent us a pump", False)]
    assert "Lent us a pump" in page(rival, "P1")
    rival.set("G1", returned=TODAY)
    rival.set("G2", returned=TODAY)
    assert minded(rival) == [] and due(rival, Due.FAVOUR) == []
    with pytest.raises(FieldError, match="lies before"):
        rival.set("G1", returned=date(2026, 1, 1))


def test_contact_too_often_is_measured_by_the_rhythm(rival: Book) -> None:
    rival.believe("P1", level=Level.TRUSTED, on=date(2026, 1, 1))

    def met(days_ago: int, outcome: TouchOutcome) -> None:
        on = TODAY - timedelta(days=days_ago)
        [touch] = rival.plan_touch("P1", on=on)
        rival.done(ref("touches", touch.id), outcome, on=on)

    for days_ago in (40, 20, 10):
        met(days_ago, TouchOutcome.REACHED_NOT_NOW)
    met(2, TouchOutcome.NO_ANSWER)
    assert minded(rival) == [], "nobody was reached the fourth time"
    met(5, TouchOutcome.REACHED_NOT_NOW)
    assert minded(rival) == ["Eve was met or called 4 times in 45 days: too often; leave them alone until 2026-12-10"]
    assert minded(rival, TODAY + timedelta(days=30)) == []


def test_hospitality_is_kept_within_its_limit(rival: Book) -> None:
    rival.set_settings(hospitality_limit=pounds(100))
    rival.hospitality("P1", "Lunch", value=pounds(60), on=date(2026, 2, 1))
    rival.hospitality("P1", "Tickets from them", value=pounds(90), side=Side.THEIRS, as_given=True)
    assert minded(rival) == ["Hospitality with Eve (They for us): 90 of 100 GBP in twelve months"]
    with pytest.raises(Doubtful, match="with this Eve has 110 GBP in twelve months, and the limit is 100 GBP"):
        rival.hospitality("P1", "Dinner", value=pounds(50))
    rival.hospitality("P1", "Dinner", value=pounds(50), as_given=True)
    assert "Hospitality with Eve (We for them): 110 of 100 GBP in twelve months" in minded(rival)
    rival.hospitality("P1", "Coffee", value=Money(Decimal(500), "EUR"))
    assert rival.get("E4").by == rival.who, "another currency is not held against the limit"
    assert "Dinner" in page(rival, "P1") and "110 of" not in "".join(minded(rival, date(2027, 3, 1)))


def test_where_our_name_is_well_known_the_brief_says_be_plain(rival: Book) -> None:
    assert "be plain" not in account(rival)
    rival.add("facts", buyer="B1", kind=FactKind.OUR_NAME, text="Two wards ours", on=TODAY, rating=Rating.GOOD)
    assert "They know our name well: be plain" in account(rival)
    rival.set("K1", rating=Rating.POOR)
    assert "be plain" not in account(rival)


# ---------------------------------------------------------------- channel, agreed price, orders


def test_a_change_of_channel_says_whom_to_tell_first_how_and_by_whose_decision(rival: Book) -> None:
    rival.add(
        *("channel_changes",),
        buyer="B1",
        was="Northern Dealer",
        becomes="ourselves",
        on=date(2026, 12, 1),
        contact="P1",
        decided_by="our board",
        how=TouchKind.VISIT,
    )
    words = "Tell Eve first (Visit): ourselves instead of Northern Dealer, as our board decided"
    assert due(rival, Due.TELL_FIRST) == [(date(2026, 12, 1), words, False)]
    assert due(rival, Due.TELL_FIRST, date(2026, 12, 2))[0][2] is True
    with pytest.raises(FieldError, match="works for another buyer"):
        rival.set("R1", contact="P2")
    rival.set("R1", told_on=TODAY)
    assert due(rival, Due.TELL_FIRST) == []


def test_once_a_price_is_agreed_contract_and_deposit_are_due_at_once_until_done(won: Book) -> None:
    won.quote("T1", pounds(110_000), channel=Channel.INSIDE)
    assert due(won, Due.DEPOSIT_DUE) == []
    won.set("M1", agreed=date(2026, 11, 20))
    signing = (date(2026, 11, 20), "The price is agreed: have the contract signed now, Scanners", True)
    deposit = (date(2026, 11, 20), "The price is agreed: have the deposit paid now, Scanners", True)
    assert signing in due(won, Due.DEAL_MILESTONE) and due(won, Due.DEPOSIT_DUE) == [deposit]
    won.deal("A1", steps=[Milestone(number=0, step=DealStep.SIGNED, done=TODAY)])
    assert signing not in due(won, Due.DEAL_MILESTONE) and due(won, Due.DEPOSIT_DUE) == [deposit]
    won.step("D1", DealStep.DEPOSIT, done=TODAY)
    assert due(won, Due.DEPOSIT_DUE) == []
    with pytest.raises(FieldError, match="has not come yet"):
        won.set("M1", agreed=date(2027, 1, 1))


def test_our_own_orders_are_steps_of_the_delivery(won: Book) -> None:
    won.deal("A1")
    won.step("D1", DealStep.ORDER, due=date(2026, 12, 1), party="Tube Works", amount=pounds(40_000))
    assert "Our order to a supplier, Tube Works" in page(won, "D1")
    assert due(won, Due.DEAL_MILESTONE)[-1][1] == "Our order to a supplier: Scanners"
    assert "40,000 GBP" not in page(won, "D1").partition("Not yet paid")[2].partition("\n")[0], "it is not owed to us"


def test_a_change_of_an_order_says_what_it_costs_them(won: Book) -> None:
    won.deal("A1")
    won.change_order("D1", "Red ones", costs=pounds(900), days=14)
    shown = page(won, "D1")
    assert "change 1: Red ones" in shown and "costs them 900 GBP" in shown
    assert "14 days later" in shown and "not agreed yet" in shown
    won.change_order("D1", number=1, agreed=TODAY)
    assert "agreed 2026-11-23" in page(won, "D1") and won.get("D1").changes[0].costs == pounds(900)
    won.change_order("D1", "One more")
    assert [each.number for each in won.get("D1").changes] == [1, 2] and "its price is not said yet" in page(won, "D1")
    with pytest.raises(NotFound, match="no change number 7"):
        won.change_order("D1", number=7)
    assert str(won.history(limit=1)[0].title) == "Change of the order D1: One more" and won.check() == []
