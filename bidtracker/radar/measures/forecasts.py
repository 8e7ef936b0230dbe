"""What chances that were stated before are worth, with intervals that draw whole buyers where there are enough."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from bidtracker.radar.measures.bootstrap import (
    LEAST_BUYERS_TO_CLUSTER,
    BootstrapSamples,
    Estimate,
    RankOrder,
    Resampling,
    clusters_of,
    interval,
)
from bidtracker.radar.measures.calibration_line import REFITS, calibration_line, logits_of, refitted
from bidtracker.radar.score.decibel import clamp

SURE = 0.01  # a chance nearer to 0 or 1 is taken as this: nothing is certain
LEAST = 30  # chances, below which an interval would say nothing at all


class ForecastFigures(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """AUC and slope of stated chances with their intervals, over so many `buyers`; the slope's by fitting the line anew
    in each sample."""

    auc: Estimate
    slope: Estimate
    buyers: int

    @property
    def by_buyer(self) -> bool:
        """Whether whole buyers were drawn; else the intervals are too narrow."""
        return self.buyers >= LEAST_BUYERS_TO_CLUSTER


def forecast_figures(
    chances: Sequence[float], came: Sequence[bool], buyers: Sequence[int], draw: Resampling | None
) -> ForecastFigures | None:
    """The figures of some chances; None where they are too few, or no numbers can be drawn."""
    if draw is None or len(chances) < LEAST:
        return None
    clusters = clusters_of(list(map(str, buyers)))
    samples = BootstrapSamples(clusters, draw, REFITS)
    aucs = RankOrder(chances, came, clusters).aucs(samples)
    logits = logits_of(clamp(p, SURE, 1 - SURE) for p in chances)
    line = calibration_line(logits, came)
    slopes = [each.slope for each in refitted(line, logits, came, clusters, samples)] if line else []
    return ForecastFigures(
        auc=interval(aucs[0], aucs[1:]),
        slope=interval(line.slope if line else None, slopes),
        buyers=len(set(buyers)),
    )
