"""The pages of records: everything that a record holds, each thing once, the same wherever it is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from bidtracker.book import Book
from bidtracker.book.kept.stored import StoredRecords
from bidtracker.demo import fill
from bidtracker.domain.fields import FIELDS
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import parse_part
from bidtracker.domain.kinds import PROSE
from bidtracker.domain.records import TenderEvent
from bidtracker.domain.text import cells, safe
from bidtracker.domain.vocabulary import AwardStatus, EventKind
from bidtracker.locale import set_language, shown
from bidtracker.pages.draw.markdown import page_markdown
from bidtracker.pages.draw.text import page_lines, plain, plain_text
from bidtracker.pages.lines.tenders import award_line
from bidtracker.pages.page import Page, Pair, Remark
from bidtracker.pages.records import PAGES, record_page
from bidtracker.pages.records.tender import event_line
from bidtracker.pages.words import outcome_of
from bidtracker.tui.desk import Desk
from bidtracker.tui.widgets.record import describe

TODAY = date(2026, 11, 23)
ELSEWHERE = {  # fields that a page words otherwise than the field does
    "awards": {"ours", "suppliers", "termination_reason", "title"},
    "signals": {"promise", "severity"},
    "themes": {"need", "demand", "award", "promise"},
    "tenders": {"category_scheme", "follows", "structure", "no_award_reason"},
    "contacts": {"do_not_contact"},
    "quotes": {"channel", "confidence"},
    "inquiries": {"rule"},
}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    with Book.open(tmp_path_factory.mktemp("sample") / "sample.bidtracker", create=True) as book:
        fill(book, TODAY)
        yield book


def records(book: Book, table: str, most: int = 12) -> Iterator[Any]:
    for number in list(book.holdings.table(table))[:most]:
        yield book.get((table, number))


def joined(page: Page) -> str:
    """All text of a page on one line."""
    return " ".join(" ".join(plain(page_lines(page, 80, ids=True))).split())


@pytest.mark.parametrize("table", PAGES)
def test_what_a_record_holds_stands_on_its_page(sample: Book, table: str) -> None:
    holdings = sample.holdings
    for record in records(sample, table):
        text = joined(record_page(record, holdings, TODAY))
        for field in FIELDS[table]:
            value = field.get(record, holdings)
            if not field.edit or value in (None, "", ()) or field.name in ELSEWHERE.get(table, ()):
                continue
            if field.kind is not PROSE:
                words = " ".join(safe(shown(field.show(value))).split())
                assert words in text, (table, record.id, field.name)


@pytest.mark.parametrize("table", PAGES)
@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
def test_a_page_reads_at_any_width(sample: Book, table: str, language: str) -> None:
    set_language(language)
    try:
        for record in records(sample, table, 4):
            page = record_page(record, sample.holdings, TODAY)
            for width in (24, 40, 80, 200):
                assert max(cells(line) for line in plain(page_lines(page, width, ids=True))) <= width
    finally:
        set_language("en")


@pytest.mark.parametrize("table", PAGES)
def test_what_a_page_leads_to_is_in_the_book(sample: Book, table: str) -> None:
    for record in records(sample, table):
        page = record_page(record, sample.holdings, TODAY)
        assert page.title and page.ref
        for section in page.sections:
            assert section.items
            for item in section.items:
                if isinstance(item, (Remark, Pair)) and item.target:
                    other, number, _part = parse_part(item.target)
                    assert number in sample.holdings.table(other)


@pytest.mark.parametrize("table", PAGES)
def test_the_screen_draws_what_the_command_line_draws(sample: Book, table: str) -> None:
    for record in records(sample, table, 4):
        entries = describe(Desk(sample, as_of=TODAY), table, record.id)
        screen = ["".join(text for text, _tone in line).rstrip() for entry in entries for line in entry.draw(80)]
        page = record_page(record, sample.holdings, TODAY)
        paper = list(plain(page_lines(page, 80, ids=True)))
        headings = {shown(section.heading) for section in page.sections}
        kept = [line for line in screen if not line.startswith(tuple(headings - {""}))]
        assert kept == [line for line in paper if not line.startswith(tuple(headings - {""}))]


def test_pasted_text_is_no_markdown_and_markdown_is_no_markup_of_the_data(sample: Book) -> None:
    sample.set("C1", aliases=["S.L. *Brennecke* [x](y)"])
    page = record_page(sample.holdings.competitors[1], sample.holdings, TODAY)
    assert "S.L. *Brennecke* [x](y)" in plain_text(page)
    assert r"S\.L. \*Brennecke\* \[x\](y)" in page_markdown(page)


@pytest.mark.parametrize("lost", [(), (1,)])
def test_an_award_that_was_cancelled_stands_for_nobody(sample: Book, lost: tuple[int, ...]) -> None:
    award = replace(sample.holdings.awards[1], status=AwardStatus.CANCELLED, suppliers=lost, ours=False)
    line = award_line(award, sample.holdings)
    who = sample.holdings.name("competitors", 1) if lost else "nobody"
    assert "".join(shown(words) for words, _tone in line.words) == who
    assert "".join(shown(words) for words, _tone in line.right).endswith("Cancelled")


def test_a_list_s_amounts_are_written_as_amounts(book: Book) -> None:
    amounts = {"before": "640000 GBP", "after": "655000.5 GBP"}
    moved = TenderEvent(on=TODAY, kind=EventKind.VALUE_CHANGED, field="value", **amounts)
    assert "".join(shown(words) for words, _tone in event_line(moved).words).endswith("640,000 GBP → 655,000.50 GBP")


def test_a_tender_whose_award_was_cancelled_has_no_winner(book: Book) -> None:
    book.add("tenders", title="Beds", buyer="City")
    award = book.add("awards", tender="T1", suppliers=["Alpha"])
    winner = next(field for field in FIELDS["tenders"] if field.name == "winner")
    for status, shown_as, names in (("active", "◆ Awarded", ("Alpha",)), ("cancelled", "∅ Cancelled", None)):
        book.set(f"A{award.id}", book.get(f"A{award.id}"), status=status)
        tender = book.holdings.tenders[1]
        (sign, _), (word, _) = outcome_of(tender, book.holdings)
        assert f"{sign}{word}" == shown_as
        assert winner.get(tender, book.holdings) == names
        assert book.holdings.wins_of(1) == len(names or ())
        with Book.open(book.db.address) as unread:  # counted by the index
            assert Holdings(source=StoredRecords(unread.db)).wins_of(1) == len(names or ())
