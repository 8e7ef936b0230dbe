"""The Notice that a release stands for, alone or as it stands once it is joined to what came before."""

from __future__ import annotations

import re
from collections.abc import Callable
from operator import attrgetter
from typing import Any

import msgspec

from bidtracker.domain.vocabulary import AwardStatus, Method
from bidtracker.intake.formats.ocds import tender as parts
from bidtracker.intake.formats.ocds.awards import OcdsAwards
from bidtracker.intake.formats.ocds.joining import release_of, remember, standing
from bidtracker.intake.formats.ocds.merging import takes_back
from bidtracker.intake.formats.ocds.parties import Parties
from bidtracker.intake.formats.ocds.release import OcdsRelease, OcdsTender
from bidtracker.intake.formats.ocds.state import DATE_MATTERS, state_of
from bidtracker.intake.formats.shared.offers import as_extra
from bidtracker.intake.notice import LISTED_AWARD, LISTED_TENDER, Notice, NoticeAward, digest
from bidtracker.intake.open.lenient_json import Loose, text

_PUBLISHER = re.compile(r"ocds-[a-z0-9]{6}", re.IGNORECASE)
_METHODS = {str(method): method for method in Method}
_NOBODY = frozenset((AwardStatus.CANCELLED,))
_CAME_TO_NOTHING = frozenset(("cancelled", "unsuccessful", "withdrawn"))
_NO_TENDER = OcdsTender()
_LEFT = frozenset(("description", "url"))  # which the state leaves out, so that its silence says nothing
_of_tender, _of_award = attrgetter(*LISTED_TENDER), attrgetter(*LISTED_AWARD)  # one by one takes twice as long
_loose = Loose()  # one for all: it remembers the days that it has read


def notice_of(release: OcdsRelease, ocid: str, list_name: str, number: int, loose: Loose, raw: bytes = b"") -> Notice:
    """The Notice of one release, and `raw` its bytes, out of which its state is made once a book wants it."""
    tender = release.tender or _NO_TENDER
    parties = Parties(release.parties)
    offers = parts.bids(release, parties, loose) if release.bids else []
    awards = OcdsAwards(release, tender, parties, loose, offers).read() if release.awards or release.contracts else ()
    status = (tender.status or "").strip().lower()
    stands = {award.status for award in awards}
    active = not stands <= _NOBODY
    cancelled = not active and (status in _CAME_TO_NOTHING or parts.all_lots_failed(status, awards, tender))
    deadline = parts.deadline(tender, loose)
    category, scheme = parts.category(release, tender)
    buyer = parts.buyer(release, tender, parties)
    publisher = _PUBLISHER.match(ocid)
    follows, call_off = parts.related(release.relatedProcesses) if release.relatedProcesses else ((), False)
    asked = tender.enquiryPeriod.endDate if tender.enquiryPeriod else None
    decided = tender.awardPeriod.endDate if tender.awardPeriod else None
    return Notice(
        key=ocid,
        list=list_name or (publisher[0].lower() if publisher else "ocds"),
        format="ocds",
        digest=digest(raw) if raw else "",  # of a state it is made once that is written down
        record=number,
        released=loose.moment(release.date, "date"),
        url=parts.url(release, tender, awards),
        reference=parts.reference(tender, ocid),
        ocid=ocid,
        title=parts.title(release, tender, awards, ocid),
        buyer=buyer,
        country=buyer.country if buyer else "",
        category=category,
        category_scheme=scheme,
        description=(tender.description or "").strip() or text(release.description),
        value=parts.value(tender, loose),
        published=parts.published(release, tender, loose),
        enquiries_until=loose.day(asked, "tender.enquiryPeriod.endDate"),
        deadline=deadline.day if deadline else None,
        deadline_at=deadline.hour if deadline else None,
        decision_date=loose.day(decided, "tender.awardPeriod.endDate"),
        standstill_until=parts.standstill(release, tender, loose),
        stage=parts.stage(release, status, stands, cancelled),
        method=_METHODS.get((tender.procurementMethod or "").strip().lower()),
        structure=parts.structure(tender.techniques) if tender.techniques else None,
        offers=parts.offers(release, tender),
        tenderers=parts.tenderers(release, tender, parties),
        lots=parts.lots(tender, loose) if tender.lots else (),
        awards=awards,
        cancelled=cancelled,
        no_award_reason=parts.reason(awards) if cancelled else None,
        follows=follows,
        call_off=call_off,
        extra=({"bids": as_extra(offers)} if offers else {}) | parts.beside_buyer(release, buyer, parties),
        release=raw,
        announces=not DATE_MATTERS.isdisjoint(release.tag or DATE_MATTERS),
    )


def with_state(notice: Notice) -> Notice:
    """The Notice of a release with the state that a book keeps of it, and the digest of that: the same for a release
    however it is written down. Who only reads a list does not wait for it."""
    return _kept(msgspec.structs.replace(notice), release_of(notice.release))


def _kept(notice: Notice, release: OcdsRelease) -> Notice:
    """The Notice, of nobody else's yet, with the state that a book keeps of its release, which is used up."""
    for award in notice.awards:
        if award.terminated is not None:  # the day may be concluded; the releases that follow are not to move it
            for contract in release.contracts or ():
                if award.key in (text(contract.awardID), text(contract.id)) and contract.status == "terminated":
                    contract.dateTerminated = contract.dateTerminated or award.terminated.isoformat()
    state, whole = state_of(release)
    if whole:
        remember(state, release)
    return _put(notice, state=state, digest=digest(state.encode()))


def _put(notice: Notice, **values: Any) -> Notice:
    """The same Notice with these values. Nobody else has seen it yet, and a copy of it costs 2 us."""
    for name, value in values.items():
        msgspec.structs.force_setattr(notice, name, value)
    return notice


def onto(state: str, notice: Notice, before: Notice | None) -> Notice:
    """The Notice of a process as it stands once a release is joined to the state that a book keeps of it.

    `before` is the Notice of that state, where the same import has just made it. What is gone since, since a newer
    release says null or something else, is `cleared`. A release older than the state only fills in.
    """
    raw = notice.release if not notice.state or takes_back(notice.release) else notice.state.encode()
    whole, older, awarded, again = standing(state, raw)
    whole.ocid = notice.ocid
    if older:
        return _made(whole, notice)
    if before is None:
        held = release_of(state.encode())
        held.ocid = notice.ocid
        before = _made(held, notice)
    # The publication is dated by the last release before anything was awarded, if that announced the tender.
    dated = before.announces and not awarded and whole.published is None
    if before.published and dated and (notice.published is None or whole.awards or whole.contracts):
        whole.published = before.published.isoformat()
        again = False
    made = msgspec.structs.replace(notice) if notice.state and again else _made(whole, notice)
    return _put(
        made,
        cleared=_gone(_of_tender, LISTED_TENDER, before, made),
        awards=tuple([_less(award, before.awards) for award in made.awards]),
        reopened=before.cancelled and not made.cancelled,
    )


def _made(release: OcdsRelease, notice: Notice) -> Notice:
    """The Notice of a whole release, under the name of the list and the number that another one has."""
    made = notice_of(release, notice.ocid, notice.list, notice.record, _loose)
    _loose.doubts.clear()  # the reader has told them of each release
    return _kept(made, release)


def _less(award: NoticeAward, before: tuple[NoticeAward, ...]) -> NoticeAward:
    """An award with the names of the fields that it has no more."""
    for other in before:
        if other.key == award.key and (gone := _gone(_of_award, LISTED_AWARD, other, award)):
            return msgspec.structs.replace(award, cleared=gone)
    return award


def _gone(listed: Callable[[Any], tuple[Any, ...]], names: tuple[str, ...], before: Any, after: Any) -> tuple[str, ...]:
    values = zip(names, listed(before), listed(after), strict=True)
    return tuple([name for name, was, now in values if was and not now and name not in _LEFT])
