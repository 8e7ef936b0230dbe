"""Statements about one tender count from old to new, whatever the order of their list."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from releases import award, bring, events, gbp, held, moment, period, release, signals

from bidtracker.book import Book
from bidtracker.intake.merge import chronology
from bidtracker.intake.merge.chronology import Chronology
from bidtracker.intake.notice import Notice

LONGER = {"period": period("2024-02-01", "2027-12-31")}
LIFE = (
    release("2023-06-01", tender={"status": "active", "value": gbp(900)}, tag=["tender"]),
    release("2024-01-15", tender={"value": gbp(950)}, awards=[award()], tag=["award"]),
    held("2024-03-01"),
    held("2024-06-01", **LONGER, value=gbp(1100)),
    held("2025-03-05", **LONGER, value=gbp(1100), status="terminated", dateTerminated=moment("2025-03-01")),
)
SEEN = [
    ("value_changed", "2024-01-15", "900 GBP", "950 GBP"),
    ("awarded", "2024-01-10", "", ""),
    ("end_moved", "2024-06-01", "2026-12-31", "2027-12-31"),
    ("value_changed", "2024-06-01", "1000 GBP", "1100 GBP"),
    ("terminated", "2025-03-01", "active", ""),
]


@pytest.mark.parametrize("order", [*permutations(range(5))][::13], ids=str)
def test_the_events_of_a_life_are_the_same_in_any_order(order: tuple[int, ...], book: Book, tmp_path: Path) -> None:
    other = release("2024-02-01", "ocds-2")
    report = bring(book, tmp_path, *(LIFE[n] for n in order), other)
    assert events(book) == SEEN
    assert (report.read, report.created) == (6, 2)
    assert signals(book) == []
    again = bring(book, tmp_path, *(LIFE[n] for n in order), other)
    assert (again.updated, again.created) == (0, 0)
    assert events(book) == SEEN


def test_farther_apart_than_can_wait_an_older_statement_only_fills_in(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chronology, "MOST", 3)
    others = [release("2024-02-01", f"ocds-{n}") for n in range(2, 6)]
    bring(book, tmp_path, LIFE[3], *others, LIFE[2])
    assert events(book) == [], "the two are four records apart"
    bring(book, tmp_path, *others)


def notice(key: str, day: int | None) -> Notice:
    released = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(day) if day is not None else None
    return Notice(key=key, list="l", format="f", digest="d", released=released)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.none() | st.integers(0, 5))))
def test_every_statement_is_given_on_once(reported: list[tuple[str, int | None]]) -> None:
    given_on: list[Notice] = []
    line = Chronology(given_on.append)
    for key, day in reported:
        line.add(notice(key, day))
    while line.next():
        pass
    assert line.waiting == 0
    assert sorted((n.key, str(n.released)) for n in given_on) == sorted(
        (n.key, str(n.released)) for n in (notice(key, day) for key, day in reported)
    )
    for key in "abc":
        days = [n.released for n in given_on if n.key == key]
        if None not in days:
            assert days == sorted(days)  # type: ignore[type-var] # none of them is None


def test_only_so_many_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chronology, "MOST", 10)
    given_on: list[Notice] = []
    line = Chronology(given_on.append)
    for n in range(100):
        line.add(notice(f"k{n}", 0))
        assert line.waiting <= 10
    assert [n.key for n in given_on] == [f"k{n}" for n in range(90)], "in the order in which they came"
