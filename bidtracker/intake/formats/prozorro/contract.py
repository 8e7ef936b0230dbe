"""A contract of Prozorro's API: who delivers what until when, what was changed, and how it ended."""

from __future__ import annotations

import re
from datetime import date

from bidtracker.domain.rules import LONGEST_NAME
from bidtracker.domain.vocabulary import AwardStatus, Stage, TerminationReason
from bidtracker.intake.formats.ocds.parties import Parties
from bidtracker.intake.formats.prozorro.parts import classified, organisation, organisations
from bidtracker.intake.notice import Amendment, Delivery, Notice, NoticeAward, digest
from bidtracker.intake.open.lenient_json import Loose, Object, first, obj, objs, text
from bidtracker.intake.reasons.terminations import termination_reason

_TENDER_ID = re.compile(r"UA-\d{4}-\d\d-\d\d-\d+(?:-[a-z])?")


def contract_notice(contract: Object, loose: Loose, *, list_name: str, number: int, raw: bytes) -> Notice:
    """The Notice of a contract by itself: its tender is found by the tender's id."""
    parties = Parties()
    tender = _TENDER_ID.match(text(contract.get("contractID")))
    period = obj(contract.get("period"))
    end = loose.day(period.get("endDate"), "period.endDate")
    status, terminated, reason = _ended(contract, end, loose)
    joint = bool(text(contract.get("buyerID")))  # each buyer of a tender has a contract of his own, under one award
    category, scheme = classified(contract)
    award = NoticeAward(
        key=text(contract.get("awardID")),
        lot=first(text(item.get("relatedLot")) for item in objs(contract.get("items"))),
        suppliers=organisations(parties, contract.get("suppliers")),
        status=None if joint and status is AwardStatus.CANCELLED else status,
        value=loose.money(contract.get("value"), "value"),
        awarded=loose.day(contract.get("dateSigned"), "dateSigned"),
        start=loose.day(period.get("startDate"), "period.startDate"),
        end=end,
        terminated=terminated,
        termination_reason=reason,
        so_far=joint,
        title=text(contract.get("title"))[:LONGEST_NAME],
        delivery=_delivery(contract, loose),
    )
    return Notice(
        key=text(contract.get("tender_id")) or text(contract.get("contractID")),
        list=list_name,
        format="prozorro",
        digest=digest(raw),
        record=number,
        released=loose.moment(contract.get("dateModified"), "dateModified"),
        reference=tender[0] if tender else "",
        title=first(text(contract.get(key)) for key in ("title", "description", "contractID"))[:LONGEST_NAME],
        buyer=organisation(parties, contract.get("buyer")) or organisation(parties, contract.get("procuringEntity")),
        country="UA",
        category=category,
        category_scheme=scheme,
        stage=Stage.CLOSED,
        awards=(award,),
        of_contract=True,
    )


def _delivery(contract: Object, loose: Loose) -> Delivery | None:
    """Its changes, each with the types of its rationale, and once it is over what was paid."""
    delivery = Delivery(
        amendments=tuple(
            Amendment(
                id=text(change.get("id")),
                on=loose.day(change.get("dateSigned") or change.get("date"), "changes.dateSigned"),
                why=" ".join(filter(None, (*_codes(change), text(change.get("rationale"))))),
                codes=_codes(change),
            )
            for change in objs(contract.get("changes"))
            if text(change.get("status")) in ("", "active")
        ),
        paid=loose.money(contract.get("amountPaid"), "amountPaid"),
        ended=text(contract.get("terminationDetails")),
    )
    return None if delivery == Delivery() else delivery


def _ended(
    contract: Object, end: date | None, loose: Loose
) -> tuple[AwardStatus, date | None, TerminationReason | None]:
    """Prozorro calls every contract that is over "terminated"; one ended early says why in terminationDetails."""
    match text(contract.get("status")):
        case "terminated":
            if not text(contract.get("terminationDetails")):
                return AwardStatus.ENDED, None, None
            on = loose.day(contract.get("dateModified"), "dateModified")
            early = on is not None and (end is None or on < end)
            reason = termination_reason(text(contract["terminationDetails"])) if early else None
            return (AwardStatus.TERMINATED if early else AwardStatus.ENDED), on if early else None, reason
        case "cancelled":
            # Before it was signed: for another version of it, or for good.
            again = any(text(why.get("reasonType")) == "requiresChanges" for why in objs(contract.get("cancellations")))
            return (AwardStatus.PENDING if again else AwardStatus.CANCELLED), None, None
        case "pending" | "pending.winner-signing":
            return AwardStatus.PENDING, None, None
        case _:
            return AwardStatus.ACTIVE, None, None


def _codes(change: Object) -> tuple[str, ...]:
    types = change.get("rationaleTypes")
    return tuple(filter(None, map(text, types if isinstance(types, list) else [types])))
