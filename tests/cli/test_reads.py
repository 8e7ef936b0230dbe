"""Commands read what they show: none of them walks through the tables of a nation's tenders."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from bidtracker.book import Book
from bidtracker.book.kept.stored import StoredRecords
from bidtracker.domain.records import Earlier
from bidtracker.storage import DocumentTable, where

LONG = {"tenders", "awards", "buyers", "competitors", "contacts", "signals", "proposals"}
ROWS = [
    {
        "reference": f"R{number}",
        "title": title,
        "buyer": f"{title} Council",
        "country": "GB",
        "value": 1_000,
        "currency": "GBP",
        "deadline": "2025-03-01",
        "outcome": "lost",
        "winner": "Acme Ltd",
        "award_date": "2025-05-01",
        "contract_start": "2025-06-01",
        "contract_end": "2027-05-31",
    }
    for number, title in enumerate(("Grit", "Beds", "Salt", "Lamps"))
]
OWN = {"signals": {"signals"}, "proposals": {"proposals"}, "agenda": {"signals"}}
"""What a command shows all of, or what only we ourselves write: not a nation's."""


@pytest.fixture
def whole(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The tables that were read whole, by any way to read them."""
    seen: set[str] = set()
    records, rows, candidates = StoredRecords.records, DocumentTable.rows, DocumentTable.candidates

    def recorded(self: StoredRecords, table: str) -> object:
        seen.add(table)
        return records(self, table)

    def scanned(self: DocumentTable, cond: object = None) -> object:
        if cond is None or self.plan(cond) is None:  # type: ignore[arg-type]
            seen.add(self.name)
        return rows(self, cond)  # type: ignore[arg-type]

    def looked_for(self: DocumentTable, cond: object) -> object:
        if self.plan(cond) is None:  # type: ignore[arg-type]
            seen.add(self.name)
        return candidates(self, cond)  # type: ignore[arg-type]

    monkeypatch.setattr(StoredRecords, "records", recorded)
    monkeypatch.setattr(DocumentTable, "candidates", looked_for)
    monkeypatch.setattr(DocumentTable, "rows", scanned)
    return seen


@pytest.fixture
def listed(bt: Callable[..., Any], tmp_path: Path) -> None:
    """The book with the tenders of a list."""
    (tmp_path / "list.json").write_text(json.dumps(ROWS))
    bt("import", str(tmp_path / "list.json"))


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize(
    "command",
    [
        "show T1",
        "show A1",
        "show A1 --json",
        "show B1",
        "show C1",
        "show S1",
        "ask B1",
        "people B1",
        "brief A1",
        "signals",
        "agenda",
        "proposals",
        "radar",
        "radar --why",
        "radar --ours",
        "export radar --format csv",
        "touch A1 --on 2027-01-01",
        "signal A1 delivery_late",
    ],
)
def test_a_command_reads_what_it_shows(bt: Callable[..., Any], whole: set[str], command: str) -> None:
    bt("signal", "A1", "delivery_late")
    bt("touch", "A2", "--on", "2026-12-01")
    whole.clear()
    bt(*command.split())
    assert whole & LONG <= OWN.get(command.split()[0], set())


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize("command", ["digest --since -7d", "radar --as-of -7d", "agenda --as-of -7d"])
def test_what_was_changed_since_a_day_is_all_that_is_read_of_it(
    bt: Callable[..., Any], path: Path, whole: set[str], command: str
) -> None:
    bt("touch", "A2", "--on", "2026-12-01")
    with Book.open(path) as book, book.acting("set") as draft:
        for table, number, field in (("tenders", 1, "deadline"), ("awards", 1, "end")):
            record = draft.get(table, number)
            before = Earlier(until=book.today(), fields={field: "2025-01-01"})
            draft.put(replace(record, earlier=(before,)))
    whole.clear()
    bt(*command.split())
    assert not whole & LONG


@pytest.mark.usefixtures("listed")
def test_what_reads_all_is_seen(bt: Callable[..., Any], whole: set[str]) -> None:
    whole.clear()
    bt("tenders")
    assert "tenders" in whole


def test_what_no_index_answers_is_seen(bt: Callable[..., Any], path: Path, whole: set[str]) -> None:
    bt("add", "buyer", "name=Ashby")
    whole.clear()
    with Book.open(path) as book:
        list(book.db.table("buyers").rows(where("name") == "Ashby"))
    assert whole == {"buyers"}
