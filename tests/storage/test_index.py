"""What the index answers is what TinyDB answers by reading all, whatever was written, changed and taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tinydb import Query, TinyDB, where
from tinydb.queries import QueryInstance
from tinydb.storages import MemoryStorage

from bidtracker.book import Book
from bidtracker.domain.links import INDEXED, LINKS
from bidtracker.storage import Database, indexing
from bidtracker.storage.index import END, Index, KeyRange, key_of

FIELDS = {"things": ("a", "many", "parts.of")}

values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 20),
    st.sampled_from([2**40, 2**63, 2**64, 2**70, 10**30, 0.5, 1.0, 5.7, -0.5, 1e300]),
    st.sampled_from(["", "a", "ab", "b\0c", "2024-01-31", "2024-02", "x" * 200, "x" * 199 + "y", "é", "🏗"]),
)
documents = st.fixed_dictionaries(
    {},
    optional={
        "a": st.one_of(values, st.lists(values, max_size=3), st.just({"of": 1})),
        "many": st.one_of(st.lists(values, max_size=4), values),
        "parts": st.lists(st.one_of(st.fixed_dictionaries({}, optional={"of": values}), values), max_size=3),
        "other": values,
    },
)
numbers = st.one_of(st.integers(-3, 20), st.floats(-3, 20))


simple = st.one_of(
    st.builds(lambda value: where("a") == value, values),
    st.builds(lambda value: where("other") == value, values),
    st.builds(lambda several: where("a").one_of(several), st.lists(values, max_size=4)),
    st.builds(lambda several: where("many").any(several), st.lists(values, max_size=3)),
    st.builds(lambda value: where("parts").any(where("of") == value), values),
    st.builds(lambda several: where("parts").any(where("of").one_of(several)), st.lists(values, max_size=3)),
    st.sampled_from([where("a").exists(), where("many").exists(), where("a") != 5, Query().noop()]),
)
conditions = st.recursive(
    simple,
    lambda inner: st.one_of(
        st.builds(lambda a, b: a & b, inner, inner),
        st.builds(lambda a, b: a | b, inner, inner),
        st.builds(lambda a: ~a, inner),
    ),
    max_leaves=4,
)
writes = st.one_of(
    st.tuples(st.just("insert"), documents),
    st.tuples(st.just("insert_many"), st.lists(documents, max_size=5)),
    st.tuples(st.just("update"), documents),
    st.tuples(st.just("remove"), values),
    st.tuples(st.just("taken back"), documents),
    st.tuples(st.just("truncate"), st.none()),
)


class Undone(Exception):
    """Takes a transaction back."""


def write(db: TinyDB, act: str, what: Any) -> None:
    """One change, in stock TinyDB or in a book."""
    table = db.table("things")
    if act == "insert":
        table.insert(what)
    elif act == "insert_many":
        table.insert_multiple(what)
    elif act == "update":
        table.update(what, where("a").exists())
    elif act == "remove":
        table.remove(where("a") == what)
    elif act == "truncate":
        table.remove(where("many").exists())
    elif isinstance(db, Database):
        with pytest.raises(Undone), db.transaction():
            table.insert(what)
            table.update({"a": 7}, where("many").exists())
            raise Undone


def answers(db: TinyDB, cond: QueryInstance) -> list[str]:
    """What a search finds; ids differ, since a book gives none twice."""
    return sorted(repr(dict(doc)) for doc in db.table("things").search(cond))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=st.lists(writes, max_size=8), conds=st.lists(conditions, min_size=1, max_size=6))
def test_the_index_answers_as_stock_tinydb_does(opener: Callable[[], Database], acts: Any, conds: Any) -> None:
    db, stock = opener(), TinyDB(storage=MemoryStorage)
    db.storage.index = Index(FIELDS)
    db.drop_table("things")
    write(db, "insert", {"a": 1})
    write(stock, "insert", {"a": 1})
    for act, what in acts:
        write(db, act, what)
        write(stock, act, what)
    for cond in conds:
        assert answers(db, cond) == answers(stock, cond)
    assert db.storage.has_index() and db.storage.index_is_true()
    db.close()


@pytest.mark.parametrize("big", [False, True])
def test_ranges_are_answered_by_keys(db: Database, big: bool) -> None:
    db.storage.index = Index({"things": ("day", "n")})
    table = db.table("things")
    rows = [{"day": f"2024-{n % 12 + 1:02}-{n % 28 + 1:02}", "n": n} for n in range(900 if big else 90)]
    table.insert_multiple(rows)
    for cond in (
        where("day") >= "2024-06",
        where("day") < "2024-02-03",
        (where("day") > "2024-02-28") & (where("day") <= "2024-04-01"),
        (where("n") >= 17) & (where("n") < 80),
        (where("n") > 16.5) & (where("day") == "2024-01-01"),
        where("n") <= -1,
    ):
        assert table.plan(cond) is not None
        assert [dict(doc) for doc in table.search(cond)] == [row for row in rows if cond(row)]
        first = table.get(cond)
        assert first == next((row for row in rows if cond(row)), None)


@pytest.mark.parametrize("day", ["2024-04-01", "a\0", "a\1", "a", ""])
def test_what_is_equal_is_not_read_for_what_is_greater(db: Database, day: str) -> None:
    db.storage.index = Index({"things": ("day",)})
    table, days = db.table("things"), ["2024-04-01", "2024-04-02", "a", "a\0", "a\0\0", "a\1", "a\1\1", "b", ""]
    table.insert_multiple({"day": each} for each in days)
    greater = {number for number, each in enumerate(days, 1) if each > day}
    candidates = set(table.candidates(where("day") > day))
    assert candidates >= greater and ("\0" in day or days.index(day) + 1 not in candidates)


def test_ranges_within_parts_are_answered_by_keys(db: Database) -> None:
    db.storage.index = Index({"things": ("parts.day",)})
    table = db.table("things")
    rows = [{"parts": [{"day": f"2024-{month:02}"} for month in range(1, 13) if n & 1 << month]} for n in range(64)]
    table.insert_multiple(rows)
    for cond in (
        where("parts").any(where("day") > "2024-04"),
        where("parts").any(where("day") <= "2024-02"),
        where("parts").any(where("day") > "2024-04") & where("parts").any(where("day") < "2024-03"),
    ):
        assert table.plan(cond) is not None
        assert [dict(doc) for doc in table.search(cond)] == [row for row in rows if cond(row)] != []


def test_entries_come_page_by_page_in_order(db: Database) -> None:
    table, engine = db.table("tenders"), db.storage
    for number in range(1, 24):
        table.insert({"title": "x", "buyer": number % 3 + 1, "deadline": f"2026-0{number % 5 + 1}-01"})
    every = KeyRange("tenders.buyer", "", END)
    whole = sorted(engine.entries(every) or [])
    for most in (1, 2, 7, 23, 100):
        assert [entry for page in engine.entries_by_page(every, most) for entry in page] == whole
    second = KeyRange("tenders.buyer", str(key_of(2)), str(key_of(2)))
    assert [number for page in engine.entries_by_page(second, 3) for _, number in page] == [*range(1, 24, 3)]
    keys = [str(key_of(buyer)) for buyer in (3, 1, 9)]
    assert engine.entries_at("tenders.buyer", keys) == [entry for entry in whole if entry[0] != str(key_of(2))]
    assert engine.entries_at("tenders.buyer", []) == []
    first, third = ([*range(3, 24, 3)], [*range(2, 24, 3)])
    both = [str(key_of(1)), str(key_of(2)), str(key_of(3))]
    assert list(engine.ids_by_key("tenders.buyer", both)) == [first, [*range(1, 24, 3)], third]
    assert list(engine.ids_by_key("tenders.buyer", both[:1])) == [first]
    assert list(engine.ids_by_key("tenders.buyer", [])) == []
    assert engine.different_keys(every, 100) == [str(key_of(buyer)) for buyer in (1, 2, 3)]
    assert engine.different_keys(every, 2) == [str(key_of(buyer)) for buyer in (1, 2)]
    assert engine.different_keys(KeyRange("tenders.deadline", "s2026-02", "s2026-04"), 9) == [
        "s2026-02-01",
        "s2026-03-01",
    ]
    assert engine.different_keys(KeyRange("tenders.stage", "", END), 9) == []


def test_any_text_is_looked_for_among_many(db: Database) -> None:
    table, engine = db.table("tenders"), db.storage
    texts = ('a"b\\c', "a\0b", "a\1b", "\u2028é🏗", "[1]", "")
    for text in texts:
        table.insert({"title": "x", "ocid": text})
    keys = [str(key_of(text)) for text in texts if text != "a\0b"]  # the key of which is that of "a\1b"
    every = sorted(engine.entries(KeyRange("tenders.ocid", "", END)) or [])
    assert engine.entries_at("tenders.ocid", keys) == every
    assert engine.entries_in_each("tenders.ocid", [(key, key) for key in keys]) == every
    assert sorted(number for _key, number in every) == [1, 2, 3, 4, 5, 6]


def test_many_ranges_are_asked_for_together(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "TOGETHER", 3)
    table, engine = db.table("tenders"), db.storage
    for number in range(1, 24):
        table.insert({"title": "x", "buyer": number % 7 + 1, "deadline": f"2026-0{number % 5 + 1}-01"})
    keys = [str(key_of(buyer)) for buyer in (3, 1, 9, 7, 2)]
    ranges = [(key, key) for key in keys]
    each = [engine.entries(KeyRange("tenders.buyer", *pair)) or [] for pair in ranges]
    assert engine.count_each("tenders.buyer", ranges) == list(map(len, each)) == [4, 3, 0, 3, 4]
    assert engine.entries_in_each("tenders.buyer", ranges) == sorted(entry for entries in each for entry in entries)
    days = [("s2026-02", "s2026-03"), ("s2026-01-01", "s2026-01-01"), ("s2027", "s2028")]
    assert engine.count_each("tenders.deadline", days) == [5, 4, 0]
    assert engine.count_each("tenders.buyer", []) == [] == engine.entries_in_each("tenders.buyer", [])


def test_what_no_index_answers_reads_all(db: Database) -> None:
    db.storage.index = Index(FIELDS)
    table = db.table("things")
    table.insert_multiple([{"a": "x", "n": {"deep": 1}}, {"a": "y", "other": 2}])
    for cond in (
        where("other") == 2,
        where("a") != "x",
        ~(where("a") == "x"),
        where("a").search("x"),
        Query().n.deep == 1,
        (where("a") == "x") | (where("other") == 2),
        where("many").any(["x"]),
        where("a") == ["x"],
    ):
        assert table.plan(cond) is None
    assert len(table.search((where("a") == "x") | (where("other") == 2))) == 2


@given(st.one_of(numbers, st.integers(0, 2**66)), st.one_of(numbers, st.integers(0, 2**66)))
def test_keys_of_numbers_sort_as_the_numbers_do(a: float, b: float) -> None:
    low, high = sorted((a, b))
    assert str(key_of(low)) <= str(key_of(high))


def test_another_index_is_made_anew_by_the_next_who_writes(opener: Callable[[], Database]) -> None:
    first, second = opener(), opener()
    first.storage.index = Index({"things": ("a",)})
    second.storage.index = Index({"things": ("b",)})
    first.table("things").insert_multiple([{"a": 1, "b": 1}, {"a": 2, "b": 2}])
    assert [doc["a"] for doc in second.table("things").search(where("b") == 2)] == [2]  # all are read
    assert not second.storage.has_index()
    second.table("things").insert({"a": 1, "b": 3})
    assert second.storage.has_index() and second.storage.index_is_true()
    # The first has the keys of another index before it now, and must not take them for its own.
    assert len(first.table("things").search(where("a") == 1)) == 2
    first.table("things").insert({"a": 1, "b": 3})
    assert first.storage.has_index() and len(first.table("things").search(where("a") == 1)) == 3
    assert first.storage.index_is_true()


def test_a_stale_index_is_seen_and_made_anew(opener: Callable[[], Database]) -> None:
    db = opener()
    db.storage.index = Index(FIELDS)
    db.table("things").insert_multiple([{"a": 1}, {"a": 2}])
    with db.transaction() as tx:
        db.storage._write_entries([("things.a", str(key_of(1)), 1)], [("things.a", "nb9", 2)])
        tx.amended = True
    assert not db.storage.index_is_true()
    before = db.revision()
    db.storage.make_index()
    assert db.storage.index_is_true() and db.revision() == before
    assert len(db.table("things").search(where("a") == 1)) == 1


def test_links_are_declared() -> None:
    for table, links in LINKS.items():
        for link in links:
            assert (f"{link.field}.{link.within}" if link.within else link.field) in INDEXED[table]


def test_a_book_that_says_it_is_sound_has_a_true_index(tmp_path: Any) -> None:
    with Book.open(tmp_path / "book", create=True) as book:
        book.add("buyers", name="Northern Trust")
        book.add("tenders", title="Beds", buyer="B1")
        book.undo()
        assert book.db.storage.index_is_true()
        assert [doc.doc_id for doc in book.db.table("tenders").search(where("buyer") == 1)] == []
        book.redo()
        assert [doc.doc_id for doc in book.db.table("tenders").search(where("buyer") == 1)] == [1]
        assert book.db.storage.index_is_true()
