"""What speaks for care with an account: flags derived from the facts that stand, each with its grounds. Never typed.

A fact that is refuted, or contradicts one confirmed since, raises no flag; where facts contradict each other the flag
is raised and marked as disputed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import msgspec

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message, say
from bidtracker.domain.message import label as _
from bidtracker.domain.records import Fact
from bidtracker.domain.vocabulary import Channel, FactKind, Rating, Word
from bidtracker.radar.account.knowledge import Knowledge, differ, knowledge

OLD = 60  # years of a legal representative
SLOW = 60  # days to pay: the outer limit of Directive 2011/7/EU, articles 3(5) and 4(6)
YOUNG = 3  # years since a company was founded
OLDEST = 120  # years: beyond that a year of birth is a slip of the pen


class Risk(Word):
    """The kinds of risk that facts about a buyer show."""

    AGEING_OWNER = "ageing_owner", _("Ageing owner with tight money")
    TIGHT_MONEY = "tight_money", _("Tight money")
    LOSS_MAKING = "loss_making", _("Loses money")
    SLOW_PAYMENT = "slow_payment", _("Pays slowly")
    POOR_REPUTATION = "poor_reputation", _("Poor reputation")
    YOUNG_COMPANY = "young_company", _("Young company")
    OPAQUE_PURCHASING = "opaque_purchasing", _("Opaque purchasing")
    RIVAL_INSIDE = "rival_inside", _("A rival is inside")


class Flag(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One risk: its grounds in words, best first, the facts they are, the channel of the surest of them, the day of
    the newest, and the facts that contradict them (best first)."""

    risk: Risk
    grounds: tuple[Message, ...]
    refs: tuple[str, ...]
    channel: Channel
    on: date
    against: tuple[str, ...] = ()

    @property
    def disputed(self) -> bool:
        return bool(self.against)


Ground = tuple[Fact, Message]
RiskTest = Callable[[Fact, date], Message | None]


def flags(holdings: Holdings, buyer: int, as_of: date) -> tuple[Flag, ...]:
    """The risks of a buyer on a day, by the facts known then."""
    return tuple(raised(knowledge(holdings, buyer, as_of), as_of))


def raised(checklist: Knowledge, as_of: date) -> Iterator[Flag]:
    """The flags that a checklist raises."""
    for risk, tests in TESTS.items():
        grounds_of = {kind: _grounds(checklist, kind, test, as_of) for kind, test in tests.items()}
        if not all(grounds_of.values()):  # each kind must speak for it
            continue
        grounds = [ground for of_kind in grounds_of.values() for ground in of_kind]
        facts = [fact for fact, _words in grounds]
        yield Flag(
            risk=risk,
            grounds=tuple(words for _fact, words in grounds),
            refs=tuple(ref("facts", fact.id) for fact in facts),
            channel=min((fact.channel for fact in facts), key=list(Channel).index),
            on=max(fact.on for fact in facts),
            against=tuple(
                fact_ref for kind, of_kind in grounds_of.items() for fact_ref in _against(checklist, kind, of_kind)
            ),
        )


def _grounds(checklist: Knowledge, kind: FactKind, test: RiskTest, as_of: date) -> list[Ground]:
    """The standing facts of a kind that speak for a risk, best first."""
    return [(fact, words) for fact in checklist.line(kind).facts if (words := test(fact, as_of)) is not None]


def _against(checklist: Knowledge, kind: FactKind, grounds: list[Ground]) -> Iterator[str]:
    """The facts that do not speak for a risk and contradict one that does."""
    speaking = [fact for fact, _words in grounds]
    for fact in checklist.line(kind).facts:
        if fact not in speaking and any(differ(fact, ground) for ground in speaking):
            yield ref("facts", fact.id)


# ---------------------------------------------------------------- when a fact speaks for a risk


def _poor(fact: Fact, as_of: date) -> Message | None:
    if fact.rating is not Rating.POOR:
        return None
    return say("{fact}, judged poor ({source})", fact=_text(fact), source=_source(fact))


def _old(fact: Fact, as_of: date) -> Message | None:
    age = as_of.year - fact.figure if fact.figure is not None else 0
    if not OLD <= age <= OLDEST:
        return None
    return say(
        "legal representative born {year}, {n} years ({source})", year=str(fact.figure), n=age, source=_source(fact)
    )


def _slow(fact: Fact, as_of: date) -> Message | None:
    if fact.figure is None or fact.figure <= SLOW:
        return _poor(fact, as_of)
    return say(
        "pays after {n} days; the law's outer limit in the EU is {limit} ({source})",
        n=fact.figure,
        limit=SLOW,
        source=_source(fact),
    )


def _young(fact: Fact, as_of: date) -> Message | None:
    if fact.figure is None or not 0 <= as_of.year - fact.figure < YOUNG:
        return None
    return say("founded in {year} ({source})", year=str(fact.figure), source=_source(fact))


def _there(fact: Fact, as_of: date) -> Message | None:
    return say("{fact} ({source})", fact=_text(fact), source=_source(fact))


def _text(fact: Fact) -> str:
    return " ".join(fact.text.split())


def _source(fact: Fact) -> Message:
    return say("{channel}, {day}", channel=fact.channel, day=fact.on)


TESTS: dict[Risk, dict[FactKind, RiskTest]] = {
    Risk.AGEING_OWNER: {FactKind.LEGAL_REPRESENTATIVE: _old, FactKind.CAPITAL: _poor},
    Risk.TIGHT_MONEY: {FactKind.CAPITAL: _poor},
    Risk.LOSS_MAKING: {FactKind.PROFITABILITY: _poor},
    Risk.SLOW_PAYMENT: {FactKind.PAYMENT_PROCESS: _slow},
    Risk.POOR_REPUTATION: {FactKind.REPUTATION: _poor},
    Risk.YOUNG_COMPANY: {FactKind.FOUNDED: _young},
    Risk.OPAQUE_PURCHASING: {FactKind.PURCHASING_PROCESS: _poor},
    Risk.RIVAL_INSIDE: {FactKind.COMPETITOR_CONTACT: _there},
}
