"""What goes with a record that is removed."""

from __future__ import annotations

from collections.abc import Iterable

from bidtracker.book.tenders import HANGS_ON
from bidtracker.domain.holdings import Holdings

Key = tuple[str, int]  # a table and a number


def going(holdings: Holdings, keys: Iterable[Key]) -> set[Key]:
    """The records that removing these would remove, themselves among them."""
    gone: set[Key] = set()
    left = [key for key in keys if key[1] in holdings.table(key[0])]
    while left:
        key = left.pop()
        if key in gone:
            continue
        gone.add(key)
        for target, table, field in HANGS_ON:
            if target == key[0]:
                left += ((table, record.id) for record in holdings.linked(table, field, key[1]))
    return gone
