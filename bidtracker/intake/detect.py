"""Which reader a list wants, seen from the keys of its first records. A new format is one line in FORMATS."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from bidtracker.domain.errors import Unreadable
from bidtracker.domain.message import listed, say
from bidtracker.intake.formats.contracts_finder_csv import ContractsFinderReader
from bidtracker.intake.formats.native.our_export import ExportedReader, is_exported
from bidtracker.intake.formats.native.reader import NativeReader, is_native
from bidtracker.intake.formats.ocds.reader import OcdsReader, is_ocds
from bidtracker.intake.formats.prozorro.reader import ProzorroReader, is_prozorro
from bidtracker.intake.formats.sam import SamReader, is_sam
from bidtracker.intake.formats.ted.reader import TedReader
from bidtracker.intake.formats.usaspending import UsaSpendingReader, is_usaspending
from bidtracker.intake.formats.vcard import Card, VCardReader, is_vcard
from bidtracker.intake.formats.worldbank import WorldBankReader, is_worldbank
from bidtracker.intake.notice import Notice, Problem, shorten
from bidtracker.intake.where import Unwanted

# One record of a file -> what it says: (its number from 1, its value, its bytes as they stood).
Read = Callable[[int, Any, bytes], Iterable[Notice | Card | Problem | Unwanted]]


class Format(NamedTuple):
    """A kind of list: its name for --format, what it is called, how its records look, and who reads them.

    `reader(file, list)` makes a fresh `Read` for one file; `list` is "" where the person named none.
    """

    name: str
    label: str
    looks: Callable[[Mapping[str, Any]], bool]
    reader: Callable[[str, str], Read]


def _with(*keys: str) -> Callable[[Mapping[str, Any]], bool]:
    """Whether all these keys are there."""
    return lambda record: all(key in record for key in keys)


FORMATS = {
    format.name: format
    for format in (
        Format("ocds", "OCDS", is_ocds, OcdsReader),
        Format("exported", "an export of this program", is_exported, ExportedReader),
        Format("native", "the native list", is_native, NativeReader),
        Format("ted", "TED search API v3", _with("publication-number"), TedReader),
        Format("sam", "SAM.gov opportunities", is_sam, SamReader),
        Format("prozorro", "Prozorro", is_prozorro, ProzorroReader),
        Format("usaspending", "USAspending", is_usaspending, UsaSpendingReader),
        Format(
            "contracts-finder-csv",
            "Contracts Finder CSV",
            _with("Notice Identifier", "Organisation Name"),
            ContractsFinderReader,
        ),
        Format("worldbank", "World Bank", is_worldbank, WorldBankReader),
        Format("vcard", "vCard", is_vcard, VCardReader),
    )
}


def named(name: str) -> Format:
    """The format that a person asks for. Raises Unreadable, with the nearest name."""
    format = FORMATS.get(name.strip().lower())
    if format is None:
        near = difflib.get_close_matches(name.lower(), FORMATS, 1)
        raise Unreadable(
            "there is no format {name}; did you mean {near}? Known are {known}",
            name=repr(shorten(name)),
            near=near[0] if near else "native",
            known=listed(FORMATS),
        )
    return format


def sniff(file: str, records: Iterable[Any]) -> Format:
    """The format that the first records have. Raises Unreadable, which says what was found instead."""
    keys: dict[str, None] = {}
    others: dict[str, None] = {}
    for record in records:
        if not isinstance(record, Mapping):
            continue
        for format in FORMATS.values():
            if format.looks(record):
                return format
        keys |= {key: None for key, value in record.items() if not isinstance(value, (dict, list))}
        others |= dict.fromkeys(record)
    if is_native(keys):  # the first records do not all have all keys
        return FORMATS["native"]
    raise Unreadable(
        "{file} is in no known layout. Its records have {keys}; a native list has title and buyer at least; where "
        "they are called otherwise, say so with --map COLUMN=title --map COLUMN=buyer. "
        "Known formats: {known}",
        file=file,
        keys=listed(map(shorten, list(others)[:8])) or say("no keys"),
        known=listed(FORMATS),
    )
