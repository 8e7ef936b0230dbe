"""A check finds whatever is not as it must be, and a sound book has nothing to find."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bidtracker.book import Book
from bidtracker.domain.errors import NotFound, Refused
from bidtracker.domain.vocabulary import SignalKind
from bidtracker.storage import NotADump, StorageError


@pytest.fixture(scope="module")
def full_file(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with something of everything, and acts taken back and done again, made once."""
    path = Path(shutil.copyfile(sample_file, tmp_path_factory.mktemp("full") / "full.bidtracker"))
    with Book.open(path, who="ann") as book:
        book.add("contacts", name="Chief", buyer="B1")
        chief = max(book.holdings.contacts)
        book.add("contacts", name="Deputy", buyer="B1", reports_to=f"P{chief}")
        book.observe("A1", SignalKind.DELIVERY_LATE)
        book.set("T1", title="Other")
        book.undo(2)
        book.redo()
        assert book.check() == []
    return path


@pytest.fixture
def full(full_file: Path, tmp_path: Path) -> Iterator[Book]:
    """That book for one test."""
    with Book.open(shutil.copyfile(full_file, tmp_path / "test.bidtracker"), who="ann") as book:
        yield book


def edit(book: Book, table: str, number: int, **fields: Any) -> None:
    """Writes past all checks, as another program might."""
    body = msgspec.json.decode(book.db.table(table).body(number) or b"{}") | fields
    book.db.table(table).put(number, msgspec.json.encode({k: v for k, v in body.items() if v != "gone"}))


def entry(book: Book, act: str) -> int:
    return next(entry.id for entry in book.history() if entry.act == act)


def cut_history(book: Book) -> None:
    book.db.table("history").delete(2)


def other_image(book: Book) -> None:
    number = entry(book, "set")
    changes = msgspec.json.decode(book.db.table("history").body(number) or b"")["changes"]
    changes[0][2]["title"] = "Never so"
    edit(book, "history", number, changes=changes)


def unreadable_image(book: Book) -> None:
    number = entry(book, "set")
    changes = msgspec.json.decode(book.db.table("history").body(number) or b"")["changes"]
    changes[0][2]["colour"] = "red"
    edit(book, "history", number, changes=changes)


def unmarked(book: Book) -> None:
    number = next(entry.undoes for entry in book.history() if entry.act == "undo" and not entry.undone_by)
    edit(book, "history", number, undone_by=0)


FAULTS: dict[str, tuple[Callable[[Book], object], str]] = {
    "a link": (lambda b: b.db.table("buyers").delete(1), "points to B1, which is not there"),
    "a chief": (lambda b: edit(b, "contacts", 1, reports_to=999), "P1 points to P999"),
    "a word": (lambda b: edit(b, "tenders", 1, stage="dreaming"), "T1 cannot be read: Invalid enum value"),
    "a date": (lambda b: edit(b, "tenders", 1, deadline="2026-02-30"), "T1 cannot be read: Invalid RFC3339"),
    "an amount": (lambda b: edit(b, "tenders", 1, value={"amount": "lots", "currency": "EUR"}), "T1 cannot be read"),
    "no amount": (
        lambda b: edit(b, "tenders", 1, value={"amount": "1e30", "currency": "EUR"}),
        "T1: value is not an amount",
    ),
    "a field": (lambda b: edit(b, "tenders", 1, colour="red"), "T1 cannot be read: .*colour"),
    "a rule": (lambda b: edit(b, "awards", 1, start="2026-02-01", end="2026-01-01"), "A1: End 2026-01-01 lies before"),
    "awards": (lambda b: edit(b, "tenders", b.get("A1").tender, awards=[]), "does not list its own awards"),
    "past the history": (lambda b: edit(b, "buyers", 1, notes="typed"), "B1 is not as H.* left it"),
    "by nobody": (lambda b: b.db.table("buyers").put(999, b'{"name":"X"}'), "B999 is in the book, but no act"),
    "an act": (cut_history, "H2 is missing"),
    "a part of an act": (lambda b: b.db.table("images").delete(1), "cannot be undone: a part of it is missing"),
    "an entry": (lambda b: b.db.table("history").put(2, b'{"who":"x"}'), "H2 cannot be read"),
    "an image": (other_image, "did not leave T1 as it was before|no act of its history"),
    "an image of nothing": (unreadable_image, "T1 was nothing that can be read before"),
    "a mark": (unmarked, "which does not say so"),
    "a table": (lambda b: b.db.table("odd").put(1, b"{}"), "odd 1 is in no table that a book has"),
    "settings": (lambda b: b.db.set_meta("settings", {"colour": 1}), "settings cannot be read"),
    "a proposal": (
        lambda b: b.db.table("proposals").put(
            999, b'{"kind":"same_buyer","about":"?","grounds":{"template":"x"},"on":"2026-01-01"}'
        ),
        "Q999: '\\?' is not an id",
    ),
}


@pytest.mark.parametrize("what", FAULTS)
def test_whatever_is_wrong_is_found(full: Book, what: str) -> None:
    harm, output = FAULTS[what]
    harm(full)
    faults = [str(fault) for fault in full.check()]
    assert any(re.search(output, fault) for fault in faults), faults


def test_a_damaged_record_is_named_and_the_rest_is_looked_at(full: Book, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    full.set("B2", notes="FLIPPED")
    full.set("T1", notes="also")
    full.backup(copy)
    copy.write_bytes(copy.read_bytes().replace(b"FLIPPED", b"flipped"))
    with Book.open(copy) as damaged:
        edit(damaged, "tenders", 1, deadline="never")
        faults = [str(fault) for fault in damaged.check()]
    assert any(fault.startswith("B2: buyers 2 is damaged") for fault in faults)
    assert any(fault.startswith("T1 cannot be read") for fault in faults)
    assert not any("points to B2" in fault for fault in faults)


# Restoring


def dumped(book: Book) -> dict[str, Any]:
    out = io.BytesIO()
    book.dump(out)
    return json.loads(out.getvalue())  # type: ignore[no-any-return]


def restored(tmp_path: Path, dump: dict[str, Any]) -> Book:
    book = Book.open(tmp_path / "new.bidtracker", create=True, who="ann")
    book.restore(io.BytesIO(json.dumps(dump).encode()))
    return book


def test_a_restored_book_is_sound_and_can_be_undone(full: Book, tmp_path: Path) -> None:
    with restored(tmp_path, dumped(full)) as book:
        assert book.check() == [] and len(book.history()) == len(full.history())
        book.undo()
        assert book.check() == []


REFUSED: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "a link": (lambda d: d["buyers"].pop("1"), "points to B1"),
    "a word": (lambda d: d["tenders"]["1"].update(stage="dreaming"), "T1 cannot be read"),
    "a field": (lambda d: d["awards"]["1"].update(colour=1), "A1 cannot be read"),
    "a table": (lambda d: d.update(odd={"1": {}}), "odd 1 is in no table"),
    "history": (lambda d: d["history"]["1"].update(who=7), "H1 cannot be read"),
    "images": (lambda d: d["images"].update({"1": {"changes": 5}}), "images 1 cannot be read"),
    "settings": (lambda d: d["_meta"]["1"].update(settings={"us": 5}), "settings cannot be read"),
    "a rule": (lambda d: d["buyers"]["1"].update(name=" "), "B1: name is empty"),
    "a later format": (lambda d: d["_book"]["1"].update(format=99), "newer version"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_restore_refuses_what_it_does_not_understand(full: Book, tmp_path: Path, what: str) -> None:
    harm, output = REFUSED[what]
    dump = dumped(full)
    harm(dump)
    with Book.open(tmp_path / "new.bidtracker", create=True) as book:
        with pytest.raises((Refused, NotADump), match=output):
            book.restore(io.BytesIO(json.dumps(dump).encode()))
        assert book.db.revision() == 0 and not book.db.tables() and not book.history()


def test_a_dump_made_by_hand_begins_a_history(tmp_path: Path) -> None:
    dump = {"buyers": {"3": {"name": "Trust"}}, "tenders": {"7": {"title": "Beds", "buyer": 3}}, "_default": {}}
    with restored(tmp_path, dump) as book:
        assert book.check() == []
        assert [str(entry.title) for entry in book.history()] == ["Restored 2 documents"]
        with pytest.raises(NotFound):
            book.undo()
        book.set("T7", title="Chairs")
        book.undo()
        assert book.get("T7").title == "Beds" and book.check() == []


# Undo is one step


def test_several_steps_are_taken_back_together_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "team"
    with Book.open(path, create=True, who="ann") as ann, Book.open(path, who="bob") as bob:
        for title in ("Beds", "Chairs", "Lamps"):
            ann.add("tenders", title=title, buyer="Trust")
        bob.set("T1", notes="seen")
        before = ann.db.revision()
        with pytest.raises(Refused, match="bob"):
            ann.undo(3)
        assert ann.db.revision() == before
        assert len(ann.holdings.tenders) == 3 and ann.check() == []
        assert len(ann.undo(2)) == 2 and ann.db.revision() == before + 1
        assert list(ann.holdings.tenders) == [1]
        assert len(ann.redo(9)) == 2 and list(ann.holdings.tenders) == [1, 2, 3]
        assert ann.check() == []


def test_whom_a_contact_reported_to_goes(book: Book) -> None:
    book.add("contacts", name="Chief", buyer="Trust")
    book.add("contacts", name="Deputy", buyer="B1", reports_to="P1")
    book.delete("P1")
    assert book.get("P2").reports_to == 0 and book.check() == []
    book.undo()
    assert book.get("P2").reports_to == 1 and book.check() == []


# Copies before an import


def imported(book: Book, *names: str) -> None:
    with book.acting("import") as draft:
        for name in names:
            draft.organisation("buyers", name)


def beside(book: Book) -> list[Path]:
    return sorted(Path(book.address).parent.glob("*.before-import-*"), key=lambda file: file.stat().st_mtime_ns)


def test_before_an_import_the_book_is_copied(book: Book) -> None:
    imported(book, "One")
    assert beside(book) == [], "nothing was in it yet"
    imported(book, "Two")
    (copy,) = beside(book)
    assert copy.name == "test.bidtracker.before-import-20261123-100000"
    with Book.open(copy) as before:
        assert [buyer.name for buyer in before.holdings.buyers.values()] == ["One"] and before.check() == []


def test_only_the_newest_copies_stay_and_nothing_else_goes(book: Book) -> None:
    folder = Path(book.address).parent
    others = [folder / f"test.bidtracker.before-import-{name}" for name in ("mine", "20200101", "20200101-000000.bak")]
    for other in others:
        other.write_text("mine")
    (folder / "test.bidtracker.before-import-20200101-000000").symlink_to(others[0])
    for number in range(7):
        imported(book, f"Buyer {number}")
    copies = [file for file in beside(book) if file.name.startswith("test.bidtracker.before-import-20261123")]
    assert len(copies) == 3 and all(other.read_text() == "mine" for other in others)
    counts = []
    for copy in copies:
        with Book.open(copy) as before:
            counts.append(len(before.holdings.buyers))
    assert sorted(counts) == [4, 5, 6]


def test_an_import_that_changes_nothing_leaves_no_copy(book: Book) -> None:
    imported(book, "One")
    imported(book, "One")
    with pytest.raises(ZeroDivisionError), book.acting("import") as draft:
        draft.organisation("buyers", "Two")
        raise ZeroDivisionError
    assert beside(book) == []


@pytest.mark.parametrize("at_once", [True, False])
def test_where_no_copy_can_be_made_the_import_goes_on(
    book: Book, monkeypatch: pytest.MonkeyPatch, at_once: bool
) -> None:
    imported(book, "One")
    imported(book, "Two")
    kept = beside(book)
    assert len(kept) == 1

    @contextmanager
    def full(*_: object) -> Iterator[None]:
        if at_once:
            raise StorageError("there is no room left")
        yield
        raise StorageError("the disk did not take it")

    monkeypatch.setattr(type(book.db.storage), "keeping_copy", full)
    imported(book, "Three")
    assert len(book.holdings.buyers) == 3 and beside(book) == kept
