"""Dates as typed and as published, and lengths of time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bidtracker.domain.dates import (
    DateSpan,
    read_date,
    read_period,
    read_published,
    read_span,
)
from bidtracker.domain.errors import Unreadable

MONDAY = date(2026, 11, 23)
DAYS = st.dates(date(1950, 1, 1), date(2150, 1, 1))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2026-11-23"),
        ("Tomorrow", "2026-11-24"),
        ("yesterday", "2026-11-22"),
        ("fri", "2026-11-27"),
        ("mon", "2026-11-30"),  # today is a Monday
        ("next fri", "2026-12-04"),
        ("this friday", "2026-11-27"),
        ("last fri", "2026-11-20"),
        ("last mon", "2026-11-16"),
        ("+10d", "2026-12-03"),
        ("10d", "2026-12-03"),
        ("-2w", "2026-11-09"),
        ("+6m", "2027-05-23"),
        ("+1y", "2027-11-23"),
        ("in 3 weeks", "2026-12-14"),
        ("10 days ago", "2026-11-13"),
        ("next week", "2026-11-30"),
        ("next month", "2026-12-23"),
        ("eom", "2026-11-30"),
        ("end of year", "2026-12-31"),
        ("1 dec", "2026-12-01"),
        ("1 nov", "2027-11-01"),
        ("dec 1st", "2026-12-01"),
        ("1 dec 2027", "2027-12-01"),
        ("December 1, 2027", "2027-12-01"),
        ("1-Sept-2027", "2027-09-01"),
        ("29 feb", "2028-02-29"),
        ("2026-12-01", "2026-12-01"),
        ("2026/12/1", "2026-12-01"),
        ("20261201", "2026-12-01"),
        ("31.12.2026", "2026-12-31"),
        ("01.02.2026", "2026-02-01"),
        ("31/12/2026", "2026-12-31"),
        ("12/31/2026", "2026-12-31"),
        ("05/05/2026", "2026-05-05"),
        ("2026-12-01T23:30:00-05:00", "2026-12-01"),
        ("今天", "2026-11-23"),
        ("明天", "2026-11-24"),
        ("下周五", "2026-12-04"),
        ("週五", "2026-11-27"),
        ("上星期一", "2026-11-16"),
        ("3天后", "2026-11-26"),
        ("6个月后", "2027-05-23"),
        ("12月1日", "2026-12-01"),
        ("2026年12月1日", "2026-12-01"),
        ("１２月１日", "2026-12-01"),
        ("三个月后", "2027-02-23"),
        ("三個月後", "2027-02-23"),
        ("两周后", "2026-12-07"),
        ("半年后", "2027-05-23"),
        ("二十四个月", "2028-11-23"),
        ("十二月二十五日", "2026-12-25"),
        ("明年3月1日", "2027-03-01"),
        ("星期三", "2026-11-25"),
    ],
)
def test_a_typed_date(text: str, day: str) -> None:
    assert read_date(text, MONDAY).isoformat() == day


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("01/02/2026", "2026-02-01 or 2026-01-02"),
        ("31 feb", "there is no day"),
        ("2026-02-30", "there is no day"),
        ("dec 2027", "say which day"),
        ("2026-12", "say which day"),
        ("someday", "write it like 2026-12-01"),
        ("", "write it like 2026-12-01"),
        ("0001-01-01", "years run from"),
        ("+999999y", "there is no day"),
        ("31.12.26", "write it like 2026-12-01"),
    ],
)
def test_a_date_that_cannot_be_read_says_what_would_do(text: str, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        read_date(text, MONDAY)


@given(DAYS, DAYS)
def test_dates_round_trip(day: date, today: date) -> None:
    for form in ("%Y-%m-%d", "%Y%m%d", "%d.%m.%Y", "%d %b %Y", "%B %d, %Y", "%Y年%m月%d日"):
        assert read_date(day.strftime(form), today) == day


@given(st.text(), DAYS)
def test_any_text_is_a_date_or_a_clear_error(text: str, today: date) -> None:
    for read in (lambda: read_date(text, today), lambda: read_span(text, today), lambda: read_published(text)):
        try:
            read()
        except Unreadable as error:
            assert str(error)


@given(DAYS, st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]))
def test_a_weekday_is_within_the_coming_week(today: date, name: str) -> None:
    assert timedelta(1) <= read_date(name, today) - today <= timedelta(7)
    assert timedelta(1) <= today - read_date(f"last {name}", today) <= timedelta(7)
    assert read_date(name, today).strftime("%a").lower() == name


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("q3 2026", "2026-07-01", "2026-09-30"),
        ("2026q1", "2026-01-01", "2026-03-31"),
        ("2028-02", "2028-02-01", "2028-02-29"),
        ("dec 2026", "2026-12-01", "2026-12-31"),
        ("2026年12月", "2026-12-01", "2026-12-31"),
        ("30d", "2026-12-23", "2026-12-23"),
    ],
)
def test_a_span(text: str, first: str, last: str) -> None:
    assert tuple(day.isoformat() for day in read_span(text, MONDAY)) == (first, last)


def test_published_dates() -> None:
    day = date(2026, 9, 9)
    assert read_published("2026-09-09") == (day, None, None)
    assert read_published(" 2026-09-09+02:00 ") == (day, None, None)
    assert read_published("2026-09-09Z") == (day, None, None)
    assert read_published("2026-09-09 10:11:12") == (day, None, datetime(2026, 9, 9, 10, 11, 12))
    assert read_published("2026-09-09T10:00:00.123456789Z") == (day, datetime(2026, 9, 9, 10, 0, 0, 123456, UTC), None)
    moment = read_published("2026-09-09T23:30:00-05:00").at
    assert moment == datetime(2026, 9, 10, 4, 30, tzinfo=UTC)
    assert moment.utcoffset() == timedelta(hours=-5)


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00Z", "9999-12-31", "2021-06-31", "09/09/2026", "soon", ""])
def test_published_dates_that_are_none(text: str) -> None:
    with pytest.raises(Unreadable):
        read_published(text)


@given(st.datetimes(datetime(1950, 1, 1), datetime(2150, 1, 1), timezones=st.just(UTC)))
def test_published_moments_round_trip(moment: datetime) -> None:
    assert read_published(moment.isoformat()) == (moment.date(), moment, None)


def test_periods() -> None:
    assert read_period("P3Y") == DateSpan(36)
    assert read_period("P1Y6M") == DateSpan(18)
    assert read_period("P90D") == read_period("90 days") == DateSpan(0, 90)
    assert read_period("36 Months") == read_period("3 years") == read_period("3年") == DateSpan(36)
    assert DateSpan(36).last_day(date(2024, 7, 1)) == date(2027, 6, 30)
    assert DateSpan(0, 30).last_day(date(2024, 7, 1)) == date(2024, 7, 30)
    for text in ("P", "3", "three years", "3 moons", ""):
        with pytest.raises(Unreadable):
            read_period(text)


def test_the_last_day_of_a_period() -> None:
    assert DateSpan(1).last_day(date(2026, 1, 31)) == date(2026, 2, 27), "a month from the 31st ends with February"
    assert DateSpan(12, 1).last_day(date(2024, 2, 29)) == date(2025, 2, 28)
    for long in (DateSpan(99_999), DateSpan(999_999), DateSpan(days=999_999_999), DateSpan(days=10_000_000_000)):
        with pytest.raises(Unreadable, match="is out of reach; years run from 1900 to 2199"):
            long.last_day(date(2027, 6, 30))
