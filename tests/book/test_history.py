"""Any act can be taken back and done again, and the history says who did what."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tinydb import TinyDB

from bidtracker.book import Book
from bidtracker.domain.errors import BidtrackerError, NotFound, Refused
from bidtracker.domain.vocabulary import LostReason, SignalKind

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def everything(book: Book) -> dict[str, dict[int, object]]:
    """All records on disk, without the history."""
    tables = ("buyers", "contacts", "competitors", "tenders", "awards", "signals", "touches", "facts")
    return {table: {number: json.loads(body) for number, body in book.db.table(table).rows()} for table in tables}


def test_the_history_says_who_what_and_when(book: Book) -> None:
    book.add("tenders", title="Beds", buyer="Trust")
    book.lose("T1", to="Acme", reason=LostReason.PRICE)
    entries = book.history()
    assert [str(entry.title) for entry in entries] == ["Lost T1 Beds to Acme", "Added T1 Beds"]
    assert entries[0].who == "ann" and entries[0].at == datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
    assert [entry.act for entry in book.history("C1")] == ["lose"]


def test_an_act_that_changes_nothing_leaves_no_entry(book: Book) -> None:
    book.add("tenders", title="Beds", buyer="Trust")
    book.set("T1", title="Beds")
    assert len(book.history()) == 1


def test_nothing_to_undo(book: Book) -> None:
    with pytest.raises(NotFound):
        book.undo()
    with pytest.raises(NotFound):
        book.redo()


def test_a_new_act_ends_the_redo(book: Book) -> None:
    book.add("tenders", title="Beds", buyer="Trust")
    book.undo()
    book.add("tenders", title="Chairs", buyer="Trust")
    with pytest.raises(NotFound):
        book.redo()


def test_each_undoes_his_own(tmp_path: Path) -> None:
    path = tmp_path / "team.bidtracker"
    with (
        Book.open(path, create=True, who="ann", clock=lambda: NOW) as ann,
        Book.open(path, who="bob", clock=lambda: NOW) as bob,
    ):
        ann.add("tenders", title="Beds", buyer="Trust")
        bob.set("T1", notes="seen")
        with pytest.raises(Refused, match="bob"):
            ann.undo()
        bob.undo()
        ann.undo()
        assert not ann.holdings.tenders


def test_another_process_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "team.bidtracker"
    with Book.open(path, create=True, who="ann") as ann, Book.open(path, who="bob") as bob:
        ann.add("tenders", title="Beds", buyer="Trust")
        assert bob.holdings.tenders[1].title == "Beds"
        heard: list[set[str]] = []
        stop = bob.subscribe(lambda changed: heard.append(changed.tables()))
        ann.set("T1", title="Chairs")
        assert bob.changed_elsewhere()
        bob.refresh()
        assert bob.holdings.tenders[1].title == "Chairs" and heard == [{"tenders"}]
        stop()
        assert not bob.changed_elsewhere()


def test_dump_opens_with_tinydb_and_comes_back(book: Book, tmp_path: Path) -> None:
    book.add("tenders", title="Scanner für Kliniken 扫描仪", buyer="Trust")
    book.lose("T1", to="Acme", end=date(2027, 1, 1))
    book.undo()
    out = io.BytesIO()
    book.dump(out)
    (tmp_path / "dump.json").write_bytes(out.getvalue())
    with TinyDB(tmp_path / "dump.json") as tiny:
        assert tiny.table("tenders").get(doc_id=1)["title"] == "Scanner für Kliniken 扫描仪"
    with Book.open(tmp_path / "new.bidtracker", create=True, who="ann") as new:
        new.restore(tmp_path / "dump.json")
        assert everything(new) == everything(book)
        assert [str(e.title) for e in new.history()] == [str(e.title) for e in book.history()]
        new.redo()
        assert new.get("A1").end == date(2027, 1, 1)
        with pytest.raises(Refused):
            new.restore(tmp_path / "dump.json")


def test_a_dump_that_no_book_can_hold_is_refused(tmp_path: Path) -> None:
    (tmp_path / "dump.json").write_text('{"tenders": {"1": {"title": "Beds", "buyer": 5}}}')
    with Book.open(tmp_path / "new.bidtracker", create=True) as new:
        with pytest.raises(BidtrackerError, match="B5"):
            new.restore(tmp_path / "dump.json")
        assert not new.holdings.tenders and not new.history()


class UndoingAnything(RuleBasedStateMachine):
    """Random acts, undos and redos: after each, the book equals what a plain stack of states says."""

    @initialize()
    def open(self) -> None:
        import tempfile

        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "b.bidtracker"
        self.book = Book.open(self.path, create=True, who="ann", clock=lambda: NOW)
        self.other = Book.open(self.path, who="ann", clock=lambda: NOW)
        assert not self.other.holdings.tenders
        self.book.add("tenders", title="T", buyer="B")
        self.states = [everything(self.book)]
        self.undone: list[dict[str, dict[int, object]]] = []

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

    @rule()
    def reopen(self) -> None:
        self.book.close()
        self.book = Book.open(self.path, who="ann", clock=lambda: NOW)

    @invariant()
    def the_book_is_as_it_should_be(self) -> None:
        assert everything(self.book) == self.states[-1]
        assert self.book.check() == []
        held = self.book.holdings
        assert {n: t.title for n, t in held.tenders.items()} == {
            n: t["title"]
            for n, t in self.states[-1]["tenders"].items()  # type: ignore[index]
        }

    def teardown(self) -> None:
        self.book.close()
        self.other.close()
        self.folder.cleanup()


TestUndoingAnything = UndoingAnything.TestCase
TestUndoingAnything.settings = settings(
    max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
