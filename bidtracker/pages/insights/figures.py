"""How numbers are written: shares with their interval and n, gaps with their sign, sums by currency."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from bidtracker.domain.figures import figure, signed
from bidtracker.domain.message import Message, count, say
from bidtracker.domain.message import label as _
from bidtracker.domain.money import Money
from bidtracker.locale import listed
from bidtracker.pages.page import PageColumn
from bidtracker.pages.words import per_cent
from bidtracker.radar.measures.bootstrap import LEAST_BUYERS_TO_CLUSTER, Estimate
from bidtracker.radar.measures.calibration_line import REFITS
from bidtracker.radar.measures.forecasts import ForecastFigures
from bidtracker.radar.measures.rates import LEAST_SHOWN, Rate
from bidtracker.radar.measures.survival import Reached

HIDDEN = "–"
RATE = (PageColumn(_("Rate [95 %]"), True),)
FEW = say("A rate is hidden (– or ·) below n = {least}; the brackets are its 95 % interval (Wilson)", least=LEAST_SHOWN)
SEEN = say("With the maturing ones, each for as long as it was seen (Kaplan-Meier, log-log interval)")
NOTHING_DECIDED = say(
    "Nothing is decided yet: o on a tender, or `bidtracker lost` and `bidtracker won`, records what came of it"
)
NO_LOSSES = say("No loss is recorded yet: o on a tender, or `bidtracker lost`, records one")


def percent(share: float | None) -> str:
    """25 %, or a dash where it is hidden."""
    return HIDDEN if share is None else per_cent(f"{100 * share:.0f}")


def gap(share: float | None) -> str:
    """+4.3 %, −1.0 %, or a dash where it cannot be told."""
    return HIDDEN if share is None else per_cent(signed(100 * share))


def number(value: float | None, places: int = 3) -> str:
    """0.129, or a dash where it cannot be told."""
    return HIDDEN if value is None else figure(f"{value:.{places}f}")


def estimate(measured: Estimate | None, places: int = 3) -> str:
    """0.630 [0.532..0.674], or a dash where it cannot be told."""
    if measured is None or measured.value is None:
        return HIDDEN
    if measured.low is None or measured.high is None:
        return number(measured.value, places)
    return f"{number(measured.value, places)} [{number(measured.low, places)}..{number(measured.high, places)}]"


def resampled(figures: ForecastFigures | None) -> tuple[Message, ...]:
    """How the intervals of some figures were made, and whether they are too narrow."""
    if figures is None:
        return ()
    refitted = say("The slope's line is fitted anew in each of {n} bootstrap samples", n=REFITS)
    if figures.by_buyer:
        return (say("{refitted} of whole buyers", refitted=refitted),)
    return (
        count(
            "{refitted} of single cases: {n} buyer is fewer than {least}, so the intervals are too narrow, as cases of"
            " one buyer are alike",
            "{refitted} of single cases: {n} buyers are fewer than {least}, so the intervals are too narrow, as cases"
            " of one buyer are alike",
            figures.buyers,
            refitted=refitted,
            least=LEAST_BUYERS_TO_CLUSTER,
        ),
    )


def interval(rate: Rate) -> str:
    """25 % [16..35], or a dash where n is too small."""
    if rate.value is None or rate.low is None or rate.high is None:
        return HIDDEN
    return f"{percent(rate.value)} [{100 * rate.low:.0f}..{100 * rate.high:.0f}]"


def within(share: Reached) -> Message | str:
    """25 % [16..35] of 77, as they were seen; a dash where n is too small."""
    if share.value is None:
        return HIDDEN
    if share.at_most is not None:
        return say(
            "{least} to {most} of {all}, some on no known day",
            least=percent(share.value),
            most=percent(share.at_most),
            all=share.n,
        )
    if share.low is None or share.high is None:
        return say("{rate} of {all}", rate=percent(share.value), all=share.n)
    span = f"{percent(share.value)} [{100 * share.low:.0f}..{100 * share.high:.0f}]"
    return say("{rate} of {all}", rate=span, all=share.n)


def of(rate: Rate) -> Message | str:
    """19 of 77, or a dash where there was none."""
    if not rate.n:
        return HIDDEN
    return say("{hits} of {all}", hits=rate.hits, all=rate.n)


def in_words(rate: Rate) -> Message | str:
    """25 % [16..35] of 77; only the counts where n is too small."""
    return of(rate) if rate.value is None else say("{rate} of {all}", rate=interval(rate), all=rate.n)


def amounts(sums: Mapping[str, Decimal]) -> str:
    """Sums per currency."""
    return listed(str(Money(sums[code], code)) for code in sorted(sums))


def more(shown: int, all_: int) -> tuple[Message, ...]:
    """A note that a table was cut, if it was."""
    left = all_ - shown
    return (count("{n} more is in `--json`", "{n} more are in `--json`", left),) if left > 0 else ()
