"""Records that nest who holds a contract, or awards, as objects in a list: read alike whether there is one or several,
and one row for each where each has a value or days of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bidtracker.intake.mapping.columns import flat, name_in
from bidtracker.intake.mapping.headings.concepts import field_of, ideas_in
from bidtracker.intake.mapping.headings.synonyms import SYNONYMS
from bidtracker.intake.mapping.headings.written import names_of, words_in
from bidtracker.intake.open.lenient_json import Object

OWN = ("award_value", "award_date", "contract_start", "contract_end", "contract_length")  # what a holder may have


def holder_rows(record: Mapping[str, Any]) -> list[Object]:
    """The rows of a record, with the keys of its inner objects as columns.

    >>> holder_rows({"objet": "Beds", "titulaires": [{"nom": "A", "montant": 5}, {"nom": "B", "montant": 7}]})[1]
    {'objet': 'Beds', 'titulaires': 'B', 'titulaires.montant': 7}
    """
    record = _unwrapped(record)
    key = next((key for key, value in record.items() if _are_holders(key, value)), None)
    if key is None:
        return [flat(record)]
    holders = record[key]
    if len(holders) > 1 and not any(_has_its_own(key, each) for each in holders):
        return [flat(record)]
    return [_row(record, key, each) for each in holders]


def columns_of(record: Mapping[str, Any]) -> list[str]:
    """The columns of all rows of a record."""
    return [column for row in holder_rows(record) for column in row]


def _unwrapped(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """What stands in a record that is nothing but an object within an object."""
    while len(record) == 1 and isinstance(only := next(iter(record.values())), dict) and only:
        record = only
    return record


def _are_holders(key: str, value: Any) -> bool:
    """Whether a list of objects with names stands below a heading for those who hold a contract, or one of objects that
    each name a holder stands anywhere."""
    if not isinstance(value, list) or not value or not all(isinstance(each, dict) for each in value):
        return False
    if _names_winners(key) or "award" in ideas_in(words_in(key)):
        return all(map(name_in, value))
    return all(any(name_in(inner) and _names_winners(name) for name, inner in each.items()) for each in value)


def _names_winners(key: str) -> bool:
    """Whether a heading, in singular or plural, is one for winners."""
    singulars = (word for name in names_of(key) for word in (name, name.removesuffix("s"), name.removesuffix("es")))
    return "winner" in ideas_in(words_in(key)) or any(word in SYNONYMS["winner"] for word in singulars)


def _has_its_own(key: str, holder: Mapping[str, Any]) -> bool:
    """Whether a holder has a value or days of its own: not of one that shares a contract."""
    for name in holder:
        called = names_of(f"{key} {name}")
        if any(field_of(each) in OWN for each in called):
            return True
        if any(each in SYNONYMS[field] for each in names_of(name) for field in (*OWN, "value")):
            return True
    return False


def _row(record: Mapping[str, Any], key: str, holder: Object) -> Object:
    """The row of one holder: below a heading for winners its name stands, and what else it has beside it."""
    if not _names_winners(key):
        return flat({**record, key: holder})
    name = name_in(holder)
    others = {inner: value for inner, value in holder.items() if value != name}
    return flat({**record, key: name}) | flat({key: others} if others else {})
