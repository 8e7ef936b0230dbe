"""Work in a process of its own, forked from one that has no threads: a fork beside threads may never get a lock."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["bidtracker.book", "bidtracker.intake"])


def start_apart(work: Callable[[int], object]) -> tuple[BaseProcess, int]:
    """Starts `work(descriptor)`; returns its process, and a descriptor to read what it writes there.

    `work` is a function of a module, or a partial of one: it is sent to the other process.
    """
    ours, theirs = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=_work, args=(work, theirs))
    process.start()
    theirs.close()
    descriptor = os.dup(ours.fileno())
    ours.close()
    return process, descriptor


def _work(work: Callable[[int], object], theirs: Connection) -> None:
    try:
        work(theirs.fileno())
    finally:
        os._exit(0)
