"""What TinyDB's documentation says of its tables and queries holds on a book."""

from __future__ import annotations

import re

import pytest
from tinydb import Query, TinyDB, where
from tinydb.middlewares import CachingMiddleware
from tinydb.operations import add, decrement, delete, increment, set, subtract
from tinydb.table import Document

from bidtracker.storage.sqlite.engine import SQLiteStorage

User = Query()


def chars(documents):
    return "".join(document["char"] for document in documents)


# Getting started


def test_getting_started(db):
    assert db.insert({"type": "apple", "count": 7}) == 1
    assert db.insert({"type": "peach", "count": 3}) == 2
    assert db.all() == [{"type": "apple", "count": 7}, {"type": "peach", "count": 3}]
    assert list(db) == db.all()
    Fruit = Query()
    assert db.search(Fruit.type == "peach") == [{"type": "peach", "count": 3}]
    assert db.search(Fruit.count > 5) == [{"type": "apple", "count": 7}]
    db.update({"count": 10}, Fruit.type == "apple")
    assert db.get(doc_id=1) == {"type": "apple", "count": 10}
    assert db.remove(Fruit.count < 5) == [2]
    assert len(db) == 1
    db.truncate()
    assert db.all() == []


def test_documents_know_their_ids(table):
    assert [document.doc_id for document in table] == [1, 2, 3]
    assert isinstance(table.get(doc_id=2), Document)
    assert table.get(where("char") == "c").doc_id == 3


# Reading


def test_get_and_contains(table):
    assert table.get(where("char") == "b") == {"int": 1, "char": "b"}
    assert table.get(where("char") == "z") is None
    assert table.get(doc_id=4) is None
    assert table.get(doc_id=0) is None
    assert table.get(doc_id=2**70) is None
    assert table.get(doc_ids=[3, 1, 1, 99]) == [{"int": 1, "char": "a"}, {"int": 1, "char": "c"}]
    assert table.get(doc_ids=[]) == []
    assert table.contains(where("char") == "a") and not table.contains(where("char") == "z")
    assert table.contains(doc_id=3) and not table.contains(doc_id=4)
    with pytest.raises(RuntimeError):
        table.get()
    with pytest.raises(RuntimeError):
        table.contains()


def test_count_and_len(table, db):
    assert table.count(where("int") == 1) == 3
    assert len(table) == 3
    assert len(db) == 0


def test_results_are_the_callers_own(table):
    for documents in (table.all(), table.search(where("char") == "a"), list(table)):
        documents[0]["char"] = "changed"
    assert chars(table.search(where("int") == 1)) == "abc"


# Inserting


def test_insert_takes_any_mapping(db):
    class Record(dict):
        pass

    assert db.insert(Record(a=1)) == 1
    assert db.insert_multiple(iter([{"b": 1}, Document({"c": 1}, doc_id=12), {"d": 1}])) == [2, 12, 13]
    assert [(document.doc_id, *document) for document in db] == [(1, "a"), (2, "b"), (12, "c"), (13, "d")]
    for wrong in ([1], "text", {1, 2}, object()):
        with pytest.raises(ValueError):
            db.insert(wrong)
        with pytest.raises(ValueError):
            db.insert_multiple([wrong])
    assert len(db) == 4


def test_insert_with_doc_id(table):
    assert table.insert(Document({"char": "x"}, doc_id=12)) == 12
    assert table.insert({"char": "y"}) == 13
    for method in (table.insert, lambda document: table.insert_multiple([{}, document])):
        with pytest.raises(ValueError, match="already exists"):
            method(Document({"char": "z"}, doc_id=12))
    assert chars(table) == "abcxy"
    assert table.insert_multiple([Document({"char": "s"}, doc_id=14), {"char": "t"}]) == [14, 15]
    assert chars(table) == "abcxyst"


def test_nested_values_come_back_as_they_went_in(db):
    document = {"n": None, "b": True, "i": -(2**63), "big": 2**80, "f": 0.1, "l": [[], {}], "s": 'é"\\\n\0😀', "": 1}
    db.insert(document)
    assert db.get(doc_id=1) == document


# Updating


def test_update_fields(table):
    assert table.update({"int": 2}) == [1, 2, 3]
    assert table.update({"int": 3}, where("char") == "b") == [2]
    assert table.update({"int": 4, "new": 1}, doc_ids=[3, 99]) == [3]
    assert table.update({"int": 5}, doc_ids=[]) == []
    assert [document["int"] for document in table] == [2, 3, 4]
    assert table.get(doc_id=3)["new"] == 1


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (delete("int"), {"char": "a"}),
        (increment("int"), {"int": 2, "char": "a"}),
        (decrement("int"), {"int": 0, "char": "a"}),
        (add("int", 5), {"int": 6, "char": "a"}),
        (add("char", "xyz"), {"int": 1, "char": "axyz"}),
        (subtract("int", 5), {"int": -4, "char": "a"}),
        (set("char", "xyz"), {"int": 1, "char": "xyz"}),
        (lambda document: document.update(own=[1]), {"int": 1, "char": "a", "own": [1]}),
    ],
)
def test_operations(table, operation, expected):
    assert table.update(operation, where("char") == "a") == [1]
    assert table.get(doc_id=1) == expected
    assert chars(table.get(doc_ids=[2, 3])) == "bc"


def test_update_multiple(table):
    assert table.update_multiple([({"int": 2}, where("char") == "a"), (delete("int"), where("char") == "b")]) == [1, 2]
    assert table.all() == [{"int": 2, "char": "a"}, {"char": "b"}, {"int": 1, "char": "c"}]


def test_upsert(table):
    assert table.upsert({"int": 5, "char": "a"}, where("char") == "a") == [1]
    assert table.upsert({"int": 9, "char": "x"}, where("char") == "x") == [4]
    assert table.upsert(Document({"int": 7}, doc_id=2)) == [2]
    assert table.upsert(Document({"int": 7}, doc_id=20)) == [20]
    assert [document["int"] for document in table] == [5, 7, 1, 9, 7]
    with pytest.raises(ValueError):
        table.upsert({"int": 1})


def test_an_update_that_fails_changes_nothing(table):
    def fail_at_the_last(document):
        document["int"] = 99
        if document["char"] == "c":
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        table.update(fail_at_the_last)
    assert [document["int"] for document in table] == [1, 1, 1]


def test_more_documents_than_are_held_at_once(db):
    table = db.table("many")
    ids = table.insert_multiple({"n": n} for n in range(2500))
    assert ids == list(range(1, 2501))
    assert len(table.update(increment("n"))) == 2500
    assert [document["n"] for document in table] == list(range(1, 2501))
    assert len(table.remove(where("n").test(lambda n: n % 2 == 0))) == 1250
    assert [document.doc_id for document in table] == list(range(1, 2501, 2))

    def fail_late(document):
        document["n"] = 0
        if document.get("n") == 0 and len(seen) == 1200:
            raise ZeroDivisionError
        seen.append(document)

    seen = []
    with pytest.raises(ZeroDivisionError):
        table.update(fail_late)
    assert table.count(where("n") == 0) == 0


# Removing


def test_remove(table):
    assert table.remove(where("char") == "b") == [2]
    assert table.remove(doc_ids=[3, 99]) == [3]
    assert table.remove(where("char") == "b") == []
    assert chars(table) == "a"
    with pytest.raises(RuntimeError):
        table.remove()


def test_truncate_keeps_the_table(table, db):
    table.truncate()
    assert len(table) == 0 and db.tables() == {"letters"}


# Tables


def test_tables(db):
    assert db.tables() == set_of()
    each = db.table("one")
    assert db.table("one") is each and each.name == "one"
    assert db.tables() == set_of()
    each.insert({"in": "one"})
    db.table("two").insert({"in": "two"})
    db.insert({"in": "default"})
    assert db.tables() == set_of("one", "two", "_default")
    assert db.table("two").all() == [{"in": "two"}]
    db.drop_table("two")
    db.drop_table("never was")
    assert db.tables() == set_of("one", "_default")
    assert db.table("two").all() == []
    db.drop_tables()
    assert db.tables() == set_of() and len(db) == 0 and len(each) == 0


def set_of(*names):
    return {*names}


def test_default_table_name(db):
    db.default_table_name = "elsewhere"
    db.insert({"a": 1})
    assert db.tables() == {"elsewhere"}


def test_reopening_and_with(opener):
    with opener() as db:
        db.insert({"a": 1})
    with opener() as db:
        assert db.all() == [{"a": 1}]


def test_repr_counts(table, db):
    assert "total=3" in repr(table) and "letters=3" in repr(db)


# Queries, as in "Advanced usage"


@pytest.fixture
def people(db):
    db.insert_multiple(
        [
            {
                "name": "John",
                "birthday": {"year": 1985},
                "groups": [{"name": "user"}, {"name": "sudo"}],
                "tags": [1, 2],
            },
            {"name": "Wang 王", "birthday": {"year": 2001}, "groups": [], "age": 9},
            {"name": "jane", "tags": [2, 3], "country-code": "nz"},
        ]
    )
    return db


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        (User.name == "John", [1]),
        (User["country-code"] == "nz", [3]),
        (User.birthday.year == 2001, [2]),
        (User.birthday["year"] >= 1985, [1, 2]),
        (User.birthday.year != 1985, [2]),
        (where("age") < 10, [2]),
        (where("age") <= 8, []),
        (User.tags.exists(), [1, 3]),
        (User.name.matches("[jJ]"), [1, 3]),
        (User.name.matches("j", flags=re.IGNORECASE), [1, 3]),
        (User.name.search("王"), [2]),
        (User.name.test(lambda name, n: len(name) == n, 4), [1, 3]),
        (User.birthday.year.test(lambda year: year > 2000), [2]),
        (User.groups.any(where("name") == "sudo"), [1]),
        (User.groups.all(where("name").exists()), [1, 2]),
        (User.tags.any([3, 4]), [3]),
        (User.tags.all([2]), [1, 3]),
        (User.name.one_of(["John", "jane"]), [1, 3]),
        (User.fragment({"name": "jane", "country-code": "nz"}), [3]),
        (User.birthday.fragment({"year": 1985}), [1]),
        (~(User.name == "John"), [2, 3]),
        ((User.name == "John") & (User.birthday.year == 1985), [1]),
        ((User.name == "John") | (User.name == "jane"), [1, 3]),
        (User.name.map(str.lower) == "john", [1]),
        (User.noop(), [1, 2, 3]),
        (lambda document: "age" in document, [2]),
    ],
)
def test_queries(people, query, ids):
    assert [document.doc_id for document in people.search(query)] == ids
    assert people.count(query) == len(ids)
    assert people.contains(query) is bool(ids)


# TinyDB's own classes on our storage


def test_storage_serves_tinydb_itself(tmp_path):
    path = tmp_path / "book"
    with TinyDB(path, create=True, storage=SQLiteStorage) as stock:
        assert stock.storage.read() is None
        stock.insert_multiple([{"a": 1}, {"a": 2}])
        stock.table("other").insert({"b": 1})
        stock.update({"a": 3}, where("a") == 2)
        stock.remove(doc_ids=[1])
        assert stock.all() == [{"a": 3}]
        assert {name: dict(table) for name, table in stock.storage.read().items()} == {
            "_default": {"2": {"a": 3}},
            "other": {"1": {"b": 1}},
        }
        stock.drop_table("other")
        assert stock.tables() == {"_default"}
    with TinyDB(path, storage=CachingMiddleware(SQLiteStorage)) as cached:
        cached.insert({"a": 4})
    with TinyDB(path, storage=SQLiteStorage) as stock:
        assert stock.all() == [{"a": 3}, {"a": 4}]
        assert stock.storage.changes(0)[1][-1].rev > stock.storage.get("_default", 2).rev  # what is as it was stays
