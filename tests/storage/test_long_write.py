"""While one process imports, readers read, writers are told soon, and afterwards the book is one file again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bidtracker.book import Book
from bidtracker.storage import Busy
from bidtracker.storage.sqlite import engine

IMPORTER = """
import sys
from bidtracker.book import Book
from bidtracker.domain.message import say
from bidtracker.domain.records import Buyer
with Book.open(sys.argv[1], who="importer") as book:
    with book.acting("import") as draft:
        for n in range(120_000):
            draft.bring(Buyer(name=f"Buyer {n} " + "x" * 400))
        draft.title = say("Imported many")
        draft.flush()
        print("full", flush=True)
        sys.stdin.readline()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "book.bidtracker"
    with Book.open(path, create=True, who="ann") as book:
        book.add("buyers", name="Clinic")
    return path


@pytest.fixture
def importing(path: Path) -> subprocess.Popen[bytes]:
    """A process amid an import that is larger than what it keeps in memory."""
    process = subprocess.Popen(
        [sys.executable, "-c", IMPORTER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None and process.stdout.readline() == b"full\n"
    return process


def test_readers_read_and_writers_are_told(path: Path, importing: subprocess.Popen[bytes]) -> None:
    start = time.monotonic()
    with Book.open(path, who="ann") as book:
        assert len(book.holdings.buyers) == 1 and book.get("B1").name == "Clinic"
        with pytest.raises(Busy, match=r"an import into .* is running, 120000 records are through"):
            book.set("B1", notes="typed")
        assert time.monotonic() - start < 60
        importing.communicate(b"\n", timeout=60)
        book.set("B1", notes="typed")
        assert book.changed_elsewhere() or len(book.holdings.buyers) == 120_001
    assert sorted(path.parent.glob("*")) == sorted([path, *path.parent.glob("book.bidtracker.before-import-*")]), (
        "one file at rest"
    )
    assert engine.IMPORT_WAIT <= 2
    with Book.open(path, who="importer") as book:
        assert str(book.history()[1].title) == "Imported many"
        book.undo()
        assert len(book.holdings.buyers) == 1 or book.db.table("buyers").body(1)


@pytest.mark.skipif(os.name != "posix", reason="signals as Unix has them")
def test_a_killed_import_leaves_nothing(path: Path, importing: subprocess.Popen[bytes]) -> None:
    importing.send_signal(signal.SIGKILL)
    importing.communicate()
    with Book.open(path, who="ann") as book:
        assert len(book.holdings.buyers) == 1 and book.check() == []
        book.set("B1", notes="typed")
    assert [file.name for file in path.parent.iterdir() if "before" not in file.name] == [path.name]


def test_a_pipe_that_stalls_keeps_nobody_waiting(path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "bidtracker", "--book", str(path), "import", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin is not None
    process.stdin.write(b'[{"title": "Grit", "buyer": "Ashby"},')
    process.stdin.flush()
    with Book.open(path, who="ann") as book:
        for n in range(20):
            book.set("B1", notes=f"typed {n}")
            time.sleep(0.1)
    out, _ = process.communicate(b'{"title": "Salt", "buyer": "Ashby"}]', timeout=60)
    assert out.startswith(b"2 read: 2 created")
