"""Speed of the screen in a real terminal: from the bytes of a key to the bytes that prove the repaint.

    python tests/benchmarks/screen.py [--tenders 100000] [--runs 9]

First paint is beside an empty Textual app with header, table and footer; the keys at many rows are beside a cursor
step there and at 1,000 rows. Textual's own DataTable and, where it is installed, VisiData on the same rows are told
for comparison, without a bar.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import ExitStack
from importlib.util import find_spec
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
OPEN_BIDS, WINDOWS = 2_000, 1_000
ENDED = ("outcome", "lost_reason", "winner", "submitted", *(f"award_{part}" for part in ("value", "date")))
STAGES = ("qualifying", "bid_decision", "preparing", "submitted", "evaluation", "standstill")
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
CURSOR = "▌".encode()
SORTED = "↑".encode()[:2]  # as either arrow begins
# What is timed, round after round: its name, the key, and the bytes that prove its repaint; and the key before it all.
ROUNDS = (
    ((("page down", "pagedown", CURSOR), ("cursor step", "up", CURSOR)), ""),
    ((("sort", "s", SORTED),), "l"),
    ((("filter keystroke", "7", b"Supply"), ("", "\x7f", b"Supply")), "/"),
)
IMPORTS = """
import textual.app, textual.widgets, time
from textual.widgets import Input, DataTable, Header, Footer
import gc; gc.disable()  # as the program itself does until its first rows are there
start = time.perf_counter()
import bidtracker.tui.app
print(time.perf_counter() - start)
"""


def written(folder: Path, rows: int) -> Path:
    """A list of that many tenders, one in OURS with a bid of ours; the others were published and awarded."""
    path = folder / f"{rows}.jsonl"
    with path.open("w") as lines:
        for number in range(rows):
            expected = tender(number)
            if number % OURS:
                expected = {key: value for key, value in expected.items() if key not in BIDS}
            lines.write(json.dumps(expected) + "\n")
    return path


def seen(terminal: Terminal, proof: bytes) -> None:
    """Until the program has written these bytes."""
    tail = b""
    end = time.perf_counter() + PATIENCE * 8
    while proof not in tail:
        if time.perf_counter() > end:
            raise TimeoutError(f"{proof!r} never came")
        tail = tail[-200:] + terminal.take(1.0)


def first_paint(programs: Mapping[str, tuple[list[str], bytes]], home: Path, runs: int) -> dict[str, float]:
    """Median seconds from starting each program to the bytes that prove its first painted screen, in turn."""
    took: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(runs + 1):
        for name, (command, proof) in programs.items():
            with Terminal(command, home) as terminal:
                seen(terminal, proof)
                took[name].append(time.perf_counter() - terminal.started)
    return medians(took)


def once(terminal: Terminal, key: str, proof: bytes) -> float:
    """Seconds from a key to the bytes that prove its repaint."""
    terminal.quiet(QUIET)
    start = time.perf_counter()
    terminal.type(KEYS.get(key, key))
    seen(terminal, proof)
    return time.perf_counter() - start


def medians(took: Mapping[str, list[float]]) -> dict[str, float]:
    """The median of each, without the first one, which is warming up."""
    return {name: statistics.median(times[1:]) for name, times in took.items()}


def keys(commands: Mapping[int, list[str]], home: Path, runs: int) -> dict[int, dict[str, float]]:
    """Seconds of each key on the list of tenders, for each number of rows; all in turn, so that they are compared
    under the same load."""
    result: dict[int, dict[str, list[float]]] = {}
    with ExitStack() as stack:
        terminals = {rows: stack.enter_context(Terminal(command, home)) for rows, command in commands.items()}
        for rows, terminal in terminals.items():
            terminal.type("1")
            terminal.until(" score ↓")  # the radar is judged, and takes no time from what follows
            terminal.type("2")
            terminal.until(lambda text, rows=rows: f" of {rows:,} " in text)
            result[rows] = {}
        for keys, between in ROUNDS:
            for terminal in terminals.values():
                terminal.type(between)
            for _ in range(runs + 1):
                for rows, terminal in terminals.items():
                    for name, key, proof in keys:
                        took = once(terminal, key, proof)
                        if name:
                            result[rows].setdefault(name, []).append(took)
    return {rows: medians(took) for rows, took in result.items()}


def wall(folder: Path) -> list[str]:
    """The program on a book of BIDS_OPEN open bids at all stages and of WINDOWS followed contracts."""
    path = folder / "wall.jsonl"
    with path.open("w") as lines:
        for number in range(OPEN_BIDS + WINDOWS):
            expected = tender(number)
            if number < OPEN_BIDS:
                kept = {key: value for key, value in expected.items() if key not in ENDED}
                expected = kept | {"deadline": "2090-04-01", "stage": STAGES[number % len(STAGES)]}
            else:
                expected |= {"contract_start": "2080-01-01", "contract_end": "2090-06-30"}
            lines.write(json.dumps(expected) + "\n")
    book_path = folder / "wall.bidtracker"
    with Book.open(book_path, create=True) as book:
        import_files(book, [path])
    return [sys.executable, "-m", "bidtracker", "--book", str(book_path)]


def walls(command: list[str], folder: Path, runs: int) -> dict[str, float]:
    """Seconds of a cursor step in the list of tenders, on the board and in the windows of the same book, in turn."""
    took: dict[str, list[float]] = {"2": [], "7": [], "8": []}
    proofs = {"2": "deadline ↑", "7": "7 Board", "8": "8 Windows"}
    with ExitStack() as stack:
        terminals = {}
        for key in took:
            terminal = terminals[key] = stack.enter_context(Terminal(command, folder))
            terminal.until("Help")
            terminal.type(key)
            terminal.until(proofs[key])
            terminal.until(lambda text: " of " in text)
            terminal.quiet(QUIET)
        for _ in range(runs + 1):
            for key, terminal in terminals.items():
                took[key].append(once(terminal, "down", CURSOR))
    return medians(took)


def others(folder: Path, rows: int, runs: int) -> None:
    """What is told of other programs: in which time they fill and paint their table, and a cursor step in it."""
    path = folder / "rows.csv"
    with path.open("w", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(("id", "title", "buyer", "value"))
        for n in range(rows):
            lines.writerow((n, f"Supply and service of equipment, lot {n}", f"Buyer {n % 5000} Council", n))
    programs = {"Textual's DataTable": ([sys.executable, "-c", DATATABLE.format(rows=rows)], "down")}
    if find_spec("visidata"):
        programs["VisiData"] = ([sys.executable, "-m", "visidata", str(path)], "j")
    for name, (command, key) in programs.items():
        with Terminal(command, folder) as terminal:
            seen(terminal, b"Supply")
            filled = time.perf_counter() - terminal.started
            moved = medians({"": [once(terminal, key, b"Supply") for _ in range(runs + 1)]})[""]
        print(f"{name}, {rows:,}: painted after {filled:.1f} s, cursor step {moved * 1000:.1f} ms")


def imports(runs: int) -> float:
    """Median seconds that our own modules take once Textual's are there."""
    command = [sys.executable, "-c", IMPORTS]
    took = [float(subprocess.run(command, capture_output=True, check=True, text=True).stdout) for _ in range(runs + 1)]
    return statistics.median(took[1:])  # the first is compiled


def measure(folder: Path, tenders: int, runs: int) -> None:
    commands = {}
    for rows in (SMALL, tenders):
        path = folder / f"{rows}.bidtracker"
        with Book.open(path, create=True) as book:
            import_files(book, [written(folder, rows)])
        commands[rows] = [sys.executable, "-m", "bidtracker", "--book", str(path)]
    bar("own imports, above Textual's", imports(runs), 0.040, 1, "ms")
    empty = [sys.executable, "-c", EMPTY], b"READY"
    programs = {"empty": empty} | {f"{rows:,}": (command, b"Help") for rows, command in commands.items()}
    painted = first_paint(programs, folder, runs)
    for rows, most in ((SMALL, 1.35), (tenders, 3)):
        bar(f"first paint, {rows:,}", painted[f"{rows:,}"], painted["empty"], most, "ms")
    took = keys(commands, folder, runs)
    few, many = took[SMALL], took[tenders]
    bar(f"cursor step, {tenders:,} beside {SMALL:,}", many["cursor step"], few["cursor step"], 1.15, "ms")
    for what, most in (("page down", 2), ("filter keystroke", 6), ("sort", 10)):
        bar(f"{what}, {tenders:,} beside a cursor step", many[what], many["cursor step"], most, "ms")
    seen_walls(folder, runs)
    others(folder, tenders, runs)


def seen_walls(folder: Path, runs: int) -> None:
    """The bars of the board and the windows."""
    steps = walls(wall(folder), folder, runs)
    for key, what in (("7", f"a step on the board, {OPEN_BIDS:,} bids"), ("8", f"a step in {WINDOWS:,} windows")):
        bar(f"{what}, beside a cursor step", steps[key], steps["2"], 2, "ms")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--tenders", type=int, default=100_000)
    options.add_argument("--runs", type=int, default=9)
    chosen = options.parse_args()
    print(f"{'what':46} {'ours':>12} {'compared':>12} {'ratio':>8}  bar")
    with tempfile.TemporaryDirectory() as folder:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # installed programs are compiled
        os.environ["PYTHONPYCACHEPREFIX"] = f"{folder}/compiled"
        measure(Path(folder), chosen.tenders, chosen.runs)


if __name__ == "__main__":
    main()
