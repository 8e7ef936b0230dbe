"""What is known of an account, and what of it speaks for care."""

from __future__ import annotations

from collections.abc import Iterator

from bidtracker.domain.ids import parse_ref, ref
from bidtracker.domain.message import Message, say
from bidtracker.domain.records import Fact
from bidtracker.domain.vocabulary import FactKind, SignalState
from bidtracker.locale import CLAUSES, listed, tr
from bidtracker.pages.account.focus import Focus, short
from bidtracker.radar.account.knowledge import FactLine, knowledge
from bidtracker.radar.account.questions import ASKED
from bidtracker.radar.account.risks import Risk, flags, raised


def facts(focus: Focus) -> Iterator[Message]:
    """The facts that stand, kind by kind; those that a flag is raised by are told with it."""
    known = knowledge(focus.holdings, focus.buyer, focus.as_of)
    told = {id for flag in raised(known, focus.as_of) for id in flag.refs}
    for kind in ASKED:
        line = known.line(kind)
        if line.facts and told.isdisjoint(ref("facts", fact.id) for fact in line.facts):
            yield say("{kind}: {facts}", kind=kind, facts=_side_by_side(line))
    others = [
        fact
        for fact in focus.holdings.facts_of(focus.buyer)
        if fact.kind is FactKind.OTHER and fact.on <= focus.as_of and fact.state is not SignalState.REFUTED
    ]
    for fact in sorted(others, key=lambda fact: (-fact.on.toordinal(), fact.id)):
        yield _sourced(fact)


def risks(focus: Focus) -> Iterator[Message]:
    """The flags raised, each with its grounds and the best of what speaks against it."""
    found = flags(focus.holdings, focus.buyer, focus.as_of)
    ageing = any(flag.risk is Risk.AGEING_OWNER for flag in found)
    for flag in found:
        if flag.risk is Risk.TIGHT_MONEY and ageing:
            continue
        grounds = listed((short(tr(ground)) for ground in flag.grounds), CLAUSES)
        words = say("{risk}: {grounds}", risk=flag.risk, grounds=grounds)
        if flag.against:
            against = _sourced(focus.holdings.facts[parse_ref(flag.against[0])[1]])
            words = say("{risk}; against that: {fact}", risk=words, fact=against)
        yield words


def _side_by_side(line: FactLine) -> Message:
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
