"""Where a book deliberately differs from TinyDB."""

from __future__ import annotations

import datetime
import enum
import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import where
from tinydb.table import Document

from bidtracker.storage import StorageError, Unstorable
from bidtracker.storage.codec import MAX_DEPTH, decode, encode


def test_an_id_is_never_used_again(table, db, opener):
    table.remove(doc_ids=[3])
    assert table.insert({}) == 4
    table.truncate()
    assert table.insert({}) == 5
    db.drop_tables()
    assert db.table("letters").insert({}) == 6
    table.remove(doc_ids=[6])
    db.close()
    assert opener().table("letters").insert({}) == 7


def test_ids_are_whole_numbers_from_1_in_order(table):
    table.remove(doc_ids=[2])
    table.insert(Document({"char": "late"}, doc_id=2))
    assert [document.doc_id for document in table] == [1, 2, 3]
    for wrong in (0, -1, 2**63, 1.5, "7", True, None):
        with pytest.raises(Unstorable):
            table.insert(Document({}, doc_id=wrong))
    assert len(table) == 3


def test_keys_that_only_look_like_ids_find_nothing(table):
    assert all(table.get(doc_id=key) is None for key in ("01", " 1", "1 ", "+1", "１", "x", ""))


def test_persist_empty_leaves_an_existing_table(opener, table, db):
    db.table("empty", persist_empty=True)
    assert db.tables() == {"letters", "empty"}
    assert len(opener().table("letters", persist_empty=True)) == 3


def test_no_query_cache(table, opener):
    query = where("char") == "d"
    assert table.search(query) == []
    opener().table("letters").insert({"char": "d"})
    assert len(table.search(query)) == 1


def test_a_write_that_changes_nothing_writes_nothing(table, db):
    table.delete(3)
    before = db.revision()
    table.update({"int": 1})
    table.delete(3)
    table.remove(doc_ids=[99])
    table.insert_multiple([])
    table.delete(99)
    db.table("other").truncate()
    with db.transaction():
        pass
    assert db.revision() == before and db.tables() == {"letters"}


def test_a_body_that_is_only_spelled_differently_is_not_written_again(table, db):
    table.put(1, b'{ "int": 1e0,  "char": "\\u0061" }')
    before = db.revision()
    table.update(lambda document: None)
    assert db.revision() == before
    table.update({"int": True}, doc_ids=[2])  # equal to 1 in Python, and yet another value
    assert table.get(doc_id=2)["int"] is True


class Word(enum.Enum):
    A = "a"


class Opaque:
    def __repr__(self):
        return "<opaque>"


@pytest.mark.parametrize(
    "value",
    [
        math.nan,
        -math.inf,
        (1, 2),
        {1, 2},
        b"bytes",
        {1: "one"},
        {None: 1},
        Decimal("1.5"),
        datetime.date(2026, 1, 1),
        Word.A,
        Opaque(),
        "\ud800",
        {"\udfff": 1},
        pytest.param(10**5000, id="10**5000"),
    ],
)
def test_what_json_cannot_keep_is_refused(table, value):
    before = table.all()
    with pytest.raises(Unstorable, match=r"part\.list\[1\]"):
        table.insert({"fine": 1, "part": {"list": [0, value]}})
    with pytest.raises(Unstorable):
        table.update({"char": value})
    assert table.all() == before


def test_nesting_is_bounded():
    def nested(depth):
        document = {}
        for _ in range(depth - 1):
            document = {"a": document}
        return document

    assert decode(encode(nested(MAX_DEPTH))) == nested(MAX_DEPTH)
    assert encode({"wide": [{}] * 500, "text": "[" * 500})
    circle = {}
    circle["again"] = circle
    for deep in (nested(MAX_DEPTH + 1), nested(100_000), circle):
        with pytest.raises(Unstorable, match="nested"):
            encode(deep)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda children: st.lists(children) | st.dictionaries(st.text(), children) | st.tuples(children),
    max_leaves=20,
)


@given(st.dictionaries(st.text(), json_values))
def test_a_document_comes_back_equal_or_is_refused(document):
    try:
        body = encode(document)
    except Unstorable:
        assert "nan" in repr(document) or "inf" in repr(document) or "(" in repr(document)
    else:
        assert repr(decode(body)) == repr(document)


@pytest.mark.parametrize("body", [b"", b"[]", b"1", '{"text": 1}', bytearray(b"{}"), None])
def test_a_body_must_be_the_bytes_of_an_object(table, body):
    with pytest.raises(Unstorable):
        table.put(1, body)
    assert table.get(doc_id=1) == {"int": 1, "char": "a"}


@pytest.mark.parametrize("name", ["a\0b", "a\nb", "\ud800", 7])
def test_names_that_no_table_can_have(db, name):
    with pytest.raises(StorageError):
        db.table(name)
