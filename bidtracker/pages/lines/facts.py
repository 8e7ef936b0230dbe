"""What is known of a buyer: facts with their source, what of them speaks for care, and what to ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import parse_ref
from bidtracker.domain.message import CLAUSES, Message, listed, say
from bidtracker.domain.message import label as _
from bidtracker.domain.records import Fact
from bidtracker.domain.spans import Tone
from bidtracker.domain.vocabulary import Rating, SignalState
from bidtracker.pages.page import Phrase, Phrases, Remark, phrases, record_ref
from bidtracker.pages.words import CHANNELS, day, lead, sure
from bidtracker.radar.account.knowledge import FactLine
from bidtracker.radar.account.questions import AccountQuestion, Why
from bidtracker.radar.account.risks import Flag, Risk

RATED: dict[Rating, Tone] = {Rating.POOR: "bad", Rating.FAIR: "muted", Rating.GOOD: "good"}
DOUBTS = {Why.CONFLICT: _("{kind}: which is right?"), Why.STALE: _("{kind}: is it still so?")}
REFUTED: Phrase = (say("refuted"), "muted")
DISPUTED: Phrase = (say("≠ contradicted"), "warn")
STALE: Phrase = (say("⌛ still so?"), "warn")


def fact_line(fact: Fact, *doubts: Phrase) -> Remark:
    """A fact: its kind, what it says, and from where; `doubts` are what is the matter with it."""
    gone = fact.state is SignalState.REFUTED
    tone: Tone = "muted" if gone else ""
    confirmed = fact.state if fact.state is SignalState.CONFIRMED else ""
    return Remark(
        signs=((f"{CHANNELS[fact.channel]} ", "muted" if gone else "accent"),),
        words=((lead(fact.kind), "muted"), (fact.text, tone), *_judgement(fact)),
        right=phrases(
            *doubts,
            REFUTED if gone else None,
            confirmed,
            say("{channel} · {sure}", channel=fact.channel, sure=sure(fact.confidence)),
            day(fact.on),
            tone="muted",
        ),
        target=record_ref("facts", fact.id),
    )


def fact_lines(line: FactLine, *, best: bool = False) -> Iterator[Remark]:
    """The facts of one kind: those that contradict each other are marked, and so is the best once it is old. With
    `best` only that, or those that contradict it."""
    for fact in (line.disputed or line.facts[:1]) if best else line.facts:
        doubts = phrases(
            DISPUTED if fact in line.disputed else None, STALE if line.stale and fact is line.best else None
        )
        yield fact_line(fact, *doubts)


def _judgement(fact: Fact) -> Phrases:
    """The figure of a fact where its text does not say it, and our judgement, where it has them."""
    silent = fact.figure is not None and str(fact.figure) not in fact.text.replace(",", "")
    what = Message(fact.kind.figure) if fact.kind.figure else ""
    figure = listed((str(fact.figure), what), " ") if silent else ""
    return phrases(
        (say(" ({figure})", figure=figure), "strong") if figure else None,
        (say(", judged {rating}", rating=fact.rating), RATED[fact.rating]) if fact.rating else None,
    )


def risk_lines(flags: Iterable[Flag], holdings: Holdings) -> Iterator[Remark]:
    """The flags; tight money stands with the ageing owner that it was noted for."""
    raised = list(flags)
    ageing = any(flag.risk is Risk.AGEING_OWNER for flag in raised)
    for flag in raised:
        if not (ageing and flag.risk is Risk.TIGHT_MONEY):
            yield _risk(flag, holdings)


def _risk(flag: Flag, holdings: Holdings) -> Remark:
    """A flag with its grounds, and the best of what speaks against it."""
    grounds: list[Phrase] = [(listed(flag.grounds, CLAUSES), "")]
    against = holdings.facts.get(parse_ref(flag.against[0])[1]) if flag.against else None
    if against is not None:
        grounds.append((say("; against that: {fact}", fact=_sourced(against)), "muted"))
    return Remark(
        signs=(("⚑ ", "bad"),),
        words=((lead(flag.risk), "strong"), *grounds),
        right=phrases((say("disputed"), "muted") if flag.disputed else None),
        target=flag.refs[0],
    )


def _sourced(fact: Fact) -> Message:
    """A fact inside another sentence."""
    words = {"fact": fact.text, "channel": fact.channel, "day": fact.on}
    if fact.rating is None:
        return say("{fact} ({channel}, {day})", **words)
    return say("{fact}, judged {rating} ({channel}, {day})", rating=fact.rating, **words)


def question_line(question: AccountQuestion, holdings: Holdings, *, name: bool = True) -> Remark:
    """What to ask, and whom where somebody is known who could tell; `name` them unless they may not be asked now."""
    words = say(DOUBTS[question.why], kind=question.kind) if question.why in DOUBTS else question.message
    who = holdings.name("contacts", question.contact) if name else ""
    return Remark(
        signs=(("? ", "warn"),),
        words=phrases(words, (say(" (ask {who})", who=who), "accent") if who else None),
        target=question.refs[0] if question.refs else record_ref("contacts", question.contact) if who else "",
    )
