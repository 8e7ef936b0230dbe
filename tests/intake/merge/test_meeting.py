"""Several notices of one procedure meet in one tender of the book, whatever the format."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bidtracker.book import Book
from bidtracker.domain.money import Money
from bidtracker.domain.records import Award, Tender
from bidtracker.domain.vocabulary import AwardStatus, Stage
from bidtracker.intake import ImportChoices
from bidtracker.intake.mapping.confirmation import Unmapped
from bidtracker.intake.report import Report
from bidtracker.intake.run import import_files


def bring(book: Book, folder: Path, content: Any, **how: Any) -> Report:
    path = folder / "list.json"
    path.write_text(json.dumps(content))
    return import_files(book, [path], ImportChoices(**how))


def only(book: Book) -> tuple[Tender, list[Award]]:
    ((number, _),) = book.db.table("tenders").rows()
    tender: Any = book.get(f"T{number}")
    awards: list[Any] = [book.get(f"A{award}") for award in tender.awards]
    return tender, awards


def test_a_call_and_its_result_at_ted(book: Book, tmp_path: Path) -> None:
    call = {
        "publication-number": "1-2026",
        "procedure-identifier": "p",
        "form-type": "competition",
        "publication-date": "2026-03-01+01:00",
        "notice-title": {"eng": "Beds"},
        "buyer-name": {"eng": ["City"]},
    }
    result = call | {
        "publication-number": "2-2026",
        "form-type": "result",
        "publication-date": "2026-06-01+02:00",
        "winner-name": {"eng": ["Rival"]},
        "total-value": 5,
        "total-value-cur": ["EUR"],
    }
    changed = result | {
        "publication-number": "3-2026",
        "form-type": "cont-modif",
        "publication-date": "2026-09-01+02:00",
        "total-value": 6,
    }
    assert bring(book, tmp_path, {"notices": [call]}).created == 1
    report = bring(book, tmp_path, {"notices": [changed, result, call]})
    assert (report.created, report.updated) == (0, 2), "the call says what it said; the others count from old to new"
    tender, (award,) = only(book)
    assert tender.stage is Stage.CLOSED
    assert award.value == Money(6, "EUR")
    assert bring(book, tmp_path, {"notices": [call, result, changed]}).updated == 0


def test_a_solicitation_and_its_award_at_sam(book: Book, tmp_path: Path) -> None:
    each = {
        "noticeId": "a",
        "solicitationNumber": "S-1",
        "title": "Valves",
        "department": "NAVY",
        "type": "Solicitation",
        "postedDate": "2026-01-01",
    }
    award = each | {
        "noticeId": "b",
        "type": "Award Notice",
        "postedDate": "2026-05-01",
        "award": {"awardee": {"name": "Rival"}, "amount": "5.00", "date": "2026-05-01", "number": "N"},
    }
    report = bring(book, tmp_path, {"opportunitiesData": [each, award]})
    assert (report.created, report.updated, report.awards) == (1, 1, 1)
    tender, awards = only(book)
    assert str(tender.published) == "2026-01-01"
    assert len(awards) == 1


def test_a_tender_and_its_contract_at_prozorro(book: Book, tmp_path: Path) -> None:
    tender = {
        "id": "t",
        "tenderID": "UA-2026-01-02-000001-a",
        "title": "Ліжка",
        "status": "complete",
        "dateModified": "2026-03-01T00:00:00+02:00",
        "procuringEntity": {"name": "Лікарня"},
        "awards": [{"id": "a", "status": "active", "suppliers": [{"name": "Перший"}]}],
    }
    contract = {
        "id": "c",
        "awardID": "a",
        "tender_id": "t",
        "contractID": "UA-2026-01-02-000001-a-a1",
        "status": "active",
        "title": "Договір",
        "dateModified": "2026-03-02T00:00:00+02:00",
        "buyer": {"name": "Лікарня, відділ"},
        "value": {"amount": 5, "currency": "UAH"},
        "suppliers": [{"name": "Перший"}],
    }
    bring(book, tmp_path, [{"data": tender}, {"data": contract}])
    held, (award,) = only(book)
    assert award.value == Money(5, "UAH")
    assert (held.title, book.holdings.buyers[held.buyer].name) == ("Ліжка", "Лікарня"), "the contract has its own"


def test_the_contracts_of_several_buyers_under_one_award_at_prozorro(book: Book, tmp_path: Path) -> None:
    """contracting/contract/http: patch-1st-contract-value.http and patch-2nd-contract-value.http."""
    tender = {
        "id": "t",
        "tenderID": "UA-2026-01-02-000001-a",
        "title": "Ліжка",
        "status": "complete",
        "dateModified": "2026-03-01T00:00:00+02:00",
        "procuringEntity": {"name": "Централізована закупівельна організація"},
        "buyers": [{"id": "b1", "name": "Лікарня 1"}, {"id": "b2", "name": "Лікарня 2"}],
        "awards": [
            {
                "id": "a",
                "status": "active",
                "date": "2025-01-01T00:00:00+02:00",
                "suppliers": [{"name": "Перший"}],
                "value": {"amount": 900, "currency": "UAH"},
            }
        ],
    }
    contracts = [
        {
            "id": f"c{n}",
            "awardID": "a",
            "tender_id": "t",
            "contractID": f"UA-2026-01-02-000001-a-a{n}",
            "buyerID": f"b{n}",
            "buyer": {"name": f"Лікарня {n}"},
            "status": "cancelled" if n == 3 else "active",
            "title": "Договір",
            "dateModified": f"2026-03-0{n + 1}T00:00:00+02:00",
            "value": {"amount": 300 * n, "currency": "UAH"},
            "suppliers": [{"name": "Перший"}],
        }
        for n in (2, 1, 3)
    ]
    bring(book, tmp_path, [{"data": record} for record in (tender, *contracts)])
    held, (award,) = only(book)
    assert (str(award.value), award.status, book.holdings.signals) == ("900 UAH", AwardStatus.ACTIVE, {})
    assert book.holdings.buyers[held.buyer].name == "Лікарня 1"


def test_the_transactions_of_an_award(book: Book, tmp_path: Path) -> None:
    first = {
        "Award ID": "N1",
        "Recipient Name": "Rival",
        "Awarding Agency": "NAVY",
        "Mod": "0",
        "Action Date": "2024-01-01",
        "Transaction Amount": 10,
        "generated_internal_id": "X",
    }
    second = first | {"Mod": "P1", "Action Date": "2025-01-01", "Transaction Amount": -3}
    report = bring(book, tmp_path, {"results": [first, second]})
    assert (report.created, report.updated, report.awards) == (1, 1, 1)
    tender, (award,) = only(book)
    assert sorted(tender.extra) == ["modification 0", "modification P1"]
    assert str(award.awarded) == "2024-01-01"


def test_a_mapping_that_was_confirmed_is_remembered_by_the_book(book: Book, tmp_path: Path) -> None:
    rows = [{"Subject": "Beds", "Authority": "City"}]
    with pytest.raises(Unmapped):
        bring(book, tmp_path, rows)
    assert not list(book.db.table("tenders").rows())
    bring(book, tmp_path, rows, mapping=("auto",), dry_run=True)
    with pytest.raises(Unmapped):
        bring(book, tmp_path, rows)
    assert bring(book, tmp_path, rows, mapping=("auto",)).created == 1
    assert bring(book, tmp_path, rows).unchanged == 1
