"""The winner's price out of the points that price was given, where the formula is known; else why it cannot be told.

With our price P, our share of the price points o (0..1) and the winner's w:

- lowest: points are lowest / price, so the winner asked P * o / w.
- linear: a price x % above the lowest gets x % less, so price / lowest = 2 - share and the winner asked
  P * (2 - w) / (2 - o). No points at all is the end of the scale: then nothing follows.
- banded: each band is a span of prices above the lowest, so two spans follow for the winner's price.
"""

from __future__ import annotations

import msgspec

from bidtracker.domain.losses.score_sheet import most_of
from bidtracker.domain.message import Message, say
from bidtracker.domain.money import Money
from bidtracker.domain.records import Bid, Criterion, PriceBand, ScoreSheet
from bidtracker.domain.vocabulary import PriceFormula

PriceSpan = tuple[float, float]  # from .. to, as parts of the lowest price

ROUND_FROM = 1000  # from here on a price out of points is told without cents


class WinnersPrice(msgspec.Struct, frozen=True, kw_only=True):
    """What the winner asked, from `low` to `high` (the same where it is exact), both None where it cannot be told;
    `message` says how it was found, or why it was not."""

    low: Money | None = None
    high: Money | None = None
    message: Message


def winners_price(bid: Bid) -> WinnersPrice | None:
    """The winner's price by the score sheet of a bid; None where the sheet has no points for price."""
    sheet = bid.sheet
    scored = [each for each in sheet.criteria if each.price] if sheet else []
    if sheet is None or not scored:
        return None
    if len(scored) > 1:
        return _abstained(say("price is scored by several criteria; which one follows the formula is not known"))
    if sheet.formula is None:
        return _abstained(say("how price became points is not known; ask the buyer for the formula"))
    if bid.price is None or bid.price.amount <= 0:
        return _abstained(say("our own price is not in the book"))
    shares = _shares(scored[0])
    if shares is None:
        return _abstained(say("the points for price are not all known"))
    factors = FORMULAS[sheet.formula](sheet, *shares)
    if isinstance(factors, Message):
        return _abstained(factors)
    low, high = (bid.price.times(round(factor, 6)) for factor in factors)
    grounds = say("by the points for price: {formula}", formula=sheet.formula)
    return WinnersPrice(low=_rounded(low), high=_rounded(high), message=grounds)


def _abstained(why: Message) -> WinnersPrice:
    return WinnersPrice(message=say("the winner's price cannot be told: {why}", why=why))


def _shares(price: Criterion) -> PriceSpan | None:
    """Our share of the points for price, and the winner's; None where one is not known or above the most."""
    most = most_of(price)
    if not most or price.ours is None or price.winners is None or max(price.ours, price.winners) > most:
        return None
    return price.ours / most, price.winners / most


def _lowest(sheet: ScoreSheet, ours: float, winners: float) -> PriceSpan | Message:
    if ours <= 0 or winners <= 0:
        return say("no points for price say nothing of how high it was")
    return ours / winners, ours / winners


def _linear(sheet: ScoreSheet, ours: float, winners: float) -> PriceSpan | Message:
    if ours <= 0 or winners <= 0:
        return say("no points for price are the end of the scale; the price may be any above it")
    return (2 - winners) / (2 - ours), (2 - winners) / (2 - ours)


def _banded(sheet: ScoreSheet, ours: float, winners: float) -> PriceSpan | Message:
    bands = sorted(sheet.bands, key=lambda band: band.above)
    if not bands:
        return say("the bands of the formula are not known")
    mine, theirs = _band(bands, ours), _band(bands, winners)
    if mine is None or theirs is None:
        return say("the points for price are those of no band")
    return theirs[0] / mine[1], theirs[1] / mine[0]


def _band(bands: list[PriceBand], share: float) -> PriceSpan | None:
    """The prices of a band, as parts of the lowest price: above that of the band before, up to its own."""
    for before, band in zip([0.0, *(band.above for band in bands)], bands, strict=False):
        if abs(band.share - share) < 0.005:
            return 1 + before, 1 + band.above
    return None


def _rounded(price: Money) -> Money:
    return Money(round(price.amount, 0 if price.amount >= ROUND_FROM else 2), price.currency)


FORMULAS = {PriceFormula.LOWEST: _lowest, PriceFormula.LINEAR: _linear, PriceFormula.BANDED: _banded}
