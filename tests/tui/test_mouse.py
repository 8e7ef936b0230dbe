"""The mouse does what docs/screen.md says of it, and whoever waits for a message waits for one that there is."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import pytest
from glass import opened, small
from textual.message import Message

import bidtracker.tui
from bidtracker.book import Book
from bidtracker.tui.widgets.frame import Footer, ViewHeader


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_a_click_on_the_name_of_a_view_goes_there(book: Book, size: tuple[int, int]) -> None:
    async with opened(small(book), size=size) as glass:
        await glass.ready()
        for key, name in (("2", "tenders"), ("4", "buyers"), ("1", "radar")):
            header = glass.view.query_one(ViewHeader)
            await glass.until(lambda header=header: header.text.strip())  # type: ignore[misc]
            assert await glass.pilot.click(ViewHeader, offset=(header.text.index(f" {key} ") + 1, 0))
            await glass.until(lambda name=name: glass.app.current_mode == name)  # type: ignore[misc]
            await glass.ready()


async def test_a_click_in_the_footer_is_as_good_as_the_key(book: Book) -> None:
    async with opened(small(book), size=(80, 24)) as glass:
        await glass.press("2")
        await glass.ready()
        place = glass.view.query_one(Footer).text.index("Filter")
        await glass.pilot.click(Footer, offset=(place, 0))
        await glass.until(lambda: glass.view.focused is not None and glass.view.focused.id == "filter")


def messages(kind: type[Message] = Message) -> Iterator[type[Message]]:
    """Every kind of message there is."""
    for each in kind.__subclasses__():
        yield each
        yield from messages(each)


def test_every_handler_hears_a_message_that_there_is() -> None:
    modules = [
        importlib.import_module(m.name) for m in pkgutil.walk_packages(bidtracker.tui.__path__, "bidtracker.tui.")
    ]
    handled = {message.handler_name for message in messages()}
    handlers = {
        f"{module.__name__}.{owner.__name__}.{name}": name
        for module in modules
        for _, owner in inspect.getmembers(module, inspect.isclass)
        if owner.__module__ == module.__name__
        for name in vars(owner)
        if name.startswith("on_")
    }
    assert len(handlers) > 20
    assert not [place for place, name in handlers.items() if name not in handled], "no message is called so"
