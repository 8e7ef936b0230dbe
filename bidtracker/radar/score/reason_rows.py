"""The rows of reasons that a score is made of; their points add up to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from bidtracker.domain.message import Message, count, say
from bidtracker.radar.score.case import AwardCase, Verdict
from bidtracker.radar.score.decibel import chance, decibels
from bidtracker.radar.score.evidence import Contribution, Weighed
from bidtracker.radar.score.priors import BASE_RANGE
from bidtracker.radar.score.share import Share
from bidtracker.radar.score.structure import ReasonKind
from bidtracker.radar.score.tempo import Pace
from bidtracker.radar.score.timing import Basis, Phase, Window


class ReasonRow(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One row of a score: `points` of it, from so many `db` (None for the first and the last row), on what evidence."""

    kind: ReasonKind
    label: Message
    detail: Message
    db: float | None
    points: float
    parts: tuple[Contribution, ...] = ()
    refs: tuple[str, ...] = ()
    on: date | None = None
    age_days: int | None = None


def reasons(case: AwardCase, verdict: Verdict) -> Iterator[ReasonRow]:
    """The rows of a score in their fixed order; their points add up to it."""
    steps = list(_steps(case, verdict))
    base, share = verdict.base_db, 0.0 if verdict.ours else decibels(verdict.share.before_last_loss().rate)
    before = 0.0
    for row, in_c, in_a, detail, weighed in steps:
        base, share = base + in_c, share + in_a
        now = 100 * chance(base) * (1.0 if verdict.ours else chance(share))
        parts = weighed.parts if weighed else ()
        newest = min((part for part in parts if part.on), key=lambda part: part.age_days or 0, default=None)
        yield ReasonRow(
            kind=row,
            label=say(row.label),
            detail=detail,
            db=None if row is ReasonKind.BASE else in_c + in_a,
            points=now - before,
            parts=parts,
            refs=tuple(part.ref for part in parts),
            on=newest.on if newest else None,
            age_days=newest.age_days if newest else None,
        )
        before = now
    yield ReasonRow(
        kind=ReasonKind.TIMING,
        label=say(ReasonKind.TIMING.label),
        detail=_with_pace(_timing(verdict.window), case.pace),
        db=None,
        points=before * (verdict.window.w - 1),
    )


def _steps(case: AwardCase, verdict: Verdict) -> Iterator[tuple[ReasonKind, float, float, Message, Weighed | None]]:
    """Each row but the last: what it adds to C and to A in dB, and its words."""
    yield ReasonKind.BASE, 0.0, 0.0, _base(case, verdict), None
    for row in verdict.structure:
        yield row.row, row.db, 0.0, row.detail, None
    evidence = verdict.discontent
    yield ReasonKind.DISCONTENT, evidence.db, 0.0, _signal_count(len(evidence.parts)), evidence
    losses = case.history.bids.losses[case.tender.buyer] if case.tender else 0
    if losses and not verdict.ours:
        yield ReasonKind.LOST_BEFORE, 0.0, _moved_by_loss(verdict.share), _lost_before(losses, verdict.share), None
    contacts = verdict.access
    detail = count("{n} contact", "{n} contacts", len(contacts.parts)) if contacts.parts else say("nobody known yet")
    if verdict.ours:
        yield ReasonKind.RELATIONS, -contacts.db, 0.0, detail, contacts
    else:
        yield ReasonKind.RELATIONS, 0.0, contacts.db, detail, contacts


def _signal_count(n: int) -> Message:
    return count("{n} signal", "{n} signals", n) if n else say("nothing heard yet")


def _base(case: AwardCase, verdict: Verdict) -> Message:
    past, share = case.history, verdict.share
    if past.base.n:
        change = say("{p} % change hands ({k} of {n} seen)", p=_percent(past.p0), k=past.base.hits, n=past.base.n)
    else:
        low, high = (f"{100 * p:.0f}" for p in BASE_RANGE)
        change = say(
            "{p} % change hands (none seen yet; {low} to {high} % by market)", p=_percent(past.p0), low=low, high=high
        )
    if verdict.ours:
        return change
    counts = (share.everywhere, share.category, share.here)
    words = {
        f"{place}{part}": figure
        for place, rate, tally in zip(("all", "category", "here"), share.rates, counts, strict=True)
        for part, figure in (("_p", _percent(rate)), ("_k", tally.hits), ("_n", tally.n))
    }
    return say(
        "{change} × our share {here_p} % ({here_k} of {here_n} here; in the category {category_p} %, {category_k}"
        " of {category_n}; everywhere {all_p} %, {all_k} of {all_n})",
        change=change,
        **words,
    )


def _moved_by_loss(share: Share) -> float:
    """What one bid that we lost here moves our share by, in dB."""
    return decibels(share.rate) - decibels(share.before_last_loss().rate)


def _lost_before(losses: int, share: Share) -> Message:
    """How often we lost at a buyer, and what the last loss moves: what one more bid is worth, no more."""
    if not share.losses:
        return count(
            "lost here once; no change of the score: we meant to lose, the holder kept it, or another category",
            "lost here {n} times; no change of the score: we meant to lose, the holder kept it, or another category",
            losses,
        )
    words = {"before": _percent(share.before_last_loss().rate), "now": _percent(share.rate)}
    return count(
        "lost here once in the category: worth one more bid, it takes our share from {before} to {now} %",
        "lost here {n} times in the category: each is worth one more bid, the last takes our share from {before} to"
        " {now} %",
        share.losses,
        **words,
    )


def _timing(when: Window) -> Message:
    if when.state is Phase.LIVE:
        return say("the next notice is out: turn it into a bid")
    if when.state is Phase.CLOSED and when.successor:
        return say("decided again: a new cycle has begun")
    if when.state is Phase.CLOSED:
        return say("closed")
    if when.state is Phase.UNKNOWN and when.closes is not None:
        return say(
            "no end is known, so W is {w}; such contracts usually end about {day}. Find out the end first",
            w=when.w,
            day=when.closes,
        )
    if when.state is Phase.UNKNOWN:
        return say("neither end nor beginning is known, so W is {w}; find out the end first", w=when.w)
    if when.state is Phase.HOLDING_OVER:
        return say("past its {basis} of {day}: holding over?", basis=when.basis, day=when.closes)
    if when.basis is Basis.FRAMEWORK:
        return say("open framework: look again by {day}", day=when.act_by)
    if when.basis is Basis.TERMINATED and when.act_by is None:
        return say("terminated, day not known")
    words = {"state": when.state, "basis": when.basis, "day": when.closes, "act": when.act_by}
    return say("{state}: act by {act}; {basis} {day}", **words)


def _with_pace(detail: Message, pace: Pace | None) -> Message:
    """The timing, and how this buyer usually goes about its next tender."""
    if pace is None:
        return detail
    words = {"days": abs(pace.median), "n": pace.n, "low": pace.low, "high": pace.high}
    if pace.median < 0:
        return say(
            "{timing}; this buyer tenders again {days} days before the end (median of {n}; {low} to {high})",
            timing=detail,
            **words,
        )
    return say(
        "{timing}; this buyer tenders again {days} days after the end (median of {n}; {low} to {high})",
        timing=detail,
        **words,
    )


def _percent(p: float) -> str:
    return f"{100 * p:.1f}".removesuffix(".0")
