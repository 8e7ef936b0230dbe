"""Commands that print a list."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from typing import Any

import click

from bidtracker.book import Book
from bidtracker.cli.frame import as_of, opened, stood
from bidtracker.cli.naming_fields import NamingFields, every
from bidtracker.cli.output import as_json, say_json, say_line, say_page, say_table
from bidtracker.cli.words import as_of_option
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.fields import Field
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.message import label as _
from bidtracker.domain.text import cells
from bidtracker.exports import Sheet, lines, sheet
from bidtracker.exports.json import with_reasons
from bidtracker.exports.rows import ListChoices, shown_field
from bidtracker.locale import tr
from bidtracker.radar.agenda import DAYS

limit = click.option("--limit", type=click.IntRange(0), metavar="N", help="How many at most.")
where = click.option(
    "--where",
    multiple=True,
    metavar="KEY=GLOB",
    help='Only what fits, like stage=submitted, "buyer=*health*"; again for more.',
)
sort = click.option("--sort", default="", metavar="KEY", help="A field to sort by; -KEY the other way round.")
days = click.option(
    "--days", type=click.IntRange(0, 3660), default=DAYS, show_default=True, help="How far the agenda looks ahead."
)
EMPTY = {
    "radar": _("nobody to call: no award is followed yet; `bidtracker lost` and `bidtracker track` do that"),
    "agenda": _("nothing is due"),
}
NOTHING = _("nothing to show")
GAP = 2


@click.command(cls=NamingFields, fields={"radar": every("opportunities")})
@limit
@click.option("--why", is_flag=True, help="Each one's reasons, which add up to its score.")
@click.option("--numbers", is_flag=True, help="With --why: as the model has them, in dB and hundredths of points.")
@as_json
@click.option("--ours", is_flag=True, help="Our own contracts instead, by their risk.")
@where
@sort
@as_of_option
def radar(why: bool, numbers: bool, ours: bool, as_json: bool, **which: Any) -> None:
    """The buyers to call now, best first: what was lost, to whom, how it goes, and what to do next."""
    with opened() as book:
        listing = read(book, "defend" if ours else "radar", **which)
        if as_json and why:
            say_json([values | with_reasons(o) for values, o in zip(listing.objects(), listing.records, strict=True)])
        elif as_json or not why or not listing.records:
            tell(listing, as_json=as_json)
        else:
            from bidtracker.pages.account.why import why_page  # seldom wanted

            for opportunity in listing.records:
                say_page(why_page(opportunity, stood(book), as_of(), numbers=numbers))


@click.command()
@days
@as_json
@as_of_option
def agenda(days: int, as_json: bool) -> None:
    """What is due: deadlines, touches, decisions, windows that open; overdue first."""
    with opened() as book:
        tell(read(book, "agenda", days=days), as_json=as_json)


def _table(name: str, summary: str) -> click.Command:
    @click.command(help=summary, cls=NamingFields, fields={name: every(name)})
    @where
    @sort
    @limit
    @as_json
    def command(as_json: bool, **which: Any) -> None:
        with opened() as book:
            tell(read(book, name, **which), as_json=as_json)

    return command


tenders = _table("tenders", _("Every tender, our bid on it, and what came of it."))
awards = _table("awards", _("Who won what, for how much, until when."))
signals = _table("signals", _("What was heard of how the winners deliver."))
buyers = _table("buyers", _("The organisations that buy, and how we do there."))
contacts = _table("contacts", _("The people at the buyers, and how we stand with them."))
competitors = _table("competitors", _("Who bids against us, and what they won."))
touches = _table("touches", _("Planned and done calls, visits and mails."))
facts = _table("facts", _("What we know about the buyers, and from where."))
inquiries = _table("inquiries", _("What buyers were asked about an award, of whom, and when the answer is due."))
favours = _table("favours", _("What people at the buyers did for us and we for them, and what is open."))
channel_changes = _table("channel_changes", _("Who is served otherwise from when on, and who hears of it first."))
needs = _table("needs", _("What the buyers need, and how far our offers meet it."))
offers = _table("offers", _("What we can deliver: our own small catalogue."))
themes = _table("themes", _("What our bids are worth to the buyers: the win themes."))
quotes = _table("quotes", _("The prices named, ours and what is known of rivals'."))
deals = _table("deals", _("The delivery of what we won."))


def read(book: Book, name: str, **which: Any) -> Sheet:
    """The list, with the whole records behind its lines. A condition that cannot be read is wrong usage."""

    def whole(line: Any) -> Any:
        return book.get(("tenders", line.id)) if name == "tenders" else line

    try:
        choices = ListChoices(**which)
        return sheet(name, stood(book), as_of(), choices, whole=whole, book=str(book.db.header["book"]))
    except Unreadable as error:
        raise click.UsageError(tr(error.message), click.get_current_context()) from None


def tell(listing: Sheet, *, as_json: bool) -> None:
    """A list as JSON or as a table."""
    if as_json:
        for piece in lines(listing, "json"):
            click.echo(piece.encode(), nl=False)
    elif not listing.records:
        say_line(EMPTY.get(listing.name, NOTHING))
    else:
        say_rows(listing.columns, listing.records, listing.holdings)


def say_rows(columns: Sequence[Field], records: Sequence[Any], holdings: Holdings) -> None:
    """Records as a table; on a terminal, columns that find no room drop out, the least important first."""
    values = [[shown_field(field, record, holdings) for field in columns] for record in records]
    kept = list(range(len(columns)))
    if sys.stdout.isatty():
        room = shutil.get_terminal_size().columns
        needs = [min(column.width, max(cells(row[i]) for row in values)) for i, column in enumerate(columns)]
        while sum(needs[i] + GAP for i in kept) - GAP > room:
            least = max(kept, key=lambda i: (columns[i].priority, i))
            if columns[least].priority == 1:
                break
            kept.remove(least)
    say_table(
        [columns[i].label for i in kept],
        [[row[i] for i in kept] for row in values],
        [columns[i].align == "right" for i in kept],
    )
