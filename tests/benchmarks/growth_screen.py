"""What the list of tenders costs on the screen: processor time of its first page, a filter, a sort and an act, and
memory; of one book, printed as JSON. `growth.py` runs it for each size, as a process of its own.

    python tests/benchmarks/growth_screen.py BOOK
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from textual.pilot import Pilot

from bidtracker.book import Book
from bidtracker.config import Config
from bidtracker.tui import app as screen
from bidtracker.tui.app import BidtrackerApp
from bidtracker.tui.last_look import LastLook, keep_look
from bidtracker.tui.views.view import View

PATIENCE = 600.0  # seconds
LOOK = 0.01  # seconds between two looks whether a step is done


class TimedApp(BidtrackerApp):
    """The app, and the processor's seconds when its first rows were there."""

    CSS_PATH = Path(screen.__file__).with_name("style.tcss")  # else it is looked for beside this class
    filled_at = 0.0

    def on_list_screen_filled(self) -> None:
        self.filled_at = self.filled_at or time.process_time()
        super().on_list_screen_filled()


def peak() -> float:
    """The most memory that this program has had, in MB. To `resource` a child begins with what its parent had."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


class Measured:
    """The app on a book, and what the steps took by name."""

    def __init__(self, app: TimedApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot
        self.seconds: dict[str, float] = {}

    @property
    def view(self) -> View:
        shown = self.app.screen
        assert isinstance(shown, View)
        return shown

    def idle(self) -> bool:
        return self.view.counted and not any(worker.is_running for worker in self.app.workers)

    async def step(self, name: str, do: Callable[[], object], holds: Callable[[], object]) -> None:
        """Does something, and counts the processor's seconds until it is seen."""
        start, end = time.process_time(), time.monotonic() + PATIENCE
        do()
        while not holds():
            assert time.monotonic() < end, name
            await self.pilot.pause(LOOK)  # no shorter: to look all the time would count, and keep threads waiting
        await self.pilot.pause(0)
        self.seconds[name] = time.process_time() - start


async def measure(path: Path) -> dict[str, float]:
    with Book.open(path) as book:
        keep_look(book.address, LastLook("tenders"))  # the screen comes back as it was left
        app = TimedApp(book, Config())
        start = time.process_time()
        async with app.run_test(size=(120, 40)) as pilot:
            on = Measured(app, pilot)
            await on.step("first page", lambda: None, lambda: app.filled_at)
            on.seconds["first page"] = app.filled_at - start
            await on.step("the rest of the order", lambda: None, lambda: on.view.listing.whole and on.idle())
            view, table = on.view, on.view.rows
            await on.step("page down", table.action_page_down, lambda: table.cursor >= table.page)
            await on.step("filter, first matches", lambda: view.typed("ba"), lambda: len(table.rows) >= table.page)
            view.use_filter("")
            await on.step("back", lambda: None, on.idle)
            buyer = book.holdings.buyers[2].name
            await on.step(
                "filter by buyer, all", lambda: view.use_filter(f'buyer="{buyer}"'), lambda: table.rows and on.idle()
            )
            view.use_filter("")
            await on.step("back", lambda: None, on.idle)
            first = view.key(table.rows[0])
            await on.step("an act and its repaint", lambda: book.tag([first], "x"), lambda: not view.stale)
            await on.step("its undo", book.undo, lambda: not view.stale and on.idle())
            await on.step("sort by buyer", lambda: view._sort_by("buyer"), lambda: view.listing.order[0] == "buyer")
    return on.seconds | {"memory": peak()}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure(Path(sys.argv[1])))))
