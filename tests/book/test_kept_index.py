"""The index is a part of a sound book: check sees where it says something else than the records, and mends it."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from bidtracker.book import Book, ledger
from bidtracker.cli.root import root
from bidtracker.domain.links import INDEXED
from bidtracker.storage.index import Index

FORMATS = Path(__file__).parent.parent / "storage" / "formats"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "test.bidtracker"
    with Book.open(path, create=True) as book:
        book.add("buyers", name="Northern Trust")
        book.add("tenders", title="Beds", buyer="B1")
    return path


BUYER = Index(INDEXED).numbers["tenders.buyer"]


@pytest.mark.parametrize("sql", ["DELETE FROM idx", f"UPDATE idx SET id = id + 1 WHERE field = '{BUYER}'"])
def test_check_sees_a_stale_index_and_rebuild_mends_it(path: Path, sql: str) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(sql)
    connection.close()
    run = CliRunner()
    seen = run.invoke(root, ["--book", str(path), "check"])
    assert seen.exit_code and "check --rebuild" in seen.output
    assert run.invoke(root, ["--book", str(path), "check", "--rebuild"]).exit_code == 0
    assert run.invoke(root, ["--book", str(path), "check"]).exit_code == 0


@pytest.mark.parametrize("number", [1, 2])
def test_a_book_of_an_earlier_format_is_given_its_index(tmp_path: Path, number: int) -> None:
    path = Path(shutil.copyfile(FORMATS / f"{number}.bidtracker", tmp_path / "book"))
    with Book.open(path) as book:
        assert book.db.storage.has_index() and book.db.storage.index_is_true()
        assert book.check() == []


def test_a_backup_and_a_restored_dump_find_what_the_book_finds(path: Path, tmp_path: Path) -> None:
    with Book.open(path) as book:
        book.backup(tmp_path / "copy")
        with (tmp_path / "dump").open("wb") as out:
            book.dump(out)
    with Book.open(tmp_path / "copy") as copy, Book.open(tmp_path / "other", create=True) as other:
        other.restore(tmp_path / "dump")
        for book in (copy, other):
            assert book.db.storage.has_index() and book.db.storage.index_is_true()


def test_who_opens_a_large_book_of_an_earlier_format_is_told_before_it_takes_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "MANY", 1)
    path = Path(shutil.copyfile(FORMATS / "2.bidtracker", tmp_path / "book"))
    run = CliRunner()
    first, second = (run.invoke(root, ["--book", str(path), "export", "tenders", "--format", "csv"]) for _ in range(2))
    assert "gets the index of this version" in first.stderr and first.exit_code == 0
    assert "gets the index" not in second.stderr and second.stdout == first.stdout
