"""The first and the last line of the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.message import Message
from textual.strip import Strip

from bidtracker.domain.spans import Span, SpanLine
from bidtracker.pages.layout import clipped, ends, width_of
from bidtracker.tui.views.catalogue import VIEWS
from bidtracker.tui.widgets.toned import Toned


class OneLine(Toned):
    """A widget of one line, which is given as spans."""

    def line(self, width: int) -> SpanLine:
        """What to show in `width` cells."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if y:
            return Strip.blank(width, self.ground)
        return self.drawn(self.line(width), width)

    @property
    def text(self) -> str:
        """What is shown, as plain text."""
        return "".join(text for text, _ in self.line(self.size.width))


class ViewHeader(OneLine):
    """The book, the view, how many rows of how many, the filter and the order in words, today."""

    class Chosen(Message):
        """A click on the name of a view."""

        def __init__(self, view: str) -> None:
            self.view = view
            super().__init__()

    def __init__(self, views: Sequence[tuple[str, str]], here: str) -> None:
        super().__init__()
        self.views, self.here = tuple(views), here
        self.book, self.today, self.counted, self.filtered, self.ordered = "", "", "", "", ""

    def say(self, *, book: str, today: str, counted: str, filtered: str, ordered: str) -> None:
        """What to show; every text is safe already."""
        state = (book, today, counted, filtered, ordered)
        if state != (self.book, self.today, self.counted, self.filtered, self.ordered):
            self.book, self.today, self.counted, self.filtered, self.ordered = state
            self.refresh()

    def line(self, width: int) -> SpanLine:
        """All that fits. What gives way: the names of the other views, the date, the count, the order; never the
        filter."""
        date: SpanLine = ((self.today, "muted"), (" ", ""))
        filtered: SpanLine = (("  ", ""), (self.filtered, "accent")) if self.filtered else ()
        counted: SpanLine = (("  ", ""), (self.counted, "strong"))
        ordered: SpanLine = (("  ", ""), (self.ordered, "muted")) if self.ordered else ()
        for named in (True, False):
            tabs = self._tabs(named)
            if width_of((*tabs, *counted, *filtered, *ordered, *date)) < width:
                return ends((*tabs, *counted, *filtered, *ordered), date, width)
        for kept in ((counted, filtered, ordered), (filtered, ordered), (filtered,)):
            line = (*tabs, *(span for part in kept for span in part))
            if width_of(line) <= width:
                return line
        return clipped((*tabs[:1], *filtered[1:]), width)

    def _tabs(self, named: bool) -> SpanLine:
        """All views, the others by their names or only by their keys."""
        tabs: list[Span] = [(f" {self.book} ", "title")]
        for view, label in self.views:
            here, key = view == self.here, VIEWS[view].key
            tabs += [(" ", ""), (f" {key} {label} " if here or named else key, "key" if here else "muted")]
        return tuple(tabs)

    def _drawn_tabs(self, width: int) -> SpanLine:
        """The views as the line has them."""
        line = self.line(width)
        return next((tabs for named in (True, False) if line[: len(tabs := self._tabs(named))] == tabs), line[:1])

    def on_click(self, event: events.Click) -> None:
        left = 0
        keyed = {VIEWS[view].key: view for view, _label in self.views}
        for text, _ in self._drawn_tabs(self.size.width):
            if left <= event.x < left + width_of(((text, ""),)) and text.strip()[:1] in keyed and left:
                self.post_message(self.Chosen(keyed[text.strip()[:1]]))
            left += width_of(((text, ""),))


class Footer(OneLine):
    """The most wanted keys, each with its word. A click is as good as the key."""

    def __init__(self, keys: Callable[[], Sequence[tuple[str, str, str]]]) -> None:
        super().__init__()
        self.keys = keys  # (key as shown, word, action)

    def line(self, width: int) -> SpanLine:
        return tuple(part for _, spans in self._shown(width) for part in spans)

    def _shown(self, width: int) -> list[tuple[str, SpanLine]]:
        """The keys that fit, with their actions; where they do not all fit, the last (help) stays."""
        drawn: list[tuple[str, SpanLine]] = [
            (action, ((f" {key}", "key"), (f" {word} ", ""))) for key, word, action in self.keys()
        ]
        while len(drawn) > 1 and sum(width_of(spans) for _, spans in drawn) > width:
            del drawn[-2]
        return drawn

    async def on_click(self, event: events.Click) -> None:
        left = 0
        for action, spans in self._shown(self.size.width):
            if left <= event.x < left + width_of(spans):
                await self.screen.run_action(action)
                return
            left += width_of(spans)
