"""Text from lists is data: markup is not obeyed, no control character reaches the terminal, nothing crashes."""

from __future__ import annotations

import re
from datetime import date

import pytest
from glass import Glass, opened

from bidtracker.book import Book
from bidtracker.domain.bids import ContractTerms, loss_reasons
from bidtracker.domain.vocabulary import FactKind, LostReason, SignalKind
from bidtracker.tui.app import VIEWS

pytestmark = pytest.mark.usefixtures("drawn_at_each_rest")

MARKUP = "Lot [/a] [@click=app.quit]road[/] [bold"
ESCAPES = "\x1b[2J\x1b]52;c;aGFja2Vk\x07\x1b]8;;http://evil\x07link\x9b31m"
BIDI = "\u202egnp.exe\u2066 \u200b\u200d\ufeff zero"
LINES = "one\ntwo\r\nthree\ttab\x00nul"
MARKS = "Z" + "\u0301" * 500
EMOJI = "👩‍👩‍👧‍👦 🏳️‍🌈 ㋿ ﷽"
TEXTS = {"signs": f"{ESCAPES} {BIDI} {MARKUP}", "lines": f"{EMOJI} {LINES}", "long": MARKS + "x" * 1_400}
HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff]")


def hostile(book: Book, text: str) -> Book:
    """A book in which every text of every record is `text`."""
    book.add(
        "tenders",
        **dict.fromkeys(("title", "buyer", "reference", "notes", "description", "category", "url", "country"), text),
        deadline=date(2026, 12, 1),
    )
    book.bid("T1", p_win=0.1, why=text)
    book.lose(
        "T1",
        to=text,
        reasons=loss_reasons(LostReason.UNKNOWN, evidence=text),
        terms=ContractTerms(promises=(text,), end=date(2028, 1, 1), start=date(2025, 1, 1)),
    )
    book.add("contacts", name=text, buyer="B1", title=text, notes=text, phone=text, email=text)
    book.add("facts", buyer="B1", kind=FactKind.OTHER, text=text, on=date(2026, 1, 1))
    book.observe("A1", SignalKind.DELIVERY_LATE, on=date(2026, 11, 1), notes=text, promise=1, contact="P1")
    book.plan_touch("A1", on=date(2026, 11, 23), contact="P1", note=text)
    return book


def harmless(glass: Glass) -> None:
    for line in glass.text().split("\n"):
        assert not HARMFUL.search(line), repr(line)


@pytest.mark.parametrize("name", TEXTS)
async def test_every_view_and_detail_shows_hostile_text_harmlessly(book: Book, name: str) -> None:
    async with opened(hostile(book, TEXTS[name])) as glass:
        for entry in VIEWS.values():
            await glass.press(entry.key)
            await glass.ready()
            harmless(glass)
            if glass.table.current is None:
                continue  # no bid is open here, so the board has no card
            await glass.press("enter")
            await glass.until(lambda: glass.app.focused is glass.detail)
            for key in ("enter", "j", "enter", "G", "enter"):
                await glass.press(key)
                harmless(glass)
            await glass.dash(*["escape"] * 4)
            harmless(glass)
        assert glass.app.is_running


@pytest.mark.parametrize("name", TEXTS)
async def test_toasts_header_and_clipboard_take_hostile_text(book: Book, name: str) -> None:
    async with opened(hostile(book, TEXTS[name])) as glass:
        await glass.press("2")
        await glass.ready()
        await glass.press("right", "y", "f")
        await glass.ready()
        harmless(glass)
        await glass.press("escape", "d")
        await glass.until(lambda: not glass.ids)
        await glass.until(lambda: any("Deleted" in toast for toast in glass.toasts))
        harmless(glass)
        await glass.press("u")
        await glass.until(lambda: glass.ids == ["T1"])
        harmless(glass)
    assert glass.app.clipboard == glass.app.clipboard.replace("\x1b", "")


async def test_what_is_typed_into_the_filter_is_no_markup_and_no_crash(book: Book) -> None:
    async with opened(hostile(book, "plain")) as glass:
        await glass.press("2")
        await glass.ready()
        await glass.press("slash")
        for typed in ('[/a]"(:><=|', "value>[", "deadline<nonsense", "!", "a|", 'buyer:"'):
            await glass.type(typed)
            await glass.pilot.pause()
            harmless(glass)
            await glass.press("ctrl+u")
        await glass.press("escape")
        await glass.until(lambda: glass.ids == ["T1"])
