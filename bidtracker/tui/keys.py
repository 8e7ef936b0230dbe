"""Every key of the screen as data: footer, help, palette, the user's keymap and the README's table derive from it.

A key's id is what a user names in config.toml to put it elsewhere; it never changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import partial
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
    its key after the prefix (`more`), where it has none of its own; `calls` is Textual's action, where that has another
    name."""

    id: str
    keys: str
    label: str
    help: str
    group: ActGroup
    place: Place = Place.VIEW
    after: str = ""
    calls: str = ""

    @property
    def action(self) -> str:
        return self.calls or self.id


_act = partial(ScreenAct, group=ActGroup.ACT)
_find = partial(ScreenAct, group=ActGroup.FIND)
_look = partial(ScreenAct, group=ActGroup.LOOK)
_program = partial(ScreenAct, group=ActGroup.PROGRAM)


def _move(name: str, keys: str, sentence: str, place: Place = Place.LIST) -> ScreenAct:
    return ScreenAct(name, keys, sentence, sentence, ActGroup.MOVE, place)


def _view(name: str, entry: ViewEntry) -> ScreenAct:
    return _look(name, entry.key, entry.label, entry.help, place=Place.APP, calls=f"view('{name}')")


def _column(act: str, key: str, title: str, sentence: str) -> ScreenAct:
    """What can be done to the column under the cursor, by two keys."""
    return _look(f"{act}_column", "", title, sentence, after=key, calls=f"column('{act}')")


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
    ScreenAct("panes", "tab", _("Panes"), _("To the other pane"), group=ActGroup.MOVE),
    ScreenAct(
        "open",
        "enter",
        _("Open"),
        _("Open the detail, or the record under its cursor"),
        group=ActGroup.MOVE,
        place=Place.LIST,
    ),
    ScreenAct("back", "escape", _("Back"), _("Back; clears the filter; never quits"), group=ActGroup.MOVE),
    _find("filter", "slash", _("Filter"), _("Filter as you type; enter keeps it, esc clears")),
    _find("filter_cell", "f", _("By cell"), _("Filter by this cell")),
    _find("find", "ctrl+f", _("Find"), _("Find words in everything")),
    _find("filters", "F", _("Saved filters"), _("Save this filter, or take one saved")),
    _find("section", "shift+tab", _("Section"), _("The next of the saved filters; after the last all rows")),
    _find("mine", "asterisk", _("Mine"), _("Only bids, buyers and competitors that we deal with; again: all")),
    _find("sort", "s", _("Sort"), _("Sort by this column")),
    _find("reverse", "S", _("Reverse"), _("Reverse the order")),
    _find("frequency", "", _("How often"), _("How often each value of this column occurs"), after="t"),
    _find("total", "", _("Total"), _("What this column comes to, of the marked rows or of all shown"), after="="),
    _find("mark", "space", _("Mark"), _("Mark or unmark this row"), place=Place.TABLE),
    _act("add", "a", _("Add"), _("Add a record to this list")),
    _act("edit_cell", "e", _("Edit"), _("Edit this cell; with marks, this column of all marked rows")),
    _act("edit", "E", _("Edit all"), _("Edit the whole record")),
    _act("delete", "d,delete", _("Delete"), _("Delete this record, or all marked ones")),
    _act("tag", "T", _("Tag"), _("Tag this record, or all marked ones")),
    _act("bid", "b", _("Bid"), _("Our bid: intent, win probability, price")),
    _act("outcome", "o", _("Outcome"), _("Outcome: won, lost or no award")),
    _act("scores", "Q", _("Scores"), _("How our bid was scored, criterion by criterion")),
    _act("inquire", "U", _("Ask why"), _("Ask this buyer about the award: a debrief, the contract …")),
    _act("favour", "", _("Favour"), _("A favour between us and somebody here, or that it is returned"), after="v"),
    _act("hospitality", "", _("Hospitality"), _("A meal, a gift or a visit, within the limit"), after="y"),
    _act(
        "channel",
        "",
        _("Change of channel"),
        _("Another way by which this buyer is served; who hears of it first"),
        after="c",
    ),
    _act("agreed", "", _("Agreed"), _("This price is agreed: contract and deposit at once"), after="g"),
    _act(
        "change",
        "",
        _("Change of the order"),
        _("What they want otherwise than ordered, and what it costs them"),
        after="x",
    ),
    _act("answered", "", _("Answered"), _("What came of this inquiry: scores, promises, signals"), after="s"),
    _act("letter", "", _("Letter"), _("The letter of this inquiry, to copy or to write to a file"), after="l"),
    _act("signal", "n", _("Signal"), _("New signal about how this contract goes")),
    _act("signal_line", "semicolon", _("In a line"), _("A signal in one line: late 2 nurse: third delay")),
    _act("confirm", "plus", _("Confirm"), _("Confirm this signal or fact; this promise was kept")),
    _act("refute", "minus", _("Refute"), _("Refute this signal or fact; this promise was broken")),
    _act("touch", "t", _("Touch"), _("Plan a contact with this buyer")),
    _act("call", "ctrl+t", _("Call"), _("Call: what to say, outcome, signal and next touch on one page")),
    _act("done", "m", _("Done"), _("Mark a touch done and say how it went")),
    _act("contact", "c", _("Contact"), _("New contact at this buyer")),
    _act("level", "L", _("Level"), _("How close we are to this contact: one step")),
    _act("stance", "A", _("Stance"), _("Whether this contact is for us: the next")),
    _act("fact", "K", _("Fact"), _("New fact about this buyer")),
    _act("need", "N", _("Need"), _("What this buyer needs; on a need, what it asks for")),
    _act("fit", "M", _("Fit"), _("Hold an offer of ours against this need")),
    _act("offers", "O", _("Our offers"), _("Our own catalogue of offers")),
    _act("win_theme", "V", _("Win theme"), _("Why ours: a win theme for this bid")),
    _act("quote", "P", _("Price"), _("A price for this tender, ours or a rival's")),
    _act("concede", "C", _("Concede"), _("What we gave on our price, and got for it")),
    _act("step", "J", _("Step"), _("A step of our delivery; opens it if need be")),
    _act("visit", "v", _("Visit after delivery"), _("A visit after our delivery")),
    _act("fault", "X", _("Faulty"), _("Something of ours arrived faulty")),
    _act("link", "H", _("Link"), _("A page or file that belongs to this record")),
    _act("follow_link", "ctrl+l", _("Go to"), _("Open the link, mail or number of this record")),
    _act("snooze", "z", _("Snooze"), _("Take off the radar until a day")),
    _look("drawer", "R", _("Asleep"), _("What is asleep: snoozed, dismissed, parked, closed; again: back")),
    _act("wake", "W", _("Wake"), _("Put back on the radar what is asleep")),
    _act("follow", "I", _("Follow"), _("Follow this contract on the radar, or stop that")),
    _act("follow_shown", "", _("Follow all shown"), _("Follow every contract of the rows shown"), after="f"),
    _act(
        "watch",
        "",
        _("After the loss"),
        _("What we do about this lost tender: watch, contacted, invited, dead"),
        after="w",
    ),
    _act("park", "", _("Park"), _("Leave this lost tender until a day"), after="p"),
    _act(
        "move_back",
        "less_than_sign",
        _("Move back"),
        _("Move the card a stage or a layer back; in the windows, zoom out"),
        calls="move(-1)",
    ),
    _act(
        "move_on",
        "greater_than_sign",
        _("Move on"),
        _("Move the card a stage or a layer on; in the windows, zoom in"),
        calls="move(1)",
    ),
    _act("decide", "", _("Decide"), _("Decide to bid on this tender, or not"), after="d"),
    _act("merge", "", _("Merge"), _("Make one of two spellings of this buyer or competitor"), after="m"),
    _act("erase", "", _("Erase"), _("Take this person out of the book for good; nothing brings them back"), after="e"),
    _act("reopen", "", _("Reopen"), _("This signal or fact is neither confirmed nor refuted"), after="r"),
    _act("asked", "", _("Asked, nothing heard"), _("We asked how this contract goes and heard nothing"), after="a"),
    _act("promise", "", _("Promise"), _("Add a promise that the winner of this contract made"), after="o"),
    _act("dismiss", "D", _("Dismiss"), _("Take off the radar for good"), calls="put_away"),
    _act("reengage", "r", _("Re-engage"), _("Make the next tender out of this loss")),
    _look("why", "w", _("Why"), _("The reasons of this opportunity")),
    _look("numbers", "#", _("Numbers"), _("The reasons in words, or in the model's numbers")),
    _look("brief", "B", _("Brief"), _("This account on one page")),
    _look("detail", "i", _("Detail"), _("Show or hide the detail pane")),
    _look("copy", "y", _("Copy"), _("Copy this cell; in the detail of the radar, the call sheet")),
    _look("copy_record", "Y", _("Copy record"), _("Copy the whole record")),
    _column("hide", "minus", _("Hide"), _("Hide this column")),
    _column("widen", "plus", _("Widen"), _("Widen this column")),
    _column("narrow", "underscore", _("Narrow"), _("Narrow this column")),
    _column("left", "less_than_sign", _("Column left"), _("Move this column to the left")),
    _column("right", "greater_than_sign", _("Column right"), _("Move this column to the right")),
    _column("reset", "0", _("Columns"), _("All columns as they were at first")),
    *starmap(_view, VIEWS.items()),
    _program("export", "x", _("Export"), _("Write this list to a file")),
    _program("import", "ctrl+o", _("Import"), _("Read a tender list"), calls="import_list"),
    _program("proposals", "p", _("To decide"), _("Decide what an import left open")),
    _program("seal", "Z", _("Seal"), _("Seal the radar: keep the list as it stands, to be graded later")),
    _program("more", "comma", _("More"), _("More acts, by a second key")),
    _program("undo", "u", _("Undo"), _("Undo the last act")),
    _program("redo", "ctrl+r", _("Redo"), _("Do it again")),
    _program("palette", "colon,ctrl+p", _("Palette"), _("Every act by name"), place=Place.APP, calls="command_palette"),
    _program("theme", "f2", _("Theme"), _("Choose the colours"), place=Place.APP, calls="change_theme"),
    _program(
        "suspend", "ctrl+z", _("Suspend"), _("Back to the shell; fg returns"), place=Place.APP, calls="suspend_process"
    ),
    _program("help", "question_mark,f1", _("Help"), _("All keys"), place=Place.APP),
    _program("quit", "q", _("Quit"), _("Quit; everything is saved already"), place=Place.APP),
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
