"""Why an opportunity scores as it does, in a seller's words; the numbers of the model beside them where asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bidtracker.domain.figures import signed as number
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import parse_ref
from bidtracker.domain.message import Message, count, say
from bidtracker.domain.records import PooledFactor
from bidtracker.domain.spans import Tone
from bidtracker.pages.lines.signals import factor_words, promise_of, signal_words, signed
from bidtracker.pages.page import Phrase, Remark, WaterfallStep, phrases
from bidtracker.pages.words import age
from bidtracker.radar.score import evidence, relations
from bidtracker.radar.score.evidence import Contribution
from bidtracker.radar.score.opportunity import Opportunity
from bidtracker.radar.score.reason_rows import ReasonRow
from bidtracker.radar.score.structure import ReasonKind

OWN = (ReasonKind.DISCONTENT, ReasonKind.RELATIONS)  # what we found out ourselves
ALWAYS = (ReasonKind.BASE, ReasonKind.OUTSIDE)  # shown however little they move
LITTLE = 0.5  # points: a row that moves the score by less says nothing

# Why the score rises, and why it falls, for a contract that a rival holds.
BECAUSE: dict[ReasonKind, tuple[Message, Message]] = {
    ReasonKind.OFFERS: (say("because several bid last time"), say("because hardly anybody bid last time")),
    ReasonKind.ENTRENCHED: (say("because others hold much here"), say("because the supplier holds much here")),
    ReasonKind.KEPT: (say("because they changed last time"), say("because they kept the supplier last time")),
    ReasonKind.TERM: (say("because the contract runs long"), say("because the contract is short")),
    ReasonKind.BUYER_HABIT: (say("because this buyer often changes"), say("because this buyer seldom changes")),
    ReasonKind.CATEGORY_HABIT: (
        say("because buyers of this often change"),
        say("because buyers of this seldom change"),
    ),
    ReasonKind.INCUMBENT_RECORD: (
        say("because the supplier often loses its contracts"),
        say("because the supplier seldom loses its contracts"),
    ),
    ReasonKind.TYPICAL: (
        say("because such rules of thumb come out too low on average"),
        say("because such rules of thumb come out too high on average"),
    ),
    ReasonKind.OUTSIDE: (
        say("because others give a change better odds"),
        say("because others give a change worse odds"),
    ),
    ReasonKind.DISCONTENT: (
        say("because they are unhappy with the supplier"),
        say("because the supplier pleases them"),
    ),
    ReasonKind.LOST_BEFORE: (say("because we lost here before"), say("because we lost here before")),
    ReasonKind.RELATIONS: (say("because people there are for us"), say("because people there are not for us")),
    ReasonKind.TIMING: (say("because the time is right"), say("because the time is not right")),
}
# The same for a contract of ours, whose score is the risk to lose it.
OURS: dict[ReasonKind, tuple[Message, Message]] = BECAUSE | {
    ReasonKind.ENTRENCHED: (say("because others hold much here"), say("because we hold much here")),
    ReasonKind.KEPT: (say("because they changed last time"), say("because they kept us last time")),
    ReasonKind.INCUMBENT_RECORD: (
        say("because we often lose contracts"),
        say("because we seldom lose contracts"),
    ),
    ReasonKind.DISCONTENT: (say("because they are unhappy with us"), say("because we please them")),
    ReasonKind.RELATIONS: (say("because people there are not for us"), say("because people there are for us")),
}
START = say("to start from: how often such contracts change hands, and how often we win")
START_OURS = say("to start from: how often such contracts change hands")


def reason_lines(opportunity: Opportunity, holdings: Holdings) -> Iterator[WaterfallStep | Remark]:
    """The rows that say something, our own evidence first, in whole points that add up to the score; what is left of
    the others in one row."""
    rows = sorted(opportunity.reasons, key=lambda row: (row.kind not in OWN, row.kind is ReasonKind.TIMING))
    points = adding_up([row.points for row in rows])
    loud = [(row, n) for row, n in zip(rows, points, strict=True) if abs(row.points) >= LITTLE or row.kind in ALWAYS]
    rest = sum(points) - sum(n for _row, n in loud)
    most, total = _highest([n for _row, n in loud]), 0.0
    for row, n in loud:
        # Its records stand below it, and what rows usually come to is one of the model's numbers.
        detail = "" if row.parts or row.kind is ReasonKind.TYPICAL else row.detail
        yield _step(
            (because(row, opportunity, holdings), detail),
            f"{n:.0f}" if _start(row) and not total else number(n, 0),
            total,
            n,
            most,
        )
        total += n
        yield from _grounds(row, holdings)
        yield from _bound(row, opportunity)
    silent = len(rows) - len(loud)
    if silent:
        words = count("{n} other thing hardly matters", "{n} other things hardly matter", silent)
        yield _step((words, ""), number(rest, 0), total, rest, most)
        total += rest
    yield WaterfallStep(
        words=((say("score"), "strong"),), number=f"{total:.0f}", before=0, after=total, most=most, tone="accent"
    )


def _start(row: ReasonRow) -> bool:
    return row.kind is ReasonKind.BASE


def _step(words: tuple[Message, Message | str], shown: str, before: float, points: float, most: float) -> WaterfallStep:
    tone: Tone = "good" if points > 0 else "bad" if points < 0 else "muted"
    label, detail = words
    return WaterfallStep(
        words=phrases(label, (detail, "muted")),
        number=shown,
        before=before,
        after=before + points,
        most=most,
        tone=tone,
    )


def _highest(points: Sequence[float]) -> float:
    """The highest that the running total reaches."""
    total, most = 0.0, 1.0
    for step in points:
        total += step
        most = max(most, total)
    return most


def because(row: ReasonRow, opportunity: Opportunity, holdings: Holdings) -> Message:
    """Why a row moves the score, in a seller's words."""
    if _start(row):
        return START_OURS if opportunity.ours else START
    if row.kind is ReasonKind.DISCONTENT and row.points > 0 and _breaks_promises(row, holdings):
        return say("because we break promises") if opportunity.ours else say("because they break promises")
    rises, falls = (OURS if opportunity.ours else BECAUSE)[row.kind]
    return rises if row.points > 0 else falls


def _breaks_promises(row: ReasonRow, holdings: Holdings) -> bool:
    """Whether most of what is bad in a row is a promise that was broken."""
    bad = [part for part in row.parts if part.db > 0]
    signals = ((part.db, holdings.signals.get(parse_ref(part.ref)[1])) for part in bad)
    broken = sum(db for db, signal in signals if signal is not None and promise_of(signal, holdings) is not None)
    return broken > 0 and 2 * broken >= sum(part.db for part in bad)


def _grounds(row: ReasonRow, holdings: Holdings) -> Iterator[Remark]:
    """The records that a row rests on, what weighs most first."""
    pooled_kinds = set[str]()
    for part in row.parts:
        yield _ground(part, holdings)
        if part.pooled is not None and str(part.label) not in pooled_kinds:
            pooled_kinds.add(str(part.label))
            yield Remark(words=((pooled_words(part.pooled), "muted"),), depth=3)


def pooled_words(factor: PooledFactor) -> Message:
    """That a kind of signal weighs by the counts of several books, and how sure that is."""
    return say("pooled factor {factor} {source}", factor=f"{factor.factor:.2f}", source=factor_words(factor))


def _ground(part: Contribution, holdings: Holdings) -> Remark:
    """One record: what it says, who said it, how old it is."""
    table, record = parse_ref(part.ref)
    signal = holdings.signals.get(record) if table == "signals" else None
    if signal is None:
        sign: Phrase = ("▲ ", "good") if part.db > 0 else ("▼ ", "bad")
        return Remark(
            signs=(sign,),
            words=((part.label, ""),),
            right=phrases((age(part.age_days), "muted")),
            target=part.ref,
            depth=2,
        )
    return Remark(
        signs=(signed(signal),),
        words=signal_words(signal, holdings),
        right=phrases(holdings.name("contacts", signal.contact) or signal.channel, age(part.age_days), tone="muted"),
        target=part.ref,
        depth=2,
    )


def _bound(row: ReasonRow, opportunity: Opportunity) -> Iterator[Remark]:
    """What a bound cut off: evidence of one kind moves the odds so far and no further."""
    weight, bound = {
        ReasonKind.DISCONTENT: (opportunity.discontent, evidence.BOUND),
        ReasonKind.RELATIONS: (opportunity.access, relations.BOUND),
    }.get(row.kind, (0.0, 1.0))
    if abs(weight) > bound - 0.05:
        yield Remark(words=((say("more of the same adds nothing now"), "muted"),), depth=2)


def adding_up(points: Sequence[float], places: int = 0) -> list[float]:
    """Points rounded to so many places, the least wronged of them moved by one where else they would not add up."""
    scale = 10**places
    rounded = [round(point * scale) for point in points]
    missing = round(sum(points) * scale) - sum(rounded)
    step = 1 if missing > 0 else -1
    wronged = sorted(range(len(points)), key=lambda i: step * (rounded[i] - points[i] * scale))
    for i in wronged[: abs(missing)]:
        rounded[i] += step
    return [each / scale for each in rounded]


# ---------------------------------------------------------------- the model's own numbers


def model_lines(opportunity: Opportunity) -> Iterator[WaterfallStep | Remark]:
    """Every row as the model has it: points in hundredths that add up, its dB, its records with theirs, and what the
    words mean."""
    points = adding_up([row.points for row in opportunity.reasons], 2)
    most, total = _highest(points), 0.0
    for row, n in zip(opportunity.reasons, points, strict=True):
        db = say(" {db} dB", db=number(row.db)) if row.db is not None else ""
        yield WaterfallStep(
            words=phrases(say("{label}{db}", label=row.label, db=db), (row.detail, "muted")),
            number=number(n, 2) if not _start(row) else f"{n:.2f}",
            before=total,
            after=total + n,
            most=most,
            tone="good" if n > 0 else "bad" if n < 0 else "muted",
        )
        total += n
        for part in row.parts:
            yield Remark(
                words=phrases(part.label),
                right=phrases(part.code, age(part.age_days), say("{db} dB", db=number(part.db)), tone="muted"),
                target=part.ref,
                depth=2,
            )
            if part.pooled is not None:
                yield Remark(words=((pooled_words(part.pooled), "muted"),), depth=3)
    yield WaterfallStep(
        words=((say("Score"), "strong"),), number=f"{total:.2f}", before=0, after=total, most=most, tone="accent"
    )
    yield from (Remark(words=((words, "muted"),), signs=(("· ", "muted"),)) for words in EXPLAINED)


EXPLAINED = (
    say("Score: 100 × timing × how likely they change × how likely we win then"),
    say("dB: ten times the logarithm of the odds; +3 doubles them, −3 halves them"),
    say(
        "A letter and a digit (B2) say how far a source can be trusted: A reliable … E unreliable, F unknown;"
        " 1 confirmed … 5 improbable, 6 cannot be judged"
    ),
)
