"""The whole screen under a test's hands: a small book, the app on it, and waiting for what is to come."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from decimal import Decimal

from textual import events
from textual._context import visible_screen_stack
from textual.pilot import Pilot
from textual.strip import Strip

from bidtracker.book import Book
from bidtracker.config import Config
from bidtracker.domain.bids import ContractTerms, loss_reasons
from bidtracker.domain.money import Money
from bidtracker.domain.vocabulary import (
    FactKind,
    Intent,
    Layer,
    LostReason,
    Role,
    SignalKind,
    TouchKind,
)
from bidtracker.tui.app import BidtrackerApp
from bidtracker.tui.typing_ahead import Refusing
from bidtracker.tui.views.view import View
from bidtracker.tui.widgets.browser import Browser
from bidtracker.tui.widgets.record_table import RecordTable

PATIENCE = 600  # looks at a condition before a test gives it up


def small(book: Book) -> Book:
    """Three tenders at two buyers: T1 lost to Acme (A1, two signals), T2 bid to lose, T3 open. P1 decides at B1."""
    first = book.add("tenders", title="Ward beds", buyer="Leeds Hospital", deadline=date(2025, 3, 1), reference="R-1")
    book.add("tenders", title="Blood gas analysers", buyer="Leeds Hospital", deadline=date(2026, 12, 20))
    book.add("tenders", title="Sterile services", buyer="York Trust", deadline=date(2027, 1, 15))
    book.bid("T1", p_win=0.4, intent=Intent.WIN, price=Money(Decimal(510_000), "GBP"), submitted=date(2025, 2, 27))
    book.lose(
        "T1",
        to="Acme Ltd",
        reasons=loss_reasons(LostReason.PRICE),
        terms=ContractTerms(
            value=Money(Decimal(480_000), "GBP"),
            start=date(2025, 7, 1),
            end=date(2028, 6, 30),
            promises=("delivery in 30 days",),
        ),
    )
    book.bid("T2", p_win=0.1, intent=Intent.POSITION)
    book.add("contacts", name="Jane Roe", buyer="B1", title="Director", layer=Layer.DECISION, roles=[Role.DECIDES])
    book.observe("A1", SignalKind.DELIVERY_LATE, on=date(2026, 10, 12), severity=3, promise=1)
    book.observe("A1", SignalKind.KEY_STAFF_LEFT, on=date(2026, 9, 1))
    book.add("facts", buyer="B1", kind=FactKind.SIZE, text="900 beds", on=date(2026, 1, 2))
    book.plan_touch("A1", on=date(2026, 11, 24), kind=TouchKind.CALL, contact="P1")
    assert first.id == 1
    return book


class Glass:
    """An open screen."""

    def __init__(self, app: BidtrackerApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    @property
    def view(self) -> View:
        """The view in front, or under what lies over it."""
        return next(screen for screen in reversed(self.app.screen_stack) if isinstance(screen, View))

    @property
    def table(self) -> RecordTable:
        return self.view.rows

    @property
    def detail(self) -> Browser:
        return self.view.detail

    @property
    def ids(self) -> list[str]:
        """The ids of the rows shown."""
        return [self.table.key(row) for row in self.table.rows]

    @property
    def current(self) -> str:
        """The id under the cursor."""
        return self.table.key(self.table.current) if self.table.current is not None else ""

    @property
    def toasts(self) -> list[str]:
        return [notification.message for notification in self.app._notifications]

    async def press(self, *keys: str) -> None:
        """Presses keys one by one, each after a look at the screen."""
        for key in keys:
            if isinstance(self.app.screen, Refusing):
                self.app.screen.refused_at = 0.0
            await self.pilot.press(key)

    async def type(self, text: str) -> None:
        """Presses the keys of a text, as fast as they come."""
        for char in text:
            self.app.post_message(events.Key("space" if char == " " else char, char))
        await self.pilot.pause()

    async def dash(self, *keys: str) -> None:
        """Presses keys by name in one go, as a slow line brings them: none waits for the one before."""
        for key in keys:
            self.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await self.pilot.pause()

    async def until(self, holds: Callable[[], object]) -> None:
        """Lets the screen run until a condition holds."""
        for _ in range(PATIENCE):
            if holds():
                return
            await self.pilot.pause(0.01)
        raise AssertionError("it never came to that")

    async def ready(self) -> None:
        """Until the view in front shows its rows and nothing is under way."""
        await self.until(lambda: self.view.filled and not self.view.stale)
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    def strips(self) -> list[Strip]:
        """The lines of the screen, with their looks."""
        width, height = self.app.size
        visible_screen_stack.set([*self.app._background_screens])  # what a dialog lies over, as it is now
        lines = self.app.screen._compositor.render_strips(self.app.size)
        assert len(lines) == height, width
        return lines

    def text(self) -> str:
        """Everything on the screen, as plain text."""
        return "\n".join(strip.text for strip in self.strips())


@asynccontextmanager
async def opened(
    book: Book, *, size: tuple[int, int] = (120, 40), as_of: date | None = None, config: Config | None = None
) -> AsyncIterator[Glass]:
    """The app on a book, its first view filled."""
    app = BidtrackerApp(book, config or Config(), as_of=as_of)
    app.NOTIFICATION_TIMEOUT = 3_600.0  # a slow machine may look at a toast late
    async with app.run_test(size=size, notifications=True) as pilot:
        glass = Glass(app, pilot)
        await glass.ready()
        yield glass
        await pilot.pause()  # what was opened last is put together before all is closed
