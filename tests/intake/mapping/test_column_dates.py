"""The dates of a spreadsheet's column, however a person wrote them."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

import pytest

from bidtracker.domain.errors import Unreadable
from bidtracker.intake.mapping.column_readings import reading_of
from bidtracker.intake.mapping.dates import orders_of, read_day

DAYS = {
    "2026-12-05": """5-Dec-26|05 Dec 2026|Dec 5, 2026|December 5th, 2026|5th of December 2026|Sat 5 Dec 2026
    |5. Dezember 2026
        |Sa., 5.12.2026|5 déc. 2026|samedi 5 décembre 2026|5 de diciembre de 2026|5 dicembre 2026
        |5 de dezembro de 2026
        |5 december 2026|5 grudnia 2026 r.|5. prosince 2026|5 декабря 2026 г.|5 грудня 2026 р.|2026年12月5日
        |令和8年12月5日|R8.12.5
        |民國115年12月5日|115/12/05|5.XII.2026|2026.12.05|2026. 12. 5.|by 5 Dec 2026|05/12/2026 (TBC)|5/12/26
        |5. december 2026|5. joulukuuta 2026|5 Aralık 2026|5 decembrie 2026|2026. december 5.
        |2026년 12월 5일|2026.12.5(토)|二〇二六年十二月五日|令和八年十二月五日
        |46361""",
    "2026-12-05T12:00:00": """Sat, 05-Dec-2026 12:00|5.12.2026, 12 Uhr|05.12.2026 um 12:00 Uhr|05/12/2026 à 12h
    |5/12/2026 12h00
        |2026年12月5日 12時|2026年12月5日12点|05/12/2026 noon|12 noon 5 Dec 2026|5/12/2026 12pm|5/12/2026 12.00
        |12:00 on 5 December 2026|46361.5|5 dic 2026 12:00|5. december 2026 kl. 12.00|5.12.2026 klo 12
        |5 dicembre 2026, ore 12|5 Aralık 2026 saat 12.00|5.12.2026 r. godz. 12""",
    "2026-12-05T15:00:00": """2026年12月5日 下午3时|2026/12/5 午後3:00|2026년 12월 5일 오후 3시|2026年12月5日15時
        |2026-12-05 오후 3:00""",
    "2026-12-05T14:00:00+01:00": """5 Dec 2026 14:00 CET|5 Dec 2026 14:00 (CET)|5 Dec 2026 14:00 +01:00
    |5 Dec 2026 14:00 GMT+1
        |5 Dec 2026 14:00 Europe/Paris|05.12.2026 14:00 Uhr MEZ|5/12/2026 2pm (CET)""",
    "2026-12-05T14:00:00+00:00": "Sat Dec 05 14:00:00 GMT 2026|5/12/2026 14:00 (UK time)|2026-12-05 14:00:00 UTC",
}  # fmt: skip
ROUGH = {
    "2027-03-31": """Q1 2027|Q1/27|1Q27|2027 Q1|1. Quartal 2027|T1 2027|1er trimestre 2027|2027年第1季度|early 2027
    |Anfang 2027
        |début 2027|Mar-27|end of March 2027|Ende März 2027|März 2027|03/2027|2027-03|2027年3月|c. March 2027
        |March 2027 (TBC)""",
    "2026-06-30": "second quarter 2026|zweites Quartal 2026|deuxième trimestre 2026|2. kvartal 2026|2. çeyrek 2026"
    "|2026년 2분기|2026年第二季度|2026 2nd quarter|II kw. 2026"
    "|mid 2026|mid-2026|Mitte 2026|mi-2026|H1 2026|1. Halbjahr 2026|2026年上半年|June 2026",
    "2026-12-31": "2026|H2 2026|2H26|late 2026|end of 2026|Ende 2026|fin 2026|Dec 2026|12/2026",
    "2026-11-30": "hösten 2026|efterår 2026|syksy 2026|Autumn 2026|Herbst 2026|2026年秋",
    "2026-12-13": "vecka 50 2026|uge 50 2026|KW 50 2026|KW50/2026|week 50 2026|2026-W50",
}  # fmt: skip


def each(table: dict[str, str]) -> list[tuple[str, str]]:
    return [(cell.strip(), day) for day, cells in table.items() for cell in cells.split("|")]


@pytest.mark.parametrize(("cell", "day"), each(DAYS))
def test_a_day(cell: str, day: str) -> None:
    assert read_day(cell, "dmy") == (day, False)


@pytest.mark.parametrize(("cell", "day"), each(ROUGH))
def test_what_is_no_day_is_the_last_one_and_rough(cell: str, day: str) -> None:
    assert read_day(cell) == (day, True)


YEARLESS = """12 March|12. März|Fri 12 March|March 12th|12-Mar|12.03.|12.3|12/03|12 de marzo|12 марта|3月12日
3月12日(木)"""


@pytest.mark.parametrize("cell", re.split(r"[|\n]", YEARLESS))
def test_a_day_without_a_year_is_of_its_columns(cell: str) -> None:
    assert read_day(cell, "dmy2026") == ("2026-03-12", False)
    with pytest.raises(Unreadable, match="has no year"):
        read_day(cell, "dmy")


def test_the_heading_says_the_year_of_days_without_one() -> None:
    cells = Counter(["12 March", "03/04", "25/12"])
    assert reading_of("deadline", "Deadline 2026", cells) == ("2026", False)
    assert reading_of("deadline", "Deadline", cells) == ("", False)
    assert reading_of("deadline", "Deadline 2025/2026", cells) == ("", False)
    assert reading_of("deadline", "Deadline 2026", Counter(["12/03/2027"]))[0] == "dmy"
    with pytest.raises(Unreadable, match="could be 2026-04-03 or 2026-03-04"):
        read_day("03/04", "2026")


@pytest.mark.parametrize("cell", ["29.02.", "31/11"])
def test_a_day_that_its_year_does_not_have(cell: str) -> None:
    with pytest.raises(Unreadable, match="no day of any month"):
        read_day(cell, "dmy2026")


@pytest.mark.parametrize(
    "cell",
    ["was 1/12/2026 now 5/12/2026", "05/12/2026; 06/12/2026", "31/02/2026", "01/01/1900", "FY2027", "2026/27",
    "ASAP", "00:00:00"],
)  # fmt: skip
def test_what_is_not_one_day(cell: str) -> None:
    with pytest.raises(Unreadable):
        read_day(cell, "dmy")


FISCAL = """FY26 Q2|Q2 FY2026/27|Q2 FY26|FY2027|H1 FY27|FY 2026/27|2026/27|2026-2027|Q2 2026/27|GJ 2026/27|exercice 2026
2026年度|令和8年度第2四半期|2026 회계연도"""


@pytest.mark.parametrize("cell", re.split(r"[|\n]", FISCAL))
def test_nobody_knows_when_a_fiscal_year_begins(cell: str) -> None:
    with pytest.raises(Unreadable, match="is of a fiscal year, and when that begins is not known"):
        read_day(cell, "dmy")


def test_numbers_of_a_spreadsheet() -> None:
    assert read_day(46391).text == "2027-01-04" and read_day(Decimal("46391.75")).text == "2027-01-04T18:00:00"
    assert read_day(20261204).text == "2026-12-04" and read_day(2026) == ("2026-12-31", True)


def test_the_order_shows_behind_a_weekday_too() -> None:
    assert orders_of("Sat 25/12/2026") == {"dmy"} and orders_of("04/12/2026") == {"dmy", "mdy"}


@pytest.mark.parametrize("cell", ["not before 1 June 2026", "after 1 June 2026", "nicht vor dem 01.06.2026"])
def test_a_day_that_something_comes_after_is_none(cell: str) -> None:
    with pytest.raises(Unreadable):
        read_day(cell, "dmy")
