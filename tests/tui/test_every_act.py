"""Every act of the command line is an act of the screen, and stands in the palette."""

from __future__ import annotations

from datetime import date

import pytest
from glass import opened, small

from bidtracker.book import Book
from bidtracker.cli.catalogue import COMMANDS, DELIVER, FOLLOW, KEEP, LOOK, MOVE, PITCH, RECORD
from bidtracker.domain.vocabulary import Decision, TouchOutcome, Watch
from bidtracker.tui import forms
from bidtracker.tui.keys import BY_ID, KEYS, ActGroup, Place
from bidtracker.tui.palette import ActsProvider
from bidtracker.tui.views.catalogue import VIEWS
from bidtracker.tui.ways import COMMANDS_OF, MOUSE, commands_of

COMMAND_ALONE = {
    "backtest": "reads files and writes a report, and no book",
    "history": "each record's page ends in it",
    "person": "the person's own page has it; the command writes it out",
    "contribute": "writes counts to a file, for others",
    "odds": "pools such files of several books",
    "compact": "looks after the file",
    "check": "looks after the file",
    "dump": "looks after the file",
    "restore": "makes a book where none is open",
    "backup": "looks after the file",
    "settings": "config.toml, and the theme's own key",
    "demo": "opens the screen",
    "serve": "opens the screen",
    "mcp": "serves another program",
    "completions": "a shell's",
}


DONE_ON_SCREEN = {command for act in KEYS for command in commands_of(act, COMMANDS)}


@pytest.mark.parametrize("command", [*RECORD, *PITCH, *DELIVER, *FOLLOW, *MOVE, *KEEP])
def test_every_act_of_the_command_line_is_one_of_the_screen(command: str) -> None:
    if command not in COMMAND_ALONE:
        assert command in DONE_ON_SCREEN, "add a ScreenAct to bidtracker/tui/keys.py, or its command to tui/ways.py"


def test_what_another_way_is_told_of_is_an_act_and_a_command() -> None:
    assert set(COMMAND_ALONE) <= set(COMMANDS) - set(LOOK) - DONE_ON_SCREEN
    assert {*COMMANDS_OF, *MOUSE} <= set(BY_ID)
    assert set(COMMANDS) >= DONE_ON_SCREEN


async def test_the_palette_offers_acts_without_a_key(book: Book) -> None:
    async with opened(small(book)) as glass:
        provider = ActsProvider(glass.view)
        offered = {str(hit.text) async for hit in provider.discover()}
        assert any("Merge" in text or "one of two spellings" in text for text in offered)


async def test_a_contract_is_followed_by_its_key_and_what_is_shown_all_at_once(book: Book) -> None:
    small(book)
    for n in range(3):
        tender = book.add("tenders", title=f"Roads {n}", buyer="Kent")
        book.add("awards", tender=f"T{tender.id}", suppliers=["Acme Ltd"], end=date(2027, 6, 30))
    assert not book.holdings.tracked(book.holdings.awards[2])
    async with opened(book) as glass:
        await glass.press("2")
        await glass.ready()
        glass.table.go_to("T4")
        await glass.press("I")
        await glass.until(lambda: book.holdings.tracked(book.holdings.awards[2]))
        await glass.press("I")
        await glass.until(lambda: not book.holdings.tracked(book.holdings.awards[2]))
        glass.view.use_filter("roads")
        await glass.until(lambda: len(glass.ids) == 3)
        await glass.app.run_action("follow_shown", glass.view)
        await glass.until(lambda: isinstance(glass.app.screen, forms.ConfirmDialog) and glass.app.screen.focused)
        assert "Follow 3 contracts?" in glass.text()
        await glass.press("y")
        await glass.until(lambda: all(book.holdings.tracked(book.holdings.awards[n]) for n in (2, 3, 4)))
        await glass.press("u")
        assert not any(book.holdings.tracked(book.holdings.awards[n]) for n in (2, 3, 4))


async def test_merge_watch_decide_promise_and_reopen_are_acts_of_the_screen(book: Book) -> None:
    small(book)
    book.add("competitors", name="Acme Limited")
    book.confirm("S1")
    async with opened(book) as glass:

        async def ask(act: str, form: type, *answer: str) -> None:
            await glass.app.run_action(act, glass.view)
            await glass.until(lambda: isinstance(glass.app.screen, form) and glass.app.screen.focused)
            await glass.type(*answer)
            await glass.press("ctrl+s")
            await glass.until(lambda: glass.app.screen is glass.view)

        await ask("promise", forms.TextForm, "open on Sunday")
        assert book.holdings.awards[1].promises[-1].text == "open on Sunday"
        await ask("watch", forms.WordForm, "invited")
        assert book.holdings.tenders[1].watch is Watch.INVITED
        await ask("park", forms.DateForm, "+6m")
        assert book.holdings.tenders[1].watch is Watch.PARKED
        await glass.press("2")
        await glass.ready()
        glass.table.go_to("T3")
        await ask("decide", forms.WordForm, "go")
        assert book.holdings.tenders[3].decision is Decision.GO
        glass.view.show_record("S1")
        await glass.until(lambda: glass.view.detail.opened == "S1")
        await glass.app.run_action("reopen", glass.view)
        assert str(book.holdings.signals[1].state) == "open"
        await glass.press("3")
        await glass.ready()
        glass.table.go_to("C1")
        await ask("merge", forms.MergeForm, "acme limited")
        assert set(book.holdings.competitors) == {1}


async def test_a_person_is_erased_on_the_screen_after_a_question(book: Book) -> None:
    async with opened(small(book)) as glass:
        glass.view.show_record("P1")
        await glass.until(lambda: glass.view.detail.opened == "P1")
        await glass.app.run_action("erase", glass.view)
        await glass.until(lambda: isinstance(glass.app.screen, forms.ConfirmDialog) and glass.app.screen.focused)
        await glass.press("enter")
        assert 1 in book.holdings.contacts
        await glass.app.run_action("erase", glass.view)
        await glass.until(lambda: isinstance(glass.app.screen, forms.ConfirmDialog) and glass.app.screen.focused)
        await glass.press("y")
        await glass.until(lambda: 1 not in book.holdings.contacts)
        await glass.until(lambda: "Jane Roe" not in glass.text())


async def test_asked_and_nothing_heard_is_an_act_of_the_palette_and_undone(book: Book) -> None:
    async with opened(small(book)) as glass:
        await glass.app.run_action("asked", glass.view)
        await glass.until(lambda: 2 in book.holdings.touches)
        touch = book.holdings.touches[2]
        assert (touch.award, touch.outcome) == (1, TouchOutcome.NOTHING_HEARD)
        await glass.press("u")
        await glass.until(lambda: 2 not in book.holdings.touches)


@pytest.mark.parametrize("view", ["morning", "board", "windows", "insights"])
async def test_no_look_and_no_search_breaks_a_view_that_is_no_plain_list(book: Book, view: str) -> None:
    async with opened(small(book), as_of=date(2026, 11, 24)) as glass:
        await glass.app.action_view(view)
        for act in KEYS:
            if act.group not in (ActGroup.FIND, ActGroup.LOOK) or act.id in VIEWS:
                continue
            await glass.ready()
            await glass.app.run_action(act.action, glass.table if act.place is Place.TABLE else glass.view)
            await glass.pilot.pause()
            assert glass.app.unforeseen is None, act.id
            await glass.press("escape", "escape")
            await glass.until(lambda: glass.app.screen is glass.view)
