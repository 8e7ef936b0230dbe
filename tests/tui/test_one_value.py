"""One value a cell: what is seen is what filters, sorts, copies and is exported, and what the detail says."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from glass import Glass, opened, small

from bidtracker import locale
from bidtracker.book import Book
from bidtracker.domain.bids import ContractTerms, loss_reasons
from bidtracker.domain.vocabulary import Layer, Level, LostReason, Role, SignalKind, Stance
from bidtracker.tui import forms
from bidtracker.tui.cells import words_of
from bidtracker.tui.views.catalogue import MORNING, VIEWS


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    locale.set_language("en")


@pytest.fixture
def many(book: Book) -> Book:
    """Contracts to call now and later; tenders that we bid on, lost, or only saw awarded."""
    small(book)
    for name, end in (("Roads", date(2027, 6, 30)), ("Bridges", date(2027, 7, 31)), ("Lights", date(2031, 1, 1))):
        tender = book.add("tenders", title=name, buyer="York Trust")
        book.lose(
            f"T{tender.id}",
            to="Acme Ltd",
            reasons=loss_reasons(LostReason.PRICE),
            terms=ContractTerms(start=date(2024, 7, 1), end=end),
        )
    seen = book.add("tenders", title="Only seen", buyer="Kent")
    book.add("awards", tender=f"T{seen.id}", suppliers=["Acme Ltd"], end=date(2029, 1, 1))
    return book


async def at(glass: Glass, view: str, column: str, row: int = 0) -> None:
    """The cursor on a cell."""
    await glass.app.action_view(view)
    await glass.ready()
    glass.table.column = column
    glass.table.repaint()
    glass.table.cursor = row


def seen(glass: Glass, column: str) -> list[str]:
    """The words of a column, row by row."""
    shown = next(c for c in glass.table.columns if c.name == column)
    return [words_of(shown.show(row)) for row in glass.table.rows]


SHOWN = {
    "radar": ("action", "act_by", "value", "incumbent", "buyer"),
    "tenders": ("outcome", "deadline", "stage", "p_win", "price", "buyer"),
    "agenda": ("kind", "day", "buyer"),
    "competitors": ("next_end", "wins"),
}


@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_f_keeps_all_rows_that_show_what_the_cell_shows(many: Book, language: str) -> None:
    locale.set_language(language)
    async with opened(many, size=(400, 60)) as glass:
        for view, column in ((view, column) for view, columns in SHOWN.items() for column in columns):
            await at(glass, view, column)
            words = seen(glass, column)
            row = next(place for place, text in enumerate(words) if text)
            await at(glass, view, column, row)
            await glass.press("f")
            await glass.ready()
            assert glass.table.rows, (view, column)
            assert seen(glass, column) == [text for text in words if text == words[row]], (view, column)
            glass.view.use_filter("")
            await glass.ready()


async def test_what_is_copied_is_what_is_seen(many: Book) -> None:
    async with opened(many, size=(200, 60)) as glass:
        await at(glass, "tenders", "outcome")
        place = seen(glass, "outcome").index("Awarded")
        glass.table.cursor = place
        assert glass.view.pointed() == "Awarded"
        await glass.press("i", "i")
        assert "Awarded" in "\n".join(glass.detail.lines)
        assert not any("Outcome" in line and "Pending" in line for line in glass.detail.lines)


async def test_bare_words_find_what_is_shown(many: Book) -> None:
    async with opened(many) as glass:
        await at(glass, "tenders", "outcome")
        await glass.press("slash")
        await glass.type("awarded")
        await glass.press("enter")
        await glass.until(lambda: glass.ids == ["T7"])
        glass.view.use_filter("expected")
        await glass.until(lambda: glass.ids == ["T2"])
        await at(glass, "radar", "action")
        every = seen(glass, "action")
        glass.view.use_filter(f'action:"{every[0]}"')
        await glass.ready()
        assert seen(glass, "action") == [text for text in every if text == every[0]]


async def test_a_phrase_that_is_all_of_a_cell_finds_just_its_rows(many: Book) -> None:
    book = many
    book.add("tenders", title="Call now, they say", buyer="Kent")
    beds = book.add("tenders", title="Beds", buyer="Hull")
    terms = ContractTerms(start=date(2024, 7, 1), end=date(2027, 6, 30))
    book.lose(f"T{beds.id}", to="Acme Ltd", reasons=loss_reasons(LostReason.PRICE), terms=terms)
    book.observe(f"A{len(book.holdings.awards)}", SignalKind.EARLY_TERMINATION, on=date(2026, 11, 20))
    book.add("contacts", name="Al Low", buyer="Hull", layer=Layer.DECISION, roles=[Role.DECIDES])
    book.believe("P2", level=Level.ALLIED, stance=Stance.SUPPORTS)
    async with opened(book) as glass:
        await at(glass, "radar", "action")
        every = seen(glass, "action")
        call, other = "Call now", next(text for text in every if " " in text and text != "Call now")
        for typed, shown in (
            ("call now", {call}),
            ('"Call Now"', {call}),
            (other.lower(), {other}),
            ('!"call now"', {*every} - {call}),
            ('"call now"|"' + other + '"', {call, other}),
        ):
            glass.view.use_filter(typed)
            await glass.ready()
            assert seen(glass, "action") == [text for text in every if text in shown], typed
        glass.view.use_filter("hull call now")
        await glass.ready()
        assert {*seen(glass, "action")} == {call}
        await at(glass, "tenders", "outcome")
        glass.view.use_filter("call now")  # nothing of that name is shown here: words, as ever
        await glass.ready()
        assert glass.ids == ["T8"]


async def test_an_export_has_the_words_that_are_seen(many: Book, tmp_path: Path) -> None:
    async with opened(many) as glass:
        await at(glass, "tenders", "outcome")
        kind, rows = glass.view.listed()
        path = tmp_path / "out.csv"
        glass.view.ask(forms.ExportDialog(many, kind, rows, columns=glass.table.columns))
        await glass.until(lambda: isinstance(glass.app.screen, forms.ExportDialog) and glass.app.screen.focused)
        glass.app.screen.row("path").entry.value = str(path)
        await glass.press("ctrl+s")
        await glass.until(path.exists)
        await glass.app.workers.wait_for_complete()
        words = seen(glass, "outcome")
        written = [line["outcome"] for line in csv.DictReader(path.open(encoding="utf-8-sig"))]
        assert written == words
        assert "Awarded" in written


async def test_alternatives_and_negation_work_in_every_view(many: Book) -> None:
    async with opened(many, size=(200, 60)) as glass:
        for view in sorted({*VIEWS} - {MORNING, "board"}):  # a page; cards of bids that this book has none of
            await glass.app.action_view(view)
            await glass.ready()
            every = len(glass.table.rows)
            name = glass.table.columns[1].text(glass.table.rows[0]).split()[0]
            glass.view.use_filter(f'"{name}"|zzzz')
            await glass.ready()
            kept = len(glass.table.rows)
            glass.view.use_filter(f'!"{name}"')
            await glass.ready()
            assert kept > 0, view
            assert kept + len(glass.table.rows) == every, view


async def test_f_keeps_the_row_of_every_cell_of_every_list(many: Book) -> None:
    many.observe("A1", SignalKind.DELIVERY_LATE, on=date(2026, 11, 20))
    async with opened(many, size=(400, 60)) as glass:
        for view in VIEWS:
            await glass.app.action_view(view)
            await glass.ready()
            for column in [each.name for each in glass.table.columns]:
                await at(glass, view, column)
                if view == MORNING or not any(seen(glass, column)):
                    continue
                shown = seen(glass, column)
                row = next(place for place, text in enumerate(shown) if text)
                await at(glass, view, column, row)
                before = glass.ids[row]
                assert glass.view.pointed() or glass.table.current_column.drawn, (view, column)
                await glass.press("f")
                await glass.ready()
                assert before in glass.ids, (view, column, glass.view.text)
                glass.view.use_filter("")
                await glass.ready()


async def test_what_is_drawn_can_be_filtered_by_name(many: Book) -> None:
    many.observe("A1", SignalKind.DELIVERY_LATE, on=date(2026, 11, 20))
    async with opened(many, size=(200, 60)) as glass:
        await glass.app.action_view("competitors")
        await glass.ready()
        glass.view.use_filter("discontent>1")
        await glass.ready()
        assert glass.ids == ["C1"]
        glass.view.use_filter("discontent:none")
        await glass.ready()
        assert "C1" not in glass.ids
        assert "discontent:" in glass.view.completions("disc", 4).options
