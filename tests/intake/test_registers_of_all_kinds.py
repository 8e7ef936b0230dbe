"""Registers in many words and layouts, and what comes of each: the cases stand in registers.txt."""

from __future__ import annotations

from pathlib import Path

import pytest
from came import came, lines

from bidtracker.book import Book

TEXT = Path(__file__).with_name("registers.txt").read_text(encoding="utf-8")
CASES = {case.partition("\n")[0]: case.partition("\n")[2] for case in TEXT.split("=== ")[1:]}


@pytest.mark.parametrize("case", CASES)
def test_what_comes_of_it(case: str, book: Book) -> None:
    """A case is headed by its name and what is set for all rows; what comes of it stands below the list."""
    text, _, expected = CASES[case].partition("\n---\n")
    report = came(book, text, constants=tuple(case.split()[1:]))
    assert lines(book) == expected.strip().splitlines()
    assert report.read == report.created + report.updated + report.unchanged + report.refused + report.left_out
