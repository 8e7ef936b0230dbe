"""Commands that have their names already and are not there yet."""

from __future__ import annotations

import click

from bidtracker.domain.errors import BidtrackerError

anything = click.argument("rest", nargs=-1, type=click.UNPROCESSED)
any_option = {"ignore_unknown_options": True}


@click.command(context_settings=any_option)
@anything
def insights(rest: tuple[str, ...]) -> None:
    """Win rates, calibration, lost reasons, price gaps."""
    raise BidtrackerError("insights is not there yet")
