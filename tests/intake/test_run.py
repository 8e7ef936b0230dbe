"""An import as a whole: what it leaves in memory while nobody looks for values that hold each other."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from releases import award, bring, contract, release

from bidtracker.book import Book
from bidtracker.book.kept import past

FEW, MANY = 20, 400
Records = Callable[[int, int], list[dict[str, Any]]]


def rows(many: int, issue: int) -> list[dict[str, Any]]:
    return [
        {"title": f"Beds {n}", "buyer": f"Trust {n % 7}", "reference": f"R{n}", "winner": "Acme", "value": n + issue}
        for n in range(many)
    ]


def releases(many: int, issue: int) -> list[dict[str, Any]]:
    day = f"2024-01-0{issue}"
    return [
        release(day, f"ocds-{n}", awards=[award()], contracts=[contract(value={"amount": n + issue})])
        for n in range(many)
    ]


def circles(book: Book, folder: Path, records: list[dict[str, Any]]) -> int:
    """How many values an import leaves that hold each other, so that they lie in memory until it has ended."""
    gc.collect()
    gc.disable()
    try:
        bring(book, folder, *records)
        return gc.collect()
    finally:
        gc.enable()


@pytest.mark.parametrize("records", [rows, releases])
def test_an_import_piles_nothing_up(tmp_path: Path, records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(past, "CHUNK", 10)
    with Book.open(tmp_path / "warm.bidtracker", create=True) as book:
        circles(book, tmp_path, records(FEW, 1))  # what is loaded when it is first wanted
    left = {}
    for many in (FEW, MANY):
        with Book.open(tmp_path / f"{many}.bidtracker", create=True) as book:
            left[many] = [circles(book, tmp_path, records(many, issue)) for issue in (1, 2)]
    for few, several in zip(*left.values(), strict=True):
        assert several < few + MANY / 2
