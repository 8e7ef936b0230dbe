"""Sentences of the program below a form or in a dialog, broken as their language breaks."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

from bidtracker.pages.layout import wrapped


class Prose(Static):
    """Text that is broken as on a page: Textual breaks at spaces alone, and Chinese has few."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def render(self) -> Content:
        return Content("\n".join(self._lines(self.content_size.width)))

    def _lines(self, width: int) -> list[str]:
        text = str(self.content)
        lines = (line for part in text.split("\n") for line in wrapped(((part, ""),), width))
        return ["".join(words for words, _tone in line) for line in lines]
