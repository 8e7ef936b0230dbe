"""The delivery of an award in our words, out of its OCDS contracts: what changes and public signals are read from.

Milestones, amendments and payments are the standard's; metrics, performance failures and how a contract ended its
extensions', with the UK's names among them: contract details (UK7), performance (UK9), change (UK10) and termination
notices (UK11).
https://github.com/cabinetoffice/ocds_uk_extension
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from bidtracker.domain.money import Money
from bidtracker.intake.formats.ocds.release import OcdsAward, OcdsContract
from bidtracker.intake.notice import Amendment, Complaint, Delivery, Failure, Metric, Step
from bidtracker.intake.open.lenient_json import Loose, Object, first, obj, objs, text

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
MOST = 200  # of one kind and contract
_KEYS = (
    *("implementation", "milestones", "amendments", "amendment", "agreedMetrics", "metrics", "performanceFailures"),
    *("complaints", "finalStatus", "finalStatusDetails", "terminationDetails", "terminationReason"),
    *("terminationRationale", "terminationRationaleClassification", "terminationRationaleClassifications"),
)
_WHY_ENDED = ("terminationDetails", "terminationReason", "terminationRationale", "finalStatusDetails", "statusDetails")


def performance(award: OcdsAward, contracts: Sequence[OcdsContract], loose: Loose) -> Delivery | None:
    """What is told of the delivery; None where nothing is, which most releases do not."""
    if award.complaints is None and not any(getattr(contract, key) for contract in contracts for key in _KEYS):
        return None
    both = [part for contract in contracts for part in _with_delivery(contract)]
    contracted, implemented = both[::2], both[1::2]
    amended = [entry for part in contracted for entry in _some(part, "amendments", "amendment")]
    paid, payments = _paid([entry for part in implemented for entry in objs(part.get("transactions"))], loose)
    complained: Object = {"complaints": award.complaints}
    delivery = Delivery(
        amendments=tuple(_amendment(entry, n, loose) for n, entry in enumerate(amended)),
        milestones=tuple(_step(entry, loose) for part in both for entry in _some(part, "milestones")),
        metrics=tuple(
            seen
            for part in both
            for entry in _some(part, "agreedMetrics", "metrics")
            for seen in _metrics(entry, loose)
        ),
        failures=tuple(
            _failure(entry, n, loose)
            for n, entry in enumerate(entry for part in both for entry in _some(part, "performanceFailures"))
        ),
        complaints=tuple(
            _complaint(entry, loose) for part in (complained, *contracted) for entry in _some(part, "complaints")
        ),
        paid=paid,
        payments=payments,
        final_status=first(text(part.get("finalStatus")) for part in both),
        ended=why_ended(contracts),
    )
    return None if delivery == Delivery() else delivery


def why_ended(contracts: Sequence[OcdsContract]) -> str:
    """The publisher's words on why these contracts ended."""
    words = [text(part.get(key)) for contract in contracts for part in _with_delivery(contract) for key in _WHY_ENDED]
    for reason in (reason for contract in contracts for reason in _classified_reasons(contract)):
        # A code is words as well: "supplierBreach".
        words += [_CAMEL.sub(" ", text(reason.get("id"))), text(reason.get("description"))]
    return ". ".join(dict.fromkeys(filter(None, words)))


def is_completed(contract: OcdsContract) -> bool:
    """Whether a contract was carried out to its end, as a final status or the UK's classified reason says."""
    codes = {text(reason.get("id")).lower() for reason in _classified_reasons(contract)}
    return text(contract.finalStatus).lower() in ("complete", "completed") or codes == {"contractcompleted"}


def _classified_reasons(contract: OcdsContract) -> list[Object]:
    """Why it ended, by the UK's classification; the plural came in 2026."""
    many = objs(contract.terminationRationaleClassifications)
    return many or objs(contract.terminationRationaleClassification)


def notice_types(part: OcdsContract) -> dict[str, Any]:
    """The UK notice types of a contract's documents, with the day each was published: contract details (UK7), contract
    performance (UK9), contract change (UK10), contract termination (UK11)."""
    return {kind: doc.datePublished for doc in part.documents or () if (kind := text(doc.noticeType))}


def _with_delivery(contract: OcdsContract) -> tuple[Object, Object]:
    """What is told of it, and of its implementation; publishers keep the same things in either."""
    own = {key: getattr(contract, key) for key in (*_KEYS, "statusDetails")}
    return own, obj(contract.implementation)


def _some(part: Object, *keys: str) -> list[Object]:
    return [entry for key in keys if key in part for entry in objs(part[key])[:MOST]]


def _amendment(amendment: Object, n: int, loose: Loose) -> Amendment:
    reasons = objs(amendment.get("rationaleClassifications"))
    words = [text(amendment.get("rationale")), text(amendment.get("description"))]
    words += [text(reason.get(key)) for reason in reasons for key in ("id", "description")]
    on = loose.day(amendment.get("date"), "contracts.amendments.date")
    return Amendment(
        id=text(amendment.get("id")) or (on.isoformat() if on else str(n)),
        on=on,
        why=" ".join(filter(None, words)),
        value=loose.money(amendment.get("value"), "contracts.amendments.value"),
        end=loose.day(obj(amendment.get("period")).get("endDate"), "contracts.amendments.period.endDate"),
        supplier=bool(amendment.get("suppliersAdded") and amendment.get("suppliersRemoved")),
    )


def _step(milestone: Object, loose: Loose) -> Step:
    return Step(
        id=text(milestone.get("id")) or text(milestone.get("title")),
        title=text(milestone.get("title")) or text(milestone.get("description")),
        status=text(milestone.get("status")),
        kind=text(milestone.get("type")),
        due=loose.day(milestone.get("dueDate"), "milestones.dueDate"),
        met=loose.day(milestone.get("dateMet"), "milestones.dateMet"),
    )


def _metrics(metric: Object, loose: Loose) -> list[Metric]:
    return [
        Metric(
            id=f"{text(metric.get('id'))}.{text(seen.get('id'))}",
            title=text(metric.get("title")) or text(metric.get("description")),
            on=_last_day(seen, loose, "metrics.observations.period"),
            rating=text(obj(seen.get("measureClassification")).get("id")) or text(seen.get("performanceRating")),
        )
        for seen in _some(metric, "observations")
    ]


def _failure(failure: Object, n: int, loose: Loose) -> Failure:
    events = text(failure.get("events"))
    penalty = text(failure.get("penaltyImposed"))
    if fine := loose.money(failure.get("penaltyValue"), "performanceFailures.penaltyValue"):
        penalty = penalty or str(fine)
    if failure.get("penaltyPaid") is True:
        penalty = penalty or text(failure.get("penaltyContracted"))
    days = ((failure.get(key), f"performanceFailures.{key}") for key in ("penaltyDate", "decisionDate"))
    return Failure(
        id=text(failure.get("id")) or str(n),
        what=first(text(failure.get(key)) for key in ("category", "description", "requirement")),
        on=next((day for value, path in days if (day := loose.day(value, path))), None)
        or _last_day(failure, loose, "performanceFailures.period"),
        events=int(events) if events.isascii() and events.isdigit() and len(events) < 9 else None,
        penalty=penalty,
        basis=text(failure.get("penaltyType")),
        partial=text(failure.get("partialTermination")),
    )


def _complaint(complaint: Object, loose: Loose) -> Complaint:
    days = ((complaint.get(key), f"complaints.{key}") for key in ("dateSubmitted", "date", "dateReceived"))
    return Complaint(
        id=text(complaint.get("id")),
        on=next((day for value, path in days if (day := loose.day(value, path))), None),
        status=text(complaint.get("status")),
    )


def _last_day(part: Object, loose: Loose, path: str) -> date | None:
    period = obj(part.get("period"))
    days = (loose.day(period.get(key), f"{path}.{key}") for key in ("endDate", "startDate"))
    return next(filter(None, days), None)


def _paid(payments: list[Object], loose: Loose) -> tuple[Money | None, int]:
    """The sum of all payments, if they are in one currency, and their number."""
    values: list[Any] = [
        loose.money(payment.get("value") or payment.get("amount"), "transactions.value") for payment in payments
    ]
    amounts = [money for money in values if money is not None]
    if not amounts or len(amounts) < len(payments) or len({money.currency for money in amounts}) > 1:
        return None, len(payments)
    return Money(sum((money.amount for money in amounts[1:]), amounts[0].amount), amounts[0].currency), len(payments)
