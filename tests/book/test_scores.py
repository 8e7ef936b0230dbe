"""How a bid was scored: recorded as one act, asked about where it looks wrong, and shown where it is wanted."""

from __future__ import annotations

from datetime import date

import pytest

from bidtracker.book import Book
from bidtracker.domain.errors import Doubtful, FieldError, Refused
from bidtracker.domain.losses.score_sheet import read_criterion
from bidtracker.domain.records import ScoreSheet
from bidtracker.domain.vocabulary import PriceFormula
from bidtracker.pages.brief import brief
from bidtracker.pages.draw.text import plain_text
from bidtracker.pages.records import record_page
from bidtracker.radar.insights.all_insights import insights

GOOD = ("Quality = 60: 45/52 | no engineer named", "Price = 40: 33.56/40")


def sheet(*lines: str, formula: PriceFormula | None = PriceFormula.LOWEST) -> ScoreSheet:
    return ScoreSheet(criteria=tuple(map(read_criterion, lines)), formula=formula)


def page(book: Book, record_id: str) -> str:
    return plain_text(record_page(book.get(record_id), book.holdings, book.today()))


def test_a_sheet_is_kept_shown_and_undone(rival: Book) -> None:
    tender = rival.score("T1", sheet(*GOOD))
    bid = tender.bids[0]
    assert bid.sheet is not None and bid.sheet.on == date(2026, 11, 23)
    assert (bid.score, bid.winning_score) == (78.56, 92)
    shown = page(rival, "T1")
    assert "45 against 52 of 60" in shown and "“no engineer named”" in shown
    assert "In all: 78.56 against 92 of 100" in shown and "most of it in quality" in shown
    assert "The winner asked about 99,002 GBP" in shown
    assert rival.check() == []
    rival.undo()
    assert rival.get("T1").bids[0].sheet is None and rival.get("T1").bids[0].score is None


def test_the_next_bid_of_the_buyer_and_the_brief_show_it(rival: Book) -> None:
    rival.score("T1", sheet(*GOOD))
    assert "How they scored us before" in page(rival, "T2") and "Quality −7.0" in page(rival, "T2")
    assert "How they scored us before" not in page(rival, "T3"), "another buyer's"
    page_text = plain_text(brief(rival.holdings, "T2", rival.today()))
    assert "How they scored us" in page_text and "The winner asked about 99,002 GBP" in page_text


def test_what_looks_wrong_is_asked_about_and_kept_where_a_person_says_so(rival: Book) -> None:
    odd = sheet("Quality = 60: 65/52", "Price = 30: 20/30")
    before = len(rival.history())
    with pytest.raises(Doubtful, match="the weights come to 90 %, not 100; Quality: our points, 65, are above"):
        rival.score("T1", odd)
    assert len(rival.history()) == before
    rival.score("T1", odd, as_given=True)
    assert rival.get("T1").bids[0].sheet.criteria == odd.criteria
    assert "the weights come to 90 %, not 100" in page(rival, "T1"), "it stays said"
    rival.set("A1", awarded=date(2026, 5, 1))
    with pytest.raises(Doubtful, match="2026-04-01 lies before the award on 2026-05-01"):
        rival.score("T1", sheet(*GOOD), on=date(2026, 4, 1))


def test_scores_are_of_a_bid_on_a_lot_that_there_is_and_of_a_day_that_has_come(rival: Book) -> None:
    with pytest.raises(Refused, match="T3 has no bid of ours there"):
        rival.score("T3", sheet(*GOOD))
    with pytest.raises(FieldError, match="no lot 7"):
        rival.score("T2", sheet(*GOOD), lot="7")
    with pytest.raises(FieldError, match="has not come yet"):
        rival.score("T1", sheet(*GOOD), on=date(2027, 1, 1))
    with pytest.raises(FieldError, match="a line for each criterion"):
        rival.score("T1", sheet())
    rival.score("T1", sheet(*GOOD))
    assert rival.drop_scores("T1").bids[0].sheet is None


def test_insights_say_where_points_are_lost(book: Book) -> None:
    for n in range(6):
        book.add("tenders", title=f"Beds {n}", buyer="Kent Trust")
        book.bid(f"T{n + 1}", submitted=date(2025, 3, 1))
        book.lose(f"T{n + 1}", to="Acme Ltd", reasons=())
        book.score(f"T{n + 1}", sheet("Quality = 60: 40/50", "Price = 40: 40/38"))
    lost = insights(book.holdings, book.today()).points
    assert (lost.n, lost.compared, lost.behind, lost.by_price, lost.by_quality) == (6, 6, 8.0, 0, 6)
    assert [(each.name, each.n, each.median, each.behind) for each in lost.criteria] == [
        ("Quality", 6, 10.0, 6),
        ("Price", 6, -2.0, 0),
    ]
    assert [(each.name, each.n, each.median) for each in lost.buyers] == [("B1", 6, 8.0)]
    assert [each.name for each in lost.rivals] == ["C1"] and [each.name for each in lost.years] == ["2026"]


def test_a_loss_with_no_sheet_counts_by_its_points_of_a_hundred(rival: Book) -> None:
    rival.set("T1", bids=[{"outcome": "lost", "score": 70, "winning_score": 80, "outcome_on": "2026-01-01"}])
    lost = insights(rival.holdings, rival.today()).points
    assert (lost.n, lost.compared, lost.behind) == (0, 1, 10)
