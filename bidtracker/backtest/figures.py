"""What a backtest measures, as values: rankings with intervals, the comparison, null lines, the panel."""

from __future__ import annotations

from datetime import date

import msgspec

from bidtracker.backtest.baselines import RankedBy
from bidtracker.backtest.calibration import ChanceCalibration
from bidtracker.domain.message import Message
from bidtracker.domain.past_awards import LeftOutReason
from bidtracker.radar.measures.bootstrap import Estimate

SMALL_LEAD = 0.05  # of AUC: what a seller would notice


class RankingFigures(msgspec.Struct, frozen=True, kw_only=True):
    """How good one ranking is. `top` is the share of hits in its first tenth, `lift` that over the base rate, `ahead`
    by how much the radar's AUC is above this one's, on the same resamples."""

    by: RankedBy
    auc: Estimate
    top: Estimate
    lift: Estimate
    ahead: Estimate


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """The radar against the best of the other lists. `shown` is False where the interval of the lead holds 0;
    `power` is the chance to see a true lead of SMALL_LEAD with these pairs; `needed` the pairs that would tell the
    lead measured (None where there is none)."""

    best: RankedBy
    lead: Estimate
    shown: bool
    power: float
    needed: int | None


class NullLine(msgspec.Struct, frozen=True, kw_only=True):
    """AUC of the score where suppliers are shuffled within buyer and class: the mean of so many shuffles, the least
    and the most."""

    shuffles: int
    mean: float
    least: float
    most: float


class SurestLinks(msgspec.Struct, frozen=True, kw_only=True):
    """The pairs whose titles are nearly equal, or that a record links: how many, and the AUC of the radar on them."""

    pairs: int
    auc: Estimate


class PanelReport(msgspec.Struct, frozen=True, kw_only=True):
    """All live contracts with a real end, ranked at so many quarters: `cases` of them, `hits` that changed hands within
    3 to 15 months."""

    ends: int
    beside: int
    quarters: int
    cases: int
    hits: int
    rankings: tuple[RankingFigures, ...]


class BacktestReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a backtest measured. `short` says why there is not enough data, `silent` why nothing matched at all.

    `pairs` are those measured, `learned` those before the split that only fed the habits. Below LEAST_SHOWN pairs
    there are no rankings. `doubtful` changes are between names one letter apart. `clustered` means that whole
    buyers were drawn for the intervals and not single pairs, which makes those of few buyers too narrow.
    """

    records: int
    left_out: dict[LeftOutReason, int]
    awards: int
    events: int
    pairs: int
    learned: int
    buyers: int
    first: date | None
    last: date | None
    changed: int
    rate: Estimate
    doubtful: int
    short: tuple[Message, ...]
    silent: Message | None
    rankings: tuple[RankingFigures, ...]
    comparison: Comparison | None
    null: NullLine | None
    surest: SurestLinks | None
    panel: PanelReport | None
    calibration: ChanceCalibration | None
    clustered: bool
    resamples: int
    seed: int

    @property
    def enough(self) -> bool:
        """Whether a verdict can be given."""
        return not self.short
