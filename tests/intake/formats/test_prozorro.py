"""Prozorro: tenders, the contracts that follow them, and feeds that hold neither."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from reads import take

from bidtracker.domain.money import Money
from bidtracker.domain.records import Identifier
from bidtracker.domain.vocabulary import AwardStatus, Method, NoAwardReason, Stage
from bidtracker.intake.notice import Notice


def org(name: str, id: str = "") -> dict[str, Any]:
    result: dict[str, Any] = {"name": name, "address": {"countryName": "Україна"}}
    return result | ({"identifier": {"scheme": "UA-EDR", "id": id}} if id else {})


def uah(amount: float) -> dict[str, Any]:
    return {"amount": amount, "currency": "UAH", "valueAddedTaxIncluded": True}


TENDER: dict[str, Any] = {
    "id": "aa11",
    "tenderID": "UA-2026-01-02-000001-a",
    "title": "Ліжка",
    "title_en": None,
    "procuringEntity": org("Лікарня", "21725150"),
    "status": "complete",
    "procurementMethod": "open",
    "value": uah(1000),
    "datePublished": "2026-01-02T10:00:00.123456+02:00",
    "dateModified": "2026-03-02T10:00:00.123456+02:00",
    "enquiryPeriod": {"endDate": "2026-01-10T00:00:00+02:00"},
    "tenderPeriod": {"endDate": "2026-01-20T00:00:00+02:00"},
    "items": [{"classification": {"scheme": "ДК021", "id": "33192120-9"}}],
    "bids": [
        {"id": "b1", "status": "active", "value": uah(900), "tenderers": [org("Перший", "1112223")]},
        {"id": "b2", "status": "active", "value": uah(950), "tenderers": [org("Другий", "1112224")]},
        {"id": "b3", "status": "invalid", "value": uah(500), "tenderers": [org("Третій", "1112225")]},
        {"id": "b4", "status": "deleted", "tenderers": [org("Четвертий", "1112226")]},
    ],
    "awards": [
        {"id": "a0", "status": "unsuccessful", "bid_id": "b3", "suppliers": [org("Третій", "1112225")]},
        {
            "id": "a1",
            "status": "active",
            "bid_id": "b1",
            "date": "2026-02-10T10:00:00+02:00",
            "value": uah(900),
            "suppliers": [org("Перший", "1112223")],
        },
    ],
    "contracts": [
        {"awardID": "a1", "status": "cancelled", "value": uah(1)},
        {
            "awardID": "a1",
            "status": "active",
            "value": uah(890),
            "period": {"startDate": "2026-02-15T00:00:00+02:00", "endDate": "2026-12-31T00:00:00+02:00"},
        },
    ],
}


def each(**fields: Any) -> Notice:
    notices, problems = take({"data": TENDER | fields}, name=None)
    assert not problems
    return notices[0]


def test_a_complete_tender() -> None:
    notice = each()
    assert (notice.list, notice.key, notice.reference) == ("prozorro", "aa11", "UA-2026-01-02-000001-a")
    assert (notice.title, notice.stage, notice.method) == ("Ліжка", Stage.CLOSED, Method.OPEN)
    assert notice.buyer is not None
    assert (notice.buyer.name, notice.buyer.country) == ("Лікарня", "UA")
    assert notice.buyer.identifiers == (Identifier(scheme="UA-EDR", id="21725150"),)
    assert (notice.published, notice.deadline) == (date(2026, 1, 2), date(2026, 1, 20))
    assert notice.enquiries_until == date(2026, 1, 10)
    assert (notice.category, notice.category_scheme) == ("33192120-9", "CPV")
    assert notice.url == "https://prozorro.gov.ua/tender/UA-2026-01-02-000001-a"


def test_a_bidder_turned_down_is_no_award_and_the_contract_says_the_value() -> None:
    notice = each()
    (award,) = notice.awards
    assert (award.key, award.status, award.value) == ("a1", AwardStatus.ACTIVE, Money(Decimal(890), "UAH"))
    assert (award.awarded, award.start, award.end) == (date(2026, 2, 10), date(2026, 2, 15), date(2026, 12, 31))
    assert [p.name for p in award.suppliers] == ["Перший"]


def test_the_losers_and_their_prices() -> None:
    notice = each()
    assert (notice.offers, [p.name for p in notice.tenderers]) == (3, ["Перший", "Другий", "Третій"])
    assert notice.awards[0].runner_up == Money(Decimal(950), "UAH"), "an invalid bid is no price to be had"
    assert notice.extra["bids"][2] == {
        "bidder": "Третій",
        "price": {"amount": "500", "currency": "UAH"},
        "valid": False,
    }


@pytest.mark.parametrize(
    ("status", "stage"),
    [
        ("active.enquiries", None),
        ("active.tendering", None),
        ("active.auction", Stage.EVALUATION),
        ("active.qualification.stand-still", Stage.EVALUATION),
        ("active.awarded", Stage.STANDSTILL),
        ("complete", Stage.CLOSED),
    ],
)
def test_stages(status: str, stage: Stage | None) -> None:
    assert each(status=status).stage is stage


def test_tenders_that_came_to_nothing() -> None:
    assert each(status="unsuccessful", bids=[], awards=[]).no_award_reason is NoAwardReason.NO_RECE
    assert each(status="unsuccessful", awards=[]).no_award_reason is NoAwardReason.ALL_REJ
    cancelled = each(status="cancelled", awards=[])
    assert (cancelled.cancelled, cancelled.no_award_reason) == (True, NoAwardReason.OTHER)


def test_a_lot_that_went_to_nobody_beside_one_that_did_not() -> None:
    lots = [{"id": "l1", "status": "complete"}, {"id": "l2", "status": "unsuccessful", "title": "Ковдри"}]
    notice = each(lots=lots)
    assert not notice.cancelled
    assert [(a.lot, a.no_award_reason) for a in notice.awards] == [("", None), ("l2", NoAwardReason.OTHER)]


CONTRACT: dict[str, Any] = {
    "id": "cc",
    "awardID": "a1",
    "tender_id": "aa11",
    "contractID": "UA-2026-01-02-000001-a-b1",
    "status": "active",
    "title": "Договір",
    "buyer": org("Лікарня", "21725150"),
    "suppliers": [org("Перший", "1112223")],
    "value": uah(850),
    "dateSigned": "2026-02-12T10:00:00+02:00",
    "dateModified": "2026-06-01T10:00:00+03:00",
    "period": {"startDate": "2026-02-15T00:00:00+02:00", "endDate": "2026-12-31T00:00:00+02:00"},
}


def contract(**fields: Any) -> Notice:
    notices, problems = take({"data": CONTRACT | fields}, name=None)
    assert not problems
    return notices[0]


def test_a_contract_finds_its_tender_and_its_award() -> None:
    notice = contract()
    assert (notice.key, notice.reference) == (each().key, each().reference)
    assert notice.awards[0].key == each().awards[0].key
    assert notice.awards[0].value == Money(Decimal(850), "UAH")


def test_terminated_alone_is_an_ordinary_end() -> None:
    assert contract(status="terminated").awards[0].status is AwardStatus.ENDED
    early = contract(status="terminated", terminationDetails="постачальник не виконав").awards[0]
    assert (early.status, early.terminated) == (AwardStatus.TERMINATED, date(2026, 6, 1))
    late = {"endDate": "2026-05-01T00:00:00+03:00"}
    assert contract(status="terminated", terminationDetails="x", period=late).awards[0].status is AwardStatus.ENDED


def test_a_page_of_the_feed_has_no_content_and_says_so() -> None:
    page = {"data": [{"id": "aa11", "dateModified": "2026-01-01"}, {"id": "b", "dateModified": "2026-01-02"}]}
    notices, problems = take(page)
    assert not notices
    assert [p.refused for p in problems] == [True, True]
    assert "fetch each by its id" in str(problems[0].message)
    assert len(take([{"data": TENDER}, TENDER])[0]) == 2
