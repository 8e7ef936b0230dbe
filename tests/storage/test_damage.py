"""What can be read of a damaged file is found again, whatever is broken around it; and nothing that was not written."""

from __future__ import annotations

import random
import shutil

import pytest

from bidtracker.storage import NoSuchBook, NotABook, StorageError, open_database
from bidtracker.storage.rescue.salvage import rescue

PAGE = 8192


@pytest.fixture
def book(tmp_path):
    """A closed book with documents of every size, some changed, some removed, in several tables."""
    path = tmp_path / "book"
    rng = random.Random(5)
    with open_database(path, create=True) as db:
        for name in ("tenders", "buyers"):
            db.table(name).insert_multiple(
                {"n": n, "pad": "x" * rng.choice([10, 900, 9_000, 40_000])} for n in range(150)
            )
        db.table("tenders").remove(doc_ids=[7])
        db.table("tenders").update({"n": -1}, doc_ids=[9])
    return path


def rows(path):
    with open_database(path) as db:
        assert db.verify() == []
        return {(change.table, change.doc_id): change for change in db.changes(0)[1]}


def test_a_sound_book_loses_nothing(book, tmp_path):
    assert rescue(book, tmp_path / "new") == []
    assert rows(tmp_path / "new") == rows(book)
    with open_database(book) as old, open_database(tmp_path / "new") as new:
        assert new.header == old.header and new.changes(0) == old.changes(0)


def test_pages_of_noise_cost_what_was_on_them(book, tmp_path):
    """Every document is there as it was written, or in the list of what was lost."""
    good, every = book.read_bytes(), rows(book)
    rng = random.Random(3)
    lost_at_all = 0
    for round in range(25):
        bad = bytearray(good)
        for _ in range(rng.choice([1, 1, 5])):
            at = rng.randrange(len(bad) // PAGE) * PAGE
            bad[at : at + PAGE] = rng.randbytes(PAGE)
        book.write_bytes(bad)
        new = tmp_path / f"new{round}"
        lost = {(problem.table, problem.doc_id) for problem in rescue(book, new)}
        result = rows(new)
        for key, change in every.items():
            assert result.get(key) == change or key in lost, (round, key)
        assert len(result) > 250 and all(result[key].body == every[key].body for key in result.keys() - lost)
        lost_at_all += len(lost)
        assert book.read_bytes() == bytes(bad), "the damaged book is only read"
    assert lost_at_all


def test_flipped_bits_cost_a_document_each(book, tmp_path):
    good, every = book.read_bytes(), rows(book)
    rng = random.Random(4)
    bad = bytearray(good)
    for _ in range(10):
        bad[rng.randrange(len(bad))] ^= 1 << rng.randrange(8)
    book.write_bytes(bad)
    rescue(book, tmp_path / "new")
    result = rows(tmp_path / "new")
    assert len(result) > len(every) - 20 and all(every[key].body == result[key].body for key in result)


@pytest.mark.parametrize("keep", [0.3, 0.9, 0.9501])
def test_a_file_that_is_cut_off(book, tmp_path, keep):
    good, every = book.read_bytes(), rows(book)
    book.write_bytes(good[: int(len(good) * keep)])
    rescue(book, tmp_path / "new")
    result = rows(tmp_path / "new")
    assert len(result) > len(every) * keep * 0.7 and all(every[key] == result[key] for key in result)


def test_without_its_first_page(book, tmp_path):
    every = rows(book)
    book.write_bytes(random.Random(2).randbytes(PAGE) + book.read_bytes()[PAGE:])
    with pytest.raises(NotABook):
        open_database(book)
    assert rescue(book, tmp_path / "new") == [] and rows(tmp_path / "new") == every


def test_an_older_state_is_said_to_be_one(tmp_path):
    """The page of the last state is lost, and the one that it was moved from is still in the file."""
    path = tmp_path / "book"
    with open_database(path, create=True) as db:
        db.table("t").put(1, b'{"state": "first"}')
        db.table("t").put_many((n, b'{"pad": "%s"}' % (b"x" * 7_000)) for n in range(2, 30))
        (rev,) = (change.rev for change in db.changes(0)[1] if change.doc_id == 1)
        db.table("t").put(1, b'{"state": "second", "pad": "%s"}' % (b"y" * 8_000))
    data = path.read_bytes()
    path.write_bytes(data.replace(b'{"state": "second"', b'{"state": "sekond"'))
    output = [str(problem.message) for problem in rescue(path, tmp_path / "new")]
    assert len(output) == 1 and output[0].startswith("t 1 could ") and rev == 1


def test_an_interrupted_commit_is_taken_back_first(book, tmp_path):
    crashed = tmp_path / "crashed"
    every = rows(book)
    with open_database(book) as db:
        db.storage._connection.execute("PRAGMA cache_size = 1")
        with db.transaction():
            db.table("tenders").update({"title": "half", "pad": "y" * 3_000})
            db.storage.settle()
            for suffix in ("", "-journal"):
                shutil.copyfile(f"{book}{suffix}", f"{crashed}{suffix}")
    before = crashed.read_bytes()
    assert rescue(crashed, tmp_path / "new") == [] and rows(tmp_path / "new") == every
    assert crashed.read_bytes() == before


def test_what_is_no_book_is_not_rescued(book, tmp_path):
    (tmp_path / "noise").write_bytes(random.Random(1).randbytes(50_000))
    (tmp_path / "empty").write_bytes(b"")
    for name in ("noise", "empty"):
        with pytest.raises(NotABook, match="no document"):
            rescue(tmp_path / name, tmp_path / "new")
    with pytest.raises(NoSuchBook):
        rescue(tmp_path / "none", tmp_path / "new")
    with pytest.raises(StorageError, match="exists already"):
        rescue(book, tmp_path / "noise")
    with pytest.raises(StorageError):
        rescue(book, tmp_path / "no" / "folder")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["book", "empty", "noise"]


def test_from_a_server(team, tmp_path):
    address = team.book()
    with open_database(address, create=True) as db:
        db.table("t").insert_multiple({"n": n} for n in range(50))
        schema = db.storage._session.address.schema
        every = {change.doc_id: change for change in db.changes(0)[1]}
    team.sql(f"UPDATE {schema}.doc SET body = '{{\"n\": 99}}' WHERE id = 31")
    lost = rescue(address, tmp_path / "new")
    assert [(problem.table, problem.doc_id) for problem in lost] == [("t", 31)]
    assert {key[1]: change for key, change in rows(tmp_path / "new").items()} == {
        number: change for number, change in every.items() if number != 31
    }
