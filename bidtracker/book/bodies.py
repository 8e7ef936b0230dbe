"""The stored form of a record: JSON without its number, which is the row's key."""

from __future__ import annotations

from typing import Any

import msgspec

from bidtracker.domain.ids import ref
from bidtracker.domain.message import say
from bidtracker.domain.records import RECORDS, Record, TenderLine
from bidtracker.storage import Damaged

encode = msgspec.json.Encoder().encode


class Decoders(dict[str, msgspec.json.Decoder[Any]]):
    """One for each table, made when first wanted: all of them take 4 ms, and most commands read few tables."""

    def __init__(self, kinds: dict[str, type[Record]]) -> None:
        super().__init__()
        self.kinds = kinds

    def __missing__(self, table: str) -> msgspec.json.Decoder[Any]:
        self[table] = decoder = msgspec.json.Decoder(self.kinds[table])
        return decoder


DECODERS = Decoders(RECORDS)
LINE_DECODERS = Decoders(RECORDS | {"tenders": TenderLine})


def decode(table: str, number: int, body: bytes, *, line: bool = False) -> Any:
    """The record in a stored body, its number set; Damaged where it is none."""
    try:
        return parse(table, number, body, line=line)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise unreadable(table, number, error) from error


def parse(table: str, number: int, body: bytes, *, line: bool = False) -> Any:
    """The record in a stored body, its number set. Raises msgspec.DecodeError."""
    record = (LINE_DECODERS if line else DECODERS)[table].decode(body)
    msgspec.structs.force_setattr(record, "id", number)
    return record


def body_of(record: Record) -> bytes:
    """The stored form: JSON without the number, which is the row's key."""
    return encode(msgspec.structs.replace(record, id=0))


def as_stored(value: Any) -> Any:
    """A value as it comes back from JSON, to compare with what is stored."""
    return msgspec.json.decode(encode(value))


def unreadable(table: str, number: int, error: Exception) -> Damaged:
    """The error for a stored body that is not the record that its table has."""
    return Damaged(
        say("{id} in the book cannot be read: {reason}", id=ref(table, number), reason=str(error)), table, number
    )
