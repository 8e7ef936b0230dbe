"""What becomes of losses: from knowing the winner to winning the next time, by quarter of the loss.

A loss enters the percentages 90 days after its contract's next decision; until then it is maturing. How soon buyers
invite us or give us a contract again is told of all losses, each for as long as it was seen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from statistics import median

import msgspec
from msgspec.structs import replace

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.message import label as _
from bidtracker.domain.records import Award, Touch
from bidtracker.domain.vocabulary import Outcome, TouchKind, TouchOutcome, Watch, Word
from bidtracker.radar.insights.trials import Trial, losses
from bidtracker.radar.insights.winning import quarter
from bidtracker.radar.measures.rates import Rate, rate
from bidtracker.radar.measures.survival import Reached, kaplan_meier
from bidtracker.radar.score.evidence import noted_on
from bidtracker.radar.score.months import add_months, months_until, shift
from bidtracker.radar.score.priors import resolved
from bidtracker.radar.score.relations import reached
from bidtracker.radar.score.timing import DEFAULT_MONTHS, days, end_of, term_of

RIPE_DAYS = 90
WITHIN = (12, 24, 36, 48)  # months


class FunnelStep(Word):
    """The steps from a loss to the next win."""

    LOST = "lost", _("Lost")
    WINNER_KNOWN = "winner_known", _("Winner known")
    END_KNOWN = "end_known", _("End known")
    SIGNAL = "signal", _("At least one signal")
    WINDOW_OPENED = "window_opened", _("Window opened")
    CONTACTED = "contacted", _("Contacted before act-by")
    MEETING = "meeting", _("Meeting")
    INVITED = "invited", _("Invited")
    BID = "bid", _("Bid again")
    WON = "won", _("Won")


TURNS = (FunnelStep.INVITED, FunnelStep.WON)


class FunnelStage(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One step of the funnel: how many reached it, of all ripe losses and of those that reached the step before; and
    the median days from the loss to it, where days are known."""

    step: FunnelStep
    n: int
    of_all: Rate
    of_before: Rate
    days: float | None


class Cohort(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The losses of one quarter ("2026-Q4", "" where the day is not known), ripe and still maturing."""

    quarter: str
    n: int
    maturing: int
    stages: tuple[FunnelStage, ...]


class Return(msgspec.Struct, frozen=True, kw_only=True):
    """After how many months a step was reached, of `n` losses whose day is known, ripe or maturing."""

    step: FunnelStep
    n: int
    reached: tuple[Reached, ...]


class Funnel(msgspec.Struct, frozen=True, kw_only=True):
    """All ripe losses together, and quarter by quarter; and how soon losses turn."""

    n: int
    maturing: int
    stages: tuple[FunnelStage, ...]
    cohorts: tuple[Cohort, ...]
    returns: tuple[Return, ...]


LossPath = dict[FunnelStep, date | None]  # the steps that a loss reached, with their days where known


def funnel(holdings: Holdings, trials: list[Trial], as_of: date) -> Funnel:
    """The funnel of all losses."""
    cohorts: defaultdict[str, list[tuple[Trial, bool, LossPath]]] = defaultdict(list)
    for trial in losses(trials):
        path = dict(_path(holdings, trial, as_of))
        cohorts[quarter(trial.on)].append((trial, ripe(trial, as_of), path))
    every = [row for rows in cohorts.values() for row in rows]
    return Funnel(
        n=len(every),
        maturing=sum(not is_ripe for _, is_ripe, _ in every),
        stages=_stages(every),
        cohorts=tuple(
            Cohort(quarter=name, n=len(rows), maturing=sum(not is_ripe for _, is_ripe, _ in rows), stages=_stages(rows))
            for name, rows in sorted(cohorts.items())
        ),
        returns=tuple(_return(step, [(trial.on, path) for trial, _, path in every], as_of) for step in TURNS),
    )


def ripe(trial: Trial, as_of: date) -> bool:
    """Whether the contract's next decision, its end or else three years on, lies 90 days back."""
    end = end_of(trial.award) if trial.award else None
    decision = end or (add_months(trial.on, DEFAULT_MONTHS) if trial.on else None)
    return decision is not None and shift(decision, RIPE_DAYS) <= as_of


def _return(step: FunnelStep, rows: list[tuple[date | None, LossPath]], as_of: date) -> Return:
    """How soon a step is reached, of all losses whose day is known. One reached on a day that nobody knows counts as
    not yet for the least, and as at once for the most that it can be."""
    least, most = [], []
    for lost, path in rows:
        if lost is not None:
            day = path.get(step, date.max)
            wait = (months_until(lost, min(day or as_of, as_of)), day is not None and day <= as_of)
            least.append(wait)
            most.append((0.0, True) if day is None else wait)
    bounds = zip(kaplan_meier(least, WITHIN), kaplan_meier(most, WITHIN), strict=True)
    reached = (low if least == most else replace(low, at_most=high.value) for low, high in bounds)
    return Return(step=step, n=len(least), reached=tuple(reached))


def _stages(rows: list[tuple[Trial, bool, LossPath]]) -> tuple[FunnelStage, ...]:
    paths = [(trial.on, path) for trial, is_ripe, path in rows if is_ripe]
    stages, before = [], FunnelStep.LOST
    for step in FunnelStep:
        reached = [(on, path) for on, path in paths if step in path]
        waited = [(day - on).days for on, path in reached if on and (day := path[step])]
        earlier = sum(before in path for _, path in paths)
        stages.append(
            FunnelStage(
                step=step,
                n=len(reached),
                of_all=rate(len(reached), len(paths)),
                of_before=rate(sum(before in path for _, path in reached), earlier),
                days=median(waited) if waited else None,
            )
        )
        before = step
    return tuple(stages)


def _path(holdings: Holdings, trial: Trial, as_of: date) -> Iterator[tuple[FunnelStep, date | None]]:
    """Which steps a loss reached by a day, and when. Each step counts for itself."""
    award, lost = trial.award, trial.on
    yield FunnelStep.LOST, lost
    if trial.winners:
        yield FunnelStep.WINNER_KNOWN, None
    if award is not None and end_of(award):
        yield FunnelStep.END_KNOWN, None
    days_observed = [s.on for a in trial.awards for s in holdings.signals_of(a) if noted_on(s) <= as_of]
    if days_observed:
        yield FunnelStep.SIGNAL, min(days_observed)
    opens, act_by = window_days(award) if award else (None, None)
    if opens is not None and opens <= as_of:
        yield FunnelStep.WINDOW_OPENED, opens
    touches = [t for t in holdings.touches_of(trial.tender.buyer) if reached(t, as_of) and (not lost or lost < _day(t))]
    called = [_day(t) for t in touches if act_by is None or _day(t) <= act_by]
    if called:
        yield FunnelStep.CONTACTED, min(called)
    met = [_day(t) for t in touches if t.kind in (TouchKind.VISIT, TouchKind.MEETING)]
    met += [_day(t) for t in touches if t.outcome is TouchOutcome.MEETING_BOOKED]
    if met:
        yield FunnelStep.MEETING, min(met)
    invited = [_day(t) for t in touches if t.outcome is TouchOutcome.INVITED]
    if invited or trial.tender.watch in (Watch.INVITED, Watch.CONVERTED):
        yield FunnelStep.INVITED, min(invited, default=None)
    following = [(tender, bid) for tender in holdings.next_of(trial.tender.id) for bid in tender.bids]
    again = [bid.submitted for _, bid in following if bid.submitted is None or bid.submitted <= as_of]
    if again:
        yield FunnelStep.BID, min(filter(None, again), default=None)
    wins = [resolved(bid, tender) for tender, bid in following if bid.outcome is Outcome.WON]
    wins = [day for day in wins if day is None or day <= as_of]
    if wins:
        yield FunnelStep.WON, min(filter(None, wins), default=None)


def window_days(award: Award) -> tuple[date | None, date | None]:
    """When the window of an award opens, and by when to act; None where its end is not known."""
    end = end_of(award)
    return days(end, term_of(award) or DEFAULT_MONTHS) if end else (None, None)


def _day(touch: Touch) -> date:
    return touch.done or touch.on
