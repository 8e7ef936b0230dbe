"""The command that tells who is there at an account, whom we lack, and whom to meet through whom."""

from __future__ import annotations

from typing import Any

import click

from bidtracker.cli.frame import as_of, opened, stood
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
            cover = coverage(stood(book), buyer, as_of())
            say_json({"buyer": ref("buyers", buyer)} | _coverage_json(cover, stood(book)))
        else:
            say_page(people_page(stood(book), buyer, as_of()))


def _coverage_json(cover: Coverage, holdings: Holdings) -> dict[str, Any]:
    def person(number: int) -> str | None:
        return ref("contacts", number) if number else None

    return {
        "people": [row(each.contact, FIELDS["contacts"], holdings) for each in cover.people],
        "gaps": [json.plain(gap) for gap in cover.gaps],
        "waiting": [
            {
                "contact": person(each.contact),
                "last": each.last,
                "days": each.days,
                "over": each.over,
                "text": each.message,
            }
            for each in cover.stale
        ],
        "spoken": [
            {"contact": person(each.contact), "by": each.by or None, "on": each.on, "kind": each.kind}
            for each in cover.spoken
        ],
        "introductions": [
            {
                "contact": person(each.contact),
                "through": person(each.through),
                "text": each.message,
                "why": each.why,
                "score": each.score,
            }
            for each in cover.introductions
        ],
    }
