"""The book on a server: its acts and its history there, and two sellers who see each other."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime

import pytest

from bidtracker.book import Book
from bidtracker.domain.bids import ContractTerms, loss_reasons
from bidtracker.domain.errors import NotFound, Refused
from bidtracker.domain.vocabulary import LostReason, SignalKind

pytest.importorskip("psycopg", reason="the extra `postgres` is not installed")

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture
def sellers(team):
    """Ann and Bob, at one book."""
    address = team.book()
    with (
        Book.open(address, create=True, who="ann", clock=lambda: NOW) as ann,
        Book.open(address, who="bob", clock=lambda: NOW) as bob,
    ):
        yield ann, bob


def everything(book):
    """All records on disk, without the history."""
    tables = ("buyers", "contacts", "competitors", "tenders", "awards", "signals", "touches", "facts")
    return {table: {number: json.loads(body) for number, body in book.db.table(table).rows()} for table in tables}


def test_acts_and_their_history(sellers):
    ann, bob = sellers
    states = [everything(ann)]
    acts = (
        lambda: ann.add("tenders", title="Scanner für Kliniken 扫描仪", buyer="Trust"),
        lambda: ann.lose(
            "T1", to="Acme", reasons=loss_reasons(LostReason.PRICE), terms=ContractTerms(end=date(2027, 1, 1))
        ),
        lambda: ann.observe("A1", SignalKind.DELIVERY_LATE),
        lambda: ann.set("T1", title="Chairs"),
        lambda: ann.delete("S1"),
    )
    for act in acts:
        act()
        states.append(everything(ann))
    assert [entry.who for entry in bob.history()] == ["ann"] * 5
    assert [entry.act for entry in bob.history("C1")] == ["lose"]
    for state in reversed(states[:-1]):
        ann.undo()
        assert everything(bob) == state and ann.check() == []
    for state in states[1:]:
        ann.redo()
        assert everything(bob) == state and ann.check() == []
    with pytest.raises(NotFound):
        ann.redo()


def test_each_undoes_his_own(sellers):
    ann, bob = sellers
    ann.add("tenders", title="Beds", buyer="Trust")
    bob.set("T1", notes="seen")
    with pytest.raises(Refused, match="bob"):
        ann.undo()
    bob.undo()
    ann.undo()
    assert not ann.holdings.tenders


def test_each_sees_what_the_other_does(sellers):
    ann, bob = sellers
    ann.add("tenders", title="Beds", buyer="Trust")
    assert bob.holdings.tenders[1].title == "Beds"
    bob.refresh()
    noted = []
    bob.subscribe(lambda changed: noted.append(changed.tables()))
    ann.set("T1", title="Chairs")
    assert bob.changed_elsewhere() and not ann.changed_elsewhere()
    bob.refresh()
    assert bob.holdings.tenders[1].title == "Chairs" and noted == [{"tenders"}]
    assert not bob.changed_elsewhere()
    bob.set("T1", notes="also")
    ann.refresh()
    assert (ann.get("T1").title, ann.get("T1").notes) == ("Chairs", "also")


def test_a_book_moves_to_a_file_and_back(sellers, team, tmp_path):
    ann, _ = sellers
    ann.add("tenders", title="Beds", buyer="Trust")
    ann.lose("T1", to="Acme")
    ann.undo()
    out, again = io.BytesIO(), io.BytesIO()
    ann.dump(out)
    (tmp_path / "dump.json").write_bytes(out.getvalue())
    with Book.open(tmp_path / "file", create=True, who="ann") as file:
        file.restore(tmp_path / "dump.json")
        file.redo()
        file.undo()
        file.dump(again)
    (tmp_path / "again.json").write_bytes(again.getvalue())
    with Book.open(team.book(), create=True, who="ann") as back:
        back.restore(tmp_path / "again.json")
        assert everything(back) == everything(ann) and back.check() == []
        back.redo()
        assert back.get("T1").outcome == "lost"
    ann.backup(tmp_path / "copy")
    with Book.open(tmp_path / "copy") as copy:
        assert everything(copy) == everything(ann) and copy.history() == ann.history()


def test_an_act_is_three_round_trips(sellers, monkeypatch):
    """To take the lock, to read the record that it is about, and to write and commit; not one more to look at it."""
    ann, bob = sellers
    ann.add("tenders", title="Beds", buyer="Trust")
    ann.lose("T1", to="Acme")
    bob.observe("A1", SignalKind.DELIVERY_LATE)
    assert ann.refresh() and ann.holdings.signals
    session, trips = ann.db.storage._session, []
    for name in ("together", "script", "rows", "run"):
        real = getattr(session, name)
        monkeypatch.setattr(session, name, lambda *a, _real=real, _name=name: trips.append(_name) or _real(*a))
    ann.observe("A1", SignalKind.DELIVERY_LATE)
    assert trips == ["together", "rows", "together"]
    assert len(ann.holdings.signals) == 2 and not ann.changed_elsewhere()
