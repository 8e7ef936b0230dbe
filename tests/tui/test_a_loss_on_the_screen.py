"""One account taken through what a loss can yield, with the keyboard alone, on the real program in a terminal."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from bidtracker.book import Book
from bidtracker.domain.bids import ContractTerms
from bidtracker.domain.money import Money
from bidtracker.domain.vocabulary import InquiryKind, InquiryResult, Side

pytest.importorskip("pty", reason="a pseudo-terminal is Unix's")
pytest.importorskip("pyte", reason="pyte, of the extra `test`, is not installed")
from terminal import Terminal


def account(path: Path) -> None:
    """A British buyer with a loss of ours (T1, A1), a person (P1), and a price of ours for what comes next (T2, M1)."""
    with Book.open(path, create=True, who="ann", clock=lambda: datetime.now(UTC)) as book:
        book.add("tenders", title="Ward beds", buyer="Leeds Hospital", value=Money(Decimal(90_000), "GBP"))
        book.set("B1", country="GB")
        book.bid("T1", price=Money(Decimal(88_000), "GBP"), p_win=0.1)
        book.lose("T1", to="Acme Ltd", terms=ContractTerms(end=date(2031, 1, 1)))
        book.add("contacts", name="Bo Leaf", buyer="B1")
        book.add("tenders", title="Bed rails", buyer="Leeds Hospital")
        book.quote("T2", Money(Decimal(88_000), "GBP"))
        book.set_settings(base_currency="GBP", hospitality_limit=Money(Decimal(30), "GBP"))


def fill(terminal: Terminal, *answers: str) -> None:
    """One answer a field, from the one that has the focus on, all of it typed ahead; saved with ctrl+s."""
    terminal.type("\t".join(answers))
    terminal.press("ctrl+s")


def then(terminal: Terminal, key: str) -> None:
    """The comma, and the second key once the screen says which there are."""
    terminal.settle()
    terminal.press(",")
    terminal.until("─ Then ─")
    terminal.press(key)


def test_one_account_through_what_a_loss_yields(tmp_path: Path) -> None:
    path = tmp_path / "b.bidtracker"
    account(path)
    command = [sys.executable, "-m", "bidtracker", "--book", str(path)]
    with Terminal(command, tmp_path, columns=180, lines=60) as terminal:
        terminal.until("Radar")
        terminal.press("2")
        terminal.until("Ward beds")
        terminal.press("/")
        terminal.settle()
        terminal.type("ward")
        terminal.press("enter")
        terminal.until("1 of 2")

        terminal.press("b")  # what it took
        terminal.until("Bid on T1")
        fill(terminal, "", "", "", "", "", "40", "500 gbp")
        terminal.until("500 GBP")

        terminal.press("U")  # why it was lost
        terminal.until("What we ask")
        fill(terminal, "debrief", "", "Procurement", "uk-sct-56")
        terminal.until("Inquiries")
        then(terminal, "l")
        terminal.until("Letter of I1")
        terminal.until("We accept the decision")
        terminal.press("esc")
        terminal.until(lambda text: "Letter of I1" not in text)

        then(terminal, "s")  # what looks wrong is asked about, and kept as it is only when saved again
        terminal.until("Answer to I1")
        fill(terminal, "", "", "Twenty minutes by telephone", "Quality = 50: 45/52")
        terminal.until("come to 50 %, not 100")
        terminal.press("ctrl+s")
        terminal.until(lambda text: "Answer to I1" not in text)
        terminal.press("Q")
        terminal.until("Scores of T1")
        terminal.press("ctrl+a")
        terminal.settle()
        terminal.press("end")
        terminal.type("\rPrice = 50: 40/50")
        terminal.press("ctrl+s")
        terminal.until("are above the most")
        terminal.press("ctrl+s")
        terminal.until("17.0 behind")

        then(terminal, "v")  # what passes between people
        terminal.until("favour")
        terminal.settle()
        fill(terminal, "Bo Leaf", "Lent us a bed")
        terminal.until("Lent us a bed")
        then(terminal, "y")
        terminal.until("Hospitality")
        fill(terminal, "Bo Leaf", "Dinner", "40 gbp")
        terminal.until("the limit is 30")
        terminal.press("ctrl+s")
        terminal.until(lambda text: "the limit is" not in text)
        then(terminal, "c")
        terminal.until("So far by")
        fill(terminal, "the dealer", "ourselves")
        terminal.until(lambda text: "So far by" not in text)

        terminal.settle()
        terminal.press("esc")  # what follows a price once it is agreed, and what all of it tells
        terminal.until("Bed rails")
        terminal.press("G")
        terminal.until("How they scored us before")
        then(terminal, "g")
        terminal.until("M1 is agreed since")
        fill(terminal, "today")
        terminal.until(lambda text: "is agreed since" not in text)
        terminal.press("5")
        terminal.until("The price is agreed")
        terminal.press("6")
        terminal.until("Cost of bidding")

    with Book.open(path) as book:
        bid, inquiry = book.get("T1").bids[0], book.get("I1")
        assert (bid.hours, bid.cost) == (40, Money(Decimal(500), "GBP"))
        assert (inquiry.kind, inquiry.result, inquiry.rule) == (
            InquiryKind.DEBRIEF,
            InquiryResult.ANSWERED,
            "uk-sct-56",
        )
        assert [each.name for each in bid.sheet.criteria] == ["Quality", "Price"]
        assert book.get("G1").side is Side.THEIRS
        assert book.check() == []
