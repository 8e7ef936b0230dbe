"""A small program that opens one form or dialog, and hands for its keyboard."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from decimal import Decimal
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Static

from bidtracker.book import Book
from bidtracker.domain.bids import ContractTerms, loss_reasons
from bidtracker.domain.money import Money
from bidtracker.domain.vocabulary import Layer, LostReason
from bidtracker.tui.forms.parts.form import Form
from bidtracker.tui.forms.parts.inputs import FormRow
from bidtracker.tui.widgets.toned import TonedApp

KEEPS = "ctrl+s again keeps it"
TURNS = 2_000  # looks at a condition before it is given up


class Host(TonedApp):
    """Opens a screen and remembers what it was dismissed with."""

    def __init__(self, screen: Screen[Any]) -> None:
        super().__init__()
        self.opened = screen
        self.results: list[Any] = []

    def compose(self) -> ComposeResult:
        yield Static("behind")

    def on_mount(self) -> None:
        self.push_screen(self.opened, self.results.append)

    @property
    def result(self) -> Any:
        """What the screen was dismissed with, as a sentence."""
        [result] = self.results
        return result if result is None or isinstance(result, bool) else str(result)


class Hands:
    """Types on the keyboard of a Host."""

    def __init__(self, pilot: Pilot[None], host: Host) -> None:
        self.pilot, self.host = pilot, host

    @property
    def form(self) -> Form:
        """The form on top."""
        assert isinstance(self.host.screen, Form), self.host.screen
        return self.host.screen

    async def press(self, *keys: str) -> None:
        """Presses keys by name."""
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Presses the keys of a text, as fast as they come; enter is heard before the next."""
        for line in text.splitlines(keepends=True):
            for char in line.rstrip("\n"):
                self.host.post_message(events.Key("space" if char == " " else char, char))
            await self.pilot.pause()
            if line.endswith("\n"):
                await self.pilot.press("enter")

    async def fill(self, **answers: str) -> None:
        """Goes to fields by name and types over what is there."""
        for field, text in answers.items():
            entry = self.form.row(field).entry
            entry.focus()
            if hasattr(entry, "clear"):
                entry.clear()
            await self.type(text)

    def error(self, field: str) -> str:
        """The error beside a field."""
        return self.form.row(field).error

    def text(self, selector: str) -> str:
        """The words that a part of the screen shows."""
        return str(self.host.screen.query_one(selector, Static).content)

    async def until(self, condition: Callable[[], object], what: object = "") -> None:
        """Waits until something holds; what it is stands in the failure."""
        for _ in range(TURNS):
            if condition():
                return
            await self.pilot.pause(0.005)
        raise AssertionError(f"it never came true: {what}")

    async def closed(self) -> None:
        """Waits until the screen is dismissed; what can hardly be so is kept as it was given."""
        for _ in range(4):
            await self.until(lambda: self.host.results or self.doubted)
            if not self.host.results:
                self.form.as_given = True
                self.form.action_save()
                await self.pilot.pause()

    @property
    def doubted(self) -> bool:
        """Whether the form asks to be saved once more."""
        form = self.host.screen
        return isinstance(form, Form) and any(KEEPS in row.error for row in form.query(FormRow))


@asynccontextmanager
async def opened(screen: Screen[Any], size: tuple[int, int] = (80, 24)) -> AsyncIterator[Hands]:
    """Runs a Host with this screen open."""
    host = Host(screen)
    async with host.run_test(size=size) as pilot:
        await pilot.pause()
        yield Hands(pilot, host)


async def saved(form: Form, **answers: str) -> str:
    """Fills a form in, saves it, and returns what it says was done."""
    async with opened(form, size=(100, 40)) as hands:
        await hands.fill(**answers)
        await hands.press("ctrl+s")
        await hands.until(lambda: hands.host.results or any(row.error for row in hands.form.query(FormRow)))
        if not hands.host.results and any(KEEPS in row.error for row in hands.form.query(FormRow)):
            await hands.press("ctrl+s")  # what can hardly be so is kept as it was given
            await hands.until(lambda: hands.host.results)
        assert hands.host.results, [row.error for row in hands.form.query(FormRow) if row.error]
        return hands.host.result


def filled(book: Book) -> Book:
    """Puts in two buyers with a contact each, some competitors, an open tender (T1) and a lost one (T2, A1)."""
    book.add("buyers", name="Leeds Hospitals Trust", country="GB")
    book.add("buyers", name="市立第一人民医院", country="CN")
    for name in ("Acme Medical Ltd", "Brightwell Devices GmbH", "上海联影医疗"):
        book.add("competitors", name=name)
    book.add(
        "tenders",
        title="Patient monitors",
        buyer="B1",
        reference="LHT-17",
        deadline=date(2026, 12, 15),
        value=Money(Decimal(480_000), "GBP"),
    )
    book.add("tenders", title="Ultrasound", buyer="B2")
    book.lose(
        "T2",
        to="Acme Medical Ltd",
        reasons=loss_reasons(LostReason.PRICE),
        terms=ContractTerms(
            promises=(
                "24 h response",
                "5 years warranty",
            ),
            value=Money(Decimal(118_000), "CNY"),
            start=date(2025, 1, 1),
            end=date(2027, 12, 31),
        ),
    )
    book.add("contacts", name="Jane Roe", buyer="B1", layer=Layer.DECISION)
    book.add("contacts", name="王小明", buyer="B2", layer=Layer.MANAGEMENT)
    return book
