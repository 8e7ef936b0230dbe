"""What is gone from a book, or was put into it past the program, is a fault: on a file, on a server, in a dump."""

from __future__ import annotations

import io
import json
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bidtracker.book import Book
from bidtracker.domain.errors import Refused
from bidtracker.storage import row
from bidtracker.storage.book_file import FORMAT

Sql = Callable[..., list[Any]]


@pytest.fixture(scope="module")
def sample(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with something of everything, and acts taken back and done again."""
    path = Path(shutil.copyfile(sample_file, tmp_path_factory.mktemp("absence") / "sample.bidtracker"))
    with Book.open(path, who="ann") as book:
        book.set("T1", title="Other")
        book.set("T2", notes="Typed")
        book.delete("T3")
        book.undo(2)
        book.redo()
        assert book.check() == []
    return path


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, sample: Path, tmp_path: Path) -> Iterator[tuple[str, Sql]]:
    """The address of a sound book, and a way past the program."""
    if request.param == "sqlite":
        address = tmp_path / "book.bidtracker"
        address.write_bytes(sample.read_bytes())

        def past(statement: str, *values: Any) -> list[Any]:
            with closing(sqlite3.connect(address, isolation_level=None)) as connection:
                return connection.execute(statement, values).fetchall()

        yield str(address), past
        return
    team = request.getfixturevalue("team")
    server = team.book()
    schema = server.rpartition("schema=")[2]
    out = io.BytesIO()
    with Book.open(sample) as source, Book.open(server, create=True, who="ann") as book:
        source.dump(out)
        book.restore(io.BytesIO(out.getvalue()))

    def past_server(statement: str, *values: Any) -> list[Any]:
        import psycopg

        statement = statement.replace("?", "%s")
        with psycopg.connect(team.address, autocommit=True) as connection:
            connection.execute(f"SET search_path = {schema}".encode())
            cursor = connection.execute(statement.encode(), values)
            return cursor.fetchall() if cursor.description else []

    yield server, past_server


def faults(address: str) -> list[str]:
    with Book.open(address, who="ann") as book:
        return [str(fault) for fault in book.check()]


GONE = {
    "all signals": ("DELETE FROM doc WHERE tbl = 'signals'", "S1 is gone"),
    "all tenders": ("DELETE FROM doc WHERE tbl = 'tenders'", "T1 is gone"),
    "the last three acts": (
        "DELETE FROM doc WHERE tbl = 'history' AND id > (SELECT max(id) - 3 FROM doc WHERE tbl = 'history')",
        "the last acts are gone",
    ),
    "every row": ("DELETE FROM doc", "the last acts are gone"),
    "one tombstone": ("DELETE FROM doc WHERE tbl = 'tenders' AND body IS NULL", None),
    "the end of the header": ("UPDATE book SET head = ''", "does not say where its history ends"),
    "the revision": ("UPDATE book SET rev = rev + 1", "what was written last is gone"),
}


@pytest.mark.parametrize("what", GONE)
def test_what_is_gone_is_a_fault(place: tuple[str, Sql], what: str) -> None:
    address, past = place
    assert faults(address) == []
    statement, words = GONE[what]
    if words is None:
        with Book.open(address, who="ann") as book:
            tender = book.add("tenders", title="By mistake", buyer="B1")
            book.delete(f"T{tender.id}")
        words = f"T{tender.id} is gone"
    past(statement)
    assert any(words in fault for fault in faults(address)), faults(address)


def forged(body: bytes, **fields: Any) -> bytes:
    return msgspec.json.encode(msgspec.json.decode(body) | fields)


def rewrite(past: Sql, table: str, number: int, **fields: Any) -> None:
    """Changes a row so that its revision and its sum are right."""
    ((rev, body),) = past("SELECT rev, body FROM doc WHERE tbl = ? AND id = ?", table, number)
    text = body if isinstance(body, bytes) else msgspec.json.encode(body)
    new = forged(text, **fields)
    total = row.checksum(row.seed(table), number, rev, new)
    new_value: Any = new if isinstance(body, bytes) else new.decode()
    past("UPDATE doc SET body = ?, sum = ? WHERE tbl = ? AND id = ?", new_value, total, table, number)


def test_a_forged_record_is_found_and_located(place: tuple[str, Sql]) -> None:
    address, past = place
    with Book.open(address, who="ann") as book:
        book.set("B2", notes="As it is")
        entry = book.history(limit=1)[0].id
        book.set("B1", notes="Later")
    rewrite(past, "buyers", 2, notes="Never typed")
    result = faults(address)
    assert any("what the book holds is not what its history left" in fault for fault in result)
    assert any(f"what H{entry} wrote: B2" in fault for fault in result), result


def test_a_forged_act_is_found(place: tuple[str, Sql]) -> None:
    address, past = place
    with Book.open(address, who="ann") as book:
        book.set("T2", notes="Again")
        entry = book.history(limit=1)[0].id
        book.set("T2", notes="And again")
    rewrite(past, "history", entry, who="somebody else")
    assert any(f"H{entry} is not as it was" in fault for fault in faults(address))


def test_a_number_given_twice_is_found(place: tuple[str, Sql]) -> None:
    address, past = place
    with Book.open(address, who="ann") as book:
        last = max(book.holdings.signals)
    past("DELETE FROM doc WHERE tbl = 'signals' AND id = ?", last)
    with Book.open(address, who="ann") as book:
        book.observe("A1", "delivery_late")
        assert max(book.holdings.signals) == last
    assert any(f"S{last} was given a second time" in fault for fault in faults(address))


def test_any_row_that_vanishes_is_found(sample: Path, tmp_path: Path) -> None:
    """Twenty rows at random, one at a time."""
    with closing(sqlite3.connect(sample)) as connection:
        keys = connection.execute("SELECT tbl, id FROM doc").fetchall()
    for table, number in random.Random(7).sample(keys, 20):
        copy = tmp_path / f"{table}-{number}"
        copy.write_bytes(sample.read_bytes())
        with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
            connection.execute("DELETE FROM doc WHERE tbl = ? AND id = ?", (table, number))
        assert faults(str(copy)), (table, number)


def test_a_cut_tail_shows_against_a_backup(sample: Path, tmp_path: Path) -> None:
    """A chain that was cut and tied anew is sound by itself; the head in an older copy is what it cannot match."""
    copy = tmp_path / "copy"
    with Book.open(sample) as book:
        book.backup(copy)
        head = book.db.head
    with Book.open(copy) as book:
        assert book.db.head == head and book.check() == []


# Dumps


def dumped(path: Path) -> dict[str, Any]:
    out = io.BytesIO()
    with Book.open(path) as book:
        book.dump(out)
    return json.loads(out.getvalue())  # type: ignore[no-any-return]


def cut(dump: dict[str, Any]) -> None:
    leaf = next(number for number, doc in dump["signals"].items())
    del dump["signals"][leaf]


CUT: dict[str, Callable[[dict[str, Any]], object]] = {
    "a signal": cut,
    "the last act": lambda dump: dump["history"].popitem(),
    "an edit": lambda dump: dump["buyers"]["1"].update(notes="Never typed"),
}


@pytest.mark.parametrize("what", CUT)
def test_a_dump_that_was_cut_is_refused(sample: Path, tmp_path: Path, what: str) -> None:
    dump = dumped(sample)
    CUT[what](dump)
    source = json.dumps(dump).encode()
    with Book.open(tmp_path / "new", create=True, who="ann") as book:
        with pytest.raises(Refused, match="the dump was changed or cut"):
            book.restore(io.BytesIO(source))
        assert book.db.revision() == 0
        book.restore(io.BytesIO(source), anew=True)
        assert book.check() == [] and book.history(limit=1)[0].act == "restore"


def test_a_book_of_the_first_format_is_sealed_when_it_is_opened(tmp_path: Path) -> None:
    old = Path(__file__).parent / "formats" / "1.bidtracker"
    address = tmp_path / "old.bidtracker"
    address.write_bytes(old.read_bytes())
    with Book.open(address, who="ann") as book:
        assert book.db.head and book.check() == [] and book.db.header["format"] == FORMAT
        revision = book.db.revision()
        assert all(entry.seal for entry in book.history())
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("SELECT rev FROM book").fetchone() == (revision - 1,)  # its index is one change
    assert (tmp_path / "old.bidtracker.format-1").read_bytes()
    with closing(sqlite3.connect(address, isolation_level=None)) as connection:
        connection.execute("DELETE FROM doc WHERE tbl = 'signals'")
    assert any("S1 is gone" in fault for fault in faults(str(address)))
