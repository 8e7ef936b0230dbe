"""A workbook: cells with types, text that is only text, a heading that stays."""

import re
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from bidtracker.book import Book
from bidtracker.demo import fill
from bidtracker.domain.fields import FIELDS
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.money import Money
from bidtracker.domain.records import Bid, Buyer, Tender
from bidtracker.exports import sheet

xlsx = pytest.importorskip("bidtracker.exports.xlsx", reason="the package xlsxwriter is not installed")
DAY = date(2026, 11, 23)


def page(**fields: object) -> tuple[str, str]:
    """The sheet and the strings of a workbook with one tender."""
    holdings = Holdings()
    holdings.put("buyers", Buyer(id=1, name="霖港"))
    holdings.put("tenders", Tender(id=1, buyer=1, **{"title": "Grit"} | fields))  # type: ignore[arg-type]
    with ZipFile(BytesIO(xlsx.document(sheet("tenders", holdings, DAY)))) as book:
        return book.read("xl/worksheets/sheet1.xml").decode(), book.read("xl/sharedStrings.xml").decode()


def cell(text: str, name: str, *, beside: int = 0) -> str:
    """The cell of a field in the first row of records."""
    at = beside
    for field in FIELDS["tenders"]:
        if field.name == name:
            break
        at += 2 if field.kind.name == "money" else 1
    letters = chr(65 + at) if at < 26 else chr(64 + at // 26) + chr(65 + at % 26)
    result = re.search(rf'<c r="{letters}2"[^>]*?(?:/>|>.*?</c>)', text)
    return result[0] if result else ""


def test_cells_have_types() -> None:
    bid = Bid(p_win=0.25, price=Money(Decimal("-12.50"), "EUR"))
    text, _ = page(value=Money(Decimal("1234567.89"), "GBP"), deadline=DAY, bids=(bid,), offers=3)
    assert "<v>1234567.89</v>" in cell(text, "value") and 't="s"' not in cell(text, "value")
    assert 't="s"' in cell(text, "value", beside=1)
    assert "<v>-12.5</v>" in cell(text, "price") and "<v>0.25</v>" in cell(text, "p_win")
    assert f"<v>{(DAY - date(1899, 12, 30)).days}</v>" in cell(text, "deadline")
    assert "<v>3</v>" in cell(text, "offers") and 't="b"' in cell(text, "expected_lost")
    assert cell(text, "published") == ""


@pytest.mark.parametrize("title", ["=1+1", "@SUM(A1)", "http://x.test", "12", "{=1}", "+1", "-1"])
def test_text_is_only_text(title: str) -> None:
    text, strings = page(title=title)
    assert 't="s"' in cell(text, "title") and f">{title}<" in strings
    assert "<f>" not in text and "hyperlink" not in text


def test_published_payloads_are_only_text(real: Path) -> None:
    for payload in (real / "bad" / "csv-injection-payloads.txt").read_text(encoding="utf-8").splitlines():
        text, _ = page(title=payload, reference=payload, url=payload)
        assert "<f>" not in text and "hyperlink" not in text


def test_what_no_workbook_can_hold_is_cut_or_escaped() -> None:
    text, strings = page(title="a\x00b\x1b", description="x" * 40_000)
    assert "\x00" not in strings and "\x1b" not in strings and "x" * 32_767 in strings and "x" * 32_768 not in strings
    assert 't="s"' in cell(text, "title")


def test_the_heading_stays_and_filters() -> None:
    text, strings = page()
    assert 'ySplit="1"' in text and "<autoFilter" in text and "霖港" in strings and "Deadline" in strings


def test_another_library_reads_back_what_was_written(book: Book) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl, of the extra `test`, is not installed")
    fill(book, DAY)
    result = sheet("tenders", book.holdings, DAY, whole=lambda line: book.get(("tenders", line.id)))
    page = openpyxl.load_workbook(BytesIO(xlsx.document(result))).active
    heading, *rows = page.iter_rows(values_only=True)
    assert page.freeze_panes == "A2" and page.auto_filter.ref.startswith("A1:")
    assert len(rows) == len(result.records)
    assert len(heading) == sum(1 + (field.kind.name == "money") for field in result.fields)
    for written, values in zip(rows, result.rows(), strict=True):
        cells = iter(written)
        for field, value in zip(result.fields, values, strict=True):
            cell = next(cells)
            expected = value is not None and value != ""
            if field.kind.name == "money":
                currency = next(cells)
                assert (cell, currency) == ((float(value.amount), value.currency) if expected else (None, None))
            elif field.kind.name == "day":
                assert (cell.date() if cell else None) == (value if expected else None)
            elif field.kind.name in ("whole", "number", "share"):
                assert cell == (pytest.approx(value) if expected else None)  # a workbook keeps sixteen digits
            elif field.kind.name == "text":
                assert (cell or "") == (str(field.show(value)) if expected else "")
