"""Keys are data: unique, remappable, each with an act behind it."""

from __future__ import annotations

from collections import Counter

import msgspec
import pytest

from bidtracker.book import Book
from bidtracker.config import Config
from bidtracker.tui.app import BidtrackerApp
from bidtracker.tui.keys import BY_ID, GROUPS, KEYS, Place, complaints, first_shown, shown
from bidtracker.tui.views.catalogue import VIEWS
from bidtracker.tui.views.view import EACH_SAYS, View
from bidtracker.tui.widgets.detail import Detail
from bidtracker.tui.widgets.record_table import RecordTable

LISTENERS = {
    Place.LIST: (RecordTable, Detail),
    Place.TABLE: (RecordTable,),
    Place.VIEW: (View,),
    Place.APP: (BidtrackerApp,),
}


def test_ids_and_keys_are_unique() -> None:
    assert max(Counter(key.id for key in KEYS).values()) == 1
    assert max(Counter(part for key in KEYS if key.keys for part in key.keys.split(",")).values()) == 1
    assert not list(complaints({}))


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.id)
def test_an_act_stands_behind_each_key(key: object) -> None:
    method = "action_" + key.action.partition("(")[0]  # type: ignore[attr-defined]
    assert all(callable(getattr(listener, method)) for listener in LISTENERS[key.place])  # type: ignore[attr-defined]


def test_every_key_has_a_group_and_every_group_a_key() -> None:
    assert {key.group for key in KEYS} == set(GROUPS)


def test_each_view_has_a_footer_of_at_most_seven_known_keys_that_ends_in_help() -> None:
    for entry in VIEWS.values():
        footer = entry.load().footer
        assert len(footer) <= 7
        assert footer[-1] == "help"
        assert all(name in BY_ID for name in footer)


LEAST = {
    "__module__": __name__,
    "table": "quotes",
    "reads": frozenset({"quotes"}),
    "order": ("id", False),
    "columns": lambda _: (),
    "nothing": lambda _: "",
    "adds": "tenders",
    "footer": ("open", "help"),
}  # what a view says at the least


@pytest.mark.parametrize("footer", [(), ("nosuch", "help"), ("open",), ("open",) * 7 + ("help",)])
def test_a_view_without_a_right_footer_says_which_file_to_edit(footer: tuple[str, ...]) -> None:
    with pytest.raises(TypeError, match=rf"{__name__}.py: BoardView.footer names at most 7 keys of tui/keys.py"):
        type("BoardView", (View,), LEAST | {"footer": footer})


@pytest.mark.parametrize("name", EACH_SAYS)
def test_a_view_that_does_not_say_what_each_says_names_its_file(name: str) -> None:
    lacking = {key: value for key, value in LEAST.items() if key != name}
    with pytest.raises(TypeError, match=rf"{__name__}.py: BoardView does not say {name}, "):
        type("BoardView", (View,), lacking)


def test_a_view_adds_only_what_has_a_form() -> None:
    with pytest.raises(TypeError, match=rf"{__name__}.py: BoardView.adds is quotes, of which tui/acts/record.py"):
        type("BoardView", (View,), LEAST | {"adds": "quotes"})


def test_a_digit_is_the_key_of_each_view() -> None:
    other = [name for name, entry in VIEWS.items() if not entry.key.isdigit()]
    assert not other, f"docs/screen.md says that the digits are the views, and {other} has another key"


def test_a_view_without_a_key_says_which_file_to_edit(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "bidtracker.tui.app.VIEWS", {**VIEWS, "board": msgspec.structs.replace(VIEWS["tenders"], key="")}
    )
    with pytest.raises(LookupError, match=r"view board has no key: .*bidtracker/tui/views/catalogue.py"):
        BidtrackerApp(book, Config())


def test_keys_are_shown_as_they_stand_on_the_keyboard() -> None:
    assert shown(BY_ID["cursor_down"]) == "↓ j"
    assert first_shown(BY_ID["filter"]) == "/"
    assert first_shown(BY_ID["filter"], {"filter": "ctrl+f"}) == "ctrl+f"


def test_a_keymap_with_an_unknown_act_or_a_key_given_twice_is_complained_of_by_name() -> None:
    output = [str(message) for message in complaints({"nosuch": "x", "delete": "e"})]
    assert any("nosuch" in sentence for sentence in output)
    assert any("edit" in sentence and "delete" in sentence for sentence in output)
    assert not list(complaints({"delete": "ctrl+k", "edit": "ctrl+e"}))
