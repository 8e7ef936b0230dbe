"""Books of every format that was ever released still open, and what is newer is refused untouched.

`formats/` keeps a small book of each format, the dump of it, and the fields that its records may have; make.py there
makes those of the present one.
"""

from __future__ import annotations

import importlib.util
import io
import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bidtracker.book import Book
from bidtracker.domain.errors import NotFound
from bidtracker.domain.links import PAST, USUAL
from bidtracker.storage import BookIsNewer, Database, NotADump, book_file, open_database
from bidtracker.storage.dump import BOOK, dump, restore
from bidtracker.storage.sqlite import file as sqlite_file

FOLDER = Path(__file__).parent / "formats"
KEPT = sorted(int(path.stem) for path in FOLDER.glob("*.bidtracker"))


@pytest.fixture(params=KEPT)
def number(request: pytest.FixtureRequest) -> int:
    """A format of which a book is kept."""
    result: int = request.param
    return result


@pytest.fixture
def book(number: int, tmp_path: Path) -> Path:
    """A copy of the book that is kept of a format."""
    return Path(shutil.copyfile(FOLDER / f"{number}.bidtracker", tmp_path / "book"))


def make() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make", FOLDER / "make.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def documents(db: Database) -> dict[str, Any]:
    """All that a book holds as TinyDB's JSON, without what it says of itself."""
    out = io.BytesIO()
    dump(db, out)
    return held(out.getvalue())


def held(output: bytes) -> dict[str, Any]:
    """The tables of a dump that hold something."""
    return {table: rows for table, rows in json.loads(output).items() if table != BOOK and rows}


def kept(number: int) -> dict[str, Any]:
    """What the dump that is kept of a format says."""
    return held((FOLDER / f"{number}.json").read_bytes())


def unsealed(tables: dict[str, Any]) -> dict[str, Any]:
    """What a dump held before its history was sealed."""
    seals = {"state", "seal", "salt", "keys", "digests"}
    for table in ("history", "images"):
        for document in tables.get(table, {}).values():
            for field in seals & set(document):
                del document[field]
    return tables


def test_of_every_format_a_book_is_kept() -> None:
    assert list(range(1, book_file.FORMAT + 1)) == KEPT, "python tests/storage/formats/make.py"


def test_a_book_holds_nothing_that_its_format_has_not() -> None:
    """An earlier version of the program refuses fields that it does not know: only a new format may bring them."""
    expected = json.loads((FOLDER / f"{book_file.FORMAT}.fields.json").read_text())
    assert make().fields() == expected, (
        "records changed: run python tests/storage/formats/make.py, and raise FORMAT first if this one was released"
    )


def test_what_is_kept_is_sound_and_has_something_of_everything() -> None:
    newest = kept(book_file.FORMAT)
    acts = [entry["act"] for entry in newest["history"].values()]
    assert {"settings", "import", "undo", "delete"} <= set(acts)
    assert newest["images"] and newest["_meta"] and any(entry.get("undone_by") for entry in newest["history"].values())


def test_it_opens_and_holds_what_it_held(book: Path, number: int) -> None:
    with Book.open(book, who="ann") as opened:
        assert opened.check() == []
        assert opened.db.header["format"] == book_file.FORMAT
        if number == book_file.FORMAT:
            assert documents(opened.db) == kept(number)
        assert unsealed(documents(opened.db)) == unsealed(kept(number))
        assert opened.holdings.buyers and opened.history()


def test_its_history_is_undone_and_done_again(book: Path) -> None:
    with Book.open(book, who="ann") as opened:
        acts = len(
            [entry for entry in opened.history() if entry.act not in ("undo", "redo", "seal") and not entry.undone_by]
        )
        tables = opened.db.tables() - {"history", "images", "seals", PAST, USUAL}  # a sealed list stays
        before = documents(opened.db)
        assert len(opened.undo(1_000)) == acts
        assert not any(len(opened.db.table(table)) for table in tables) and opened.check() == []
        with pytest.raises(NotFound):
            opened.undo()
        assert len(opened.redo(acts)) == acts
        after = documents(opened.db)
        assert all(after[table] == before[table] for table in tables & set(before)) and opened.check() == []


def test_its_dump_comes_back_on_every_storage(number: int, backend: Callable[..., Any], tmp_path: Path) -> None:
    with Book(backend(tmp_path)(), who="ann", clock=make().NOW.astimezone) as restored:
        restored.restore(FOLDER / f"{number}.json")
        assert restored.check() == []
        assert unsealed(documents(restored.db)) == unsealed(kept(number))


def test_a_newer_one_is_refused_untouched(book: Path, tmp_path: Path) -> None:
    connection = sqlite3.connect(book)
    connection.execute(f"PRAGMA user_version = {book_file.FORMAT + 1}")
    connection.close()
    before = book.read_bytes()
    with pytest.raises(BookIsNewer, match="newer version"):
        Book.open(book, who="ann")
    assert book.read_bytes() == before and list(tmp_path.iterdir()) == [book]


def test_a_newer_dump_is_refused(number: int, tmp_path: Path) -> None:
    output = json.loads((FOLDER / f"{number}.json").read_bytes())
    output[BOOK]["1"]["format"] = book_file.FORMAT + 1
    (tmp_path / "dump.json").write_text(json.dumps(output))
    with open_database(tmp_path / "book", create=True) as db, pytest.raises(NotADump, match="newer version"):
        restore(tmp_path / "dump.json", db)


def test_the_next_format_migrates_it_and_keeps_a_copy(
    book: Path, number: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What a later version will do: every step from the format that it finds, in one transaction, a copy beside."""
    now = book_file.FORMAT
    steps: list[int] = []

    def rename(connection: sqlite3.Connection) -> None:
        steps.append(now)
        connection.execute("ALTER TABLE book ADD COLUMN colour TEXT DEFAULT 'red'")

    monkeypatch.setattr(book_file, "FORMAT", now + 1)
    monkeypatch.setitem(sqlite_file.MIGRATIONS, now, rename)
    with Book.open(book, who="ann") as opened:
        assert opened.check() == [] and opened.db.header["format"] == now + 1
        assert number < now or documents(opened.db) == kept(number)
    assert steps == [now]
    copy = tmp_path / f"book.format-{number}"
    assert sorted(tmp_path.iterdir()) == [book, copy]
    monkeypatch.setattr(book_file, "FORMAT", now)
    with open_database(copy) as db:
        assert number < now or documents(db) == kept(number)


def test_the_same_fields_make_the_same_sample(tmp_path: Path) -> None:
    for name in ("first", "again"):
        (tmp_path / name).mkdir()
        make().make(tmp_path / name)
    for path in (tmp_path / "first").iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes()
