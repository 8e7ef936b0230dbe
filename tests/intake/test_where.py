"""What an import leaves out, and that looking at the bytes first leaves out nothing else."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reads import DATA, needs_data

from bidtracker.book import Book
from bidtracker.domain.errors import Unreadable
from bidtracker.intake import ImportChoices, import_files
from bidtracker.intake.notice import Notice, Party
from bidtracker.intake.reading import read
from bidtracker.intake.where import Wanted

TODAY = date(2026, 11, 23)
RELEASES = DATA / "ocds_uk_cf/contractsfinder_201_releases.jsonl.gz"

letters = st.text(st.sampled_from('aSskKtß ſK\u0130ﬁ/"\\é&1[]*?') | st.characters(codec="utf-8"), max_size=12)


@given(letters, st.integers(0, 6), st.integers(0, 8), st.booleans())
def test_what_fits_is_never_left_out_by_its_bytes(name: str, start: int, end: int, escaped: bool) -> None:
    """Whatever letters a name is written in, and however JSON escapes them."""
    for glob in (name, name[start:end], name.upper()[start:end], f"*{name[start:end]}*"):
        wanted = Wanted([f"buyer={glob}"], TODAY)
        notice = Notice(key="k", list="l", format="f", digest="d", buyer=Party(name=name))
        if wanted(notice):
            assert wanted.may_hold(json.dumps({"name": name}, ensure_ascii=escaped).encode())


@given(st.text(st.sampled_from("ab12"), min_size=2, max_size=6))
def test_letters_that_are_escaped_one_by_one_are_found(name: str) -> None:
    output = "".join(f"\\u{ord(letter):04x}" for letter in name)
    assert Wanted([f"title={name}"], TODAY).may_hold(output.encode())


def test_what_does_not_hold_a_word_is_left_out_unread() -> None:
    wanted = Wanted(["buyer=*NHS trust*", "category=3319*"], TODAY)
    assert wanted.may_hold(b'{"buyer":"An nhs Trust","class":"33190000"}')
    assert not wanted.may_hold(b'{"buyer":"An nhs body","class":"33190000"}')
    assert not wanted.may_hold('{"buyer":"Trúst é","class":"33190000"}'.encode())
    assert Wanted(["country=GB", "since=2024-01-01"], TODAY).may_hold(b"{}"), "only what stands in it as it is read"
    assert Wanted(["buyer=[abc]d"], TODAY).may_hold(b"{}"), "a set of letters is no word"


@pytest.mark.parametrize("condition", ["buyr=x", "buyer", "=x", "since=whenever"])
def test_what_is_no_condition_is_said(condition: str) -> None:
    with pytest.raises(Unreadable):
        Wanted([condition], TODAY)


@needs_data
@pytest.mark.parametrize(
    "where",
    [
        ["buyer=council"],
        ["buyer=*trust*", "since=2025-01-10"],
        ["category=45"],
        ["supplier=ltd"],
        ["title=care"],
        ["since=2025-01-20"],
        ["until=2025-01-05"],
        ["since=2025-01-20", "until=2025-01-21", "country=England"],
        ["since=2030-01-01"],
    ],
)
def test_looking_first_leaves_out_nothing_that_is_wanted(where: list[str], book: Book) -> None:
    wanted = Wanted(where, TODAY)
    fitting = [item for item in read(RELEASES) if isinstance(item, Notice) and wanted(item)]
    asked = [item for item in read(RELEASES, wanted=wanted) if isinstance(item, Notice) and wanted(item)]
    assert asked == fitting
    report = import_files(book, [RELEASES], ImportChoices(where=where))
    assert (report.read, report.left_out) == (201, 201 - len(fitting))


def test_rows_of_a_table_are_looked_at_too(tmp_path: Path, book: Book) -> None:
    path = tmp_path / "list.csv"
    rows = "".join(f"Beds {n},{'Elm' if n % 10 == 0 else 'Oak'} Trust\n" for n in range(100))
    path.write_text(f"title,buyer\n{rows}")
    report = import_files(book, [path], ImportChoices(where=["buyer=elm*"]))
    assert (report.read, report.created, report.left_out) == (100, 10, 90)


@needs_data
def test_bids_on_a_contract_are_all_read_where_one_bidder_is_looked_for(book: Book) -> None:
    """A row that does not name the winner may belong to its contract."""
    import_files(book, [DATA / "worldbank/bids.csv"], ImportChoices(where=["supplier=*ABB*"]))
    result = [book.get(f"T{number}") for number in book.holdings.tenders]
    assert result
    assert any(len(tender.extra["bids"]) > 1 for tender in result)
