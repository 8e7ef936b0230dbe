"""Where a command writes to: a file, whole or not at all, or standard output."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from bidtracker.domain.message import say
from bidtracker.locale import listed, tr


def _named(ctx: click.Context, option: click.Parameter, path: Path | None) -> Path | None:
    return None if str(path) == "-" else path


output = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    callback=_named,
    help="The file; - or nothing is standard output.",
)
force = click.option("--force", is_flag=True, help="Overwrite the file if it is there.")


def format_of(asked: str | None, output: Path | None, choices: Sequence[str], default: str = "") -> str:
    """The format asked for, else the one that the file's name ends in. Wrong usage where it is none of `choices`."""
    file_format = asked
    if file_format is None:
        file_format = output.suffix.removeprefix(".").lower() if output else default
    if file_format not in choices:
        words = say("say a --format: {known}", known=listed(choices))
        raise click.UsageError(tr(words), click.get_current_context())
    return file_format
