"""Why we lose: a Pareto of primary reasons, who says so, and how often the buyer says otherwise."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal

import msgspec

from bidtracker.domain.money import Money, total
from bidtracker.domain.records import LostReasonNote
from bidtracker.domain.vocabulary import LostReason, SaidBy
from bidtracker.radar.insights.trials import Trial, losses
from bidtracker.radar.measures.rates import Rate, share
from bidtracker.radar.score.case import value_of


class ReasonBar(msgspec.Struct, frozen=True, kw_only=True):
    """One reason: losses in which it was the primary one, by who says so; their value by currency; the share of all
    losses up to and including it; and in how many others it contributed."""

    code: LostReason
    n: int
    said_by: dict[str, int]
    value: dict[str, Decimal]
    cumulative: float
    contributing: int


class LostReasons(msgspec.Struct, frozen=True, kw_only=True):
    """The Pareto, and of the losses where both we and a debriefing gave a reason, those where the two differ."""

    n: int
    bars: tuple[ReasonBar, ...]
    disagree: Rate


UNKNOWN = LostReasonNote(code=LostReason.UNKNOWN)


def lost_reasons(trials: list[Trial]) -> LostReasons:
    """The primary reason of every loss counts 1, unknown ones included; most frequent first."""
    lost = losses(trials)
    primary: defaultdict[LostReason, list[tuple[Trial, LostReasonNote]]] = defaultdict(list)
    also: Counter[LostReason] = Counter()
    for trial in lost:
        first, *others = trial.bid.reasons or (UNKNOWN,)
        primary[first.code].append((trial, first))
        also.update({reason.code for reason in others} - {first.code})
    codes = sorted({*primary, *also}, key=lambda code: (-len(primary[code]), -also[code], code))
    bars, seen = [], 0
    for code in codes:
        seen += len(primary[code])
        bars.append(
            ReasonBar(
                code=code,
                n=len(primary[code]),
                said_by=dict(Counter(str(reason.said_by) for _, reason in primary[code])),
                value=total(_value(trial) for trial, _ in primary[code]),
                cumulative=seen / len(lost),
                contributing=also[code],
            )
        )
    return LostReasons(n=len(lost), bars=tuple(bars), disagree=_disagreement(lost))


def _value(trial: Trial) -> Money | None:
    return value_of(trial.award, trial.tender) if trial.award else trial.bid.price or trial.tender.value


def _disagreement(lost: list[Trial]) -> Rate:
    both = []
    for trial in lost:
        first = {reason.said_by: reason.code for reason in reversed(trial.bid.reasons)}
        if SaidBy.OURS in first and SaidBy.DEBRIEF in first:
            both.append(first[SaidBy.OURS] is not first[SaidBy.DEBRIEF])
    return share(both)
