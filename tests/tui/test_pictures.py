"""The pictures of the README and of docs/day.md: made of the sample on a fixed day, and true to the screen.

    python tests/tui/test_pictures.py

writes them anew.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from html import escape, unescape
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

sys.path.append(str(Path(__file__).parent))

import pytest
from glass import Glass

from bidtracker.book import Book
from bidtracker.config import Config
from bidtracker.demo import fill
from bidtracker.domain.text import cells
from bidtracker.tui.app import BidtrackerApp

ROOT = Path(__file__).parents[2]
DAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
SIZES = {"small": (80, 24), "middle": (120, 40), "large": (200, 60)}


class Picture(NamedTuple):
    """What is pressed, and at which sizes it is kept."""

    name: str
    keys: tuple[str, ...]
    sizes: tuple[str, ...] = ("small", "middle", "large")


PICTURES = (
    Picture("morning", ("0",)),
    Picture("board", ("7", "l", "l", "l")),
    Picture("windows", ("8",)),
    Picture("people", ("4", "enter", "j")),
    Picture("radar", ("1",), ("middle",)),
)
NAMES = [(picture, size) for picture in PICTURES for size in picture.sizes]


def path_of(picture: Picture, size: str) -> Path:
    return ROOT / "docs" / "pictures" / f"{picture.name}-{size}.svg"


def words_of(svg: str) -> str:
    """The words of a picture, without what changes from one drawing to the next."""
    lines = re.findall(r"<text[^>]*>(.*?)</text>", svg)
    return re.sub(r"\s+", "", "".join(unescape(re.sub(r"<[^>]+>", "", line)) for line in lines))


async def drawn(picture: Picture, size: str, book: Book) -> str:
    """The picture as the screen now draws it."""
    app = BidtrackerApp(book, Config(), as_of=DAY, demo=True)
    async with app.run_test(size=SIZES[size]) as pilot:
        glass = Glass(app, pilot)
        await glass.ready()
        for key in picture.keys:
            await glass.press(key)
            await glass.ready()
        before = ""
        while (now := glass.text()) != before:  # what stands beside the line comes a moment later
            before = now
            await pilot.pause(0.3)
            await app.workers.wait_for_complete()
        return with_wide_signs(app.export_screenshot(title="bidtracker"))


def with_wide_signs(svg: str) -> str:
    """The picture with two cells for each wide sign: Rich gives each sign one, and a Chinese line is squeezed."""

    def apart(match: re.Match[str]) -> str:
        text, cell, at = unescape(match["text"]), float(match["length"]), float(match["x"])
        cell /= len(text)
        parts = []
        for _wide, signs in groupby(text, is_wide):
            part = "".join(signs)
            length = cell * cells(part)
            tag = match["tag"].replace(f'x="{match["x"]}"', f'x="{at:g}"')
            parts.append(f'<text {tag}textLength="{length:g}"{match["rest"]}>{escape(part)}</text>')
            at += length
        return "".join(parts)

    tag = r'<text (?P<tag>[^>]*?\bx="(?P<x>[\d.]+)"[^>]*)textLength="(?P<length>[\d.]+)"(?P<rest>[^>]*)>'
    return re.sub(
        rf"{tag}(?P<text>[^<]+)</text>",
        lambda match: apart(match) if any(map(is_wide, unescape(match["text"]))) else match[0],
        svg,
    )


def is_wide(sign: str) -> bool:
    return cells(sign) > 1


@contextmanager
def sample(folder: Path) -> Iterator[Book]:
    """The sample as it is on the day."""
    with Book.open(folder / "sample.bidtracker", create=True, who="Ines", clock=lambda: NOW) as book:
        fill(book, DAY)
        yield book


@pytest.mark.parametrize(("picture", "size"), NAMES, ids=[f"{p.name}-{size}" for p, size in NAMES])
async def test_the_pictures_show_what_the_screen_shows(picture: Picture, size: str, tmp_path: Path) -> None:
    with sample(tmp_path) as book:
        now = await drawn(picture, size, book)
    kept = path_of(picture, size).read_text(encoding="utf-8")
    assert words_of(kept) == words_of(now), "run python tests/tui/test_pictures.py, and look at what it made"


async def write() -> None:
    with TemporaryDirectory() as folder, sample(Path(folder)) as book:
        for picture, size in NAMES:
            path = path_of(picture, size)
            path.parent.mkdir(exist_ok=True)
            path.write_text(await drawn(picture, size, book), encoding="utf-8")
            print(path.relative_to(ROOT))


if __name__ == "__main__":
    with TemporaryDirectory() as own:
        for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            os.environ[variable] = own
        asyncio.run(write())
