"""Inquiries: whose answers are awaited, which losses could still be asked about, and by which rule.

Nothing is suggested while any tender of the buyer is live: a question then may be taken as pressure.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import ref
from bidtracker.domain.losses.inquiry_rules import InquiryRule, rules_for
from bidtracker.domain.message import Message, say
from bidtracker.domain.records import Inquiry, TenderLine
from bidtracker.domain.vocabulary import InquiryKind, Outcome
from bidtracker.radar.due import Due, DueItem
from bidtracker.radar.score.case import Survey
from bidtracker.radar.score.months import shift
from bidtracker.radar.score.quiet import quiet_periods

CHASE = 21  # days after which an answer is asked for where no rule sets a day
SOON = 7  # days after a decision in which to ask why, where no rule says how many
LATE = 45  # days after a decision in which the question why is still fresh
LESSONS = (InquiryKind.DEBRIEF, InquiryKind.ASSESSMENT_SUMMARY)


def awaited(inquiry: Inquiry) -> date:
    """The day on which an answer is due, or is asked for again."""
    return inquiry.due or shift(inquiry.on, CHASE)


def answers_due(survey: Survey) -> Iterator[DueItem]:
    """The inquiries that nobody has answered."""
    holdings, as_of = survey.holdings, survey.as_of
    for inquiry in holdings.inquiries.values():
        if inquiry.on > as_of or (inquiry.answered is not None and inquiry.answered <= as_of):
            continue
        on, title = awaited(inquiry), holdings.name("tenders", inquiry.tender)
        if on < as_of:
            text = say(
                "Chase the answer: {kind} on {title}, asked on {day}", kind=inquiry.kind, title=title, day=inquiry.on
            )
        else:
            text = say("{kind} on {title}, asked on {day}", kind=inquiry.kind, title=title, day=inquiry.on)
        refs = (ref("inquiries", inquiry.id), ref("tenders", inquiry.tender))
        buyer = holdings.buyer_of(inquiry)
        yield DueItem(on=on, kind=Due.INQUIRY_DUE, text=text, refs=refs, buyer=buyer, overdue=on < as_of)


def to_ask(survey: Survey) -> Iterator[DueItem]:
    """The fresh losses about which nobody has asked why."""
    holdings, as_of = survey.holdings, survey.as_of
    for tender in holdings.having("tenders", "bids"):
        lost = lost_on(tender)
        if lost is None or not lost <= as_of <= shift(lost, LATE) or not open_to_ask(holdings, tender, as_of):
            continue
        until, rule = ask_until(holdings, tender, lost, as_of)
        if rule is None:
            text = say("Ask why we lost {title}", title=tender.title)
        else:
            text = say("Ask why we lost {title}: {rule}", title=tender.title, rule=say(rule.label))
        refs = (ref("tenders", tender.id),)
        on = until or shift(lost, SOON)
        yield DueItem(on=on, kind=Due.INQUIRE, text=text, refs=refs, buyer=tender.buyer, overdue=on < as_of)


def lost_on(tender: TenderLine) -> date | None:
    """The day on which our bid was lost, None where none was or its day is not known."""
    days = [bid.outcome_on for bid in tender.bids if bid.outcome in (Outcome.LOST, Outcome.DISQUALIFIED)]
    return max((day for day in days if day is not None), default=None)


def open_to_ask(holdings: Holdings, tender: TenderLine, as_of: date) -> bool:
    """Whether nobody has asked about a loss, nobody was told, and no tender of the buyer is live."""
    asked = any(inquiry.kind in LESSONS for inquiry in holdings.inquiries_of(tender.id))
    scored = any(bid.sheet is not None for bid in tender.bids)
    return not asked and not scored and not quiet_periods(holdings, holdings.tenders_of(tender.buyer), as_of)


def ask_until(
    holdings: Holdings, tender: TenderLine, lost: date, as_of: date
) -> tuple[date | None, InquiryRule | None]:
    """The last day to ask why, and the rule that lets us; no rule once its day has passed."""
    for kind in LESSONS:
        for rule in rules_for(kind, country_of(holdings, tender), tender.published, holdings.rules).values():
            until = rule.ask_until(lost)
            if until is None or until >= as_of:
                return until, rule
    return None, None


def country_of(holdings: Holdings, tender: TenderLine) -> str:
    """Where a competition is held: its own country, else its buyer's."""
    buyer = holdings.buyers.get(tender.buyer)
    return tender.country or (buyer.country if buyer else "")


def possible(holdings: Holdings, tender: TenderLine, as_of: date) -> list[tuple[str, InquiryRule]]:
    """The rules by which a buyer can be asked about a tender that is decided; none while a tender of theirs is live."""
    awarded = tender.awards or tender.outcome in (Outcome.LOST, Outcome.WON)
    if not awarded or quiet_periods(holdings, holdings.tenders_of(tender.buyer), as_of):
        return []
    fitting = rules_for(None, country_of(holdings, tender), tender.published, holdings.rules)
    lost = lost_on(tender)
    return [(code, rule) for code, rule in fitting.items() if (until := rule.ask_until(lost)) is None or until >= as_of]


def why_last(rule: InquiryRule) -> Message | str:
    """What is said beside a rule that is a last resort."""
    return say("a last resort: ask in a talk first") if rule.last_resort else ""
