"""Keys pressed faster than the screen opens what they are for."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest
from glass import Glass, opened, small
from textual import events
from textual.widgets import Input

from bidtracker.book import Book
from bidtracker.domain.message import Message
from bidtracker.domain.records import Milestone
from bidtracker.domain.vocabulary import DealStep, TouchOutcome
from bidtracker.tui import forms
from bidtracker.tui.forms.parts.form import Form
from bidtracker.tui.forms.parts.inputs import LineInput
from bidtracker.tui.screens.find import Find
from bidtracker.tui.widgets.filter_bar import FilterBar


async def at_tenders(glass: Glass) -> None:
    await glass.press("2")
    await glass.ready()


@pytest.mark.parametrize("typed", ["Beds ahead", "quick"])
async def test_what_is_typed_ahead_of_a_form_is_in_its_first_field_in_order(book: Book, typed: str) -> None:
    async with opened(small(book)) as glass:
        await at_tenders(glass)
        await glass.type("a" + typed)  # in one go: not one of them waits for the form

        def first() -> str:
            form = glass.app.screen
            entry = form.row("title").entry if isinstance(form, Form) and form.is_mounted else None
            return entry.value if isinstance(entry, LineInput) else ""

        await glass.until(lambda: first() == typed)
        assert not glass.app.typed
    assert len(book.holdings.tenders) == 3  # no letter was an act


async def test_tab_typed_ahead_goes_to_the_next_field(book: Book) -> None:
    async with opened(small(book)) as glass:
        await at_tenders(glass)
        await glass.type("aBeds")
        await glass.press("tab")
        await glass.type("Kent")

        def filled() -> list[str]:
            form = glass.app.screen
            if not (isinstance(form, Form) and form.is_mounted):
                return []
            entries = [form.row(name).entry for name in ("title", "buyer")]
            return [entry.value for entry in entries if isinstance(entry, LineInput)]

        await glass.until(lambda: filled() == ["Beds", "Kent"])


async def test_what_is_typed_ahead_of_the_filter_filters(book: Book) -> None:
    async with opened(small(book)) as glass:
        await at_tenders(glass)
        glass.app.post_message(events.Key("slash", "/"))
        await glass.type("sterile")
        await glass.until(lambda: glass.view.query_one(FilterBar).children and glass.view.text == "sterile")
        await glass.until(lambda: glass.ids == ["T3"])


async def test_what_is_typed_ahead_of_find_is_looked_for(book: Book) -> None:
    async with opened(small(book)) as glass:
        await at_tenders(glass)
        await glass.press("ctrl+f")
        await glass.type("ward")
        await glass.until(lambda: isinstance(glass.app.screen, Find) and glass.app.screen.text == "ward")


async def test_letters_in_a_view_are_acts_as_before(book: Book) -> None:
    async with opened(small(book)) as glass:
        await at_tenders(glass)
        await glass.type("jj")
        await glass.until(lambda: glass.current == glass.ids[2])
        assert not glass.app.typed


# ---------------------------------------------------------------- behind a key that leads elsewhere


async def in_form(glass: Glass, kind: type[Form]) -> None:
    """Waits until such a form listens."""
    await glass.until(lambda: isinstance(glass.app.screen, kind) and glass.app.screen.focused is not None)


async def test_a_letter_behind_the_key_that_saves_is_no_part_of_what_is_saved(book: Book) -> None:
    async with opened(small(book)) as glass:
        await at_tenders(glass)
        await glass.press("a")
        await in_form(glass, forms.TenderForm)
        await glass.dash(*"Beds", "tab", *"Kent", "ctrl+s", "a", *"Chairs")
        await glass.until(lambda: 4 in book.holdings.tenders)
        await in_form(glass, forms.TenderForm)
        await glass.until(lambda: glass.app.screen.focused.value == "Chairs")
    assert (book.get("T4").title, book.holdings.name("buyers", book.get("T4").buyer)) == ("Beds", "Kent")


async def test_text_behind_enter_is_in_the_next_field(book: Book) -> None:
    async with opened(small(book)) as glass:
        await at_tenders(glass)
        await glass.press("a")
        await in_form(glass, forms.TenderForm)
        await glass.dash(*"Beds", "enter", *"Kent", "enter", *"R7", "ctrl+s")
        await glass.until(lambda: 4 in book.holdings.tenders)
    assert (book.get("T4").title, book.get("T4").reference) == ("Beds", "R7")


async def test_no_key_for_a_form_overtakes_the_text_before_it(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where a field is slow to take its text in."""
    take_in, go_on, left_with = Input._on_key, forms.StepForm.action_next, []

    async def slowly(self: Input, event: events.Key) -> None:
        await asyncio.sleep(0.01)
        await take_in(self, event)

    def noting(self: forms.StepForm) -> None:
        left_with.append(self.row("number").entry.value)
        go_on(self)

    small(book)
    book.win("T3")
    steps = [Milestone(number=1, step=DealStep.SIGNED)]
    steps.append(Milestone(number=2, step=DealStep.DELIVERY, due=date(2026, 11, 1)))
    book.deal("A2", steps=steps)
    async with opened(book) as glass:
        await at_tenders(glass)
        glass.table.cursor = glass.ids.index("T3")
        await glass.press("J")
        await in_form(glass, forms.StepForm)
        monkeypatch.setattr(Input, "_on_key", slowly)
        monkeypatch.setattr(forms.StepForm, "action_next", noting)
        await glass.dash(*"D1.2", "tab", "tab", "tab", *"today", "ctrl+s")
        await glass.until(lambda: not isinstance(glass.app.screen, Form))
    assert left_with[0] == "D1.2"
    assert book.get("D1").milestones[1].done == book.today()


async def test_one_question_behind_the_other_each_gets_its_answer(book: Book) -> None:
    async with opened(small(book)) as glass:
        await at_tenders(glass)
        form = forms.TenderForm(book, "T2")
        glass.view.ask(form)
        await in_form(glass, forms.TenderForm)
        form.row("title").entry.value, form.row("reference").entry.value = "Analysers", "OURS"
        book.set("T2", title="Gas analysers", reference="THEIRS")
        await glass.dash("ctrl+s", "enter", "down", "enter")  # theirs for the first, ours for the second
        await glass.until(lambda: glass.app.screen is glass.view)
    assert (book.get("T2").title, book.get("T2").reference) == ("Gas analysers", "OURS")


async def test_behind_a_form_that_was_opened_by_a_form_the_list_listens(book: Book) -> None:
    async with opened(small(book)) as glass:
        await at_tenders(glass)
        glass.view.ask(forms.DoneForm(book, "F1"))
        await in_form(glass, forms.DoneForm)
        outcome = glass.app.screen.row("outcome").entry
        outcome.fill(TouchOutcome.PAIN_SHARED)
        await glass.dash("ctrl+s")
        await in_form(glass, forms.SignalForm)
        await glass.dash("escape", "G")
        await glass.until(lambda: glass.current == glass.ids[-1])
        assert book.get("F1").done


async def test_what_follows_on_an_act_of_the_palette_is_in_its_form(book: Book) -> None:
    async with opened(small(book)) as glass:
        await at_tenders(glass)
        await glass.press("colon")
        await glass.type("add a record")
        await glass.dash("enter")  # before anything was found, the list has all acts
        await in_form(glass, forms.TenderForm)
        await glass.dash(*"Beds")
        await in_form(glass, forms.TenderForm)
        await glass.until(lambda: glass.app.screen.focused.value == "Beds")


async def test_behind_the_filter_the_list_listens(book: Book) -> None:
    async with opened(small(book)) as glass:
        await at_tenders(glass)
        await glass.press("slash")
        await glass.until(lambda: glass.view.focused.id == "filter")
        await glass.dash(*"leeds", "enter", "j")
        await glass.until(lambda: len(glass.ids) == 2 and glass.current == glass.ids[1])
        assert glass.view.text == "leeds"


async def test_a_key_between_the_end_of_one_dialog_and_the_next_is_for_the_next(book: Book) -> None:
    async with opened(small(book)) as glass:
        await at_tenders(glass)
        first, then = forms.BidForm(book, "T3"), forms.TagForm(book, ["T3"])
        glass.view.ask(first, lambda done: glass.view.ask(then))
        await in_form(glass, forms.BidForm)
        first.dismiss(Message("written"))  # by itself, as an export does
        await glass.dash("d", "x")
        await glass.until(lambda: then.is_mounted and then.row("tag").entry.value == "dx")
    assert len(book.holdings.tenders) == 3
