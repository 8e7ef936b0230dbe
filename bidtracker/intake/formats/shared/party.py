"""Numbers of organisations as lists write them, taken only together with the register they belong to."""

from __future__ import annotations

import re
from functools import lru_cache

from bidtracker.domain.records import Identifier

# org-id.guide: a country (or XI, XM, XR for bodies above countries), a register, and the number there.
_ORG_ID = re.compile(r"([A-Z]{2}(?:_[A-Z]{2})?(?:-[A-Z][A-Z0-9_]{0,11})+?)-([^\s].*)")
_NOTHING = frozenset(["n/a", "na", "none", "null", "tbc", "tbd", "unknown", "nil", "vendor", "supplier", "company"])


@lru_cache(65_536)  # the same buyers and suppliers come again and again
def identifier(scheme: str, number: str) -> Identifier | None:
    """The Identifier, or None where the id says nothing: empty, "0", "9999", a word instead of a number."""
    scheme, number = scheme.strip(), number.strip()
    letters = any(char.isalpha() for char in number)
    digits = {char for char in number if char.isdigit()}
    says_nothing = (
        number.lower() in _NOTHING
        or (not digits and (" " in number or not letters))
        or (not letters and (digits == {"0"} or (len(digits) == 1 and len(number) > 3)))
    )
    return Identifier(scheme=scheme, id=number) if scheme and number and not says_nothing else None


@lru_cache(65_536)
def org_id(text: str) -> Identifier | None:
    """The Identifier in an id that begins with its register ("GB-COH-01234567"), None where it does not."""
    parts = _ORG_ID.fullmatch(text.strip())
    return identifier(parts[1], parts[2]) if parts else None


def identifiers(text: str, owner: str) -> tuple[Identifier, ...]:
    """The Identifier that an id in a list of our own is; without a register its scheme is the list itself."""
    own = org_id(text) or identifier(f"list:{owner}", text) if text else None
    return (own,) if own else ()
