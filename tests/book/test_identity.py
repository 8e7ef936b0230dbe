"""Names that are written alike are asked about; names with other numbers in them are not alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from bidtracker.book import Book
from bidtracker.book.identity import OrganisationNames
from bidtracker.domain.errors import FieldError
from bidtracker.domain.records import Buyer

KNOWN = ("Riverside Primary School No. 14", "North Valley Council", "Clinic 007 of Harbour Town", "第三人民医院 2")


@pytest.fixture
def names() -> OrganisationNames:
    return OrganisationNames(Buyer(id=number, name=name) for number, name in enumerate(KNOWN, start=1))


@pytest.mark.parametrize(
    "name",
    [
        "Riverside Primary School No. 12",
        "Riverside Primary School",
        "North Valley Council 2",
        "Clinic 8 of Harbour Town",
        "第三人民医院 3",
    ],
)
def test_names_that_differ_in_numbers_are_not_alike(names: OrganisationNames, name: str) -> None:
    assert names.near(name) == []


@pytest.mark.parametrize(
    ("name", "number"),
    [("Riverside Primery School No. 14", 1), ("North Valey Council", 2), ("Clinic 7 of Harbor Town", 3)],
)
def test_names_that_differ_in_letters_are(names: OrganisationNames, name: str, number: int) -> None:
    assert [number_found for number_found, _ in names.near(name)] == [number]


def test_very_many_who_differ_by_number_ask_nothing() -> None:
    names = OrganisationNames()
    for number in range(1, 400):
        name = f"Municipal Kindergarten {number}"
        assert names.near(name) == []
        names.learn(Buyer(id=number, name=name))


def test_a_buyer_that_another_seller_made_meanwhile_is_not_made_again(tmp_path: Path) -> None:
    with Book.open(tmp_path / "book", create=True) as ours, Book.open(tmp_path / "book") as theirs:
        ours.add("tenders", title="Beds", buyer="Leeds City")
        theirs.add("tenders", title="Chairs", buyer="Kent Council")
        assert ours.add("tenders", title="Tables", buyer="KENT COUNCIL").buyer == theirs.get("T2").buyer
        assert {tender.title for tender in ours.holdings.tenders.values()} == {"Beds", "Chairs", "Tables"}
        theirs.set("B1", name="Bern")
        assert ours.add("tenders", title="Sofas", buyer="Bern").buyer == 1, "and it is known by its new name"


def test_what_was_learned_of_others_early_is_still_to_be_seen(tmp_path: Path) -> None:
    with Book.open(tmp_path / "book", create=True) as ours, Book.open(tmp_path / "book") as theirs:
        ours.add("tenders", title="Beds", buyer="Leeds City")
        assert len(ours.holdings.tenders) == 1
        theirs.add("tenders", title="Chairs", buyer="Kent Council")
        with pytest.raises(FieldError):
            ours.add("tenders", title="", buyer="Kent Council")
        assert ours.changed_elsewhere()
        ours.refresh()
        assert len(ours.holdings.tenders) == 2 and not ours.changed_elsewhere()
