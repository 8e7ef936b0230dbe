"""What we deal with apart from what imports brought, and categories by their names."""

from __future__ import annotations

import json
from pathlib import Path

from glass import opened, small

from bidtracker.book import Book
from bidtracker.intake import import_files
from bidtracker.tui import forms
from bidtracker.tui.forms.parts.inputs import LineInput


def brought(book: Book, folder: Path) -> Book:
    """The small book, and three tenders from a list."""
    small(book)
    rows = [
        {"title": f"Roads {n}", "buyer": "Kent", "reference": f"K{n}", "category": code, "category_scheme": "CPV"}
        for n, code in enumerate(("45233000", "33111000", "33600000"))
    ]
    file = folder / "list.json"
    file.write_text(json.dumps(rows))
    import_files(book, [file])
    return book


async def test_mine_leaves_out_what_a_list_brought_and_again_shows_all(book: Book, tmp_path: Path) -> None:
    async with opened(brought(book, tmp_path)) as glass:
        await glass.press("2")
        await glass.ready()
        assert len(glass.ids) == 6
        await glass.press("asterisk")
        await glass.until(lambda: set(glass.ids) == {"T1", "T2"})
        assert "mine:" in glass.text()
        assert glass.view.look.mine
        await glass.press("asterisk")
        await glass.until(lambda: len(glass.ids) == 6)
        await glass.press("4")
        await glass.ready()
        await glass.press("asterisk")
        await glass.until(lambda: glass.ids == ["B1"])


async def test_a_category_is_shown_filtered_and_typed_by_its_name(book: Book, tmp_path: Path) -> None:
    async with opened(brought(book, tmp_path), size=(220, 50)) as glass:
        await glass.press("2")
        await glass.ready()
        await glass.press("i")
        assert "Medical equipments" in glass.text()
        glass.view.use_filter('category:"medical equip"')
        await glass.until(lambda: glass.ids == ["T5"])
        glass.view.use_filter("roads category:pharma|construction")
        await glass.until(lambda: set(glass.ids) == {"T4", "T6"})
        glass.table.column = "category"
        await glass.press("e")
        await glass.until(lambda: isinstance(glass.app.screen, forms.CellForm) and glass.app.screen.focused)
        entry = glass.app.screen.query_one(LineInput)
        entry.value = ""
        await glass.type("laboratory, opt")
        await glass.until(lambda: glass.app.screen._choices.open)
        await glass.press("down", "enter")
        if glass.app.screen is not glass.view:
            await glass.press("enter")
        await glass.until(lambda: any(t.category == "38000000" for t in book.holdings.tenders.values()))


async def test_alternatives_within_one_word_group(book: Book, tmp_path: Path) -> None:
    async with opened(brought(book, tmp_path)) as glass:
        await glass.press("2")
        await glass.ready()
        for text, ids in (
            ("beds|sterile", {"T1", "T3"}),
            ("leeds beds|gas", {"T1", "T2"}),
            ("!roads|beds", {"T2", "T3"}),
        ):
            glass.view.use_filter(text)
            await glass.until(lambda ids=ids: set(glass.ids) == ids)


async def test_an_import_counts_by_sector_before_it_is_written(book: Book, tmp_path: Path) -> None:
    rows = [{"title": f"A{n}", "buyer": "Kent", "category": "45233000" if n else "33111000"} for n in range(3)]
    file = tmp_path / "list.json"
    file.write_text(json.dumps(rows))
    async with opened(small(book)) as glass:
        await glass.press("ctrl+o")
        await glass.until(lambda: isinstance(glass.app.screen, forms.ImportDialog) and glass.app.screen.focused)
        await glass.type(str(file))
        await glass.press("ctrl+s")
        await glass.until(lambda: "By sector" in glass.text())
        assert "45 Construction work 2" in glass.text()
        assert len(book.holdings.tenders) == 3
