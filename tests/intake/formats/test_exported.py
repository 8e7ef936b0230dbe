"""Tenders that were exported read back equal."""

from __future__ import annotations

import csv
import json
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner
from reads import DATA, needs_data, take
from releases import held

from bidtracker.book import Book
from bidtracker.cli.root import root
from bidtracker.domain.fields import FIELDS
from bidtracker.domain.money import Money
from bidtracker.domain.records import Award, Bid, Criterion, LostReasonNote, ScoreSheet, Tender, WonReasonNote
from bidtracker.domain.vocabulary import (
    AwardStatus,
    Decision,
    Intent,
    LostReason,
    Method,
    NoAwardReason,
    NoBidReason,
    Outcome,
    Stage,
    Structure,
    Watch,
    WonReason,
)
from bidtracker.intake import import_files
from bidtracker.intake.formats.exported import LEFT

SAMPLE = Path(__file__).parents[3] / "sample_data" / "tenders.json"


def exported(book: Path, target: Path) -> Path:
    done = CliRunner().invoke(root, ["--book", str(book), "export", "tenders", "-o", str(target)])
    assert done.exit_code == 0, done.output
    return target


def there_and_back(folder: Path, source: Path, suffix: str) -> tuple[str, str]:
    """What is exported of a list, and what of that once it was read into another book."""
    with Book.open(folder / "first", create=True) as book:
        import_files(book, [source])
    path = exported(folder / "first", folder / f"first.{suffix}")
    with Book.open(folder / "second", create=True) as book:
        report = import_files(book, [path])
        assert (report.refused, report.formats) == (0, {path.name: "exported"})
        assert import_files(book, [path]).updated == 0
    again = exported(folder / "second", folder / f"second.{suffix}")
    return path.read_text(encoding="utf-8"), again.read_text(encoding="utf-8")


@pytest.mark.parametrize("suffix", ["csv", "json"])
def test_our_own_bids_read_back_equal(suffix: str, tmp_path: Path) -> None:
    first, second = there_and_back(tmp_path, SAMPLE, suffix)
    assert second == first


@needs_data
@pytest.mark.parametrize("suffix", ["csv", "json"])
def test_a_public_list_reads_back_equal(suffix: str, tmp_path: Path) -> None:
    first, second = there_and_back(tmp_path, DATA / "ocds_uk_cf/contractsfinder_201_releases.jsonl.gz", suffix)
    assert second == first


LOST = Tender(
    title="Hospital beds; with mattresses",
    buyer=0,
    reference="ITT-7",
    ocid="ocds-abc-7",
    country="GB",
    category="33192000",
    category_scheme="CPV",
    value=Money(Decimal("120000.50"), "GBP"),
    published=date(2026, 1, 5),
    enquiries_until=date(2026, 1, 20),
    deadline=date(2026, 2, 1),
    deadline_at=datetime(2026, 2, 1, 12, tzinfo=timezone(timedelta(hours=1))),
    retender_on=date(2028, 1, 31),
    rough=("retender_on",),
    sector="Health",
    no_bid_reason=NoBidReason.CAPACITY,
    decision_date=date(2026, 3, 1),
    standstill_until=date(2026, 3, 11),
    stage=Stage.CLOSED,
    decision=Decision.GO,
    outcome=Outcome.LOST,
    watch=Watch.PARKED,
    park_until=date(2027, 10, 1),
    method=Method.OPEN,
    structure=Structure.FRAMEWORK,
    offers=4,
    bids=(
        Bid(
            intent=Intent.POSITION,
            p_win=0.1,
            price=Money(Decimal(118000), "EUR"),
            submitted=date(2026, 1, 31),
            score=72.5,
            winning_score=78.0,
            sheet=ScoreSheet(
                criteria=(
                    Criterion(name="Quality", weight=60, ours=45, winners=52, words="few references"),
                    Criterion(name="Price", weight=40, ours=27.5, winners=26, price=True),
                )
            ),
            position=2,
            manager="Jane",
            hours=40.0,
            cost=Money(Decimal("1200.50"), "EUR"),
            outcome=Outcome.LOST,
            reasons=(
                LostReasonNote(code=LostReason.OTHER, evidence="They wanted\nblue ones"),
                LostReasonNote(code=LostReason.REFERENCES),
            ),
            won_reasons=(WonReasonNote(code=WonReason.PRICE), WonReasonNote(code=WonReason.SERVICE)),
        ),
    ),
    url="https://tenders.example/7",
    tags=("beds", "nhs"),
    description="Beds,\nand mattresses",
    notes="The incumbent is weak.\n\nAsk again.",
    links=("https://pages.example/a;b=1,2?c", "file:///offers/7.pdf"),
)
EMPTY = Tender(
    title="Lamps", buyer=0, stage=Stage.CLOSED, outcome=Outcome.NO_AWARD, no_award_reason=NoAwardReason.REV_BODY
)
WON_BY_A_RIVAL = Award(
    tender=0,
    status=AwardStatus.ENDED,
    value=Money(Decimal("99000.25"), "GBP"),
    awarded=date(2026, 3, 12),
    start=date(2026, 4, 1),
    end=date(2028, 3, 31),
    max_end=date(2030, 3, 31),
)


@pytest.mark.parametrize("suffix", ["csv", "json"])
def test_every_field_that_is_written_is_read_back(suffix: str, tmp_path: Path) -> None:
    """Of a tender, its bid and its award; but what is derived, and what names other records of the book."""
    with Book.open(tmp_path / "first", create=True) as book, book.acting("test") as draft:
        buyer = draft.organisation("buyers", "City Hospital")
        rival = draft.organisation("competitors", "Rival Ltd")
        for tender in (LOST, EMPTY):
            draft.add(msgspec.structs.replace(tender, buyer=buyer))
        draft.add(msgspec.structs.replace(WON_BY_A_RIVAL, tender=1, suppliers=(rival,)))
    path = exported(tmp_path / "first", tmp_path / f"first.{suffix}")
    if suffix == "json":
        rows = json.loads(path.read_text(encoding="utf-8"))
    else:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    kept = {field.name for field in FIELDS["tenders"]} - LEFT
    untried = [name for name in kept if all(row[name] in (None, "") for row in rows)]
    assert not untried, (
        f"give {', '.join(untried)} a value in LOST, EMPTY or WON_BY_A_RIVAL of this file, whichever may have one; "
        "what is derived stands in LEFT of bidtracker/intake/formats/exported.py"
    )
    with Book.open(tmp_path / "second", create=True) as book:
        assert import_files(book, [path]).refused == 0
        assert import_files(book, [path]).unchanged == 2
    again = exported(tmp_path / "second", tmp_path / f"second.{suffix}")
    assert again.read_text(encoding="utf-8") == path.read_text(encoding="utf-8")


def test_what_was_kept_from_being_a_formula_is_what_it_was(tmp_path: Path) -> None:
    source = tmp_path / "list.json"
    titles = ["=1+1", "'quoted", " -5 degrees", "＝1", "Beds"]
    source.write_text(json.dumps([{"title": title, "buyer": "City", "reference": f"@{title}"} for title in titles]))
    first, second = there_and_back(tmp_path, source, "csv")
    assert "'=1+1" in first
    assert second == first
    with Book.open(tmp_path / "second") as book:
        assert [book.get(f"T{n}").title for n in range(1, 6)] == titles


def test_an_export_finds_the_tenders_that_it_came_from(tmp_path: Path) -> None:
    source = tmp_path / "list.json"
    source.write_text(json.dumps({"releases": [held("2024-06-01")]}))
    with Book.open(tmp_path / "book", create=True) as book:
        import_files(book, [source])
    path = exported(tmp_path / "book", tmp_path / "out.csv")
    with Book.open(tmp_path / "book") as book:
        assert import_files(book, [path]).created == 0
        assert len(book.holdings.tenders) == 1


def test_a_table_with_a_column_ocid_is_no_ocds() -> None:
    notices, _ = take("ocid,title,buyer\nocds-1,Beds,City\n", name=None)
    assert [(notice.format, notice.title) for notice in notices] == [("native", "Beds")]


@pytest.mark.parametrize("suffix", ["csv", "json"])
def test_our_own_export_that_comes_back_changes_nothing(suffix: str, tmp_path: Path) -> None:
    """Not even where a person has typed over what a list says: no list moved that end, and no signal is heard twice."""
    listing = tmp_path / "list.json"
    listing.write_text(json.dumps({"releases": [held("2024-03-05")]}), encoding="utf-8")
    with Book.open(tmp_path / "book", create=True) as book:
        import_files(book, [listing, SAMPLE])
        book.set("A1", end=date(2027, 6, 30), value=Money(Decimal(400), "GBP"))
        book.set("T1", title="Beds, as we call them")
        book.observe("A1", kind="penalty_imposed")
        before = {
            table: [*book.db.table(table).rows()] for table in ("tenders", "awards", "signals", "proposals", "buyers")
        }
    for kind in ("tenders", "awards", "signals", "buyers", "competitors"):
        target = tmp_path / f"{kind}.{suffix}"
        done = CliRunner().invoke(root, ["--book", str(tmp_path / "book"), "export", kind, "-o", str(target)])
        assert done.exit_code == 0, done.output
        with Book.open(tmp_path / "book") as book:
            report = import_files(book, [target])
            assert (report.created, report.updated, report.signals, report.proposals) == (0, 0, 0, 0), kind
            assert {table: [*book.db.table(table).rows()] for table in before} == before, kind


def test_what_a_person_changed_in_the_file_comes_in_and_makes_no_signal(tmp_path: Path) -> None:
    with Book.open(tmp_path / "book", create=True) as book:
        import_files(book, [SAMPLE])
    path = exported(tmp_path / "book", tmp_path / "tenders.json")
    rows = json.loads(path.read_text(encoding="utf-8"))
    rows[0] |= {"contract_end": "2031-12-31", "deadline": "2031-01-31"}
    path.write_text(json.dumps(rows), encoding="utf-8")
    with Book.open(tmp_path / "book") as book:
        report = import_files(book, [path])
        assert (report.created, report.updated, report.signals) == (0, 1, 0)
        changed = book.get(rows[0]["id"])
        assert changed.deadline == date(2031, 1, 31) and not changed.events
