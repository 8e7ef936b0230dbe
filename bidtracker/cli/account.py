"""Commands that look at one account before a call: what is known and to be asked, and who is there."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from bidtracker.book import Book
from bidtracker.cli.frame import as_of, opened
from bidtracker.cli.lists import as_json
from bidtracker.cli.output import say_heading, say_json, say_line, say_table
from bidtracker.cli.words import Id, as_of_option
from bidtracker.domain.fields import FIELDS, row
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import parse_ref, ref
from bidtracker.domain.message import Message, say
from bidtracker.domain.message import label as _
from bidtracker.domain.records import Fact
from bidtracker.domain.text import safe_lines
from bidtracker.exports import json, written
from bidtracker.exports.brief import brief as page_on
from bidtracker.locale import tr
from bidtracker.radar.account.coverage import Coverage, coverage
from bidtracker.radar.account.knowledge import Knowledge, Known, knowledge
from bidtracker.radar.account.questions import Question, questions
from bidtracker.radar.account.risks import Flag, flags

FORMATS = ("md", "html")
ABOUT = Id("buyers", "tenders", "awards", "contacts")
about = click.argument("about", type=ABOUT, metavar="B12|T42|A5|P7")


@click.command()
@about
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


@click.command()
@about
@as_json
@as_of_option
def people(about: str, as_json: bool) -> None:
    """How well we know the people of a buyer (B12, or the one behind T42, A5, P7): gaps, who waits, whom to meet."""
    with opened() as book:
        buyer = buyer_of(book, about)
        found = coverage(book.holdings, buyer, as_of())
        if as_json:
            say_json({"buyer": ref("buyers", buyer)} | _coverage_json(found, book.holdings))
        else:
            _say_coverage(found, book.holdings, buyer)


@click.command()
@click.argument("about", type=Id("buyers", "tenders", "awards"), metavar="B12|T42|A5")
@click.option("--format", type=click.Choice(FORMATS), help="md or html; as the file's name ends if not given, else md.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    help="The file; - or nothing is standard output.",
)
@click.option("--force", is_flag=True, help="Overwrite the file if it is there.")
@as_json
@as_of_option
def brief(about: str, format: str | None, output: Path | None, force: bool, as_json: bool) -> None:
    """One page on an account before a call: a buyer (B12), or the one behind a tender (T42) or an award (A5).

    As HTML it prints well on A4. The file appears whole or not at all.
    """
    to_file = output is not None and str(output) != "-"
    if format is None:
        suffix = output.suffix.removeprefix(".").lower() if output is not None and to_file else FORMATS[0]
        if suffix not in FORMATS:
            words = say("say a --format: {known}", known=", ".join(FORMATS))
            raise click.UsageError(tr(words), click.get_current_context())
        format = suffix
    with opened() as book:
        text = page_on(book.holdings, about, as_of())
    if format == "html":
        from bidtracker.exports.html import page  # the reader of Markdown takes its time to load

        text = page(text)
    if output is not None and to_file:
        with written(output, overwrite=force) as stream:
            stream.write(text.encode("utf-8", "replace"))
    if as_json:
        say_json({"about": about, "format": format, "path": str(output) if to_file else None, "text": text})
    elif to_file:
        say_line(say("Wrote {path}", path=str(output)))
    elif sys.stdout.isatty():
        click.echo(safe_lines(text))
    else:
        click.echo(text.encode("utf-8", "replace"), nl=False)


def buyer_of(book: Book, id: str) -> int:
    """The number of the buyer that a record is about."""
    table, number = parse_ref(id)
    record = book.get(id)
    return number if table == "buyers" else book.holdings.buyer_of(record)


# ---------------------------------------------------------------- what is known


def _say_known(known: Knowledge, holdings: Holdings) -> None:
    named = {"id": ref("buyers", known.buyer), "name": holdings.name("buyers", known.buyer)}
    say_line(say("{id} {name}: {n} of {of} known", **named, n=known.done, of=known.of))
    rows = [cells for line in known.kinds for cells in _lines(line)]
    if rows:
        say_table([_("Kind"), _("Id"), _("Channel"), _("On"), _("Standing"), _("Fact")], rows, wrap=True)


def _lines(line: Known) -> list[list[Any]]:
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
    return "; ".join(filter(None, (fact.text, figure, tr(fact.rating) if fact.rating else "")))


def _say_risks(risks: tuple[Flag, ...]) -> None:
    if risks:
        say_heading(_("What speaks for care"))
    for flag in risks:
        grounds = "; ".join(tr(ground) for ground in flag.grounds)
        words = say("{risk}: {grounds}", risk=flag.risk, grounds=grounds)
        against = ", ".join(flag.against)
        say_line(say("{flag} (contradicted by {ids})", flag=words, ids=against) if flag.disputed else words)


def _say_questions(asked: tuple[Question, ...], holdings: Holdings) -> None:
    if asked:
        say_heading(_("What to ask next"))
    for question in asked:
        say_line(_whom(question, holdings))


def _whom(question: Question, holdings: Holdings) -> Message:
    """A question, with whom to ask where somebody is known who could tell."""
    if not question.contact:
        return question.message
    id, name = ref("contacts", question.contact), holdings.name("contacts", question.contact)
    return say("{question} (ask {name}, {id})", question=question.message, name=name, id=id)


def _known_json(line: Known, holdings: Holdings) -> dict[str, Any]:
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


def _question_json(question: Question) -> dict[str, Any]:
    contact = ref("contacts", question.contact) if question.contact else None
    return {
        "kind": question.kind,
        "why": question.why,
        "question": question.message,
        "contact": contact,
        "refs": question.refs,
    }


# ---------------------------------------------------------------- who is there


def _say_coverage(found: Coverage, holdings: Holdings, buyer: int) -> None:
    say_line(say("{id} {name}", id=ref("buyers", buyer), name=holdings.name("buyers", buyer)))
    spoken = {one.contact: one for one in found.spoken}
    rows = []
    for one in found.people:
        contact, last = one.contact, spoken.get(one.contact.id)
        roles = ", ".join(tr(role) for role in contact.roles)
        heard = tr(say("{day} {kind} {by}", day=last.on, kind=last.kind, by=last.by)).strip() if last else ""
        rows.append([ref("contacts", contact.id), contact.name, contact.title, contact.layer, roles, contact.level,
                     contact.stance, heard])  # fmt: skip
    if rows:
        labels = [_("Id"), _("Name"), _("Job title"), _("Layer"), _("Roles"), _("Level"), _("Stance"), _("Last spoken")]
        say_table(labels, rows)
    for heading, sentences in (
        (_("What is missing"), found.gaps),
        (_("Who waits"), tuple(one.message for one in found.stale)),
        (_("Whom to meet"), tuple(_through(one.message, one.why) for one in found.introductions)),
    ):
        if sentences:
            say_heading(heading)
        for sentence in sentences:
            say_line(sentence)


def _through(message: Message, why: Message | None) -> Message:
    return say("{introduction}: {why}", introduction=message, why=why) if why else message


def _coverage_json(found: Coverage, holdings: Holdings) -> dict[str, Any]:
    def person(number: int) -> str | None:
        return ref("contacts", number) if number else None

    return {
        "people": [row(one.contact, FIELDS["contacts"], holdings) for one in found.people],
        "gaps": [json.plain(gap) for gap in found.gaps],
        "waiting": [
            {"contact": person(one.contact), "last": one.last, "days": one.days, "over": one.over, "text": one.message}
            for one in found.stale
        ],
        "spoken": [
            {"contact": person(one.contact), "by": one.by or None, "on": one.on, "kind": one.kind}
            for one in found.spoken
        ],
        "introductions": [
            {
                "contact": person(one.contact),
                "through": person(one.through),
                "text": one.message,
                "why": one.why,
                "score": one.score,
            }
            for one in found.introductions
        ],
    }
