"""The command that tells who is there at an account, whom we lack, and whom to meet through whom."""

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
from bidtracker.domain.message import label as _
from bidtracker.domain.message import say
from bidtracker.exports import json
from bidtracker.locale import listed, tr
from bidtracker.pages.account.people import introduction
from bidtracker.radar.account.coverage import Coverage, coverage


@click.command()
@about_account
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


def _say_coverage(found: Coverage, holdings: Holdings, buyer: int) -> None:
    say_line(say("{id} {name}", id=ref("buyers", buyer), name=holdings.name("buyers", buyer)))
    spoken = {one.contact: one for one in found.spoken}
    rows = []
    for one in found.people:
        contact, last = one.contact, spoken.get(one.contact.id)
        heard = tr(say("{day} {kind} {by}", day=last.on, kind=last.kind, by=last.by)).strip() if last else ""
        rows.append([ref("contacts", contact.id), contact.name, contact.title, contact.layer, listed(contact.roles),
                     one.level, one.stance, heard])  # fmt: skip
    if rows:
        labels = [_("Id"), _("Name"), _("Job title"), _("Layer"), _("Roles"), _("Level"), _("Stance"), _("Last spoken")]
        say_table(labels, rows)
    for heading, sentences in (
        (_("What is missing"), found.gaps),
        (_("Who waits"), tuple(one.message for one in found.stale)),
        (_("Whom to meet"), tuple(map(introduction, found.introductions))),
    ):
        if sentences:
            say_heading(heading)
        for sentence in sentences:
            say_line(sentence)


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
