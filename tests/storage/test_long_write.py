"""While one process imports, others read and write, and afterwards the book is one file again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bidtracker.book import Book
from bidtracker.storage import Busy, engine
from bidtracker.storage.engine import IMPORT_WAIT

IMPORTER = """
import sys
from bidtracker.book import Book
from bidtracker.domain.message import say
from bidtracker.domain.records import Buyer
with Book.open(sys.argv[1], who="importer") as book:
    with book.acting("import") as draft:
        for n in range(6_000):
            draft.bring(Buyer(name=f"Buyer {n}", notes="x" * 4_000))
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


def test_others_read_and_write_beside_an_import(
    path: Path, importing: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "IMPORT_WAIT", 0.2)  # the other import goes on for as long as this test wants
    with Book.open(path, who="ann") as book:
        assert len(book.holdings.buyers) == 1 and book.get("B1").name == "Clinic"
        book.set("B1", notes="typed")
        own = book.add("buyers", name="Hospice")
        busy = pytest.raises(Busy, match=r"an import into .* is running, 6000 records are through")
        with busy, book.acting("import"):
            pass
        assert len(book.holdings.buyers) == 2
        importing.communicate(b"\n", timeout=120)
        book.set("B1", notes="typed again")
        book.refresh()
        assert len(book.holdings.buyers) == 6_002 and book.get(f"B{own.id}").name == "Hospice"
    assert sorted(path.parent.glob("*")) == sorted([path, *path.parent.glob("book.bidtracker.before-import-*")]), (
        "one file at rest"
    )
    assert IMPORT_WAIT <= 2
    with Book.open(path, who="importer") as book:
        assert str(book.history()[1].title) == "Imported many" and book.check() == []
        book.undo()
        assert {each.name for each in book.holdings.buyers.values()} == {"Clinic", "Hospice"}


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
