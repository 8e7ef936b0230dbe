"""Rows of one file are no history of each other: one award each. What changed shows between two files."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from bidtracker.book import Book
from bidtracker.intake import import_files

ROW = {"reference": "R-1", "title": "Toner", "buyer": "Kettlebrook Trust", "award_date": "2024-03-01",
       "contract_start": "2024-04-01", "contract_end": "2027-03-31", "currency": "EUR"}  # fmt: skip
ACME, BOLT, CORE = (ROW | {"winner": name, "award_value": value} for name, value in
                    (("Acme Ltd", "50000"), ("Bolt GmbH", "20000"), ("Core SA", "10000")))  # fmt: skip


def bring(book: Book, folder: Path, *rows: dict[str, Any], name: str = "list.json") -> tuple[int, int, int]:
    path = folder / name
    path.write_text(json.dumps(list(rows)), encoding="utf-8")
    report = import_files(book, [path])
    assert report.refused == 0, report.problems
    assert book.check() == []
    return report.created, report.updated, report.unchanged


def held(book: Book) -> list[tuple[str, str]]:
    awards = book.holdings.awards.values()
    return sorted(
        (
            ", ".join(book.holdings.suppliers(award)),
            f"{award.value.amount:f} {award.value.currency}" if award.value else "",
        )
        for award in awards
    )


ALL = [("Acme Ltd", "50000 EUR"), ("Bolt GmbH", "20000 EUR"), ("Core SA", "10000 EUR")]


@pytest.mark.parametrize("order", [*permutations((ACME, BOLT, CORE))])
def test_a_row_for_each_winner_is_an_award_for_each(order: tuple[Any, ...], book: Book, tmp_path: Path) -> None:
    assert bring(book, tmp_path, *order) == (1, 2, 0)
    assert held(book) == ALL and len(book.holdings.tenders) == 1
    assert not book.holdings.signals and not book.get("T1").events, "nothing of it is history"
    assert bring(book, tmp_path, *order) == (0, 0, 3)
    assert bring(book, tmp_path, *order[::-1]) == (0, 0, 3), "in another order"
    assert held(book) == ALL and not book.holdings.signals


def test_a_winner_more_in_the_next_issue(book: Book, tmp_path: Path) -> None:
    bring(book, tmp_path, ACME)
    bring(book, tmp_path, BOLT, ACME)
    assert held(book) == ALL[:2] and not book.holdings.signals
    bring(book, tmp_path, CORE, BOLT, ACME)
    assert held(book) == ALL and not book.holdings.signals
    bring(book, tmp_path, BOLT | {"award_value": "21000"})
    assert ("Bolt GmbH", "21000 EUR") in held(book) and len(held(book)) == 3


def test_another_winner_in_the_next_issue_has_replaced_the_first(book: Book, tmp_path: Path) -> None:
    bring(book, tmp_path, ACME)
    bring(book, tmp_path, BOLT | {"award_value": "50000"})
    assert held(book) == [("Bolt GmbH", "50000 EUR")]
    assert [str(signal.kind) for signal in book.holdings.signals.values()] == ["contractor_replaced"]


def test_two_contracts_of_one_winner_are_two(book: Book, tmp_path: Path) -> None:
    later = ACME | {"award_value": "60000", "contract_start": "2025-04-01"}
    bring(book, tmp_path, ACME, later, ACME)
    assert held(book) == [("Acme Ltd", "50000 EUR"), ("Acme Ltd", "60000 EUR")]
    assert bring(book, tmp_path, ACME, later, ACME) == (0, 0, 3)


def test_values_of_rows_that_differ_are_no_cut(book: Book, tmp_path: Path) -> None:
    rows = [ACME | {"value": str(1000 * n), "award_value": str(100 * n)} for n in range(9, 0, -1)]
    bring(book, tmp_path, *rows)
    assert len(held(book)) == 9 and not book.holdings.signals and not book.get("T1").events


@pytest.mark.parametrize("winner", ["Acme Ltd|Bolt GmbH", "Acme Ltd\nBolt GmbH", "Acme Ltd; Bolt GmbH;Acme Ltd"])
def test_winners_of_one_cell_hold_it_together(winner: str, book: Book, tmp_path: Path) -> None:
    bring(book, tmp_path, ROW | {"winner": winner, "award_value": "70000"})
    assert held(book) == [("Acme Ltd, Bolt GmbH", "70000 EUR")]
