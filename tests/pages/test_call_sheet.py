"""The call sheet: what a caller must have before them, and no text that could harm where it is pasted."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from bidtracker.book import Book
from bidtracker.domain.records import Demand, Fact, Need, Theme
from bidtracker.domain.vocabulary import DemandKind, FactKind, Level, Lever, SignalKind, Stance
from bidtracker.pages.call_sheet import call_sheet
from bidtracker.radar import opportunities

TODAY = date(2026, 11, 23)


def sheet(book: Book) -> str:
    return call_sheet(opportunities(book.holdings, TODAY)[0], book.holdings, TODAY)


def lost(book: Book, title: str = "Ward beds") -> Book:
    book.add("tenders", title=title, buyer="Leeds Hospital", deadline=date(2025, 3, 1))
    book.lose("T1", to="Acme Ltd", start=date(2025, 7, 1), end=date(2028, 6, 30), promises=["delivery in 30 days"])
    book.observe("A1", SignalKind.DELIVERY_LATE, on=date(2026, 10, 12), promise=1)
    book.add("contacts", name="Jane Roe", buyer="B1", title="Director", phone="0113 496 0000")
    return book


def test_it_names_contract_incumbent_days_promise_signal_and_people(book: Book) -> None:
    said = sheet(lost(book))
    for part in ("Leeds Hospital: Ward beds", "Acme Ltd", "2028-06-30", "delivery in 30 days", "S1 B2 2026-10-12"):
        assert part in said
    assert "Jane Roe (Director, Unknown, Neutral) 0113 496 0000" in said


def test_who_left_or_asked_not_to_be_contacted_is_not_on_it(book: Book) -> None:
    lost(book)
    book.set("P1", do_not_contact=True)
    book.add("contacts", name="Gone Man", buyer="B1", left=date(2026, 1, 1))
    said = sheet(book)
    assert "Jane Roe" not in said
    assert "Gone Man" not in said


def test_people_stand_on_it_as_they_were_seen_that_day(book: Book) -> None:
    lost(book)
    book.believe("P1", level=Level.ALLIED, stance=Stance.SUPPORTS, on=date(2026, 12, 1))
    book.add("contacts", name="Leaving Soon", buyer="B1", left=date(2026, 12, 31))
    said = sheet(book)
    assert "Jane Roe (Director, Unknown, Neutral)" in said and "Leaving Soon" in said


def test_hostile_text_is_made_harmless(book: Book) -> None:
    said = sheet(lost(book, title="Beds \x1b]52;c;aGk=\x07\n# heading \u202e"))
    assert not set("\x1b\x07\u202e") & set(said)
    assert said.count("\n# ") == 0


def test_the_win_theme_is_said_first_unless_it_runs_the_rival_down(book: Book) -> None:
    lost(book)
    theme = Theme(
        id=1, tender=1, lever=Lever.SERVICE, text="Beds in 20 days, or the day is free", proof="last year's log"
    )
    book.holdings.put("themes", theme)
    assert "## Say first\n\n- “Beds in 20 days, or the day is free”; proof: last year's log\n" in sheet(book)
    book.holdings.put("themes", replace(theme, text="Acme takes 62 days"))
    assert "Say first" not in sheet(book) and "62 days" not in sheet(book)


def test_need_risks_and_questions_are_on_it(book: Book) -> None:
    lost(book)
    demand = Demand(number=1, kind=DemandKind.URGENCY, text="by Easter")
    book.holdings.put("needs", Need(id=1, buyer=1, tender=1, title="Beds", job="no patient waits", demands=(demand,)))
    on = date(2026, 10, 1)
    fact = Fact(id=1, buyer=1, kind=FactKind.PAYMENT_PROCESS, text="slow", on=on, figure=75)
    book.holdings.put("facts", fact)
    said = sheet(book)
    assert "## What they need\n\n- Beds; the job: no patient waits; closed; the next chance" in said
    assert "## Take care\n\n- Pays slowly: pays after 75 days" in said
    assert "What will they need next, and when?" in said
