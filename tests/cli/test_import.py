"""`import` and `proposals`: what is counted, what is refused, and the exit status that says so."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from bidtracker.cli.program.importing.bar import Bar
from bidtracker.intake.report import Progress

Run = Callable[..., Result]
Output = Callable[..., Any]
ROW = {"reference": "R1", "title": "Road salt", "buyer": "Ashby Council", "value": 5000, "currency": "GBP"}
OTHER = ROW | {"reference": "R2", "title": "Grit", "country": "GB", "published": "2026-05-01"}
BAD = ROW | {"reference": "R3", "deadline": "the day after"}


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., str]:
    def write(*rows: dict[str, Any], name: str = "list.json") -> str:
        file = tmp_path / name
        file.write_text(json.dumps(rows), encoding="utf-8")
        return str(file)

    return write


def test_a_list_comes_in_and_the_same_again_changes_nothing(bt: Run, output: Output, write: Callable[..., str]) -> None:
    file = write(ROW, OTHER)
    report = output("import", file)
    assert {k: report[k] for k in ("read", "created", "updated", "unchanged", "refused", "proposals")} == {
        "read": 2, "created": 2, "updated": 0, "unchanged": 0, "refused": 0, "proposals": 0,
    }  # fmt: skip
    assert report["formats"] == {"list.json": "native"} and report["problems"] == []
    assert output("import", file)["unchanged"] == 2
    assert [entry["act"] for entry in output("history")] in (["import"], ["import", "import"])
    assert bt("import", write(ROW | {"title": "Road salt, bulk"}, OTHER)).stdout.startswith(
        "2 read: 0 created, 1 updated"
    )


def test_some_refused_is_3_and_the_others_are_in(bt: Run, output: Output, write: Callable[..., str]) -> None:
    result = bt("import", write(ROW, BAD, OTHER), status=3)
    assert "3 read: 2 created" in result.stdout and "1 refused" in result.stdout
    [line] = result.stderr.splitlines()
    assert "list.json, record 2, deadline" in line and "the day after" in line
    assert [row["reference"] for row in output("tenders")] == ["R1", "R2"]


def test_all_refused_is_1(bt: Run, output: Output, path: Path, write: Callable[..., str]) -> None:
    report = output("import", write(BAD), status=1)
    assert report["read"] == report["refused"] == 1
    assert report["problems"][0]["record"] == 1 and report["problems"][0]["key"] == "deadline"
    assert not path.exists()


def test_a_dry_run_changes_nothing_not_even_the_disk(bt: Run, path: Path, write: Callable[..., str]) -> None:
    assert "1 created" in bt("import", "--dry-run", write(ROW)).stdout
    assert not path.exists()
    bt("import", write(OTHER))
    before = path.read_bytes()
    assert "dry run" in bt("import", "--dry-run", write(ROW)).stdout
    assert path.read_bytes() == before


def test_stdin_several_files_and_gzip(bt: Run, output: Output, tmp_path: Path, write: Callable[..., str]) -> None:
    packed = tmp_path / "packed.json.gz"
    packed.write_bytes(gzip.compress(json.dumps([OTHER]).encode()))
    lines = json.dumps(ROW | {"reference": "R9"}).encode() + b"\n"
    assert output("import", write(ROW), str(packed), "-", stdin=lines)["created"] == 3
    assert output("undo")[0]["act"] == "import" and output("tenders") == []


@pytest.mark.parametrize(
    ("where", "wanted"),
    [("title=gri", ["R2"]), ("country=GB", ["R2"]), ("buyer=*shby*", ["R1", "R2"]), ("since=2026-01-01", ["R2"])],
)
def test_where_lets_only_some_in(
    bt: Run, output: Output, write: Callable[..., str], where: str, wanted: list[str]
) -> None:
    assert output("import", write(ROW, OTHER), "--where", where)["left_out"] == 2 - len(wanted)
    assert [row["reference"] for row in output("tenders")] == wanted


def test_us_are_no_competitor(bt: Run, output: Output, write: Callable[..., str]) -> None:
    won = ROW | {"winner": "Our Ltd", "award_value": 4000}
    bt("import", write(won), "--us", "Our Ltd")
    assert output("competitors") == [] and output("awards")[0]["ours"]


def test_what_cannot_be_read_at_all(bt: Run, path: Path, tmp_path: Path) -> None:
    bt("add", "buyer", "name=Ashby Council")
    before = path.read_bytes()
    cases = {
        "empty.json": b"",
        "letter.json": b"Dear Sir or Madam",
        "cut.json": b'[{"title": "Road sa',
        "list.pdf": b"%PDF-1.7\n",
        "other.json": b'[{"colour": "red"}]',
    }
    for name, content in cases.items():
        (tmp_path / name).write_bytes(content)
        result = bt("import", str(tmp_path / name), status=1)
        assert name in result.stderr and result.stderr.count("\n") == 1, name
    (tmp_path / "folder").mkdir()
    assert "folder" in bt("import", str(tmp_path / "folder"), status=1).stderr
    assert path.read_bytes() == before


def test_a_list_that_breaks_off_keeps_what_came_before(bt: Run, output: Output, tmp_path: Path) -> None:
    (tmp_path / "cut.json").write_text(json.dumps([ROW, OTHER])[:-30], encoding="utf-8")
    result = bt("import", str(tmp_path / "cut.json"), status=3)
    assert "cut off" in result.stderr and [row["reference"] for row in output("tenders")] == ["R1"]


def test_proposals_wait_and_are_accepted_or_refused(bt: Run, output: Output, write: Callable[..., str]) -> None:
    bt("import", write(ROW, OTHER))
    bt("set", "T1", "title=Salt for roads")
    bt("set", "T2", "title=Fine grit")
    report = output("import", write(ROW | {"title": "Road salt, 2027"}, OTHER | {"title": "Grit, 2027"}))
    assert report["proposals"] == 2
    assert {row["about"] for row in output("proposals")} == {"T1", "T2"}
    assert [row["title"] for row in output("tenders")] == ["Salt for roads", "Fine grit"]
    bt("proposals", "accept", "Q1")
    bt("proposals", "refuse", "--all")
    assert [row["title"] for row in output("tenders")] == ["Road salt, 2027", "Fine grit"]
    assert {row["id"]: row["state"] for row in output("proposals")} == {"Q1": "accepted", "Q2": "refused"}
    bt("undo", "--steps", "2")
    assert output("proposals", "accept", "Q1", "Q2")["done"]["act"] == "accepted"


def test_proposals_are_told_in_groups_and_decided_by_a_rule(bt: Run, output: Output, write: Callable[..., str]) -> None:
    bt("import", write(ROW, OTHER))
    bt("set", "T1", "title=Salt for roads")
    bt("set", "T2", "title=Fine grit")
    bt("import", write(ROW | {"title": "Road salt, 2027"}, OTHER | {"title": "Grit, 2027"}))
    (group,) = output("proposals", "--groups")
    assert (group["kind"], group["n"], group["first"]) == ("changed_field", 2, "Q1")
    assert ": 2, such as Q1: " in bt("proposals", "--groups").stdout
    assert [row["id"] for row in output("proposals", "--where", "value=grit*")] == ["Q2"]
    bt("proposals", "accept", "--where", "value=grit*")
    assert {row["id"]: row["state"] for row in output("proposals")} == {"Q1": "open", "Q2": "accepted"}
    assert "no open proposals of this kind" in bt("proposals", "refuse", "--where", "value=sand*", status=1).stderr
    bt("proposals", "refuse", "--where", "field=title")
    assert {row["id"]: row["state"] for row in output("proposals")} == {"Q1": "refused", "Q2": "accepted"}


def test_proposals_are_accepted_and_refused_by_kind(bt: Run, output: Output, write: Callable[..., str]) -> None:
    bt("import", write(ROW, OTHER))
    bt("set", "T1", "title=Salt for roads")
    bt("import", write(ROW | {"title": "Road salt, 2027"}, OTHER))
    assert "no open proposals of this kind" in bt("proposals", "accept", "--kind", "same_buyer", status=1).stderr
    assert "--kind" in bt("proposals", "refuse", "Q1", "--kind", "changed_field", status=2).stderr
    bt("proposals", "accept", "--kind", "same_buyer", "--kind", "changed_field")
    assert {row["id"]: row["state"] for row in output("proposals")} == {"Q1": "accepted"}


def test_progress_shows_count_rate_share_and_time_left(capsys: pytest.CaptureFixture[str]) -> None:
    bar = Bar()
    bar.show(Progress(1, 10, 100, "list.json"))
    assert capsys.readouterr().err == "", "nothing is shown in the first 0.2 s"
    bar.start -= 10
    bar.next = 0
    bar.show(Progress(5_000, 50, 100, "list\x1b.json"))
    bar.show(Progress(5_001, 50, 100, "list.json"))
    text = capsys.readouterr().err
    assert " 50%" in text and "5,000" in text and "/s" in text and "10 s" in text
    assert text.count("\r") == 1 and "\x1b" not in text, "ten lines a second at most, and no orders from a name"
    bar.next = 0
    bar.show(Progress(7, 7, None, "-"))
    assert "%" not in capsys.readouterr().err


def test_a_table_of_outside_odds_comes_in_and_other_options_do_not_go_with_it(
    bt: Run, output: Output, write: Callable[..., str], tmp_path: Path
) -> None:
    bt("import", write(ROW))
    bt("lost", "T1", "--to", "Acme Ltd", "--reason", "price", "--end", "2027-06-30")
    odds = tmp_path / "odds.csv"
    odds.write_text("contract,probability,source,day\nA1,35 %,City list,2026-11-01\nA7,0.5,City list,2026-11-01\n")
    assert "--us" in bt("import", "--odds", str(odds), "--us", "Ours Ltd", status=2).stderr
    result = bt("import", "--odds", str(odds), status=3)
    assert "odds.csv, record 2, contract: 'A7' is no contract of this book" in result.stderr
    assert "35 % by City list on 2026-11-01" in bt("radar", "--why").stdout
    (row,) = (row for row in output("radar", "--why")[0]["reasons"] if row["kind"] == "outside")
    assert row["db"] < 0
    bt("undo")
    assert "City list" not in bt("radar", "--why").stdout
