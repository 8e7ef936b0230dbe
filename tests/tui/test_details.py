"""What the detail says: the stakeholder map, the axis of a buyer, what was done to a record."""

from __future__ import annotations

from datetime import date

from glass import Glass, opened, small

from bidtracker.book import Book
from bidtracker.domain.vocabulary import Layer, Level, Role, Stance
from bidtracker.tui.desk import Desk
from bidtracker.tui.details import describe


def page(book: Book, number: int = 1, width: int = 60) -> list[str]:
    entries = describe(Desk(book), "buyers", number)
    return ["".join(text for text, _ in line) for entry in entries for line in entry.draw(width)]


def test_gaps_are_said_in_words(book: Book) -> None:
    small(book)
    lines = page(book)
    assert "! nobody above acquainted in the decision layer" in lines
    assert "! nobody known in the management layer" in lines
    book.believe("P1", level=Level.ALLIED, stance=Stance.SUPPORTS)
    book.add("contacts", name="Al Low", buyer="B1", layer=Layer.MANAGEMENT, roles=[Role.USES])
    book.believe("P2", stance=Stance.OPPOSES)
    lines = page(book)
    assert not any("decision layer" in line for line in lines)
    assert "! Al Low is against us" in lines


def test_who_reports_to_whom_is_a_tree_even_where_two_report_to_each_other(book: Book) -> None:
    small(book)
    book.add("contacts", name="Al Low", buyer="B1", layer=Layer.MANAGEMENT, reports_to="P1")
    book.add("contacts", name="Bo Leaf", buyer="B1", layer=Layer.OPERATIONS, reports_to="P2")
    book.add("contacts", name="Cy Side", buyer="B1", layer=Layer.OPERATIONS, reports_to="P1")
    lines = page(book)
    at = next(n for n, line in enumerate(lines) if line.startswith("Who reports"))
    assert [line.split("  Director")[0].rstrip() for line in lines[at + 1 : at + 5]] == [
        "■ Jane Roe",
        "├─ ■ Al Low",
        "│  └─ ■ Bo Leaf",
        "└─ ■ Cy Side",
    ]
    book.set("P1", reports_to="P3")  # a ring
    assert sum("Bo Leaf" in line and "■" in line for line in page(book)) >= 1


def test_contracts_tenders_signals_and_touches_stand_on_one_axis(book: Book) -> None:
    for width in (10, 24, 60, 120):
        assert page(small(book) if width == 10 else book, width=width)
    lines = page(book, width=100)
    at = next(n for n, line in enumerate(lines) if line.startswith("On one axis"))
    years, contract, tenders, signals, touches = lines[at + 1 : at + 6]
    assert years.split() == ["2025", "2026", "2027", "2028"] or years.split() == ["2025", "2026", "2027"]
    assert contract.startswith("Acme Ltd") and "━" in contract and "┤" in contract
    assert tenders.count("►") == 2 and signals.count("+") == 2 and touches.count("◷") == 1
    column = touches.index("◷")
    assert contract[column] in "┃━─" and abs(contract.index("┃") - column) <= 1  # today and tomorrow
    assert contract.index("┤") > column > signals.index("+") > tenders.index("►")


def said(glass: Glass) -> str:
    """All of the pane, its broken lines joined."""
    return " ".join(" ".join(glass.detail.lines).split())


async def test_what_was_done_to_a_record_stands_below_it_and_follows_what_is_done(book: Book) -> None:
    small(book)
    async with opened(book) as glass:
        await glass.press("2")
        await glass.ready()
        await glass.press("enter")
        await glass.until(lambda: "History" in said(glass))
        assert any("ann" in line and "2026-11-23" in line for line in glass.detail.lines)
        book.set("T2", value=None, decision_date=date(2027, 2, 1))
        await glass.until(lambda: "Changed value, decision_date of T2" in said(glass))
        await glass.press("escape", "j", "enter")
        await glass.until(lambda: "Added T3 Sterile" in said(glass))
