"""What may follow where the cursor stands in a filter: keys, and the values that their fields have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from bidtracker.domain.fields import FIELDS, Field
from bidtracker.domain.filters.query import ALIASES
from bidtracker.domain.filters.terms import TERM
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.kinds import FLAG
from bidtracker.domain.text import fold

MOST = 20
LOOKED_AT = 20_000  # records read for the values of a field; the first ones that fit are wanted, not all


class Completion(NamedTuple):
    """What may stand in place of text[start:end], the best first."""

    start: int
    end: int
    options: tuple[str, ...]


def complete(text: str, cursor: int, table: str, holdings: Holdings) -> Completion:
    """The ways to go on with the term in which the cursor stands; keys end in ":"."""
    term = next((match for match in re.finditer(TERM, text) if match.start() <= cursor <= match.end()), None)
    if term is None:
        return Completion(cursor, cursor, ())
    fields = {field.name: field for field in FIELDS[table]}
    if term["op"] and cursor >= term.start("value"):
        start = max(term.start("value"), text.rfind("|", term.start("value"), cursor) + 1)
        key = fold(term["key"]).replace("-", "_")
        field = fields.get(key) or fields.get("deadline" if key == "due" else ALIASES.get(key, ""))
        values = _values(field, table, holdings) if field else iter(())
        options = _fitting(values, text[start:cursor].strip('"'))
        return Completion(start, term.end(), tuple(map(_quoted, options)))
    start = term.start() + len(term["not"])
    return Completion(start, term.end(), _fitting(_keys(fields), text[start:cursor]))


def _keys(fields: dict[str, Field]) -> Iterator[str]:
    for name, field in fields.items():
        yield name if field.kind is FLAG else f"{name}:"


def _values(field: Field, table: str, holdings: Holdings) -> Iterator[str]:
    kind = field.kind
    if kind.words:
        yield from kind.words
    elif kind is FLAG:
        yield from ("yes", "no")
    elif kind.table and kind.name in ("link", "links"):
        named = holdings.some(kind.table, LOOKED_AT)
        yield from (holdings.name(kind.table, record.id) for record in named)
    elif kind.name in ("text", "texts") and hasattr(holdings, table):
        for record in holdings.some(table, LOOKED_AT):
            value = field.get(record, holdings)
            yield from (value,) if isinstance(value, str) else value or ()


def _fitting(values: Iterator[str], begun: str) -> tuple[str, ...]:
    """Those that begin so, then those that hold it."""
    key, first, then = fold(begun), dict[str, None](), dict[str, None]()
    for value in values:
        folded = fold(value)
        if value and folded.startswith(key):
            first[value] = None
            if len(first) == MOST:
                break
        elif value and key in folded and len(then) < MOST:
            then[value] = None
    return tuple(islice((*first, *then), MOST))


def _quoted(value: str) -> str:
    plain = value.replace('"', "")
    return f'"{plain}"' if any(sign in plain for sign in " |") else plain
