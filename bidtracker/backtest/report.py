"""The verdict of a backtest: history in, figures with intervals out."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from bidtracker.backtest.baselines import OTHERS, RankedBy, rankings
from bidtracker.backtest.calibration import calibrate
from bidtracker.backtest.figures import (
    SMALL_LEAD,
    BacktestReport,
    Comparison,
    NullLine,
    PanelReport,
    RankingFigures,
    SurestLinks,
)
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
from bidtracker.backtest.null_lines import SHUFFLES, Permutation, shuffled_aucs
from bidtracker.backtest.panel import panel
from bidtracker.backtest.power import correlation, lead_error, pairs_needed, power
from bidtracker.domain.message import Message, count, say
from bidtracker.domain.past_awards import LeftOutReason, PastAward
from bidtracker.domain.records import Settings
from bidtracker.radar.measures.bootstrap import (
    LEAST_BUYERS_TO_CLUSTER,
    BootstrapSamples,
    RankOrder,
    Resampling,
    clusters_of,
    interval,
    wilson,
)

LEAST_PAIRS, LEAST_BUYERS = 100, 10  # for a verdict
LEAST_SHOWN = 30  # pairs, below which a figure would say nothing at all
LEAST_LETTERS = 8  # of a name in which one wrong letter hardly makes another name
RESAMPLES = 500
SURE = 0.90  # cosine of titles from which on a link is among the surest


class Chances(NamedTuple):
    """Where chance comes from: numbers drawn with replacement, and numbers put into any order."""

    draw: Resampling
    permute: Permutation


class MeasuredSpan(msgspec.Struct, frozen=True, kw_only=True):
    """Which follow-ons are measured: from `since` to `until`, and from `split` on. Those before only feed the habits
    that later ones are judged by."""

    since: date | None = None
    until: date | None = None
    split: date | None = None

    @property
    def start(self) -> date:
        """The first day that is measured."""
        return max((day for day in (self.since, self.split) if day), default=date.min)


class Replay(msgspec.Struct, frozen=True):
    """A history gone through: what could be asked, what follows what, and each pair as judged on its day."""

    past: UsableAwards
    matched: Retenders
    judged: list[JudgedPair]


def replay(rows: Iterable[PastAward], *, as_of: date | None = None, settings: Settings | None = None) -> Replay:
    """Links the re-tenders of a history and judges each as of its own day. Records after `as_of` are not read."""
    past = usable(rows, as_of)
    matched = match([row.purchase for row in past.rows], past.words, settings)
    return Replay(past, matched, judge_pairs(past.rows, matched.pairs))


def report(
    done: Replay,
    chances: Chances,
    span: MeasuredSpan | None = None,
    *,
    left_out: Counter[LeftOutReason] | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> BacktestReport:
    """Measures a replay. `left_out` is what was not read, `seed` what `chances` were made from."""
    span = span or MeasuredSpan()
    left = done.past.left_out + (left_out or Counter())
    rows = done.past.rows
    chosen = [at for at, case in enumerate(done.judged) if span.start <= case.follow_on <= (span.until or date.max)]
    judged = [done.judged[at] for at in chosen]
    changed = [case.changed for case in judged]
    figures = BacktestReport(
        records=len(rows) + sum(left.values()),
        left_out=dict(sorted(left.items())),
        awards=len(rows),
        events=len(done.matched.events),
        pairs=len(judged),
        learned=sum(case.follow_on < span.start for case in done.judged),
        buyers=len({case.buyer for case in judged}),
        first=rows[0].purchase.day if rows else None,
        last=rows[-1].purchase.day if rows else None,
        changed=sum(changed),
        rate=wilson(sum(changed), len(judged)),
        doubtful=sum(case.changed and _nearly_same(rows, case) for case in judged),
        short=tuple(_short(len(judged), len({case.buyer for case in judged}))),
        silent=None if judged else _silent(done, left),
        rankings=(),
        comparison=None,
        null=None,
        surest=None,
        panel=None,
        calibration=None,
        clustered=len({case.buyer for case in judged}) >= LEAST_BUYERS_TO_CLUSTER,
        resamples=resamples,
        seed=seed,
    )
    return _measured(figures, done, chosen, chances) if len(judged) >= LEAST_SHOWN else figures


def _measured(figures: BacktestReport, done: Replay, chosen: Sequence[int], chances: Chances) -> BacktestReport:
    """The report with all that takes pairs enough to be measured."""
    judged = [done.judged[at] for at in chosen]
    changed = [case.changed for case in judged]
    clusters = clusters_of([case.buyer for case in judged])
    samples = BootstrapSamples(clusters, chances.draw, figures.resamples)
    scores = {by: [values[at] for at in chosen] for by, values in rankings(done.past.rows, done.judged).items()}
    ranked, resampled = compared(scores, changed, clusters, samples)
    return msgspec.structs.replace(
        figures,
        rankings=ranked,
        comparison=_comparison(ranked, resampled, sum(changed), len(changed) - sum(changed)),
        null=_null_line(done, judged, chances),
        surest=_surest(judged, chances, figures.resamples),
        panel=_panel(done, chances, figures.resamples),
        calibration=calibrate(scores[RankedBy.OURS], changed, clusters, samples),
    )


AucSamples = dict[RankedBy, list[float | None]]  # of each ranking the AUC of the whole, then of each resample


def compared(
    scores: dict[RankedBy, list[float]], hit: list[bool], clusters: list[int], samples: BootstrapSamples
) -> tuple[tuple[RankingFigures, ...], AucSamples]:
    """Each ranking beside the radar's, on the same resamples."""
    (hits,) = samples.sums([float(change) for change in hit])
    aucs: AucSamples = {}
    ranked = []
    for by, values in scores.items():
        order = RankOrder(values, hit, clusters)
        aucs[by] = order.aucs(samples)
        tops = order.tops(samples)
        lifts = [top * n / k if k else None for top, n, k in zip(tops, samples.n, hits, strict=True)]
        both = zip(aucs[RankedBy.OURS], aucs[by], strict=True)
        ahead = [ours - other if ours is not None and other is not None else None for ours, other in both]
        auc, top, lift, lead = (interval(drawn[0], drawn[1:]) for drawn in (aucs[by], tops, lifts, ahead))
        ranked.append(RankingFigures(by=by, auc=auc, top=top, lift=lift, ahead=lead))
    return tuple(ranked), aucs


def _comparison(ranked: Sequence[RankingFigures], aucs: AucSamples, changed: int, kept: int) -> Comparison | None:
    """The radar against the best of the other lists, and what these pairs can tell."""
    others = [line for line in ranked if line.by in OTHERS and line.auc.value is not None]
    ours = ranked[0].auc.value
    if not others or ours is None:
        return None
    best = max(others, key=lambda line: line.auc.value or 0.0)
    alike = correlation(aucs[RankedBy.OURS][1:], aucs[best.by][1:])
    error = lead_error(ours, best.auc.value or 0.0, alike, changed, kept)
    low = best.ahead.low
    return Comparison(
        best=best.by,
        lead=best.ahead,
        shown=low is not None and low > 0,
        power=power(SMALL_LEAD, error),
        needed=pairs_needed(best.ahead.value or 0.0, error, changed + kept),
    )


def _null_line(done: Replay, judged: Sequence[JudgedPair], chances: Chances) -> NullLine | None:
    aucs = shuffled_aucs(done.past.rows, done.matched.pairs, [case.pair for case in judged], chances.permute)
    if not aucs:
        return None
    return NullLine(shuffles=SHUFFLES, mean=math.fsum(aucs) / len(aucs), least=min(aucs), most=max(aucs))


def _surest(judged: Sequence[JudgedPair], chances: Chances, resamples: int) -> SurestLinks | None:
    sure = [case for case in judged if case.pair.alike >= SURE]
    if len(sure) < LEAST_SHOWN:
        return None
    clusters = clusters_of([case.buyer for case in sure])
    samples = BootstrapSamples(clusters, chances.draw, resamples)
    aucs = RankOrder([case.chance for case in sure], [case.changed for case in sure], clusters).aucs(samples)
    return SurestLinks(pairs=len(sure), auc=interval(aucs[0], aucs[1:]))


def _panel(done: Replay, chances: Chances, resamples: int) -> PanelReport:
    whole = panel(done.past.rows, done.matched)
    figures = PanelReport(
        ends=whole.ends,
        beside=whole.beside,
        quarters=len({case.quarter for case in whole.cases}),
        cases=len(whole.cases),
        hits=sum(case.hit for case in whole.cases),
        rankings=(),
    )
    if figures.hits < LEAST_SHOWN:
        return figures
    cases = whole.cases
    clusters = clusters_of([case.buyer for case in cases])
    samples = BootstrapSamples(clusters, chances.draw, resamples)
    scores = {by: [case.places[by] for case in cases] for by in cases[0].places}
    ranked, _ = compared(scores, [case.hit for case in cases], clusters, samples)
    return msgspec.structs.replace(figures, rankings=ranked)


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
    shortages = []
    if pairs < LEAST_PAIRS:
        shortages.append(
            count("{n} pair, {least} are needed", "{n} pairs, {least} are needed", pairs, least=LEAST_PAIRS)
        )
    if buyers < LEAST_BUYERS:
        shortages.append(
            count("{n} buyer, {least} are needed", "{n} buyers, {least} are needed", buyers, least=LEAST_BUYERS)
        )
    return shortages


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
