"""What was promised, and what was heard of how it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import part_ref, ref
from bidtracker.domain.message import Message, say
from bidtracker.domain.records import Award, PooledFactor, Promise, Signal
from bidtracker.domain.spans import Tone
from bidtracker.domain.vocabulary import SignalState
from bidtracker.pages.page import Phrase, Phrases, Remark, Section, phrases, section
from bidtracker.pages.words import day
from bidtracker.radar.score.evidence import day_of

KEPT: dict[bool | None, tuple[str, Tone]] = {None: ("? ", "muted"), True: ("✓ ", "good"), False: ("✗ ", "bad")}


def signal_words(signal: Signal, holdings: Holdings) -> Phrases:
    """What a signal speaks of, which promise it breaks, and the words noted."""
    promise = promise_of(signal, holdings)
    return phrases(
        signal.kind,
        (say("; they promised “{promise}”", promise=promise.text), "muted") if promise else None,
        (say(": {note}", note=" ".join(signal.notes.split())), "muted") if signal.notes.strip() else None,
    )


def signal_line(signal: Signal, holdings: Holdings) -> Remark:
    """A signal: what it speaks of, which promise it breaks, the words noted, from whom and when."""
    return Remark(
        signs=(signed(signal),),
        words=signal_words(signal, holdings),
        right=phrases(
            signal.state if signal.state is not SignalState.OPEN else None,
            holdings.name("contacts", signal.contact) or signal.channel,
            day(day_of(signal)),
            tone="muted",
        ),
        target=ref("signals", signal.id),
    )


def signed(signal: Signal) -> Phrase:
    """Whether a signal speaks of bad delivery (✗) or of good (✓), or counts nothing (·)."""
    if signal.state is SignalState.REFUTED:
        return "· ", "muted"
    return ("✗ ", "bad") if signal.kind.sign > 0 else ("✓ ", "good")


def signals(chosen: Iterable[Signal], holdings: Holdings) -> Section:
    """Signals, the newest first."""
    newest = sorted(chosen, key=lambda signal: (signal.on, signal.id), reverse=True)
    return section("signals", say("Signals"), (signal_line(signal, holdings) for signal in newest))


def promise_of(signal: Signal, holdings: Holdings) -> Promise | None:
    """The promise that a signal says is broken."""
    award = holdings.awards.get(signal.award)
    promises = award.promises if award and signal.promise else ()
    return next((promise for promise in promises if promise.number == signal.promise), None)


def promise_line(promise: Promise, award: Award, depth: int = 0) -> Remark:
    """A promise of the winner of an award, and whether it was kept."""
    words = {None: say("open"), True: say("kept"), False: say("broken")}
    sign, tone = KEPT[promise.kept]
    return Remark(
        signs=((sign, tone),),
        words=((promise.text, ""),),
        right=phrases((words[promise.kept], tone), (day(promise.due), "muted")),
        target=part_ref("awards", award.id, promise.number),
        depth=depth,
    )


def promises(award: Award, depth: int = 0) -> Iterator[Remark]:
    """All promises of an award."""
    return (promise_line(promise, award, depth) for promise in award.promises)


def factor_words(factor: PooledFactor) -> Message:
    """Where a pooled factor comes from, and how sure it is."""
    return say(
        "[{low}..{high}], {n} re-tenders with it in {books} books ({source}, {day})",
        low=f"{factor.low:.2f}",
        high=f"{factor.high:.2f}",
        n=factor.retenders,
        books=factor.books,
        source=factor.source,
        day=day(factor.on),
    )
