"""A book from elsewhere is not trusted: what acts by itself or is of another form is refused in a sentence."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bidtracker import demo
from bidtracker.book import Book
from bidtracker.storage import Damaged, NotABook, StorageError, row

TRIGGER = "CREATE TRIGGER t AFTER UPDATE ON book BEGIN DELETE FROM doc; END"
HARM = {
    "a trigger": (TRIGGER, "trigger t"),
    "a view": ("CREATE VIEW v AS SELECT * FROM doc", "view v"),
    "a table": ("CREATE TABLE other (x)", "table other"),
    "an index": ("CREATE INDEX i ON doc (length(body))", "index i"),
    "no table": ("DROP TABLE tbl", "tables of a book are missing"),
    "a revision below none": ("UPDATE book SET rev = -1", "its header says"),
    "a revision past all": (f"UPDATE book SET rev = {2**62}", "its header says"),
    "a revision that is text": ("UPDATE book SET rev = 'x'", "its header says"),
    "rows of tomorrow": ("UPDATE book SET rev = 1", "newer than the book"),
    "a row of revision 0": ("UPDATE doc SET rev = 0 WHERE id = 1", "newer than the book"),
    "a table's name that is no text": ("UPDATE doc SET tbl = X'7a7a' WHERE tbl = 'tenders'", "not of the types"),
}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.bidtracker"
    with Book.open(path, create=True, who="ann") as book:
        demo.fill(book, date(2026, 11, 23))
    return path


@pytest.fixture
def path(sample: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "book.bidtracker"
    copy.write_bytes(sample.read_bytes())
    return copy


def past(path: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(statement, values)


@pytest.mark.parametrize("what", HARM)
def test_a_file_of_another_form_is_refused_and_rescued(path: Path, tmp_path: Path, what: str) -> None:
    statement, words = HARM[what]
    past(path, statement)
    before = path.read_bytes()
    with pytest.raises(NotABook, match=words) as refusal:
        Book.open(path)
    assert "--rescue" in str(refusal.value) and path.read_bytes() == before
    Book.rescue(path, tmp_path / "new")
    with Book.open(tmp_path / "new") as book:
        assert book.check() == []


def test_a_row_of_the_wrong_type_with_a_right_sum_is_refused_in_a_sentence(path: Path) -> None:
    body = b'{"title":5,"buyer":1}'
    with closing(sqlite3.connect(path)) as connection:
        (rev,) = connection.execute("SELECT rev FROM doc WHERE tbl = 'tenders' AND id = 1").fetchone()
    total = row.checksum(row.seed("tenders"), 1, rev, body)
    past(path, "UPDATE doc SET body = ?, sum = ? WHERE tbl = 'tenders' AND id = 1", body, total)
    with Book.open(path) as book:
        with pytest.raises(Damaged, match="T1 in the book cannot be read"):
            book.get("T1")
        with pytest.raises(Damaged, match="T1 in the book cannot be read"):
            book.holdings  # noqa: B018
        assert any("T1 cannot be read" in str(fault) for fault in book.check())


def test_a_body_that_is_text_is_a_fault(path: Path) -> None:
    past(path, "UPDATE doc SET body = CAST(body AS TEXT) WHERE tbl = 'tenders' AND id = 1")
    with Book.open(path) as book:
        assert any("not of the types" in str(fault) for fault in book.check())


@pytest.mark.parametrize("what", ["trigger", "view", "rule"])
def test_what_hangs_on_the_tables_of_a_server_is_refused_and_rescued(team: Any, tmp_path: Path, what: str) -> None:
    address = team.book()
    schema = address.rpartition("schema=")[2]
    with Book.open(address, create=True, who="ann") as book:
        book.add("buyers", name="Clinic")
    statements = {
        "trigger": f"CREATE FUNCTION {schema}.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';"
        f"CREATE TRIGGER odd BEFORE INSERT ON {schema}.doc FOR EACH ROW EXECUTE FUNCTION {schema}.f()",
        "view": f"CREATE VIEW {schema}.odd AS SELECT 1",
        "rule": f"CREATE RULE odd AS ON INSERT TO {schema}.doc DO INSTEAD NOTHING",
    }
    team.sql(statements[what])
    with pytest.raises(StorageError, match="odd"):
        Book.open(address)
    Book.rescue(address, tmp_path / "new")
    with Book.open(tmp_path / "new") as book:
        assert book.check() == [] and book.get("B1").name == "Clinic"
