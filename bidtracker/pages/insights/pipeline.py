"""What is still open, by stage: its value, and how much of that our own chances let us expect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from bidtracker.domain.message import say
from bidtracker.domain.money import Money
from bidtracker.pages.page import Bars, PlotBar
from bidtracker.pages.words import amount
from bidtracker.radar.pipeline import StageLine


def pipeline_bars(lines: Sequence[StageLine]) -> tuple[Bars, ...]:
    """A bar a stage, the part that may be expected solid; in the currency of most bids, for sums of several cannot be
    compared. None where no open bid has a value."""
    currencies = Counter({line.main: 0 for line in lines if line.value})
    for line in lines:
        if line.value:
            currencies[line.main] += line.n
    if not currencies:
        return ()
    currency = max(currencies, key=lambda code: (currencies[code], code))
    expected = sum((line.weighted.get(currency, Decimal()) for line in lines), Decimal())
    bars = tuple(_bar(line, currency) for line in lines if currency in line.value)
    title = say("Open bids by stage; by our chances {expected} of it", expected=amount(Money(expected, currency)))
    return (Bars(title=title, bars=bars),)


def _bar(line: StageLine, currency: str) -> PlotBar:
    value, weighted = line.value[currency], line.weighted.get(currency)
    text = amount(Money(value, currency))
    return PlotBar(
        label=say(line.stage.label),
        value=float(value),
        sure=float(weighted or 0),
        text=say("{n}: {value}", n=line.n, value=text),
    )
