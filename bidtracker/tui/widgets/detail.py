"""The detail pane: lines about one record, some of which lead to another record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

import msgspec
from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from bidtracker.domain.spans import Span, SpanLine
from bidtracker.pages.layout import clipped, ends, span, wrapped
from bidtracker.tui.keys import Place, bindings, bindings_of
from bidtracker.tui.widgets.toned import Toned

if TYPE_CHECKING:
    from bidtracker.pages.draw.cards import Spot


class PaneEntry(msgspec.Struct, frozen=True):
    """Something in a pane: how it is drawn at a width, and the id ("S12") of the record that it leads to, if any. What
    leads to several has `spots`, where they are drawn. `heads` says that a section begins here."""

    draw: Callable[[int], Sequence[SpanLine]]
    target: str = ""
    spots: Callable[[int], Sequence[Spot]] | None = None
    heads: bool = False

    @property
    def leads(self) -> bool:
        """Whether the cursor can stand on it."""
        return bool(self.target) or self.spots is not None


def text(*spans: Span, target: str = "", indent: int = 0) -> PaneEntry:
    """Running text, broken where the pane ends; the lines after the first set in by `indent`."""
    return PaneEntry(lambda width: wrapped(spans, width, indent), target)


def heading(label: str, right: str = "") -> PaneEntry:
    """A line over a section, with a blank one before it."""
    note = span(right, "muted")

    def draw(width: int) -> list[SpanLine]:
        return [(), ends((span(label, "title"),), (note,), width)]

    return PaneEntry(draw, heads=True)


def row(left: SpanLine, right: SpanLine, target: str = "") -> PaneEntry:
    """One line with something at each end; the left one is cut where they would meet."""
    return PaneEntry(lambda width: [ends(left, right, width)], target)


def gap() -> PaneEntry:
    """An empty line."""
    return PaneEntry(lambda width: [()])


class Detail(Toned, ScrollView, can_focus=True, inherit_bindings=False):
    """Shows entries. The cursor moves over those that lead somewhere, and scrolls where none is near."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"detail--cursor"}
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.LIST), *bindings_of("column_left", "column_right")]

    at: reactive[int] = reactive(-1, repaint=False, init=False)  # the entry under the cursor; -1 none
    spot: reactive[int] = reactive(0, repaint=False, init=False)  # in an entry that has spots, the one under it

    class Opened(Message):
        """Enter or a click on an entry that leads to `target`."""

        def __init__(self, target: str) -> None:
            self.target = target
            super().__init__()

    class Stood(Message):
        """The cursor stands elsewhere in `control`, or on something else."""

        def __init__(self, control: Detail) -> None:
            self.pane = control
            super().__init__()

        @property
        def control(self) -> Detail:
            return self.pane

    def __init__(self) -> None:
        super().__init__()
        self.entries: Sequence[PaneEntry] = ()
        self._lines: list[tuple[SpanLine, int]] = []  # each with the number of its entry
        self._first: dict[int, int] = {}  # entry -> its first line
        self._spots: dict[int, Sequence[Spot]] = {}  # of the entries that have some
        self._drawn_for = -1

    def show(self, entries: Sequence[PaneEntry], *, keep: bool = False) -> None:
        """Shows other entries; `keep` leaves the scroll and the cursor where they are: it is the same record."""
        stood_on = self._here
        self.entries = entries
        self._drawn_for = -1
        self._lay_out()
        if keep and self.at < len(entries):
            if self.at >= 0 and not entries[self.at].leads:
                self.at = -1
            self._follow(stood_on)
        else:
            self.at = -1
            self._scroll_to_line(0)
            if self.has_focus:
                self._take_first()
        self.refresh()
        self.post_message(self.Stood(self))

    def stand_on(self, record: str) -> bool:
        """Puts the cursor on the first line that leads to a record or to a part of it; whether there is one."""
        for number, entry in enumerate(self.entries):
            targets = [spot.target for spot in self._spots.get(number, ())] or [entry.target]
            place = next((n for n, target in enumerate(targets) if target.partition(".")[0] == record), -1)
            if place >= 0 and number in self._first:
                line, page = self._first[number], self.size.height
                if line >= page:
                    self._scroll_to_line(line - page // 2)
                self.at, self.spot = number, place
                self._show_spot()
                return True
        return False

    def watch_at(self) -> None:
        self.post_message(self.Stood(self))

    def watch_spot(self) -> None:
        self.post_message(self.Stood(self))

    @property
    def active(self) -> bool:
        """Whether the cursor is seen."""
        return self.has_focus

    @property
    def target(self) -> str:
        """The id of the record that the cursor's entry leads to, or ""."""
        if not 0 <= self.at < len(self.entries):
            return ""
        here = self._here
        return here.target if here is not None else self.entries[self.at].target

    @property
    def _here(self) -> Spot | None:
        """The spot under the cursor, where its entry has some."""
        spots = self._spots.get(self.at, ())
        return spots[min(self.spot, len(spots) - 1)] if spots else None

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
        self._lines, self._first, self._spots = [], {}, {}
        for number, entry in enumerate(self.entries):
            if entry.spots is not None:
                self._spots[number] = entry.spots(width - 2)
            for line in entry.draw(width - 2):
                self._first.setdefault(number, len(self._lines))
                self._lines.append((line, number))
        self.virtual_size = Size(width, len(self._lines))

    def on_resize(self) -> None:
        self._lay_out()
        if self.has_focus:
            self._take_first()
        self.refresh()

    def on_focus(self) -> None:
        self._take_first()
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        line = event.y + round(self.scroll_y)
        if line < len(self._lines):
            number = self._lines[line][1]
            spot = self._spot_at(number, event.x - 2, line)
            if self.entries[number].target or spot is not None:
                again = number == self.at and spot in (None, self.spot)
                self.at, self.spot = number, spot or 0
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
        if self._step_spot(by):
            return
        top, page = round(self.scroll_y), self.size.height
        place = self._next_in_sight(by)
        if place is not None:
            self.at = place
            self.spot = 0 if by > 0 else max(0, len(self._spots.get(place, ())) - 1)
            line = self._here.line + self._first[place] if self._here is not None else self._first[place]
            if not top <= line < top + page:
                self._scroll_to_line(line if by < 0 else line - page + 1)
        else:
            self._scroll_to_line(top + by)
        self.refresh()

    def _take_first(self) -> None:
        """The first entry in sight that leads somewhere, where the cursor is nowhere yet."""
        place = self._next_in_sight(1) if self.at < 0 else None
        if place is not None:
            self.at, self.spot = place, 0

    def _next_in_sight(self, by: int) -> int | None:
        """The next entry in that direction that leads somewhere and is seen, or would be a line further."""
        top, page, last = round(self.scroll_y), self.size.height, len(self.entries)
        before = self.at if self.at >= 0 else last
        numbers = range(self.at + 1, last) if by > 0 else range(before - 1, -1, -1)
        leading = (n for n in numbers if self.entries[n].leads and n in self._first)
        return next((n for n in leading if top - 1 <= self._first[n] <= top + page), None)

    def _scroll_to_line(self, line: int) -> None:
        """Scrolls at once: what is pressed next asks what is in sight."""
        self.scroll_to(y=line, animate=False, force=True, immediate=True)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """What is scrolled out of sight is no longer under the cursor: no act may be about what nobody sees."""
        super().watch_scroll_y(old_value, new_value)
        if self.at >= 0 and not self._in_sight(round(new_value)):
            self.at = -1

    def _in_sight(self, top: int) -> bool:
        """Whether a line of what is under the cursor is seen with that line on top."""
        here, first = self._here, self._first.get(self.at, 0)
        if here is not None:
            return first + here.line < top + self.size.height and first + here.line + here.height > top
        return any(number == self.at for _line, number in self._lines[top : top + self.size.height])

    def _step_spot(self, by: int) -> bool:
        """Within an entry that has spots, to the nearest in the next row of them; False where there is none."""
        here, spots = self._here, self._spots.get(self.at, ())
        if here is None:
            return False
        beyond = [n for n, spot in enumerate(spots) if (spot.line - here.line) * by > 0]
        if not beyond:
            return False
        self.spot = min(beyond, key=lambda n: (abs(spots[n].line - here.line), abs(spots[n].left - here.left)))
        self._show_spot()
        return True

    def _follow(self, stood_on: Spot | None) -> None:
        """The cursor goes with the record it stood on, where that is in another place of the same entry."""
        target = stood_on.target if stood_on is not None else ""
        spots = self._spots.get(self.at, ())
        place = next((n for n, spot in enumerate(spots) if target and spot.target == target), self.spot)
        if place != self.spot:
            self.spot = place
            self._show_spot()

    def _show_spot(self) -> None:
        """Scrolls the spot under the cursor into sight."""
        here, top, page = self._here, round(self.scroll_y), self.size.height
        if here is not None:
            first = self._first[self.at] + here.line
            if first < top:
                self._scroll_to_line(first)
            elif first + here.height > top + page:
                self._scroll_to_line(first + here.height - page)
        self.refresh()

    def _spot_at(self, number: int, x: int, line: int) -> int | None:
        """The spot of an entry at a place, if there is one."""
        y = line - self._first[number]
        spots = enumerate(self._spots.get(number, ()))
        return next(
            (n for n, s in spots if s.line <= y < s.line + s.height and s.left <= x < s.left + s.width),
            None,
        )

    def action_column_left(self) -> None:
        self._step_aside(-1)

    def action_column_right(self) -> None:
        self._step_aside(1)

    def _step_aside(self, by: int) -> None:
        """To the spot beside this one."""
        here, spots = self._here, self._spots.get(self.at, ())
        place = self.spot + by
        if here is not None and 0 <= place < len(spots) and spots[place].line == here.line:
            self.spot = place
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
        top = round(self.scroll_y)
        leading = [n for n, line in self._first.items() if line >= top and self.entries[n].leads]
        self.at = max(leading, default=self.at)

    def _scroll(self, by: int) -> None:
        """Scrolls, and takes the cursor along to the first entry in sight that leads somewhere."""
        page, last = self.size.height, max(0, len(self._lines) - self.size.height)
        top = max(0, min(round(self.scroll_y) + by, last))
        self._scroll_to_line(top)
        seen = [n for n, line in self._first.items() if top <= line < top + page and self.entries[n].leads]
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
        if under and self._here is not None:
            return self._spotted(line, number - self._first[entry], width)
        base = self.get_component_rich_style("detail--cursor") if under else self.ground
        sign: Span = ("▌", "accent") if under else (" ", "")
        return self.drawn((sign, *clipped(line, width - 2)), width, base)

    def _spotted(self, line: SpanLine, y: int, width: int) -> Strip:
        """A line of an entry with spots: only the one under the cursor stands out."""
        here = self._here
        plain = self.drawn(((" ", ""), *clipped(line, width - 2)), width)
        if here is None or not here.line <= y < here.line + here.height:
            return plain
        cursor = self.get_component_rich_style("detail--cursor")
        marked = self.drawn((("▌", "accent"), *clipped(line, width - 2)), width, cursor)
        left, right = here.left + 1, here.left + 1 + here.width
        return Strip.join((plain.crop(0, left), marked.crop(left, right), plain.crop(right, width)))
