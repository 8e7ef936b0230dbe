"""A file appears whole or not at all."""

import os
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bidtracker.book import Book
from bidtracker.domain.errors import BidtrackerError, Refused, Unreadable
from bidtracker.exports import BINARIES, TEXTS, Sheet, sheet, write, written

DAY = date(2026, 11, 23)


@pytest.fixture
def rows(book: Book) -> Sheet:
    book.add("buyers", name="Ashby Council")
    return sheet("buyers", book.holdings, DAY)


def test_a_failure_half_way_leaves_what_was_there(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    for present in (None, "mine"):
        if present:
            file.write_text(present)
        with pytest.raises(ZeroDivisionError), written(file, overwrite=True) as stream:
            stream.write(b"half")
            raise ZeroDivisionError
        assert (file.read_text() if present else file.exists()) == (present or False)
    assert [each.name for each in tmp_path.iterdir()] == ["list.csv"]


def test_a_list_that_breaks_in_the_middle_leaves_no_file(
    rows: Sheet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(rows: Sheet) -> Iterator[str]:
        yield "id,name\r\n"
        raise ZeroDivisionError

    monkeypatch.setitem(TEXTS, "csv", broken)
    with pytest.raises(ZeroDivisionError):
        write(rows, "csv", tmp_path / "list.csv")
    assert list(tmp_path.glob("*list*")) == []


def test_nothing_is_overwritten_unless_asked(rows: Sheet, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("mine")
    with pytest.raises(Refused, match="already there"):
        write(rows, "csv", file)
    assert file.read_text() == "mine"
    write(rows, "csv", file, overwrite=True)
    assert "Ashby" in file.read_text(encoding="utf-8-sig")


@pytest.mark.skipif(os.name != "posix", reason="links as Unix has them")
def test_a_link_is_not_followed(rows: Sheet, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("somebody's")
    link, dangling = tmp_path / "link.csv", tmp_path / "dangling.csv"
    link.symlink_to(elsewhere)
    dangling.symlink_to(tmp_path / "nothing")
    for path in (link, dangling):
        with pytest.raises(Refused):
            write(rows, "csv", path)
        write(rows, "csv", path, overwrite=True)
        assert not path.is_symlink()
    assert elsewhere.read_text() == "somebody's" and not (tmp_path / "nothing").exists()


def test_a_place_that_cannot_be_written_says_so(rows: Sheet, tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    for path in (tmp_path / "folder.csv", tmp_path / "no" / "list.csv", tmp_path / "a.bidtracker" / "list.csv"):
        with pytest.raises(BidtrackerError, match=path.name):
            write(rows, "csv", path)


def test_formats_that_are_not_there(rows: Sheet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused, match="no calendar"):
        write(rows, "ics", tmp_path / "list.ics")
    with pytest.raises(Unreadable, match="csv, json, md, xlsx, ics"):
        write(rows, "doc", tmp_path / "list.doc")
    for format, package in BINARIES.items():
        monkeypatch.setitem(sys.modules, package, None)
        monkeypatch.delitem(sys.modules, f"bidtracker.exports.{format}", raising=False)
        with pytest.raises(Refused, match=f"{package}, which is not installed"):
            write(rows, format, tmp_path / f"list.{format}")
    assert not list(tmp_path.glob("list.*"))


def test_a_spreadsheet_sees_that_a_file_is_utf8(rows: Sheet, tmp_path: Path) -> None:
    for format in TEXTS:
        write(rows, format, tmp_path / f"list.{format}")
        marked = (tmp_path / f"list.{format}").read_bytes().startswith(b"\xef\xbb\xbf")
        assert marked is (format == "csv")
