"""The book's file: whose it is, what is no book, what damage is found, what a crash leaves."""

from __future__ import annotations

import os
import random
import re
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from tinydb import where

from bidtracker.storage import (
    BookIsNewer,
    Busy,
    Damaged,
    NoSuchBook,
    NotABook,
    ReadOnly,
    StorageError,
    book_file,
    open_database,
)
from bidtracker.storage.sqlite import engine as sqlite_engine
from bidtracker.storage.sqlite import file as sqlite_file

ROOT = Path(__file__).parents[2]
posix = pytest.mark.skipif(os.name != "posix", reason="POSIX permissions and signals")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "a book.bidtracker"


@pytest.fixture
def book(path):
    """The path of a book with 40 tenders, closed."""
    with open_database(path, create=True) as db:
        db.table("tenders").insert_multiple({"title": f"Tender {n}", "pad": "x" * 900} for n in range(40))
        db.table("tenders").remove(doc_ids=[7])
    return path


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


# Making and opening


@posix
@pytest.mark.parametrize("umask", [0o000, 0o077, 0o777])
def test_a_book_is_its_owners_alone(tmp_path, umask):
    path = tmp_path / "new" / "folder" / "book"
    before = os.umask(umask)
    try:
        open_database(path, create=True).close()
    finally:
        os.umask(before)
    assert mode(path) == 0o600
    assert mode(path.parent) == mode(path.parent.parent) == 0o700
    assert [each.name for each in path.parent.iterdir()] == ["book"]


def test_create_opens_what_is_there(book):
    with open_database(book, create=True) as db:
        assert len(db.table("tenders")) == 39


def test_any_name_is_a_path(tmp_path):
    for name in ("50% off?#x", "приём 投标", "-rf", "a:b"):
        with open_database(tmp_path / name, create=True) as db:
            db.insert({})
        with open_database(str(tmp_path / name)) as db:
            assert len(db) == 1


def test_a_link_is_followed(book, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(book)
    with open_database(link) as db:
        db.insert({})
    assert link.is_symlink() and len(open_database(book)) == 1
    link.unlink()
    link.symlink_to(link)
    with pytest.raises(StorageError):
        open_database(link)


def test_no_book(tmp_path):
    with pytest.raises(NoSuchBook, match="there is no book at"):
        open_database(tmp_path / "none")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(NotABook, match="folder"):
        open_database(tmp_path, create=True)
    with pytest.raises(StorageError):
        open_database("nul\0byte")


@pytest.mark.parametrize("address", ["mysql://host/x", "https://a/b"])
def test_addresses_that_are_no_files(address):
    with pytest.raises(StorageError, match="give the path of a file"):
        open_database(address, create=True)
    assert not Path(address.split(":")[0] + ":").exists()


def foreign_sqlite(path):
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE doc (tbl, id, rev, body, sum)")
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    "make",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b'{"_default": {}}'),
        lambda path: path.write_bytes(b"SQLite format 3\0"),
        lambda path: path.write_bytes(b"SQLite format 3\0" + b"\0" * 2000),
        lambda path: path.write_bytes(random.Random(1).randbytes(9000)),
        foreign_sqlite,
    ],
    ids=["empty", "json", "cut off", "zeros", "noise", "another program's"],
)
def test_what_is_no_book_is_left_as_it_is(path, make):
    make(path)
    before = path.read_bytes(), path.stat().st_mtime_ns
    for create in (False, True):
        with pytest.raises(NotABook):
            open_database(path, create=create)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert list(path.parent.iterdir()) == [path]


@posix
def test_a_pipe_is_no_book_and_does_not_hang(path):
    os.mkfifo(path)
    with pytest.raises(NotABook):
        open_database(path)


def set_format(path, number):
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {number}")
    connection.close()


def test_a_newer_book_is_left_as_it_is(book):
    set_format(book, book_file.FORMAT + 1)
    before = book.read_bytes()
    with pytest.raises(BookIsNewer, match="newer version"):
        open_database(book, create=True)
    assert book.read_bytes() == before and list(book.parent.iterdir()) == [book]


def test_an_older_book_is_migrated_and_a_copy_kept(book, monkeypatch):
    def add_column(connection):
        connection.execute("ALTER TABLE book ADD COLUMN colour TEXT DEFAULT 'red'")

    now = book_file.FORMAT
    monkeypatch.setattr(book_file, "FORMAT", now + 2)
    monkeypatch.setitem(sqlite_file.MIGRATIONS, now, lambda connection: None)
    monkeypatch.setitem(sqlite_file.MIGRATIONS, now + 1, add_column)
    book.with_name(book.name + f".format-{now}").write_bytes(b"kept before")
    before = open_database_raw(book)
    with open_database(book) as db:
        assert db.header["format"] == now + 2
        assert len(db.table("tenders")) == 39 and db.verify() == []
    assert open_database_raw(book) == [*before[:-1], ("red",), now + 2]
    copy = book.with_name(book.name + f".format-{now}-2")
    assert open_database_raw(copy) == before and mode(copy) == 0o600
    assert book.with_name(book.name + f".format-{now}").read_bytes() == b"kept before"


def open_database_raw(path):
    """All of a book as SQLite has it, and its format last."""
    connection = sqlite3.connect(path)
    try:
        rows = connection.execute("SELECT tbl, id, rev, body, sum FROM doc ORDER BY 1, 2").fetchall()
        rows += connection.execute("SELECT colour FROM book").fetchall() if "colour" in schema(connection) else []
        return [*rows, connection.execute("PRAGMA user_version").fetchone()[0]]
    finally:
        connection.close()


def schema(connection):
    return " ".join(sql or "" for (sql,) in connection.execute("SELECT sql FROM sqlite_schema"))


def test_a_migration_that_fails_leaves_the_book(book, monkeypatch):
    def fail(connection):
        connection.execute("DELETE FROM doc")
        raise ZeroDivisionError

    before = book.read_bytes()
    now = book_file.FORMAT
    monkeypatch.setattr(book_file, "FORMAT", now + 1)
    monkeypatch.setitem(sqlite_file.MIGRATIONS, now, fail)
    with pytest.raises(ZeroDivisionError):
        open_database(book)
    assert book.read_bytes() == before


def test_only_one_file_between_commits(book):
    with open_database(book) as db:
        db.table("tenders").update({"title": "changed"})
        assert list(book.parent.iterdir()) == [book]


# Who may write


def check_read_only(db):
    assert db.read_only
    assert len(db.table("tenders").search(where("title").exists())) == 39
    assert db.changes(1)[1] and db.verify() == [] and not db.changed_elsewhere()
    for write in (
        lambda: db.insert({}),
        lambda: db.table("tenders").update({"a": 1}),
        lambda: db.table("tenders").delete(1),
        lambda: db.set_meta("a", 1),
        db.drop_tables,
    ):
        with pytest.raises(ReadOnly, match="can be read but not written"):
            write()


@posix
@pytest.mark.parametrize("locked", ["file", "folder"])
def test_what_cannot_be_written_is_opened_to_read(book, locked):
    with tempfile.TemporaryDirectory() as name:  # pytest's own folders are closed to everybody else
        folder = Path(name)
        present = folder / "book"
        present.write_bytes(book.read_bytes())
        present.chmod(0o444 if locked == "file" else 0o666)
        folder.chmod(0o777 if locked == "file" else 0o555)
        try:
            if os.geteuid() == 0:  # root may write everything, so be nobody
                os.seteuid(65534)
            with open_database(present) as db:
                check_read_only(db)
        finally:
            if os.getuid() == 0:
                os.seteuid(0)
            folder.chmod(0o700)
        assert present.read_bytes() == book.read_bytes()


@posix
def test_what_cannot_be_read_says_so(book):
    with tempfile.TemporaryDirectory() as name:
        present = Path(name) / "book"
        present.write_bytes(book.read_bytes())
        Path(name).chmod(0o777)
        present.chmod(0)
        try:
            if os.geteuid() == 0:
                os.seteuid(65534)
            with pytest.raises(StorageError, match="cannot be read"):
                open_database(present)
        finally:
            if os.getuid() == 0:
                os.seteuid(0)


def test_another_writer_makes_us_wait_and_then_say_so(book, monkeypatch):
    for module in (sqlite_file, sqlite_engine):
        monkeypatch.setattr(module, "WAIT", 0.02)
    with open_database(book) as item, open_database(book) as two:
        with item.transaction():
            item.insert({})
            with pytest.raises(Busy, match="try again"):
                two.insert({})
        assert two.insert({}) == 2
        with item.transaction(), pytest.raises(Busy), two.transaction():
            pytest.fail("two writers would both act on what they read now")
        with item.snapshot(), pytest.raises(Busy):
            two.insert({})
        assert item.insert({}) == 3 and len(two) == 3


def test_a_poll_does_not_wait_for_a_writer(book):
    with open_database(book) as item, open_database(book) as two, item.transaction():
        item.insert({})
        item.storage._connection.execute("PRAGMA cache_size = 1")
        item.table("large").put_many((n, b'{"pad":"%s"}' % (b"x" * 5000)) for n in range(1, 200))
        assert two.changed_elsewhere() is False  # by now the file itself is locked


@posix
def test_a_book_that_was_replaced_is_not_written(book):
    with open_database(book) as db:
        db.insert({})
        book.rename(book.with_name("elsewhere"))
        with pytest.raises(StorageError, match="moved"):
            db.insert({})
        book.write_bytes(b"something else")
        with pytest.raises(StorageError):
            db.insert({})
    assert book.read_bytes() == b"something else"
    with open_database(book.with_name("elsewhere")) as db:
        assert len(db) == 1


def test_a_closed_book_says_so(book):
    db = open_database(book)
    db.close()
    with pytest.raises(StorageError, match="closed"):
        db.all()


def test_a_full_disk_changes_nothing(book):
    with open_database(book) as db:
        table = db.table("tenders")
        before = table.all()
        sql = db.storage._connection
        sql.execute(f"PRAGMA max_page_count = {sql.execute('PRAGMA page_count').fetchone()[0] + 1}")
        with pytest.raises(StorageError, match="no room left"):
            table.insert_multiple({"pad": "x" * 1000} for _ in range(100))
        with pytest.raises(StorageError, match="no room left"), db.transaction():
            table.update({"title": "new"}, doc_ids=[1])
            with db.transaction():
                table.put_many((n, b'{"pad":"%s"}' % (b"x" * 1000)) for n in range(1000, 1100))
        assert table.all() == before and db.verify() == []
        assert table.update({"title": "new"}, doc_ids=[1]) == [1]


# Copies


def test_backup_of_a_live_book(book, tmp_path):
    copy = tmp_path / "copy"
    with open_database(book) as db, open_database(book) as other:
        other.insert({"late": 1})
        db.backup(copy)
        with open_database(copy) as copied:
            assert copied.verify() == [] and copied.changes(0) == db.changes(0)
            assert copied.insert({}) == 2
        assert mode(copy) == 0o600
        with pytest.raises(StorageError, match="exists already"):
            db.backup(copy)
        db.insert({"later": 2})
        db.backup(copy, overwrite=True)
        with open_database(copy) as copied:
            assert len(copied) == 2
        for wrong, output in (
            (book, "the book itself"),
            (tmp_path, "folder"),
            (tmp_path / "no" / "x", "cannot be written"),
        ):
            with pytest.raises(StorageError, match=output):
                db.backup(wrong, overwrite=True)
        with pytest.raises(StorageError, match="in the middle"), db.transaction():
            db.backup(tmp_path / "other")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a book.bidtracker", "copy"]


def test_backup_never_overwrites_a_book_that_was_interrupted(book, tmp_path):
    other = tmp_path / "other"
    other.write_bytes(b"x")
    journal = other.with_name("other-journal")
    journal.write_bytes(b"y")
    with open_database(book) as db, pytest.raises(StorageError, match="interrupted"):
        db.backup(other, overwrite=True)
    assert (other.read_bytes(), journal.read_bytes()) == (b"x", b"y")


# Damage


def read_everything(path):
    """What a reader gets: documents by scan and one by one, and every change."""
    with open_database(path) as db:
        table = db.table("tenders")
        scan = [(document.doc_id, dict(document)) for document in table.all()]
        single = [(doc_id, table.get(doc_id=doc_id)) for doc_id in range(1, 42)]
        return scan, single, db.changes(0), db.header["format"]


def test_a_flipped_bit_is_never_read_as_data_by_id_and_is_found(book):
    good = book.read_bytes()
    expected = read_everything(book)
    body = re.compile(rb'\{"title":"Tender \d+"')
    spots = [match.start() for match in body.finditer(good)]
    assert len(spots) == 39
    rng = random.Random(7)
    for _ in range(60):
        spot = rng.choice(spots) + rng.randrange(-12, 900)  # a record's header, its columns, its body
        bad = bytearray(good)
        bad[spot] ^= 1 << rng.randrange(8)
        book.write_bytes(bad)
        try:
            assert read_everything(book) == expected
        except StorageError as error:
            assert isinstance(error, Damaged)
        with open_database(book) as db:
            assert db.verify(), f"byte {spot}"


def test_damage_names_the_document(book):
    data = book.read_bytes()
    book.write_bytes(data.replace(b"Tender 30", b"Tender 80"))
    with open_database(book) as db:
        table = db.table("tenders")
        for read in (lambda: table.get(doc_id=31), table.all, lambda: list(table.rows()), lambda: db.changes(0)):
            with pytest.raises(Damaged, match="tenders 31 is damaged") as caught:
                read()
            assert (caught.value.table, caught.value.doc_id) == ("tenders", 31)
        assert table.get(doc_id=30)["title"] == "Tender 29"
        assert [(problem.table, problem.doc_id) for problem in db.verify()] == [("tenders", 31)]


def test_verify_finds_what_no_checksum_tells(book):
    with open_database(book) as db:
        db.table("bad").put_many([(1, b"{}"), (2, b"{never closed"), (3, b'{"a": 1} {}')])
        assert [(problem.table, problem.doc_id) for problem in db.verify()] == [("bad", 2), ("bad", 3)]
        with pytest.raises(Damaged):
            db.table("bad").get(doc_id=2)
        db.storage._connection.execute("UPDATE book SET rev = 2")
        assert {"bad 1 is newer than the book itself"} <= {str(problem.message) for problem in db.verify()}


@pytest.mark.parametrize("keep", [100, 5000, 8192, 30000])
def test_a_file_cut_off_is_damaged(book, keep):
    book.write_bytes(book.read_bytes()[:keep])
    with pytest.raises((Damaged, NotABook)), open_database(book) as db:
        assert db.verify()
        db.table("tenders").all()


# Crashes


def test_an_interrupted_write_is_taken_back(book, tmp_path, monkeypatch):
    crashed = tmp_path / "crashed"
    with open_database(book) as db:
        db.storage._connection.execute("PRAGMA cache_size = 1")  # so that pages reach the file before the commit
        with db.transaction():
            db.table("tenders").update({"title": "half", "pad": "y" * 3000})
            db.storage.settle()
            for suffix in ("", "-journal"):  # what a power cut at this moment would leave
                crashed.with_name("crashed" + suffix).write_bytes(book.with_name(book.name + suffix).read_bytes())
    assert b"half" in crashed.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(book_file, "may_write", lambda path: False)
        with pytest.raises(ReadOnly, match="interrupted"):
            open_database(crashed)
    with open_database(crashed) as db:
        assert db.table("tenders").count(where("title") == "half") == 0 and len(db.table("tenders")) == 39
        assert db.verify() == [] and db.revision() == 2


WRITER = """
import sys
from bidtracker.storage import open_database
db = open_database(sys.argv[1])
db.storage._connection.execute("PRAGMA cache_size = 2")  # pages reach the file before the commit does
print("ready", flush=True)
n = db.meta("n") or 0
while True:
    n += 1
    with db.transaction():
        db.table("one").insert({"n": n})
        db.table("two").put_many((id_, b'{"n":%d,"pad":"%s"}' % (n, b"x" * 900)) for id_ in range(1, 31))
        db.set_meta("n", n)
    print(n, flush=True)
"""


@posix
def test_a_killed_writer_loses_nothing_it_acknowledged(path):
    open_database(path, create=True).close()
    rng = random.Random(3)
    journal = path.with_name(path.name + "-journal")
    journals_left = 0
    for attempt in range(60):
        if attempt >= 10 and journals_left:  # ten kills, and one of them in the middle of a commit
            break
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True, bufsize=1, cwd=ROOT
        )
        output = [writer.stdout.readline() for _ in range(rng.randrange(2, 30))]
        while attempt % 2 and not journal.exists() and writer.poll() is None:  # the act that follows is under way
            pass
        for _ in range(rng.randrange(20_000)):  # some moment of it
            pass
        os.kill(writer.pid, signal.SIGKILL)
        output += writer.stdout.read().splitlines()
        writer.wait()
        writer.stdout.close()
        acknowledged = [int(line) for line in output if line.strip().isdigit()]
        journals_left += journal.exists()
        with open_database(path) as db:
            n = db.meta("n")
            assert acknowledged[-1] <= n <= acknowledged[-1] + 1
            assert [document["n"] for document in db.table("one")] == list(range(1, n + 1))
            assert {document["n"] for document in db.table("two")} == {n} and len(db.table("two")) == 30
            assert db.revision() == n and db.verify() == []
    assert journals_left, "no kill came in the middle of a commit, so nothing was tried"
