"""Writers killed with SIGKILL at random moments: every act that was acknowledged is there, and none is half there.

    python tests/faults/kills.py [--kills 500] [--server postgresql://...]

Without --server a file is written; `--server own` starts a PostgreSQL server for it. Prints what was found.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec
from apart import start_apart

from bidtracker.book import Book
from bidtracker.domain.bids import ContractTerms
from bidtracker.domain.vocabulary import SignalKind

NOW = datetime(2026, 11, 23, tzinfo=UTC)
LONGEST = 0.06  # seconds that a writer lives; an act takes 2 to 20 ms


class Killed(NamedTuple):
    """What came of the kills. `halves` are commits that were interrupted, as a file's journal tells."""

    kills: int
    acts: int
    halves: int
    wrong: list[str]


def write(address: str, report: int) -> None:
    """Acts until it is killed, each told once it is done. Act n leaves n tenders, a loss and a signal on each."""
    with Book.open(address, who="ann", clock=lambda: NOW) as book:
        if address.startswith("/"):
            book.db.storage._connection.execute("PRAGMA cache_size = 4")  # pages reach the file before the commit does
        for number in range(book.db.storage.last_id("history") + 1, 1 << 30):
            match number % 4:
                case 1:
                    book.add("tenders", title=f"Tender {number}", buyer="Trust", notes="x" * 5_000)
                case 2:
                    book.lose(f"T{number // 4 + 1}", to="Acme", terms=ContractTerms(end=date(2028, 1, 1)))
                case 3:
                    with book.acting("many") as draft:
                        award = draft.get("awards", number // 4 + 1)
                        for tender in range(max(1, award.tender - 20), award.tender + 1):
                            was = draft.get("tenders", tender)
                            draft.put(msgspec.structs.replace(was, notes=f"{number} " * 900))
                case _:
                    book.observe(f"A{number // 4}", SignalKind.DELIVERY_LATE)
            os.write(report, b"%d\n" % number)


def killed(address: str, kills: int, seed: int = 0) -> Killed:
    """Kills so many writers of one book, and looks at the book after each."""
    rng = random.Random(seed)
    acts, halves, wrong = 0, 0, []
    for kill in range(kills):
        writer, read = start_apart(partial(write, address))
        output = os.read(read, 65536)  # it is under way
        time.sleep(rng.random() * LONGEST)
        writer.kill()
        while more := os.read(read, 65536):
            output += more
        os.close(read)
        writer.join()
        if not output:
            wrong.append(f"kill {kill}: the writer could not write")
            break
        halves += Path(address + "-journal").exists()
        last = int(output.split()[-1])
        whole = kill % 10 == 0 or kill == kills - 1
        acts, result = looked_at(address, last, whole)
        wrong += [f"kill {kill}: {fault}" for fault in result]
    return Killed(kills, acts, halves, wrong)


def looked_at(address: str, last: int, whole: bool) -> tuple[int, list[str]]:
    """How many acts a book holds after a kill, and what is wrong with them. `whole` looks at every record."""
    while True:
        wrong = []
        with Book.open(address, who="ann", clock=lambda: NOW) as book:
            acts = book.db.storage.last_id("history")
            if acts not in (last, last + 1):
                wrong.append(f"{last} was told, {acts} is there")
            if whole:
                wrong += book.check()
                shape = len(book.holdings.tenders), len(book.holdings.awards), len(book.holdings.signals)
                if shape != ((acts + 3) // 4, (acts + 2) // 4, acts // 4):
                    wrong.append(f"{acts} acts left {shape}")
            # A server may still be finishing the dead writer's last commit: what was seen across it is looked at again.
            if book.db.storage.last_id("history") == acts:
                return acts, wrong


@contextmanager
def own_server() -> Iterator[str]:
    """A PostgreSQL server for as long as this is open."""
    sys.path.append(str(Path(__file__).parents[1]))
    from own_server import server_package

    server = server_package().get_server(Path(tempfile.mkdtemp()), cleanup_mode="delete")
    try:
        yield server.get_uri().replace(":@", "@")
    finally:
        server.cleanup()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=500)
    options.add_argument("--server", default="")
    options.add_argument("--seed", type=int, default=0)
    chosen = options.parse_args()
    if chosen.server == "own":
        with own_server() as address:
            tell(address + "&schema=kills", chosen.kills, chosen.seed)
    elif chosen.server:
        tell(chosen.server, chosen.kills, chosen.seed)
    else:
        with tempfile.TemporaryDirectory() as folder:
            tell(f"{folder}/book.bidtracker", chosen.kills, chosen.seed)


def tell(address: str, kills: int, seed: int) -> None:
    Book.open(address, create=True).close()
    result = killed(address, kills, seed)
    print(
        f"{result.kills} kills, {result.acts} acts, {result.halves} commits interrupted, "
        f"{len(result.wrong)} lost or halved"
    )
    print("\n".join(result.wrong[:10]))


if __name__ == "__main__":
    main()
