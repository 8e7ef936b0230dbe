"""Commands on what an import left for a person to decide."""

from __future__ import annotations

import click

from bidtracker.book import Book
from bidtracker.cli.frame import act, opened
from bidtracker.cli.output import as_json
from bidtracker.cli.reports.lists import read, tell
from bidtracker.cli.words import Id, WordType
from bidtracker.domain.errors import NotFound
from bidtracker.domain.ids import ref
from bidtracker.domain.records import Proposal
from bidtracker.domain.vocabulary import ProposalKind, ProposalState

chosen = click.argument("proposals", type=Id("proposals"), nargs=-1, metavar="PROPOSAL…")
every = click.option("--all", "every", is_flag=True, help="All that are open.")
kinds = click.option("--kind", type=WordType(ProposalKind), multiple=True, help="All open ones of a kind.")


@click.group(invoke_without_command=True)
@as_json
@click.pass_context
def proposals(ctx: click.Context, as_json: bool) -> None:
    """What an import left for a person to decide: `accept` or `refuse` them by id (Q3)."""
    if ctx.invoked_subcommand is None:
        with opened() as book:
            tell(read(book, "proposals"), as_json=as_json)


@proposals.command()
@chosen
@every
@kinds
@act
def accept(book: Book, proposals: tuple[str, ...], every: bool, kind: tuple[ProposalKind, ...]) -> list[Proposal]:
    """Do what they say, all in one step."""
    return book.accept(*_meant(book, proposals, every, kind))


@proposals.command()
@chosen
@every
@kinds
@act
def refuse(book: Book, proposals: tuple[str, ...], every: bool, kind: tuple[ProposalKind, ...]) -> list[Proposal]:
    """Leave things as they are; the same is not proposed again."""
    return book.refuse(*_meant(book, proposals, every, kind))


def _meant(book: Book, given: tuple[str, ...], every: bool, kinds: tuple[ProposalKind, ...]) -> tuple[str, ...]:
    if bool(given) is (every or bool(kinds)):
        raise click.UsageError("name the proposals (Q3), or say --all or --kind", click.get_current_context())
    if given:
        return given
    standing = [p for p in book.holdings.proposals.values() if p.state is ProposalState.OPEN]
    meant = tuple(ref("proposals", p.id) for p in standing if not kinds or p.kind in kinds)
    if not meant:
        raise NotFound("there are no open proposals of this kind" if kinds else "there are no open proposals")
    return meant
