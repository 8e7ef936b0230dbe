"""What a helper may read of a book, as plain JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from bidtracker.book import Book
from bidtracker.domain.errors import Unreadable
from bidtracker.exports import sheet
from bidtracker.exports.json import insights_document, with_reasons
from bidtracker.exports.record_document import record_document
from bidtracker.exports.rows import LISTS, ListChoices
from bidtracker.locale import listed
from bidtracker.pages.brief import brief
from bidtracker.pages.draw.markdown import page_markdown
from bidtracker.radar.insights.all_insights import insights

MOST_ROWS = 500


def listing(
    book: Book, name: str, as_of: date, *, where: Sequence[str], sort: str = "", limit: int = MOST_ROWS
) -> dict[str, Any]:
    """The first rows of a list, and how many there are."""
    if name not in LISTS:
        raise Unreadable("there is no list {name}; there are {known}", name=repr(name), known=listed(LISTS))
    rows = sheet(name, book.holdings, as_of, ListChoices(where=tuple(where), sort=sort))
    objects = [values for values, _ in zip(rows.objects(), range(max(0, min(limit, MOST_ROWS))), strict=False)]
    return {"list": name, "rows": objects, "of": len(rows.records)}


def radar_rows(book: Book, as_of: date, limit: int) -> list[dict[str, Any]]:
    """The radar with its reasons."""
    rows = sheet("radar", book.holdings, as_of, ListChoices(limit=max(0, min(limit, MOST_ROWS))))
    return [
        values | with_reasons(opportunity) for values, opportunity in zip(rows.objects(), rows.records, strict=True)
    ]


def one_record(book: Book, record_id: str, as_of: date) -> dict[str, Any]:
    """A record with what hangs on it and its last acts."""
    return record_document(book.get(record_id), book.holdings, as_of, book.history(record_id, 10))


def account_brief(book: Book, about: str, as_of: date) -> str:
    """The page on an account, as Markdown."""
    return page_markdown(brief(book.holdings, about.strip().upper(), as_of))


def all_insights(book: Book, as_of: date) -> dict[str, Any]:
    """Every insight."""
    return insights_document(insights(book.holdings, as_of))
