"""What a score would reach if it knew nothing of who is good: suppliers shuffled within buyer and class.

A list sees that some buyers and classes change more than others, and how concentrated their awards are. The shuffle
keeps both and takes away which supplier held what, so that its AUC is what concentration alone gives.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence

from msgspec.structs import replace

from bidtracker.backtest.judgement import judge_pairs
from bidtracker.backtest.matching import RetenderPair
from bidtracker.domain.past_awards import PastAward
from bidtracker.radar.insights.quality import auc

SHUFFLES = 20

Permutation = Callable[[int], Sequence[int]]  # n -> the numbers below n in some order


def shuffled_aucs(
    rows: Sequence[PastAward],
    pairs: Sequence[RetenderPair],
    measured: Collection[RetenderPair],
    permute: Permutation,
    times: int = SHUFFLES,
) -> list[float]:
    """The AUC of the score over the measured pairs in each of so many histories whose suppliers changed places within
    buyer and class."""
    after = {pair.after for pair in measured}
    places: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    asked = {(rows[pair.before[0]].purchase.buyer, rows[pair.before[0]].purchase.kind) for pair in pairs}
    for number, row in enumerate(rows):
        place = row.purchase.buyer, row.purchase.kind
        if place in asked:
            places[place].append(number)
    aucs = []
    for _ in range(times):
        mixed = list(rows)
        for numbers in places.values():
            for number, other in zip(numbers, permute(len(numbers)), strict=True):
                mixed[number] = replace(rows[number], suppliers=rows[numbers[other]].suppliers)
        judged = [pair for pair in judge_pairs(mixed, pairs) if pair.pair.after in after]
        value = auc([pair.chance for pair in judged], [pair.changed for pair in judged])
        if value is not None:
            aucs.append(value)
    return aucs
