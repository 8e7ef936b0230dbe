"""Ids as people see them: a letter for the table and the number within it (`T42`), and a dot and the number of a part
of that record (`N3.2`: a demand, `A5.1`: a promise, `D2.4`: a step)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

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
    "inquiries": "I",
    "favours": "G",
    "hospitality": "E",
    "channel_changes": "R",
    "needs": "N",
    "offers": "O",
    "themes": "V",
    "quotes": "M",
    "deals": "D",
    "proposals": "Q",
    "seals": "L",
    "history": "H",
}
TABLES = {letter: table for table, letter in LETTERS.items()}
PARTS = {"needs": "demands", "awards": "promises", "deals": "milestones"}  # the fields with parts that have a number


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


def part_ref(table: str, number: int, part: int) -> str:
    """The id of a part of a record, to show: part_ref("needs", 3, 2) == "N3.2"; of the record itself for part 0."""
    return f"{ref(table, number)}.{part}" if part else ref(table, number)


def next_number(parts: Iterable[Any]) -> int:
    """The number of the next part of a record: one more than the highest so far."""
    return max((part.number for part in parts), default=0) + 1


def placed(parts: Iterable[Any], part: Any) -> tuple[Any, ...]:
    """The parts of a record by number, with one put in or in the place of that with its number."""
    others = [other for other in parts if other.number != part.number]
    return tuple(sorted([*others, part], key=lambda each: each.number))


def parse_part(text: str) -> tuple[str, int, int]:
    """The table, the number, and the part's number within that record: parse_part("n3.2") == ("needs", 3, 2).

    A record's own id is part 0 of it. Raises Unreadable where `text` is no id.
    """
    record, dot, digits = text.strip().partition(".")
    table, number = parse_ref(record)
    if not dot:
        return table, number, 0
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 9 or int(digits) == 0:
        raise Unreadable(
            "{text} is no part of {id}; write a dot and its number, like {id}.1", text=repr(text), id=record
        )
    return table, number, int(digits)
