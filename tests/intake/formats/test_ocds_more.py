"""OCDS beyond the core: bids with their prices, delivery, terminations, and publishers with ways of their own."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from reads import take

from bidtracker.domain.money import Money
from bidtracker.domain.vocabulary import AwardStatus, NoAwardReason
from bidtracker.intake.notice import Amendment, Delivery, Failure, Metric, Notice, Step

OCID = "ocds-abc123-1"


def only(**parts: Any) -> Notice:
    release = {"ocid": OCID, "id": "r1", "date": "2026-06-01T10:00:00Z", "tag": ["contract"], **parts}
    notices, problems = take([release], name=None)
    assert not problems
    return notices[0]


def eur(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "EUR"}


AWARD = {"id": "a1", "status": "active", "suppliers": [{"name": "Rival"}], "value": eur(100)}

# ---------------------------------------------------------------- bids


def bid(name: str, amount: int, status: str = "valid", **more: Any) -> dict[str, Any]:
    return {"id": name, "status": status, "tenderers": [{"name": name}], "value": eur(amount), **more}


def test_bids_tell_who_lost_and_at_what_price() -> None:
    details = [bid("Rival", 100), bid("Dear", 130), bid("Near", 105), bid("Wrong", 50, "disqualified")]
    notice = only(awards=[AWARD], bids={"details": details})
    assert notice.awards[0].runner_up == Money(Decimal(105), "EUR")
    assert [party.name for party in notice.tenderers] == ["Rival", "Dear", "Near", "Wrong"]
    assert notice.extra["bids"][3]["valid"] is False


def test_the_runner_up_is_of_the_same_lot_and_currency() -> None:
    lots = [{"id": "L1"}, {"id": "L2"}]
    details = [
        bid("Rival", 100, relatedLots=["L1"]),
        bid("Other lot", 101, relatedLots=["L2"]),
        bid("Near", 120, relatedLots=["L1", "L2"]),
        {**bid("Dollars", 110, relatedLots=["L1"]), "value": {"amount": 110, "currency": "USD"}},
    ]
    notice = only(tender={"lots": lots}, awards=[{**AWARD, "relatedLots": ["L1"]}], bids={"details": details})
    assert notice.awards[0].runner_up == Money(Decimal(120), "EUR")
    assert only(awards=[{**AWARD, "value": None}], bids={"details": [bid("Near", 120)]}).awards[0].runner_up is None


# ---------------------------------------------------------------- delivery


def test_what_is_known_of_the_delivery() -> None:
    contract = {
        "id": "c1",
        "awardID": "a1",
        "status": "active",
        "amendments": [{"id": "1", "date": "2026-05-01", "rationale": "more beds", "changes": []}],
        "agreedMetrics": [
            {"id": "k", "title": "On time", "observations": [{"id": "1", "measureClassification": {"id": "below"}}]}
        ],
        "documents": [{"id": "d", "noticeType": "UK9", "datePublished": "2026-05-02T00:00:00Z"}],
        "implementation": {
            "milestones": [{"id": "m1", "title": "Ward 1", "status": "notMet", "dueDate": "2026-04-01T00:00:00Z"}],
            "transactions": [{"id": str(n), "value": eur(10)} for n in range(3)],
            "performanceFailures": [{"id": "f1", "category": "late", "events": 3, "penaltyPaid": True}],
        },
    }
    report = only(awards=[AWARD], contracts=[contract]).awards[0].delivery
    assert report == Delivery(
        amendments=(Amendment(id="1", on=date(2026, 5, 1), why="more beds"),),
        milestones=(Step(id="m1", title="Ward 1", status="notMet", due=date(2026, 4, 1)),),
        metrics=(Metric(id="k.1", title="On time", rating="below"),),
        failures=(Failure(id="f1", what="late", events=3),),
        paid=Money(Decimal(30), "EUR"),
        payments=3,
    )
    assert (
        only(awards=[AWARD], contracts=[{"id": "c1", "awardID": "a1", "status": "active"}]).awards[0].delivery is None
    )


def contract(**more: Any) -> dict[str, Any]:
    period = {"startDate": "2025-01-01T00:00:00Z", "endDate": "2028-12-31T00:00:00Z"}
    return {"id": "c1", "awardID": "a1", "status": "terminated", "period": period, **more}


@pytest.mark.parametrize(
    ("tag", "more", "status", "on"),
    [
        (["contract"], {}, AwardStatus.ENDED, None),
        (["contractTermination"], {}, AwardStatus.TERMINATED, date(2026, 6, 1)),
        (["contractTermination"], {"finalStatus": "complete"}, AwardStatus.ENDED, None),
        (["contract"], {"dateTerminated": "2026-05-31T00:00:00Z"}, AwardStatus.TERMINATED, date(2026, 5, 31)),
        (
            ["contractUpdate"],
            {"documents": [{"noticeType": "UK11", "datePublished": "2026-05-30T00:00:00Z"}]},
            AwardStatus.TERMINATED,
            date(2026, 5, 30),
        ),
        (
            ["contractUpdate"],
            {"documents": [{"noticeType": "UK10", "datePublished": "2026-05-30T00:00:00Z"}]},
            AwardStatus.ENDED,
            None,
        ),
    ],
)
def test_terminated_is_early_only_where_a_notice_before_the_end_says_so(
    tag: list[str], more: dict[str, Any], status: AwardStatus, on: date | None
) -> None:
    (award,) = only(tag=tag, awards=[AWARD], contracts=[contract(**more)]).awards
    assert (award.status, award.terminated) == (status, on)


def test_complaints_are_tolerated() -> None:
    assert only(complaints=[{"id": "1"}], tender={"title": "Beds", "complaints": {"id": "x"}}).title == "Beds"


@pytest.mark.parametrize(
    ("details", "reason"),
    [
        ("no-rece", NoAwardReason.NO_RECE),
        ("No tenders, requests to participate or projects were received", NoAwardReason.NO_RECE),
        (
            "All tenders, requests to participate or projects were withdrawn or found inadmissible",
            NoAwardReason.ALL_REJ,
        ),
        ("Only one admissible tender, request to participate or project was received", NoAwardReason.ONE_ADMIS),
        ("Decision of the buyer, because of insufficient funds", NoAwardReason.INS_FUND),
        ("Decision of the buyer following a tenderer's request to review the award", NoAwardReason.REV_BUYER),
        ("", NoAwardReason.OTHER),
    ],
)
def test_why_a_lot_went_to_nobody_stands_as_a_code_or_as_its_label(details: str, reason: NoAwardReason) -> None:
    (award,) = only(awards=[{"id": "a1", "status": "unsuccessful", "statusDetails": details}]).awards
    assert award.no_award_reason is reason


# ---------------------------------------------------------------- publishers


def test_austender_names_its_parties_by_roles_only() -> None:
    release = {
        "ocid": "prod-abcdef",
        "id": "prod-abcdef-1",
        "date": "2026-05-01T03:00:00Z",
        "tag": ["contract"],
        "initiationType": "tender",
        "parties": [
            {
                "id": "p1",
                "name": "Department of Defence",
                "additionalIdentifiers": [{"scheme": "AU-ABN", "id": "68706814312"}],
                "roles": ["procuringEntity"],
            },
            {
                "id": "p2",
                "name": "Rival Pty Ltd",
                "additionalIdentifiers": [{"scheme": "AU-ABN", "id": "12345678901"}],
                "roles": ["supplier"],
            },
        ],
        "awards": [{"id": "CN4000001-a", "status": "active", "suppliers": [{"id": "p2", "name": "Rival Pty Ltd"}]}],
        "contracts": [
            {
                "id": "CN4000001",
                "awardID": "CN4000001-a",
                "title": "Beds",
                "dateSigned": "2026-04-20T14:00:00Z",
                "period": {"startDate": "2026-05-01T14:00:00Z", "endDate": "2027-05-01T14:00:00Z"},
                "value": {"currency": "AUD", "amount": "118000.50"},
                "items": [{"id": "1", "classification": {"scheme": "UNSPSC", "id": "42190000"}}],
            }
        ],
        "tender": {"id": "ATM-1", "procurementMethod": "open", "procurementMethodDetails": "Open tender"},
    }
    (notice,), problems = take({"releases": [release]}, name=None)
    assert not problems
    assert notice.buyer is not None
    assert (notice.buyer.name, notice.buyer.identifiers[0].scheme) == ("Department of Defence", "AU-ABN")
    assert (notice.title, notice.category, notice.category_scheme) == ("Beds", "42190000", "UNSPSC")
    (award,) = notice.awards
    assert ([p.name for p in award.suppliers], award.value) == (["Rival Pty Ltd"], Money(Decimal("118000.50"), "AUD"))
    assert (award.awarded, award.end) == (date(2026, 4, 20), date(2027, 5, 1))


def test_a_supplier_known_by_role_only_where_one_award_can_be_meant() -> None:
    parties = [{"id": "p2", "name": "Rival", "roles": ["supplier"]}]
    bare = {"id": "a1", "status": "active"}
    assert [p.name for p in only(parties=parties, awards=[bare]).awards[0].suppliers] == ["Rival"]
    two = only(parties=parties, awards=[bare, {"id": "a2", "status": "active"}])
    assert [award.suppliers for award in two.awards] == [(), ()]


def test_a_contract_whose_months_are_counted() -> None:
    """The UK's own field of a contract details notice (UK7)."""
    held = {"id": "c", "awardID": "a", "period": {"startDate": "2026-04-01T00:00:00Z", "durationInMonths": 36}}
    (award,) = only(awards=[{"id": "a", "status": "active"}], contracts=[held]).awards
    assert (award.end, award.end_derived) == (date(2029, 3, 31), True)


@pytest.mark.parametrize(
    ("reasons", "status", "reason"),
    [
        ([{"id": "supplierBreach", "description": "Material breach by the supplier"}], "terminated", "failure"),
        ([{"id": "contractCompleted", "description": "The contract was completed"}], "ended", None),
    ],
)
def test_a_termination_notice_with_several_classified_reasons(
    reasons: list[dict[str, str]], status: str, reason: str | None
) -> None:
    held = {
        "id": "c",
        "awardID": "a",
        "status": "terminated",
        "period": {"startDate": "2025-04-01T00:00:00Z", "endDate": "2028-03-31T00:00:00Z"},
        "documents": [{"id": "d", "noticeType": "UK11", "datePublished": "2026-05-30T00:00:00Z"}],
        "terminationRationaleClassifications": reasons,
    }
    (award,) = only(awards=[{"id": "a", "status": "active"}], contracts=[held]).awards
    assert (str(award.status), award.termination_reason and str(award.termination_reason)) == (status, reason)
