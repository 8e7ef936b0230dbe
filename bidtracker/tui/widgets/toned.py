"""Drawing lines in tones: what the widgets that draw themselves have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from bidtracker.domain.spans import Span
from bidtracker.tui.cells import TONE_CLASSES, TONES, strip_of


class Toned(Widget):
    """A widget that draws lines of spans. The stylesheet says what each tone looks like."""

    COMPONENT_CLASSES: ClassVar[set[str]] = TONE_CLASSES
    ALLOW_SELECT = False
    _tones: Mapping[str, Style] | None = None
    _ground: Style | None = None

    @property
    def ground(self) -> Style:
        """The widget's own style, kept: Textual makes `rich_style` anew each time, which costs half as much as
        a line of a table."""
        if self._ground is None:
            self._ground = self.rich_style
        return self._ground

    @property
    def tones(self) -> Mapping[str, Style]:
        """The style of each tone: its colour, blended with what is behind, and its weight."""
        if self._tones is None:
            tones = {"": Style()}
            for tone in TONES:
                whole = self.get_component_rich_style(f"tone--{tone}")
                own = self.get_component_rich_style(f"tone--{tone}", partial=True)
                tones[tone] = own + Style(color=whole.color if own.color else None)
            self._tones = tones
        return self._tones

    def tones_on(self, base: Style) -> Mapping[str, Style]:
        """The tones for a line drawn in `base`: where that is reversed, a colour would become a ground."""
        if not base.reverse:
            return self.tones
        return {tone: Style(bold=style.bold) for tone, style in self.tones.items()}

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._tones = self._ground = None

    def drawn(self, line: Iterable[Span], width: int, base: Style | None = None) -> Strip:
        """A line as a strip of that width."""
        base = self.ground if base is None else base
        return strip_of(line, width, self.tones_on(base), base)
