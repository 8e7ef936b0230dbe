"""What an import noticed: events in a tender's history, and public signals, made once whatever a person says of it."""

from __future__ import annotations

from datetime import date

import msgspec

from bidtracker.book.draft import Draft
from bidtracker.domain.records import Award, Signal, Source, Tender, TenderEvent
from bidtracker.domain.vocabulary import Channel, Reliability, SignalKind
from bidtracker.intake.merge import changes
from bidtracker.intake.merge.changes import Statement
from bidtracker.intake.merge.organisations import Organisations
from bidtracker.intake.notice import Delivery, Notice, NoticeAward
from bidtracker.intake.report import Report
from bidtracker.intake.signals.question import Case, Finding
from bidtracker.intake.signals.rules import findings

NO_DELIVERY = Delivery()


class _Made(msgspec.Struct, frozen=True, gc=False):
    """What tells a signal of a list from others, decoded from its row without the rest."""

    kind: SignalKind
    award: int = 0
    source: Source | None = None


class PublicSignals:
    """The signals that lists have made, by award, kind and key. A refuted one has been made too: it stays refuted."""

    def __init__(self, draft: Draft, who: Organisations, report: Report) -> None:
        self.draft = draft
        self.who = who
        self.report = report
        self._made: set[tuple[int, str, str]] = set()
        read = msgspec.json.Decoder(_Made).decode
        for _, body in draft.db.table("signals").rows():
            made = read(body)
            if made.source is not None:
                self._made.add((made.award, made.kind, made.source.key))

    def statement(self, notice: Notice) -> Statement:
        """Who says it and on which day; none of the future."""
        today = self.draft.today
        return Statement(min(notice.released.date(), today) if notice.released else today, notice.list)

    def observe(
        self,
        tender: Tender,
        award: Award,
        before: Award | None,
        listed_award: NoticeAward,
        notice: Notice,
        moved: list[TenderEvent],
    ) -> Tender:
        """The tender with what was noticed of an award in its history; logs the signals that gives.

        `before` is the award as the list last had it, None where what came before is not known.
        """
        by = self.statement(notice)
        past = tuple([event for event in tender.events if event.award == award.id])
        moved = changes.unknown(moved, past)
        case = Case(
            award=award,
            before=before,
            delivery=listed_award.delivery or NO_DELIVERY,
            on=by.on,
            events=tuple(moved),
            past=past,
            structure=tender.structure,
            was=tuple(map(self.who.name, before.suppliers)) if before else (),
            now=tuple(map(self.who.name, award.suppliers)),
            decided=listed_award.decides,
        )
        self._hear(award.id, findings(case), notice, listed_award, by.on)
        if listed_award.delivery is not None:
            moved += changes.amended(listed_award.delivery.amendments, award.id, by)
        return with_events(tender, moved)

    def _hear(self, award: int, read: list[Finding], notice: Notice, listed_award: NoticeAward, on: date) -> None:
        """Logs what a record says of an award's delivery, observed on the day of the statement."""
        for finding in read:
            key = (award, str(finding.kind), finding.key)
            if key in self._made:
                continue
            self._made.add(key)
            self.report.signals += 1
            happened = finding.happened
            self.draft.bring(
                Signal(
                    kind=finding.kind,
                    award=award,
                    on=on,
                    happened=happened if happened is not None and happened != on else None,
                    severity=finding.severity,
                    channel=Channel.PUBLIC,
                    reliability=Reliability.A,
                    credibility=finding.credibility,
                    url=listed_award.url or notice.url,
                    grounds=finding.grounds,
                    source=Source(list=notice.list, format=notice.format, key=finding.key),
                )
            )


def with_events(tender: Tender, noticed: list[TenderEvent]) -> Tender:
    """The tender with events in its history that are not there yet."""
    if fresh := changes.unknown(noticed, tender.events):
        return msgspec.structs.replace(tender, events=(*tender.events, *fresh))
    return tender
