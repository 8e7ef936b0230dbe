"""The base of every box that stands over the screen."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from textual.geometry import Size
from textual.screen import ModalScreen

R = TypeVar("R")
NARROW = 72  # cells below which errors and labels move in
TALL = 34  # lines from which fields have room between them
MIDDLE = 20  # lines from which the foot has


class Dialog(ModalScreen[R]):
    """A box in the middle of the screen, whatever its size; `.box` is the box."""

    CSS_PATH = Path(__file__).with_name("forms.tcss")  # absolute: forms live in other folders
    # Textual declares both as variables of an instance.
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (NARROW, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-low"), (MIDDLE, "-middle"), (TALL, "-tall")]  # noqa: RUF012

    def on_compose(self) -> None:
        """Takes on what its size asks for before there is anything in it: later each class styles all of it anew."""
        self._suit(self.app.size)

    def on_mount(self) -> None:
        self.come_to_size(self.app.size)

    def come_to_size(self, size: Size) -> None:
        """Takes on what its size asks for before it is painted: Textual says it afterwards, and all would move."""
        self._suit(size)

    def _suit(self, size: Size) -> None:
        for breakpoints, cells in ((self.HORIZONTAL_BREAKPOINTS, size.width), (self.VERTICAL_BREAKPOINTS, size.height)):
            fits = max(least for least, _name in breakpoints if least <= cells)
            self.update_classes({name: least == fits for least, name in breakpoints})
