"""What the radar says of one award on one day: how good the chance is, why, when, and what to do next.

Derived, never stored. The rows of reasons add up to the score.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

import msgspec

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.money import Money
from bidtracker.domain.records import Award
from bidtracker.domain.vocabulary import AwardStatus, Watch
from bidtracker.radar.score.actions import Action, next_action
from bidtracker.radar.score.ask_next import Unknown, ask_next
from bidtracker.radar.score.case import AwardCase, Survey, Verdict, weigh
from bidtracker.radar.score.evidence import Contribution
from bidtracker.radar.score.priors import History, noted
from bidtracker.radar.score.quiet import Quiet
from bidtracker.radar.score.reason_rows import ReasonRow, reasons
from bidtracker.radar.score.structure import ReasonKind
from bidtracker.radar.score.timing import Window

MOST_KEPT = 2_000  # cases that are kept from the ranking until they are spelled out, some 3 MB
CaseVerdict = tuple[AwardCase, Verdict]


class Grounds:
    """Why an award stands where it does and what would move it, worded when somebody asks: four fifths of what it takes
    to word a radar, of which a list shows nothing."""

    def __init__(self, case: AwardCase, verdict: Verdict) -> None:
        self._judged = case, verdict
        self._reasons: tuple[ReasonRow, ...] | None = None
        self._questions: tuple[Unknown, ...] | None = None

    @property
    def reasons(self) -> tuple[ReasonRow, ...]:
        """The rows that add up to the score."""
        if self._reasons is None:
            self._reasons = tuple(reasons(*self._judged))
        return self._reasons

    @property
    def ask_next(self) -> tuple[Unknown, ...]:
        """What to find out, the question that moves the score most first."""
        if self._questions is None:
            self._questions = ask_next(*self._judged)
        return self._questions

    @property
    def shares(self) -> tuple[float, float, float]:
        """How much of the rows' movement is prior, record and own evidence."""
        moved = {row.kind: abs(row.points) for row in self.reasons if row.kind is not ReasonKind.TIMING}
        whole = sum(moved.values())
        prior = moved[ReasonKind.BASE] / whole
        evidence = (moved[ReasonKind.DISCONTENT] + moved[ReasonKind.RELATIONS]) / whole
        return prior, max(0.0, 1 - prior - evidence), evidence

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Grounds) and (self.reasons, self.ask_next) == (other.reasons, other.ask_next)

    def __hash__(self) -> int:
        return hash(self.reasons)


class Opportunity(msgspec.Struct, frozen=True, kw_only=True):
    """One award as the radar sees it. `score` = 100 W C A (0..100); for our own contract it is the risk 100 W C.

    `expected_value` is the score's share of the contract's value in whole units of its currency. The three shares say
    how much of the rows' movement is prior (the first row), record (the book's past) and own evidence (signals and
    contacts); they add up to 1.
    """

    award: int
    tender: int
    buyer: int
    suppliers: tuple[int, ...]
    ours: bool
    score: float
    c: float
    a: float
    w: float
    expected_value: Money | None
    discontent: float
    access: float
    window: Window
    freshest: Contribution | None
    action: Action
    quiet: Quiet | None
    caution: Quiet | None
    grounds: Grounds
    snoozed_until: date | None = None

    @property
    def reasons(self) -> tuple[ReasonRow, ...]:
        """The rows that add up to the score."""
        return self.grounds.reasons

    @property
    def ask_next(self) -> tuple[Unknown, ...]:
        """What to find out, the question that moves the score most first."""
        return self.grounds.ask_next

    @property
    def prior_share(self) -> float:
        """How much of the rows' movement the first row is."""
        return self.grounds.shares[0]

    @property
    def record_share(self) -> float:
        """How much of it the book's past is."""
        return self.grounds.shares[1]

    @property
    def evidence_share(self) -> float:
        """How much of it signals and contacts are."""
        return self.grounds.shares[2]


def opportunities(
    holdings: Holdings,
    as_of: date,
    *,
    include_snoozed: bool = False,
    limit: int | None = None,
    past: History | None = None,
) -> list[Opportunity]:
    """The awards of others that somebody tracks, best first (score, then act-by, then id).

    All are ranked; only the first `limit` are then spelled out with reasons and questions, which is the costly part.
    """
    survey = Survey(holdings, as_of, past)
    awards = followed(survey.holdings, as_of, include_snoozed=include_snoozed)
    return _ranked(survey, (award for award in awards if not award.ours), limit)


def defended(
    holdings: Holdings,
    as_of: date,
    *,
    include_snoozed: bool = False,
    limit: int | None = None,
    past: History | None = None,
) -> list[Opportunity]:
    """Our own contracts, the one most at risk first."""
    survey = Survey(holdings, as_of, past)
    awards = followed(survey.holdings, as_of, include_snoozed=include_snoozed)
    return _ranked(survey, (award for award in awards if award.ours), limit)


def judge(holdings: Holdings, award: Award, as_of: date, *, past: History | None = None) -> Opportunity:
    """One award, tracked or not. Give `past` (priors.history) to judge several without reading it each time."""
    return _judged(Survey(holdings, as_of, past), award)


def followed(holdings: Holdings, as_of: date, *, include_snoozed: bool = False) -> Iterator[Award]:
    """The awards of a day that somebody tracks and nobody has put away; a parked tender's count as snoozed."""
    for award in holdings.tracked_awards():
        if award.dismissed or award.status is AwardStatus.CANCELLED:
            continue
        if not noted(award, as_of):
            continue
        tender = holdings.tenders.get(award.tender)
        if tender is not None and tender.watch is Watch.DEAD:
            continue
        until = away_until(holdings, award)
        if include_snoozed or until is None or until <= as_of:
            yield award


def asleep(holdings: Holdings, as_of: date) -> list[Award]:
    """The followed awards of others that the radar leaves out on a day: snoozed, dismissed, or their tender is parked
    or given up."""
    awake = {award.id for award in followed(holdings, as_of)}
    return [
        award
        for award in holdings.tracked_awards()
        if award.id not in awake
        and not award.ours
        and award.status is not AwardStatus.CANCELLED
        and noted(award, as_of)
    ]


def away_until(holdings: Holdings, award: Award) -> date | None:
    """The day on which a snoozed award, or one whose tender is parked, returns."""
    tender = holdings.tenders.get(award.tender)
    parked = tender.park_until if tender is not None and tender.watch is Watch.PARKED else None
    return max((day for day in (award.snoozed_until, parked) if day), default=None)


def _ranked(survey: Survey, awards: Iterable[Award], limit: int | None) -> list[Opportunity]:
    weighed: dict[int, CaseVerdict] = {}
    ranked = _ranks(survey, awards, keeping=weighed if limit is None else None)
    return [
        _spelled(survey, *weighed[rank.award]) if rank.award in weighed else spelled(survey, rank.award)
        for rank in ranked[:limit]
    ]


class Rank(msgspec.Struct, frozen=True):
    """An award's place by numbers alone."""

    score: float
    window: Window
    award: int


def ranks(survey: Survey) -> list[Rank]:
    """The awards of others on the radar, best first, without their reasons, which are the costly part."""
    awards = followed(survey.holdings, survey.as_of)
    return _ranks(survey, (award for award in awards if not award.ours))


def spelled(survey: Survey, award: int) -> Opportunity:
    """One award of a survey, with its reasons."""
    return _judged(survey, survey.holdings.awards[award])


def _judged(survey: Survey, award: Award) -> Opportunity:
    case = survey.case(award)
    return _spelled(survey, case, weigh(case))


def _ranks(survey: Survey, awards: Iterable[Award], keeping: dict[int, CaseVerdict] | None = None) -> list[Rank]:
    """Ranks by numbers alone and keeps only those, and in `keeping` the first of the cases that they stand on: all of
    100,000 would take 150 MB."""
    awards, scored = list(awards), []
    survey.expect(awards)
    for award in awards:
        case = survey.case(award)
        verdict = weigh(case)
        if keeping is not None and len(keeping) < MOST_KEPT:
            keeping[award.id] = case, verdict
        scored.append(Rank(verdict.score, verdict.window, award.id))
    return sorted(scored, key=lambda rank: (-rank.score, rank.window.act_by or date.max, rank.award))


# ---------------------------------------------------------------- one opportunity spelled out


def _spelled(survey: Survey, case: AwardCase, verdict: Verdict) -> Opportunity:
    award, holdings = case.award, survey.holdings
    buyer = case.tender.buyer if case.tender else 0
    case = msgspec.structs.replace(case, quiet=survey.quiet(buyer, award), caution=survey.caution(buyer, award))
    signals = verdict.discontent.parts
    c, a, score = verdict.numbers
    return Opportunity(
        award=award.id,
        tender=award.tender,
        buyer=buyer,
        suppliers=award.suppliers,
        ours=award.ours,
        score=score,
        c=c,
        a=a,
        w=verdict.window.w,
        expected_value=_expected(case.value, score),
        discontent=verdict.discontent.db,
        access=verdict.access.db,
        window=verdict.window,
        freshest=min(signals, key=lambda part: (part.age_days or 0, part.ref), default=None),
        action=next_action(holdings, case, verdict),
        quiet=case.quiet,
        caution=case.caution,
        grounds=Grounds(case, verdict),
        snoozed_until=away_until(holdings, award),
    )


def _expected(value: Money | None, score: float) -> Money | None:
    """The score's share of a value, in whole units: it is an estimate."""
    if value is None:
        return None
    return Money((value.amount * Decimal(repr(score)) / 100).quantize(Decimal(1), ROUND_HALF_EVEN), value.currency)
