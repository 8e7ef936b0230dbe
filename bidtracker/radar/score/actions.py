"""What to do next about an opportunity: the first rule that fits, with names."""

from __future__ import annotations

from datetime import date

import msgspec

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import LETTERS, ref
from bidtracker.domain.message import Message, say
from bidtracker.domain.message import label as _
from bidtracker.domain.records import Award, Promise, Signal
from bidtracker.domain.vocabulary import Level, Stance, TouchKind, Word
from bidtracker.radar.account.introductions import bridge
from bidtracker.radar.score.case import AwardCase, Verdict
from bidtracker.radar.score.evidence import doubtful
from bidtracker.radar.score.months import add_months
from bidtracker.radar.score.quiet import Quiet
from bidtracker.radar.score.relations import LEVELS, Relation
from bidtracker.radar.score.timing import Phase, bends

CALL_DB, CALL_W = 3.0, 0.8
LONGEST_NOTE = 80  # characters of a signal's note that fit into the sentence
NEAR = LEVELS[Level.FAMILIAR]


class ActionCode(Word):
    """The kinds of next step, in the order in which they are looked at."""

    ARCHIVE = "archive", _("Archive")
    OPEN_BID = "open_bid", _("Open a bid")
    FIND_END = "find_end", _("Find the end date")
    WAIT = "wait", _("Quiet period")
    INTRODUCE = "introduce", _("Get introduced")
    MEET = "meet", _("Meet the decision-maker")
    CONFIRM = "confirm", _("Confirm")
    CALL = "call", _("Call now")
    PULSE = "pulse", _("Pulse visit")
    KEEP_WARM = "keep_warm", _("Keep warm")
    LOG_WAITING = "log_waiting", _("Note why waiting")


TALKS = {
    ActionCode.INTRODUCE: TouchKind.CALL,
    ActionCode.MEET: TouchKind.MEETING,
    ActionCode.CONFIRM: TouchKind.CALL,
    ActionCode.CALL: TouchKind.CALL,
    ActionCode.PULSE: TouchKind.VISIT,
}


class Action(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The next step: its code, the sentence, the records it is about, and a day where there is one."""

    code: ActionCode
    message: Message
    refs: tuple[str, ...] = ()
    on: date | None = None

    @property
    def touch(self) -> TouchKind | None:
        """How one speaks with somebody in this step; None where it asks for no talk."""
        return TALKS.get(self.code)

    @property
    def with_whom(self) -> str:
        """The id of the contact to speak with first, who may lead to another one; "" where none is named."""
        people = [each for each in self.refs if each.startswith(LETTERS["contacts"])]
        return "" if not people else people[-1] if self.code is ActionCode.MEET else people[0]


def next_action(holdings: Holdings, case: AwardCase, verdict: Verdict) -> Action:
    """The first rule that fits. Steps that would mean a call are not suggested in a quiet period, but for the delivery
    of a contract that is ours."""
    closed = _closed(case, verdict)
    if closed is not None:
        return closed
    if case.quiet is not None:
        return (_delivery(holdings, case, verdict, case.quiet) if verdict.ours else None) or _silence(case.quiet)
    step = (
        _introduce(holdings, case)
        or _meet(case)
        or _confirm(case, verdict)
        or _call(holdings, case, verdict)
        or _pulse(case, verdict)
    )
    return _careful(step, case.caution) if step else _wait(case, verdict)


def _careful(step: Action, caution: Quiet | None) -> Action:
    """A step that speaks with somebody while another competition of the buyer is live: with that tender's name."""
    if caution is None:
        return step
    words = say("{step}. Not a word about this: {why}", step=step.message, why=caution.message)
    return msgspec.structs.replace(step, message=words, refs=(*step.refs, ref("tenders", caution.tender)))


def _closed(case: AwardCase, verdict: Verdict) -> Action | None:
    """Nothing to call about: closed, a notice out, or no end known."""
    when, award = verdict.window, ref("awards", case.award.id)
    if when.state is Phase.CLOSED:
        if when.successor:
            next_tender = ref("tenders", when.successor)
            words = say("Archive: decided again as {tender}; follow that one", tender=next_tender)
            return Action(code=ActionCode.ARCHIVE, message=words, refs=(award, next_tender))
        day = revisit(case, verdict)
        words = say("Archive, and look again on {day}", day=day) if day else say("Archive")
        return Action(code=ActionCode.ARCHIVE, message=words, refs=(award,), on=day)
    if when.state is Phase.LIVE:
        live = ref("tenders", when.successor)
        return Action(code=ActionCode.OPEN_BID, message=say("Open a bid on {tender}", tender=live), refs=(live,))
    if not when.certain:
        return Action(code=ActionCode.FIND_END, message=say("Find out when it ends, and its options"), refs=(award,))
    return None


def _silence(quiet: Quiet) -> Action:
    words = say("No call now: {why}", why=quiet.message)
    return Action(code=ActionCode.WAIT, message=words, refs=(ref("tenders", quiet.tender),), on=quiet.until)


def _delivery(holdings: Holdings, case: AwardCase, verdict: Verdict, quiet: Quiet) -> Action | None:
    """What may be done about our own contract while its buyer's competition is live: the delivery, and nothing else.

    Equal treatment (2014/24/EU art. 18, and its like elsewhere) forbids to win anybody over for what is being
    competed for; it does not suspend a contract that runs, whose faults must be put right and whose users may be asked.
    So nobody is to be introduced or met, and whoever may judge the competition is left out.
    """
    apart = msgspec.structs.replace(case, people=tuple(p for p in case.people if not p.judges))
    step = _confirm(apart, verdict) or _call(holdings, apart, verdict) or _pulse(apart, verdict)
    if step is None:
        return None
    words = say("{step}. Speak of this delivery alone: {why}", step=step.message, why=quiet.message)
    return msgspec.structs.replace(step, message=words, refs=(*step.refs, ref("tenders", quiet.tender)))


def revisit(case: AwardCase, verdict: Verdict) -> date | None:
    """When the window of the cycle after a closed one opens, if it runs as long as the last."""
    when = verdict.window
    if when.closes is None:
        return None
    months = max(1, round(when.term or case.cycle))
    opens_before = round(bends(months)[0])
    turns = 1
    while (day := add_months(when.closes, turns * months - opens_before)) <= case.as_of and day < date.max:
        turns += 1
    return day


def _introduce(holdings: Holdings, case: AwardCase) -> Action | None:
    deciders = [p for p in case.people if p.decides]
    if any(p.closeness >= NEAR for p in deciders):
        return None
    decider = max((p for p in deciders if reachable(p)), key=lambda p: (p.closeness, -p.contact.id), default=None)
    nearest = bridge(case.people, decider) if decider is not None else None
    through = nearest.through if nearest is not None else None if decider is not None else best_supporter(case)
    match decider, through:
        case None, None:
            words = say("Find out who decides at {buyer}, and who could introduce you", buyer=_buyer(holdings, case))
        case None, Relation():
            words = say("Ask {through} to introduce you to whoever decides", through=through.contact.name)
        case Relation(), None if decider.closeness > 0:  # known to us a little: nobody has to introduce us
            words = say("Get closer to {name}, who decides", name=decider.contact.name)
        case Relation(), None:
            words = say("Find somebody who can introduce you to {name}", name=decider.contact.name)
        case _:
            name = decider.contact.name if decider is not None else ""
            words = say("Ask {through} to introduce you to {name}", through=_named(through), name=name)
    return Action(code=ActionCode.INTRODUCE, message=words, refs=_people(through, decider))


def _named(person: Relation | None) -> str:
    return person.contact.name if person is not None else ""


def _meet(case: AwardCase) -> Action | None:
    opposed = [p for p in case.people if p.decides and p.stance is Stance.OPPOSES]
    if not opposed:
        return None
    against = max(opposed, key=lambda p: (p.closeness, -p.contact.id))
    bridges = [p for p in case.people if reachable(p) and p.stance is not Stance.OPPOSES]
    bridges = [p for p in bridges if p.stance is Stance.NEUTRAL or p.uses] or bridges
    bridge = max(bridges, key=lambda p: (p.closeness, -p.contact.id), default=None)
    if bridge is None:
        words = say(
            "{name} decides and is against: find somebody neutral who can arrange a meeting", name=against.contact.name
        )
        return Action(code=ActionCode.MEET, message=words, refs=_people(against))
    words = say(
        "{name} decides and is against: meet through {through}", name=against.contact.name, through=bridge.contact.name
    )
    return Action(code=ActionCode.MEET, message=words, refs=_people(against, bridge))


def _confirm(case: AwardCase, verdict: Verdict) -> Action | None:
    signal = strongest(case, verdict)
    if signal is None or not doubtful(signal, case.as_of):
        return None
    signal_ref = ref("signals", signal.id)
    words = say("Confirm with a second source: {kind} ({id})", kind=signal.kind, id=signal_ref)
    return Action(code=ActionCode.CONFIRM, message=words, refs=(signal_ref,))


def _call(holdings: Holdings, case: AwardCase, verdict: Verdict) -> Action | None:
    if verdict.discontent.db < CALL_DB or verdict.window.w < CALL_W:
        return None
    who = whom(case)
    name = who.contact.name if who else _buyer(holdings, case)
    signals = {ref("signals", signal.id): signal for signal in case.signals}
    against = [signals[part.ref] for part in verdict.discontent.parts if part.db > 0]
    broken = next(((s, p) for s in against if (p := promise_of(case.award, s))), None)
    signal = broken[0] if broken else against[0]
    words = {"name": name, "kind": _signal_words(signal)}
    if verdict.ours:
        message = say("Call {name} now and put it right: {kind}", **words)
    elif broken:
        promise = broken[1].text
        message = say("Call {name} now, lead with the broken promise “{promise}”: {kind}", promise=promise, **words)
    else:
        message = say("Call {name} now, lead with: {kind}", **words)
    refs = (*_people(who), ref("awards", case.award.id), ref("signals", signal.id))
    return Action(code=ActionCode.CALL, message=message, refs=refs, on=verdict.window.act_by)


def _pulse(case: AwardCase, verdict: Verdict) -> Action | None:
    if verdict.discontent.parts:
        return None
    users = [p for p in case.people if reachable(p) and p.uses and p.stance is not Stance.OPPOSES]
    user = max(users, key=lambda p: (p.closeness, -p.contact.id), default=None)
    words = (
        say("Visit {name}, who uses it, and ask how it goes", name=user.contact.name)
        if user
        else say("Visit somebody who uses it, and ask how it goes")
    )
    return Action(code=ActionCode.PULSE, message=words, refs=_people(user) or (ref("awards", case.award.id),))


def _wait(case: AwardCase, verdict: Verdict) -> Action:
    when, award = verdict.window, ref("awards", case.award.id)
    if when.state is Phase.EARLY:
        return Action(
            code=ActionCode.KEEP_WARM,
            message=say("Keep warm until {day}", day=when.opens),
            refs=(award,),
            on=when.opens,
        )
    return Action(code=ActionCode.LOG_WAITING, message=say("Note why you wait"), refs=(award,))


# ---------------------------------------------------------------- who and what


def strongest(case: AwardCase, verdict: Verdict) -> Signal | None:
    """The signal that weighs most by itself, for or against."""
    parts = verdict.discontent.parts
    return next((s for s in case.signals if parts and ref("signals", s.id) == parts[0].ref), None)


def promise_of(award: Award, signal: Signal) -> Promise | None:
    """The promise of the award that a signal says is broken."""
    if signal.award != award.id or not signal.promise:
        return None
    return next((promise for promise in award.promises if promise.number == signal.promise), None)


def _signal_words(signal: Signal) -> Message:
    note = signal.notes.partition("\n")[0].strip()[:LONGEST_NOTE]
    return say("{kind} ({note})", kind=signal.kind, note=note) if note else say(signal.kind.label)


def reachable(relation: Relation) -> bool:
    """Whether a contact may be suggested at all."""
    return not relation.contact.do_not_contact


def best_supporter(case: AwardCase) -> Relation | None:
    """Who is for us and counts most; else the closest who is at least not against us."""
    people = [p for p in case.people if reachable(p) and p.stance is not Stance.OPPOSES and p.closeness > 0]
    return max(
        people,
        key=lambda p: (p.stance is Stance.SUPPORTS, p.voice(case.as_of), p.closeness, -p.contact.id),
        default=None,
    )


def whom(case: AwardCase) -> Relation | None:
    """Whom to call: the closest decision-maker who is not against us, else the best supporter."""
    deciders = [p for p in case.people if reachable(p) and p.decides and p.stance is not Stance.OPPOSES]
    return max(deciders, key=lambda p: (p.closeness, -p.contact.id), default=None) or best_supporter(case)


def _people(*relations: Relation | None) -> tuple[str, ...]:
    return tuple(ref("contacts", r.contact.id) for r in relations if r is not None)


def _buyer(holdings: Holdings, case: AwardCase) -> str:
    return holdings.name("buyers", case.tender.buyer) if case.tender else ""
