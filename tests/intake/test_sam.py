"""SAM.gov: opportunities of the API and of the daily extract are the same."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from reads import take

from bidtracker.domain.money import Money
from bidtracker.domain.records import Identifier
from bidtracker.domain.vocabulary import Method, Stage
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


def one(**fields: Any) -> Notice:
    notices, problems = take({"opportunitiesData": [ONE | fields]}, name=None)
    assert not problems
    return notices[0]


def test_an_open_solicitation() -> None:
    notice = one()
    assert (notice.list, notice.reference, notice.title, notice.country) == ("sam.gov", "N00104-26", "Valves", "US")
    assert notice.buyer is not None
    assert notice.buyer.name == "DEPT OF THE NAVY / NAVSUP WSS"
    assert notice.buyer.identifiers == (Identifier(scheme="US-SAM-ORG", id="017.1700.NAVSUP.N00104"),)
    assert (notice.published, notice.deadline, notice.stage) == (date(2026, 2, 2), date(2026, 3, 4), None)
    assert notice.deadline_at == datetime.fromisoformat("2026-03-04T16:30:00-04:00")
    assert (notice.category, notice.category_scheme, notice.description) == ("332919", "NAICS", "")


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
    notice = one(type="Award Notice", responseDeadLine=None, award=award)
    (found,) = notice.awards
    assert (notice.stage, notice.published) == (Stage.CLOSED, None)
    assert (found.key, found.awarded, found.value) == ("A-1", date(2026, 5, 1), Money(Decimal(5_000_000), "USD"))
    assert found.suppliers[0].identifiers == (Identifier(scheme="US-UEI", id="LPZ2UE7MLNL5"),)
    assert found.suppliers[0].country == "US"


def test_what_is_not_a_solicitation_yet_or_never() -> None:
    for kind in ("Sources Sought", "Presolicitation", "Special Notice"):
        assert one(type=kind).stage is Stage.WATCHING
    assert one(type="Justification").method is Method.LIMITED


def test_all_notices_of_a_solicitation_have_one_key() -> None:
    assert one(noticeId="n2", type="Award Notice").key == one().key
    assert one(solicitationNumber=None).key == "n1"


def test_older_answers_name_the_offices_apart() -> None:
    old = {"fullParentPathName": None, "fullParentPathCode": None}
    notice = one(**old, department="ENERGY", subTier="ENERGY, DEPT OF", office="LAB", postedDate="2026-02-02 10:11:12")
    assert notice.buyer is not None
    assert notice.buyer.name == "ENERGY, DEPT OF / LAB"
    assert notice.published == date(2026, 2, 2)


def test_a_name_with_a_dot_is_not_taken_apart() -> None:
    notice = one(fullParentPathName="STATE.U.S. EMBASSY", fullParentPathCode="019.1900")
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
    (found,) = notice.awards
    assert (found.value, found.awarded) == (Money(Decimal("1200.50"), "USD"), date(2026, 5, 1))
    assert [p.name for p in found.suppliers] == ["RIVAL LLC"]
