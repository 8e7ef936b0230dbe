"""The columns that portals of many countries publish, each taken for what it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from bidtracker.intake.mapping.proposal import propose

LISTS = [
    block.strip().splitlines()
    for block in (Path(__file__).parent / "portals.txt").read_text("utf-8").split("\n\n")
    if block.strip() and not block.startswith("#")
]


@pytest.mark.parametrize("lines", LISTS, ids=[lines[0] for lines in LISTS])
def test_the_columns_of_a_portal(lines: list[str]) -> None:
    columns = [[part.strip() for part in line.rsplit(" | ", 3)] for line in lines[1:]]
    rows = [{heading: cells[at] for heading, _, *cells in columns} for at in (0, 1)]
    taken = {mapped.column: mapped.field for mapped in propose(rows).columns}
    assert {heading: taken.get(heading, "-") for heading, *_ in columns} == {
        heading: field for heading, field, *_ in columns
    }
