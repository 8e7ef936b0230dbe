"""One record as a JSON document, with what hangs on it and its last acts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from bidtracker.domain.fields import FIELDS, row
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import ref
from bidtracker.domain.links import LINKS
from bidtracker.domain.records import TABLE_OF, Award, HistoryEntry, Record
from bidtracker.exports.json import history_entry, record, with_reasons
from bidtracker.radar.score.opportunity import judge


def record_document(whole: Record, holdings: Holdings, as_of: date, past: Iterable[HistoryEntry]) -> dict[str, Any]:
    """The record, the records that point to it table by table, how an award is judged, and the acts in `past`."""
    table = TABLE_OF[type(whole)]
    made: dict[str, Any] = {
        "id": ref(table, whole.id),
        "table": table,
        "record": history_entry(whole) if isinstance(whole, HistoryEntry) else record(whole),
        "linked": {
            name: [row(each, FIELDS[name], holdings) for each in records]
            for name, records in _hanging(holdings, table, whole.id)
        },
    }
    if isinstance(whole, Award):
        chance = judge(holdings, whole, as_of)
        made["opportunity"] = row(chance, FIELDS["opportunities"], holdings) | with_reasons(chance)
    return made | {"history": [history_entry(entry) for entry in past]}


def _hanging(holdings: Holdings, table: str, number: int) -> Iterator[tuple[str, list[Any]]]:
    """The records that point to this one, table by table."""
    pointing: dict[str, dict[int, Any]] = {name: {} for name in LINKS}
    for name, _link, each in holdings.naming(table, number):
        pointing[name][each.id] = each
    if table == "awards":
        pointing["signals"] |= {signal.id: signal for signal in holdings.signals_of(holdings.awards[number])}
    yield from ((name, list(records.values())) for name, records in pointing.items() if records)
