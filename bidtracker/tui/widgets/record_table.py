"""The one list widget: it draws only the lines that are seen, so that 100,000 rows cost what 40 do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer

from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.spans import SpanLine
from bidtracker.domain.text import cells
from bidtracker.locale import tr
from bidtracker.pages.layout import clipped, padded, width_of, wrapped
from bidtracker.tui.cells import RIGHT, ListRow, Placed, TableColumn, fit
from bidtracker.tui.keys import Place, bindings
from bidtracker.tui.listing.row_source import RowSource
from bidtracker.tui.widgets.toned import Toned

MARGIN = 2  # the cells before the first column: the sign of the cursor or a mark, and a gap
AHEAD = 0.05  # seconds without a move after which the neighbouring pages are drawn, so that they come at once
HELD = 0.5  # seconds after which a line that could not be read is tried again
KEPT_STRIPS = 2_000  # drawn lines that are kept; a screenful of a very tall terminal is a tenth of this


class RecordTable(Toned, ScrollView, can_focus=True, inherit_bindings=False):
    """A list of records under columns, with a cursor row, a cursor column and marks.

    `key` gives a row's id, by which the cursor and the marks stay on their records when the rows change.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "table--header",
        "table--column",
        "table--cell",
        "table--cursor",
        "table--marked",
        "table--hover",
    }
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.LIST, Place.TABLE)]

    cursor: reactive[int] = reactive(0, repaint=False)

    class Moved(Message):
        """The cursor is on another record (`elsewhere`), or the one under it may have changed."""

        def __init__(self, elsewhere: bool) -> None:
            self.elsewhere = elsewhere
            super().__init__()

    class RowOpened(Message):
        """Enter or a double click on a row."""

    class Marked(Message):
        """Rows were marked or unmarked."""

    class Sorted(Message):
        """A column's header was clicked."""

        def __init__(self, column: str) -> None:
            self.column = column
            super().__init__()

    def __init__(self, columns: Sequence[TableColumn], key: Callable[[ListRow], str]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.key = key
        self.rows: Sequence[ListRow] = ()
        self.marks: set[str] = set()
        self.column = self.columns[0].name
        self.order: tuple[str, bool] = ("", False)  # the sorted column and whether it falls
        self.empty: SpanLine = ()  # what an empty list says
        self._at = ""  # the id under the cursor
        self._sought = ""  # the id that the cursor goes to once it is among the rows
        self._fit: list[Placed] = []
        self._strips: dict[tuple[int, bool], Strip] = {}
        self._hover = -1
        self._looking: Timer | None = None

    # ------------------------------------------------------------ rows

    @property
    def current(self) -> ListRow | None:
        """The record under the cursor."""
        return self.rows[self.cursor] if 0 <= self.cursor < len(self.rows) else None

    @property
    def chosen(self) -> list[ListRow]:
        """The marked records that the list shows, or the one under the cursor."""
        if self.marks and isinstance(self.rows, RowSource):
            return self.rows.keyed(self.marks)
        if self.marks:
            return [row for row in self.rows if self.key(row) in self.marks]
        return [] if self.current is None else [self.current]

    def show(self, rows: Sequence[ListRow], *, follow: bool = True) -> None:
        """Shows other rows. The cursor stays on its record, or where it was if that is gone; not `follow`: on top."""
        at, row_before = self._at, self.current
        self.rows = rows
        self._forget()
        if not follow:
            self._put(0)
        elif not (self.current is not None and self.key(self.current) == at):
            place = self._place(row_before, at) if at else None
            self._put(min(self.cursor, max(0, len(rows) - 1)) if place is None else place)
        self._at = self.key(self.current) if self.current is not None else ""
        self._keep_in_sight()
        self.refresh()
        self.post_message(self.Moved(self._at != at))
        if self._sought:
            self.go_to(self._sought)

    def _place(self, row_before: ListRow | None, row_key: str) -> int | None:
        """Where a record stands now. The very same one is found ten times as fast as by its id."""
        if isinstance(self.rows, RowSource):
            return self.rows.place(row_key)
        same = next((n for n, row in enumerate(self.rows) if row is row_before), None) if row_before else None
        return next((n for n, row in enumerate(self.rows) if self.key(row) == row_key), None) if same is None else same

    def extend(self, rows: Sequence[ListRow]) -> None:
        """More rows were appended to the ones shown."""
        self.rows = rows
        self.virtual_size = Size(self.size.width, len(rows) + 1)
        self.refresh()

    def go_to(self, key: str) -> bool:
        """Puts the cursor on the record with that id; False where the list does not show it."""
        place = self._place(None, key)
        if place is None:
            return False
        self.cursor = place
        return True

    def seek(self, key: str) -> None:
        """Puts the cursor on the record with that id, if need be once the list shows it, unless it is moved before."""
        if not self.go_to(key):
            self._sought = key

    def repaint(self) -> None:
        """Draws the visible lines again: something that a cell reads has changed."""
        self._forget()
        self.refresh()

    def _put(self, cursor: int) -> None:
        self.set_reactive(RecordTable.cursor, cursor)

    def validate_cursor(self, cursor: int) -> int:
        return max(0, min(cursor, len(self.rows) - 1))

    def watch_cursor(self, before: int, now: int) -> None:
        self._at = self.key(self.rows[now]) if self.rows else ""
        if self.rows:  # moved; before there are any this is called for the cursor's first place
            self._sought = ""
        self._repaint_row(before)
        self._repaint_row(now)
        self._keep_in_sight()
        self.post_message(self.Moved(True))

    # ------------------------------------------------------------ moving

    @property
    def page(self) -> int:
        """How many rows are seen at once."""
        return max(1, self.size.height - 1)

    def action_cursor_down(self) -> None:
        self.cursor += 1

    def action_cursor_up(self) -> None:
        self.cursor -= 1

    def action_page_down(self) -> None:
        self.cursor += self.page

    def action_page_up(self) -> None:
        self.cursor -= self.page

    def action_half_down(self) -> None:
        self.cursor += max(1, self.page // 2)

    def action_half_up(self) -> None:
        self.cursor -= max(1, self.page // 2)

    def action_top(self) -> None:
        self.cursor = 0

    def action_bottom(self) -> None:
        self.cursor = len(self.rows) - 1

    def action_column_left(self) -> None:
        self._step_column(-1)

    def action_column_right(self) -> None:
        self._step_column(1)

    def action_open(self) -> None:
        if self.current is not None:
            self.post_message(self.RowOpened())

    def action_mark(self) -> None:
        """Marks the row or takes the mark off, and goes on to the next."""
        if self.current is not None:
            self.marks ^= {self.key(self.current)}
            self._forget()
            self._repaint_row(self.cursor)
            self.post_message(self.Marked())
            self.cursor += 1

    def unmark(self) -> None:
        """Takes all marks off."""
        if self.marks:
            self.marks.clear()
            self.repaint()
            self.post_message(self.Marked())

    @property
    def current_column(self) -> TableColumn:
        """The column of the cell under the cursor; the first one seen, where its own has dropped out."""
        seen = [placed.column for placed in self._fit] or list(self.columns)
        return next((column for column in seen if column.name == self.column), seen[0])

    def _step_column(self, by: int) -> None:
        seen = [placed.column.name for placed in self._fit]
        if seen:
            here = seen.index(self.current_column.name)
            self.column = seen[max(0, min(here + by, len(seen) - 1))]
            self.repaint()

    def _keep_in_sight(self) -> None:
        top = round(self.scroll_y)
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False, force=True)
        elif self.cursor >= top + self.page:
            self.scroll_to(y=self.cursor - self.page + 1, animate=False, force=True)

    def watch_scroll_y(self, before: float, now: float) -> None:
        super().watch_scroll_y(before, now)
        if self._looking is not None:
            self._looking.stop()
        self._looking = self.set_timer(AHEAD, self.look_ahead)

    def look_ahead(self) -> None:
        """Draws the lines of the next page and of the one before, while nobody waits for them."""
        top, width = round(self.scroll_y), self.scrollable_content_region.width
        for row in range(max(0, top - self.page), min(top + 2 * self.page, len(self.rows))):
            if row != self.cursor:
                self._drawn_row(row, width)

    # ------------------------------------------------------------ mouse

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if event.y == 0:
            column = self._column_at(event.x)
            if column is not None:
                self.post_message(self.Sorted(column.name))
            return
        row = event.y - 1 + round(self.scroll_y)
        if row < len(self.rows):
            column = self._column_at(event.x)
            if column is not None:
                self.column = column.name
                self._forget()
                self.refresh(Region(0, 0, self.size.width, 1))
            again = row == self.cursor and event.chain > 1
            self.cursor = row
            if event.x < MARGIN:
                self.action_mark()
                return
            self._repaint_row(row)
            if again:
                self.action_open()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        row = event.y - 1 + round(self.scroll_y) if event.y else -1
        if row != self._hover:
            before, self._hover = self._hover, row
            self._repaint_row(before)
            self._repaint_row(row)

    def on_leave(self, event: events.Leave) -> None:
        before, self._hover = self._hover, -1
        self._repaint_row(before)

    @property
    def cell_region(self) -> Region:
        """Where the cell under the cursor is on the screen."""
        left, top = self.content_region.offset
        left += MARGIN
        for column, width, gap in self._fit:
            left += gap
            if column.name == self.current_column.name:
                return Region(left, top + 1 + self.cursor - round(self.scroll_y), width, 1)
            left += width
        return Region(left, top, 0, 1)

    def _column_at(self, x: int) -> TableColumn | None:
        left = MARGIN
        for column, width, gap in self._fit:
            left += gap + width
            if x < left:
                return column
        return None

    # ------------------------------------------------------------ drawing

    def on_resize(self) -> None:
        self._forget()
        self._keep_in_sight()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips.clear()

    def on_focus(self) -> None:
        self._repaint_row(self.cursor)

    def on_blur(self) -> None:
        self._repaint_row(self.cursor)

    def _forget(self) -> None:
        self._strips.clear()
        gap = 2 if self.size.width >= 90 else 1
        self._fit = fit(self.columns, self.scrollable_content_region.width - MARGIN, gap)
        self.virtual_size = Size(self.scrollable_content_region.width, len(self.rows) + 1)

    def _repaint_row(self, row: int) -> None:
        """Draws one line again; the rows before and after it are not touched."""
        self._strips.pop((row, True), None)
        self._strips.pop((row, False), None)
        if row >= 0:
            self.refresh(Region(0, row + 1 - round(self.scroll_y), self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        if y == 0:
            return self._header(width)
        row = y - 1 + round(self.scroll_y)
        if row >= len(self.rows):
            if not self.rows and y >= 2:
                lines = wrapped(self.empty, width - 2 * MARGIN)
                return self.drawn(((" " * MARGIN, ""), *lines[y - 2]) if y - 2 < len(lines) else (), width)
            return Strip.blank(width, self.ground)
        return self._drawn_row(row, width)

    def _drawn_row(self, row: int, width: int) -> Strip:
        """The line of a row, kept until the row or its style changes."""
        under = row == self.cursor
        strip = self._strips.get((row, under))
        if strip is None:
            if len(self._strips) > KEPT_STRIPS:
                self._strips.clear()
            try:
                strip = self._strips[row, under] = self._row(row, width, under)
            except BidtrackerError:  # it is read now, and another program holds the book for a moment
                self.set_timer(HELD, self.repaint)
                return Strip.blank(width, self.ground)
        return strip

    def _header(self, width: int) -> Strip:
        base = self.get_component_rich_style("table--header")
        here = self.get_component_rich_style("table--column")
        sorted_by, falls = self.order
        segments = [Segment(" " * MARGIN, base)]
        for column, size, gap in self._fit:
            sign = (" ▼" if falls else " ▲") if column.name == sorted_by else ""
            label = padded(tr(column.label), max(0, size - cells(sign)))
            if column.over is not None:
                text = padded(column.over(size), size)
            else:
                text = padded(label.rstrip() + sign, size, column.align == RIGHT)
            style = here if column.name == self.current_column.name and self.has_focus else base
            segments += [Segment(" " * gap, base), Segment(text, style)]
        return Strip(segments).adjust_cell_length(width, base)

    def _row(self, number: int, width: int, under: bool) -> Strip:
        row = self.rows[number]
        marked = self.key(row) in self.marks
        base = self._base(number, under, marked)
        sign = "●" if marked else ("▌" if self.has_focus else "▏") if under else " "
        tones = self.tones_on(base)
        segments = [Segment(sign, base + tones["accent"]), Segment(" ", base)]
        used = MARGIN
        for column, size, gap in self._fit:
            if gap:
                segments.append(Segment(" " * gap, base))
                used += gap
            cell = base
            if under and self.has_focus and column.name == self.current_column.name:
                cell = self.get_component_rich_style("table--cell")
            shown = column.show(row) if column.drawn is None else column.drawn(row, size)
            segments += self._cell(shown, column, size, cell, tones)
            used += size
        if used < width:
            segments.append(Segment(" " * (width - used), base))
        drawn = Strip(segments, max(used, width))
        return drawn if used <= width else drawn.crop(0, width)

    def _cell(
        self, shown: Any, column: TableColumn, size: int, base: Style, tones: Mapping[str, Style]
    ) -> list[Segment]:
        line: SpanLine = shown if shown and isinstance(shown[0], tuple) else (shown,)
        if len(line) == 1:
            text, tone = line[0]
            return [Segment(padded(text, size, column.align == RIGHT), base + tones[tone])]
        line = clipped(line, size)
        spare = Segment(" " * (size - width_of(line)), base)
        drawn = [Segment(text, base + tones[tone]) for text, tone in line]
        return [spare, *drawn] if column.align == RIGHT else [*drawn, spare]

    def _base(self, number: int, under: bool, marked: bool) -> Style:
        if under:
            return self.get_component_rich_style("table--cursor")
        if marked:
            return self.get_component_rich_style("table--marked")
        if number == self._hover:
            return self.get_component_rich_style("table--hover")
        return self.ground
