"""What a command says, and how it ends, when something went wrong: one sentence, never a traceback."""

from __future__ import annotations

import os
import sys
import traceback

import click

from bidtracker.cli.root import DONE, NOT_DONE, WRONG_USAGE
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.message import Message, say
from bidtracker.domain.text import safe
from bidtracker.locale import tr


def status_of(error: BaseException, *, debug: bool) -> int:
    """Says what went wrong on stderr and returns the exit status."""
    if debug and not isinstance(error, SystemExit):
        traceback.print_exception(error)
    match error:
        case SystemExit():
            return error.code if isinstance(error.code, int) else DONE
        case click.UsageError():
            complain(_usage(error))
            return WRONG_USAGE
        case click.ClickException():
            complain(error.format_message())
        case BidtrackerError():
            complain(error.message)
        case click.Abort() | KeyboardInterrupt() | EOFError():
            complain(say("stopped; nothing was changed"))
        case OSError():
            complain(_reason(error))
            drop_output()
        case _:
            complain(
                say(
                    "something went wrong that should not, and what was under way was not done: {kind}: {reason}; "
                    "please report it with what the same command says with --debug",
                    kind=type(error).__name__,
                    reason=str(error),
                )
            )
    return NOT_DONE


def complain(message: Message | str) -> None:
    """One sentence on stderr."""
    click.echo(f"bidtracker: {safe(tr(message))}", err=True)


def _usage(error: click.UsageError) -> str:
    sentence = error.format_message().rstrip(".")
    return f"{sentence}; see {error.ctx.command_path} --help" if error.ctx else sentence


def _reason(error: OSError) -> str:
    reason = error.strerror or str(error)
    return f"{error.filename}: {reason}" if error.filename else reason


def drop_output() -> None:
    """Lets go of what is still to be printed: Python tries once more as it ends, and would complain."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return  # not a stream of the system's: nothing will be tried
