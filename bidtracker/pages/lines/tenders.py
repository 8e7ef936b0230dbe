"""A tender or an award on the page of another record."""

from __future__ import annotations

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import ref
from bidtracker.domain.message import listed, say
from bidtracker.domain.records import Award, TenderLine
from bidtracker.domain.vocabulary import AwardStatus
from bidtracker.pages.page import Remark, Words, phrases
from bidtracker.pages.words import day, outcome_of


def tender_line(tender: TenderLine, holdings: Holdings) -> Remark:
    """A tender: its title, and what came of it."""
    sign, word = outcome_of(tender, holdings, holdings.settings.expected_lost_below)
    return Remark(
        signs=(sign,),
        words=((tender.title, ""),),
        right=phrases(word, (day(tender.deadline or tender.published), "muted")),
        target=ref("tenders", tender.id),
    )


def holder(award: Award, holdings: Holdings) -> Words:
    """Who holds a contract."""
    nobody = say("nobody") if award.status is AwardStatus.CANCELLED else say("winner not known")
    return say("us") if award.ours else listed(holdings.suppliers(award)) or nobody


def award_line(award: Award, holdings: Holdings, of: Words = "", before: Words = "") -> Remark:
    """An award: to whom (or `of` which buyer), `before` that what it is for; for how much, until when."""
    until = say("until {day}", day=award.end) if award.end else say("end not known")
    if award.status is AwardStatus.CANCELLED:
        until = say(award.status.label)
    return Remark(
        words=phrases(
            say("{what}: ", what=before) if before else None,
            (of or holder(award, holdings), "strong" if award.ours else ""),
        ),
        right=phrases(str(award.value or ""), (until, "muted")),
        target=ref("awards", award.id),
    )
