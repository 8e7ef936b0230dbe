"""A field of a record is one line in `domain/records` and one in `domain/fields`: a throw-away one is everywhere."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import bidtracker
from bidtracker.domain.fields import FIELDS
from bidtracker.domain.records import RECORDS

PACKAGE = Path(bidtracker.__file__).parent
LINE = "    floor_area: int | None = None\n"
# What has a field more: the file, the line that it goes before, and the line; of the record, then of its fields.
PARTS = (
    ("domain/records/tenders.py", '    manager: str = ""\n', "    bond: Money | None = None\n"),
    (
        "domain/fields/parts/bids.py",
        '    field("why"',
        "bond",
        "Bid bond",
        "MONEY",
        "form=6, native=True, imported=True",
    ),
    ("domain/records/deals.py", "    satisfaction: int | None = None\n", '    place: str = ""\n'),
    ("domain/fields/parts/milestones.py", '    field("note"', "place", "Place", "TEXT", "form=6"),
    ("domain/records/needs.py", "    must: bool = True\n", '    room: str = ""\n'),
    ("domain/fields/parts/demands.py", '    field("must"', "room", "Room", "TEXT", "form=4"),
    ("domain/records/awards.py", "    incumbent_before: bool | None = None\n", "    crew: int | None = None\n"),
    ("domain/fields/awards.py", '    field("title"', "crew", "Crew", "WHOLE", "form=12, native=True, imported=True"),
    ("domain/records/contacts.py", "    do_not_contact: bool = False\n", "    desk: int | None = None\n"),
    ("domain/fields/contacts.py", '    field("do_not_contact"', "desk", "Desk", "WHOLE", "imported=True"),
)
FIELD = '    field("floor_area", _("Floor area"), WHOLE, 8, form=14, native=True, imported=True),\n'
BEFORE = {"title": "Beds", "buyer": "Ashby Council", "reference": "R-1", "floor_area": 120}

DECLARED = """
import asyncio, json, sys
from textual.app import App
from bidtracker.book import Book
from bidtracker.intake.formats.native.columns import COLUMNS
from bidtracker.pages.records import record_page
from bidtracker.tui.columns import fields_by_name
from bidtracker.tui.forms.records import TenderForm

async def main():
    with Book.open(sys.argv[1]) as book:
        async with App().run_test():
            asked = {row.field: row.label for row in TenderForm(book, "T1").rows()}
        page = record_page(book.get("T1"), book.holdings, book.today())
        pairs = [pair.label for pair in page.sections[0].items if hasattr(pair, "label")]
    screen = list(fields_by_name("tenders"))
    print(json.dumps({"native": list(COLUMNS), "form": asked, "screen": screen, "page": pairs}))

asyncio.run(main())
"""
RUN = """
import json, sys
from click.testing import CliRunner
from bidtracker.cli.root import root

outputs = []
for command in json.loads(sys.argv[2]):
    result = CliRunner().invoke(root, ["--book", sys.argv[1], *command])
    assert result.exit_code == 0, f"{command}: {result.output}"
    outputs.append(result.stdout)
print(json.dumps(outputs))
"""
SHOWN = ["show", "T1", "--json"]


class Copy:
    """The program with a field more, and a book of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.book = folder / "book.bidtracker"
        shutil.copytree(PACKAGE, folder / "bidtracker")  # with what is compiled of it

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

    def run(self, *commands: list[str]) -> list[str]:
        """What each of these commands of the copy prints, one after the other in one process."""
        outputs: list[str] = json.loads(self.python("-c", RUN, str(self.book), json.dumps(commands)))
        return outputs

    def bring(self, record: dict[str, object]) -> list[str]:
        """The command that imports a list of one tender."""
        path = self.folder / f"{len(list(self.folder.iterdir()))}.json"
        path.write_text(json.dumps([record]), "utf-8")
        return ["import", str(path)]


@pytest.mark.parametrize("table", RECORDS)
def test_the_fields_of_a_table_stand_in_a_file_of_the_same_name_as_its_records(table: str) -> None:
    file = RECORDS[table].__module__.rpartition(".")[2]
    declared = vars(import_module(f"bidtracker.domain.fields.{file}")).values()
    assert any(fields is FIELDS[table] for fields in declared), f"{table} has its fields elsewhere than in {file}.py"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    copy = Copy(tmp_path_factory.mktemp("field"))
    copy.insert("domain/records/tenders.py", "    offers: int | None = None\n    tenderers", LINE)
    copy.insert("domain/fields/tenders.py", '    field("offers", _("Offers")', FIELD)
    copy.run(copy.bring(BEFORE))
    return copy


def test_native_lists_the_form_the_lists_and_the_page_have_it(copy: Copy) -> None:
    declared = json.loads(copy.python("-c", DECLARED, str(copy.book)))
    assert "floor_area" in declared["native"]  # of which the README's list is made
    assert declared["form"]["floor_area"] == "Floor area"
    assert "floor_area" in declared["screen"]
    assert "Floor area" in declared["page"]


def test_show_exports_filters_and_help_have_it(copy: Copy) -> None:
    commands = ("add", "set", "tenders", "export")
    page, record, rows, _, large, larger, *helps = copy.run(
        ["show", "T1"],
        SHOWN,
        ["tenders", "--json"],
        ["export", "tenders", "--output", "tenders.csv"],
        ["tenders", "--where", "floor_area>100", "--json"],
        ["tenders", "--where", "floor_area>200", "--json"],
        *([command, "--help"] for command in commands),
    )
    assert "Floor area" in page and "120" in page
    assert json.loads(record)["record"]["floor_area"] == 120 and json.loads(rows)[0]["floor_area"] == 120
    with (copy.folder / "tenders.csv").open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.DictReader(file))["floor_area"] == "120"
    assert len(json.loads(large)) == 1 and json.loads(larger) == []
    assert [command for command, text in zip(commands, helps, strict=True) if "floor_area" not in text] == []


def test_a_newer_list_changes_it_and_what_a_person_typed_is_proposed(copy: Copy) -> None:
    newer, newest = copy.bring(BEFORE | {"floor_area": 150}), copy.bring(BEFORE | {"floor_area": 170})
    typed = ["set", "T1", "floor_area=160"]
    _, first, _, _, then, proposals = copy.run(newer, SHOWN, typed, newest, SHOWN, ["proposals", "--json"])
    assert [json.loads(each)["record"]["floor_area"] for each in (first, then)] == [150, 160]
    assert [(each["field"], each["value"]) for each in json.loads(proposals)] == [("floor_area", "170")]


# ---------------------------------------------------------------- parts, and the other tables that lists bring

ASKED = """
import asyncio, json, sys
from textual.app import App
from bidtracker.book import Book
from bidtracker.tui.forms.account.deal import StepForm
from bidtracker.tui.forms.account.need import DemandForm
from bidtracker.tui.forms.bid import BidForm
from bidtracker.tui.forms.records import AwardForm

async def main():
    with Book.open(sys.argv[1]) as book:
        async with App().run_test():
            forms = (BidForm(book, "T1"), StepForm(book, "D1"), DemandForm(book, "N1"), AwardForm(book, "A1"))
            print(json.dumps([[row.label for row in form.rows()] for form in forms]))

asyncio.run(main())
"""
WON = {
    "title": "Beds",
    "buyer": "Ashby Council",
    "reference": "R-1",
    "price": "9 EUR",
    "bond": "500 EUR",
    "outcome": "won",
    "award_date": "2026-03-01",
    "crew": 12,
}
CARD = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:M. Reyes\r\nORG:Ashby Council\r\nX-DESK:7\r\nEND:VCARD\r\n"


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """A program in which each part has a field more, and so have awards and contacts; with a list, a card and acts."""
    copy = Copy(tmp_path_factory.mktemp("parts"))
    for file, anchor, *line in PARTS:
        if len(line) == 1:
            copy.insert(file, anchor, line[0])
        else:
            name, label, kind, declared = line
            kinds = f"from bidtracker.domain.kinds import {kind}\n"
            copy.insert(file, "from bidtracker.domain.message", kinds)
            copy.insert(file, anchor, f'    field("{name}", _("{label}"), {kind}, 9, {declared}),\n')
    card = copy.folder / "card.vcf"
    card.write_bytes(CARD.encode())
    copy.run(
        copy.bring(WON),
        ["import", str(card)],
        ["deal", "A1", "--delivery", "2026-05-01"],
        ["step", "D1.1", "--place", "Dock 4"],
        ["need", "B1", "Beds for the new wing"],
        ["demand", "N1", "function", "electric", "--room", "Ward 9"],
    )
    return copy


def records(copy: Copy, *refs: str) -> list[dict[str, Any]]:
    """Records as JSON has them."""
    return [json.loads(each)["record"] for each in copy.run(*(["show", ref, "--json"] for ref in refs))]


def test_lists_and_cards_bring_the_fields_of_bids_awards_and_contacts(parts: Copy) -> None:
    tender, award, contact = records(parts, "T1", "A1", "P1")
    assert tender["bids"][0]["bond"] == {"amount": "500", "currency": "EUR"}
    assert award["crew"] == 12 and contact["desk"] == 7


def test_a_newer_list_changes_them(parts: Copy) -> None:
    parts.run(parts.bring(WON | {"bond": "600 EUR", "crew": 14}))
    tender, award = records(parts, "T1", "A1")
    assert tender["bids"][0]["bond"]["amount"] == "600" and award["crew"] == 14


def test_commands_change_them_and_exports_have_them(parts: Copy) -> None:
    parts.run(["bid", "T1", "--bond", "700 EUR"], ["export", "tenders", "--output", "tenders.csv"])
    with (parts.folder / "tenders.csv").open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.DictReader(file))["bond"] == "700"
    deal, need = records(parts, "D1", "N1")
    assert deal["milestones"][0]["place"] == "Dock 4" and need["demands"][0]["room"] == "Ward 9"


def test_pages_show_them(parts: Copy) -> None:
    asked = {"T1": "Bid bond", "A1": "Crew", "D1": "Place: Dock 4", "N1": "Room: Ward 9", "P1": "Desk"}
    pages = parts.run(*(["show", ref] for ref in asked))
    assert [text for text, page in zip(asked.values(), pages, strict=True) if text not in page] == []


def test_forms_ask_for_them(parts: Copy) -> None:
    bid, step, demand, award = json.loads(parts.python("-c", ASKED, str(parts.book)))
    assert "Bid bond" in bid and "Place" in step and "Room" in demand and "Crew" in award
