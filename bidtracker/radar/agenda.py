"""What is due, today first: deadlines, touches, windows, promises, deliveries, and what should be asked again.

Derived from the book on a day, never stored. Items that are past and still open are overdue.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time

import msgspec

from bidtracker.domain.bids import HANDED_IN
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import parse_part, ref
from bidtracker.domain.message import Message, say
from bidtracker.domain.records import Award, TenderLine, Touch
from bidtracker.domain.vocabulary import (
    AwardStatus,
    Decision,
    Outcome,
    SignalState,
    Stage,
    TouchOutcome,
    Watch,
)
from bidtracker.radar.account import dues, inquiries, manners
from bidtracker.radar.due import Due, DueItem
from bidtracker.radar.score.case import AwardCase, Survey, window_of
from bidtracker.radar.score.evidence import day_of, half_life, voice
from bidtracker.radar.score.months import shift
from bidtracker.radar.score.opportunity import away_until, followed
from bidtracker.radar.score.priors import History
from bidtracker.radar.score.quiet import decided
from bidtracker.radar.score.relations import CADENCE, Relation
from bidtracker.radar.score.tempo import award_pace
from bidtracker.radar.score.timing import Basis, Phase, Window, end_of

__all__ = ["DAYS", "Due", "DueItem", "agenda"]

DAYS = 14  # how far to look ahead where nobody says
FRESH = 90  # days after a win in which its delivery is to be opened; older ones were delivered without this book
PREPARING = (Stage.QUALIFYING, Stage.BID_DECISION, Stage.PREPARING)


def agenda(holdings: Holdings, as_of: date, days: int = DAYS, *, past: History | None = None) -> list[DueItem]:
    """Everything due within so many days and everything overdue: overdue first, then day by day."""
    survey = Survey(holdings, as_of, past)
    last = shift(as_of, days)
    active = {holdings.buyer_of(a) for a in followed(holdings, as_of) if (end_of(a) or as_of) >= as_of} - {0}
    items = [
        *_tenders(survey, last),
        *_touches(survey),
        *_awards(survey, last),
        *dues.steps(survey),
        *_cadence(survey, active),
        *dues.doubts(survey, active),
        *inquiries.answers_due(survey),
        *inquiries.to_ask(survey),
        *manners.manners_due(survey),
        *manners.agreed_due(survey),
    ]
    within = (item for item in items if item.on <= last and (item.overdue or item.on >= as_of))
    order = list(Due)
    return sorted(within, key=lambda i: (not i.overdue, i.on, order.index(i.kind), [*map(parse_part, i.refs)]))


# ---------------------------------------------------------------- tenders and touches


def _pending(holdings: Holdings, as_of: date, last: date) -> list[TenderLine]:
    """The tenders of which something may be due by a day: we are at them, or their deadline is near."""
    at_them = (
        holdings.having("tenders", "stage", (*PREPARING, *HANDED_IN)),
        holdings.having("tenders", "decision", (Decision.GO,)),
        *(holdings.having("tenders", field) for field in ("bids", "park_until")),
    )
    # A deadline in another zone may fall on the day before or after here.
    near = holdings.between("tenders", "deadline", shift(as_of, -1), shift(last, 1))
    at_hand = {tender.id: tender for tenders in (*at_them, near) for tender in tenders}
    holdings.prepare_around(at_hand.values())
    return [tender for _, tender in sorted(at_hand.items())]


def _tenders(survey: Survey, last: date) -> Iterator[DueItem]:
    holdings, as_of = survey.holdings, survey.as_of
    for tender in _pending(holdings, as_of, last):
        refs, buyer = (ref("tenders", tender.id),), tender.buyer
        title = tender.title
        if tender.watch is Watch.PARKED and tender.park_until:
            text = say("{title} returns from parking", title=title)
            late = tender.park_until < as_of
            yield DueItem(
                on=tender.park_until, kind=Due.PARKED_RETURNS, text=text, refs=refs, buyer=buyer, overdue=late
            )
        if tender.standstill_until and tender.bids:
            text = say("Standstill ends: {title}", title=title)
            yield DueItem(on=tender.standstill_until, kind=Due.STANDSTILL_END, text=text, refs=refs, buyer=buyer)
        if tender.outcome is not Outcome.PENDING or tender.decision is Decision.NO_GO or tender.stage is Stage.CLOSED:
            continue
        handed_in = tender.stage in HANDED_IN or any(bid.submitted for bid in tender.bids)
        if tender.enquiries_until and tender.enquiries_until >= as_of and not handed_in:
            prepared = tender.stage in PREPARING or tender.decision is Decision.GO
            if prepared and not decided(holdings, tender, as_of):
                yield dues.enquiries(survey, tender, tender.enquiries_until)
        due_on = tender.deadline_day
        if due_on and not handed_in and (due_on >= as_of or tender.stage in PREPARING):
            if not decided(holdings, tender, as_of):
                text = say("Hand in {title}", title=title)
                item = DueItem(on=due_on, kind=Due.DEADLINE, text=text, refs=refs, buyer=buyer, overdue=due_on < as_of)
                yield msgspec.structs.replace(item, at=tender.deadline_at)
        elif tender.decision_date and handed_in:
            late = tender.decision_date < as_of
            text = (
                say("Decision on {title} was due: ask, and note it", title=title)
                if late
                else say("Decision on {title}", title=title)
            )
            yield DueItem(on=tender.decision_date, kind=Due.DECISION, text=text, refs=refs, buyer=buyer, overdue=late)
        elif tender.deadline and handed_in and (pace := award_pace(holdings, buyer, as_of)):
            on = shift(tender.deadline, pace.median)
            text = say("Decision on {title}: usually by now (median of {n})", title=title, n=pace.n)
            yield DueItem(on=on, kind=Due.DECISION, text=text, refs=refs, buyer=buyer, overdue=on < as_of)


def _touches(survey: Survey) -> Iterator[DueItem]:
    holdings, as_of = survey.holdings, survey.as_of
    agreed = _callbacks(holdings.touches.values(), as_of)
    for touch in holdings.touches.values():
        if touch.done is not None:
            continue
        late = touch.on < as_of
        back = _about(touch) in agreed
        kind = Due.CALLBACK if back else Due.TOUCH_OVERDUE if late else Due.TOUCH_DUE
        yield DueItem(
            on=touch.on,
            kind=kind,
            text=_touch_words(holdings, touch, back),
            refs=(ref("touches", touch.id), *((ref("contacts", touch.contact),) if touch.contact else ())),
            buyer=touch.buyer,
            overdue=late,
            quiet=survey.quiet(touch.buyer, holdings.awards.get(touch.award) or holdings.tenders.get(touch.tender)),
        )


def _about(touch: Touch) -> tuple[int, ...]:
    return touch.buyer, touch.contact, touch.award, touch.tender


def _callbacks(touches: Iterable[Touch], as_of: date) -> set[tuple[int, ...]]:
    """Whom and what the last talk about was left with an agreed callback."""
    newest: dict[tuple[int, ...], Touch] = {}
    for touch in touches:
        if touch.done is None or touch.done > as_of:
            continue
        held = newest.get(_about(touch))
        if held is None or (touch.done, touch.id) > (held.done or touch.done, held.id):
            newest[_about(touch)] = touch
    return {about for about, touch in newest.items() if touch.outcome is TouchOutcome.CALLBACK_AGREED}


def _touch_words(holdings: Holdings, touch: Touch, back: bool) -> Message:
    who = holdings.name("contacts", touch.contact) or holdings.name("buyers", touch.buyer)
    return say("As agreed, call {who} back", who=who) if back else say("{kind} with {who}", kind=touch.kind, who=who)


def _cadence(survey: Survey, active: set[int]) -> Iterator[DueItem]:
    """The next day to be in touch with the contacts at buyers where something is open, by how close they are. None
    where a touch is planned, or the buyer is to be left alone."""
    holdings, as_of = survey.holdings, survey.as_of
    planned = {touch.contact for touch in holdings.touches.values() if touch.done is None}
    for buyer in sorted(active):
        if survey.quiet(buyer) is not None:
            continue
        for person in survey.people(buyer):
            days = CADENCE.get(person.level)
            if days is None or person.last is None or person.contact.do_not_contact or person.contact.id in planned:
                continue
            on = _next(person.last, days, as_of)
            if on is not None:
                refs = (ref("contacts", person.contact.id),)
                yield DueItem(on=on, kind=Due.KEEP_IN_TOUCH, text=_keep_words(person), refs=refs, buyer=buyer)


def _keep_words(person: Relation) -> Message:
    words = {"who": person.contact.name, "day": person.last}
    if person.spoken:
        return say("Be in touch with {who}: last on {day}", **words)
    return say("Be in touch with {who}: {level} as noted on {day}", level=person.level, **words)


def _next(last: date, days: int, as_of: date) -> date | None:
    """The first day on or after `as_of` of a rhythm that began on `last`; not that day itself."""
    from dateutil.rrule import DAILY, rrule  # later than the first paint

    rhythm = rrule(DAILY, interval=days, dtstart=datetime.combine(shift(last, days), time()))
    day = rhythm.after(datetime.combine(as_of, time()), inc=True)
    return day.date() if day else None


# ---------------------------------------------------------------- awards and deals


def _awards(survey: Survey, last: date) -> Iterator[DueItem]:
    holdings, as_of = survey.holdings, survey.as_of
    for award in followed(holdings, as_of, include_snoozed=True):
        away = away_until(holdings, award)
        if away is not None and away > as_of:
            if award.snoozed_until == away:
                text = say("{title} is back on the radar", title=holdings.name("awards", award.id))
                refs = (ref("awards", award.id),)
                yield DueItem(on=away, kind=Due.PARKED_RETURNS, text=text, refs=refs, buyer=holdings.buyer_of(award))
            continue
        case = survey.case(award)
        when = window_of(case)
        yield from _window(survey, case, when)
        if when.state is Phase.CLOSED:
            continue
        yield from _unopened(survey, award)
        yield from _contract(survey, award)
        yield from _promises(survey, award)
        yield from _signals(survey, case)


def _window(survey: Survey, case: AwardCase, when: Window) -> Iterator[DueItem]:
    """When to begin and by when to have acted; overdue while it can still be made good and nobody has called."""
    award, as_of = case.award, survey.as_of
    if award.ours or when.state in (Phase.CLOSED, Phase.LIVE, Phase.HOLDING_OVER) or not when.certain:
        return
    title, buyer = survey.holdings.name("awards", award.id), survey.holdings.buyer_of(award)
    refs = (ref("awards", award.id),)
    if when.opens is not None and when.basis is not Basis.FRAMEWORK:
        text = say("Window opens: {title}", title=title)
        yield DueItem(
            on=when.opens, kind=Due.WINDOW_OPENS, text=text, refs=refs, buyer=buyer, quiet=survey.quiet(buyer, award)
        )
    if when.act_by is not None:
        touches = survey.holdings.touches_of(buyer)
        called = any(t.done and (when.opens or t.done) <= t.done <= as_of for t in touches)
        late = when.act_by < as_of and not called
        again = when.basis is Basis.FRAMEWORK
        text = (
            say("Look again at {title}, an open framework", title=title)
            if again
            else say("Act on {title}", title=title)
        )
        quiet = survey.quiet(buyer, award)
        yield DueItem(on=when.act_by, kind=Due.ACT_BY, text=text, refs=refs, buyer=buyer, overdue=late, quiet=quiet)


def _unopened(survey: Survey, award: Award) -> Iterator[DueItem]:
    """A contract that we won lately and whose delivery nobody has opened; from the day of the award on."""
    holdings, as_of = survey.holdings, survey.as_of
    tender = holdings.tenders.get(award.tender)
    if not award.ours or tender is None or not tender.bids or holdings.deals_of(award.id):
        return
    won = award.awarded or next((bid.outcome_on for bid in tender.bids if bid.outcome_on), None) or award.start
    if won is not None and shift(won, FRESH) >= as_of and award.status in (AwardStatus.PENDING, AwardStatus.ACTIVE):
        text = say("Open the delivery of {title}", title=holdings.name("awards", award.id))
        buyer = holdings.buyer_of(award)
        refs = (ref("awards", award.id),)
        yield DueItem(on=won, kind=Due.DEAL_MILESTONE, text=text, refs=refs, buyer=buyer, overdue=won < as_of)


def _contract(survey: Survey, award: Award) -> Iterator[DueItem]:
    title, buyer, refs = (
        survey.holdings.name("awards", award.id),
        survey.holdings.buyer_of(award),
        (ref("awards", award.id),),
    )
    end = end_of(award)
    if end is not None and award.status is not AwardStatus.TERMINATED:
        yield DueItem(on=end, kind=Due.CONTRACT_END, text=say("{title} ends", title=title), refs=refs, buyer=buyer)
    for option in award.options:
        if option.exercised is None:
            text = say("The buyer decides on the option of {title}", title=title)
            yield DueItem(on=option.decide_by, kind=Due.OPTION_DECISION, text=text, refs=refs, buyer=buyer)


def _promises(survey: Survey, award: Award) -> Iterator[DueItem]:
    for promise in award.promises:
        if promise.due is None or promise.kept is not None:
            continue
        yield DueItem(
            on=promise.due,
            kind=Due.PROMISE_DUE,
            text=say("Was “{promise}” kept?", promise=promise.text),
            refs=(f"{ref('awards', award.id)}.{promise.number}",),
            buyer=survey.holdings.buyer_of(award),
            overdue=promise.due < survey.as_of,
        )


def _signals(survey: Survey, case: AwardCase) -> Iterator[DueItem]:
    """Open signals past their half-life, asked about from then on until twice that old; then they weigh too little."""
    for signal in case.signals:
        days = half_life(signal)
        asked = shift(day_of(signal), days)
        gone = shift(day_of(signal), 2 * days) < survey.as_of
        if signal.state is not SignalState.OPEN or gone or not voice(signal, case.award, survey.as_of):
            continue
        yield DueItem(
            on=max(asked, survey.as_of),
            kind=Due.CONFIRM_SIGNAL,
            text=say("{kind}, heard on {day}", kind=signal.kind, day=signal.on),
            refs=(ref("signals", signal.id), ref("awards", case.award.id)),
            buyer=case.tender.buyer if case.tender else 0,
        )
