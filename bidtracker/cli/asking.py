"""What looks wrong and may be right is asked about where somebody sits at a terminal; elsewhere an option answers."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TypeVar

import click

from bidtracker.domain.errors import BidtrackerError, Doubtful
from bidtracker.domain.message import say
from bidtracker.domain.text import safe
from bidtracker.locale import tr

T = TypeVar("T")

as_given_option = click.option(
    "--as-given", is_flag=True, help="Keep it as it is given, also where it looks wrong; else it is asked about."
)


def asked_about(act: Callable[[bool], T], as_given: bool) -> T:
    """Does an act; what looks wrong in it is kept as it was given only where a person says so."""
    try:
        return act(as_given)
    except Doubtful as doubt:
        if not sys.stdin.isatty():
            raise BidtrackerError("{doubt} `--as-given` keeps it", doubt=doubt.message) from None
        question = safe(f"{tr(doubt.message)} {tr(say('Keep it as it is?'))}")
        if not click.confirm(question, default=False, err=True):
            raise BidtrackerError("nothing was changed") from None
    return act(True)
