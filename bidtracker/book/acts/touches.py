"""Acts on contacts with a buyer: plan one, record how it went."""

from __future__ import annotations

from datetime import date

import msgspec

from bidtracker.book.cross_checks import works_for
from bidtracker.book.draft import Draft
from bidtracker.book.ids import record_in
from bidtracker.book.ledger import Ledger
from bidtracker.book.values import number_of
from bidtracker.domain.errors import FieldError, Refused
from bidtracker.domain.ids import parse_ref, ref
from bidtracker.domain.message import count, say
from bidtracker.domain.records import Award, Signal, Tender, Touch
from bidtracker.domain.vocabulary import Outcome, SignalKind, TouchKind, TouchOutcome, Watch

REACHED = {
    TouchOutcome.CALLBACK_AGREED,
    TouchOutcome.REACHED_NOT_NOW,
    TouchOutcome.SATISFIED_WITH_INCUMBENT,
    TouchOutcome.PAIN_SHARED,
    TouchOutcome.REFERRED,
    TouchOutcome.NOTHING_HEARD,
    TouchOutcome.MEETING_BOOKED,
    TouchOutcome.NOT_INTERESTED,
}


def plan_touch(
    book: Ledger,
    *ids: str,
    on: date,
    kind: TouchKind = TouchKind.CALL,
    contact: str | None = None,
    note: str = "",
    by: str = "",
) -> list[Touch]:
    """Plans a contact with a buyer ("B12"), about an award ("A5") or tender ("T42"), or with a contact ("P7"); or,
    as one act, one about each of several of these. `by` is who of us it is for, whoever plans it if not given."""
    with book.acting("plan_touch") as draft:
        touch = Touch(buyer=0, on=on, kind=kind, notes=note, by=by or book.who)
        touches = [draft.add(_planned(draft, record_id, touch, contact)) for record_id in ids]
        if len(touches) == 1:
            buyer = draft.get("buyers", touches[0].buyer).name
            draft.title = say("{kind} with {buyer} on {day}", kind=kind, buyer=buyer, day=on)
        else:
            draft.title = count("{n} touch on {day}", "{n} touches on {day}", len(touches), day=on)
    return touches


def _planned(draft: Draft, record_id: str, touch: Touch, contact: str | None) -> Touch:
    """The touch that is planned about a record; nobody who asked not to be contacted has one."""
    touch = about(draft, record_id, touch, contact)
    if touch.contact and draft.get("contacts", touch.contact).do_not_contact:
        raise FieldError("contact", "{id} asked not to be contacted", id=ref("contacts", touch.contact))
    return touch


def about(draft: Draft, record_id: str, touch: Touch, contact: str | None = None) -> Touch:
    """A touch with what it is about, and with whom."""
    table, number = parse_ref(record_id)
    record = draft.get(table, number)
    if table == "awards":
        tender = draft.get("tenders", record.tender)
        touch = msgspec.structs.replace(touch, award=number, tender=tender.id, buyer=tender.buyer)
    elif table == "tenders":
        touch = msgspec.structs.replace(touch, tender=number, buyer=record.buyer)
    elif table == "contacts":
        touch = msgspec.structs.replace(touch, contact=number, buyer=record.buyer)
    elif table == "buyers":
        touch = msgspec.structs.replace(touch, buyer=number)
    else:
        raise Refused("{id} is no buyer, award, tender or contact; a touch is planned with one of these", id=record_id)
    if contact:
        touch = msgspec.structs.replace(touch, contact=number_of(draft, "contacts", contact, "contact"))
        for fault in works_for(draft, touch.contact, touch.buyer):
            raise fault
    return touch


def put_off(book: Ledger, *ids: str, until: date) -> list[Touch]:
    """Puts planned touches ("F4") off until a day, as one act."""
    with book.acting("put_off") as draft:
        touches = []
        for record_id in ids:
            touch = record_in(draft, Touch, record_id)
            if touch.done is not None:
                raise Refused("{id} is done already; only what is planned can be put off", id=record_id)
            touches.append(draft.put(msgspec.structs.replace(touch, on=until)))
        draft.title = count(
            "Put {id} off until {day}", "Put {n} touches off until {day}", len(ids), id=ids[0], day=until
        )
    return touches


def done(
    book: Ledger,
    record_id: str,
    outcome: TouchOutcome,
    *,
    on: date | None = None,
    note: str = "",
    callback: date | None = None,
    by: str = "",
) -> tuple[Touch, list[Signal | Touch]]:
    """Records how a touch went, and what follows from it: a callback's own touch, a satisfied_statement, the
    card's do_not_contact, the watch of the lost tender. Returns the touch and the records it made. `by` is who of
    us it was, whoever records it if not given."""
    if outcome is TouchOutcome.CALLBACK_AGREED and callback is None:
        raise FieldError("callback", "an agreed callback has a date; say when")
    with book.acting("done") as draft:
        touch = record_in(draft, Touch, record_id)
        notes = "\n".join(part for part in (touch.notes, note) if part)
        done, who = on or draft.today, by or book.who
        touch = msgspec.structs.replace(touch, done=done, outcome=outcome, notes=notes, by=who, written=draft.today)
        touch = draft.put(touch)
        made: list[Signal | Touch] = []
        if callback is not None:
            made.append(draft.add(msgspec.structs.replace(touch, on=callback, done=None, outcome=None, written=None)))
        award = _award_of(book, draft, touch)
        if outcome is TouchOutcome.SATISFIED_WITH_INCUMBENT and award is not None:
            statement = Signal(
                kind=SignalKind.SATISFIED_STATEMENT,
                on=touch.done or draft.today,
                award=award.id,
                contact=touch.contact,
                notes=note,
            )
            made.append(draft.add(statement))
        if outcome is TouchOutcome.DO_NOT_CONTACT and touch.contact:
            contact = draft.get("contacts", touch.contact)
            draft.put(msgspec.structs.replace(contact, do_not_contact=True))
        _move_watch(book, draft, touch, award, outcome)
        draft.title = say("{kind} done: {outcome}", kind=touch.kind, outcome=outcome)
    return touch, made


def asked(
    book: Ledger,
    *ids: str,
    of: str | None = None,
    on: date | None = None,
    kind: TouchKind = TouchKind.CALL,
    note: str = "",
    by: str = "",
) -> list[Touch]:
    """Records that we asked how awards ("A5") go and heard nothing of note, of a contact ("P7") where one is named; as
    one act. Each is a done touch about its award: that nobody complained says something only where somebody asked."""
    with book.acting("asked") as draft:
        day, touches = on or draft.today, []
        if day > draft.today:
            raise FieldError("on", "{day} is not here yet; `bidtracker touch` plans a call", day=day)
        for record_id in ids:
            award = record_in(draft, Award, record_id)
            touch = Touch(buyer=0, on=day, kind=kind, done=day, notes=note, by=by or book.who, written=draft.today)
            touch = msgspec.structs.replace(touch, outcome=TouchOutcome.NOTHING_HEARD)
            touches.append(draft.add(about(draft, record_id, touch, of)))
            _move_watch(book, draft, touches[-1], award, TouchOutcome.NOTHING_HEARD)
        draft.title = count(
            "Asked how {id} goes, nothing heard", "Asked how {n} contracts go, nothing heard", len(ids), id=ids[0]
        )
    return touches


def _award_of(book: Ledger, draft: Draft, touch: Touch) -> Award | None:
    if touch.award:
        award: Award = draft.get("awards", touch.award)
        return award
    awards = draft.awards_of(touch.tender) if touch.tender else []
    return awards[0] if len(awards) == 1 else None


def _move_watch(book: Ledger, draft: Draft, touch: Touch, award: Award | None, outcome: TouchOutcome) -> None:
    number = touch.tender or (award.tender if award else 0)
    if not number:
        return
    tender: Tender = draft.get("tenders", number)
    if tender.outcome is not Outcome.LOST:
        return
    watch = tender.watch
    if outcome is TouchOutcome.INVITED:
        watch = Watch.INVITED
    elif outcome in REACHED and watch in (None, Watch.WATCHING, Watch.PARKED):
        watch = Watch.CONTACTED
    if watch is not tender.watch:
        draft.put(msgspec.structs.replace(tender, watch=watch, park_until=None))
