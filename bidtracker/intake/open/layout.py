"""Where the header of a table stands, what its columns are called, and which of its rows is a total."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

MOST_LOOKED_AT = 15  # rows in which a header is looked for
_TOTALS = """total, totals, grand total, sub total, subtotal, sum, summe, gesamt, gesamtsumme, zwischensumme, totale,
totaux, somme, suma, razem, celkem, součet, totaal, subtotaal, итого, всего, всього, разом, підсумок, 合计, 总计,
小计, 合計, 總計, 小計, 計"""
TOTALS = frozenset(word.strip() for word in _TOTALS.split(","))


def header_at(rows: Sequence[Sequence[Any]]) -> int:
    """Which of the first rows names the columns: the first that is at least half as full as the fullest.

    >>> header_at([["Bid register 2026", ""], ["", ""], ["Client", "Opportunity"], ["Ashby", "Salt"]])
    2
    """
    filled = [sum(cell not in ("", None) for cell in row) for row in rows]
    least = max(2, max(filled, default=0) / 2)
    return next((at for at, n in enumerate(filled) if n >= least), 0)


def column_names(header: Sequence[Any]) -> tuple[list[str], list[str]]:
    """What the columns are called, each by a name of its own, and the names that stood there twice.

    >>> column_names(["Notes", "Notes", ""])
    (['Notes', 'Notes (2)', 'column 3'], ['Notes'])
    """
    names: list[str] = []
    seen: Counter[str] = Counter()
    for place, cell in enumerate(header, 1):
        name = " ".join(str(cell).split()) if cell not in ("", None) else f"column {place}"
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names, [name for name, n in seen.items() if n > 1]


def is_total(cells: Sequence[Any]) -> bool:
    """Whether a row only sums up the others: its first word says so, and hardly anything but numbers follows."""
    texts = [cell for cell in cells if isinstance(cell, str) and cell.strip()]
    if not texts or texts[0].strip(" :").casefold() not in TOTALS:
        return False
    return sum(any(char.isalpha() for char in text) for text in texts[1:]) <= 1
