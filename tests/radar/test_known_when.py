"""What is judged as of a day reads only what had happened, and was written down, before it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from worlds import AS_OF, World, ago

from bidtracker.book import Book
from bidtracker.domain.bids import ContractTerms, loss_reasons
from bidtracker.domain.records import Believed, Bid, Fact, Revision
from bidtracker.domain.vocabulary import Channel, FactKind, Level, LostReason, Outcome, SignalKind, Stance
from bidtracker.intake.run import import_files
from bidtracker.radar.account.knowledge import knowledge
from bidtracker.radar.insights.all_insights import insights
from bidtracker.radar.score import opportunity
from bidtracker.radar.score.past import history
from bidtracker.radar.score.relations import relations

LATE = SignalKind.DELIVERY_LATE


@pytest.fixture
def world() -> World:
    world = World()
    world.buyer(), world.supplier()
    return world


@pytest.mark.parametrize("hindsight", [{"on": ago(10)}, {"on": ago(200), "written": ago(10)}])
def test_a_signal_noted_later_is_not_read(world: World, hindsight: dict[str, Any]) -> None:
    award = world.award(world.tender(), 1, awarded=ago(900))
    signal = replace(world.signal(award, LATE, 0), happened=ago(200), **hindsight)
    world.change("signals", signal)
    before, after = (opportunity.judge(world.holdings, award, day) for day in (ago(11), ago(10)))
    assert before.discontent == 0 < after.discontent


def test_hindsight_does_not_lift_the_books_own_auc(world: World) -> None:
    """Notes written after each result, dated to before it, on exactly those contracts that then changed hands."""
    for n in range(40):
        on = ago(2000 - 40 * n)
        world.retender(1, "a", before=1, after=2 if n % 2 else 1, on=on)
        if n % 2:
            world.signal(2 * n + 1, LATE, 0, happened=on - timedelta(days=200))
            world.change("signals", world.holdings.signals[max(world.holdings.signals)], on=on + timedelta(days=5))
    auc = insights(world.holdings, AS_OF).quality.auc
    assert auc is not None and auc <= 0.7


def test_beliefs_and_facts_written_later_are_not_read(world: World) -> None:
    contact = world.contact("Head", Level.UNKNOWN, Stance.NEUTRAL, 900)
    belief = Believed(on=ago(300), level=Level.ALLIED, stance=Stance.SUPPORTS, written=ago(10))
    world.change("contacts", contact, believed=(*contact.believed, belief))
    world.put("facts", Fact(buyer=1, kind=FactKind.SIZE, text="900", on=ago(300), written=ago(10)))
    levels = [relations(world.holdings.contacts_of(1), (), day)[0].level for day in (ago(11), ago(10))]
    assert levels == [Level.UNKNOWN, Level.ALLIED]
    lines = [knowledge(world.holdings, 1, day).line(FactKind.SIZE).facts for day in (ago(11), ago(10))]
    assert [len(facts) for facts in lines] == [0, 1]


@pytest.mark.parametrize("days", [{"awarded": ago(10)}, {"awarded": ago(900), "written": ago(10)}])
def test_an_award_noted_later_is_not_ranked_nor_counted(world: World, days: dict[str, date]) -> None:
    tender = world.tender(category="a")
    world.award(tender, 1, awarded=ago(1500))
    world.award(world.tender(category="a", follows=tender.id), 1, tracked=True, **days)
    assert [result.award for result in opportunity.opportunities(world.holdings, ago(11))] == []
    assert [result.award for result in opportunity.opportunities(world.holdings, ago(10))] == [2]
    assert [history(world.holdings, day).base.n for day in (ago(10), ago(9))] == [0, 1]


@pytest.mark.parametrize(
    ("revisions", "scored"),
    [
        ((), 0),
        ((Revision(on=ago(100), p_win=0.4),), 1),
        ((Revision(on=ago(50), p_win=0.4),), 1),
        ((Revision(on=ago(49), p_win=0.4),), 0),
        ((Revision(on=ago(100), p_win=0.3), Revision(on=ago(20), p_win=0.4)), 0),
    ],
)
def test_an_estimate_counts_if_it_was_written_before_the_outcome(
    world: World, revisions: tuple[Revision, ...], scored: int
) -> None:
    bid = Bid(outcome=Outcome.LOST, outcome_on=ago(50), p_win=0.4, p_win_locked=0.4, revisions=revisions)
    world.tender(bids=(bid,), outcome=Outcome.LOST)
    result = insights(world.holdings, AS_OF).calibration
    assert (result.n, result.late) == (scored, 1 - scored)


# ---------------------------------------------------------------- how it is written


def lost_tender(book: Book, **bid: Any) -> str:
    tender = book.add("tenders", title="Lamps", buyer=book.add("buyers", name="Town").id)
    if bid:
        book.bid(f"T{tender.id}", **bid)
    book.lose(f"T{tender.id}", to="Rival", reasons=loss_reasons(LostReason.PRICE), terms=ContractTerms(awarded=ago(5)))
    return f"T{tender.id}"


def test_what_a_person_writes_bears_the_day(book: Book) -> None:
    lost = book.get(lost_tender(book))
    award = book.get(f"A{lost.awards[0]}")
    signal = book.observe(f"A{award.id}", LATE, on=ago(60))
    fact = book.add("facts", buyer=1, kind=FactKind.SIZE, text="90", on=ago(9), channel=Channel.SIDE)
    contact = book.add("contacts", name="Head", buyer=1)
    believed = book.believe(f"P{contact.id}", level=Level.ALLIED, on=ago(90)).believed
    assert [award.written, signal.written, fact.written, believed[0].written] == [AS_OF] * 4


def test_the_first_estimate_after_the_outcome_is_not_locked(book: Book) -> None:
    expected = lost_tender(book)
    after = book.bid(expected, p_win=0.9, submitted=ago(100))
    assert (after.bids[0].p_win, after.bids[0].p_win_locked) == (0.9, None)
    assert insights(book.holdings, AS_OF).calibration.n == 0


def test_an_estimate_typed_in_the_knowledge_of_an_older_outcome_is_not_scored(book: Book) -> None:
    lost_tender(book, p_win=0.1, submitted=ago(100))  # typed today, the outcome is five days old
    assert insights(book.holdings, AS_OF).calibration.n == 0


def test_an_imported_estimate_carries_the_lists_day(book: Book, tmp_path: Any) -> None:
    def brought(name: str, rows: str) -> None:
        (tmp_path / name).write_text(rows, encoding="utf-8")
        import_files(book, [tmp_path / name])

    head = "title,buyer,reference,p_win,submitted,outcome,decision_date\n"
    brought("together.csv", head + "Lamps,Town,L1,10%,2026-01-02,lost,2026-03-01\n")
    brought("before.csv", head + "Desks,Town,D1,20%,2026-11-02,,\n")
    brought("after.csv", head + "Desks,Town,D1,90%,2026-11-02,lost,2026-11-25\n")
    lamps, desks = (book.holdings.tenders[number].bids[0] for number in (1, 2))
    assert (lamps.p_win, lamps.revisions) == (0.1, ())
    assert (desks.p_win_locked, [r.on for r in desks.revisions]) == (0.2, [AS_OF])
    assert insights(book.holdings, date(2026, 12, 1)).calibration.n == 1
