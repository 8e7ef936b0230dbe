"""A few lists that nobody wrote, for each reader, and those that were findings once; `readers.py` and `guided.py` try
as many as there is time for."""

from __future__ import annotations

from pathlib import Path

import pytest
import readers

from bidtracker.intake.detect import formats


@pytest.mark.parametrize("format", [*formats(), None])
def test_any_list_is_read_or_refused(format: str | None) -> None:
    readers.fuzzed(format, 6)


@pytest.mark.parametrize("case", sorted(readers.CASES.iterdir()), ids=lambda case: case.name)
def test_what_was_found_is_read_or_refused(case: Path) -> None:
    format, content = case.name.rpartition("-")[0], case.read_bytes()
    for each in (format if format in formats() else None, None):
        readers.read_and_bring(content, readers.name_of(content), each)
