"""The book's server: whose it is, what is no book, who may write, what is found and waited for."""

from __future__ import annotations

import io
import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bidtracker.book import Book
from bidtracker.storage import (
    BookIsNewer,
    Busy,
    Damaged,
    NoSuchBook,
    NotABook,
    ReadOnly,
    StorageError,
    Unstorable,
    book_file,
    open_database,
)
from bidtracker.storage.dump import dump, restore

psycopg = pytest.importorskip("psycopg", reason="the extra `postgres` is not installed")

from bidtracker.storage.postgres import address as postgres_address  # noqa: E402  # only with psycopg
from bidtracker.storage.postgres import engine as postgres_engine  # noqa: E402  # only with psycopg
from bidtracker.storage.postgres import schema as postgres_schema  # noqa: E402  # only with psycopg
from bidtracker.storage.postgres import session as postgres_session  # noqa: E402  # only with psycopg

ROOT = Path(__file__).parents[2]
LOCKED = "bidtracker_locked"
posix = pytest.mark.skipif(os.name != "posix", reason="POSIX signals")


@pytest.fixture
def address(team):
    """The address of a book with 40 tenders, one of them removed."""
    address = team.book()
    with open_database(address, create=True) as db:
        db.table("tenders").insert_multiple({"title": f"Tender {n}", "pad": "x" * 900} for n in range(40))
        db.table("tenders").remove(doc_ids=[7])
    return address


def schema(address):
    return address.rpartition("schema=")[2]


def everything(db):
    """All that a book holds, to the byte."""
    return db.changes(0), db.tables(), {name: db.storage.last_id(name) for name in db.tables()}, db.header


# Addresses, which are shown


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://ann:s3cret@host/book",
        "postgresql://ann@host/book?password=s3cret",
        "POSTGRES://ann:s3cret@host:1/book?sslmode=require&schema=north",
        "postgresql://ann@host/book?sslpassword=s3cret",
        "postgresql://ann:p@s3cret@host/book",
        "postgresql://ann:s3cret@host:port/book",
        "postgresql://ann:s3cret%zz@host/book",
        "postgresql://ann:s3cret\n@host/book",
        "postgresql://[s3cret/book",
        "postgresql://host/book?s3cret",
        "postgresql://ann:s3cret",
        "postgresql://ann%3As3cret@host/book",
        "postgresql://ann@s3cret@host/book",
        "postgresql:///ann:s3cret@host/book",
    ],
)
def test_an_address_with_a_password_is_refused_and_not_repeated(address):
    with pytest.raises(StorageError) as caught:
        open_database(address, create=True)
    assert "s3cret" not in str(caught.value) and "s3cret" not in repr(caught.value.__cause__)
    assert "password" in str(caught.value) or "no address" in str(caught.value)


def test_all_but_the_schema_is_for_libpq(monkeypatch):
    monkeypatch.delenv("PGSERVICE", raising=False)
    given = "postgresql://ann@a,b:5433/bids?sslmode=verify-full&schema=north&connect_timeout=9"
    address = postgres_address.parse(given)
    parts = psycopg.conninfo.conninfo_to_dict(address.conninfo)
    assert address.schema == "north" and address.shown == given and parts.pop("keepalives_idle")
    assert parts.pop("tcp_user_timeout")
    assert parts == {
        "user": "ann",
        "host": "a,b",
        "port": ",5433",
        "dbname": "bids",
        "sslmode": "verify-full",
        "connect_timeout": "9",
    }
    by_service = postgres_address.parse("postgres://?service=team")
    assert psycopg.conninfo.conninfo_to_dict(by_service.conninfo) == {"service": "team"}
    assert by_service.schema == "bidtracker"


@pytest.mark.parametrize("name", ["", "North", "a-b", "pg_x", "information_schema", 'a"b', "x" * 64, "%22", "a;b"])
def test_names_that_no_schema_of_a_book_has(name):
    with pytest.raises(StorageError, match="cannot be the schema"):
        open_database(f"postgresql://host/db?schema={name}")


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "bidtracker.storage.postgres.engine", None)
    with pytest.raises(StorageError, match=r"pip install 'bidtracker\[postgres\]'"):
        open_database("postgresql://host/book")


def test_a_file_needs_no_psycopg(tmp_path):
    script = (
        "import sys; from bidtracker.storage import open_database\n"
        "open_database(sys.argv[1], create=True).insert({}); print('psycopg' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", script, tmp_path / "b"], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"


def test_a_server_that_is_not_there(monkeypatch, tmp_path):
    monkeypatch.setenv("PGPASSWORD", "s3cret")
    with pytest.raises(StorageError, match=r"server of postgresql://ann@/x.* cannot be reached: ") as caught:
        open_database(f"postgresql://ann@/x?host={tmp_path}")
    assert "s3cret" not in str(caught.value) and "\n" not in str(caught.value)


def test_a_wrong_password_is_not_repeated(team, monkeypatch):
    if team.restart is None:
        pytest.skip("only on a server of our own is a role known that needs a password")
    team.sql(f"DROP ROLE IF EXISTS {LOCKED}")
    team.sql(f"CREATE ROLE {LOCKED} LOGIN PASSWORD 'the right one'")
    monkeypatch.setenv("PGPASSWORD", "s3cret")
    with pytest.raises(StorageError, match=f"password authentication failed for user .{LOCKED}") as caught:
        open_database(team.book().replace("postgres@", f"{LOCKED}@"), create=True)
    assert "s3cret" not in str(caught.value) and caught.value.__cause__ is None
    monkeypatch.setenv("PGPASSWORD", "the right one")
    with pytest.raises(NoSuchBook):
        open_database(team.book().replace("postgres@", f"{LOCKED}@"))
    team.sql(f"DROP ROLE {LOCKED}")


# Making and opening


def test_no_book(team):
    address = team.book()
    with pytest.raises(NoSuchBook, match=f"no book in the schema {schema(address)}"):
        open_database(address)
    assert team.sql(f"SELECT count(*) FROM pg_namespace WHERE nspname = '{schema(address)}'") == [(0,)]
    team.sql(f"CREATE SCHEMA {schema(address)}")
    with pytest.raises(NoSuchBook):
        open_database(address)
    with open_database(address, create=True) as db:
        assert db.revision() == 0 and not db.read_only
    with open_database(address, create=True) as again:
        assert again.header == db.header


@pytest.mark.parametrize(
    "tables", ["other (x int)", "book (id text, rev bigint)", "book (id int); CREATE TABLE {s}.doc (); {tbl}"]
)
def test_what_is_no_book_is_left_as_it_is(team, tables):
    address = team.book()
    name = schema(address)
    team.sql(f"CREATE SCHEMA {name}; CREATE TABLE {name}." + tables.format(s=name, tbl=f"CREATE TABLE {name}.tbl ()"))
    inside = f"SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = '{name}' ORDER BY 1"
    before = team.sql(inside)
    for create in (False, True):
        with pytest.raises(NotABook, match="not a book"):
            open_database(address, create=create)
    assert team.sql(inside) == before


def test_clients_that_make_the_same_book_make_one(team):
    address = team.book()
    books = []

    def make():
        with open_database(address, create=True) as db:
            db.insert({})
            books.append(db.header["book"])

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(books) == 4 and len(set(books)) == 1
    with open_database(address) as db:
        assert len(db) == db.revision() == 4


def test_a_database_that_cannot_keep_every_text_is_refused(team):
    name = f"{schema(team.book())}_latin"
    team.sql(f"CREATE DATABASE {name} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    try:
        with pytest.raises(StorageError, match=r"LATIN1.*UTF8"):
            open_database(urlsplit(team.address)._replace(path=f"/{name}").geturl(), create=True)
    finally:
        team.sql(f"DROP DATABASE {name}")


def test_a_newer_book_is_left_as_it_is(team, address):
    with open_database(address) as db:
        team.sql(f"UPDATE {schema(address)}.book SET format = {book_file.FORMAT + 1}")
        with pytest.raises(BookIsNewer):  # another client has migrated it under our hands
            db.insert({})
    before = team.sql(f"SELECT * FROM {schema(address)}.book")
    with pytest.raises(BookIsNewer, match="newer version"):
        open_database(address, create=True)
    assert team.sql(f"SELECT * FROM {schema(address)}.book") == before


def test_an_older_book_is_migrated_by_whoever_is_first(team, address, monkeypatch):
    steps = []

    def add_column(session):
        steps.append(2)
        session.script("ALTER TABLE {s}.book ADD COLUMN colour text DEFAULT 'red'")

    def fail(session):
        session.run("DELETE FROM {s}.doc")
        raise ZeroDivisionError

    with open_database(address) as db:
        before = everything(db)[:3]
    now = book_file.FORMAT
    monkeypatch.setattr(book_file, "FORMAT", now + 2)
    monkeypatch.setitem(postgres_schema.MIGRATIONS, now, lambda session: steps.append(1))
    monkeypatch.setitem(postgres_schema.MIGRATIONS, now + 1, fail)
    with pytest.raises(ZeroDivisionError):
        open_database(address)
    monkeypatch.setitem(postgres_schema.MIGRATIONS, now + 1, add_column)
    steps.clear()
    with open_database(address) as db, open_database(address) as other:
        assert db.header["format"] == other.header["format"] == now + 2 and steps == [1, 2]
        assert everything(db)[:3] == everything(other)[:3] == before and db.verify() == []
    assert team.sql(f"SELECT colour FROM {schema(address)}.book") == [("red",)]


def test_a_closed_book_says_so(address):
    db = open_database(address)
    db.close()
    for use in (db.all, db.revision, db.storage.changed_elsewhere, lambda: db.insert({})):
        with pytest.raises(StorageError, match="closed"):
            use()


# Who may write

GRANTS = """
GRANT USAGE ON SCHEMA {s} TO {role};
GRANT SELECT, INSERT, UPDATE ON {s}.doc TO {role};
GRANT SELECT, INSERT, DELETE ON {s}.tbl TO {role};
GRANT SELECT, UPDATE ON {s}.book TO {role};
GRANT SELECT, INSERT, DELETE ON {s}.idx TO {role};
"""


@pytest.fixture
def role(team, address):
    """A role without rights."""
    role = f"{schema(address)}_role"
    team.sql(f"CREATE ROLE {role}")
    yield role
    team.sql(f"DROP OWNED BY {role}; DROP ROLE {role}")


def acting_as(role, address):
    return address + f"&options=-c%20role%3D{role}"


def test_a_role_that_may_read_only(team, address, role):
    name = schema(address)
    with pytest.raises(StorageError, match="permission denied"):
        open_database(acting_as(role, address))
    with pytest.raises(StorageError, match="permission denied"):
        open_database(acting_as(role, team.book()), create=True)
    team.sql(f"GRANT USAGE ON SCHEMA {name} TO {role}; GRANT SELECT ON ALL TABLES IN SCHEMA {name} TO {role}")
    with open_database(acting_as(role, address), create=True) as db:
        assert db.read_only and len(db.table("tenders")) == 39 and db.verify() == []
        assert db.changes(1)[1] and not db.changed_elsewhere()
        for write in (lambda: db.insert({}), lambda: db.table("tenders").delete(1), db.drop_tables):
            with pytest.raises(ReadOnly, match="can be read but not written"):
                write()


def test_the_least_rights_of_a_seller_are_enough(team, address, role):
    documented = GRANTS.format(s="bidtracker", role="sellers").splitlines()
    assert all(line in postgres_schema.__doc__ for line in documented)
    team.sql(GRANTS.format(s=schema(address), role=role))
    with open_database(acting_as(role, address)) as db:
        assert not db.read_only and db.table("tenders").insert({"by": "seller"}) == 41
        db.table("tenders").update({"title": "new"}, doc_ids=[1])
        db.set_meta("a", 1)
        db.drop_table("tenders")
        assert db.tables() == {"_meta"} and db.verify() == []
    with psycopg.connect(team.address) as sql, pytest.raises(psycopg.errors.InsufficientPrivilege):
        sql.execute(f"SET ROLE {role}")
        sql.execute(f"DELETE FROM {schema(address)}.doc")


def test_a_seller_adds_to_the_history_and_cannot_rewrite_it(team, role):
    place = team.book()
    with Book.open(place, create=True, who="chief") as book:
        book.add("buyers", name="Clinic")
        team.sql(GRANTS.format(s=schema(place), role=role))
    with Book.open(acting_as(role, place), who="ann") as book:
        book.set("B1", name="Trust")
        book.undo()
        book.redo()
        book.undo()
        assert book.check() == [] and book.get("B1").name == "Clinic"
        with pytest.raises(StorageError, match="only added to"):
            book.erase("", "Clinic")
        assert book.get("B1").name == "Clinic"
    forgeries = (
        "UPDATE {s}.doc SET body = '{\"who\":\"bob\"}' WHERE tbl = 'history' AND id = 1",
        "UPDATE {s}.doc SET body = NULL WHERE tbl = 'history' AND id = 1",
        "UPDATE {s}.doc SET tbl = 'other' WHERE tbl = 'history' AND id = 1",
    )
    for forgery in forgeries:
        with (
            psycopg.connect(team.address) as sql,
            pytest.raises(psycopg.errors.InsufficientPrivilege, match="added to"),
        ):
            sql.execute(f"SET ROLE {role}")
            sql.execute(forgery.replace("{s}", schema(place)))
    with psycopg.connect(team.address) as sql:  # what it would find first, had it a say in where names are looked up
        lure = f"{role}_lure"
        sql.execute(f"CREATE SCHEMA {lure}; GRANT USAGE ON SCHEMA {lure} TO {role}")
        sql.execute(
            f"CREATE FUNCTION {lure}.pg_has_role(name, oid, text) RETURNS boolean LANGUAGE sql AS 'SELECT true'; "
            f"SET ROLE {role}; SET search_path = {lure}, pg_catalog"
        )
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="added to"):
            sql.execute(forgeries[0].replace("{s}", schema(place)))
    with Book.open(place, who="chief") as book:  # whose tables they are
        assert book.erase("", "Clinic") == 1 and book.get("B1").name == "[erased]" and book.check() == []
    for what in ("ALL TABLES IN SCHEMA", "SCHEMA"):
        team.sql(f"REVOKE ALL ON {what} {schema(place)} FROM {role}")


@pytest.mark.parametrize(
    "mistyped",
    [
        "postgres:/ann:hunter2@host/bids",
        "postgresql//ann:hunter2@host/bids",
        "ann:hunter2@host/bids",
        "postgresql:ann:hunter2@host",
        "mysql://ann:hunter2@host/bids",
        "postgresql://ann:hunter2@host:port:x/bids",
        "host=h user=ann password=hunter2",
        "user=ann password='hunter2' host=h",
        "//ann:hunter2@host/bids",
        "~/ann:hunter2@host/bids",
        "jdbc:postgresql://h/bids?user=ann&password=hunter2",
        "psql postgresql://ann:hunter2@host/bids",
        "postgresql:\\\\ann:hunter2@host",
    ],
)
def test_a_password_in_a_mistyped_address_is_not_repeated(mistyped, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StorageError) as error:
        open_database(mistyped, create=True)
    assert list(tmp_path.iterdir()) == []  # nor is it the name of a file
    assert ("hunter2" not in str(error.value) and "address of a book" in str(error.value)) or "password" in str(
        error.value
    )


@pytest.mark.parametrize("name", ["postgres-bids.bidtracker", "postgraduates.bidtracker", "postgresql.bidtracker"])
def test_a_file_may_be_called_after_postgres(name, tmp_path):
    open_database(tmp_path / name, create=True).close()


def test_a_standing_order_to_read_only_is_seen(address):
    with open_database(address + "&options=-c%20default_transaction_read_only%3Don") as db:
        assert db.read_only and len(db.table("tenders")) == 39


def test_the_settings_that_matter_hold_whatever_the_role_prefers(address):
    with open_database(address + "&options=-c%20synchronous_commit%3Doff") as db:
        assert db.storage._session.rows("SHOW synchronous_commit") == [("on",)]
        db.table("new").put_many((n, b"{}") for n in range(1, 3000))
        plan = "EXPLAIN SELECT id FROM {s}.doc WHERE tbl = 'new' AND id > 5 ORDER BY id LIMIT 9000"
        assert "Sort" not in str(db.storage._session.rows(plan))  # also without statistics


# Several at once


def test_no_update_is_lost(address):
    def work(number):
        with open_database(address) as db:
            for _ in range(25):
                with db.transaction() as tx:
                    count = db.table("count").get(doc_id=1) or {"n": 0}
                    db.table("count").put(1, b'{"n":%d}' % (count["n"] + 1))
                    db.table("log").insert({"writer": number, "rev": tx.rev})

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with open_database(address) as db:
        assert db.table("count").get(doc_id=1) == {"n": 100} and db.revision() == 102
        assert [document["rev"] for document in db.table("log")] == list(range(3, 103))


def test_another_writer_makes_us_wait_and_then_say_so(address, monkeypatch):
    monkeypatch.setattr(postgres_session, "WAIT", 0.02)
    monkeypatch.setattr(postgres_engine, "PATIENCE", 0.02)
    with open_database(address) as item, open_database(address) as two:
        with item.transaction():
            item.insert({})
            with pytest.raises(Busy, match="try again"):
                two.insert({})
            assert len(two) == 0 and not two.changed_elsewhere()  # a reader waits for nobody
            with two.snapshot() as rev:
                assert rev == 2
        assert two.changed_elsewhere() and two.insert({}) == 2
        with item.snapshot():
            assert two.insert({}) == 3 and len(item) == 2  # the snapshot is of its moment, and keeps nobody
        assert len(item) == 3


def test_who_listens_is_told(team, address):
    with open_database(address) as db, psycopg.connect(team.address, autocommit=True) as listener:
        listener.execute("LISTEN bidtracker")
        db.insert({})
        assert [each.payload for each in listener.notifies(timeout=5, stop_after=1)] == [f"{schema(address)} 3"]


def test_what_the_server_wants_repeated_is(address, monkeypatch):
    with open_database(address) as db:
        session = db.storage._session
        together, refusals = session.together, ["BEGIN", "BEGIN"]

        def refusing(*statements):
            if refusals and statements[0][0].startswith(refusals[0]):
                refusals.pop(0)
                raise psycopg.errors.SerializationFailure
            return together(*statements)

        monkeypatch.setattr(session, "together", refusing)
        assert db.insert({"n": 1}) == 1 and not refusals
        refusals.append("WITH put")  # the commit: others may know by then what we read
        with pytest.raises(Busy):
            db.insert({"n": 2})
        assert len(db) == 1 and db.insert({"n": 2}) == 2


WRITER = """
import sys
from bidtracker.storage import open_database
db = open_database(sys.argv[1])
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
def test_a_killed_writer_loses_nothing_it_acknowledged(team):
    address = team.book()
    open_database(address, create=True).close()
    rng = random.Random(3)
    for _ in range(10):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, address], stdout=subprocess.PIPE, text=True, bufsize=1, cwd=ROOT
        )
        output = [writer.stdout.readline() for _ in range(rng.randrange(2, 30))]
        for _ in range(rng.randrange(20_000)):  # some moment of the act that follows
            pass
        os.kill(writer.pid, signal.SIGKILL)
        output += writer.stdout.read().splitlines()
        writer.wait()
        writer.stdout.close()
        acknowledged = [int(line) for line in output if line.strip().isdigit()]
        with open_database(address) as db, db.transaction():  # which waits until the server has seen the end
            n = db.meta("n")
            assert acknowledged[-1] <= n <= acknowledged[-1] + 1
            assert [document["n"] for document in db.table("one")] == list(range(1, n + 1))
            assert {document["n"] for document in db.table("two")} == {n} and len(db.table("two")) == 30
            assert db.revision() == n


# Copies and damage


def test_backup_is_the_same_book_in_a_file(team, address, tmp_path):
    copy = tmp_path / "copy"
    with open_database(address) as db, open_database(address) as other:
        other.table("empty", persist_empty=True)
        db.drop_table("tenders")
        other.table("words").insert({"text": "Straßenbau 道路 \u2028 \0", "big": 2**70})
        db.backup(copy)
        with open_database(copy) as copied:
            assert everything(copied) == everything(db) and copied.verify() == []
            assert copied.table("tenders").insert({}) == 41
        with pytest.raises(StorageError, match="exists already"):
            db.backup(copy)
        db.backup(copy, overwrite=True)
        with pytest.raises(StorageError, match="in the middle"), db.transaction():
            db.backup(tmp_path / "other")
        db.table("words").insert({})
        team.sql(f"UPDATE {schema(address)}.doc SET tbl = NULL, id = 1 WHERE false")
        broken = copy.read_bytes()
        team.sql(f"ALTER TABLE {schema(address)}.doc RENAME TO gone")
        with pytest.raises(StorageError):
            db.backup(copy, overwrite=True)
        assert copy.read_bytes() == broken and [each.name for each in tmp_path.iterdir()] == ["copy"]


def test_a_book_moves_from_file_to_server(team, tmp_path):
    with open_database(tmp_path / "file", create=True) as file, open_database(team.book(), create=True) as present:
        file.table("tenders").insert_multiple({"n": n, "text": "ü\0" * 9} for n in range(3000))
        file.table("tenders").remove(doc_ids=[3000])
        stream = io.BytesIO()
        dump(file, stream)
        stream.seek(0)
        assert restore(stream, present) == 2999
        assert list(present.table("tenders").rows()) == list(file.table("tenders").rows())
        assert present.table("tenders").insert({}) == 3001 and present.verify() == []


def test_damage_names_the_document(team, address):
    team.sql(f"UPDATE {schema(address)}.doc SET body = replace(body::text, '30', '80')::json WHERE id = 31")
    with open_database(address) as db:
        table = db.table("tenders")
        for read in (lambda: table.get(doc_id=31), table.all, lambda: list(table.rows()), lambda: db.changes(0)):
            with pytest.raises(Damaged, match="tenders 31 is damaged"):
                read()
        assert table.get(doc_id=30)["title"] == "Tender 29"
        assert [(problem.table, problem.doc_id) for problem in db.verify()] == [("tenders", 31)]
        team.sql(f"UPDATE {schema(address)}.book SET rev = 1")
        assert "tenders 7 is newer than the book itself" in {str(problem.message) for problem in db.verify()}


@pytest.mark.parametrize("body", [b"{never closed", b'{"a": "\xff"}', b'{"a": 1} {}'])
def test_what_is_not_json_never_gets_in_and_is_not_repeated(address, body):
    with open_database(address) as db:
        with pytest.raises(Unstorable) as caught:
            db.table("bad").put_many([(1, b"{}"), (2, body)])
        assert "never" not in str(caught.value) and caught.value.__cause__ is None
        assert db.tables() == {"tenders"} and db.revision() == 2


def test_documents_of_every_size_are_scanned_in_order(address):
    sizes = [1] * 300 + [1 << 20] * 12 + [1] * 3000
    with open_database(address) as db:
        table = db.table("sizes")
        table.put_many((n, b'{"a":"%s"}' % (b"x" * size)) for n, size in enumerate(sizes, 1))
        assert [len(body) - 8 for _, body in table.rows()] == sizes
