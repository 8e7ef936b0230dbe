"""The call sheet: what a caller must have before them, and no text that could harm where it is pasted."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from bidtracker.book import Book
from bidtracker.domain.bids import ContractTerms
from bidtracker.domain.records import Demand, Fact, Need, Theme
from bidtracker.domain.vocabulary import DemandKind, FactKind, Level, Lever, SignalKind, Stance
from bidtracker.pages.call_sheet import call_sheet
from bidtracker.pages.draw.markdown import page_markdown
from bidtracker.radar.score.opportunity import opportunities

TODAY = date(2026, 11, 23)


def sheet(book: Book) -> str:
    return page_markdown(call_sheet(opportunities(book.holdings, TODAY)[0], book.holdings, TODAY))


def lost(book: Book, title: str = "Ward beds") -> Book:
    book.add("tenders", title=title, buyer="Leeds Hospital", deadline=date(2025, 3, 1))
    book.lose(
        "T1",
        to="Acme Ltd",
        terms=ContractTerms(start=date(2025, 7, 1), end=date(2028, 6, 30), promises=("delivery in 30 days",)),
    )
    book.observe("A1", SignalKind.DELIVERY_LATE, on=date(2026, 10, 12), promise=1, notes="62 it was")
    book.add("contacts", name="Jane Roe", buyer="B1", title="Director", phone="0113 496 0000")
    return book


def test_it_names_contract_incumbent_days_promise_signal_and_people(book: Book) -> None:
    written = sheet(lost(book))
    for part in ("Leeds Hospital: Ward beds", "Acme Ltd", "2028-06-30", "delivery in 30 days"):
        assert part in written
    wrong = "## What went wrong\n- Delivery late; they promised “delivery in 30 days”: 62 it was (Inside, 2026-10-12)\n"
    assert wrong in written
    assert "- Jane Roe: Director (Unknown, Neutral, no talk noted yet, 0113 496 0000)" in written


def test_who_left_or_asked_not_to_be_contacted_is_not_on_it(book: Book) -> None:
    lost(book)
    book.set("P1", do_not_contact=True)
    book.add("contacts", name="Gone Man", buyer="B1", left=date(2026, 1, 1))
    written = sheet(book)
    assert "Jane Roe" not in written
    assert "Gone Man" not in written


def test_people_stand_on_it_as_they_were_seen_that_day(book: Book) -> None:
    lost(book)
    book.believe("P1", level=Level.ALLIED, stance=Stance.SUPPORTS, on=date(2026, 12, 1))
    book.add("contacts", name="Leaving Soon", buyer="B1", left=date(2026, 12, 31))
    written = sheet(book)
    assert "Jane Roe: Director (Unknown, Neutral" in written and "Leaving Soon" in written


def test_hostile_text_is_made_harmless(book: Book) -> None:
    written = sheet(lost(book, title="Beds \x1b]52;c;aGk=\x07\n# heading \u202e"))
    assert not set("\x1b\x07\u202e") & set(written)
    assert written.count("\n# ") == 0


def test_the_win_theme_is_written_first_unless_it_runs_the_rival_down(book: Book) -> None:
    lost(book)
    theme = Theme(
        id=1, tender=1, lever=Lever.SERVICE, text="Beds in 20 days, or the day is free", proof="last year's log"
    )
    book.read_all().put("themes", theme)
    assert "## Say first\n- “Beds in 20 days, or the day is free”; proof: last year's log\n" in sheet(book)
    book.read_all().put("themes", replace(theme, text="Acme takes 62 days"))
    assert "Say first" not in sheet(book) and "62 days" not in sheet(book)


def test_need_risks_and_questions_are_on_it(book: Book) -> None:
    lost(book)
    demand = Demand(number=1, kind=DemandKind.URGENCY, text="by Easter")
    book.read_all().put("needs", Need(id=1, buyer=1, tender=1, title="Beds", job="no patient waits", demands=(demand,)))
    on = date(2026, 10, 1)
    fact = Fact(id=1, buyer=1, kind=FactKind.PAYMENT_PROCESS, text="slow", on=on, figure=75)
    book.read_all().put("facts", fact)
    written = sheet(book)
    assert "## What they need\n- Beds; the job: no patient waits (0 of 1 met)\n  - closed; the next chance" in written
    assert "## Take care\n- Pays slowly: pays after 75 days" in written
    assert "What will they need next, and when?" in written
