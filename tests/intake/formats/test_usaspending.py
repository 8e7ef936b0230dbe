"""USAspending: awards and transactions of the API, and the files of the download centre."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from reads import take

from bidtracker.domain.money import Money
from bidtracker.domain.records import Identifier
from bidtracker.domain.vocabulary import Method, Stage, Structure
from bidtracker.intake.notice import Notice

ONE: dict[str, Any] = {
    "internal_id": 1,
    "Award ID": "N001",
    "Recipient Name": "RIVAL INC",
    "Recipient UEI": "LPZ2UE7MLNL5",
    "Award Amount": 1200.5,
    "Description": "CLEANING OF OFFICES",
    "Start Date": "2024-01-01",
    "End Date": "2026-12-31",
    "Awarding Agency": "Department of Defense",
    "Awarding Sub Agency": "Department of the Navy",
    "Contract Award Type": None,
    "NAICS": {"code": "561720", "description": "Janitorial"},
    "PSC": {"code": "S201"},
    "generated_internal_id": "CONT_AWD_N001_9700",
}


def only(**fields: Any) -> Notice:
    notices, problems = take({"results": [ONE | fields], "page_metadata": {"page": 1}}, name=None)
    assert not [problem for problem in problems if problem.key != "Award Amount"]
    return notices[0]


def test_an_award() -> None:
    notice = only()
    (award,) = notice.awards
    assert (notice.list, notice.key, notice.reference) == ("usaspending", "CONT_AWD_N001_9700", "N001")
    assert (notice.title, notice.stage) == ("CLEANING OF OFFICES", Stage.CLOSED)
    assert notice.buyer is not None
    assert (notice.buyer.name, notice.country) == ("Department of the Navy", "US")
    assert (notice.category, notice.category_scheme) == ("561720", "NAICS")
    assert notice.url == "https://www.usaspending.gov/award/CONT_AWD_N001_9700"
    assert (award.value, award.start, award.end) == (
        Money(Decimal("1200.5"), "USD"),
        date(2024, 1, 1),
        date(2026, 12, 31),
    )
    assert award.suppliers[0].identifiers == (Identifier(scheme="US-UEI", id="LPZ2UE7MLNL5"),)


def test_what_is_null_is_not_known() -> None:
    notice = only(
        **{"Recipient Name": None, "Description": None, "End Date": None, "NAICS": None, "Award Amount": None}
    )
    assert (notice.title, notice.category, notice.category_scheme) == ("N001", "S201", "PSC")
    assert (notice.awards[0].suppliers, notice.awards[0].end, notice.awards[0].value) == ((), None, None)


def test_transactions_are_modifications_of_one_award() -> None:
    plain = {key: value for key, value in ONE.items() if key not in ("Award Amount", "Start Date", "End Date")}
    first = plain | {"Mod": "0", "Action Date": "2024-01-01", "Transaction Amount": 1000}
    second = plain | {"Mod": "P00001", "Action Date": "2025-06-01", "Transaction Amount": "-250.00"}
    notices, problems = take({"results": [first, second]}, name=None)
    assert [n.key for n in notices] == ["CONT_AWD_N001_9700"] * 2
    assert [n.awards[0].awarded for n in notices] == [date(2024, 1, 1), None]
    assert [n.awards[0].value for n in notices] == [None, None], "a part's amount is not the contract's"
    assert notices[1].extra == {"modification P00001": {"on": "2025-06-01", "amount": "-250.00"}}
    assert [p.key for p in problems] == ["Transaction Amount"]


def test_the_same_keys_in_a_csv() -> None:
    text = "Award ID,Recipient Name,Award Amount,Description,Start Date,End Date,Awarding Agency\nN2,R,5.0,D,,,GSA\n"
    (notice,), problems = take(text, name=None)
    assert ["what was obligated so far" in str(problem.message) for problem in problems] == [True]
    assert (notice.format, notice.key) == ("usaspending", "N2 @ GSA")
    assert notice.awards[0].value == Money(Decimal("5.0"), "USD")


def test_a_file_of_the_download_centre() -> None:
    cells = {
        "contract_award_unique_key": "CONT_AWD_X",
        "award_id_piid": "X",
        "current_total_value_of_award": "900.00",
        "potential_total_value_of_award": "1900.00",
        "award_base_action_date": "2023-10-01",
        "period_of_performance_start_date": "2023-10-01",
        "period_of_performance_current_end_date": "2024-09-30",
        "period_of_performance_potential_end_date": "2028-09-30 00:00:00",
        "awarding_sub_agency_name": "Army",
        "recipient_name": "RIVAL",
        "number_of_offers_received": "3",
        "extent_competed": "FULL AND OPEN COMPETITION",
        "prime_award_base_transaction_description": "GUARDS",
    }
    (notice,), problems = take(",".join(cells) + "\n" + ",".join(cells.values()) + "\n", name=None)
    (award,) = notice.awards
    assert not problems
    assert (notice.title, notice.offers, notice.method) == ("GUARDS", 3, Method.OPEN)
    assert (award.value, award.awarded) == (Money(Decimal(900), "USD"), date(2023, 10, 1))
    assert (award.end, award.max_end) == (date(2024, 9, 30), date(2028, 9, 30))


def test_an_award_told_by_itself() -> None:
    """The API's /awards/<id>/: the only place where it tells how long a contract may run with all its options."""
    award = {
        "generated_unique_award_id": "CONT_AWD_N001_9700",
        "piid": "N001",
        "category": "contract",
        "description": "CLEANING OF OFFICES",
        "total_obligation": 700.0,
        "base_exercised_options": 1200.5,
        "date_signed": "2023-12-15",
        "recipient": {"recipient_name": "RIVAL INC", "recipient_uei": "LPZ2UE7MLNL5"},
        "awarding_agency": {"toptier_agency": {"name": "DoD"}, "subtier_agency": {"name": "Navy"}},
        "period_of_performance": {
            "start_date": "2024-01-01",
            "end_date": "2026-12-31",
            "potential_end_date": "2028-12-31 00:00:00",
            "last_modified_date": "2025-02-03",
        },
        "latest_transaction_contract_data": {
            "naics": "561720",
            "number_of_offers_received": "2",
            "extent_competed_description": "FULL AND OPEN COMPETITION",
        },
    }
    (notice,), problems = take(award, name=None)
    (result,) = notice.awards
    assert not problems
    assert (notice.key, notice.reference, notice.offers, notice.method) == (
        "CONT_AWD_N001_9700",
        "N001",
        2,
        Method.OPEN,
    )
    assert notice.buyer is not None
    assert (notice.buyer.name, notice.category) == ("Navy", "561720")
    assert (result.value, result.awarded) == (Money(Decimal("1200.5"), "USD"), date(2023, 12, 15))
    assert (result.end, result.max_end) == (date(2026, 12, 31), date(2028, 12, 31))
    assert result.delivery is None


def test_a_vehicle_runs_until_the_last_date_to_order() -> None:
    """api_contracts/contracts/v2/search/spending_by_award.md: "Last Date to Order" is of vehicles, which have no "End
    Date"; awards/award_id.md: it is their end."""
    fields = {"End Date": None, "Last Date to Order": "2030-07-20", "generated_internal_id": "CONT_IDV_SPE2DX_9700"}
    notice = only(**fields, **{"Last Modified Date": "2025-10-27"})
    assert (notice.awards[0].end, notice.structure) == (date(2030, 7, 20), Structure.FRAMEWORK)
    assert notice.released is not None and notice.released.date() == date(2025, 10, 27)
    assert only(**fields).released is None, "the day until which orders may be placed is no day of a statement"


@pytest.mark.parametrize(
    ("key", "call_off"),
    [
        ("CONT_AWD_H907_9700_SPE2DX16D1500_9700", True),
        ("CONT_AWD_N0001917C0015_9700_-NONE-_-NONE-", False),
        ("CONT_IDV_SPE2DX16D1500_9700", False),
    ],
)
def test_an_order_is_under_a_vehicle(key: str, call_off: bool) -> None:
    assert only(generated_internal_id=key).call_off is call_off


@pytest.mark.parametrize(
    "record",
    [
        ONE | {"generated_internal_id": "ASST_NON_12FA00PY54661041_12D2"},
        ONE | {"generated_internal_id": "ASST_NON_1", "Mod": "1", "Action Date": "2026-01-01", "Action Type": "E"},
        {
            "generated_unique_award_id": "ASST_NON_12FA00PY54661041_12D2",
            "fain": "12FA00PY54661041",
            "category": "direct payment",
            "period_of_performance": {"start_date": "2017-10-04", "end_date": "2017-10-04"},
        },
    ],
)
def test_assistance_is_no_contract(record: dict[str, Any]) -> None:
    """Its kinds of action have the letters of others: "E" is no termination for default."""
    notices, (problem,) = take({"results": [record]}, name=None)
    assert not notices
    assert problem.refused and "no contract" in str(problem.message)


def test_money_that_went_back_is_no_value() -> None:
    assert only(**{"Award Amount": -250.5}).awards[0].value is None
