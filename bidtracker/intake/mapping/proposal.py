"""How the columns of a plain list would be read: by what they are called, and by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Record
from typing import Any

import msgspec

from bidtracker.domain.errors import Unreadable
from bidtracker.domain.text import fold
from bidtracker.intake.formats.native.columns import LISTS
from bidtracker.intake.formats.shared.number_dates import NUMBERS, ORDERS, in_order
from bidtracker.intake.mapping.column_values import AMOUNTS, DATES, FIELDS, LENGTH, value_of
from bidtracker.intake.mapping.columns import ColumnMap, MappedColumn, flat, key_of
from bidtracker.intake.mapping.synonyms import OFF, SYNONYMS, WINNERS

NAMED = frozenset(  # currencies that a column's name may mean; other codes are words as well (all, try, top, pen)
    "eur usd gbp czk pln sek nok dkk chf huf uah cny jpy inr aud cad nzd brl mxn krw twd hkd sgd zar bgn rsd".split()  # noqa: SIM905
)
MOST_COLUMNS = 500  # that are looked at; what is beyond them is kept as it is
ENOUGH = 0.5  # a confidence below this is not proposed
READ = 0.8  # of the values of a column must read as what the field wants


def propose(records: Iterable[Any]) -> ColumnMap:
    """How the columns of these records would be read: each field at most once, the surest first."""
    values: dict[str, list[Any]] = {}
    names: dict[str, None] = {}
    for record in records:
        if isinstance(record, Record):
            columns = flat(record)
            names |= dict.fromkeys(columns)
            for column, value in columns.items():
                if column not in values and len(values) >= MOST_COLUMNS:
                    continue
                column_values = values.setdefault(column, [])
                if value not in (None, "", []):
                    column_values.append(value)
    candidates = sorted(
        (mapped for column, given in values.items() for mapped in _candidates(column, given)),
        key=lambda mapped: (-mapped.sure, FIELDS.index(mapped.field)),
    )
    taken: dict[str, MappedColumn] = {}
    used: set[str] = set()
    for mapped in candidates:
        if mapped.field not in taken and mapped.column not in used:
            taken[mapped.field] = mapped
            used.add(mapped.column)
    _settle(taken, candidates)
    proposed = sorted(taken.values(), key=lambda mapped: FIELDS.index(mapped.field))
    return ColumnMap(key_of(names), tuple(proposed), tuple(names))


def _settle(taken: dict[str, MappedColumn], candidates: Sequence[MappedColumn]) -> None:
    """What one column decides about another: an amount beside a winner is the award's, a lone description a title."""
    if "title" not in taken and "description" in taken:
        mapped = taken.pop("description")
        taken["title"] = msgspec.structs.replace(mapped, field="title", sure=round(mapped.sure * 0.8, 2))
    if "winner" in taken and "award_value" not in taken and "value" in taken:
        mapped = taken["value"]
        if not _ESTIMATE.search(_plain(mapped.column)):
            taken["award_value"] = msgspec.structs.replace(taken.pop("value"), field="award_value")
    if "contract_end" in taken or "contract_start" not in taken:
        taken.pop(LENGTH, None)


_ESTIMATE = re.compile(r"estim|budget|maxim|limit|expected|forecast|schätz|rozpo|orçament|presup|base|предпол|预算")


def _candidates(column: str, given: list[Any]) -> Iterable[MappedColumn]:
    name = _plain(column)
    for field in FIELDS:
        named = _named(name, field)
        if named < ENOUGH or not given:
            continue
        reading, doubt = _reading(field, given)
        if field in AMOUNTS:
            reading += next((word.upper() for word in name.split() if word in NAMED), "")
        share = sum(_reads(field, value, reading) for value in given) / len(given)
        if share >= READ:
            sure = named * share * (0.7 if doubt else 1)
            yield MappedColumn(column, field, round(sure, 2), reading, doubt)


def _plain(column: str) -> str:
    """A column's name as words: "contractStartDate" and "Contract_start-date" are "contract start date"."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", column)
    return " ".join(re.findall(r"[^\W_]+", fold(spaced)))


def _named(name: str, field: str) -> float:
    """How well a column's name fits a field: 1 for the field's own, 0.95 for a synonym, less for a part of it."""
    if name == field.replace("_", " "):
        return 1.0
    words = name.split()
    theirs = not WINNERS.isdisjoint(words)
    best = 0.0
    for synonym in SYNONYMS.get(field, ()):
        if name == synonym:
            return 0.95
        parts = synonym.split()
        grown = not synonym.isascii() and len(synonym) > 1 and synonym in name
        if grown or any(words[at : at + len(parts)] == parts for at in range(len(words) - len(parts) + 1)):
            others = set(words).difference(parts)
            off = not grown and (not others.isdisjoint(OFF) or (theirs and not others.isdisjoint(WINNERS)))
            best = max(best, (0.55 + 0.35 * len(synonym) / len(name)) * (0.6 if off else 1))
    return best


def _reading(field: str, given: list[Any]) -> tuple[str, bool]:
    """In which order a column writes its dates, or what its decimal mark is; and whether that is in doubt."""
    texts = [value.strip() for value in given if isinstance(value, str)]
    if field in DATES:
        numbers = [match for text in texts if (match := NUMBERS.match(text)) and len(match[1]) < 4]
        if not numbers:
            return "", False
        orders = [order for order in ORDERS[:2] if all(_is_day(match[0], order) for match in numbers)]
        dotted = all(match[2] == "." for match in numbers)  # nobody writes the month first with dots
        return (orders[0] if orders else "dmy"), len(orders) != 1 and not (dotted and orders)
    if field in AMOUNTS:
        comma = any(re.search(r",\d{1,2}\D*$|\.\d{3},|\d\.\d{3}\.\d{3}", text) for text in texts)
        point = any(re.search(r"\.\d{1,2}\D*$|,\d{3}\.|\d,\d{3},\d{3}|\.\d{4,}", text) for text in texts)
        return ("", True) if comma and point else (",", False) if comma else (".", False) if point else ("", False)
    return "", False


def _is_day(text: str, order: str) -> bool:
    try:
        return bool(in_order(text, order))
    except Unreadable:
        return False


def _reads(field: str, value: Any, reading: str) -> bool:
    """Whether a value reads as what the field wants."""
    try:
        read = value_of(field, value, reading)
    except Unreadable:
        return False
    match field:
        case "url":
            return str(read).startswith(("http://", "https://", "www."))
        case "title" | "buyer":
            return isinstance(read, str) and any(char.isalpha() for char in read)
        case "country":
            return isinstance(read, str) and len(read) < 60 and not any(char.isdigit() for char in read)
        case "winner":
            return any(char.isalpha() for char in str(read))
        case "value" | "price" | "award_value":
            return True
        case _:
            return not isinstance(read, (dict, list)) or field in LISTS
