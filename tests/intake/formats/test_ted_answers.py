"""Whole answers of TED's search API in the shapes that it really writes, with invented names."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from reads import take

from bidtracker.domain.money import Money
from bidtracker.domain.records import Identifier
from bidtracker.domain.vocabulary import NoAwardReason, Stage
from bidtracker.intake.notice import Notice, Problem

RESULT: dict[str, Any] = {
    "ND": "700001-2026",
    "publication-number": "700001-2026",
    "notice-version": 1,
    "notice-type": "can-standard",
    "form-type": "result",
    "publication-date": "2026-08-10+02:00",
    "procedure-identifier": "00000000-0000-4000-8000-000000000001",
    "buyer-country": ["ROU"],
    "classification-cpv": ["44211100", "44211100", "44211100"],
    "total-value": 12017083,
    "total-value-cur": ["EUR"],
    "place-of-performance": ["RO321", "ROU", "RO321", "ROU"],
    "organisation-name-buyer": {"ron": ["Spitalul Exemplu"]},
    "notice-title": {"ron": "România – Aparate – Mamograf", "eng": "Romania – Devices – Mammograph"},
    "links": {
        "xml": {"MUL": "https://ted.europa.eu/en/notice/700001-2026/xml"},
        "html": {"ENG": "https://ted.europa.eu/en/notice/700001-2026/html"},
    },
}
CALL = {
    **RESULT,
    "notice-type": "cn-standard",
    "form-type": "competition",
    "estimated-value": 900000.5,
    "estimated-value-cur": "RON",
    "deadline-receipt-tender-date-lot": ["2026-10-30+01:00"],
    "deadline-receipt-tender-time-lot": ["12:00:00+01:00"],
}


def answered(*notices: dict[str, Any]) -> tuple[list[Notice], list[Problem]]:
    return take(
        {
            "notices": list(notices),
            "totalNoticeCount": len(notices),
            "iterationNextToken": None,
            "timedOut": False,
        },
        name=None,
    )


def each(record: dict[str, Any], **fields: Any) -> Notice:
    (notice,), problems = answered(record | {key.replace("_", "-"): value for key, value in fields.items()})
    assert not problems
    return notice


def test_a_result_whose_winner_was_not_asked_for() -> None:
    notice = each(RESULT)
    assert (notice.format, notice.reference, notice.title) == ("ted", "700001-2026", "Romania – Devices – Mammograph")
    assert notice.buyer is not None
    assert (notice.buyer.name, notice.buyer.country, notice.country) == ("Spitalul Exemplu", "RO", "RO")
    assert (notice.category, notice.category_scheme) == ("44211100", "CPV")
    assert notice.url == "https://ted.europa.eu/en/notice/700001-2026/html"
    assert notice.released == datetime(2026, 8, 10, tzinfo=UTC)
    (award,) = notice.awards
    assert (award.suppliers, award.value) == ((), Money(Decimal(12017083), "EUR"))
    assert (notice.stage, notice.value, notice.published) == (Stage.CLOSED, None, None)


def test_a_call_with_its_hour() -> None:
    notice = each(CALL)
    assert notice.value == Money(Decimal("900000.5"), "RON")
    assert (notice.published, notice.deadline) == (date(2026, 8, 10), date(2026, 10, 30))
    assert notice.deadline_at == datetime(2026, 10, 30, 11, tzinfo=UTC)
    assert not notice.awards


@pytest.mark.parametrize(
    ("days", "times", "at"),
    [
        (["2026-10-30Z", "2026-10-29Z"], ["12:00:00Z", "10:30:00Z"], datetime(2026, 10, 29, 10, 30, tzinfo=UTC)),
        (["2026-10-30Z", "2026-10-29Z"], ["12:00:00Z"], datetime(2026, 10, 29, 12, tzinfo=UTC)),
        (["2026-10-29Z", "2026-10-29Z"], ["12:00:00Z", "10:30:00Z"], datetime(2026, 10, 29, 10, 30, tzinfo=UTC)),
        (["2026-10-30Z", "2026-10-29Z", "2026-10-29Z"], ["12:00:00Z", "10:30:00Z"], None),
        (["2026-10-29+02:00"], ["12:00:00"], None),
        (["2026-10-29+02:00"], [None], None),
        ("2026-10-29+02:00", [], None),
    ],
)
def test_the_hour_is_that_of_the_earliest_day(days: Any, times: Any, at: datetime | None) -> None:
    notice = each(CALL, deadline_receipt_tender_date_lot=days, deadline_receipt_tender_time_lot=times)
    assert (notice.deadline, notice.deadline_at) == (date(2026, 10, 29), at)


def test_an_hour_that_cannot_be_read_is_told_and_the_day_stays() -> None:
    (notice,), (problem,) = answered(CALL | {"deadline-receipt-tender-time-lot": ["noon"]})
    assert (notice.deadline, notice.deadline_at) == (date(2026, 10, 30), None)
    assert problem.key == "deadline-receipt-tender-time-lot"


def test_winners_that_are_repeated_for_each_lot_are_each_one() -> None:
    names = {"hun": ["Első Példa Kft.", "Második Példa Kft."] * 30}
    (award,) = each(RESULT, winner_name=names, winner_country=["HUN"], winner_identifier=["11", "22"] * 30).awards
    assert [(w.name, w.country, w.identifiers) for w in award.suppliers] == [
        ("Első Példa Kft.", "HU", (Identifier(scheme="HU-BT501", id="11"),)),
        ("Második Példa Kft.", "HU", (Identifier(scheme="HU-BT501", id="22"),)),
    ]
    fewer = each(RESULT, winner_name=names, winner_country=["HUN"], winner_identifier=["11", "22", "33"])
    assert [w.identifiers for w in fewer.awards[0].suppliers] == [(), ()], "which number is whose is not known"


def test_one_winner_of_many_lots_with_one_number() -> None:
    fields = {"winner_name": {"deu": ["Beispiel GmbH"] * 3}, "winner_country": ["DEU"], "winner_identifier": ["ID-1"]}
    (winner,) = each(RESULT, **fields).awards[0].suppliers
    assert (winner.country, winner.identifiers) == ("DE", (Identifier(scheme="DE-BT501", id="ID-1"),))


def test_empty_places_in_a_list_keep_the_others_in_place() -> None:
    fields = {
        "winner_name": {"fra": ["Un", "Deux"]},
        "winner_country": ["", "FRA"],
        "winner_identifier": ["11", None],
    }
    first, second = each(RESULT, **fields).awards[0].suppliers
    assert (first.country, second.country, first.identifiers, second.identifiers) == ("", "FR", (), ())


@pytest.mark.parametrize("decided", [["2020-01-01+01:00"], "2020-01-01Z", ["2019-12-31Z", "2020-01-01+01:00"]])
def test_the_day_of_the_decision(decided: Any) -> None:
    (award,) = each(RESULT, winner_name=["Beispiel GmbH"], winner_decision_date=decided).awards
    assert award.awarded == date(2020, 1, 1)


def test_the_buyers_country_by_its_other_name_or_by_the_place() -> None:
    bare = {key: value for key, value in RESULT.items() if key != "buyer-country"}
    other = each(bare, organisation_country_buyer=["FRA"])
    assert other.buyer is not None
    assert (other.buyer.country, other.country) == ("FR", "FR")
    placed = each(bare, place_of_performance=["NO081", "NOR", "NO081", "NOR"])
    assert placed.buyer is not None
    assert (placed.buyer.country, placed.country) == ("", "NO"), "where it is delivered is not where the buyer is"
    assert each(bare, place_of_performance=["NOR", "SWE"]).country == ""


def test_a_category_of_the_procedure_alone_has_its_scheme() -> None:
    bare = {key: value for key, value in RESULT.items() if key != "classification-cpv"}
    notice = each(bare, main_classification_proc=["33111650"])
    assert (notice.category, notice.category_scheme) == ("33111650", "CPV")
    assert each(bare).category_scheme == ""


def test_some_lots_had_no_winner_and_others_had() -> None:
    some = {"winner_selection_status": ["selec-w", "clos-nw"], "non_award_justification": ["no-rece"]}
    notice = each(RESULT, **some)
    assert not notice.cancelled
    assert notice.awards[0].value == Money(Decimal(12017083), "EUR")
    none = each(RESULT, **some | {"winner_selection_status": ["clos-nw"]})
    assert (none.cancelled, none.no_award_reason, none.awards[0].value) == (True, NoAwardReason.NO_RECE, None)
    assert not each(RESULT, winner_selection_status=["open-nw"]).awards


def test_links_without_a_page_give_the_notices_own() -> None:
    links = {"xml": {"MUL": "https://ted.europa.eu/en/notice/700001-2026/xml"}}
    assert each(RESULT, links=links).url == "https://ted.europa.eu/en/notice/-/detail/700001-2026"


def test_an_answer_without_notices_has_no_records() -> None:
    notices, (problem,) = answered()
    assert not notices
    assert "no records" in str(problem.message)


@pytest.mark.parametrize("padding", [0, 3_000_000])
def test_an_answer_that_broke_off_is_told(padding: int) -> None:
    """A large one comes as a stream, in which the mark stands behind the notices."""
    whole = {"notices": [RESULT | {"description-lot": {"eng": ["x" * padding]}}, RESULT], "totalNoticeCount": 9}
    _, problems = take(whole | {"timedOut": True}, name=None)
    assert ["so the list is not whole" in str(problem.message) for problem in problems] == [True]
    assert not take(whole | {"timedOut": False}, name=None)[1]
