"""Lists: as tables that line up, as JSON with stable keys, filtered, sorted and cut; and the why that adds up."""

import json
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st

from bidtracker.cli.output import say_table
from bidtracker.domain.fields import FIELDS
from bidtracker.domain.text import cells, safe
from bidtracker.exports.rows import AGENDA, TABLES
from bidtracker.pages.account.reasons import adding_up
from bidtracker.pages.layout import broken, fitted

Run = Callable[..., Result]
Output = Callable[..., Any]
LISTS = [name for name in TABLES if name != "proposals"]


@pytest.mark.parametrize("name", LISTS)
def test_every_list_of_the_sample_has_rows_under_stable_keys(sample: Path, output: Output, name: str) -> None:
    rows = output(name.replace("_", "-"))
    assert rows
    for row in rows:
        assert list(row) == [field.name for field in FIELDS[name]]


def test_the_keys_that_scripts_rely_on(sample: Path, output: Output) -> None:
    """Names, not only sameness: taking one of these away breaks somebody's script."""
    promised = {
        "radar": "id score buyer incumbent contract value opens act_by end action expected_value",
        "agenda": "on overdue kind text buyer buyer_ref refs",
        "tenders": "id title buyer buyer_ref reference stage decision intent p_win expected_lost price deadline outcome"
        " lost_reason winner award_value contract_end value country category notes description",
        "awards": "id buyer suppliers tender_ref value status awarded start end max_end",
        "signals": "id on kind award_ref severity channel source state",
        "buyers": "id name country tenders losses",
        "contacts": "id name buyer layer roles level stance",
        "competitors": "id name wins wins_against_us",
        "touches": "id on kind buyer contact done outcome",
        "needs": "id title buyer tender_ref demands unmet budget wanted_by",
        "offers": "id name tier price floor levers",
        "themes": "id tender_ref lever text main answers proof",
        "quotes": "id on tender_ref ours competitor_ref price tier floor concessions",
        "deals": "id award_ref next_step due amount satisfaction",
    }
    for name, keys in promised.items():
        assert set(keys.split()) <= set(output(name)[0]), name


def test_json_values_are_iso_dates_amounts_codes_and_ids(sample: Path, output: Output) -> None:
    award = output("awards", "--where", "value>1m gbp", "--limit", "1")[0]
    assert set(award["value"]) == {"amount", "currency"} and Decimal(award["value"]["amount"]) > 1_000_000
    assert date.fromisoformat(award["start"]) and award["id"].startswith("A") and award["tender_ref"].startswith("T")
    tender = output("tenders", "--where", "outcome=lost", "--limit", "1")[0]
    assert tender["outcome"] == "lost" and tender["stage"] == "closed"


def test_a_tender_in_json_has_its_long_texts(sample: Path, output: Output) -> None:
    assert any(row["description"] for row in output("tenders")) and any(row["notes"] for row in output("tenders"))


def test_where_sort_and_limit(sample: Path, output: Output) -> None:
    lost = output("tenders", "--where", "outcome=lost", "--where", "deadline>2025")
    assert lost and all(row["outcome"] == "lost" and row["deadline"] > "2025-12-31" for row in lost)
    ends = [row["end"] for row in output("awards", "--sort", "-end")]
    expected = [end for end in ends if end]
    assert expected == sorted(expected, reverse=True) and ends[len(expected) :] == [None] * (len(ends) - len(expected))
    assert [row["end"] for row in output("awards", "--sort", "end", "--limit", "3")] == sorted(expected)[:3]
    assert output("tenders", "--limit", "0") == []


def test_the_radar_is_ranked_and_cut(sample: Path, output: Output) -> None:
    scores = [row["score"] for row in output("radar")]
    assert len(scores) > 10 and scores == sorted(scores, reverse=True)
    assert [row["score"] for row in output("radar", "--limit", "3")] == scores[:3]


def test_our_own_contracts_have_a_radar_of_their_own(sample: Path, output: Output) -> None:
    assert all(row["ours"] for row in output("radar", "--ours")) and not any(row["ours"] for row in output("radar"))


def test_why_adds_up_to_the_score_in_json(sample: Path, output: Output) -> None:
    for row in output("radar", "--why"):
        assert sum(reason["points"] for reason in row["reasons"]) == pytest.approx(row["score"], abs=1e-9)
        assert all(set(reason) >= {"kind", "label", "detail", "db", "points", "refs"} for reason in row["reasons"])


def test_why_adds_up_to_the_digit_on_paper(sample: Path, bt: Run) -> None:
    for numbers, least in (((), 3), (("--numbers",), 9)):
        blocks = bt("radar", "--why", *numbers, "--limit", "5").stdout.split("\nWhy")[1:]
        assert len(blocks) == 5
        for block in blocks:
            lines = block.split("\n\n")[0].splitlines()[1:]
            points = [match[1] for line in lines if (match := re.match(r" *([+−]?[\d.]+)  \S", line))]
            *reasons, score = (Decimal(point.replace("−", "-")) for point in points)
            assert len(reasons) >= least and sum(reasons) == score


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=12))
def test_rounded_points_add_up(points: list[float]) -> None:
    rounded = adding_up(points, 2)
    assert round(sum(rounded) * 100) == round(sum(points) * 100)
    assert all(abs(got - wanted) <= 0.0151 for got, wanted in zip(rounded, points, strict=True))


def test_as_of_moves_the_judgement_wherever_it_stands(sample: Path, output: Output) -> None:
    today, later = output("agenda"), output("agenda", "--as-of", "2027-02-01")
    assert today != later and min(item["on"] for item in later if not item["overdue"]) >= "2027-02-01"
    assert output("--as-of", "2027-02-01", "agenda") == later


def test_the_agenda_looks_as_far_as_it_is_told(sample: Path, output: Output) -> None:
    near, far = output("agenda", "--days", "1"), output("agenda", "--days", "90")
    assert len(near) < len(far) and max(item["on"] for item in far) <= "2027-02-21"
    assert list(near[0]) == [field.name for field in AGENDA]


@pytest.mark.parametrize("name", ["radar", "agenda", *LISTS])
def test_every_list_is_a_table(sample: Path, bt: Run, output: Output, name: str) -> None:
    head, *rows = bt(name.replace("_", "-")).stdout.splitlines()
    assert head.startswith(("Id ", "On ")) and len(rows) == len(output(name.replace("_", "-")))


def test_a_table_lines_up_in_every_script(capsys: pytest.CaptureFixture[str]) -> None:
    names = [
        "Ashby",
        "霖港灣市立聯合醫院",
        "مستشفى واحة",
        "МБАЛ „Света“",
        "Peñalmarina",
        "e\u0301tude",
        "👩‍🚒 brigade",
        "",
    ]
    say_table(
        ["Name", "Value", "End"], [[name, f"{10**at}", "|"] for at, name in enumerate(names)], [False, True, False]
    )
    head, *lines = capsys.readouterr().out.splitlines()
    assert {cells(line[: line.index("|")]) for line in lines} == {cells(head[: head.index("End")])}
    assert {cells(line[: line.index("|")].rstrip()) for line in lines} == {
        cells(head[: head.index("Value")]) + len("Value")
    }


@given(st.lists(st.integers(0, 200), min_size=1, max_size=12), st.integers(12, 200))
def test_widths_are_cut_to_the_room_and_the_narrow_ones_are_spared(widths: list[int], room: int) -> None:
    cut = fitted(widths, room)
    assert sum(cut) <= max(room, len(widths)) and all(new <= old for new, old in zip(cut, widths, strict=True))
    if sum(widths) <= room:
        assert cut == widths


@given(st.text(max_size=80).map(safe), st.integers(2, 30))
def test_wrapped_text_loses_nothing_but_spaces(text: str, width: int) -> None:
    lines = broken(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(cells(line) <= width for line in lines)


def test_an_empty_list_says_so_and_is_an_empty_array(lost: Run, output: Output) -> None:
    assert output("contacts") == []
    assert lost("contacts").stdout == "nothing to show\n"
    assert lost("agenda", "--days", "0").stdout
    lost("dismiss", "A1")
    assert "nobody to call" in lost("radar").stdout


def test_text_from_outside_gives_the_terminal_no_orders(bt: Run) -> None:
    nasty = "a\x1b]52;c;aGk=\x07b\x9bc\u202ed\r\ne"
    bt("add", "tender", f"title={nasty}", "buyer=Ashby \x1b[31mCouncil")
    for args in (["tenders"], ["show", "T1"], ["history"], ["tenders", "--json"], ["show", "T1", "--json"], ["radar"]):
        text = bt(*args).stdout
        assert not set(text) & set("\x1b\x07\x9b\u202e\r"), args
    assert json.loads(bt("tenders", "--json").stdout)[0]["title"] == nasty


def test_show_has_the_record_what_hangs_on_it_and_its_history(sample: Path, bt: Run, output: Output) -> None:
    for id in ("T1", "B1", "P1", "C1", "A1", "S1", "F1", "K1", "D1", "H1"):
        whole = output("show", id)
        assert whole["id"] == whole["record"]["id"] == id
        assert bt("show", id).stdout
    buyer = output("show", "B1")
    assert {"contacts", "tenders", "touches", "facts"} <= set(buyer["linked"]) and buyer["history"]
    award = output("show", "A48")
    assert award["opportunity"]["score"] > 0 and award["linked"]["signals"] and award["record"]["promises"]
    text = bt("show", "A48").stdout
    assert "Promises" in text and "because they" in text and "History" in text


def test_show_takes_an_id_in_any_case(sample: Path, output: Output) -> None:
    assert output("show", "t1")["id"] == "T1"
