"""JSON: one document, nothing left out, nothing that a terminal would obey."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bidtracker.book import Book
from bidtracker.domain.message import count, say
from bidtracker.domain.money import Money
from bidtracker.domain.records import RECORDS, Award, Bid, Contact, Signal, Tender
from bidtracker.domain.vocabulary import SignalKind, Stage
from bidtracker.exports import lines, sheet
from bidtracker.exports.json import SHOWN, document, plain, record
from bidtracker.exports.rows import LISTS

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (Money(Decimal("12.50"), "EUR"), {"amount": "12.50", "currency": "EUR"}),
        (Money(Decimal("1E+3"), "EUR"), {"amount": "1000", "currency": "EUR"}),
        (DAY, "2026-11-23"),
        (datetime(2026, 11, 23, 1, 2, tzinfo=UTC), "2026-11-23T01:02:00+00:00"),
        (Stage.BID_DECISION, "bid_decision"),
        (count("{n} bid", "{n} bids", 3), "3 bids"),
        (say("{kind}", kind=SignalKind.DELIVERY_LATE), "Delivery late"),
        ((1, None, True), [1, None, True]),
    ],
)
def test_values(value: object, wanted: object) -> None:
    assert plain(value) == wanted


def test_a_record_has_every_key_and_links_as_ids() -> None:
    contact = record(Contact(id=7, name="M. Reyes", buyer=12))
    assert list(contact) == ["id", *(f for f in Contact.__struct_fields__ if f != "id")]
    assert contact["id"] == "P7" and contact["buyer"] == "B12" and contact["reports_to"] is None
    award = record(Award(id=5, tender=42, suppliers=(3, 4)))
    assert award["tender"] == "T42" and award["suppliers"] == ["C3", "C4"] and award["end"] is None
    tender = record(
        Tender(id=42, title="Grit", buyer=1, awards=(5,), tenderers=(3,), follows=41, bids=(Bid(p_win=0.1),))
    )
    assert (tender["awards"], tender["tenderers"], tender["follows"]) == (["A5"], ["C3"], "T41")
    assert tender["bids"][0]["p_win"] == 0.1 and tender["bids"][0]["price"] is None
    signal = record(Signal(id=9, kind=SignalKind.DELIVERY_LATE, on=DAY, award=5))
    assert signal["award"] == "A5" and signal["buyer"] is None


def test_every_further_link_is_a_field_there_is() -> None:
    for table, links in SHOWN.items():
        assert {link.field for link in links} <= set(RECORDS[table].__struct_fields__)


TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.recursive(TEXT, lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner)))
def test_a_document_comes_back_and_holds_nothing_unprintable(value: object) -> None:
    text = document(value).decode()
    assert json.loads(text) == value
    assert all(line.isprintable() for line in text.split("\n"))


@pytest.mark.parametrize("name", LISTS)
def test_an_empty_list_is_an_empty_array(book: Book, name: str) -> None:
    assert "".join(lines(sheet(name, book.holdings, DAY), "json")) == "[]\n"


def test_a_list_is_one_array_with_a_record_a_line(book: Book) -> None:
    for name in ("Ashby", "Mühl\u202estadt", "霖港"):
        book.add("buyers", name=name)
    text = "".join(lines(sheet("buyers", book.holdings, DAY), "json"))
    assert [row["name"] for row in json.loads(text)] == ["Ashby", "Mühl\u202estadt", "霖港"]
    assert len(text.splitlines()) == 5 and "\u202e" not in text
