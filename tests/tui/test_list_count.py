"""What the header says of how much a list shows."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bidtracker.tui.listing.list_count import ListCount

ALL = ListCount(
    shown=1200,
    listed=1200,
    row=37,
    marked=0,
    filled=True,
    counted=True,
    whole=True,
    beyond=0,
    mine=False,
    asleep=0,
    drawer=False,
)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "row 37 of 1,200"),
        ({"shown": 5, "row": 2}, "row 2 · 5 of 1,200"),
        ({"shown": 0}, "0 of 1,200"),
        ({"shown": 0, "listed": 0, "filled": False}, "reading …"),
        ({"counted": False}, "row 37 · 1,200 … of 1,200"),
        ({"counted": False, "whole": False}, "row 37 of …"),
        ({"beyond": 800}, "first 1,200 of 2,000"),
        ({"beyond": 800, "shown": 5}, "5 of the first 1,200 of 2,000"),
        ({"mine": True, "marked": 3}, "mine: row 37 of 1,200 · 3 marked"),
        ({"asleep": 4}, "row 37 of 1,200 · 4 asleep"),
        ({"asleep": 4, "drawer": True}, "asleep: row 37 of 1,200"),
    ],
)
def test_what_is_shown_of_a_list_in_words(changes: dict[str, int], words: str) -> None:
    assert replace(ALL, **changes).words == words
