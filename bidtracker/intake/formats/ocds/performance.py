"""The delivery of an award in our words, out of its OCDS contracts: what changes and public signals are read from.

Milestones, amendments and payments are the standard's; metrics, performance failures and how a contract ended its
extensions', with the UK's names (UK7, UK9, UK10 and UK11 notices) among them.
https://github.com/cabinetoffice/ocds_uk_extension
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from bidtracker.domain.money import Money
from bidtracker.intake.formats.ocds.release import Award, Contract
from bidtracker.intake.notice import Amendment, Complaint, Delivery, Failure, Metric, Step
from bidtracker.intake.open.lenient_json import Loose, Object, first, obj, objs, text

MOST = 200  # of one kind and contract
_TOLD = (
    *("implementation", "milestones", "amendments", "amendment", "agreedMetrics", "metrics", "performanceFailures"),
    *("complaints", "finalStatus", "finalStatusDetails", "terminationDetails", "terminationReason"),
    *("terminationRationale", "terminationRationaleClassification"),
)
_WHY_ENDED = ("terminationDetails", "terminationReason", "terminationRationale", "finalStatusDetails", "statusDetails")


def performance(award: Award, contracts: Sequence[Contract], loose: Loose) -> Delivery | None:
    """What is told of the delivery; None where nothing is, which most releases do not."""
    if award.complaints is None and not any(getattr(contract, key) for contract in contracts for key in _TOLD):
        return None
    both = [part for contract in contracts for part in _with_delivery(contract)]
    contracted, implemented = both[::2], both[1::2]
    amended = [one for part in contracted for one in _some(part, "amendments", "amendment")]
    paid, payments = _paid([one for part in implemented for one in objs(part.get("transactions"))], loose)
    complained: Object = {"complaints": award.complaints}
    found = Delivery(
        amendments=tuple(_amendment(one, n, loose) for n, one in enumerate(amended)),
        milestones=tuple(_step(one, loose) for part in both for one in _some(part, "milestones")),
        metrics=tuple(
            seen for part in both for one in _some(part, "agreedMetrics", "metrics") for seen in _metrics(one, loose)
        ),
        failures=tuple(
            _failure(one, n, loose)
            for n, one in enumerate(one for part in both for one in _some(part, "performanceFailures"))
        ),
        complaints=tuple(
            _complaint(one, loose) for part in (complained, *contracted) for one in _some(part, "complaints")
        ),
        paid=paid,
        payments=payments,
        final_status=first(text(part.get("finalStatus")) for part in both),
        ended=why_ended(contracts),
    )
    return None if found == Delivery() else found


def why_ended(contracts: Sequence[Contract]) -> str:
    """The publisher's words on why these contracts ended."""
    said = [text(part.get(key)) for contract in contracts for part in _with_delivery(contract) for key in _WHY_ENDED]
    for contract in contracts:
        reason = obj(contract.terminationRationaleClassification)
        said += [text(reason.get("id")), text(reason.get("description"))]
    return " ".join(dict.fromkeys(filter(None, said)))


def notice_types(part: Contract) -> dict[str, Any]:
    """The UK notice types of a contract's documents (UK7, UK9, UK10, UK11), with the day each was published."""
    return {kind: doc.datePublished for doc in part.documents or () if (kind := text(doc.noticeType))}


def _with_delivery(contract: Contract) -> tuple[Object, Object]:
    """What is told of it, and of its implementation; publishers keep the same things in either."""
    told = {key: getattr(contract, key) for key in (*_TOLD, "statusDetails")}
    return told, obj(contract.implementation)


def _some(part: Object, *keys: str) -> list[Object]:
    return [one for key in keys if key in part for one in objs(part[key])[:MOST]]


def _amendment(told: Object, n: int, loose: Loose) -> Amendment:
    reasons = objs(told.get("rationaleClassifications"))
    words = [text(told.get("rationale")), text(told.get("description"))]
    words += [text(one.get(key)) for one in reasons for key in ("id", "description")]
    on = loose.day(told.get("date"), "contracts.amendments.date")
    return Amendment(
        id=text(told.get("id")) or (on.isoformat() if on else str(n)),
        on=on,
        why=" ".join(filter(None, words)),
        value=loose.money(told.get("value"), "contracts.amendments.value"),
        end=loose.day(obj(told.get("period")).get("endDate"), "contracts.amendments.period.endDate"),
        supplier=bool(told.get("suppliersAdded") and told.get("suppliersRemoved")),
    )


def _step(told: Object, loose: Loose) -> Step:
    return Step(
        id=text(told.get("id")) or text(told.get("title")),
        title=text(told.get("title")) or text(told.get("description")),
        status=text(told.get("status")),
        kind=text(told.get("type")),
        due=loose.day(told.get("dueDate"), "milestones.dueDate"),
        met=loose.day(told.get("dateMet"), "milestones.dateMet"),
    )


def _metrics(told: Object, loose: Loose) -> list[Metric]:
    return [
        Metric(
            id=f"{text(told.get('id'))}.{text(seen.get('id'))}",
            title=text(told.get("title")) or text(told.get("description")),
            on=_last_day(seen, loose, "metrics.observations.period"),
            found=text(obj(seen.get("measureClassification")).get("id")) or text(seen.get("performanceRating")),
        )
        for seen in _some(told, "observations")
    ]


def _failure(told: Object, n: int, loose: Loose) -> Failure:
    events = text(told.get("events"))
    penalty = text(told.get("penaltyImposed"))
    if fine := loose.money(told.get("penaltyValue"), "performanceFailures.penaltyValue"):
        penalty = penalty or str(fine)
    if told.get("penaltyPaid") is True:
        penalty = penalty or text(told.get("penaltyContracted"))
    days = ((told.get(key), f"performanceFailures.{key}") for key in ("penaltyDate", "decisionDate"))
    return Failure(
        id=text(told.get("id")) or str(n),
        what=first(text(told.get(key)) for key in ("category", "description", "requirement")),
        on=next((day for value, path in days if (day := loose.day(value, path))), None)
        or _last_day(told, loose, "performanceFailures.period"),
        events=int(events) if events.isascii() and events.isdigit() and len(events) < 9 else None,
        penalty=penalty,
        basis=text(told.get("penaltyType")),
        partial=text(told.get("partialTermination")),
    )


def _complaint(told: Object, loose: Loose) -> Complaint:
    days = ((told.get(key), f"complaints.{key}") for key in ("dateSubmitted", "date", "dateReceived"))
    return Complaint(
        id=text(told.get("id")),
        on=next((day for value, path in days if (day := loose.day(value, path))), None),
        status=text(told.get("status")),
    )


def _last_day(told: Object, loose: Loose, path: str) -> date | None:
    period = obj(told.get("period"))
    days = (loose.day(period.get(key), f"{path}.{key}") for key in ("endDate", "startDate"))
    return next(filter(None, days), None)


def _paid(payments: list[Object], loose: Loose) -> tuple[Money | None, int]:
    """The sum of all payments, if they are in one currency, and their number."""
    values: list[Any] = [loose.money(one.get("value") or one.get("amount"), "transactions.value") for one in payments]
    known = [money for money in values if money is not None]
    if not known or len(known) < len(payments) or len({money.currency for money in known}) > 1:
        return None, len(payments)
    return Money(sum((money.amount for money in known[1:]), known[0].amount), known[0].currency), len(payments)
