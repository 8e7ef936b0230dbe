"""What is known of a buyer: what speaks for care, the facts kind by kind, and what to ask next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message, say
from bidtracker.domain.vocabulary import SignalState
from bidtracker.pages.lines.facts import fact_line, fact_lines, question_line, risk_lines
from bidtracker.pages.page import Page, Remark, Section, filled, section
from bidtracker.radar.account.knowledge import UNASKED, Knowledge, knowledge
from bidtracker.radar.account.questions import questions
from bidtracker.radar.account.risks import raised

ASKED_AT_MOST = 5  # beside everything else


def ask_page(holdings: Holdings, buyer: int, as_of: date) -> Page:
    """What is known of a buyer, and every question that is open."""
    return Page(
        title=holdings.name("buyers", buyer),
        ref=ref("buyers", buyer),
        note=_done(knowledge(holdings, buyer, as_of)),
        sections=filled(*checklist(holdings, buyer, as_of, most=None)),
    )


def checklist(holdings: Holdings, buyer: int, as_of: date, most: int | None = ASKED_AT_MOST) -> tuple[Section, ...]:
    """Risks first, then what is known line by line, contradictions marked, then what to ask next, `most` of it."""
    checked = knowledge(holdings, buyer, as_of)
    asked = questions(holdings, buyer, as_of)
    shown = asked[:most]
    more = say("{n} of {all}", n=len(shown), all=len(asked)) if len(shown) < len(asked) else ""
    return (
        section("risks", say("What speaks for care"), risk_lines(raised(checked, as_of), holdings)),
        section(
            "facts",
            say("Facts"),
            _facts(holdings, checked, buyer),
            _done(checked) if most is not None else "",
        ),
        section("questions", say("Ask next"), (question_line(each, holdings) for each in shown), more),
    )


def _done(checked: Knowledge) -> Message:
    return say("{done} of {of} known", done=checked.done, of=checked.of)


def _facts(holdings: Holdings, checked: Knowledge, buyer: int) -> Iterator[Remark]:
    """The checklist, then what is in no list, then what was refuted."""
    for line in checked.kinds:
        yield from fact_lines(line)
    facts = holdings.facts_of(buyer)
    yield from (fact_line(fact) for fact in facts if fact.kind in UNASKED and fact.state is not SignalState.REFUTED)
    yield from (fact_line(fact) for fact in facts if fact.state is SignalState.REFUTED)
