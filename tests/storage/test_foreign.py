"""A book from elsewhere is not trusted: what acts by itself or is of another form is refused in a sentence."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from bidtracker.book import Book
from bidtracker.storage import Busy, Damaged, NotABook, StorageError, row
from bidtracker.storage.book_file import FORMAT
from bidtracker.storage.sqlite.file import connect
from bidtracker.storage.sqlite.trust import ensure_form

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


@pytest.fixture
def path(sample_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(sample_file, tmp_path / "book.bidtracker"))


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
            list(book.holdings.tenders.values())
        assert any("T1 cannot be read" in str(fault) for fault in book.check())


def test_a_body_that_is_text_is_a_fault(path: Path) -> None:
    past(path, "UPDATE doc SET body = CAST(body AS TEXT) WHERE tbl = 'tenders' AND id = 1")
    with Book.open(path) as book:
        assert any("not of the types" in str(fault) for fault in book.check())


FORGED = "CREATE OR REPLACE FUNCTION {s}.keep_history() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
ODD = "CREATE FUNCTION {s}.odd() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'"
ODD_TRIGGER = "CREATE FUNCTION {s}.odd() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'"
SERVER_HARM = {
    "trigger": f"{ODD_TRIGGER}; "
    "CREATE TRIGGER odd BEFORE INSERT ON {s}.doc FOR EACH ROW EXECUTE FUNCTION {s}.odd()",
    "our trigger's name": f"{ODD_TRIGGER}; DROP TRIGGER doc_history ON {{s}}.doc; "
    "CREATE TRIGGER doc_history BEFORE UPDATE ON {s}.doc FOR EACH ROW EXECUTE FUNCTION {s}.odd()",
    "our function's name": FORGED,
    "function": ODD,
    "view": "CREATE VIEW {s}.odd AS SELECT 1",
    "rule": "CREATE RULE odd AS ON INSERT TO {s}.doc DO INSTEAD NOTHING",
    "constraint": "ALTER TABLE {s}.doc ADD CONSTRAINT odd CHECK (id > 0)",
    "default": "ALTER TABLE {s}.doc ALTER COLUMN sum SET DEFAULT 5",
    "policy": "CREATE POLICY odd ON {s}.doc",
}


@pytest.mark.parametrize("what", SERVER_HARM)
def test_what_hangs_on_the_tables_of_a_server_is_refused_and_rescued(team: Any, tmp_path: Path, what: str) -> None:
    address = team.book()
    schema = address.rpartition("schema=")[2]
    with Book.open(address, create=True, who="ann") as book:
        book.add("buyers", name="Clinic")
    team.sql(SERVER_HARM[what].replace("{s}", schema))
    with pytest.raises(StorageError, match=r"odd|keep_history|default of sum"):
        Book.open(address)
    Book.rescue(address, tmp_path / "new")
    with Book.open(tmp_path / "new") as book:
        assert book.check() == [] and book.get("B1").name == "Clinic"


class Interrupted:
    """A connection beside which another act is done before a certain statement."""

    def __init__(self, sql: sqlite3.Connection, before: str, act: Any) -> None:
        self.sql, self.before, self.act = sql, before, act

    def execute(self, statement: str) -> sqlite3.Cursor:
        if self.before in statement:
            self.act()
        return self.sql.execute(statement)


def test_a_book_that_another_writes_just_then_is_none_of_another_form(path: Path) -> None:
    with Book.open(path) as book, closing(connect(path, "ro")) as sql:

        def act() -> None:
            with suppress(Busy), book.at_once():  # it may have to wait for us
                book.set("B1", notes=f"written meanwhile, {len(book.history())}")

        for before in ("FROM book", "min(tbl)", "SELECT max(rev) FROM doc), (SELECT min"):
            ensure_form(Interrupted(sql, before, act), str(path), FORMAT)  # type: ignore[arg-type]
        act()
        assert book.get("B1").notes.startswith("written meanwhile") and book.check() == []
