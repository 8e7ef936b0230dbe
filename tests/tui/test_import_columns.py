"""Lists in columns of nobody's layout, and several lists at once, in the import's dialog."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from forms_host import Hands, filled, opened

from bidtracker.book import Book
from bidtracker.tui import forms
from bidtracker.tui.forms.importing import ImportStage
from bidtracker.tui.forms.parts.inputs import LinesInput
from bidtracker.tui.forms.parts.lists import Paths

HEAD = ("Opportunity", "Authority", "Closing", "Ref No")
ROWS = (("Beds", "City", "13.02.2027", "R-1"), ("Cots", "County", "25.02.2027", "R-2"))


@pytest.fixture
def full(book: Book) -> Book:
    return filled(book)


def plain_list(path: Path, head: tuple[str, ...] = HEAD) -> Path:
    with path.open("w", newline="") as file:
        csv.writer(file).writerows((head, *ROWS))
    return path


async def asked(hands: Hands) -> LinesInput:
    """The columns, once the dialog asks for them."""
    await hands.press("ctrl+s")
    await hands.until(lambda: hands.form.row("columns").display)
    entry = hands.form.row("columns").entry
    assert isinstance(entry, LinesInput) and hands.form.focused is entry
    return entry


async def test_the_columns_of_a_plain_list_are_confirmed_once_and_remembered(full: Book, tmp_path: Path) -> None:
    file = plain_list(tmp_path / "plain.csv")
    async with opened(forms.ImportDialog(full, str(file))) as hands:
        entry = await asked(hands)
        assert {"Opportunity=title", "Authority=buyer", "Closing=deadline:dmy"} <= set(entry.text.splitlines())
        await hands.press("ctrl+s")
        await hands.until(lambda: hands.form.stage is ImportStage.SEEN)
        assert "2 new" in hands.text(".report")
        assert not full.settings.mappings  # so far it was only looked through
        await hands.press("enter")
        await hands.closed()
    assert [tender.deadline for tender in full.holdings.tenders.values()][-2:] == [date(2027, 2, 13), date(2027, 2, 25)]
    assert len(full.settings.mappings) == 1
    other = plain_list(tmp_path / "again.csv")
    async with opened(forms.ImportDialog(full, str(other))) as hands:
        await hands.press("ctrl+s")
        await hands.until(lambda: hands.form.stage is ImportStage.SEEN)  # without being asked again
        assert not hands.form.row("columns").display


async def test_what_stands_beside_our_own_columns_is_confirmed_too(full: Book, tmp_path: Path) -> None:
    file = plain_list(tmp_path / "ours.csv", ("Title", "Buyer", "Date of award", "Supplier"))
    async with opened(forms.ImportDialog(full, str(file))) as hands:
        entry = await asked(hands)
        assert "Supplier=winner" in entry.text.splitlines()
        await hands.press("ctrl+s")
        await hands.until(lambda: hands.form.stage is ImportStage.SEEN)
        await hands.press("enter")
        await hands.closed()
    assert {competitor.name for competitor in full.holdings.competitors.values()} >= {"R-1", "R-2"}


async def test_a_column_read_wrongly_is_changed_and_a_field_that_is_none_is_answered_beside_it(
    full: Book, tmp_path: Path
) -> None:
    file = plain_list(tmp_path / "plain.csv")
    async with opened(forms.ImportDialog(full, str(file))) as hands:
        entry = await asked(hands)
        entry.text = "Opportunity=titel\nAuthority=buyer"
        await hands.press("ctrl+s")
        assert "title" in hands.form.row("columns").error
        assert hands.form.stage is ImportStage.ASKING
        entry.text = "Opportunity=notes\nAuthority=buyer\nRef No=title"
        await hands.press("ctrl+s")
        await hands.until(lambda: hands.form.stage is ImportStage.SEEN)
        await hands.press("enter")
        await hands.closed()
    assert [tender.title for tender in full.holdings.tenders.values()][-2:] == ["R-1", "R-2"]


async def test_an_import_of_nothing_but_refused_records_does_not_say_that_they_are_there(
    full: Book, tmp_path: Path
) -> None:
    (tmp_path / "bad.json").write_text(json.dumps([{"title": "", "buyer": "Kent"}]))
    async with opened(forms.ImportDialog(full, str(tmp_path / "bad.json"))) as hands:
        await hands.press("ctrl+s")
        await hands.until(lambda: hands.form.stage is ImportStage.SEEN)
        await hands.press("enter")
        await hands.closed()
        assert [each.message for each in hands.host._notifications] == ["Nothing was changed"]


async def test_another_file_is_asked_for_its_own_columns(full: Book, tmp_path: Path) -> None:
    file, native = plain_list(tmp_path / "plain.csv"), tmp_path / "native.json"
    native.write_text(json.dumps([{"title": "Roads", "buyer": "Kent"}]))
    async with opened(forms.ImportDialog(full, str(file))) as hands:
        await asked(hands)
        await hands.fill(path=str(native))
        assert not hands.form.row("columns").display
        await hands.press("ctrl+s")
        await hands.until(lambda: hands.form.stage is ImportStage.SEEN)
        assert "1 new" in hands.text(".report")


async def test_several_files_are_one_import(full: Book, tmp_path: Path) -> None:
    before = len(full.holdings.tenders)
    for name in ("one", "two"):
        (tmp_path / f"{name}.json").write_text(json.dumps([{"title": name, "buyer": "Kent"}]))
    async with opened(forms.ImportDialog(full)) as hands:
        await hands.fill(path=f"{tmp_path / 'one.json'}; {tmp_path / 'two.json'}")
        await hands.press("ctrl+s")
        await hands.until(lambda: hands.form.stage is ImportStage.SEEN)
        assert "2 new" in hands.text(".report")
        await hands.press("enter")
        await hands.closed()
    assert len(full.holdings.tenders) == before + 2
    full.undo()
    assert len(full.holdings.tenders) == before


async def test_of_several_files_each_layout_is_asked_about_in_its_turn(full: Book, tmp_path: Path) -> None:
    before = len(full.holdings.tenders)
    native = tmp_path / "native.json"
    native.write_text(json.dumps([{"title": "Roads", "buyer": "Kent"}]))
    plain = plain_list(tmp_path / "plain.csv")
    other = plain_list(tmp_path / "other.csv", ("What", "Opportunity", "Until", "Number"))
    async with opened(forms.ImportDialog(full)) as hands:
        await hands.fill(path=f"{native}; {plain}; {other}")
        entry = await asked(hands)
        assert "plain.csv" in hands.text(".help") and "Authority=buyer" in entry.text
        entry.text = "Opportunity=title\nAuthority=buyer"
        await hands.press("ctrl+s")
        await hands.until(lambda: "other.csv" in hands.text(".help"))
        entry.text = "What=title\nOpportunity=buyer"
        await hands.press("ctrl+s")
        await hands.until(lambda: hands.form.stage is ImportStage.SEEN)
        assert "3 new" in hands.text(".report"), "the other file has the same rows under other names"
        await hands.press("enter")
        await hands.closed()
    assert len(full.holdings.tenders) == before + 3 and len(full.settings.mappings) == 2


def test_each_of_several_paths_completes_and_a_file_may_have_the_sign_in_its_name(tmp_path: Path) -> None:
    (tmp_path / "a;b.csv").touch()
    (tmp_path / "c.csv").touch()
    assert Paths().read(f"{tmp_path}/a;b.csv") == (tmp_path / "a;b.csv",)
    assert Paths().read(f"{tmp_path}/c.csv; {tmp_path}") == (tmp_path / "c.csv", tmp_path)
    assert [c.text for c in Paths().choices(f"x; {tmp_path}/c")] == [f"x; {tmp_path}/c.csv"]


async def test_the_page_of_a_register_is_shown_and_a_missing_column_is_set(full: Book, tmp_path: Path) -> None:
    path = tmp_path / "bids.csv"
    path.write_text("Opportunity,Result,Winner\nSalt,Lost,Acme\nGrit,Cancelled,\n")
    async with opened(forms.ImportDialog(full)) as hands:
        await hands.fill(path=str(path), constants="buyer=Invented City", words="Cancelled=withdrawn")
        await hands.press("ctrl+s")
        await hands.until(lambda: hands.form.stage is ImportStage.SEEN)
        listed = hands.form.query_one(".problems")
        lines = [str(listed.get_option_at_index(n).prompt) for n in range(listed.option_count)]
        assert any("Result = outcome" in line for line in lines)
        assert any("'Cancelled' (1) means withdrawn" in line for line in lines)
        assert any("buyer is Invented City" in line for line in lines)
        await hands.press("enter")
        await hands.closed()
    names = {tender.title: str(tender.outcome) for tender in full.holdings.tenders.values()}
    assert (names["Salt"], names["Grit"]) == ("lost", "withdrawn")


# ---------------------------------------------------------------- a table of odds


async def odds_asked(hands: Hands) -> None:
    """Whether it is a table of odds, once the dialog asks it."""
    await hands.press("ctrl+s")
    await hands.until(lambda: hands.form.row("odds").display)
    assert hands.form.focused is hands.form.row("odds").entry


@pytest.fixture
def odds(full: Book, tmp_path: Path) -> Path:
    full.add("tenders", title="Scanners", buyer="City", reference="R-77")
    full.add("awards", tender=f"T{max(full.holdings.tenders)}", suppliers=["Acme Ltd"], tracked=True)
    file = tmp_path / "watchlist.csv"
    file.write_text("Contract ID,Probability of change,Source,Day\nR-77,35 %,City watchlist,2026-11-01\n")
    return file


async def test_a_table_of_odds_is_recognised_and_taken_in_once_that_is_said(full: Book, odds: Path) -> None:
    async with opened(forms.ImportDialog(full, str(odds))) as hands:
        await odds_asked(hands)
        assert not full.holdings.awards[max(full.holdings.awards)].odds
        await hands.press("ctrl+s")
        await hands.until(lambda: hands.form.stage is ImportStage.SEEN)
        assert "1 new" in hands.text(".report")
        await hands.press("enter")
        await hands.closed()
    (made,) = full.holdings.awards[max(full.holdings.awards)].odds
    assert (made.chance, made.source) == (0.35, "City watchlist")
    full.undo()
    assert not full.holdings.awards[max(full.holdings.awards)].odds


async def test_it_can_be_said_that_it_is_a_tender_list_and_another_file_is_asked_anew(
    full: Book, odds: Path, tmp_path: Path
) -> None:
    async with opened(forms.ImportDialog(full, str(odds))) as hands:
        await odds_asked(hands)
        hands.form.row("odds").entry.value = "no"
        await hands.press("ctrl+s")
        await hands.until(lambda: hands.form.row("columns").display)
        entry = hands.form.row("path").entry
        entry.value = str(plain_list(tmp_path / "plain.csv"))
        await hands.until(lambda: not hands.form.row("odds").display)
        entry.value = str(odds)
        await odds_asked(hands)
