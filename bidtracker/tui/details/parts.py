"""Lines that several details share: a signal, a touch, an award, a fact, each leading to its record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bidtracker.domain.ids import ref
from bidtracker.domain.message import label as _
from bidtracker.domain.message import say
from bidtracker.domain.records import Award, Contact, Fact, Kept, Signal, TenderLine, Touch
from bidtracker.domain.spans import SpanLine, Tone
from bidtracker.domain.text import safe_lines
from bidtracker.domain.vocabulary import Rating, SignalState
from bidtracker.locale import listed, tr
from bidtracker.pages.layout import ends, span
from bidtracker.pages.words import CHANNELS, STATES, aged, amount, day, dots, outcome, source, stance, sure
from bidtracker.tui.desk import Desk
from bidtracker.tui.widgets.detail import Entry, ending, heading, pair, row, text

RATED: dict[Rating, Tone] = {Rating.POOR: "bad", Rating.FAIR: "muted", Rating.GOOD: "good"}
LEVEL_SHOWN = 56  # the width from which a contact's level stands in words beside its dots


def title(desk: Desk, table: str, number: int, name: str, note: str = "") -> Iterator[Entry]:
    """The head of a page: id, note and the name in full."""
    yield row((span(ref(table, number), "title"), ("  ", ""), span(note, "muted")), ())
    yield text(span(name, "strong"))


def person(desk: Desk, label: str, number: int) -> Entry:
    """A contact by name, leading to the card."""
    return pair(tr(label), span(desk.holdings.name("contacts", number)), target=ref("contacts", number))


def long(label: str, said: str) -> Iterator[Entry]:
    """A long text under its own heading; nothing where there is none."""
    if said.strip():
        yield heading(tr(label))
        for part in safe_lines(said[:4_000]).split("\n"):
            yield text(span(part))


def kept(record: Kept) -> Iterator[Entry]:
    """What a person keeps with a record: tags, links, notes."""
    yield pair(tr(_("Tags")), span(listed(record.tags)))
    for link in record.links:
        yield pair(tr(_("Link")), span(link, "accent"))
    yield from long(_("Notes"), record.notes)


def signals(desk: Desk, known: Iterable[Signal]) -> Iterator[Entry]:
    """Signals, the newest first."""
    found = sorted(known, key=lambda s: (s.on, s.id), reverse=True)
    if found:
        yield heading(tr(_("Signals")))
    for signal in found:
        sign, tone = signed(signal)
        age = aged((desk.today - (signal.happened or signal.on)).days)
        yield row(
            (span(ref("signals", signal.id), "muted"), (f" {sign} ", tone), span(tr(signal.kind))),
            (span(f"{source(signal)} {STATES[signal.state]} ", "muted"), span(f"{age:>6}", "muted")),
            target=ref("signals", signal.id),
        )


def signed(signal: Signal) -> tuple[str, Tone]:
    """Whether a signal speaks of discontent (+) or content (−), or counts nothing (·)."""
    if signal.state is SignalState.REFUTED:
        return "·", "muted"
    return ("+", "good") if signal.kind.sign > 0 else ("−", "bad")


def touches(desk: Desk, known: Iterable[Touch], most: int = 8) -> Iterator[Entry]:
    """Planned touches first, then the latest done."""
    found = list(known)
    planned = sorted((t for t in found if t.done is None), key=lambda t: t.on)
    done = sorted((t for t in found if t.done is not None), key=lambda t: t.done or t.on, reverse=True)
    if found:
        yield heading(tr(_("Touches")), tr(say("{n} planned", n=len(planned))) if planned else "")
    for touch in [*planned, *done][:most]:
        yield row(touch_line(desk, touch), touch_when(desk, touch), target=ref("touches", touch.id))


def touch_line(desk: Desk, touch: Touch) -> SpanLine:
    """A touch in words: how, with whom, what came of it."""
    who = desk.holdings.name("contacts", touch.contact)
    how = span(tr(touch.kind), "" if touch.done else "strong")
    sign = ("✓ ", "muted") if touch.done else ("◷ ", "accent")
    line: SpanLine = (span(ref("touches", touch.id) + " ", "muted"), sign, how)
    if who:
        line += ((" · ", "muted"), span(who))
    if touch.by:
        line += (span(f" ({touch.by})", "muted"),)
    if touch.outcome:
        line += ((" · ", "muted"), span(tr(touch.outcome), "muted"))
    return line


def touch_when(desk: Desk, touch: Touch) -> SpanLine:
    """The day of a touch; one that is overdue says so."""
    when = touch.done or touch.on
    late = touch.done is None and when < desk.today
    return (span(tr(_("overdue ")), "bad") if late else ("", ""), span(day(when), "bad" if late else "muted"))


def award_line(desk: Desk, award: Award, of: str = "") -> Entry:
    """An award: to whom (or `of` which buyer), for how much, until when."""
    us = tr(_("us"))
    names = of or listed(desk.holdings.suppliers(award)) or (us if award.ours else tr(_("winner not known")))
    return row(
        (span(ref("awards", award.id) + " ", "muted"), span(names, "strong" if award.ours else "")),
        (span(amount(award.value)), ("  ", ""), span(day(award.end), "muted")),
        target=ref("awards", award.id),
    )


def tender_line(desk: Desk, tender: TenderLine) -> Entry:
    """A tender: what came of it, and its title."""
    what, tone = outcome(tender, desk.holdings.settings.expected_lost_below)
    return row(
        (span(ref("tenders", tender.id) + " ", "muted"), span(tender.title)),
        ((what, tone), ("  ", ""), span(day(tender.deadline or tender.published), "muted")),
        target=ref("tenders", tender.id),
    )


def contact_line(contact: Contact) -> Entry:
    """A contact: stance, closeness, name and place; where there is room the level in words."""
    word, tone = stance(contact.stance)
    line: SpanLine = (
        (word[0] + " ", tone),
        (dots(contact.level) + " ", "accent"),
        span(contact.name, "muted" if contact.left else "strong"),
        span("  " + contact.title, "muted"),
    )
    level = span(tr(_("left")) if contact.left else tr(contact.level) + " ", "muted")
    short: SpanLine = ((word[2:], tone),)

    def draw(width: int) -> list[SpanLine]:
        return [ends(line, (level, *short) if width >= LEVEL_SHOWN else short, width)]

    return Entry(draw, ref("contacts", contact.id))


def fact_line(fact: Fact, marks: SpanLine = ()) -> Entry:
    """A fact: what kind, what, from which channel, when; `marks` say what is the matter with it. A refuted one is
    faint."""
    gone = fact.state is SignalState.REFUTED
    said: SpanLine = (
        span(f"{CHANNELS[fact.channel]} ", "muted" if gone else "accent"),
        *marks,
        span(tr(fact.kind) + "  ", "muted"),
        span(fact.text, "muted" if gone else ""),
        *told(fact),
    )
    source = span(f"{tr(fact.channel)} · {sure(fact.confidence)}  {day(fact.on)}", "muted")
    return ending(said, (source,), target=ref("facts", fact.id), indent=2)


def told(fact: Fact) -> SpanLine:
    """The figure of a fact where its text does not say it, and the judgement, where it has them."""
    said = fact.figure is None or str(fact.figure) in fact.text.replace(",", "")
    figure = () if said else (span(f"  {fact.figure} {tr(fact.kind.figure)}".rstrip(), "strong"),)
    rating = () if fact.rating is None else (span(f"  {tr(fact.rating)}", RATED[fact.rating]),)
    return (*figure, *rating)
