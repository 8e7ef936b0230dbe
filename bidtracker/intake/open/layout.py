"""Where the header of a table stands, what its columns are called, and which of its rows are no records."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from bidtracker.domain.message import Message, say

GROUP = " › "  # between a group of columns and one of them
MOST_LOOKED_AT = 15  # rows in which a header is looked for
_TOTALS = """total, totals, average, avg, mean, count, durchschnitt, mittelwert, anzahl, moyenne, nombre, promedio,
media, średnia, průměr, gemiddelde, среднее, 平均, 総計,
grand total, sub total, sub-total, subtotal, sum, summe, gesamt, gesamtsumme, zwischensumme, totale,
totaux, somme, suma, razem, celkem, součet, totaal, subtotaal, итого, всего, всього, разом, підсумок, 合计, 总计,
小计, 合計, 總計, 小計, 計"""
TOTALS = frozenset(word.strip() for word in _TOTALS.split(","))


def header_at(rows: Sequence[Sequence[Any]]) -> int:
    """Which of the first rows names the columns: the first that is nearly as full as the fullest.

    >>> header_at([["Bid register 2026", ""], ["", ""], ["Client", "Opportunity"], ["Ashby", "Salt"]])
    2
    """
    filled = [sum(cell not in ("", None) for cell in row) for row in rows]
    fullest = max(filled, default=0)
    least = max(2, fullest * 0.75 if fullest > 2 else 0)
    return next((at for at, n in enumerate(filled) if n >= least), 0)


def header_of(rows: Sequence[Sequence[Any]]) -> tuple[int, list[Any]]:
    """The place of the header, and its cells: below names for groups of columns each says its group as well.

    >>> header_of([["", "Price", "", "Score"], ["Client", "Ours", "Winner", "Ours"], ["Ashby", 1, 2, 80]])
    (1, ['Client', 'Price › Ours', 'Price › Winner', 'Score › Ours'])
    """
    at = header_at(rows)
    header = list(rows[at]) if rows else []
    groups = list(rows[at - 1]) if at else []
    names = [cell for cell in groups if cell not in ("", None)]
    if len(names) < 2 or not all(isinstance(cell, str) and not re.search(r"[\d:]", cell) for cell in names):
        return at, header  # no groups, but a title
    group: Any = ""
    named: list[Any] = []
    for place, cell in enumerate(header):
        group = groups[place] if place < len(groups) and groups[place] not in ("", None) else group
        named.append(f"{group}{GROUP}{cell}" if group and cell not in ("", None) and group != cell else cell or group)
    return at, named


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


def is_no_record(cells: Sequence[Any], header: Sequence[Any]) -> Message | None:
    """Why a row is no record: it sums up the others, is a heading between them, or the header again; None where it may
    be one."""
    filled = [cell for cell in cells if cell not in ("", None)]
    if is_total(filled) or _is_figure(cells, filled):
        return say("it is the sum of other records and was not imported")
    if len(filled) == 1 and len(cells) > 3:
        return say("it has a single cell, like a heading between records, and was not imported")
    if len(filled) > 1 and all(cell in ("", None) or cell == name for cell, name in zip(cells, header, strict=False)):
        return say("it repeats the header and was not imported")
    return None


def _is_figure(cells: Sequence[Any], filled: Sequence[Any]) -> bool:
    """Whether a row is a label in the first column with one number beside it: "Win rate; 50 %"."""
    if len(filled) != 2 or len(cells) < 4 or cells[0] in ("", None):
        return False
    label, number = map(str, filled)
    return any(map(str.isalpha, label)) and not any(map(str.isalpha, number)) and any(map(str.isdigit, number))


def is_total(cells: Sequence[Any]) -> bool:
    """Whether a row only sums up the others: its first word says so, and hardly anything but numbers follows.

    >>> is_total(["Razem 2024", "165 500 zł"]), is_total(["Total station", "Ashby Council", "B-7"])
    (True, False)
    """
    texts = (cell for cell in cells if isinstance(cell, str) and cell.strip())
    words = next(texts, "").strip(" :").casefold()
    if words not in TOTALS and (len(cells) < 2 or re.split(r"[\s:(]", words, maxsplit=1)[0] not in TOTALS):
        return False
    # An amount has letters too, where its currency stands with it.
    others = sum(any(map(str.isalpha, text)) and not any(map(str.isdigit, text)) for text in texts)
    return others <= (words in TOTALS)
