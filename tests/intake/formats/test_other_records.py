"""What USAspending, TED and SAM.gov tell of a contract's delivery, and what looks like it and is not."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from releases import bring, events, signals

from bidtracker.book import Book
from bidtracker.domain.vocabulary import AwardStatus, Outcome, Stage, TerminationReason

# ---------------------------------------------------------------- USAspending


def modification(number: str, on: str, action: str, **more: Any) -> dict[str, Any]:
    return {
        "contract_award_unique_key": "CONT_AWD_1",
        "award_id_piid": "W91-1",
        "modification_number": number,
        "action_date": on,
        "action_type_code": action,
        "recipient_name": "ACME LTD",
        "awarding_sub_agency_name": "Army",
        "transaction_description": "GUARDS",
        "current_total_value_of_award": "1000.00",
        "period_of_performance_start_date": "2023-10-01",
        "period_of_performance_current_end_date": "2026-09-30",
        "period_of_performance_potential_end_date": "2028-09-30",
        **more,
    }


FIRST = modification("0", "2023-10-01", "")
END = "period_of_performance_current_end_date"


def noted(book: Book, folder: Path, *records: dict[str, Any]) -> list[tuple[str, int]]:
    for n, record in enumerate(records):
        bring(book, folder, record, name=f"{n}.json")
    return signals(book)


def test_a_termination_for_default_that_ends_the_contract(book: Book, tmp_path: Path) -> None:
    ended = modification("P00003", "2025-03-01", "E", **{END: "2025-03-01"})
    assert noted(book, tmp_path, FIRST, ended) == [("early_termination", 2)]
    award = book.get("A1")
    assert (award.status, award.termination_reason) == (AwardStatus.TERMINATED, TerminationReason.FAILURE)
    assert ("terminated", "2025-03-01", "active", "") in events(book)


def test_one_of_a_part_is_a_breach_and_the_contract_runs_on(book: Book, tmp_path: Path) -> None:
    assert noted(book, tmp_path, FIRST, modification("P00003", "2025-03-01", "X")) == [("breach_or_damages", 3)]
    assert book.get("A1").status is AwardStatus.ACTIVE


@pytest.mark.parametrize(
    ("action", "more"),
    [
        ("F", {END: "2025-03-01"}),  # for the government's convenience: nobody failed
        ("F", {"current_total_value_of_award": "300.00"}),  # a part of it
        ("C", {"federal_action_obligation": "-900.00"}),  # funding that moves
        ("K", {"current_total_value_of_award": "300.00", "federal_action_obligation": "-700.00"}),  # closed out
        ("M", {}),
        ("J", {"recipient_name": "BOLT INC"}),  # novation: a successor
        ("V", {"recipient_name": "ACMELTD HOLDINGS"}),
        ("TERMINATE FOR CONVENIENCE (COMPLETE OR PARTIAL)", {END: "2025-03-01"}),
    ],
)
def test_what_speaks_against_nobody(book: Book, tmp_path: Path, action: str, more: dict[str, Any]) -> None:
    assert noted(book, tmp_path, FIRST, modification("P00003", "2025-03-01", action, **more)) == []
    assert [event for event in events(book) if event[0] == "amended"] == [("amended", "2025-03-01", "", "P00003")]


def test_a_change_order_that_cuts_the_value(book: Book, tmp_path: Path) -> None:
    cut = modification("P00003", "2025-03-01", "D", current_total_value_of_award="400.00")
    assert noted(book, tmp_path, FIRST, cut) == [("volume_cut", 2)]


def test_options_used_year_by_year_lower_and_are_no_churn(book: Book, tmp_path: Path) -> None:
    began = {"period_of_performance_start_date": "2018-10-01"}
    years = [
        modification(f"P{n}", f"{2018 + n}-09-01", "G" if n else "", **began, **{END: f"{2018 + n}-09-30"})
        for n in range(7)
    ]
    years = [year | {"current_total_value_of_award": str(1000 * (n + 1))} for n, year in enumerate(years)]
    years[0]["modification_number"] = "0"
    assert noted(book, tmp_path, *years) == [("option_exercised", 2)] * 6


def test_an_option_is_heard_where_its_new_end_is_not_told(book: Book, tmp_path: Path) -> None:
    plain = {"generated_internal_id": "X1", "Award ID": "X1", "Recipient Name": "ACME", "Awarding Agency": "GSA"}
    first = plain | {"Mod": "0", "Action Date": "2024-01-01", "Transaction Amount": 1000}
    used = plain | {"Mod": "P1", "Action Date": "2025-01-01", "Transaction Amount": 500, "Action Type": "G"}
    assert noted(book, tmp_path, first, used, used | {"Recipient Name": "Acme"}) == [("option_exercised", 2)]


def test_what_was_obligated_so_far_cuts_no_contract_that_is_worth_more(book: Book, tmp_path: Path) -> None:
    """lookups/elasticsearch_lookups.py of its API: "Award Amount" is total_obligation."""
    plain = {"Award ID": "W91-1", "Recipient Name": "ACME LTD", "generated_internal_id": "CONT_AWD_1"}
    search = plain | {"Awarding Sub Agency": "Army", "Start Date": "2023-10-01", "End Date": "2026-09-30"}
    assert noted(book, tmp_path, FIRST, search | {"Award Amount": 300, "Last Modified Date": "2025-06-01"}) == []
    assert str(book.get("A1").value) == "1,000 USD"
    noted(book, tmp_path, search | {"Award Amount": 1300, "Last Modified Date": "2025-07-01"})
    noted(book, tmp_path, search | {"Award Amount": 900, "Last Modified Date": "2025-08-01"})
    assert (str(book.get("A1").value), book.holdings.signals) == ("1,300 USD", {})


# ---------------------------------------------------------------- TED


def ted(number: str, day: str, form: str, **more: Any) -> dict[str, Any]:
    return {
        "publication-number": number,
        "procedure-identifier": "p1",
        "form-type": form,
        "publication-date": f"{day}+02:00",
        "title-proc": {"eng": "Hospital beds"},
        "buyer-name": {"eng": ["City"]},
        "winner-name": {"eng": ["Acme Ltd"]},
        "winner-decision-date": ["2024-01-10+01:00"],
        "contract-duration-start-date-lot": ["2024-02-01+01:00"],
        "contract-duration-end-date-lot": ["2026-12-31+01:00"],
        "tender-value": ["1000"],
        "tender-value-cur": ["EUR"],
        "identifier-lot": ["LOT-0001"],
        **more,
    }


RESULT = ted("1-2024", "2024-01-20", "result")
WORTH_1600 = {"result-value-notice": "1600", "result-value-cur-notice": "EUR", "tender-value": ["600"]}


def test_a_modification_without_new_values_is_only_an_amendment(book: Book, tmp_path: Path) -> None:
    modified = ted("2-2025", "2025-02-01", "cont-modif", **{"modification-justification": ["mod-nons"]})
    assert noted(book, tmp_path, RESULT, modified) == []
    assert events(book) == [("amended", "2025-02-01", "", "2-2025")]
    assert "not substantial" in book.get("T1").events[0].note


@pytest.mark.parametrize(
    ("code", "more", "expected"),
    [
        ("add-wss", WORTH_1600, [("additional_works", 2)]),
        ("mod-minv", WORTH_1600, []),
        ("mod-nons", {"tender-value": ["300"]}, []),  # BT-720: "in case of the modification notice, the value of the
        (
            "mod-cir",
            WORTH_1600 | {"tender-value": ["300"], "result-value-notice": "300"},
            [],
        ),  # modification"; a total of the same is no more
        ("mod-rev", {"contract-duration-end-date-lot": ["2027-12-31"]}, [("option_exercised", 2)]),
        ("mod-repl", {"winner-name": {"eng": ["Bolt plc"]}}, []),
        ("mod-nons", {"winner-name": {"eng": ["Bolt plc"]}}, [("contractor_replaced", 2)]),
        ("mod-cir", {"contract-duration-end-date-lot": ["2027-03-31"]}, []),
        ("mod-nons", {"contract-duration-end-date-lot": ["2027-03-31"]}, [("bridge_extension", 1)]),
    ],
)
def test_why_a_contract_was_modified(
    book: Book, tmp_path: Path, code: str, more: dict[str, Any], expected: list[tuple[str, int]]
) -> None:
    modified = ted("2-2026", "2026-11-01", "cont-modif", **{"modification-justification": [code]}, **more)
    assert noted(book, tmp_path, RESULT, modified) == expected


def test_what_a_modification_is_worth_stands_in_its_words_and_leaves_the_contract_as_it_was(
    book: Book, tmp_path: Path
) -> None:
    code = {"modification-justification": ["mod-cir"]}
    noted(book, tmp_path, RESULT, ted("2-2026", "2026-11-01", "cont-modif", **{"tender-value": ["100"]}, **code))
    assert str(book.get("A1").value) == "1,000 EUR"
    assert [event.note.rpartition("; ")[2] for event in book.get("T1").events] == ["100 EUR"]


def result_of(lot: str, number: str, day: str, **more: Any) -> dict[str, Any]:
    return ted(number, day, "result", **({"identifier-lot": [lot], "winner-selection-status": ["selec-w"]} | more))


CALL = ted("0-2023", "2023-10-01", "competition", **{"identifier-lot": ["LOT-0001", "LOT-0002"], "winner-name": None})


def test_results_of_two_lots_in_two_notices_are_two_awards(book: Book, tmp_path: Path) -> None:
    first = result_of("LOT-0001", "1-2024", "2024-01-20")
    second = result_of("LOT-0002", "2-2024", "2024-03-20", **{"winner-name": {"eng": ["Bolt plc"]}})
    assert noted(book, tmp_path, CALL, first) == []
    assert (book.get("T1").stage, len(book.get("T1").lots)) == (Stage.WATCHING, 2), "a lot is still to be decided"
    assert noted(book, tmp_path, second) == []
    assert [(award.lot, book.holdings.suppliers(award)) for award in book.holdings.awards_of(1)] == [
        ("LOT-0001", ["Acme Ltd"]),
        ("LOT-0002", ["Bolt plc"]),
    ]
    assert (book.get("T1").stage, [lot.id for lot in book.get("T1").lots]) == (Stage.CLOSED, ["LOT-0001", "LOT-0002"])


@pytest.mark.parametrize(
    ("more", "awards"),
    [
        ({}, 1),
        ({"winner-name": {"eng": ["Bolt plc"]}}, 2),  # of other lots, or one more contract of a purchasing system
        ({"winner-decision-date": ["2024-06-10+02:00"], "tender-value": ["100"]}, 2),
        ({"winner-name": {"eng": ["Bolt plc"]}, "change-reason-code": "cor-buy"}, 1),
    ],
)
def test_each_result_of_one_procedure_is_a_decision_unless_it_changes_another(
    book: Book, tmp_path: Path, more: dict[str, Any], awards: int
) -> None:
    bare = {"identifier-lot": None}  # as a search that did not ask for the lots
    assert noted(book, tmp_path, RESULT | bare, ted("2-2024", "2024-06-20", "result", **bare | more)) == []
    assert len(book.holdings.awards) == awards


def test_a_modification_is_of_the_award_that_its_winner_holds(book: Book, tmp_path: Path) -> None:
    other = ted("2-2024", "2024-06-20", "result", **{"winner-name": {"eng": ["Bolt plc"]}})
    modified = ted("3-2024", "2024-09-20", "cont-modif", **{"winner-name": {"eng": ["Bolt plc"]}})
    noted(book, tmp_path, RESULT, other, modified)
    assert [book.holdings.suppliers(award) for award in book.holdings.awards_of(1)] == [["Acme Ltd"], ["Bolt plc"]]
    assert [event.award for event in book.get("T1").events if event.kind == "amended"] == [2]


def test_a_result_leaves_what_the_call_said_of_its_lots(book: Book, tmp_path: Path) -> None:
    titles = {"title-lot": {"eng": ["Wards", "Theatres"]}}
    noted(book, tmp_path, CALL | titles, result_of("LOT-0002", "1-2024", "2024-01-20"))
    assert [lot.title for lot in book.get("T1").lots] == ["Wards", "Theatres"]


def test_a_notice_that_changes_another_is_no_publication_of_its_own(book: Book, tmp_path: Path) -> None:
    """BT-758 names the notice that is changed."""
    change = {"change-notice-version-identifier": "0-2023-01", "change-reason-code": "update-add"}
    noted(book, tmp_path, CALL, ted("1-2023", "2023-10-20", "competition", **change | {"winner-name": None}))
    assert book.get("T1").published == date(2023, 10, 1)


def test_an_amendment_of_a_solicitation_is_no_publication_of_its_own(book: Book, tmp_path: Path) -> None:
    noted(book, tmp_path, sam("n1", "2026-01-01"), sam("n2", "2026-02-01"))
    assert book.get("T1").published == date(2026, 1, 1)


def test_a_lot_that_went_to_nobody_does_not_cancel_the_others(book: Book, tmp_path: Path) -> None:
    nobody = {"winner-name": None, "winner-selection-status": ["clos-nw"], "non-award-justification": ["no-rece"]}
    noted(book, tmp_path, CALL, result_of("LOT-0001", "1-2024", "2024-01-20", **nobody))
    assert (book.get("T1").outcome, book.get("A1").status) == (Outcome.PENDING, AwardStatus.CANCELLED)


@pytest.mark.parametrize("before", [{"form-type": "dir-awa-pre"}, {"change-reason-code": "cancel"}])
def test_an_award_stands_once_a_result_says_so(book: Book, tmp_path: Path, before: dict[str, Any]) -> None:
    noted(book, tmp_path, RESULT | before)
    assert book.get("A1").status in (AwardStatus.PENDING, AwardStatus.CANCELLED)
    noted(book, tmp_path, ted("2-2024", "2024-02-20", "result"))
    assert book.get("A1").status is AwardStatus.ACTIVE


def test_a_completion_tells_what_was_paid_and_withheld(book: Book, tmp_path: Path) -> None:
    more = {"tender-payment-value": ["980"], "tender-payment-value-cur": ["EUR"]}
    done = ted("3-2027", "2026-11-15", "completion", **more)
    assert noted(book, tmp_path, RESULT, done) == []
    assert book.get("A1").status is AwardStatus.ENDED


def test_penalties_of_a_completion_are_heard(book: Book, tmp_path: Path) -> None:
    more = {"tender-penalties": ["50"], "tender-penalties-cur": ["EUR"]}
    assert noted(book, tmp_path, RESULT, ted("3-2027", "2026-11-15", "completion", **more)) == [("penalty_imposed", 2)]
    assert "50 EUR" in str(book.get("S1").grounds)


def test_a_result_that_is_taken_back_cancels_no_procedure(book: Book, tmp_path: Path) -> None:
    noted(book, tmp_path, RESULT, ted("2-2024", "2024-02-01", "result", **{"change-reason-code": "cancel"}))
    assert book.get("T1").outcome is not Outcome.NO_AWARD


# ---------------------------------------------------------------- SAM.gov


def sam(id: str, day: str, kind: str = "Solicitation", **more: Any) -> dict[str, Any]:
    return {
        "noticeId": id,
        "title": "Valves",
        "solicitationNumber": "N00104-26",
        "fullParentPathName": "DEFENSE.NAVY",
        "type": kind,
        "postedDate": day,
        "active": "Yes",
        **more,
    }


@pytest.mark.parametrize(
    "output", [{"title": "CANCELLED - Valves"}, {"isCanceled": True}, {"title": "Canceled: Valves"}]
)
def test_a_solicitation_that_is_cancelled(book: Book, tmp_path: Path, output: dict[str, Any]) -> None:
    noted(book, tmp_path, sam("n1", "2026-01-01"), sam("n2", "2026-02-01", **output))
    assert book.get("T1").outcome is Outcome.NO_AWARD
    assert ("cancelled", "2026-02-01", "", "") in events(book)


@pytest.mark.parametrize("output", [{"active": "No"}, {"title": "Valves, cancelled flights excepted"}])
def test_what_is_no_cancellation(book: Book, tmp_path: Path, output: dict[str, Any]) -> None:
    noted(book, tmp_path, sam("n1", "2026-01-01"), sam("n2", "2026-02-01", **output))
    assert book.get("T1").outcome is Outcome.PENDING


def test_an_award_that_is_taken_back(book: Book, tmp_path: Path) -> None:
    award = {"number": "A-1", "date": "2026-03-01", "amount": "10", "awardee": {"name": "ACME"}}
    report = sam("n2", "2026-03-01", "Award Notice", award=award)
    back = sam("n3", "2026-04-01", "Award Notice", award=award, title="CANCELLED Valves")
    assert noted(book, tmp_path, sam("n1", "2026-01-01"), report, back) == []
    assert book.get("A1").status is AwardStatus.CANCELLED
    assert book.get("T1").outcome is Outcome.PENDING


def test_what_was_cancelled_may_be_published_again(book: Book, tmp_path: Path) -> None:
    """GSA/open-gsa-redesign, _apidocs/opportunities-api.md: "Uncancel Canceled Opportunity"."""
    cancelled = sam("n2", "2026-02-01", cancelled=True)
    noted(book, tmp_path, sam("n1", "2026-01-01"), cancelled)
    assert book.get("T1").outcome is Outcome.NO_AWARD
    noted(book, tmp_path, sam("n0", "2026-01-15"))
    assert book.get("T1").outcome is Outcome.NO_AWARD, "an older notice takes nothing back"
    noted(book, tmp_path, sam("n3", "2026-03-01"))
    assert book.get("T1").outcome is Outcome.PENDING
    award = {"number": "A-1", "date": "2026-03-01", "amount": "10", "awardee": {"name": "ACME"}}
    noted(book, tmp_path, sam("n4", "2026-04-01", "Award Notice", award=award, title="CANCELLED Valves"))
    noted(book, tmp_path, sam("n5", "2026-05-01", "Award Notice", award=award))
    assert book.get("A1").status is AwardStatus.ACTIVE
