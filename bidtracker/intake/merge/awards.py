"""The awards that notices tell of: brought into the book, and what is told of them anew."""

from __future__ import annotations

import sys
from typing import Any

import msgspec

from bidtracker.domain.ids import ref
from bidtracker.domain.message import listed, say
from bidtracker.domain.money import Money
from bidtracker.domain.records import Award, Promise, Source, Tender, TenderEvent
from bidtracker.domain.vocabulary import AwardStatus, Outcome, ProposalKind, TerminationReason
from bidtracker.intake.merge import changes
from bidtracker.intake.merge.contradictions import sound
from bidtracker.intake.merge.organisations import Organisations
from bidtracker.intake.merge.public_signals import PublicSignals
from bidtracker.intake.merge.questions import Proposing
from bidtracker.intake.merge.reconciling import as_listed, award_values, clear, reconcile
from bidtracker.intake.merge.table_rows import TableRows, key_of
from bidtracker.intake.notice import Notice, NoticeAward


class AwardMerger:
    """The awards of one import."""

    def __init__(
        self, proposing: Proposing, who: Organisations, public_signals: PublicSignals, rows: TableRows
    ) -> None:
        self.draft = proposing.draft
        self.report = proposing.report
        self.proposing = proposing
        self.who = who
        self.rows = rows
        self.first_new = sys.maxsize  # the first tender that this import has brought in; numbers only grow
        self.public_signals = public_signals

    def bring(self, tender: int, listed_award: NoticeAward, notice: Notice) -> Award:
        """The award, new in the book."""
        suppliers, ours = self.who.winners(listed_award)
        award = Award(
            tender=tender,
            suppliers=suppliers,
            ours=ours,
            lot=listed_award.lot,
            status=listed_award.status or AwardStatus.ACTIVE,
            value=listed_award.value,
            runner_up=listed_award.runner_up,
            awarded=listed_award.awarded,
            start=listed_award.start,
            end=listed_award.end,
            max_end=listed_award.max_end,
            options=listed_award.options,
            terminated=listed_award.terminated,
            termination_reason=listed_award.termination_reason or TerminationReason.UNKNOWN,
            title=listed_award.title,
            url=listed_award.url,
            source=_source(notice, listed_award),
            promises=_promises(notice) if notice.promises else (),
            **listed_award.others,
        )
        self.report.awards += 1
        return self.draft.bring(sound(award, notice, self.report))

    def update(
        self, tender: Tender, listed_award: NoticeAward, notice: Notice, *, fill_only: bool
    ) -> tuple[Tender, bool]:
        """The tender with what its award brought about, and whether anything changed."""
        awards = [self.draft.get("awards", number) for number in tender.awards]
        award = self._of(awards, listed_award, notice, tender.id)
        if award is None:
            if self.rows.is_row(notice):
                listed_award = msgspec.structs.replace(listed_award, key=key_of(listed_award, awards))
            return self._add(tender, listed_award, notice, fill_only=fill_only), True
        values = self._listed(award, listed_award)
        merged = self._reconciled(award, values, listed_award, notice, fill_only=fill_only)
        changed: bool = merged != award
        if award.source is None:
            merged = msgspec.structs.replace(merged, source=_source(notice, listed_award))
        merged = sound(merged, notice, self.report) if merged != award else award
        if merged != award:
            self.draft.put(merged)
        if fill_only:
            # What it tells of the delivery was true then; what is new against what came later is not known.
            return self.public_signals.observe(
                tender, merged, None, listed_award, notice, []
            ) if listed_award.delivery else tender, changed
        before, statement = as_listed(award), self.public_signals.statement(notice)
        moved = changes.of_award(before, values, statement, self.who.name)
        if award.source is None and _is_held(merged):
            moved.append(msgspec.structs.replace(changes.awarded(merged.awarded, statement), award=award.id))
        now = self.public_signals.observe(tender, merged, before, listed_award, notice, moved)
        return now, changed or now is not tender

    def _add(self, tender: Tender, listed_award: NoticeAward, notice: Notice, *, fill_only: bool) -> Tender:
        """The tender with an award that is new to it."""
        award = self.bring(tender.id, listed_award, notice)
        self.rows.touch(award.id)
        tender = msgspec.structs.replace(tender, awards=(*tender.awards, award.id))
        self.propose_outcome(tender, award, notice)
        # Of a tender that this import itself brought in only what bears a day is history.
        dated = award.awarded is not None or tender.id < self.first_new
        dated = dated and not (self.rows.is_row(notice) and self.rows.is_new(tender.id))
        moved: list[TenderEvent] = []
        if dated and _is_held(award) and not fill_only:
            event = changes.awarded(award.awarded, self.public_signals.statement(notice))
            moved = [msgspec.structs.replace(event, award=award.id)]
        return self.public_signals.observe(tender, award, None, listed_award, notice, moved)

    def _listed(self, award: Award, listed_award: NoticeAward) -> dict[str, Any]:
        """The fields of an award that a list fills."""
        values = award_values(listed_award)
        if listed_award.so_far and _is_less(listed_award.value, award.value):
            del values["value"]
        if listed_award.suppliers:
            values["suppliers"], ours = self.who.winners(listed_award)
            if ours:
                values["ours"] = True
        return values

    def _reconciled(
        self, award: Award, values: dict[str, Any], listed_award: NoticeAward, notice: Notice, *, fill_only: bool
    ) -> Award:
        """An award with what a list says of it; `fill_only`: with what it has not yet."""
        merged = reconcile(award, values, notice.list, self.proposing, fill_only=fill_only)
        if listed_award.cleared and award.source is not None:
            merged = clear(merged, listed_award.cleared)
        return _with_promises(merged, _promises(notice)) if notice.promises else merged

    def update_own(self, tender: Tender, listed_award: NoticeAward, notice: Notice) -> tuple[Tender, bool]:
        """The same for a row of our own export, which tells of the first award alone and makes no history."""
        awards: list[Award] = [self.draft.get("awards", number) for number in tender.awards]
        if not awards:
            award = self.bring(tender.id, listed_award, notice)
            return msgspec.structs.replace(tender, awards=(award.id,)), True
        suppliers, ours = self.who.winners(listed_award)
        award = next((award for award in awards if set(award.suppliers) == set(suppliers)), awards[0])
        values = award_values(listed_award) | ({"suppliers": suppliers} if suppliers else {})
        values |= {"ours": True} if ours else {}
        merged = reconcile(award, values, notice.list, self.proposing, fill_only=False)
        if merged != award:
            self.draft.put(sound(merged, notice, self.report))
        return tender, merged != award

    def _of(self, awards: list[Award], listed_award: NoticeAward, notice: Notice, tender: int) -> Award | None:
        """The award that a list means, None where it is a new one."""
        if not listed_award.suppliers or not self.rows.is_row(notice):
            winners = self.who.winners(listed_award)[0] if listed_award.suppliers else ()
            apart = listed_award.decides and not notice.again
            return _same(awards, listed_award, frozenset(winners), apart=apart)
        suppliers, _ = self.who.winners(listed_award)
        award = self.rows.match(awards, listed_award, suppliers, alone=not self.rows.has_several(tender))
        if award is not None:
            self.rows.touch(award.id)
        return award

    def is_of_another(self, tender: int, notice: Notice) -> bool:
        """Whether a row names a winner that no award of its tender has, while others have one from a list."""
        record: Tender = self.draft.get("tenders", tender)
        awards: list[Award] = [self.draft.get("awards", number) for number in record.awards]
        held = [set(award.suppliers) for award in awards if award.source is not None]
        return bool(held) and any(
            listed_award.suppliers and set(self.who.winners(listed_award)[0]) not in held
            for listed_award in notice.awards
        )

    def propose_outcome(self, tender: Tender, award: Award, notice: Notice) -> None:
        """An award on a tender that we bid on and that is still open: a person confirms what it means for us."""
        if not tender.bids or tender.outcome is not Outcome.PENDING or award.status is AwardStatus.CANCELLED:
            return
        if not award.suppliers and not award.ours:
            return
        names = listed(self.draft.get("competitors", number).name for number in award.suppliers)
        if award.ours:
            grounds = say("{list} says the award went to us", list=notice.list)
        else:
            grounds = say("{list} says {winner} won", list=notice.list, winner=names)
        value = str(Outcome.WON if award.ours else Outcome.LOST)
        about, other = ref("tenders", tender.id), ref("awards", award.id)
        self.proposing.propose(
            ProposalKind.OUTCOME, about, grounds, other=other, field="outcome", value=value, source=notice.list
        )


def _source(notice: Notice, listed_award: NoticeAward) -> Source:
    return Source(list=notice.list, format=notice.format, key=listed_award.key)


def _is_held(award: Award) -> bool:
    """Whether somebody holds the contract, or held it."""
    return award.status not in (AwardStatus.PENDING, AwardStatus.CANCELLED)


def _is_less(value: Money | None, than: Money | None) -> bool:
    return value is not None and than is not None and value.currency == than.currency and value.amount < than.amount


def _promises(notice: Notice) -> tuple[Promise, ...]:
    return tuple([Promise(number=number, text=text) for number, text in enumerate(notice.promises, 1)])


def _with_promises(award: Award, listed_award: tuple[Promise, ...]) -> Award:
    texts = {promise.text for promise in award.promises}
    new = [promise for promise in listed_award if promise.text not in texts]
    if not new:
        return award
    first = max((promise.number for promise in award.promises), default=0) + 1
    numbered = tuple(msgspec.structs.replace(promise, number=n) for n, promise in enumerate(new, first))
    return msgspec.structs.replace(award, promises=award.promises + numbered)


def _same(
    awards: list[Award], listed_award: NoticeAward, winners: frozenset[int], *, apart: bool = False
) -> Award | None:
    """The award that a list means: the one it brought under this key for this lot, else the only one on that lot a
    person made. With `apart` a decision for others, or of another day, is one of its own."""
    brought = [award for award in awards if award.source is not None and award.source.key == listed_award.key]
    alike = [award for award in brought if award.lot == listed_award.lot]
    if not alike and len(brought) == 1 and not (brought[0].lot and listed_award.lot):
        alike = brought
    alike.sort(key=lambda award: winners.isdisjoint(award.suppliers))
    for award in alike:
        if not apart or _is_one_decision(award, listed_award, winners):
            return award
    typed = [award for award in awards if award.source is None and award.lot in ("", listed_award.lot)]
    return typed[0] if len(typed) == 1 else None


def _is_one_decision(award: Award, listed_award: NoticeAward, winners: frozenset[int]) -> bool:
    """Whether an award can be what a list tells of as decided: any, while it is only intended or has no winner."""
    if award.status is AwardStatus.PENDING or not award.suppliers or not winners:
        return True
    same_day = None in (award.awarded, listed_award.awarded) or award.awarded == listed_award.awarded
    return same_day and not winners.isdisjoint(award.suppliers)
