"""What a public record, and a change between two states of it, say about delivery.

One rule a function, each giving Findings or nothing. They are slow to speak: every contract that is over is "terminated",
most amendments are paper, buyers run out of money, and typing errors are corrected. What a record states is credible
(2); what is concluded from two states of it is only possible (3). A finding's key is stable, so that a record which
says the same again is heard once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec

from bidtracker.domain.message import Message, count, say
from bidtracker.domain.money import Money
from bidtracker.domain.names import normal
from bidtracker.domain.records import Award, Event
from bidtracker.domain.vocabulary import AwardStatus, EventKind, SignalKind, Structure, TerminationReason
from bidtracker.intake.notice import Amendment, Delivery, Failure, Metric, Step
from bidtracker.intake.reasons import is_funding, is_more, is_option, is_succession

STATED, CONCLUDED = 2, 3  # credibility

CORRECTED_WITHIN = 30  # days after the award in which a new value is taken as put right
SLIGHT_MOVE = 28  # days an end moves without meaning anything
BRIDGE = 366  # days at most, decided no earlier than
BRIDGE_NEAR = 183  # days before the old end
CUT, RAISED = Decimal("0.8"), Decimal("1.1")  # of the value before
MANY = 4  # amendments that changed something; twice as many weigh more
LATE = 30  # days after which a milestone that was met was missed all the same
SETTLED = 180  # days after the end by which payments have been made
UNDERSPENT, BARELY_SPENT = Decimal("0.7"), Decimal("0.4")
ROOM = 60  # days of extension that were worth taking

_BELOW = {"slightlybelow": 1, "approachingtarget": 1, "below": 2, "requiresimprovement": 2, "notmet": 2}
_BELOW |= {"significantlybelow": 3, "inadequate": 3}
_GOOD = ("met", "good", "exceeded")
_OWN_STEPS = ("", "delivery", "reporting")  # milestone types that are the supplier's to meet
_UPHELD = ("satisfied", "resolved", "upheld", "accepted")
_NO_COMPLAINT = ("draft", "claim", "invalid", "declined", "mistaken", "cancelled", "withdrawn", "ignored", "rejected")
_NO_PENALTY = re.compile(r"\s*(no|none|nil|not|n/?a|0|zero|false|-)\b", re.IGNORECASE)
_FISCAL_YEAR = "fiscalYearExtension"  # Prozorro: a fifth of last year's contract until there is a new one


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A signal to be made: its key within the award, the day of the event, and its grounds in words."""

    kind: SignalKind
    key: str
    grounds: Message
    happened: date | None = None
    severity: int = 2
    credibility: int = STATED


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One award as it was (None: not known before) and is now, what its record tells, and what was noticed of it.

    `events` are those of this statement, `past` all earlier ones of the award; `on` the day of the statement;
    `was` and `now` name its suppliers.
    """

    award: Award
    before: Award | None
    delivery: Delivery
    on: date
    events: tuple[Event, ...] = ()
    past: tuple[Event, ...] = ()
    structure: Structure = Structure.CONTRACT
    was: tuple[str, ...] = ()
    now: tuple[str, ...] = ()

    def moved(self, kind: EventKind) -> bool:
        """Whether this statement says so for the first time."""
        return any(event.kind is kind for event in self.events)

    @property
    def amendments(self) -> tuple[Amendment, ...]:
        """Those told for the first time."""
        old = {event.after for event in self.past if event.kind is EventKind.AMENDED}
        return tuple(one for one in self.delivery.amendments if one.id not in old)

    @property
    def why(self) -> str:
        """The publisher's words on what is new."""
        return " ".join(one.why for one in self.amendments)


def findings(case: Case) -> list[Finding]:
    """All that a record and its changes say of an award's delivery; an award that was cancelled was not delivered."""
    if case.award.status is AwardStatus.CANCELLED:
        return []
    return [finding for rule in RULES for finding in rule(case)]


# ---------------------------------------------------------------- how it ended


def _ended_for_failure(case: Case) -> Iterator[Finding]:
    """`terminated` alone is how OCDS calls every contract that is over: the status says that it was before its time."""
    award = case.award
    complete = case.delivery.final_status.lower() in ("complete", "completed")
    if award.status is not AwardStatus.TERMINATED or complete:
        return
    if award.termination_reason is TerminationReason.FAILURE:
        yield Finding(
            kind=SignalKind.EARLY_TERMINATION,
            key="",
            happened=award.terminated or case.on,
            grounds=say("the record says it was terminated before its end because the supplier failed"),
        )


def _not_extended(case: Case) -> Iterator[Finding]:
    award, before = case.award, case.before
    for option in award.options:
        if option.exercised is False:
            grounds = say("the record says the option until {day} was not used", day=option.new_end or option.decide_by)
            day = option.decide_by
            yield Finding(
                kind=SignalKind.EXTENSION_NOT_EXERCISED, key=f"option {day}", happened=day, grounds=grounds
            )
    # That nothing is heard of an extension is no decision; that the record calls the contract over is one.
    over = award.status is AwardStatus.ENDED and before is not None and before.status is AwardStatus.ACTIVE
    if not over or award.end is None or award.max_end is None or case.structure is not Structure.CONTRACT:
        return
    if award.max_end - award.end >= timedelta(ROOM) and award.end <= case.on and not case.moved(EventKind.END_MOVED):
        words = "the record says it is over since {end}; it could have been extended until {max_end}"
        grounds = say(words, end=award.end, max_end=award.max_end)
        kind = SignalKind.EXTENSION_NOT_EXERCISED
        yield Finding(kind=kind, key="", happened=award.end, grounds=grounds, credibility=CONCLUDED)


def _underspent(case: Case) -> Iterator[Finding]:
    award, told = case.award, case.delivery
    paid, value = told.paid, award.value
    if paid is None or value is None or paid.currency != value.currency or case.structure is not Structure.CONTRACT:
        return
    settled = award.end is not None and case.on > award.end + timedelta(SETTLED)
    if not (settled or award.status is AwardStatus.ENDED) or told.payments == 1:
        return
    if award.termination_reason is TerminationReason.BUYER or is_funding(told.ended) or value.amount <= 0:
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


# ---------------------------------------------------------------- what was changed


def _end_moved(case: Case) -> Iterator[Finding]:
    """An option used lowers; a short stay beyond what was agreed, decided late, is a bridge to something else."""
    before, award = case.before, case.award
    if not case.moved(EventKind.END_MOVED) or before is None or before.end is None or award.end is None:
        return
    longer, why = (award.end - before.end).days, case.why
    agreed = before.max_end is not None and award.end <= before.max_end
    agreed = agreed or any(option.new_end == award.end for option in before.options)
    if longer <= SLIGHT_MOVE:
        return
    words = {"before": before.end, "after": award.end}
    if agreed or is_option(why):
        grounds = say("its end moved from {before} to {after}, as the contract provided for", **words)
        yield Finding(
            kind=SignalKind.OPTION_EXERCISED, key=f"end {award.end}", happened=case.on, grounds=grounds
        )
    elif longer <= BRIDGE and case.on >= before.end - timedelta(BRIDGE_NEAR) and not is_funding(why):
        if not is_more(why) and "durationExtension" not in why:
            grounds = say("its end moved from {before} to {after}, for a short time and late", **words)
            again = any(event.kind is EventKind.END_MOVED for event in case.past)
            yield Finding(
                kind=SignalKind.BRIDGE_EXTENSION,
                key=f"end {award.end}",
                happened=case.on,
                severity=2 if again else 1,
                credibility=CONCLUDED,
                grounds=grounds,
            )


def _option_used(case: Case) -> Iterator[Finding]:
    known = {option.decide_by for option in case.before.options if option.exercised} if case.before else set()
    for option in case.award.options:
        if option.exercised and option.decide_by not in known and not case.moved(EventKind.END_MOVED):
            day = option.decide_by
            grounds = say("the record says the option until {day} was used", day=option.new_end or day)
            yield Finding(kind=SignalKind.OPTION_EXERCISED, key=f"option {day}", happened=day, grounds=grounds)


def _bridged(case: Case) -> Iterator[Finding]:
    for one in case.amendments:
        if _FISCAL_YEAR in one.why:
            grounds = say("it was prolonged into the next year until there is a new contract")
            happened = one.on or case.on
            kind, key = SignalKind.BRIDGE_EXTENSION, f"amendment {one.id}"
            yield Finding(kind=kind, key=key, happened=happened, severity=1, grounds=grounds)


def _value_changed(case: Case) -> Iterator[Finding]:
    before, award, why = case.before, case.award, case.why
    if not case.moved(EventKind.VALUE_CHANGED) or before is None or case.structure is not Structure.CONTRACT:
        return
    was, now = before.value, award.value
    if was is None or now is None or not _comparable(was, now) or not _running(case) or is_funding(why):
        return
    if award.awarded is not None and (case.on - award.awarded).days <= CORRECTED_WITHIN:
        return
    ratio, words = now.amount / was.amount, {"before": was, "after": now}
    if ratio <= CUT and award.termination_reason is not TerminationReason.BUYER and "volumeCuts" not in why:
        grounds = say("its value was cut from {before} to {after}", **words)
        yield Finding(
            kind=SignalKind.VOLUME_CUT,
            key=f"value {now.amount:f}",
            happened=case.on,
            severity=2 if ratio <= Decimal("0.5") else 1,
            credibility=CONCLUDED,
            grounds=grounds,
        )
    elif ratio >= RAISED and is_more(why):
        grounds = say("its value was raised from {before} to {after} for more of the same", **words)
        kind, key = SignalKind.ADDITIONAL_WORKS, f"value {now.amount:f}"
        severity = 2 if ratio >= Decimal("1.5") else 1
        yield Finding(kind=kind, key=key, happened=case.on, severity=severity, grounds=grounds)


def _replaced(case: Case) -> Iterator[Finding]:
    """The supplier gave way to another while the contract ran; not under a new name, and not before it began."""
    if case.structure is not Structure.CONTRACT or is_succession(case.why):
        return
    for one in case.amendments:
        if one.supplier:
            grounds = say("an amendment takes one supplier out of the contract and another in")
            key, happened = f"amendment {one.id}", one.on or case.on
            yield Finding(kind=SignalKind.CONTRACTOR_REPLACED, key=key, happened=happened, grounds=grounds)
            return
    if not case.moved(EventKind.SUPPLIER_CHANGED) or not _running(case) or not (case.was and case.now):
        return
    if set(case.was) & set(case.now) or any(_alike(old, new) for old in case.was for new in case.now):
        return
    words = "the record names {after} where it named {before}, while the contract runs"
    yield Finding(
        kind=SignalKind.CONTRACTOR_REPLACED,
        key=f"supplier {', '.join(sorted(map(normal, case.now)))}",
        happened=case.on,
        credibility=CONCLUDED,
        grounds=say(words, before=", ".join(case.was), after=", ".join(case.now)),
    )


def _churn(case: Case) -> Iterator[Finding]:
    """An amendment without new values is only an amendment, however many there are."""
    moves = (EventKind.END_MOVED, EventKind.VALUE_CHANGED, EventKind.SUPPLIER_CHANGED)
    days = {event.on for event in (*case.past, *case.events) if event.kind in moves}
    told = sum(one.value is not None or one.end is not None or one.supplier for one in case.delivery.amendments)
    n = max(len(days), told)
    if n >= MANY:
        heavy = n >= 2 * MANY
        grounds = count("{n} change to its value, end or supplier", "{n} changes to its value, end or supplier", n)
        yield Finding(
            kind=SignalKind.MOD_CHURN,
            key=f"{2 * MANY if heavy else MANY}",
            happened=case.on,
            severity=2 if heavy else 1,
            grounds=grounds,
        )


# ---------------------------------------------------------------- how it was delivered


def _milestones(case: Case) -> Iterator[Finding]:
    for step in case.delivery.milestones:
        if step.kind in _OWN_STEPS and not is_funding(step.title) and (severity := _missed(step, case.on)):
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


def _metrics(case: Case) -> Iterator[Finding]:
    """Each period's indicators together: the worst counts, and good is what all of them are."""
    periods: dict[date | None, list[Metric]] = {}
    for metric in case.delivery.metrics:
        if metric.found:
            periods.setdefault(metric.on, []).append(metric)
    for day, seen in periods.items():
        verdicts = [(_BELOW.get(_word(metric.found), 0), metric) for metric in seen]
        worst, metric = max(verdicts, key=lambda pair: pair[0])
        below = sum(severity > 0 for severity, _ in verdicts)
        key, happened = f"metrics {day or ''}", day or case.on
        if worst:
            words = "{below} of {n} key performance indicators below what was agreed: {title}"
            grounds = say(words, below=below, n=len(seen), title=metric.title or metric.id)
            kind = SignalKind.KPI_BELOW_TARGET
            yield Finding(kind=kind, key=key, happened=happened, severity=worst, grounds=grounds)
        elif all(_word(metric.found) in _GOOD for metric in seen):
            grounds = count("{n} key performance indicator met", "{n} key performance indicators met", len(seen))
            yield Finding(kind=SignalKind.KPI_GOOD, key=key, happened=happened, grounds=grounds)


def _failures(case: Case) -> Iterator[Finding]:
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


def _challenged(case: Case) -> Iterator[Finding]:
    """A rival who complains about the award says nothing about the delivery: the weakest kind, and once."""
    standing = [one for one in case.delivery.complaints if _word(one.status) not in _NO_COMPLAINT]
    if not standing:
        return
    upheld = any(_word(one.status) in _UPHELD for one in standing)
    days = [one.on for one in standing if one.on]
    yield Finding(
        kind=SignalKind.AWARD_CHALLENGED,
        key="upheld" if upheld else "",
        happened=min(days, default=case.on),
        severity=2 if upheld else 1,
        grounds=count("{n} complaint about the award", "{n} complaints about the award", len(standing)),
    )


# ---------------------------------------------------------------- what all of them ask


def _running(case: Case) -> bool:
    """Whether the contract had begun by then, so far as is known."""
    begun = case.award.start or (case.award.awarded and case.award.awarded + timedelta(90))
    return begun is not None and begun <= case.on


def _comparable(was: Money, now: Money) -> bool:
    """Whether one amount can be cut or raised to the other; a point that slipped is a typing error put right."""
    if was.currency != now.currency or was.amount <= 0 or now.amount <= 0:
        return False
    ratio = float(max(was.amount, now.amount) / min(was.amount, now.amount))
    return not any(abs(ratio / slip - 1) < 0.001 for slip in (10, 100, 1000, 10_000))


def _alike(old: str, new: str) -> bool:
    """Whether two names share their first telling word: "Acme Facilities Ltd" and "Acme Services Ltd"."""
    first, second = normal(old).split()[:1], normal(new).split()[:1]
    return first == second


def _word(text: str) -> str:
    return text.replace(" ", "").replace("_", "").lower()


RULES: tuple[Callable[[Case], Iterable[Finding]], ...] = (
    *(_ended_for_failure, _not_extended, _underspent),
    *(_end_moved, _option_used, _bridged, _value_changed, _replaced, _churn),
    *(_milestones, _metrics, _failures, _challenged),
)
EMPTY: Any = Delivery()
