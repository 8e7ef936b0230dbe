"""What comes due of an account: questions on a tender, facts in doubt, and the steps of our own deliveries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message, count, say
from bidtracker.domain.message import label as _
from bidtracker.domain.records import Milestone, TenderLine
from bidtracker.domain.vocabulary import AwardStatus, DealStep
from bidtracker.radar.account.deliveries import done
from bidtracker.radar.account.fit import fit
from bidtracker.radar.account.knowledge import knowledge
from bidtracker.radar.account.questions import ASKED, doubt
from bidtracker.radar.due import Due, DueItem
from bidtracker.radar.score.case import Survey

FACTS_A_BUYER = 2  # to be confirmed at a time: more would be an inquisition

# What a step of a delivery of ours is called; all others are steps of it.
STEPS = {
    DealStep.DEPOSIT: (Due.DEPOSIT_DUE, _("Deposit: {title}"), _("Deposit of {amount}: {title}")),
    DealStep.FAULT: (Due.FAULT_CLOCK, _("Report what arrived faulty: {title}"), ""),
    DealStep.RETURN: (Due.FAULT_CLOCK, _("Send back what arrived faulty: {title}"), ""),
    DealStep.REPLACEMENT: (Due.FAULT_CLOCK, _("Replace what arrived faulty: {title}"), ""),
    DealStep.VISIT: (Due.VISIT_DUE, _("Visit after delivery: {title}"), ""),
}


def enquiries(survey: Survey, tender: TenderLine, on: date) -> DueItem:
    """The last day for questions on a tender that we prepare, and how many of their musts we would have to ask of."""
    holdings = survey.holdings
    needs = holdings.linked("needs", "tender", tender.id)
    unmet = sum(met.demand.must for need in needs for met in fit(holdings, need, survey.as_of).unmet)
    text = (
        count(
            "Last day for questions on {title} ({n} must not met)",
            "Last day for questions on {title} ({n} musts not met)",
            unmet,
            title=tender.title,
        )
        if unmet
        else say("Last day for questions on {title}", title=tender.title)
    )
    return DueItem(on=on, kind=Due.QUESTIONS_UNTIL, text=text, refs=(ref("tenders", tender.id),), buyer=tender.buyer)


def doubts(survey: Survey, active: set[int]) -> Iterator[DueItem]:
    """Facts that contradict each other or have grown old, at buyers where something is open and who may be asked."""
    holdings, as_of = survey.holdings, survey.as_of
    order = list(ASKED)
    for buyer in sorted({fact.buyer for fact in holdings.facts.values()} & active):
        if survey.quiet(buyer) is not None:
            continue
        in_doubt = [
            (as_of if line.conflict else max(line.stale_on or as_of, as_of), order.index(line.kind), doubted)
            for line in knowledge(holdings, buyer, as_of).kinds
            if (doubted := doubt(line)) is not None
        ]
        for on, _place, doubted in sorted(in_doubt, key=lambda entry: entry[:2])[:FACTS_A_BUYER]:
            yield DueItem(on=on, kind=Due.CONFIRM_FACT, text=doubted.message, refs=doubted.refs, buyer=buyer)


def steps(survey: Survey) -> Iterator[DueItem]:
    """The steps of our own deliveries that are still to be done."""
    holdings, as_of = survey.holdings, survey.as_of
    for deal in holdings.deals.values():
        award = holdings.awards.get(deal.award)
        if award is None or award.status is AwardStatus.CANCELLED:
            continue
        buyer = holdings.buyer_of(award)
        for step in deal.milestones:
            if step.due is None or done(step, as_of):
                continue
            kind, text = _step(step, holdings.name("awards", award.id))
            yield DueItem(
                on=step.due,
                kind=kind,
                text=text,
                refs=(f"{ref('deals', deal.id)}.{step.number}", ref("awards", award.id)),
                buyer=buyer,
                overdue=step.due < as_of,
                quiet=survey.quiet(buyer, award) if kind is Due.VISIT_DUE else None,
            )


def _step(step: Milestone, title: str) -> tuple[Due, Message]:
    if step.step not in STEPS:
        return Due.DEAL_MILESTONE, say("{step}: {title}", step=step.step, title=title)
    kind, words, with_amount = STEPS[step.step]
    if with_amount and step.amount is not None:
        return kind, say(with_amount, amount=step.amount, title=title)
    return kind, say(words, title=title)
