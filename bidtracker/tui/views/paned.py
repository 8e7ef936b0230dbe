"""A list and the page of its row, and how the two share the screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import ClassVar

from textual import events, on
from textual.geometry import Size
from textual.widget import Widget

from bidtracker.domain.ids import parse_ref
from bidtracker.tui.cells import ListRow
from bidtracker.tui.views.listed import ListScreen
from bidtracker.tui.widgets.browser import Browser, Further
from bidtracker.tui.widgets.detail import Detail, PaneEntry
from bidtracker.tui.widgets.record_table import RecordTable

WIDE = 140  # cells from which the detail stands beside the table; with fewer, every column would be cut
SPREAD = (170, 48)  # columns and lines from which a list has the whole width, and its page two panes below
LEAST_ROWS = 8  # of a list above its page
TALL = 32  # lines from which it lies below the table, where it does not stand beside it


class PanedScreen(ListScreen):
    """A list with the detail beside or below it; on a large screen with its page in two panes below."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 - Textual says it is of the instance
    AUTO_FOCUS = "RecordTable"
    spreads: ClassVar[bool] = False  # whether a large screen has the list above and its page in two panes below
    pane = True  # whether the detail stands beside or below the table at first
    describes: ClassVar[bool] = True  # the detail of a row is the page of its record, with what was done to that
    rows_above = (False, 0)  # whether its page is in two panes, and the lines that the list above it has now

    # ------------------------------------------------------------ the page

    @cached_property
    def detail(self) -> Browser:
        """The pane of the row's page, and of what is opened from there."""
        return Browser(self.desk, self.further)

    @cached_property
    def further(self) -> Further | None:
        """The pane in which the page goes on, where a view has one."""
        return Further() if self.spreads else None

    @property
    def in_detail(self) -> bool:
        """Whether the cursor is in the page, not in the list."""
        return self.focused in (self.detail, *([self.further] if self.further is not None else []))

    def body(self) -> Iterable[Widget]:
        """What stands beside each other under the header."""
        return (self.rows, self.detail) if self.further is None else (self.rows, self.detail, self.further)

    def entries(self, row: ListRow) -> Sequence[PaneEntry]:
        """The detail of a row."""
        from bidtracker.tui.widgets.record import describe  # later than the first paint

        return describe(self.desk, *parse_ref(self.id_of(row)))

    def _page(self) -> Sequence[PaneEntry]:
        return () if self.rows.current is None else self.entries(self.rows.current)

    @on(RecordTable.Moved)
    def _moved(self, event: RecordTable.Moved) -> None:
        self.tell()
        if event.elsewhere:
            row = self.rows.current
            self.detail.turn_to(self._page, self.id_of(row) if self.describes and row is not None else "")
        else:
            self.detail.draw()

    @on(ListScreen.BookChanged)
    def _redraw(self) -> None:
        """The detail may show any record, also of a table that no row here reads."""
        if self in self.app.screen_stack and not self.stale:
            self.detail.draw()

    @on(Detail.Opened)
    def _followed(self, event: Detail.Opened) -> None:
        """From where the page goes on; its own pane goes on from record to record itself."""
        event.stop()
        self.show_record(event.target.partition(".")[0])

    # ------------------------------------------------------------ how large each is

    def come_to_size(self) -> None:
        """Says how large the screen is before anything is put together."""
        # Said before there is anything on the screen, each class costs nothing; later it styles everything anew.
        wide = self.app.size.width >= WIDE
        self.update_classes(
            {
                "-detail": self.pane,
                "-wide": wide,
                "-narrow": not wide,
                "-below": self.pane and self.app.size.height >= TALL,
                "-spread": self.large(self.app.size),
            },
            update=False,
        )

    @property
    def wide(self) -> bool:
        """Whether there is room for the detail beside the table."""
        return self.size.width >= WIDE

    def large(self, size: Size) -> bool:
        """Whether there is room for the list above its page, and for that in two panes."""
        return self.spreads and size.width >= SPREAD[0] and size.height >= SPREAD[1]

    def tell(self) -> None:
        super().tell()
        self.share_out()

    def share_out(self) -> None:
        """Gives the list above its page as many lines as it has rows, at most about half of the screen."""
        spread = self.has_class("-spread")
        above = self.filled and (spread or (self.has_class("-below") and not self.wide))
        lines = max(LEAST_ROWS, min(self.lines_wanted(), (self.size.height - 3) // 2)) if above else 0
        if self.rows_above != (spread, lines):
            self.rows_above = spread, lines
            if spread and lines:
                self.query_one("#body").styles.grid_rows = f"{lines} 1fr"
            self.rows.styles.height = lines if lines and not spread else None

    def lines_wanted(self) -> int:
        """The lines in which all of the list is seen."""
        return len(self.listing.rows) + 1

    def on_resize(self, event: events.Resize) -> None:
        if event.size.width >= WIDE:
            self.remove_class("-full")
        large = self.large(event.size)
        self.set_class(large, "-spread")
        self.share_out()
        if not large and self.further is not None and self.focused in (self.further, None):
            self.set_focus(self.detail if self.detail.display else self.rows)
        self.call_after_refresh(self.detail.draw)

    def action_detail(self) -> None:
        """Shows or hides the detail beside or below the table."""
        self.remove_class("-full")
        self.toggle_class("-detail" if self.wide else "-below")
        self.share_out()
        if not self.detail.display:
            self.set_focus(self.rows)
        self.call_after_refresh(self.detail.draw)

    # ------------------------------------------------------------ from one to the other

    def show_record(self, record_ref: str) -> None:
        """Opens a record in the detail, over the row's own page."""
        self.detail.open(record_ref)
        self.to_detail()

    @on(RecordTable.RowOpened)
    def to_detail(self) -> None:
        """The detail takes the cursor; on a narrow screen it takes the table's place."""
        if self.wide:
            self.add_class("-detail")
        elif not self.has_class("-below"):
            self.add_class("-full")
        if self.detail.size:  # it is there, and what is typed behind the key finds it
            self._enter_detail()
        else:
            self.call_after_refresh(self._enter_detail)

    def _enter_detail(self) -> None:
        self.detail.draw()
        self.set_focus(self.detail)

    def to_rows(self) -> None:
        """The table takes the cursor back, and the detail shows its row again: what is in front is what acts."""
        self.remove_class("-full")
        self.set_focus(self.rows)
        self.detail.close_opened()

    def action_panes(self) -> None:
        if self.focused is self.rows:
            self.to_detail()
        elif self.focused is self.detail and self.further is not None and self.further.display and self.further.entries:
            self.set_focus(self.further)
        else:
            self.to_rows()

    def action_back(self) -> None:
        """One step back: a record in the detail, the detail, the marks, the filter."""
        if self.detail.back():
            return
        if self.focused is not self.rows:
            self.to_rows()
        elif self.rows.marks:
            self.rows.unmark()
        elif self.text:
            self.use_filter("")
