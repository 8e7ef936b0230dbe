"""A book to test on, once for every kind of storage: a new kind joins in the list of BACKENDS."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bidtracker.storage import Database, DocumentTable, open_database

Opener = Callable[[], Database]


def sqlite(folder: Path) -> Opener:
    return lambda: open_database(folder / "test.bidtracker", create=True)


BACKENDS: dict[str, Callable[[Path], Opener]] = {"sqlite": sqlite}


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> Callable[[Path], Opener]:
    """Given a folder of its own, makes what opens one book."""
    return BACKENDS[request.param]


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
