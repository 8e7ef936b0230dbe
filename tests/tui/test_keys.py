"""Keys are data: unique, remappable, each with an act behind it."""

from __future__ import annotations

from collections import Counter

import pytest

from bidtracker.tui.app import VIEWS, BidtrackerApp
from bidtracker.tui.keys import BY_ID, FOOTER, GROUPS, KEYS, Place, complaints, first_shown, shown
from bidtracker.tui.views.view import View
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
    assert max(Counter(part for key in KEYS for part in key.keys.split(",")).values()) == 1
    assert not list(complaints({}))


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.id)
def test_an_act_stands_behind_each_key(key: object) -> None:
    method = "action_" + key.action.partition("(")[0]  # type: ignore[attr-defined]
    assert all(callable(getattr(listener, method)) for listener in LISTENERS[key.place])  # type: ignore[attr-defined]


def test_every_key_has_a_group_and_every_group_a_key() -> None:
    assert {key.group for key in KEYS} == set(GROUPS)


def test_each_view_has_a_footer_of_at_most_seven_known_keys_that_ends_in_help() -> None:
    assert set(FOOTER) == set(VIEWS)
    for ids in FOOTER.values():
        assert len(ids) <= 7
        assert ids[-1] == "help"
        assert all(id in BY_ID for id in ids)


def test_keys_are_shown_as_they_stand_on_the_keyboard() -> None:
    assert shown(BY_ID["cursor_down"]) == "↓ j"
    assert first_shown(BY_ID["filter"]) == "/"
    assert first_shown(BY_ID["filter"], {"filter": "ctrl+f"}) == "ctrl+f"


def test_a_keymap_with_an_unknown_act_or_a_key_given_twice_is_complained_of_by_name() -> None:
    said = [str(message) for message in complaints({"nosuch": "x", "delete": "e"})]
    assert any("nosuch" in sentence for sentence in said)
    assert any("edit" in sentence and "delete" in sentence for sentence in said)
    assert not list(complaints({"delete": "W", "edit": "Q"}))
