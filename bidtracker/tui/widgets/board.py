"""A board: lanes side by side, in each its cards one below the other. It draws only the cards that are seen."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Any

from textual import events
from textual.geometry import Region, Size
from textual.strip import Strip

from bidtracker.domain.spans import SpanLine
from bidtracker.pages.layout import clipped, ends, width_of
from bidtracker.tui.cells import ListRow, TableColumn
from bidtracker.tui.widgets.record_table import RecordTable

NARROWEST = 19  # cells of a lane; with fewer, no title could be told
HEAD = 2  # lines over the cards of a lane; one more where a lane is too narrow for its sums side by side
EDGE = 3  # cells of a lane that its heads leave free
CARD, TALLEST = 4, 6  # lines of a card, the gap to the next one included: as many as all cards find room with


class BoardTable(RecordTable):
    """The rows of a list as cards in lanes. `lane_of` says in which lane a row is, `heads` what stands over each lane,
    its name and then its sums, `card` what a card says in so many cells and lines."""

    def __init__(
        self,
        columns: Sequence[TableColumn],
        key: Callable[[ListRow], str],
        *,
        lane_of: Callable[[ListRow], int],
        heads: Callable[[], Sequence[tuple[SpanLine, SpanLine]]],
        card: Callable[[ListRow, int, int], Sequence[SpanLine]],
    ) -> None:
        super().__init__(columns, key)
        self.lane_of, self.heads, self.card = lane_of, heads, card
        self._starts: list[int] = [0]  # of each lane its first row, and at the end how many rows there are
        self._tops: dict[int, int] = {}  # of a lane the first card that is seen
        self._left = 0  # the first lane that is seen
        self.head = HEAD

    # ------------------------------------------------------------ rows

    def show(self, rows: Sequence[ListRow], *, follow: bool = True) -> None:
        """Shows other rows, lane by lane; within a lane they stay in their order."""
        rows = sorted(rows, key=self.lane_of)
        lanes = [self.lane_of(row) for row in rows]
        self._starts = [bisect_right(lanes, lane - 1) for lane in range(len(self.heads()) + 1)]
        self._measure_heads()
        if not follow:
            self._tops.clear()
        super().show(rows, follow=follow)

    def extend(self, rows: Sequence[ListRow]) -> None:
        self.show(rows)

    def lane(self, row: int) -> int:
        """The lane of a row by its place."""
        return max(0, bisect_right(self._starts, row) - 1) if self._starts else 0

    def _cards(self, lane: int) -> int:
        return self._starts[lane + 1] - self._starts[lane] if lane + 1 < len(self._starts) else 0

    # ------------------------------------------------------------ where things are

    @property
    def page(self) -> int:
        """How many cards of a lane are seen at once."""
        return max(1, (self._below + 1) // self.tall)  # nobody misses the gap after the last

    @property
    def _below(self) -> int:
        """The lines below the heads."""
        return self.size.height - self.head

    @property
    def tall(self) -> int:
        """The lines of a card, the gap after it included."""
        most = max(map(self._cards, range(len(self._starts) - 1)), default=0)
        return max(CARD, min(TALLEST, (self._below + 1) // max(1, most)))

    @property
    def seen(self) -> range:
        """The lanes that find room."""
        lanes = len(self._starts) - 1
        many = max(1, min(lanes, self.size.width // NARROWEST))
        left = max(0, min(self._left, lanes - many))
        return range(left, left + many)

    @property
    def wide(self) -> int:
        """The cells of a lane."""
        return max(1, self.size.width // max(1, len(self.seen)))

    def _forget(self) -> None:
        self._strips.clear()
        self._fit = []
        self._measure_heads()
        self.virtual_size = Size(self.size.width, self.size.height)

    def _measure_heads(self) -> None:
        """One line for all sums of a lane, or two where in some lane they find no room side by side."""
        self.head = HEAD + any(width_of(sums) > self.wide - EDGE for _name, sums in self.heads())

    def _keep_in_sight(self) -> None:
        if not self.rows:
            return
        lane = self.lane(self.cursor)
        place, top = self.cursor - self._starts[lane], self._tops.get(lane, 0)
        top = min(max(top, place - self.page + 1), place)
        seen = self.seen
        left = min(max(self._left, lane - len(seen) + 1), lane)
        if top != self._tops.get(lane, 0) or left != self._left:
            self._tops[lane], self._left = top, left
            self.refresh()

    def _repaint_row(self, row: int) -> None:
        self._strips.pop((row, True), None)
        self._strips.pop((row, False), None)
        if not 0 <= row < len(self.rows):
            return
        lane = self.lane(row)
        y = self.head + (row - self._starts[lane] - self._tops.get(lane, 0)) * self.tall
        if lane in self.seen and self.head <= y < self.size.height:
            self.refresh(Region((lane - self.seen.start) * self.wide, y, self.wide, self.tall))

    def look_ahead(self) -> None:
        """All that is seen is drawn; what is not costs nothing."""

    # ------------------------------------------------------------ moving

    def action_cursor_down(self) -> None:
        self._step(1)

    def action_cursor_up(self) -> None:
        self._step(-1)

    def action_page_down(self) -> None:
        self._step(self.page)

    def action_page_up(self) -> None:
        self._step(-self.page)

    def action_half_down(self) -> None:
        self._step(max(1, self.page // 2))

    def action_half_up(self) -> None:
        self._step(-max(1, self.page // 2))

    def action_top(self) -> None:
        self._step(-len(self.rows))

    def action_bottom(self) -> None:
        self._step(len(self.rows))

    def _step(self, by: int) -> None:
        """So many cards up or down in the lane."""
        if self.rows:
            lane = self.lane(self.cursor)
            self.cursor = max(self._starts[lane], min(self.cursor + by, self._starts[lane + 1] - 1))

    def _step_column(self, by: int) -> None:
        """To the next lane that has cards, as high on the screen as before."""
        if not self.rows:
            return
        here = self.lane(self.cursor)
        high = self.cursor - self._starts[here] - self._tops.get(here, 0)
        lane = here + by
        while 0 <= lane < len(self._starts) - 1:
            if cards := self._cards(lane):
                self.cursor = self._starts[lane] + min(self._tops.get(lane, 0) + high, cards - 1)
                return
            lane += by

    # ------------------------------------------------------------ mouse

    def on_click(self, event: events.Click) -> None:
        event.stop().prevent_default()  # a table would take it for one of its rows
        row = self._row_at(event.x, event.y)
        if row is not None:
            again = row == self.cursor and event.chain > 1
            self.cursor = row
            if again:
                self.action_open()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        event.prevent_default()
        row = self._row_at(event.x, event.y)
        before, self._hover = self._hover, -1 if row is None else row
        if before != self._hover:
            self._repaint_row(before)
            self._repaint_row(self._hover)

    def _on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop().prevent_default()
        self._roll(event.x, 1)

    def _on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop().prevent_default()
        self._roll(event.x, -1)

    def _roll(self, x: int, by: int) -> None:
        """Rolls the lane under the mouse; the cursor stays where it is."""
        lane = self.seen.start + min(x // self.wide, len(self.seen) - 1)
        most = max(0, self._cards(lane) - self.page)
        self._tops[lane] = max(0, min(self._tops.get(lane, 0) + by, most))
        self.refresh()

    def _row_at(self, x: int, y: int) -> int | None:
        lane = self.seen.start + min(x // self.wide, len(self.seen) - 1)
        place = self._tops.get(lane, 0) + (y - self.head) // self.tall
        return self._starts[lane] + place if y >= self.head and place < self._cards(lane) else None

    # ------------------------------------------------------------ drawing

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if not self.rows:
            return super().render_line(y) if y else Strip.blank(width, self.ground)
        if y < self.head:
            return self._heads(y, width)
        number, part = divmod(y - self.head, self.tall)
        drawn = []
        for lane in self.seen:
            place = self._tops.get(lane, 0) + number
            if place < self._cards(lane):
                drawn.append(self._card_line(self._starts[lane] + place, part))
            else:
                drawn.append(Strip.blank(self.wide, self.ground))
        return Strip.join(drawn).adjust_cell_length(width, self.ground)

    def _heads(self, y: int, width: int) -> Strip:
        """What stands over the lanes; at the edges a sign where more of them lie beyond."""
        base, here = self.get_component_rich_style("table--header"), self.lane(self.cursor)
        heads, seen, drawn = self.heads(), self.seen, []
        for lane in seen:
            left = self._head_line(*heads[lane], y)
            if lane == here and not y:
                left = tuple((text, "key") for text, _tone in left)
            before = (("‹ ", "accent"),) if lane == seen.start and seen.start and not y else (("  ", ""),)
            beyond = lane == seen.stop - 1 and seen.stop < len(heads) and not y
            line = ends((*before, *left), (("› ", "accent"),) if beyond else (("", ""),), self.wide)
            drawn.append(self.drawn(line, self.wide, base))
        return Strip.join(drawn).adjust_cell_length(width, base)

    def _head_line(self, name: SpanLine, sums: SpanLine, y: int) -> SpanLine:
        """One of the lines over a lane; a number is seen whole or not at all."""
        line = name if not y else sums if self.head == HEAD else sums[:1] if y == 1 else sums[-1:] * (len(sums) > 1)
        while len(line) > 1 and width_of(line) > self.wide - EDGE:
            line = line[:-1]
        return line

    def _card_line(self, row: int, part: int) -> Strip:
        """One line of a card, kept until the card or its style changes."""
        under = row == self.cursor
        base = self._base(row, under, self.key(self.rows[row]) in self.marks)
        card = self._strips.get((row, under))
        if card is None or card.cell_length != self.wide * self.tall:
            card = self._strips[row, under] = Strip.join(self._card(row, under, base))
        return card.crop(part * self.wide, (part + 1) * self.wide)

    def _card(self, number: int, under: bool, base: Any) -> list[Strip]:
        """The lines of a card, the gap after it as the last."""
        row, wide = self.rows[number], self.wide
        marked = self.key(row) in self.marks
        sign = "●" if marked else ("▌" if self.has_focus else "▏") if under else "│"
        tone = "accent" if under or marked else "muted"
        lines = [(((sign + " "), tone), *clipped(line, wide - 4)) for line in self.card(row, wide - 4, self.tall - 1)]
        lines += [((sign, tone),)] * (self.tall - 1 - len(lines))
        drawn = [self.drawn((*line,), wide - 1, base) for line in lines[: self.tall - 1]]
        gap = Strip.blank(1, self.ground)
        return [*(Strip.join((line, gap)) for line in drawn), Strip.blank(wide, self.ground)]
