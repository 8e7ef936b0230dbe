"""The report of an import as a file: every value that was refused or read otherwise, in one row."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from bidtracker.book import Book
from bidtracker.cli.import_report import write_report
from bidtracker.domain.errors import BidtrackerError
from bidtracker.intake.report import Report
from bidtracker.intake.run import import_files


@pytest.fixture
def report(book: Book, tmp_path: Path) -> Report:
    """Of a list with a value that cannot be read, one that looks like a formula, and a key of its own."""
    rows = [
        {"title": "Beds", "buyer": "City", "deadline": "=1+1", "=mine": 1},
        {"title": "Cots", "buyer": "City"},
    ]
    (tmp_path / "list.json").write_text(json.dumps(rows))
    return import_files(book, [tmp_path / "list.json"])


def test_a_csv_that_a_spreadsheet_may_open(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    write_report(report, path)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(r["file"], r["record"], r["path"], r["value"], r["done"]) for r in rows] == [
        ("list.json", "0", "'=mine", "", "kept"),
        ("list.json", "1", "deadline", "'=1+1", "refused"),
    ]
    assert "is not a date" in rows[1]["why"]


def test_json_where_the_file_ends_so(report: Report, tmp_path: Path) -> None:
    write_report(report, tmp_path / "report.JSON")
    whole = json.loads((tmp_path / "report.JSON").read_text(encoding="utf-8"))
    assert (whole["read"], whole["refused"], whole["formats"]) == (2, 1, {"list.json": "native"})
    assert [(row["path"], row["value"], row["done"]) for row in whole["values"]] == [
        ("=mine", "", "kept"),
        ("deadline", "=1+1", "refused"),
    ]


def test_a_file_that_is_there_stays_unless_it_may_be_replaced(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    path.write_text("mine")
    with pytest.raises(BidtrackerError, match="already there"):
        write_report(report, path)
    assert path.read_text() == "mine"
    write_report(report, path, overwrite=True)
    assert path.read_text(encoding="utf-8").startswith("file,record,")
