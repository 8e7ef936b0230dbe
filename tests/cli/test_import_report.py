"""The report of an import as a file: every value that was refused or read otherwise, in one row."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from bidtracker.book import Book
from bidtracker.cli.program.importing.report import reporting
from bidtracker.domain.errors import BidtrackerError
from bidtracker.intake.choices import ImportListener
from bidtracker.intake.report import MOST_PROBLEMS, Report
from bidtracker.intake.run import import_files


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """A list with a value that cannot be read, one that looks like a formula, and a key of its own."""
    rows = [
        {"title": "Beds", "buyer": "City", "deadline": "=1+1", "=mine": 1},
        {"title": "Cots", "buyer": "City"},
    ]
    path = tmp_path / "list.json"
    path.write_text(json.dumps(rows))
    return path


def written(book: Book, listed: Path, path: Path, *, overwrite: bool = False) -> Report:
    with reporting(path, overwrite=overwrite) as rows:
        report = import_files(book, [listed], listener=ImportListener(on_problem=rows.take))
        rows.end(report)
    return report


def test_a_csv_that_a_spreadsheet_may_open(book: Book, listed: Path, tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    written(book, listed, path)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(r["file"], r["record"], r["path"], r["value"], r["done"]) for r in rows] == [
        ("list.json", "0", "'=mine", "", "kept"),
        ("list.json", "1", "deadline", "'=1+1", "refused"),
    ]
    assert "is not a date" in rows[1]["why"]


def test_json_where_the_file_ends_so(book: Book, listed: Path, tmp_path: Path) -> None:
    written(book, listed, tmp_path / "report.JSON")
    whole = json.loads((tmp_path / "report.JSON").read_text(encoding="utf-8"))
    assert (whole["read"], whole["refused"], whole["formats"]) == (2, 1, {"list.json": "native"})
    assert [(row["path"], row["value"], row["done"]) for row in whole["values"]] == [
        ("=mine", "", "kept"),
        ("deadline", "=1+1", "refused"),
    ]


def test_json_of_a_list_without_a_fault(book: Book, listed: Path, tmp_path: Path) -> None:
    listed.write_text(json.dumps([{"title": "Cots", "buyer": "City"}]))
    written(book, listed, tmp_path / "report.json")
    whole = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert (whole["read"], whole["values"]) == (1, [])


@pytest.mark.parametrize("name", ["report.csv", "report.json"])
def test_there_is_no_end_to_it(name: str, book: Book, listed: Path, tmp_path: Path) -> None:
    """The report in memory keeps only so many; the file has them all."""
    many = MOST_PROBLEMS + 500
    listed.write_text("\n".join(json.dumps({"title": "Beds", "buyer": "City", "deadline": "x"}) for _ in range(many)))
    report = written(book, listed, tmp_path / name)
    assert (len(report.problems), report.more_problems) == (MOST_PROBLEMS, 500)
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert len(json.loads(text)["values"] if name.endswith("json") else list(csv.DictReader(text.splitlines()))) == many


def test_a_file_that_is_there_stays_unless_it_may_be_replaced(book: Book, listed: Path, tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    path.write_text("mine")
    with pytest.raises(BidtrackerError, match="already there"):
        written(book, listed, path)
    assert path.read_text() == "mine"
    assert not book.holdings.tenders, "nothing is imported whose report cannot be written"
    written(book, listed, path, overwrite=True)
    assert path.read_text(encoding="utf-8").startswith("file,record,")
