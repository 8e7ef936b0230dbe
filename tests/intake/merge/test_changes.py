"""What a newer list says otherwise becomes dated events in a tender's history, once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from releases import BOLT, award, bring, contract, events, gbp, held, moment, period, release, signals

from bidtracker.book import Book
from bidtracker.domain.vocabulary import AwardStatus, Outcome
from bidtracker.intake import import_files

OPEN = {"status": "active", "tenderPeriod": {"endDate": moment("2026-12-01")}, "value": gbp(500)}


def test_what_is_told_for_the_first_time_has_not_changed(book: Book, tmp_path: Path) -> None:
    bring(book, tmp_path, release("2026-01-01", tender={"status": "active"}, tag=["tender"]))
    bring(book, tmp_path, release("2026-02-01", tender=OPEN, tag=["tenderUpdate"]))
    assert events(book) == [] and book.get("T1").deadline == date(2026, 12, 1)


def test_a_deadline_and_a_value_move(book: Book, tmp_path: Path) -> None:
    bring(book, tmp_path, release("2026-01-01", tender=OPEN, tag=["tender"]))
    later = OPEN | {"tenderPeriod": {"endDate": moment("2026-12-15")}, "value": gbp(600.5)}
    bring(book, tmp_path, release("2026-02-01", tender=later, tag=["tenderUpdate"]))
    assert events(book) == [
        ("deadline_moved", "2026-02-01", "2026-12-01", "2026-12-15"),
        ("value_changed", "2026-02-01", "500 GBP", "600.5 GBP"),
    ]


def test_an_award_a_new_end_and_a_termination(book: Book, tmp_path: Path) -> None:
    bring(book, tmp_path, release("2023-06-01", tender={"status": "active"}, tag=["tender"]))
    bring(book, tmp_path, held("2024-01-20"))
    bring(book, tmp_path, held("2024-06-01", period=period("2024-02-01", "2027-12-31"), value=gbp(1100)))
    over = {"status": "terminated", "dateTerminated": moment("2025-03-01"), "value": gbp(1100)}
    bring(book, tmp_path, held("2025-03-05", period=period("2024-02-01", "2027-12-31"), **over))
    assert events(book) == [
        ("awarded", "2024-01-10", "", ""),
        ("end_moved", "2024-06-01", "2026-12-31", "2027-12-31"),
        ("value_changed", "2024-06-01", "1000 GBP", "1100 GBP"),
        ("terminated", "2025-03-01", "active", ""),
    ]
    assert {event.award for event in book.get("T1").events} == {1}
    assert book.get("A1").status is AwardStatus.TERMINATED and signals(book) == []


def test_a_pending_award_that_stands_was_awarded(book: Book, tmp_path: Path) -> None:
    bring(book, tmp_path, release("2024-01-01", awards=[award(status="pending")]))
    bring(book, tmp_path, release("2024-02-01", awards=[award()]))
    assert events(book) == [("awarded", "2024-01-10", "", "")]


def test_a_cancelled_tender_and_a_cancelled_award(book: Book, tmp_path: Path) -> None:
    bring(book, tmp_path, release("2024-01-01", awards=[award()]))
    bring(book, tmp_path, release("2024-01-01", "ocds-2", tender=OPEN, tag=["tender"]))
    bring(book, tmp_path, release("2024-02-01", awards=[award(status="cancelled")], tender={"status": "cancelled"}))
    bring(book, tmp_path, release("2024-02-01", "ocds-2", tender={"status": "cancelled"}))
    assert [kind for kind, *_ in events(book)] == ["cancelled", "cancelled"]
    assert events(book, "T2") == [("cancelled", "2024-02-01", "", "")]
    assert book.get("T2").outcome is Outcome.NO_AWARD and signals(book) == []


def test_no_award_notice_is_not_no_award(book: Book, tmp_path: Path) -> None:
    bring(book, tmp_path, release("2020-01-01", tender=OPEN | {"tenderPeriod": {"endDate": moment("2020-03-01")}}))
    bring(book, tmp_path, release("2020-06-01", tender={"status": "complete"}))
    assert book.get("T1").outcome is Outcome.PENDING and events(book) == [] and signals(book) == []


def test_an_amendment_is_told_once_however_often_it_is_told(book: Book, tmp_path: Path) -> None:
    paper = {"id": "am1", "date": moment("2024-05-01"), "rationale": "a clerical correction"}
    bring(book, tmp_path, held("2024-05-02", amendments=[paper]))
    bring(book, tmp_path, held("2024-06-02", amendments=[paper, paper | {"id": "am2", "date": moment("2024-06-01")}]))
    assert events(book) == [("amended", "2024-05-01", "", "am1"), ("amended", "2024-06-01", "", "am2")]
    assert book.get("T1").events[0].note == "a clerical correction" and signals(book) == []


def test_a_new_supplier_is_named_with_the_old_one(book: Book, tmp_path: Path) -> None:
    bring(book, tmp_path, release("2024-01-15", awards=[award()]))
    bring(book, tmp_path, release("2024-01-20", awards=[award(suppliers=[BOLT])]))
    assert events(book) == [("supplier_changed", "2024-01-20", "Acme Ltd", "Bolt plc")]


def test_an_older_statement_and_the_same_one_again_change_nothing(book: Book, tmp_path: Path) -> None:
    old, new = held("2024-06-01"), held("2024-07-01", period=period("2024-02-01", "2027-12-31"))
    bring(book, tmp_path, new)
    bring(book, tmp_path, old)
    bring(book, tmp_path, old, new)
    assert events(book) == [] and book.get("A1").end == date(2027, 12, 31)
    revision = book.db.revision()
    bring(book, tmp_path, old, new)
    assert book.db.revision() == revision


def test_a_move_is_seen_under_what_a_person_typed(book: Book, tmp_path: Path) -> None:
    bring(book, tmp_path, held("2024-06-01"))
    book.set("A1", end=date(2026, 6, 30))
    report = bring(book, tmp_path, held("2024-07-01", period=period("2024-02-01", "2027-12-31")))
    assert events(book) == [("end_moved", "2024-07-01", "2026-12-31", "2027-12-31")]
    assert book.get("A1").end == date(2026, 6, 30) and report.proposals == 1


def test_undo_takes_the_events_back(book: Book, tmp_path: Path) -> None:
    bring(book, tmp_path, held("2024-06-01"))
    bring(book, tmp_path, held("2024-07-01", period=period("2024-02-01", "2027-12-31")))
    book.undo()
    assert events(book) == [] and book.get("A1").end == date(2026, 12, 31)
    book.redo()
    assert len(events(book)) == 1 and book.check() == []


def test_contracts_finder_puts_its_errors_right(book: Book, real: Path) -> None:
    """Its API gives the newest first; in the order of time values move by a factor of a hundred, and mean nothing."""
    assert import_files(book, [real / "ocds_uk_cf" / "contractsfinder_201_releases.jsonl.gz"]).created == 190
    moves = {(event[2], event[3]) for line in book.holdings.tenders for event in events(book, f"T{line}")}
    assert ("10932000 GBP", "109320 GBP") in moves
    assert signals(book) == []


@pytest.mark.parametrize("name", ["ocds_portland/first_record.json", "prozorro/has-auction-true-tender-complete.json"])
def test_whole_lives_that_went_well_say_nothing(book: Book, real: Path, name: str) -> None:
    """Portland's contract is "terminated" at its end and paid in full."""
    import_files(book, [real / name])
    assert book.holdings.awards and signals(book) == [] and import_files(book, [real / name]).unchanged == 1


def test_a_contract_alone_has_no_history(book: Book, tmp_path: Path) -> None:
    bring(book, tmp_path, release("2024-06-01", contracts=[contract()], awards=[award()]))
    assert events(book) == []
