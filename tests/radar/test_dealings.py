"""What we deal with, apart from what imports brought."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from bidtracker.book import Book
from bidtracker.domain.vocabulary import SignalKind
from bidtracker.intake import import_files
from bidtracker.radar.dealings import Dealings, dealings


def test_what_we_touched_is_ours_and_what_a_list_brought_is_not(book: Book, tmp_path: Path) -> None:
    rows = [
        {"title": title, "buyer": buyer, "reference": title, "winner": winner, "award_date": "2026-01-05"}
        for title, buyer, winner in (("Beds", "Leeds", "Acme"), ("Roads", "Kent", "Tar Ltd"), ("Salt", "York", "Rock"))
    ]
    file = tmp_path / "list.json"
    file.write_text(json.dumps(rows))
    import_files(book, [file])
    assert dealings(book.holdings) == Dealings(set(), set(), set())
    book.bid("T1", p_win=0.3)
    ours = dealings(book.holdings)
    assert (ours.tenders, ours.buyers, ours.competitors) == ({1}, {1}, {1})
    book.observe("A2", SignalKind.DELIVERY_LATE, on=date(2026, 5, 1))
    book.add("contacts", name="Jo", buyer="York")
    ours = dealings(book.holdings)
    assert (ours.tenders, ours.buyers, ours.competitors) == ({1, 2}, {1, 2, 3}, {1, 2})
