"""Small OCDS releases and Prozorro contracts, written out and imported one issue after the other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bidtracker.book import Book
from bidtracker.intake import import_files
from bidtracker.intake.report import Report

BUYER = {"id": "GB-COH-1", "name": "Kettlebrook Trust"}
ACME, BOLT = {"id": "x", "name": "Acme Ltd"}, {"id": "y", "name": "Bolt plc"}


def moment(day: str) -> str:
    return f"{day}T00:00:00Z"


def gbp(amount: float) -> dict[str, Any]:
    return {"amount": amount, "currency": "GBP"}


def period(start: str, end: str, most: str = "") -> dict[str, Any]:
    return {"startDate": moment(start), "endDate": moment(end)} | ({"maxExtentDate": moment(most)} if most else {})


def award(**more: Any) -> dict[str, Any]:
    return {"id": "a1", "status": "active", "date": moment("2024-01-10"), "suppliers": [ACME], **more}


def contract(**more: Any) -> dict[str, Any]:
    reported = {"id": "c1", "awardID": "a1", "status": "active", "period": period("2024-02-01", "2026-12-31")}
    return {**reported, "value": gbp(1000), **more}


def release(day: str, ocid: str = "ocds-1", **more: Any) -> dict[str, Any]:
    """A release of `day`; contract(...) and award(...) as lists of one."""
    tender = {"id": f"ref {ocid}", "title": "Hospital beds", "status": "complete"} | more.pop("tender", {})
    base = {"ocid": ocid, "id": f"{ocid}-{day}", "date": moment(day), "tag": ["contract"], "buyer": BUYER}
    return {**base, "tender": tender, **more}


def held(day: str, **of_contract: Any) -> dict[str, Any]:
    """A release with one award and its contract."""
    return release(day, awards=[award()], contracts=[contract(**of_contract)])


def bring(book: Book, folder: Path, *records: dict[str, Any], name: str = "list.json") -> Report:
    """Imports releases, or whatever records a list holds, as one list."""
    path = folder / name
    path.write_text(json.dumps({"releases": records} if "ocid" in records[0] else list(records)), encoding="utf-8")
    report = import_files(book, [path])
    assert report.refused == 0, report.problems
    return report


def signals(book: Book) -> list[tuple[str, int]]:
    """What was heard, and how grave it is."""
    return [(str(signal.kind), signal.severity) for signal in book.holdings.signals.values()]


def events(book: Book, id: str = "T1") -> list[tuple[str, str, str, str]]:
    """What a tender went through."""
    return [(str(event.kind), event.on.isoformat(), event.before, event.after) for event in book.get(id).events]
