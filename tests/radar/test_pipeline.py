"""The open bids by stage, what they are worth, and what of it may be expected."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bidtracker.book import Book
from bidtracker.domain.errors import Refused
from bidtracker.domain.money import Money
from bidtracker.domain.vocabulary import Decision, Outcome, Stage
from bidtracker.pages.insights.pipeline import pipeline_bars
from bidtracker.radar.pipeline import open_bids, pipeline

DAY = date(2026, 11, 24)


def bids(book: Book) -> Book:
    """T1 preparing at 40 % of 100 GBP, T2 watched, T3 past and never ours, T4 lost, T5 at 50 % of 10 EUR."""
    for title, deadline in (("A", date(2026, 12, 1)), ("B", date(2026, 12, 5)), ("C", date(2026, 1, 1)), ("D", None)):
        book.add("tenders", title=title, buyer="Leeds", deadline=deadline)
    book.bid("T1", p_win=0.4, price=Money(Decimal(100), "GBP"))
    book.bid("T4", p_win=0.5)
    book.end_bid("T4", Outcome.WITHDRAWN)
    book.add("tenders", title="E", buyer="Leeds")
    book.bid("T5", p_win=0.5, price=Money(Decimal(10), "EUR"))
    return book


def test_what_is_still_to_be_decided_is_on_the_board_ours_first(book: Book) -> None:
    assert [tender.id for tender in open_bids(bids(book).holdings, DAY)] == [1, 5, 2]


def test_each_stage_has_its_sums_by_currency_and_by_our_chances(book: Book) -> None:
    lines = {line.stage: line for line in pipeline(open_bids(bids(book).holdings, DAY), book.holdings.settings)}
    preparing = lines[Stage.PREPARING]
    assert preparing.n == 2
    assert preparing.value == {"GBP": 100, "EUR": 10}
    assert preparing.weighted == {"GBP": 40, "EUR": 5}
    assert lines[Stage.WATCHING].n == 1
    assert not lines[Stage.WATCHING].value


def test_with_rates_all_is_one_sum(book: Book) -> None:
    bids(book)
    book.set_settings(base_currency="EUR", rates={"GBP": "1.2"})
    line = next(each for each in pipeline(open_bids(book.holdings, DAY), book.holdings.settings) if each.n == 2)
    assert line.value == {"EUR": Decimal("130.0")}


def test_moving_a_card_to_submitted_hands_it_in_and_locks_its_chance(book: Book) -> None:
    book.move({"T1": Stage.SUBMITTED}) if bids(book) else None
    tender = book.holdings.tenders[1]
    assert tender.stage is Stage.SUBMITTED
    assert tender.bid is not None
    assert tender.bid.submitted == book.today()
    assert tender.bid.p_win_locked == 0.4
    book.undo()
    assert book.holdings.tenders[1].stage is Stage.PREPARING


def test_moving_to_preparing_decides_for_it_and_several_move_in_one_act(book: Book) -> None:
    bids(book)
    book.move({"T2": Stage.PREPARING, "T1": Stage.EVALUATION})
    assert book.holdings.tenders[2].decision is Decision.GO
    assert book.holdings.tenders[1].stage is Stage.EVALUATION
    book.undo()
    assert book.holdings.tenders[2].decision is Decision.PENDING


@pytest.mark.parametrize(("record", "stage"), [("T1", Stage.CLOSED), ("T4", Stage.PREPARING)])
def test_a_move_that_would_be_untrue_is_refused(book: Book, record: str, stage: Stage) -> None:
    bids(book)
    with pytest.raises(Refused):
        book.move({record: stage})


def test_what_was_handed_in_does_not_go_back(book: Book) -> None:
    bids(book)
    book.move({"T1": Stage.SUBMITTED})
    with pytest.raises(Refused, match="handed in"):
        book.move({"T1": Stage.PREPARING})


def test_the_insights_draw_each_stage_with_what_may_be_expected_of_it(book: Book) -> None:
    lines = pipeline(open_bids(bids(book).holdings, DAY), book.holdings.settings)
    (plot,) = pipeline_bars(lines)
    assert [(bar.value, bar.sure) for bar in plot.bars] == [(100.0, 40.0)]
    assert "40 GBP" in str(plot.title)
    assert not pipeline_bars(pipeline([], book.holdings.settings))
