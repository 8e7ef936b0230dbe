"""The forms of favours, hospitality, channels and changed orders, and of personal facts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from forms_host import filled, opened, saved

from bidtracker.book import Book
from bidtracker.domain.bids import ContractTerms
from bidtracker.domain.money import Money
from bidtracker.domain.vocabulary import FactKind, Side, TouchKind
from bidtracker.tui import forms

TODAY = date(2026, 11, 23)


@pytest.fixture
def full(book: Book) -> Book:
    """As `filled`, with T3 won (A2) and its deal (D1)."""
    filled(book)
    book.add("tenders", title="Beds", buyer="B1")
    book.win("T3", ContractTerms(value=Money(Decimal(90_000), "GBP"), start=date(2026, 1, 1)))
    book.deal("A2")
    return book


async def test_a_favour_and_its_return(full: Book) -> None:
    await saved(forms.FavourForm(full, "B1"), text="Lent us a bed")
    favour = full.get("G1")
    assert (favour.contact, favour.side, favour.on) == (1, Side.THEIRS, TODAY), "the only one there is meant"
    await saved(forms.FavourForm(full, "B1", "G1"), returned="today")
    assert full.get("G1").returned == TODAY


async def test_hospitality_beyond_the_limit_is_kept_when_saved_again(full: Book) -> None:
    full.set_settings(hospitality_limit=Money(Decimal(30), "GBP"))
    async with opened(forms.HospitalityForm(full, "B1"), size=(100, 40)) as hands:
        await hands.fill(text="Dinner", value="50 gbp")
        await hands.press("ctrl+s")
        await hands.until(lambda: hands.error("value"))
        assert "the limit is 30 GBP" in hands.error("value") and not full.holdings.hospitality
        await hands.press("ctrl+s")
        await hands.closed()
    assert full.get("E1").value == Money(Decimal(50), "GBP")


async def test_a_channel_and_whom_to_tell_first(full: Book) -> None:
    await saved(
        forms.ChannelForm(full, "B1"),
        was="a dealer",
        becomes="ourselves",
        on="2026-12-01",
        decided_by="board",
        how="call",
    )
    change = full.get("R1")
    assert (change.contact, change.how, change.decided_by) == (1, TouchKind.CALL, "board")


async def test_a_changed_order_and_its_price(full: Book) -> None:
    await saved(forms.OrderChangeForm(full, "D1"), text="Red ones", costs="900", days="14")
    await saved(forms.OrderChangeForm(full, "D1"), number="1. Red ones", agreed="today")
    [change] = full.get("D1").changes
    assert (change.text, change.costs, change.days, change.agreed) == (
        "Red ones",
        Money(Decimal(900), "GBP"),
        14,
        TODAY,
    )


async def test_a_personal_fact_asks_whom_it_is_about(full: Book) -> None:
    async with opened(forms.FactForm(full, "B1"), size=(100, 40)) as hands:
        await hands.fill(kind="size")
        await hands.until(lambda: not hands.form.row("person").display)
        await hands.fill(kind="family", text="Two daughters", person="Jane Roe")
        await hands.press("ctrl+s")
        await hands.closed()
    assert (full.get("K1").kind, full.get("K1").person) == (FactKind.FAMILY, 1)


async def test_a_step_of_ours_names_the_supplier(full: Book) -> None:
    await saved(forms.StepForm(full, "D1"), step="our order to a supplier", due="2026-12-01", party="Tube Works")
    assert full.get("D1").milestones[-1].party == "Tube Works"
