"""What a command says, and how it ends, when something went wrong: one sentence, never a traceback."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from bidtracker.cli.status import DONE, NOT_DONE, WRONG_USAGE
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.message import Message, say
from bidtracker.domain.text import safe, safe_lines
from bidtracker.locale import tr


def status_of(error: BaseException, *, debug: bool) -> int:
    """Says what went wrong on stderr and returns the exit status."""
    log = None
    if debug and not isinstance(error, SystemExit):
        click.echo(safe_lines("".join(traceback.format_exception(error))), err=True, nl=False)
        log = _logged(error)
    match error:
        case SystemExit():
            return error.code if isinstance(error.code, int) else DONE
        case click.UsageError():
            complain(_usage(error))
            return WRONG_USAGE
        case click.ClickException():
            complain(error.format_message())
        case BidtrackerError():
            complain(_sentence(error))
        case click.Abort() | KeyboardInterrupt() | EOFError():
            complain(say("stopped; nothing was changed"))
        case OSError():
            complain(_reason(error))
            drop_output()
        case _:
            complain(_unforeseen(error, log or _logged(error)))
    return NOT_DONE


def _logged(error: BaseException) -> Path | None:
    """Writes an error down in the log; where that is."""
    from bidtracker.cli.log import failed  # seldom needed, and what writes a file of it takes 4 ms

    return failed(error)


def _sentence(error: BidtrackerError) -> Message:
    """The sentence of an error; for a damaged book it says what saves the rest."""
    if _damaged(error):
        remedy = "{fault}; `bidtracker check --rescue NEW` saves what can be read of it in a new book"
        return say(remedy, fault=error.message)
    return error.message


def _unforeseen(error: BaseException, log: Path | None) -> Message:
    """What is said of an error that nobody thought of, and what helps to mend it."""
    what = {"kind": type(error).__name__, "reason": str(error)}
    if log is None:
        return say(
            "something went wrong that should not, and what was under way was not done: {kind}: {reason}; "
            "please report it with what the same command says with --debug",
            **what,
        )
    return say(
        "something went wrong that should not, and what was under way was not done: {kind}: {reason}; please report "
        "it with the log {path}, which holds no amounts, names or notes, or with what the same command says with "
        "--debug",
        path=str(log),
        **what,
    )


def _damaged(error: BidtrackerError) -> bool:
    """Whether the book itself is broken."""
    from bidtracker.storage import Damaged  # 40 ms where the error came before any book was opened

    return isinstance(error, Damaged)


def complain(message: Message | str) -> None:
    """One sentence on stderr."""
    click.echo(f"bidtracker: {safe(tr(message))}", err=True)


def _usage(error: click.UsageError) -> str:
    sentence = tr(error.format_message().rstrip("."))
    if error.ctx is None:
        return sentence
    return tr(say("{sentence}; see {command} --help", sentence=sentence, command=error.ctx.command_path))


def _reason(error: OSError) -> str:
    reason = error.strerror or str(error)
    return f"{error.filename}: {reason}" if error.filename else reason


@contextmanager
def telling() -> Iterator[None]:
    """What is said inside is of an act that is done. Where it cannot be said there, that is no failure of the act."""
    if getattr(sys.stdout, "name", None) == os.devnull:  # it was closed; see main()
        complain(say("this was done; there is no standard output to say so"))
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        complain(say("this was done; only the answer could not be written: {reason}", reason=_reason(error)))
        drop_output()


def drop_output() -> None:
    """Lets go of what is still to be printed: Python tries once more as it ends, and would complain."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return  # not a stream of the system's: nothing will be tried
