"""Histories of awards with a known answer, made up: so many needs, each bought again and again."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from bidtracker.backtest.report import Chances
from bidtracker.domain.money import Money
from bidtracker.domain.past_awards import PastAward, Purchase
from bidtracker.radar.measures.bootstrap import Resampling

START = date(2010, 1, 15)
SYLLABLES = ["ba", "de", "fi", "go", "lu", "ma", "ne", "pi", "ro", "su", "ta", "ve", "zi", "ko", "ra", "me"]
KINDS = ("33100000", "90910000", "72000000", "50700000", "79700000")


def words(rng: random.Random, n: int) -> str:
    """Invented words, of which no two titles share more than by chance."""
    return " ".join("".join(rng.choices(SYLLABLES, k=4)) for _ in range(n))


def row(
    title: str,
    day: date,
    *suppliers: str,
    buyer: str = "town",
    kind: str = "CPV:331",
    value: int | None = 100_000,
    offers: int | None = None,
    **more: object,
) -> PastAward:
    """One award of an invented history."""
    money = Money(Decimal(value), "CZK") if value is not None else None
    need = {name: str(more.pop(name)) for name in ("requirement", "follows") if name in more}
    return PastAward(
        purchase=Purchase(buyer=buyer, kind=kind, title=title, day=day, value=money, **need),
        suppliers=frozenset(suppliers),
        category="33100000",
        scheme="CPV",
        offers=offers,
        **more,  # type: ignore[arg-type] # the other fields of PastAward, by name
    )


def history(needs: int, *, changed: float = 0.5, buyers: int = 20, again: int = 1, seed: int = 1) -> list[PastAward]:
    """`needs` needs, each bought `again` times more after about two years; the first `changed` of the re-tenders of
    all change hands, exactly. Offers say nothing about that."""
    rng = random.Random(seed)
    fates = [number < round(changed * needs * again) for number in range(needs * again)]
    rng.shuffle(fates)
    fate: Iterator[bool] = iter(fates)
    rows = []
    for number in range(needs):
        title, day = words(rng, 5), START + timedelta(days=rng.randrange(1_000))
        holder, buyer = f"firm {rng.randrange(200)}", f"buyer {number % buyers}"
        rows.append(row(title, day, holder, buyer=buyer, offers=rng.randrange(1, 9)))
        for _ in range(again):
            day += timedelta(days=rng.randrange(600, 800))
            if next(fate):
                holder = f"{holder} no longer"
            rows.append(row(title, day, holder, buyer=buyer, offers=rng.randrange(1, 9)))
    return rows


def chances(seed: int = 1) -> Chances:
    """Draws with replacement, and orders."""
    rng = random.Random(seed)
    return Chances(draw=drawing(seed), permute=lambda n: rng.sample(range(n), n))


def drawing(seed: int = 1) -> Resampling:
    """Draws with replacement."""
    rng = random.Random(seed)
    return lambda n: rng.choices(range(n), k=n)
