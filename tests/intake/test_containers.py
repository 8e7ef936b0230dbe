"""What publishers and searches wrap around their records: pages, ids, hits; each record comes in as it would alone."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from came import came, lines

from bidtracker.book import Book


def release(number: int) -> dict[str, Any]:
    return {
        "ocid": f"ocds-abc123-{number}", "id": "1", "date": "2025-01-01T00:00:00Z", "tag": ["tender"],
        "buyer": {"id": "B", "name": "Town"}, "tender": {"id": f"t{number}", "title": f"Road {number}"},
    }  # fmt: skip


def plain(number: int) -> dict[str, Any]:
    return {"title": f"Road {number}", "buyer": "Town", "reference": f"t{number}"}


CONTAINERS = {
    "payload": lambda records: {"status": "ok", "meta": {"count": 2}, "payload": {"results": {"items": records}}},
    "under their ids": lambda records: {str(100 + n): record for n, record in enumerate(records)},
    "under their ids, below": lambda records: {"tenders": {str(n): record for n, record in enumerate(records)}},
    "hits": lambda records: {"hits": {"hits": [{"_id": str(n), "_source": r} for n, r in enumerate(records)]}},
    "one member": lambda records: [{"record": record} for record in records],
    "packages": lambda records: [{"uri": "x", "results": [record]} for record in records],
    "pages": lambda records: [{"page": n, "total": 2, "data": [record]} for n, record in enumerate(records)],
}


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize("record", [release, plain])
def test_each_record_comes_in(container: str, record: Any, book: Book) -> None:
    raw = io.BytesIO(json.dumps(CONTAINERS[container]([record(1), record(2)])).encode())
    assert came(book, raw).created == 2
    assert [line.split(" | ")[:3] for line in lines(book)] == [["t1", "Road 1", "Town"], ["t2", "Road 2", "Town"]]


def test_a_record_that_holds_lists_is_no_page(book: Book) -> None:
    results = [{"lot": "1", "value": 5}, {"lot": "2", "value": 7}]
    record = {"noticeId": "n1", "subject": "Roads", "purchaser": {"name": "Town"}, "results": results}
    assert came(book, io.BytesIO(json.dumps([record]).encode())).created == 1
    assert lines(book) == ["n1 | Roads | Town | watching pending pending"]


def test_our_own_columns_with_cells_as_people_write_them(book: Book) -> None:
    text = "Title\tBuyer\tDeadline\tValue\nSalt\tAshby\t05/12/2026\t1.2m EUR\nGrit\tMoor\t25/12/2026\tTBC\n"
    assert came(book, io.BytesIO(text.encode("utf-16"))).refused == 0
    assert lines(book) == [
        "- | Salt | Ashby | by 2026-12-05 | worth 1200000 EUR | watching pending pending",
        "- | Grit | Moor | by 2026-12-25 | watching pending pending",
    ]


def test_lists_of_two_kinds_side_by_side_all_come_in(book: Book) -> None:
    """As the French examples of 2024 have contracts and concessions (139bercy/format-commande-publique)."""
    contract = {
        "id": "M1", "acheteur": {"id": "21750001630066"}, "nature": "Marché", "objet": "Travaux", "dureeMois": 48,
        "procedure": "Appel d'offres ouvert", "dateNotification": "2024-05-15", "montant": 575000, "offresRecues": 4,
        "titulaires": [{"titulaire": {"id": "55204599900869", "typeIdentifiant": "SIRET"}}],
    }  # fmt: skip
    concession = {
        "id": "C1", "autoriteConcedante": {"id": "12345678901250"}, "nature": "Concession de travaux", "objet": "Port",
        "procedure": "Procédure négociée ouverte", "dureeMois": 12, "dateSignature": "2024-04-02",
        "dateDebutExecution": "2024-05-01", "valeurGlobale": 10.3,
        "concessionnaires": [{"concessionnaire": {"id": "38103128500491", "typeIdentifiant": "SIRET"}}],
    }  # fmt: skip
    whole = {"marches": {"contrat-concession": [concession], "marche": [contract, {**contract, "id": "M2"}]}}
    assert came(book, io.BytesIO(json.dumps(whole).encode())).created == 3
    assert lines(book)[:2] == [
        "C1 | Port | SIRET 12345678901250 | closed pending pending",
        "  SIRET 38103128500491 | 10.3 EUR | on 2024-04-02 | 2024-05-01 to 2025-04-30 to ?",
    ]


def test_a_list_of_other_things_beside_the_records_is_told(book: Book) -> None:
    whole = {"items": [plain(1), plain(2)], "countries": [{"code": "FR", "label": "France"}]}
    report = came(book, io.BytesIO(json.dumps(whole).encode()))
    assert report.created == 2
    assert ["countries" in str(problem.message) for problem in report.problems] == [True]
