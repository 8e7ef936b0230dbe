"""What others take to show the same rows: VisiData, which is not installed with the tests, and Textual's DataTable.

python tests/benchmarks/growth_others.py FILE.csv     shows it in a DataTable; `growth.py` measures that
"""

from __future__ import annotations

import asyncio
import csv
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.app import App, ComposeResult
from textual.widgets import DataTable

COLUMNS = ("reference", "title", "buyer", "country", "category", "value", "published", "deadline", "winner", "url")
LONGEST = 120  # seconds of the processor after which it counts as not done

Seconds = float
Megabytes = float


def csv_of(folder: Path, size: int, tender: Callable[[int, int], dict[str, str]]) -> Path:
    """The list of so many tenders as CSV, without the descriptions."""
    path = folder / f"{size}.csv"
    if not path.exists():
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(tender(number, size) for number in range(size))
    return path


# A process begins with the peak memory of whoever started it, so a small one starts it, and says what it took.
START = """
import resource, subprocess, sys
limit = int(sys.argv[1])
if limit:
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
status = subprocess.call(sys.argv[2:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
sys.exit(status != 0)
"""


def run(command: list[str], limit: int = 0) -> tuple[Seconds, Megabytes] | None:
    """Processor time and peak memory of a process; None where it fails, or takes longer than so many seconds of the
    processor."""
    with tempfile.TemporaryDirectory() as home:
        quiet = os.environ | {"HOME": home, "TERM": "xterm-256color"}
        starter = [sys.executable, "-ISc", START, str(limit), *command]
        done = subprocess.run(starter, stdout=subprocess.PIPE, text=True, env=quiet, check=False)
    if done.returncode:
        return None
    seconds, memory = map(float, done.stdout.split())
    return seconds, memory


def visidata(program: str, path: Path) -> tuple[Seconds, Megabytes] | None:
    """VisiData reads the list, all of it, and ends."""
    steps = [{"longname": "open-file", "input": str(path)}, {"longname": "quit-all", "input": ""}]
    script = path.with_suffix(".vdj")
    blank = {"sheet": "", "col": "", "row": ""}
    script.write_text("".join(f"{line}\n" for line in ("#!vd -p", *(json.dumps(step | blank) for step in steps))))
    return run([program, "--batch", "-p", str(script)], LONGEST)


def data_table(path: Path) -> tuple[Seconds, Megabytes] | None:
    """Textual's DataTable is given the list and paints its first page."""
    return run([sys.executable, __file__, str(path)], LONGEST)


class TableApp(App[None]):
    """One DataTable."""

    def compose(self) -> ComposeResult:
        yield DataTable[Any]()


async def paint(path: Path) -> None:
    app = TableApp()
    async with app.run_test(size=(120, 40)) as pilot:
        table = app.query_one(DataTable)
        with path.open(newline="") as file:
            rows = csv.reader(file)
            table.add_columns(*next(rows))
            table.add_rows(rows)
        await pilot.pause()
        await pilot.pause()


if __name__ == "__main__":
    asyncio.run(paint(Path(sys.argv[1])))
