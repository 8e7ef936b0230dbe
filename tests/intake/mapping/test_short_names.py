"""Headings whose words are cut short."""

from __future__ import annotations

import pytest

from bidtracker.intake.mapping.headings.concepts import field_of_short


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("importe adj.", "award_value"),
        ("fecha adj.", "award_date"),
        ("classif.", "position"),
        ("n.º proc.", "reference"),
        ("wart. szac.", "value"),
        ("nasza of.", ""),
        ("adj.", ""),
        ("kol.", ""),
        ("", ""),
    ],
)
def test_the_beginning_of_a_word_tells_beside_another(heading: str, field: str) -> None:
    assert field_of_short(heading) == field
