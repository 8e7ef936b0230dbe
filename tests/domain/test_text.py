"""Text from outside is harmless once it is safe, and as wide as it says."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bidtracker.domain.text import MOST_MARKS, cells, cut, fold, safe, safe_lines

NASTY = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\x1b\x9b\x00\t\n\u202e\u2066\u200b\u200c\u200d\ufeff\u0301\ufe0f\U000e0041\ud800كمक्👩❤🏽中"),
    )
)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Lot [/a] road", "Lot [/a] road"),
        ("\x1b[31mred\x07", "␛[31mred␇"),
        ("\x1b]52;c;ZXZpbA==\x1b\\", "␛]52;c;ZXZpbA==␛\\"),
        ("\x9b31m", "�31m"),
        ("a\u202eb\u2066c", "a·b·c"),
        ("Acme\u200b Ltd", "Acme· Ltd"),
        ("one\r\ntwo\tthree\u2028four", "one two three four"),
        ("no\u00a0break", "no break"),
        ("\ud800\ue000\U0010ffff", "���"),
        ("hid\U000e0041\U000e0042den", "hid··den"),
        ("\u0301first", "◌\u0301first"),
        ("z" + "\u0301" * 40 + "!", "z" + "\u0301" * MOST_MARKS + "!"),
        ("H32 to H88.rnrnThanks", "H32 to H88. Thanks"),
        ("Â£5,000 for a cafÃ© â€“ donâ€™t", "£5,000 for a café – don’t"),
        ("ÂÂ£", "£"),
        ("CAFÉ–BAR", "CAFÉ–BAR"),
        ("r\ufe0fnrn.", " ."),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("a\u200db", "a·b"),
        ("👨\u200d👩\u200d👧", "👨👩👧"),
        ("❤\ufe0f", "❤"),
        ("Ремонт доріг — 中国铁路", "Ремонт доріг — 中国铁路"),
    ],
)
def test_safe(raw: str, shown: str) -> None:
    assert safe(raw) == shown


@given(NASTY)
@example("\u200c\u0301" * 9)
@example("ب\u200c" * 9)
def test_safe_leaves_nothing_that_controls_hides_or_turns(raw: str) -> None:
    shown = safe(raw)
    kinds = [unicodedata.category(char) for char in shown if char not in "\u200c\u200d"]
    assert not {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}.intersection(kinds)
    assert not any(0xFE00 <= ord(char) <= 0xFE0F or 0xE0000 <= ord(char) <= 0xE0FFF for char in shown)
    row = 0
    for char in shown:
        row = row + 1 if unicodedata.category(char)[0] == "M" else 0
        assert row <= MOST_MARKS
    assert "\n" not in shown
    shown.encode()


@given(NASTY)
def test_safe_is_idempotent(raw: str) -> None:
    assert safe(safe(raw)) == safe(raw)


@given(NASTY)
def test_text_that_says_something_shows_something(raw: str) -> None:
    if raw.strip("\ufe0f\u200c\u200d\u180b\u180c\u180d\u180f") and not raw.isspace():
        assert safe(raw) or all("VARIATION" in unicodedata.name(char, "") for char in raw)


@given(NASTY, st.integers(0, 20))
def test_cut_text_fits(raw: str, width: int) -> None:
    shown = safe(raw, width)
    assert cells(shown) <= width
    if cells(safe(raw)) <= width:
        assert shown == safe(raw)
    elif width:
        assert shown.endswith("…")


@pytest.mark.parametrize(
    ("text", "width"),
    [("plain", 5), ("中国", 4), ("e\u0301", 1), ("👍🏽", 2), ("ﻻ", 1), ("각", 2), ("क्\u200dष", 1), ("ｗ", 2)],
)
def test_cells(text: str, width: int) -> None:
    assert cells(text) == width


@given(NASTY)
def test_cells_agree_with_what_draws_them(raw: str) -> None:
    rich = pytest.importorskip("rich.cells")
    shown = "".join(char for char in safe(raw) if not "\u2630" <= char <= "\u268f" and not "䷀" <= char <= "䷿")
    shown = "".join(char for char in shown if not 0x1D300 <= ord(char) <= 0x1D37F)  # symbols wide since Unicode 16
    assert cells(safe(shown)) == rich.cell_len(safe(shown))


def test_cut_never_halves_a_wide_character() -> None:
    assert cut("中国铁路", 4) == "中…"
    assert cut("中国铁路", 5) == "中国…"
    assert cut("中国", 0) == ""


def test_lines_stay_lines() -> None:
    assert safe_lines("one\x1b\r\ntwo\u202e\n\nthree") == "one␛\ntwo·\n\nthree"


@pytest.mark.parametrize(
    ("each", "other"),
    [
        ("ÉCOLE", "ecole"),
        ("Straße", "STRASSE"),
        ("Łódź", "lodz"),
        ("Ørsted", "orsted"),
        ("ＡＢＣ", "abc"),
        ("Київ", "киів"),
        ("İstanbul", "istanbul"),
        ("أحمد", "احمد"),
    ],
)
def test_fold_ignores_case_accents_and_width(each: str, other: str) -> None:
    assert fold(each) == fold(other)


@given(st.text())
def test_fold_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_line_breaks_that_lost_their_backslashes_are_breaks_again() -> None:
    assert safe_lines("most updated one.rnRegardsrnrnAnn") == "most updated one.\nRegards\nAnn"
    assert safe_lines("the turn is ours") == "the turn is ours"
