"""A book does what plain dicts would, whatever is done to it in whatever order."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from tinydb import where
from tinydb.table import Document

from bidtracker.storage import open_database
from bidtracker.storage.dump import dump, restore

names = st.sampled_from(["one", "two"])
ids = st.integers(1, 12)
numbers = st.integers(0, 3)
documents = st.fixed_dictionaries({"n": numbers}, optional={"text": st.text(max_size=3), "list": st.lists(numbers)})
steps = st.lists(
    st.one_of(
        st.tuples(st.just("insert"), names, documents),
        st.tuples(st.just("insert_at"), names, ids, documents),
        st.tuples(st.just("put"), names, ids),
        st.tuples(st.just("delete"), names, ids),
        st.tuples(st.just("update"), names, documents, numbers),
        st.tuples(st.just("update_ids"), names, documents, st.lists(ids)),
        st.tuples(st.just("upsert"), names, documents, numbers),
        st.tuples(st.just("remove"), names, numbers),
        st.tuples(st.just("truncate"), names),
        st.tuples(st.just("drop"), names),
    ),
    min_size=1,
    max_size=6,
)


class Model:
    """Tables as dicts of dicts, and the highest id each has ever had."""

    def __init__(self, tables=None, last=None):
        self.tables = tables or {"one": {}, "two": {}}
        self.last = last or {"one": 0, "two": 0}

    def copy(self):
        tables = {name: {doc_id: dict(doc) for doc_id, doc in table.items()} for name, table in self.tables.items()}
        return Model(tables, dict(self.last))

    def write(self, name, doc_id, doc):
        self.tables[name][doc_id] = dict(doc)
        self.last[name] = max(self.last[name], doc_id)

    def update(self, name, doc_ids, doc):
        for doc_id in doc_ids:
            self.tables[name][doc_id].update(doc)

    def matching(self, name, n):
        return [doc_id for doc_id, doc in sorted(self.tables[name].items()) if doc.get("n") == n]


def do(db, model, what, name, *args):
    """One step on both, with the same answer from both."""
    table, rows = db.table(name), model.tables[name]
    match what, args:
        case "insert", (doc,):
            expected = model.last[name] + 1
            model.write(name, expected, doc)
            assert table.insert(doc) == expected
        case "insert_at", (doc_id, doc):
            if doc_id in rows:
                with pytest.raises(ValueError):
                    table.insert(Document(doc, doc_id=doc_id))
            else:
                model.write(name, doc_id, doc)
                assert table.insert(Document(doc, doc_id=doc_id)) == doc_id
        case "put", (doc_id,):
            model.write(name, doc_id, {"n": doc_id % 4})
            table.put(doc_id, b'{"n": %d}' % (doc_id % 4))
        case "delete", (doc_id,):
            rows.pop(doc_id, None)
            table.delete(doc_id)
        case "update", (doc, n):
            result = model.matching(name, n)
            model.update(name, result, doc)
            assert table.update(doc, where("n") == n) == result
        case "update_ids", (doc, doc_ids):
            result = [doc_id for doc_id in doc_ids if doc_id in rows]
            model.update(name, result, doc)
            assert table.update(doc, doc_ids=doc_ids) == result
        case "upsert", (doc, n):
            if result := model.matching(name, n):
                model.update(name, result, doc)
            else:
                result = [model.last[name] + 1]
                model.write(name, result[0], doc)
            assert table.upsert(doc, where("n") == n) == result
        case "remove", (n,):
            result = model.matching(name, n)
            for doc_id in result:
                del rows[doc_id]
            assert table.remove(where("n") == n) == result
        case "truncate", ():
            rows.clear()
            table.truncate()
        case "drop", ():
            rows.clear()
            db.drop_table(name)


class TakeBack(Exception):
    pass


def stored(db):
    return {name: {doc.doc_id: dict(doc) for doc in db.table(name)} for name in ("one", "two")}


class Book(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.open = self.backend(Path(self.folder.name))
        self.db = self.open()
        self.watcher = self.open()
        self.model = Model()
        self.seen_rev = 0
        self.seen = {"one": {}, "two": {}}

    @rule(steps=steps)
    def act(self, steps):
        for step in steps:
            do(self.db, self.model, *step)

    @rule(steps=steps)
    def transact(self, steps):
        with self.db.transaction():
            for step in steps:
                do(self.db, self.model, *step)

    @rule(kept=steps, dropped=steps)
    def take_back_a_part(self, kept, dropped):
        with self.db.transaction():
            for step in kept:
                do(self.db, self.model, *step)
            lost = self.model.copy()
            with pytest.raises(TakeBack), self.db.transaction():
                for step in dropped:
                    do(self.db, lost, *step)
                raise TakeBack

    @rule(steps=steps)
    def take_back(self, steps):
        lost = self.model.copy()
        with pytest.raises(TakeBack), self.db.transaction():
            for step in steps:
                do(self.db, lost, *step)
            raise TakeBack

    @rule()
    def reopen(self):
        self.db.close()
        self.db = self.open()

    @rule()
    def dump_and_restore(self):
        file = io.BytesIO()
        dump(self.db, file)
        file.seek(0)
        with tempfile.TemporaryDirectory() as folder, open_database(Path(folder) / "copy", create=True) as copy:
            restore(file, copy)
            assert stored(copy) == self.model.tables and copy.tables() == self.db.tables()
            assert [copy.storage.last_id(n) for n in copy.tables()] == [self.model.last[n] for n in copy.tables()]

    @invariant()
    def is_as_the_model(self):
        assert stored(self.db) == self.model.tables
        assert {name: len(self.db.table(name)) for name in self.model.tables} == {
            name: len(table) for name, table in self.model.tables.items()
        }

    @invariant()
    def another_connection_can_follow(self):
        self.seen_rev, changes = self.watcher.changes(self.seen_rev)
        for change in changes:
            if change.body is None:
                self.seen[change.table].pop(change.doc_id, None)
            else:
                self.seen[change.table][change.doc_id] = self.watcher.table(change.table).get(doc_id=change.doc_id)
        assert self.seen == self.model.tables

    def teardown(self):
        assert self.db.verify() == []
        self.db.close()
        self.watcher.close()
        self.folder.cleanup()


def test_a_book_is_like_plain_dicts(backend):
    machine = type("BookOnBackend", (Book,), {"backend": staticmethod(backend)})
    run_state_machine_as_test(machine, settings=settings(max_examples=15, stateful_step_count=12))
