"""Sentences in dialogs, broken where their language allows it; headings no longer than their box."""

from __future__ import annotations

import pytest
from glass import Glass, opened, small
from textual.app import ComposeResult

from bidtracker.book import Book
from bidtracker.tui.widgets.prose import Prose
from bidtracker.tui.widgets.toned import TonedApp

SENTENCE = "把 Siân Morwenna Pryce 從投標簿中徹底清除？名片、標題、備註和歷史中都不再有此人；復原也無法恢復。"


class Page(TonedApp):
    """A sentence and nothing else."""

    CSS = "Prose { width: 40; height: auto; }"

    def compose(self) -> ComposeResult:
        yield Prose(SENTENCE, markup=False)


async def test_chinese_fills_the_line_behind_a_foreign_name() -> None:
    app = Page()
    async with app.run_test(size=(60, 12)):
        prose = app.query_one(Prose)
        first, *rest = (strip.text.rstrip() for strip in prose.render_lines(prose.size.region))
        assert first.startswith("把 Siân Morwenna Pryce 從投標簿中徹底")
        assert "".join([first, *rest]) == SENTENCE


def in_box(glass: Glass) -> list[str]:
    """The lines of the dialog in front."""
    return [line.split("│")[1] for line in glass.text().splitlines() if line.count("│") >= 2]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_such_bids_have_brought_is_read_whole_before_one_decides(book: Book, size: tuple[int, int]) -> None:
    async with opened(small(book), size=size) as glass:
        await glass.press("2")
        await glass.ready()
        await glass.press("comma", "d")
        await glass.until(lambda: "Do we bid on" in glass.text())
        [heading] = (line for line in glass.text().splitlines() if "Do we bid on" in line)
        assert "…" not in heading
        assert "what such bids pay is not known" in " ".join(" ".join(in_box(glass)).split())
