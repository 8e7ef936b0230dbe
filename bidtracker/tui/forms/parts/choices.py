"""The list of what may be meant, below the line that is being typed."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Offset
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from bidtracker.domain.text import cells, safe
from bidtracker.tui.forms.parts.answers import Choice
from bidtracker.tui.forms.parts.inputs import LineInput

LOWEST = 6  # choices shown at once where the screen is small


class Choices(OptionList, can_focus=False):
    """What may be meant, in a list below the line that is being typed; the line keeps the focus."""

    def __init__(self) -> None:
        super().__init__(classes="choices", markup=False, compact=True)
        self.offered: Sequence[Choice] = ()
        self.line: LineInput | None = None  # the one whose choices these are
        self.display = False

    @property
    def open(self) -> bool:
        """Whether it is on the screen."""
        return self.display

    def offer(self, choices: Sequence[Choice], below: LineInput, *, at: int | None) -> None:
        """Shows choices below a line, with the one at `at` chosen or none; hides where there are none."""
        self.offered, self.line = choices, below
        self.clear_options()
        self.display = bool(choices)
        if not choices:
            return
        wide = max(cells(c.text) for c in choices)
        self.add_options(
            Option(Content.assemble(safe(c.text), " " * (wide - cells(c.text) + 2), (safe(c.note), "dim")))
            for c in choices
        )
        self.highlighted = at
        self.place(below)
        self.call_after_refresh(self.place, below)  # the form itself may just be growing

    def place(self, below: LineInput) -> None:
        """Puts the list under the line, or over it where there is more room."""
        if not self.open:
            return
        region, screen = below.region, self.screen.size
        under, over = screen.height - region.bottom, region.y
        tall = min(len(self.offered), max(LOWEST, under, over) if max(under, over) < LOWEST else max(under, over), 12)
        longest = max(cells(c.text) for c in self.offered) + 2 + max(cells(c.note) for c in self.offered)
        self.styles.width = min(max(longest + 5, 24), screen.width - region.x)
        if tall <= under or under >= over:
            tall = min(tall, under)
            self.absolute_offset = Offset(region.x, region.bottom)
        else:
            tall = min(tall, over)
            self.absolute_offset = Offset(region.x, region.y - tall)
        self.styles.height = tall
        self.refresh(layout=True)

    def hide(self) -> None:
        """Takes it off the screen."""
        self.display = False

    def move(self, step: int) -> None:
        """Chooses the next or the one before, round and round."""
        if self.offered:
            before_first = -1 if step > 0 else 0
            at = before_first if self.highlighted is None else self.highlighted
            self.highlighted = (at + step) % len(self.offered)

    def chosen(self) -> Choice | None:
        """The choice under the cursor."""
        return None if not self.open or self.highlighted is None else self.offered[self.highlighted]
