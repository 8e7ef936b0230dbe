"""P(we win | it changes hands), as our own bids have it: three rates, each drawn toward the one before by eight bids.

    everywhere   drawn toward m = 1/(1 + offers at the last award), within 0.10 and 0.50; 0.25 where they are not known
    category     our bids in the category, drawn toward everywhere
    here         our bids in the category at this buyer, drawn toward the category

Counted are resolved bids that could win what is asked for here: in contests whose holder lost, that nobody held, or
whose holder is not known. Not counted are contests that the holder kept, since C already stands for that; renewals of
our own; and bids that were meant to be known by (`position`) or to learn from (`benchmark`).

m by the offers was taken on 13,704 bids of the World Bank's: Brier 0.159, with 0.25 for all 0.170, better by 0.011
[0.008..0.014]. Four variants were tried.
"""

from __future__ import annotations

from collections import Counter

import msgspec

PSEUDO = 8
US = 0  # our own number among the parties of an award
START, LOWEST, HIGHEST = 0.25, 0.10, 0.50


class Tally(msgspec.Struct, frozen=True, gc=False):
    """How many of `n` went one way: re-tenders that changed hands, or bids that we won."""

    hits: int = 0
    n: int = 0

    def rate(self, toward: float, pseudo: float) -> float:
        """The rate, drawn toward another one by so many pseudo observations."""
        return (self.hits + pseudo * toward) / (self.n + pseudo)


NONE = Tally()


class Share(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Our counted bids everywhere, in the category, and in it at this buyer (`here`, with `losses` of them lost), and
    the rate `start` that the first is drawn toward."""

    start: float = START
    everywhere: Tally = NONE
    category: Tally = NONE
    here: Tally = NONE

    @property
    def losses(self) -> int:
        return self.here.n - self.here.hits

    @property
    def rates(self) -> tuple[float, float, float]:
        """The three rates: everywhere, in the category, here."""
        everywhere = self.everywhere.rate(self.start, PSEUDO)
        category = self.category.rate(everywhere, PSEUDO)
        return everywhere, category, self.here.rate(category, PSEUDO)

    @property
    def rate(self) -> float:
        """The chance that we win what changes hands."""
        return self.rates[-1]

    def before_last_loss(self) -> Share:
        """The same with one bid less that we lost here; itself where there is none."""
        if not self.losses:
            return self
        return Share(
            start=self.start,
            everywhere=Tally(self.everywhere.hits, self.everywhere.n - 1),
            category=Tally(self.category.hits, max(self.category.n - 1, 0)),
            here=Tally(self.here.hits, self.here.n - 1),
        )


def start_of(offers: int | None) -> float:
    """m: an equal chance among those who bid last time and us."""
    return min(max(1 / (1 + offers), LOWEST), HIGHEST) if offers else START


class BidRecord(msgspec.Struct, frozen=True, gc=False):
    """Our bids of a book's past: tallies by (buyer, category), (0, category) and all (0, ""); and all that we lost, by
    buyer, counted or not."""

    tallies: dict[tuple[int, str], Tally] = {}
    losses: Counter[int] = Counter()

    def share(self, buyer: int, category: str, offers: int | None) -> Share:
        """Our share for a contract of a buyer, in a category, that had so many offers last time."""
        return Share(
            start=start_of(offers),
            everywhere=self.tallies.get((0, ""), NONE),
            category=self.tallies.get((0, category), NONE) if category else NONE,
            here=self.tallies.get((buyer, category), NONE) if buyer else NONE,
        )
