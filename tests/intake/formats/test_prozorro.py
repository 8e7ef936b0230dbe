"""Prozorro: tenders, the contracts that follow them, and feeds that hold neither."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from reads import take

from bidtracker.domain.money import Money
from bidtracker.domain.records import Identifier
from bidtracker.domain.vocabulary import AwardStatus, Method, NoAwardReason, Stage, Structure
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
    assert (notice.offers, [p.name for p in notice.tenderers]) == (2, ["Перший", "Другий", "Третій"])
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


@pytest.mark.parametrize("status", ["invalid", "invalid.pre-qualification", "unsuccessful", "deleted", "draft"])
def test_only_valid_bids_are_counted(status: str) -> None:
    bids = [TENDER["bids"][0], {**TENDER["bids"][1], "status": status}]
    assert each(bids=bids).offers == 1
    assert each(bids=bids, numberOfBids=2).offers == 2, "what the publisher counts is not counted again"
    alone = each(status="unsuccessful", bids=[{**TENDER["bids"][1], "status": status}], awards=[])
    assert alone.no_award_reason is NoAwardReason.NO_RECE


def test_tenders_that_came_to_nothing() -> None:
    assert each(status="unsuccessful", bids=[], awards=[]).no_award_reason is NoAwardReason.NO_RECE
    turned_down = [{"id": "a0", "status": "unsuccessful", "bid_id": "b1"}]
    assert each(status="unsuccessful", awards=turned_down).no_award_reason is NoAwardReason.ALL_REJ
    cancelled = each(status="cancelled", awards=[])
    assert (cancelled.cancelled, cancelled.no_award_reason) == (True, NoAwardReason.OTHER)


def test_bids_that_nobody_looked_at_were_not_turned_down() -> None:
    """config/http/min-bids-number-tender-unsuccessful.http: one bid where at least two are asked for."""
    alone = each(status="unsuccessful", awards=[], bids=TENDER["bids"][:1])
    assert alone.no_award_reason is NoAwardReason.ONE_ADMIS
    assert each(status="unsuccessful", awards=[]).no_award_reason is NoAwardReason.OTHER


def test_an_agreement_that_was_not_signed_had_bids() -> None:
    """cfaua/tutorial/tender-unsuccessful.http: its awards are active, its bids are not shown."""
    notice = each(status="unsuccessful", bids=[])
    assert notice.no_award_reason is NoAwardReason.OTHER
    assert [award.status for award in notice.awards] == [AwardStatus.CANCELLED]


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("noDemand", NoAwardReason.CHAN_NEED),
        ("expensesCut", NoAwardReason.INS_FUND),
        ("unFixable", NoAwardReason.TCH_PR_ERROR),
        ("forceMajeure", NoAwardReason.OTHER),
    ],
)
def test_why_a_tender_or_a_lot_was_cancelled(kind: str, reason: NoAwardReason) -> None:
    """standard/cancellation.rst; esco/tutorial/tender-cancelled.http has an active award all the same."""
    taken_back = {"status": "unsuccessful", "reasonType": "noDemand", "cancellationOf": "tender"}
    whole = {"status": "active", "reasonType": kind, "cancellationOf": "tender"}
    notice = each(status="cancelled", cancellations=[taken_back, whole])
    assert (notice.no_award_reason, notice.awards[0].status) == (reason, AwardStatus.CANCELLED)
    lots = [{"id": "l1", "status": "complete"}, {"id": "l2", "status": "cancelled"}]
    part = each(lots=lots, cancellations=[whole | {"cancellationOf": "lot", "relatedLot": "l2"}])
    assert [(award.lot, award.no_award_reason) for award in part.awards] == [("", None), ("l2", reason)]


def test_an_award_of_a_lot_that_came_to_nothing_does_not_stand() -> None:
    awards = [TENDER["awards"][1] | {"lotID": "l2"}]
    notice = each(lots=[{"id": "l1", "status": "active"}, {"id": "l2", "status": "cancelled"}], awards=awards)
    assert [award.status for award in notice.awards] == [AwardStatus.CANCELLED, AwardStatus.CANCELLED]


def test_a_bidder_who_is_still_looked_at_has_no_award() -> None:
    """standard/award.rst: "pending" is under consideration; several of one lot are where there is no order."""
    awards = [TENDER["awards"][1] | {"id": f"a{n}", "status": "pending"} for n in range(3)]
    notice = each(status="active.qualification", awards=awards, contracts=[])
    assert (notice.awards, notice.stage) == ((), Stage.EVALUATION)


def test_each_buyer_of_several_has_a_contract_of_a_part() -> None:
    """contracting/contract/http: two contracts of one award; together they are worth what the award is."""
    parts = [{"awardID": "a1", "status": "active", "title": f"Частина {n}", "value": uah(450)} for n in range(2)]
    (award,) = each(contracts=parts).awards
    assert (award.value, award.start, award.title) == (Money(Decimal(900), "UAH"), None, "")


def test_that_there_are_other_buyers_is_told() -> None:
    (notice,), problems = take([TENDER | {"buyers": [org("Місто"), org("Область")]}], name=None)
    assert notice.buyer is not None and notice.buyer.name == "Місто"
    assert [(problem.key, problem.value) for problem in problems] == [("buyers", "Місто; Область")]


def test_the_standstill_is_that_of_the_awards() -> None:
    """standard/tender.rst: the tender's complaintPeriod is for complaints about its conditions."""
    own = {"complaintPeriod": {"endDate": "2026-01-16T00:00:00+02:00"}}
    awards = [TENDER["awards"][1] | {"complaintPeriod": {"endDate": "2026-02-20T00:00:00+02:00"}}]
    assert each(status="active.awarded", awards=awards, **own).standstill_until == date(2026, 2, 20)
    assert each(status="active.awarded", **own).standstill_until is None
    assert each(awards=awards, **own).standstill_until is None, "it is over"


@pytest.mark.parametrize(
    ("kind", "structure", "call_off"),
    [
        ("closeFrameworkAgreementUA", Structure.FRAMEWORK, False),
        ("closeFrameworkAgreementSelectionUA", Structure.CONTRACT, True),
        ("belowThreshold", None, False),
    ],
)
def test_frameworks_and_what_is_bought_under_them(kind: str, structure: Structure | None, call_off: bool) -> None:
    notice = each(procurementMethodType=kind)
    assert (notice.structure, notice.call_off) == (structure, call_off)
    assert each(procurementMethodType="priceQuotation", agreement={"id": "ag1"}).call_off


def test_a_procedure_without_tendering_is_not_open_for_bids() -> None:
    """limited/http: status "active" of reporting and negotiation."""
    assert each(status="active", procurementMethod="limited", awards=[]).stage is Stage.EVALUATION
    assert each(status="active", procurementMethod="limited").stage is Stage.STANDSTILL
    assert each(status="draft.unsuccessful", awards=[]).cancelled


def test_the_lowest_price_of_an_energy_service_is_not_the_second_best() -> None:
    assert each(procurementMethodType="esco").awards[0].runner_up is None


def test_claims_are_no_complaints() -> None:
    """standard/claim.rst and complaint.rst: a claim is put to the buyer, and may be "resolved" too."""
    complaints = [{"id": "c1", "type": "claim", "status": "resolved"}, {"id": "c2", "type": "complaint", "status": "x"}]
    delivery = each(awards=[TENDER["awards"][1] | {"complaints": complaints}]).awards[0].delivery
    assert delivery is not None
    assert [complaint.id for complaint in delivery.complaints] == ["c2"]


def test_a_name_that_is_hidden_is_nobodys() -> None:
    """config/http/restricted-true-contract-get-anon.http."""
    hidden = {"suppliers": [{"name": "Приховано", "identifier": {"scheme": "UA-EDR", "id": "Приховано"}}]}
    (notice,), (problem,) = take({"data": CONTRACT | hidden}, name=None)
    assert notice.awards[0].suppliers == ()
    assert "hides names" in str(problem.message)


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


def test_a_contract_that_another_version_follows_cancels_no_award() -> None:
    """contracting/econtract/http: get-previous-contract-version.http and contract-with-winner-cancellation.http."""
    for kind, status in (("requiresChanges", AwardStatus.PENDING), ("signingRefusal", AwardStatus.CANCELLED)):
        cancellations = [{"reasonType": kind, "status": "active", "author": "supplier"}]
        assert contract(status="cancelled", cancellations=cancellations).awards[0].status is status


def test_a_page_of_the_feed_has_no_content_and_says_so() -> None:
    page = {"data": [{"id": "aa11", "dateModified": "2026-01-01"}, {"id": "b", "dateModified": "2026-01-02"}]}
    notices, problems = take(page)
    assert not notices
    assert [p.refused for p in problems] == [True, True]
    assert "fetch each by its id" in str(problems[0].message)
    assert len(take([{"data": TENDER}, TENDER])[0]) == 2
