"""A few fixed ways to go on, moved in as every list is."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.widgets import OptionList

from bidtracker.tui.keys import Place, bindings


class Menu(OptionList, inherit_bindings=False):
    """Options of which enter chooses one."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.LIST)]

    def action_open(self) -> None:
        """Chooses the option under the cursor."""
        self.action_select()

    def action_top(self) -> None:
        """To the first option."""
        self.action_first()

    def action_bottom(self) -> None:
        """To the last option."""
        self.action_last()

    def action_half_down(self) -> None:
        """To the last option: there are few."""
        self.action_last()

    def action_half_up(self) -> None:
        """To the first option: there are few."""
        self.action_first()
