"""The simulation behind what docs/scoring.md says of noise: it costs, meaning gains, and silence moves nothing."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import fmean

from histories import row
from msgspec.structs import replace

from bidtracker.backtest import replay

sys.path.append(str(Path(__file__).parent.parent / "benchmarks"))

from noise import KINDS, moved

from bidtracker.domain.vocabulary import Strength


def test_noise_costs_and_meaning_gains() -> None:
    things = ("repair", "guarding", "washing")
    titles = [f"{thing} of {place}" for thing in things for place in ("lifts", "cars", "yards")]
    rows = [
        row(title, date(2005, 1, 1) + timedelta(days=500 * turn + 7 * n), f"s{(turn // (1 + n % 3)) % 3}", offers=n % 5)
        for n, title in enumerate(titles)
        for turn in range(8)
    ]
    judged = replay(rows).judged
    assert len(judged) > 40 and 0 < sum(case.changed for case in judged) < len(judged)
    judged = [replace(case, chance=0.6 + n % 7 / 100 - 0.05 * (not case.changed)) for n, case in enumerate(judged)]
    random = Random(0)
    kind = KINDS[Strength.STRONG]
    assert moved(judged, kind, 0, 1, random) == 0
    noise, means = (fmean(moved(judged, kind, 0.3, factor, random) for _ in range(60)) for factor in (1, 4))
    assert noise < 0 and noise < means
