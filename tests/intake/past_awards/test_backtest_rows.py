"""Lists of past awards: columns under the names that people give them, and what is left out, by reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bidtracker.domain.errors import Unreadable
from bidtracker.domain.money import Money
from bidtracker.domain.past_awards import LeftOutReason, PastAwards
from bidtracker.domain.vocabulary import Method
from bidtracker.intake.past_awards.awards import read_awards, same_parties

Read = Callable[[str], PastAwards]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read(text: str) -> PastAwards:
        file = tmp_path / "list"
        file.write_text(text, encoding="utf-8")
        return read_awards([file])

    return read


@pytest.mark.parametrize(
    "header",
    [
        "buyer,supplier,class,title,date,value,offers,currency,end,procedure",
        "Buyer;Supplier;Class;Title;Date;Value;Offers;Currency;End;Procedure",
        "buyer_name,winner,cls,tender title,award_date,award_value,n_bids,currency,contract end,procurement_method",
        "Contracting Authority\tVendor\tCategory\tDescription\tAward Date\tAmount\tNumber of offers\tCurrency\tEnd date"
        "\tMethod",
    ],
)
def test_columns_under_other_names(read: Read, header: str) -> None:
    between = next(mark for mark in ",;\t" if mark in header)
    cells = ["Ashby Council", "Acme Ltd", "90910000", "Cleaning", "2014-03-01", "1200.50", "3", "GBP", "2016-02-29"]
    (row,) = read(header + "\n" + between.join([*cells, "Negotiated without publication"])).rows
    assert row.purchase.buyer == "ashby council" and row.purchase.kind == "CPV:909" and row.purchase.title == "Cleaning"
    assert row.purchase.day == date(2014, 3, 1) and row.purchase.value == Money(Decimal("1200.50"), "GBP")
    assert (row.offers, row.end, row.method) == (3, date(2016, 2, 29), Method.DIRECT)
    assert row.suppliers == {"acme"}


def test_what_cannot_be_used_is_counted_by_reason(read: Read) -> None:
    figures = read(
        "buyer,supplier,date,title\nA,S,2014-01-01,x\nA,S,soon,x\nA,S,03/04/2014,x\n,S,2014-01-01,x\nA, ,2014-01-01,x\n"
        "A,S,2014-01-01,x,too,many\n"
    )
    assert len(figures.rows) == 1 and figures.read == 6
    assert figures.left_out == {
        LeftOutReason.NO_DATE: 2,
        LeftOutReason.NO_BUYER: 1,
        LeftOutReason.NO_SUPPLIER: 1,
        LeftOutReason.UNREADABLE: 1,
    }


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2014-03-01", date(2014, 3, 1)),
        ("2014-03-01T10:00:00Z", date(2014, 3, 1)),
        ("27.01.2011", date(2011, 1, 27)),
        ("27/01/2011", date(2011, 1, 27)),
        ("01/27/2011", date(2011, 1, 27)),
    ],
)
def test_dates(read: Read, text: str, day: date) -> None:
    assert read(f"buyer,supplier,date\nA,S,{text}\n").rows[0].purchase.day == day


@pytest.mark.parametrize(
    ("text", "offers"), [("0", None), ("", None), ("3", 3), ("3.0", 3), ("many", None), ("-1", None)]
)
def test_offers(read: Read, text: str, offers: int | None) -> None:
    assert read(f"buyer,supplier,date,offers\nA,S,2014-01-01,{text}\n").rows[0].offers == offers


def test_one_supplier_under_several_spellings_and_ids() -> None:
    who = same_parties(
        [
            *(("Acme Ltd", "7"), ("ACME LTD.", "8"), ("Acme Cleaning", "7"), ("", "9")),
            *((name, "1") for name in ("Bolt", "Cog", "Dent", "Ertl")),
        ]
    )
    assert who["Acme Ltd", "7"] == who["ACME LTD.", "8"] == who["Acme Cleaning", "7"]
    assert len({who[name, "1"] for name in ("Bolt", "Cog", "Dent", "Ertl")}) == 4  # "1" is nobody's own
    assert who["", "9"]


def test_abbreviations_that_many_names_share_are_legal_forms() -> None:
    named = [(f"NT Firm{letter}", "") for letter in "abcdefg"] + [("Firma", ""), ("Firm a", ""), ("BMW Motors", "")]
    who = same_parties(named)
    assert who["NT Firma", ""] == who["Firma", ""] == who["Firm a", ""] == "firma"
    assert who["BMW Motors", ""] == "bmwmotors"


def test_what_an_import_reads_is_read(read: Read) -> None:
    release = {
        "ocid": "ocds-abc123-1",
        "id": "1",
        "date": "2014-03-02T00:00:00Z",
        "tag": ["award"],
        "buyer": {"id": "B1", "name": "Ashby Council"},
        "tender": {
            "id": "T",
            "title": "Cleaning",
            "procurementMethod": "direct",
            "numberOfTenderers": 4,
            "classification": {"scheme": "CPV", "id": "90910000"},
        },
        "awards": [
            {
                "id": "A1",
                "status": "active",
                "date": "2014-03-01T00:00:00Z",
                "suppliers": [{"id": "S", "name": "Acme"}],
            },
            {"id": "A2", "status": "unsuccessful", "date": "2014-03-01T00:00:00Z"},
        ],
    }
    figures = read(json.dumps({"releases": [release, release | {"id": "2", "date": "2014-04-02T00:00:00Z"}]}))
    (row,) = figures.rows
    assert (row.purchase.title, row.purchase.kind, row.purchase.day) == ("Cleaning", "CPV:909", date(2014, 3, 1))
    assert (row.offers, row.method, row.suppliers) == (4, Method.DIRECT, {"acme"})
    assert figures.left_out == {LeftOutReason.CANCELLED: 1, LeftOutReason.REPEATED: 2}


def test_a_table_of_something_else_says_what_is_needed(read: Read) -> None:
    with pytest.raises(Unreadable, match="buyer, supplier and date"):
        read("colour,size\nred,3\n")
