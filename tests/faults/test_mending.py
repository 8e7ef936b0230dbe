"""What the command line does with a book that is damaged, on a server, or was made in vain."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bidtracker.book import Book
from bidtracker.cli.program import upkeep
from bidtracker.cli.root import root
from bidtracker.domain.message import say
from bidtracker.storage import Busy, StorageError, open_database


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "APPDATA"):
        monkeypatch.setenv(variable, str(tmp_path / "home"))
    monkeypatch.setenv("LANG", "C.UTF-8")
    yield


def run(book: Path, *args: str, status: int = 0) -> Result:
    result = CliRunner().invoke(root, ["--book", str(book), *args])
    assert result.exit_code == status and "Traceback" not in result.output, result.output
    return result


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    path = tmp_path / "damaged.bidtracker"
    with Book.open(path, create=True, who="ann") as book:
        for number in range(30):
            book.add("tenders", title=f"Tender {number}", buyer="Trust", notes="x" * 2_000)
        book.set("T7", notes="FLIPPED")
    path.write_bytes(path.read_bytes().replace(b"FLIPPED", b"flipped"))
    return path


def test_a_damaged_record_is_named_with_what_saves_the_rest(damaged: Path) -> None:
    result = run(damaged, "check", status=1)
    assert "T7: tenders 7 is damaged" in result.stdout and "check --rescue NEW" in result.stderr
    result = run(damaged, "tenders", status=1)
    assert "tenders 7 is damaged" in result.stderr and "check --rescue NEW" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_rescue_lists_what_is_lost_and_leaves_a_sound_book(damaged: Path, tmp_path: Path) -> None:
    before, new = damaged.read_bytes(), tmp_path / "new.bidtracker"
    result = run(damaged, "check", "--rescue", str(new))
    assert "T7: tenders 7 could" in result.stdout and f"Saved what could be read to {new}" in result.stdout
    assert "is sound" in run(new, "check").stdout and damaged.read_bytes() == before
    assert len(json.loads(run(new, "tenders", "--json").stdout)) in (29, 30)
    assert "already there" in run(damaged, "check", "--rescue", str(new), status=1).stderr
    assert "lost" in json.loads(run(damaged, "check", "--rescue", str(tmp_path / "2"), "--json").stdout)


def test_a_book_made_in_vain_is_taken_away_unless_somebody_wrote_to_it(tmp_path: Path) -> None:
    path = tmp_path / "book"
    with Book.open(path, create=True) as ours, Book.open(path, who="bob") as theirs:
        theirs.add("buyers", name="Trust")
        ours.discard()
        assert len(theirs.holdings.buyers) == 1
    with Book.open(path) as again:
        assert len(again.holdings.buyers) == 1
    empty = tmp_path / "empty"
    with Book.open(empty, create=True) as ours, Book.open(empty) as theirs:
        ours.discard()
        assert not empty.exists()
        with pytest.raises(StorageError, match="moved, replaced or removed"):
            theirs.add("buyers", name="Trust")


def test_a_command_that_fails_leaves_no_book(tmp_path: Path) -> None:
    run(tmp_path / "none", "add", "tender", "title=x", status=1)
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("postgresql://ann@host:5433/bids?schema=north", "bids-"),
        ("postgresql:///?service=team", "bidtracker-"),
        ("postgres://host/../../etc%2Fx", "etc-2Fx-"),
        ("/somewhere/my book.bidtracker", "/somewhere/my book-"),
    ],
)
def test_a_copy_has_a_name_wherever_the_book_is(address: str, name: str) -> None:
    results = str(upkeep._copy_of(address, ""))
    assert results.startswith(name) and results.endswith(".bidtracker") and "/.." not in results


def test_a_newer_and_a_foreign_file_are_left(tmp_path: Path) -> None:
    newer = tmp_path / "newer"
    with open_database(newer, create=True) as db:
        db.storage._connection.execute("PRAGMA user_version = 99")
    (tmp_path / "foreign").write_bytes(b"SQLite format 3\0" + bytes(4_000))
    for file in (newer, tmp_path / "foreign"):
        before = file.read_bytes()
        for args in (["check"], ["add", "buyer", "name=x"], ["import", str(file)]):
            run(file, *args, status=1)
        assert file.read_bytes() == before


def test_an_act_that_is_done_is_not_told_as_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its rows are on disk when the book is looked at again; were that told as a failure, one would do it twice."""
    path = tmp_path / "book"
    with Book.open(path, create=True, who="ann") as book:
        assert not book.holdings.buyers

        def busy(since: int) -> None:
            raise Busy(say("busy"))

        with monkeypatch.context() as patch:
            patch.setattr(book.db, "followed", busy)
            book.add("buyers", name="Trust")
            assert book.changed_elsewhere()
        book.refresh()
        assert not book.changed_elsewhere() and "Trust" in {b.name for b in book.holdings.buyers.values()}
        book.undo()
        assert book.check() == []
