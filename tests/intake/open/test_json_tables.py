"""Tables written as JSON without naming each cell are read as the records that they are."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bidtracker.intake.open.stream import JsonStream

HEAD = ["Title", "Buyer", "Value"]
ROWS: list[list[Any]] = [["Beds", "Trust", 1000.5], ["Chairs, oak", "Spital Zürich", None]]
RECORDS = [dict(zip(HEAD, row, strict=True)) for row in ROWS]


def read(value: Any, window: int = 1 << 20) -> list[Any]:
    text = value if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False).encode()
    parts = [text[at : at + 7] for at in range(0, len(text), 7)]
    return [json.loads(bytes(raw)) for raw in JsonStream(parts, window=window).elements()]


@pytest.mark.parametrize("window", [64, 1 << 20], ids=["small window", "whole"])
@pytest.mark.parametrize(
    "value",
    [
        [HEAD, *ROWS],
        [["Contracts of 2026", None, None], HEAD, *ROWS],
        [["Contracts of 2026"], [], HEAD, *ROWS],
        {"columns": HEAD, "index": [0, 1], "data": ROWS},
        {"columns": [{"name": name, "type": "text"} for name in HEAD], "data": ROWS},
        {"meta": {"view": {"id": "x", "columns": [{"name": name} for name in HEAD]}}, "data": ROWS},
        {"headers": HEAD, "results": ROWS},
    ],
    ids=["rows", "title above", "short title above", "split", "described columns", "columns within", "headers"],
)
def test_rows_are_read_by_the_names_of_their_columns(value: Any, window: int) -> None:
    assert read(value, window) == RECORDS


@pytest.mark.parametrize(
    "value",
    [
        {"range": "A1:C3", "majorDimension": "ROWS", "values": [HEAD, *ROWS]},
        {"header": HEAD, "rows": ROWS},
        {"success": True, "result": {"fields": [{"id": name} for name in HEAD], "records": RECORDS}},
        {name: {str(n): row[place] for n, row in enumerate(ROWS)} for place, name in enumerate(HEAD)},
        {name: [row[place] for row in ROWS] for place, name in enumerate(HEAD)},
        {"0": RECORDS[0], "1": RECORDS[1]},
        [RECORDS[:1], RECORDS[1:]],
    ],
    ids=["sheet", "rows beside their header", "fields beside records", "columns", "columns in order", "index", "pages"],
)
def test_what_others_write_tables_as(value: Any) -> None:
    assert read(value) == RECORDS


@pytest.mark.parametrize(
    "value",
    [
        {"title": "Beds", "buyer": "Trust", "tags": ["a", "b"]},
        {"title": "Beds", "buyer": {"name": "Trust"}, "award": {"name": "Acme"}},
        {"title": ["Beds"], "buyer": ["Trust"], "lots": [{"id": 1}]},
        {"title": ["Beds", "Bett"], "buyer": ["Trust"]},
    ],
)
def test_one_record_stays_one(value: Any) -> None:
    assert read(value) == [value]


def test_a_row_that_is_wider_than_its_header_stays_as_it_is_and_a_shorter_one_lacks_cells() -> None:
    assert read([HEAD, ["Beds", "Trust", 1, 2], ["Chairs"], ROWS[0]]) == [
        ["Beds", "Trust", 1, 2], {"Title": "Chairs"}, RECORDS[0]
    ]  # fmt: skip


def test_a_cell_that_cannot_be_read_takes_no_other_row_along() -> None:
    text = b'[["Title","Buyer"],["Beds","\xff\xfe"],["Chairs","Trust"]]'
    raws = [bytes(raw) for raw in JsonStream([text]).elements()]
    assert raws[1] == b'{"Title":"Chairs","Buyer":"Trust"}' and b"\xff" in raws[0]


@pytest.mark.parametrize(
    "text", [b'[[{"a":"\\udfd9"}]]', b'{"data":[{"a":"\\udfd9"}]}', b'[{"data":[{"a":"\\udfd9"}]}]']
)
def test_what_cannot_be_taken_apart_is_left_to_be_refused(text: bytes) -> None:
    assert all(b"udfd9" in bytes(raw) for raw in JsonStream([text]).elements())
