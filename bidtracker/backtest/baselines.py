"""What a simpler list would have ranked by, on the same pairs and the same day: higher means sooner to change hands.

Two are point scores that others publish, rebuilt from their description with what a history of awards holds:
- strength of the incumbent, of the project recompete-radar (github.com/PHiZou/recompete-radar,
  dbt/models/marts/mart_recompete_candidates.sql): 2 ln(all it was awarded) up to 30, a point an award up to 15, 20
  where its last award is within 12 months, 10 within 24. The weaker, the sooner.
- vulnerability of the incumbent, of the project BidKing (github.com/IncrediblyHungie/BidKing,
  app/services/incumbent_analysis.py): weighted steps for how much of its awards come from one buyer (25 %), are in
  this class (20 %), rose or fell over two years (20 %), and for its share of the class (20 %); its fifth factor needs
  contract numbers that recur and stands at the neutral 50 that the project gives where there are none (15 %).
Amounts are taken in the list's own currency.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from bidtracker.backtest.judgement import Judgement
from bidtracker.domain.message import label as _
from bidtracker.domain.past_awards import PastAward, Purchase
from bidtracker.domain.vocabulary import Word
from bidtracker.radar.score.months import add_months, shift
from bidtracker.radar.score.timing import DEFAULT_MONTHS, end_of

YEAR, TWO_YEARS = 365, 730  # days


class RankedBy(Word):
    """What a list is ranked by."""

    OURS = "ours", _("This radar")
    EXPIRY = "expiry", _("Nearest end, else longest since award")
    VALUE = "value", _("Largest value")
    STRENGTH = "incumbent_strength", _("Incumbent strength (recompete-radar)")
    VULNERABILITY = "incumbent_vulnerability", _("Incumbent vulnerability (BidKing)")
    SHARE = "incumbent_share", _("Concentration alone (incumbent's share)")


OTHERS = (RankedBy.EXPIRY, RankedBy.VALUE, RankedBy.STRENGTH, RankedBy.VULNERABILITY)  # lists that somebody works with


def rankings(rows: Sequence[PastAward], judged: Sequence[Judgement]) -> dict[RankedBy, list[float]]:
    """The scores of every ranking, in the order of `judged`, which runs from old to new. Random needs none: by law
    its AUC is .5."""
    published = _PublishedScores(rows, judged)
    two = [published.scores(rows, case) for case in judged]
    return {
        RankedBy.OURS: [case.chance for case in judged],
        RankedBy.EXPIRY: [_expiry(case) for case in judged],
        RankedBy.VALUE: [case.amount for case in judged],
        RankedBy.STRENGTH: [-strength for strength, _ in two],
        RankedBy.VULNERABILITY: [vulnerability for _, vulnerability in two],
        RankedBy.SHARE: [1 - case.share for case in judged],
    }


def _expiry(case: Judgement) -> float:
    """Days until the end, fewest first; where it is not known, all are taken to last equally long."""
    end = end_of(case.award) or add_months(case.award.awarded or case.as_of, DEFAULT_MONTHS)
    return float((case.as_of - end).days)


class _RunningSums:
    """Amounts by day, as running sums: what was awarded up to some day."""

    def __init__(self) -> None:
        self.days: list[date] = []
        self._sums = [0.0]

    def add(self, day: date, amount: float) -> None:
        """One more award, not earlier than the last."""
        self.days.append(day)
        self._sums.append(self._sums[-1] + amount)

    def until(self, day: date) -> float:
        """The sum of what is dated before a day."""
        return self._sums[bisect_left(self.days, day)]


class _SupplierAward(NamedTuple):
    """One award of suppliers that are asked about."""

    purchase: Purchase
    suppliers: frozenset[str]
    amount: float


class _PublishedScores:
    """The two published scores; what each supplier was awarded so far grows with the days asked for."""

    def __init__(self, rows: Sequence[PastAward], judged: Sequence[Judgement]) -> None:
        asked = [rows[at] for case in judged for at in case.before]
        self._suppliers = {name: _RunningSums() for row in asked for name in row.suppliers}
        self._classes = {row.purchase.kind: _RunningSums() for row in asked}
        self._awards: list[_SupplierAward] = []
        self._at = 0
        asked_names, classes = self._suppliers.keys(), self._classes
        for row in rows:
            purchase, names = row.purchase, row.suppliers & asked_names
            line = classes.get(purchase.kind)
            if line or names:
                amount = float(purchase.value.amount) if purchase.value else 0.0
                if line:
                    line.add(purchase.day, amount)
                if names:
                    self._awards.append(_SupplierAward(purchase, names, amount))
                    for name in names:
                        self._suppliers[name].add(purchase.day, amount)
        self._by_buyer: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
        self._by_class: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))

    def scores(self, rows: Sequence[PastAward], case: Judgement) -> tuple[float, float]:
        """Strength and vulnerability of one pair's incumbent, the strongest where there are several."""
        as_of = case.as_of
        self._grow(as_of)
        year, two_years = shift(as_of, -YEAR), shift(as_of, -TWO_YEARS)
        kind = rows[case.before[0]].purchase.kind
        market = self._classes[kind].until(as_of) - self._classes[kind].until(two_years)
        strengths, vulnerabilities = [], []
        for name in {name for at in case.before for name in rows[at].suppliers}:
            line = self._suppliers[name]
            whole, last_year, year_before = line.until(as_of), line.until(year), line.until(two_years)
            strengths.append(_strength(line.days, whole, as_of))
            vulnerabilities.append(
                _vulnerability(
                    focus=_share(max(self._by_buyer[name].values(), default=0.0), whole),
                    whole=whole,
                    here=self._by_class[name][kind],
                    market=market,
                    latest=whole - last_year,
                    before=last_year - year_before,
                )
            )
        return max(strengths), min(vulnerabilities)

    def _grow(self, as_of: date) -> None:
        """Counts what was awarded before a day."""
        while self._at < len(self._awards) and (case := self._awards[self._at]).purchase.day < as_of:
            for name in case.suppliers:
                self._by_buyer[name][case.purchase.buyer] += case.amount
                self._by_class[name][case.purchase.kind] += case.amount
            self._at += 1


def _strength(days: list[date], whole: float, as_of: date) -> float:
    seen = bisect_left(days, as_of)
    last = (as_of - days[seen - 1]).days
    recent = 20 if last <= YEAR else 10 if last <= TWO_YEARS else 0
    return min(30.0, 2 * math.log(max(whole, 1.0))) + min(15, seen) + recent


def _vulnerability(*, focus: float, whole: float, here: float, market: float, latest: float, before: float) -> float:
    return (
        0.25 * _step(focus, (0.8, 90), (0.6, 70), (0.4, 50), (-math.inf, 30))
        + 0.20 * _step(_share(here, whole), (0.5, 20), (0.25, 40), (0.1, 60), (-math.inf, 80))
        + 0.20 * (_trend((latest - before) / before) if before > 0 else 50)
        + 0.20 * (_held(here / market) if market > 0 and here > 0 else 50 if here > 0 else 70)
        + 0.15 * 50
    )


def _share(part: float, whole: float) -> float:
    return part / whole if whole > 0 else 1.0


def _trend(change: float) -> float:
    falling = ((-0.3, 80), (-0.1, 65), (0.1, 50), (0.3, 35))
    return next((points for bound, points in falling if change <= bound), 20)


def _held(share: float) -> float:
    return _step(share, (0.2, 15), (0.1, 30), (0.05, 50), (0.01, 70), (-math.inf, 85))


def _step(x: float, *steps: tuple[float, float]) -> float:
    """The points of the first bound that `x` reaches."""
    return next(points for bound, points in steps if x >= bound)
