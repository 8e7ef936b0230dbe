"""Which format a list has, seen from the keys of its first records.

The formats are the modules of `formats` (of a folder there its `reader`), each with its Reader as `FORMAT`; what they
share lies in `formats.shared`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from bidtracker.domain.errors import Unreadable
from bidtracker.domain.message import listed, say
from bidtracker.intake import formats as folder
from bidtracker.intake.formats.reader import Reader
from bidtracker.intake.notice import shorten

NO_FORMATS = ("reader", "shared")  # what else lies in the folder
NATIVE = "native"


@lru_cache(1)
def formats() -> dict[str, type[Reader]]:
    """All formats by their names; those that fit many lists come last."""
    readers: list[type[Reader]] = []
    for module in iter_modules(folder.__path__):
        if module.name not in NO_FORMATS:
            path = f"{folder.__name__}.{module.name}{'.reader' if module.ispkg else ''}"
            readers.append(import_module(path).FORMAT)
    return {reader.name: reader for reader in sorted(readers, key=lambda reader: reader.generic)}


def named(name: str) -> type[Reader]:
    """The format that a person asks for. Raises Unreadable, with the nearest name."""
    reader = formats().get(name.strip().lower())
    if reader is None:
        near = difflib.get_close_matches(name.lower(), formats(), 1)
        raise Unreadable(
            "there is no format {name}; did you mean {near}? Known are {known}",
            name=repr(shorten(name)),
            near=near[0] if near else NATIVE,
            known=listed(formats()),
        )
    return reader


def sniff(file: str, records: Iterable[Any], *, published: bool = True) -> type[Reader]:
    """The format that the first records have; none of a publisher's where they are not `published`. Raises Unreadable
    with the keys that they have instead."""
    keys: dict[str, None] = {}
    others: dict[str, None] = {}
    for record in records:
        if not isinstance(record, Mapping):
            continue
        for reader in formats().values():
            if (published or reader.ours) and reader.looks(record):
                return reader
        keys |= {key: None for key, value in record.items() if not isinstance(value, (dict, list))}
        others |= dict.fromkeys(record)
    native = formats()[NATIVE]
    if native.looks(keys):  # the first records do not all have all keys
        return native
    raise Unreadable(
        "{file} is in no known layout. Its records have {keys}; a native list has title and buyer at least; where "
        "they are called otherwise, say so with --map COLUMN=title --map COLUMN=buyer. "
        "Known formats: {known}",
        file=file,
        keys=listed(map(shorten, list(others)[:8])) or say("no keys"),
        known=listed(formats()),
    )
