"""What a record tells of a contract's delivery itself: payments, milestones, indicators, failures, complaints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from bidtracker.domain.message import count, say
from bidtracker.domain.vocabulary import AwardStatus, SignalKind, Structure, TerminationReason
from bidtracker.intake.notice import Failure, Metric, Step
from bidtracker.intake.reasons.changes import is_funding
from bidtracker.intake.signals.question import CONCLUDED, Case, Finding

LATE = 30  # days after which a milestone that was met was missed all the same
ALL_ALIKE = 3  # milestones
SETTLED = 180  # days after the end by which payments have been made
UNDERSPENT, BARELY_SPENT = Decimal("0.7"), Decimal("0.4")

_BELOW = {"slightlybelow": 1, "approachingtarget": 1, "below": 2, "requiresimprovement": 2, "notmet": 2}
_BELOW |= {"significantlybelow": 3, "inadequate": 3}
_GOOD = ("met", "good", "exceeded")
_OWN_STEPS = ("", "delivery", "reporting")  # milestone types that are the supplier's to meet
_UPHELD = ("satisfied", "resolved", "upheld")
_NO_COMPLAINT = (  # drafts, questions to the buyer, and what was not heard or taken back
    *("draft", "claim", "invalid", "declined", "mistaken", "cancelled", "withdrawn", "ignored", "rejected"),
    *("stopping", "stopped"),
)
_NO_PENALTY = re.compile(r"\s*(no|none|nil|not|n/?a|0|zero|false|-)\b", re.IGNORECASE)


def underspent(case: Case) -> Iterator[Finding]:
    award, delivery = case.award, case.delivery
    paid, value = delivery.paid, award.value
    if paid is None or value is None or paid.currency != value.currency or case.structure is not Structure.CONTRACT:
        return
    settled = award.end is not None and case.on > award.end + timedelta(SETTLED)
    if not (settled or award.status is AwardStatus.ENDED) or delivery.payments == 1:
        return
    if award.termination_reason is TerminationReason.BUYER or is_funding(delivery.ended) or value.amount <= 0:
        return
    share = paid.amount / value.amount
    if 0 <= share < UNDERSPENT:
        grounds = say("it is over, and {paid} of {value} was paid", paid=paid, value=value)
        severity = 2 if share < BARELY_SPENT else 1
        yield Finding(
            kind=SignalKind.UNDERSPEND,
            key="",
            happened=award.end or case.on,
            severity=severity,
            credibility=CONCLUDED,
            grounds=grounds,
        )


def milestones(case: Case) -> Iterator[Finding]:
    own = [step for step in case.delivery.milestones if step.kind in _OWN_STEPS]
    if len(own) >= ALL_ALIKE and {_word(step.status) for step in own} == {"partiallymet"}:
        return  # a publisher that writes the same of all of them tells nothing of any
    for step in own:
        if not is_funding(step.title) and (severity := _missed(step, case.on)):
            grounds = say("the milestone {title} was not met in time", title=step.title or step.id)
            if step.due:
                words = "the milestone {title}, due {day}, was not met in time"
                grounds = say(words, title=step.title or step.id, day=step.due)
            kind, key, happened = SignalKind.MILESTONE_MISSED, f"milestone {step.id}", step.due or case.on
            yield Finding(kind=kind, key=key, happened=happened, severity=severity, grounds=grounds)


def _missed(step: Step, on: date) -> int:
    """How badly, 0 where it was not. One that is still scheduled when it is due may only not have been looked at."""
    status = step.status.lower()
    if step.due is not None and step.due > on:
        return 0
    if status in ("notmet", "not met"):
        return 2
    late = step.due is not None and step.met is not None and (step.met - step.due).days > LATE
    return 1 if late or status in ("partiallymet", "partially met") else 0


def metrics(case: Case) -> Iterator[Finding]:
    """Each period's indicators together: the worst counts, and good is what all of them are."""
    periods: dict[date | None, list[Metric]] = {}
    for metric in case.delivery.metrics:
        if metric.rating:
            periods.setdefault(metric.on, []).append(metric)
    for day, seen in periods.items():
        verdicts = [(_BELOW.get(_word(metric.rating), 0), metric) for metric in seen]
        worst, metric = max(verdicts, key=lambda pair: pair[0])
        below = sum(severity > 0 for severity, _ in verdicts)
        key, happened = f"metrics {day or ''}", day or case.on
        if worst:
            words = "{below} of {n} key performance indicators below what was agreed: {title}"
            grounds = say(words, below=below, n=len(seen), title=metric.title or metric.id)
            kind = SignalKind.KPI_BELOW_TARGET
            yield Finding(kind=kind, key=key, happened=happened, severity=worst, grounds=grounds)
        elif all(_word(metric.rating) in _GOOD for metric in seen):
            grounds = count("{n} key performance indicator met", "{n} key performance indicators met", len(seen))
            yield Finding(kind=SignalKind.KPI_GOOD, key=key, happened=happened, grounds=grounds)


def failures(case: Case) -> Iterator[Finding]:
    for failure in case.delivery.failures:
        if failure.events == 0:
            continue
        kind, severity = _gravity(failure)
        words = "failure to perform: {what}; {penalty}" if failure.penalty else "failure to perform: {what}"
        yield Finding(
            kind=kind,
            key=f"failure {failure.id}",
            happened=failure.on or case.on,
            severity=severity,
            grounds=say(words, what=failure.what or failure.id, penalty=failure.penalty),
        )


def _gravity(failure: Failure) -> tuple[SignalKind, int]:
    if failure.partial:
        return SignalKind.BREACH_OR_DAMAGES, 3
    if failure.basis in ("imposed", "negotiated"):  # by a court, or in a settlement
        return SignalKind.BREACH_OR_DAMAGES, 2
    if failure.basis or (failure.penalty and not _NO_PENALTY.match(failure.penalty)):
        return SignalKind.PENALTY_IMPOSED, 2
    return SignalKind.KPI_BELOW_TARGET, 2


def challenged(case: Case) -> Iterator[Finding]:
    """A rival who complains about the award says nothing about the delivery: the weakest kind, and once."""
    standing = [complaint for complaint in case.delivery.complaints if _word(complaint.status) not in _NO_COMPLAINT]
    if not standing:
        return
    upheld = any(_word(complaint.status) in _UPHELD for complaint in standing)
    days = [complaint.on for complaint in standing if complaint.on]
    yield Finding(
        kind=SignalKind.AWARD_CHALLENGED,
        key="upheld" if upheld else "",
        happened=min(days, default=case.on),
        severity=2 if upheld else 1,
        grounds=count("{n} complaint about the award", "{n} complaints about the award", len(standing)),
    )


def _word(text: str) -> str:
    return text.replace(" ", "").replace("_", "").lower()
