"""Whether a promise was kept is answered where it is seen: on its line of the agenda, on the page of its contract."""

from __future__ import annotations

from datetime import date

import pytest
from glass import Glass, opened, small

from bidtracker.book import Book
from bidtracker.tui import forms
from bidtracker.tui.forms.parts.inputs import FormRow
from bidtracker.tui.widgets.frame import Footer

TODAY = date(2026, 11, 23)


def promising(book: Book) -> Book:
    """The small book with both promises on A1 open, the second one overdue."""
    small(book).promise_kept("A1.1", None)
    book.promise("A1", "two engineers on site", due=date(2026, 11, 2))
    return book


def kept(book: Book) -> list[bool | None]:
    return [promise.kept for promise in book.holdings.awards[1].promises]


async def to_agenda(glass: Glass) -> None:
    """To the agenda's line on the promise."""
    await glass.press("5")
    await glass.until(lambda: glass.view.name == "agenda")
    await glass.ready()
    place = next(place for place, key in enumerate(glass.ids) if key.startswith("A1.2@"))
    await glass.press("g", *["j"] * place)
    await glass.until(lambda: glass.current.startswith("A1.2@"))


async def to_line(glass: Glass, target: str) -> None:
    """To a line of the detail, which has the focus."""
    await glass.press("G", "g")
    for _ in range(60):
        if glass.detail.target == target:
            return
        await glass.press("j")
    raise AssertionError(f"no line leads to {target}")


@pytest.mark.parametrize(("key", "answer", "word"), [("plus", True, "kept"), ("minus", False, "broken")])
async def test_the_agenda_s_question_is_answered_on_its_line(book: Book, key: str, answer: bool, word: str) -> None:
    async with opened(promising(book), as_of=TODAY) as glass:
        await to_agenda(glass)
        footer = glass.view.query_one(Footer).text
        assert "+ Confirm" in footer and "- Refute" in footer
        await glass.press(key)
        await glass.until(lambda: kept(book) == [None, answer])
        await glass.until(lambda: not any(id.startswith("A1.2@") for id in glass.ids))
        assert glass.toasts == [f"Promise A1.2 was {word}: two engineers on site · u undoes"]
        await glass.press("u")
        await glass.until(lambda: any(id.startswith("A1.2@") for id in glass.ids))
    assert kept(book) == [None, None]


async def test_on_the_contract_s_page_the_same_key_again_takes_the_answer_back(book: Book) -> None:
    async with opened(promising(book), as_of=TODAY) as glass:
        glass.view.show_record("A1")
        await glass.until(lambda: glass.app.focused is glass.detail)
        await to_line(glass, "A1.1")
        await glass.press("minus")
        await glass.until(
            lambda: any("✗ delivery in 30 days" in line and "broken" in line for line in glass.detail.lines)
        )
        assert kept(book) == [False, None] and glass.detail.target == "A1.1"
        await glass.press("plus")
        await glass.until(
            lambda: any("✓ delivery in 30 days" in line and "kept" in line for line in glass.detail.lines)
        )
        await glass.press("plus")
        await glass.until(
            lambda: any("? delivery in 30 days" in line and "open" in line for line in glass.detail.lines)
        )
    assert kept(book) == [None, None]


async def test_a_promise_leads_to_its_contract_and_a_signal_on_it_names_it(book: Book) -> None:
    async with opened(promising(book), as_of=TODAY) as glass:
        glass.view.show_record("T1")
        await glass.until(lambda: glass.app.focused is glass.detail)
        await to_line(glass, "A1.2")
        await glass.press("n")
        await glass.until(lambda: isinstance(glass.app.screen, forms.SignalForm))
        form = glass.app.screen
        await glass.until(lambda: form.query(FormRow))
        assert next(row for row in form.query(FormRow) if row.field == "promise").value() == 2
        await glass.press("escape")
        await glass.until(lambda: glass.app.screen is glass.view)
        await glass.press("enter")
        await glass.until(lambda: glass.detail.opened == "A1")
        await to_line(glass, "A1.2")
        await glass.press("enter")
        await glass.press("escape")
        await glass.until(lambda: glass.detail.opened == "T1")  # the page of A1 was not opened over itself


async def test_a_contract_itself_is_neither_kept_nor_broken(book: Book) -> None:
    async with opened(promising(book), as_of=TODAY) as glass:
        await glass.press("plus")
        await glass.until(lambda: glass.toasts)
        assert "a signal, a fact or a promise" in glass.toasts[-1]
    assert kept(book) == [None, None]
