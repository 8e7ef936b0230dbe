"""What public records say of delivery, and what they do not say however much it looks like it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from releases import ACME, BOLT, award, bring, contract, gbp, held, moment, period, release, signals

from bidtracker.book import Book
from bidtracker.domain.vocabulary import Channel, Reliability, SignalState, TerminationReason
from bidtracker.radar.score.evidence import discontent

EARLY = {"status": "terminated", "dateTerminated": moment("2025-03-01")}


def report(book: Book, folder: Path, **of_contract: Any) -> list[tuple[str, int]]:
    """What a record says by itself, at its first import in the middle of the contract."""
    bring(book, folder, held("2025-03-05", **of_contract))
    return signals(book)


def changed(book: Book, folder: Path, day: str, **of_contract: Any) -> list[tuple[str, int]]:
    """What a change says: a contract as it was signed, and as it is on a later day."""
    bring(book, folder, held("2024-02-10", value=gbp(1000)))
    bring(book, folder, held(day, **of_contract))
    return signals(book)


# ---------------------------------------------------------------- how it ended


def test_terminated_for_failure(book: Book, tmp_path: Path) -> None:
    reason = "Terminated following the supplier's breach of the delivery terms"
    assert report(book, tmp_path, **EARLY, terminationDetails=reason) == [("early_termination", 2)]
    signal = book.get("S1")
    assert (signal.award, signal.channel, signal.reliability, signal.credibility) == (1, Channel.PUBLIC, "A", 2)
    assert (signal.on, signal.happened) == (date(2025, 3, 5), date(2025, 3, 1))
    assert "the supplier failed" in str(signal.grounds) and signal.source.format == "ocds"
    assert book.get("A1").termination_reason is TerminationReason.FAILURE
    assert discontent([signal], book.get("A1"), date(2025, 4, 1)).db > 5


def test_a_uk11_notice_with_its_classified_reason(book: Book, tmp_path: Path) -> None:
    over = {
        "status": "terminated",
        "documents": [{"id": "1", "noticeType": "UK11", "datePublished": moment("2025-03-01")}],
        "terminationRationaleClassification": {"id": "breach", "description": "Breach of contract by the supplier"},
    }
    assert report(book, tmp_path, **over) == [("early_termination", 2)]


@pytest.mark.parametrize(
    "over",
    [
        {"status": "terminated"},  # the word that OCDS has for every contract that is over
        EARLY,  # before its time, and nobody says why
        EARLY | {"terminationDetails": "Terminated for convenience of the buyer"},
        EARLY | {"terminationDetails": "Funding for the programme was withdrawn"},
        EARLY | {"terminationDetails": "By mutual agreement"},
        EARLY | {"terminationDetails": "By mutual agreement after a breach"},  # two reasons are none
        EARLY | {"terminationDetails": "Ended without fault of either side"},
        EARLY | {"finalStatus": "complete", "finalStatusDetails": "no breach"},
        EARLY | {"finalStatus": "complete", "terminationDetails": "breach"},
        {"status": "terminated", "dateTerminated": moment("2026-12-31"), "terminationDetails": "breach"},
        {"status": "terminated", "documents": [{"noticeType": "UK11", "datePublished": moment("2027-01-02")}]},
    ],
)
def test_terminated_alone_is_not_failure(book: Book, tmp_path: Path, over: dict[str, Any]) -> None:
    assert report(book, tmp_path, **over) == []


@pytest.mark.parametrize(
    ("why", "noted"),
    [
        ("Розірвано у зв'язку з невиконанням умов договору постачальником", [("early_termination", 2)]),
        ("За згодою сторін", []),
        ("Відсутність фінансування", []),
        ("", []),
    ],
)
def test_prozorro_contracts(book: Book, tmp_path: Path, why: str, noted: list[tuple[str, int]]) -> None:
    over = {
        "id": "f" * 32,
        "awardID": "a1",
        "contractID": "UA-2024-01-10-000001-a-b1",
        "status": "terminated",
        "dateModified": "2025-03-01T10:00:00+02:00",
        "period": period("2024-02-01", "2026-12-31"),
        "value": {"amount": 1000, "currency": "UAH"},
        "amountPaid": {"amount": 990, "currency": "UAH"},
        "terminationDetails": why,
        "title": "Beds",
        "procuringEntity": {"name": "City", "identifier": {"scheme": "UA-EDR", "id": "00000001"}},
        "suppliers": [{"name": "Acme", "identifier": {"scheme": "UA-EDR", "id": "00000002"}}],
    }
    bring(book, tmp_path, over)
    assert signals(book) == noted


def test_an_extension_that_was_not_used(book: Book, tmp_path: Path) -> None:
    room = period("2024-02-01", "2024-12-31", "2026-12-31")
    bring(book, tmp_path, held("2024-02-10", period=room))
    bring(book, tmp_path, held("2025-01-10", period=room))
    assert signals(book) == []  # nothing heard of it is no decision
    bring(book, tmp_path, held("2025-01-20", period=room, status="terminated"))
    assert signals(book) == [("extension_not_exercised", 2)] and book.get("S1").credibility == 3


def test_nothing_could_be_extended(book: Book, tmp_path: Path) -> None:
    plain = period("2024-02-01", "2024-12-31")
    bring(book, tmp_path, held("2024-02-10", period=plain))
    bring(book, tmp_path, held("2025-01-20", period=plain, status="terminated"))
    assert signals(book) == []


@pytest.mark.parametrize(
    ("paid", "noted"),
    [((300, 50), [("underspend", 2)]), ((300, 300), [("underspend", 1)]), ((500, 500), []), ((300,), [])],
)
def test_what_was_paid_once_it_is_over(
    book: Book, tmp_path: Path, paid: tuple[int, ...], noted: list[tuple[str, int]]
) -> None:
    payments = [{"id": str(n), "value": gbp(amount)} for n, amount in enumerate(paid)]
    over = period("2024-02-01", "2024-06-30")
    assert report(book, tmp_path, status="terminated", period=over, implementation={"transactions": payments}) == noted


def test_payments_of_a_contract_that_runs_or_of_a_framework_say_nothing(book: Book, tmp_path: Path) -> None:
    payments = {"transactions": [{"id": "1", "value": gbp(1)}, {"id": "2", "value": gbp(1)}]}
    assert report(book, tmp_path, implementation=payments) == []
    over = held("2025-03-05", status="terminated", period=period("2024-02-01", "2024-06-30"), implementation=payments)
    over["tender"]["techniques"] = {"hasFrameworkAgreement": True}
    bring(book, tmp_path, over | {"ocid": "ocds-2"})
    assert signals(book) == []


# ---------------------------------------------------------------- what was changed


def test_an_option_used_lowers(book: Book, tmp_path: Path) -> None:
    bring(book, tmp_path, held("2024-02-10", period=period("2024-02-01", "2026-12-31", "2028-12-31")))
    bring(book, tmp_path, held("2026-11-01", period=period("2024-02-01", "2027-12-31", "2028-12-31")))
    assert signals(book) == [("option_exercised", 2)]
    assert discontent([book.get("S1")], book.get("A1"), date(2026, 11, 10)).db < 0


def test_an_option_by_name(book: Book, tmp_path: Path) -> None:
    why = {"id": "1", "rationale": "First extension option of the contract exercised"}
    longer = period("2024-02-01", "2028-12-31")
    assert changed(book, tmp_path, "2025-11-01", period=longer, amendments=[why]) == [("option_exercised", 2)]


def test_a_short_late_stay_is_a_bridge(book: Book, tmp_path: Path) -> None:
    bring(book, tmp_path, held("2024-02-10", period=period("2024-02-01", "2025-12-31")))
    bring(book, tmp_path, held("2025-11-01", period=period("2024-02-01", "2026-06-30")))
    assert signals(book) == [("bridge_extension", 1)]
    bring(book, tmp_path, held("2026-05-01", period=period("2024-02-01", "2026-10-31")))
    assert signals(book)[1:] == [("bridge_extension", 2)]


@pytest.mark.parametrize(
    ("day", "end", "why"),
    [
        ("2026-11-01", "2027-06-30", "Delay in the buyer's own funding"),
        ("2026-11-01", "2027-06-30", "Затримка бюджетного фінансування"),
        ("2026-11-01", "2027-01-15", ""),  # two weeks
        ("2024-12-01", "2027-06-30", ""),  # long before the end
        ("2026-11-01", "2029-12-31", ""),  # for years
        ("2026-11-01", "2026-06-30", ""),  # shorter
    ],
)
def test_an_end_that_moves_otherwise_only_moves(book: Book, tmp_path: Path, day: str, end: str, why: str) -> None:
    rationale = [{"id": "1", "date": moment(day), "rationale": why}] if why else []
    assert changed(book, tmp_path, day, period=period("2024-02-01", end), amendments=rationale) == []
    assert "end_moved" in [event.kind for event in book.get("T1").events]


def test_a_value_cut(book: Book, tmp_path: Path) -> None:
    assert changed(book, tmp_path, "2025-03-01", value=gbp(700)) == [("volume_cut", 1)]
    bring(book, tmp_path, held("2025-04-01", value=gbp(300)))
    assert signals(book)[1:] == [("volume_cut", 2)]


def test_more_of_the_same_lowers(book: Book, tmp_path: Path) -> None:
    more = [{"id": "1", "rationale": "Additional works on ward 3"}]
    assert changed(book, tmp_path, "2025-03-01", value=gbp(1200), amendments=more) == [("additional_works", 1)]


@pytest.mark.parametrize(
    ("day", "value", "why"),
    [
        ("2025-03-01", 900, ""),  # slight
        ("2025-03-01", 10, ""),  # the point slipped
        ("2025-03-01", 100_000, "additional works"),
        ("2024-02-09", 500, ""),  # put right in the month of the award
        ("2025-03-01", 500, "the buyer's budget was cut"),
        ("2025-03-01", 1500, ""),  # nobody says what for
        ("2025-03-01", 1500, "Additional works, indexation for inflation"),
    ],
)
def test_a_value_that_changes_otherwise_only_changes(
    book: Book, tmp_path: Path, day: str, value: int, why: str
) -> None:
    bring(book, tmp_path, held("2024-02-01", value=gbp(1000)))
    rationale = [{"id": "1", "rationale": why}] if why else []
    bring(book, tmp_path, held(day, value=gbp(value), amendments=rationale))
    assert signals(book) == []
    assert "value_changed" in [event.kind for event in book.get("T1").events]


def test_another_currency_is_no_cut(book: Book, tmp_path: Path) -> None:
    assert changed(book, tmp_path, "2025-03-01", value={"amount": 10, "currency": "EUR"}) == []


def other_supplier(day: str, supplier: dict[str, str], why: str = "") -> dict[str, Any]:
    amendments = [{"id": "1", "rationale": why}] if why else []
    return release(day, awards=[award(suppliers=[supplier])], contracts=[contract(amendments=amendments)])


def test_a_contractor_replaced_while_the_contract_runs(book: Book, tmp_path: Path) -> None:
    bring(book, tmp_path, held("2024-02-10"))
    bring(book, tmp_path, other_supplier("2025-03-01", BOLT))
    assert signals(book) == [("contractor_replaced", 2)]
    assert "Bolt plc where it named Acme Ltd" in str(book.get("S1").grounds)


@pytest.mark.parametrize(
    ("day", "supplier", "why"),
    [
        ("2024-01-20", BOLT, ""),  # before it began
        ("2025-03-01", {"id": "z", "name": "ACME Limited"}, ""),  # another spelling
        ("2025-03-01", {"id": "z", "name": "Acme Healthcare GmbH"}, ""),  # a house of the same name
        ("2025-03-01", BOLT, "Novation after the acquisition of the supplier"),
    ],
)
def test_a_supplier_under_another_name_was_not_replaced(
    book: Book, tmp_path: Path, day: str, supplier: dict[str, str], why: str
) -> None:
    bring(book, tmp_path, held("2024-01-15"))
    bring(book, tmp_path, other_supplier(day, supplier, why))
    assert signals(book) == []


def test_an_amendment_that_swaps_suppliers(book: Book, tmp_path: Path) -> None:
    swap = {"id": "1", "date": moment("2025-01-01"), "suppliersAdded": [BOLT], "suppliersRemoved": [ACME]}
    assert report(book, tmp_path, amendments=[swap]) == [("contractor_replaced", 2)]


def amendments(n: int, **new: Any) -> list[dict[str, Any]]:
    return [{"id": str(at), "date": moment(f"2024-0{at + 1}-01"), **new} for at in range(n)]


def test_many_changes_are_weak_and_amendments_without_new_values_nothing(book: Book, tmp_path: Path) -> None:
    assert report(book, tmp_path, amendments=amendments(9, rationale="clerical")) == []
    bring(book, tmp_path, held("2025-03-05", amendments=amendments(3, value=gbp(1))) | {"ocid": "ocds-2"})
    assert signals(book) == []
    bring(book, tmp_path, held("2025-03-05", amendments=amendments(4, value=gbp(1))) | {"ocid": "ocds-3"})
    assert signals(book) == [("mod_churn", 1)]


def prozorro_change(kind: str, why: str) -> dict[str, Any]:
    return {
        "id": "f" * 32,
        "awardID": "a1",
        "contractID": "UA-2024-01-10-000001-a-b1",
        "status": "active",
        "dateModified": "2025-01-10T10:00:00+02:00",
        "period": period("2024-02-01", "2025-12-31"),
        "value": {"amount": 1000, "currency": "UAH"},
        "title": "Beds",
        "procuringEntity": {"name": "City", "identifier": {"scheme": "UA-EDR", "id": "00000001"}},
        "suppliers": [{"name": "Acme", "identifier": {"scheme": "UA-EDR", "id": "00000002"}}],
        "changes": [
            {"id": "1", "status": "active", "dateSigned": "2024-12-30", "rationaleTypes": [kind], "rationale": why},
            {"id": "2", "status": "pending", "rationaleTypes": ["fiscalYearExtension"]},
        ],
    }


@pytest.mark.parametrize(
    ("kind", "noted"),
    [
        ("fiscalYearExtension", [("bridge_extension", 1)]),
        ("volumeCuts", []),
        ("durationExtension", []),
        ("itemPriceVariation", []),
    ],
)
def test_prozorro_changes(book: Book, tmp_path: Path, kind: str, noted: list[tuple[str, int]]) -> None:
    bring(book, tmp_path, prozorro_change(kind, "обсяг видатків замовника"))
    assert signals(book) == noted
    assert [(event.kind, event.on) for event in book.get("T1").events] == [("amended", date(2024, 12, 30))]


@pytest.mark.parametrize(
    ("kind", "noted"),
    [
        ("priceReduction", []),
        ("priceReductionWithoutQuantity", []),
        ("externalIndicators", []),
        ("restoration", []),
        ("volumeCuts", []),
        ("qualityImprovement", [("volume_cut", 1)]),
    ],
)
def test_a_lower_price_for_as_much_is_no_cut(
    book: Book, tmp_path: Path, kind: str, noted: list[tuple[str, int]]
) -> None:
    """Prozorro's rationale types, by Law 922 and Decree 1178."""
    before = prozorro_change(kind, "за згодою") | {"changes": [], "dateModified": "2024-11-10T10:00:00+02:00"}
    after = prozorro_change(kind, "за згодою") | {"value": {"amount": 700, "currency": "UAH"}}
    bring(book, tmp_path, before)
    bring(book, tmp_path, after)
    assert signals(book) == noted


def test_a_word_of_another_publisher_is_no_code_of_prozorro(book: Book, tmp_path: Path) -> None:
    """What is written beside a change is words: "restoration" of a facade excuses no lower price."""
    bring(book, tmp_path, held("2024-06-01", value=gbp(1000)))
    cut = {"id": "1", "date": moment("2025-02-01"), "rationale": "restoration of the facade left out"}
    bring(book, tmp_path, held("2025-03-01", value=gbp(700), amendments=[cut]))
    assert signals(book) == [("volume_cut", 1)]


# ---------------------------------------------------------------- how it was delivered


def step(**more: Any) -> dict[str, Any]:
    return {"id": "m1", "title": "Ward 1", "type": "delivery", "dueDate": moment("2025-01-01"), **more}


@pytest.mark.parametrize(
    ("milestone", "noted"),
    [
        (step(status="notMet"), [("milestone_missed", 2)]),
        (step(status="partiallyMet"), [("milestone_missed", 1)]),
        (step(status="met", dateMet=moment("2025-02-15")), [("milestone_missed", 1)]),
        (step(status="met", dateMet=moment("2025-01-20")), []),
        (step(status="scheduled"), []),  # nobody has looked
        (step(status="notMet", dueDate=moment("2026-01-01")), []),  # not due yet
        (step(status="notMet", type="approval"), []),  # the buyer's own
        (step(status="notMet", title="Release of funds"), []),
    ],
)
def test_milestones(book: Book, tmp_path: Path, milestone: dict[str, Any], noted: list[tuple[str, int]]) -> None:
    assert report(book, tmp_path, implementation={"milestones": [milestone]}) == noted


def test_milestones_that_are_all_alike_tell_nothing(book: Book, tmp_path: Path) -> None:
    """Some write "partiallyMet" of each delivery that was accepted."""
    steps = [step(id=f"m{n}", status="partiallyMet") for n in range(3)]
    assert report(book, tmp_path, implementation={"milestones": steps}) == []
    mixed = [*steps, step(id="m9", status="met", dateMet=moment("2025-01-01"))]
    assert report(book, tmp_path, implementation={"milestones": mixed}) == [("milestone_missed", 1)] * 3


def metric(*result: str, day: str = "2025-01-31") -> list[dict[str, Any]]:
    """Key performance indicators as a UK9 notice gives them."""
    return [
        {
            "id": f"kpi{n}",
            "title": "On time",
            "observations": [
                {"id": "1", "period": {"endDate": moment(day)}, "measureClassification": {"scheme": "UK", "id": each}}
            ],
        }
        for n, each in enumerate(result)
    ]


@pytest.mark.parametrize(
    ("result", "noted"),
    [
        (("met", "slightlyBelow"), [("kpi_below_target", 1)]),
        (("below", "met"), [("kpi_below_target", 2)]),
        (("significantlyBelow", "below"), [("kpi_below_target", 3)]),
        (("met", "met"), [("kpi_good", 2)]),
        (("other",), []),
        (("met", "other"), []),
        (("",), []),
    ],
)
def test_key_performance_indicators(
    book: Book, tmp_path: Path, result: tuple[str, ...], noted: list[tuple[str, int]]
) -> None:
    assert report(book, tmp_path, agreedMetrics=metric(*result)) == noted


@pytest.mark.parametrize(
    ("failure", "noted"),
    [
        ({"description": "late", "decisionDate": moment("2025-02-01")}, [("kpi_below_target", 2)]),
        ({"category": "late", "events": 0}, []),
        (
            {"category": "late", "events": 73, "penaltyImposed": "A penalty of £10 was imposed"},
            [("penalty_imposed", 2)],
        ),
        ({"category": "late", "events": 3, "penaltyImposed": "None"}, [("kpi_below_target", 2)]),
        ({"category": "late", "penaltyType": "contracted", "penaltyValue": gbp(5)}, [("penalty_imposed", 2)]),
        ({"category": "late", "penaltyType": "negotiated"}, [("breach_or_damages", 2)]),
        ({"category": "late", "partialTermination": "ward 3"}, [("breach_or_damages", 3)]),
    ],
)
def test_failures_to_perform(book: Book, tmp_path: Path, failure: dict[str, Any], noted: list[tuple[str, int]]) -> None:
    assert report(book, tmp_path, implementation={"performanceFailures": [{"id": "f", **failure}]}) == noted


@pytest.mark.parametrize(
    ("statuses", "noted"),
    [
        (("pending",), [("award_challenged", 1)]),
        (("pending", "satisfied"), [("award_challenged", 2)]),
        (("invalid", "declined", "draft"), []),
        (("stopping", "stopped"), []),
    ],
)
def test_complaints_about_an_award_are_weak(
    book: Book, tmp_path: Path, statuses: tuple[str, ...], noted: list[tuple[str, int]]
) -> None:
    complaints = [{"id": str(n), "status": status} for n, status in enumerate(statuses)]
    bring(book, tmp_path, release("2024-02-01", awards=[award(complaints=complaints)]))
    assert signals(book) == noted


def test_complaints_about_the_tender_are_nobodys(book: Book, tmp_path: Path) -> None:
    bring(book, tmp_path, release("2024-02-01", awards=[award()], complaints=[{"id": "1", "status": "satisfied"}]))
    assert signals(book) == []


# ---------------------------------------------------------------- once, and what a person says of it


BELOW = {"agreedMetrics": metric("below")}


def test_a_refuted_signal_stays_refuted(book: Book, tmp_path: Path) -> None:
    assert bring(book, tmp_path, held("2025-03-05", **BELOW)).signals == 1
    book.refute("S1")
    assert bring(book, tmp_path, held("2025-03-05", **BELOW)).signals == 0
    assert bring(book, tmp_path, held("2025-04-05", value=gbp(1001), **BELOW)).signals == 0
    assert [signal.state for signal in book.holdings.signals.values()] == [SignalState.REFUTED]
    later = [*metric("below"), {"id": "new", **metric("below", day="2025-04-30")[0]} | {"id": "kpi9"}]
    assert bring(book, tmp_path, held("2025-05-05", agreedMetrics=later)).signals == 1


def test_undo_takes_signals_back_and_a_dry_run_makes_none(book: Book, tmp_path: Path) -> None:
    bring(book, tmp_path, held("2025-03-05", **BELOW))
    book.undo()
    assert signals(book) == [] and not book.holdings.tenders
    bring(book, tmp_path, held("2025-03-05", **BELOW))
    assert signals(book) == [("kpi_below_target", 2)] and book.check() == []


def test_what_an_older_release_tells_of_delivery_is_heard_too(book: Book, tmp_path: Path) -> None:
    bring(book, tmp_path, held("2025-06-05"), held("2025-03-05", **BELOW))
    assert signals(book) == [("kpi_below_target", 2)] and book.get("S1").on == date(2025, 3, 5)


def test_a_cancelled_award_was_not_delivered(book: Book, tmp_path: Path) -> None:
    bring(book, tmp_path, release("2025-03-05", awards=[award(status="cancelled")], contracts=[contract(**BELOW)]))
    assert signals(book) == []


def test_a_record_of_the_future_is_not_heard_before_today(book: Book, tmp_path: Path) -> None:
    bring(book, tmp_path, held("2031-01-01", **BELOW))
    assert book.get("S1").on == date(2026, 11, 23) and book.get("S1").reliability is Reliability.A
