"""The call sheet: all that a caller needs to have before them, on one page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message, listed, say
from bidtracker.domain.message import label as _
from bidtracker.pages.account.focus import focus_on
from bidtracker.pages.account.reasons import reason_lines
from bidtracker.pages.account.subjects import account_questions, needs, people, risks, say_first, went_well, went_wrong
from bidtracker.pages.account.subjects import personal as about_them
from bidtracker.pages.account.why import next_lines
from bidtracker.pages.lines.signals import promises
from bidtracker.pages.page import Page, PageItem, Pair, Remark, Section, WaterfallStep, filled, phrases, section
from bidtracker.radar.score.opportunity import Opportunity

QUESTIONS = 3  # of the open ones about the contract, and of those about the account, those that matter most
LINES = 6  # on what they need


def call_sheet(opportunity: Opportunity, holdings: Holdings, as_of: date, *, personal: bool = True) -> Page:
    """Whom to call about which contract, what went wrong, what to say, who is there, and what to ask."""
    focus = focus_on(opportunity, holdings, as_of, personal=personal)
    award = holdings.awards[opportunity.award]
    buyer, contract = holdings.name("buyers", opportunity.buyer), holdings.name("awards", award.id)
    return Page(
        title=say("{buyer}: {what}", buyer=buyer, what=contract),
        note=say(
            "{id}, score {score} on {day}", id=ref("awards", award.id), score=f"{opportunity.score:.1f}", day=as_of
        ),
        sections=filled(
            section("facts", "", contract_pairs(opportunity, holdings)),
            section("next", say("Next"), next_lines(opportunity, holdings, as_of)),
            section("wrong", say("What went wrong"), went_wrong(focus)),
            _some("first", say("Say first"), say_first(focus), 1),
            section("people", say("People"), people(focus, all_of_them=False)),
            _some("personal", say("What they care about"), about_them(focus), LINES),
            _some("needs", say("What they need"), needs(focus), LINES),
            section("promises", say("What they promised"), promises(award)),
            section("well", say("What pleases them"), went_well(focus)),
            section(
                "why",
                say("Why"),
                (item for item in reason_lines(opportunity, holdings) if isinstance(item, WaterfallStep)),
            ),
            section("care", say("Take care"), risks(focus)),
            section("ask", say("Find out"), _to_find_out(opportunity, account_questions(focus))),
        ),
    )


def contract_pairs(opportunity: Opportunity, holdings: Holdings) -> Iterator[PageItem]:
    """Who holds it, for how much, and the days that matter."""
    award, window = holdings.awards[opportunity.award], opportunity.window
    yield Pair(label=_("Incumbent"), words=phrases(listed(holdings.suppliers(award))))
    yield Pair(label=_("Value"), words=phrases(str(award.value or "")))
    yield Pair(label=_("Opens"), words=phrases(str(window.opens or "")))
    yield Pair(label=_("Act by"), words=phrases(str(window.act_by or "")))
    yield Pair(label=_("Decided"), words=phrases(str(window.closes or "")))


def _some(name: str, heading: Message, lines: Iterable[Remark], most: int) -> Section:
    return section(name, heading, islice(lines, most))


def _to_find_out(opportunity: Opportunity, questions: Iterable[Remark]) -> Iterator[Remark]:
    """What would move the score most, then what is not known of the account, and whom to ask."""
    for unknown in opportunity.ask_next[:QUESTIONS]:
        yield Remark(signs=(("? ", "accent"),), words=((unknown.question, ""),), target=unknown.ref)
    yield from islice(questions, QUESTIONS)
