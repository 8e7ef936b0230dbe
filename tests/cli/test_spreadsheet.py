"""README's "From your spreadsheet", line by line, and the page that an import of a plain list shows."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner, Result

from bidtracker.book import Book
from bidtracker.cli.root import root

HERE = Path(__file__).resolve().parents[2]


def run(tmp_path: Path, line: str) -> Result:
    return CliRunner().invoke(root, ["--book", str(tmp_path / "book"), *shlex.split(line)])


def test_the_five_lines_of_the_readme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE)
    block = re.search(r"<!-- spreadsheet -->\n```sh\n(.*?)```", (HERE / "README.md").read_text("utf-8"), re.DOTALL)
    assert block is not None
    lines = block[1].splitlines()
    assert len(lines) == 5
    outputs = []
    for line in lines:
        done = run(tmp_path, line.removeprefix("bidtracker "))
        assert done.exit_code == 0, done.output
        outputs.append(done.output)
    assert "Est. value = value" in outputs[0] and "dry run" in outputs[0]
    assert "24 created" in outputs[1]
    assert outputs[2].count("\n") > 10, "the radar is filled"
    assert "24 unchanged" in outputs[3]
    with Book.open(tmp_path / "book") as book:
        assert len(book.holdings.tenders) == 24


def test_the_page_is_shown_and_without_a_yes_nothing_comes_in(tmp_path: Path) -> None:
    path = tmp_path / "bids.csv"
    path.write_text("Client,Opportunity,Result,Colour\nCity,Beds,Cancelled,red\nCity,Cots,Lost,blue\n")
    refused = run(tmp_path, f"import {path}")
    assert refused.exit_code == 1 and "confirm with --map auto" in refused.output
    done = run(tmp_path, f"import {path} --yes --word Cancelled=withdrawn --set country=GB")
    assert done.exit_code == 0
    for line in ("Result = outcome", "not imported: Colour", "'Cancelled' (1) means withdrawn", "country is GB"):
        assert line in done.output
    with Book.open(tmp_path / "book") as book:
        assert (str(book.get("T1").outcome), book.get("T1").country) == ("withdrawn", "GB")


def test_cells_of_one_reason_are_one_line_and_the_report_has_all(tmp_path: Path) -> None:
    path, report = tmp_path / "bids.csv", tmp_path / "report.csv"
    path.write_text("Client,Opportunity,Deadline\n" + "City,Beds,2026-12-01\n" + "City,Cots {},TBC\n" * 9)
    done = run(tmp_path, f"import {path} --yes --report {report}")
    assert done.output.count("TBC") == 2, "once on the page, once in the report's line"
    assert "9 cells like 'TBC', in records 2, 3, 4 and others" in done.output
    written = report.read_text("utf-8")
    assert written.count("says that nothing is known") == 10 and "Deadline = deadline" in written


def test_backtest_takes_a_map_and_a_constant(tmp_path: Path) -> None:
    path = tmp_path / "awards.csv"
    path.write_text("What,Who,Signed\nBeds,Rival,2024-01-05\nBeds,Rival,2026-01-05\n")
    done = run(tmp_path, f"backtest {path} --map What=title --map Who=winner --map Signed=award_date --set buyer=City")
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("args", [["import"], ["backtest"], ["--book"]])
def test_file_names_complete_in_a_shell(args: list[str]) -> None:
    completion = ShellComplete(root, {}, "bidtracker", "_BIDTRACKER_COMPLETE")
    assert [item.type for item in completion.get_completions(args, "sam")] == ["file"]
