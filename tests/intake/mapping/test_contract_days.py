"""Both days of a contract in one cell."""

from __future__ import annotations

import pytest

from bidtracker.intake.mapping.contract_days import contract_days_of


@pytest.mark.parametrize(
    "cell",
    [
        "01.04.2025 - 31.03.2028",
        "01/04/2025-31/03/2028",
        "04/01/2025 - 03/31/2028",
        "2025-04-01 - 2028-03-31",
        "2025/4/1~2028/3/31",
        "from 1 April 2025 to 31 March 2028",
        "1 Apr 25–31 Mar 28",
        "du 1er avril 2025 au 31 mars 2028",
        "dal 1/4/2025 al 31/3/2028",
        "с 01.04.2025 по 31.03.2028",
        "2025年4月1日至2028年3月31日",
        "自114年4月1日起至117年3月31日止",
        "令和7年4月1日から令和10年3月31日まで",
    ],
)
def test_from_when_until_when(cell: str) -> None:
    days = contract_days_of(cell)
    assert days is not None
    assert (days.start, days.end.text, days.end.rough) == ("2025-04-01", "2028-03-31", False)


@pytest.mark.parametrize(
    ("cell", "end"),
    [
        ("Apr 2025 - Mar 2028", "2028-03-31"),
        ("2025-2027", "2027-12-31"),
        ("04/25 - 11/25", "2025-11-30"),
        ("04.25–03.28", "2028-03-31"),
        ("von 4/25 bis 3/28", "2028-03-31"),
        ("Jan-Dec 2025", "2025-12-31"),
        ("octobre à décembre 2026", "2026-12-31"),
        ("2025年4月～9月", "2025-09-30"),
        ("114年1月至116年12月", "2027-12-31"),
    ],
)
def test_where_only_months_or_years_are_written_the_end_is_rough(cell: str, end: str) -> None:
    days = contract_days_of(cell)
    assert days is not None
    assert (days.start, days.end.text, days.end.rough) == (None, end, True)


@pytest.mark.parametrize(
    ("cell", "start", "end"),
    [
        ("1 April - 31 March 2026", "2025-04-01", "2026-03-31"),
        ("1.4. - 31.12.2025", "2025-04-01", "2025-12-31"),
        ("01/04 - 31/12/2025", "2025-04-01", "2025-12-31"),
        ("2025年4月1日～9月30日", "2025-04-01", "2025-09-30"),
        ("2025年10月1日～3月31日", "2025-10-01", "2026-03-31"),
        ("2025-04-01/2028-03-31", "2025-04-01", "2028-03-31"),
    ],
)
def test_a_day_without_a_year_stands_in_that_of_the_other(cell: str, start: str, end: str) -> None:
    days = contract_days_of(cell)
    assert days is not None
    assert (days.start, days.end.text, days.end.rough) == (start, end, False)


@pytest.mark.parametrize(
    ("cell", "more"),
    [
        ("3 years from 1 April 2025", 0),
        ("1 April 2025 for 36 months", 0),
        ("from 01.04.2025 for 3 years (+ 2x12 months)", 24),
        ("36 Monate ab 01.04.2025", 0),
        ("36 mois à compter du 1er avril 2025", 0),
        ("01.04.2025 - 31.03.2028 (+12m)", 12),
        ("01.04.2025 - 31.03.2028 + 1 + 1", 24),
        ("3+1+1 from 2025-04-01", 24),
    ],
)
def test_a_length_from_a_day_and_what_may_be_added(cell: str, more: int) -> None:
    days = contract_days_of(cell)
    assert days is not None
    assert (days.start, days.end.text, days.more.months) == ("2025-04-01", "2028-03-31", more)


@pytest.mark.parametrize(
    "cell",
    [
        "24-36",
        "12-24 months",
        "3+1+1",
        "2025-04-01",
        "2025-12",
        "31/03/2028 - 01/04/2025",
        "05/04/2025-06/05/2028",
        36,
        "36 months from award",
        "To 30/6/2019 with the option to extend for 6 months",
        "Until 28/02/2018 with an option to extend for 3 months",
        "3 years from 01/07/2024",
        "24 (+12)",
        "04/05 - 11/06",
        "11/25 - 04/25",
        "13/25 - 14/25",
        "01/04 - 02/05/2025",
    ],
)
def test_what_is_no_two_days(cell: object) -> None:
    assert contract_days_of(cell) is None
