"""Which of TinyDB's conditions the index answers, and from which keys.

What is answered are the documents that may match: all that match are among them. `==`, `one_of`, `any` of numbers or
of parts, `<`, `<=`, `>`, `>=` and `exists` on a declared field, the first two and the comparisons also within a part;
`&` where one side is answered, `|` where both are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from tinydb.queries import QueryInstance, QueryLike

from bidtracker.storage.index import END, LONGEST, NEGATIVE, NUMBERS_END, TEXT, Index, KeyRange, key_of

QueryPlan = tuple[KeyRange, ...]
ABOVE = (">", ">=")
NEXT = "\1"  # with it at its end, a text is the first after the same without
DeclaredField = Callable[..., str | None]


def plan(cond: QueryLike, table: str, index: Index) -> QueryPlan | None:
    """The keys whose documents may match; None where all must be read."""
    described = cond._hash if isinstance(cond, QueryInstance) else None
    if not isinstance(described, tuple) or table not in index.fields:
        return None

    def field(path: tuple[Any, ...], within: str = "") -> str | None:
        """The declared field on a path of a condition."""
        if len(path) != 1 or not isinstance(path[0], str):
            return None
        name = f"{path[0]}.{within}" if within else path[0]
        return f"{table}.{name}" if name in index.fields[table] else None

    return _plan(described, field)


def _plan(cond: Any, field: DeclaredField) -> QueryPlan | None:
    match cond:
        case ("and", frozenset() as sides):
            return _narrowest(_plan(side, field) for side in sides)
        case ("or", frozenset() as sides):
            plans = [_plan(side, field) for side in sides]
            return None if None in plans else tuple(each for side in plans if side is not None for each in side)
        case ("==", path, value):
            return _equal(field(path), (value,))
        case ("one_of", path, tuple() as values):
            return _equal(field(path), values)
        case ("any", path, tuple() as values) if all(isinstance(value, int | float) for value in values):
            return _equal(field(path), values)  # a text or an object would be walked through by its parts
        case ("any", path, QueryInstance() as part):
            return _of_part(path, part._hash, field)
        case ("exists", path):
            named = field(path)
            return None if named is None else (KeyRange(named, "", END),)
        case (("<" | "<=" | ">" | ">=") as operator, path, value):
            return _beyond(field(path), operator, value)
    return None


def _equal(field: str | None, values: Iterable[Any]) -> QueryPlan | None:
    """The keys of some values; None where one of them has none."""
    keys = [key_of(value) for value in values]
    if field is None or None in keys:
        return None
    return tuple(KeyRange(field, key, key) for key in sorted({key for key in keys if key is not None}))


def _of_part(path: tuple[Any, ...], part: Any, field: DeclaredField) -> QueryPlan | None:
    """The keys of a value in one of several parts."""
    match part:
        case ("==", (str() as within,), value):
            return _equal(field(path, within), (value,))
        case ("one_of", (str() as within,), tuple() as values):
            return _equal(field(path, within), values)
        case (("<" | "<=" | ">" | ">=") as operator, (str() as within,), value):
            return _beyond(field(path, within), operator, value)
    return None


def _beyond(field: str | None, operator: str, value: Any) -> QueryPlan | None:
    """The keys on one side of a value of its kind."""
    key = key_of(value)
    if field is None or key is None or not isinstance(value, str | int | float):
        return None
    low, high = (TEXT, END) if isinstance(value, str) else (NEGATIVE, NUMBERS_END)
    if operator == ">" and isinstance(value, str) and len(value) < LONGEST and "\0" not in value:
        key += NEXT  # nobody reads the many that are equal, as all that were changed on one day are
    return (KeyRange(field, key, high) if operator in ABOVE else KeyRange(field, low, key),)


def _narrowest(plans: Iterator[QueryPlan | None]) -> QueryPlan | None:
    """Of the plans of conditions that all hold, the one with the fewest documents as far as one can tell."""
    answered = [each for each in plans if each is not None]
    between = _between(answered)
    return min((between, *answered) if between else answered, key=_breadth, default=None)


def _between(plans: list[QueryPlan]) -> QueryPlan | None:
    """What two conditions on one field leave between them; of several parts each may meet another."""
    single = [each[0] for each in plans if len(each) == 1 and "." not in each[0].field.partition(".")[2]]
    for first in single:
        same = [each for each in single if each.field == first.field]
        if len(same) > 1:
            return (KeyRange(first.field, max(each.low for each in same), min(each.high for each in same)),)
    return None


def _breadth(plan: QueryPlan) -> tuple[bool, bool, int]:
    """Single keys are fewer documents than ranges, ranges with two ends than those with one."""
    wide = any(each.low != each.high for each in plan)
    open_ended = any(each.high in (END, NUMBERS_END) or each.low in ("", TEXT, NEGATIVE) for each in plan)
    return wide, open_ended, len(plan)
