"""Every key of the screen as data: footer, help, palette, the user's keymap and the README's table derive from it.

A key's id is what a user names in config.toml to put it elsewhere; it never changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

import msgspec
from textual.binding import Binding

from bidtracker.domain.message import Message, say
from bidtracker.domain.message import label as _


class Group(StrEnum):
    """What a key is for; the help screen has one paragraph a group."""

    MOVE = "move"
    FIND = "find"
    ACT = "act"
    LOOK = "look"
    PROGRAM = "program"


GROUPS = {
    Group.MOVE: _("Move"),
    Group.FIND: _("Find"),
    Group.ACT: _("Act"),
    Group.LOOK: _("Look"),
    Group.PROGRAM: _("Program"),
}


class Place(StrEnum):
    """Which part of the screen listens to a key."""

    LIST = "list"  # table and detail pane, where a cursor moves
    TABLE = "table"
    VIEW = "view"
    APP = "app"


class Key(msgspec.Struct, frozen=True):
    """One act and the keys that call it, comma-separated; `label` is the footer's word, `help` the sentence."""

    id: str
    keys: str
    action: str
    label: str
    help: str
    group: Group
    place: Place


def _move(id: str, keys: str, help: str, place: Place = Place.LIST) -> Key:
    return Key(id, keys, id, help, help, Group.MOVE, place)


KEYS: tuple[Key, ...] = (
    _move("cursor_down", "down,j", _("Next row")),
    _move("cursor_up", "up,k", _("Row before")),
    _move("page_down", "pagedown", _("Page down")),
    _move("page_up", "pageup", _("Page up")),
    _move("half_down", "ctrl+d", _("Half a page down")),
    _move("half_up", "ctrl+u", _("Half a page up")),
    _move("top", "home,g", _("First row")),
    _move("bottom", "end,G", _("Last row")),
    _move("column_left", "left,h", _("Column to the left"), Place.TABLE),
    _move("column_right", "right,l", _("Column to the right"), Place.TABLE),
    Key("panes", "tab", "panes", _("Panes"), _("To the other pane"), Group.MOVE, Place.VIEW),
    Key(
        "open", "enter", "open", _("Open"), _("Open the detail, or the record under its cursor"), Group.MOVE, Place.LIST
    ),
    Key("back", "escape", "back", _("Back"), _("Back; clears the filter; never quits"), Group.MOVE, Place.VIEW),
    Key(
        "filter",
        "slash",
        "filter",
        _("Filter"),
        _("Filter as you type; enter keeps it, esc clears"),
        Group.FIND,
        Place.VIEW,
    ),
    Key("filter_cell", "f", "filter_cell", _("By cell"), _("Filter by this cell"), Group.FIND, Place.VIEW),
    Key("find", "ctrl+f", "find", _("Find"), _("Find words in everything"), Group.FIND, Place.VIEW),
    Key(
        "filters", "F", "filters", _("Saved filters"), _("Save this filter, or take one saved"), Group.FIND, Place.VIEW
    ),
    Key("sort", "s", "sort", _("Sort"), _("Sort by this column"), Group.FIND, Place.VIEW),
    Key("reverse", "S", "reverse", _("Reverse"), _("Reverse the order"), Group.FIND, Place.VIEW),
    Key("mark", "space", "mark", _("Mark"), _("Mark or unmark this row"), Group.FIND, Place.TABLE),
    Key("add", "a", "add", _("Add"), _("Add a record to this list"), Group.ACT, Place.VIEW),
    Key("edit", "e", "edit", _("Edit"), _("Edit this record"), Group.ACT, Place.VIEW),
    Key(
        "delete", "d,delete", "delete", _("Delete"), _("Delete this record, or all marked ones"), Group.ACT, Place.VIEW
    ),
    Key("tag", "T", "tag", _("Tag"), _("Tag this record, or all marked ones"), Group.ACT, Place.VIEW),
    Key("bid", "b", "bid", _("Bid"), _("Our bid: intent, win probability, price"), Group.ACT, Place.VIEW),
    Key("outcome", "o", "outcome", _("Outcome"), _("Outcome: won, lost or no award"), Group.ACT, Place.VIEW),
    Key("signal", "n", "signal", _("Signal"), _("New signal about how this contract goes"), Group.ACT, Place.VIEW),
    Key(
        "confirm",
        "plus",
        "confirm",
        _("Confirm"),
        _("Confirm this signal or fact; this promise was kept"),
        Group.ACT,
        Place.VIEW,
    ),
    Key(
        "refute",
        "minus",
        "refute",
        _("Refute"),
        _("Refute this signal or fact; this promise was broken"),
        Group.ACT,
        Place.VIEW,
    ),
    Key("touch", "t", "touch", _("Touch"), _("Plan a contact with this buyer"), Group.ACT, Place.VIEW),
    Key("done", "m", "done", _("Done"), _("Mark a touch done and say how it went"), Group.ACT, Place.VIEW),
    Key("contact", "c", "contact", _("Contact"), _("New contact at this buyer"), Group.ACT, Place.VIEW),
    Key("level", "L", "level", _("Level"), _("How close we are to this contact: one step"), Group.ACT, Place.VIEW),
    Key("stance", "A", "stance", _("Stance"), _("Whether this contact is for us: the next"), Group.ACT, Place.VIEW),
    Key("fact", "K", "fact", _("Fact"), _("New fact about this buyer"), Group.ACT, Place.VIEW),
    Key("need", "N", "need", _("Need"), _("What this buyer needs; on a need, what it asks for"), Group.ACT, Place.VIEW),
    Key("fit", "M", "fit", _("Fit"), _("Hold an offer of ours against this need"), Group.ACT, Place.VIEW),
    Key("offers", "O", "offers", _("Our offers"), _("Our own catalogue of offers"), Group.ACT, Place.VIEW),
    Key("win_theme", "V", "win_theme", _("Win theme"), _("Why ours: a win theme for this bid"), Group.ACT, Place.VIEW),
    Key("quote", "P", "quote", _("Price"), _("A price for this tender, ours or a rival's"), Group.ACT, Place.VIEW),
    Key("concede", "C", "concede", _("Concede"), _("What we gave on our price, and got for it"), Group.ACT, Place.VIEW),
    Key("step", "E", "step", _("Step"), _("A step of our delivery; opens it if need be"), Group.ACT, Place.VIEW),
    Key("visit", "v", "visit", _("Visit after delivery"), _("A visit after our delivery"), Group.ACT, Place.VIEW),
    Key("fault", "X", "fault", _("Faulty"), _("Something of ours arrived faulty"), Group.ACT, Place.VIEW),
    Key("link", "H", "link", _("Link"), _("A page or file that belongs to this record"), Group.ACT, Place.VIEW),
    Key("snooze", "z", "snooze", _("Snooze"), _("Take off the radar until a day"), Group.ACT, Place.VIEW),
    Key("dismiss", "D", "put_away", _("Dismiss"), _("Take off the radar for good"), Group.ACT, Place.VIEW),
    Key("reengage", "r", "reengage", _("Re-engage"), _("Make the next tender out of this loss"), Group.ACT, Place.VIEW),
    Key("why", "w", "why", _("Why"), _("The reasons of this opportunity"), Group.LOOK, Place.VIEW),
    Key("brief", "B", "brief", _("Brief"), _("This account on one page"), Group.LOOK, Place.VIEW),
    Key("detail", "i", "detail", _("Detail"), _("Show or hide the detail pane"), Group.LOOK, Place.VIEW),
    Key(
        "copy",
        "y",
        "copy",
        _("Copy"),
        _("Copy this cell; in the detail of the radar, the call sheet"),
        Group.LOOK,
        Place.VIEW,
    ),
    Key("copy_record", "Y", "copy_record", _("Copy record"), _("Copy the whole record"), Group.LOOK, Place.VIEW),
    Key("radar", "1", "view('radar')", _("Radar"), _("Radar: whom to call now, and why"), Group.LOOK, Place.APP),
    Key("tenders", "2", "view('tenders')", _("Tenders"), _("Tenders: every bid"), Group.LOOK, Place.APP),
    Key(
        *("competitors", "3", "view('competitors')", _("Competitors"), _("Competitors: who wins instead")),
        *(Group.LOOK, Place.APP),
    ),
    Key("buyers", "4", "view('buyers')", _("Buyers"), _("Buyers: people, facts, history"), Group.LOOK, Place.APP),
    Key("agenda", "5", "view('agenda')", _("Agenda"), _("Agenda: what is due, today first"), Group.LOOK, Place.APP),
    Key("insights", "6", "view('insights')", _("Insights"), _("Insights: how well we do"), Group.LOOK, Place.APP),
    Key("export", "x", "export", _("Export"), _("Write this list to a file"), Group.PROGRAM, Place.VIEW),
    Key("import", "ctrl+o", "import_list", _("Import"), _("Read a tender list"), Group.PROGRAM, Place.VIEW),
    Key("proposals", "p", "proposals", _("To decide"), _("Decide what an import left open"), Group.PROGRAM, Place.VIEW),
    Key("undo", "u", "undo", _("Undo"), _("Undo the last act"), Group.PROGRAM, Place.VIEW),
    Key("redo", "ctrl+r", "redo", _("Redo"), _("Do it again"), Group.PROGRAM, Place.VIEW),
    Key("palette", "colon,ctrl+p", "command_palette", _("Palette"), _("Every act by name"), Group.PROGRAM, Place.APP),
    Key("theme", "f2", "change_theme", _("Theme"), _("Choose the colours"), Group.PROGRAM, Place.APP),
    Key(
        "suspend",
        "ctrl+z",
        "suspend_process",
        _("Suspend"),
        _("Back to the shell; fg returns"),
        Group.PROGRAM,
        Place.APP,
    ),
    Key("help", "question_mark,f1", "help", _("Help"), _("All keys"), Group.PROGRAM, Place.APP),
    Key("quit", "q", "quit", _("Quit"), _("Quit; everything is saved already"), Group.PROGRAM, Place.APP),
)
BY_ID = {key.id: key for key in KEYS}

# At most seven keys of each view for the footer, the most wanted first; help is always the last of them.
FOOTER = {
    "radar": ("why", "signal", "touch", "snooze", "reengage", "filter", "help"),
    "tenders": ("add", "bid", "outcome", "signal", "touch", "filter", "help"),
    "competitors": ("open", "signal", "edit", "filter", "sort", "palette", "help"),
    "buyers": ("add", "contact", "fact", "touch", "open", "filter", "help"),
    "agenda": ("done", "touch", "confirm", "refute", "edit", "filter", "help"),
    "insights": ("open", "copy", "filter", "detail", "import", "palette", "help"),
}

SHOWN = {
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
    "pagedown": "pgdn",
    "pageup": "pgup",
    "slash": "/",
    "colon": ":",
    "question_mark": "?",
    "plus": "+",
    "minus": "-",
    "escape": "esc",
    "delete": "del",
}


def bindings(*places: Place) -> list[Binding]:
    """Textual's bindings of the keys that are listened to in these places."""
    return [Binding(key.keys, key.action, key.label, id=key.id, show=False) for key in KEYS if key.place in places]


def shown(key: Key, keymap: Mapping[str, str] | None = None) -> str:
    """The keys of an act as a person reads them: "j ↓"."""
    keys = (keymap or {}).get(key.id, key.keys)
    return " ".join(SHOWN.get(part.strip(), part.strip()) for part in keys.split(","))


def first_shown(key: Key, keymap: Mapping[str, str] | None = None) -> str:
    """The one key to name in the footer."""
    return shown(key, keymap).split(" ")[0]


def complaints(keymap: Mapping[str, str]) -> Iterator[Message]:
    """What is wrong with a user's keymap: acts that there are not, and keys given to two acts."""
    for id in keymap:
        if id not in BY_ID:
            yield say("config.toml: there is no key named {id}; the help (?) shows the names", id=id)
    taken: dict[str, str] = {}
    for key in KEYS:
        for part in keymap.get(key.id, key.keys).split(","):
            other = taken.setdefault(part.strip(), key.id)
            if other != key.id:
                yield say(
                    "config.toml: {key} is both {one} and {other}; change one",
                    key=part.strip(),
                    one=other,
                    other=key.id,
                )
