"""What a buyer was asked about an award, what came of it, and what could be asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import ref
from bidtracker.domain.message import listed, say
from bidtracker.domain.records import Inquiry, TenderLine
from bidtracker.domain.vocabulary import InquiryResult
from bidtracker.pages.page import Phrase, Remark, phrases
from bidtracker.pages.words import countdown, day, lead
from bidtracker.radar.account.inquiries import awaited, possible, why_last

SIGNS: dict[InquiryResult, Phrase] = {
    InquiryResult.ANSWERED: ("✓ ", "good"),
    InquiryResult.PARTLY: ("◐ ", "warn"),
    InquiryResult.REFUSED: ("✗ ", "bad"),
    InquiryResult.NO_ANSWER: ("– ", "muted"),
}
OPEN: Phrase = ("◷ ", "accent")


def inquiry_line(inquiry: Inquiry, holdings: Holdings, as_of: date, *, title: bool = False) -> Remark:
    """One inquiry: what for, of whom, and whether it was answered or when that is due; `title`: about what."""
    whom = holdings.name("contacts", inquiry.contact) or inquiry.office
    name = holdings.name("tenders", inquiry.tender) if title else ""
    about = listed((name, whom))
    open_since = inquiry.answered is None or inquiry.answered > as_of
    sign = SIGNS[inquiry.result] if inquiry.result is not None and not open_since else OPEN
    right = (
        phrases((day(awaited(inquiry)), "muted"), countdown(awaited(inquiry), as_of))
        if open_since
        else phrases(inquiry.result, (day(inquiry.answered), "muted"))
    )
    return Remark(
        signs=(sign,),
        words=phrases(lead(say(inquiry.kind.label)), about) if about else phrases(inquiry.kind),
        right=right,
        target=ref("inquiries", inquiry.id),
    )


def inquiry_lines(holdings: Holdings, tender: TenderLine, as_of: date) -> Iterator[Remark]:
    """What was asked about a tender, the last first, with what was told."""
    for inquiry in holdings.inquiries_of(tender.id):
        yield inquiry_line(inquiry, holdings, as_of)
        if inquiry.answer:
            yield Remark(words=((" ".join(inquiry.answer.split()), "muted"),), depth=1, brief=True)


def possible_lines(holdings: Holdings, tender: TenderLine, as_of: date) -> Iterator[Remark]:
    """By which rules the buyer can be asked, and which of them are a last resort."""
    for code, rule in possible(holdings, tender, as_of):
        words = phrases((f"{code} ", "muted"), say(rule.label))
        yield Remark(words=words, right=phrases((why_last(rule), "warn")))
