"""A signal or a closed terminal ends the screen as its key does: nothing of it is left on the terminal, and what was
half typed is there again at the next start."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest
from glass import opened, small

from bidtracker.book import Book
from bidtracker.config import HALF_TYPED, recall, remember
from bidtracker.tui import forms
from bidtracker.tui.leaving import half_typed as half_typed_forms
from bidtracker.tui.leaving.half_typed import MOST

pytest.importorskip("pty", reason="a pseudo-terminal is Unix's")
pytest.importorskip("pyte", reason="pyte, of the extra `test`, is not installed")
from terminal import Terminal  # only where there is one

UNDER_NOHUP = """
import select, signal
from bidtracker.cli import main
from bidtracker.cli.program import screen

signal.signal(signal.SIGHUP, signal.SIG_IGN)
needs_terminal = screen._needs_terminal

def needs_one_that_goes():
    needs_terminal()
    print("begun", flush=True)
    terminal = select.poll()
    terminal.register(0, 0)
    terminal.poll()

screen._needs_terminal = needs_one_that_goes
main()
"""
# What a terminal is told as the screen begins, and as it ends: another page, reports of the mouse, a hidden cursor,
# marks around what is pasted.
MODES = (b"1049", b"1000", b"1003", b"1006", b"2004")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "b.bidtracker"
    with Book.open(path, create=True) as book:
        book.add("tenders", title="Ward beds", buyer="Leeds Hospital")
    return path


def half_typed(terminal: Terminal) -> None:
    """A new tender, of which the title and something else is typed."""
    terminal.until("Help")
    terminal.press("2")
    terminal.until("Deadline")
    terminal.press("a")
    terminal.until("New tender")
    terminal.settle(0.3)
    for text in ("Zebra crossings", "Ashby", "R-77"):
        terminal.type(text)
        terminal.until(text)
        terminal.press("tab")
    terminal.settle(0.3)


def heard_until_the_end(terminal: Terminal) -> tuple[bytes, int]:
    """All that the program still writes, and its exit status."""
    output: list[bytes] = []
    status = terminal.ended(lambda: output.append(terminal.take(0.05)))
    while more := terminal.take(0.05):
        output.append(more)
    return b"".join(output), status


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=["SIGTERM", "SIGHUP"])
def test_a_signal_leaves_the_terminal_as_it_was_and_what_was_typed_comes_back(
    path: Path, tmp_path: Path, number: signal.Signals
) -> None:
    command = [sys.executable, "-m", "bidtracker", "--book", str(path)]
    with Terminal(command, tmp_path) as terminal:
        before = os.popen(f"stty -a -F {os.ttyname(terminal.programs_end)}").read()
        half_typed(terminal)
        os.kill(terminal.pid, number)
        output, status = heard_until_the_end(terminal)
        assert status == 128 + number
        for mode in MODES:
            assert output.rfind(b"\x1b[?" + mode + b"l") > output.rfind(b"\x1b[?" + mode + b"h"), mode
        assert output.rfind(b"\x1b[?25h") > output.rfind(b"\x1b[?25l")  # the cursor is seen
        assert os.popen(f"stty -a -F {os.ttyname(terminal.programs_end)}").read() == before
        assert b"Traceback" not in output
    with Terminal(command, tmp_path) as terminal:
        terminal.until("half typed")
        for text in ("New tender", "Zebra crossings", "Ashby", "R-77"):
            assert text in terminal.text
        terminal.press("ctrl+s")
        terminal.until(lambda text: "New tender" not in text)
        terminal.press("q")
        assert terminal.ended() == 0
    with Book.open(path) as book:
        assert book.get("T2").title == "Zebra crossings" and book.get("T2").reference == "R-77"
        assert book.check() == []


def test_a_terminal_that_is_closed_ends_the_screen(path: Path, tmp_path: Path) -> None:
    with Terminal([sys.executable, "-m", "bidtracker", "--book", str(path)], tmp_path) as terminal:
        half_typed(terminal)
        os.close(terminal.programs_end)
        os.close(terminal.line)
        assert terminal.ended(lambda: time.sleep(0.05)) == 128 + signal.SIGHUP
        terminal.line, terminal.programs_end = os.openpty()  # for what closes them
    assert "Zebra crossings" in (tmp_path / "state" / "bidtracker" / "state.json").read_text()


def test_a_terminal_that_is_closed_while_nobody_hears_of_it_ends_the_screen(path: Path, tmp_path: Path) -> None:
    """Under `nohup` the signal is lost on a program that only begins."""
    with Terminal([sys.executable, "-c", UNDER_NOHUP, "--book", str(path)], tmp_path) as terminal:
        terminal.until("begun")
        os.close(terminal.programs_end)
        os.close(terminal.line)
        assert terminal.ended(lambda: time.sleep(0.05)) != 0
        terminal.line, terminal.programs_end = os.openpty()  # for what closes them


async def test_what_cannot_be_kept_holds_up_no_end(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    def unkept(*about: object) -> None:
        raise RuntimeError("not kept")

    async with opened(small(book)) as glass:
        await glass.ready()
        monkeypatch.setattr(half_typed_forms, "keep", unkept)
        with pytest.raises(RuntimeError, match="not kept"):
            glass.app.exit()
        await glass.until(lambda: not glass.app.is_running)


async def test_every_form_that_was_half_typed_comes_back_once(book: Book) -> None:
    async with opened(small(book)) as glass:
        glass.view.ask(forms.TenderForm(book, "T3"))
        await glass.until(lambda: isinstance(glass.app.screen, forms.TenderForm))
        form = glass.app.screen
        assert isinstance(form, forms.TenderForm)
        await glass.until(lambda: form.query("#row-notes"))
        form.row("title").entry.retype("Sterile goods")
        form.row("notes").entry.retype("two\nlines")
        glass.app.exit()
    async with opened(book) as glass:
        await glass.until(lambda: isinstance(glass.app.screen, forms.TenderForm))
        again = glass.app.screen
        assert isinstance(again, forms.TenderForm) and again.record_ref == "T3"
        await glass.until(lambda: again.typed() == {"title": "Sterile goods", "notes": "two\nlines"})
        await glass.press("escape")
        assert glass.app.screen is again  # as ever: what was typed is given up only when asked twice
        await glass.press("escape")
        await glass.until(lambda: glass.app.screen is glass.view)
    assert recall(HALF_TYPED) is None
    async with opened(book) as glass:
        await glass.ready()
        assert glass.app.screen is glass.view
    assert book.get("T3").title == "Sterile services"


async def test_what_cannot_be_made_again_is_left_out(book: Book) -> None:
    gone = {"form": "TenderForm", "given": ["T99"], "named": {}, "texts": {"title": "x"}}
    strange = {"form": "WeatherForm", "given": [], "named": {}, "texts": {"title": "x"}}
    right = {"form": "TenderForm", "given": ["T1"], "named": {}, "texts": {"title": "Beds", "mood": "good"}}
    remember(**{HALF_TYPED: {small(book).address: [gone, strange, right], "/elsewhere": [right] * MOST}})
    async with opened(book) as glass:
        await glass.until(lambda: isinstance(glass.app.screen, forms.TenderForm))
        form = glass.app.screen
        assert isinstance(form, forms.TenderForm)
        await glass.until(lambda: form.typed() == {"title": "Beds"})
    assert recall(HALF_TYPED)["/elsewhere"] == [right] * MOST
    remember(**{HALF_TYPED: {book.address: 7}})
    async with opened(book) as glass:
        await glass.ready()
        assert glass.app.screen is glass.view
