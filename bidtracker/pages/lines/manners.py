"""What to mind with people, and what is known of them beyond their work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import ref
from bidtracker.domain.message import say
from bidtracker.domain.records import Fact
from bidtracker.domain.vocabulary import FactKind
from bidtracker.pages.page import Remark, phrases
from bidtracker.pages.words import CHANNELS, day, lead
from bidtracker.radar.account.manners import Caution, standing_facts

PRIVATE = say("Private: for this talk only, not to be passed on; erase takes a person out of the book")


def caution_line(caution: Caution) -> Remark:
    """One thing to mind."""
    tone = "bad" if caution.grave else "warn"
    return Remark(signs=(("! ", tone),), words=((caution.message, tone),), target=caution.target)


def personal_lines(holdings: Holdings, buyer: int, as_of: date, contact: int = 0) -> Iterator[Remark]:
    """What is known of the people of a buyer, or of one of them, under the note that it is private."""
    facts = [
        fact
        for fact in standing_facts(holdings, buyer, as_of)
        if fact.kind.personal and fact.kind is not FactKind.GRIEVANCE and (not contact or fact.person == contact)
    ]
    if facts:
        yield Remark(words=((PRIVATE, "muted"),))
    for fact in sorted(
        facts, key=lambda each: (holdings.name("contacts", each.person), each.kind, -each.on.toordinal())
    ):
        yield personal_line(fact, holdings, who=not contact)


def personal_line(fact: Fact, holdings: Holdings, *, who: bool) -> Remark:
    """One thing known of a person: of whom, from where, and since when."""
    name = holdings.name("contacts", fact.person) if who else ""
    return Remark(
        words=phrases(
            (lead(name), "strong") if name else None,
            (lead(say(fact.kind.label)), "muted"),
            " ".join(fact.text.split()),
        ),
        right=phrases(
            (say("{sign} {channel}", sign=CHANNELS[fact.channel], channel=fact.channel), "muted"),
            (day(fact.on), "muted"),
        ),
        target=ref("facts", fact.id),
    )
