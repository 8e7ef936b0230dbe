"""The command that tells what is known of an account, what speaks for care, and what to ask next."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from bidtracker.cli.frame import as_of, opened, stood
from bidtracker.cli.output import as_json, say_json, say_page
from bidtracker.cli.reports.account import about_account, buyer_of
from bidtracker.cli.words import as_of_option
from bidtracker.domain.fields import FIELDS, row
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import ref
from bidtracker.pages.account.checklist import ask_page
from bidtracker.radar.account.knowledge import FactLine, knowledge
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
        if as_json:
            say_json(_document(stood(book), buyer, day))
        else:
            say_page(ask_page(stood(book), buyer, day))


def _document(holdings: Holdings, buyer: int, day: date) -> dict[str, Any]:
    checked = knowledge(holdings, buyer, day)
    return {
        "buyer": ref("buyers", buyer),
        "done": checked.done,
        "of": checked.of,
        "share": checked.share,
        "known": [_known_json(line, holdings) for line in checked.kinds],
        "risks": [_risk_json(flag) for flag in flags(holdings, buyer, day)],
        "questions": [_question_json(question) for question in questions(holdings, buyer, day)],
    }


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
