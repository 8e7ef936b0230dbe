"""The command that tells what changed since a day; for a morning, or a mail sent by a timer."""

from __future__ import annotations

import re
from datetime import date, timedelta

import click

from bidtracker import config
from bidtracker.cli.frame import as_of, given_as_of, opened
from bidtracker.cli.output import say_json, say_page, say_text
from bidtracker.cli.status import DONE
from bidtracker.cli.words import as_of_option
from bidtracker.domain.dates import read_date
from bidtracker.domain.errors import BidtrackerError, Refused
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import ref
from bidtracker.exports import json
from bidtracker.exports.page_file import page_text
from bidtracker.locale import tr
from bidtracker.pages.digest import digest_page
from bidtracker.radar.digest import Digest
from bidtracker.radar.digest import digest as difference
from bidtracker.radar.score.opportunity import Opportunity

LAST = "last"
FIRST_TIME = timedelta(days=7)  # how far a first digest goes back
REMEMBERED = "digests"  # book -> the day of its last digest
LENGTH = re.compile(r"\d+ ?[a-z]+", re.IGNORECASE)  # "7d": so long ago
CHANGED = 1


@click.command()
@click.option("--since", default=LAST, show_default=True, help="last, a date, or a time like 7d or 2w.")
@click.option("--format", "file_format", type=click.Choice(("md", "html", "json")), help="Else as text to read here.")
@click.option("--exit-code", is_flag=True, help="End with 1 where something changed, for scripts.")
@click.pass_context
@as_of_option
def digest(context: click.Context, since: str, file_format: str | None, exit_code: bool) -> None:
    """What came onto the radar, left it or moved, which windows opened, and what is due, each with its reason.

    Silent where nothing changed. "last" is the day of the last digest of this book; a first one looks back a week.
    """
    day = as_of()
    with opened() as book:
        address = str(book.address)
        start = _start(since, day, address)
        change = difference(book.holdings, start, day)
        if not change.empty:
            _tell(change, book.holdings, file_format)
    if since == LAST and given_as_of() is None:
        config.remember(**{REMEMBERED: {**config.recall(REMEMBERED, {}), address: day.isoformat()}})
    context.exit(CHANGED if exit_code and not change.empty else DONE)


def _start(since: str, day: date, address: str) -> date:
    """The day that --since names. Refused where it is later than the day of the digest."""
    if since == LAST:
        remembered = config.recall(REMEMBERED, {}).get(address)
        return min(date.fromisoformat(remembered), day) if remembered else day - FIRST_TIME
    try:
        start = read_date(f"-{since}" if LENGTH.fullmatch(since) else since, day)
    except BidtrackerError as error:
        raise click.UsageError(tr(error.message)) from None
    if start > day:
        raise Refused("{since} is later than {day}; a digest looks back", since=start, day=day)
    return start


def _tell(change: Digest, holdings: Holdings, file_format: str | None) -> None:
    if file_format == "json":
        say_json(_document(change))
        return
    page = digest_page(change, holdings)
    if file_format is None:
        say_page(page)
    else:
        say_text(page_text(page, file_format))


def _document(change: Digest) -> dict[str, object]:
    """The digest as JSON has it: contracts by their ids, reasons by their codes."""

    def contract(opportunity: Opportunity) -> dict[str, object]:
        return {
            "award": ref("awards", opportunity.award),
            "buyer": ref("buyers", opportunity.buyer) if opportunity.buyer else None,
            "score": opportunity.score,
            "act_by": opportunity.window.act_by,
            "window": opportunity.window.state,
            "next": str(opportunity.action.message),
        }

    return {
        "since": change.since,
        "as_of": change.as_of,
        "entered": [contract(opportunity) for opportunity in change.entered],
        "left": [contract(opportunity) for opportunity in change.left],
        "moved": [
            contract(move.now) | {"before": move.before, "reason": move.row.kind, "by": move.by}
            for move in change.moved
        ],
        "opened": [contract(opportunity) for opportunity in change.opened],
        "due": [json.plain(item) for item in change.due],
    }
