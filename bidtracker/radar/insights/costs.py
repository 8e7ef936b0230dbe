"""What bids cost us and what came of it: per win, per position bid that paid off, and for bids that never had a chance.

A bid costs its hours at the book's hour rate and what else it took. Where its own record says neither, the estimate
for its class of purchases stands in, else the one for all. All in one currency; what has no rate to it is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import msgspec

from bidtracker.domain.amounts import read_money
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.money import Money, in_base
from bidtracker.domain.records import Bid, Settings, TenderLine
from bidtracker.radar.insights.payoff import Followed
from bidtracker.radar.insights.trials import Trial, decided
from bidtracker.radar.score.priors import category_class

HOURS = "h"


class BidCosts(msgspec.Struct, frozen=True, kw_only=True):
    """What `n` decided bids cost in `currency`: `recorded` of them by their own record, `estimated` by the settings.

    `per_win` is all of it over the wins; `per_paid` what bids expected to be lost cost, over those that paid off;
    `hopeless` what those cost that led to nothing. None where it cannot be told."""

    currency: str
    n: int
    recorded: int
    estimated: int
    total: Decimal
    wins: int
    per_win: Decimal | None
    expected: int
    paid: int
    per_paid: Decimal | None
    hopeless: Decimal
    hopeless_bids: int
    hours: float


def bid_costs(settings: Settings, trials: list[Trial], followed: Iterable[Followed]) -> BidCosts:
    """Cost and return of our decided bids. `followed` are those expected to be lost, and what they led to."""
    currency = _currency(settings, trials)
    bids = decided(trials)
    costs = [(trial, cost) for trial in bids if (cost := cost_of(trial.tender, trial.bid, settings, currency))]
    total = sum((cost for _, cost in costs), Decimal())
    wins = sum(trial.won for trial, _ in costs)
    priced = [(each, cost) for each in followed if (cost := cost_of(each.tender, each.bid, settings, currency))]
    paid = sum(each.paid for each, _ in priced)
    hopeless = [cost for each, cost in priced if not each.paid]
    recorded = sum(trial.bid.hours is not None or trial.bid.cost is not None for trial, _ in costs)
    spent = sum((cost for _, cost in priced), Decimal())
    return BidCosts(
        currency=currency,
        n=len(bids),
        recorded=recorded,
        estimated=len(costs) - recorded,
        total=total,
        wins=wins,
        per_win=total / wins if wins else None,
        expected=len(priced),
        paid=paid,
        per_paid=spent / paid if paid else None,
        hopeless=sum(hopeless, Decimal()),
        hopeless_bids=len(hopeless),
        hours=sum(trial.bid.hours or 0.0 for trial in bids),
    )


def cost_of(tender: TenderLine, bid: Bid, settings: Settings, currency: str) -> Decimal | None:
    """What a bid cost in a currency, by its record or else the estimate for its class; None where nothing is known."""
    rates = {code: Decimal(rate) for code, rate in settings.rates.items()}
    if bid.hours is not None or bid.cost is not None:
        parts = [_hours(bid.hours, settings), bid.cost]
    else:
        estimate = settings.bid_costs.get(category_class(tender)) or settings.bid_costs.get("")
        parts = [estimated(estimate, settings)] if estimate else []
    amounts = [in_base(money, currency, rates) for money in parts if money is not None]
    converted = [amount for amount in amounts if amount is not None]
    return sum(converted, Decimal()) if converted and len(converted) == len(amounts) else None


def estimated(text: str, settings: Settings) -> Money | None:
    """An estimate of the settings as money: "5000 EUR", or "40 h" at the hour rate."""
    plain = text.strip()
    if plain.endswith(HOURS):
        return _hours(float(plain.removesuffix(HOURS).strip()), settings)
    return read_money(plain)


def is_estimate(text: str) -> bool:
    """Whether a text is an estimate of what a bid takes."""
    try:
        plain = text.strip()
        if plain.endswith(HOURS):
            return float(plain.removesuffix(HOURS).strip()) >= 0
        return bool(read_money(plain).currency)
    except (BidtrackerError, ValueError):
        return False


def _hours(hours: float | None, settings: Settings) -> Money | None:
    if hours is None or not settings.hour_rate:
        return None
    return read_money(settings.hour_rate).times(hours)


def _currency(settings: Settings, trials: Iterable[Trial]) -> str:
    """The book's base currency, else that of the hour rate, else the one that most costs have."""
    if settings.base_currency:
        return settings.base_currency
    if settings.hour_rate:
        return read_money(settings.hour_rate).currency
    held = [trial.bid.cost.currency for trial in trials if trial.bid.cost]
    held += [money.currency for text in settings.bid_costs.values() if (money := estimated(text, settings))]
    return max(sorted(set(held)), key=held.count, default="")
