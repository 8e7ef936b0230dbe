"""The book on a server: its acts and its history there, and two sellers who see each other."""

from __future__ import annotations

import io
import json
import threading
from datetime import UTC, date, datetime

import pytest

from bidtracker.book import Book
from bidtracker.domain.bids import ContractTerms, loss_reasons
from bidtracker.domain.errors import NotFound, Refused
from bidtracker.domain.records import Buyer
from bidtracker.domain.vocabulary import LostReason, SignalKind
from bidtracker.storage import Busy, engine

pytest.importorskip("psycopg", reason="the extra `postgres` is not installed")

from bidtracker.storage.postgres import engine as postgres_engine  # only with psycopg
from bidtracker.storage.postgres import session as postgres_session  # only with psycopg

WAIT = postgres_session.WAIT  # as the program has it

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture
def hasty(monkeypatch):
    """Makes whoever waits for another seller or for an import give up sooner: that lasts as long as a test wants."""
    monkeypatch.setattr(postgres_session, "WAIT", 1.0)
    monkeypatch.setattr(postgres_engine, "PATIENCE", 1.0)
    monkeypatch.setattr(engine, "IMPORT_WAIT", 0.2)


@pytest.fixture
def sellers(team):
    """Ann and Bob, at one book."""
    address = team.book()
    with (
        Book.open(address, create=True, who="ann", clock=lambda: NOW) as ann,
        Book.open(address, who="bob", clock=lambda: NOW) as bob,
    ):
        yield ann, bob


def test_who_would_import_beside_an_import_is_told_how_far_it_is(hasty, sellers, team):
    ann, bob = sellers
    ann.add("buyers", name="Clinic")
    role = f"beside_{ann.address.rpartition('schema=')[2]}"
    team.sql(f"CREATE ROLE {role}")
    try:
        for rights in ("USAGE ON SCHEMA {s}", "SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {s}"):
            team.sql(f"GRANT {rights} TO {role}".replace("{s}", ann.address.rpartition("schema=")[2]))
        with Book.open(f"{ann.address}&options=-c%20role%3D{role}", who="cid") as cid:
            with ann.acting("import", copied=False) as draft:
                for number in range(3):
                    draft.bring(Buyer(name=f"Buyer {number}"))
                draft.flush()
                for each in (bob, cid):
                    with (
                        pytest.raises(Busy, match=r"an import into .* is running, 3 records are through"),
                        each.acting("import"),
                    ):
                        pass
                bob.set("B1", notes="typed")
                own = bob.add("buyers", name="Hospice")
            assert ann.check() == [] and ann.get("B1").notes == "typed" and ann.get(f"B{own.id}").name == "Hospice"
            ann.refresh()
            assert len(ann.holdings.buyers) == 5 and [entry.act for entry in ann.history()[:2]] == ["import", "add"]
            cid.set("B1", notes="typed")
    finally:
        team.sql(f"DROP OWNED BY {role}; DROP ROLE {role}")
    assert WAIT <= 2
    names = team.sql("SELECT application_name FROM pg_stat_activity WHERE application_name LIKE 'bidtracker import%'")
    assert names == []


def test_who_waits_beside_the_screen_stands_in_the_queue(hasty, sellers):
    """The lock is free for a moment alone, again and again: who only looks whether it is may look for ever."""
    ann, bob = sellers
    ann.add("buyers", name="Clinic")
    free = threading.Event()

    def hold():
        with ann.db.transaction():
            held.set()
            free.wait()

    held = threading.Event()
    holder = threading.Thread(target=hold)
    holder.start()
    held.wait()
    assert isinstance(bob.occupied(), Busy)
    threading.Timer(0.5, free.set).start()  # longer than a look, shorter than a turn in the queue
    assert bob.occupied() is None
    holder.join()


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
