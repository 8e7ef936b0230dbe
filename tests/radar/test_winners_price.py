"""The winner's price out of the points for price: exact where the formula says so, else why it cannot be told."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bidtracker.domain.money import Money
from bidtracker.domain.records import Bid, Criterion, PriceBand, ScoreSheet
from bidtracker.domain.vocabulary import PriceFormula
from bidtracker.radar.account.winners_price import winners_price

BANDS = tuple(PriceBand(above=above, share=share) for above, share in ((0.0, 1.0), (0.05, 0.9), (0.1, 0.8)))


def scored(
    price: float, ours: float | None, winners: float | None, formula: PriceFormula | None, *bands: PriceBand
) -> Bid:
    line = Criterion(name="Price", weight=40, ours=ours, winners=winners, price=True)
    return Bid(
        price=Money(Decimal(str(price)), "EUR") if price else None,
        sheet=ScoreSheet(criteria=(line,), formula=formula, bands=bands),
    )


@given(st.floats(100, 1e7), st.floats(0.6, 1), st.floats(0.6, 1), st.sampled_from(["lowest", "linear"]))
def test_points_made_of_two_prices_give_the_other_price_back(
    price: float, ours: float, theirs: float, formula: str
) -> None:
    """`ours` and `theirs` are the lowest price over each price."""
    lowest = round(price, 2) * ours
    winning = lowest / theirs
    points = {
        "lowest": lambda p: 40 * lowest / p,
        "linear": lambda p: 40 * (1 - (p - lowest) / lowest),
    }[formula]
    price = winners_price(scored(round(price, 2), points(round(price, 2)), points(winning), PriceFormula(formula)))
    assert price is not None and price.low == price.high and price.low is not None
    assert float(price.low.amount) == pytest.approx(winning, rel=1e-4, abs=0.6)


def test_bands_give_a_span_that_holds_the_true_price() -> None:
    # the lowest asked 100,000, we 108,000 (80 %), the winner 103,000 (90 %)
    price = winners_price(scored(108_000, 32, 36, PriceFormula.BANDED, *BANDS))
    assert price is not None and price.low is not None and price.high is not None
    assert price.low.amount <= 103_000 <= price.high.amount
    assert (price.low.amount, price.high.amount) == (Decimal(98182), Decimal(108000))


@pytest.mark.parametrize(
    ("bid", "why"),
    [
        (scored(100, 30, 40, None), "how price became points is not known"),
        (scored(0, 30, 40, PriceFormula.LOWEST), "our own price is not in the book"),
        (scored(100, None, 40, PriceFormula.LOWEST), "not all known"),
        (scored(100, 41, 40, PriceFormula.LOWEST), "not all known"),
        (scored(100, 0, 40, PriceFormula.LOWEST), "no points"),
        (scored(100, 0, 40, PriceFormula.LINEAR), "end of the scale"),
        (scored(100, 30, 40, PriceFormula.BANDED), "bands of the formula are not known"),
        (scored(100, 30, 40, PriceFormula.BANDED, *BANDS), "of no band"),
    ],
)
def test_where_it_cannot_be_told_it_says_why(bid: Bid, why: str) -> None:
    price = winners_price(bid)
    assert price is not None and price.low is None and why in str(price.message)


def test_without_points_for_price_there_is_nothing_to_say() -> None:
    assert winners_price(Bid()) is None
    assert winners_price(Bid(sheet=ScoreSheet(criteria=(Criterion(name="Quality", ours=1, winners=2),)))) is None
