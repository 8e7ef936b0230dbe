"""The command that tells who is there at an account, whom we lack, and whom to meet through whom."""

from __future__ import annotations

from typing import Any

import click

from bidtracker.cli.frame import as_of, opened
from bidtracker.cli.output import as_json, say_json, say_page
from bidtracker.cli.reports.account import about_account, buyer_of
from bidtracker.cli.words import as_of_option
from bidtracker.domain.fields import FIELDS, row
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import ref
from bidtracker.exports import json
from bidtracker.pages.account.people import people_page
from bidtracker.radar.account.coverage import Coverage, coverage


@click.command()
@about_account
@as_json
@as_of_option
def people(about: str, as_json: bool) -> None:
    """How well we know the people of a buyer (B12, or the one behind T42, A5, P7): gaps, who waits, whom to meet."""
    with opened() as book:
        buyer = buyer_of(book, about)
        if as_json:
            cover = coverage(book.holdings, buyer, as_of())
            say_json({"buyer": ref("buyers", buyer)} | _coverage_json(cover, book.holdings))
        else:
            say_page(people_page(book.holdings, buyer, as_of()))


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
