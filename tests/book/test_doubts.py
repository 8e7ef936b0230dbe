"""An act with days out of order is done, and doubted."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from bidtracker.book import Book
from bidtracker.domain.bids import ContractTerms, loss_reasons
from bidtracker.domain.errors import Doubtful
from bidtracker.domain.vocabulary import LostReason
from bidtracker.intake import import_files

EARLY, LATE = date(2026, 1, 5), date(2026, 3, 5)


def test_lost_before_submitted_is_done_and_told_once(book: Book) -> None:
    book.add("tenders", title="Beds", buyer="Leeds")
    book.bid("T1", submitted=LATE)
    book.lose("T1", to="Acme", reasons=loss_reasons(LostReason.PRICE), terms=ContractTerms(awarded=EARLY))
    assert [str(doubt.message) for doubt in book.doubts] == [
        "Decided on 2026-01-05 lies before Submitted 2026-03-05; check which is right"
    ]
    book.doubts.clear()
    book.set("T1", title="Hospital beds")
    assert not book.doubts


def test_where_doubts_are_asked_for_nothing_is_done(book: Book) -> None:
    book.add("tenders", title="Beds", buyer="Leeds", deadline=LATE)
    with pytest.raises(Doubtful, match="lies before"), book.doubting():
        book.set("T1", decision_date=EARLY)
    assert book.holdings.tenders[1].decision_date is None
    book.set("T1", decision_date=EARLY)
    assert book.holdings.tenders[1].decision_date == EARLY


def test_an_import_keeps_what_a_list_has_and_says_that_it_cannot_be(book: Book, tmp_path: Path) -> None:
    file = tmp_path / "list.json"
    row = {
        "title": "Beds",
        "buyer": "Leeds",
        "reference": "R1",
        "deadline": "2026-03-05",
        "decision_date": "2026-01-05",
    }
    file.write_text(json.dumps([row]))
    report = import_files(book, [file])
    [problem] = report.problems
    assert "Decision date 2026-01-05 lies before Deadline 2026-03-05" in str(problem.message)
    assert book.holdings.tenders[1].decision_date == EARLY
