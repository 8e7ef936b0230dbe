"""What there is to say of an account before a call, subject by subject, each line a sentence with its source.

Nothing is said twice: a fact that raises a flag is told with the flag, what is not known is a question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import parse_ref, ref
from bidtracker.domain.message import Message, count, say
from bidtracker.domain.message import label as _
from bidtracker.domain.money import Money
from bidtracker.domain.records import Award, Deal, Fact, Need, TenderLine
from bidtracker.domain.text import cut, safe
from bidtracker.domain.vocabulary import AwardStatus, FactKind, Outcome, SignalState
from bidtracker.locale import tr
from bidtracker.radar import Opportunity
from bidtracker.radar.account.coverage import coverage
from bidtracker.radar.account.deliveries import standing
from bidtracker.radar.account.fit import Met, fit
from bidtracker.radar.account.knowledge import Known, knowledge
from bidtracker.radar.account.pricing import Named, newest_each, pricing
from bidtracker.radar.account.questions import ASKED, Why, questions
from bidtracker.radar.account.risks import Risk, flags
from bidtracker.radar.account.value import themes, win_theme
from bidtracker.radar.actions import ActionCode
from bidtracker.radar.quiet import Quiet
from bidtracker.radar.relations import Relation
from bidtracker.radar.timing import Phase, end_of

LONGEST = 110  # cells that a text out of a record may take on the page

DOUBTS = {Why.CONFLICT: _("{kind}: which is right?"), Why.STALE: _("{kind}: is it still so?")}


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """The lines on one subject, the most important first, and how many of them a page has room for at most."""

    heading: str
    lines: tuple[Message, ...]
    most: int


class Focus(msgspec.Struct, frozen=True, kw_only=True):
    """What a brief is about: a buyer on a day, its competitions that matter now (the first most), its opportunities
    and our own contracts as the radar sees them. In a `quiet` period nobody is named to be met or asked."""

    holdings: Holdings
    buyer: int
    as_of: date
    tenders: tuple[TenderLine, ...]
    found: tuple[Opportunity, ...]
    quiet: Quiet | None = None


def subjects(focus: Focus) -> tuple[Subject, ...]:
    """Everything there is to say, in the order in which one reads it."""
    parts = (
        (_("Next"), _next, 3),
        (_("Who they are"), _facts, 9),
        (_("Risks"), risks, 5),
        (_("People"), _people, 7),
        (_("What is missing there"), _cover, 6),
        (_("What they need"), needs, 8),
        (_("What we are worth to them"), _value, 3),
        (_("Prices"), _prices, 6),
        (_("What runs"), _runs, 6),
        (_("Last contacts"), _touches, 4),
        (_("To ask"), _to_ask, 5),
    )
    return tuple(Subject(heading=heading, lines=tuple(lines(focus)), most=most) for heading, lines, most in parts)


def short(text: str) -> str:
    """A text of a record on one line, cut where it is long."""
    return cut(safe(" ".join(text.split())), LONGEST)


# ---------------------------------------------------------------- what is next


def _next(focus: Focus) -> Iterator[Message]:
    open = [found for found in focus.found if found.window.state is not Phase.CLOSED]
    for found in open[:2]:
        if found.action.code is ActionCode.WAIT:
            continue  # the page says at its head that no call is to be made
        yield say("{what} ({id})", what=found.action.message, id=ref("awards", found.award))
    planned = [touch for touch in focus.holdings.touches_of(focus.buyer) if touch.done is None]
    for touch in sorted(planned, key=lambda touch: (touch.on, touch.id))[:1]:
        who = focus.holdings.name("contacts", touch.contact) or focus.holdings.name("buyers", touch.buyer)
        yield say("planned on {day}: {kind} with {who}", day=touch.on, kind=touch.kind, who=who)


# ---------------------------------------------------------------- facts


def _facts(focus: Focus) -> Iterator[Message]:
    known = knowledge(focus.holdings, focus.buyer, focus.as_of)
    told = {id for flag in flags(focus.holdings, focus.buyer, focus.as_of) for id in flag.refs}
    for kind in ASKED:
        line = known.known(kind)
        facts = [fact for fact in line.facts if ref("facts", fact.id) not in told]
        if facts and len(facts) == len(line.facts):
            yield say("{kind}: {facts}", kind=kind, facts=_side_by_side(line))
    others = [
        fact
        for fact in focus.holdings.facts_of(focus.buyer)
        if fact.kind is FactKind.OTHER and fact.on <= focus.as_of and fact.state is not SignalState.REFUTED
    ]
    for fact in sorted(others, key=lambda fact: (-fact.on.toordinal(), fact.id)):
        yield _sourced(fact)


def _side_by_side(line: Known) -> Message:
    """The best fact of a kind; where facts contradict each other, the best two of them."""
    if not line.conflict:
        return _sourced(line.facts[0])
    return say("{one}; or {other}", one=_sourced(line.disputed[0]), other=_sourced(line.disputed[1]))


def _sourced(fact: Fact) -> Message:
    text = short(fact.text)
    if fact.figure is not None and str(fact.figure) not in text.replace(",", ""):
        text = f"{text} ({fact.figure})"
    words = {"fact": text, "channel": fact.channel, "day": fact.on}
    return (
        say("{fact}, judged {rating} ({channel}, {day})", rating=fact.rating, **words)
        if fact.rating
        else say("{fact} ({channel}, {day})", **words)
    )


def risks(focus: Focus) -> Iterator[Message]:
    raised = flags(focus.holdings, focus.buyer, focus.as_of)
    ageing = any(flag.risk is Risk.AGEING_OWNER for flag in raised)
    for flag in raised:
        if flag.risk is Risk.TIGHT_MONEY and ageing:
            continue
        words = say("{risk}: {grounds}", risk=flag.risk, grounds=_joined(flag.grounds))
        if flag.against:
            against = _sourced(focus.holdings.facts[parse_ref(flag.against[0])[1]])
            words = say("{risk}; against that: {fact}", risk=words, fact=against)
        yield words


def _joined(messages: Iterable[Message]) -> str:
    return "; ".join(short(tr(message)) for message in messages)


# ---------------------------------------------------------------- people


def _people(focus: Focus) -> Iterator[Message]:
    cover = coverage(focus.holdings, focus.buyer, focus.as_of)
    waiting = {one.contact for one in cover.stale}
    spoken = {one.contact: one for one in cover.spoken}
    for one in sorted(cover.people, key=_by_say):
        contact = one.contact
        bits = [contact.title, *map(tr, contact.roles), tr(one.level), tr(one.stance)]
        if contact.do_not_contact:
            bits.append(tr(_("do not contact")))
        elif contact.id in spoken:
            last = spoken[contact.id]
            by = say("{day} by {who}", day=last.on, who=last.by) if last.by else say("{day}", day=last.on)
            bits.append(tr(say("last {when}", when=by)))
            bits += [tr(_("waits too long"))] if contact.id in waiting else []
        else:
            bits.append(tr(_("not yet spoken to")))
        yield say("{name}: {what}", name=contact.name, what=", ".join(filter(None, bits)))


def _by_say(one: Relation) -> tuple[bool, int, float, int]:
    return not one.decides, list(type(one.contact.layer)).index(one.contact.layer), -one.closeness, one.contact.id


def _cover(focus: Focus) -> Iterator[Message]:
    """Gaps and introductions in turn, since a gap by itself is nothing that one can do."""
    cover = coverage(focus.holdings, focus.buyer, focus.as_of)
    wanted = cover.introductions if focus.quiet is None else ()
    meet = [say("{meet}: {why}", meet=one.message, why=one.why) if one.why else one.message for one in wanted]
    for place in range(max(len(cover.gaps), len(meet))):
        yield from meet[place : place + 1]
        yield from cover.gaps[place : place + 1]


# ---------------------------------------------------------------- need, value, price


def needs(focus: Focus) -> Iterator[Message]:
    first = {tender.id: place for place, tender in enumerate(focus.tenders)}
    found = [need for need in focus.holdings.needs_of(focus.buyer) if need.on is None or need.on <= focus.as_of]
    for need in sorted(
        found, key=lambda need: (first.get(need.tender, len(first)), need.wanted_by or date.max, need.id)
    ):
        yield from _need(focus, need)


def _need(focus: Focus, need: Need) -> Iterator[Message]:
    held = fit(focus.holdings, need, focus.as_of)
    job = short(need.job)
    said = say("{need}; the job: {job}", need=need.title, job=job) if job else say("{need}", need=need.title)
    if need.budget is not None:
        said = say("{need}; budget {money}", need=said, money=need.budget)
    yield say("{need}; {plan}", need=said, plan=held.plan.message)
    if not held.demands:
        return
    if not held.offer:
        yield count(
            "{n} demand, no offer of ours held against it",
            "{n} demands, no offer of ours held against them",
            len(held.demands),
        )
        return
    met = len(held.demands) - len(held.unmet)
    yield say(
        "{offer} meets {n} of {of} demands",
        offer=focus.holdings.name("offers", held.offer),
        n=met,
        of=len(held.demands),
    )
    yield from map(_unmet, held.unmet)


def _unmet(one: Met) -> Message:
    words: dict[str, str] = {"demand": short(one.demand.text), "note": short(one.best.note) if one.best else ""}
    fit = one.best.fit if one.best else say("not looked at")
    kind = say("must") if one.demand.must else say("wish")
    return (
        say("{kind} “{demand}”: {fit}; {note}", kind=kind, fit=fit, **words)
        if words["note"]
        else say("{kind} “{demand}”: {fit}", kind=kind, fit=fit, **words)
    )


def say_first(focus: Focus) -> Iterator[Message]:
    """What can be said first of each competition: its win theme, with proof; none that has cautions."""
    for tender in focus.tenders:
        best = win_theme(focus.holdings, tender.id)
        if best is not None:
            yield (
                say("“{theme}”; proof: {proof}", theme=short(best.text), proof=short(best.proof))
                if best.proof
                else say("“{theme}”; proof is missing", theme=short(best.text))
            )


def _value(focus: Focus) -> Iterator[Message]:
    yield from say_first(focus)
    for tender in focus.tenders:
        for pitch in themes(focus.holdings, tender.id):
            if pitch.cautions:
                id = ref("themes", pitch.theme.id)
                yield say("not to be said as it stands, {id}: {why}", id=id, why=pitch.cautions[0])


def _prices(focus: Focus) -> Iterator[Message]:
    for tender in focus.tenders:
        for lot in dict.fromkeys(_lots(focus, tender)):
            yield from _priced(focus, tender, lot)


def _lots(focus: Focus, tender: TenderLine) -> Iterator[str]:
    """The lots that a price was named for; "" is the whole."""
    yield ""
    yield from (bid.lot for bid in tender.bids)
    yield from (quote.lot for quote in focus.holdings.quotes_of(tender.id))


def _priced(focus: Focus, tender: TenderLine, lot: str) -> Iterator[Message]:
    found = pricing(focus.holdings, tender.id, focus.as_of, lot)
    what = f"{tender.title} {lot}".strip()
    ours = found.newest
    if ours is not None:
        words = say("{what}: ours {price}", what=what, price=_price(ours))
        words = say("{price}, {money} below our floor", price=words, money=found.below) if found.below else words
        yield words
    for gap in found.gaps:
        yield say("{who} {price}: {gap}", who=_names(focus, gap.theirs.by), price=_price(gap.theirs), gap=gap.message)
    if ours is None:
        for named in newest_each(found.rivals):
            yield say("{what}: {who} {price}", what=what, who=_names(focus, named.by), price=_price(named))
    for given in found.for_nothing:
        gave, day = short(given.concession.gave), given.concession.on
        yield say("gave “{gave}” on {day} and got nothing for it", gave=gave, day=day)


def _price(named: Named) -> Message:
    if named.on is not None and named.tier is not None:
        return say("{price} ({tier}, {day})", price=named.price, tier=named.tier, day=named.on)
    if named.on is not None:
        return say("{price} ({day})", price=named.price, day=named.on)
    return (
        say("{price} ({tier})", price=named.price, tier=named.tier) if named.tier else say("{price}", price=named.price)
    )


def _names(focus: Focus, competitors: Iterable[int]) -> str:
    return ", ".join(focus.holdings.name("competitors", number) for number in competitors)


# ---------------------------------------------------------------- what runs, what was said, what to ask


def _runs(focus: Focus) -> Iterator[Message]:
    """Our own contracts, the others' in the order of the radar, those that nobody follows; then our deliveries."""
    holdings = focus.holdings
    ranked = [holdings.awards[found.award] for found in focus.found]
    rest = [award for tender in focus.tenders for award in holdings.awards_of(tender.id)]
    numbers = dict.fromkeys(award.id for award in sorted([*ranked, *rest], key=lambda award: not award.ours))
    running = [award for award in map(holdings.awards.__getitem__, numbers) if _running(award, focus.as_of)]
    for award in running:
        yield _run(focus, award)
    for award in running:
        for deal in holdings.deals_of(award.id):
            yield from _delivery(focus, deal)


def _running(award: Award, as_of: date) -> bool:
    end = end_of(award)
    over = award.status in (AwardStatus.CANCELLED, AwardStatus.ENDED) or (end is not None and end < as_of)
    return not over and (award.awarded or as_of) <= as_of


def _run(focus: Focus, award: Award) -> Message:
    holdings, end = focus.holdings, end_of(award)
    who = tr(_("ours")) if award.ours else ", ".join(holdings.suppliers(award)) or tr(_("supplier not known"))
    words = {"what": holdings.name("awards", award.id), "who": who, "value": _worth(award.value)}
    until = say("until {day}", day=end) if end else say("end not known")
    broken = [promise.text for promise in award.promises if promise.kept is False]
    said = say("{what}: {who}{value}, {until}", until=until, **words)
    return say("{contract}; broken: {promises}", contract=said, promises=short("; ".join(broken))) if broken else said


def _worth(value: Money | None) -> str:
    return f", {value}" if value is not None else ""


def _delivery(focus: Focus, deal: Deal) -> Iterator[Message]:
    now = standing(deal, focus.as_of)
    if now.next is not None:
        step = now.next
        words = (
            say("{step} due on {day}", step=step.step, day=step.due)
            if step.due
            else say("{step}, no day set", step=step.step)
        )
        yield (
            count(
                "our delivery: {step}; {n} step overdue",
                "our delivery: {step}; {n} steps overdue",
                len(now.overdue),
                step=words,
            )
            if now.overdue
            else say("our delivery: {step}", step=words)
        )
    if now.visited is not None:
        words = say("satisfaction {n} of 5 on {day}", n=now.visited.satisfaction, day=now.visited.done)
        words = say("{satisfaction}, {trend}", satisfaction=words, trend=now.trend) if now.trend else words
        wish = short(now.visited.improve)
        yield say("{satisfaction}; to improve: {wish}", satisfaction=words, wish=wish) if wish else words


def _touches(focus: Focus) -> Iterator[Message]:
    holdings = focus.holdings
    made = [t for t in holdings.touches_of(focus.buyer) if t.done is not None and t.done <= focus.as_of]
    for touch in sorted(made, key=lambda t: (t.done or t.on, t.id), reverse=True):
        who = holdings.name("contacts", touch.contact) or tr(_("nobody named"))
        words = say("{day}: {kind} with {who}", day=touch.done, kind=touch.kind, who=who)
        words = say("{touch} by {one}", touch=words, one=touch.by) if touch.by else words
        words = say("{touch}; {outcome}", touch=words, outcome=touch.outcome) if touch.outcome else words
        note = short(touch.notes)
        yield say("{touch}: {note}", touch=words, note=note) if note else words


def _to_ask(focus: Focus) -> Iterator[Message]:
    holdings = focus.holdings
    for found in focus.found:
        if found.window.state is not Phase.CLOSED:
            yield from (
                say("{question} ({id})", question=unknown.question, id=ref("awards", found.award))
                for unknown in found.ask_next[:1]
            )
            break
    for question in questions(holdings, focus.buyer, focus.as_of):
        # What is there and in doubt stands above with its text.
        words = say(DOUBTS[question.why], kind=question.kind) if question.why in DOUBTS else question.message
        if question.contact and focus.quiet is None:
            words = say("{question} (ask {who})", question=words, who=holdings.name("contacts", question.contact))
        yield words


# ---------------------------------------------------------------- which competitions


def cycle(holdings: Holdings, tender: int) -> Iterator[TenderLine]:
    """A competition, with those that compete its need again before it."""
    following: list[TenderLine] = holdings.next_of(tender)
    yield from sorted(following, key=lambda line: -line.id)
    if tender in holdings.tenders:
        yield holdings.tenders[tender]


def pending(tender: TenderLine) -> bool:
    """Whether a competition is not yet decided."""
    return tender.outcome is Outcome.PENDING
