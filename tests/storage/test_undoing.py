"""Any acts, undos and redos, in this process and another, leave what a plain stack of states says; on every storage."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bidtracker.book import Book
from bidtracker.domain.records import RECORDS
from bidtracker.domain.vocabulary import SignalKind
from bidtracker.storage import META, Database

NOW = datetime(2026, 11, 23, tzinfo=UTC)
TABLES = (*(table for table in RECORDS if table != "history"), META)
EXAMPLES = {"sqlite": 8, "postgres": 5}
WORKER = """
import json, sys
from bidtracker.book import Book
for line in sys.stdin:
    address, title = json.loads(line)
    with Book.open(address, who="ann") as book:
        book.add("tenders", title=title, buyer="Elsewhere")
    print("done", flush=True)
"""


def everything(book: Book) -> dict[str, dict[int, Any]]:
    """All that acts change, as it is on disk."""
    return {table: {number: json.loads(body) for number, body in book.db.table(table).rows()} for table in TABLES}


class Elsewhere:
    """Another process that does one kind of act on any book."""

    def __init__(self) -> None:
        root = Path(__file__).parents[2]
        command = [sys.executable, "-c", WORKER]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root)

    def add(self, address: str, title: str) -> None:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps([address, title]) + "\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "done\n"

    def close(self) -> None:
        self.process.communicate()


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Elsewhere]:
    process = Elsewhere()
    yield process
    process.close()


class UndoingAnything(RuleBasedStateMachine):
    """Random acts, undos and redos: after each, the book equals what a plain stack of states says."""

    backend: Callable[[Path], Callable[[], Database]]
    elsewhere: Elsewhere

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.connect = self.backend(Path(self.folder.name))
        self.book, self.other = self.opened(), self.opened()
        self.address = self.book.db.storage.address
        assert not self.other.holdings.tenders
        self.book.add("tenders", title="T", buyer="B")
        self.states = [everything(self.book)]
        self.undone: list[dict[str, dict[int, object]]] = []

    def opened(self) -> Book:
        return Book(self.connect(), who="ann", clock=lambda: NOW)

    def acted(self) -> None:
        now = everything(self.book)
        if now != self.states[-1]:
            self.states.append(now)
            self.undone.clear()

    def some(self, table: str, data: st.DataObject) -> str | None:
        numbers = sorted(self.book.holdings.table(table))
        letter = {"tenders": "T", "awards": "A", "buyers": "B", "signals": "S"}[table]
        return f"{letter}{data.draw(st.sampled_from(numbers))}" if numbers else None

    @rule(title=st.sampled_from(["Beds", "Chairs", "Lamps"]), buyer=st.sampled_from(["Trust", "City"]))
    def add(self, title: str, buyer: str) -> None:
        self.book.add("tenders", title=title, buyer=buyer)
        self.acted()

    @rule(data=st.data(), winner=st.sampled_from(["Acme", "Bolt", None]))
    def lose(self, data: st.DataObject, winner: str | None) -> None:
        if id := self.some("tenders", data):
            self.book.lose(id, to=winner)
            self.acted()

    @rule(data=st.data(), kind=st.sampled_from(list(SignalKind)))
    def observe(self, data: st.DataObject, kind: SignalKind) -> None:
        if id := self.some("awards", data):
            self.book.observe(id, kind)
            self.acted()

    @rule(data=st.data(), table=st.sampled_from(["tenders", "awards", "buyers", "signals"]))
    def delete(self, data: st.DataObject, table: str) -> None:
        if id := self.some(table, data):
            self.book.delete(id)
            self.acted()

    @precondition(lambda self: len(self.states) > 1)
    @rule()
    def undo(self) -> None:
        self.book.undo()
        self.undone.append(self.states.pop())

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        self.book.redo()
        self.states.append(self.undone.pop())

    @rule(steps=st.integers(2, 5))
    def undo_some(self, steps: int) -> None:
        if len(self.states) > 1:
            for _ in self.book.undo(min(steps, len(self.states) - 1)):
                self.undone.append(self.states.pop())

    @rule(steps=st.integers(2, 5))
    def redo_some(self, steps: int) -> None:
        if self.undone:
            for _ in self.book.redo(steps):
                self.states.append(self.undone.pop())

    @rule(text=st.text(max_size=20), chief=st.booleans())
    def write(self, text: str, chief: bool) -> None:
        if self.book.holdings.buyers:
            buyer = f"B{min(self.book.holdings.buyers)}"
            contact = max(self.book.holdings.contacts, default=0)
            above = {"reports_to": f"P{contact}"} if chief and contact else {}
            self.book.add("contacts", name=f"x{text}", buyer=buyer, notes=text, **above)
            self.acted()

    @rule(data=st.data())
    def delete_a_contact(self, data: st.DataObject) -> None:
        if contacts := sorted(self.book.holdings.contacts):
            self.book.delete(f"P{data.draw(st.sampled_from(contacts))}")
            self.acted()

    @rule()
    def fail(self) -> None:
        """An act that breaks in the middle is no act."""
        with pytest.raises(ZeroDivisionError), self.book.acting("broken") as draft:
            draft.organisation("buyers", "Nobody")
            draft.flush()
            raise ZeroDivisionError

    @rule()
    def change_places(self) -> None:
        """What another process did is taken in, and the next act is done there."""
        self.other.refresh()
        self.book, self.other = self.other, self.book

    @rule(title=st.sampled_from(["Beds", "Chairs"]))
    def act_in_another_process(self, title: str) -> None:
        self.elsewhere.add(self.address, title)
        assert self.book.changed_elsewhere()
        self.book.refresh()
        self.acted()

    @rule(us=st.sampled_from(["Ours", "Ours Ltd"]), filters=st.booleans())
    def set_settings(self, us: str, filters: bool) -> None:
        self.book.set_settings(us=(us,), **({"filters": {"radar:x": us}} if filters else {}))
        self.acted()

    @rule()
    def reopen(self) -> None:
        self.book.close()
        self.book = self.opened()

    @invariant()
    def the_book_is_as_it_should_be(self) -> None:
        assert everything(self.book) == self.states[-1]
        assert self.book.check() == []
        held = self.book.holdings
        assert {n: t.title for n, t in held.tenders.items()} == {
            n: t["title"] for n, t in self.states[-1]["tenders"].items()
        }
        assert list(held.settings.us) == self.states[-1]["_meta"].get(1, {}).get("settings", {}).get("us", [])

    def teardown(self) -> None:
        self.book.close()
        self.other.close()
        self.folder.cleanup()


def test_acts_undos_and_redos(
    backend: Callable[[Path], Callable[[], Database]], elsewhere: Elsewhere, request: pytest.FixtureRequest
) -> None:
    storage = request.node.callspec.params["backend"]
    machine = type("Undoing", (UndoingAnything,), {"backend": staticmethod(backend), "elsewhere": elsewhere})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES[storage],
            stateful_step_count=20,
        ),
    )
