"""Small inputs of publishers, each the smallest that once showed a fault, with the right value beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from bidtracker.book import Book
from bidtracker.cli.root import root
from bidtracker.domain.vocabulary import AwardStatus, SignalKind, TerminationReason
from bidtracker.intake import ImportChoices, import_files
from bidtracker.intake.report import Report

Bring = Callable[..., Report]


@pytest.fixture
def bring(book: Book, cases: Path) -> Bring:
    return lambda name, **how: import_files(book, [cases / name], ImportChoices(**how))


def held(book: Book) -> list[tuple[list[str], str, str]]:
    """Who holds each award, for how much, until when."""
    return [
        (
            book.holdings.suppliers(award),
            f"{award.value.amount.normalize():f} {award.value.currency}".strip() if award.value else "",
            str(award.end or ""),
        )
        for award in book.holdings.awards.values()
    ]


def buyers(book: Book) -> list[str]:
    return [book.holdings.buyers[tender.buyer].name for tender in book.holdings.tenders.values()]


def kinds(book: Book) -> list[SignalKind]:
    return [signal.kind for signal in book.holdings.signals.values()]


def test_one_row_a_winner(book: Book, bring: Bring) -> None:
    bring("publishers/rows_per_winner.json")
    assert held(book) == [(["Alpha Ltd"], "50000 EUR", ""), (["Beta GmbH"], "20000 EUR", "")]
    assert len(book.holdings.tenders) == 1 and not kinds(book)


@pytest.mark.parametrize(
    "name", ["release_award_only_title", "release_contract_only", "release_implementation_pending"]
)
def test_what_a_release_leaves_out_stays_as_it_was(name: str, book: Book, bring: Bring) -> None:
    bring(f"publishers/{name}.json")
    assert book.get("T1").title == "Window cleaning" and held(book) == [(["Alpha Ltd"], "90 GBP", "2028-03-31")]
    assert book.get("A1").status is AwardStatus.ACTIVE


@pytest.mark.parametrize("name", ["release_termination_only", "record_termination_same_data", "termination_missed"])
def test_the_supplier_failed(name: str, book: Book, bring: Bring) -> None:
    bring(f"publishers/{name}.json")
    assert kinds(book) == [SignalKind.EARLY_TERMINATION] and len(book.holdings.awards) == 1
    assert book.get("A1").termination_reason is TerminationReason.FAILURE


def test_the_authority_failed(book: Book, bring: Bring) -> None:
    bring("publishers/termination_false_alarm.json")
    assert not kinds(book) and book.get("A1").termination_reason is TerminationReason.BUYER


def test_a_person_does_not_rename_the_buyer(book: Book, bring: Bring) -> None:
    bring("publishers/buyer_is_person.json")
    assert buyers(book) == ["Town of Exampleton", "Town of Exampleton"]


def test_two_buyers_under_one_ocid(book: Book, bring: Bring) -> None:
    bring("publishers/same_ocid_two_buyers.json")
    assert buyers(book) == ["North Water plc", "South Rail plc"]
    assert [book.holdings.suppliers(book.get(f"A{t.awards[0]}")) for t in book.holdings.tenders.values()] == [
        ["Alpha Ltd"],
        ["Beta Ltd"],
    ]


def test_contracts_of_one_award(book: Book, bring: Bring) -> None:
    bring("publishers/contracts_of_one_award.json")
    assert held(book) == [(["Alpha Ltd"], "10000 GBP", "2026-01-01"), (["Beta SA"], "50000 GBP", "2029-01-01")]


def test_the_winner_is_none_of_the_buyers_fields(book: Book, bring: Bring) -> None:
    bring("publishers/winner_id_is_buyers.json")
    assert [names for names, _, _ in held(book)] == [["ALFA LTDA"], ["BETA SA"]]


def test_all_who_hold_a_contract(book: Book, bring: Bring) -> None:
    bring("publishers/nested_winners.json")
    assert [names for names, _, _ in held(book)] == [["Alpha SA", "Beta SA"], ["Alpha SA"]]


@pytest.mark.parametrize("name", ["envelope_list.json", "list_of_api_pages.json", "cr_only.csv"])
def test_two_records_however_they_are_wrapped(name: str, book: Book, bring: Bring) -> None:
    assert bring(f"publishers/{name}").created == 2


def test_a_buyer_for_all_rows(cases: Path, tmp_path: Path) -> None:
    list_of_all = str(cases / "publishers" / "no_buyer_column.csv")
    words = ["--book", str(tmp_path / "new"), "import", list_of_all, "--map", "auto", "--set", "buyer=Invented City"]
    done = CliRunner().invoke(root, [*words, "--yes"])
    assert done.exit_code == 0, done.output
    with Book.open(tmp_path / "new") as book:
        assert buyers(book) == ["Invented City"]


def test_a_chinese_list(book: Book, bring: Bring) -> None:
    bring("publishers/value_range_and_chinese_date.csv", mapping=["auto"])
    assert held(book) == [(["甲公司"], "125000 CNY", "")] and str(book.get("A1").awarded) == "2025-03-01"


def test_a_notice_of_the_world_bank(book: Book, bring: Bring) -> None:
    bring("publishers/worldbank_notice.json")
    tender = book.get("T1")
    assert buyers(book) == ["Ministry of Roads"] and tender.deadline is None
    assert tender.value is not None and (int(tender.value.amount), tender.value.currency) == (26000, "USD")


def test_pages_of_notices_without_any_title_are_refused(bring: Bring) -> None:
    assert bring("publishers/crash_pages_procnotices.json").refused == 1


def test_a_rejected_bid_is_no_runner_up(book: Book, bring: Bring) -> None:
    bring("publishers/prozorro_runner_up.json")
    assert held(book) == [(["Beta"], "950 UAH", "")] and book.get("A1").runner_up is None


def test_a_deadline_keeps_its_hour_and_zone(book: Book, bring: Bring) -> None:
    bring("publishers/deadline_time.json")
    hours = [str(book.get(f"T{n}").deadline_at) for n in (1, 2, 3)]
    assert hours == ["2026-12-04 12:00:00+13:00", "2026-12-04 00:00:00+00:00", "2026-12-04 10:59:00+00:00"]


@pytest.mark.parametrize("name", ["deep480.json", "deep600.json"])
def test_what_is_nested_too_deep_is_refused_alone(name: str, bring: Bring) -> None:
    report = bring(f"hostile/{name}")
    assert (report.created, report.refused) == (1, 1)
