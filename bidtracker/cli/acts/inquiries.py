"""Commands on what a buyer is asked after a loss, by which rule, and what the answer gave."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from bidtracker import config
from bidtracker.book import Book
from bidtracker.book.acts.losses.inquiries import InquiryAnswer
from bidtracker.cli.asking import as_given_option, asked_about
from bidtracker.cli.failure import telling
from bidtracker.cli.files import force, output
from bidtracker.cli.frame import act, opened, today
from bidtracker.cli.output import as_json, say_json, say_line, say_table, say_text
from bidtracker.cli.words import DAY, Id, Typed, WordType, on_day
from bidtracker.domain.losses.score_sheet import read_criterion
from bidtracker.domain.message import label as _
from bidtracker.domain.message import listed, say
from bidtracker.domain.records import Criterion, Inquiry, ScoreSheet
from bidtracker.domain.vocabulary import InquiryKind, InquiryResult, SaidBy, SignalKind
from bidtracker.exports import written
from bidtracker.locale import LANGUAGES, read_language, speaking, tr
from bidtracker.pages.letters import letter as letter_of
from bidtracker.radar.account.inquiries import why_last

INQUIRY = Id("inquiries")


@click.command()
@click.argument("about", type=Id("awards", "tenders"))
@click.argument("kind", type=WordType(InquiryKind))
@click.option("--of", "contact", metavar="ID", help="Whom we asked: P7, or a name.")
@click.option("--office", help="The office that we asked, where it is no person.")
@click.option("--under", default="", metavar="RULE", help="By which rule, like uk-foi; `bidtracker rules` lists them.")
@click.option("--due", type=DAY, help="When the answer is due, where the rule does not say.")
@click.option("--note", "notes", help="In words.")
@as_given_option
@on_day(_("The day we asked; today if not given."))
@act
def inquire(book: Book, about: str, kind: InquiryKind, as_given: bool, **typed: Any) -> Inquiry:
    """Note that we asked about an award (A5) or tender (T42): for a debrief, assessment_summary, contract, performance
    or payments.

    The agenda chases the answer. While a tender of the same buyer is live, it asks whether this is the time.
    """
    return asked_about(lambda kept: book.inquire(about, kind, as_given=kept, **typed), as_given)


@click.command()
@click.argument("inquiry", type=INQUIRY)
@click.argument("result", type=WordType(InquiryResult), default=InquiryResult.ANSWERED)
@click.option(
    "--score", "criteria", type=Typed("criterion", read_criterion), multiple=True,
    metavar="CRITERION=WEIGHT:OURS/WINNERS",
    help="A line of our score sheet; again for more.",
)  # fmt: skip
@click.option("--promise", "promises", multiple=True, metavar="TEXT", help="What the winner promised; again for more.")
@click.option("--signal", "signals", type=WordType(SignalKind), multiple=True, help="How it goes; again for more.")
@click.option("--attach", "links", multiple=True, metavar="LINK", help="The document: a page or file; again for more.")
@click.option("--note", "answer", default="", help="What they wrote or told, in words.")
@as_given_option
@on_day(_("The day of the answer; today if not given."))
@act
def answered(
    book: Book, inquiry: str, result: InquiryResult, criteria: tuple[Criterion, ...], as_given: bool, **given: Any
) -> Inquiry:
    """Record what came of an inquiry (I3): answered, partly, refused or no_answer, and what it gave."""
    held: Inquiry = book.get(inquiry)
    said_by = SaidBy.PUBLIC if held.kind is InquiryKind.ASSESSMENT_SUMMARY else SaidBy.DEBRIEF
    answer = InquiryAnswer(
        result=result,
        on=given["on"],
        words=given["answer"],
        sheet=ScoreSheet(criteria=criteria, said_by=said_by) if criteria else None,
        promises=given["promises"],
        signals=given["signals"],
        links=given["links"],
    )
    return asked_about(lambda kept: book.answered(inquiry, answer, as_given=kept), as_given)


@click.command()
@click.argument("inquiry", type=INQUIRY)
@click.option(
    "--language",
    type=Typed("|".join(LANGUAGES), read_language),
    help="The letter's language, if another is wanted.",
)
@output
@force
def letter(inquiry: str, language: str | None, output: Path | None, force: bool) -> None:
    """Write the letter of an inquiry (I3) as Markdown. Nothing is sent; change it as you like."""
    with opened() as book, speaking(language):
        text = letter_of(book.get(inquiry), book.holdings, today())
    if output is None:
        say_text(text)
        return
    with written(output, overwrite=force) as stream:
        stream.write(text.encode())
    with telling():
        say_line(say("Wrote {path}", path=str(output)))


@click.command()
@click.option("--country", metavar="CODE", help="Only those of a country, like GB or DE.")
@as_json
def rules(country: str | None, as_json: bool) -> None:
    """By which rules a buyer can be asked, how soon the answer is due, and where each rule is written."""
    fitting = {
        code: rule for code, rule in config.inquiry_rules().items() if not country or rule.holds(None, country.upper())
    }
    if as_json:
        say_json(fitting)
        return
    rows = [
        [code, tr(listed(rule.kinds)), listed(_few(rule.countries)), _days(rule.days, rule.working), tr(rule.label),
         tr(why_last(rule)), rule.source]
        for code, rule in fitting.items()
    ]  # fmt: skip
    if rows:
        say_table(
            [_("Rule"), _("Asked for"), _("Country"), _("Answer within"), _("Text"), _("Note"), _("Source")], rows
        )
    else:
        say_line(_("no rule is known there; config.toml takes your own, see docs/losing.md"))


def _few(countries: tuple[str, ...]) -> tuple[str, ...]:
    """The first countries of many."""
    return countries if len(countries) <= FEW else (*countries[:FEW], "…")


def _days(days: int | None, working: bool) -> str:
    if days is None:
        return ""
    return tr(say("{n} working days", n=days) if working else say("{n} days", n=days))


FEW = 3
