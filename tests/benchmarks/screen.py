"""Speed of the screen in a real terminal: from the bytes of a key to the bytes that prove the repaint.

    python tests/benchmarks/screen.py [--tenders 100000] [--runs 9]

First paint is beside an empty Textual app with header, table and footer; the keys at many rows are beside a cursor
step there and at 1,000 rows. Textual's own DataTable on the same rows is told for comparison, without a bar.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
sys.path += [str(HERE), str(HERE.parent / "tui")]

from book import bar, tender  # noqa: E402 - a neighbour
from terminal import KEYS, PATIENCE, Terminal  # noqa: E402 - the tests' terminal

from bidtracker.book import Book  # noqa: E402
from bidtracker.intake import import_files  # noqa: E402

SMALL = 1_000
OURS = 100  # tenders for each of our bids
BIDS = ("intent", "p_win", "price", "submitted", "outcome", "lost_reason")
QUIET = 0.4  # seconds without a byte after which everything is painted
EMPTY = """
from textual.app import App
from textual.widgets import DataTable, Footer, Header
class Empty(App):
    BINDINGS = [("q", "quit", "READY")]
    def compose(self):
        yield Header(); yield DataTable(); yield Footer()
Empty().run()
"""
DATATABLE = """
from textual.app import App
from textual.widgets import DataTable
class Rows(App):
    def compose(self):
        yield DataTable(cursor_type="row")
    def on_mount(self):
        table = self.query_one(DataTable)
        table.add_columns("id", "title", "buyer", "value")
        for n in range({rows}):
            table.add_row(str(n), f"Supply and service of equipment, lot {{n}}", f"Buyer {{n % 5000}} Council", str(n))
Rows().run()
"""
IMPORTS = "import textual.app, textual.widgets; from textual.widgets import Input, DataTable, Header, Footer"


def written(folder: Path, rows: int) -> Path:
    """A list of that many tenders, one in OURS with a bid of ours; the others were published and awarded."""
    path = folder / f"{rows}.jsonl"
    with path.open("w") as lines:
        for number in range(rows):
            known = tender(number)
            if number % OURS:
                known = {key: value for key, value in known.items() if key not in BIDS}
            lines.write(json.dumps(known) + "\n")
    return path


def seen(terminal: Terminal, proof: bytes) -> None:
    """Until the program has written these bytes."""
    tail = b""
    end = time.perf_counter() + PATIENCE * 8
    while proof not in tail:
        if time.perf_counter() > end:
            raise TimeoutError(f"{proof!r} never came")
        tail = tail[-200:] + terminal.take(1.0)


def first_paint(command: list[str], home: Path, proof: bytes, runs: int) -> float:
    """Median seconds from starting a program to the bytes of its first painted screen."""
    took = []
    for _ in range(runs):
        with Terminal(command, home) as terminal:
            seen(terminal, proof)
            took.append(time.perf_counter() - terminal.started)
    return statistics.median(took)


def step(terminal: Terminal, key: str, proof: bytes, runs: int, *, after: Callable[[], object] | None = None) -> float:
    """Median seconds from a key to the bytes that prove its repaint; `after` puts things back."""
    took = []
    for _ in range(runs + 1):
        terminal.quiet(QUIET)
        start = time.perf_counter()
        terminal.type(KEYS.get(key, key))
        seen(terminal, proof)
        took.append(time.perf_counter() - start)
        if after is not None:
            terminal.quiet(QUIET)
            after()
    return statistics.median(took[1:])  # the first is warming up


def keys(command: list[str], home: Path, rows: int, runs: int) -> dict[str, float]:
    """Seconds of each key on the list of tenders."""
    with Terminal(command, home) as terminal:
        terminal.until(" by score")  # the radar is judged, and takes no time from what follows
        terminal.type("2")
        terminal.until(lambda text: f"{rows:,} of {rows:,}" in text)
        found = {
            "cursor step": step(terminal, "down", "▌".encode(), runs),
            "page down": step(terminal, "pagedown", "▌".encode(), runs),
        }
        terminal.type("l")
        found["sort"] = step(terminal, "s", b"by ", runs)
        terminal.type("/")

        def back() -> None:
            terminal.type("\x7f")

        found["filter keystroke"] = step(terminal, "7", b"Supply", runs, after=back)
        return found


def datatable(home: Path, rows: int, runs: int) -> tuple[float, float]:
    """Seconds to fill and paint Textual's DataTable, and of a cursor step in it."""
    with Terminal([sys.executable, "-c", DATATABLE.format(rows=rows)], home) as terminal:
        seen(terminal, b"lot 1")
        filled = time.perf_counter() - terminal.started
        return filled, step(terminal, "down", b"Supply", runs)


def imports(runs: int) -> float:
    """Median seconds that our own modules add to the import of Textual's."""

    def took(code: str) -> float:
        script = f"import time; start = time.perf_counter()\n{code}\nprint(time.perf_counter() - start)"
        return float(subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True).stdout)

    both = [(took(IMPORTS), took(f"{IMPORTS}\nimport bidtracker.tui.app")) for _ in range(runs)]
    return statistics.median(ours - textual for textual, ours in both)


def measure(folder: Path, tenders: int, runs: int) -> None:
    commands = {}
    for rows in (SMALL, tenders):
        path = folder / f"{rows}.bidtracker"
        with Book.open(path, create=True) as book:
            import_files(book, [written(folder, rows)])
        commands[rows] = [sys.executable, "-m", "bidtracker", "--book", str(path)]
    bar("own imports, above Textual's", imports(runs), 0.040, 1, "ms")
    empty = first_paint([sys.executable, "-c", EMPTY], folder, b"READY", runs)
    bar(f"first paint, {SMALL:,}", first_paint(commands[SMALL], folder, b"Help", runs), empty, 1.35, "ms")
    bar(f"first paint, {tenders:,}", first_paint(commands[tenders], folder, b"Help", runs), empty, 3, "ms")
    few, many = keys(commands[SMALL], folder, SMALL, runs), keys(commands[tenders], folder, tenders, runs)
    bar(f"cursor step, {tenders:,} beside {SMALL:,}", many["cursor step"], few["cursor step"], 1.15, "ms")
    for what, most in (("page down", 2), ("filter keystroke", 6), ("sort", 10)):
        bar(f"{what}, {tenders:,} beside a cursor step", many[what], many["cursor step"], most, "ms")
    filled, moved = datatable(folder, tenders, runs)
    print(f"Textual's DataTable, {tenders:,}: painted after {filled:.1f} s, cursor step {moved * 1000:.1f} ms")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--tenders", type=int, default=100_000)
    options.add_argument("--runs", type=int, default=9)
    chosen = options.parse_args()
    print(f"{'what':46} {'ours':>12} {'compared':>12} {'ratio':>8}  bar")
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), chosen.tenders, chosen.runs)


if __name__ == "__main__":
    main()
