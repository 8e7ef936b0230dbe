"""What to do next about an account, what was done last, and what to ask."""

from __future__ import annotations

from collections.abc import Iterator

from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message, say
from bidtracker.domain.message import label as _
from bidtracker.locale import tr
from bidtracker.pages.account.focus import Focus, short
from bidtracker.radar.account.questions import Why, questions
from bidtracker.radar.score.actions import ActionCode
from bidtracker.radar.score.timing import Phase

DOUBTS = {Why.CONFLICT: _("{kind}: which is right?"), Why.STALE: _("{kind}: is it still so?")}


def next_steps(focus: Focus) -> Iterator[Message]:
    """What the radar says to do, and the contact that is planned next."""
    open = [found for found in focus.found if found.window.state is not Phase.CLOSED]
    for found in open[:2]:
        if found.action.code is ActionCode.WAIT:
            continue  # the page says at its head that no call is to be made
        yield say("{what} ({id})", what=found.action.message, id=ref("awards", found.award))
    planned = [touch for touch in focus.holdings.touches_of(focus.buyer) if touch.done is None]
    for touch in sorted(planned, key=lambda touch: (touch.on, touch.id))[:1]:
        who = focus.holdings.name("contacts", touch.contact) or focus.holdings.name("buyers", touch.buyer)
        yield say("planned on {day}: {kind} with {who}", day=touch.on, kind=touch.kind, who=who)


def touches(focus: Focus) -> Iterator[Message]:
    """The contacts that were made, the last one first."""
    holdings = focus.holdings
    made = [t for t in holdings.touches_of(focus.buyer) if t.done is not None and t.done <= focus.as_of]
    for touch in sorted(made, key=lambda t: (t.done or t.on, t.id), reverse=True):
        who = holdings.name("contacts", touch.contact) or tr(_("nobody named"))
        words = say("{day}: {kind} with {who}", day=touch.done, kind=touch.kind, who=who)
        words = say("{touch} by {one}", touch=words, one=touch.by) if touch.by else words
        words = say("{touch}; {outcome}", touch=words, outcome=touch.outcome) if touch.outcome else words
        note = short(touch.notes)
        yield say("{touch}: {note}", touch=words, note=note) if note else words


def to_ask(focus: Focus) -> Iterator[Message]:
    """What would move the score of the first opportunity most, then what is not known or in doubt, and whom to ask."""
    holdings = focus.holdings
    for found in focus.found:
        if found.window.state is not Phase.CLOSED:
            for unknown in found.ask_next[:1]:
                yield say("{question} ({id})", question=unknown.question, id=ref("awards", found.award))
            break
    for question in questions(holdings, focus.buyer, focus.as_of):
        # What is there and in doubt stands above with its text.
        words = say(DOUBTS[question.why], kind=question.kind) if question.why in DOUBTS else question.message
        if question.contact and focus.quiet is None:
            words = say("{question} (ask {who})", question=words, who=holdings.name("contacts", question.contact))
        yield words
