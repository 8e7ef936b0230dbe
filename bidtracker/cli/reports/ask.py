"""The command that tells what is known of an account, what speaks for care, and what to ask next."""

from __future__ import annotations

from typing import Any

import click

from bidtracker.cli.frame import as_of, opened
from bidtracker.cli.output import as_json, say_heading, say_json, say_line, say_table
from bidtracker.cli.reports.account import about_account, buyer_of
from bidtracker.cli.words import as_of_option
from bidtracker.domain.fields import FIELDS, row
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message, say
from bidtracker.domain.message import label as _
from bidtracker.domain.records import Fact
from bidtracker.locale import CLAUSES, listed, tr
from bidtracker.radar.account.knowledge import FactLine, Knowledge, knowledge
from bidtracker.radar.account.questions import AccountQuestion, questions
from bidtracker.radar.account.risks import Flag, flags


@click.command()
@about_account
@as_json
@as_of_option
def ask(about: str, as_json: bool) -> None:
    """What we know of a buyer (B12, or the one behind T42, A5, P7), what speaks for care, and what to ask next."""
    with opened() as book:
        buyer, day = buyer_of(book, about), as_of()
        known = knowledge(book.holdings, buyer, day)
        asked = questions(book.holdings, buyer, day)
        risks = flags(book.holdings, buyer, day)
        if as_json:
            say_json(
                {
                    "buyer": ref("buyers", buyer),
                    "done": known.done,
                    "of": known.of,
                    "share": known.share,
                    "known": [_known_json(line, book.holdings) for line in known.kinds],
                    "risks": [_risk_json(flag) for flag in risks],
                    "questions": [_question_json(question) for question in asked],
                }
            )
            return
        _say_known(known, book.holdings)
        _say_risks(risks)
        _say_questions(asked, book.holdings)


def _say_known(known: Knowledge, holdings: Holdings) -> None:
    named = {"id": ref("buyers", known.buyer), "name": holdings.name("buyers", known.buyer)}
    say_line(say("{id} {name}: {n} of {of} known", **named, n=known.done, of=known.of))
    rows = [cells for line in known.kinds for cells in _lines(line)]
    if rows:
        say_table([_("Kind"), _("Id"), _("Channel"), _("On"), _("Standing"), _("Fact")], rows, wrap=True)


def _lines(line: FactLine) -> list[list[Any]]:
    """The facts of one kind, one below the other where they contradict each other."""
    told = []
    for place, fact in enumerate(line.disputed or line.facts[:1]):
        doubt = _("Contradicts itself") if line.conflict else _("Still true?") if line.stale else ""
        standing = tr(doubt) if doubt else fact.state
        kind = line.kind if place == 0 else ""
        told.append([kind, ref("facts", fact.id), fact.channel, str(fact.on), standing, _text(fact)])
    return told


def _text(fact: Fact) -> str:
    """A fact with its figure and our judgement of it."""
    figure = f"{tr(fact.kind.figure or _('Figure'))} {fact.figure}" if fact.figure else ""
    return listed((fact.text, figure, fact.rating or ""), CLAUSES)


def _say_risks(risks: tuple[Flag, ...]) -> None:
    if risks:
        say_heading(_("What speaks for care"))
    for flag in risks:
        grounds = listed(flag.grounds, CLAUSES)
        words = say("{risk}: {grounds}", risk=flag.risk, grounds=grounds)
        against = listed(flag.against)
        say_line(say("{flag} (contradicted by {ids})", flag=words, ids=against) if flag.disputed else words)


def _say_questions(asked: tuple[AccountQuestion, ...], holdings: Holdings) -> None:
    if asked:
        say_heading(_("What to ask next"))
    for question in asked:
        say_line(_whom(question, holdings))


def _whom(question: AccountQuestion, holdings: Holdings) -> Message:
    """A question, with whom to ask where somebody is known who could tell."""
    if not question.contact:
        return question.message
    id, name = ref("contacts", question.contact), holdings.name("contacts", question.contact)
    return say("{question} (ask {name}, {id})", question=question.message, name=name, id=id)


def _known_json(line: FactLine, holdings: Holdings) -> dict[str, Any]:
    return {
        "kind": line.kind,
        "facts": [row(fact, FIELDS["facts"], holdings) for fact in line.facts],
        "conflict": line.conflict,
        "disputed": [ref("facts", fact.id) for fact in line.disputed],
        "stale": line.stale,
        "stale_on": line.stale_on,
    }


def _risk_json(flag: Flag) -> dict[str, Any]:
    return {
        "risk": flag.risk,
        "grounds": flag.grounds,
        "refs": flag.refs,
        "channel": flag.channel,
        "on": flag.on,
        "disputed": flag.disputed,
        "against": flag.against,
    }


def _question_json(question: AccountQuestion) -> dict[str, Any]:
    contact = ref("contacts", question.contact) if question.contact else None
    return {
        "kind": question.kind,
        "why": question.why,
        "question": question.message,
        "contact": contact,
        "refs": question.refs,
    }
