"""Ids as people see them: a letter for the table and the number within it (`T42`)."""

from __future__ import annotations

from bidtracker.domain.errors import Unreadable

LETTERS = {
    "buyers": "B",
    "contacts": "P",
    "competitors": "C",
    "tenders": "T",
    "awards": "A",
    "signals": "S",
    "touches": "F",
    "facts": "K",
    "needs": "N",
    "offers": "O",
    "themes": "V",
    "quotes": "M",
    "deals": "D",
    "proposals": "Q",
    "history": "H",
}
TABLES = {letter: table for table, letter in LETTERS.items()}


def ref(table: str, number: int) -> str:
    """The id to show: ref("tenders", 42) == "T42"."""
    return f"{LETTERS[table]}{number}"


def parse_ref(text: str) -> tuple[str, int]:
    """The table and number of an id as typed, any case: parse_ref("t42") == ("tenders", 42).

    Raises Unreadable where `text` is no id.
    """
    text = text.strip()
    table = TABLES.get(text[:1].upper())
    digits = text[1:]
    if table is None or not (digits.isascii() and digits.isdigit()) or len(digits) > 15 or int(digits) == 0:
        raise Unreadable(
            "{text} is not an id; an id is a letter and a number, like T42 (tender), B12 (buyer) or A5 (award)",
            text=repr(text),
        )
    return table, int(digits)
