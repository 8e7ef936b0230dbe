"""SAM.gov contract opportunities: the API v2 and the daily CSV. https://open.gsa.gov/api/get-opportunities-public-api/

All notices with one solicitation number are one tender: its announcement, its amendments, its award. Of the delivery
they tell nothing; of a cancellation the API has no field of its own, so most offices write it before the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from bidtracker.domain.message import say
from bidtracker.domain.records import Identifier
from bidtracker.domain.rules import LONGEST_NAME
from bidtracker.domain.vocabulary import AwardStatus, Method, Stage
from bidtracker.intake.formats.reader import RecordReader
from bidtracker.intake.formats.shared.countries import country
from bidtracker.intake.formats.shared.number_dates import in_order
from bidtracker.intake.formats.shared.party import identifier
from bidtracker.intake.notice import Notice, NoticeAward, Party, Problem, digest
from bidtracker.intake.open.lenient_json import Object, first, obj, text

CSV = {  # a column of the daily extract -> the key of the API
    "NoticeId": "noticeId",
    "Title": "title",
    "Sol#": "solicitationNumber",
    "Department/Ind.Agency": "department",
    "Sub-Tier": "subTier",
    "Office": "office",
    "AAC Code": "officeCode",
    "PostedDate": "postedDate",
    "Type": "type",
    "SetASideCode": "typeOfSetAside",
    "SetASide": "typeOfSetAsideDescription",
    "ResponseDeadLine": "responseDeadLine",
    "NaicsCode": "naicsCode",
    "ClassificationCode": "classificationCode",
    "Link": "uiLink",
    "Description": "description",
}
AWARDED = "award notice"
SALE = "sale of surplus"
_CANCELLED = re.compile(r"\W*cancel+ed\b|\W*(notice|solicitation) cancel+ed\b", re.IGNORECASE)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d{1,6})?([+-]\d\d(:?\d\d)?)?", re.ASCII)
BEFORE = ("sources sought", "presolicitation", "special notice", "intent to bundle", "consolidate")
OPEN = ("solicitation", "combined synopsis")
SOLE_SOURCE = ("8AN", "HZS", "SDVOSBS", "WOSBSS", "EDWOSBSS", "VSS")  # set-asides for one that is named
NOT_SET_ASIDE = ("", "NONE")
NULL = "null"  # as the documentation's own examples write it


class SamReader(RecordReader):
    """Reads opportunities; the currency is always USD and not written."""

    name = "sam"
    label = "SAM.gov opportunities"

    @classmethod
    def looks(cls, record: Mapping[str, Any]) -> bool:
        """Whether this is an opportunity of SAM.gov, of the API or of the extract."""
        return ("noticeId" in record and ("solicitationNumber" in record or "fullParentPathName" in record)) or (
            "NoticeId" in record and "Sol#" in record
        )

    def notices(self, number: int, record: Object, raw: bytes) -> Iterable[Notice | Problem]:
        """One Notice of one opportunity."""
        if "Sol#" in record:
            record = _as_api(record)
        loose = self._loose
        kind = text(record.get("type")).lower()
        if any(text(record.get(key)).lower().startswith(SALE) for key in ("type", "baseType")):
            sells = say("it sells surplus property and buys nothing")
            yield self._problem(number, "type", record.get("type"), sells, left_out=True)
            return
        awarded = kind == AWARDED
        solicitation = " ".join(text(record.get("solicitationNumber")).split())
        posted = loose.published(record.get("postedDate"), "postedDate")
        deadline = loose.published(record.get("responseDeadLine") or None, "responseDeadLine")
        buyer = _buyer(record)
        justified = kind.startswith("justification")
        naics = text(record.get("naicsCode")) or text(record.get("naicsCodes"))
        product = text(record.get("classificationCode"))
        cancelled = any(record.get(key) is True for key in ("isCanceled", "cancelled")) or text(
            record.get("status")
        ).lower() in ("cancelled", "canceled")
        if not cancelled and _CANCELLED.match(text(record.get("title"))):
            cancelled = True  # that it is not active any more says nothing: what was awarded is archived too
            yield self._problem(
                number, "title", record.get("title"), say("the title says that it was cancelled and was read so")
            )
        award = self._award(record, cancelled)
        notice = text(record.get("noticeId"))
        yield Notice(
            key=f"{solicitation} @ {buyer.name if buyer else ''}" if solicitation else notice,
            list=self._list or "sam.gov",
            format="sam",
            digest=digest(raw),
            record=number,
            released=loose.moment(record.get("postedDate"), "postedDate"),
            url=_url(record),
            reference=solicitation[:LONGEST_NAME],
            title=text(record.get("title"))[:LONGEST_NAME],
            buyer=buyer,
            country="US",
            category=naics or product,
            category_scheme="NAICS" if naics else "PSC" if product else "",
            description=_description(record),
            published=posted.day if posted and not awarded else None,
            deadline=deadline.day if deadline else None,
            deadline_at=deadline.hour if deadline else None,
            stage=Stage.CLOSED
            if awarded or cancelled or (justified and award)
            else Stage.WATCHING
            if kind.startswith(BEFORE)
            else None,
            method=Method.LIMITED if justified or _set_aside(record) in SOLE_SOURCE else None,
            awards=(award,) if award else (),
            cancelled=cancelled and award is None,
            # What was cancelled may be published again under its number.
            reopened=not cancelled and (awarded or kind.startswith(OPEN)),
            again=True,  # an amendment is posted as a notice like the first
        )

    def _award(self, record: Object, cancelled: bool) -> NoticeAward | None:
        """The award that a notice tells of; a notice of it that was cancelled says that there is none."""
        award = obj(record.get("award"))
        winner = obj(award.get("awardee"))
        name = text(winner.get("name")) or text(award.get("awardee"))
        value = self._loose.money({"amount": award.get("amount"), "currency": "USD"}, "award.amount")
        day = self._loose.day(award.get("date"), "award.date")
        if not (name or value or day):
            return None
        uei, cage = text(winner.get("ueiSAM")), text(winner.get("cageCode"))
        ids = (identifier("US-UEI", uei), identifier("US-CAGE", cage))
        place = text(obj(obj(winner.get("location")).get("country")).get("code"))
        party = Party(name=name[:LONGEST_NAME], identifiers=tuple(each for each in ids if each), country=country(place))
        return NoticeAward(
            key=text(award.get("number")) or "award",
            suppliers=(party,) if name else (),
            status=AwardStatus.CANCELLED if cancelled else AwardStatus.ACTIVE,
            value=value,
            awarded=day,
            url=_url(record),
        )


def _url(record: Object) -> str:
    url = text(record.get("uiLink"))
    return "" if url == NULL else url


def _set_aside(record: Object) -> str:
    """The code of those to whom it is set aside, "" where it is not."""
    code = first(text(record.get(key)) for key in ("typeOfSetAside", "setAsideCode")).upper()
    return "" if code in NOT_SET_ASIDE else code


def _description(record: Object) -> str:
    """The description, where it is no link, and to whom it is set aside."""
    described = text(record.get("description"))
    words = first(text(record.get(key)) for key in ("typeOfSetAsideDescription", "setAside"))
    parts = (
        "" if described.startswith("http") or described == NULL else described,
        words if _set_aside(record) else "",
    )
    return "\n\n".join(filter(None, parts))


def _as_api(row: Object) -> Object:
    """A row of the extract as the API has it."""
    record: Object = {key: row[column] for column, key in CSV.items() if row.get(column)}
    posted = text(row.get("PostedDate"))
    record["postedDate"] = posted if _MOMENT.fullmatch(posted) else in_order(posted, "mdy")[:10]
    award = {"number": row.get("AwardNumber"), "date": row.get("AwardDate"), "amount": row.get("Award$")}
    record["award"] = award | {"awardee": {"name": row.get("Awardee")}}
    return record


def _buyer(record: Object) -> Party | None:
    """The office that buys, with its agency: "DEPT OF DEFENSE.DEPT OF THE NAVY.….NAVSUP FLC" names all above it."""
    codes = text(record.get("fullParentPathCode")).split(".")
    path = [" ".join(part.split()) for part in text(record.get("fullParentPathName")).split(".")]
    if len(path) > len(codes) > 1:  # a name with a dot in it: where one ends is not to be told
        path = [text(record.get("fullParentPathName"))]
    path = [part for part in path if part] or [
        part for key in ("department", "subTier", "office") if (part := text(record.get(key)))
    ]
    if not path:
        return None
    name = path[-1] if len(path) < 2 else " / ".join(dict.fromkeys((path[1], path[-1])))
    code = first((text(record.get("officeCode")), ".".join(codes)))
    ids: tuple[Identifier | None, ...] = (identifier("US-SAM-ORG", code),)
    return Party(name=name[:LONGEST_NAME], identifiers=tuple(each for each in ids if each), country="US")


FORMAT = SamReader
