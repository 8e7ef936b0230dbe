"""A damaged book becomes a sound one that says what it lost."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

from bidtracker.book import Book
from bidtracker.domain.errors import BidtrackerError, NotFound
from bidtracker.domain.links import LINKS, numbers
from bidtracker.domain.vocabulary import DemandKind, Fit, Lever

PAGE = 8192


@pytest.fixture
def damaged(sample_book: Book) -> Path:
    """The file of a book that is about to be damaged."""
    sample_book.observe("A1", "delivery_late", on=date(2026, 11, 1))
    sample_book.undo()
    sample_book.close()
    return Path(sample_book.address)


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_left_is_a_sound_book(damaged: Path, tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    bad = bytearray(damaged.read_bytes())
    for _ in range(3):
        at = rng.randrange(len(bad) // PAGE) * PAGE
        bad[at : at + PAGE] = rng.randbytes(PAGE)
    damaged.write_bytes(bad)
    lost = Book.rescue(damaged, tmp_path / "new", who="ann")
    assert damaged.read_bytes() == bytes(bad)
    with Book.open(tmp_path / "new", who="ann") as book:
        assert book.check() == [] and len(book.holdings.tenders) > 80
        assert lost and book.history(limit=1)[0].act == "rescue"
        with pytest.raises(NotFound, match="nothing to undo"):
            book.undo()
        book.add("tenders", title="Life goes on", buyer="Trust")
        book.undo()
        assert book.check() == []
    assert {file.name for file in tmp_path.iterdir()} == {damaged.name, "new"}


def test_what_others_point_to_has_a_stand_in(book: Book, tmp_path: Path) -> None:
    book.add("tenders", title="Beds", buyer="Trust")
    book.lose("T1", to="Acme")
    book.add("contacts", name="Chief", buyer="B1")
    book.observe("A1", "delivery_late", on=date(2026, 11, 1), contact="P1")
    for table in ("buyers", "tenders", "awards", "competitors", "contacts"):
        book.db.table(table).delete(1)
    output = [str(each) for each in Book.rescue(book.address, tmp_path / "new")]
    assert any("A1 stands in for a lost record that S1 points to" in each for each in output)
    assert any("S1 pointed to P1, which is lost" in each for each in output)
    with Book.open(tmp_path / "new") as new:
        assert new.check() == [] and new.get("S1").award == 1 and not new.get("S1").contact
        assert new.get("A1").title == "? A1"


@pytest.mark.parametrize("table", [table for table, links in LINKS.items() if any(link.needed for link in links)])
def test_whom_a_record_cannot_be_without_is_stood_in_for(damaged: Path, tmp_path: Path, table: str) -> None:
    with Book.open(damaged) as book:
        record = next(iter(book.holdings.table(table).values()))
        for link in LINKS[table]:
            for number in numbers(record, link) if link.needed else ():
                book.db.table(link.to).delete(number)
    assert Book.rescue(damaged, tmp_path / "new")
    with Book.open(tmp_path / "new") as new:
        assert new.check() == []


def test_a_sound_book_is_only_copied(damaged: Path, tmp_path: Path) -> None:
    assert Book.rescue(damaged, tmp_path / "new") == []
    with Book.open(damaged) as old, Book.open(tmp_path / "new") as new:
        for table in ("tenders", "awards", "signals", "contacts", "_meta"):
            assert list(new.db.table(table).rows()) == list(old.db.table(table).rows())
        assert new.check() == []


def test_nothing_is_overwritten(damaged: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(BidtrackerError, match="exists already"):
        Book.rescue(damaged, tmp_path / "mine")
    assert (tmp_path / "mine").read_text() == "mine" and len(list(tmp_path.iterdir())) == 2


def test_what_a_record_can_be_without_is_let_go_of(book: Book, tmp_path: Path) -> None:
    book.add("tenders", title="Beds", buyer="Trust")
    book.add("offers", name="Bed One")
    book.need("T1", "Beds for the night")
    book.demand("N1", DemandKind.FUNCTION, "goes up and down")
    book.match("N1.1", "O1", Fit.FITS)
    book.need("T1", "Beds for the day")
    book.demand("N2", DemandKind.FUNCTION, "goes up and down")
    book.theme("T1", Lever.QUALITY, "goes up and down for years", need="N2.1")
    for table, number in (("offers", 1), ("needs", 2)):
        book.db.table(table).delete(number)
    output = [str(each) for each in Book.rescue(book.address, tmp_path / "new")]
    assert any("N1 pointed to O1, which is lost" in each for each in output)
    assert any("V1 pointed to N2, which is lost" in each for each in output)
    with Book.open(tmp_path / "new") as new:
        assert new.check() == [] and not new.get("N1").matches
        assert (new.get("V1").need, new.get("V1").demand) == (0, 0)
