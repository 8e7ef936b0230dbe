"""A person who is erased is nowhere any more: not in records, history, titles or the bytes of the file."""

from __future__ import annotations

import io
import json
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bidtracker import config, demo
from bidtracker.book import Book
from bidtracker.domain.errors import NotFound, Refused
from bidtracker.domain.money import Money
from bidtracker.domain.vocabulary import Outcome, SignalKind
from bidtracker.intake import import_files

DAY = date(2026, 11, 23)
NAME, MAIL, FORMER = "Ottilie Quartermaine", "oq@clinic.example", "Ottilie Vandersteen"


def fill(book: Book) -> None:
    """A person in as many places as there are."""
    demo.fill(book, DAY)
    book.add("contacts", name=FORMER, buyer="B1", email=MAIL, notes="Likes tea")
    person = f"P{max(book.holdings.contacts)}"
    book.set(person, name=NAME)
    book.add("contacts", name="Deputy", buyer="B1", reports_to=person)
    book.observe("A1", SignalKind.DELIVERY_LATE, contact=person, notes=f"{NAME} says so")
    book.set("T1", notes=f"Ask {NAME.upper()} or {MAIL}")
    book.set("T1", notes="Ask somebody")
    book.set("T2", notes="ottilie  quartermaine knows; so does Ottilie Quartermaines")
    book.undo()
    book.redo()


@pytest.fixture
def person(book: Book) -> str:
    fill(book)
    assert book.check() == []
    return next(f"P{number}" for number, contact in book.holdings.contacts.items() if contact.name == NAME)


def dumped(book: Book) -> bytes:
    out = io.BytesIO()
    book.dump(out)
    return out.getvalue()


def test_nothing_names_the_person_any_more(book: Book, person: str) -> None:
    acts = len(book.history())
    assert book.erase(person) >= 4
    text = dumped(book).decode() + Path(book.address).read_bytes().decode(errors="replace")
    for word in (NAME, FORMER, MAIL, "Likes tea"):
        assert word.casefold() not in text.replace("Quartermaines", "").casefold(), word
    with pytest.raises(NotFound):
        book.get(person)
    assert "Quartermaines" in book.get("T2").notes  # another word
    newest, *older = book.history()
    assert len(older) == acts and newest.act == "erase" and str(newest.title) == f"Erased the person {person}"
    assert book.check() == []


WRITTEN = {
    "with quotes": ('Bo "Bee" Smithson', 'ask Bo "Bee" Smithson'),
    "over two lines": ("Eve Smithson", "ask Eve\nSmithson, or Eve\u00a0Smithson"),
    "with accents apart": ("Zoë Smithsón", "ask Zoe\u0308 Smithso\u0301n"),
    "with other signs between": ("Eve Smithson", "ask eve_smithson, eve-smithson or EVE. SMITHSON"),
}


@pytest.mark.parametrize("way", WRITTEN)
def test_a_name_is_found_however_it_is_written(book: Book, way: str) -> None:
    name, notes = WRITTEN[way]
    book.add("buyers", name="City")
    book.add("contacts", name=name, buyer="B1")
    book.set("B1", notes=notes)
    book.set("B1", notes="nobody")
    book.undo()
    assert book.erase("P1") == 2
    left = unicodedata.normalize(
        "NFC", dumped(book).decode() + Path(book.address).read_bytes().decode(errors="replace")
    )
    for word in ("smithson", "smithsón"):
        assert word not in left.casefold()
    assert "[erased]" in book.get("B1").notes and book.check() == []


def test_a_telephone_number_is_found_with_its_country_and_without(book: Book) -> None:
    book.add("buyers", name="City", notes="call +442079460958, 020 7946 0958, +44 (0)20 7946-0958; not 020 7946 0959")
    book.add("contacts", name="Eve Smithson", buyer="B1", phone="+44 20 7946 0958")
    book.erase("P1")
    assert book.get("B1").notes == "call [erased], [erased], [erased]; not 020 7946 0959"


def test_who_is_called_like_a_word_of_the_book_spoils_no_record(book: Book) -> None:
    book.add("tenders", title="Won at last", buyer="City", value=Money(Decimal(5), "EUR"))
    book.bid("T1", submitted=DAY)
    book.win("T1")
    for name in ("Won", "Submitted", "Eur", "Title", "notes"):
        book.add("contacts", name=name, buyer="B1")
    for number in range(1, 6):
        book.erase(f"P{number}")
    assert book.get("T1").title == "[erased] at last" and book.check() == []
    assert (book.get("T1").outcome, book.get("T1").value) == (Outcome.WON, Money(Decimal(5), "EUR"))


def test_what_holds_for_the_book_and_columns_of_a_list_name_nobody(book: Book) -> None:
    tenders = io.BytesIO(
        json.dumps([{"title": "Road", "buyer": "City", "Eve Smithson": {"Eve Smithson": "x"}}]).encode()
    )
    import_files(book, [tenders])
    book.add("contacts", name="Eve Smithson", buyer="B1")
    book.set_settings(filters={"Eve Smithson": "Eve Smithson"})
    book.erase("P1")
    assert "smithson" not in dumped(book).decode().casefold() and book.check() == []
    assert book.settings.filters == {"[erased]": "[erased]"}


def test_what_was_half_typed_about_the_person_is_let_go_of(book: Book, person: str) -> None:
    forms = [
        {"form": "SignalForm", "texts": {"notes": f"{NAME} says"}},
        {"form": "SignalForm", "texts": {"notes": "Bo"}},
    ]
    config.remember(half_typed={book.address: forms, "other": forms})
    called = book.person_names(person)
    book.erase(person)
    config.forget_half_typed(book.address, called.are_in)
    assert config.recall("half_typed") == {book.address: forms[1:], "other": forms}


def test_nothing_brings_the_person_back(book: Book, person: str) -> None:
    book.erase(person)
    book.undo(1_000)
    assert book.check() == [] and f"{NAME} " not in dumped(book).decode()
    with pytest.raises(NotFound):
        book.undo()
    assert not book.holdings.contacts


def test_what_is_erased_still_shows_a_forged_act(book: Book, person: str) -> None:
    book.erase(person)
    entry = next(entry for entry in book.history() if entry.digests and entry.act != "erase")
    body = json.loads(book.db.table("history").body(entry.id) or b"") | {"who": "somebody"}
    with book.db.transaction():
        book.db.storage.amend("history", entry.id, json.dumps(body).encode())
    assert any(f"H{entry.id} is not as it was" in str(fault) for fault in book.check())


def test_a_person_without_a_card_goes_by_name(book: Book) -> None:
    book.add("competitors", name="Rival", notes="Run by 王小明 and Jo Li")
    assert book.erase("", "王小明", "Jo Li") == 1
    assert book.get("C1").notes == "Run by [erased] and [erased]" and book.check() == []
    assert "王小明" not in json.dumps(json.loads(dumped(book)), ensure_ascii=False)


def test_only_a_contact_has_an_id_to_erase(book: Book) -> None:
    book.add("buyers", name="Clinic")
    with pytest.raises(Refused, match="B1 is no contact"):
        book.erase("B1")
    with pytest.raises(NotFound):
        book.erase("P9")


def test_copies_beside_the_book_are_listed(book: Book, person: str, tmp_path: Path) -> None:
    beside = Path(book.address).with_name("copy.bidtracker")
    book.backup(beside)
    Book.open(beside.with_name("other.bidtracker"), create=True).close()
    book.erase(person)
    assert book.copies_beside() == [beside]


def test_all_that_is_held_on_a_person(book: Book, person: str) -> None:
    held = book.person(person)
    assert held["person"].email == MAIL and {"T2"} < set(held["records"]) and len(held["history"]) > 3


def test_a_compact_book_is_small_sound_and_goes_on(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(book)
    with book.acting("import") as draft:
        for n in range(2_000):
            draft.add(type(book.get("B1"))(name=f"Buyer {n}"))
        draft.title = demo_title()
    book.undo()
    size = Path(book.address).stat().st_size
    clock = book.clock
    later: Callable[[], Any] = lambda: clock() + timedelta(days=3)  # noqa: E731
    monkeypatch.setattr(book, "clock", later)
    acts = len(book.history())
    assert book.compact() == acts and book.check() == []
    assert Path(book.address).stat().st_size < size and len(book.history()) == acts
    with pytest.raises(NotFound):
        book.undo()
    book.set("B1", notes="Goes on")
    book.undo()
    assert book.check() == [] and book.compact() == 0


def demo_title() -> Any:
    from bidtracker.domain.message import say

    return say("Imported many")


def test_whom_nobody_met_is_proposed_and_not_erased(book: Book) -> None:
    book.add("buyers", name="Clinic")
    book.add("contacts", name="Old", buyer="B1")
    book.add("contacts", name="New", buyer="B1")
    book.plan_touch("P2", on=book.today())
    assert [contact.name for contact in book.not_met(3)] == ["Old"] and len(book.holdings.contacts) == 2
