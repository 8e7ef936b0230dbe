"""What others do while an import is prepared beside the book stays, and so does what the import brings."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from bidtracker.book import Book
from bidtracker.domain.errors import Refused
from bidtracker.domain.records import RECORDS
from bidtracker.domain.vocabulary import ProposalKind
from bidtracker.intake import ImportChoices, ImportListener, Stop, import_files
from bidtracker.storage import META, where

NOW = datetime(2026, 11, 23, tzinfo=UTC)


class TenderList(BytesIO):
    name = "list.json"


def listed(*rows: dict[str, Any]) -> TenderList:
    return TenderList(json.dumps(rows).encode())


def row(number: int, **fields: Any) -> dict[str, Any]:
    return {"reference": f"R{number}", "title": f"Road {number}", "buyer": "City", "value": 100} | fields


@pytest.fixture(params=["sqlite", "postgres"])
def sellers(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Book, Book]]:
    """Ann, who imports, and Bob, who types, at one book that holds T1 of B1 from a list."""
    address = str(tmp_path / "book.bidtracker")
    if request.param == "postgres":
        address = request.getfixturevalue("team").book()
    with Book.open(address, create=True, who="ann", clock=lambda: NOW) as ann:
        import_files(ann, [listed(row(1, deadline="2027-01-01"))])
        with Book.open(address, who="bob", clock=lambda: NOW) as bob:
            yield ann, bob


def between(act: Callable[[], object], how: Stop | None = None) -> ImportListener:
    """Does something while an import is prepared."""
    acts = [act]

    def stopped() -> Stop | None:
        if acts:
            acts.pop()()
        return how

    return ImportListener(stopped=stopped)


def beside(book: Book, tenders: TenderList, act: Callable[[], object], how: Stop | None = None) -> None:
    done: list[bool] = []
    try:
        import_files(book, [tenders], ImportChoices(), between(lambda: (act(), done.append(True)), how))
    finally:
        assert done, "the act was done while the import was prepared"


def everything(book: Book) -> dict[str, dict[int, Any]]:
    tables = (*(table for table in RECORDS if table != "history"), META)
    return {table: {number: json.loads(body) for number, body in book.db.table(table).rows()} for table in tables}


def test_different_fields_of_one_record_both_stay(sellers):
    ann, bob = sellers
    beside(ann, listed(row(1, deadline="2027-03-01")), lambda: bob.set("T1", notes="typed"))
    assert (ann.get("T1").deadline, ann.get("T1").notes) == (date(2027, 3, 1), "typed")
    assert ann.check() == []
    ann.undo()
    assert (ann.get("T1").deadline, ann.get("T1").notes) == (date(2027, 1, 1), "typed") and ann.check() == []
    ann.redo()
    assert (ann.get("T1").deadline, ann.get("T1").notes) == (date(2027, 3, 1), "typed") and ann.check() == []


def test_what_was_typed_meanwhile_stands_and_what_the_list_says_is_remembered(sellers):
    ann, bob = sellers
    beside(ann, listed(row(1, deadline="2027-03-01")), lambda: bob.set("T1", deadline=date(2027, 2, 2)))
    tender = ann.get("T1")
    assert tender.deadline == date(2027, 2, 2) and tender.displaced["deadline"] == "2027-03-01"
    assert ann.check() == []


def test_new_records_have_numbers_of_their_own_and_go_in_one_step(sellers):
    ann, bob = sellers
    before = everything(ann)
    own: list[int] = []
    tenders = listed(*(row(number) for number in range(2, 700)))
    beside(ann, tenders, lambda: own.append(bob.add("tenders", title="Bob's", buyer="City").id))
    titles = {t.title for t in bob.holdings.tenders.values()} if bob.refresh() else set()
    assert titles == {f"Road {number}" for number in range(1, 700)} | {"Bob's"} and ann.check() == []
    assert [entry.act for entry in ann.history()[:2]] == ["import", "add"]
    ann.undo()
    after = everything(ann)
    assert after["tenders"].pop(own[0])["title"] == "Bob's" and after["tenders"] == before["tenders"]
    assert ann.check() == []
    ann.redo()
    assert len(ann.db.storage.ids("tenders")) == 700 and ann.check() == []


def test_nobody_else_there_leaves_no_gap(sellers):
    ann, _ = sellers
    import_files(ann, [listed(*(row(number) for number in range(2, 301)))])
    assert ann.db.storage.last_id("buyers") == 1
    assert ann.add("tenders", title="Next", buyer="City").id == 301 and ann.check() == []


def test_awards_that_both_bring_hang_on_the_tender(sellers):
    ann, bob = sellers
    won = row(1, winner="Acme", awarded="2026-10-01")
    beside(ann, listed(won), lambda: bob.lose("T1", to="Bravo"))
    tender = ann.get("T1")
    assert len(tender.awards) == len(ann.db.storage.ids("awards")) == 2 and ann.check() == []


def test_an_import_that_needs_what_was_removed_leaves_nothing(sellers):
    ann, bob = sellers
    before = everything(ann)
    with pytest.raises(Refused, match="T1 was changed or removed while the import ran"):
        beside(ann, listed(row(1, deadline="2027-03-01"), row(2)), lambda: bob.delete("T1"))
    assert ann.history(limit=1)[0].act == "delete" and ann.check() == []
    bob.undo()
    assert everything(ann) == before and ann.check() == []
    import_files(ann, [listed(row(1, deadline="2027-03-01"), row(2))])
    assert len(ann.db.storage.ids("tenders")) == 2 and ann.check() == []


def test_a_buyer_whom_both_bring_is_asked_about(sellers):
    ann, bob = sellers
    beside(ann, listed(row(2, buyer="Ashby Council")), lambda: bob.add("tenders", title="Salt", buyer="Ashby Council"))
    asked = [ann.get(f"Q{n}") for n in ann.db.storage.ids("proposals")]
    assert [each.kind for each in asked] == [ProposalKind.SAME_BUYER] and ann.check() == []
    ann.accept(f"Q{asked[0].id}")
    assert len(ann.db.storage.ids("buyers")) == 2 and ann.check() == []


def test_settings_that_both_change_both_stay(sellers):
    ann, bob = sellers
    plain = TenderList(b"Bezeichnung;Auftraggeber;Frist\nSalz;Ashby;31.12.2026\n")
    plain.name = "list.csv"
    from bidtracker.intake.mapping.columns import Asked

    done: list[object] = []
    import_files(
        ann,
        [plain],
        ImportChoices(mapping=Asked(columns=("Bezeichnung=title", "Auftraggeber=buyer", "Frist=deadline"))),
        between(lambda: done.append(bob.set_settings(us=("Our Ltd",)))),
    )
    assert done and ann.settings.us == ("Our Ltd",) and len(ann.settings.mappings) == 1 and ann.check() == []


def test_a_cancelled_import_leaves_the_book_as_others_made_it(sellers):
    ann, bob = sellers
    from bidtracker.intake import Cancelled

    with pytest.raises(Cancelled):
        beside(ann, listed(*(row(n) for n in range(2, 900))), lambda: bob.set("T1", notes="typed"), Stop.LEAVE)
    assert ann.get("T1").notes == "typed" and ann.db.storage.ids("tenders") == [1] and ann.check() == []
    assert ann.add("tenders", title="Next", buyer="City").id == 3, "all numbers but one are given back"
    if ann.address.startswith("/"):
        folder = Path(ann.address).parent
        assert [file.name for file in folder.iterdir()] == ["book.bidtracker"], "no copy is left"


def test_a_rehearsed_import_holds_nothing_and_takes_no_numbers(sellers):
    ann, bob = sellers
    done: list[object] = []
    report = import_files(
        ann,
        [listed(*(row(n) for n in range(2, 900)))],
        ImportChoices(dry_run=True),
        between(lambda: done.append(bob.set("T1", notes="typed"))),
    )
    assert done and report.created == 898 and ann.db.storage.last_id("tenders") == 1 and ann.check() == []


def test_the_index_has_what_the_act_left_and_nothing_that_came_and_went_in_it(sellers):
    """More than are set aside at a time, some of them changed again by the same list, one of them twice."""
    ann, bob = sellers
    rows = [row(number, deadline="2027-01-01") for number in range(1, 400)]
    again = [row(number, deadline="2027-02-01") for number in range(1, 9)]
    beside(ann, listed(*rows, *again, row(3, deadline="2027-03-01")), lambda: bob.add("buyers", name="Elsewhere"))
    assert len(ann.db.table("tenders").numbers(where("deadline") == "2027-02-01")) == 7
    assert all(book.db.storage.index_is_true() and book.check() == [] for book in (ann, bob))
