"""The call sheet: all that a caller needs to have before them, on one page of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message, say
from bidtracker.domain.message import label as _
from bidtracker.domain.vocabulary import Layer
from bidtracker.locale import listed, tr
from bidtracker.pages.account.facts import risks
from bidtracker.pages.account.focus import Focus, cycle
from bidtracker.pages.account.needs import needs
from bidtracker.pages.account.value_and_price import say_first
from bidtracker.pages.escaping import escaped
from bidtracker.radar import Opportunity
from bidtracker.radar.account.questions import questions
from bidtracker.radar.score.relations import relations

QUESTIONS = 3  # of the open ones about the contract, and of those about the account, those that matter most
LINES = 6  # on what they need


def call_sheet(found: Opportunity, holdings: Holdings, as_of: date) -> str:
    """Whom to call about which contract, why now, what to say, who is there, and what to ask."""
    return "\n".join(_lines(found, holdings, as_of)) + "\n"


def _lines(found: Opportunity, holdings: Holdings, as_of: date) -> Iterator[str]:
    award = holdings.awards[found.award]
    yield f"# {escaped(holdings.name('buyers', found.buyer))}: {escaped(holdings.name('awards', found.award))}"
    yield ""
    yield tr(say("{id}, score {score} on {day}", id=ref("awards", award.id), score=f"{found.score:.1f}", day=as_of))
    facts = (
        (_("Incumbent"), listed(holdings.suppliers(award))),
        (_("Value"), str(award.value or "")),
        (_("Opens"), str(found.window.opens or "")),
        (_("Act by"), str(found.window.act_by or "")),
        (_("Decided"), str(found.window.closes or "")),
    )
    yield from (f"- {tr(label)}: {escaped(value)}" for label, value in facts if value)
    yield from ("", f"## {tr(_('Next'))}", "", escaped(tr(found.action.message)))
    if found.quiet is not None:
        yield escaped(tr(found.quiet.message))
    tenders = tuple(cycle(holdings, found.tender))
    focus = Focus(holdings=holdings, buyer=found.buyer, as_of=as_of, tenders=tenders, found=(found,), quiet=found.quiet)
    yield from _points(_("Say first"), say_first(focus), 1)
    yield from _points(_("What they need"), needs(focus), LINES)
    yield from _promises(found, holdings)
    yield from _why(found)
    yield from _people(found, holdings, as_of)
    yield from _points(_("Take care"), risks(focus), None)
    yield from _points(_("Find out"), _open_questions(found, holdings, as_of), None)


def _points(heading: str, lines: Iterable[Message], most: int | None) -> Iterator[str]:
    """A heading and so many lines under it, nothing where there are none."""
    shown = list(islice(lines, most))
    if shown:
        yield from ("", f"## {tr(heading)}", "")
        yield from (f"- {escaped(tr(line))}" for line in shown)


def _open_questions(found: Opportunity, holdings: Holdings, as_of: date) -> Iterator[Message]:
    """What would move the score most, then what is not known of the account, and whom to ask."""
    yield from (unknown.question for unknown in found.ask_next[:QUESTIONS])
    for question in questions(holdings, found.buyer, as_of)[:QUESTIONS]:
        who = holdings.name("contacts", question.contact) if found.quiet is None else ""
        yield say("{question} (ask {who})", question=question.message, who=who) if who else question.message


def _promises(found: Opportunity, holdings: Holdings) -> Iterator[str]:
    promises = holdings.awards[found.award].promises
    if promises:
        yield from ("", f"## {tr(_('What they promised'))}", "")
    state = {None: _("open"), True: _("kept"), False: _("broken")}
    for promise in promises:
        yield f"- {escaped(promise.text)} ({tr(state[promise.kept])})"


def _why(found: Opportunity) -> Iterator[str]:
    yield from ("", f"## {tr(_('Why'))}", "")
    for reason in found.reasons:
        if reason.points or reason.parts:
            yield f"- {reason.points:+.1f} {tr(reason.label)}: {escaped(tr(reason.detail))}"
        for part in reason.parts:
            source = " ".join(bit for bit in (part.ref, part.code, str(part.on or "")) if bit)
            yield f"  - {escaped(tr(part.label))} ({source})"


def _people(found: Opportunity, holdings: Holdings, as_of: date) -> Iterator[str]:
    """Who may be called, those of the highest layer and those who are closest first."""
    here = relations(holdings.contacts_of(found.buyer), (), as_of)
    people = [one for one in here if not one.contact.do_not_contact]
    if people:
        yield from ("", f"## {tr(_('People'))}", "")
    for one in sorted(people, key=lambda p: (list(Layer).index(p.contact.layer), -p.closeness, p.contact.name)):
        contact, place = one.contact, listed((escaped(one.contact.title), one.level, one.stance))
        reach = " ".join(escaped(bit) for bit in (contact.phone, contact.email) if bit)
        yield f"- {escaped(contact.name)} ({place}) {reach}".rstrip()
