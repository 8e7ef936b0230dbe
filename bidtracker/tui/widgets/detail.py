"""The detail pane: lines about one record, some of which lead to another record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

import msgspec
from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from bidtracker.domain.spans import Span, SpanLine
from bidtracker.pages.layout import clipped, ends, span, wrapped
from bidtracker.tui.keys import Place, bindings
from bidtracker.tui.widgets.toned import Toned


class PaneEntry(msgspec.Struct, frozen=True):
    """Something in a pane: how it is drawn at a width, and the id ("S12") of the record that it leads to, if any."""

    draw: Callable[[int], Sequence[SpanLine]]
    target: str = ""


def text(*spans: Span, target: str = "", indent: int = 0) -> PaneEntry:
    """Running text, broken where the pane ends; the lines after the first set in by `indent`."""
    return PaneEntry(lambda width: wrapped(spans, width, indent), target)


def heading(label: str, right: str = "") -> PaneEntry:
    """A line over a section, with a blank one before it."""
    note = span(right, "muted")

    def draw(width: int) -> list[SpanLine]:
        return [(), ends((span(label, "title"),), (note,), width)]

    return PaneEntry(draw)


def row(left: SpanLine, right: SpanLine, target: str = "") -> PaneEntry:
    """One line with something at each end; the left one is cut where they would meet."""
    return PaneEntry(lambda width: [ends(left, right, width)], target)


def gap() -> PaneEntry:
    """An empty line."""
    return PaneEntry(lambda width: [()])


class Detail(Toned, ScrollView, can_focus=True, inherit_bindings=False):
    """Shows entries. The cursor moves over those that lead somewhere, and scrolls where none is near."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"detail--cursor"}
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.LIST)]

    class Opened(Message):
        """Enter or a click on an entry that leads to `target`."""

        def __init__(self, target: str) -> None:
            self.target = target
            super().__init__()

    def __init__(self) -> None:
        super().__init__()
        self.entries: Sequence[PaneEntry] = ()
        self.at = -1  # the entry under the cursor; -1 none
        self._lines: list[tuple[SpanLine, int]] = []  # each with the number of its entry
        self._first: dict[int, int] = {}  # entry -> its first line
        self._drawn_for = -1

    def show(self, entries: Sequence[PaneEntry], *, keep: bool = False) -> None:
        """Shows other entries; `keep` leaves the scroll and the cursor where they are: it is the same record."""
        self.entries = entries
        self._drawn_for = -1
        self._lay_out()
        if keep and self.at < len(entries):
            if self.at >= 0 and not entries[self.at].target:
                self.at = -1
        else:
            self.at = -1
            self.scroll_to(y=0, animate=False, force=True)
        if self.has_focus and self.at < 0:
            self._take(1)
        self.refresh()

    @property
    def active(self) -> bool:
        """Whether the cursor is seen."""
        return self.has_focus

    @property
    def target(self) -> str:
        """The id of the record that the cursor's entry leads to, or ""."""
        return self.entries[self.at].target if 0 <= self.at < len(self.entries) else ""

    @property
    def lines(self) -> list[str]:
        """What is shown, as plain text."""
        return ["".join(text for text, _ in line) for line, _ in self._lines]

    @property
    def current_text(self) -> str:
        """The lines of the entry under the cursor, or all where it is on none."""
        return "\n".join("".join(t for t, _ in line) for line, n in self._lines if self.at in (n, -1))

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width
        if width == self._drawn_for or width <= 0:
            return
        self._drawn_for = width
        self._lines, self._first = [], {}
        for number, entry in enumerate(self.entries):
            for line in entry.draw(width - 2):
                self._first.setdefault(number, len(self._lines))
                self._lines.append((line, number))
        self.virtual_size = Size(width, len(self._lines))

    def on_resize(self) -> None:
        self._lay_out()
        if self.has_focus and self.at < 0:
            self._take(1)
        self.refresh()

    def on_focus(self) -> None:
        if self.at < 0:
            self._take(1)
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        line = event.y + round(self.scroll_y)
        if line < len(self._lines):
            number = self._lines[line][1]
            if self.entries[number].target:
                again, self.at = number == self.at, number
                self.refresh()
                if again and event.chain > 1:
                    self.action_open()

    # ------------------------------------------------------------ moving

    def action_cursor_down(self) -> None:
        self._take(1)

    def action_cursor_up(self) -> None:
        self._take(-1)

    def _take(self, by: int) -> None:
        """The next entry in that direction that leads somewhere, if it is in sight; else one line of scrolling."""
        top, page = round(self.scroll_y), self.size.height
        numbers = range(self.at + 1, len(self.entries)) if by > 0 else range(self.at - 1, -1, -1)
        place = next((n for n in numbers if self.entries[n].target and n in self._first), None)
        if place is not None and top - 1 <= self._first[place] <= top + page:
            self.at = place
            line = self._first[place]
            if not top <= line < top + page:
                self.scroll_to(y=line if by < 0 else line - page + 1, animate=False, force=True)
        else:
            self.scroll_to(y=top + by, animate=False)
        self.refresh()

    def action_page_down(self) -> None:
        self._scroll(self.size.height)

    def action_page_up(self) -> None:
        self._scroll(-self.size.height)

    def action_half_down(self) -> None:
        self._scroll(self.size.height // 2)

    def action_half_up(self) -> None:
        self._scroll(-(self.size.height // 2))

    def action_top(self) -> None:
        self._scroll(-len(self._lines))

    def action_bottom(self) -> None:
        self._scroll(len(self._lines))

    def _scroll(self, by: int) -> None:
        """Scrolls, and takes the cursor along to the first entry in sight that leads somewhere."""
        page, last = self.size.height, max(0, len(self._lines) - self.size.height)
        top = max(0, min(round(self.scroll_y) + by, last))
        self.scroll_to(y=top, animate=False, force=True)
        seen = [n for n, line in self._first.items() if top <= line < top + page and self.entries[n].target]
        if seen:
            self.at = seen[0] if by > 0 or top == 0 else seen[-1]
        self.refresh()

    def action_open(self) -> None:
        if self.target:
            self.post_message(self.Opened(self.target))

    # ------------------------------------------------------------ drawing

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        number = y + round(self.scroll_y)
        if number >= len(self._lines):
            return Strip.blank(width, self.ground)
        line, entry = self._lines[number]
        under = self.active and entry == self.at
        base = self.get_component_rich_style("detail--cursor") if under else self.ground
        sign: Span = ("▌", "accent") if under else (" ", "")
        return self.drawn((sign, *clipped(line, width - 2)), width, base)
