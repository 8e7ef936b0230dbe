"""Books that were damaged past the program: a flipped bit is never read as data, and what vanished is found.

    python tests/faults/damage.py [--flips 300] [--vanished 100] [--lists FOLDER]

With --lists every file of the folder is imported by three ways, as a file, through a pipe and packed: each is read or
refused in a sentence, and the book stays sound.
"""

from __future__ import annotations

import argparse
import gzip
import io
import random
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from bidtracker import demo
from bidtracker.book import Book
from bidtracker.domain.errors import BidtrackerError
from bidtracker.intake import import_files

DAY = date(2026, 11, 23)
TABLES = ("buyers", "contacts", "competitors", "tenders", "awards", "signals", "touches", "facts")


class Damage(NamedTuple):
    """What came of it: how many were tried, how many were seen as damage, and what went wrong."""

    tried: int
    seen: int
    wrong: list[str]


def sample(folder: Path) -> Path:
    """A book with something of everything."""
    path = folder / "sample.bidtracker"
    with Book.open(path, create=True, who="ann") as book:
        demo.fill(book, DAY)
        book.set("T1", title="Other")
        book.undo()
        book.delete("T3")
    return path


def content(path: Path) -> dict[tuple[str, int], Any]:
    """Every record and act that is read without an error, by table and number."""
    read: dict[tuple[str, int], Any] = {}
    with Book.open(path, who="ann") as book:
        for table in (*TABLES, "history", "images"):
            for number in book.db.storage.ids(table):
                try:
                    read[table, number] = book.db.storage.body(table, number)
                except BidtrackerError:
                    read[table, number] = BidtrackerError
    return read


def flipped(folder: Path, flips: int, seed: int = 0) -> Damage:
    """Flips a bit anywhere in the file, so often, each time in a fresh copy."""
    rng = random.Random(seed)
    path = sample(folder)
    good, expected = path.read_bytes(), content(path)
    copy, seen, wrong = folder / "flipped.bidtracker", 0, []
    for flip in range(flips):
        place, bit = rng.randrange(len(good)), rng.randrange(8)
        bad = bytearray(good)
        bad[place] ^= 1 << bit
        copy.write_bytes(bad)
        refused, read, faults = False, {}, []
        try:
            read = content(copy)
            with Book.open(copy, who="ann") as book:
                faults = book.check()
        except BidtrackerError:
            refused = True
        other = [key for key, body in read.items() if body not in (BidtrackerError, None, expected.get(key))]
        lost = {key for key in expected if read and read.get(key) is None}
        if other:
            wrong.append(f"flip {flip}, byte {place}: {other[0]} was read as data")
        if lost and not faults and not refused:
            wrong.append(f"flip {flip}, byte {place}: {sorted(lost)[0]} is gone, and nobody was told")
        seen += bool(refused or faults)
    return Damage(flips, seen, wrong)


def vanished(folder: Path, rows: int, seed: int = 0) -> Damage:
    """Takes rows out of the file past the program, each time one from a fresh copy."""
    path, rng, seen, wrong = sample(folder), random.Random(seed), 0, []
    with closing(sqlite3.connect(path)) as connection:
        keys = connection.execute("SELECT tbl, id FROM doc").fetchall()
    copy = folder / "vanished.bidtracker"
    for table, number in rng.sample(keys, min(rows, len(keys))):
        copy.write_bytes(path.read_bytes())
        with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
            connection.execute("DELETE FROM doc WHERE tbl = ? AND id = ?", (table, number))
        try:
            with Book.open(copy, who="ann") as book:
                faults = book.check()
        except BidtrackerError as error:
            faults = [error.message]
        if faults:
            seen += 1
        else:
            wrong.append(f"{table} {number} vanished, and nobody was told")
    return Damage(min(rows, len(keys)), seen, wrong)


class Pipe(io.BytesIO):
    """What comes through a pipe: it has no name of its own and cannot be wound back."""

    name = "<stdin>"

    def seekable(self) -> bool:
        return False


def ways(file: Path, folder: Path) -> Iterator[tuple[str, Any]]:
    """The same list as a file, through a pipe and packed."""
    packed = folder / f"{file.name}.gz"
    packed.write_bytes(gzip.compress(file.read_bytes()))
    yield "file", file
    yield "pipe", Pipe(file.read_bytes())
    yield "packed", packed


def brought(folder: Path, lists: Path) -> Damage:
    """Imports every file of a folder by three ways into one book."""
    tried, refused, wrong = 0, 0, []
    with Book.open(folder / "lists.bidtracker", create=True, who="ann") as book:
        book.add("tenders", title="Beds", buyer="Trust")
        for file in sorted(each for each in lists.rglob("*") if each.is_file()):
            for way, source in ways(file, folder):
                tried += 1
                try:
                    import_files(book, [source])
                except BidtrackerError:
                    refused += 1
                except Exception as error:
                    wrong.append(f"{file.name} by {way}: {error!r}")
        wrong += map(str, book.check())
    return Damage(tried, refused, wrong)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--flips", type=int, default=300)
    options.add_argument("--vanished", type=int, default=100)
    options.add_argument("--lists", type=Path)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tell(flipped(folder, chosen.flips), "flips", "seen as damage, the others in room that holds nothing")
        (folder / "sample.bidtracker").unlink()
        tell(vanished(folder, chosen.vanished), "rows vanished", "found")
        if chosen.lists:
            tell(brought(folder, chosen.lists), "lists", "refused in a sentence")


def tell(result: Damage, what: str, seen: str) -> None:
    print(f"{result.tried} {what}, {result.seen} {seen}; {len(result.wrong)} wrong")
    print("\n".join(result.wrong[:10]), end="\n" if result.wrong else "")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
