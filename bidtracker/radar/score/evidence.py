"""How discontent a buyer is with a delivery: dated signals, weighed by kind, severity, source and age.

BF  = B ** (severity / 2)                    B of the kind's strength, or pooled, within a half and the double of that
rho = reliability * credibility * 2 ** (-age / half-life)
e   = 10 log10(1 + rho * (BF - 1))           dB, never below 0
E   = D(discontent) - D(content)             within +-10 dB
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date

import msgspec

from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message, say
from bidtracker.domain.records import Award, PooledFactor, Settings, Signal
from bidtracker.domain.vocabulary import (
    AwardStatus,
    Channel,
    Nature,
    Reliability,
    SignalKind,
    SignalState,
    Strength,
    TerminationReason,
)
from bidtracker.radar.score.decibel import balance, clamp

BOUND = 10.0  # dB: what people say can move the odds tenfold and no further
FACTORS = {Strength.WEAK: 1.4, Strength.MEDIUM: 2.0, Strength.STRONG: 4.0, Strength.DECISIVE: 10.0}
SHIPPED = {kind: FACTORS[kind.strength] for kind in SignalKind}
BOUNDS = (1.0, 10.0)  # a signal never speaks against itself, and never louder than the loudest word that ships
REACH = 2.0  # a pooled factor is at least a half of the shipped one and at most its double
RELIABLE = dict(zip(Reliability, (1.0, 0.8, 0.6, 0.35, 0.1, 0.5), strict=True))
CREDIBLE = {1: 1.0, 2: 0.8, 3: 0.6, 4: 0.3, 5: 0.1, 6: 0.5}
DOUBTFUL = 3  # a credibility from which a second source is wanted
HALF_LIFE = {Nature.TALK: 180, Nature.EVENT: 365, Nature.RECORD: 730}  # days


class Contribution(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One record's share of a row. `alone` is what it would weigh by itself, `db` what it adds beside the others;
    `code` is its source in the Admiralty code ("B2"), `pooled` the factor that stands in place of the shipped one."""

    ref: str
    label: Message
    db: float
    alone: float
    on: date | None = None
    age_days: int | None = None
    code: str = ""
    pooled: PooledFactor | None = None


class Weighed(msgspec.Struct, frozen=True, gc=False):
    """Several parts and what they come to together, in dB."""

    db: float
    parts: tuple[Contribution, ...]


class Pooled(dict[SignalKind, PooledFactor]):
    """Factors that stand in place of the shipped ones, each held within its cap."""

    @classmethod
    def of(cls, settings: Settings, as_of: date) -> Pooled:
        """Those that a person had taken into the settings by a day."""
        return cls({kind: pooled for kind, pooled in settings.pooled.items() if pooled.on <= as_of})

    def factor(self, kind: SignalKind) -> float:
        """What a signal of a kind, of severity 2 and from a sure source, multiplies the odds by."""
        return clamp(self[kind].factor, *cap(kind)) if kind in self else SHIPPED[kind]


NONE_POOLED = Pooled()


def cap(kind: SignalKind) -> tuple[float, float]:
    """The least and the most that a pooled factor of a kind may be, whatever the pool says."""
    low, high = BOUNDS
    return max(low, SHIPPED[kind] / REACH), min(high, SHIPPED[kind] * REACH)


def discontent(signals: Iterable[Signal], award: Award, as_of: date, pooled: Pooled = NONE_POOLED) -> Weighed:
    """E of an award from the signals about it, with each one's share; those that count nothing are left out."""
    counting = [(signal, e) for signal in signals if (e := voice(signal, award, as_of, pooled))]
    counting.sort(key=lambda pair: (-abs(pair[1]), pair[0].id))
    db, shares = balance((e for _, e in counting), BOUND)
    parts = (
        Contribution(
            ref=ref("signals", signal.id),
            label=say(signal.kind.label),
            db=share,
            alone=e,
            on=day_of(signal),
            age_days=(as_of - day_of(signal)).days,
            code=f"{signal.reliability}{signal.credibility}",
            pooled=pooled.get(signal.kind),
        )
        for (signal, e), share in zip(counting, shares, strict=True)
    )
    return Weighed(db, tuple(parts))


def voice(signal: Signal, award: Award, as_of: date, pooled: Pooled = NONE_POOLED) -> float:
    """e of one signal in dB, negative where it speaks of content; 0 where it is refuted, not yet written
    down, or says that a contract ended early while its record gives another reason than failure."""
    age = (as_of - day_of(signal)).days
    if signal.state is SignalState.REFUTED or noted_on(signal) > as_of:
        return 0.0
    if signal.kind is SignalKind.EARLY_TERMINATION and terminated(award) and not failed(award):
        return 0.0
    factor = math.pow(pooled.factor(signal.kind), signal.severity / 2)
    sure = 1.0 if signal.state is SignalState.CONFIRMED else CREDIBLE[signal.credibility]
    rho = RELIABLE[signal.reliability] * sure * math.pow(2, -age / half_life(signal))
    return signal.kind.sign * 10 * math.log10(1 + rho * (factor - 1))


def day_of(signal: Signal) -> date:
    """The day that a signal's age is counted from: of the event, else of the observation."""
    return signal.happened or signal.on


def noted_on(signal: Signal) -> date:
    """The day from which a signal can be read: it has happened, was observed and was written down."""
    return max(day_of(signal), signal.on, signal.written or signal.on)


def half_life(signal: Signal) -> int:
    """Days in which a signal loses half its weight; what a public record says stands longest."""
    return HALF_LIFE[Nature.RECORD if signal.channel is Channel.PUBLIC else signal.kind.nature]


def doubtful(signal: Signal, as_of: date) -> bool:
    """Whether a second source is wanted: only possibly true, or past its half-life."""
    unsure = signal.state is not SignalState.CONFIRMED and signal.credibility >= DOUBTFUL
    return unsure or (as_of - day_of(signal)).days > half_life(signal)


def terminated(award: Award) -> bool:
    """Whether the record says that the contract ended before its time. By itself that says nothing of the supplier."""
    return award.status is AwardStatus.TERMINATED or award.terminated is not None


def failed(award: Award) -> bool:
    """Whether it ended because the supplier failed."""
    return award.termination_reason is TerminationReason.FAILURE
