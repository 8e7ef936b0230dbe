"""What `import` does with mails: shows their lines, and puts what a person picks of them to decide."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from bidtracker.book import Book
from bidtracker.cli.failure import telling
from bidtracker.cli.frame import opened
from bidtracker.cli.output import say_json, say_line
from bidtracker.domain.ids import ref
from bidtracker.domain.message import say
from bidtracker.domain.records import Proposal
from bidtracker.domain.text import safe
from bidtracker.intake.mail import Mail, MailChoice, propose_mail, read_mail
from bidtracker.locale import tr
from bidtracker.pages.lines.proposals import claim


def propose_mails(files: Sequence[str], choice: MailChoice, *, as_json: bool) -> None:
    """Proposes a touch or a signal of each mail. On a terminal its lines are shown, and which to quote is asked."""
    mails = [read_mail(file) for file in files]
    asking = not (choice.lines or as_json) and sys.stdin.isatty() and sys.stdout.isatty()
    with opened() as book:
        made: list[Proposal] = []
        for mail in mails:
            chosen = choice._replace(lines=_asked(mail)) if asking else choice
            made += propose_mail(book, mail, chosen)
        with telling():
            if as_json:
                say_json({"proposals": made})
            else:
                _tell(book, made)


def _asked(mail: Mail) -> str:
    """Which lines to quote, as a person picks them; none where nothing is typed."""
    click.echo(f"{safe(mail.sender.name)} <{mail.sender.mail}> {mail.on or ''}")
    for number, line in enumerate((mail.subject, *mail.lines)):
        click.echo(f"{number or '':>5}  {line}")
    answer: str = click.prompt(tr(say("Lines to quote, like 2-4, 7 (none: enter)")), default="", show_default=False)
    return answer


def _tell(book: Book, made: Sequence[Proposal]) -> None:
    for proposal in made:
        click.echo(safe(f"{ref('proposals', proposal.id)}  {tr(proposal.kind)}  {claim(proposal, book.holdings)}"))
    say_line(say("`bidtracker proposals accept` writes down what is right, `refuse` leaves it"))
