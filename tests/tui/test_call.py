"""A call on one page, a signal in one line, the next touch, links that are opened, and jumping to a record."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from glass import Glass, opened, small
from textual.command import CommandPalette

from bidtracker.book import Book
from bidtracker.domain.vocabulary import Layer, Level, Role, SignalKind, Stance, TouchKind, TouchOutcome
from bidtracker.tui import forms
from bidtracker.tui.jump import RecordsProvider

DAY = date(2026, 11, 23)


async def form(glass: Glass, kind: type) -> None:
    await glass.until(lambda: isinstance(glass.app.screen, kind) and glass.app.screen.focused)


async def fill(glass: Glass, field: str, text: str) -> None:
    glass.app.screen.set_focus(glass.app.screen.query_one(f"#row-{field}").entry)  # type: ignore[attr-defined]
    await glass.type(text)


async def test_done_ends_with_when_next(book: Book) -> None:
    async with opened(small(book), as_of=DAY) as glass:
        await glass.press("m")
        await form(glass, forms.DoneForm)
        await fill(glass, "outcome", "reached")
        await fill(glass, "next", "+3w")
        await glass.press("ctrl+s")
        await glass.until(lambda: glass.app.screen is glass.view)
        touches = book.holdings.touches
        assert touches[1].done is not None
        assert touches[2].on == book.today() + timedelta(weeks=3)
        assert (touches[2].award, touches[2].contact) == (1, 1)
        await glass.press("u")
        await glass.until(lambda: 2 not in book.holdings.touches)
        assert book.holdings.touches[1].done is None


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_a_call_has_what_to_say_beside_what_is_asked_and_is_one_act(book: Book, size: tuple[int, int]) -> None:
    async with opened(small(book), size=size, as_of=DAY) as glass:
        await glass.press("ctrl+t")
        await form(glass, forms.CallForm)
        await glass.until(lambda: "Incumbent" in glass.text() and "Outcome" in glass.text())
        await fill(glass, "outcome", "reached")
        await fill(glass, "heard", "slow 2: phones ring out")
        await fill(glass, "next", "+2w")
        await glass.press("ctrl+s")
        await glass.until(lambda: glass.app.screen is glass.view)
        signal = book.holdings.signals[3]
        assert (signal.kind, signal.severity, signal.notes) == (SignalKind.SERVICE_SLOW, 2, "phones ring out")
        assert book.holdings.touches[1].outcome is TouchOutcome.REACHED_NOT_NOW
        assert 2 in book.holdings.touches
        await glass.press("u")
        await glass.until(lambda: 3 not in book.holdings.signals and book.holdings.touches[1].done is None)


async def test_a_call_that_nobody_planned_is_written_down_too(book: Book) -> None:
    small(book)
    book.delete("F1")
    async with opened(book, as_of=DAY) as glass:
        await glass.press("ctrl+t")
        await form(glass, forms.CallForm)
        await fill(glass, "outcome", "voicemail")
        await glass.press("ctrl+s")
        await glass.until(lambda: glass.app.screen is glass.view)
        (touch,) = book.holdings.touches.values()
        assert touch.outcome is TouchOutcome.VOICEMAIL
        assert touch.award == 1


async def test_a_line_that_is_unclear_stays_in_the_form(book: Book) -> None:
    async with opened(small(book), as_of=DAY) as glass:
        await glass.press("semicolon")
        await form(glass, forms.TextForm)
        await glass.type("zzz")
        await glass.press("enter")
        await glass.until(lambda: "say what happened first" in glass.text())
        assert 3 not in book.holdings.signals


async def test_a_signal_in_one_line(book: Book) -> None:
    async with opened(small(book), as_of=DAY) as glass:
        await glass.press("semicolon")
        await form(glass, forms.TextForm)
        await glass.type("late 2 director: third delay")
        await glass.press("enter")
        await glass.until(lambda: 3 in book.holdings.signals)
        signal = book.holdings.signals[3]
        assert (signal.kind, signal.severity, signal.contact) == (SignalKind.DELIVERY_LATE, 2, 1)


async def test_the_number_or_mail_of_a_card_is_opened(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    small(book)
    book.set("P1", phone="+44 20 7946 0000", email="jane@leeds.example")
    async with opened(book, as_of=DAY) as glass:
        opened_urls: list[str] = []
        monkeypatch.setattr(glass.app, "open_url", lambda url, **_: opened_urls.append(url))
        glass.view.show_record("P1")
        await glass.until(lambda: glass.detail.opened == "P1")
        await glass.press("ctrl+l")
        await glass.until(lambda: isinstance(glass.app.screen, forms.PickDialog))
        await glass.press("down", "enter")
        await glass.until(lambda: opened_urls == ["mailto:jane@leeds.example"])


async def test_the_palette_goes_to_records_also_mistyped(book: Book) -> None:
    async with opened(small(book), as_of=DAY) as glass:
        provider = RecordsProvider(glass.view)
        hits = [hit async for hit in provider.search("leds hospitl")]
        assert "B1" in str(hits[0].text)
        hits[0].command()
        await glass.until(lambda: glass.detail.opened == "B1")
        await glass.press("escape", "ctrl+p")
        await glass.until(lambda: isinstance(glass.app.screen, CommandPalette))


async def test_t_takes_over_whom_the_next_step_is_with_how_and_why(book: Book) -> None:
    small(book)
    book.add("contacts", name="Al Low", buyer="B1", layer=Layer.OPERATIONS, roles=[Role.USES])
    book.believe("P2", level=Level.TRUSTED, stance=Stance.SUPPORTS)
    book.delete("T2")  # while it is live nobody at its buyer is called
    async with opened(book) as glass:
        await glass.press("1")
        await glass.ready()
        step = glass.table.current.action
        assert step.touch is TouchKind.CALL and step.with_whom == "P2"
        await glass.press("t")
        await glass.until(lambda: isinstance(glass.app.screen, forms.TouchForm) and glass.app.screen.focused)
        assert "Al Low" in glass.text()
        await glass.type("fri")
        await glass.press("ctrl+s")
        await glass.until(lambda: len(book.holdings.touches) == 2)
        planned = book.holdings.touches[2]
        assert (planned.contact, planned.award, planned.notes) == (2, 1, str(step.message))
        await glass.press("2")
        await glass.ready()
        await glass.press("t")
        await glass.until(lambda: isinstance(glass.app.screen, forms.TouchForm) and glass.app.screen.focused)
        assert "Al Low" not in glass.text()
