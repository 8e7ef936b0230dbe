"""Any act can be taken back and done again, and the history says who did what."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest
from tinydb import TinyDB

from bidtracker.book import Book, history
from bidtracker.domain.bids import ContractTerms, loss_reasons
from bidtracker.domain.errors import BidtrackerError, NotFound, Refused
from bidtracker.domain.message import listed, say
from bidtracker.domain.records import Buyer, Settings
from bidtracker.domain.vocabulary import LostReason

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def everything(book: Book) -> dict[str, dict[int, object]]:
    """All records on disk, without the history."""
    tables = ("buyers", "contacts", "competitors", "tenders", "awards", "signals", "touches", "facts")
    return {table: {number: json.loads(body) for number, body in book.db.table(table).rows()} for table in tables}


def test_the_history_says_who_what_and_when(book: Book) -> None:
    book.add("tenders", title="Beds", buyer="Trust")
    book.lose("T1", to="Acme", reasons=loss_reasons(LostReason.PRICE))
    entries = book.history()
    assert [str(entry.title) for entry in entries] == ["Lost T1 Beds to Acme", "Added T1 Beds"]
    assert entries[0].who == "ann" and entries[0].at == datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
    assert [entry.act for entry in book.history("C1")] == ["lose"]


def test_a_title_that_names_several_comes_back_from_the_file(book: Book, tmp_path: Path) -> None:
    book.add("tenders", title="Beds", buyer="Trust")
    book.set("T1", title="Hospital beds", country="GB")
    with Book.open(tmp_path / "test.bidtracker") as again:
        title = again.history()[0].title
    assert str(title) == "Changed Title, Country of T1 Hospital beds"
    assert title.args["fields"] == listed([say("Title"), say("Country")])  # still a message, for the language's sign


def test_an_act_keeps_one_image_of_each_record_that_it_made_or_found(book: Book) -> None:
    result = book.add("buyers", name="Trust")
    with book.acting("several") as draft:
        made = draft.add(Buyer(name="Council"))
        draft.put(msgspec.structs.replace(made, country="GB"))
        draft.put(msgspec.structs.replace(result, country="GB"))
        draft.put(msgspec.structs.replace(result, country="IE"))
        assert len(draft.journal.noted) == 2
    changes = [(change.table, change.id, bytes(change.before)) for change in book.history()[0].changes]
    assert changes == [("buyers", 2, b"null"), ("buyers", 1, b'{"name":"Trust"}')]


def test_an_act_that_changes_nothing_leaves_no_entry(book: Book) -> None:
    book.add("tenders", title="Beds", buyer="Trust")
    book.set("T1", title="Beds")
    assert len(book.history()) == 1


def test_nothing_to_undo(book: Book) -> None:
    with pytest.raises(NotFound):
        book.undo()
    with pytest.raises(NotFound):
        book.redo()


def test_a_new_act_ends_the_redo(book: Book) -> None:
    book.add("tenders", title="Beds", buyer="Trust")
    book.undo()
    book.add("tenders", title="Chairs", buyer="Trust")
    with pytest.raises(NotFound):
        book.redo()


def test_each_undoes_his_own(tmp_path: Path) -> None:
    path = tmp_path / "team.bidtracker"
    with (
        Book.open(path, create=True, who="ann", clock=lambda: NOW) as ann,
        Book.open(path, who="bob", clock=lambda: NOW) as bob,
    ):
        ann.add("tenders", title="Beds", buyer="Trust")
        bob.set("T1", notes="seen")
        with pytest.raises(Refused, match="bob"):
            ann.undo()
        bob.undo()
        ann.undo()
        assert not ann.holdings.tenders


def test_another_process_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "team.bidtracker"
    with Book.open(path, create=True, who="ann") as ann, Book.open(path, who="bob") as bob:
        ann.add("tenders", title="Beds", buyer="Trust")
        assert bob.holdings.tenders[1].title == "Beds"
        noted: list[set[str]] = []
        stop = bob.subscribe(lambda changed: noted.append(changed.tables()))
        ann.set("T1", title="Chairs")
        assert bob.changed_elsewhere()
        bob.refresh()
        assert bob.holdings.tenders[1].title == "Chairs" and noted == [{"tenders"}]
        stop()
        assert not bob.changed_elsewhere()


def test_a_setting_of_another_type_is_refused_and_the_book_stays_readable(book: Book) -> None:
    book.set_settings(expected_lost_below=0.3)
    with pytest.raises(Refused, match="expected_lost_below"):
        book.set_settings(expected_lost_below="often")
    assert book.settings == Settings(expected_lost_below=0.3) and len(book.history()) == 1


def test_settings_are_an_act_like_any_other(book: Book) -> None:
    noted: list[bool] = []
    book.subscribe(lambda changed: noted.append(changed.everything))
    assert book.holdings.settings.us == ()
    book.set_settings(us=("Ours",), base_currency="EUR")
    book.set_settings(us=("Ours",))
    book.set_settings(filters={"radar:mine": "won"})
    assert [str(entry.title) for entry in book.history()] == [
        "Changed the settings: filters",
        "Changed the settings: us, base_currency",
    ]
    assert noted == [True, False], "for a saved filter no record is read anew"
    book.undo(2)
    assert book.settings == book.holdings.settings == Settings() and book.check() == []
    book.redo()
    assert book.settings == book.holdings.settings == Settings(us=("Ours",), base_currency="EUR")
    assert book.check() == []


def test_settings_changed_within_an_act_are_part_of_it(book: Book) -> None:
    with book.acting("import") as draft:
        draft.organisation("buyers", "Trust")
        book.set_settings(us=("Ours",))
        draft.title = say("Both")
    assert book.settings.us == ("Ours",) and len(book.history()) == 1
    with pytest.raises(ZeroDivisionError), book.acting("import"):
        book.set_settings(us=("Lost",))
        raise ZeroDivisionError
    assert book.settings.us == ("Ours",)
    book.undo()
    assert book.settings.us == () and not book.holdings.buyers and book.check() == []


def test_anothers_settings_are_not_undone_over(tmp_path: Path) -> None:
    path = tmp_path / "team.bidtracker"
    with Book.open(path, create=True, who="ann") as ann, Book.open(path, who="bob") as bob:
        ann.set_settings(us=("Ours",))
        bob.set_settings(base_currency="EUR")
        with pytest.raises(Refused, match="what holds for the book was changed since by bob"):
            ann.undo()
        ann.refresh()
        assert ann.settings == bob.settings == Settings(us=("Ours",), base_currency="EUR")


def test_settings_that_changed_past_the_history_are_a_fault(book: Book) -> None:
    book.add("tenders", title="Beds", buyer="Trust")
    book.set_settings(us=("Ours",))
    book.set_settings(us=("Others",))
    book.undo()
    assert book.settings.us == ("Ours",) and book.check() == []
    book.redo()
    assert book.check() == []
    book.db.set_meta("settings", {"us": ["Typed"]})
    assert book.check()


def test_the_history_of_a_record_decodes_only_what_may_concern_it(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand images a chunk are decoded for one record only, and for no other that merely speaks of it."""
    with book.acting("import") as draft:
        for number in range(2_500):
            draft.add(Buyer(name=f"Buyer {number}", extra={"x": ["buyers", 1700]}))
        draft.title = say("Imported")
    with book.acting("import") as draft:
        for number in range(1, 2_501):
            draft.put(msgspec.structs.replace(draft.get("buyers", number), notes="seen"))
        draft.title = say("Imported again")
    book.set("B17", notes="typed")
    decoded: list[int] = []

    class Counting:
        def decode(self, body: bytes) -> history.Images:
            decoded.append(len(body))
            return chunks.decode(body)

    chunks = history._chunk
    monkeypatch.setattr(history, "_chunk", Counting())
    assert [str(entry.title) for entry in book.history("B17")] == [
        "Changed Notes of B17 Buyer 16",
        "Imported again",
        "Imported",
    ]
    assert len(decoded) == 2
    assert book.history("B170000") == [] and len(decoded) == 2
    assert len(book.history("B1700")) == 2


def test_dump_opens_with_tinydb_and_comes_back(book: Book, tmp_path: Path) -> None:
    book.add("tenders", title="Scanner für Kliniken 扫描仪", buyer="Trust")
    book.lose("T1", to="Acme", terms=ContractTerms(end=date(2027, 1, 1)))
    book.undo()
    out = io.BytesIO()
    book.dump(out)
    (tmp_path / "dump.json").write_bytes(out.getvalue())
    with TinyDB(tmp_path / "dump.json") as tiny:
        assert tiny.table("tenders").get(doc_id=1)["title"] == "Scanner für Kliniken 扫描仪"
    with Book.open(tmp_path / "new.bidtracker", create=True, who="ann") as new:
        new.restore(tmp_path / "dump.json")
        assert everything(new) == everything(book)
        assert [str(e.title) for e in new.history()] == [str(e.title) for e in book.history()]
        new.redo()
        assert new.get("A1").end == date(2027, 1, 1)
        with pytest.raises(Refused):
            new.restore(tmp_path / "dump.json")


def test_a_dump_that_no_book_can_hold_is_refused(tmp_path: Path) -> None:
    (tmp_path / "dump.json").write_text('{"tenders": {"1": {"title": "Beds", "buyer": 5}}}')
    with Book.open(tmp_path / "new.bidtracker", create=True) as new:
        with pytest.raises(BidtrackerError, match="B5"):
            new.restore(tmp_path / "dump.json")
        assert not new.holdings.tenders and not new.history()


def test_an_act_that_was_done_is_not_changed(book: Book) -> None:
    book.add("buyers", name="Trust")
    for act in (
        lambda: book.delete("H1"),
        lambda: book.set("H1", who="somebody"),
        lambda: book.tag(["H1"], "x"),
        lambda: book.attach("H1", "https://example.org"),
    ):
        with pytest.raises(Refused, match="H1 is an act of the history; it can be undone, but not changed"):
            act()
    assert book.check() == [] and len(book.history()) == 1
