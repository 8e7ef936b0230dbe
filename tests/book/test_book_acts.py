"""Each act does what it says, checks what it is given, and leaves one entry in the history."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from bidtracker.book import Book, ValueConflict
from bidtracker.domain.bids import ContractTerms, loss_reasons
from bidtracker.domain.errors import FieldError, NotFound, Refused
from bidtracker.domain.money import Money
from bidtracker.domain.records import Demand, Match, Milestone, TenderEvent
from bidtracker.domain.vocabulary import (
    DealStep,
    Decision,
    DemandKind,
    EventKind,
    Fit,
    Intent,
    Level,
    LostReason,
    NoAwardReason,
    Outcome,
    PromiseKind,
    SignalKind,
    SignalState,
    Stage,
    Stance,
    TouchOutcome,
    Watch,
)

GBP = "GBP"


def pounds(amount: int) -> Money:
    return Money(Decimal(amount), GBP)


@pytest.fixture
def lost(book: Book) -> Book:
    """T1 lost to Acme, award A1 until 2027-06-30, one promise."""
    book.add("tenders", title="Scanners", buyer="Kettlebrook Trust", category="33100000")
    book.bid("T1", p_win=0.1, intent=Intent.POSITION, price=pounds(118_000), submitted=date(2024, 3, 1))
    book.lose(
        "T1",
        to="Acme Ltd",
        reasons=loss_reasons(LostReason.PRICE, [LostReason.REFERENCES]),
        terms=ContractTerms(
            value=pounds(99_000),
            start=date(2024, 7, 1),
            end=date(2027, 6, 30),
            max_end=date(2028, 6, 30),
            promises=("30 days delivery",),
        ),
    )
    return book


def test_a_new_buyer_comes_with_its_tender(book: Book) -> None:
    tender = book.add("tenders", title="Scanners", buyer="Kettlebrook Trust")
    assert book.get("B1").name == "Kettlebrook Trust"
    assert tender.buyer == 1
    again = book.add("tenders", title="Beds", buyer="KETTLEBROOK  trust")
    assert again.buyer == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": "", "buyer": "X"}, "title"),
        ({"buyer": "X"}, "title"),
        ({"title": "x" * 2_001, "buyer": "X"}, "title"),
        ({"title": "X", "buyer": "X", "published": "soon"}, "published"),
        ({"title": "X", "buyer": "X", "stage": "asleep"}, "stage"),
        ({"title": "X", "buyer": "B99"}, "buyer"),
        ({"title": "X", "buyer": "X", "colour": "red"}, "colour"),
        ({"title": "X", "buyer": "X", "offers": -1}, "offers"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(book: Book, fields: dict[str, object], field: str) -> None:
    with pytest.raises(FieldError) as error:
        book.add("tenders", **fields)
    assert error.value.field == field
    assert book.history() == []
    assert not book.holdings.tenders and not book.holdings.buyers


def test_p_win_is_locked_at_submission(book: Book) -> None:
    book.add("tenders", title="Scanners", buyer="Kettlebrook Trust")
    book.bid("T1", p_win=0.4)
    book.bid("T1", p_win=0.3)
    assert book.get("T1").stage is Stage.PREPARING
    book.bid("T1", submitted=date(2026, 11, 1))
    tender = book.bid("T1", p_win=0.05)
    assert tender.stage is Stage.SUBMITTED and tender.decision is Decision.GO
    assert tender.bid is not None
    assert tender.bid.p_win == 0.05 and tender.bid.p_win_locked == 0.3
    assert [revision.p_win for revision in tender.bid.revisions] == [0.4, 0.3, 0.05]
    assert not tender.expected_lost()


def test_an_estimate_thought_over_decides_nothing(book: Book) -> None:
    book.add("tenders", title="Scanners", buyer="Kettlebrook Trust")
    book.bid("T1", p_win=0.4)
    book.set("T1", stage=Stage.BID_DECISION, decision=Decision.PENDING)
    tender = book.bid("T1", p_win=0.1, intent=Intent.POSITION)
    assert (tender.stage, tender.decision) == (Stage.BID_DECISION, Decision.PENDING)
    assert book.bid("T1", price=pounds(118_000)).stage is Stage.PREPARING


def test_a_first_estimate_after_submission_is_not_scored(book: Book) -> None:
    book.add("tenders", title="Scanners", buyer="Kettlebrook Trust")
    book.bid("T1", submitted=date(2026, 11, 1))
    tender = book.bid("T1", p_win=0.5)
    assert tender.bid is not None and tender.bid.p_win_locked is None


def test_a_loss_closes_the_tender_and_makes_the_award(lost: Book) -> None:
    tender, award = lost.get("T1"), lost.get("A1")
    assert (tender.outcome, tender.stage, tender.watch) == (Outcome.LOST, Stage.CLOSED, Watch.WATCHING)
    assert [reason.code for reason in tender.bid.reasons] == [LostReason.PRICE, LostReason.REFERENCES]
    assert tender.expected_lost()
    assert lost.get("C1").name == "Acme Ltd" and award.suppliers == (1,)
    assert award.promises[0].text == "30 days delivery" and award.promises[0].number == 1
    assert lost.holdings.tracked(award)
    assert lost.holdings.awards_of(1) == [award]


def test_a_loss_is_completed_not_doubled(lost: Book) -> None:
    lost.lose("A1", reasons=loss_reasons(LostReason.TECHNICAL_FIT), terms=ContractTerms(value=pounds(98_000)))
    assert lost.get("A1").value == pounds(98_000)
    assert lost.get("A1").end == date(2027, 6, 30)
    assert lost.get("A1").suppliers == (1,)
    assert len(lost.holdings.awards) == 1


def test_a_winner_may_be_called_like_an_id(book: Book) -> None:
    book.add("tenders", title="Telephones", buyer="Trust")
    with pytest.raises(FieldError, match="there is no C9 in this book"):
        book.lose("T1", to="C9")
    _, award = book.lose("T1", to="O2")
    assert award is not None and book.holdings.suppliers(award) == ["O2"]


def test_the_winner_may_stay_unknown(book: Book) -> None:
    book.add("tenders", title="Scanners", buyer="Kettlebrook Trust")
    tender, award = book.lose("T1")
    assert award is None and tender.outcome is Outcome.LOST
    assert tender.bid is not None and tender.bid.reasons[0].code is LostReason.UNKNOWN


def test_a_loss_for_another_reason_says_which(book: Book) -> None:
    book.add("tenders", title="Scanners", buyer="Kettlebrook Trust")
    with pytest.raises(FieldError, match="note"):
        book.lose("T1", reasons=loss_reasons(LostReason.OTHER))
    book.lose("T1", reasons=loss_reasons(LostReason.OTHER, evidence="a cousin"))


def test_a_contract_does_not_end_before_it_starts(book: Book) -> None:
    book.add("tenders", title="Scanners", buyer="Kettlebrook Trust")
    with pytest.raises(FieldError) as error:
        book.lose("T1", to="Acme", terms=ContractTerms(start=date(2026, 1, 1), end=date(2025, 1, 1)))
    assert error.value.field == "end"
    assert book.get("T1").outcome is Outcome.PENDING
    assert not book.holdings.competitors, "the winner's name must not outlive the refused act"


def test_a_win_takes_our_price(book: Book) -> None:
    book.add("tenders", title="Scanners", buyer="Kettlebrook Trust")
    book.bid("T1", price=pounds(5), p_win=0.6, submitted=date(2026, 1, 1))
    tender, award = book.win("T1", ContractTerms(end=date(2028, 1, 1)))
    assert award.ours and award.value == pounds(5) and tender.outcome is Outcome.WON


def test_no_award_is_not_a_loss(book: Book) -> None:
    book.add("tenders", title="Scanners", buyer="Kettlebrook Trust")
    book.bid("T1", p_win=0.5)
    tender = book.no_award("T1", NoAwardReason.INS_FUND)
    assert tender.outcome is Outcome.NO_AWARD and tender.bid is not None and tender.bid.outcome is Outcome.NO_AWARD


def test_lots_end_one_by_one(book: Book) -> None:
    book.add("tenders", title="Scanners", buyer="Kettlebrook Trust", lots=[{"id": "1"}, {"id": "2"}])
    book.bid("T1", lot="1", p_win=0.1)
    book.bid("T1", lot="2", p_win=0.7)
    tender, _ = book.lose("T1", to="Acme", terms=ContractTerms(lot="1"))
    assert tender.outcome is Outcome.PENDING and tender.stage is not Stage.CLOSED
    tender, _ = book.win("T1", ContractTerms(lot="2"))
    assert tender.outcome is Outcome.WON and tender.stage is Stage.CLOSED
    assert [bid.outcome for bid in tender.bids] == [Outcome.LOST, Outcome.WON]
    with pytest.raises(FieldError):
        book.bid("T1", lot="3")


def test_signals_are_judged_and_belong_somewhere(lost: Book) -> None:
    signal = lost.observe("A1", SignalKind.DELIVERY_LATE, severity=3, promise=1)
    assert lost.confirm("S1").state is SignalState.CONFIRMED
    assert lost.refute("S1").state is SignalState.REFUTED
    assert lost.holdings.signals_of(lost.holdings.awards[1])[0].id == signal.id
    with pytest.raises(FieldError, match="promise"):
        lost.observe("A1", SignalKind.DELIVERY_LATE, promise=7)
    with pytest.raises(FieldError, match="not come yet"):
        lost.observe("A1", SignalKind.DELIVERY_LATE, on=date(2027, 1, 1))
    with pytest.raises(Refused):
        lost.observe("B1", SignalKind.DELIVERY_LATE)
    about = lost.observe("C1", SignalKind.SUPPLIER_DISTRESS, buyer="Kettlebrook Trust")
    assert about.id in {signal.id for signal in lost.holdings.signals_of(lost.holdings.awards[1])}


def test_beliefs_keep_their_dates(lost: Book) -> None:
    lost.add("contacts", name="Eve", buyer="B1")
    lost.believe("P1", level=Level.ACQUAINTED, stance=Stance.OPPOSES, on=date(2026, 1, 1))
    contact = lost.believe("P1", level=Level.FAMILIAR)
    assert [(b.on, b.level, b.stance) for b in contact.believed] == [
        (date(2026, 1, 1), Level.ACQUAINTED, Stance.OPPOSES),
        (date(2026, 11, 23), Level.FAMILIAR, Stance.OPPOSES),
    ]


def test_a_touch_leads_on(lost: Book) -> None:
    lost.add("contacts", name="Eve", buyer="B1")
    lost.plan_touch("A1", on=date(2026, 11, 24), contact="Eve")
    with pytest.raises(FieldError, match="callback"):
        lost.done("F1", TouchOutcome.CALLBACK_AGREED)
    _, made = lost.done("F1", TouchOutcome.CALLBACK_AGREED, callback=date(2026, 12, 1))
    assert made[0].on == date(2026, 12, 1)
    assert lost.get("T1").watch is Watch.CONTACTED
    _, made = lost.done("F2", TouchOutcome.SATISFIED_WITH_INCUMBENT)
    assert made[0].kind is SignalKind.SATISFIED_STATEMENT and made[0].award == 1
    lost.plan_touch("P1", on=date(2026, 12, 2))
    lost.done("F3", TouchOutcome.DO_NOT_CONTACT)
    with pytest.raises(FieldError, match="not to be contacted"):
        lost.plan_touch("P1", on=date(2026, 12, 3))


def test_what_a_person_decides_of_an_opportunity(lost: Book) -> None:
    assert lost.snooze("A1", until=date(2027, 1, 1))[0].snoozed_until == date(2027, 1, 1)
    with pytest.raises(FieldError):
        lost.snooze("A1", until=date(2026, 11, 23))
    assert lost.dismiss("A1")[0].dismissed
    assert lost.watch("T1", word=Watch.PARKED, until=date(2027, 1, 1))[0].park_until == date(2027, 1, 1)
    with pytest.raises(FieldError):
        lost.watch("T1", word=Watch.PARKED)
    tender = lost.reengage("A1")
    assert tender.follows == 1 and tender.stage is Stage.QUALIFYING and tender.category == "33100000"
    assert lost.get("T1").outcome is Outcome.LOST and lost.get("T1").watch is Watch.RE_ENGAGED


def test_deleting_takes_what_hangs_on_it_and_cuts_other_links(lost: Book) -> None:
    lost.observe("A1", SignalKind.DELIVERY_LATE)
    lost.reengage("A1")
    lost.plan_touch("T1", on=date(2026, 12, 1))
    assert lost.delete("T1") >= 3
    assert set(lost.holdings.tenders) == {2} and not lost.holdings.awards and not lost.holdings.signals
    assert lost.get("T2").follows == 0 and lost.get("F1").tender == 0
    assert lost.check() == []


def test_what_went_is_counted_without_what_was_only_cut_loose(lost: Book) -> None:
    lost.plan_touch("A1", on=date(2026, 12, 1))
    assert lost.delete("A1") == 1 and str(lost.history(limit=1)[0].title) == "Deleted A1 Scanners"
    assert lost.get("T1").awards == () and lost.get("F1").award == 0
    assert lost.delete("T1", "B1", "T1") == 3, "the tender, its buyer and the touch with them"
    assert lost.check() == []
    lost.undo(2)
    assert lost.get("T1").awards == (1,) and lost.get("F1").award == 1 and lost.check() == []


PARTS: dict[str, tuple[str, dict[str, object], str]] = {
    "an offer": ("N1", {"matches": (Match(demand=1, offer=99, fit=Fit.FITS),)}, "offer"),
    "a contact": ("D1", {"milestones": (Milestone(number=1, step=DealStep.VISIT, contact=99),)}, "contact"),
    "an award": ("T1", {"events": (TenderEvent(on=date(2026, 1, 1), kind=EventKind.CANCELLED, award=99),)}, "award"),
}


@pytest.mark.parametrize("what", PARTS)
def test_a_part_names_nothing_that_is_not_there(lost: Book, what: str) -> None:
    lost.need("T1", "Scanners", demands=(Demand(number=1, kind=DemandKind.FUNCTION, text="scans"),))
    lost.add("tenders", title="Beds", buyer="B1")
    lost.win("T2")
    lost.deal("A2")
    id, fields, field = PARTS[what]
    before = lost.get(id)
    with pytest.raises(FieldError, match=r"there is no .99 in this book") as error, lost.acting("test") as draft:
        draft.put(msgspec.structs.replace(before, **fields))
    assert error.value.field == field and lost.get(id) == before


def test_the_events_of_a_tender_speak_of_no_award_that_is_gone(lost: Book) -> None:
    event = TenderEvent(on=date(2026, 1, 1), kind=EventKind.CANCELLED, award=1, note="said so")
    lost.set("T1", events=(event,))
    lost.delete("A1")
    assert lost.get("T1").events == (msgspec.structs.replace(event, award=0),) and lost.check() == []
    lost.undo()
    assert lost.get("T1").events == (event,)
    lost.db.table("awards").delete(1)
    assert "T1 points to A1, which is not there; set it anew" in map(str, lost.check())


def test_two_spellings_become_one(lost: Book) -> None:
    lost.add("tenders", title="Beds", buyer="Kettlebrok Trust")
    kept = lost.merge("B1", "B2")
    assert kept.aliases == ("Kettlebrok Trust",)
    assert {tender.buyer for tender in lost.holdings.tenders.values()} == {1}
    assert lost.add("tenders", title="Chairs", buyer="Kettlebrok trust").buyer == 1
    assert lost.check() == []


def test_the_same_field_changed_twice_is_a_conflict(lost: Book) -> None:
    read = lost.get("T1")
    lost.set("T1", title="Scanners and beds")
    with pytest.raises(ValueConflict) as error:
        lost.set("T1", base=read, title="Scanners only")
    assert (error.value.field, error.value.theirs, error.value.yours) == ("title", "Scanners and beds", "Scanners only")
    lost.set("T1", base=read, notes="mine")
    assert lost.get("T1").title == "Scanners and beds" and lost.get("T1").notes == "mine"


def test_ids_that_are_none(lost: Book) -> None:
    for act in (lost.confirm, lost.get, lost.reengage, lost.lose):
        with pytest.raises((NotFound, Refused)):
            act("S99" if act == lost.confirm else "T99")


def test_an_act_takes_no_id_of_another_table(lost: Book) -> None:
    """B1 is not T1, nor is T1 A1."""
    lost.add("tenders", title="Beds", buyer="Ashby Council")
    before = lost.get("T1"), lost.get("A1"), lost.get("T2")
    with pytest.raises(Refused, match="B2 is no tender; tenders have ids like T42"):
        lost.decide("B2", Decision.GO)
    with pytest.raises(Refused, match="B2 is no tender"):
        lost.bid("B2", p_win=0.5)
    with pytest.raises(Refused, match="T1 is no award; awards have ids like A5"):
        lost.promise("T1", "on Sundays too")
    with pytest.raises(NotFound, match="there is no A9 in this book"):
        lost.promise("A9", "on Sundays too")
    assert (lost.get("T1"), lost.get("A1"), lost.get("T2")) == before


def test_a_record_is_not_without_what_it_needs(lost: Book) -> None:
    lost.add("contacts", name="Eve", buyer="B1")
    for id, field in (("T1", "buyer"), ("P1", "buyer"), ("A1", "tender")):
        with pytest.raises(FieldError, match=f"{field} is missing; it must be given"):
            lost.set(id, **{field: ""})
    with pytest.raises(FieldError, match="buyer is missing; it must be given"):
        lost.add("touches", buyer="", on=date(2026, 12, 1))
    assert lost.check() == []
    body = (lost.db.table("contacts").body(1) or b"").replace(b'"buyer":1', b'"buyer":0')
    lost.db.table("contacts").put(1, body)
    assert "P1: buyer is missing; it must be given; set it anew" in map(str, lost.check())


def test_an_award_of_another_tender_is_listed_there(lost: Book) -> None:
    lost.add("tenders", title="Beds", buyer="B1")
    lost.set("A1", tender="T2")
    assert (lost.get("T1").awards, lost.get("T2").awards) == ((), (1,)) and lost.check() == []
    lost.undo()
    assert (lost.get("T1").awards, lost.get("T2").awards) == ((1,), ()) and lost.check() == []


def test_no_tender_follows_one_that_follows_it(lost: Book) -> None:
    lost.reengage("A1")
    for id, other in (("T1", "T1"), ("T1", "T2"), ("T2", "T2")):
        with pytest.raises(FieldError, match=f"{id} cannot follow {other}, which follows it"):
            lost.set(id, follows=other)
    assert lost.set("T2", follows="").follows == 0 and lost.set("T1", follows="T2").follows == 2


def test_a_signal_is_of_a_day_that_has_come(lost: Book) -> None:
    for act in (
        lambda: lost.observe("A1", SignalKind.DELIVERY_LATE, on=date(2026, 11, 24)),
        lambda: lost.add("signals", kind="delivery_late", award="A1", on=date(2026, 11, 24)),
    ):
        with pytest.raises(FieldError, match="2026-11-24 has not come yet; a signal is something already observed"):
            act()


def test_a_signal_speaks_of_a_promise_that_was_made(lost: Book) -> None:
    signal = lost.add("signals", kind="delivery_late", on=date(2026, 11, 1), award="A1", promise=1)
    wrong = "A1 has no promise 2; it has A1.1"
    with pytest.raises(FieldError, match=wrong):
        lost.observe("A1", SignalKind.DELIVERY_LATE, promise=2)
    with pytest.raises(FieldError, match=wrong):
        lost.set("S1", promise=2)
    with pytest.raises(FieldError, match="a promise belongs to a contract"):
        lost.add("signals", kind="delivery_late", on=date(2026, 11, 1), competitor="C1", buyer="B1", promise=1)
    assert lost.get("S1") == signal and len(lost.holdings.signals) == 1


def test_a_signal_that_breaks_a_promise_marks_it_until_it_is_refuted(lost: Book) -> None:
    def kept() -> bool | None:
        return lost.holdings.awards[1].promises[0].kept

    lost.observe("A1", SignalKind.DELIVERY_LATE, promise=1)
    assert kept() is False
    lost.undo()
    assert kept() is None
    first, second = (
        f"S{lost.observe('A1', kind, promise=1).id}" for kind in (SignalKind.DELIVERY_LATE, SignalKind.SERVICE_SLOW)
    )
    lost.refute(first)
    assert kept() is False  # the other one says so too
    lost.refute(second)
    assert kept() is None
    lost.reopen(second)
    assert kept() is False
    lost.promise_kept("A1.1", True)
    lost.observe("A1", SignalKind.QUALITY_POOR, promise=1)
    assert kept() is True


def test_a_promise_was_kept_or_broken_or_is_open_again(lost: Book) -> None:
    lost.promise("A1", "two engineers", PromiseKind.STAFF, date(2026, 11, 1))
    for kept, title in (
        (True, "Promise A1.2 was kept: two engineers"),
        (False, "Promise A1.2 was broken: two engineers"),
        (None, "Promise A1.2 is open again: two engineers"),
    ):
        award = lost.promise_kept("a1.2", kept)
        assert lost.get("A1") == award and [each.kept for each in award.promises] == [None, kept]
        assert str(lost.history("A1", 1)[0].title) == title
    assert (award.promises[1].kind, award.promises[1].due) == (PromiseKind.STAFF, date(2026, 11, 1))
    assert not lost.holdings.signals
    lost.undo()
    assert lost.get("A1").promises[1].kept is False and lost.check() == []


def test_the_same_answer_again_is_no_act(lost: Book) -> None:
    lost.promise_kept("A1.1", True)
    acts = len(lost.history())
    lost.promise_kept("A1.1", True)
    assert len(lost.history()) == acts


def test_only_a_promise_is_kept(lost: Book) -> None:
    before = lost.get("A1")
    with pytest.raises(Refused, match=r"A1 is an award; name the promise in it, like A1\.1"):
        lost.promise_kept("A1", True)
    with pytest.raises(Refused, match=r"T1\.1 is no award"):
        lost.promise_kept("T1.1", True)
    with pytest.raises(NotFound, match=r"there is no A1\.2 in this book"):
        lost.promise_kept("A1.2", True)
    assert lost.get("A1") == before


def test_tags_and_settings(lost: Book) -> None:
    lost.tag(["T1", "B1"], "north")
    assert lost.get("T1").tags == ("north",) and lost.get("B1").tags == ("north",)
    lost.tag(["T1"], "north", off=True)
    assert lost.get("T1").tags == ()
    lost.set_settings(us=("Ours Ltd",))
    assert lost.settings.us == ("Ours Ltd",)
