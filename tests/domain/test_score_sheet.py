"""Score sheets: lines as they are typed, what they come to, and what a person is asked about."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bidtracker.domain.errors import BidtrackerError, FieldError, Unreadable
from bidtracker.domain.losses.score_sheet import (
    behind,
    criterion_text,
    doubts,
    faults,
    read_band,
    read_criterion,
    whole,
    with_price,
    with_sheet,
)
from bidtracker.domain.records import Bid, Criterion, PriceBand, ScoreSheet


def sheet(*lines: str) -> ScoreSheet:
    return ScoreSheet(criteria=tuple(map(read_criterion, lines)))


def asked(of: ScoreSheet, awarded: date | None = None) -> list[str]:
    return [str(doubt) for doubt in doubts(of, awarded)]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Quality = 60: 45/52", Criterion(name="Quality", weight=60, ours=45, winners=52)),
        ("Quality=60%:45 / 52", Criterion(name="Quality", weight=60, ours=45, winners=52)),
        (
            "Q = 60: 7,5/9/10 | few: refs",
            Criterion(name="Q", weight=60, ours=7.5, winners=9, most=10, words="few: refs"),
        ),
        ("Gesamtpreis = ?: ?/9", Criterion(name="Gesamtpreis", winners=9, price=True)),
        ("報價 = 40: 38/40", Criterion(name="報價", weight=40, ours=38, winners=40, price=True)),
    ],
)
def test_a_line_is_read(text: str, line: Criterion) -> None:
    assert read_criterion(text) == line


@pytest.mark.parametrize(
    "text", ["", "Quality", "Quality = 60", "Quality = 60: 45", "= 60: 4/5", "Q = 6: -1/5", "Q = 6: a/b"]
)
def test_what_is_no_line_is_said_to_be_none(text: str) -> None:
    with pytest.raises(Unreadable, match=r"like|write"):
        read_criterion(text)


@given(st.text(max_size=60))
def test_any_text_is_a_line_or_refused_in_a_sentence(text: str) -> None:
    try:
        line = read_criterion(text)
    except BidtrackerError as error:
        assert str(error)
    else:
        assert read_criterion(criterion_text(line)) == line


def test_points_of_any_scale_come_to_per_cent_of_all() -> None:
    given_sheet = sheet("Quality = 60: 7/9/10", "Price = 40: 38/40")
    assert whole(given_sheet) == (80.0, 94.0)
    assert [behind(each) for each in given_sheet.criteria] == [12.0, 2.0]
    assert whole(sheet("Quality = 60: 45/52", "Price = 40: ?/40")) == (None, 92.0)


def test_a_sheet_fills_in_the_points_of_the_bid_and_not_those_that_the_buyer_gave() -> None:
    first, second = sheet("Quality = 100: 70/80"), sheet("Quality = 100: 75/80")
    bid = with_sheet(Bid(), first)
    assert (bid.score, bid.winning_score) == (70, 80)
    assert with_sheet(bid, second).score == 75 and with_sheet(bid, None).score is None
    assert with_sheet(Bid(score=71.4), first).score == 71.4


def test_what_looks_wrong_is_asked_about_and_never_mended() -> None:
    odd = sheet("Quality = 60: 65/52", "Price = 30: 30/30")
    assert asked(odd) == [
        "the weights come to 90 %, not 100",
        "Quality: our points, 65, are above the most, 60",
    ]
    assert odd.criteria[0].ours == 65
    assert asked(sheet("A = 33.3: 1/1", "B = 33.3: 1/1", "C = 33.3: 1/1")) == []
    early = ScoreSheet(criteria=(Criterion(name="A"),), on=date(2026, 1, 1))
    handed_in = list(map(str, doubts(early, None, date(2026, 1, 3))))
    assert handed_in == ["2026-01-01 lies before 2026-01-03, when our bid was handed in"]
    assert asked(early, date(2026, 1, 2)) == ["2026-01-01 lies before the award on 2026-01-02"]
    assert asked(early, date(2026, 1, 1)) == []


def test_what_is_no_sheet() -> None:
    assert [fault.field for fault in faults(ScoreSheet(criteria=()))] == ["scores"]
    assert "twice" in str(next(faults(sheet("Price = 1: 1/1", "price = 1: 1/1"))))
    negative = ScoreSheet(criteria=(Criterion(name="A", ours=-1),))
    assert "below zero" in str(next(faults(negative)))
    assert next(faults(ScoreSheet(criteria=(Criterion(name="A"),), bands=(PriceBand(above=0.1, share=2),))))


def test_bands_and_the_price_by_name() -> None:
    assert read_band("5%=90%") == PriceBand(above=0.05, share=0.9)
    with pytest.raises(Unreadable, match="5%=90%"):
        read_band("5=190")
    lines = with_price(sheet("Lump sum = 40: 1/2", "Quality = 60: 1/2").criteria, "lump SUM")
    assert [each.price for each in lines] == [True, False]
    with pytest.raises(FieldError, match="no criterion"):
        with_price(lines, "Fee")
