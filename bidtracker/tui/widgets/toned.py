"""Drawing lines in tones: what the widgets that draw themselves have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from rich.style import Style
from textual.app import App
from textual.color import Color
from textual.strip import Strip
from textual.widget import Widget

from bidtracker.domain.spans import Span
from bidtracker.tui.cells import TONE_CLASSES, TONES, strip_of


class TonedApp(App[Any]):
    """A program whose stylesheet says what each tone looks like. It alone has them: Textual styles the parts of every
    widget anew with each key that moves the focus, and eleven tones of each were seven in ten of these parts."""

    COMPONENT_CLASSES: ClassVar[set[str]] = TONE_CLASSES

    def on_load(self) -> None:
        """Finds the tones: Textual styles a program after its first screen, which is drawn in them."""
        self.stylesheet.apply(self)


class Toned(Widget):
    """A widget that draws lines of spans, in the tones of its program."""

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
            _, _, behind, _ = self.colors
            self._tones = {"": Style()} | {tone: self._tone(tone, behind) for tone in TONES}
        return self._tones

    def _tone(self, tone: str, behind: Color) -> Style:
        styles = self.app.get_component_styles(f"tone--{tone}")
        if not styles.has_rule("color"):
            return styles.text_style
        color = behind.get_contrast_text(styles.color.a) if styles.auto_color else styles.color
        return Style(color=(behind + color).rich_color) + styles.text_style

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
