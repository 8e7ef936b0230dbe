"""Need, offer, fit, win theme, quote and concession by their commands, and what these say beside doing it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]
Output = Callable[..., Any]


@pytest.fixture
def need(lost: Run) -> Run:
    """T1 lost to Saltworks Ltd (A1, A1.1); N1 of its buyer with the demands N1.1 and N1.2; the offers O1 and O2."""
    lost("need", "T1", "Salt that flows at -15", "--job", "clear roads by 6", "--budget", "90k")
    lost("demand", "N1", "function", "flows at -15")
    lost("demand", "N1", "after-sales", "a second load within a day", "--wish")
    lost("add", "offer", "name=Fine salt", "tier=standard", "price=80 GBP", "floor=70 GBP", "levers=quality,service")
    lost("add", "offer", "name=Coarse salt", "tier=basic")
    return lost


def record(output: Output, id: str) -> dict[str, Any]:
    return output("show", id)["record"]


def test_a_need_with_what_it_asks_for(need: Run, output: Output) -> None:
    need("need", "B1", "Grit bins", "--wanted-by", "+3m", "--source", "side", "--on", "2026-11-01", "--note", "maybe")
    [first, second] = output("needs")
    assert (first["buyer"], first["tender_ref"], first["demands"], first["unmet"]) == ("Ashby Council", "T1", 2, 1)
    assert first["budget"] == {"amount": "90000", "currency": "GBP"}, "in the tender's currency"
    assert (second["wanted_by"], second["channel"], second["on"]) == ("2027-02-23", "side", "2026-11-01")
    [must, wish] = record(output, "N1")["demands"]
    assert (must["number"], must["kind"], must["must"]) == (1, "function", True)
    assert (wish["number"], wish["kind"], wish["must"]) == (2, "after_sales", False)
    need("demand", "N1.2", "--must")
    need("demand", "n1.1", "special", "flows at -20")
    assert [(each["text"], each["must"]) for each in record(output, "N1")["demands"]] == [
        ("flows at -20", True),
        ("a second load within a day", True),
    ]
    need("demand", "N1.1", "--drop")
    assert [each["number"] for each in record(output, "N1")["demands"]] == [2]


def test_a_win_theme_and_a_signal_show_the_words_that_they_point_to(need: Run) -> None:
    need("theme", "T1", "service", "a load in four hours", "--need", "N1.2", "--promise", "A1.1")
    need("theme", "T1", "price", "less per load")
    need("signal", "A1", "delivery_late", "--promise", "1")
    shown = need("show", "V1").stdout
    assert "they ask N1.2: a second load within a day  N1" in shown
    assert "they promised A1.1: Delivery within 24 hours  A1" in shown
    assert "What it answers" in shown and "What it answers" not in need("show", "V2").stdout
    assert "Breaks          Delivery within 24 hours (A1.1)" in need("show", "S1").stdout


def test_an_act_says_what_it_did_and_which_ids_it_made(need: Run) -> None:
    assert need("need", "B1", "Grit bins").stdout == "Need N2 of Ashby Council: Grit bins\n"
    assert need("demand", "N2", "users", "12 crews").stdout == "Demand N2.1 of N2 Grit bins: 12 crews\n"
    assert need("fit", "N2.1", "O1", "fits").stdout == "O1 Fine salt on N2.1 of N2 Grit bins: Fits\n"
    assert need("fit", "N2.1", "O1", "fits").stdout == "nothing changed\n"
    assert need("theme", "T1", "service", "a load in four hours").stdout == "Win theme V1 of T1 Road salt: Service\n"
    assert need("quote", "T1", "90k").stdout == "Our quote M1 for T1: 90,000 GBP\n"
    assert need("concede", "M1", "60 days", "--got", "a third year").stdout == (
        "Concession on M1 for a third year: 60 days\n"
    )


def test_offers_are_added_and_changed_in_their_own_currency(need: Run, output: Output) -> None:
    need("set", "O1", "price=85")
    assert record(output, "O1")["price"] == {"amount": "85", "currency": "GBP"}
    assert record(output, "O1")["levers"] == ["quality", "service"]
    result = need("set", "O2", "floor=5", status=1)
    assert result.stderr == "bidtracker: floor has no currency; write it like 5 EUR\n"
    result = need("add", "offer", "name=Brine", "price=5", status=1)
    assert "price has no currency" in result.stderr
    assert [offer["name"] for offer in output("offers")] == ["Fine salt", "Coarse salt"]


def test_fit_tells_what_is_not_met_and_until_when_that_can_change(need: Run, output: Output) -> None:
    need("fit", "N1.1", "O1", "fits")
    need("fit", "N1.2", "Fine salt", "partly", "--note", "with a second lorry")
    need("fit", "N1.1", "O2", "misses")
    results = output("fit", "N1")
    assert results["need"] == "N1" and results["offer"] == "O1" and results["unmet"] == ["N1.2"]
    assert [(each["id"], each["met"]) for each in results["demands"]] == [("N1.1", True), ("N1.2", False)]
    assert results["demands"][1]["matches"] == [{"offer": "O1", "fit": "partly", "note": "with a second lorry"}]
    assert set(results["plan"]) >= {"opening", "open", "until", "message"} and results["plan"]["open"] is False
    text = need("fit", "N1").stdout
    assert "◐ Fine salt: Fits partly; with a second lorry  O1" in text and "meets every must  O1" in text
    assert need("fit", "N1.2", "O1", "--drop").stdout.endswith("not judged\n")
    assert output("fit", "N1")["demands"][1]["matches"] == []


def test_an_empty_need_says_what_to_do(need: Run) -> None:
    need("need", "B1", "Grit bins")
    assert "`bidtracker demand N2 KIND TEXT`, adds it" in need("fit", "N2").stdout


def test_a_theme_that_runs_the_rival_down_is_kept_and_said_to_be_so(need: Run, output: Output) -> None:
    result = need("theme", "T1", "service", "Saltworks breaks down, we do not", "--need", "N1.2", "--promise", "A1.1",
                  "--proof", "our log", "--main")  # fmt: skip
    assert "V1 is saved, but do not say it to the buyer as it stands: it names Saltworks Ltd" in result.stderr
    assert all(line.startswith("bidtracker: V1 ") for line in result.stderr.splitlines())
    assert need("theme", "T1", "service", "a load in four hours", "--main").stderr == ""
    [first, second] = output("themes")
    assert (first["answers"], first["main"], second["main"]) == ("N1.2 A1.1", False, True)
    need("set", "V1", "main=yes")
    assert [each["main"] for each in output("themes")] == [True, False]


def test_a_quote_below_the_floor_or_beside_a_lower_class_is_kept_with_a_caution(need: Run, output: Output) -> None:
    assert need("quote", "T1", "80k", "--by", "Saltworks Ltd", "--tier", "basic", "--source", "public").stderr == ""
    result = need("quote", "T1", "95000", "--tier", "premium", "--floor", "100k", "--terms", "delivered")
    below, lower = result.stderr.splitlines()
    assert below == "bidtracker: M2 lies 5,000 GBP below the floor of 100,000 GBP"
    assert lower.startswith("bidtracker: M2 against M1: not compared: theirs is of a lower class (Basic) than ours")
    [theirs, ours] = output("quotes")
    assert (theirs["ours"], theirs["competitor_ref"], theirs["tier"]) == (False, "C1", "basic")
    assert (ours["ours"], ours["floor"]) == (True, {"amount": "100000", "currency": "GBP"})
    assert need("quote", "T1", "100k", "--tier", "basic").stderr.splitlines()[1:] == []
    text = need("show", "T1").stdout
    assert "Saltworks Ltd: ours is 25.0 % dearer  80,000 GBP" in text


def test_a_quote_has_the_currency_that_was_named(need: Run, output: Output) -> None:
    need("quote", "T1", "80k", "--currency", "EUR", "--on", "2026-11-01", "--lot", "")
    [quote] = output("quotes")
    assert quote["price"] == {"amount": "80000", "currency": "EUR"} and quote["on"] == "2026-11-01"
    need("add", "tender", "title=Grit", "buyer=B1")
    assert "price has no currency; write it like 80000 EUR" in need("quote", "T2", "80k", status=1).stderr
    assert len(output("quotes")) == 1


def test_a_concession_for_nothing_is_said_to_be_so(need: Run, output: Output) -> None:
    need("quote", "T1", "90k eur")
    result = need("concede", "M1", "free delivery", "--amount", "500")
    assert result.stdout == "Concession on M1 for nothing: free delivery\n" and "nothing was got" in result.stderr
    assert need("concede", "M1", "60 days", "--got", "a third year", "--on", "2026-11-20").stderr == ""
    [first, second] = record(output, "M1")["concessions"]
    assert first["gave"] == "60 days" and second["amount"] == {"amount": "500", "currency": "EUR"}


@pytest.mark.parametrize(
    ("args", "status", "words"),
    [
        (["need", "A1", "Grit"], 2, "B1 (buyers)"),
        (["need", "B9", "Grit"], 1, "there is no B9 in this book"),
        (["need", "B1", "Grit", "--budget", "5"], 1, "budget has no currency"),
        (["demand", "T1", "function", "x"], 2, "N1.2 (needs)"),
        (["demand", "N1", "funktion", "x"], 2, "did you mean function?"),
        (["demand", "N1", "function"], 1, "text is missing"),
        (["demand", "N1.9", "function", "x"], 1, "there is no N1.9 in this book"),
        (["demand", "N1.", "function", "x"], 2, "write a dot and its number, like N1.1"),
        (["demand", "N1", "--drop"], 1, "name the demand in it, like N1.1"),
        (["fit", "N1.1"], 2, "name the offer that fits it, like O3"),
        (["fit", "N1.1", "O1"], 2, "say how it fits"),
        (["fit", "N1.1", "O1", "fits", "--drop"], 2, "say how it fits"),
        (["fit", "N1.1", "O9", "fits"], 1, "there is no O9 in this book"),
        (["theme", "T1", "shine", "x"], 2, "it is one of pull"),
        (["theme", "T1", "price", "x", "--need", "N1.7"], 1, "N1 has no demand 7; it has N1.1, N1.2"),
        (["theme", "T1", "price", "x", "--promise", "N1"], 2, "A1.2 (awards)"),
        (["quote", "T1", "lots"], 2, "not an amount"),
        (["quote", "T1", "5", "--on", "tomorrow"], 1, "has not come yet"),
        (["quote", "T1", "5", "--by", "C1", "--floor", "4"], 1, "a floor price is our own"),
        (["concede", "M9", "x"], 1, "there is no M9 in this book"),
        (["set", "N1", "demands=x"], 2, "demands is changed by `bidtracker demand N1`"),
        (["set", "T1", "price=5"], 2, "price is changed by `bidtracker bid T42 --price`"),
    ],
)
def test_what_cannot_be_is_one_sentence(need: Run, output: Output, args: list[str], status: int, words: str) -> None:
    before = len(output("history"))
    result = need(*args, status=status)
    assert result.stderr.startswith("bidtracker: ") and words in result.stderr and result.stderr.count("\n") == 1
    assert len(output("history")) == before


def test_every_act_is_taken_back_by_one_undo(need: Run, output: Output) -> None:
    need("fit", "N1.1", "O1", "fits")
    need("quote", "T1", "90k")
    for command in (
        ["need", "B1", "Grit"],
        ["demand", "N1", "function", "fast"],
        ["demand", "N1.1", "--drop"],
        ["fit", "N1.1", "O1", "misses"],
        ["theme", "T1", "price", "fair", "--main"],
        ["quote", "T1", "80k", "--by", "Newcomer"],
        ["concede", "M1", "x", "--got", "y"],
        ["attach", "N1", "https://example.org/n"],
    ):
        before = {name: output(name) for name in ("needs", "themes", "quotes", "competitors")}, record(output, "N1")
        done = output(*command)
        assert done["done"]["act"] and done["records"], command
        need("undo")
        after = {name: output(name) for name in ("needs", "themes", "quotes", "competitors")}, record(output, "N1")
        assert after == before, command


def test_show_tells_the_parts_by_name(need: Run) -> None:
    need("fit", "N1.1", "O1", "fits")
    text = need("show", "N1").stdout
    assert "✓ Fine salt: Fits  O1" in text and "Can it still be changed?" in text
    assert "What they need" in need("show", "T1").stdout and "What they need" in need("show", "B1").stdout
