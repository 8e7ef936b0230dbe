"""The mappings that TinyDB's tables work on."""

from __future__ import annotations

import pytest

from bidtracker.storage.tinydb.documents import OPEN_DOCUMENTS, Documents, TableDraft, parse_id


@pytest.fixture
def storage(db):
    db.table("t").put_many((n, b'{"n":%d}' % n) for n in range(1, 6))
    return db.storage


def test_documents_are_a_mapping(storage):
    documents = Documents(storage, "t")
    assert dict(documents) == {str(n): {"n": n} for n in range(1, 6)}
    assert list(documents.values()) == [{"n": n} for n in range(1, 6)]
    assert "3" in documents and "03" not in documents and 3 in documents and documents.get("9") is None
    assert len(documents) == 5 and Documents(storage, "none") == {}


def test_a_draft_knows_what_it_wrote(storage):
    with storage.transaction():
        draft = TableDraft(storage, "t")
        ids = iter(draft)
        assert draft[next(ids)] == {"n": 1}
        draft[3] = {"new": 3}
        draft.flush()
        assert draft[3] == {"new": 3}
        ids = iter(draft)
        assert draft[next(ids)] == {"n": 1}
        del draft[4]
        assert 4 not in draft and draft.get(4) is None and len(draft) == 4
        with pytest.raises(KeyError):
            del draft[4]
        assert draft.pop(5) == {"n": 5} and list(draft) == [1, 2, 3]
        draft[2]["n"] = 22
        assert dict(draft) == {1: {"n": 1}, 2: {"n": 22}, 3: {"new": 3}}
    assert storage.body("t", 2) == b'{"n":22}'


def test_a_draft_holds_so_many_documents_and_no_more(storage):
    storage.put_many("many", ((n, b"{}") for n in range(1, 2 * OPEN_DOCUMENTS)))
    with storage.transaction():
        draft = TableDraft(storage, "many")
        for doc_id in draft:
            draft[doc_id]["seen"] = True
            draft[doc_id + 10_000] = {}
            assert len(draft._open) <= OPEN_DOCUMENTS
        draft.flush()
    assert {body for _, _, body in storage.scan("many")} == {b'{"seen":true}', b"{}"}
    assert storage.count("many") == 4 * OPEN_DOCUMENTS - 2


@pytest.mark.parametrize(
    ("key", "doc_id"),
    [("1", 1), (7, 7), ("9223372036854775807", 2**63 - 1)]
    + [(key, None) for key in ("0", "01", "-1", "1.0", "", "x", "٣", " 1", "9" * 30, 0, -1, 1.0, True, None, b"1")],
)
def test_keys(key, doc_id):
    assert parse_id(key) == doc_id
