"""Where a record can be gone to from a screen: its pages, its mail and its number. Nothing else is ever opened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from bidtracker.later import late_pattern

PAGE = late_pattern(r"https?://\S+", re.IGNORECASE)
MAIL = late_pattern(r"[^\s@<>?&]+@[^\s@<>?&]+\.[^\s@<>?&]+")
NUMBER = late_pattern(r"\+?[\d\s()/.-]{5,}")


class LinkTarget(msgspec.Struct, frozen=True):
    """As it is read, and as a system opens it."""

    text: str
    url: str


def addresses(record: Any) -> tuple[LinkTarget, ...]:
    """The addresses of a record, each once; what is no page, mail or number (a file, a script) is left out."""
    return tuple(dict.fromkeys(_addresses(record)))


def _addresses(record: Any) -> Iterator[LinkTarget]:
    email, phone = getattr(record, "email", "").strip(), getattr(record, "phone", "").strip()
    if NUMBER.fullmatch(phone):
        yield LinkTarget(phone, f"tel:{re.sub(r'[^+0-9]', '', phone)}")
    if MAIL.fullmatch(email):
        yield LinkTarget(email, f"mailto:{email}")
    for page in (getattr(record, "url", ""), *getattr(record, "links", ())):
        match = PAGE.search(page)
        if match:
            yield LinkTarget(match[0], match[0])
