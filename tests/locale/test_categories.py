"""Categories by their public names."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bidtracker.domain.titles.categories import sector_of
from bidtracker.locale import LANGUAGES, set_language
from bidtracker.locale.categories import categories_like, category_name, cpv_names


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    set_language("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_division_and_group_has_a_name_in_each_language(language: str) -> None:
    names = cpv_names(language)
    assert sum(len(code) == 2 for code in names) == 45
    assert sum(len(code) == 3 for code in names) == 272
    assert all(name.strip() == name and name for name in names.values())
    if language != "en":
        assert not any(name.isascii() for name in names.values())


@pytest.mark.parametrize(
    ("language", "name"), [("en", "Medical equipments"), ("zh_CN", "医疗设备"), ("zh_TW", "醫療設備")]
)
def test_a_code_is_called_by_its_group_else_by_its_division(language: str, name: str) -> None:
    set_language(language)
    assert category_name("33111000", "CPV") == name
    assert category_name("33111000-1") == name
    assert category_name("45000000", "CPV")
    assert category_name("33111000", "UNSPSC") == ""
    assert category_name("office chairs") == ""


def test_categories_are_found_by_part_of_a_name_or_code() -> None:
    assert ("33100000", "Medical equipments") in categories_like("medical equip")
    assert ("45000000", "Construction work") in categories_like("45")


def test_a_sector_is_the_head_of_a_code_or_the_words_of_the_list() -> None:
    assert sector_of("33111000") == ("CPV", "33")
    assert sector_of("42131600", "UNSPSC") == ("UNSPSC", "42")
    assert sector_of("beds", "", "Health") == ("", "Health")
