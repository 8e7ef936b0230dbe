"""`bidtracker insights`: headlines, pages and JSON; on no book, an empty one, and the sample."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from bidtracker.pages.insights.all_pages import KEYS
from bidtracker.radar.insights.all_insights import Insights

Run = Callable[..., Result]


def test_without_a_page_it_says_what_there_is_to_learn(bt: Run, sample: Path) -> None:
    lines = bt("insights").stdout.splitlines()
    assert [line.split()[0] for line in lines[:-1]] == list(KEYS)
    assert lines[0].endswith("of 77 decided bids")
    assert "`bidtracker insights PAGE`" in lines[-1]


@pytest.mark.parametrize("key", KEYS)
def test_each_page_is_shown_by_its_key(bt: Run, sample: Path, key: str) -> None:
    headlines = dict(line.split(maxsplit=1) for line in bt("insights").stdout.splitlines()[: len(KEYS)])
    page = bt("insights", key).stdout.splitlines()
    assert page[1] == headlines[key]
    assert not any("█" in line for line in page[2:] if "▒" not in line)  # nobody looks: no plots


def test_all_is_every_page(bt: Run, sample: Path) -> None:
    whole = bt("insights", "all").stdout
    assert all(bt("insights", key).stdout.strip() in whole for key in KEYS)


def test_on_a_terminal_there_are_plots_within_its_width(bt: Run, sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("NO_COLOR", "1")
    plain = bt("insights", "calibration").stdout
    monkeypatch.setattr("bidtracker.cli.output.sys", _Terminal())
    drawn = bt("insights", "calibration").stdout
    assert "●" in drawn and "●" not in plain
    assert max(map(len, drawn.splitlines())) <= 60


class _Terminal:
    """`sys` as a program sees it whose output somebody looks at."""

    class stdout:
        @staticmethod
        def isatty() -> bool:
            return True


def test_json_is_one_document_or_what_a_page_shows(bt: Run, output: Callable[..., Any], sample: Path) -> None:
    whole = output("insights")
    assert set(whole) == set(Insights.__struct_fields__)
    assert whole["as_of"] == "2026-11-23" and whole["winning"]["overall"]["n"] == 77
    assert output("insights", "all") == whole
    assert output("insights", "timing") == {"as_of": whole["as_of"], "discipline": whole["discipline"]}


def test_it_is_judged_on_the_day_asked_for(bt: Run, output: Callable[..., Any], lost: Run) -> None:
    before, after = output("insights", "--as-of", "2026-01-01"), output("insights")
    assert (before["lost_reasons"]["n"], after["lost_reasons"]["n"]) == (0, 1)


def test_a_first_loss_shows_its_n_and_hides_its_rate(bt: Run, lost: Run) -> None:
    text = bt("insights", "win_rate").stdout
    assert "n too small: 0 of 1 decided bids won, 5 are needed" in text
    assert "0 %" not in text
    assert "Road salt" in bt("insights", "coverage").stdout


def test_an_empty_book_says_which_command_fills_each_page(bt: Run) -> None:
    bt("add", "buyer", "name=Ashby Council")
    text = bt("insights").stdout
    assert text.count("`bidtracker ") >= len(KEYS)


def test_an_unknown_page_is_wrong_usage_and_names_the_pages(bt: Run, sample: Path) -> None:
    error = bt("insights", "winrate", status=2).stderr
    assert "winrate" in error and "win_rate" in error


def test_no_book_is_one_sentence(bt: Run) -> None:
    result = bt("insights", status=1)
    assert result.stdout == "" and "there is no book at" in result.stderr
