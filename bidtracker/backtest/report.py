"""The verdict of a backtest: history in, figures with intervals out."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import product
from zlib import crc32

import msgspec

from bidtracker.backtest.baselines import RankedBy, rankings
from bidtracker.backtest.history import UsableAwards, usable
from bidtracker.backtest.judgement import JudgedPair, judge_pairs
from bidtracker.backtest.matching import (
    ALIKE,
    CLOSEST_DAYS,
    FARTHEST_DAYS,
    LEAD_DAYS,
    SMALL_CLOSEST_DAYS,
    Retenders,
    match,
)
from bidtracker.backtest.measures import (
    LEAST_BUYERS_TO_CLUSTER,
    BootstrapSamples,
    CalibrationLine,
    ChanceBin,
    Estimate,
    RankOrder,
    Resampling,
    bins,
    calibration_line,
    interval,
    newton,
    newton_terms,
    wilson,
)
from bidtracker.domain.message import Message, count, say
from bidtracker.domain.past_awards import LeftOutReason, PastAward
from bidtracker.domain.records import Settings
from bidtracker.domain.titles.stems import stems
from bidtracker.radar.score.decibel import decibels

LEAST_PAIRS, LEAST_BUYERS = 100, 10  # for a verdict
LEAST_SHOWN = 30  # pairs, below which a figure would say nothing at all
LEAST_LETTERS = 8  # of a name in which one wrong letter hardly makes another name
RESAMPLES = 500


class RankingFigures(msgspec.Struct, frozen=True, kw_only=True):
    """How good one ranking is. `top` is the share that changed in its first tenth, `lift` that over the base rate,
    `ahead` by how much the radar's AUC is above this one's, on the same resamples."""

    by: RankedBy
    auc: Estimate
    top: Estimate
    lift: Estimate
    ahead: Estimate


class ChanceCalibration(msgspec.Struct, frozen=True, kw_only=True):
    """How far the chances can be believed. `base_brier` is what saying the base rate every time would have scored,
    in hindsight; a slope of 1 and an intercept of 0 are right, a slope below 1 says that chances are too bold."""

    brier: Estimate
    base_brier: Estimate
    gain: Estimate
    intercept: Estimate
    slope: Estimate
    bins: tuple[ChanceBin, ...]


class BacktestReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a backtest found. `short` says why there is not enough data, `silent` why nothing matched at all.

    `pairs` are those measured, `learned` those before the split that only fed the habits. Below LEAST_SHOWN pairs
    there are no rankings. `doubtful` changes are between names one letter apart. `clustered` says that whole
    buyers were drawn for the intervals and not single pairs.
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
    calibration: ChanceCalibration | None
    clustered: bool
    resamples: int
    seed: int

    @property
    def enough(self) -> bool:
        """Whether a verdict can be given."""
        return not self.short


class Replay(msgspec.Struct, frozen=True):
    """A history gone through: what could be asked, what follows what, and each pair as judged on its day."""

    past: UsableAwards
    matched: Retenders
    judged: list[JudgedPair]


def replay(rows: Iterable[PastAward], *, as_of: date | None = None, settings: Settings | None = None) -> Replay:
    """Finds the re-tenders of a history and judges each as of its own day. Records after `as_of` are not read."""
    past = usable(rows, as_of)
    matched = match([row.purchase for row in past.rows], past.words, settings)
    return Replay(past, matched, judge_pairs(past.rows, matched.pairs))


def report(
    done: Replay,
    draw: Resampling,
    *,
    left_out: Counter[LeftOutReason] | None = None,
    since: date | None = None,
    until: date | None = None,
    split: date | None = None,
    seed: int = 0,
    resamples: int = RESAMPLES,
) -> BacktestReport:
    """Measures a replay. Follow-ons from `since` to `until`, and from `split` on, are measured; those before only
    feed the habits that later ones are judged by. `draw` draws with replacement; `left_out` is what was not read."""
    left = done.past.left_out + (left_out or Counter())
    ranked = rankings(done.past.rows, done.judged, seed)
    start = max((day for day in (since, split) if day), default=date.min)
    chosen = [at for at, case in enumerate(done.judged) if start <= case.follow_on <= (until or date.max)]
    judged = [done.judged[at] for at in chosen]
    buyers: dict[str, int] = {}
    for case in judged:
        buyers.setdefault(case.buyer, len(buyers))
    clustered = len(buyers) >= LEAST_BUYERS_TO_CLUSTER
    clusters = [buyers[case.buyer] if clustered else at for at, case in enumerate(judged)]
    scores = {by: [figures[at] for at in chosen] for by, figures in ranked.items()}
    samples = BootstrapSamples(clusters, draw, resamples) if len(judged) >= LEAST_SHOWN else None
    changed = [case.changed for case in judged]
    rows = done.past.rows
    return BacktestReport(
        records=len(rows) + sum(left.values()),
        left_out=dict(sorted(left.items())),
        awards=len(rows),
        events=done.matched.events,
        pairs=len(judged),
        learned=sum(case.follow_on < start for case in done.judged),
        buyers=len(buyers),
        first=rows[0].purchase.day if rows else None,
        last=rows[-1].purchase.day if rows else None,
        changed=sum(changed),
        rate=wilson(sum(changed), len(judged)),
        doubtful=sum(case.changed and _nearly_same(rows, case) for case in judged),
        short=tuple(_short(len(judged), len(buyers))),
        silent=None if judged else _silent(done, left),
        rankings=_ranked(scores, changed, clusters, samples) if samples else (),
        calibration=_calibration(scores[RankedBy.OURS], changed, samples) if samples else None,
        clustered=clustered,
        resamples=resamples,
        seed=seed,
    )


def _ranked(
    scores: dict[RankedBy, list[float]], changed: list[bool], clusters: list[int], samples: BootstrapSamples
) -> tuple[RankingFigures, ...]:
    (hits,) = samples.sums([float(change) for change in changed])
    ours: list[float | None] = []
    figures = []
    for by, values in scores.items():
        order = RankOrder(values, changed, clusters)
        aucs = order.aucs(samples)
        ours = ours or aucs
        tops = order.tops(samples)
        lifts = [top * n / k if k else None for top, n, k in zip(tops, samples.n, hits, strict=True)]
        ahead = [a - b if a is not None and b is not None else None for a, b in zip(ours, aucs, strict=True)]
        estimates = [interval(drawn[0], drawn[1:]) for drawn in (aucs, tops, lifts, ahead)]
        auc, top, lift, more = estimates
        figures.append(RankingFigures(by=by, auc=auc, top=top, lift=lift, ahead=more))
    return tuple(figures)


def _calibration(chances: list[float], changed: list[bool], samples: BootstrapSamples) -> ChanceCalibration:
    """Brier scores and the calibration line. Each resample's line is one step of Newton's method from the whole's."""
    logits = [decibels(p) * math.log(10) / 10 for p in chances]
    line = calibration_line(logits, changed)
    columns = [[(p - y) ** 2 for p, y in zip(chances, changed, strict=True)], [float(y) for y in changed]]
    if line is not None:
        columns += map(list, zip(*newton_terms(line, logits, changed), strict=True))
    errors, hits, *terms = samples.sums(*columns)
    briers = [error / n for error, n in zip(errors, samples.n, strict=True)]
    bases = [k / n * (1 - k / n) for k, n in zip(hits, samples.n, strict=True)]
    lines: list[CalibrationLine | None] = [line] * len(briers)
    if line is not None:
        steps = [newton(summed) for summed in zip(*terms, strict=True)]
        lines[1:] = [
            CalibrationLine(line.intercept + step[0], line.slope + step[1]) if step else None for step in steps[1:]
        ]
    gains = [base - brier for base, brier in zip(bases, briers, strict=True)]
    intercepts = [case.intercept if case else None for case in lines]
    slopes = [case.slope if case else None for case in lines]
    return ChanceCalibration(
        brier=interval(briers[0], briers[1:]),
        base_brier=interval(bases[0], bases[1:]),
        gain=interval(gains[0], gains[1:]),
        intercept=interval(intercepts[0], intercepts[1:]),
        slope=interval(slopes[0], slopes[1:]),
        bins=bins(chances, changed),
    )


def _nearly_same(rows: Sequence[PastAward], case: JudgedPair) -> bool:
    """Whether a holder and a winner have long names that become equal when each loses at most one letter."""
    before, after = (
        {
            short
            for at in side
            for name in rows[at].suppliers
            if len(name) >= LEAST_LETTERS and name.isalpha()
            for short in (name, *(name[:cut] + name[cut + 1 :] for cut in range(len(name))))
        }
        for side in (case.pair.before, case.pair.after)
    )
    return not before.isdisjoint(after)


def _short(pairs: int, buyers: int) -> list[Message]:
    figures = []
    if pairs < LEAST_PAIRS:
        figures.append(count("{n} pair, {least} are needed", "{n} pairs, {least} are needed", pairs, least=LEAST_PAIRS))
    if buyers < LEAST_BUYERS:
        figures.append(
            count("{n} buyer, {least} are needed", "{n} buyers, {least} are needed", buyers, least=LEAST_BUYERS)
        )
    return figures


def _silent(done: Replay, left: Counter[LeftOutReason]) -> Message:
    """Why there is nothing to measure."""
    rows = done.past.rows
    if not rows:
        if not left:
            return say("there are no awards in it")
        reason, n = left.most_common(1)[0]
        return say("no award is left to ask; the commonest reason is: {reason} ({n})", reason=reason, n=n)
    if done.judged:
        return say("no follow-on is dated within the days asked for")
    if not done.matched.blocks:
        return say("no buyer appears twice with the same class: nothing can be bought again")
    if (rows[-1].purchase.day - rows[0].purchase.day).days < SMALL_CLOSEST_DAYS:
        return say("it spans fewer than {n} days: too few for anything to come again", n=SMALL_CLOSEST_DAYS)
    return say(
        "no award follows another of the same buyer and class {least} to {most} days later with a title that is alike"
        " (cosine {alike}) and a value within ten times",
        least=CLOSEST_DAYS,
        most=FARTHEST_DAYS,
        alike=f"{ALIKE:.2f}",
    )


# ---------------------------------------------------------------- the matcher, judged by a person


class AuditPair(msgspec.Struct, frozen=True, kw_only=True):
    """Two titles that were taken for one need, without the suppliers; `pair` names them from run to run."""

    pair: str
    buyer: str
    before: str
    before_on: date
    after: str
    after_on: date


class LinkPrecision(msgspec.Struct, frozen=True, kw_only=True):
    """What a person found: how many of the judged pairs are one need, how many answers were unsure, and how many are
    of pairs that this history does not have."""

    right: int
    judged: int
    unsure: int
    unknown: int
    rate: Estimate


def questions(done: Replay, seed: int = 0) -> list[AuditPair]:
    """Every pair as a question to a person, shuffled; the first n are a random sample of n."""
    figures = [_question(done.past.rows, case) for case in done.judged]
    return sorted(figures, key=lambda case: (crc32(f"{seed}:{case.pair}".encode()), case.pair))


def precision(asked: Sequence[AuditPair], verdicts: Iterable[tuple[str, bool | None]]) -> LinkPrecision:
    """The share of pairs that are one need, by verdicts of a person (None: unsure); the last of several counts."""
    pairs_known = {case.pair for case in asked}
    given = dict(verdicts)
    answers = [right for pair, right in given.items() if pair in pairs_known and right is not None]
    return LinkPrecision(
        right=sum(answers),
        judged=len(answers),
        unsure=sum(right is None for pair, right in given.items() if pair in pairs_known),
        unknown=len(given.keys() - pairs_known),
        rate=wilson(sum(answers), len(answers)),
    )


def _question(rows: Sequence[PastAward], case: JudgedPair) -> AuditPair:
    """The two titles of a pair that are most alike: an event may hold several awards."""
    sides = [[rows[at].purchase for at in side] for side in (case.pair.before, case.pair.after)]
    before, after = max(product(*sides), key=lambda two: _shared(two[0].title, two[1].title))
    parts = (before.buyer, before.kind, before.title, str(before.day), after.title, str(after.day))
    return AuditPair(
        pair=f"{crc32(chr(31).join(parts).encode('utf-8', 'replace')):08x}",
        buyer=before.buyer,
        before=before.title,
        before_on=before.day,
        after=after.title,
        after_on=after.day,
    )


def _shared(title: str, other: str) -> float:
    """The share of stems that two titles have in common, 0..1."""
    mine, theirs = set(stems(title)), set(stems(other))
    return len(mine & theirs) / len(mine | theirs)


METHOD = say(
    "Pairs: the same buyer and class, {least} to {most} days on ({small} where purchases are small), titles alike"
    " (cosine {alike}), values within ten times; who won is not looked at. Judged {lead} days before the follow-on by"
    " what was dated until then.",
    least=CLOSEST_DAYS,
    most=FARTHEST_DAYS,
    small=SMALL_CLOSEST_DAYS,
    alike=f"{ALIKE:.2f}",
    lead=LEAD_DAYS,
)
