"""Dialogs that ask before, bring in, write out, begin, and decide."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest
from forms_host import filled, opened
from textual.widgets import Button, OptionList

from bidtracker.book import Book
from bidtracker.domain.message import count, say
from bidtracker.intake import Progress, Stop, import_files
from bidtracker.tui import forms
from bidtracker.tui.forms.importing import ImportStage, in_words
from bidtracker.tui.forms.parts.choices import Choices

HOSTILE = "[/a] \x1b]52;c;aGk=\x07 \u202e[@click=app.quit]x"


@pytest.fixture
def full(book: Book) -> Book:
    return filled(book)


def tender_list(path: Path, n: int, **more: object) -> Path:
    """A native list of n tenders, the last of them without a title."""
    rows = [{"title": f"Tender {i}", "buyer": "Kent Council", "reference": f"R{i}"} | more for i in range(n)]
    path.write_text(json.dumps([*rows, {"buyer": "Kent Council"}]))
    return path


# ---------------------------------------------------------------- confirm


@pytest.mark.parametrize(
    ("keys", "yes"), [(["enter"], False), (["escape"], False), (["y"], True), (["left", "enter"], True)]
)
async def test_a_question_has_its_focus_on_no(keys: list[str], yes: bool) -> None:
    question = count("Delete {n} record?", "Delete {n} records?", 14)
    async with opened(forms.ConfirmDialog(question, yes="Delete")) as hands:
        assert "Delete 14 records?" in hands.text(".question")
        await hands.press(*keys)
        assert hands.host.result is yes


async def test_a_question_about_hostile_text() -> None:
    async with opened(forms.ConfirmDialog(say("Delete {name}?", name=HOSTILE)), size=(20, 6)) as hands:
        assert "\x1b" not in hands.text(".question")
        await hands.press("escape")
        assert hands.host.result is False


# ---------------------------------------------------------------- import


async def test_an_import_is_looked_through_first_and_then_done(full: Book, tmp_path: Path) -> None:
    file = tender_list(tmp_path / "list.json", 12)
    async with opened(forms.ImportDialog(full)) as hands:
        dialog = hands.host.screen
        await hands.fill(path=str(file))
        await hands.press("ctrl+s")
        await hands.until(lambda: dialog.stage is ImportStage.SEEN)
        report = hands.text(".report")
        assert "13 records" in report
        assert "12 new" in report
        assert "1 refused" in report
        assert "native" in report
        assert dialog.query_one(".problems", OptionList).option_count == 1
        assert len(full.holdings.tenders) == 2  # nothing is in yet
        assert isinstance(dialog.focused, Button)
        await hands.press("enter")
        await hands.closed()
        assert hands.host.result == "Imported list.json: 12 new tenders, 0 changed"
    assert len(full.holdings.tenders) == 14
    full.undo()
    assert len(full.holdings.tenders) == 2


async def test_an_import_says_what_waits_for_a_decision(full: Book, tmp_path: Path) -> None:
    file = tender_list(tmp_path / "list.json", 1, buyer="Leeds Hospital Trust")
    async with opened(forms.ImportDialog(full, str(file))) as hands:
        await hands.press("ctrl+s")
        await hands.until(lambda: hands.host.screen.stage is ImportStage.SEEN)
        await hands.press("ctrl+s")
        await hands.closed()
        assert "question is open" in hands.host.result


async def test_importing_the_same_again_changes_nothing(full: Book, tmp_path: Path) -> None:
    file = tender_list(tmp_path / "list.json", 3)
    import_files(full, [file])
    async with opened(forms.ImportDialog(full, str(file))) as hands:
        await hands.press("ctrl+s")
        await hands.until(lambda: hands.host.screen.stage is ImportStage.SEEN)
        await hands.press("enter")
        await hands.closed()
        assert hands.host.result is None  # nothing was done that one would undo
        assert any("Nothing was changed" in toast.message for toast in hands.host._notifications)


async def test_conditions_and_our_own_name_are_given_on(full: Book, tmp_path: Path) -> None:
    rows = [
        {"title": "Beds", "buyer": "Kent", "reference": "1", "winner": "Our Firm, Inc", "award_value": "5 EUR"},
        {"title": "Roads", "buyer": "Kent", "reference": "2"},
    ]
    file = tmp_path / "list.json"
    file.write_text(json.dumps(rows))
    async with opened(forms.ImportDialog(full, str(file))) as hands:
        await hands.fill(us="Our Firm, Inc", where="title=bed*")
        await hands.press("ctrl+s")
        await hands.until(lambda: hands.host.screen.stage is ImportStage.SEEN)
        assert "1 left out" in hands.text(".report")
        await hands.press("ctrl+s")
        await hands.closed()
    assert [award.ours for award in full.holdings.awards.values()] == [False, True]
    assert "Roads" not in [tender.title for tender in full.holdings.tenders.values()]


@pytest.mark.parametrize("content", [None, b"", b"not a list", b'[{"title": "cut o'])
async def test_what_is_no_list_says_so_beside_the_file(full: Book, tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "list.json"
    if content is not None:
        file.write_bytes(content)
    before = len(full.history())
    async with opened(forms.ImportDialog(full, str(file))) as hands:
        await hands.press("ctrl+s")
        await hands.until(lambda: hands.host.screen.stage is not ImportStage.RUNNING)
        assert hands.error("path") or "refused" in hands.text(".report") or "nothing in it" in hands.text(".report")
        assert not hands.host.results
    assert len(full.history()) == before


async def test_esc_stops_an_import_and_leaves_nothing_half_done(full: Book, tmp_path: Path) -> None:
    pipe = tmp_path / "list.jsonl"
    os.mkfifo(pipe)
    row = json.dumps({"title": "T", "buyer": "Kent", "reference": "{n}"})
    async with opened(forms.ImportDialog(full, str(pipe))) as hands:
        dialog = hands.host.screen
        await hands.press("ctrl+s")
        assert dialog.stage is ImportStage.RUNNING
        await hands.press("escape")
        assert dialog.stop is Stop.LEAVE

        def write() -> None:
            with suppress(BrokenPipeError), pipe.open("w") as stream:  # the reader hangs up early
                stream.writelines(row.replace("{n}", str(n)) + "\n" for n in range(5_000))

        Thread(target=write, daemon=True).start()
        await hands.until(lambda: dialog.stage is ImportStage.ASKING)
        await hands.pilot.pause()
        assert ["nothing of it is in the book" in toast.message for toast in hands.host._notifications] == [True]
        await hands.press("escape")
        assert hands.host.result is None
    assert len(full.holdings.tenders) == 2


async def test_another_file_after_the_report_is_looked_through_anew(full: Book, tmp_path: Path) -> None:
    first, second = tender_list(tmp_path / "one.json", 1), tender_list(tmp_path / "two.json", 2)
    async with opened(forms.ImportDialog(full, str(first))) as hands:
        dialog = hands.host.screen
        await hands.press("ctrl+s")
        await hands.until(lambda: dialog.stage is ImportStage.SEEN)
        await hands.fill(path=str(second))
        assert dialog.stage is ImportStage.ASKING
        await hands.press("ctrl+s")
        await hands.until(lambda: dialog.stage is ImportStage.SEEN)
        assert "2 new" in hands.text(".report")
        await hands.press("escape")
        assert dialog.stage is ImportStage.ASKING
    assert len(full.holdings.tenders) == 2


async def test_hostile_problems_are_shown_harmless(full: Book, tmp_path: Path) -> None:
    file = tender_list(tmp_path / "list.json", 3, value=HOSTILE)
    async with opened(forms.ImportDialog(full, str(file)), size=(60, 16)) as hands:
        dialog = hands.host.screen
        await hands.press("ctrl+s")
        await hands.until(lambda: dialog.stage is ImportStage.SEEN)
        await hands.press("down", "down")
        problems = dialog.query_one(".problems", OptionList)
        assert problems.highlighted == 1
        assert "\x1b" not in str(problems.get_option_at_index(1).prompt)
        assert dialog.query_one("#save").region.bottom < 16


async def test_files_complete_as_typed(full: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lists").mkdir()
    tender_list(tmp_path / "lists" / "march.json", 1)
    monkeypatch.chdir(tmp_path)
    async with opened(forms.ImportDialog(full)) as hands:
        await hands.type("li")
        await hands.press("tab")
        assert hands.form.row("path").entry.value == "lists/"
        assert hands.form.query_one(Choices).open  # what is in the folder
        await hands.press("tab")
        assert hands.form.row("path").entry.value == "lists/march.json"


# ---------------------------------------------------------------- export


@pytest.mark.parametrize("expected", [False, True])
async def test_ctrl_s_stops_an_import_and_keeps_what_came_in(full: Book, tmp_path: Path, expected: bool) -> None:
    path = tmp_path / "list.jsonl"
    rows = "".join(json.dumps({"title": "T", "buyer": "Kent", "reference": f"{n}"}) + "\n" for n in range(5_000))
    path.write_text(rows)
    if expected:  # all of it: nothing comes in that would change a record
        import_files(full, [path])
    async with opened(forms.ImportDialog(full, str(path))) as hands:
        dialog = hands.host.screen
        await hands.press("ctrl+s")
        await hands.until(lambda: dialog.stage is ImportStage.SEEN)
        path.unlink()
        os.mkfifo(path)  # it waits to be written to until it was stopped
        await hands.press("ctrl+s")
        assert dialog.stage is ImportStage.RUNNING
        await hands.press("ctrl+s")
        stop = dialog.stop

        def write() -> None:
            with suppress(BrokenPipeError), path.open("w") as stream:
                stream.write(rows)

        Thread(target=write, daemon=True).start()
        assert stop is Stop.KEEP
        await hands.closed()
        assert "stopped after record" in str(hands.host.result)
    assert (len(full.holdings.tenders) == 5_002) is expected and full.settings.unfinished


async def test_an_export_writes_the_rows_as_they_are_shown(full: Book, tmp_path: Path) -> None:
    rows = sorted(full.holdings.tenders.values(), key=lambda tender: -tender.id)
    file = tmp_path / "out.csv"
    async with opened(forms.ExportDialog(full, "tenders", rows)) as hands:
        await hands.fill(path=str(file))
        await hands.press("ctrl+s")
        await hands.closed()
        assert hands.host.result == f"Wrote 2 rows to {file}"
    lines = file.read_text("utf-8-sig").splitlines()
    assert lines[1].startswith("T2,Ultrasound")
    assert lines[2].startswith("T1,")


async def test_the_name_follows_the_format_until_it_is_typed(full: Book) -> None:
    async with opened(forms.ExportDialog(full, "buyers", list(full.holdings.buyers.values()))) as hands:
        assert hands.form.row("path").entry.value == "buyers-2026-11-23.csv"
        await hands.fill(format="md")
        assert hands.form.row("path").entry.value == "buyers-2026-11-23.md"
        await hands.fill(path="mine.md", format="json")
        assert hands.form.row("path").entry.value == "mine.md"


async def test_a_name_with_another_ending_is_pointed_out_and_kept_when_saved_again(full: Book, tmp_path: Path) -> None:
    file = tmp_path / "buyers.csvx"
    async with opened(forms.ExportDialog(full, "buyers", list(full.holdings.buyers.values()))) as hands:
        await hands.fill(path=str(file))
        await hands.press("ctrl+s")
        assert "buyers.csvx does not end in .csv" in hands.error("path")
        assert not file.exists()
        await hands.press("ctrl+s")
        await hands.closed()
    assert "Leeds" in file.read_text()


async def test_an_export_asks_before_it_overwrites(full: Book, tmp_path: Path) -> None:
    file = tmp_path / "out.json"
    file.write_text("mine")
    async with opened(forms.ExportDialog(full, "buyers", list(full.holdings.buyers.values()))) as hands:
        await hands.fill(format="json", path=str(file))
        await hands.press("ctrl+s")
        assert isinstance(hands.host.screen, forms.ConfirmDialog)
        await hands.press("enter")  # No
        assert file.read_text() == "mine"
        assert not hands.host.results
        await hands.press("ctrl+s")
        await hands.press("y")
        await hands.closed()
    assert len(json.loads(file.read_text())) == 2


async def test_an_export_that_cannot_be_written_says_why(full: Book, tmp_path: Path) -> None:
    async with opened(forms.ExportDialog(full, "buyers", list(full.holdings.buyers.values()))) as hands:
        await hands.fill(path=str(tmp_path))
        await hands.press("ctrl+s")
        assert "folder" in hands.error("path")
        await hands.fill(path=str(tmp_path / "none" / "out.csv"))
        await hands.press("ctrl+s")
        await hands.until(lambda: hands.error("path"))
        assert not hands.host.results


# ---------------------------------------------------------------- first start


async def test_a_new_book_offers_three_ways_to_begin(book: Book) -> None:
    async with opened(forms.FirstStart(book), size=(60, 16)) as hands:
        await hands.press("3")
        assert isinstance(hands.host.screen, forms.TenderForm)
        await hands.press("escape")
        assert isinstance(hands.host.screen, forms.FirstStart)
        await hands.press("1")
        assert isinstance(hands.host.screen, forms.ImportDialog)
        await hands.press("escape")
        for key, form in (("a", forms.TenderForm), ("ctrl+o", forms.ImportDialog)):
            await hands.press(key)
            assert isinstance(hands.host.screen, form)
            await hands.press("escape")
        await hands.press("escape")
        assert hands.host.result is None


async def test_the_sample_fills_the_book(book: Book) -> None:
    async with opened(forms.FirstStart(book)) as hands:
        await hands.press("down", "enter")
        await hands.closed()
        assert "sample" in hands.host.result
    assert book.holdings.tenders
    assert book.holdings.signals


# ---------------------------------------------------------------- proposals


@pytest.fixture
def asked(full: Book, tmp_path: Path) -> Book:
    """A book with three names that may be known ones."""
    rows = [
        {"title": "A", "buyer": "Leeds Hospital Trust", "reference": "1", "winner": "Acme Medicals Ltd"},
        {"title": "B", "buyer": "Kent", "reference": "2", "winner": "Brightwel Devices"},
    ]
    file = tmp_path / "list.json"
    file.write_text(json.dumps(rows))
    import_files(full, [file])
    assert len(full.holdings.proposals) == 3
    return full


async def test_one_proposal_is_accepted_and_the_others_stay(asked: Book) -> None:
    expected = len(asked.holdings.competitors)
    async with opened(forms.ProposalsDialog(asked)) as hands:
        assert "Acme Medicals Ltd (C4) = Acme Medical Ltd (C1)" in hands.text(".grounds")
        await hands.press("a")
        assert len(hands.host.screen.table.rows) == 2
        await hands.press("escape")
        assert hands.host.result == "Accepted Q1"
    assert len(asked.holdings.competitors) == expected - 1
    assert asked.get("C1").aliases == ("Acme Medicals Ltd",)


async def test_marked_proposals_are_refused_in_one_step(asked: Book) -> None:
    async with opened(forms.ProposalsDialog(asked), size=(60, 16)) as hands:
        await hands.press("space", "space", "r")
        assert len(hands.host.screen.table.rows) == 1
        await hands.press("ctrl+a", "r")
        assert hands.host.result == "Refused Q2"  # the two of one kind stood first
    states = [str(each.state) for each in asked.holdings.proposals.values()]
    assert states == ["refused"] * 3
    asked.undo(2)
    assert {str(each.state) for each in asked.holdings.proposals.values()} == {"open"}


async def test_the_proposals_of_a_group_are_marked_and_decided_together(asked: Book) -> None:
    kinds = [each.kind for each in asked.holdings.proposals.values()]
    async with opened(forms.ProposalsDialog(asked)) as hands:
        shown = [row.kind for row in hands.host.screen.table.rows]
        assert shown == sorted(kinds, key=kinds.index)  # those of one kind stand together
        await hands.press("m", "r")
        assert {row.kind for row in hands.host.screen.table.rows} == {*kinds} - {kinds[0]}
    states = {each.kind: str(each.state) for each in asked.holdings.proposals.values()}
    assert states == {kind: "refused" if kind == kinds[0] else "open" for kind in kinds}


async def test_all_proposals_are_accepted_in_one_step(asked: Book) -> None:
    before = len(asked.history())
    async with opened(forms.ProposalsDialog(asked)) as hands:
        await hands.press("ctrl+a", "a")
        assert hands.host.result == "Accepted 3 proposals"
    assert len(asked.history()) == before + 1


async def test_a_proposal_about_a_field_shows_both_values(full: Book, tmp_path: Path) -> None:
    file = tmp_path / "list.json"
    file.write_text(json.dumps([{"title": "A", "buyer": "Kent", "reference": "1", "deadline": "2026-12-01"}]))
    import_files(full, [file])
    full.set("T3", title=HOSTILE)
    file.write_text(json.dumps([{"title": "A new name", "buyer": "Kent", "reference": "1", "deadline": "2026-12-01"}]))
    import_files(full, [file])
    async with opened(forms.ProposalsDialog(full)) as hands:
        shown = hands.text(".grounds")
        assert "→ A new name" in shown
        assert "\x1b" not in shown
        await hands.press("a")
        await hands.closed()
    assert full.get("T3").title == "A new name"


def test_progress_says_how_much_how_fast_and_how_long_yet() -> None:
    assert in_words(Progress(records=500, read=250, total=1_000, file="a"), 2.0) == (
        "█████                25% · 500 records · 250/s · 6 s left"
    )
    assert in_words(Progress(records=500, read=250, total=None, file="-"), 2.0) == "500 records · 250/s"


async def test_the_cursor_stands_behind_a_name_that_followed_the_format(full: Book) -> None:
    rows = list(full.holdings.tenders.values())
    async with opened(forms.ExportDialog(full, "tenders", rows)) as hands:
        dialog = hands.host.screen
        dialog.row("format").entry.fill("xlsx")
        await hands.until(lambda: dialog.row("path").entry.value.endswith(".xlsx"))
        path = dialog.row("path").entry
        assert path.cursor_position == len(path.value)  # else one more letter makes it .xlsxx
