"""Back from the shell the screen stands as it stood."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from bidtracker.book import Book

pytest.importorskip("pty", reason="a pseudo-terminal is Unix's")
pytest.importorskip("pyte", reason="pyte, of the extra `test`, is not installed")
from terminal import Terminal


def test_after_ctrl_z_and_fg_everything_is_painted_again(tmp_path: Path) -> None:
    path = tmp_path / "b.bidtracker"
    with Book.open(path, create=True) as book:
        book.add("tenders", title="Ward beds", buyer="Leeds Hospital")
    with Terminal([sys.executable, "-m", "bidtracker", "--book", str(path)], tmp_path) as terminal:
        terminal.until("Help")
        terminal.settle()
        terminal.press("ctrl+z")
        assert os.WIFSTOPPED(terminal.changed(os.WUNTRACED))
        terminal.settle()
        terminal.screen.reset()  # what a shell leaves
        os.kill(terminal.pid, signal.SIGCONT)
        terminal.until(lambda text: " 1 " in text.splitlines()[0])  # the head of the screen
        terminal.until("Help")
