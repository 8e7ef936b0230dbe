"""Speed and memory of the book, as ratios to the physical limit measured in the same run.

    python tests/benchmarks/book.py [--tenders 100000] [--runs 5]

Prints one line a bar: what was measured (median), beside what it is compared with, the ratio, and the bar.
"""

from __future__ import annotations

import argparse
import gc
import json
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
from tinydb import TinyDB, where

from bidtracker.book import Book
from bidtracker.domain.vocabulary import SignalKind
from bidtracker.intake import import_files

TEXT = "The contractor delivers, installs and services the equipment, trains the staff and takes the old units back. "


def tender(number: int) -> dict[str, object]:
    """A native record of about 1 KB."""
    return {
        "reference": f"REF-{number}",
        "title": f"Supply and service of equipment, lot {number}",
        "buyer": f"Buyer {number % 5_000} Council",
        "country": "GB",
        "category": "33100000",
        "description": TEXT * 4,
        "value": str(1_000 + number),
        "currency": "GBP",
        "published": "2024-03-01",
        "deadline": "2024-04-01",
        "intent": "position",
        "p_win": 0.1,
        "price": str(1_100 + number),
        "submitted": "2024-03-30",
        "outcome": "lost",
        "lost_reason": "price",
        "winner": f"Winner {number % 3_000} Ltd",
        "award_value": str(990 + number),
        "award_date": "2024-06-01",
        "contract_start": "2024-07-01",
        "contract_end": "2027-06-30",
        "url": f"https://tenders.example/{number}",
    }


def seconds(act: Callable[[], object], *, warm: bool = False) -> float:
    """How long one call takes; a `warm` one is not preceded by a collection, which empties the processor's caches."""
    if not warm:
        gc.collect()
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def median(act: Callable[[], object], runs: int) -> float:
    """The median time of some calls."""
    return statistics.median(seconds(act) for _ in range(runs))


def bar(name: str, ours: float, theirs: float, most: float, unit: str = "s") -> None:
    """One line of the table; '!' where the bar is missed."""
    scale = {"s": 1, "ms": 1_000, "MB": 1}[unit]
    ratio = ours / theirs
    verdict = "ok" if ratio <= most else "!"
    measured, limit = f"{ours * scale:9.3f} {unit:2}", f"{theirs * scale:9.3f} {unit:2}"
    print(f"{name:46} {measured} {limit} {ratio:8.4f}  <= {most:g}  {verdict}")


def written(folder: Path, tenders: int) -> Path:
    """A native list of that many tenders."""
    path = folder / f"{tenders}.json"
    path.write_text(json.dumps({"tenders": [tender(number) for number in range(tenders)]}))
    return path


def plain_import(source: Path, book: Path, target: Path) -> Callable[[], None]:
    """The limit of an import: json.loads of the list, and the very rows and entries of the index that the book then
    holds by plain sqlite3."""
    tables = {}
    with sqlite3.connect(book) as connection:
        schema = [sql for (sql,) in connection.execute("select sql from sqlite_schema where tbl_name <> 'book'") if sql]
        for table in ("doc", "idx"):
            tables[table] = connection.execute(f"select * from {table}").fetchall()

    def limit() -> None:
        json.loads(source.read_bytes())
        target.unlink(missing_ok=True)
        with sqlite3.connect(target) as connection:
            for sql in schema:
                connection.execute(sql)
            for table, rows in tables.items():
                connection.executemany(f"insert into {table} values ({', '.join('?' * len(rows[0]))})", rows)
        connection.close()

    return limit


def plain_open(path: Path) -> None:
    """The limit of opening: all rows read and decoded by msgspec, without a type."""
    connection = sqlite3.connect(path)
    decode = msgspec.json.Decoder().decode
    kept = [decode(body) for (body,) in connection.execute("select body from doc where body is not null")]
    connection.close()
    assert kept


def peak_of(source: Path, target: Path) -> float:
    """Peak memory of an import in a process of its own, in MB."""
    script = (
        "import sys; from bidtracker.book import Book; from bidtracker.intake import import_files\n"
        "with Book.open(sys.argv[2], create=True) as book: import_files(book, [sys.argv[1]])\n"
        "print([line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')][0])"
    )
    run = subprocess.run([sys.executable, "-c", script, source, target], capture_output=True, text=True, check=True)
    return float(run.stdout) / 1024


def act(book: Book, number: int) -> Callable[[], object]:
    """A single-record act: one signal, durable with its history."""
    return lambda: book.observe(f"A{number}", SignalKind.DELIVERY_LATE)


def measure(folder: Path, tenders: int, runs: int) -> None:
    large, small = written(folder, tenders), written(folder, 1_000)
    ours, limits = [], []
    for run in range(3):  # by turns, since nobody knows what else the machine is at
        with Book.open(folder / f"large{run}.bidtracker", create=True) as fresh:
            ours.append(seconds(lambda fresh=fresh: import_files(fresh, [large])))
        limits.append(seconds(plain_import(large, folder / "large0.bidtracker", folder / "plain.db")))
    bar(f"import of {tenders:,}", statistics.median(ours), statistics.median(limits), 4.5)
    large_book, small_book = folder / "large0.bidtracker", folder / "small.bidtracker"
    with Book.open(small_book, create=True) as fresh:
        import_files(fresh, [small])

    def opened() -> None:
        with Book.open(large_book) as book:
            assert len(book.holdings.tenders) == tenders

    bar(f"open and list {tenders:,}", median(opened, runs), median(lambda: plain_open(large_book), runs), 3)
    with Book.open(large_book) as book:
        raw = sum(len(body) for table in book.db.tables() for _, body in book.db.table(table).rows()) / 1e6
    bar("file against the JSON in it", large_book.stat().st_size / 1e6, raw, 1.6, "MB")
    with Book.open(large_book) as at_large, Book.open(small_book) as at_small:
        pair = act(at_large, 7), act(at_small, 7)
        times = [(seconds(pair[0], warm=True), seconds(pair[1], warm=True)) for _ in range(runs * 40)]
        large_act = statistics.median(time for time, _ in times)
        bar("durable act, against the same at 1,000", large_act, statistics.median(t for _, t in times), 3, "ms")
    with TinyDB(folder / "stock.json") as stock, Book.open(large_book) as book:
        stock.insert_multiple(json.loads(large.read_bytes())["tenders"])
        ours_in_turn, by_stock = [], []
        for run in range(runs):
            by_stock.append(seconds(lambda run=run: stock.update({"title": f"x{run}"}, where("reference") == "REF-7")))
            ours_in_turn.append(statistics.median(seconds(act(book, 7), warm=True) for _ in range(60)))
        ours, theirs = statistics.median(ours_in_turn), statistics.median(by_stock)
        bar("durable act, against stock TinyDB's JSON file", ours, theirs, 1 / 1_000, "ms")
    half = written(folder, tenders // 2)
    base = peak_of(small, folder / "peak0.bidtracker")
    at_half, at_full = peak_of(half, folder / "peak1.bidtracker"), peak_of(large, folder / "peak2.bidtracker")
    sizes = f"{base:.0f} MB at 1,000, {at_half:.0f} at {tenders // 2:,}, {at_full:.0f} at {tenders:,}"
    print(f"peak memory of an import: {sizes}")

    def run(*command: str) -> Callable[[], object]:
        return lambda: subprocess.run([sys.executable, *command], check=True, capture_output=True)

    bare, helped = median(run("-c", "pass"), 11), median(run("-m", "bidtracker", "--help"), 11)
    bar("--help beyond the interpreter's own start", helped - bare, 0.15, 1, "ms")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--tenders", type=int, default=100_000)
    options.add_argument("--runs", type=int, default=5)
    chosen = options.parse_args()
    print(f"{'what':46} {'ours':>12} {'compared':>12} {'ratio':>8}  bar")
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), chosen.tenders, chosen.runs)


if __name__ == "__main__":
    main()
