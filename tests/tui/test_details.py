"""What the detail says: the stakeholder map, the axis of a buyer, what was done to a record."""

from __future__ import annotations

from datetime import date

from glass import Glass, opened, small

from bidtracker.book import Book
from bidtracker.domain.vocabulary import DemandKind, FactKind, Fit, Layer, Level, Role, Stance
from bidtracker.pages.draw.text import page_lines, plain
from bidtracker.pages.records import record_page
from bidtracker.tui.desk import Desk
from bidtracker.tui.widgets.record import describe


def page(book: Book, width: int = 60) -> list[str]:
    return list(plain(page_lines(record_page(book.holdings.buyers[1], book.holdings, book.today()), width)))


def test_gaps_are_told_in_words(book: Book) -> None:
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


def test_a_fact_ends_in_its_source_how_sure_it_is_and_its_day(book: Book) -> None:
    small(book)
    book.add("facts", buyer="B1", kind=FactKind.FOUNDED, text="1994", on=date(2026, 2, 1), confidence=1)
    book.add("facts", buyer="B1", kind=FactKind.OTHER, text="word " * 10, on=date(2026, 3, 1), confidence=4)
    lines = page(book)
    assert next(line for line in lines if "1994" in line).endswith("Inside · sure  2026-02-01")
    assert {len(line) for line in lines if "2026-02-01" in line or "2026-03-01" in line} >= {60}
    assert any(line.strip() == "Inside · doubtful  2026-03-01" and len(line) == 60 for line in lines)


def test_the_offer_that_fits_best_says_what_it_leaves_open(book: Book) -> None:
    small(book)
    book.need("B1", "Beds for the new ward")
    nothing = "".join(t for e in describe(Desk(book), "needs", 1) for line in e.draw(60) for t, _ in line)
    assert "N on the screen" in nothing
    for number, (offer, demand) in enumerate((("Low bed", "40 cm"), ("Wide bed", "250 kg")), 1):
        book.demand("N1", DemandKind.FUNCTION, demand)
        book.add("offers", name=offer)
        book.match(f"N1.{number}", f"O{number}", Fit.FITS)
    lines = page(book)
    at = next(n for n, line in enumerate(lines) if "Beds for the new ward" in line)
    assert lines[at].endswith("2 of 2 met")
    assert lines[at + 2].split() == ["best:", "Low", "bed", "1", "of", "the", "musts", "not", "met"]


def test_days_of_a_decided_tender_are_no_alarm(book: Book) -> None:
    small(book)
    book.set("T2", deadline=date(2025, 3, 1))  # as T1's, which is lost

    def tone(number: int) -> str:
        lines = [line for entry in describe(Desk(book), "tenders", number) for line in entry.draw(60)]
        return next(line[-1][1] for line in lines if line and line[0][0].startswith("Deadline"))

    assert (tone(1), tone(2)) == ("muted", "bad")


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
        assert page(small(book) if width == 10 else book, width)
    lines = page(book, 100)
    at = next(n for n, line in enumerate(lines) if line.startswith("On one axis"))
    years, contract, tenders, signals, touches = lines[at + 1 : at + 6]
    assert years.split() == ["2025", "2026", "2027", "2028"] or years.split() == ["2025", "2026", "2027"]
    assert contract.startswith("Acme Ltd") and "━" in contract and "┤" in contract
    assert tenders.count("►") == 2 and signals.count("✗") == 2 and touches.count("◷") == 1
    column = touches.index("◷")
    assert contract[column] in "┃━─" and abs(contract.index("┃") - column) <= 1  # today and tomorrow
    assert contract.index("┤") > column > signals.index("✗") > tenders.index("►")


def pane(glass: Glass) -> str:
    """All of the pane, its broken lines joined."""
    return " ".join(" ".join(glass.detail.lines).split())


async def test_what_was_done_to_a_record_stands_below_it_and_follows_what_is_done(book: Book) -> None:
    small(book)
    async with opened(book) as glass:
        await glass.press("2")
        await glass.ready()
        await glass.press("enter")
        await glass.until(lambda: "History" in pane(glass))
        assert any("ann" in line and "2026-11-23" in line for line in glass.detail.lines)
        book.set("T2", value=None, decision_date=date(2027, 2, 1))
        await glass.until(lambda: "Changed Value, Decision date of T2" in pane(glass))
        await glass.press("escape", "j", "enter")
        await glass.until(lambda: "Added T3 Sterile" in pane(glass))


async def test_the_cursor_goes_with_the_person_whose_card_is_moved(book: Book) -> None:
    small(book)
    book.add("contacts", name="Al Low", buyer="B1", layer=Layer.MANAGEMENT)
    async with opened(book) as glass:
        await glass.press("4")
        await glass.ready()
        await glass.press("enter")
        await glass.until(lambda: glass.detail.target == "B1")
        await glass.press("j")
        await glass.until(lambda: glass.detail.target == "P1")
        await glass.press("greater_than_sign")
        await glass.until(lambda: book.get("P1").layer is Layer.MANAGEMENT)
        await glass.ready()
        assert glass.detail.target == "P1"
