"""An hour's work of a seller, with the keyboard alone, on the real program in a real terminal."""

from __future__ import annotations

import csv
import json
import sys
from datetime import date
from pathlib import Path

import pytest

from bidtracker.book import Book
from bidtracker.domain.vocabulary import Intent, LostReason, Outcome, SignalKind, Stage, TouchOutcome, Watch

pytest.importorskip("pty", reason="a pseudo-terminal is Unix's")
pytest.importorskip("pyte", reason="pyte, of the extra `test`, is not installed")
from terminal import Terminal

TENDERS = [
    {"reference": "R-1", "title": "Ward beds", "buyer": "Leeds Hospital", "value": 500000, "currency": "GBP"},
    {"reference": "R-2", "title": "Sterile services", "buyer": "York Trust", "deadline": "2031-01-15"},
]


def fill(terminal: Terminal, *answers: str) -> None:
    """One answer a field, from the one that has the focus on."""
    for number, answer in enumerate(answers):
        if number:
            terminal.press("tab")
        terminal.type(answer)
        terminal.settle()


def test_an_hour_s_work_by_keyboard_alone(tmp_path: Path) -> None:
    path = tmp_path / "b.bidtracker"
    (tmp_path / "list.json").write_text(json.dumps(TENDERS))
    command = [sys.executable, "-m", "bidtracker", "--book", str(path)]
    with Terminal(command, tmp_path) as terminal:
        terminal.until("How would you like to begin?")
        terminal.press("1")  # import
        terminal.until("Look through")
        terminal.type("list.json")
        terminal.press("ctrl+s")
        terminal.until(lambda text: "2 new" in text)
        terminal.press("ctrl+s")
        terminal.until(lambda text: "Import a tender list" not in text and "How would you like" not in text)
        terminal.settle()

        terminal.press("2", "/")
        terminal.until("Ward beds")
        terminal.type("leeds")
        terminal.press("enter")
        terminal.until("1 of 2")

        terminal.press("E")  # qualify
        terminal.until("Change T1 Ward beds")
        fill(terminal, *[""] * 7, "qualifying")
        terminal.press("ctrl+s")
        terminal.until("u undoes")
        terminal.until(lambda text: "Change T1" not in text and "Qualifying" in text)

        terminal.press("b")  # bid, expecting to lose
        terminal.until("Bid on T1 Ward beds")
        fill(terminal, "position", "10%", "510k gbp", "2026-01-05", "to be known there")
        terminal.press("ctrl+s")
        terminal.until("◇ Expected lost")

        terminal.press("o")  # lose
        terminal.until("Outcome of T1 Ward beds")
        terminal.type("lost")
        terminal.until("Winner")
        fill(terminal, "", "Acme Ltd", "2026-02-01", "480k gbp", "2026-03-01", "2029-02-28", "", "in 30 days", "price")
        terminal.press("ctrl+s")
        terminal.until("◇ Lost, expected")

        terminal.press("n")  # what we hear
        terminal.until("Severity")
        fill(terminal, "delivery late", "3")
        terminal.press("ctrl+s")
        terminal.until(lambda text: "Severity" not in text)

        terminal.press("t")  # whom we call
        terminal.until("Plan a touch with Leeds Hospital")
        fill(terminal, "+3d", "call", "ask about the beds")
        terminal.press("ctrl+s")
        terminal.until(lambda text: "Plan a touch" not in text)
        terminal.press("m")
        terminal.until("How did it go?")
        fill(terminal, "reached")
        terminal.press("ctrl+s")
        terminal.until(lambda text: "How did it go?" not in text)

        terminal.press("1")  # the radar ranks it, and says why
        terminal.until("1 of 1")
        terminal.until("Delivery late")
        terminal.press("r")  # re-engage
        terminal.until("The next tender after")
        terminal.settle()
        terminal.press("ctrl+s")
        terminal.until("Re-engaged")
        terminal.press("u")
        terminal.until("Undone: ")
        terminal.press("ctrl+r")
        terminal.until("Done again: ")

        terminal.press("2", "esc")
        terminal.until("of 3 ")
        terminal.press("x")
        terminal.until("Export 3 rows of tenders")
        terminal.type("csv")
        terminal.press("ctrl+s")
        terminal.until("Wrote 3 rows to tenders-")
        terminal.press("q")
        assert terminal.ended() == 0

    with Book.open(path) as book:
        lost, again = book.get("T1"), book.get("T3")
        assert (lost.outcome, lost.watch) == (Outcome.LOST, Watch.RE_ENGAGED)
        assert lost.bid.intent is Intent.POSITION and lost.bid.p_win_locked == 0.1
        assert lost.bid.reasons[0].code is LostReason.PRICE
        assert (again.follows, again.stage) == (1, Stage.QUALIFYING)
        award = book.get("A1")
        assert award.end == date(2029, 2, 28) and award.promises[0].text == "in 30 days"
        assert book.get("S1").kind is SignalKind.DELIVERY_LATE and book.get("S1").severity == 3
        assert book.get("F1").outcome is TouchOutcome.REACHED_NOT_NOW
        assert book.check() == []
    (exported,) = tmp_path.glob("tenders-*.csv")
    with exported.open(encoding="utf-8-sig", newline="") as written:
        assert [row["title"] for row in csv.DictReader(written)].count("Ward beds") == 2
