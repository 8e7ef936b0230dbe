"""What there is to say of an account, noun by noun, for every page on it: the most important first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import zip_longest

from bidtracker.domain.message import label as _
from bidtracker.domain.records import Award, Signal, TenderLine, Touch
from bidtracker.domain.vocabulary import AwardStatus, FactKind, SignalState
from bidtracker.pages.account.focus import Focus
from bidtracker.pages.lines.actions import action_line
from bidtracker.pages.lines.delivery import next_step_lines
from bidtracker.pages.lines.facts import fact_line, fact_lines, question_line, risk_lines
from bidtracker.pages.lines.needs import need_lines
from bidtracker.pages.lines.people import by_say, gap_line, introduction_line, person_line
from bidtracker.pages.lines.prices import price_lines
from bidtracker.pages.lines.signals import promise_line, signal_line
from bidtracker.pages.lines.tenders import award_line
from bidtracker.pages.lines.themes import said_first_line, unsayable_line
from bidtracker.pages.lines.touches import touch_line
from bidtracker.pages.page import Remark, phrases, record_ref
from bidtracker.radar.account.coverage import coverage
from bidtracker.radar.account.fit import fit
from bidtracker.radar.account.knowledge import knowledge
from bidtracker.radar.account.pricing import pricing
from bidtracker.radar.account.questions import ASKED, AccountQuestion, questions
from bidtracker.radar.account.risks import flags, raised
from bidtracker.radar.account.value import themes, win_theme
from bidtracker.radar.score.actions import ActionCode
from bidtracker.radar.score.timing import Phase, end_of

STEPS = 2  # opportunities of one account whose next step is told
PLANNED = 2  # touches


def next_steps(focus: Focus) -> Iterator[Remark]:
    """What the radar says to do, and what is planned already."""
    waiting = [
        opportunity
        for opportunity in focus.opportunities
        if opportunity.window.state is not Phase.CLOSED
        and opportunity.action.code is not ActionCode.WAIT  # the page says at its head that no call is to be made
    ]
    steps = {str(opportunity.action.message): opportunity for opportunity in reversed(waiting)}
    yield from (action_line(opportunity) for opportunity in waiting[:STEPS] if opportunity in steps.values())
    touches = focus.holdings.touches_of(focus.buyer)
    planned = sorted((touch for touch in touches if touch.done is None), key=lambda touch: (touch.on, touch.id))
    yield from (touch_line(touch, focus.holdings, focus.as_of) for touch in planned[:PLANNED])


# ---------------------------------------------------------------- what was heard


def went_wrong(focus: Focus) -> Iterator[Remark]:
    """What was heard of bad delivery, the newest first, with the promise broken and the words noted; then the broken
    promises that no signal tells of."""
    complaints = _signals(focus, sign=1)
    yield from (signal_line(signal, focus.holdings) for signal in complaints)
    blamed = {(signal.award, signal.promise) for signal in complaints}
    for award in focus.awards:
        for promise in award.promises:
            if promise.kept is False and (award.id, promise.number) not in blamed:
                yield promise_line(promise, award)


def went_well(focus: Focus) -> Iterator[Remark]:
    """What was heard of good delivery, the newest first."""
    return (signal_line(signal, focus.holdings) for signal in _signals(focus, sign=-1))


def _signals(focus: Focus, sign: int) -> list[Signal]:
    """The signals about the account's contracts that stand, the newest first."""
    about = {signal.id: signal for award in focus.awards for signal in focus.holdings.signals_of(award)}
    about |= {signal.id: signal for signal in focus.holdings.linked("signals", "buyer", focus.buyer)}
    standing = [
        signal
        for signal in about.values()
        if signal.state is not SignalState.REFUTED and signal.on <= focus.as_of and signal.kind.sign * sign > 0
    ]
    return sorted(standing, key=lambda signal: (signal.happened or signal.on, signal.id), reverse=True)


# ---------------------------------------------------------------- who they are


def facts(focus: Focus) -> Iterator[Remark]:
    """The facts that stand, kind by kind; those that a flag is raised by are told with it."""
    holdings = focus.holdings
    checked = knowledge(holdings, focus.buyer, focus.as_of)
    flagged = {target for flag in raised(checked, focus.as_of) for target in flag.refs}
    for kind in ASKED:
        lines = list(fact_lines(checked.line(kind), best=True))
        if flagged.isdisjoint(line.target for line in lines):
            yield from lines
    others = [
        fact
        for fact in holdings.facts_of(focus.buyer)
        if fact.kind is FactKind.OTHER and fact.on <= focus.as_of and fact.state is not SignalState.REFUTED
    ]
    yield from map(fact_line, sorted(others, key=lambda fact: (-fact.on.toordinal(), fact.id)))


def risks(focus: Focus) -> Iterator[Remark]:
    """The flags raised, each with its grounds and the best of what speaks against it."""
    return risk_lines(flags(focus.holdings, focus.buyer, focus.as_of), focus.holdings)


def people(focus: Focus, *, all_of_them: bool = True) -> Iterator[Remark]:
    """Each one's place, how we stand with them, and how to reach them; who decides first. Those who want no contact
    only where all are asked for."""
    cover = coverage(focus.holdings, focus.buyer, focus.as_of)
    return (
        person_line(relation, cover, reach=True)
        for relation in sorted(cover.people, key=by_say)
        if all_of_them or not relation.contact.do_not_contact
    )


def missing(focus: Focus) -> Iterator[Remark]:
    """Gaps and introductions in turn, since a gap by itself is nothing that one can do."""
    cover = coverage(focus.holdings, focus.buyer, focus.as_of)
    meet = [introduction_line(each) for each in cover.introductions] if focus.quiet is None else []
    for pair in zip_longest(meet, map(gap_line, cover.gaps)):
        yield from (line for line in pair if line is not None)


# ---------------------------------------------------------------- what they need and what ours is worth


def needs(focus: Focus) -> Iterator[Remark]:
    """Need by need what is asked for and what our best offer leaves unmet, those of the first competitions first."""
    first = {tender.id: place for place, tender in enumerate(focus.tenders)}
    asked = [need for need in focus.holdings.needs_of(focus.buyer) if need.on is None or need.on <= focus.as_of]
    asked.sort(key=lambda need: (first.get(need.tender, len(first)), need.wanted_by or date.max, need.id))
    for need in asked:
        yield from need_lines(fit(focus.holdings, need, focus.as_of), focus.holdings)


def say_first(focus: Focus) -> Iterator[Remark]:
    """What can be said first of each competition: its win theme, with proof; none that has cautions."""
    for tender in focus.tenders:
        best = win_theme(focus.holdings, tender.id)
        if best is not None:
            yield said_first_line(best)


def worth(focus: Focus) -> Iterator[Remark]:
    """The win themes, and which of our words are not to be said as they stand."""
    yield from say_first(focus)
    for tender in focus.tenders:
        yield from (unsayable_line(pitch) for pitch in themes(focus.holdings, tender.id) if pitch.cautions)


def prices(focus: Focus) -> Iterator[Remark]:
    """Our newest price of each competition and lot, beside those of the rivals, and what was given for nothing."""
    for tender in focus.tenders:
        for lot in dict.fromkeys(_lots(focus, tender)):
            what = f"{tender.title} {lot}".strip()
            yield from price_lines(pricing(focus.holdings, tender.id, focus.as_of, lot), focus.holdings, newest_of=what)


def _lots(focus: Focus, tender: TenderLine) -> Iterator[str]:
    """The lots that a price was named for; "" is the whole."""
    yield ""
    yield from (bid.lot for bid in tender.bids)
    yield from (quote.lot for quote in focus.holdings.quotes_of(tender.id))


# ---------------------------------------------------------------- what runs, what was done, what to ask


def contracts(focus: Focus) -> Iterator[Remark]:
    """Our own contracts, the others' in the order of the radar, those that nobody follows; then our deliveries,
    and what pleases them."""
    holdings = focus.holdings
    running = [award for award in sorted(focus.awards, key=lambda award: not award.ours) if _running(award, focus)]
    for award in running:
        yield award_line(award, holdings, before=holdings.name("awards", award.id))
    for award in running:
        for deal in holdings.deals_of(award.id):
            yield from next_step_lines(deal, focus.as_of)
    yield from went_well(focus)


def _running(award: Award, focus: Focus) -> bool:
    end = end_of(award)
    over = award.status in (AwardStatus.CANCELLED, AwardStatus.ENDED) or (end is not None and end < focus.as_of)
    return not over and (award.awarded or focus.as_of) <= focus.as_of


def last_touches(focus: Focus) -> Iterator[Remark]:
    """The contacts that were made, the last one first."""

    def made(touch: Touch) -> tuple[date, int]:
        return touch.done or touch.on, touch.id

    done = [touch for touch in focus.holdings.touches_of(focus.buyer) if touch.done and touch.done <= focus.as_of]
    return (touch_line(touch, focus.holdings, focus.as_of) for touch in sorted(done, key=made, reverse=True))


def to_ask(focus: Focus) -> Iterator[Remark]:
    """What would move the score of the first opportunity most, then what is not known or in doubt, and whom to ask."""
    for opportunity in focus.opportunities:
        if opportunity.window.state is not Phase.CLOSED:
            target = record_ref("awards", opportunity.award)
            for unknown in opportunity.ask_next[:1]:
                yield Remark(signs=(("? ", "accent"),), words=phrases(unknown.question), target=target)
            break
    yield from account_questions(focus)


def account_questions(focus: Focus) -> Iterator[Remark]:
    """What is not known of the account or in doubt, and whom to ask; nothing that the page itself answers."""
    for question in questions(focus.holdings, focus.buyer, focus.as_of):
        if not _answered(question, focus):
            yield question_line(question, focus.holdings, name=focus.quiet is None)


def _answered(question: AccountQuestion, focus: Focus) -> bool:
    """Whether other records say what a fact of this kind would."""
    holdings = focus.holdings
    match question.kind:
        case FactKind.CURRENT_SUPPLIER:
            return any(award.suppliers and _running(award, focus) for award in focus.awards)
        case FactKind.UPCOMING_NEED:
            return any(need.wanted_by and need.wanted_by >= focus.as_of for need in holdings.needs_of(focus.buyer))
        case FactKind.ORGANISATION:
            return any(contact.reports_to for contact in holdings.contacts_of(focus.buyer))
        case _:
            return False


# What there is to say, in the order in which one reads it: a heading, its lines, the most important first, and how
# many of them a page has room for at most.
SUBJECTS = (
    (_("Next"), next_steps, 4),
    (_("What went wrong"), went_wrong, 6),
    (_("Who they are"), facts, 9),
    (_("Risks"), risks, 5),
    (_("People"), people, 7),
    (_("What is missing there"), missing, 6),
    (_("What they need"), needs, 8),
    (_("What we are worth to them"), worth, 3),
    (_("Prices"), prices, 6),
    (_("What runs"), contracts, 6),
    (_("Last contacts"), last_touches, 4),
    (_("To ask"), to_ask, 5),
)
