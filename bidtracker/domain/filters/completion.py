"""What may follow where the cursor stands in a filter: keys, and the values that their fields have."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

from bidtracker.domain.fields import Field
from bidtracker.domain.filters.filter_fields import FilterFields
from bidtracker.domain.filters.terms import TERM, as_key, as_typed, narrowed
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


def complete(
    text: str, cursor: int, fields: FilterFields, holdings: Holdings, say: Callable[[str], str] = str
) -> Completion:
    """The ways to go on with the term in which the cursor stands; keys end in ":".

    `say` puts a label into the person's language: keys and words are offered in it, and in ours where that is typed.
    """
    text = narrowed(text)
    term = next((match for match in re.finditer(TERM, text) if match.start() <= cursor <= match.end()), None)
    if term is None:
        return Completion(cursor, cursor, ())
    if term["op"] and cursor >= term.start("value"):
        start = max(term.start("value"), text.rfind("|", term.start("value"), cursor) + 1)
        field = fields.field(term["key"], say)
        begun = text[start:cursor].strip('"')
        options = _fitting(_values(field, fields.table, holdings, say), begun) if field else ()
        if not options and field and field.kind.words:
            options = _fitting(iter(field.kind.words), begun)
        return Completion(start, term.end(), tuple(map(_quoted, options)))
    start = term.start() + len(term["not"])
    begun = text[start:cursor]
    options = _fitting(_keys(fields, say), begun) or _fitting(_keys(fields, str), begun)
    return Completion(start, term.end(), options)


def _keys(fields: FilterFields, say: Callable[[str], str]) -> Iterator[str]:
    for field in fields.fields:
        key = as_key(as_typed(field.name, field.label, say))
        yield key if field.kind is FLAG else f"{key}:"


def _values(field: Field, table: str, holdings: Holdings, say: Callable[[str], str]) -> Iterator[str]:
    kind = field.kind
    if kind.words:
        yield from (as_typed(str(word), word.label, say) for word in kind.words)
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
