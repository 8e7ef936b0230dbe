"""The letter of an inquiry, as Markdown, in any of the catalogues' languages: to be changed before it is sent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.message import Message, say
from bidtracker.domain.records import Inquiry
from bidtracker.domain.vocabulary import InquiryKind
from bidtracker.locale import tr
from bidtracker.pages.escaping import escaped

WE_BID = say(
    "We took part in this competition and were not successful. We accept the decision; we ask in order to do better."
)
ASKED = {
    InquiryKind.DEBRIEF: (
        WE_BID,
        say(
            "Would you tell us, for each award criterion, our points and those of the successful tender, the reasons "
            "for them, and the characteristics and relative advantages of that tender? A short talk is as welcome as a "
            "letter."
        ),
    ),
    InquiryKind.ASSESSMENT_SUMMARY: (
        WE_BID,
        say(
            "We have not received the assessment summary of our tender. Would you send it, with the scores and the "
            "explanation for each award criterion, for our tender and for the most advantageous one?"
        ),
    ),
    InquiryKind.CONTRACT: (
        say(
            "Would you send us a copy of the contract that was concluded, with its schedules, its price and any later "
            "change? Where a part is confidential, please strike it out and send us the rest."
        ),
    ),
    InquiryKind.PERFORMANCE: (
        say(
            "Would you send us what is recorded of the performance of this contract: the key performance indicators "
            "with their targets and the figures of each period, and any notice, credit or penalty?"
        ),
    ),
    InquiryKind.PAYMENTS: (
        say(
            "Would you send us the payments made under this contract, with their dates and amounts, and the purchase "
            "orders they belong to?"
        ),
    ),
}


def letter(inquiry: Inquiry, holdings: Holdings, today: date) -> str:
    """The letter in the language that is spoken now, as Markdown; what comes from the book stands in it as text."""
    return "\n\n".join(part.strip() for part in _parts(inquiry, holdings, today)) + "\n"


def _parts(inquiry: Inquiry, holdings: Holdings, today: date) -> Iterator[str]:
    tender = holdings.tenders[inquiry.tender]
    buyer = escaped(holdings.name("buyers", tender.buyer))
    contact = holdings.contacts.get(inquiry.contact)
    whom = escaped(contact.name if contact else inquiry.office)
    us = escaped(holdings.settings.us[0]) if holdings.settings.us else tr(say("[our name and address]"))
    title = escaped(tender.title)
    about: Message | str = title
    if tender.reference:
        about = say("{title} ({reference})", title=title, reference=escaped(tender.reference))
    yield tr(say("# {kind}: {what}", kind=inquiry.kind, what=about))
    yield tr(say("{us}, {day}", us=us, day=today))
    yield "  \n".join(filter(None, (whom, buyer)))
    yield tr(say("Dear {whom},", whom=whom)) if contact else tr(say("Dear Sir or Madam,"))
    award = holdings.awards.get(inquiry.award)
    if award is not None and award.suppliers:
        winner = escaped(holdings.suppliers(award)[0])
        yield tr(say("We write about {what}, awarded to {winner}.", what=about, winner=winner))
    else:
        yield tr(say("We write about {what}.", what=about))
    yield from map(tr, ASKED[inquiry.kind])
    rule = holdings.rules.get(inquiry.rule)
    if rule is not None:
        yield tr(say("We ask under: {rule}.", rule=say(rule.label)))
    if inquiry.due is not None:
        yield tr(say("We look forward to your answer by {day}.", day=inquiry.due))
    yield tr(say("Yours faithfully,"))
    yield us
