"""The log that a person can send: what was done when and how long it took, without a word of what it was about.

Everything in the program writes to the logger "bidtracker" of the standard library; here it gets its file, with
`--debug` or when something breaks. No amounts, names, notes, addresses or messages of errors are in it: an error is
told by its kind and by the lines of the program that it came through.
"""

from __future__ import annotations

import logging
import os
import platform
import traceback
from contextlib import suppress
from copy import copy
from logging.handlers import RotatingFileHandler
from pathlib import Path

from bidtracker import __version__, config

LARGEST = 256 << 10  # bytes of a log; then a new one is begun
KEPT = 2  # logs kept besides the one being written
PACKAGE = Path(__file__).parents[1]

logger = logging.getLogger("bidtracker")


def log_file() -> Path:
    """Where the log is, or would be."""
    return config.state_file().with_name("debug.log")


def start() -> Path | None:
    """Lets the log be written from now on; where it is, None where it cannot be. Twice is once."""
    path = log_file()
    if any(isinstance(handler, _Log) and Path(handler.baseFilename) == path for handler in logger.handlers):
        return path
    stop()
    try:
        path.parent.mkdir(0o700, parents=True, exist_ok=True)
        handler = _Log(path, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8")
    except OSError:
        return None
    handler.setFormatter(_Plain("%(asctime)s %(process)d %(levelname)s %(name)s %(message)s"))
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    logger.info(
        "bidtracker %s, Python %s, %s",
        __version__, platform.python_version(), platform.platform(),
    )  # fmt: skip
    return path


def stop() -> None:
    """Closes the log."""
    for handler in [handler for handler in logger.handlers if isinstance(handler, _Log)]:
        logger.removeHandler(handler)
        handler.close()
    logger.setLevel(logging.NOTSET)


def failed(error: BaseException) -> Path | None:
    """Writes down an error that should not have happened; where that is."""
    path = start()
    logger.error("failed", exc_info=error)
    return path


class _Log(RotatingFileHandler):
    """A log that is its owner's alone, and that stops nobody's work."""

    def _open(self):  # type: ignore[no-untyped-def]  # as the standard library has it
        with suppress(FileExistsError):
            os.close(os.open(self.baseFilename, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        return super()._open()

    def handleError(self, record: logging.LogRecord) -> None:
        """A full disk is no reason to trouble anybody."""


class _Plain(logging.Formatter):
    """An error as its kind and the places in the code, without its message, which may hold anything."""

    def format(self, record: logging.LogRecord) -> str:
        record = copy(record)
        record.exc_text = None  # another handler may have left the whole traceback there
        return super().format(record)

    def formatException(self, ei: object) -> str:
        assert isinstance(ei, tuple)
        lines = []
        error = ei[1]
        while error is not None:
            lines.append(f"{type(error).__module__}.{type(error).__qualname__}")
            lines += [f"  {_place(frame)}" for frame in traceback.extract_tb(error.__traceback__)]
            error = error.__cause__ or error.__context__
        return "\n".join(lines)


def _place(frame: traceback.FrameSummary) -> str:
    """A line of the program, without the folders that it lies in, which may be called after somebody."""
    file = Path(frame.filename)
    name = file.relative_to(PACKAGE.parent) if file.is_relative_to(PACKAGE.parent) else Path(*file.parts[-2:])
    return f"{name}:{frame.lineno} {frame.name}"
