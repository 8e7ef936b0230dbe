"""The forms of need, value, price and delivery save what was typed, in one act each."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from forms_host import filled, opened, saved

from bidtracker.book import Book
from bidtracker.domain.bids import ContractTerms
from bidtracker.domain.money import Money
from bidtracker.domain.records import Milestone, VisitPlan
from bidtracker.domain.text import cells
from bidtracker.domain.vocabulary import (
    DealStep,
    DemandKind,
    FactKind,
    Fit,
    Lever,
    Rating,
    SignalKind,
    Tier,
)
from bidtracker.pages.draw.text import plain_text
from bidtracker.tui import forms
from bidtracker.tui.desk import Desk
from bidtracker.tui.forms.account.deal import read_plan, shown_plan
from bidtracker.tui.forms.parts.page import PageForm
from bidtracker.tui.widgets.detail import Detail

TODAY = date(2026, 11, 23)


def gbp(amount: int) -> Money:
    return Money(Decimal(amount), "GBP")


@pytest.fixture
def full(book: Book) -> Book:
    """As `filled`, with an offer of ours (O1), a need (N1) behind T1, and T3 won (A2) with its deal (D1)."""
    filled(book)
    book.add("offers", name="Monitor 7", tier=Tier.STANDARD, price=gbp(11_000), floor=gbp(10_000))
    book.need("T1", "Monitors for two wards")
    book.demand("N1", DemandKind.FUNCTION, "six leads")
    book.add("tenders", title="Beds", buyer="B1")
    book.win("T3", ContractTerms(value=gbp(90_000), start=date(2026, 1, 1), end=date(2028, 12, 31)))
    book.deal("A2", steps=[Milestone(number=0, step=DealStep.DELIVERY, due=date(2026, 11, 10))])
    return book


# ---------------------------------------------------------------- need and offers


async def test_a_need_with_what_it_asks_for(full: Book) -> None:
    await saved(
        forms.NeedForm(full, "B1"),
        title="Infusion pumps",
        job="no alarm at night",
        demands="two channels\nurgency: before summer\n? after_sales: loan units",
        budget="40k gbp",
        wanted_by="2027-05-01",
    )
    need = full.get("N2")
    assert (need.buyer, need.job, need.budget) == (1, "no alarm at night", gbp(40_000))
    assert [(each.kind, each.text, each.must) for each in need.demands] == [
        (DemandKind.FUNCTION, "two channels", True),
        (DemandKind.URGENCY, "before summer", True),
        (DemandKind.AFTER_SALES, "loan units", False),
    ]
    full.undo()
    assert 2 not in full.holdings.needs


async def test_a_demand_line_of_no_known_kind_is_refused_beside_its_field(full: Book) -> None:
    async with opened(forms.NeedForm(full, "B1"), size=(100, 40)) as hands:
        await hands.fill(title="Pumps", demands="functon: two channels")
        await hands.press("ctrl+s")
        await hands.until(lambda: hands.error("demands"))
        assert "function" in hands.error("demands")
    assert 2 not in full.holdings.needs


async def test_a_demand_is_added_changed_and_taken_out(full: Book) -> None:
    await saved(forms.DemandForm(full, "N1"), kind="users", text="one nurse", must="no")
    assert [(each.number, each.text, each.must) for each in full.get("N1").demands] == [
        (1, "six leads", True),
        (2, "one nurse", False),
    ]
    await saved(forms.DemandForm(full, "N1"), number="six leads", text="twelve leads")
    assert full.get("N1").demands[0].text == "twelve leads"
    await saved(forms.DemandForm(full, "N1"), number="one nurse", text="")
    assert [each.number for each in full.get("N1").demands] == [1]


async def test_an_offer_is_held_against_a_demand(full: Book) -> None:
    await saved(forms.FitForm(full, "N1"), offer="Monitor 7", fit="partly", note="five leads today")
    [match] = full.get("N1").matches
    assert (match.demand, match.offer, match.fit, match.note) == (1, 1, Fit.PARTLY, "five leads today")
    await saved(forms.FitForm(full, "N1"), offer="O1", fit="not judged")
    assert full.get("N1").matches == ()


async def test_the_catalogue_is_added_to_and_thinned_out(full: Book) -> None:
    async with opened(forms.OffersDialog(full), size=(100, 30)) as hands:
        await hands.press("a")
        await hands.until(lambda: isinstance(hands.host.screen, forms.OfferForm))
        await hands.fill(name="Cart", tier="basic", price="900 gbp", levers="service")
        await hands.press("ctrl+s")
        await hands.until(lambda: isinstance(hands.host.screen, forms.OffersDialog))
        offer = full.get("O2")
        assert (offer.name, offer.tier, offer.levers) == ("Cart", Tier.BASIC, (Lever.SERVICE,))
        await hands.press("d")  # the first by name
        assert set(full.holdings.offers) == {1}
        await hands.press("escape")
        await hands.closed()


# ---------------------------------------------------------------- value and price


async def test_a_win_theme_answers_a_demand(full: Book) -> None:
    await saved(
        forms.ThemeForm(full, "T1"),
        lever="quality",
        text="One look shows both wards",
        need="six leads",
        proof="a year at York",
    )
    theme = full.get("V1")
    assert (theme.lever, theme.need, theme.demand, theme.main) == (Lever.QUALITY, 1, 1, True)
    await saved(forms.ThemeForm(full, "T1", "V1"), main="no", need="")
    theme = full.get("V1")
    assert (theme.main, theme.need, theme.demand, theme.proof) == (False, 0, 0, "a year at York")


async def test_words_that_run_a_rival_down_are_saved_only_when_asked_twice(full: Book) -> None:
    async with opened(forms.ThemeForm(full, "T1"), size=(100, 40)) as hands:
        await hands.fill(lever="price", text="Our competitors are incompetent")
        await hands.press("ctrl+s")
        assert "incompetent" in hands.error("text")
        assert not full.holdings.themes
        await hands.press("ctrl+s")
        await hands.closed()
    assert full.get("V1").text == "Our competitors are incompetent"


async def test_a_price_of_ours_and_one_of_a_rival(full: Book) -> None:
    await saved(forms.QuoteForm(full, "T1"), price="480k", offer="Monitor 7", terms="30 days")
    ours = full.get("M1")
    assert (ours.competitor, ours.price, ours.tier, ours.floor) == (0, gbp(480_000), Tier.STANDARD, gbp(10_000))
    await saved(forms.QuoteForm(full, "T1"), competitor="Acme Medical Ltd", price="470k", tier="basic", confidence="2")
    theirs = full.get("M2")
    assert (theirs.competitor, theirs.tier, theirs.confidence, theirs.floor) == (1, Tier.BASIC, 2, None)


async def test_a_concession_says_what_was_got_for_it(full: Book) -> None:
    full.quote("T1", gbp(480_000))
    await saved(forms.ConcessionForm(full, "M1"), gave="installation", got="a reference", amount="3800")
    [made] = full.get("M1").concessions
    assert (made.gave, made.got, made.amount, made.on) == ("installation", "a reference", gbp(3_800), TODAY)


# ---------------------------------------------------------------- our delivery


async def test_a_deal_is_opened_with_what_is_due_when(full: Book) -> None:
    full.add("tenders", title="Chairs", buyer="B1")
    full.win("T4", ContractTerms(value=gbp(9_000)))
    await saved(
        forms.DealForm(full, "A3"),
        signed="2026-11-02",
        deposit="3000",
        deposit_due="2026-11-30",
        delivery_due="2027-01-15",
        visits="14 60 / 6",
    )
    deal = full.get("D2")
    assert [(each.number, each.step, each.due) for each in deal.milestones] == [
        (1, DealStep.SIGNED, date(2026, 11, 2)),
        (2, DealStep.DEPOSIT, date(2026, 11, 30)),
        (3, DealStep.DELIVERY, date(2027, 1, 15)),
    ]
    assert deal.milestones[1].amount == gbp(3_000)
    assert deal.visits == VisitPlan(days=(14, 60), every_months=6)


async def test_a_late_delivery_plans_the_visits_and_is_a_signal_about_us(full: Book) -> None:
    await saved(forms.StepForm(full, "D1"), done="2026-11-20")
    deal = full.get("D1")
    assert deal.milestones[0].done == date(2026, 11, 20)
    assert [each.step for each in deal.milestones[1:]] == [DealStep.VISIT] * 4
    assert [each.kind for each in full.holdings.signals.values() if each.award == 2] == [SignalKind.DELIVERY_LATE]
    full.undo()
    assert len(full.get("D1").milestones) == 1 and not any(s.award == 2 for s in full.holdings.signals.values())


async def test_an_unhappy_visit_plans_a_call(full: Book) -> None:
    output = await saved(
        forms.VisitForm(full, "D1"), contact="Jane Roe", satisfaction="2", improve="the manual", next_need="carts"
    )
    assert "satisfaction 2" in output
    [touch] = [each for each in full.holdings.touches.values() if each.award == 2]
    assert (touch.contact, touch.on) == (1, date(2026, 11, 25))
    assert [fact.text for fact in full.holdings.facts.values() if fact.kind is FactKind.UPCOMING_NEED] == ["carts"]


async def test_a_fault_starts_its_clocks(full: Book) -> None:
    await saved(forms.FaultForm(full, "D1"), note="cracked")
    steps = [(each.step, each.due) for each in full.get("D1").milestones[1:]]
    assert steps == [
        (DealStep.FAULT, date(2026, 11, 30)),
        (DealStep.RETURN, date(2026, 12, 7)),
        (DealStep.REPLACEMENT, date(2026, 12, 23)),
    ]


@pytest.mark.parametrize("text", ["7 30 90 / 3", "7 / 0", "/ 6"])
def test_a_visit_plan_is_read_as_it_is_shown(text: str) -> None:
    assert shown_plan(read_plan(text)).strip() == text


@pytest.mark.parametrize("text", ["soon", "7 -3", "7 / 3 / 4", "99999"])
def test_what_is_no_visit_plan_is_refused(text: str) -> None:
    with pytest.raises(Exception, match="no visit plan"):
        read_plan(text)


# ---------------------------------------------------------------- what belongs to it


async def test_a_link_belongs_to_a_record(full: Book) -> None:
    await saved(forms.LinkForm(full, "N1"), links="https://a.example/plan.pdf")
    assert full.get("N1").links == ("https://a.example/plan.pdf",)


async def test_a_fact_asks_for_the_figure_of_its_kind(full: Book) -> None:
    async with opened(forms.FactForm(full, "B1"), size=(100, 40)) as hands:
        assert not hands.form.row("figure").display
        await hands.fill(kind="payment process", text="after 41 days")
        await hands.press("tab")
        assert hands.form.row("figure").display and hands.form.row("figure").label == "Days to pay"
        await hands.fill(figure="41", rating="fair")
        await hands.press("ctrl+s")
        await hands.closed()
    fact = full.get("K1")
    assert (fact.figure, fact.rating) == (41, Rating.FAIR)


async def test_the_brief_is_read_copied_and_written_to_print(full: Book, tmp_path: Path) -> None:
    dialog = forms.BriefDialog(Desk(full, TODAY), "B1")
    async with opened(dialog, size=(100, 30)) as hands:
        lines = [line.strip() for line in dialog.query_one(Detail).lines]
        assert lines[0] == "Leeds Hospitals Trust" and not any("#" in line or "*" in line for line in lines)
        await hands.press("y")
        assert hands.host.clipboard == plain_text(dialog.page)
        await hands.press("x")
        await hands.until(lambda: isinstance(hands.host.screen, PageForm))
        await hands.fill(path=str(tmp_path / "brief.txt"))
        await hands.press("ctrl+s")
        assert ".html" in hands.error("path")
        await hands.fill(path=str(tmp_path / "brief.html"))
        await hands.press("ctrl+s")
        await hands.closed()
    assert "<h1>" in (tmp_path / "brief.html").read_text("utf-8")


async def test_what_is_chosen_stands_by_its_name_and_a_wrong_one_is_answered_briefly(full: Book) -> None:
    for number in range(9):
        full.demand("N1", DemandKind.FUNCTION, f"a long sentence about what number {number} would have to do")
    async with opened(forms.FitForm(full, "N1"), size=(80, 24)) as hands:
        await hands.fill(demand="nothing like it", offer="moni")
        await hands.press("ctrl+s")
        assert "choose one" in hands.error("demand") and "a long sentence" not in hands.error("demand")
        await hands.press("tab", "tab")
        assert hands.form.row("offer").entry.value == "Monitor 7"


async def test_a_new_record_says_whose_it_will_be(full: Book) -> None:
    assert str(forms.FactForm(full, "B1").heading()) == "New fact: Leeds Hospitals Trust"
    assert str(forms.ContactForm(full, "B1").heading()) == "New contact: Leeds Hospitals Trust"
    assert str(forms.NeedForm(full, "T1").heading()) == "New need: Leeds Hospitals Trust"
    assert str(forms.QuoteForm(full, "T3").heading()) == "A price named: Beds"
    assert str(forms.OfferForm(full).heading()) == "New offer of ours"


async def test_class_and_price_of_the_offers_stand_below_each_other(full: Book) -> None:
    full.add("offers", name="A much longer name 三期", tier=Tier.PREMIUM, price=gbp(1_250_000))
    async with opened(forms.OffersDialog(full), size=(80, 24)) as hands:
        table = hands.host.screen.table
        lines = [table.render_line(y).text.rstrip() for y in range(1, 3)]
        assert len({cells(line) for line in lines}) == 1 and all(line.endswith(" GBP") for line in lines)
