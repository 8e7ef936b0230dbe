"""The line in which a filter is typed, over the footer while it is open, and over it the ways to go on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static

from bidtracker.domain.message import label as _
from bidtracker.domain.spans import Span, SpanLine
from bidtracker.locale import tr
from bidtracker.pages.layout import span
from bidtracker.tui.widgets.frame import OneLine

if TYPE_CHECKING:
    from bidtracker.domain.filters.completion import Completion

    Suggest = Callable[[str, int], Completion]

PAUSE = 0.08  # seconds without a key after which it looks how one may go on: first of all the keys are heard

Hear = Callable[[str], None]


class Completions(OneLine):
    """The ways to go on with what is typed, side by side; the one chosen stands out."""

    def __init__(self) -> None:
        super().__init__()
        self.completion: Completion | None = None
        self.at = -1  # the option chosen; -1 none

    @property
    def options(self) -> tuple[str, ...]:
        """What is offered."""
        return () if self.completion is None else self.completion.options

    def offer(self, completion: Completion | None) -> None:
        """Shows other options, none of them chosen."""
        if completion != self.completion or self.at >= 0:
            self.completion, self.at = completion, -1
            self.refresh()

    def move(self, by: int) -> None:
        """Chooses the next or the one before; from the first one back to none."""
        self.at = max(-1, min(self.at + by, len(self.options) - 1))
        self.refresh()

    def line(self, width: int) -> SpanLine:
        if not self.options:
            return ()
        spans: list[Span] = [(" tab ", "muted")]
        for number, option in enumerate(self.options[max(0, self.at - 2) :], max(0, self.at - 2)):
            word, _tone = span(option)
            spans.append((f" {word} ", "key") if number == self.at else (f" {word} ", "strong" if not number else ""))
        return tuple(spans)


class FilterInput(Input):
    """An input whose text is heard at once: a message would come a frame later, and what it finds with it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ideographic_space", "wide_space", show=False)]

    def __init__(self, hear: Hear, placeholder: str) -> None:
        super().__init__(placeholder=placeholder, id="filter", compact=True)
        self.hear = hear

    def watch_value(self, value: str) -> None:
        self.hear(value)

    def action_wide_space(self) -> None:
        """Puts in the space of a Chinese keyboard, which Textual takes for no letter."""
        self.insert_text_at_cursor(" ")


class FilterBar(Vertical):
    """Filters as one types; enter keeps the filter, esc clears it, tab takes what is offered.

    `suggest` says how a text may go on where the cursor stands; it is called in a thread. `hear` is given each text.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "clear", show=False),
        Binding("tab", "take", show=False),
        Binding("down", "choose(1)", show=False),
        Binding("up", "choose(-1)", show=False),
    ]

    class Closed(Message):
        """The filter is as it shall be."""

    def __init__(self, suggest: Suggest, hear: Hear) -> None:
        super().__init__()
        self.suggest, self.hear = suggest, hear

    # Kept, not looked for: what was under way when the screen closes still has them.

    @cached_property
    def field(self) -> Input:
        """Where the filter is typed."""
        return FilterInput(self.hear, tr(_("words, buyer:name, value>1m, due<30d, !lost")))

    @cached_property
    def offered(self) -> Completions:
        """The ways to go on."""
        return Completions()

    @cached_property
    def complaint(self) -> Static:
        """What cannot be understood in what is typed."""
        return Static("", id="complaint", markup=False)

    async def open(self, text: str) -> None:
        """Shows the line with a text to go on from; it is made when first wanted, so that the first paint is sooner."""
        if not self.children:
            slash = Static("/", id="slash", markup=False)
            await self.mount(self.offered, Horizontal(slash, self.field, self.complaint, id="filter-line"))
        self.offered.offer(None)
        self.show(True)
        with self.field.prevent(Input.Changed):
            self.field.value = text
        self.field.cursor_position = len(text)
        self.screen.set_focus(self.field)  # at once: what is typed next belongs here

    def show(self, shown: bool) -> None:
        """Shows the line in the place of its neighbours, or gives that back to them."""
        self.display = shown
        for neighbour in self.siblings:
            neighbour.display = not shown

    def complain(self, message: str) -> None:
        """Says what cannot be understood in what is typed; "" takes it back."""
        if self.children:
            self.complaint.update(message)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._look(event.value, self.field.cursor_position)

    @work(exclusive=True)
    async def _look(self, text: str, cursor: int) -> None:
        await asyncio.sleep(PAUSE)
        completion = await asyncio.to_thread(self.suggest, text, cursor) if text.strip() else None
        if text == self.field.value:
            is_typed = completion is not None and completion.options == (text[completion.start : completion.end],)
            self.offered.offer(None if is_typed else completion)

    @on(Input.Submitted)
    def _kept(self, event: Input.Submitted) -> None:
        event.stop()
        if self.offered.at >= 0:
            self.action_take()
        else:
            self.action_keep()

    def action_take(self) -> None:
        """Puts in what is chosen, else the first that is offered."""
        completion, text = self.offered.completion, self.field.value
        if completion is None or not completion.options or completion.end > len(text):
            return
        option = completion.options[max(0, self.offered.at)]
        rest = text[completion.end :]
        if not option.endswith(":") and not rest:
            option += " "
        self.offered.offer(None)
        self.field.value = text[: completion.start] + option + rest
        self.field.cursor_position = completion.start + len(option)

    def action_choose(self, by: int) -> None:
        """Among what is offered; down where nothing is, keeps the filter."""
        if self.offered.options:
            self.offered.move(by)
        elif by > 0:
            self.action_keep()

    def action_keep(self) -> None:
        self.show(False)
        self.post_message(self.Closed())

    def action_clear(self) -> None:
        self.field.value = ""
        self.action_keep()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        if self.display and not self.app.screen.is_modal:
            self.action_keep()
