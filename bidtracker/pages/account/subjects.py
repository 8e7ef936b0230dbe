"""What there is to say of an account, noun by noun, for every page on it: the most important first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import zip_longest

from msgspec.structs import replace

from bidtracker.domain.message import label as _
from bidtracker.domain.records import Signal, TenderLine, Touch
from bidtracker.domain.vocabulary import SignalState
from bidtracker.pages.account.focus import Focus
from bidtracker.pages.lines.actions import action_line
from bidtracker.pages.lines.delivery import next_step_lines
from bidtracker.pages.lines.facts import fact_line, fact_lines, question_line, risk_lines
from bidtracker.pages.lines.inquiries import inquiry_line
from bidtracker.pages.lines.manners import caution_line, personal_lines
from bidtracker.pages.lines.needs import need_lines
from bidtracker.pages.lines.people import by_say, gap_line, introduction_line, person_line
from bidtracker.pages.lines.prices import price_lines
from bidtracker.pages.lines.scores import last_scores, lesson_line, winners_price_line
from bidtracker.pages.lines.signals import promise_line, signal_line
from bidtracker.pages.lines.tenders import award_line
from bidtracker.pages.lines.themes import sayable_line, unsayable_line
from bidtracker.pages.lines.touches import touch_line
from bidtracker.pages.page import Remark, phrases, record_ref
from bidtracker.radar.account.coverage import coverage
from bidtracker.radar.account.fit import fit
from bidtracker.radar.account.knowledge import UNASKED, knowledge
from bidtracker.radar.account.manners import cautions
from bidtracker.radar.account.pricing import pricing
from bidtracker.radar.account.questions import ASKED, is_running, questions
from bidtracker.radar.account.risks import flags, raised
from bidtracker.radar.account.value import themes, win_theme
from bidtracker.radar.account.winners_price import winners_price
from bidtracker.radar.score.actions import ActionCode
from bidtracker.radar.score.timing import Phase

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
        if fact.kind in UNASKED and fact.on <= focus.as_of and fact.state is not SignalState.REFUTED
    ]
    yield from map(fact_line, sorted(others, key=lambda fact: (-fact.on.toordinal(), fact.id)))


def risks(focus: Focus) -> Iterator[Remark]:
    """The flags raised, each with its grounds and the best of what speaks against it."""
    yield from map(caution_line, cautions(focus.holdings, focus.buyer, focus.as_of))
    yield from risk_lines(flags(focus.holdings, focus.buyer, focus.as_of), focus.holdings)


def people(focus: Focus, *, all_of_them: bool = True) -> Iterator[Remark]:
    """Each one's place, how we stand with them, and how to reach them; who decides first. Those who want no contact
    only where all are asked for."""
    cover = coverage(focus.holdings, focus.buyer, focus.as_of)
    return (
        person_line(relation, cover, reach=True)
        for relation in sorted(cover.people, key=by_say)
        if all_of_them or not relation.contact.do_not_contact
    )


def personal(focus: Focus) -> Iterator[Remark]:
    """What is known of the people beyond their work, and that it is not to be passed on; nothing where a brief is to
    leave it out."""
    return personal_lines(focus.holdings, focus.buyer, focus.as_of) if focus.personal else iter(())


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
            yield sayable_line(best)


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


def scores(focus: Focus) -> Iterator[Remark]:
    """How this buyer scored our bids, the last first, and the winner's price by the points."""
    for tender, bid in last_scores(focus.holdings, focus.buyer, focus.as_of):
        yield lesson_line(tender, bid)
        price = winners_price(bid)
        if price is not None and price.low is not None:
            yield replace(winners_price_line(price), depth=1)


def inquiries(focus: Focus) -> Iterator[Remark]:
    """What was asked of this buyer: what is not answered first, then the last answers."""
    asked = [each for each in focus.holdings.inquiries.values() if focus.holdings.buyer_of(each) == focus.buyer]
    asked.sort(key=lambda each: (each.answered is not None, -(each.answered or each.on).toordinal(), each.id))
    return (inquiry_line(each, focus.holdings, focus.as_of, title=True) for each in asked if each.on <= focus.as_of)


# ---------------------------------------------------------------- what runs, what was done, what to ask


def contracts(focus: Focus) -> Iterator[Remark]:
    """Our own contracts, the others' in the order of the radar, those that nobody follows; then our deliveries,
    and what pleases them."""
    holdings = focus.holdings
    running = [award for award in focus.awards if is_running(award, focus.as_of)]
    running.sort(key=lambda award: not award.ours)
    for award in running:
        yield award_line(award, holdings, before=holdings.name("awards", award.id))
    for award in running:
        for deal in holdings.deals_of(award.id):
            yield from next_step_lines(deal, focus.as_of)
    yield from went_well(focus)


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
    """What is not known of the account or in doubt, and whom to ask."""
    for question in questions(focus.holdings, focus.buyer, focus.as_of, about=focus.awards):
        yield question_line(question, focus.holdings, name=focus.quiet is None)


# What there is to say, in the order in which one reads it: a heading, its lines, the most important first, and how
# many of them a page has room for at most.
SUBJECTS = (
    (_("Next"), next_steps, 4),
    (_("What went wrong"), went_wrong, 6),
    (_("Who they are"), facts, 9),
    (_("Risks"), risks, 5),
    (_("People"), people, 7),
    (_("What they care about"), personal, 5),
    (_("What is missing there"), missing, 6),
    (_("What they need"), needs, 8),
    (_("What we are worth to them"), worth, 3),
    (_("Prices"), prices, 6),
    (_("How they scored us"), scores, 4),
    (_("What we asked"), inquiries, 3),
    (_("What runs"), contracts, 6),
    (_("Last contacts"), last_touches, 4),
    (_("To ask"), to_ask, 5),
)
