"""Imports killed with SIGKILL at random moments beside a reader and a writer: all of an import is there, or nothing.

python tests/faults/import_kills.py [--kills 200] [--server own]
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from apart import start_apart
from kills import own_server
from sellers import listed

from bidtracker.book import Book
from bidtracker.intake import import_files
from bidtracker.storage import StorageError

LENGTH = 1_500  # tenders of a list: more than an import keeps in memory at a time
LONGEST = 1.5  # seconds from an import's start to its kill
PATIENCE = 3.0  # seconds that a reader or writer may need on a busy machine; two of them it may wait


class Killed(NamedTuple):
    """What came of it: kills, imports that were through, writers who were told to try again, and what went wrong."""

    kills: int
    through: int
    busy: int
    wrong: list[str]


def bring(address: str, first: int, report: int) -> None:
    """Imports the list of each round until it is killed, and tells which are through."""
    with Book.open(address, who="list") as book:
        os.write(report, b"-1\n")
        for round in range(first, first + 1_000):
            import_files(book, [listed(round, LENGTH)])
            os.write(report, b"%d\n" % round)


def beside(book: Book, number: int) -> tuple[int, list[str]]:
    """Reads and writes once beside the import: whether the writer was told to try again, and what is wrong."""
    wrong, busy = [], 0
    start = time.monotonic()
    values = rounds(book)
    if len(values) > 1:
        wrong.append(f"kill {number}: a reader saw {sorted(values)} of two imports")
    read = time.monotonic() - start
    start = time.monotonic()
    try:
        book.set("T1", notes=f"typed {number}")
    except StorageError:
        busy = 1
    wrote = time.monotonic() - start
    if max(read, wrote) > PATIENCE:
        wrong.append(f"kill {number}: read in {read:.1f} s, written or told in {wrote:.1f} s")
    return busy, wrong


def rounds(book: Book) -> set[int]:
    """Of which rounds the list's tenders are: one, where no import is half there."""
    with suppress(StorageError):
        book.refresh()
    tenders = [each for each in book.holdings.tenders.values() if each.title.startswith("Listed ")]
    return {int(each.value.amount) - int(each.title.split()[1]) for each in tenders if each.value}


def killed(address: str, kills: int, seed: int = 0) -> Killed:
    """Kills so many imports, with a reader and a writer beside each."""
    rng, wrong, busy, through = random.Random(seed), [], 0, -1
    for number in range(kills):
        importer, read = start_apart(partial(bring, address, through + 1))
        os.read(read, 3)
        with Book.open(address, who="ann") as book:
            more, faults = beside(book, number)
        busy, wrong = busy + more, wrong + faults
        time.sleep(rng.random() * LONGEST)
        importer.kill()
        output = b""
        while part := os.read(read, 65536):
            output += part
        os.close(read)
        importer.join()
        last = int(output.split()[-1]) if output.split() else through
        with Book.open(address, who="ann") as book:
            present = rounds(book)
            if not present <= {last, last + 1} or len(present) > 1:
                wrong.append(f"kill {number}: {last} was told, {sorted(present)} is there")
            through = max(present, default=through)
            if number % 20 == 0 or number == kills - 1:
                wrong += map(str, book.check())
    return Killed(kills, through + 1, busy, wrong)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=200)
    options.add_argument("--server", default="")
    chosen = options.parse_args()
    if chosen.server == "own":
        with own_server() as address:
            tell(address + "&schema=imports&connect_timeout=60", chosen.kills)
    else:
        with tempfile.TemporaryDirectory() as folder:
            tell(str(Path(folder) / "book.bidtracker"), chosen.kills)


def tell(address: str, kills: int) -> None:
    with Book.open(address, create=True) as book:
        book.add("tenders", title="Typed", buyer="Trust")
    result = killed(address, kills)
    print(f"{result.kills} imports killed, {result.through} through, {result.busy} writers told to try again; "
          f"{len(result.wrong)} halved, lost or kept waiting")  # fmt: skip
    print("\n".join(result.wrong[:10]))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
