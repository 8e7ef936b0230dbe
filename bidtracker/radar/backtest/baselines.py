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
from itertools import accumulate
from zlib import crc32

from bidtracker.domain.message import label as _
from bidtracker.domain.vocabulary import Word
from bidtracker.radar.backtest.features import Judged
from bidtracker.radar.backtest.history import AwardRow
from bidtracker.radar.months import add_months, shift
from bidtracker.radar.timing import DEFAULT_MONTHS, end_of

YEAR, TWO_YEARS = 365, 730  # days


class By(Word):
    """What a list is ranked by."""

    OURS = "ours", _("This radar")
    EXPIRY = "expiry", _("Nearest end, else longest since award")
    VALUE = "value", _("Largest value")
    STRENGTH = "incumbent_strength", _("Incumbent strength (recompete-radar)")
    VULNERABILITY = "incumbent_vulnerability", _("Incumbent vulnerability (BidKing)")
    RANDOM = "random", _("Random")


def rankings(rows: Sequence[AwardRow], judged: Sequence[Judged], seed: int) -> dict[By, list[float]]:
    """The scores of every ranking, in the order of `judged`, which runs from old to new."""
    published = _Published(rows, judged)
    two = [published.scores(rows, one) for one in judged]
    return {
        By.OURS: [one.chance for one in judged],
        By.EXPIRY: [_expiry(one) for one in judged],
        By.VALUE: [one.amount for one in judged],
        By.STRENGTH: [-strength for strength, _ in two],
        By.VULNERABILITY: [vulnerability for _, vulnerability in two],
        By.RANDOM: [float(crc32(f"{seed}:{number}".encode())) for number in range(len(judged))],
    }


def _expiry(one: Judged) -> float:
    """Days until the end, fewest first; where it is not known, all are taken to last equally long."""
    end = end_of(one.award) or add_months(one.award.awarded or one.as_of, DEFAULT_MONTHS)
    return float((one.as_of - end).days)


class _Line:
    """Amounts by day, with running sums: what was awarded up to, or since, some day."""

    def __init__(self) -> None:
        self.days: list[date] = []
        self.amounts: list[float] = []
        self._sums: list[float] = []

    def add(self, day: date, amount: float) -> None:
        """One more award, not earlier than the last."""
        self.days.append(day)
        self.amounts.append(amount)

    def between(self, since: date, until: date) -> float:
        """The sum of what is dated from `since` on and before `until`."""
        if len(self._sums) != len(self.days) + 1:
            self._sums = list(accumulate(self.amounts, initial=0.0))
        return self._sums[bisect_left(self.days, until)] - self._sums[bisect_left(self.days, since)]


class _Published:
    """The two published scores; what each supplier was awarded so far grows with the days asked for."""

    def __init__(self, rows: Sequence[AwardRow], judged: Sequence[Judged]) -> None:
        asked = [rows[at] for one in judged for at in one.pair.before]
        self._suppliers = {name: _Line() for row in asked for name in row.suppliers}
        self._classes = {row.need.kind: _Line() for row in asked}
        self._rows = rows
        self._held: list[int] = []  # the awards of those asked about
        self._at = 0
        known = self._suppliers.keys()
        for at, row in enumerate(rows):
            line, names = self._classes.get(row.need.kind), row.suppliers & known
            if line or names:
                amount = _amount(row)
                if line:
                    line.add(row.need.day, amount)
                for name in names:
                    self._suppliers[name].add(row.need.day, amount)
                if names:
                    self._held.append(at)
        self._by_buyer: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
        self._by_class: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))

    def scores(self, rows: Sequence[AwardRow], one: Judged) -> tuple[float, float]:
        """Strength and vulnerability of one pair's incumbent, the strongest where there are several."""
        while self._at < len(self._held) and (row := self._rows[self._held[self._at]]).need.day < one.as_of:
            for name in row.suppliers & self._suppliers.keys():
                self._by_buyer[name][row.need.buyer] += _amount(row)
                self._by_class[name][row.need.kind] += _amount(row)
            self._at += 1
        kind = rows[one.pair.before[0]].need.kind
        holders = {name for at in one.pair.before for name in rows[at].suppliers}
        return (
            max(self._strength(name, one.as_of) for name in holders),
            min(self._vulnerability(name, kind, one.as_of) for name in holders),
        )

    def _strength(self, name: str, as_of: date) -> float:
        line = self._suppliers[name]
        seen = bisect_left(line.days, as_of)
        last = (as_of - line.days[seen - 1]).days
        whole = line.between(date.min, as_of)
        recent = 20 if last <= YEAR else 10 if last <= TWO_YEARS else 0
        return min(30.0, 2 * math.log(max(whole, 1.0))) + min(15, seen) + recent

    def _vulnerability(self, name: str, kind: str, as_of: date) -> float:
        line = self._suppliers[name]
        whole = line.between(date.min, as_of)
        here = self._by_class[name][kind]
        focus = _share(max(self._by_buyer[name].values(), default=0.0), whole)
        market = self._classes[kind].between(shift(as_of, -TWO_YEARS), as_of)
        latest, before = (
            line.between(shift(as_of, -YEAR), as_of),
            line.between(shift(as_of, -TWO_YEARS), shift(as_of, -YEAR)),
        )
        return (
            0.25 * _step(focus, (0.8, 90), (0.6, 70), (0.4, 50), (-math.inf, 30))
            + 0.20 * _step(_share(here, whole), (0.5, 20), (0.25, 40), (0.1, 60), (-math.inf, 80))
            + 0.20 * (_trend((latest - before) / before) if before > 0 else 50)
            + 0.20 * (_held(here / market) if market > 0 and here > 0 else 50 if here > 0 else 70)
            + 0.15 * 50
        )


def _amount(row: AwardRow) -> float:
    return float(row.need.value.amount) if row.need.value else 0.0


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
