"""Tenders that were exported read back equal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from reads import DATA, needs_data, take
from releases import held

from bidtracker.book import Book
from bidtracker.cli.root import root
from bidtracker.intake import import_files

SAMPLE = Path(__file__).parents[2] / "sample_data" / "tenders.json"


def exported(book: Path, target: Path) -> Path:
    done = CliRunner().invoke(root, ["--book", str(book), "export", "tenders", "-o", str(target)])
    assert done.exit_code == 0, done.output
    return target


def there_and_back(folder: Path, source: Path, suffix: str) -> tuple[str, str]:
    """What is exported of a list, and what of that once it was read into another book."""
    with Book.open(folder / "first", create=True) as book:
        import_files(book, [source])
    path = exported(folder / "first", folder / f"first.{suffix}")
    with Book.open(folder / "second", create=True) as book:
        report = import_files(book, [path])
        assert (report.refused, report.formats) == (0, {path.name: "exported"})
        assert import_files(book, [path]).updated == 0
    again = exported(folder / "second", folder / f"second.{suffix}")
    return path.read_text(encoding="utf-8"), again.read_text(encoding="utf-8")


@pytest.mark.parametrize("suffix", ["csv", "json"])
def test_our_own_bids_read_back_equal(suffix: str, tmp_path: Path) -> None:
    first, second = there_and_back(tmp_path, SAMPLE, suffix)
    assert second == first


@needs_data
@pytest.mark.parametrize("suffix", ["csv", "json"])
def test_a_public_list_reads_back_equal(suffix: str, tmp_path: Path) -> None:
    first, second = there_and_back(tmp_path, DATA / "ocds_uk_cf/contractsfinder_201_releases.jsonl.gz", suffix)
    assert second == first


def test_what_was_kept_from_being_a_formula_is_what_it_was(tmp_path: Path) -> None:
    source = tmp_path / "list.json"
    titles = ["=1+1", "'quoted", " -5 degrees", "＝1", "Beds"]
    source.write_text(json.dumps([{"title": title, "buyer": "City", "reference": f"@{title}"} for title in titles]))
    first, second = there_and_back(tmp_path, source, "csv")
    assert "'=1+1" in first
    assert second == first
    with Book.open(tmp_path / "second") as book:
        assert [book.get(f"T{n}").title for n in range(1, 6)] == titles


def test_an_export_finds_the_tenders_that_it_came_from(tmp_path: Path) -> None:
    source = tmp_path / "list.json"
    source.write_text(json.dumps({"releases": [held("2024-06-01")]}))
    with Book.open(tmp_path / "book", create=True) as book:
        import_files(book, [source])
    path = exported(tmp_path / "book", tmp_path / "out.csv")
    with Book.open(tmp_path / "book") as book:
        assert import_files(book, [path]).created == 0
        assert len(book.holdings.tenders) == 1


def test_a_table_with_a_column_ocid_is_no_ocds() -> None:
    notices, _ = take("ocid,title,buyer\nocds-1,Beds,City\n", name=None)
    assert [(notice.format, notice.title) for notice in notices] == [("native", "Beds")]
