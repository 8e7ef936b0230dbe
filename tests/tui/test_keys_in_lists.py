"""The keys of a list do the same in every list: views and dialogs, walked one by one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from glass import Glass, opened, small
from textual.screen import Screen
from textual.widgets import Input, OptionList

from bidtracker.book import Book
from bidtracker.intake import import_files
from bidtracker.tui import forms
from bidtracker.tui.forms.parts.choices import Choices
from bidtracker.tui.forms.parts.list_dialog import ListDialog
from bidtracker.tui.forms.parts.menu import Menu
from bidtracker.tui.views.catalogue import VIEWS
from bidtracker.tui.widgets.record_table import RecordTable

DIALOGS: dict[type[ListDialog[object]], Callable[[Book], Screen[object]]] = {
    forms.ProposalsDialog: forms.ProposalsDialog,
    forms.OffersDialog: forms.OffersDialog,
    forms.FiltersDialog: lambda book: forms.FiltersDialog(book, "tenders", ""),
}


@pytest.fixture
def rich(book: Book, tmp_path: Path) -> Book:
    """At least three rows in each list of the program."""
    small(book)
    spellings = ("Leeds Hospitall", "Leeds Hospitol", "Leeds Hospitel", "Leeds Hospityl")
    rows = [{"title": f"Roads {n}", "buyer": buyer, "reference": str(n)} for n, buyer in enumerate(spellings)]
    file = tmp_path / "list.json"
    file.write_text(json.dumps(rows))
    import_files(book, [file])
    for name in ("Bed", "Cart", "Monitor"):
        book.add("offers", name=name)
    for name in ("Acme North", "Bright", "Cedar"):
        book.add("competitors", name=name)
    book.set_settings(filters={f"tenders/{name}": name for name in ("east", "north", "west")})
    for name in ("Iris scanners", "Oxygen"):
        tender = book.add("tenders", title=name, buyer="York Trust")
        book.lose(f"T{tender.id}", to="Cedar")
    return book


async def walked(glass: Glass, table: RecordTable) -> None:
    """What every list must do."""
    keys = [table.key(row) for row in table.rows]
    assert len(keys) >= 3, keys
    glass.app.screen.set_focus(table)
    table.cursor = 0
    await glass.press("j", "j")
    assert table.cursor == 2
    await glass.press("k")
    assert table.cursor == 1
    await glass.press("G")
    assert table.cursor == len(keys) - 1
    await glass.press("g")
    assert table.cursor == 0
    await glass.press("space")
    assert (table.marks, table.cursor) == ({keys[0]}, 1)
    await glass.press("escape")
    assert not table.marks
    await glass.press("s")
    await glass.until(lambda: table.order[0] == table.current_column.name)
    shown = len(table.rows)
    await glass.press("slash")
    await glass.until(lambda: isinstance(glass.app.screen.focused, Input))
    await glass.type("zzzz")
    await glass.until(lambda: not table.rows)
    await glass.press("escape")
    await glass.until(lambda: len(table.rows) == shown)
    assert glass.app.screen.focused is table


NO_LISTS = ("morning", "board")  # a day's page and a board move in ways of their own: test_morning_view, test_board


@pytest.mark.parametrize("name", [name for name in VIEWS if name not in NO_LISTS])
async def test_the_keys_of_a_list_do_the_same_in_every_view(rich: Book, name: str) -> None:
    async with opened(rich) as glass:
        await glass.app.action_view(name)
        await glass.ready()
        await walked(glass, glass.table)


@pytest.mark.parametrize("dialog", DIALOGS, ids=lambda dialog: dialog.__name__)
async def test_the_keys_of_a_list_do_the_same_in_every_dialog(rich: Book, dialog: type[ListDialog[object]]) -> None:
    before = len(rich.history())
    async with opened(rich) as glass:
        glass.app.push_screen(DIALOGS[dialog](rich))
        await glass.until(lambda: isinstance(glass.app.screen, dialog) and glass.app.screen.table.rows)
        await walked(glass, glass.app.screen.table)
    assert len(rich.history()) == before


def test_the_walk_goes_through_every_dialog_with_a_list() -> None:
    opened_ones = {kind for kind in _below(ListDialog) if not kind.__subclasses__()}  # others are what these share
    assert opened_ones == set(DIALOGS)
    ours = {kind for kind in _below(OptionList) if kind.__module__.startswith("bidtracker")}
    assert ours == {Choices, Menu}, "a list of records in a dialog is a ListDialog, see tui/forms/parts/list_dialog.py"


def _below(kind: type) -> Iterator[type]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)


async def test_p_j_a_accepts_the_proposal_that_the_cursor_is_on(rich: Book) -> None:
    async with opened(rich) as glass:
        await glass.press("p")
        await glass.until(lambda: isinstance(glass.app.screen, forms.ProposalsDialog))
        table = glass.app.screen.query_one(RecordTable)
        await glass.until(lambda: len(table.rows) > 2)
        second, many = table.key(table.rows[1]), len(table.rows)
        await glass.press("j", "a")
        await glass.until(
            lambda: len(table.rows) == many - 1 or not isinstance(glass.app.screen, forms.ProposalsDialog)
        )
        states = {f"Q{row.id}": str(row.state) for row in rich.holdings.proposals.values()}
    assert [name for name, state in states.items() if state == "accepted"] == [second]


async def test_a_menu_moves_as_a_list_does(book: Book) -> None:
    async with opened(book) as glass:
        await glass.until(lambda: isinstance(glass.app.screen, forms.FirstStart))
        menu = glass.app.screen.query_one(Menu)
        seen = []
        for key in ("j", "j", "k", "G", "g"):
            await glass.press(key)
            seen.append(menu.highlighted)
        assert seen == [1, 2, 1, 2, 0]
