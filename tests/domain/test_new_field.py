"""A field of a record is one line in `records.py` and one in `domain/fields`: a throw-away one is found everywhere."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import bidtracker

PACKAGE = Path(bidtracker.__file__).parent
LINE = "    floor_area: int | None = None\n"
FIELD = '    field("floor_area", _("Floor area"), WHOLE, 8, form=14, native=True, imported=True),\n'
BEFORE = {"title": "Beds", "buyer": "Ashby Council", "reference": "R-1", "floor_area": 120}

DECLARED = """
import asyncio, json, sys
from textual.app import App
from bidtracker.book import Book
from bidtracker.intake.formats.native.columns import COLUMNS
from bidtracker.pages.records import record_page
from bidtracker.tui.columns import BY_NAME
from bidtracker.tui.forms.records import TenderForm

async def main():
    with Book.open(sys.argv[1]) as book:
        async with App().run_test():
            asked = {row.field: row.label for row in TenderForm(book, "T1").rows()}
        page = record_page(book.get("T1"), book.holdings, book.today())
        pairs = [pair.label for pair in page.sections[0].items if hasattr(pair, "label")]
    print(json.dumps({"native": list(COLUMNS), "form": asked, "screen": list(BY_NAME["tenders"]), "page": pairs}))

asyncio.run(main())
"""


class Copy:
    """The program with a field more, and a book of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.book = folder / "book.bidtracker"
        shutil.copytree(PACKAGE, folder / "bidtracker", ignore=shutil.ignore_patterns("__pycache__"))

    def insert(self, file: str, anchor: str, line: str) -> None:
        """Puts a line before the one that begins with `anchor`."""
        path = self.folder / "bidtracker" / file
        text = path.read_text("utf-8")
        assert text.count(anchor) == 1
        path.write_text(text.replace(anchor, line + anchor), "utf-8")

    def python(self, *args: str) -> str:
        """What the copy prints."""
        environment = os.environ | {"PYTHONPATH": str(self.folder), "COLUMNS": "200", "LANGUAGE": "en"}
        environment |= {"XDG_CONFIG_HOME": str(self.folder), "XDG_STATE_HOME": str(self.folder)}
        done = subprocess.run(
            [sys.executable, *args], cwd=self.folder, env=environment, capture_output=True, text=True, encoding="utf-8"
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def run(self, *args: str) -> str:
        """What a command of the copy prints."""
        return self.python("-m", "bidtracker", "--book", str(self.book), *args)

    def bring(self, record: dict[str, object]) -> None:
        """Imports a list of one tender."""
        path = self.folder / "list.json"
        path.write_text(json.dumps([record]), "utf-8")
        self.run("import", str(path))


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    copy = Copy(tmp_path_factory.mktemp("field"))
    copy.insert("domain/records.py", "    offers: int | None = None\n    tenderers", LINE)
    copy.insert("domain/fields/tenders.py", '    field("offers", _("Offers")', FIELD)
    copy.bring(BEFORE)
    return copy


def test_native_lists_the_form_the_lists_and_the_page_have_it(copy: Copy) -> None:
    declared = json.loads(copy.python("-c", DECLARED, str(copy.book)))
    assert "floor_area" in declared["native"]  # of which the README's list is made
    assert declared["form"]["floor_area"] == "Floor area"
    assert "floor_area" in declared["screen"]
    assert "Floor area" in declared["page"]


def test_show_and_exports_have_it(copy: Copy) -> None:
    shown = copy.run("show", "T1")
    assert "Floor area" in shown and "120" in shown
    assert json.loads(copy.run("show", "T1", "--json"))["record"]["floor_area"] == 120
    assert json.loads(copy.run("tenders", "--json"))[0]["floor_area"] == 120
    copy.run("export", "tenders", "--output", "tenders.csv")
    with (copy.folder / "tenders.csv").open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.DictReader(file))["floor_area"] == "120"


def test_filters_read_it(copy: Copy) -> None:
    assert len(json.loads(copy.run("tenders", "--where", "floor_area>100", "--json"))) == 1
    assert json.loads(copy.run("tenders", "--where", "floor_area>200", "--json")) == []


def test_a_newer_list_changes_it_and_what_a_person_typed_is_proposed(copy: Copy) -> None:
    copy.bring(BEFORE | {"floor_area": 150})
    assert json.loads(copy.run("show", "T1", "--json"))["record"]["floor_area"] == 150
    copy.run("set", "T1", "floor_area=160")
    copy.bring(BEFORE | {"floor_area": 170})
    assert json.loads(copy.run("show", "T1", "--json"))["record"]["floor_area"] == 160
    proposals = json.loads(copy.run("proposals", "--json"))
    assert [(each["field"], each["value"]) for each in proposals] == [("floor_area", "170")]
