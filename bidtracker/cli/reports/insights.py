"""The command that shows what the book's past says of us."""

from __future__ import annotations

from collections.abc import Sequence

import click

from bidtracker.cli.frame import as_of, opened, stood
from bidtracker.cli.output import say_json, say_line, say_page, say_pairs
from bidtracker.cli.words import as_of_option
from bidtracker.domain.message import label as _
from bidtracker.exports.json import insights_document
from bidtracker.locale import tr
from bidtracker.pages.insights.all_pages import KEYS, counted, pages
from bidtracker.pages.insights.insight_page import InsightPage

ALL = "all"


@click.command()
@click.argument("page", required=False, type=click.Choice((*KEYS, ALL), case_sensitive=False), metavar="[PAGE]")
@as_of_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document: all of it, or what PAGE shows.")
def insights(page: str | None, as_json: bool) -> None:
    """Win rates, calibration, lost reasons, price gaps and more, each number with its n.

    Without PAGE, what there is to learn from each page in one line; with PAGE (or "all") its plots and tables.
    """
    with opened() as book:
        figures = counted(book.holdings, as_of())
        drawn = pages(figures, stood(book))
    if page is not None and page != ALL:
        drawn = tuple(drawing for drawing in drawn if drawing.key == page)
    if as_json:
        whole = insights_document(figures)
        say_json(whole if len(drawn) > 1 else {name: whole[name] for name in ("as_of", drawn[0].part)})
    elif page is None:
        tell_headlines(drawn)
    else:
        for number, drawing in enumerate(drawn):
            if number:
                click.echo()
            say_page(drawing.page, ids=False)


def tell_headlines(drawn: Sequence[InsightPage]) -> None:
    """What there is to learn, one page below the other."""
    say_pairs([(drawing.key, tr(drawing.headline)) for drawing in drawn])
    say_line(_("`bidtracker insights PAGE` shows one of them, `bidtracker insights all` every one"))
