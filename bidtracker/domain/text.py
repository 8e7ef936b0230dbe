"""Text from outside, made harmless to show; how wide it is on a terminal; and how it is searched.

Lists come from anywhere, so a title may hold escape sequences, bidi overrides, or nothing visible at all.
What is stored stays as it came; `safe` stands at the one place where it becomes a cell or a line.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

from bidtracker.domain.figures import MINUS
from bidtracker.later import late_pattern

ELLIPSIS = "…"
HIDDEN = "·"  # stands for a character that cannot be seen
UNKNOWN = "\N{REPLACEMENT CHARACTER}"  # stands for one that has no meaning here: C1, surrogates, private use
MOST_MARKS = 4  # on one letter; Hebrew and Tibetan need as many, a pile that climbs over other lines needs more

# Printable by Unicode's book, but nothing is seen: fillers, selectors, an empty Braille cell.
_UNSEEN = late_pattern(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
# Marks are no word characters, so only a run like this one can hold too many of them.
_RUN = late_pattern(rf"[^\w\s\x21-\x7e]{{{MOST_MARKS + 1},}}")
_JOINED = "[\u0610-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefc]"  # Arabic and the scripts of India and around
_STRAY = f"(?<!{_JOINED})[\u200c\u200d]|[\u200c\u200d](?!{_JOINED})"
_EMOJI = "[\u2190-\u2bff\U0001f000-\U0001faff]"
_GLUE = f"(?<={_EMOJI})\u200d(?={_EMOJI})"
_MARKS = late_pattern("[\u0300-\u036f\u064b-\u0655\u0670\u0640]+")  # accents, and Arabic vowels and stretching
# Line breaks that a publisher's own program wrote without their backslashes, "rn" for "\\r\\n": twice, as in no word,
# or after the end of a sentence and before the next one.
_LOST_BREAKS = late_pattern(r"(?:rn){2,}|(?<=[.!?:;])rn(?=[A-Z\d]|$)")
# UTF-8 that was read as Windows-1252 and written again: "Â£" for "£", "Ã©" for "é", "â€™" for "’".
_READ_TWICE = late_pattern(
    "\u00c2[\u00a0-\u00bf]|\u00c3[\u00a1-\u00bf]|\u00e2\u20ac[\u0098-\u00bf\u02dc\u2013-\u203a\u2122\u0153\u017e]"
)
_BREAKS = "\t\n\v\f\r\x85\u2028\u2029"
# Letters with a stroke or two in one, which Unicode does not take apart.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})


def safe(text: str, width: int | None = None) -> str:
    """`text` as one line that cannot harm a terminal, cut to `width` cells if given; safe(safe(x)) == safe(x).

    Line breaks and tabs become spaces, C0 controls their pictures (␛), unseen and bidi characters "·", C1 controls,
    lone surrogates and private or unassigned characters "�". Joiners stay inside words of scripts that need them
    (Persian, Hindi); emoji are shown in their parts, without selectors, so that they are as wide on every terminal.
    """
    if not (text.isascii() and text.isprintable() and "rnrn" not in text):
        text = _harmless(mended(text))
        if "rnrn" in text or _READ_TWICE.search(text):  # what was between two of its letters has gone
            return safe(text, width)
    return text if width is None else cut(text, width)


def safe_lines(text: str) -> str:
    """`text` with each of its lines made safe; line breaks stay, as "\\n"."""
    return "\n".join(safe(line) for line in mended(text).splitlines())


def mended(text: str) -> str:
    """`text` with what publishers' programs are known to break put right: lost line breaks, UTF-8 read twice."""
    text = _LOST_BREAKS.sub("\n", text)
    before = ""
    while not text.isascii() and text != before:  # some have been read more than twice
        before, text = text, _READ_TWICE.sub(_read_once, text)
    return text


def _read_once(char: re.Match[str]) -> str:
    try:
        return char[0].encode("cp1252").decode()
    except UnicodeError:
        return char[0]


def cells(text: str) -> int:
    """How many terminal cells safe text takes: two for Chinese and emoji, none for marks and after a joiner."""
    if text.isascii():
        return len(text)
    width = sum(map(_cell, text))
    if "\u200d" in text:
        width -= sum(_cell(after) for before, after in pairwise(text) if before == "\u200d")
    return width


def cut(text: str, width: int) -> str:
    """Safe text in at most `width` cells; "…" says that it went on."""
    if cells(text) <= width:
        return text
    if width <= 0:
        return ""
    taken, end, before = 0, 0, ""
    for char in text:
        wide = 0 if before == "\u200d" else _cell(char)
        if taken + wide > width - 1:
            break
        taken, end, before = taken + wide, end + 1, char
    return text[:end].rstrip("\u200c\u200d") + ELLIPSIS


def fold(text: str) -> str:
    """`text` as it is searched: case, accents, width, the length of a minus and of Arabic letters do not count."""
    if text.isascii():
        return text.lower()
    text = text.replace(MINUS, "-")
    # Casefolded twice, since taking a character apart can bring out a capital (㎒ is MHz).
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text.casefold()).casefold())
    bare = _MARKS.sub("", parts)
    return bare if bare.isascii() else unicodedata.normalize("NFC", bare.translate(_LETTERS))


def _harmless(text: str) -> str:
    if not (text.isprintable() and not _UNSEEN.search(text)):
        text = "".join(map(_sign, text.replace("\r\n", "\n")))
    text = re.sub(_STRAY, HIDDEN, re.sub(_GLUE, "", _RUN.sub(_thinned, text)))
    # A mark that leads would sit on whatever stands before the text, perhaps the frame.
    return "◌" + text if text and unicodedata.category(text[0])[0] == "M" else text


@lru_cache(4096)
def _sign(char: str) -> str:
    """What is shown for one character."""
    if char in "\u200c\u200d":
        return char  # whether they may stay depends on their neighbours
    if _UNSEEN.match(char):
        return "" if "VARIATION SELECTOR" in unicodedata.name(char) else HIDDEN
    if char.isprintable():
        return char
    category = unicodedata.category(char)
    if char in _BREAKS or category == "Zs":
        return " "
    if char < " " or char == "\x7f":
        return chr(0x2421 if char == "\x7f" else 0x2400 + ord(char))
    return HIDDEN if category == "Cf" else UNKNOWN


def _thinned(run: re.Match[str]) -> str:
    """A run of symbols and marks, with at most MOST_MARKS marks or joiners in a row."""
    kept, row = [], 0
    for char in run[0]:
        row = row + 1 if char in "\u200c\u200d" or unicodedata.category(char)[0] == "M" else 0
        if row <= MOST_MARKS:
            kept.append(char)
    return "".join(kept)


@lru_cache(4096)
def _cell(char: str) -> int:
    if unicodedata.category(char)[0] == "M" or char in "\u200c\u200d":
        return 0
    if "\u1160" <= char <= "\u11ff" or "\ud7b0" <= char <= "\ud7fb" or "\U0001f3fb" <= char <= "\U0001f3ff":
        return 0  # the second and third letter of a Korean syllable; skin tones
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
