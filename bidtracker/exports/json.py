"""Records as JSON: keys in snake_case, every key always there, dates ISO 8601, ids and links as people see them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec

from bidtracker.domain.ids import ref
from bidtracker.domain.links import REFERENCES, RecordLink
from bidtracker.domain.message import Message
from bidtracker.domain.money import Money
from bidtracker.domain.records import TABLE_OF, HistoryEntry, Record
from bidtracker.domain.vocabulary import Word
from bidtracker.exports.rows import Sheet
from bidtracker.radar.score.opportunity import Opportunity

if TYPE_CHECKING:
    from bidtracker.radar.insights.all_insights import Insights  # of which few lists tell

# Of a tender its awards too: the way back of a link that they have.
SHOWN = REFERENCES | {"tenders": (*REFERENCES["tenders"], RecordLink("awards", "awards"))}


def document(value: Any) -> bytes:
    """One JSON document in UTF-8, a line a value. What cannot be printed is escaped, so that no terminal obeys it."""
    text = msgspec.json.format(msgspec.json.encode(plain(value)), indent=2).decode()
    return "\n".join(map(_printable, text.split("\n"))).encode() + b"\n"


def lines(sheet: Sheet) -> Iterator[str]:
    """A sheet as an array of flat objects, one a line."""
    comma = "[\n"
    for values in sheet.objects():
        yield comma + _printable(msgspec.json.encode(values).decode())
        comma = ",\n"
    yield "[]\n" if comma == "[\n" else "\n]\n"


def plain(value: Any) -> Any:
    """A value as JSON has it: nothing left out, an amount as {"amount": "12.50", "currency": "EUR"}."""
    match value:
        case Money():
            return {"amount": f"{value.amount:f}", "currency": value.currency}
        case Decimal():
            return f"{value:f}"
        case Message():
            return str(value)
        case Word():
            return value.value
        case date() | datetime():
            return value.isoformat()
        case Record():
            return record(value)
        case msgspec.Struct():
            return {field: plain(getattr(value, field)) for field in value.__struct_fields__}
        case Mapping():
            return {str(key): plain(part) for key, part in value.items()}
        case tuple() | list() | set() | frozenset():
            return [plain(part) for part in value]
        case _:
            return value


def record(whole: Record) -> dict[str, Any]:
    """A record with its id and its links as ids ("B12"; null where there is none)."""
    table = TABLE_OF[type(whole)]
    links = {link.field: link for link in SHOWN.get(table, ())}
    values: dict[str, Any] = {"id": ref(table, whole.id)}
    for field in whole.__struct_fields__:
        value, link = getattr(whole, field), links.get(field)
        if field == "id":
            continue
        if link is None:
            values[field] = None if value == "" else plain(value)
        elif link.within:
            values[field] = [
                plain(part) | {link.within: _linked(link.to, getattr(part, link.within))} for part in value
            ]
        else:
            values[field] = _linked(link.to, value)
    return values


def history_entry(entry: HistoryEntry) -> dict[str, Any]:
    """An act of the history as JSON has it."""
    return {
        "id": ref("history", entry.id),
        "at": entry.at,
        "who": entry.who,
        "act": entry.act,
        "title": entry.title,
        "undoes": ref("history", entry.undoes) if entry.undoes else None,
        "undone_by": ref("history", entry.undone_by) if entry.undone_by else None,
    }


def with_reasons(opportunity: Opportunity) -> dict[str, Any]:
    """The rows that add up to the score of an opportunity, and what to find out next."""
    return {
        "reasons": [plain(reason) for reason in opportunity.reasons],
        "ask_next": [plain(unknown) | {"swing": unknown.swing} for unknown in opportunity.ask_next],
    }


def insights_document(insights: Insights) -> dict[str, Any]:
    """All insights as JSON has them, buyers and competitors by their ids (null: the winner is not known)."""
    whole: dict[str, Any] = plain(insights)
    for row in whole["winning"]["by_buyer"]:
        row["key"] = ref("buyers", row["key"])
    for row in (*whole["winning"]["by_competitor"], *whole["clean_hands"]):
        row["competitor"] = ref("competitors", row["competitor"]) if row["competitor"] else None
    return whole


def _linked(table: str, value: int | tuple[int, ...]) -> Any:
    if isinstance(value, tuple):
        return [ref(table, number) for number in value]
    return ref(table, value) if value else None


def _printable(line: str) -> str:
    return line if line.isprintable() else "".join(map(_escaped, line))


def _escaped(char: str) -> str:
    """A character, or JSON's own escape for one that cannot be printed, in units of UTF-16."""
    if char.isprintable():
        return char
    units = char.encode("utf-16-be")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
