"""Outside odds: tables of contract, probability, source and day that stand in place of our own rows of the record."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from bidtracker.book import Book
from bidtracker.domain.errors import BidtrackerError
from bidtracker.intake.odds import import_odds
from bidtracker.pages.account.why import why_page
from bidtracker.pages.draw.text import plain_text
from bidtracker.pages.records import record_page
from bidtracker.radar.score.opportunity import judge
from bidtracker.radar.score.structure import ReasonKind

WATCHLIST = "Contract ID,Probability of change,Source,Day\nA1,35 %,City watchlist,2026-11-01\n"


@pytest.fixture
def three(book: Book) -> Book:
    """A1 of T1 by reference R-1, A2 of T2 by its ocid, A3 and A4 of T3 by reference R-3."""
    book.add("tenders", title="Scanners", buyer="Kettlebrook Trust", reference="R-1", offers=5)
    book.add("tenders", title="Road salt", buyer="Kettlebrook Trust", ocid="ocds-x-2")
    book.add("tenders", title="Cleaning", buyer="Ashby Council", reference="R-3", lots=[{"id": "1"}, {"id": "2"}])
    for number, lot in ((1, ""), (2, ""), (3, "1"), (3, "2")):
        book.add("awards", tender=f"T{number}", lot=lot, suppliers=["Acme Ltd"], end=date(2027, 6, 30), tracked=True)
    return book


def table(folder: Path, text: str, name: str = "odds.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def rows_of(book: Book, award: int = 1) -> list[ReasonKind]:
    return [row.kind for row in judge(book.holdings, book.holdings.awards[award], book.today()).reasons]


def test_odds_stand_in_place_of_the_structural_rows_and_are_undone(three: Book, tmp_path: Path) -> None:
    before = judge(three.holdings, three.holdings.awards[1], three.today())
    assert ReasonKind.OFFERS in rows_of(three)
    report = import_odds(three, [table(tmp_path, WATCHLIST)])
    assert (report.read, report.created, report.refused) == (1, 1, 0)
    after = judge(three.holdings, three.holdings.awards[1], three.today())
    assert after.c == pytest.approx(0.35)
    kinds = [ReasonKind.BASE, ReasonKind.OUTSIDE, ReasonKind.DISCONTENT, ReasonKind.RELATIONS, ReasonKind.TIMING]
    assert [row.kind for row in after.reasons] == kinds
    assert sum(row.points for row in after.reasons) == pytest.approx(after.score)
    assert "1 contract" in str(three.history(limit=1)[0].title)
    three.undo()
    assert judge(three.holdings, three.holdings.awards[1], three.today()) == before


def test_their_source_and_day_stand_in_the_why_pane_and_on_the_page(three: Book, tmp_path: Path) -> None:
    import_odds(three, [table(tmp_path, WATCHLIST)])
    why = plain_text(why_page(judge(three.holdings, three.get("A1"), three.today()), three.holdings, three.today()))
    assert "35 % by City watchlist on 2026-11-01" in " ".join(why.split())
    page = plain_text(record_page(three.get("A1"), three.holdings, three.today()))
    assert "35 % they change  by City watchlist, 2026-11-01" in page


def test_contracts_are_named_by_our_id_a_reference_or_an_ocid(three: Book, tmp_path: Path) -> None:
    rows = [
        {"contract": "R-1", "probability": 0.2, "source": "model", "day": "2026-11-01"},
        {"ocid": "ocds-x-2", "p": "0,4", "source": "model", "date": "2026-11-01"},
        {"award": "A4", "chance": "60%", "day": "2026-11-02"},
    ]
    report = import_odds(three, [table(tmp_path, json.dumps(rows), "model.json")])
    assert (report.created, report.refused) == (3, 0)
    held = {number: [(o.chance, o.source) for o in a.odds] for number, a in three.holdings.awards.items()}
    assert held == {1: [(0.2, "model")], 2: [(0.4, "model")], 3: [], 4: [(0.6, "model.json")]}


def test_bad_rows_are_told_one_by_one_and_the_others_kept(three: Book, tmp_path: Path) -> None:
    bad = [
        "A9,0.5,x,2026-11-01",
        "R-3,0.5,x,2026-11-01",
        "A2,1,x,2026-11-01",
        "A2,forty,x,2026-11-01",
        "A2,0.4,x,2027-01-01",
        "A2,0.4,x,someday",
        "A2,,x,2026-11-01",
        "A1,0.4,City watchlist,2026-11-01",
    ]
    report = import_odds(three, [table(tmp_path, WATCHLIST + "\n".join(bad))])
    assert (report.read, report.created, report.refused) == (9, 1, 8)
    faults = [(problem.record, problem.key, str(problem.message)) for problem in report.problems]
    assert [number for number, _, _ in faults] == list(range(2, 10))
    columns = ["contract", "contract", "probability", "probability", "day", "day", "probability", "contract"]
    assert [key for _, key, _ in faults] == columns
    assert "is no contract of this book" in faults[0][2] and "means 2 awards" in faults[1][2]
    assert "nothing is certain" in faults[2][2] and "still to come" in faults[4][2] and "leave one" in faults[7][2]
    assert three.holdings.awards[1].odds and not three.holdings.awards[2].odds


def test_a_newer_file_refreshes_and_the_same_changes_nothing(three: Book, tmp_path: Path) -> None:
    import_odds(three, [table(tmp_path, WATCHLIST)])
    again = import_odds(three, [table(tmp_path, WATCHLIST)])
    assert (again.unchanged, again.updated) == (1, 0) and len(three.history()) == 8
    newer = WATCHLIST.replace("35 %", "70 %").replace("11-01", "11-20")
    assert import_odds(three, [table(tmp_path, newer)]).updated == 1
    assert judge(three.holdings, three.get("A1"), three.today()).c == pytest.approx(0.7)
    older = WATCHLIST.replace("35 %", "10 %").replace("11-01", "10-01")
    import_odds(three, [table(tmp_path, older)])
    assert judge(three.holdings, three.get("A1"), three.today()).c == pytest.approx(0.7)
    corrected = newer.replace("70 %", "65 %")
    import_odds(three, [table(tmp_path, corrected)])
    assert [odds.chance for odds in three.get("A1").odds] == [0.1, 0.35, 0.65]


def test_a_dry_run_says_the_same_and_changes_nothing(three: Book, tmp_path: Path) -> None:
    report = import_odds(three, [table(tmp_path, WATCHLIST)], dry_run=True)
    assert report.created == 1 and report.dry_run
    assert not three.holdings.awards[1].odds and not three.get("A1").odds


def test_what_is_no_table_is_refused_whole(three: Book, tmp_path: Path) -> None:
    before = len(three.history())
    with pytest.raises(BidtrackerError, match="is empty"):
        import_odds(three, [table(tmp_path, WATCHLIST), table(tmp_path, "", "none.csv")])
    assert len(three.history()) == before and not three.get("A1").odds


def test_an_import_of_the_tender_leaves_its_odds(three: Book, tmp_path: Path) -> None:
    import_odds(three, [table(tmp_path, WATCHLIST)])
    three.set("A1", end=date(2027, 9, 30))
    assert [odds.chance for odds in three.get("A1").odds] == [0.35]
