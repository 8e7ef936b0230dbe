"""Notices -> changes to a book: match, create, update, propose.

A list changes only what it says anew, and never what a person has typed since: that becomes a proposal. The record
itself remembers what is needed for that: the digest of what its list last said, and for each field a person has
typed the value the list had (`displaced`).
"""

from __future__ import annotations

from datetime import date, datetime
from operator import attrgetter
from typing import Any, TypeVar

import msgspec

from bidtracker.book import Draft
from bidtracker.book.draft import as_stored
from bidtracker.book.identity import Names
from bidtracker.domain.errors import BidtrackerError, FieldError
from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message, say
from bidtracker.domain.names import normal
from bidtracker.domain.records import (
    Award,
    Bid,
    Buyer,
    Competitor,
    Identifier,
    Promise,
    Proposal,
    Reason,
    Record,
    Source,
    Tender,
    TenderLine,
)
from bidtracker.domain.rules import faults
from bidtracker.domain.vocabulary import (
    AwardStatus,
    Decision,
    Outcome,
    ProposalKind,
    Stage,
    Watch,
)
from bidtracker.intake.notice import Notice, NoticeAward, Party, Problem
from bidtracker.intake.report import Report

# What a list says of a tender and a record keeps under the same name.
TENDER_FIELDS = (
    "title", "reference", "ocid", "country", "category", "category_scheme", "description", "value", "published",
    "deadline", "deadline_at", "decision_date", "standstill_until", "stage", "method", "structure", "offers", "lots",
    "url", "notes",
)  # fmt: skip
AWARD_FIELDS = (
    "lot", "status", "value", "runner_up", "awarded", "start", "end", "max_end", "options", "terminated",
    "termination_reason", "title", "url",
)  # fmt: skip
# All of them at once: field by field is a third of an import's time.
_of_tender = attrgetter(*TENDER_FIELDS)
_of_award = attrgetter(*AWARD_FIELDS)

# These outcomes say that we bid, even where nothing else does.
ENDS = (Outcome.WON, Outcome.LOST, Outcome.DISQUALIFIED, Outcome.WITHDRAWN)
NO_TENDER = TenderLine(title="", buyer=0)


# Values that a public record gets wrong now and then; without them the rest is still worth having.
DOUBTFUL = {"value", "offers", "end", "max_end"}

R = TypeVar("R", bound=Record)


class Known(msgspec.Struct, frozen=True, gc=False):
    """What finds a tender again, decoded from its row without the rest."""

    buyer: int
    reference: str = ""
    ocid: str = ""
    source: Source | None = None


class Merger:
    """Takes notices one by one into the draft of one act, and counts what it does."""

    def __init__(self, draft: Draft, us: tuple[str, ...], report: Report) -> None:
        self.draft = draft
        self.report = report
        self.us = {normal(name) for name in us}
        self.buyers = draft.names("buyers")
        self.competitors = draft.names("competitors")
        self.by_key: dict[tuple[str, str], int] = {}
        self.by_ocid: dict[str, int] = {}
        self.by_reference: dict[tuple[str, int], int] = {}
        self.digests: dict[int, str] = {}
        self.said: dict[int, str] = {}  # digests of what this import has said of a tender so far
        self.asked: set[tuple[str, str, str, str]] = set()
        read = msgspec.json.Decoder(Known).decode
        for number, body in draft.db.table("tenders").rows():
            self._learn(number, read(body))
        for _, body in draft.db.table("proposals").rows():
            made = msgspec.json.decode(body, type=Proposal)
            self.asked.add((made.kind, made.about, made.field or made.other, _key(made.value)))

    def take(self, notice: Notice) -> None:
        """Brings one notice into the book, or counts why not."""
        try:
            self._take(notice)
        except FieldError as error:
            self._refuse(notice, error.message, error.field)
        except BidtrackerError as error:
            self._refuse(notice, error.message)

    def _take(self, notice: Notice) -> None:
        number = self._find(notice)
        if not number:
            self._create(notice)
            self.report.created += 1
        elif notice.digest in self.digests.get(number, ""):
            self.report.unchanged += 1
        elif self._update(number, notice):
            self.report.updated += 1
        else:
            self.report.unchanged += 1
        self.report.read += 1

    # ------------------------------------------------------------ match

    def _find(self, notice: Notice) -> int:
        if notice.ocid and notice.ocid in self.by_ocid:
            return self.by_ocid[notice.ocid]
        number = self.by_key.get((notice.list, notice.key)) if not notice.ocid else 0
        if number or not notice.reference or notice.buyer is None:
            return number or 0
        buyer = self.buyers.find(notice.buyer.name, notice.buyer.identifiers, notice.buyer.country or notice.country)
        number = self.by_reference.get((notice.reference.casefold(), buyer), 0) if buyer else 0
        if number and notice.ocid:
            # The buyer's own reference is used again for other processes; two ocids are two tenders.
            tender: Tender = self.draft.get("tenders", number)
            return 0 if tender.ocid else number
        return number

    def _learn(self, number: int, known: Known | Tender) -> None:
        if known.source is not None:
            if known.source.key:
                self.by_key.setdefault((known.source.list, known.source.key), number)
            self.digests[number] = known.source.digest
        if known.ocid:
            self.by_ocid.setdefault(known.ocid, number)
        if known.reference:
            self.by_reference.setdefault((known.reference.casefold(), known.buyer), number)

    def _organisation(self, table: str, names: Names, party: Party, country: str = "") -> int:
        country = party.country or country
        number = names.find(party.name, party.identifiers, country)
        if number:
            fresh = party.identifiers and _fresh(party, names.identifiers(number))
            if fresh:
                record = self.draft.get(table, number)
                names.forget(number)
                names.learn(self.draft.put(msgspec.structs.replace(record, identifiers=record.identifiers + fresh)))
            return number
        kind = Buyer if table == "buyers" else Competitor
        added = self.draft.bring(
            kind(name=party.name, identifiers=party.identifiers, country=country, url=party.url, source=None)
        )
        near = names.near(party.name, limit=1)
        names.learn(added)
        if table == "buyers":
            self.report.buyers += 1
            same = ProposalKind.SAME_BUYER
        else:
            self.report.competitors += 1
            same = ProposalKind.SAME_COMPETITOR
        for other, likeness in near:
            known = names.learned[other][0]
            alike = "{name} is written much like {known} ({likeness} of 100)"
            grounds = say(alike, name=party.name, known=known, likeness=round(likeness))
            self._propose(same, ref(table, added.id), grounds, other=ref(table, other))
        return added.id

    def _ours(self, party: Party) -> bool:
        return bool(self.us) and normal(party.name) in self.us

    # ------------------------------------------------------------ create

    def _create(self, notice: Notice) -> None:
        if not notice.title or notice.buyer is None:
            missing = "buyer" if notice.title else "title"
            raise FieldError(missing, "the list names no {field} for a tender the book does not know")
        said = _said(TENDER_FIELDS, _of_tender(notice)) | self._our_part(NO_TENDER, notice)
        number = self.draft.new_id("tenders")
        # What a list contradicts itself in is found before anything is written.
        tender = Tender(buyer=0, source=_source(notice), tags=notice.tags, extra=notice.extra, **said)
        tender = self._sound(tender, notice)
        brought = [self._bring_award(number, told, notice) for told in notice.awards]
        tender = msgspec.structs.replace(
            tender,
            buyer=self._organisation("buyers", self.buyers, notice.buyer, notice.country),
            tenderers=self._tenderers(notice) if notice.tenderers else (),
            awards=tuple([award.id for award in brought]),
        )
        self.draft.bring(tender, number)
        self._learn(number, tender)
        self.said[number] = notice.digest
        for award in brought:
            self._propose_outcome(tender, award, notice)

    def _bring_award(self, tender: int, told: NoticeAward, notice: Notice) -> Award:
        said = _said(AWARD_FIELDS, _of_award(told))
        suppliers, ours = self._winners(told)
        award = Award(
            tender=tender,
            suppliers=suppliers,
            ours=ours,
            source=_source(notice, told),
            promises=_promises(notice) if notice.promises else (),
            **said,
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

    def _winners(self, told: NoticeAward) -> tuple[tuple[int, ...], bool]:
        """Who won as competitors, and whether we are among them."""
        others = [party for party in told.suppliers if not self._ours(party)]
        numbers = [self._organisation("competitors", self.competitors, party) for party in others if party.name]
        return tuple(dict.fromkeys(numbers)), len(others) < len(told.suppliers)

    def _tenderers(self, notice: Notice) -> tuple[int, ...]:
        parties = [party for party in notice.tenderers if party.name and not self._ours(party)]
        return tuple(dict.fromkeys(self._organisation("competitors", self.competitors, party) for party in parties))

    def _our_part(self, tender: TenderLine, notice: Notice) -> dict[str, Any]:
        """What the list says of our own part, as changes to the tender."""
        changes: dict[str, Any] = {}
        outcome = notice.outcome
        if outcome is None and self.us and any(self._ours(p) for award in notice.awards for p in award.suppliers):
            outcome = Outcome.WON
        if notice.decision is not None:
            changes["decision"] = notice.decision
        if outcome is Outcome.NO_AWARD or (notice.cancelled and outcome is None):
            outcome = Outcome.NO_AWARD
            changes["no_award_reason"] = notice.no_award_reason or tender.no_award_reason
        before = next((bid for bid in tender.bids if bid.lot == notice.lot), None) or Bid(lot=notice.lot)
        bid = before if notice.decision is Decision.NO_GO else self._bid(before, notice, outcome)
        if bid is not before:
            others = tuple(known for known in tender.bids if known.lot != notice.lot)
            changes["bids"] = (*others, bid)
            changes["decision"] = Decision.GO
            if others and outcome is not None:
                ends = {known.outcome for known in changes["bids"]}
                outcome = next((o for o in (Outcome.PENDING, Outcome.WON, Outcome.LOST) if o in ends), outcome)
        if outcome is not None:
            changes["outcome"] = outcome
            if outcome is not Outcome.PENDING:
                changes["stage"] = Stage.CLOSED
            if outcome is Outcome.LOST and tender.watch is None:
                changes["watch"] = Watch.WATCHING
        return changes

    def _bid(self, bid: Bid, notice: Notice, outcome: Outcome | None) -> Bid:
        said: dict[str, Any] = {}
        if notice.intent is not None:
            said["intent"] = notice.intent
        if notice.p_win is not None:
            said["p_win"] = notice.p_win
        if notice.price is not None:
            said["price"] = notice.price
        if notice.submitted is not None:
            said["submitted"] = notice.submitted
        if outcome is Outcome.NO_BID or not (said or bid.intent or bid.submitted or outcome in ENDS):
            return bid
        submitted = said.get("submitted", bid.submitted)
        p_win = said.get("p_win", bid.p_win)
        if bid.p_win_locked is None and p_win is not None and (submitted or outcome not in (None, Outcome.PENDING)):
            said["p_win_locked"] = p_win
        if outcome is not None:
            said["outcome"] = outcome
            if outcome is not Outcome.PENDING:
                awarded = [award.awarded for award in notice.awards if award.awarded]
                said["outcome_on"] = bid.outcome_on or (max(awarded) if awarded else notice.decision_date)
        if notice.lost_reason is not None:
            codes = (notice.lost_reason, *notice.also_reasons)
            told = tuple(Reason(code=code, evidence=notice.notes if code == "other" else "") for code in codes)
            if tuple(reason.code for reason in bid.reasons) != codes:
                said["reasons"] = told
        return msgspec.structs.replace(bid, **said) if said else bid

    # ------------------------------------------------------------ update

    def _update(self, number: int, notice: Notice) -> bool:
        """Whether the notice changed anything in the book but the trace of its own passing."""
        tender: Tender = self.draft.get("tenders", number)
        source = tender.source
        stale = bool(source and source.released and notice.released and notice.released < source.released)
        other = bool(source and source.format != notice.format and not (notice.ocid and tender.ocid == notice.ocid))
        said = _said(TENDER_FIELDS, _of_tender(notice))
        if notice.buyer is not None:
            buyer = self._organisation("buyers", self.buyers, notice.buyer, notice.country)
            said["buyer"] = buyer
        if notice.tenderers:
            said["tenderers"] = self._tenderers(notice)
        base = _before_typing(tender)
        if notice.lot:  # a row a lot: this one's joins those that came before
            said["lots"] = (*(known for known in base.lots if known.id != notice.lot), *notice.lots)
        ours = self._our_part(base, notice)
        ours.pop("watch", None)
        said |= {field: value for field, value in ours.items() if value != getattr(base, field)}
        merged = self._reconcile("tenders", tender, said, notice, fill_only=stale or other)
        if merged.outcome is Outcome.LOST and merged.watch is None:
            merged = msgspec.structs.replace(merged, watch=Watch.WATCHING)
        extra = tender.extra | notice.extra
        if extra != tender.extra:
            merged = msgspec.structs.replace(merged, extra=extra)
        changed = merged != tender
        merged = self._sound(merged, notice)
        if not stale and not other:
            # Several undated statements on one tender in one list: all of them are what it last said.
            self.said[number] = " ".join(filter(None, (self.said.get(number), notice.digest)))
            merged = msgspec.structs.replace(merged, source=_source(notice, digest=self.said[number]))
        if merged != tender:
            self.draft.put(merged)
            self._learn(number, merged)
        awards = False
        for told in notice.awards:
            awards = self._update_award(number, told, notice, fill_only=stale or other) or awards
        return changed or awards

    def _update_award(self, tender: int, told: NoticeAward, notice: Notice, *, fill_only: bool) -> bool:
        award = _same(self.draft.awards_of(tender), told)
        if award is None:
            award = self._bring_award(tender, told, notice)
            line: Tender = self.draft.get("tenders", tender)
            self.draft.put(msgspec.structs.replace(line, awards=(*line.awards, award.id)))
            self._propose_outcome(line, award, notice)
            return True
        said = _said(AWARD_FIELDS, _of_award(told))
        if told.suppliers:
            said["suppliers"], ours = self._winners(told)
            if ours:
                said["ours"] = True
        new = tuple(p for p in _promises(notice) if p.text not in {known.text for known in award.promises})
        merged = self._reconcile("awards", award, said, notice, fill_only=fill_only)
        if new:
            first = max((promise.number for promise in award.promises), default=0) + 1
            numbered = tuple(msgspec.structs.replace(p, number=n) for n, p in enumerate(new, first))
            merged = msgspec.structs.replace(merged, promises=award.promises + numbered)
        changed: bool = merged != award
        if award.source is None:
            merged = msgspec.structs.replace(merged, source=_source(notice, told))
        if merged != award:
            self.draft.put(self._sound(merged, notice))
        return changed

    def _reconcile(self, table: str, record: Any, said: dict[str, Any], notice: Notice, *, fill_only: bool) -> Any:
        """The record with what the list says anew; what a person typed stays, and the difference is proposed."""
        changes: dict[str, Any] = {}
        displaced = dict(record.displaced)
        for field, theirs in said.items():
            ours = getattr(record, field)
            if ours == theirs:
                continue
            if not _told(ours) and field not in displaced:
                changes[field] = theirs
                continue
            if fill_only:
                continue
            plain = as_stored(theirs)
            if field in displaced:
                if displaced[field] == plain:
                    continue  # the list says what it said before the person typed something else
            elif record.source is not None or ours == _default(record, field):
                changes[field] = theirs
                continue
            displaced[field] = plain
            if field == "stage":
                continue  # how far our own work has come is ours to say; an award is proposed as an outcome
            grounds = say("{list} now says {value}", list=notice.list, value=_words(theirs))
            about = ref(table, record.id)
            self._propose(ProposalKind.CHANGED_FIELD, about, grounds, field=field, value=plain, source=notice.list)
        if displaced != record.displaced:
            changes["displaced"] = displaced
        return msgspec.structs.replace(record, **changes) if changes else record

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
        self._propose(
            ProposalKind.OUTCOME, about, grounds, other=other, field="outcome", value=value, source=notice.list
        )

    def _propose(self, kind: ProposalKind, about: str, grounds: Message, **fields: Any) -> None:
        key = (str(kind), about, fields.get("field") or fields.get("other", ""), _key(fields.get("value")))
        if key not in self.asked:
            self.asked.add(key)
            self.draft.bring(Proposal(kind=kind, about=about, grounds=grounds, on=self.draft.today, **fields))
            self.report.proposals += 1

    def _refuse(self, notice: Notice, message: Message, key: str = "") -> None:
        self.report.take(Problem(file=notice.list, record=notice.record, key=key, message=message, refused=True))


def _told(value: Any) -> bool:
    """Whether a list says anything here; 0 offers and amounts of 0 are something said."""
    return value is not None and value != "" and value != ()


def _said(fields: tuple[str, ...], values: tuple[Any, ...]) -> dict[str, Any]:
    """The fields that a list tells; `_told`, spelled for speed."""
    return {field: value for field, value in zip(fields, values, strict=True) if value or value == 0}


def _default(record: Any, field: str) -> Any:
    return next((f.default for f in msgspec.structs.fields(record) if f.name == field), None)


def _fresh(party: Party, known: tuple[Identifier, ...]) -> tuple[Identifier, ...]:
    schemes = {identifier.scheme for identifier in known}
    return tuple(identifier for identifier in party.identifiers if identifier.scheme not in schemes)


def _source(notice: Notice, award: NoticeAward | None = None, digest: str = "") -> Source:
    if award is not None:
        return Source(list=notice.list, format=notice.format, key=award.key)
    return Source(
        list=notice.list,
        format=notice.format,
        # An ocid finds it again by itself, and so does a key that is made of the reference.
        key="" if notice.ocid or (notice.reference and notice.key.startswith(notice.reference)) else notice.key,
        digest=digest or notice.digest,
        released=notice.released,
    )


def _promises(notice: Notice) -> tuple[Promise, ...]:
    return tuple(Promise(number=number, text=text) for number, text in enumerate(notice.promises, 1))


def _same(awards: list[Award], told: NoticeAward) -> Award | None:
    """The award that a list means: the one it brought under this key, else the only one on that lot a person made."""
    for award in awards:
        if award.source is not None and award.source.key == told.key:
            return award
    typed = [award for award in awards if award.source is None and award.lot in ("", told.lot)]
    return typed[0] if len(typed) == 1 else None


def _before_typing(tender: Tender) -> Tender:
    """The tender as the list last had it: what a person typed over is put back."""
    if not tender.displaced:
        return tender
    told = {field: value for field, value in tender.displaced.items() if value is not None}
    plain = {f: msgspec.to_builtins(getattr(tender, f)) for f in tender.__struct_fields__ if f not in tender.displaced}
    plain = {field: value for field, value in plain.items() if value is not None}
    return msgspec.convert({"title": tender.title, "buyer": tender.buyer} | plain | told, Tender)


def _key(value: Any) -> str:
    return msgspec.json.encode(value, order="deterministic").decode()


def _words(value: Any) -> str:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    text = str(value) if not isinstance(value, (tuple, dict)) else _key(msgspec.to_builtins(value))
    return text if len(text) <= 80 else text[:79] + "…"
