"""A dump opens with TinyDB itself; restore reads it back, or says what is wrong and changes nothing."""

from __future__ import annotations

import io
import json

import msgspec
import pytest
from tinydb import TinyDB

from bidtracker.storage import NotADump, open_database
from bidtracker.storage.dump import dump, restore


def dumped(db):
    stream = io.BytesIO()
    dump(db, stream)
    return stream.getvalue()


@pytest.fixture
def full(db):
    db.table("tenders").insert_multiple([{"title": "Straßenbau 道路 \u2028", "value": 1.5}, {"big": 2**70}, {}])
    db.table("tenders").remove(doc_ids=[3])
    db.table("empty", persist_empty=True)
    db.table('odd " name').insert({"nested": [{"a": None}]})
    db.set_meta("threshold", 0.2)
    return db


@pytest.fixture
def empty(tmp_path):
    with open_database(tmp_path / "empty", create=True) as db:
        yield db


def test_stock_tinydb_opens_a_dump(full, tmp_path):
    path = tmp_path / "dump.json"
    path.write_bytes(dumped(full))
    assert path.read_bytes().isascii()  # TinyDB opens it in the encoding that the system prefers, whatever that is
    with TinyDB(path) as stock:
        assert stock.tables() == {*full.tables(), "_book"}
        for name in full.tables():
            assert [(d.doc_id, d) for d in stock.table(name)] == [(d.doc_id, d) for d in full.table(name)]
        stock.table("tenders").insert({"by": "TinyDB"})


def test_round_trip(full, empty):
    assert restore(io.BytesIO(dumped(full)), empty) == 4
    first, second = json.loads(dumped(full)), json.loads(dumped(empty))
    assert first.pop("_book")["1"]["last_ids"] == second.pop("_book")["1"]["last_ids"]
    assert first == second
    assert empty.meta("threshold") == 0.2 and empty.revision() == 1 and empty.verify() == []
    assert empty.table("tenders").insert({}) == 4  # an id that was removed before the dump stays used


def test_restores_what_tinydb_wrote(empty, tmp_path):
    path = tmp_path / "tiny.json"
    with TinyDB(path, indent=4) as stock:
        stock.insert_multiple({"n": n, "name": "ü"} for n in range(3000))
        stock.table("other").insert({"x": []})
    assert restore(path, empty) == 3001
    assert [document["n"] for document in empty] == list(range(3000))
    assert empty.tables() == {"_default", "other"}


def test_a_document_longer_than_what_is_read_at_a_time(empty):
    long = {"text": "ä" * 3_000_000, "list": list(range(1000))}
    data = json.dumps({"t": {"1": long, "2": {}}}, ensure_ascii=False).encode()
    assert restore(io.BytesIO(b"\xef\xbb\xbf" + data), empty) == 2
    assert empty.table("t").get(doc_id=1) == long


def test_only_into_an_empty_book(full):
    with pytest.raises(NotADump, match="not empty"):
        restore(io.BytesIO(b'{"t": {"9": {}}}'), full)
    assert "t" not in full.tables()


@pytest.mark.parametrize(
    ("text", "output"),
    [
        ("", "ends in the middle of the file"),
        ("  ", "ends"),
        ("[]", "{ was expected, \\[ came"),
        ("7", "{ was expected"),
        ('{"t": []}', "table t"),
        ('{"t": {"1": []}}', "document 1 in t"),
        ('{"t": {"1": "text"}}', "document 1 in t"),
        ('{"t": {"1": {}', "ends in the middle of the table t"),
        ('{"t": {"1": {"a": 1', "document 1 in t is not JSON"),
        ('{"t": {"1": {"a": 1,}}}', "document 1 in t is not JSON"),
        ('{"t": {"1": {}} "u": {}}', ", was expected"),
        ('{"t": {"1": {},}}', "was expected"),
        ('{"t": {"1": {}}} {}', "goes on"),
        ('{"t": {"0": {}}}', "'0' in t is not a document id"),
        ('{"t": {"-1": {}}}', "not a document id"),
        ('{"t": {"01": {}}}', "not a document id"),
        ('{"t": {"1.0": {}}}', "not a document id"),
        ('{"t": {"x": {}}}', "not a document id"),
        ('{"t": {"9223372036854775808": {}}}', "not a document id"),
        ('{"t": {1: {}}}', "was expected"),
        ('{"t": {"1": {}, "1": {}}}', "table t has '1' twice"),
        ('{"t": {}, "t": {}}', "the file has 't' twice"),
        ('{"t": {"1": {"a": {"b": 1, "b": 2}}}}', "'b' is there twice"),
        ('{"t": {"1": {"a": NaN}}}', "NaN"),
        ('{"t": {"1": {"a": 1e999}}}', "document 1 in t: a is inf"),
        ('{"t": {"1": {"a": "\\ud800"}}}', "document 1 in t: a is"),
        ('{"t": {"1": {"a": ' + "[" * 200_000 + "}}}", "nested too deeply"),
        ('{"a\\u0000": {}}', "cannot be the name of a table"),
        ('{"_book": {"1": {}}}', "_book"),
        ('{"_book": {"1": {"format": 1, "last_ids": {"t": "many"}}}}', "_book"),
        ('{"_book": {"1": {"format": 99, "last_ids": {}}}}', "newer version"),
    ],
)
def test_what_is_no_dump_is_refused(empty, text, output):
    good_start = '{"good": {"1": {"a": 1}},'
    for data in (text, good_start + text[1:] if text.startswith('{"t"') else text):
        with pytest.raises(Exception, match=output) as caught:
            restore(io.BytesIO(data.encode("utf-8", "surrogatepass")), empty)
        assert type(caught.value).__module__ == "bidtracker.storage.errors"
        assert empty.tables() == set() and empty.revision() == 0


def test_not_text(empty, tmp_path):
    for data in (b"\xff\xfe{\0}\0", b'{"t": {"1": {"a": "\xff"}}}'):
        with pytest.raises(NotADump, match="UTF-8"):
            restore(io.BytesIO(data), empty)
    for missing in (tmp_path / "missing", tmp_path):
        with pytest.raises(NotADump, match="cannot be read"):
            restore(missing, empty)


def test_what_was_once_imported_deep_can_be_restored(tmp_path):
    value = 0
    for _ in range(480):
        value = [value]
    with open_database(tmp_path / "one", create=True) as db:
        db.table("tenders").put(1, msgspec.json.encode({"extra": value}))
        out = io.BytesIO()
        dump(db, out)
    with open_database(tmp_path / "two", create=True) as db:
        assert restore(io.BytesIO(out.getvalue()), db) == 1
