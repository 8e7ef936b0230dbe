"""Our own delivery by its commands: deal, step, faulty, visited."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]
Output = Callable[..., Any]


@pytest.fixture
def won(bt: Run) -> Run:
    """T1 won, its award A1 until 2028-10-31; P1 at its buyer."""
    bt("add", "tender", "title=Road salt", "buyer=Ashby Council", "value=120k GBP")
    bt("bid", "T1", "--price", "118000")
    bt("won", "T1", "--start", "2026-11-01", "--end", "2028-10-31")
    bt("add", "contact", "name=M. Reyes", "buyer=B1")
    return bt


def steps(output: Output) -> list[tuple[int, str, str | None, str | None]]:
    return [(m["number"], m["step"], m["due"], m["done"]) for m in output("show", "D1")["record"]["milestones"]]


def test_a_deal_from_signing_to_a_visit(won: Run, output: Output) -> None:
    done = won("deal", "A1", "--signed", "2026-11-02", "--deposit", "12000", "--deposit-due", "2026-12-01",
               "--delivery", "2026-11-20", "--visits", "7,30", "--every", "0", "--report", "3")  # fmt: skip
    assert done.stdout == "Deal D1 of Road salt\n"
    assert steps(output) == [
        (1, "signed", None, "2026-11-02"),
        (2, "deposit", "2026-12-01", None),
        (3, "delivery", "2026-11-20", None),
    ]
    deal = output("show", "D1")["record"]
    assert deal["milestones"][1]["amount"] == {"amount": "12000", "currency": "GBP"}, "in the contract's currency"
    assert (deal["clocks"]["report"], deal["clocks"]["send_back"]) == (3, 14)
    assert deal["visits"] == {"days": [7, 30], "every_months": 0}
    won("step", "D1.3", "--done", "today")
    assert steps(output)[3:] == [(4, "visit", "2026-11-30", None), (5, "visit", "2026-12-23", None)]
    [late] = output("signals")
    assert (late["kind"], late["severity"], late["award_ref"]) == ("delivery_late", 1, "A1")
    report = won("visited", "D1.4", "2", "--improve", "clumps", "--next-need", "brine", "--contact", "P1").stdout
    assert report == "D1.4 of D1 Road salt: Visit after delivery, satisfaction 2 of 5 (S2, F1, K1)\n"
    assert output("touches")[0]["on"] == "2026-11-25" and output("facts")[0]["text"] == "brine"
    [row] = output("deals")
    assert (row["next_step"], row["due"], row["satisfaction"]) == ("deposit", "2026-12-01", 2)
    assert [each["kind"] for each in output("radar", "--ours") and output("signals")] == [
        "delivery_late",
        "buyer_complaint",
    ]


def test_a_deal_is_changed_by_its_own_id(won: Run, output: Output) -> None:
    won("deal", "A1", "--visits", "none", "--note", "north gate")
    won("deal", "D1", "--replace", "60", "--every", "6")
    deal = output("show", "D1")["record"]
    assert (deal["clocks"]["replace"], deal["visits"], deal["notes"]) == (
        60,
        {"days": [], "every_months": 6},
        "north gate",
    )
    assert "a visit every 6 months" in won("show", "D1").stdout


def test_a_step_is_changed_taken_back_and_taken_out(won: Run, output: Output) -> None:
    won("deal", "A1")
    won("step", "D1", "payment", "--due", "+1m", "--amount", "5k", "--note", "half")
    won("step", "D1.1", "--done", "today", "--amount", "6k eur")
    milestone = output("show", "D1")["record"]["milestones"][0]
    assert (milestone["done"], milestone["note"]) == ("2026-11-23", "half")
    assert milestone["amount"] == {"amount": "6000", "currency": "EUR"}
    won("step", "D1.1", "--undone")
    assert steps(output) == [(1, "payment", "2026-12-23", None)]
    won("step", "D1.1", "--drop")
    assert steps(output) == []
    won("undo")
    assert len(steps(output)) == 1


def test_faulty_starts_the_clocks(won: Run, output: Output) -> None:
    won("deal", "A1")
    done = output("faulty", "D1", "--on", "2026-11-20", "--note", "wet")
    assert [record["id"] for record in done["records"]] == ["D1", "S1"]
    assert steps(output) == [
        (1, "fault", "2026-11-27", None),
        (2, "return", "2026-12-04", None),
        (3, "replacement", "2026-12-20", None),
    ]
    won("undo")
    assert steps(output) == [] and output("signals") == []


def test_a_visit_that_was_not_planned(won: Run, output: Output) -> None:
    won("deal", "A1")
    won("visited", "D1", "5", "--on", "2026-11-20")
    assert steps(output) == [(1, "visit", None, "2026-11-20")]
    assert output("signals")[0]["kind"] == "satisfied_statement"


@pytest.mark.parametrize(
    ("args", "status", "words"),
    [
        (["deal", "T1"], 2, "A1 (awards)"),
        (["deal", "A1"], 1, "A1 already has its deal, D1"),
        (["deal", "A2"], 1, "A2 is not ours"),
        (["deal", "D1", "--visits", "7,x"], 2, "write them like 7,30,90"),
        (["step", "D1"], 1, "step is missing; it is one of signed"),
        (["step", "D1", "delivry"], 2, "did you mean delivery?"),
        (["step", "D1.9", "--done", "today"], 1, "there is no D1.9 in this book"),
        (["step", "D1", "signed", "--done", "tomorrow"], 1, "has not come yet"),
        (["step", "D1", "--drop"], 1, "name the step in it, like D1.1"),
        (["faulty", "D1.1"], 2, "is not an id"),
        (["faulty", "D1", "--on", "tomorrow"], 1, "has not come yet"),
        (["faulty", "D1", "--contact", "Nobody"], 1, "there is no Nobody among the contacts"),
        (["visited", "D1", "6"], 2, "6"),
        (["visited", "D1.1", "3"], 1, "D1.1 is no visit"),
        (["visited", "D9", "3"], 1, "there is no D9 in this book"),
        (["set", "D1", "due=today"], 2, "due is changed by `bidtracker step D3.2`"),
    ],
)
def test_what_cannot_be_is_one_sentence(won: Run, output: Output, args: list[str], status: int, words: str) -> None:
    won("deal", "A1", "--delivery", "2026-12-01")
    won("add", "tender", "title=Grit", "buyer=B1")
    won("lost", "T2", "--to", "Saltworks Ltd", "--reason", "price")
    before = len(output("history"))
    result = won(*args, status=status)
    assert result.stderr.startswith("bidtracker: ") and words in result.stderr and result.stderr.count("\n") == 1
    assert len(output("history")) == before
