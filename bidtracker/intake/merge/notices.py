"""Notices -> changes to a book: create, update, notice what changed.

A list changes only what it says anew, and never what a person has typed since: that becomes a proposal. An import is
one act: cancelled or killed it leaves nothing, and the same list again finds every record as it said it.
"""

from __future__ import annotations

from typing import Any

import msgspec

from bidtracker.book.draft import Draft
from bidtracker.domain.errors import BidtrackerError, FieldError
from bidtracker.domain.message import Message, say
from bidtracker.domain.records import Award, Lot, Source, Tender
from bidtracker.domain.titles.categories import sector_of
from bidtracker.domain.vocabulary import Decision, Outcome, Stage, Structure, Watch
from bidtracker.intake.detect import formats
from bidtracker.intake.merge import changes
from bidtracker.intake.merge.awards import AwardMerger
from bidtracker.intake.merge.contradictions import sound, without_doubtful_scores
from bidtracker.intake.merge.follow_ons import FollowOns
from bidtracker.intake.merge.matching import MOST_WAITING, Matching, plain_reference
from bidtracker.intake.merge.organisations import Organisations
from bidtracker.intake.merge.own_bid import NO_TENDER, as_our_bid, our_part, silent
from bidtracker.intake.merge.planned import without_planned
from bidtracker.intake.merge.public_signals import PublicSignals, with_events
from bidtracker.intake.merge.questions import Proposing
from bidtracker.intake.merge.recall import Recall
from bidtracker.intake.merge.reconciling import as_listed, clear, reconcile, tender_values
from bidtracker.intake.merge.table_rows import TableRows
from bidtracker.intake.notice import Notice
from bidtracker.intake.report import Report

APART, MOST_TEXTS = "; ", 50  # between texts of several rows, and how many of them are kept


class Merger:
    """Takes notices one by one into the draft of one act, and counts what it does."""

    def __init__(self, draft: Draft, us: tuple[str, ...], report: Report) -> None:
        self.draft = draft
        self.report = report
        self.proposing = Proposing(draft, report)
        self.who = Organisations(self.proposing, us)
        self.matching = Matching(draft, self.who.buyers)
        self.follow_ons = FollowOns(draft, self.matching, self.proposing)
        self.public_signals = PublicSignals(draft, self.who, report)
        self.rows = TableRows()
        self.awards = AwardMerger(self.proposing, self.who, self.public_signals, self.rows)
        self.new_digests: dict[int, str] = {}  # digests of what this import has said of a tender so far
        self.waiting: list[Notice] = []
        self._last: Notice | None = None  # that had a state: the next release of its process is joined to it
        self.recall = Recall(draft, self.matching, self.follow_ons)

    def take(self, notice: Notice) -> None:
        """Brings one notice into the book, or counts why not. It may wait until its list is through."""
        if notice.bid is not None and (notice.bid.ours or any(map(self.who.is_us, notice.tenderers))):
            notice = as_our_bid(notice, notice.bid)
        if notice.scores:
            notice = without_doubtful_scores(notice, self.report)
        if notice.awards:
            notice = without_planned(notice, self.draft.today, self.report)
        self.recall.about(notice)
        number = self._own(notice) if notice.own else self.matching.find(notice)
        if notice.release and number not in self.new_digests:  # else it is joined to what this import has said before
            notice = formats()[notice.format].with_state(notice)
        if self.matching.is_part and not notice.own:
            part = say("another row has this reference under another title: they are two tenders, as lots are")
            self.report.note(notice, part, notice.reference)
        if number and notice.ocid and notice.awards and notice.buyer is not None:
            number = self._of_buyer(number, notice)
        if number and not notice.own and self.rows.is_undated(notice):
            self.rows.meet(number)
        if (not number and len(self.waiting) < MOST_WAITING and self.matching.may_be_put_right(notice)) or (
            number and not notice.own and self.rows.is_row(notice) and self._must_wait(number, notice)
        ):
            self.waiting.append(notice)
        else:
            self._count(notice, number)

    def _must_wait(self, number: int, notice: Notice) -> bool:
        """Whether a row may tell of another winner than the last issue of its list, which its other rows decide."""
        if self.rows.is_new(number) or notice.digest in self.matching.digests.get(number, ""):
            return False
        return len(self.waiting) < MOST_WAITING and self.awards.is_of_another(number, notice)

    def end_list(self, list_name: str) -> None:
        """Brings in what waited until all of a list was seen."""
        waiting, self.waiting = self.waiting, []
        for notice in waiting:
            self._count(notice, self.matching.find(notice) or self.matching.put_right(notice))
        self.matching.end_list()
        self.follow_ons.look(list_name)
        self.rows.end_list()

    def _count(self, notice: Notice, number: int) -> None:
        report = self.report
        try:
            if not number:
                self._create(notice)
                report.created += 1
            elif notice.own:
                if self._update_own(number, notice):
                    report.updated += 1
                else:
                    report.unchanged += 1
            elif notice.digest not in self.matching.digests.get(number, "") and self._update(number, notice):
                report.updated += 1
            else:
                report.unchanged += 1
            report.read += 1
            if notice.category or notice.sector:
                report.sectors[sector_of(notice.category, notice.category_scheme, notice.sector)] += 1
        except FieldError as error:
            self._refuse(notice, error.message, error.field)
        except BidtrackerError as error:
            self._refuse(notice, error.message)

    def _of_buyer(self, number: int, notice: Notice) -> int:
        """The tender of a process that is this buyer's, 0 where it is new: some publishers give one ocid to what
        several organisations buy. Another buyer alone may be a name put right; with awards of its own it is another."""
        tender: Tender = self.draft.get("tenders", number)
        buyer = self.matching.buyer(notice)
        if buyer == tender.buyer or notice.buyer is None or self.who.is_near(tender.buyer, notice.buyer.name):
            return number
        awards: list[Award] = [self.draft.get("awards", award) for award in tender.awards]
        keys = {award.source.key for award in awards if award.source is not None}
        return 0 if keys and keys.isdisjoint(award.key for award in notice.awards) else number

    # ------------------------------------------------------------ create

    def _create(self, notice: Notice) -> None:
        if not notice.title or notice.buyer is None:
            missing = "buyer" if notice.title else "title"
            raise FieldError(missing, "the list names no {field} for a tender the book does not know")
        # What a list contradicts itself in is found before anything is written.
        tender = sound(self._new(notice), notice, self.report)
        if notice.watch is not None and tender.watch is None:
            not_lost = say("{fault}; left out", fault=say("it is not lost, so there is nothing to watch"))
            self.report.note(notice, not_lost, "watch")
        number = self.draft.new_id("tenders")
        self.awards.first_new = min(self.awards.first_new, number)
        brought = [self.awards.bring(number, listed_award, notice) for listed_award in notice.awards]
        link = msgspec.structs.force_setattr  # nobody else has seen this value yet, and a copy of it costs 2 us
        link(tender, "buyer", self.who.buyer(notice.buyer, notice.country))
        link(tender, "tenderers", self.who.tenderers(notice) if notice.tenderers else ())
        link(tender, "awards", tuple([award.id for award in brought]))
        for award, listed_award in zip(brought, notice.awards, strict=True):
            if listed_award.delivery is not None or listed_award.terminated is not None:
                tender = self.public_signals.observe(tender, award, None, listed_award, notice, [])
        self.rows.created(number, tender.awards)
        if self.rows.is_undated(notice):
            self.rows.meet(number)
        self.draft.bring(tender, number)
        self.matching.learn(number, tender)
        self.matching.stands_for(number, notice)
        self.follow_ons.brought(number, tender, notice)
        self.new_digests[number] = notice.digest
        if notice.state:
            self._last = notice
        if tender.bids:
            for award in brought:
                self.awards.propose_outcome(tender, award, notice)

    def _new(self, notice: Notice) -> Tender:
        """The tender a notice tells of, without its links. Field by field: a third of an import was spent in dicts."""
        won = self.who.won_by_us(notice)
        ours: dict[str, Any] = {}
        if won or not silent(notice):
            ours = our_part(NO_TENDER, notice, self.public_signals.statement(notice).on, won=won)
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
            sector=notice.sector,
            published=notice.published,
            enquiries_until=notice.enquiries_until,
            deadline=notice.deadline,
            deadline_at=notice.deadline_at,
            decision_date=notice.decision_date,
            standstill_until=notice.standstill_until,
            retender_on=notice.retender_on,
            rough=notice.rough,
            stage=ours.get("stage") or notice.stage or Stage.WATCHING,
            decision=ours.get("decision") or Decision.PENDING,
            outcome=ours.get("outcome") or Outcome.PENDING,
            no_award_reason=ours.get("no_award_reason"),
            no_bid_reason=notice.no_bid_reason,
            watch=ours.get("watch"),
            park_until=ours.get("park_until"),
            method=notice.method,
            structure=notice.structure or Structure.CONTRACT,
            offers=notice.offers,
            bids=ours.get("bids", ()),
            lots=notice.lots,
            url=notice.url,
            notes=notice.notes,
            tags=notice.tags,
            links=notice.links,
            extra=notice.extra,
            source=_source(notice),
            **notice.others,
        )

    # ------------------------------------------------------------ update

    def _update(self, number: int, notice: Notice) -> bool:
        """Whether the notice changed anything in the book but the trace of its own passing."""
        tender: Tender = self.draft.get("tenders", number)
        whole = self._whole(tender, notice)
        if whole is None:
            return False
        fill_only = _fills_only(tender, whole)
        merged = self._reconciled(tender, whole, fill_only=fill_only)
        changed = merged != tender
        merged = sound(merged, whole, self.report)
        if not fill_only:
            # Several undated statements on one tender in one list: all of them are what it last said.
            before_it = None if whole.state else self.new_digests.get(number)  # a state is all that was said
            self.new_digests[number] = " ".join(filter(None, (before_it, whole.digest)))
            merged = msgspec.structs.replace(merged, source=_source(whole, self.new_digests[number]))
        now = merged
        for listed_award in whole.awards:
            now, touched = self.awards.update(now, listed_award, whole, fill_only=fill_only)
            changed = changed or touched
        if now != tender:
            self.draft.put(now)
            self.matching.learn(number, now)
            if now.title != tender.title:
                self.follow_ons.retitled(number)
        return changed

    def _whole(self, tender: Tender, notice: Notice) -> Notice | None:
        """The notice with what it leaves out because it was said before; None where all of it was."""
        source = tender.source
        if notice.release and not notice.state and not (source is not None and source.state):
            notice = formats()[notice.format].with_state(notice)
        elif notice.release and source is not None and source.state:
            notice = self._joined(source.state, notice)
            if notice.digest == source.digest:
                return None
        return self._with_other_lots(tender, notice) if notice.some_lots and notice.lots else notice

    def _reconciled(self, tender: Tender, notice: Notice, *, fill_only: bool) -> Tender:
        """The tender with what the notice says of it, but for its awards; `fill_only`: with what it has not yet."""
        before = as_listed(tender)
        statement = self.public_signals.statement(notice)
        values = self._listed(before, notice)
        ours = our_part(before, notice, statement.on, won=self.who.won_by_us(notice))
        watch = {field: ours.pop(field) for field in ("watch", "park_until") if field in ours}
        values |= {field: value for field, value in ours.items() if value != getattr(before, field)}
        merged = reconcile(tender, values, notice.list, self.proposing, fill_only=fill_only)
        if merged.outcome is Outcome.LOST and merged.watch is None:
            merged = msgspec.structs.replace(merged, **watch or {"watch": Watch.WATCHING})
        if notice.cleared:
            merged = clear(merged, notice.cleared)
        newest = bool(notice.state) or not fill_only  # an older statement takes nothing back
        if notice.reopened and newest and merged.outcome is Outcome.NO_AWARD and "outcome" not in merged.displaced:
            merged = msgspec.structs.replace(merged, outcome=Outcome.PENDING, no_award_reason=None)
        extra = tender.extra | notice.extra
        if extra != tender.extra and self.rows.is_undated(notice):
            several = self.rows.has_several(tender.id)
            both = tender.extra.keys() & notice.extra
            extra |= {key: _together(tender.extra[key], notice.extra[key], several=several) for key in both}
        if extra != tender.extra:
            merged = msgspec.structs.replace(merged, extra=extra)
        if not fill_only and not self.rows.has_several(tender.id):
            merged = with_events(merged, changes.of_tender(before, values, statement, cancelled=notice.cancelled))
        return merged

    def _with_other_lots(self, tender: Tender, notice: Notice) -> Notice:
        """The notice with what the book knows of the tender's lots; of those that it does not name it says neither that
        they came to nothing nor, while one has no award, that all is over."""
        named = {lot.id: lot for lot in notice.lots}
        others = {lot.id for lot in tender.lots} - set(named)
        lots = [_known_lot(named.pop(lot.id, lot), lot) for lot in tender.lots]
        notice = msgspec.structs.replace(notice, lots=(*lots, *named.values()))
        if not others:
            return notice
        awards: list[Award] = [self.draft.get("awards", number) for number in tender.awards]
        decided = {award.lot for award in awards}
        stage = notice.stage if "" in decided or decided >= others else None
        return msgspec.structs.replace(notice, stage=stage, cancelled=False, no_award_reason=None)

    def _listed(self, before: Tender, notice: Notice) -> dict[str, Any]:
        """The fields of the tender that the notice fills, as far as it names them."""
        values = tender_values(notice)
        if notice.buyer is not None:
            values["buyer"] = self.who.buyer(notice.buyer, notice.country)
        if notice.tenderers:
            bidders = self.who.tenderers(notice)
            # Rows of a table may each name one.
            values["tenderers"] = (
                tuple(dict.fromkeys(before.tenderers + bidders)) if self.rows.is_undated(notice) else bidders
            )
        if notice.reference and plain_reference(notice.reference) == plain_reference(before.reference):
            values.pop("reference", None)  # it is only written with other spaces or dashes
        if notice.again and before.published and notice.published and before.published < notice.published:
            values.pop("published")
        if notice.lot:  # a row a lot: this one's joins those that came before
            values["lots"] = _with_lot(before, notice)
            if any(lot.id != notice.lot for lot in before.lots):
                values.pop("title", None)  # which the lot has, and not the whole
        if notice.of_contract:
            over = {"stage"} if len(before.lots) < 2 else set()
            values = {field: value for field, value in values.items() if field in over or not getattr(before, field)}
        return values

    def _own(self, notice: Notice) -> int:
        """The tender that a row of our own export was written of, where this is the book; else as of any list."""
        tender: Tender | None = self.draft.find("tenders", notice.own)
        same = tender is not None and tender.title == notice.title and tender.buyer == self.matching.buyer(notice)
        return notice.own if same else self.matching.find(notice)

    def _update_own(self, number: int, notice: Notice) -> bool:
        """Whether a row of our own export says something else than the book: what a person has changed in the file. It
        is no list's word, so that it makes no history and no signals."""
        tender: Tender = self.draft.get("tenders", number)
        values = tender_values(notice)
        notice = msgspec.structs.replace(notice, lot=tender.bid.lot if tender.bid else "")  # it tells of the first bid
        ours = our_part(tender, notice, self.draft.today, won=self.who.won_by_us(notice))
        values |= {field: value for field, value in ours.items() if value != getattr(tender, field)}
        merged = reconcile(tender, values, notice.list, self.proposing, fill_only=False)
        changed = merged != tender
        for listed_award in notice.awards:
            merged, touched = self.awards.update_own(merged, listed_award, notice)
            changed = changed or touched
        if merged != tender:
            self.draft.put(merged)
        return changed

    def _joined(self, state: str, notice: Notice) -> Notice:
        """What stands of a tender once a notice that tells only what is new is joined to what the book keeps of it."""
        before = self._last if self._last is not None and self._last.state == state else None
        self._last = formats()[notice.format].onto(state, notice, before)
        return self._last

    def _refuse(self, notice: Notice, message: Message, key: str = "") -> None:
        self.report.note(notice, message, key, refused=True)


def _fills_only(tender: Tender, notice: Notice) -> bool:
    """Whether a notice may only say what is not said yet: it is older than what was said last, or of another list."""
    source = tender.source
    if source is None:
        return False
    stale = bool(source.released and notice.released and notice.released < source.released)
    return stale or (source.format != notice.format and not (notice.ocid and tender.ocid == notice.ocid))


def _known_lot(lot: Lot, before: Lot) -> Lot:
    """A lot with what was known of it and is not told anew."""
    title, value, status = lot.title or before.title, lot.value or before.value, lot.status or before.status
    return msgspec.structs.replace(lot, title=title, value=value, status=status)


def _together(before: Any, now: Any, *, several: bool) -> Any:
    """What rows about one tender write into a column of no field: each of their texts once where there are several."""
    texts = str(before).split(APART)
    if isinstance(now, (dict, list)) or (str(now) not in texts and not several):
        return now
    return before if str(now) in texts or len(texts) > MOST_TEXTS else APART.join((*texts, str(now)))


def _with_lot(before: Tender, notice: Notice) -> tuple[Lot, ...]:
    """A tender's lots with the one that a row is about; where the rows have different titles, each lot has its own."""
    lots = {lot.id: lot for lot in before.lots}
    if lots.keys() != {notice.lot} and lots and notice.title != before.title:
        titled = {lot.id: lot.title or notice.title for lot in notice.lots}
        if len(lots) == 1:  # the row that brought the tender
            titled |= {lot.id: lot.title or before.title for lot in before.lots}
    else:
        titled = {lot.id: lot.title for lot in before.lots}
    lots |= {lot.id: lot for lot in notice.lots}
    return tuple(msgspec.structs.replace(lot, title=titled.get(lot.id) or lot.title) for lot in lots.values())


def _source(notice: Notice, digest: str = "") -> Source:
    return Source(
        list=notice.list,
        format=notice.format,
        # An ocid finds it again by itself, and so does a key that is made of the reference.
        key="" if notice.ocid or (notice.reference and notice.key.startswith(notice.reference)) else notice.key,
        digest=digest or notice.digest,
        released=notice.released,
        state=notice.state,
    )
