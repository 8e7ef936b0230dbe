"""Our own delivery: steps, faults, visits, and the signals, calls and facts that they make."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bidtracker.book import Book
from bidtracker.domain.errors import BidtrackerError, FieldError, NotFound, Refused
from bidtracker.domain.ids import ref
from bidtracker.domain.money import Money
from bidtracker.domain.records import Clocks, Deal, Milestone, Signal, VisitPlan
from bidtracker.domain.vocabulary import DealStep, FactKind, SignalKind, SignalState, TouchKind
from bidtracker.radar.score.opportunity import defended

TODAY = date(2026, 11, 23)


def pounds(amount: int) -> Money:
    return Money(Decimal(amount), "GBP")


def waiting(deal: Deal) -> list[date | None]:
    """The days of the visits that are still to be made."""
    return [each.due for each in deal.milestones if each.step is DealStep.VISIT and each.done is None]


def noted(book: Book) -> list[Signal]:
    return sorted(book.holdings.signals.values(), key=lambda signal: signal.id)


@pytest.fixture
def deal(won: Book) -> Book:
    """D1 of A1, with the delivery D1.1 due 2026-11-20."""
    won.deal("A1")
    won.step("D1", DealStep.DELIVERY, due=date(2026, 11, 20))
    return won


def test_a_deal_is_opened_once_and_changed_by_its_id(won: Book) -> None:
    steps = (
        Milestone(number=1, step=DealStep.SIGNED, done=date(2026, 7, 1)),
        Milestone(number=1, step=DealStep.DEPOSIT, due=date(2026, 12, 1), amount=pounds(12_000)),
    )
    deal = won.deal("A1", steps=steps, visits=VisitPlan(days=(14,), every_months=0))
    assert [(each.number, each.step) for each in deal.milestones] == [(1, DealStep.SIGNED), (2, DealStep.DEPOSIT)]
    assert (deal.clocks, deal.visits.days) == (Clocks(), (14,))
    deal = won.deal("D1", clocks=Clocks(report=3), notes="north gate")
    assert (deal.clocks.report, deal.visits.days, deal.notes, len(deal.milestones)) == (3, (14,), "north gate", 2)
    assert str(won.history(limit=1)[0].title) == "Deal D1 of Scanners"
    with pytest.raises(FieldError, match="A1 already has its deal, D1"):
        won.deal("A1")
    assert won.check() == []


def test_a_deal_is_of_an_award_of_ours(rival: Book) -> None:
    with pytest.raises(FieldError, match="A1 is not ours"):
        rival.deal("A1")
    with pytest.raises(Refused, match="T1 is no award and no deal"):
        rival.deal("T1")
    assert not rival.holdings.deals


def test_steps_are_added_and_changed_and_taken_out(deal: Book) -> None:
    after = deal.step("D1", DealStep.PAYMENT, due=date(2027, 1, 1), amount=pounds(5), note="second half")
    assert after.milestones[1] == Milestone(
        number=2, step=DealStep.PAYMENT, due=date(2027, 1, 1), amount=pounds(5), note="second half"
    )
    deal.step("D1.2", done=TODAY)
    changed = deal.step("d1.2", due=None, amount=pounds(6))
    assert changed.milestones[1].done == TODAY and changed.milestones[1].due is None
    assert changed.milestones[1].amount == pounds(6) and changed.milestones[1].note == "second half"
    assert str(deal.history(limit=1)[0].title) == "D1.2 of D1 Scanners: Payment done on 2026-11-23"
    assert [each.number for each in deal.drop_step("D1.1").milestones] == [2]
    deal.undo(4)
    assert [each.number for each in deal.get("D1").milestones] == [1]


@pytest.mark.parametrize(
    ("id", "step", "fields", "error"),
    [
        ("D1", None, {}, "step is missing; it is one of signed, deposit, order, supply, delivery, acceptance, fault, "
         "return, replacement, payment, visit"),
        ("D1.9", None, {}, "there is no D1.9 in this book"),
        ("A1", DealStep.SIGNED, {}, "A1 is no deal; deals have ids like D3, and their steps like D3.2"),
        ("D1", DealStep.SIGNED, {"done": date(2026, 12, 1)},
         "2026-12-01 has not come yet; done is a day that has passed, or today"),
        ("D1", DealStep.DEPOSIT, {"amount": Money(Decimal(5))}, "amount has no currency; write it like 5 EUR"),
    ],
)  # fmt: skip
def test_a_step_that_cannot_be(
    deal: Book, id: str, step: DealStep | None, fields: dict[str, object], error: str
) -> None:
    before = deal.get("D1")
    with pytest.raises(BidtrackerError) as output:
        deal.step(id, step, **fields)  # type: ignore[arg-type]
    assert str(output.value) == error
    assert deal.get("D1") == before


def test_a_delivery_done_plans_the_visits_after_it(deal: Book) -> None:
    after = deal.step("D1.1", done=date(2026, 11, 20))
    # 7, 30 and 90 days after it, then three months after the last of these
    assert waiting(after) == [date(2026, 11, 27), date(2026, 12, 20), date(2027, 2, 18), date(2027, 5, 18)]
    assert not noted(deal), "it came in time"
    deal.undo()
    assert waiting(deal.get("D1")) == []


def test_visits_long_past_are_not_planned(deal: Book) -> None:
    after = deal.step("D1.1", done=date(2026, 9, 30))
    assert waiting(after) == [date(2026, 12, 29), date(2027, 3, 29)]


def test_a_second_delivery_shares_the_visits_that_wait_near(deal: Book) -> None:
    deal.step("D1.1", done=date(2026, 11, 20))
    after = deal.step("D1", DealStep.DELIVERY, done=date(2026, 11, 22))
    assert len(waiting(after)) == 4


def test_regular_visits_end_with_the_contract(won: Book) -> None:
    won.set("A1", end=date(2027, 1, 31))
    won.deal("A1")
    after = won.step("D1", DealStep.DELIVERY, done=TODAY)
    assert waiting(after) == [TODAY + timedelta(days=days) for days in (7, 30, 90)]


def test_without_a_plan_there_are_no_visits(won: Book) -> None:
    won.deal("A1", visits=VisitPlan(days=(), every_months=0))
    assert waiting(won.step("D1", DealStep.DELIVERY, done=TODAY)) == []


@pytest.mark.parametrize(("days", "severity"), [(1, 1), (7, 1), (8, 2), (30, 2), (31, 3), (400, 3)])
def test_a_late_delivery_is_a_signal_on_our_own_award(won: Book, days: int, severity: int) -> None:
    won.deal("A1")
    won.step("D1", DealStep.DELIVERY, due=TODAY - timedelta(days=days), done=TODAY)
    [signal] = noted(won)
    assert (signal.kind, signal.severity, signal.award, signal.on) == (SignalKind.DELIVERY_LATE, severity, 1, TODAY)
    assert str(signal.grounds) == "D1.1 of our own delivery"
    assert won.check() == []


def test_the_signal_follows_what_the_step_says(deal: Book) -> None:
    deal.step("D1.1", done=TODAY)
    [signal] = noted(deal)
    deal.confirm("S1")
    deal.step("D1.1", due=date(2026, 10, 1))
    [changed] = noted(deal)
    assert (changed.id, changed.severity, changed.state) == (signal.id, 3, SignalState.CONFIRMED)
    deal.step("D1.1", due=date(2026, 11, 30))
    assert not noted(deal)
    deal.step("D1.1", due=date(2026, 11, 1))
    deal.step("D1.1", done=None)
    assert not noted(deal)
    deal.undo()
    assert len(noted(deal)) == 1
    deal.drop_step("D1.1")
    assert not noted(deal)


def test_a_fault_starts_three_clocks_and_is_a_signal(deal: Book) -> None:
    deal.deal("D1", clocks=Clocks(report=2, send_back=5, replace=20))
    after, signal = deal.faulty("D1", date(2026, 11, 20), "two scanners dead", contact="Eve")
    assert [(each.number, each.step, each.due) for each in after.milestones[1:]] == [
        (2, DealStep.FAULT, date(2026, 11, 22)),
        (3, DealStep.RETURN, date(2026, 11, 25)),
        (4, DealStep.REPLACEMENT, date(2026, 12, 10)),
    ]
    assert (signal.kind, signal.award, signal.on, signal.contact) == (SignalKind.DOA_DEFECT, 1, date(2026, 11, 20), 1)
    assert signal.notes == "two scanners dead"
    deal.step("D1.2", done=TODAY)
    assert len(noted(deal)) == 1, "reporting it does not make it better or worse"
    deal.drop_step("D1.2")
    assert not noted(deal)
    deal.undo(3)
    assert len(deal.get("D1").milestones) == 1 and not noted(deal)


def test_a_fault_that_cannot_be(deal: Book) -> None:
    with pytest.raises(FieldError, match="has not come yet"):
        deal.faulty("D1", date(2026, 11, 24))
    with pytest.raises(Refused, match=r"D1\.1 is a step; a fault is of the deal, D1"):
        deal.faulty("D1.1")
    with pytest.raises(FieldError, match="works for another buyer"):
        deal.faulty("D1", contact="Bo")
    with pytest.raises(NotFound):
        deal.faulty("D9")
    assert not noted(deal) and len(deal.get("D1").milestones) == 1


def test_an_unhappy_visit_opens_a_call_and_is_a_complaint(deal: Book) -> None:
    deal.step("D1.1", done=date(2026, 11, 16))
    after, made = deal.visited("D1.2", 1, improve="the cradle breaks", contact="Eve")
    visit = after.milestones[1]
    assert (visit.done, visit.satisfaction, visit.improve, visit.contact) == (TODAY, 1, "the cradle breaks", 1)
    [touch] = deal.holdings.touches.values()
    assert (touch.on, touch.kind, touch.contact, touch.award, touch.buyer) == (
        date(2026, 11, 25),
        TouchKind.CALL,
        1,
        1,
        1,
    )
    assert (touch.done, touch.by, touch.notes) == (None, "ann", "the cradle breaks")
    [signal] = noted(deal)
    assert (signal.kind, signal.severity, signal.contact) == (SignalKind.BUYER_COMPLAINT, 3, 1)
    assert made == [signal, touch]
    assert str(deal.history(limit=1)[0].title) == "D1.2 of D1 Scanners: Visit after delivery, satisfaction 1 of 5"
    deal.undo()
    assert not deal.holdings.touches and not noted(deal)


def test_our_own_delivery_is_judged_like_a_rivals(deal: Book) -> None:
    [before] = defended(deal.holdings, TODAY)
    deal.visited("D1", 5)
    [content] = defended(deal.holdings, TODAY)
    deal.visited("D1", 1)
    deal.faulty("D1")
    [after] = defended(deal.holdings, TODAY)
    assert content.discontent < before.discontent < after.discontent and after.score > before.score


@pytest.mark.parametrize(
    ("satisfaction", "signals"),
    [
        (2, [(SignalKind.BUYER_COMPLAINT, 2)]),
        (3, []),
        (4, [(SignalKind.SATISFIED_STATEMENT, 1)]),
        (5, [(SignalKind.SATISFIED_STATEMENT, 2)]),
        (None, []),
    ],
)
def test_what_satisfaction_says(deal: Book, satisfaction: int | None, signals: list[tuple[SignalKind, int]]) -> None:
    deal.visited("D1", satisfaction)
    assert [(signal.kind, signal.severity) for signal in noted(deal)] == signals
    assert len(deal.holdings.touches) == (satisfaction == 2)


def test_a_corrected_visit_is_not_heard_twice(deal: Book) -> None:
    deal.visited("D1", 1)
    deal.visited("D1.2", 2, improve="the cradle")
    assert [(signal.kind, signal.severity) for signal in noted(deal)] == [(SignalKind.BUYER_COMPLAINT, 2)]
    assert len(deal.holdings.touches) == 1
    deal.visited("D1.2", 5)
    assert [signal.kind for signal in noted(deal)] == [SignalKind.SATISFIED_STATEMENT]
    deal.visited("D1.2", 3)
    assert not noted(deal)


def test_nobody_who_asked_not_to_be_is_called(deal: Book) -> None:
    deal.set("P1", do_not_contact=True)
    deal.visited("D1", 1, contact="P1")
    [touch] = deal.holdings.touches.values()
    assert touch.contact == 0


def test_the_next_need_becomes_a_fact_once(deal: Book) -> None:
    _, made = deal.visited("D1", 3, next_need="a second depot in May", contact="Eve", on=date(2026, 11, 20))
    [fact] = deal.holdings.facts.values()
    assert made == [fact]
    assert (fact.kind, fact.text, fact.buyer) == (FactKind.UPCOMING_NEED, "a second depot in May", 1)
    assert (fact.on, fact.contact) == (date(2026, 11, 20), 1)
    deal.visited("D1.2", 4, next_need="a second depot in May")
    assert len(deal.holdings.facts) == 1


def test_the_last_planned_visit_plans_the_next_while_the_contract_runs(won: Book) -> None:
    won.set("A1", end=date(2027, 3, 1))
    won.deal("A1", visits=VisitPlan(days=(7,), every_months=1))
    won.step("D1", DealStep.DELIVERY, done=date(2026, 11, 14))
    assert waiting(won.get("D1")) == [date(2026, 11, 21), date(2026, 12, 21)]
    won.visited("D1.2", 3)
    assert waiting(won.get("D1")) == [date(2026, 12, 21)], "one still waits"
    won.visited("D1.3", 3)
    assert waiting(won.get("D1")) == [date(2027, 1, 21)]
    won.step("D1.4", due=date(2027, 2, 25))
    won.step("D1.4", done=TODAY)
    assert waiting(won.get("D1")) == [], "the next would be after its end"


def test_a_visit_that_cannot_be(deal: Book) -> None:
    with pytest.raises(Refused, match=r"D1\.1 is no visit but a step of another sort: Delivery"):
        deal.visited("D1.1", 3)
    with pytest.raises(FieldError, match="satisfaction goes from 1 to 5, not 6"):
        deal.visited("D1", 6)
    with pytest.raises(FieldError, match="has not come yet"):
        deal.visited("D1", 3, on=date(2026, 12, 1))
    with pytest.raises(FieldError, match="works for another buyer"):
        deal.visited("D1", 3, contact="P2")
    assert len(deal.get("D1").milestones) == 1 and not noted(deal) and not deal.holdings.facts


def test_a_removed_contact_leaves_the_visits(deal: Book) -> None:
    deal.visited("D1", 2, contact="Eve")
    deal.delete("P1")
    assert deal.get("D1").milestones[1].contact == 0 and deal.check() == []
    deal.undo()
    assert deal.get("D1").milestones[1].contact == 1 and deal.check() == []
    deal.db.table("contacts").delete(1)
    assert "D1 points to P1, which is not there; set it anew" in map(str, deal.check())


@settings(max_examples=25)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("delivery"), st.integers(0, 60), st.integers(0, 60)),
            st.tuples(st.just("fault"), st.integers(0, 60), st.just(0)),
            st.tuples(st.just("visit"), st.integers(1, 5), st.integers(0, 60)),
        ),
        max_size=6,
    )
)
def test_whatever_is_done_the_book_stays_sound_and_comes_back(won: Book, acts: list[tuple[str, int, int]]) -> None:
    for number in tuple(won.holdings.deals):  # a failed example's
        won.delete(ref("deals", number))
    id = ref("deals", won.deal("A1").id)
    for what, first, second in acts:
        if what == "delivery":
            due, done = TODAY - timedelta(days=first), TODAY - timedelta(days=second)
            won.step(id, DealStep.DELIVERY, due=due, done=done)
        elif what == "fault":
            won.faulty(id, TODAY - timedelta(days=first))
        else:
            won.visited(id, first, next_need="more", on=TODAY - timedelta(days=second))
        numbers = [each.number for each in won.get(id).milestones]
        assert numbers == list(range(1, len(numbers) + 1)), "numbered in order, none twice"
        days = sorted(filter(None, waiting(won.get(id))))
        assert len(days) == len(set(days)), "no day has two visits"
    assert won.check() == []
    won.undo(1 + len(acts))
    assert not won.holdings.deals and not won.holdings.signals and not won.holdings.touches and not won.holdings.facts
