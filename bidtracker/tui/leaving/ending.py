"""The end that a signal brings: the screen closes as it does by its key, and the terminal is as it was before."""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from textual.app import App

SIGNALS = ("SIGTERM", "SIGHUP")  # asked to end; the terminal was closed


@contextmanager
def ending(app: App[Any]) -> Iterator[None]:
    """While this is open each of the SIGNALS closes the screen; afterwards the program ends with its status."""
    came: list[int] = []

    def end(number: int, frame: FrameType | None) -> None:
        came.append(number)
        if app._loop is None:  # nothing is drawn yet
            raise SystemExit(128 + number)
        _let_go_of_closed_terminal()
        app._loop.call_soon_threadsafe(app.exit)

    numbers = [getattr(signal, name) for name in SIGNALS if hasattr(signal, name)]
    before = {number: signal.signal(number, end) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if came:
        raise SystemExit(128 + came[0])


def _let_go_of_closed_terminal() -> None:
    """Where the terminal is gone all that is still drawn goes nowhere, instead of waiting for it for ever."""
    try:
        os.tcgetpgrp(0)
    except AttributeError:  # a system where none can go like this
        return
    except OSError as error:
        if error.errno == errno.EIO:
            nowhere = os.open(os.devnull, os.O_RDWR)
            for descriptor in range(3):
                os.dup2(nowhere, descriptor)
