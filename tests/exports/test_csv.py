"""CSV: nothing from the data is a formula, numbers stay numbers, and everything comes back as it went in."""

import csv
import json
import re
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bidtracker.book import Book
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.money import Money
from bidtracker.domain.records import Award, Bid, Buyer, Competitor, Tender
from bidtracker.domain.vocabulary import Outcome
from bidtracker.exports import lines, sheet
from bidtracker.exports.csv import guarded

DAY = date(2026, 11, 23)


def table(holdings: Holdings, name: str = "tenders") -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO("".join(lines(sheet(name, holdings, DAY), "csv")), newline="")))


def each(**fields: Any) -> dict[str, str]:
    """The row of a list with one tender."""
    holdings = Holdings()
    holdings.put("buyers", Buyer(id=1, name="Ashby"))
    holdings.put("tenders", Tender(id=1, buyer=1, **{"title": "Grit"} | fields))
    [row] = table(holdings)
    return row


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", " =1", "\u00a0=1", "\ufeff=1", "\u200b@x"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_stays_text(text: str) -> None:
    for cell in (each(title=text)["title"], each(reference=text)["reference"]):
        assert cell.startswith("'") and cell.replace("'", "") == text


@pytest.mark.parametrize("text", ["Grit", "a=b", "1-2", "'quoted'", "", " a", "3 % = 4", "é", "霖港"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text


def test_published_payloads_are_disarmed(real: Path) -> None:
    payloads = (real / "bad" / "csv-injection-payloads.txt").read_text(encoding="utf-8").splitlines()
    assert len(payloads) > 3
    for payload in payloads:
        for field in ("title", "reference", "category", "url"):
            assert not each(**{field: payload})[field].startswith(tuple("=+-@")), payload


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
@example('a,"b"\r\nc')
@example("\x00")
def test_text_comes_back(text: str) -> None:
    cell = each(title=text)["title"]
    assert cell in (text, f"'{text}") or (
        set(text) & set(";\t\r\n|") and cell.replace("'", "") == text.replace("'", "")
    )


@given(st.decimals(-(10**12), 10**12, allow_nan=False, places=2))
def test_an_amount_is_a_number_with_its_currency_beside_it(amount: Any) -> None:
    row = each(value=Money(amount, "GBP"))
    assert row["value"] == f"{amount:.2f}" and row["value_currency"] == "GBP"


def test_a_currency_is_text_too() -> None:
    assert each(value=Money(1, "=x"))["value_currency"] == "'=x"  # type: ignore[arg-type]


def test_what_is_not_known_is_empty_and_flags_are_words() -> None:
    row = each(tags=("a", "b"))
    assert row["value"] == row["value_currency"] == row["deadline"] == "" and row["tags"] == "a; b"
    assert row["expected_lost"] == "false" and row["id"] == "T1" and row["buyer_ref"] == "B1"


def test_an_empty_list_still_has_its_header(book: Book) -> None:
    text = "".join(lines(sheet("buyers", book.holdings, DAY), "csv"))
    assert text.startswith("id,name,country") and text.count("\r\n") == 1


@pytest.mark.parametrize("text", ["a;=1+1", "a; =1+1", "a\t@SUM(A1)", "a\n-2", "a|+3", "x;＝1"])
def test_what_follows_a_semicolon_or_tab_is_no_formula_either(text: str) -> None:
    for part in re.split("[;\t\n|]", guarded(text)):
        assert not part.strip().startswith(("=", "+", "-", "@", "＝"))


def test_what_a_program_reads_keeps_the_hyphen() -> None:
    holdings = Holdings()
    holdings.put("buyers", Buyer(id=1, name="Ashby"))
    holdings.put("competitors", Competitor(id=1, name="Acme"))
    won = Award(id=1, tender=1, suppliers=(1,), value=Money(Decimal(110), "EUR"))
    holdings.put("awards", won)
    bid = Bid(price=Money(Decimal(100), "EUR"))
    holdings.put("tenders", Tender(id=1, buyer=1, title="Grit", outcome=Outcome.LOST, awards=(1,), bids=(bid,)))
    [row] = table(holdings)
    assert row["price_gap"] == "-0.0909"
    [record] = sheet("tenders", holdings, DAY).objects()
    assert '"price_gap":-0.09' in json.dumps(record, separators=(",", ":"))
