"""Speed of importing a register as a workbook, beside what it cannot do without.

    python tests/benchmarks/sheets.py [--rows 100000] [--runs 2]

An invented register of 13 columns is written as .xlsx, and its rows as JSON in our own columns. The bar: importing the
workbook takes at most twice as long as reading its cells with calamine and importing the JSON.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

from bidtracker.book import Book
from bidtracker.intake import ImportChoices, import_files
from bidtracker.intake.mapping.columns import Asked

MOST = 2.0
HEADS = (
    *("Ref", "Client", "Opportunity", "Deadline", "Est. value", "Win chance", "Result", "Winner", "Reason lost"),
    *("Our price", "Contract end", "Notes"),
)
NAMES = (
    *("reference", "buyer", "title", "deadline", "value", "p_win", "outcome", "winner", "lost_reason"),
    *("price", "contract_end", "notes"),
)
OUTCOMES = {
    "Lost": "lost", "Won": "won", "Pending": "pending", "No bid": "no_bid", "Withdrawn": "withdrawn",
    "Cancelled": "no_award",
}  # fmt: skip
REASONS = {"Price": "price", "Quality": "technical_fit", "References": "references"}


def bids(rows: int) -> list[list[Any]]:
    """Invented rows of a register, the same each time."""
    draw = random.Random(5)
    towns = ("City of Ashby", "Moor NHS Trust", "Kettlebrook Council", "Port of Exam", "Town of Field")
    works = ("Cleaning", "Road salt", "Window repair", "IT support", "Catering")
    made: list[list[Any]] = []
    for n in range(rows):
        result = draw.choice(list(OUTCOMES))
        ended, lost = result in ("Lost", "Won"), result == "Lost"
        deadline = date(2022, 1, 1) + timedelta(draw.randrange(1600))
        value = round(draw.uniform(1e4, 1e6), 2)
        made.append([
            f"B-{n}", f"{draw.choice(towns)} {draw.randrange(200)}", f"{draw.choice(works)} of site {n}", deadline,
            value, draw.choice((0.1, 0.25, 0.4, 0.7)), result, f"Rival {draw.randrange(300)} Ltd" if lost else None,
            draw.choice(list(REASONS)) if lost else None, round(value * 0.95, 2) if ended else None,
            deadline + timedelta(draw.randrange(300, 1500)) if ended else None, f"note {n}",
        ])  # fmt: skip
    return made


def as_workbook(rows: list[list[Any]], path: Path) -> Path:
    """The rows with the formats that people give their cells."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    day, euro, percent = (book.add_format({"num_format": form}) for form in ("dd/mm/yyyy", '#,##0.00 "€"', "0%"))
    sheet = book.add_worksheet("Bids")
    sheet.write_row(0, 0, HEADS)
    for y, row in enumerate(rows, 1):
        for x, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(y, x, datetime(cell.year, cell.month, cell.day), day)
            elif isinstance(cell, float):
                sheet.write_number(y, x, cell, percent if x == 5 else euro)
            elif cell is not None:
                sheet.write_string(y, x, cell)
    book.close()
    return path


def as_json(rows: list[list[Any]], path: Path) -> Path:
    """The same rows in our own words, as JSON Lines."""
    with path.open("w") as file:
        for row in rows:
            record = {name: cell for name, cell in zip(NAMES, row, strict=True) if cell is not None}
            record |= {name: str(record[name]) for name in ("deadline", "contract_end") if name in record}
            record |= {
                name: {"amount": record[name], "currency": "EUR"} for name in ("value", "price") if name in record
            }
            record["outcome"] = OUTCOMES[record["outcome"]]
            if "lost_reason" in record:
                record["lost_reason"] = REASONS[record["lost_reason"]]
            if record["outcome"] == "no_bid":
                record["decision"] = "no_go"
                del record["p_win"]
            file.write(json.dumps(record) + "\n")
    return path


def seconds(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return time.process_time() - start


def imported(path: Path, rows: int) -> float:
    """Seconds of importing a list into a new book."""
    with tempfile.TemporaryDirectory() as folder, Book.open(Path(folder) / "book", create=True) as book:
        taken = seconds(lambda: import_files(book, [path], ImportChoices(mapping=Asked(auto=True))))
        assert len(book.holdings.tenders) == rows, "every row came in"
        return taken


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=100_000)
    options.add_argument("--runs", type=int, default=2)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = bids(chosen.rows)
        sheet, lines = as_workbook(rows, Path(folder) / "bids.xlsx"), as_json(rows, Path(folder) / "bids.jsonl")
        ratios: list[float] = []
        for _ in range(chosen.runs):
            cells = seconds(lambda: CalamineWorkbook.from_path(sheet).get_sheet_by_index(0).to_python())
            plain, whole = imported(lines, chosen.rows), imported(sheet, chosen.rows)
            ratios.append(whole / (cells + plain))
            print(f"calamine {cells:.2f} s, JSON {plain:.2f} s, workbook {whole:.2f} s: {ratios[-1]:.2f}", flush=True)
        ratio = statistics.median(ratios)
        print(f"{chosen.rows:,} rows of a workbook: {ratio:.2f} <= {MOST:g}  {'ok' if ratio <= MOST else '!'}")


if __name__ == "__main__":
    main()
