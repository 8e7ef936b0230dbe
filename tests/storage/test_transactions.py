"""Transactions, revisions, and what others did meanwhile."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest
from tinydb import where

from bidtracker.storage import RowVersion, StorageError
from bidtracker.storage.book_file import FORMAT


class Stop(Exception):
    pass


def contents(db):
    return {name: {document.doc_id: dict(document) for document in db.table(name)} for name in sorted(db.tables())}


def test_everything_in_a_transaction_is_durable_together(db, opener):
    other = opener()
    with db.transaction() as tx:
        first = db.table("a").insert({"x": 1})
        second = db.table("b").new_id()
        db.table("b").put(second, b'{"y":1}')
        db.set_meta("colour", "red")
        assert db.table("a").get(doc_id=first) == {"x": 1}
        assert db.table("b").search(where("y") == 1) and len(db.table("b")) == 1
        assert db.meta("colour") == "red"
        assert db.revision() == tx.rev
        assert contents(other) == {} and other.revision() == 0
    assert contents(other) == {"_meta": {1: {"colour": "red"}}, "a": {1: {"x": 1}}, "b": {1: {"y": 1}}}
    assert other.revision() == db.revision() == tx.rev == 1


def test_an_exception_takes_everything_back(table, db):
    before, revision = contents(db), db.revision()
    with pytest.raises(Stop), db.transaction():
        table.insert({"x": 1})
        table.update({"int": 5})
        db.table("new").insert({})
        table.delete(1)
        db.drop_table("letters")
        assert len(table) == 0
        raise Stop
    assert contents(db) == before and db.revision() == revision
    assert table.insert({}) == 4


def test_a_transaction_inside_another_is_part_of_it(db):
    with pytest.raises(Stop), db.transaction() as outer:
        with db.transaction() as inner:
            db.insert({"a": 1})
        assert inner is outer
        raise Stop
    assert contents(db) == {}
    with db.transaction():
        db.insert({"a": 1})
        with pytest.raises(Stop), db.transaction():
            db.insert({"a": 2})
            db.table("other").insert({})
            raise Stop
        db.insert({"a": 3})
    assert [document["a"] for document in db] == [1, 3]
    assert db.tables() == {"_default"} and db.revision() == 1


def test_a_refused_operation_inside_a_transaction_takes_back_itself_only(table, db):
    with db.transaction():
        table.insert({"char": "d"})
        with pytest.raises(StorageError):
            table.insert_multiple([{"char": "e"}, {"char": {1}}])
        with pytest.raises(StorageError):
            table.put_many([(8, b"{}"), (9, b"nothing")])
    assert "".join(document["char"] for document in table) == "abcd"


def test_ids_are_chosen_inside_the_transaction(table, db, opener):
    other = opener().table("letters")
    with pytest.raises(StorageError):
        table.new_id()
    with db.transaction():
        ids = [table.new_id(), table.new_id()]
        table.put(20, b"{}")
        ids += [table.new_id(), table.insert({}), table.new_id()]
        table.put_many((table.new_id(), b"{}") for _ in range(2))
    assert ids == [4, 5, 21, 22, 23]
    assert other.insert({}) == 26


def test_bodies(table):
    assert list(table.rows()) == [(n, b'{"int":1,"char":"%s"}' % c) for n, c in ((1, b"a"), (2, b"b"), (3, b"c"))]
    table.put(2, b'{"b": 2}')
    table.delete(1)
    table.put_many([(9, b"{}"), (9, b'{"last": true}')])
    assert table.body(1) is None and table.body(2) == b'{"b": 2}'
    assert [doc_id for doc_id, _ in table.rows()] == [2, 3, 9]
    assert table.get(doc_id=9) == {"last": True}


def test_rows_are_read_while_they_are_changed(db):
    table = db.table("many")
    table.put_many((n, b'{"pad":"%s"}' % (b"x" * 1000)) for n in range(1, 3001))
    seen = []
    for doc_id, _ in table.rows():
        seen.append(doc_id)
        table.delete(doc_id + 2000) if doc_id == 1 else None
    assert seen[:2000] == list(range(1, 2001)) and set(range(1, 3001)) - set(seen) <= {2001}


def test_changes(table, db):
    start = db.revision()
    table.update({"char": "B"}, doc_ids=[2])
    with db.transaction():
        table.delete(1)
        db.table("other").insert({})
    assert db.changes(start) == (
        start + 2,
        [
            RowVersion("letters", 2, start + 1, b'{"int":1,"char":"B"}'),
            RowVersion("letters", 1, start + 2, None),
            RowVersion("other", 1, start + 2, b"{}"),
        ],
    )
    assert db.changes(start + 2) == (start + 2, [])
    assert [change.doc_id for change in db.changes(0)[1]] == [3, 2, 1, 1]


def test_each_commit_has_the_next_revision(table, db, opener):
    other = opener()
    revisions = []
    for writer in (db, other, db, other):
        with writer.transaction() as tx:
            writer.insert({})
            revisions.append(tx.rev)
    assert revisions == [2, 3, 4, 5] and db.revision() == 5


def test_settings(db, opener):
    assert db.meta("days") is None
    db.set_meta("days", [1, {"a": None}])
    db.set_meta("gone", 1)
    db.set_meta("gone", None)
    revision = db.revision()
    db.set_meta("days", [1, {"a": None}])
    assert db.revision() == revision == 3
    assert opener().meta("days") == [1, {"a": None}] and opener().meta("gone") is None
    assert db.header["format"] == FORMAT and db.header == opener().header


def test_a_snapshot_is_of_one_moment(table, db):
    with db.snapshot() as rev:
        assert rev == db.revision() == 1
        with db.snapshot() as again:
            assert again == rev
        with pytest.raises(StorageError, match="being read"):
            table.insert({})
        assert len(table) == 3
    assert table.insert({}) == 4


WRITER = """
import sys
from bidtracker.storage import open_database
db = open_database(sys.argv[1])
with db.transaction():
    db.table("letters").update({"char": "from outside"}, doc_ids=[1])
    db.table("letters").remove(doc_ids=[2])
print(db.revision())
"""


def test_another_process_is_seen(table, db):
    start = db.changes(0)[0]
    table.update({"int": 2}, doc_ids=[3])
    assert not db.changed_elsewhere()  # what we did ourselves is no news
    run = subprocess.run([sys.executable, "-c", WRITER, db.address], check=True, capture_output=True, text=True)
    assert db.changed_elsewhere() and db.changed_elsewhere()
    rev, changes = db.changes(start + 1)
    assert rev == int(run.stdout) == start + 2
    assert [(change.doc_id, change.body) for change in changes] == [(1, b'{"int":1,"char":"from outside"}'), (2, None)]
    assert not db.changed_elsewhere()
    assert table.get(doc_id=1)["char"] == "from outside"


def test_threads(db):
    table = db.table("count")
    table.insert({"n": 0})

    def work():
        for _ in range(25):
            with db.transaction():
                table.put(1, b'{"n":%d}' % (table.get(doc_id=1)["n"] + 1))
                table.insert({})
            table.search(where("n") > 0)
            list(table.rows())
            db.changes(db.revision() - 1)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert table.get(doc_id=1) == {"n": 100}
    assert len(table) == 101 and db.revision() == 101


def test_polling_never_waits_for_another_threads_transaction(db):
    begun, done = threading.Event(), threading.Event()

    def work():
        with db.transaction():
            db.insert({})
            begun.set()
            done.wait(10)

    thread = threading.Thread(target=work)
    thread.start()
    begun.wait(10)
    assert db.changed_elsewhere() is False
    assert thread.is_alive()
    done.set()
    thread.join()


# What a short act costs, and what is known without asking


def test_our_own_commit_is_followed_from_memory(table, db, opener):
    other, start = opener(), db.revision()
    with db.transaction():
        table.put(2, b'{"char":"B"}')
        db.table("other").put(1, b"{}")
        table.delete(1)
    expected = [
        RowVersion("letters", 1, start + 1, None),
        RowVersion("letters", 2, start + 1, b'{"char":"B"}'),
        RowVersion("other", 1, start + 1, b"{}"),
    ]
    assert db.followed(start) == db.changes(start) == other.followed(start) == (start + 1, expected)
    other.table("letters").put(3, b"{}")
    assert db.followed(start) == (start + 1, expected)
    assert db.changed_elsewhere(), "what another did after it is news still"
    assert [change.doc_id for change in db.followed(start + 1)[1]] == [3]
    assert len(db.followed(start - 1)[1]) == 4, "and where others came between, nothing is left out"


def test_a_long_act_is_followed_by_reading(db):
    db.table("many").put_many((n, b"{}") for n in range(1, 500))
    assert len(db.followed(0)[1]) == 499
    with db.transaction():
        for n in range(1, 500):
            db.table("many").put(n, b'{"a":1}')
        assert len(db.table("many")) == 499
    assert len(db.followed(1)[1]) == 499


def test_what_waits_for_the_commit_is_seen_by_every_look(table, db):
    with db.transaction():
        table.put(9, b'{"char":"i"}')
        table.delete(1)
        assert table.body(9) == b'{"char":"i"}' and table.body(1) is None
        assert table.new_id() == 10
        assert [doc_id for doc_id, _ in table.rows()] == [2, 3, 9]
        table.put(4, b"{}")
        assert len(table) == 4
        table.put(5, b"{}")
        assert db.storage.ids("letters") == [2, 3, 4, 5, 9]
        db.table("new").put(1, b"{}")
        assert "new" in db.tables()
        table.put(6, b"{}")
        result = {each.doc_id for each in db.survey() if each.table == "letters" and each.body is not None}
        assert result == {2, 3, 4, 5, 6, 9}
        table.put(7, b"{}")
        assert db.changes(db.revision() - 1)[1][-1].rev == db.revision()
    assert [doc_id for doc_id, _ in table.rows()] == [2, 3, 4, 5, 6, 7, 9]


def test_a_part_that_is_taken_back_takes_what_waits_with_it(table, db):
    with db.transaction():
        table.put(1, b'{"kept":1}')
        with pytest.raises(Stop), db.transaction():
            table.put(1, b'{"kept":0}')
            table.put(7, b"{}")
            db.table("new").put(1, b"{}")
            raise Stop
        assert table.body(1) == b'{"kept":1}' and table.body(7) is None
        db.table("new").put(2, b"{}")
    assert contents(db)["new"] == {2: {}} and contents(db)["letters"][1] == {"kept": 1}
