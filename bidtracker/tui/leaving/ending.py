"""The end that a signal brings: the screen closes as it does by its key, and the terminal is as it was before."""

from __future__ import annotations

import errno
import os
import select
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from types import FrameType
from typing import Any

from textual.app import App

SIGNALS = ("SIGTERM", "SIGHUP")  # asked to end; the terminal was closed


@contextmanager
def ending(app: App[Any]) -> Iterator[None]:
    """While this is open each of the SIGNALS closes the screen; afterwards the program ends with its status."""
    on_terminal = os.isatty(0)  # else `serve` is at the other end, and its driver hears of that
    if _let_go_of_closed_terminal():
        raise SystemExit(128 + signal.SIGHUP)
    came: list[int] = []
    over = Event()

    def end(number: int, frame: FrameType | None) -> None:
        came.append(number)
        if app._loop is None:  # nothing is drawn yet
            raise SystemExit(128 + number)
        _let_go_of_closed_terminal()
        app._loop.call_soon_threadsafe(app.exit)

    numbers = [getattr(signal, name) for name in SIGNALS if hasattr(signal, name)]
    before = {number: signal.signal(number, end) for number in numbers}
    if on_terminal and hasattr(select, "poll"):
        Thread(target=_end_without_terminal, args=(over,), daemon=True).start()
    try:
        yield
    finally:
        over.set()
        for number, handler in before.items():
            signal.signal(number, handler)
    if came:
        raise SystemExit(128 + came[0])


def _end_without_terminal(over: Event) -> None:
    """Waits until the terminal is gone, and sends the signal of that until the screen is closed.

    It is lost on a program that begins under `nohup`, whose screen would then look for keys for ever, without a rest.
    """
    terminal = select.poll()
    terminal.register(0, 0)  # for nothing but its end
    if any(event & select.POLLHUP for _, event in terminal.poll()):
        _let_go_of_closed_terminal()
        while not over.wait(1.0):  # a screen that is not yet up may not heed it
            os.kill(os.getpid(), signal.SIGHUP)


def _let_go_of_closed_terminal() -> bool:
    """Where the terminal is gone all that is still drawn goes nowhere, instead of waiting for it for ever. Whether it
    is."""
    try:
        os.tcgetpgrp(0)
    except AttributeError:  # a system where none can go like this
        return False
    except OSError as error:
        if error.errno == errno.EIO:
            nowhere = os.open(os.devnull, os.O_RDWR)
            for descriptor in range(3):
                os.dup2(nowhere, descriptor)
            return True
    return False
