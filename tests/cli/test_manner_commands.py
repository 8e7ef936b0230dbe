"""Favours, hospitality, channels, agreed prices and changes of an order by their commands, and their forms."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from click.testing import Result

Run = Callable[..., Result]
Output = Callable[..., Any]


def test_a_favour_is_noted_and_returned(lost: Run, output: Output) -> None:
    lost("add", "contact", "name=Eve", "buyer=B1")
    lost("favour", "P1", "Lent us a spreader", "--on", "2026-10-01")
    lost("favour", "P1", "A load on Sunday", "--ours")
    assert [(each["side"], each["returned"]) for each in output("favours")] == [("theirs", None), ("ours", None)]
    assert "We owe Eve one" in lost("brief", "B1").stdout and "feel like calling it in" in lost("brief", "B1").stdout
    lost("favour", "G1")
    lost("favour", "G2", "--returned", "2026-11-23")
    assert [each["returned"] for each in output("favours")] == ["2026-11-23", "2026-11-23"]
    assert "say in words" in lost("favour", "P1", status=2).stderr


def test_the_register_of_hospitality_asks_beyond_its_limit(lost: Run, output: Output) -> None:
    lost("add", "contact", "name=Eve", "buyer=B1")
    lost("settings", "--hospitality-limit", "50 GBP")
    lost("hospitality", "P1", "Lunch", "--value", "40 GBP", "--by", "Jo")
    refused = lost("hospitality", "P1", "Dinner", "--value", "40 GBP", status=1).stderr
    assert "Eve has 80 GBP in twelve months, and the limit is 50 GBP" in refused and "--as-given" in refused
    lost("hospitality", "P1", "Dinner", "--value", "40 GBP", "--as-given")
    assert {each["text"]: each["by"] for each in output("hospitality")}["Lunch"] == "Jo"
    assert "Dinner" in lost("hospitality").stdout
    assert output("settings")["hospitality_limit"] == {"amount": "50", "currency": "GBP"}


def test_a_channel_is_changed_and_told(lost: Run, output: Output) -> None:
    lost("add", "contact", "name=Eve", "buyer=B1")
    lost("channel", "B1", "the dealer", "ourselves", "--first", "P1", "--how", "call", "--decided-by", "the board")
    assert "Tell Eve first (Call): ourselves instead of the dealer, as the board decided" in lost("agenda").stdout
    page = lost("show", "R1").stdout
    assert "the dealer → ourselves" in page and "Added R1 the dealer → ourselves" in page
    assert page.count("Tell first") == 1 and "Eve (P1)" in page
    lost("channel", "R1", "--told", "2026-11-23")
    assert output("channel-changes")[0]["told_on"] == "2026-11-23" and "Tell Eve" not in lost("agenda").stdout
    assert "from then on" in lost("channel", "B1", "the dealer", status=2).stderr


def test_a_price_is_agreed_and_an_order_changed(lost: Run, output: Output, tmp_path: Path) -> None:
    lost("add", "tender", "title=Grit", "buyer=B1")
    lost("bid", "T2", "--price", "900 GBP")
    lost("quote", "T2", "880 GBP")
    lost("agreed", "M1", "--on", "2026-11-20")
    shown = lost("agenda").stdout
    assert "have the contract signed now, Grit" in shown and "have the deposit paid now, Grit" in shown
    lost("won", "T2", "--amount", "880 GBP")
    lost("deal", "A2", "--signed", "2026-11-21", "--deposit", "100", "--deposit-due", "2026-12-01")
    lost("step", "D1", "order", "--due", "2026-12-01", "--party", "Mine Ltd")
    lost("change", "D1", "Finer grit", "--costs", "50", "--days", "3")
    lost("change", "D1", "--number", "1", "--agreed", "2026-11-22")
    shown = lost("show", "D1").stdout
    assert (
        "Our order to a supplier, Mine Ltd" in shown and "costs them 50 GBP" in shown and "agreed 2026-11-22" in shown
    )
    assert "signed now" not in lost("agenda").stdout
    path = tmp_path / "b.md"
    lost("add", "fact", "buyer=B1", "kind=our_name", "text=ours everywhere", "rating=good")
    lost("brief", "B1", "--no-personal", "-o", str(path))
    assert "be plain" in path.read_text("utf-8")
    assert "what they want otherwise" in lost("change", "D1", status=2).stderr
