"""A few lists that nobody wrote, for each reader; `readers.py` tries as many as there is time for."""

from __future__ import annotations

import pytest
import readers

from bidtracker.intake.sniff import FORMATS


@pytest.mark.parametrize("format", [*FORMATS, None])
def test_any_list_is_read_or_refused(format: str | None) -> None:
    readers.fuzzed(format, 25)
