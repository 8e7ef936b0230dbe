"""Acts on what a buyer is asked about an award, and what the answer gave."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from msgspec.structs import replace

from bidtracker.book.acts.losses.scores import score
from bidtracker.book.acts.promises import promise
from bidtracker.book.acts.signals import observe
from bidtracker.book.cross_checks import agree, not_yet
from bidtracker.book.draft import Draft
from bidtracker.book.holidays import holidays_of
from bidtracker.book.ids import record_in
from bidtracker.book.ledger import Ledger
from bidtracker.book.values import build, resolve
from bidtracker.domain.errors import Doubtful, FieldError, Refused
from bidtracker.domain.ids import parse_ref, ref
from bidtracker.domain.losses.inquiry_rules import InquiryRule, Rules, rule_of
from bidtracker.domain.losses.working_days import on_working_day, working_days_after
from bidtracker.domain.message import say
from bidtracker.domain.records import Award, FrozenValue, Inquiry, ScoreSheet, Tender
from bidtracker.domain.vocabulary import Channel, InquiryKind, InquiryResult, Reliability, SignalKind
from bidtracker.radar.score.quiet import quiet_periods


class InquiryAnswer(FrozenValue, frozen=True, kw_only=True):
    """What came of an inquiry, on which day, in their words; and what it gave: the score sheet of our bid, promises of
    the winner, signals on how it goes, documents."""

    result: InquiryResult = InquiryResult.ANSWERED
    on: date | None = None
    words: str = ""
    sheet: ScoreSheet | None = None
    promises: tuple[str, ...] = ()
    signals: tuple[SignalKind, ...] = ()
    links: tuple[str, ...] = ()


def inquire(
    book: Ledger,
    record_id: str,
    kind: InquiryKind,
    *,
    under: str = "",
    as_given: bool = False,
    **fields: Any,
) -> Inquiry:
    """Notes that a buyer was asked about an award ("A5") or a tender ("T42"); the answer is due by the rule `under`
    which it was asked, unless the day is given. Asked about (Doubtful) is a day before the award, and any while a
    tender of that buyer is live."""
    table, number = parse_ref(record_id)
    if table not in ("tenders", "awards"):
        raise Refused("{id} is no award and no tender; an inquiry is about one of these", id=record_id)
    with book.acting("inquire") as draft:
        of = draft.get(table, number)
        tender: Tender = draft.get("tenders", of.tender) if isinstance(of, Award) else of
        award = of.id if isinstance(of, Award) else tender.awards[0] if len(tender.awards) == 1 else 0
        if not as_given:
            _ask_while_live(book, tender, draft.today)
        values = {"on": draft.today} | {field: value for field, value in fields.items() if value not in (None, "")}
        values |= {"tender": tender.id, "award": award, "kind": kind, "rule": under}
        inquiry: Inquiry = build("inquiries", resolve(draft, "inquiries", values))
        if not as_given:
            _ask_before_award(inquiry, draft.awards_of(tender.id))
        if under:
            inquiry = _due(draft, inquiry, tender, book.holdings.rules)
        inquiry = draft.add(inquiry)
        agree(draft, inquiry)
        named = {"id": ref("inquiries", inquiry.id), "kind": kind, "name": tender.title}
        if inquiry.due is None:
            draft.title = say("{id}: asked for {kind} on {name}", **named)
        else:
            draft.title = say("{id}: asked for {kind} on {name}, due {day}", **named, day=inquiry.due)
    return inquiry


def _ask_while_live(book: Ledger, tender: Tender, today: date) -> None:
    """A buyer that judges a competition just now is not to be asked anything that weighs on it."""
    holdings = book.holdings
    for live in quiet_periods(holdings, holdings.tenders_of(tender.buyer), today):
        raise Doubtful("on", say("{why}, and an inquiry now may be taken amiss; is it to be?", why=live.message))


def _ask_before_award(inquiry: Inquiry, awards: list[Award]) -> None:
    """Before an award there is nothing to ask about it."""
    days = [award.awarded for award in awards if award.awarded and inquiry.award in (0, award.id)]
    if days and inquiry.on < min(days):
        early = say("{day} lies before the award on {awarded}", day=inquiry.on, awarded=min(days))
        raise Doubtful("on", say("{doubts}; is it so?", doubts=early))


def _due(draft: Draft, inquiry: Inquiry, tender: Tender, rules: Rules) -> Inquiry:
    """The inquiry with the day on which its rule wants the answer. FieldError where it lets nobody ask that there."""
    rule = rule_of(inquiry.rule, rules)
    buyer = draft.get("buyers", tender.buyer)
    country = tender.country or buyer.country
    if not rule.holds(inquiry.kind, country, tender.published):
        wrong = "by {code} nobody can ask for {kind} there; `bidtracker rules` lists what holds where"
        raise FieldError("rule", wrong, code=inquiry.rule, kind=inquiry.kind)
    return inquiry if inquiry.due or rule.days is None else replace(inquiry, due=due_day(rule, country, inquiry.on))


def due_day(rule: InquiryRule, country: str, on: date) -> date | None:
    """The day on which a rule wants the answer to what arrived on a day."""
    if rule.days is None:
        return None
    holidays = holidays_of(country, on.year, on.year + 1) if rule.working or rule.rolls else frozenset[date]()
    if rule.working:
        return working_days_after(on, rule.days, holidays)
    last = on + timedelta(days=rule.days)
    return on_working_day(last, holidays) if rule.rolls else last


def answered(book: Ledger, record_id: str, answer: InquiryAnswer, *, as_given: bool = False) -> Inquiry:
    """Records what came of an inquiry ("I3"), and with it, as one act, the scores, promises, signals and documents that
    it gave. The signals rest on the first document."""
    with book.acting("answered") as draft:
        inquiry = record_in(draft, Inquiry, record_id)
        day = answer.on or draft.today
        for fault in not_yet("on", day, draft.today):
            raise fault
        if day < inquiry.on:
            early = "{day} lies before {asked}, the day it was asked"
            raise FieldError("on", early, day=day, asked=inquiry.on)
        links = tuple(dict.fromkeys((*inquiry.links, *answer.links)))
        words = "\n".join(filter(None, (inquiry.answer, answer.words)))
        inquiry = draft.put(replace(inquiry, answered=day, result=answer.result, answer=words, links=links))
        tender = ref("tenders", inquiry.tender)
        if answer.sheet is not None:
            score(book, tender, answer.sheet, on=day, as_given=as_given)
        _tell(book, inquiry, answer)
        title = draft.get("tenders", inquiry.tender).title
        named = {"id": ref("inquiries", inquiry.id), "kind": inquiry.kind, "name": title}
        draft.title = say("{id} {kind} on {name}: {result}", **named, result=answer.result)
    return inquiry


def _tell(book: Ledger, inquiry: Inquiry, answer: InquiryAnswer) -> None:
    """What the answer tells of the winner: what it promised, and how it delivers."""
    about = ref("awards", inquiry.award) if inquiry.award else ref("tenders", inquiry.tender)
    for text in answer.promises:
        if not inquiry.award:
            raise Refused("{id} has no award to take a promise; record who won first (o)", id=about)
        promise(book, about, text)
    written = inquiry.kind not in (InquiryKind.DEBRIEF, InquiryKind.ASSESSMENT_SUMMARY)
    for kind in answer.signals:
        observe(
            book,
            about,
            kind,
            on=inquiry.answered,
            channel=Channel.PUBLIC if written else Channel.INSIDE,
            reliability=Reliability.A,
            contact=inquiry.contact,
            url=inquiry.links[0] if inquiry.links else "",
            notes=inquiry.answer,
        )
