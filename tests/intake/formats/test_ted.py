"""TED notices: every form, texts in several languages, lists side by side that are joined only where that is sure."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from reads import take

from bidtracker.domain.money import Money
from bidtracker.domain.records import Identifier
from bidtracker.domain.vocabulary import AwardStatus, Method, NoAwardReason, Stage, Structure
from bidtracker.intake.notice import Notice, Problem

CALL: dict[str, Any] = {
    "publication-number": "100-2026",
    "procedure-identifier": "p-1",
    "form-type": "competition",
    "publication-date": "2026-03-01+01:00",
    "notice-title": {"ces": ["Postele"], "eng": ["Beds"]},
    "buyer-name": {"ces": ["Město"]},
    "buyer-country": ["CZE"],
}
RESULT = CALL | {"publication-number": "200-2026", "form-type": "result", "publication-date": "2026-06-01+02:00"}


def read(record: dict[str, Any]) -> tuple[Notice, list[Problem]]:
    notices, problems = take({"notices": [record], "totalNoticeCount": 1}, name=None)
    assert not [p for p in problems if p.refused]
    return notices[0], problems


def each(**fields: Any) -> Notice:
    notice, problems = read(CALL | fields)
    assert not problems
    return notice


def award(**fields: Any) -> Any:
    return read(RESULT | {"winner-name": {"ces": ["Soupeř"]}} | fields)[0].awards[0]


def test_a_call_is_an_open_tender() -> None:
    notice = each()
    assert (notice.key, notice.list, notice.reference) == ("p-1", "ted", "100-2026")
    assert (notice.title, notice.published, notice.stage) == ("Beds", date(2026, 3, 1), None)
    assert notice.buyer is not None
    assert (notice.buyer.name, notice.country) == ("Město", "CZ")
    assert notice.released == datetime(2026, 3, 1, tzinfo=UTC), "a date with an offset has no time"
    assert notice.url == "https://ted.europa.eu/en/notice/-/detail/100-2026"


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        ({"hun": "Ágyak", "eng": "Beds"}, "Beds"),
        ({"hun": "Ágyak"}, "Ágyak"),
        ({"pol": ["Łóżka", "x"]}, "Łóżka"),
        ("Beds", "Beds"),
        ({}, "100-2026"),
        (None, "100-2026"),
    ],
)
def test_english_else_the_language_there_is(titles: Any, expected: str) -> None:
    assert each(**{"notice-title": titles}).title == expected


def test_the_procedures_own_title_is_better_than_the_notices() -> None:
    assert each(**{"title-proc": {"eng": ["Hospital beds"]}}).title == "Hospital beds"


@pytest.mark.parametrize(
    ("fields", "stage"),
    [
        ({"form-type": "planning"}, Stage.WATCHING),
        ({"form-type": "consultation"}, Stage.WATCHING),
        ({"form-type": None, "notice-type": "pin-only"}, Stage.WATCHING),
        ({"form-type": None, "notice-type": "cn-standard"}, None),
        ({"form-type": None, "notice-type": "can-standard", "winner-name": ["Rival"]}, Stage.CLOSED),
        ({"form-type": "dir-awa-pre", "winner-name": ["Rival"]}, Stage.STANDSTILL),
        ({"form-type": "cont-modif", "winner-name": ["Rival"]}, Stage.CLOSED),
        ({"form-type": "result"}, None),
    ],
)
def test_the_form_tells_the_stage(fields: dict[str, Any], stage: Stage | None) -> None:
    assert each(**fields).stage is stage


def test_the_deadline_is_the_earliest_lots_and_may_be_that_of_requests() -> None:
    days = ["2026-05-02+02:00", "2026-04-30+02:00"]
    assert each(**{"deadline-receipt-tender-date-lot": days}).deadline == date(2026, 4, 30)
    assert each(**{"deadline-receipt-request-date-lot": days[:1]}).deadline == date(2026, 5, 2)
    assert each(**{"deadline-receipt-expressions-date-lot": days[:1]}).deadline == date(2026, 5, 2)


def test_values_are_text_or_numbers_beside_their_currencies() -> None:
    estimate = {"estimated-value-proc": "450000.5", "estimated-value-cur-proc": "PLN"}
    assert each(**estimate).value == Money(Decimal("450000.5"), "PLN")
    assert each(**{"total-value": 12, "total-value-cur": ["EUR"]}).value == Money(Decimal(12), "EUR")
    lots = {"estimated-value-lot": ["5", "6"], "estimated-value-cur-lot": ["EUR", "EUR"]}
    assert each(**lots).value is None, "the estimates of some lots are not that of the whole"


def test_codes() -> None:
    notice = each(
        **{
            "classification-cpv": ["09331200", "09332000"],
            "procedure-type": "neg-w-call",
            "framework-agreement-lot": ["fa-wo-rc"],
        }
    )
    assert (notice.category, notice.category_scheme) == ("09331200", "CPV")
    assert (notice.method, notice.structure) == (Method.SELECTIVE, Structure.FRAMEWORK)
    assert each(**{"framework-agreement-lot": ["none"]}).structure is None


def test_a_result_with_one_lot_tells_winner_value_and_period() -> None:
    result = award(
        **{
            "identifier-lot": ["LOT-0001"],
            "winner-identifier": ["123"],
            "winner-country": ["CZE"],
            "winner-decision-date": ["2026-05-20+02:00"],
            "tender-value": ["900"],
            "tender-value-cur": ["CZK"],
            "contract-duration-start-date-lot": ["2026-07-01+02:00"],
            "contract-duration-period-lot": [{"value": "24", "unit": "MONTH"}],
            "renewal-maximum-lot": ["1"],
        }
    )
    assert (result.lot, result.value, result.awarded) == ("LOT-0001", Money(Decimal(900), "CZK"), date(2026, 5, 20))
    assert (result.start, result.end, result.end_derived) == (date(2026, 7, 1), date(2028, 6, 30), True)
    assert result.max_end == date(2028, 6, 30), "the duration (BT-36) includes any options and renewals"
    (winner,) = result.suppliers
    assert (winner.name, winner.country) == ("Soupeř", "CZ")
    assert winner.identifiers == (Identifier(scheme="CZ-BT501", id="123"),)


def test_the_one_value_of_one_winner_where_the_search_did_not_ask_for_lots() -> None:
    assert award(**{"tender-value": ["900"], "tender-value-cur": ["CZK"]}).value == Money(Decimal(900), "CZK")
    two = {"winner-name": {"ces": ["Soupeř", "Jiný"]}, "tender-value": ["900"], "tender-value-cur": ["CZK"]}
    assert read(RESULT | two)[0].awards[0].value is None


def test_who_won_which_lot_is_not_guessed() -> None:
    lots = {
        "identifier-lot": ["LOT-0001", "LOT-0002"],
        "winner-name": {"eng": ["A", "B", "C"]},
        "tender-value": ["1", "2", "3"],
        "tender-value-cur": ["EUR"],
        "result-value-notice": "6",
        "result-value-cur-notice": "EUR",
    }
    notice, problems = read(RESULT | lots)
    (result,) = notice.awards
    assert (result.lot, result.value) == ("", Money(Decimal(6), "EUR"))
    assert [party.name for party in result.suppliers] == ["A", "B", "C"]
    assert [lot.id for lot in notice.lots] == ["LOT-0001", "LOT-0002"]
    assert "2 lots and 3 winners and does not say who won which" in str(problems[0].message)


def test_a_result_of_lots_of_which_some_went_to_nobody_says_so() -> None:
    lots = {"identifier-lot": ["LOT-0001", "LOT-0002", "LOT-0003"], "winner-name": {"eng": ["A"]}}
    _, problems = read(RESULT | lots | {"winner-selection-status": ["selec-w", "clos-nw", "clos-nw"]})
    assert "2 of 3 lots went to nobody; it does not say which" in str(problems[1].message)


def test_a_result_is_about_the_lots_it_names_among_those_it_describes() -> None:
    lots = {"identifier-lot": ["LOT-0001", "LOT-0002"], "result-lot-identifier": ["LOT-0002"]}
    notice = read(RESULT | lots | {"winner-name": {"eng": ["A"]}})[0]
    assert (notice.awards[0].lot, [lot.id for lot in notice.lots]) == ("LOT-0002", ["LOT-0001", "LOT-0002"])


@pytest.mark.parametrize("numbers", [["1", "2", "3"], ["1", "2", "2"]])
def test_lists_as_long_that_give_one_winner_two_numbers_are_in_another_order(numbers: list[str]) -> None:
    result = award(**{"winner-name": ["A", "A", "B"], "winner-country": ["CZE"], "winner-identifier": numbers})
    assert [(party.name, party.identifiers) for party in result.suppliers] == [("A", ()), ("B", ())]


def test_winners_named_in_several_languages_are_taken_from_the_one_that_names_most() -> None:
    result = award(**{"winner-name": {"eng": ["A"], "deu": ["A", "B"]}})
    assert [party.name for party in result.suppliers] == ["A", "B"]


def test_lists_of_different_length_are_not_joined() -> None:
    result = award(**{"winner-name": ["A", "B"], "winner-country": ["CZE"], "winner-identifier": ["1"]})
    assert [(p.name, p.country, p.identifiers) for p in result.suppliers] == [("A", "CZ", ()), ("B", "CZ", ())]


def test_nobody_won_and_why() -> None:
    notice = read(RESULT | {"winner-selection-status": ["clos-nw"], "non-award-justification": ["no-rece"]})[0]
    assert notice.cancelled
    assert notice.no_award_reason is NoAwardReason.NO_RECE
    assert notice.awards[0].status is AwardStatus.CANCELLED
    assert not read(RESULT | {"winner-selection-status": ["open-nw"]})[0].awards, "not decided yet is no result"


def test_a_lot_that_is_still_to_be_decided_is_not_over() -> None:
    """Code list winner-selection-status: open-nw is "not yet chosen, but the competition is still ongoing"."""
    some = {"winner-selection-status": ["clos-nw", "open-nw"], "non-award-justification": ["no-rece"]}
    notice = read(RESULT | some)[0]
    assert (notice.cancelled, notice.awards, notice.stage) == (False, (), None)
    chosen = read(RESULT | {"winner-selection-status": ["selec-w", "open-nw"], "winner-name": {"eng": ["A"]}})[0]
    assert (len(chosen.awards), chosen.stage) == (1, None)


def test_only_the_code_tenders_counts_all_of_them() -> None:
    codes = {"received-submissions-type-code": ["t-sme", "tenders"], "received-submissions-type-val": ["9", "4"]}
    assert each(**codes).offers == 4
    assert each(**codes | {"received-submissions-type-val": ["9"]}).offers is None


def test_an_intended_direct_award_is_pending() -> None:
    assert award(**{"form-type": "dir-awa-pre"}).status is AwardStatus.PENDING


def test_a_systems_number_is_no_part_of_a_buyers_name() -> None:
    notice, problems = read(CALL | {"buyer-name": {"eng": ["Transport Authority_1149"]}})
    assert notice.buyer is not None
    assert notice.buyer.name == "Transport Authority"
    assert [p.key for p in problems] == ["buyer-name"]


def test_that_there_are_other_buyers_is_told() -> None:
    notice, problems = read(CALL | {"buyer-name": {"eng": ["City", "County"]}})
    assert notice.buyer is not None and notice.buyer.name == "City"
    assert [(problem.key, problem.value) for problem in problems] == [("buyer-name", "City; County")]


def test_a_search_that_did_not_ask_for_the_procedure_is_told_so_once() -> None:
    bare = {key: value for key, value in CALL.items() if key != "procedure-identifier"}
    notices, problems = take({"notices": [bare, bare | {"publication-number": "101-2026"}]}, name=None)
    assert [n.key for n in notices] == ["100-2026", "101-2026"]
    assert [p.key for p in problems] == ["procedure-identifier"]


def test_a_withdrawn_call_is_cancelled() -> None:
    assert each(**{"change-reason-code": ["cancel"]}).cancelled
    assert not each(**{"change-reason-code": ["update-add"]}).cancelled


@pytest.mark.parametrize(
    ("kind", "stage"),
    [
        ("pin-cfc-standard", None),
        ("pin-cfc-social", None),
        ("qu-sy", None),
        ("subco", None),
        ("pin-rtl", Stage.WATCHING),
    ],
)
def test_a_prior_information_notice_may_be_the_call(kind: str, stage: Stage | None) -> None:
    """Notice types 10 to 14: "used as a call for competition"."""
    assert each(**{"form-type": None, "notice-type": kind}).stage is stage


@pytest.mark.parametrize("kind", [{"form-type": "bri"}, {"form-type": None, "notice-type": "brin-ecs"}])
def test_the_registration_of_a_company_is_no_tender(kind: dict[str, Any]) -> None:
    notices, (problem,) = take({"notices": [CALL | kind]}, name=None)
    assert not notices
    assert problem.refused and "registers a company" in str(problem.message)


def test_a_notice_before_the_procedure_need_not_name_it() -> None:
    """BT-04 is forbidden in notices of the types 1 to 9, E1, E2 and T01."""
    bare = {key: value for key, value in CALL.items() if key != "procedure-identifier"}
    assert not take({"notices": [bare | {"form-type": "planning"}]}, name=None)[1]


def test_what_is_not_disclosed_is_no_amount() -> None:
    assert award(**{"identifier-lot": ["LOT-0001"], "tender-value": ["-1"], "tender-value-cur": ["EUR"]}).value is None


def test_the_estimate_or_the_days_of_one_lot_are_not_those_of_all() -> None:
    lots = {"identifier-lot": ["LOT-0001", "LOT-0002"]}
    value = {"estimated-value-lot": ["5"], "estimated-value-cur-lot": ["EUR"]}
    assert each(**lots, **value).value is None
    assert each(**value).value == Money(Decimal(5), "EUR")
    days = {
        "contract-duration-start-date-lot": ["2026-07-01"],
        "contract-duration-period-lot": [{"value": "1", "unit": "YEAR"}],
    }
    result = award(**lots, **days)
    assert (result.start, result.end, result.max_end) == (None, None, None)


def test_a_framework_is_worth_what_may_be_spent_in_it() -> None:
    """BT-118 is the most that may be spent; BT-161 beside it has been seen to count it once for each winner."""
    amounts = {
        "framework-agreement-lot": ["fa-mix"],
        "result-value-notice": "17424000000",
        "result-value-cur-notice": "EUR",
        "result-framework-maximum-value-notice": "316800000",
        "result-framework-maximum-value-cur-notice": "EUR",
    }
    assert award(**amounts).value == Money(Decimal(316_800_000), "EUR")
    mixed = amounts | {"framework-agreement-lot": ["none", "fa-mix"], "result-value-notice": "400000000"}
    assert award(**mixed).value == Money(Decimal(400_000_000), "EUR"), "some lots are contracts"


@pytest.mark.parametrize(("stated", "call_off"), [([True], True), (["true"], True), (["false"], False), (None, False)])
def test_a_contract_within_a_framework_is_a_call_off(stated: Any, call_off: bool) -> None:
    """BT-768: "The contract is awarded within a framework agreement"."""
    notice = read(RESULT | {"winner-name": ["A"], "contract-framework-agreement": stated})[0]
    assert notice.call_off is call_off


def test_a_result_that_is_taken_back_awards_nothing() -> None:
    withdrawn = {"winner-name": {"eng": ["A"]}, "change-reason-code": "cancel"}
    notice = read(RESULT | withdrawn)[0]
    assert (notice.awards[0].status, notice.stage, notice.cancelled) == (AwardStatus.CANCELLED, None, False)
    assert not read(RESULT | withdrawn | {"form-type": "cont-modif"})[0].awards, "the contract stands as it was"
