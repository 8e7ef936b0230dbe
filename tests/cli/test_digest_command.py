"""The digest from the command line: silent where nothing changed, with the reason where something did."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import Result

from bidtracker import config

Run = Callable[..., Result]


def test_nothing_changed_is_silence(lost: Run) -> None:
    again = lost("digest", "--since", "2026-11-23", "--as-of", "2026-11-23", "--exit-code")
    assert again.output == "" and again.exit_code == 0


def test_a_signal_is_the_reason_that_moved_it(lost: Run) -> None:
    lost("touch", "B1", "--on", "2026-11-24", "--kind", "call")
    late = lost("digest", "--since", "1w", "--as-of", "2026-11-30", "--format", "json")
    change = json.loads(late.output)
    assert change["since"] == "2026-11-23" and {item["kind"] for item in change["due"]} == {"touch_overdue"}
    page = lost("digest", "--since", "1w", "--as-of", "2026-11-30", "--format", "md").output
    assert page.startswith("# What changed since 2026-11-23") and "## New on the agenda" in page
    assert lost("digest", "--since", "1w", "--as-of", "2026-11-30", "--exit-code", status=4).exit_code == 4, (
        "1 is a failure"
    )


def test_last_is_what_the_last_one_did_not_tell(lost: Run) -> None:
    first = lost("digest")
    assert "Road salt" in first.output  # it came onto the radar within the week
    assert lost("digest").output == ""
    lost("signal", "A1", "penalty_imposed", "--severity", "3", "--reliability", "A1")
    second = lost("digest", "--format", "json", "--exit-code", status=4)
    (move,) = json.loads(second.output)["moved"]
    assert move["award"] == "A1" and move["reason"] == "discontent"
    assert lost("digest", "--exit-code").output == ""


@pytest.mark.parametrize("kept", ["2026-11-20", {"day": "soon"}, 7])
def test_a_spoilt_memory_is_none(lost: Run, kept: object) -> None:
    config.remember(digests={str(address): kept for address in config.recall("digests", {})} or kept)
    assert "Road salt" in lost("digest").output


def test_as_html_it_is_one_page_that_names_inquiries_due_and_promises_to_check(lost: Run) -> None:
    lost("inquire", "A1", "debrief", "--on", "2026-11-01", "--as-given")
    lost("promise", "A1", "4 loads a day", "--due", "2026-11-25")
    page = lost("digest", "--since", "2026-11-10", "--as-of", "2026-11-26", "--format", "html").output
    assert page.startswith("<!DOCTYPE html>") and "What changed since 2026-11-10" in page
    assert "Chase the answer: Debrief on" in page and "4 loads a day" in page


@pytest.mark.parametrize("since", ["soonish", "7 parsecs"])
def test_a_day_that_is_none_is_said(lost: Run, since: str) -> None:
    wrong = lost("digest", "--since", since, status=2)
    assert "date" in wrong.stderr and wrong.stdout == ""


def test_a_day_to_come_is_refused(lost: Run) -> None:
    wrong = lost("digest", "--since", "2026-12-24", "--as-of", "2026-11-23", status=1)
    assert "looks back" in wrong.stderr
