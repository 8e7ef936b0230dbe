"""Looking at an account before a call: what is known, what to ask, who is there; facts confirmed; links."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]
Output = Callable[..., Any]


@pytest.fixture
def account(lost: Run) -> Run:
    """B1 with three people, two facts that contradict each other (K1, K2), a poor one (K3) and an old one (K4)."""
    lost("add", "contact", "name=Chief", "buyer=B1", "layer=decision", "roles=decides")
    lost("add", "contact", "name=Eve", "buyer=B1", "layer=decision", "roles=pays")
    lost("add", "contact", "name=Bo", "buyer=B1", "reports_to=P1", "roles=uses", "introduced_by=P2")
    lost("believe", "P2", "--level", "trusted", "--stance", "supports")
    lost("add", "fact", "buyer=B1", "kind=payment_process", "text=pays in 30 days", "figure=30", "channel=public")
    lost("add", "fact", "buyer=B1", "kind=payment_process", "text=pays in 75 days", "figure=75", "contact=P2")
    lost("add", "fact", "buyer=B1", "kind=reputation", "text=haggles", "rating=poor")
    lost("add", "fact", "buyer=B1", "kind=upcoming_need", "text=a depot", "on=2026-01-01")
    return lost


def test_ask_tells_what_is_known_and_what_to_ask(account: Run, output: Output) -> None:
    results = output("ask", "B1")
    assert (results["buyer"], results["done"], results["of"]) == ("B1", 3, 14)
    expected = {line["kind"]: line for line in results["known"]}
    assert expected["payment_process"]["conflict"] and set(expected["payment_process"]["disputed"]) == {"K1", "K2"}
    assert expected["upcoming_need"]["stale"] and not expected["capital"]["facts"]
    assert expected["payment_process"]["facts"][0]["contact_ref"] == "P2"
    risks = {risk["risk"]: risk for risk in results["risks"]}
    assert risks["slow_payment"]["refs"] == ["K2"] and risks["slow_payment"]["disputed"]
    assert risks["poor_reputation"]["refs"] == ["K3"] and not risks["poor_reputation"]["disputed"]
    why = {question["kind"]: question for question in results["questions"]}
    assert why["payment_process"]["why"] == "conflict" and why["payment_process"]["contact"] == "P2"
    assert why["upcoming_need"]["why"] == "stale" and why["capital"]["why"] == "missing"


def test_ask_in_words(account: Run) -> None:
    text = account("ask", "B1").stdout
    assert text.startswith("B1  3 of 14 known\nAshby Council\n")
    assert text.count("≠ contradicted") == 2 and "⌛ still so?" in text and "pays in 75 days" in text
    assert "disputed" in text and "(ask Eve)" in text


@pytest.mark.parametrize("about", ["T1", "A1", "P2"])
@pytest.mark.parametrize("command", ["ask", "people"])
def test_an_account_is_found_from_what_hangs_on_it(account: Run, command: str, about: str) -> None:
    assert account(command, about).stdout == account(command, "B1").stdout
    assert json.loads(account(command, about, "--json").stdout)["buyer"] == "B1"


def test_as_of_an_earlier_day_nothing_that_was_written_later_is_known(account: Run, output: Output) -> None:
    assert output("ask", "B1", "--as-of", "2026-01-01")["done"] == 0


def test_people_tells_gaps_and_introductions(account: Run, output: Output) -> None:
    account("touch", "P2", "--on", "2026-11-01")
    account("done", "F1", "reached_not_now", "--on", "2026-11-02")
    results = output("people", "B1")
    assert {person["id"] for person in results["people"]} == {"P1", "P2", "P3"}
    assert any("management" in gap for gap in results["gaps"])
    [through] = [each for each in results["introductions"] if each["contact"] == "P1"]
    assert through["through"] == "P2" and through["text"] == "meet Chief through Eve" and through["why"]
    [spoken] = results["spoken"]
    assert (spoken["contact"], spoken["on"], spoken["kind"]) == ("P2", "2026-11-02", "call")
    text = account("people", "B1").stdout
    assert "What is missing" in text and "meet Chief through Eve: " in text and "last 2026-11-02 by root" in text


def test_people_stand_as_they_were_seen_that_day(account: Run) -> None:
    account("believe", "P1", "--level", "familiar", "--on", "2026-11-10")
    assert "Familiar" in account("people", "B1").stdout
    assert "Familiar" not in account("people", "B1", "--as-of", "2026-11-09").stdout


def test_an_account_of_which_nothing_is_known(bt: Run, output: Output) -> None:
    bt("add", "buyer", "name=Ashby Council")
    assert output("ask", "B1")["done"] == 0 and len(output("ask", "B1")["questions"]) == 14
    assert bt("ask", "B1").stdout.startswith("B1  0 of 14 known\nAshby Council\n\nAsk next\n")
    assert output("people", "B1")["people"] == []
    assert "nobody known yet" in bt("people", "B1").stdout
    for command in ("ask", "people"):
        assert "there is no B9 in this book" in bt(command, "B9", status=1).stderr
        assert "B1 (buyers)" in bt(command, "C1", status=2).stderr


def test_every_account_of_the_sample_can_be_told(sample: Path, bt: Run, output: Output) -> None:
    for buyer in output("buyers"):
        assert bt("ask", buyer["id"]).stdout and bt("people", buyer["id"]).stdout


def test_a_brief_is_one_page_to_read_or_to_print(account: Run, output: Output, tmp_path: Path) -> None:
    text = account("brief", "B1").stdout
    assert text.startswith("# Ashby Council") and "3 of 14" in text
    assert account("brief", "A1").stdout.startswith("# ")
    assert output("brief", "B1") == {"about": "B1", "format": "md", "path": None, "text": text}
    page = tmp_path / "brief.html"
    assert account("brief", "B1", "-o", str(page)).stdout == f"Wrote {page}\n"
    html = page.read_text()
    assert html.startswith("<!DOCTYPE html>") and "Ashby Council" in html
    assert account("brief", "B1", "--format", "html").stdout == html
    assert "--force" in account("brief", "B1", "-o", str(page), status=1).stderr and page.read_text() == html
    account("brief", "B1", "-o", str(page), "--force", "--format", "md")
    assert page.read_text() == text


@pytest.mark.parametrize(
    ("args", "status", "words"),
    [
        (["B9"], 1, "there is no B9 in this book"),
        (["P1"], 2, "B1 (buyers)"),
        (["B1", "-o", "brief.pdf"], 2, "say a --format: md, html"),
        (["B1", "--format", "pdf"], 2, "pdf"),
    ],
)
def test_a_brief_that_cannot_be(account: Run, args: list[str], status: int, words: str) -> None:
    result = account("brief", *args, status=status)
    assert words in result.stderr and result.stderr.count("\n") == 1 and not result.stdout


def test_facts_are_confirmed_refuted_and_opened_again(account: Run, output: Output) -> None:
    account("confirm", "K4")
    [fact] = [fact for fact in output("facts") if fact["id"] == "K4"]
    assert (fact["state"], fact["on"]) == ("confirmed", "2026-11-23")
    account("refute", "K1")
    account("refute", "K3")
    account("reopen", "K3")
    assert [fact["state"] for fact in output("facts")] == ["refuted", "open", "open", "confirmed"]
    assert "S1 (signals) | K1 (facts)" in account("confirm", "T1", status=2).stderr
    assert "state is changed by `bidtracker confirm|refute K4`" in account("set", "K1", "state=open", status=2).stderr


def test_who_introduced_whom_can_be_set(account: Run, output: Output) -> None:
    assert account("set", "P1", "introduced_by=Bo").stdout == "Changed Introduced by of P1 Chief\n"
    assert "cannot have introduced P2" in account("set", "P2", "introduced_by=P1", status=1).stderr


def test_links_are_put_on_and_taken_off(account: Run, output: Output) -> None:
    page = "https://example.org/a"
    assert account("attach", "B1", page, "file:///b").stdout == "Attached 2 links to B1\n"
    assert account("attach", "B1", page).stdout == "nothing changed\n"
    assert output("show", "B1")["record"]["links"] == [page, "file:///b"]
    assert account("attach", "B1", page, "--off").stdout == f"Detached {page} from B1\n"
    assert "B1 has no link" in account("attach", "B1", page, "--off", status=1).stderr
    assert "no address of a page or file" in account("attach", "B1", "two words", status=1).stderr


def test_a_promise_of_another_award_is_not_broken_by_this_one(account: Run) -> None:
    account("signal", "A1", "service_slow", "--promise", "a1.1")
    words = "A2.1 is a promise of another award than A1"
    assert words in account("signal", "A1", "service_slow", "--promise", "A2.1", status=2).stderr
    assert "is no promise" in account("signal", "A1", "service_slow", "--promise", "A1", status=2).stderr
