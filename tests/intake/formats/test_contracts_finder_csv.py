"""The CSV of UK Contracts Finder's search."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

from reads import take

from bidtracker.domain.money import Money
from bidtracker.domain.records import Identifier
from bidtracker.domain.vocabulary import Method, Stage
from bidtracker.intake.notice import Notice, Problem

SUPPLIER = "Supplier [Name|Address|Ref type|Ref Number|Is SME|Is VCSE]"
ONE = {
    "Notice Identifier": "T-1",
    "Notice Type": "Contract",
    "Organisation Name": "Town Council",
    "Status": "Open",
    "Published Date": "2026-08-10T12:27:12+01:00",
    "Title": "Playground",
    "Description": "Tenders invited",
    "Cpv Codes": "92000000 45212140",
    "Value Low": "20000",
    "Value High": "",
    "Closing Date": "11/09/2026",
    "Closing Time": "12:00",
    "Awarded Date": "",
    "Awarded Value": "",
    SUPPLIER: "",
    "Contract start date": "",
    "Contract end date": "",
    "OJEU Procedure Type": "",
}


def read(**cells: str) -> tuple[Notice, list[Problem]]:
    row = ONE | {key.replace("_", " "): value for key, value in cells.items()}
    made = io.StringIO()
    writer = csv.DictWriter(made, row)
    writer.writeheader()
    writer.writerow(row)
    notices, problems = take("\ufeff" + made.getvalue(), name=None)
    return notices[0], problems


def each(**cells: str) -> Notice:
    notice, problems = read(**cells)
    assert not problems
    return notice


def test_an_open_notice() -> None:
    notice = each()
    assert (notice.list, notice.reference, notice.title) == ("contracts-finder", "T-1", "Playground")
    assert notice.buyer is not None
    assert (notice.buyer.name, notice.country) == ("Town Council", "GB")
    assert (notice.published, notice.deadline) == (date(2026, 8, 10), date(2026, 9, 11)), "days come before months"
    assert (notice.category, notice.value) == ("92000000", Money(Decimal(20_000), "GBP"))
    assert (notice.stage, notice.awards) == (None, ())


def test_an_awarded_one_with_its_packed_suppliers() -> None:
    packed = (
        "[Rival (UK) [North] Ltd|1 High St|COMPANIES_HOUSE|01234567|Yes|No]"
        "[A Charity|Road|Unit 2|CHARITY_COMMISSION|998877|No|Yes][Nobody|x|NONE||No|No][N/A|||||]"
    )
    awarded = {
        "Status": "Awarded",
        "Awarded Date": "01/12/2026",
        "Awarded Value": "18500.5",
        SUPPLIER: packed,
        "Contract start date": "02/01/2027",
        "Contract end date": "01/01/2029",
        "OJEU Procedure Type": "OpenProcedure",
    }
    notice = each(**awarded)
    (award,) = notice.awards
    assert (notice.stage, notice.method) == (Stage.CLOSED, Method.OPEN)
    assert (award.awarded, award.value) == (date(2026, 12, 1), Money(Decimal("18500.5"), "GBP"))
    assert (award.start, award.end) == (date(2027, 1, 2), date(2029, 1, 1))
    assert [(p.name, p.identifiers) for p in award.suppliers] == [
        ("Rival (UK) [North] Ltd", (Identifier(scheme="GB-COH", id="01234567"),)),
        ("A Charity", (Identifier(scheme="GB-CHC", id="998877"),)),
        ("Nobody", ()),
    ]


def test_withdrawn_and_announced() -> None:
    assert each(Status="Withdrawn").cancelled
    assert each(Notice_Type="Pipeline").stage is Stage.WATCHING


def test_a_day_that_is_none_is_told_and_the_rest_comes_in() -> None:
    notice, problems = read(Closing_Date="31/02/2026")
    assert notice.deadline is None
    assert [(p.key, p.value, p.refused) for p in problems] == [("closing date", "31/02/2026", False)]


def test_what_no_field_has_stays_with_the_notice() -> None:
    notice = each(Contract_start_date="01/10/2026", Value_High="30000", Region="London")
    assert str(notice.deadline_at) == "2026-09-11 12:00:00"
    assert notice.extra == {
        "Value Low": "20000",
        "Contract start date": "01/10/2026",
        "Region": "London",
        "Cpv Codes": ["92000000", "45212140"],
    }
