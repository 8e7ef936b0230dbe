"""What the end of a contract, and a change to it, say about delivery; most say nothing.

Every contract that is over is "terminated", most amendments are paper, buyers run out of money, and typing errors are
put right.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from bidtracker.domain.message import count, listed, say
from bidtracker.domain.money import Money
from bidtracker.domain.names import normal
from bidtracker.domain.vocabulary import AwardStatus, EventKind, SignalKind, Structure, TerminationReason
from bidtracker.intake.reasons.changes import is_funding, is_more, is_option, is_succession
from bidtracker.intake.reasons.terminations import termination_reason
from bidtracker.intake.signals.question import CONCLUDED, Case, Finding

CORRECTED_WITHIN = 30  # days after the award in which a new value is taken as put right
SLIGHT_MOVE = 28  # days an end moves without meaning anything
BRIDGE = 366  # days at most, decided no earlier than
BRIDGE_NEAR = 183  # days before the old end
CUT, RAISED = Decimal("0.8"), Decimal("1.1")  # of the value before
MANY = 4  # changes; twice as many weigh more
ROOM = 60  # days of extension that were worth taking

# Prozorro's codes: a fifth of last year's contract until there is a new one; a delay that nobody is to blame for; and
# why it costs less: less to do, as a rule for want of money, or a lower price for as much.
_FISCAL_YEAR = "fiscalYearExtension"
_LESS = (
    *("volumeCuts", "priceReduction", "priceReductionWithoutQuantity", "taxRate", "taxationSystem", "thirdParty"),
    *("externalIndicators", "restoration", "projectDocumentation", "priceClarification"),
    "emergencyElectricitySupply",
)
_CIRCUMSTANCES = ("durationExtension", "mod-cir")  # the second is eForms'
_CLOSED = "close out"  # FPDS: the contract is over, and what was not needed goes back
_OPTION_USED = "exercise an option"  # FPDS

# ---------------------------------------------------------------- how it ended


def ended_for_failure(case: Case) -> Iterator[Finding]:
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


def not_extended(case: Case) -> Iterator[Finding]:
    award, before = case.award, case.before
    for option in award.options:
        if option.exercised is False:
            grounds = say("the record says the option until {day} was not used", day=option.new_end or option.decide_by)
            day = option.decide_by
            yield Finding(kind=SignalKind.EXTENSION_NOT_EXERCISED, key=f"option {day}", happened=day, grounds=grounds)
    # That nothing is heard of an extension is no decision; that the record calls the contract over is one.
    over = award.status is AwardStatus.ENDED and before is not None and before.status is AwardStatus.ACTIVE
    if not over or award.end is None or award.max_end is None or case.structure is not Structure.CONTRACT:
        return
    if award.max_end - award.end >= timedelta(ROOM) and award.end <= case.on and not case.moved(EventKind.END_MOVED):
        words = "the record says it is over since {end}; it could have been extended until {max_end}"
        grounds = say(words, end=award.end, max_end=award.max_end)
        kind = SignalKind.EXTENSION_NOT_EXERCISED
        yield Finding(kind=kind, key="", happened=award.end, grounds=grounds, credibility=CONCLUDED)


# ---------------------------------------------------------------- what was changed


def end_moved(case: Case) -> Iterator[Finding]:
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
        yield Finding(kind=SignalKind.OPTION_EXERCISED, key=f"end {award.end}", happened=case.on, grounds=grounds)
    elif longer <= BRIDGE and case.on >= before.end - timedelta(BRIDGE_NEAR) and not _excused(case):
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


def _excused(case: Case) -> bool:
    """Whether a longer stay has a reason of its own: the buyer's money, more to do, circumstances that are proven."""
    return is_funding(case.why) or is_more(case.why) or any(code in _CIRCUMSTANCES for code in case.codes)


def option_used(case: Case) -> Iterator[Finding]:
    used = {option.decide_by for option in case.before.options if option.exercised} if case.before else set()
    for option in case.award.options:
        if option.exercised and option.decide_by not in used and not case.moved(EventKind.END_MOVED):
            day = option.decide_by
            grounds = say("the record says the option until {day} was used", day=option.new_end or day)
            yield Finding(kind=SignalKind.OPTION_EXERCISED, key=f"option {day}", happened=day, grounds=grounds)
    for amendment in case.amendments:
        if amendment.why.startswith(_OPTION_USED) and not case.moved(EventKind.END_MOVED):
            grounds = say("amendment {id} says that an option was used", id=amendment.id)
            kind, key = SignalKind.OPTION_EXERCISED, f"amendment {amendment.id}"
            yield Finding(kind=kind, key=key, happened=amendment.on or case.on, grounds=grounds)


def bridged(case: Case) -> Iterator[Finding]:
    for amendment in case.amendments:
        if _FISCAL_YEAR in amendment.codes:
            grounds = say("it was prolonged into the next year until there is a new contract")
            happened = amendment.on or case.on
            kind, key = SignalKind.BRIDGE_EXTENSION, f"amendment {amendment.id}"
            yield Finding(kind=kind, key=key, happened=happened, severity=1, grounds=grounds)


def value_changed(case: Case) -> Iterator[Finding]:
    before, award, why = case.before, case.award, case.why
    if not case.moved(EventKind.VALUE_CHANGED) or before is None or case.structure is not Structure.CONTRACT:
        return
    was, now = before.value, award.value
    if was is None or now is None or not _comparable(was, now) or not _running(case) or is_funding(why):
        return
    if award.awarded is not None and (case.on - award.awarded).days <= CORRECTED_WITHIN:
        return
    ratio, words = now.amount / was.amount, {"before": was, "after": now}
    buyer = TerminationReason.BUYER in (award.termination_reason, termination_reason(why))
    buyer = buyer or any(code in _LESS for code in case.codes)
    if ratio <= CUT and not buyer and _CLOSED not in why:
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


def replaced(case: Case) -> Iterator[Finding]:
    """The supplier gave way to another while the contract ran; not under a new name, and not before it began."""
    if case.structure is not Structure.CONTRACT or is_succession(case.why):
        return
    for amendment in case.amendments:
        if amendment.supplier:
            grounds = say("an amendment takes one supplier out of the contract and another in")
            key, happened = f"amendment {amendment.id}", amendment.on or case.on
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
        grounds=say(words, before=listed(case.was), after=listed(case.now)),
    )


def churn(case: Case) -> Iterator[Finding]:
    """An amendment without new values is only an amendment, however many there are; nor do options count, which the
    contract provided for."""
    moves = (EventKind.END_MOVED, EventKind.VALUE_CHANGED, EventKind.SUPPLIER_CHANGED)
    days = {event.on for event in (*case.past, *case.events) if event.kind in moves}
    days -= {event.on for event in case.past if event.kind is EventKind.AMENDED and is_option(event.note)}
    days -= {amendment.on or case.on for amendment in case.delivery.amendments if is_option(amendment.why)}
    changing = sum(
        amendment.value is not None or amendment.end is not None or amendment.supplier
        for amendment in case.delivery.amendments
    )
    n = max(len(days), changing)
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


# ---------------------------------------------------------------- what several of them ask


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
