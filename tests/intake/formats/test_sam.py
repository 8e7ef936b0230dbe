"""SAM.gov: opportunities of the API and of the daily extract are the same."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from reads import take

from bidtracker.book import Book
from bidtracker.domain.money import Money
from bidtracker.domain.records import Identifier
from bidtracker.domain.vocabulary import Method, Stage
from bidtracker.intake import import_files
from bidtracker.intake.notice import Notice

ONE: dict[str, Any] = {
    "noticeId": "n1",
    "title": "Valves",
    "solicitationNumber": " N00104-26  ",
    "fullParentPathName": "DEPT OF DEFENSE.DEPT OF THE NAVY.NAVSUP.NAVSUP  WSS",
    "fullParentPathCode": "017.1700.NAVSUP.N00104",
    "type": "Solicitation",
    "postedDate": "2026-02-02",
    "responseDeadLine": "2026-03-04T16:30:00-04:00",
    "naicsCode": "332919",
    "classificationCode": "4820",
    "award": None,
    "pointOfContact": None,
    "uiLink": "https://sam.gov/opp/n1",
    "description": "https://api.sam.gov/desc?noticeid=n1",
}


def each(**fields: Any) -> Notice:
    notices, problems = take({"opportunitiesData": [ONE | fields]}, name=None)
    assert not problems
    return notices[0]


def test_an_open_solicitation() -> None:
    notice = each()
    assert (notice.list, notice.reference, notice.title, notice.country) == ("sam.gov", "N00104-26", "Valves", "US")
    assert notice.buyer is not None
    assert notice.buyer.name == "DEPT OF THE NAVY / NAVSUP WSS"
    assert notice.buyer.identifiers == (Identifier(scheme="US-SAM-ORG", id="017.1700.NAVSUP.N00104"),)
    assert (notice.published, notice.deadline, notice.stage) == (date(2026, 2, 2), date(2026, 3, 4), None)
    assert notice.deadline_at == datetime.fromisoformat("2026-03-04T16:30:00-04:00")
    assert (notice.category, notice.category_scheme, notice.description) == ("332919", "NAICS", "")


@pytest.mark.parametrize("kind", ["Sale of Surplus Property", "SALE OF SURPLUS PROPERTY"])
def test_a_sale_is_no_tender(book: Book, kind: str) -> None:
    sold = ONE | {"noticeId": "n2", "solicitationNumber": "S-2", "type": kind}
    report = import_files(book, [io.BytesIO(json.dumps({"opportunitiesData": [ONE, sold]}).encode())])
    assert (report.created, report.left_out, len(book.holdings.tenders)) == (1, 1, 1)
    assert [str(each.message) for each in report.problems] == ["it sells surplus property and buys nothing"]


def test_an_award_notice() -> None:
    award = {
        "number": "A-1",
        "date": "2026-05-01",
        "amount": "5000000.00",
        "awardee": {
            "name": "RIVAL LLC",
            "ueiSAM": "LPZ2UE7MLNL5",
            "cageCode": None,
            "location": {"country": {"code": "USA", "name": "GA"}},
        },
    }
    notice = each(type="Award Notice", responseDeadLine=None, award=award)
    (result,) = notice.awards
    assert (notice.stage, notice.published) == (Stage.CLOSED, None)
    assert (result.key, result.awarded, result.value) == ("A-1", date(2026, 5, 1), Money(Decimal(5_000_000), "USD"))
    assert result.suppliers[0].identifiers == (Identifier(scheme="US-UEI", id="LPZ2UE7MLNL5"),)
    assert result.suppliers[0].country == "US"


def test_what_is_not_a_solicitation_yet_or_never() -> None:
    for kind in ("Sources Sought", "Presolicitation", "Special Notice"):
        assert each(type=kind).stage is Stage.WATCHING
    assert each(type="Justification").method is Method.LIMITED


@pytest.mark.parametrize(
    ("code", "method", "description"),
    [
        ("SBA", None, "Set-aside"),
        ("8AN", Method.LIMITED, "Set-aside"),
        ("SDVOSBS", Method.LIMITED, "Set-aside"),
        ("NONE", None, ""),
        (None, None, ""),
    ],
)
def test_to_whom_it_is_set_aside(code: str | None, method: Method | None, description: str) -> None:
    """get-opportunities-public-api.md, "Set-Aside Values"."""
    notice = each(typeOfSetAside=code, typeOfSetAsideDescription="Set-aside")
    assert (notice.method, notice.description) == (method, description)


def test_null_in_words_is_nothing() -> None:
    """get-opportunities-public-api.md, example 2."""
    notice = each(description="null", uiLink="null")
    assert (notice.description, notice.url) == ("", "")


def test_a_justification_with_its_award_is_not_open() -> None:
    award = {"number": "A-1", "date": "2026-05-01", "awardee": {"name": "RIVAL LLC"}}
    assert each(type="Justification", award=award).stage is Stage.CLOSED
    assert each(type="Justification").stage is None


def test_all_notices_of_a_solicitation_have_one_key() -> None:
    assert each(noticeId="n2", type="Award Notice").key == each().key
    assert each(solicitationNumber=None).key == "n1"


def test_older_answers_name_the_offices_apart() -> None:
    old = {"fullParentPathName": None, "fullParentPathCode": None}
    notice = each(**old, department="ENERGY", subTier="ENERGY, DEPT OF", office="LAB", postedDate="2026-02-02 10:11:12")
    assert notice.buyer is not None
    assert notice.buyer.name == "ENERGY, DEPT OF / LAB"
    assert notice.published == date(2026, 2, 2)


def test_a_name_with_a_dot_is_not_taken_apart() -> None:
    notice = each(fullParentPathName="STATE.U.S. EMBASSY", fullParentPathCode="019.1900")
    assert notice.buyer is not None
    assert notice.buyer.name == "STATE.U.S. EMBASSY"


def test_the_daily_extract() -> None:
    rows = (
        "NoticeId,Title,Sol#,Department/Ind.Agency,Sub-Tier,Office,AAC Code,PostedDate,Type,ResponseDeadLine,NaicsCode,"
        "ClassificationCode,AwardNumber,AwardDate,Award$,Awardee,Link,Description\n"
        "n1,Valves,N00104-26,DEFENSE,NAVY,WSS,N00104,2026-02-02 10:00:00.1-05,Award Notice,,332919,4820,A-1,2026-05-01,"
        "1200.50,RIVAL LLC,https://sam.gov/opp/n1,Ball valves\n"
    )
    (notice,), problems = take(rows, name=None)
    assert not problems
    assert (notice.format, notice.title, notice.description) == ("sam", "Valves", "Ball valves")
    assert notice.buyer is not None
    assert notice.buyer.name == "NAVY / WSS"
    (result,) = notice.awards
    assert (result.value, result.awarded) == (Money(Decimal("1200.50"), "USD"), date(2026, 5, 1))
    assert [p.name for p in result.suppliers] == ["RIVAL LLC"]


# ---------------------------------------------------------------- the full extract, byte for byte as it is published

HEADER = (
    *("NoticeId", "Title", "Sol#", "Department/Ind.Agency", "CGAC", "Sub-Tier", "FPDS Code", "Office", "AAC Code"),
    *("PostedDate", "Type", "BaseType", "ArchiveType", "ArchiveDate", "SetASideCode", "SetASide", "ResponseDeadLine"),
    *("NaicsCode", "ClassificationCode", "PopStreetAddress", "PopCity", "PopState", "PopZip", "PopCountry", "Active"),
    *("AwardNumber", "AwardDate", "Award$", "Awardee", "PrimaryContactTitle", "PrimaryContactFullname"),
    *("PrimaryContactEmail", "PrimaryContactPhone", "PrimaryContactFax", "SecondaryContactTitle"),
    *("SecondaryContactFullname", "SecondaryContactEmail", "SecondaryContactPhone", "SecondaryContactFax"),
    *("OrganizationType", "State", "City", "ZipCode", "CountryCode", "AdditionalInfoLink", "Link", "Description"),
)
ROW = {
    "NoticeId": "0a" * 16,
    "Title": "Pump \u2013 overhaul",
    "Sol#": "W00X-26-R-0001",
    "Department/Ind.Agency": "DEPT OF EXAMPLES",
    "CGAC": "021",
    "Sub-Tier": "DEPT OF THE PUMPS",
    "FPDS Code": "2100",
    "Office": "W00X PUMP OFFICE",
    "AAC Code": "W00X",
    "PostedDate": "2026-10-06 03:42:50",
    "Type": "Combined Synopsis/Solicitation",
    "BaseType": "Combined Synopsis/Solicitation",
    "ArchiveType": "autocustom",
    "ArchiveDate": "2027-01-15",
    "SetASideCode": "SBA",
    "SetASide": "Total Small Business Set-Aside (FAR 19.5)",
    "ResponseDeadLine": "2026-12-31T12:00:00+01:00",
    "NaicsCode": "333914",
    "ClassificationCode": "4320",
    "PopCountry": "DEU",
    "Active": "Yes",
    "OrganizationType": "OFFICE",
    "CountryCode": "USA",
    "Link": "https://sam.gov/opp/0a/view",
    "Description": 'Overhaul of "old" pumps, all sizes.\r\n\r\nSecond \u2013 last \u2013 paragraph.',
}


def extract(*rows: dict[str, str]) -> tuple[list[Notice], list[str]]:
    out = io.StringIO()
    writer = csv.DictWriter(out, HEADER, restval="", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    written = out.getvalue().encode("cp1252")
    assert b"\x96" in written
    notices, problems = take(written, name=None)
    assert not [problem for problem in problems if problem.refused]
    return notices, [str(problem.message) for problem in problems]


def test_the_full_extract_as_it_is_published() -> None:
    (notice,), problems = extract(ROW)
    assert problems == ["the text is not UTF-8 and was read as cp1252"]
    assert (notice.format, notice.list, notice.reference) == ("sam", "sam.gov", "W00X-26-R-0001")
    assert notice.title == "Pump \u2013 overhaul"
    described, _, set_aside = notice.description.rpartition("\n\n")
    assert described == 'Overhaul of "old" pumps, all sizes.\n\nSecond \u2013 last \u2013 paragraph.'
    assert set_aside == "Total Small Business Set-Aside (FAR 19.5)"
    assert notice.buyer is not None
    assert notice.buyer.name == "DEPT OF THE PUMPS / W00X PUMP OFFICE"
    assert notice.buyer.identifiers == (Identifier(scheme="US-SAM-ORG", id="W00X"),)
    assert (notice.category, notice.category_scheme, notice.country) == ("333914", "NAICS", "US")
    assert (notice.published, notice.deadline) == (date(2026, 10, 6), date(2026, 12, 31))
    assert notice.deadline_at == datetime(2026, 12, 31, 11, tzinfo=UTC)
    assert notice.released == datetime(2026, 10, 6, 3, 42, 50, tzinfo=UTC)
    assert (notice.stage, notice.awards, notice.cancelled) == (None, (), False)
    assert notice.url == "https://sam.gov/opp/0a/view"


@pytest.mark.parametrize(
    ("posted", "released"),
    [
        ("2026-10-06 03:42:50-04", datetime(2026, 10, 6, 7, 42, 50, tzinfo=UTC)),
        ("2026-10-06 03:42:50.1-05", datetime(2026, 10, 6, 8, 42, 50, 100_000, tzinfo=UTC)),
        ("2026-10-06", datetime(2026, 10, 6, tzinfo=UTC)),
        ("10/06/2026", datetime(2026, 10, 6, tzinfo=UTC)),
        ("2026-10-06 03:42:50 EDT", datetime(2026, 10, 6, tzinfo=UTC)),
    ],
)
def test_the_moment_of_a_notice_orders_those_of_one_day(posted: str, released: datetime) -> None:
    (notice,), _ = extract(ROW | {"PostedDate": posted})
    assert (notice.released, notice.published) == (released, date(2026, 10, 6))


@pytest.mark.parametrize(
    ("kind", "stage"),
    [
        ("Solicitation", None),
        ("Sources Sought", Stage.WATCHING),
        ("Presolicitation", Stage.WATCHING),
        ("Special Notice", Stage.WATCHING),
        ("Intent to Bundle Requirements (DoD-Funded)", Stage.WATCHING),
        ("Consolidate/(Substantially) Bundle", Stage.WATCHING),  # as it is called since 2023
        ("Award Notice", Stage.CLOSED),
    ],
)
def test_the_types_in_words(kind: str, stage: Stage | None) -> None:
    (notice,), _ = extract(ROW | {"Type": kind})
    assert notice.stage is stage


def test_a_sale_in_the_full_extract() -> None:
    notices, problems = extract(ROW, ROW | {"NoticeId": "n3", "Sol#": "S-3", "Type": "Sale of Surplus Property"})
    assert len(notices) == 1 and "it sells surplus property and buys nothing" in problems


def test_an_award_in_the_full_extract() -> None:
    report = {
        "AwardNumber": "W00X26C0001",
        "AwardDate": "2026-11-02",
        "Award$": "1200.50",
        "Awardee": "PUMPS LLC",
    }
    (notice,), _ = extract(ROW | report | {"Type": "Award Notice", "ResponseDeadLine": ""})
    (award,) = notice.awards
    assert (award.key, award.awarded) == ("W00X26C0001", date(2026, 11, 2))
    assert (award.value, [party.name for party in award.suppliers]) == (
        Money(Decimal("1200.50"), "USD"),
        ["PUMPS LLC"],
    )
    assert notice.published is None
