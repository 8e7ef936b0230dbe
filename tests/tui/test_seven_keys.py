"""One account taken through all seven keys of the craft, with the keyboard alone, on the real program in a terminal."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from bidtracker.book import Book
from bidtracker.domain.bids import ContractTerms
from bidtracker.domain.money import Money
from bidtracker.domain.records import Deal
from bidtracker.domain.vocabulary import (
    DealStep,
    DemandKind,
    FactKind,
    Fit,
    Intent,
    Lever,
    Rating,
    SignalKind,
    TouchOutcome,
)

pytest.importorskip("pty", reason="a pseudo-terminal is Unix's")
pytest.importorskip("pyte", reason="pyte, of the extra `test`, is not installed")
from terminal import Terminal

TODAY = datetime.now().astimezone().date()


def account(path: Path) -> None:
    """A buyer with a tender of ours to come (T1), and a contract that a rival won on a promise (T2, A1)."""
    with Book.open(path, create=True, who="ann", clock=lambda: datetime.now(UTC)) as book:
        book.add("tenders", title="Infusion pumps", buyer="Leeds Hospital", value=Money(Decimal(90_000), "GBP"))
        book.add("tenders", title="Ward beds", buyer="Leeds Hospital")
        book.lose("T2", to="Acme Ltd", terms=ContractTerms(promises=("engineer in 4 hours",), end=date(2031, 1, 1)))
        book.set_settings(base_currency="GBP")


def fill(terminal: Terminal, *answers: str) -> None:
    """One answer a field, from the one that has the focus on, all of it typed ahead; saved with ctrl+s."""
    terminal.type("\t".join(answers))
    terminal.press("ctrl+s")


def test_one_account_through_all_seven_keys(tmp_path: Path) -> None:
    path = tmp_path / "b.bidtracker"
    account(path)
    with Terminal(
        [sys.executable, "-m", "bidtracker", "--book", str(path)], tmp_path, columns=180, lines=60
    ) as terminal:
        terminal.until("Radar")

        terminal.press("4")  # 1: what we know of them
        terminal.until("People by layer")
        terminal.settle()
        terminal.press("K")
        terminal.until("New fact")
        fill(terminal, "payment process", "after 75 days", "", "", "2", "75", "poor")
        terminal.until("u undoes")
        terminal.until("Pays slowly")  # 2: what follows from it, and who is there
        terminal.press("c")
        terminal.until("New contact")
        fill(terminal, "Jane Roe", "Director", "decision", "decides", "acquainted")
        terminal.until("nobody above acquainted in the decision layer")
        terminal.press("c")
        terminal.until("New contact")
        fill(terminal, "Bo Leaf", "Nurse", "operations", "uses", "trusted", "supports", "Jane Roe")
        terminal.until("meet Jane Roe through Bo Leaf")

        terminal.press("2")  # 3: what they need, and what of ours would do it
        terminal.until("deadline ↑")
        terminal.press("/")
        terminal.settle()
        terminal.type("infusion")
        terminal.press("enter")
        terminal.until("1 of 2")
        terminal.press("N")
        terminal.until("New need")
        fill(terminal, "Pumps for two wards", "no alarm at night", "two channels")
        terminal.until("0 of 1 met")
        terminal.press("O")
        terminal.until("Nothing in the catalogue yet")
        terminal.press("a")
        terminal.until("New offer of ours")
        fill(terminal, "Pump 7", "", "standard", "900 gbp", "800 gbp", "service")
        terminal.until("900 GBP")
        terminal.press("esc")
        terminal.until(lambda text: "900 GBP" not in text)
        terminal.press("M")
        terminal.until("How ours fits")
        fill(terminal, "", "Pump 7", "fits")
        terminal.until("1 of 1 met")

        terminal.press("V")  # 4: what ours is worth to them, against what was promised
        terminal.until("Why ours: Infusion pumps")
        fill(terminal, "service", "One engineer, in the house the same day", "two channels", "engineer in 4 hours")
        terminal.until("they promised A1.1")

        terminal.press("b")  # 5: bid all the same, and keep the relation
        terminal.until("Bid on T1")
        fill(terminal, "position", "10%", "88k gbp")
        terminal.until("◇ Expected lost")
        terminal.press("t")
        terminal.until("Plan a touch")
        fill(terminal, "today", "visit", "Bo Leaf")
        terminal.until("Visit with Bo Leaf")
        terminal.press("m")
        terminal.until("How did it go?")
        fill(terminal, "referred")
        terminal.until("Referred")

        terminal.press("P")  # 6: prices, and the deal that came of it
        terminal.until("A price named")
        fill(terminal, "", "88k", "", "", "30 days", "Pump 7")
        terminal.until("  M1")
        terminal.press("P")
        terminal.until("A price named")
        fill(terminal, "Acme Ltd", "80k", "", "basic")
        terminal.until("theirs is of a lower class")
        terminal.press("C")
        terminal.until("Conceded on M1")
        fill(terminal, "installation", "a reference", "2k")
        terminal.until("for a reference")
        terminal.press("o")
        terminal.until("Outcome of T1")
        terminal.type("won")
        terminal.settle()
        terminal.press("ctrl+s")
        terminal.until("✓ Won")
        terminal.press("J")
        terminal.until("Our delivery: Infusion pumps")
        fill(terminal, "today", "20k", "+14d", "yesterday")
        terminal.until("D1.3 Delivery")
        terminal.press("J")
        terminal.until("Step of D1")
        fill(terminal, "D1.3", "", "", "today")
        terminal.until("1 day late")
        terminal.press("X")
        terminal.until("What is wrong")
        fill(terminal, "today", "", "cracked")
        terminal.until("Report of what arrived faulty")

        terminal.press("v")  # 7: look after it
        terminal.until("To improve")
        fill(terminal, "", "Bo Leaf", "2", "the manual")
        terminal.until("to improve: the manual")
        terminal.press("B")
        terminal.until("Account brief")
        terminal.press("x")
        terminal.until("Write this page")
        terminal.settle()
        terminal.press("ctrl+u")  # another name than the one proposed
        terminal.settle()
        fill(terminal, "brief.html")
        terminal.until("Wrote")
        terminal.press("5")
        terminal.until("Visit after delivery")
        terminal.press("q")
        while terminal.take(1.0):
            pass

    with Book.open(path, who="ann") as book:
        holdings = book.holdings
        assert book.check() == []
        assert [(fact.kind, fact.figure, fact.rating) for fact in holdings.facts.values()] == [
            (FactKind.PAYMENT_PROCESS, 75, Rating.POOR)
        ]
        need, theme = holdings.needs[1], holdings.themes[1]
        assert [(each.kind, each.text) for each in need.demands] == [(DemandKind.FUNCTION, "two channels")]
        assert [match.fit for match in need.matches] == [Fit.FITS]
        assert (theme.lever, theme.need, theme.award, theme.promise) == (Lever.SERVICE, 1, 1, 1)
        bid = holdings.tenders[1].bid
        assert bid is not None and bid.intent is Intent.POSITION
        assert [touch.outcome for touch in holdings.touches.values() if touch.done] == [TouchOutcome.REFERRED]
        assert [str(quote.price) for quote in holdings.quotes.values()] == ["88,000 GBP", "80,000 GBP"]
        assert holdings.quotes[1].concessions[0].got == "a reference"
        deal: Deal = holdings.deals[1]
        done = {step.step for step in deal.milestones if step.done}
        assert done >= {DealStep.SIGNED, DealStep.DELIVERY, DealStep.VISIT}
        assert {DealStep.FAULT, DealStep.RETURN, DealStep.REPLACEMENT} <= {step.step for step in deal.milestones}
        about_us = {signal.kind for signal in holdings.signals.values() if signal.award == deal.award}
        assert about_us == {SignalKind.DELIVERY_LATE, SignalKind.DOA_DEFECT, SignalKind.BUYER_COMPLAINT}
        assert any(touch.done is None and touch.on > TODAY for touch in holdings.touches.values())
    page = (tmp_path / "brief.html").read_text("utf-8")
    assert "Leeds Hospital" in page and "One engineer, in the house the same day" in page
