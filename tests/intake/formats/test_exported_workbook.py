"""Workbooks that this program wrote, coming back: in any language, as they were and after a person's edits."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from bidtracker.book import Book
from bidtracker.cli.root import root
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.vocabulary import SignalKind
from bidtracker.exports.rows import LISTS
from bidtracker.intake import import_files
from bidtracker.intake.choices import ImportChoices
from bidtracker.intake.mapping.columns import Asked

SAMPLES = Path(__file__).parents[3] / "sample_data"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with the tenders of both samples, and a signal, made once."""
    path = tmp_path_factory.mktemp("made") / "book.bidtracker"
    with Book.open(path, create=True) as book:
        import_files(book, [SAMPLES / "tenders.json", SAMPLES / "my-bids.csv"], ImportChoices(mapping=Asked(auto=True)))
        book.observe("A1", SignalKind.DELIVERY_LATE)
    return path


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    """That book for one test."""
    return Path(shutil.copyfile(made, tmp_path / "book.bidtracker"))


def exported(book: Path, name: str, language: str = "en", suffix: str = "xlsx") -> Path:
    target = book.with_name(f"{name}-{language}.{suffix}")
    command = ["--book", str(book), "export", name, "-o", str(target)]
    done = CliRunner().invoke(root, command, env={"LANGUAGE": language, "LC_ALL": f"{language}.UTF-8"})
    assert done.exit_code == 0, done.output
    return target


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_tenders_change_nothing(path: Path, language: str) -> None:
    workbook = exported(path, "tenders", language)
    with Book.open(path) as book:
        many = len(book.holdings.tenders)
        report = import_files(book, [workbook])
        assert (report.unchanged, report.read, report.problems) == (many, many, [])


def test_what_a_person_changed_comes_in(path: Path) -> None:
    workbook = exported(path, "tenders", "zh_CN")
    edited = openpyxl.load_workbook(workbook)
    page = edited.active
    headings = [cell.value for cell in page[1]]
    page.cell(2, headings.index("标题") + 1, "Another title")
    page.insert_cols(3)
    page.cell(1, 3, "My remark")
    page.cell(3, 3, "call them")
    edited.save(workbook)
    with Book.open(path) as book:
        report = import_files(book, [workbook])
        assert (report.refused, report.created) == (0, 0) and report.updated >= 1
        assert "Another title" in {tender.title for tender in book.holdings.tenders.values()}


@pytest.mark.parametrize("suffix", ["csv", "json", "xlsx"])
@pytest.mark.parametrize("name", [name for name in LISTS if name != "tenders"])
def test_other_lists_are_to_be_looked_at(path: Path, name: str, suffix: str) -> None:
    target = exported(path, name, suffix=suffix)
    with Book.open(path) as book:
        before = len(book.holdings.tenders), len(book.holdings.signals), len(book.holdings.buyers)
        try:
            report = import_files(book, [target], ImportChoices(mapping=Asked(auto=True)))
        except Unreadable as error:  # it is empty
            assert "no sheet with a table" in str(error)
        else:
            assert (report.created, report.updated, report.signals) == (0, 0, 0)
        assert (len(book.holdings.tenders), len(book.holdings.signals), len(book.holdings.buyers)) == before


def test_the_hidden_sheet_is_no_list(path: Path) -> None:
    edited = openpyxl.load_workbook(exported(path, "buyers"))
    assert [sheet.sheet_state for sheet in edited] == ["visible", "veryHidden"]
