"""Notices -> changes to a book: create, update, notice what changed.

A list changes only what it says anew, and never what a person has typed since: that becomes a proposal. An import is
one act: cancelled or killed it leaves nothing, and the same list again finds every record as it said it.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from bidtracker.book import Draft
from bidtracker.domain.errors import BidtrackerError, FieldError
from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message, say
from bidtracker.domain.records import Award, Promise, Record, Source, Tender
from bidtracker.domain.rules import faults
from bidtracker.domain.vocabulary import (
    AwardStatus,
    Decision,
    Outcome,
    ProposalKind,
    Stage,
    Structure,
    TerminationReason,
    Watch,
)
from bidtracker.intake import changes
from bidtracker.intake.follow_ons import FollowOns
from bidtracker.intake.hearing import Hearing, with_events
from bidtracker.intake.matching import MOST_WAITING, Known, Matching
from bidtracker.intake.notice import Notice, NoticeAward, Problem
from bidtracker.intake.organisations import Organisations
from bidtracker.intake.our_part import NO_TENDER, our_part, silent
from bidtracker.intake.proposing import Proposing
from bidtracker.intake.reconciling import as_listed, reconcile, said_of_award, said_of_tender
from bidtracker.intake.report import Report

# Values that a public record gets wrong now and then; without them the rest is still worth having.
DOUBTFUL = {"value", "runner_up", "offers", "end", "max_end"}

R = TypeVar("R", bound=Record)


class Merger:
    """Takes notices one by one into the draft of one act, and counts what it does."""

    def __init__(self, draft: Draft, us: tuple[str, ...], report: Report) -> None:
        self.draft = draft
        self.report = report
        self.proposing = Proposing(draft, report)
        self.who = Organisations(self.proposing, us)
        self.matching = Matching(draft, self.who.buyers)
        self.follow_ons = FollowOns(draft, self.matching, self.proposing)
        self.hearing = Hearing(draft, self.who, report)
        self.said: dict[int, str] = {}  # digests of what this import has said of a tender so far
        self.waiting: list[Notice] = []
        read = msgspec.json.Decoder(Known).decode
        for number, body in draft.db.table("tenders").rows():
            known = read(body)
            self.matching.learn(number, known)
            self.matching.learn_row(number, known)
            self.follow_ons.learn(number, known)

    def take(self, notice: Notice) -> None:
        """Brings one notice into the book, or counts why not. It may wait until its list is through."""
        number = self.matching.find(notice)
        if not number and len(self.waiting) < MOST_WAITING and self.matching.may_be_put_right(notice):
            self.waiting.append(notice)
        else:
            self._count(notice, number)

    def end_list(self, list: str) -> None:
        """Brings in what waited until all of a list was seen."""
        waiting, self.waiting = self.waiting, []
        for notice in waiting:
            self._count(notice, self.matching.find(notice) or self.matching.put_right(notice))
        self.follow_ons.look(list)

    def _count(self, notice: Notice, number: int) -> None:
        report = self.report
        try:
            if not number:
                self._create(notice)
                report.created += 1
            elif notice.digest not in self.matching.digests.get(number, "") and self._update(number, notice):
                report.updated += 1
            else:
                report.unchanged += 1
            report.read += 1
        except FieldError as error:
            self._refuse(notice, error.message, error.field)
        except BidtrackerError as error:
            self._refuse(notice, error.message)

    # ------------------------------------------------------------ create

    def _create(self, notice: Notice) -> None:
        if not notice.title or notice.buyer is None:
            missing = "buyer" if notice.title else "title"
            raise FieldError(missing, "the list names no {field} for a tender the book does not know")
        # What a list contradicts itself in is found before anything is written.
        tender = self._sound(self._new(notice), notice)
        number = self.draft.new_id("tenders")
        brought = [self._bring_award(number, told, notice) for told in notice.awards]
        link = msgspec.structs.force_setattr  # nobody else has seen this value yet, and a copy of it costs 2 us
        link(tender, "buyer", self.who.buyer(notice.buyer, notice.country))
        link(tender, "tenderers", self.who.tenderers(notice) if notice.tenderers else ())
        link(tender, "awards", tuple([award.id for award in brought]))
        for award, told in zip(brought, notice.awards, strict=True):
            if told.delivery is not None or told.terminated is not None:
                tender = self.hearing.observe(tender, award, None, told, notice, [])
        self.draft.bring(tender, number)
        self.matching.learn(number, tender)
        self.follow_ons.brought(number, tender, notice)
        self.said[number] = notice.digest
        if tender.bids:
            for award in brought:
                self._propose_outcome(tender, award, notice)

    def _new(self, notice: Notice) -> Tender:
        """The tender a notice tells of, without its links. Field by field: a third of an import was spent in dicts."""
        won = self.who.won_by_us(notice)
        ours: dict[str, Any] = our_part(NO_TENDER, notice, won=won) if won or not silent(notice) else {}
        return Tender(
            title=notice.title,
            buyer=0,
            reference=notice.reference,
            ocid=notice.ocid,
            country=notice.country,
            category=notice.category,
            category_scheme=notice.category_scheme,
            description=notice.description,
            value=notice.value,
            published=notice.published,
            deadline=notice.deadline,
            deadline_at=notice.deadline_at,
            decision_date=notice.decision_date,
            standstill_until=notice.standstill_until,
            stage=ours.get("stage") or notice.stage or Stage.WATCHING,
            decision=ours.get("decision") or Decision.PENDING,
            outcome=ours.get("outcome") or Outcome.PENDING,
            no_award_reason=ours.get("no_award_reason"),
            watch=ours.get("watch"),
            method=notice.method,
            structure=notice.structure or Structure.CONTRACT,
            offers=notice.offers,
            bids=ours.get("bids", ()),
            lots=notice.lots,
            url=notice.url,
            notes=notice.notes,
            tags=notice.tags,
            extra=notice.extra,
            source=_source(notice),
        )

    def _bring_award(self, tender: int, told: NoticeAward, notice: Notice) -> Award:
        suppliers, ours = self.who.winners(told)
        award = Award(
            tender=tender,
            suppliers=suppliers,
            ours=ours,
            lot=told.lot,
            status=told.status or AwardStatus.ACTIVE,
            value=told.value,
            runner_up=told.runner_up,
            awarded=told.awarded,
            start=told.start,
            end=told.end,
            max_end=told.max_end,
            options=told.options,
            terminated=told.terminated,
            termination_reason=told.termination_reason or TerminationReason.UNKNOWN,
            title=told.title,
            url=told.url,
            source=_source_of_award(notice, told),
            promises=_promises(notice) if notice.promises else (),
        )
        self.report.awards += 1
        return self.draft.bring(self._sound(award, notice))

    def _sound(self, record: R, notice: Notice) -> R:
        """The record without values that contradict each other, each of them reported; a list's own name is no such."""
        for fault in faults(record):
            if fault.field not in DOUBTFUL:
                raise fault
            said = getattr(record, fault.field)
            left_out = say("{fault}; left out", fault=fault.message)
            self.report.take(
                Problem(file=notice.list, record=notice.record, key=fault.field, value=str(said), message=left_out)
            )
            record = msgspec.structs.replace(record, **{fault.field: None})
        return record

    # ------------------------------------------------------------ update

    def _update(self, number: int, notice: Notice) -> bool:
        """Whether the notice changed anything in the book but the trace of its own passing."""
        tender: Tender = self.draft.get("tenders", number)
        source = tender.source
        stale = bool(source and source.released and notice.released and notice.released < source.released)
        other = bool(source and source.format != notice.format and not (notice.ocid and tender.ocid == notice.ocid))
        fill_only = stale or other
        said = said_of_tender(notice)
        if notice.buyer is not None:
            said["buyer"] = self.who.buyer(notice.buyer, notice.country)
        if notice.tenderers:
            said["tenderers"] = self.who.tenderers(notice)
        before = as_listed(tender)
        if notice.lot:  # a row a lot: this one's joins those that came before
            said["lots"] = (*(known for known in before.lots if known.id != notice.lot), *notice.lots)
        ours = our_part(before, notice, won=self.who.won_by_us(notice))
        ours.pop("watch", None)
        said |= {field: value for field, value in ours.items() if value != getattr(before, field)}
        merged = reconcile(tender, said, notice.list, self.proposing, fill_only=fill_only)
        if merged.outcome is Outcome.LOST and merged.watch is None:
            merged = msgspec.structs.replace(merged, watch=Watch.WATCHING)
        extra = tender.extra | notice.extra
        if extra != tender.extra:
            merged = msgspec.structs.replace(merged, extra=extra)
        if not fill_only:
            moved = changes.of_tender(before, said, self.hearing.statement(notice), cancelled=notice.cancelled)
            merged = with_events(merged, moved)
        changed = merged != tender
        merged = self._sound(merged, notice)
        if not fill_only:
            # Several undated statements on one tender in one list: all of them are what it last said.
            self.said[number] = " ".join(filter(None, (self.said.get(number), notice.digest)))
            merged = msgspec.structs.replace(merged, source=_source(notice, self.said[number]))
        now = merged
        for told in notice.awards:
            now, touched = self._update_award(now, told, notice, fill_only=fill_only)
            changed = changed or touched
        if now != tender:
            self.draft.put(now)
            self.matching.learn(number, now)
        return changed

    def _update_award(
        self, tender: Tender, told: NoticeAward, notice: Notice, *, fill_only: bool
    ) -> tuple[Tender, bool]:
        """The tender with what its award brought about, and whether anything changed."""
        awards = [self.draft.get("awards", number) for number in tender.awards]
        award = _same(awards, told)
        if award is None:
            award = self._bring_award(tender.id, told, notice)
            tender = msgspec.structs.replace(tender, awards=(*tender.awards, award.id))
            self._propose_outcome(tender, award, notice)
            held = award.status not in (AwardStatus.PENDING, AwardStatus.CANCELLED)
            moved = [changes.awarded(award.awarded, self.hearing.statement(notice))] if held and not fill_only else []
            moved = [msgspec.structs.replace(event, award=award.id) for event in moved]
            return self.hearing.observe(tender, award, None, told, notice, moved), True
        said = said_of_award(told)
        if told.suppliers:
            said["suppliers"], ours = self.who.winners(told)
            if ours:
                said["ours"] = True
        merged = reconcile(award, said, notice.list, self.proposing, fill_only=fill_only)
        if notice.promises:
            merged = _with_promises(merged, _promises(notice))
        changed: bool = merged != award
        if award.source is None:
            merged = msgspec.structs.replace(merged, source=_source_of_award(notice, told))
        merged = self._sound(merged, notice) if merged != award else award
        if merged != award:
            self.draft.put(merged)
        if fill_only:
            # What it tells of the delivery was true then; what is new against what came later is not known.
            return self.hearing.observe(tender, merged, None, told, notice, []) if told.delivery else tender, changed
        before = as_listed(award)
        moved = changes.of_award(before, said, self.hearing.statement(notice), self.who.name)
        if award.source is None and merged.status not in (AwardStatus.PENDING, AwardStatus.CANCELLED):
            event = changes.awarded(merged.awarded, self.hearing.statement(notice))
            moved.append(msgspec.structs.replace(event, award=award.id))
        now = self.hearing.observe(tender, merged, before, told, notice, moved)
        return now, changed or now is not tender

    # ------------------------------------------------------------ propose, refuse

    def _propose_outcome(self, tender: Tender, award: Award, notice: Notice) -> None:
        """An award on a tender that we bid on and that is still open: a person confirms what it means for us."""
        if not tender.bids or tender.outcome is not Outcome.PENDING or award.status is AwardStatus.CANCELLED:
            return
        if not award.suppliers and not award.ours:
            return
        names = ", ".join(self.draft.get("competitors", number).name for number in award.suppliers)
        if award.ours:
            grounds = say("{list} says the award went to us", list=notice.list)
        else:
            grounds = say("{list} says {winner} won", list=notice.list, winner=names)
        value = str(Outcome.WON if award.ours else Outcome.LOST)
        about, other = ref("tenders", tender.id), ref("awards", award.id)
        self.proposing.propose(
            ProposalKind.OUTCOME, about, grounds, other=other, field="outcome", value=value, source=notice.list
        )

    def _refuse(self, notice: Notice, message: Message, key: str = "") -> None:
        self.report.take(Problem(file=notice.list, record=notice.record, key=key, message=message, refused=True))


def _source(notice: Notice, digest: str = "") -> Source:
    return Source(
        list=notice.list,
        format=notice.format,
        # An ocid finds it again by itself, and so does a key that is made of the reference.
        key="" if notice.ocid or (notice.reference and notice.key.startswith(notice.reference)) else notice.key,
        digest=digest or notice.digest,
        released=notice.released,
    )


def _source_of_award(notice: Notice, told: NoticeAward) -> Source:
    return Source(list=notice.list, format=notice.format, key=told.key)


def _promises(notice: Notice) -> tuple[Promise, ...]:
    return tuple([Promise(number=number, text=text) for number, text in enumerate(notice.promises, 1)])


def _with_promises(award: Award, told: tuple[Promise, ...]) -> Award:
    known = {promise.text for promise in award.promises}
    new = [promise for promise in told if promise.text not in known]
    if not new:
        return award
    first = max((promise.number for promise in award.promises), default=0) + 1
    numbered = tuple(msgspec.structs.replace(promise, number=n) for n, promise in enumerate(new, first))
    return msgspec.structs.replace(award, promises=award.promises + numbered)


def _same(awards: list[Award], told: NoticeAward) -> Award | None:
    """The award that a list means: the one it brought under this key, else the only one on that lot a person made."""
    for award in awards:
        if award.source is not None and award.source.key == told.key:
            return award
    typed = [award for award in awards if award.source is None and award.lot in ("", told.lot)]
    return typed[0] if len(typed) == 1 else None
