"""Who wants some of a table's records does not read the others."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from bidtracker.book import Book
from bidtracker.domain.filters.completion import complete
from bidtracker.domain.filters.filter_fields import FilterFields
from bidtracker.domain.reading import UnreadTable
from bidtracker.domain.records import Award, Buyer, Signal, Tender
from bidtracker.domain.vocabulary import SignalKind
from bidtracker.tui.finding import names
from bidtracker.tui.forms.tag import Tag


def test_some_records_and_those_in_hand_are_read_without_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bidtracker.domain.holdings.SOON_READ", 5)
    with Book.open(tmp_path / "book", create=True) as book:
        with book.acting("add") as draft:
            for number in range(1, 7):
                draft.add(Buyer(name=f"Buyer {number}"))
                made = draft.add(Tender(title=f"Need {number}", buyer=number, tags=("it",), country="GB"))
                draft.add(Award(tender=made.id, tracked=number == 2))
            draft.put(replace(draft.get("tenders", 5), watch="watching"))
            draft.add(Signal(award=6, kind=SignalKind.DELIVERY_LATE, on=book.today()))
        holdings = book.holdings
        assert [tender.id for tender in holdings.some("tenders", 2)] == [1, 2]
        assert list(holdings.in_hand("tenders")) == [2, 5, 6]
        assert list(holdings.in_hand("awards")) == [2, 5, 6]
        assert list(holdings.in_hand("buyers")) == [2, 5, 6]
        assert set(names(holdings)) >= {"Need 5", "Buyer 6"} and "Need 1" not in names(holdings)
        assert Tag(book, "tenders").tags == ["it"]
        assert "Buyer" in complete("buyer:bu", 8, FilterFields.of("tenders"), holdings).options[0]
        assert len(holdings.tenders) == len(holdings.buyers) == 6
        assert all(isinstance(holdings.table(table), UnreadTable) for table in ("tenders", "awards", "buyers"))
