"""How what the program does grows with the book: each command as a whole process, at several sizes, side by side.

    python tests/benchmarks/growth.py [--sizes 1000 100000] [--runs 5] [--keep FOLDER] [--visidata PROGRAM] [--write]

In every book 1,000 contracts are followed, or all of a smaller one, and one tender in ten competes an earlier one
again. Prints a table in Markdown: the least processor time of some runs taken by turns (a busy machine changes it
little), peak memory, and the ratio of the last size to the first.
`--keep` keeps the books there, and takes those that are there already; `--write` puts the table into docs/growth.md
and its head into the README.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import msgspec
from book import TEXT, plain_import
from growth_others import csv_of, data_table, run, visidata
from tinydb import TinyDB, where

from bidtracker.book import Book
from bidtracker.book.kept.past import PastKeeper
from bidtracker.domain.links import INDEXED, REFERENCES
from bidtracker.domain.message import say
from bidtracker.intake import import_files
from bidtracker.radar.score.opportunity import opportunities
from bidtracker.storage import open_database
from bidtracker.storage.index import Index

TRACKED = Index(INDEXED).numbers["awards.tracked"]
FILE = "file, and to the JSON in it"
ROOT = Path(__file__).parent.parent.parent
SHOWN = (
    "`show T7`",
    "`radar`",
    "an act (`touch`)",
    "screen: first page",
    "screen: memory",
    FILE,
)
LEAST = 0.005  # seconds of which a ratio says something
TableRow = tuple[str, list[str], str]  # what, at each size, and the ratio of the last to the first
FOLLOWED = 1_000
AGAIN = 10  # one tender in so many competes an earlier one again
IMPORTED = 100_000  # tenders of the largest book that is imported; a larger one is that several times over
COPIED = ("buyers", "competitors", "tenders", "awards")
DAYS = 3_000  # over which the tenders are spread, until today
AWARDED_AFTER = 90  # days
COMMANDS = {
    "`show T7`": ("show", "T7"),
    "`show A7`": ("show", "A7"),
    "`ask B2`": ("ask", "B2"),
    "`people B2`": ("people", "B2"),
    "`brief A7`": ("brief", "A7"),
    "`signals`": ("signals",),
    "`agenda`": ("agenda",),
    "`proposals`": ("proposals",),
    "`radar --limit 20`": ("radar", "--limit", "20"),
    "`radar`": ("radar",),
    "`export radar`": ("export", "radar", "-o", "{folder}/radar.csv", "--force"),
    "an act (`touch`)": ("touch", "A7", "--on", "2027-01-01"),
}


def tender(number: int, of: int) -> dict[str, str]:
    """A native record of about 1 KB, of a list of so many. Every buyer has about 200, every winner about 300; what was
    published in the last three months is not awarded yet."""
    days = number * DAYS // of

    def day(after: int) -> str:
        return (date.today() - timedelta(days=DAYS - days - after)).isoformat()

    published = {
        "reference": f"REF-{number}",
        "title": f"{word(number * 7)} {word(number * 13 + 5)} {word(number * 29 + 11)}",
        "buyer": f"{word(number % max(5, of // 200))} Council",
        "country": "GB",
        "category": f"{33 + number % 40}110000",
        "description": TEXT * 4,
        "value": str(1_000 + number),
        "currency": "GBP",
        "published": day(0),
        "deadline": day(30),
        "url": f"https://tenders.example/{number}",
    }
    if DAYS - days < AWARDED_AFTER:
        return published
    return published | {
        "winner": f"{word(number % max(5, of // 300) + 1_000_003)} Ltd",
        "award_value": str(990 + number),
        "award_date": day(AWARDED_AFTER),
        "contract_start": day(120),
        "contract_end": day(1_215),
    }


def word(number: int) -> str:
    """An invented word, another for each number."""
    letters, number = "", number * 2_654_435_761 % 2**32
    while number:
        number, rest = divmod(number, 14 * 5)
        letters += "bdfgklmnprstvz"[rest // 5] + "aeiou"[rest % 5]
    return letters.capitalize()


def written(folder: Path, size: int) -> Path:
    """The list of so many tenders."""
    path = folder / f"{size}.json"
    with path.open("w") as file:
        file.write('{"tenders": [')
        for number in range(size):
            file.write((",\n" if number else "") + json.dumps(tender(number, size)))
        file.write("]}")
    return path


def made(folder: Path, size: int) -> Path:
    """The book of so many tenders; made where it is not there, a very large one from a smaller one."""
    path = folder / f"{size}.bidtracker"
    if path.exists():
        return path
    if size > IMPORTED:
        multiplied(made(folder, IMPORTED), path, size // IMPORTED)
        return path
    with Book.open(path, create=True) as book:
        import_files(book, [written(folder, size)])
        with book.acting("set") as draft:
            draft.by_person = False
            last: dict[int, int] = {}
            for number in range(1, size + 1):
                line = draft.get("tenders", number)
                if number % AGAIN == 0 and line.buyer in last:
                    draft.put(msgspec.structs.replace(line, follows=last[line.buyer]))
                last[line.buyer] = number
            for award in range(7, draft.db.storage.last_id("awards") + 1, max(1, size // FOLLOWED)):
                draft.put(msgspec.structs.replace(draft.get("awards", award), tracked=True))
            draft.title = say("Made for a measurement")
        for award in (7, 7 + max(1, size // FOLLOWED)):
            book.observe(f"A{award}", "delivery_late")
    return path


def multiplied(source: Path, target: Path, times: int) -> None:
    """A book several times over, each time with other numbers, references, buyers and winners; nothing of the further
    ones is followed."""
    making = target.with_name(f"{target.name}.making")
    shutil.copyfile(source, making)
    with closing(open_database(making)) as db, db.transaction():
        highest = {table: db.storage.last_id(table) for table in COPIED}
        for table in COPIED:
            bodies = [(number, body) for number, _, body in db.storage.scan(table)]
            db.table(table).put_many(
                (number + time * highest[table], again(table, number, body, highest, time))
                for time in range(1, times)
                for number, body in bodies
            )
        PastKeeper(db).rebuild()
    making.rename(target)


def again(table: str, number: int, body: bytes, highest: dict[str, int], time: int) -> bytes:
    """A record once more, as what it is the next time."""
    values = json.loads(body)
    for link in REFERENCES.get(table, ()):
        parts = values.get(link.field, [])
        for each in parts if link.within else [values]:
            name = link.within or link.field
            if isinstance(each.get(name), list):
                each[name] = [linked + time * highest[link.to] for linked in each[name]]
            elif each.get(name):
                each[name] += time * highest[link.to]
    if table == "tenders":
        values["awards"] = [award + time * highest["awards"] for award in values.get("awards", ())]
        values["reference"] += f"-{time}"
    if "name" in values:
        values["name"] = f"{word(time * 1_000_003 + number)} {values['name']}"
    values.pop("tracked", None)
    return json.dumps(values, separators=(",", ":")).encode()


def process(book: Path, folder: Path, command: tuple[str, ...]) -> tuple[float, float]:
    """Seconds of the processor and peak memory in MB of one command as a whole process."""
    line = [part.format(folder=folder) for part in command]
    taken = run([sys.executable, "-m", "bidtracker", "--book", str(book), *line])
    if taken is None:
        raise SystemExit(f"{' '.join(line)} failed")
    return taken


def least(act: Callable[[], object], runs: int) -> float:
    """The least processor time of some calls."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        act()
        times.append(time.process_time() - start)
    return min(times)


def plainly(book: Path) -> Callable[[], None]:
    """The question of the radar in plain SQL: the rows of the followed awards and of their tenders, parsed."""

    def ask() -> None:
        with sqlite3.connect(book) as connection:
            sql = (
                "SELECT a.body, t.body FROM idx JOIN doc a ON a.tbl = 'awards' AND a.id = idx.id "
                "JOIN doc t ON t.tbl = 'tenders' AND t.id = json_extract(CAST(a.body AS TEXT), '$.tender') "
                "WHERE idx.field = ?"
            )
            rows = [(json.loads(award), json.loads(of)) for award, of in connection.execute(sql, (TRACKED,))]
        connection.close()
        assert rows

    return ask


def read(book: Book) -> Callable[[], None]:
    """The same rows as the radar reads them, decoded, with the signals about them and what competes them again."""

    def ask() -> None:
        assert book.snapshot().tracked_awards()

    return ask


def judged(book: Book) -> Callable[[], None]:
    """The radar once all is read."""
    holdings, today = book.snapshot(), book.today()
    opportunities(holdings, today)

    def judge() -> None:
        assert opportunities(holdings, today)

    return judge


def in_process(books: dict[int, Path], runs: int, what: Callable[[Book], Callable[[], None]]) -> list[float]:
    """The least processor time of something in each book, without what it takes to start."""
    taken = []
    for path in books.values():
        with Book.open(path) as book:
            taken.append(least(what(book), runs))
    return taken


def stock(folder: Path, size: int) -> Callable[[], None]:
    """What stock TinyDB takes to open its file and find one record."""
    path = folder / f"stock-{size}.json"
    if not path.exists():
        rows = {str(number + 1): tender(number, size) for number in range(size)}
        path.write_text(json.dumps({"tenders": rows}))

    def ask() -> None:
        with TinyDB(path) as db:
            assert db.table("tenders").get(where("reference") == "REF-7")

    return ask


def others(sizes: list[int], folder: Path, visidata_program: str) -> Iterator[TableRow]:
    """What others take for the list, as CSV without its descriptions."""
    lists = [csv_of(folder, size, tender) for size in sizes]
    both = {"the list in Textual's DataTable": [data_table(path) for path in lists]}
    if visidata_program:
        both["the list in VisiData"] = [visidata(visidata_program, path) for path in lists]
    for name, taken in both.items():
        cells = [f"{each[0]:.2f} s, {each[1]:.0f} MB" if each else "–" for each in taken]
        first, last = taken[0], taken[-1]
        yield name, cells, f"{last[0] / first[0]:.2f}" if first and last else ""


def rows_of(books: dict[int, Path], folder: Path, runs: int, visidata_program: str) -> Iterator[TableRow]:
    """The lines of the table: what, at each size, and the ratio of the last to the first."""
    sizes = list(books)
    for name, command in COMMANDS.items():
        taken: dict[int, list[tuple[float, float]]] = {size: [] for size in sizes}
        for _ in range(runs):  # by turns, since nobody knows what else the machine is at
            for size in sizes:
                taken[size].append(process(books[size], folder, command))
        times = [min(seconds for seconds, _ in taken[size]) for size in sizes]
        memory = [min(peak for _, peak in taken[size]) for size in sizes]
        cells = [f"{seconds:.2f} s, {peak:.0f} MB" for seconds, peak in zip(times, memory, strict=True)]
        yield name, cells, f"{times[-1] / times[0]:.2f}"
    yield from screen_rows(books)
    plain = [least(plainly(books[size]), runs) for size in sizes]
    for name, each in (
        ("the radar's rows by plain sqlite3", plain),
        ("the same read by the program", in_process(books, runs, read)),
        ("the radar of them, once read", in_process(books, runs, judged)),
    ):
        yield name, [f"{1_000 * seconds:.0f} ms" for seconds in each], f"{each[-1] / each[0]:.2f}"
    yield from others(sizes, folder, visidata_program)
    by_stock = [least(stock(folder, size), 1) if size <= 100_000 else 0.0 for size in sizes]
    yield "one record by stock TinyDB", [f"{each:.2f} s" if each else "–" for each in by_stock], ""
    raw = [raw_size(books[size]) for size in sizes]
    files = [books[size].stat().st_size / 1e6 for size in sizes]
    yield (
        FILE,
        [f"{file:.1f} MB, {file / size:.2f}" for file, size in zip(files, raw, strict=True)],
        "",
    )


def screen_rows(books: dict[int, Path]) -> Iterator[TableRow]:
    """The lines of the list of tenders on the screen."""
    script = Path(__file__).with_name("growth_screen.py")
    taken: list[dict[str, float]] = []
    for book in books.values():
        with tempfile.TemporaryDirectory() as home:
            folders = {f"XDG_{each}_HOME": home for each in ("CONFIG", "DATA", "STATE")}
            run = [sys.executable, str(script), str(book)]
            output = subprocess.run(run, env=os.environ | folders, stdout=subprocess.PIPE, check=True).stdout
        taken.append(json.loads(output))
    for name in taken[0]:
        if name != "back":
            values = [each[name] for each in taken]
            unit, digits = ("MB", 0) if name == "memory" else ("s", 2)
            ratio = f"{values[-1] / values[0]:.2f}" if values[0] >= LEAST else "–"
            yield f"screen: {name}", [f"{value:.{digits}f} {unit}" for value in values], ratio


def table(sizes: list[int], rows: list[TableRow], last: str = "ratio of the last to the first") -> str:
    """The rows in Markdown."""
    head = f"| | {' | '.join(f'{size:,}' for size in sizes)} | {last} |\n|---|{'---:|' * (len(sizes) + 1)}\n"
    return head + "".join(f"| {name} | {' | '.join(cells)} | {ratio} |\n" for name, cells, ratio in rows)


def put(file: Path, text: str) -> None:
    """Puts a table between its marks in a file."""
    before, mark, rest = file.read_text("utf-8").partition("<!-- growth -->\n")
    _, end, after = rest.partition("<!-- /growth -->")
    assert mark and end, f"{file} has no place for the table"
    file.write_text(before + mark + text + end + after, "utf-8")


def raw_size(book: Path) -> float:
    """The JSON of all records and of the history, in MB."""
    with sqlite3.connect(book) as connection:
        (size,) = connection.execute(
            "SELECT sum(length(body)) FROM doc WHERE tbl NOT IN ('_past', '_usual')"
        ).fetchone()
    connection.close()
    return float(size) / 1e6


def import_ratio(folder: Path, size: int) -> str:
    """An import against parsing the list and writing the same rows and entries by plain sqlite3."""
    source, target = written(folder, size), folder / "import.bidtracker"
    ours, theirs = [], []
    for _ in range(2):
        target.unlink(missing_ok=True)
        with Book.open(target, create=True) as book:
            ours.append(least(lambda book=book: import_files(book, [source]), 1))
        theirs.append(least(plain_import(source, target, folder / "plain.db"), 1))
    return f"import of {size:,}: {min(ours):.1f} s, {min(ours) / min(theirs):.1f} times parsing and plain sqlite3"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", type=int, nargs="+", default=[1_000, 100_000])
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--keep", type=Path)
    options.add_argument("--import-of", type=int, default=0, help="also measure an import of so many")
    options.add_argument("--visidata", default="", help="the program vd, where it is to be measured too")
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.keep or Path(temporary)
        books = {size: made(folder, size) for size in chosen.sizes}
        rows = []
        for row in rows_of(books, folder, chosen.runs, chosen.visidata):
            rows.append(row)
            print(table(chosen.sizes, [row]).splitlines()[-1], flush=True)
        if chosen.write:
            put(ROOT / "docs" / "growth.md", table(chosen.sizes, rows))
            put(ROOT / "README.md", table(chosen.sizes, [row for row in rows if row[0] in SHOWN], "ratio"))
        if chosen.import_of:
            print(import_ratio(folder, chosen.import_of))
    print(f"peak of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
