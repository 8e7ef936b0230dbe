"""Tenders that several buyers publish together: kept under the first, and the others are named on their page."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from releases import BUYER, bring, release

from bidtracker.book import Book
from bidtracker.pages.draw.text import plain_text
from bidtracker.pages.records.tender import tender_page

CITY, TOWN = {"id": "b1", "name": "City"}, {"id": "b2", "name": "Town"}
TED: dict[str, Any] = {
    "publication-number": "100-2026",
    "procedure-identifier": "p-1",
    "form-type": "competition",
    "publication-date": "2026-03-01+01:00",
    "notice-title": {"eng": "Beds"},
    "buyer-name": {"eng": ["City", "Town_1149"]},
}
PROZORRO: dict[str, Any] = {
    "id": "a" * 32,
    "tenderID": "UA-2026-01-10-000001-a",
    "title": "Beds",
    "status": "active.tendering",
    "procuringEntity": {"name": "Agency"},
    "buyers": [CITY, TOWN],
}
DECP: dict[str, Any] = {
    "id": "M1",
    "acheteur": [{"id": "21350238800019", "nom": "City"}, {"id": "21750001630066", "nom": "Town"}],
    "objet": "Beds",
    "titulaires": [{"titulaire": {"id": "32012345600010", "typeIdentifiant": "SIRET", "denominationSociale": "Alpha"}}],
    "dateNotification": "2026-01-02",
    "montant": 1000,
}


@pytest.mark.parametrize(
    "record",
    [
        release("2026-01-02", buyer=CITY, buyers=[CITY, TOWN]),
        release("2026-01-02", buyer=CITY, parties=[{**CITY, "roles": ["buyer"]}, {**TOWN, "roles": ["buyer"]}]),
        TED,
        PROZORRO,
        DECP,
    ],
)
def test_who_buys_together_stays_with_the_tender(book: Book, tmp_path: Path, record: dict[str, Any]) -> None:
    report = bring(book, tmp_path, record)
    tender = book.get("T1")
    assert book.holdings.buyers[tender.buyer].name == "City"
    assert tender.extra["buyers"] == ["Town"]
    assert [str(problem.message) for problem in report.problems if "together" in str(problem.message)] == [
        "2 buyers buy together; it is kept under the first, and names the others"
    ]
    page = plain_text(tender_page(tender, book.holdings, date(2026, 6, 1)))
    assert "Buys together with" in page and "Town" in page
    assert bring(book, tmp_path, record).updated == 0


def test_one_buyer_in_two_roles_buys_alone(book: Book, tmp_path: Path) -> None:
    parties = [{**BUYER, "roles": ["buyer", "procuringEntity"]}, {"id": "p", "name": "Agency", "roles": ["payer"]}]
    report = bring(book, tmp_path, release("2026-01-02", parties=parties))
    assert book.get("T1").extra == {} and not report.problems
