"""The base of every box that stands over the screen."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

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
