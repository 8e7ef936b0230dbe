"""The other ways to each act of the screen: the command that does the same, and what the mouse does for it.

docs/screen.md has them as a table, which is made from here and from keys.py.
"""

from __future__ import annotations

from collections.abc import Mapping

from bidtracker.domain.message import label as _
from bidtracker.tui.keys import ActGroup, ScreenAct
from bidtracker.tui.views.catalogue import VIEWS

# act -> the commands that do it, where they are called otherwise than the act; what is called alike is not named
COMMANDS_OF: Mapping[str, tuple[str, ...]] = {
    "edit_cell": ("set",),
    "edit": ("set",),
    "outcome": ("lost", "won", "no-award", "withdraw", "reason"),
    "need": ("need", "demand"),
    "link": ("attach",),
    "contact": ("add",),
    "fact": ("add",),
    "win_theme": ("theme",),
    "step": ("step", "deal"),
    "fault": ("faulty",),
    "visit": ("visited",),
    "level": ("believe",),
    "stance": ("believe",),
    "follow": ("track",),
    "follow_shown": ("track",),
    "wake": ("snooze",),
    "find": ("show",),
    "why": ("radar",),
    "numbers": ("radar",),
    "theme": (),  # the colours, and not what `theme` notes
}
# act -> what the mouse does; every other act is a word of the footer or of the palette, which are clicked too
MOUSE: Mapping[str, str] = {
    "cursor_down": _("wheel, click on the row"),
    "cursor_up": _("wheel, click on the row"),
    "page_down": _("scrollbar"),
    "page_up": _("scrollbar"),
    "column_left": _("click on the cell"),
    "column_right": _("click on the cell"),
    "panes": _("click into it"),
    "open": _("double click"),
    "sort": _("click on the column's head"),
    "reverse": _("click on it again"),
    "mark": _("click on the row's edge"),
} | dict.fromkeys(VIEWS, _("click on its name above"))


def commands_of(act: ScreenAct, commands: Mapping[str, object]) -> tuple[str, ...]:
    """The commands, of all that there are, that do the same as an act of the screen."""
    alike = act.id.replace("_", "-")
    return COMMANDS_OF.get(act.id, (alike,) if alike in commands else ())


def in_palette(act: ScreenAct) -> bool:
    """Whether the palette offers an act: all but moving about, and itself."""
    return act.group is not ActGroup.MOVE and act.id != "palette"
