"""What signals cost the ranking where they are noise, and what they gain where they mean something: by simulation.

    python tests/benchmarks/noise.py [FILE ...]

Each re-tender of lists of past awards (the two that the weights were chosen on where they are there, else the sample
of the tests) is judged as `backtest` judges it, 90 days before, and once more with signals that were drawn: a share of
the contracts has one, of a kind of medium or of strong words, severity 2, source B2, up to a year old. "Noise" is heard
as often before a change as before none; "means something" is heard so many times as often before a change as its factor
says. Printed is by how much AUC moves, the mean of 200 draws, with the 2.5 and 97.5 % of them.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from random import Random
from statistics import fmean

from bidtracker.backtest.judgement import JudgedPair
from bidtracker.backtest.report import replay
from bidtracker.domain.records import Signal
from bidtracker.domain.vocabulary import SignalKind, Strength
from bidtracker.intake.mapping.columns import Asked
from bidtracker.intake.past_awards.awards import read_awards
from bidtracker.radar.insights.quality import auc
from bidtracker.radar.score.decibel import chance, decibels
from bidtracker.radar.score.evidence import FACTORS, discontent

DATA = Path(__file__).parents[3] / "shared" / "data" / "backtest_ready"
LISTS = (DATA / "cz_awards_DEV.csv", DATA / "xk_awards.csv")
KINDS = {Strength.MEDIUM: SignalKind.INVOICE_DISPUTE, Strength.STRONG: SignalKind.DELIVERY_LATE}
SHARES = (0.1, 0.3, 0.5)  # of contracts about which something is heard
DRAWS = 200


def moved(judged: list[JudgedPair], kind: SignalKind, share: float, factor: float, random: Random) -> float:
    """By how much AUC moves in one draw; a signal is heard `factor` times as often before a change."""
    changed = [case.changed for case in judged]
    rate = sum(changed) / len(changed)
    kept_share = share / (rate * factor + 1 - rate)
    scores = []
    for case in judged:
        present = random.random() < min(1.0, kept_share * (factor if case.changed else 1))
        on = case.as_of - timedelta(days=random.randrange(1, 366))
        signals = (Signal(kind=kind, on=on, award=case.award.id),) if present else ()
        scores.append(chance(decibels(case.chance) + discontent(signals, case.award, case.as_of).db))
    with_signals, without = auc(scores, changed), auc([case.chance for case in judged], changed)
    assert with_signals is not None and without is not None
    return with_signals - without


def main() -> None:
    """Prints a table for each list."""
    for file in [Path(name) for name in sys.argv[1:]] or [path for path in LISTS if path.exists()]:
        judged = replay(read_awards([str(file)], Asked()).rows).judged
        if not judged:
            print(f"{file.name}: nothing was bought again")
            continue
        print(f"{file.name}: {len(judged)} pairs, {sum(case.changed for case in judged)} changed hands")
        print(f"{'strength':10} {'heard of':>8} {'noise':>24} {'means something':>24}")
        for strength, kind in KINDS.items():
            for share in SHARES:
                cells = []
                for factor in (1.0, FACTORS[strength]):
                    random = Random(0)
                    draws = sorted(moved(judged, kind, share, factor, random) for _ in range(DRAWS))
                    low, high = draws[round(0.025 * (DRAWS - 1))], draws[round(0.975 * (DRAWS - 1))]
                    cells.append(f"{fmean(draws):+.3f} [{low:+.3f}..{high:+.3f}]")
                print(f"{strength:10} {share:8.0%} {cells[0]:>24} {cells[1]:>24}")


if __name__ == "__main__":
    main()
