"""The demo's book: all of the sample, fresh on the day asked for, through the same doors as anybody's data."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from bidtracker import demo
from bidtracker.book import Book
from bidtracker.domain.errors import NotFound, Refused
from bidtracker.domain.vocabulary import Outcome, Side
from bidtracker.exports import sheet
from bidtracker.exports.rows import LISTS
from bidtracker.pages.insights.all_pages import counted, pages
from bidtracker.radar.agenda import Due, agenda

SAMPLE_DAY = date(2026, 11, 23)
TODAY = SAMPLE_DAY  # the fixture's clock


@pytest.fixture
def filled(sample_book: Book) -> Book:
    return sample_book


@pytest.mark.parametrize("name", [name for name in LISTS if name != "proposals"])
def test_every_list_has_something_to_read(filled: Book, name: str) -> None:
    assert sheet(name, filled.holdings, TODAY).records


def test_the_book_is_sound(filled: Book) -> None:
    assert filled.check() == []


def test_one_undo_takes_back_the_ledger_and_the_next_the_list(filled: Book) -> None:
    holdings = filled.holdings
    assert holdings.signals and holdings.contacts and [entry.act for entry in filled.history()] == ["demo", "import"]
    filled.undo()
    assert not holdings.signals and not holdings.contacts and not holdings.facts and holdings.tenders
    filled.undo()
    assert not any(filled.holdings.table(table) for table in ("tenders", "buyers", "awards", "competitors"))


def test_every_date_is_moved_by_the_same_days(tmp_path: Path, filled: Book) -> None:
    with Book.open(tmp_path / "other", create=True, clock=filled.clock) as later:
        demo.fill(later, SAMPLE_DAY + timedelta(days=500))
        moved = [(s.on - timedelta(days=500), s.kind, s.award) for s in later.holdings.signals.values()]
        assert moved == [(s.on, s.kind, s.award) for s in filled.holdings.signals.values()]
        ends = [a.end for a in later.holdings.awards.values()]
        assert ends == [a.end and a.end + timedelta(days=500) for a in filled.holdings.awards.values()]
        beliefs = [b.on for c in later.holdings.contacts.values() for b in c.believed]
        kept = [b.on for c in filled.holdings.contacts.values() for b in c.believed]
        assert [day - timedelta(days=500) for day in beliefs] == kept and kept


def test_the_ledger_is_linked_to_the_list(filled: Book) -> None:
    holdings = filled.holdings
    assert any(signal.contact and signal.promise for signal in holdings.signals.values())
    assert any(contact.reports_to for contact in holdings.contacts.values())
    assert any(tender.follows for tender in holdings.tenders.values())
    assert any(bid.revisions for tender in holdings.tenders.values() for bid in tender.bids)
    assert all(deal.award in holdings.awards for deal in holdings.deals.values())
    assert filled.settings.us and any(award.ours for award in holdings.awards.values())


def test_losses_and_what_passes_between_people_are_in_it(filled: Book) -> None:
    holdings = filled.holdings
    bids = [bid for tender in holdings.tenders.values() for bid in tender.bids]
    lost = [bid for bid in bids if bid.outcome is Outcome.LOST]
    assert 0.3 <= sum(bid.sheet is not None for bid in lost) / len(lost) <= 0.4
    assert sum(bid.hours is not None for bid in lost) >= 20 and any(bid.cost for bid in bids)
    assert sum(bool(bid.won_reasons) for bid in bids) >= 12
    assert all(t.no_bid_reason for t in holdings.tenders.values() if t.outcome is Outcome.NO_BID)
    assert {inquiry.answered is None for inquiry in holdings.inquiries.values()} == {True, False}
    assert {favour.side for favour in holdings.favours.values()} == set(Side)
    assert holdings.hospitality and holdings.channel_changes and filled.settings.hospitality_limit
    assert any(quote.agreed for quote in holdings.quotes.values()) and any(f.person for f in holdings.facts.values())
    drawn = {page.key: page for page in pages(counted(holdings, TODAY), holdings)}
    for key in ("points", "won_reasons", "bid_costs", "expected_lost"):
        assert drawn[key].enough and drawn[key].tables, key
    due = {item.kind for item in agenda(holdings, TODAY, 30)}
    assert due >= {Due.INQUIRY_DUE, Due.FAVOUR, Due.TELL_FIRST, Due.DEPOSIT_DUE, Due.DEAL_MILESTONE}


def test_a_book_that_holds_something_is_left_alone(book: Book) -> None:
    book.add("buyers", name="Ashby Council")
    with pytest.raises(Refused, match="already holds records"):
        demo.fill(book, TODAY)
    assert len(book.history()) == 1 and not book.settings.us


def test_an_installation_without_the_sample_says_so(
    book: Book, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(demo, "__file__", str(tmp_path / "bidtracker" / "demo.py"))
    with pytest.raises(NotFound, match="sample"):
        demo.fill(book, TODAY)


def test_the_sample_is_found_within_the_package_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    within = tmp_path / "bidtracker" / "sample_data"
    within.mkdir(parents=True)
    (within / demo.TENDERS).write_text("[]")
    monkeypatch.setattr(demo, "__file__", str(tmp_path / "bidtracker" / "demo.py"))
    assert demo.sample_folder() == within
