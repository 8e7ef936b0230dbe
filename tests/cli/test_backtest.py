"""`backtest`: from a file to a verdict, and what it says when there is none."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from bidtracker.backtest.calibration import ChanceBin
from bidtracker.cli.reports.backtest_figures import plotted
from bidtracker.radar.measures.bootstrap import wilson

Run = Callable[..., Result]
Output = Callable[..., Any]


Row = dict[str, str]


def history(needs: int, *, changed: float = 0.5, buyers: int = 20) -> list[Row]:
    """An invented history: so many needs, each bought twice; every tenth in the same rhythm, `changed` change hands."""
    rows = []
    for number in range(needs):
        first = date(2010, 1, 1) + timedelta(days=37 * number % 900)
        again = first + timedelta(days=600 + 53 * number % 200)
        letters = "".join(chr(ord("a") + int(digit)) for digit in f"{number:04}")
        title = f"{letters}ing {letters[::-1]}ery {letters[2:]}{letters[:2]}ation"
        holder = f"firm {number % 30}"
        winner = f"{holder} next" if number % 10 < round(changed * 10) else holder
        for day, supplier in ((first, holder), (again, winner)):
            row = {"buyer": f"buyer {number % buyers}", "supplier": supplier, "class": "33100000", "title": title}
            rows.append(row | {"date": str(day), "value": "100000", "offers": str(1 + number % 7)})
    return rows


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., str]:
    def write(rows: list[Row]) -> str:
        file = tmp_path / "awards.csv"
        with file.open("w", encoding="utf-8", newline="") as out:
            table = csv.DictWriter(out, rows[0])
            table.writeheader()
            table.writerows(rows)
        return str(file)

    return write


def test_the_whole_way(bt: Run, output: Output, write: Callable[..., str]) -> None:
    file = write(history(120, changed=0.4))
    figures = output("backtest", file, "--resamples", "50", named=False)
    assert (figures["pairs"], figures["changed"], figures["buyers"], figures["enough"]) == (120, 48, 20, True)
    assert figures["rate"]["low"] < 0.4 < figures["rate"]["high"]
    assert list(figures["rankings"]) == [
        "ours",
        "expiry",
        "value",
        "incumbent_strength",
        "incumbent_vulnerability",
        "incumbent_share",
    ]
    for ranked in figures["rankings"].values():
        assert ranked["auc"]["low"] <= ranked["auc"]["value"] <= ranked["auc"]["high"]
    assert {"brier", "base_brier", "slope", "intercept", "bins"} <= set(figures["calibration"])
    text = bt("backtest", file, "--resamples", "50", named=False).stdout
    assert "40 % [32..49] changed hands (48 of 120)" in text
    assert "┃" in text and "Not enough data" not in text


def test_not_enough_data(bt: Run, output: Output, write: Callable[..., str]) -> None:
    file = write(history(40, buyers=4))
    text = bt("backtest", file, "--resamples", "20", named=False).stdout
    assert "Not enough data for a verdict: 40 pairs, 100 are needed; 4 buyers, 10 are needed. What" in text
    assert "┃" not in text
    assert output("backtest", file, "--resamples", "20", named=False)["enough"] is False


def test_nothing_matches(bt: Run, write: Callable[..., str]) -> None:
    text = bt("backtest", write(history(5)[::2]), named=False).stdout
    assert "Nothing to measure: no buyer appears twice with the same class" in text


def test_days_and_split(output: Output, write: Callable[..., str]) -> None:
    file = write(history(120))
    options = ("backtest", file, "--resamples", "20")
    whole = output(*options, named=False)
    late = output(*options, "--split", "2013-06-01", named=False)
    assert 0 < late["pairs"] < whole["pairs"] == late["pairs"] + late["learned"]
    span = output(*options, "--from", "2012-06-01", "--to", "2013-05-31", named=False)
    assert 0 < span["pairs"] < whole["pairs"]
    early = output(*options, "--as-of", "2013-01-01", named=False)
    assert early["left_out"]["later"] > 0 and early["pairs"] < whole["pairs"]


def test_the_first_lines_hold_the_whole_truth(bt: Run, write: Callable[..., str]) -> None:
    lines = bt("backtest", write(history(120, changed=0.4)), "--resamples", "50", named=False).stdout.splitlines()[:10]
    text = "\n".join(lines)
    for part in (
        "bought again by 20 buyers",
        "changed hands (48 of 120)",
        "Compared: the radar's chance of change, 90 days before",
        "The radar is behind Incumbent strength (recompete-radar): AUC",
        "Ahead of the other lists by:",
        "a true lead of 0.05 shows",
        "whole buyers",
        "with suppliers shuffled within buyer and class the radar reaches",
        "Nobody has judged the links",
        "surest links",
    ):
        assert part in text, part


def test_intervals_by_pair_are_called_too_narrow(bt: Run, write: Callable[..., str]) -> None:
    text = bt("backtest", write(history(120, buyers=12)), "--resamples", "20", named=False).stdout
    assert "12 buyers are fewer than 15: they are too narrow" in text and "Not enough data" not in text


def test_the_audit_is_kept_beside_the_list_and_read_again(bt: Run, output: Output, write: Callable[..., str]) -> None:
    file = write(history(40))
    beside = Path(file + ".audit.csv")
    assert "10 pairs of titles are in" in bt("backtest", file, "--audit", "10", named=False).stdout
    rows = list(csv.DictReader(io.StringIO(beside.read_text())))
    assert len(rows) == 10 and "firm" not in beside.read_text()
    for number, row in enumerate(rows):
        row["verdict"] = "yes" if number < 8 else "no" if number == 8 else "unsure"
    with beside.open("w", newline="") as out:
        table = csv.DictWriter(out, rows[0])
        table.writeheader()
        table.writerows(rows)
    figures = output("backtest", file, named=False)["audit"]
    assert (figures["right"], figures["judged"], figures["unsure"]) == (8, 9, 1)
    assert "89 % [57..98] of the judged pairs are one need (8 of 9" in bt("backtest", file, named=False).stdout
    bt("backtest", file, "--audit", "20", named=False)
    again = list(csv.DictReader(io.StringIO(beside.read_text())))
    assert len(again) == 20 and again[:10] == rows
    other = beside.with_name("verdicts.json")
    other.write_text(json.dumps(rows[:3]), encoding="utf-8")
    assert output("backtest", file, "--verdicts", str(other), named=False)["audit"]["judged"] == 3
    assert len(output("backtest", file, "--audit", "5", named=False)) == 5


def test_the_panel_takes_contracts_with_a_real_end(bt: Run, output: Output, write: Callable[..., str]) -> None:
    rows = history(150)
    none = output("backtest", write(rows), "--resamples", "20", named=False)["panel"]
    assert (none["ends"], none["cases"], none["rankings"]) == (0, 0, [])
    assert "No award of this list has an end" in bt("backtest", write(rows), "--resamples", "20", named=False).stdout
    few = [row | {"end": str(date.fromisoformat(row["date"]) + timedelta(days=700))} for row in rows[:20]] + rows[20:]
    assert "Too few hits to rank by" in bt("backtest", write(few), "--resamples", "20", named=False).stdout
    for row in rows:
        row["end"] = str(date.fromisoformat(row["date"]) + timedelta(days=700))
    figures = output("backtest", write(rows), "--resamples", "20", named=False)["panel"]
    assert figures["hits"] >= 30 and figures["cases"] > figures["hits"] and figures["quarters"] > 2
    assert "changed hands 3 to 15 months later" in bt("backtest", write(rows), "--resamples", "20", named=False).stdout


def test_the_own_book(bt: Run, output: Output) -> None:
    for title, day in (("Cleaning of schools", "2014-01-01"), ("Cleaning of schools", "2016-02-01")):
        bt("add", "tender", f"title={title}", "buyer=Ashby", "category=90910000", f"decision_date={day}")
    bt("lost", "T1", "--to", "Acme", "--reason", "price", "--start", "2014-01-01")
    bt("lost", "T2", "--to", "Bolt", "--reason", "price", "--start", "2016-02-01")
    for options in (("--ledger",), ()):
        figures = output("backtest", *options)
        assert (figures["pairs"], figures["changed"]) == (1, 1)
        assert (figures["signal_yield"]["changed"], figures["signal_yield"]["asked_changed"]) == (0, 0)
        assert figures["signal_yield"]["kinds"] == []
    assert "none with a signal before it" in bt("backtest", "--ledger").stdout


def test_what_cannot_be_done_is_one_sentence(bt: Run, tmp_path: Path) -> None:
    assert "name a FILE of past awards" in bt("backtest", status=2, named=False).stderr
    assert "there is no file" in bt("backtest", str(tmp_path / "none.csv"), status=1, named=False).stderr
    wrong = tmp_path / "verdicts.csv"
    wrong.write_text("a,b\n1,2\n", encoding="utf-8")
    other = tmp_path / "awards.csv"
    other.write_text("buyer,supplier,date,title\nA,S,2014-01-01,cleaning\n", encoding="utf-8")
    printed = bt("backtest", str(other), "--verdicts", str(wrong), status=1, named=False).stderr
    assert "needs the columns pair and verdict" in printed


def test_a_line_of_the_plot_is_as_long_as_what_came() -> None:
    line = plotted(ChanceBin(chance=0.75, hits=10, n=20, rate=wilson(10, 20)))
    assert line.count("█") == 20 and line.index("┃") == len(" 75% ") + 30
    assert plotted(ChanceBin(chance=1.0, hits=20, n=20, rate=wilson(20, 20))).count("┃") == 1


def test_real_histories(real: Path, output: Output) -> None:
    """What is measured on public data is in the range that others' data led one to expect (pooled AUC 0.57 to 0.67)."""
    for name, pairs in (("cz_awards_DEV.csv", 150), ("xk_awards.csv", 300)):
        figures = output("backtest", str(real / "backtest_ready" / name), named=False)
        ours = figures["rankings"]["ours"]["auc"]
        assert figures["pairs"] > pairs
        assert ours["value"] > 0.57
        assert figures["rankings"]["expiry"]["auc"]["value"] < ours["value"]
