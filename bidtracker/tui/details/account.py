"""What the pane says of an account before a call: the checklist, the risks, whom to meet through whom, what to ask."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from bidtracker.domain.ids import ref
from bidtracker.domain.message import label as _
from bidtracker.domain.message import say
from bidtracker.domain.spans import Span
from bidtracker.domain.vocabulary import FactKind, SignalState
from bidtracker.locale import tr
from bidtracker.pages.layout import span
from bidtracker.radar.account.coverage import Coverage
from bidtracker.radar.account.knowledge import FactLine, Knowledge, knowledge
from bidtracker.radar.account.questions import questions
from bidtracker.radar.account.risks import raised
from bidtracker.tui.desk import Desk
from bidtracker.tui.details.parts import fact_line
from bidtracker.tui.widgets.detail import Entry, heading, text

MOST = 5  # of what is only a proposal

T = TypeVar("T")


def checklist(desk: Desk, buyer: int) -> Iterator[Entry]:
    """Risks first, then what is known line by line, contradictions side by side, then what to ask next."""
    known = knowledge(desk.holdings, buyer, desk.today)
    yield from _risks(desk, known)
    yield heading(tr(_("Facts")), tr(say("{done} of {of} known", done=known.done, of=known.of)))
    for line in known.kinds:
        yield from _line(line)
    others = [fact for fact in desk.holdings.facts_of(buyer) if fact.kind is FactKind.OTHER]
    refuted = [fact for fact in desk.holdings.facts_of(buyer) if fact.state is SignalState.REFUTED]
    yield from (fact_line(fact) for fact in others if fact.state is not SignalState.REFUTED)
    yield from (fact_line(fact, (("✗ ", "muted"),)) for fact in refuted)
    yield from _questions(desk, buyer)


def _risks(desk: Desk, known: Knowledge) -> Iterator[Entry]:
    flags = list(raised(known, desk.today))
    if flags:
        yield heading(tr(_("Risks")), tr(_("told by the facts")))
    for flag in flags:
        disputed = (span(f"  ({tr(_('disputed'))})", "muted"),) if flag.disputed else ()
        yield text(("⚑ ", "bad"), span(tr(flag.risk), "strong"), *disputed, target=flag.refs[0])
        for grounds, id in zip(flag.grounds, flag.refs, strict=True):
            yield text(span(f"    {tr(grounds)}", "muted"), target=id, indent=4)


def _line(line: FactLine) -> Iterator[Entry]:
    """The facts of one kind: those that contradict each other are marked, and so is the best once it is old."""
    for fact in line.facts:
        marks: tuple[Span, ...] = ()
        if fact in line.disputed:
            marks += (("≠ ", "warn"),)
        if line.stale and fact is line.best:
            marks += (("⌛", "warn"), (" ", ""))
        yield fact_line(fact, marks)


def _questions(desk: Desk, buyer: int) -> Iterator[Entry]:
    found = questions(desk.holdings, buyer, desk.today)
    if found:
        yield heading(tr(_("Ask next")), _more(found))
    for question in found[:MOST]:
        name = desk.holdings.name("contacts", question.contact)
        who = (span(f"  → {name}", "accent"),) if name else ()
        target = question.refs[0] if question.refs else ref("contacts", question.contact) if name else ""
        yield text(("? ", "warn"), span(tr(question.message)), *who, target=target, indent=2)


def introductions(found: Coverage) -> Iterator[Entry]:
    """Who is worth meeting, through whom and why; then who has waited too long."""
    if found.introductions:
        yield heading(tr(_("Whom to meet")), _more(found.introductions))
    for one in found.introductions[:MOST]:
        target = ref("contacts", one.through or one.contact)
        yield text(("→ ", "accent"), span(tr(one.message)), target=target, indent=2)
        if one.why:
            yield text(span(f"    {tr(one.why)}", "muted"), indent=4)
    if found.stale:
        yield heading(tr(_("Not spoken to for long")), _more(found.stale))
    for waiting in found.stale[:MOST]:
        yield text(("◷ ", "warn"), span(tr(waiting.message)), target=ref("contacts", waiting.contact), indent=2)


def _more(found: tuple[T, ...]) -> str:
    return tr(say("{n} of {all}", n=MOST, all=len(found))) if len(found) > MOST else ""
