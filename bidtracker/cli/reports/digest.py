"""The command that tells what changed since a day; for a morning, or a mail sent by a timer."""

from __future__ import annotations

import re
from datetime import date, timedelta

import click
import msgspec

from bidtracker import config
from bidtracker.cli.frame import as_of, given_as_of, opened
from bidtracker.cli.output import say_json, say_page, say_text
from bidtracker.cli.status import CHANGED, DONE
from bidtracker.cli.words import as_of_option
from bidtracker.domain.dates import read_date
from bidtracker.domain.errors import BidtrackerError, Refused
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import ref
from bidtracker.exports import json
from bidtracker.exports.page_file import page_text
from bidtracker.locale import tr
from bidtracker.pages.digest import digest_page
from bidtracker.radar.digest import Digest, Reported, reported_by
from bidtracker.radar.digest import digest as difference
from bidtracker.radar.score.opportunity import Opportunity

LAST = "last"
FIRST_TIME = timedelta(days=7)  # how far a first digest goes back
REMEMBERED = "digests"  # book -> what was told on the day of its last digest
LENGTH = re.compile(r"\d+ ?[a-z]+", re.IGNORECASE)  # "7d": so long ago


@click.command()
@click.option("--since", default=LAST, show_default=True, help="last, a date, or a time like 7d or 2w.")
@click.option("--format", "file_format", type=click.Choice(("md", "html", "json")), help="Else as text to read here.")
@click.option("--exit-code", is_flag=True, help="End with 4 where something changed, for scripts.")
@click.pass_context
@as_of_option
def digest(context: click.Context, since: str, file_format: str | None, exit_code: bool) -> None:
    """What came onto the radar, left it or moved, which windows opened, and what is due, each with its reason.

    Silent where nothing changed. "last" is what the last digest of this book has not told; a first one looks
    back a week.
    """
    day = as_of()
    with opened() as book:
        address = str(book.address)
        last = _last(address, day) if since == LAST else None
        start = _start(since, day) if since != LAST else last or day - FIRST_TIME
        change = difference(book.holdings, start, day)
        if not change.empty:
            _tell(change, book.holdings, file_format)
    if since == LAST and given_as_of() is None:
        reported = msgspec.to_builtins(reported_by(change, last), str_keys=True)
        config.remember(**{REMEMBERED: {**_digests(), address: reported}})
    context.exit(CHANGED if exit_code and not change.empty else DONE)


def _digests() -> dict[str, object]:
    """Book -> what was told of it; a spoilt memory is none."""
    kept = config.recall(REMEMBERED, {})
    return kept if isinstance(kept, dict) else {}


def _last(address: str, day: date) -> Reported | None:
    """What the last digest told of a book; None where there was none, or one of a day to come."""
    try:
        last = msgspec.convert(_digests().get(address), Reported, strict=False)
    except msgspec.ValidationError:
        return None
    return last if last.day <= day else None


def _start(since: str, day: date) -> date:
    """The day that --since names. Refused where it is later than the day of the digest."""
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
