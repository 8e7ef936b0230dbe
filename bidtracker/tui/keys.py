"""Every key of the screen as data: footer, help, palette, the user's keymap and the README's table derive from it.

A key's id is what a user names in config.toml to put it elsewhere; it never changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from itertools import starmap

import msgspec
from textual.binding import Binding

from bidtracker.domain.message import Message, say
from bidtracker.domain.message import label as _
from bidtracker.tui.views.catalogue import VIEWS, ViewEntry


class ActGroup(StrEnum):
    """What a key is for; the help screen has one paragraph a group."""

    MOVE = "move"
    FIND = "find"
    ACT = "act"
    LOOK = "look"
    PROGRAM = "program"


GROUPS = {
    ActGroup.MOVE: _("Move"),
    ActGroup.FIND: _("Find"),
    ActGroup.ACT: _("Act"),
    ActGroup.LOOK: _("Look"),
    ActGroup.PROGRAM: _("Program"),
}


class Place(StrEnum):
    """Which part of the screen listens to a key."""

    LIST = "list"  # table and detail pane, where a cursor moves
    TABLE = "table"
    VIEW = "view"
    APP = "app"


class ScreenAct(msgspec.Struct, frozen=True):
    """One act and the keys that call it, comma-separated; `label` is the footer's word, `help` the sentence. `after` is
    its key after the prefix (`more`), where it has none of its own."""

    id: str
    keys: str
    action: str
    label: str
    help: str
    group: ActGroup
    place: Place
    after: str = ""


def _move(name: str, keys: str, sentence: str, place: Place = Place.LIST) -> ScreenAct:
    return ScreenAct(name, keys, name, sentence, sentence, ActGroup.MOVE, place)


def _view(name: str, entry: ViewEntry) -> ScreenAct:
    return ScreenAct(name, entry.key, f"view('{name}')", entry.label, entry.help, ActGroup.LOOK, Place.APP)


def _unkeyed(name: str, title: str, sentence: str, after: str = "") -> ScreenAct:
    """An act without a key of its own: by its name in the palette, and by two keys, the prefix and `after`."""
    return ScreenAct(name, "", name, title, sentence, ActGroup.ACT, Place.VIEW, after)


def _column(act: str, key: str, title: str, sentence: str) -> ScreenAct:
    """What can be done to the column under the cursor, by two keys."""
    return ScreenAct(f"{act}_column", "", f"column('{act}')", title, sentence, ActGroup.LOOK, Place.VIEW, key)


KEYS: tuple[ScreenAct, ...] = (
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
    ScreenAct("panes", "tab", "panes", _("Panes"), _("To the other pane"), ActGroup.MOVE, Place.VIEW),
    ScreenAct(
        "open",
        "enter",
        "open",
        _("Open"),
        _("Open the detail, or the record under its cursor"),
        ActGroup.MOVE,
        Place.LIST,
    ),
    ScreenAct(
        "back", "escape", "back", _("Back"), _("Back; clears the filter; never quits"), ActGroup.MOVE, Place.VIEW
    ),
    ScreenAct(
        "filter",
        "slash",
        "filter",
        _("Filter"),
        _("Filter as you type; enter keeps it, esc clears"),
        ActGroup.FIND,
        Place.VIEW,
    ),
    ScreenAct("filter_cell", "f", "filter_cell", _("By cell"), _("Filter by this cell"), ActGroup.FIND, Place.VIEW),
    ScreenAct("find", "ctrl+f", "find", _("Find"), _("Find words in everything"), ActGroup.FIND, Place.VIEW),
    ScreenAct(
        "filters",
        "F",
        "filters",
        _("Saved filters"),
        _("Save this filter, or take one saved"),
        ActGroup.FIND,
        Place.VIEW,
    ),
    ScreenAct(
        *("section", "shift+tab", "section", _("Section"), _("The next of the saved filters; after the last all rows")),
        *(ActGroup.FIND, Place.VIEW),
    ),
    ScreenAct(
        *("mine", "asterisk", "mine", _("Mine"), _("Only bids, buyers and competitors that we deal with; again: all")),
        *(ActGroup.FIND, Place.VIEW),
    ),
    ScreenAct("sort", "s", "sort", _("Sort"), _("Sort by this column"), ActGroup.FIND, Place.VIEW),
    ScreenAct("reverse", "S", "reverse", _("Reverse"), _("Reverse the order"), ActGroup.FIND, Place.VIEW),
    ScreenAct(
        *("frequency", "", "frequency", _("How often"), _("How often each value of this column occurs")),
        *(ActGroup.FIND, Place.VIEW, "t"),
    ),
    ScreenAct(
        *("total", "", "total", _("Total"), _("What this column comes to, of the marked rows or of all shown")),
        *(ActGroup.FIND, Place.VIEW, "="),
    ),
    ScreenAct("mark", "space", "mark", _("Mark"), _("Mark or unmark this row"), ActGroup.FIND, Place.TABLE),
    ScreenAct("add", "a", "add", _("Add"), _("Add a record to this list"), ActGroup.ACT, Place.VIEW),
    ScreenAct(
        "edit_cell",
        "e",
        "edit_cell",
        _("Edit"),
        _("Edit this cell; with marks, this column of all marked rows"),
        ActGroup.ACT,
        Place.VIEW,
    ),
    ScreenAct("edit", "E", "edit", _("Edit all"), _("Edit the whole record"), ActGroup.ACT, Place.VIEW),
    ScreenAct(
        "delete",
        "d,delete",
        "delete",
        _("Delete"),
        _("Delete this record, or all marked ones"),
        ActGroup.ACT,
        Place.VIEW,
    ),
    ScreenAct("tag", "T", "tag", _("Tag"), _("Tag this record, or all marked ones"), ActGroup.ACT, Place.VIEW),
    ScreenAct("bid", "b", "bid", _("Bid"), _("Our bid: intent, win probability, price"), ActGroup.ACT, Place.VIEW),
    ScreenAct("outcome", "o", "outcome", _("Outcome"), _("Outcome: won, lost or no award"), ActGroup.ACT, Place.VIEW),
    ScreenAct(
        *("scores", "Q", "scores", _("Scores"), _("How our bid was scored, criterion by criterion")),
        *(ActGroup.ACT, Place.VIEW),
    ),
    ScreenAct(
        *("inquire", "U", "inquire", _("Ask why"), _("Ask this buyer about the award: a debrief, the contract …")),
        *(ActGroup.ACT, Place.VIEW),
    ),
    _unkeyed("favour", _("Favour"), _("A favour between us and somebody here, or that it is returned"), "v"),
    _unkeyed("hospitality", _("Hospitality"), _("A meal, a gift or a visit, within the limit"), "y"),
    _unkeyed(
        "channel", _("Change of channel"), _("Another way by which this buyer is served; who hears of it first"), "c"
    ),
    _unkeyed("agreed", _("Agreed"), _("This price is agreed: contract and deposit at once"), "g"),
    _unkeyed(
        "change", _("Change of the order"), _("What they want otherwise than ordered, and what it costs them"), "x"
    ),
    _unkeyed("answered", _("Answered"), _("What came of this inquiry: scores, promises, signals"), "s"),
    _unkeyed("letter", _("Letter"), _("The letter of this inquiry, to copy or to write to a file"), "l"),
    ScreenAct(
        "signal", "n", "signal", _("Signal"), _("New signal about how this contract goes"), ActGroup.ACT, Place.VIEW
    ),
    ScreenAct(
        *(
            "signal_line",
            "semicolon",
            "signal_line",
            _("In a line"),
            _("A signal in one line: late 2 nurse: third delay"),
        ),
        *(ActGroup.ACT, Place.VIEW),
    ),
    ScreenAct(
        "confirm",
        "plus",
        "confirm",
        _("Confirm"),
        _("Confirm this signal or fact; this promise was kept"),
        ActGroup.ACT,
        Place.VIEW,
    ),
    ScreenAct(
        "refute",
        "minus",
        "refute",
        _("Refute"),
        _("Refute this signal or fact; this promise was broken"),
        ActGroup.ACT,
        Place.VIEW,
    ),
    ScreenAct("touch", "t", "touch", _("Touch"), _("Plan a contact with this buyer"), ActGroup.ACT, Place.VIEW),
    ScreenAct(
        *("call", "ctrl+t", "call", _("Call"), _("Call: what to say, outcome, signal and next touch on one page")),
        *(ActGroup.ACT, Place.VIEW),
    ),
    ScreenAct("done", "m", "done", _("Done"), _("Mark a touch done and say how it went"), ActGroup.ACT, Place.VIEW),
    ScreenAct("contact", "c", "contact", _("Contact"), _("New contact at this buyer"), ActGroup.ACT, Place.VIEW),
    ScreenAct(
        "level", "L", "level", _("Level"), _("How close we are to this contact: one step"), ActGroup.ACT, Place.VIEW
    ),
    ScreenAct(
        "stance", "A", "stance", _("Stance"), _("Whether this contact is for us: the next"), ActGroup.ACT, Place.VIEW
    ),
    ScreenAct("fact", "K", "fact", _("Fact"), _("New fact about this buyer"), ActGroup.ACT, Place.VIEW),
    ScreenAct(
        "need",
        "N",
        "need",
        _("Need"),
        _("What this buyer needs; on a need, what it asks for"),
        ActGroup.ACT,
        Place.VIEW,
    ),
    ScreenAct("fit", "M", "fit", _("Fit"), _("Hold an offer of ours against this need"), ActGroup.ACT, Place.VIEW),
    ScreenAct("offers", "O", "offers", _("Our offers"), _("Our own catalogue of offers"), ActGroup.ACT, Place.VIEW),
    ScreenAct(
        "win_theme", "V", "win_theme", _("Win theme"), _("Why ours: a win theme for this bid"), ActGroup.ACT, Place.VIEW
    ),
    ScreenAct(
        "quote", "P", "quote", _("Price"), _("A price for this tender, ours or a rival's"), ActGroup.ACT, Place.VIEW
    ),
    ScreenAct(
        "concede",
        "C",
        "concede",
        _("Concede"),
        _("What we gave on our price, and got for it"),
        ActGroup.ACT,
        Place.VIEW,
    ),
    ScreenAct(
        "step", "J", "step", _("Step"), _("A step of our delivery; opens it if need be"), ActGroup.ACT, Place.VIEW
    ),
    ScreenAct(
        "visit", "v", "visit", _("Visit after delivery"), _("A visit after our delivery"), ActGroup.ACT, Place.VIEW
    ),
    ScreenAct("fault", "X", "fault", _("Faulty"), _("Something of ours arrived faulty"), ActGroup.ACT, Place.VIEW),
    ScreenAct(
        "link", "H", "link", _("Link"), _("A page or file that belongs to this record"), ActGroup.ACT, Place.VIEW
    ),
    ScreenAct(
        *("follow_link", "ctrl+l", "follow_link", _("Go to"), _("Open the link, mail or number of this record")),
        *(ActGroup.ACT, Place.VIEW),
    ),
    ScreenAct("snooze", "z", "snooze", _("Snooze"), _("Take off the radar until a day"), ActGroup.ACT, Place.VIEW),
    ScreenAct(
        "drawer",
        "R",
        "drawer",
        _("Asleep"),
        _("What is asleep: snoozed, dismissed, parked, closed; again: back"),
        ActGroup.LOOK,
        Place.VIEW,
    ),
    ScreenAct(
        *("wake", "W", "wake", _("Wake"), _("Put back on the radar what is asleep")),
        *(ActGroup.ACT, Place.VIEW),
    ),
    ScreenAct(
        *("follow", "I", "follow", _("Follow"), _("Follow this contract on the radar, or stop that")),
        *(ActGroup.ACT, Place.VIEW),
    ),
    _unkeyed("follow_shown", _("Follow all shown"), _("Follow every contract of the rows shown"), "f"),
    _unkeyed(
        "watch", _("After the loss"), _("What we do about this lost tender: watch, contacted, invited, dead"), "w"
    ),
    _unkeyed("park", _("Park"), _("Leave this lost tender until a day"), "p"),
    ScreenAct(
        *(
            "move_back",
            "less_than_sign",
            "move(-1)",
            _("Move back"),
            _("Move the card a stage or a layer back; in the windows, zoom out"),
        ),
        *(ActGroup.ACT, Place.VIEW),
    ),
    ScreenAct(
        *(
            "move_on",
            "greater_than_sign",
            "move(1)",
            _("Move on"),
            _("Move the card a stage or a layer on; in the windows, zoom in"),
        ),
        *(ActGroup.ACT, Place.VIEW),
    ),
    _unkeyed("decide", _("Decide"), _("Decide to bid on this tender, or not"), "d"),
    _unkeyed("merge", _("Merge"), _("Make one of two spellings of this buyer or competitor"), "m"),
    _unkeyed("erase", _("Erase"), _("Take this person out of the book for good; nothing brings them back"), "e"),
    _unkeyed("reopen", _("Reopen"), _("This signal or fact is neither confirmed nor refuted"), "r"),
    _unkeyed("asked", _("Asked, nothing heard"), _("We asked how this contract goes and heard nothing"), "a"),
    _unkeyed("promise", _("Promise"), _("Add a promise that the winner of this contract made"), "o"),
    ScreenAct("dismiss", "D", "put_away", _("Dismiss"), _("Take off the radar for good"), ActGroup.ACT, Place.VIEW),
    ScreenAct(
        "reengage",
        "r",
        "reengage",
        _("Re-engage"),
        _("Make the next tender out of this loss"),
        ActGroup.ACT,
        Place.VIEW,
    ),
    ScreenAct("why", "w", "why", _("Why"), _("The reasons of this opportunity"), ActGroup.LOOK, Place.VIEW),
    ScreenAct(
        "numbers",
        "#",
        "numbers",
        _("Numbers"),
        _("The reasons in words, or in the model's numbers"),
        ActGroup.LOOK,
        Place.VIEW,
    ),
    ScreenAct("brief", "B", "brief", _("Brief"), _("This account on one page"), ActGroup.LOOK, Place.VIEW),
    ScreenAct("detail", "i", "detail", _("Detail"), _("Show or hide the detail pane"), ActGroup.LOOK, Place.VIEW),
    ScreenAct(
        "copy",
        "y",
        "copy",
        _("Copy"),
        _("Copy this cell; in the detail of the radar, the call sheet"),
        ActGroup.LOOK,
        Place.VIEW,
    ),
    ScreenAct(
        "copy_record", "Y", "copy_record", _("Copy record"), _("Copy the whole record"), ActGroup.LOOK, Place.VIEW
    ),
    _column("hide", "minus", _("Hide"), _("Hide this column")),
    _column("widen", "plus", _("Widen"), _("Widen this column")),
    _column("narrow", "underscore", _("Narrow"), _("Narrow this column")),
    _column("left", "less_than_sign", _("Column left"), _("Move this column to the left")),
    _column("right", "greater_than_sign", _("Column right"), _("Move this column to the right")),
    _column("reset", "0", _("Columns"), _("All columns as they were at first")),
    *starmap(_view, VIEWS.items()),
    ScreenAct("export", "x", "export", _("Export"), _("Write this list to a file"), ActGroup.PROGRAM, Place.VIEW),
    ScreenAct("import", "ctrl+o", "import_list", _("Import"), _("Read a tender list"), ActGroup.PROGRAM, Place.VIEW),
    ScreenAct(
        "proposals",
        "p",
        "proposals",
        _("To decide"),
        _("Decide what an import left open"),
        ActGroup.PROGRAM,
        Place.VIEW,
    ),
    ScreenAct(
        *("seal", "Z", "seal", _("Seal"), _("Seal the radar: keep the list as it stands, to be graded later")),
        *(ActGroup.PROGRAM, Place.VIEW),
    ),
    ScreenAct("more", "comma", "more", _("More"), _("More acts, by a second key"), ActGroup.PROGRAM, Place.VIEW),
    ScreenAct("undo", "u", "undo", _("Undo"), _("Undo the last act"), ActGroup.PROGRAM, Place.VIEW),
    ScreenAct("redo", "ctrl+r", "redo", _("Redo"), _("Do it again"), ActGroup.PROGRAM, Place.VIEW),
    ScreenAct(
        "palette", "colon,ctrl+p", "command_palette", _("Palette"), _("Every act by name"), ActGroup.PROGRAM, Place.APP
    ),
    ScreenAct("theme", "f2", "change_theme", _("Theme"), _("Choose the colours"), ActGroup.PROGRAM, Place.APP),
    ScreenAct(
        "suspend",
        "ctrl+z",
        "suspend_process",
        _("Suspend"),
        _("Back to the shell; fg returns"),
        ActGroup.PROGRAM,
        Place.APP,
    ),
    ScreenAct("help", "question_mark,f1", "help", _("Help"), _("All keys"), ActGroup.PROGRAM, Place.APP),
    ScreenAct("quit", "q", "quit", _("Quit"), _("Quit; everything is saved already"), ActGroup.PROGRAM, Place.APP),
)
BY_ID = {key.id: key for key in KEYS}

SHOWN = {
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
    "pagedown": "pgdn",
    "pageup": "pgup",
    "slash": "/",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "comma": ",",
    "semicolon": ";",
    "underscore": "_",
    "colon": ":",
    "asterisk": "*",
    "question_mark": "?",
    "plus": "+",
    "minus": "-",
    "escape": "esc",
    "delete": "del",
}


def bindings(*places: Place) -> list[Binding]:
    """Textual's bindings of the keys that are listened to in these places."""
    return [_binding(key) for key in KEYS if key.keys and key.place in places]


def bindings_of(*names: str) -> list[Binding]:
    """Textual's bindings of these keys, for a part of the screen that listens to a few."""
    return [_binding(BY_ID[name]) for name in names]


def _binding(key: ScreenAct) -> Binding:
    return Binding(key.keys, key.action, key.label, id=key.id, show=False)


def shown(key: ScreenAct, keymap: Mapping[str, str] | None = None) -> str:
    """The keys of an act as a person reads them: "j ↓"; the prefix and its key where it has none of its own."""
    keys = (keymap or {}).get(key.id, key.keys)
    if not keys and key.after:
        return f"{first_shown(BY_ID['more'], keymap)}{SHOWN.get(key.after, key.after)}"
    return " ".join(SHOWN.get(part.strip(), part.strip()) for part in (keys or "colon").split(","))


def first_shown(key: ScreenAct, keymap: Mapping[str, str] | None = None) -> str:
    """The one key to name in the footer."""
    return shown(key, keymap).split(" ")[0]


def complaints(keymap: Mapping[str, str]) -> Iterator[Message]:
    """What is wrong with a user's keymap: acts that there are not, and keys given to two acts."""
    for name in keymap:
        if name not in BY_ID:
            yield say("config.toml: there is no key named {id}; the help (?) shows the names", id=name)
    taken: dict[str, str] = {}
    for key in KEYS:
        for part in filter(None, keymap.get(key.id, key.keys).split(",")):
            other = taken.setdefault(part.strip(), key.id)
            if other != key.id:
                yield say(
                    "config.toml: {key} is both {one} and {other}; change one",
                    key=part.strip(),
                    one=other,
                    other=key.id,
                )
