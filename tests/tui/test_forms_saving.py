"""Every form saves what was typed: the state of the book afterwards, and one step of undo."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from forms_host import filled, opened, saved

from bidtracker.book import Book
from bidtracker.domain.bids import ContractTerms, loss_reasons
from bidtracker.domain.money import Money
from bidtracker.domain.records import Believed
from bidtracker.domain.vocabulary import (
    AwardStatus,
    Channel,
    FactKind,
    Intent,
    Layer,
    Level,
    LostReason,
    NoAwardReason,
    Outcome,
    Reliability,
    Role,
    SaidBy,
    SignalKind,
    Stage,
    Stance,
    TerminationReason,
    TouchOutcome,
)
from bidtracker.tui import forms

TODAY = date(2026, 11, 23)


@pytest.fixture
def full(book: Book) -> Book:
    return filled(book)


# ---------------------------------------------------------------- tenders and bids


async def test_a_new_tender_with_a_new_buyer(full: Book) -> None:
    output = await saved(
        forms.TenderForm(full),
        title="CT scanner",
        buyer="Ville de Lyon",
        reference="L-9",
        deadline="1 mar 2027",
        value="1.2m eur",
        stage="qual",
        method="open",
        offers="4",
        tags="imaging, big",
        description="Two lots\nwith service",
    )
    tender = full.get("T3")
    assert output == "Added T3 CT scanner"
    assert full.get(("buyers", tender.buyer)).name == "Ville de Lyon"
    assert (tender.deadline, tender.value) == (date(2027, 3, 1), Money(Decimal(1_200_000), "EUR"))
    assert (tender.stage, tender.offers, tender.tags) == (Stage.QUALIFYING, 4, ("imaging", "big"))
    assert tender.description == "Two lots\nwith service"
    full.undo()
    assert "Ville de Lyon" not in [buyer.name for buyer in full.holdings.buyers.values()]


async def test_a_tender_is_changed_in_the_fields_that_were_typed(full: Book) -> None:
    before = full.get("T1")
    output = await saved(forms.TenderForm(full, "T1"), deadline="", buyer="市立第一人民医院", value="500000")
    after = full.get("T1")
    assert output.startswith("Changed ")
    assert (after.deadline, after.buyer, after.value) == (None, 2, Money(Decimal(500_000), "GBP"))
    assert (after.title, after.reference) == (before.title, before.reference)


async def test_a_bid(full: Book) -> None:
    await saved(forms.BidForm(full, "T1"), intent="bench", p_win="5%", price="99.5k", submitted="today", why="to learn")
    bid = full.get("T1").bid
    assert (bid.intent, bid.p_win, bid.p_win_locked) == (Intent.BENCHMARK, 0.05, 0.05)
    assert (bid.price, bid.submitted, bid.why) == (Money(Decimal(99_500), "GBP"), TODAY, "to learn")


async def test_a_bid_cannot_lose_what_was_set(full: Book) -> None:
    full.bid("T1", p_win=0.3)
    async with opened(forms.BidForm(full, "T1")) as hands:
        await hands.fill(p_win="")
        await hands.press("ctrl+s")
        assert "cannot be left empty" in hands.error("p_win")
    assert full.get("T1").bid.p_win == 0.3


async def test_a_bid_on_a_lot_starts_from_that_lots_bid(full: Book) -> None:
    full.set("T1", lots=[{"id": "1", "title": "Adult"}, {"id": "2", "title": "Neonatal"}])
    full.bid("T1", lot="1", p_win=0.4)
    full.bid("T1", lot="2", p_win=0.1)
    async with opened(forms.BidForm(full, "T1")) as hands:
        await hands.fill(lot="2 neo")
        await hands.press("tab")
        assert hands.form.row("p_win").entry.value == "10%"
        await hands.fill(price="7k")
        await hands.press("ctrl+s")
        await hands.closed()
    prices = {bid.lot: bid.price and bid.price.amount for bid in full.get("T1").bids}
    assert prices == {"1": None, "2": 7000}


# ---------------------------------------------------------------- outcomes


async def test_a_loss_with_everything(full: Book) -> None:
    output = await saved(
        forms.OutcomeForm(full, "T1"),
        outcome="lost",
        to="Newcomer Ltd",
        on="yesterday",
        amount="450k",
        start="1 jan 2027",
        end="31 dec 2029",
        max_end="31 dec 2031",
        promises="delivery in 3 weeks\n24 h service",
        reason="deliv",
        also="price, relationship",
        said_by="debrief",
        evidence="call with the buyer",
    )
    tender = full.get("T1")
    award = full.get(("awards", tender.awards[0]))
    assert output == "Lost T1 Patient monitors to Newcomer Ltd"
    assert (tender.outcome, tender.bid.outcome_on) == (Outcome.LOST, date(2026, 11, 22))
    assert [r.code for r in tender.bid.reasons] == [
        LostReason.DELIVERY_TIME,
        LostReason.PRICE,
        LostReason.RELATIONSHIP,
    ]
    assert (tender.bid.reasons[0].said_by, tender.bid.reasons[0].evidence) == (SaidBy.DEBRIEF, "call with the buyer")
    assert award.value == Money(Decimal(450_000), "GBP")
    assert (award.start, award.end, award.max_end) == (date(2027, 1, 1), date(2029, 12, 31), date(2031, 12, 31))
    assert [p.text for p in award.promises] == ["delivery in 3 weeks", "24 h service"]
    full.undo()
    assert full.get("T1").outcome is Outcome.PENDING


async def test_a_loss_asks_for_its_reason_and_the_winner_may_stay_unknown(full: Book) -> None:
    async with opened(forms.OutcomeForm(full, "T1"), size=(100, 30)) as hands:
        await hands.fill(outcome="lost")
        await hands.press("ctrl+s")
        assert hands.error("reason")
        await hands.fill(reason="unknown")
        await hands.press("ctrl+s")
        await hands.closed()
    assert full.get("T1").outcome is Outcome.LOST
    assert full.get("T1").awards == ()


async def test_an_award_that_a_list_brought_is_completed(full: Book) -> None:
    full.end_bid("T2", Outcome.PENDING)
    async with opened(forms.OutcomeForm(full, "A1"), size=(100, 30)) as hands:
        assert not hands.form.row("to").display
        await hands.fill(outcome="lost", max_end="+5y", reason="price")
        assert hands.form.row("to").entry.value == "Acme Medical Ltd"
        await hands.press("ctrl+s")
        await hands.closed()
    assert full.get("T2").awards == (1,)
    assert full.get("A1").max_end == date(2031, 11, 23)
    assert len(full.get("A1").promises) == 2


async def test_a_win_a_no_award_and_a_withdrawal(full: Book) -> None:
    full.bid("T1", price=Money(Decimal(400_000), "GBP"))
    await saved(forms.OutcomeForm(full, "T1"), outcome="won", end="2029-12-31")
    award = full.get("A2")
    assert (award.ours, award.value, award.end) == (True, Money(Decimal(400_000), "GBP"), date(2029, 12, 31))
    full.undo()
    await saved(forms.OutcomeForm(full, "T1"), outcome="no_award", no_award_reason="ins-fund")
    assert full.get("T1").no_award_reason is NoAwardReason.INS_FUND
    full.undo()
    await saved(forms.OutcomeForm(full, "T1"), outcome="withdr", on="yesterday")
    assert full.get("T1").outcome is Outcome.WITHDRAWN
    assert full.get("T1").bid.outcome_on == date(2026, 11, 22)


async def test_only_the_fields_of_the_outcome_are_asked_for(full: Book) -> None:
    async with opened(forms.OutcomeForm(full, "T1"), size=(100, 30)) as hands:

        def asked() -> set[str]:
            return {row.field for row in hands.form.query("FormRow") if row.display}

        assert asked() == {"outcome"}
        await hands.fill(outcome="lost", evidence="heard it")
        assert {"to", "reason", "promises", "max_end"} < asked()
        await hands.fill(outcome="no award")
        assert asked() == {"outcome", "on", "no_award_reason"}
        await hands.fill(outcome="lost")
        assert hands.form.row("evidence").entry.value == "heard it"


# ---------------------------------------------------------------- what we hear and do


async def test_a_signal_with_everything(full: Book) -> None:
    output = await saved(
        forms.SignalForm(full, "T2"),
        kind="delivery_late",
        severity="grave",
        channel="side",
        source_code="c3",
        on="yesterday",
        happened="1 nov 2026",
        promise="24 h response",
        contact="王小明",
        notes="six weeks\nand no end",
        url="https://example.org/x",
    )
    signal = full.get("S1")
    assert output == "Signal on A1: Delivery late"
    assert (signal.kind, signal.severity, signal.channel) == (SignalKind.DELIVERY_LATE, 3, Channel.SIDE)
    assert (signal.reliability, signal.credibility) == (Reliability.C, 3)
    assert (signal.on, signal.happened) == (date(2026, 11, 22), date(2026, 11, 1))
    assert (signal.award, signal.promise, signal.contact) == (1, 1, 2)
    assert (signal.notes, signal.url) == ("six weeks\nand no end", "https://example.org/x")


async def test_a_signal_is_changed(full: Book) -> None:
    full.observe("A1", SignalKind.DELIVERY_LATE, promise=1, notes="late")
    await saved(forms.SignalForm(full, "A1", "S1"), severity="1", promise="", source_code="A1")
    signal = full.get("S1")
    assert (signal.severity, signal.promise, signal.reliability, signal.credibility) == (1, 0, Reliability.A, 1)
    assert (signal.kind, signal.notes) == (SignalKind.DELIVERY_LATE, "late")


async def test_a_signal_from_the_future_or_with_a_strange_code_is_refused(full: Book) -> None:
    async with opened(forms.SignalForm(full, "A1")) as hands:
        await hands.fill(kind="quality", source_code="Z9", on="tomorrow")
        await hands.press("ctrl+s")
        assert "like B2" in hands.error("source_code")
        await hands.fill(source_code="b2")
        await hands.press("ctrl+s")
        assert "not come yet" in hands.error("on")
    assert not full.holdings.signals


async def test_a_signal_about_a_competitor_at_a_buyer_can_be_changed(full: Book) -> None:
    full.observe("C1", SignalKind.SUPPLIER_DISTRESS, buyer="B2")
    await saved(forms.SignalForm(full, "", "S1"), severity="3")
    assert (full.get("S1").severity, full.get("S1").competitor) == (3, 1)


async def test_a_touch_about_an_award(full: Book) -> None:
    await saved(forms.TouchForm(full, "A1", contact_id="P2"), on="next mon", kind="mail", note="ask about delivery")
    touch = full.get("F1")
    assert (touch.on, touch.kind, touch.notes) == (date(2026, 11, 30), "mail", "ask about delivery")
    assert (touch.buyer, touch.award, touch.contact) == (2, 1, 2)


async def test_a_touch_with_somebody_who_asked_not_to_be_called(full: Book) -> None:
    full.set("P1", do_not_contact=True)
    async with opened(forms.TouchForm(full, "B1")) as hands:
        await hands.fill(on="fri", contact="Jane Roe")
        await hands.press("ctrl+s")
        assert "not to be contacted" in hands.error("contact")


async def test_a_callback_asks_for_its_day(full: Book) -> None:
    full.plan_touch("A1", on=TODAY)
    async with opened(forms.DoneForm(full, "F1")) as hands:
        assert not hands.form.row("callback").display
        await hands.fill(outcome="callback")
        assert hands.form.row("callback").display
        await hands.press("ctrl+s")
        assert hands.error("callback")
        await hands.fill(callback="+2w", note="is in a meeting")
        await hands.press("ctrl+s")
        await hands.closed()
    assert (full.get("F1").outcome, full.get("F1").done) == (TouchOutcome.CALLBACK_AGREED, TODAY)
    assert (full.get("F2").on, full.get("F2").done) == (date(2026, 12, 7), None)


async def test_a_shared_pain_goes_on_to_its_signal(full: Book) -> None:
    full.plan_touch("A1", on=TODAY)
    async with opened(forms.DoneForm(full, "F1")) as hands:
        await hands.fill(outcome="pain")
        await hands.press("ctrl+s")
        assert isinstance(hands.host.screen, forms.SignalForm)
        await hands.fill(kind="service slow")
        await hands.press("ctrl+s")
        await hands.closed()
    assert full.get("F1").outcome is TouchOutcome.PAIN_SHARED
    assert full.get("S1").award == 1


async def test_a_shared_pain_without_its_signal_is_still_done(full: Book) -> None:
    full.plan_touch("A1", on=TODAY)
    async with opened(forms.DoneForm(full, "F1")) as hands:
        await hands.fill(outcome="pain")
        await hands.press("ctrl+s")
        await hands.press("escape")
        assert hands.host.result == "Call done: Shared a pain"
    assert not full.holdings.signals


# ---------------------------------------------------------------- who


async def test_a_contact_with_level_and_stance(full: Book) -> None:
    await saved(
        forms.ContactForm(full, "B1"),
        name="Ann Other",
        title="Ward lead",
        layer="man",
        roles="uses, evaluates",
        level="trusted",
        stance="supports",
        reports_to="jane roe",
        email="ann@example.org",
    )
    contact = full.get("P3")
    assert (contact.layer, contact.roles, contact.reports_to) == (Layer.MANAGEMENT, (Role.USES, Role.EVALUATES), 1)
    assert contact.believed == (Believed(on=TODAY, level=Level.TRUSTED, stance=Stance.SUPPORTS),)
    assert contact.buyer == 1


async def test_what_was_believed_of_a_contact_stays_on_the_card(full: Book) -> None:
    full.believe("P1", level=Level.FAMILIAR, on=date(2026, 1, 1))
    full.set("P1", reports_to="P2")
    await saved(forms.ContactForm(full, "B1", "P1"), stance="opposes", reports_to="", do_not_contact="yes")
    contact = full.get("P1")
    assert contact.believed == (
        Believed(on=date(2026, 1, 1), level=Level.FAMILIAR, written=TODAY),
        Believed(on=TODAY, level=Level.FAMILIAR, stance=Stance.OPPOSES),
    )
    assert (contact.reports_to, contact.do_not_contact) == (0, True)
    full.undo()
    assert full.get("P1").stance is Stance.NEUTRAL


async def test_a_contact_changed_elsewhere_leaves_the_beliefs_alone(full: Book) -> None:
    await saved(forms.ContactForm(full, "B1", "P1"), phone="0123")
    assert full.get("P1").believed == ()
    assert full.get("P1").phone == "0123"


async def test_facts(full: Book) -> None:
    await saved(
        forms.FactForm(full, "B1"), kind="payment", text="pays after\n90 days", channel="public", confidence="probable"
    )
    fact = full.get("K1")
    assert (fact.kind, fact.text, fact.channel) == (FactKind.PAYMENT_PROCESS, "pays after\n90 days", Channel.PUBLIC)
    assert (fact.buyer, fact.on, fact.confidence) == (1, TODAY, 2)
    await saved(forms.FactForm(full, "B1", "K1"), confidence="1", contact="jane")
    assert (full.get("K1").confidence, full.get("K1").contact) == (1, 1)


async def test_buyers_and_competitors(full: Book) -> None:
    await saved(forms.BuyerForm(full), name="Città di Torino", country="IT", aliases="Torino; Turin")
    assert full.get("B3").aliases == ("Torino", "Turin")
    await saved(forms.CompetitorForm(full, "C1"), identifiers="GB-COH:01234567", notes="watch them")
    assert [(i.scheme, i.id) for i in full.get("C1").identifiers] == [("GB-COH", "01234567")]
    assert full.get("C1").notes == "watch them"


async def test_an_award_keeps_the_numbers_of_its_promises(full: Book) -> None:
    await saved(
        forms.AwardForm(full, "A1"),
        promises="5 years warranty\nspare parts in 2 days",
        suppliers="Acme Medical Ltd; Brightwell Devices",
        status="terminated",
        terminated="1 nov 2026",
        termination_reason="fail",
    )
    award = full.get("A1")
    assert [(p.number, p.text) for p in award.promises] == [(2, "5 years warranty"), (3, "spare parts in 2 days")]
    assert award.suppliers == (1, 2)
    assert (award.status, award.terminated) == (AwardStatus.TERMINATED, date(2026, 11, 1))
    assert award.termination_reason is TerminationReason.FAILURE


async def test_days_out_of_order_are_pointed_out_and_saved_when_asked_again(full: Book) -> None:
    full.set("T1", deadline=date(2026, 12, 20))
    async with opened(forms.BidForm(full, "T1")) as hands:
        await hands.fill(submitted="2026-12-24")
        await hands.press("ctrl+s")
        assert not hands.host.results
        assert "lies before Submitted 2026-12-24" in hands.form.row("submitted").error
        assert full.get("T1").bid is None or full.get("T1").bid.submitted is None
        await hands.press("ctrl+s")
        await hands.closed()
    assert full.get("T1").bid.submitted == date(2026, 12, 24)
    assert not full.doubts


async def test_an_outcome_opened_again_shows_the_promises_and_takes_them_as_they_then_stand(full: Book) -> None:
    full.lose(
        "T1",
        to="Acme",
        reasons=loss_reasons(LostReason.PRICE),
        terms=ContractTerms(promises=("in 30 days", "24/7")),
    )
    async with opened(forms.OutcomeForm(full, "T1")) as hands:
        entry = hands.form.row("promises").entry
        assert entry.text == "in 30 days\n24/7"
        entry.text = "24/7\non Sunday too"
        await hands.press("ctrl+s")
        assert "lies before Deadline" in hands.form.row("on").error  # it is lost before it could be
        assert "ctrl+s again keeps it" in hands.form.row("on").error
        await hands.press("ctrl+s")
        await hands.closed()
    [award] = full.holdings.awards_of(1)
    assert [(promise.number, promise.text) for promise in award.promises] == [(2, "24/7"), (3, "on Sunday too")]
    full.undo()
    assert [promise.text for promise in full.holdings.awards[award.id].promises] == ["in 30 days", "24/7"]


async def test_what_is_asked_about_is_kept_when_saved_once_more_and_asked_again_when_changed(full: Book) -> None:
    async with opened(forms.OutcomeForm(full, "T1"), size=(100, 30)) as hands:
        await hands.fill(outcome="lost", to="Acme", reason="price")  # the list of reasons is open, the word not whole
        await hands.press("ctrl+s")
        await hands.until(lambda: "ctrl+s again keeps it" in hands.error("on"))
        await hands.fill(on="2026-11-20")
        await hands.press("ctrl+s")
        await hands.until(lambda: "2026-11-20 lies before Deadline" in hands.error("on"))
        assert full.get("T1").outcome is Outcome.PENDING
        await hands.press("ctrl+s")
        await hands.until(lambda: hands.host.results)
    assert full.get("T1").outcome is Outcome.LOST
