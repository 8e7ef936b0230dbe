"""Names that are written alike are asked about; names with other numbers in them are not alike."""

from __future__ import annotations

import pytest

from bidtracker.book.identity import OrganisationNames
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
