"""Another record by its name."""

from __future__ import annotations

from bidtracker.domain.holdings import Holdings
from bidtracker.pages.page import Pair, phrases, record_ref


def linked(label: str, table: str, number: int, holdings: Holdings) -> Pair:
    """A record that another one points to; nothing is drawn where there is none."""
    return Pair(label=label, words=phrases(holdings.name(table, number)), target=record_ref(table, number))
