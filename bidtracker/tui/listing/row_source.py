"""Where a table has its rows from, if not from a list: rows that are read as they are seen."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Sequence
from typing import Any


class RowSource(Sequence[Any]):
    """Rows in an order, of which one is read when it is asked for. Where each stands is known without reading it."""

    @abstractmethod
    def place(self, key: str) -> int | None:
        """Where the record with that id stands; None where it does not."""

    @abstractmethod
    def keyed(self, keys: Collection[str]) -> list[Any]:
        """The records with these ids, in their order here."""
