"""Commands on what an import left for a person to decide."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from bidtracker.book import Book
from bidtracker.cli.frame import act, opened
from bidtracker.cli.output import as_json, say_json, say_line
from bidtracker.cli.reports.lists import read, tell, where
from bidtracker.cli.words import Id, WordType
from bidtracker.domain.errors import NotFound
from bidtracker.domain.ids import ref
from bidtracker.domain.message import say
from bidtracker.domain.records import Proposal
from bidtracker.domain.vocabulary import ProposalKind

chosen = click.argument("proposals", type=Id("proposals"), nargs=-1, metavar="PROPOSAL…")
OPEN = "state=open"
every = click.option("--all", "every", is_flag=True, help="All that are open.")
kinds = click.option("--kind", type=WordType(ProposalKind), multiple=True, help="All open ones of a kind.")


@click.group(invoke_without_command=True)
@click.option("--groups", is_flag=True, help="How many are open of each kind and list, instead of each one.")
@where
@as_json
@click.pass_context
def proposals(ctx: click.Context, as_json: bool, groups: bool, where: tuple[str, ...]) -> None:
    """What an import left for a person to decide: `accept` or `refuse` them by id (Q3), or by a rule (--where)."""
    if ctx.invoked_subcommand is not None:
        return
    with opened() as book:
        if groups:
            _tell_groups(book, where, as_json)
        else:
            tell(read(book, "proposals", where=where), as_json=as_json)


def _tell_groups(book: Book, where: tuple[str, ...], as_json: bool) -> None:
    """The open proposals by kind and list: how many, and the first of each."""
    together: dict[tuple[ProposalKind, str], list[Proposal]] = {}
    for proposal in read(book, "proposals", where=(*where, OPEN)).records:
        together.setdefault((proposal.kind, proposal.source), []).append(proposal)
    if as_json:
        say_json(
            [
                {"kind": kind, "source": source, "n": len(every), "first": ref("proposals", every[0].id)}
                for (kind, source), every in together.items()
            ]
        )
        return
    for (kind, source), every in together.items():
        first = {"id": ref("proposals", every[0].id), "grounds": every[0].grounds}
        of_list = f" · {source}" if source else ""
        say_line(say("{kind}{list}: {n}, such as {id}: {grounds}", kind=kind, list=of_list, n=len(every), **first))


def answer(command: Callable[..., object]) -> Callable[..., None]:
    """An act on some open proposals: those named, or those of a rule."""
    return chosen(every(kinds(where(act(command)))))


@proposals.command()
@answer
def accept(book: Book, **which: Any) -> list[Proposal]:
    """Do what they say, all in one step."""
    return book.accept(*_meant(book, **which))


@proposals.command()
@answer
def refuse(book: Book, **which: Any) -> list[Proposal]:
    """Leave things as they are; the same is not proposed again."""
    return book.refuse(*_meant(book, **which))


def _meant(
    book: Book, proposals: tuple[str, ...], every: bool, kind: tuple[ProposalKind, ...], where: tuple[str, ...]
) -> tuple[str, ...]:
    if bool(proposals) is (every or bool(kind) or bool(where)):
        raise click.UsageError("name the proposals (Q3), or say --all, --kind or --where", click.get_current_context())
    if proposals:
        return proposals
    standing: list[Proposal] = list(read(book, "proposals", where=(*where, OPEN)).records)
    meant = tuple(ref("proposals", p.id) for p in standing if not kind or p.kind in kind)
    if not meant:
        raise NotFound("there are no open proposals of this kind" if kind or where else "there are no open proposals")
    return meant
