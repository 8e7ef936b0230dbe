"""OCDS: where publishers keep what we want, in every container, and what the real files give."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reads import DATA, as_bytes, needs_data, packed, take

from bidtracker.domain.money import Money
from bidtracker.domain.records import Identifier, Lot
from bidtracker.domain.vocabulary import AwardStatus, Method, NoAwardReason, Stage, Structure
from bidtracker.intake.formats.ocds.merging import compiled, joined, unversioned
from bidtracker.intake.formats.ocds.parties import Parties
from bidtracker.intake.formats.ocds.reader import OcdsReader
from bidtracker.intake.formats.ocds.release import OcdsOrganization, OcdsRelease, fitted
from bidtracker.intake.notice import Notice, Problem
from bidtracker.intake.open.values import decode

OCID = "ocds-abc123-1"


def release(**parts: Any) -> dict[str, Any]:
    return {"ocid": OCID, "id": "r1", "date": "2026-01-02T10:00:00Z", "tag": ["tender"], **parts}


def each(**parts: Any) -> Notice:
    notices, problems = take([release(**parts)], name=None)
    assert not problems
    return notices[0]


def tender(**fields: Any) -> Notice:
    return each(tender=fields)


def award(award: dict[str, Any], **parts: Any) -> Any:
    return each(awards=[award], **parts).awards[0]


# ---------------------------------------------------------------- containers


RELEASE = release(tender={"title": "Beds"})


@pytest.mark.parametrize(
    "content",
    [
        RELEASE,
        [RELEASE],
        {"releases": [RELEASE], "version": "1.1"},
        {"version": "1.1", "records": [{"ocid": OCID, "compiledRelease": RELEASE}]},
        {"records": [{"ocid": OCID, "releases": [RELEASE]}]},
        {"ocid": OCID, "compiledRelease": RELEASE, "versionedRelease": {"ocid": OCID}},
        [{"uri": "x", "releases": [RELEASE]}],
        {"pages": [{"releases": [RELEASE]}]},
        json.dumps(RELEASE) + "\n",
        json.dumps({"releases": []}) + "\n" + json.dumps({"releases": [RELEASE]}),
        packed(as_bytes({"releases": [RELEASE]})),
    ],
)
def test_a_release_is_found_in_every_container(content: Any) -> None:
    notices, problems = take(content)
    assert [(n.ocid, n.title, n.released) for n in notices] == [
        (OCID, "Beds", datetime(2026, 1, 2, 10, tzinfo=UTC)),
    ]
    assert not [p for p in problems if p.refused]


def test_several_releases_of_one_process_come_one_by_one() -> None:
    later = {**RELEASE, "date": "2026-02-01T00:00:00Z", "tag": ["award"]}
    notices, _ = take({"releases": [later, RELEASE]})
    assert [n.key for n in notices] == [OCID, OCID]
    assert notices[0].released > notices[1].released  # type: ignore[operator] # both are told


def test_a_record_without_a_compiled_release_is_merged_from_its_releases() -> None:
    first = release(
        tender={"id": "T", "title": "Beds", "status": "active", "description": "old", "lots": [{"id": 1, "title": "a"}]}
    )
    second = {
        "ocid": OCID,
        "date": "2026-03-01T00:00:00Z",
        "tag": ["award"],
        "tender": {
            "status": "complete",
            "description": None,
            "lots": [{"id": 2, "title": "b"}, {"id": 1, "status": "x"}],
        },
        "awards": [{"id": "1", "status": "active", "suppliers": [{"name": "Rival"}]}],
    }
    later, sooner = take({"records": [{"ocid": OCID, "releases": [second, first]}]})[0]
    assert (sooner.title, later.title) == ("Beds", OCID), "each by itself, until they are joined"
    sooner, later = map(OcdsReader.with_state, (sooner, later))
    joined = OcdsReader.onto(sooner.state, later, sooner)
    assert (joined.title, joined.stage, joined.key) == ("Beds", Stage.CLOSED, OCID)
    assert joined.lots == (Lot(id="1", title="a", status="x"), Lot(id="2", title="b"))
    assert joined.released == datetime(2026, 3, 1, tzinfo=UTC)


def test_a_record_of_links_says_what_to_do() -> None:
    notices, problems = take(
        {"records": [{"ocid": OCID, "releases": [{"url": "https://example.org/r1", "date": "2026"}]}]}
    )
    assert not notices
    assert problems[0].refused
    assert problems[0].value == "https://example.org/r1"
    assert "fetch these" in str(problems[0].message)


def versions(value: Any) -> list[dict[str, Any]]:
    stamp = {"releaseID": "1", "releaseDate": "2026-01-01T00:00:00Z", "releaseTag": ["tender"]}
    return [{**stamp, "value": "older"}, {**stamp, "value": value}]


def test_a_versioned_release_gives_the_last_of_each_value() -> None:
    versioned = {
        "ocid": OCID,
        "tender": {
            "id": "T",
            "title": versions("Beds"),
            "value": {"amount": versions(5), "currency": versions("EUR")},
            "lots": [{"id": "1", "title": versions("a lot")}],
        },
    }
    for content in ({"records": [{"ocid": OCID, "versionedRelease": versioned}]}, [versioned]):
        (notice,) = take(content)[0]
        assert (notice.title, notice.value) == ("Beds", Money(Decimal(5), "EUR"))
        assert notice.lots == (Lot(id="1", title="a lot"),)


def test_what_is_no_release_or_has_no_ocid_is_refused() -> None:
    notices, problems = take([RELEASE, 3, {"a": 1}, {"tender": {"title": "x"}}, RELEASE])
    assert [n.record for n in notices] == [1, 5]
    assert [(p.record, p.refused) for p in problems] == [(2, True), (3, True), (4, True)]


# ---------------------------------------------------------------- one field each


def test_the_list_is_the_publisher_unless_it_is_named() -> None:
    assert each().list == "ocds-abc123"
    assert take([release(ocid="OCDS-87SD3T-X")], name=None)[0][0].list == "ocds-87sd3t"
    assert take([RELEASE], name="mine")[0][0].list == "mine"


def test_the_title_is_what_comes_nearest_to_one() -> None:
    assert tender(title=" Beds ").title == "Beds"
    assert each(tender={}, awards=[{"id": "1", "title": "Award title"}]).title == "Award title"
    assert each(contracts=[{"id": "1", "title": "Contract title"}]).title == "Contract title"
    assert each(title="Plan", planning={}).title == "Plan"
    assert each(planning={"rationale": "Because"}).title == "Because"
    assert tender(description="First line\nmore").title == "First line"
    assert tender(title_es="Camas").title == "Camas"
    assert each(buyer={"name": "b"}).title == OCID
    assert len(tender(title="x" * 9999).title) == 2000


@pytest.mark.parametrize(
    "parts",
    [
        {"buyer": {"id": 7, "name": "City"}},
        {"buyer": {"id": "org-1"}, "parties": [{"id": "org-1", "name": "City"}]},
        {"buyer": [{"name": "City"}]},
        {"buyers": [{"name": "City"}]},
        {"buyer": None, "tender": {"procuringEntity": {"name": "City"}}},
        {"buyer": {"name": ""}, "tender": {"procuringEntity": [{"name": "City"}]}},
        {"parties": [{"name": "Rival", "roles": ["supplier"]}, {"name": "City", "roles": ["procuringEntity"]}]},
        {"parties": [{"name": "Agency", "roles": ["procuringEntity"]}, {"name": "City", "roles": ["buyer"]}]},
        {"buyer": {"id": 3}, "parties": [{"id": "3", "identifier": {"legalName": "City"}, "roles": "buyer"}]},
    ],
)
def test_the_buyer_is_found_wherever_it_stands(parts: dict[str, Any]) -> None:
    buyer = each(**parts).buyer
    assert buyer
    assert buyer.name == "City"


def test_a_release_without_a_buyer_has_none() -> None:
    assert each(tender={"title": "x"}).buyer is None


@pytest.mark.parametrize(
    ("party", "identifiers"),
    [
        ({"id": "1"}, []),
        ({"id": 1}, []),
        ({"id": "org-2"}, []),
        ({"id": "GB-COH-01234567"}, [("GB-COH", "01234567")]),
        ({"id": "GB-CFS-123"}, [("GB-CFS", "123")]),
        ({"id": "x", "identifier": {"scheme": "GB-COH", "id": "01"}}, [("GB-COH", "01")]),
        ({"id": "GB-COH-01", "identifier": {"scheme": "GB-COH", "id": "GB-COH-01"}}, [("GB-COH", "01")]),
        ({"identifier": {"id": "GDF9712054NA", "uri": "https://example.org"}}, []),
        ({"identifier": {"scheme": "PY-RUC", "id": 80007525}}, [("PY-RUC", "80007525")]),
        ({"identifier": {"scheme": "UA-EDR", "id": "00000000"}}, []),
        ({"identifier": {"scheme": "XX", "id": "Vendor Nbr"}}, []),
        (
            {"identifier": {"scheme": "A-B", "id": "1a"}, "additionalIdentifiers": [{"scheme": "C-D", "id": "2b"}, {}]},
            [("A-B", "1a"), ("C-D", "2b")],
        ),
    ],
)
def test_an_id_counts_only_with_its_register(party: dict[str, Any], identifiers: list[tuple[str, str]]) -> None:
    named = fitted(OcdsOrganization, {"name": "n", **party})
    result = Parties([named]).party(named)
    assert result
    assert result.identifiers == tuple(Identifier(scheme=scheme, id=id) for scheme, id in identifiers)


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (12.5, "12.5"),
        (0.1, "0.1"),
        ("12.50", "12.50"),
        ("7.500", "7.500"),
        ("5 390 000,00", "5390000.00"),
        ({"$numberDecimal": "12.50"}, "12.50"),
        ({"$numberInt": 7}, "7"),
        (0, None),
        (None, None),
        ("", None),
        ("0", None),
    ],
)
def test_amounts_as_publishers_write_them(amount: Any, expected: str | None) -> None:
    value = tender(value={"amount": amount, "currency": "eur"}).value
    assert value == (Money(Decimal(expected), "EUR") if expected else None)


def test_the_value_has_its_substitutes() -> None:
    five = {"amount": 5, "currency": "EUR"}
    assert tender(value={"amountGross": 5, "currency": "EUR"}).value == Money(Decimal(5), "EUR")
    assert tender(minValue={"amount": 1, "currency": "EUR"}, maxValue=five).value == Money(Decimal(5), "EUR")
    assert tender(lots=[{"id": 1, "value": five}, {"id": 2, "value": five}]).value == Money(Decimal(10), "EUR")
    assert tender(lots=[{"id": 1, "value": five}, {"id": 2}]).value is None


def test_values_that_cannot_be_read_are_left_out_and_told() -> None:
    notices, problems = take(
        [
            release(
                tender={
                    "title": "x",
                    "value": {"amount": "lots", "currency": "EUR"},
                    "tenderPeriod": {"endDate": "soon"},
                }
            )
        ]
    )
    assert (notices[0].value, notices[0].deadline) == (None, None)
    assert {(p.key, p.value, p.refused) for p in problems} == {
        ("tender.value", "lots", False),
        ("tender.tenderPeriod.endDate", "soon", False),
    }


def test_deadlines_of_lots_and_moments() -> None:
    whole = tender(tenderPeriod={"endDate": "2026-03-01T12:00:00+01:00"})
    assert (whole.deadline, whole.deadline_at) == (date(2026, 3, 1), datetime(2026, 3, 1, 11, tzinfo=UTC))
    lots = [{"id": n, "tenderPeriod": {"endDate": f"2026-03-0{n}"}} for n in (3, 2, 4)]
    assert (tender(lots=lots).deadline, tender(lots=lots).deadline_at) == (date(2026, 3, 2), None)


def test_the_last_day_for_questions() -> None:
    assert tender(enquiryPeriod={"endDate": "2026-02-01T12:00:00Z"}).enquiries_until == date(2026, 2, 1)
    assert tender(enquiryPeriod=[{"startDate": "2026-02-01"}]).enquiries_until is None


def test_only_the_first_releases_date_the_publication() -> None:
    assert each(tag=["planning"], planning={}).published == date(2026, 1, 2)
    assert each(tag=["award"], tender={}, awards=[{"id": 1}]).published is None
    assert each(tag=["tenderCancellation"], tender={}).published is None
    assert each(tag=["compiled"], tender={}).published == date(2026, 1, 2), "nothing was awarded yet"
    assert each(tag=["tender"], tender={}, awards=[{"id": 1}]).published is None, "it is told once it was awarded"
    assert each(tag=["compiled"], tender={"tenderPeriod": {"startDate": "2025-12-01"}}).published == date(2025, 12, 1)
    assert each(tag=["award"], tender={"datePublished": "2025-11-01"}).published == date(2025, 11, 1)


@pytest.mark.parametrize(
    ("parts", "stage", "cancelled"),
    [
        ({"tag": ["planning"], "planning": {}}, Stage.WATCHING, False),
        ({"tender": {"status": "planned"}}, Stage.WATCHING, False),
        ({"tender": {"status": "active"}}, None, False),
        ({"tender": {"status": "something else"}}, None, False),
        ({"tender": {"status": "complete"}}, Stage.CLOSED, False),
        ({"tender": {"status": "cancelled"}}, Stage.CLOSED, True),
        ({"tender": {"status": "Unsuccessful"}}, Stage.CLOSED, True),
        ({"tender": {"status": "withdrawn"}}, Stage.CLOSED, True),
        ({"tender": {"status": "active"}, "awards": [{"id": 1, "status": "pending"}]}, Stage.EVALUATION, False),
        ({"tender": {"status": "active"}, "awards": [{"id": 1, "status": "active"}]}, Stage.CLOSED, False),
        ({"tender": {"status": "cancelled"}, "awards": [{"id": 1, "status": "cancelled"}]}, Stage.CLOSED, True),
        ({"tender": {"status": "cancelled"}, "awards": [{"id": 1, "status": "active"}]}, Stage.CLOSED, False),
        ({"tender": {"status": "complete"}, "awards": [{"id": 1, "status": "unsuccessful"}]}, Stage.CLOSED, True),
    ],
)
def test_how_far_a_record_says_it_is(parts: dict[str, Any], stage: Stage | None, cancelled: bool) -> None:
    notice = each(**parts)
    assert (notice.stage, notice.cancelled) == (stage, cancelled)
    assert notice.no_award_reason is (NoAwardReason.OTHER if cancelled else None)


def test_method_structure_category_and_links() -> None:
    notice = each(
        tender={
            "procurementMethod": "selective",
            "techniques": {"hasFrameworkAgreement": True},
            "items": [{"additionalClassifications": [{"scheme": "CPV", "id": 33192000}]}],
            "documents": [{"documentType": "tenderNotice", "url": "https://example.org/t"}],
        }
    )
    assert (notice.method, notice.structure) == (Method.SELECTIVE, Structure.FRAMEWORK)
    assert (notice.category, notice.category_scheme) == ("33192000", "CPV")
    assert notice.url == "https://example.org/t"
    assert tender(techniques={"hasDynamicPurchasingSystem": True}).structure is Structure.OPEN_FRAMEWORK
    assert tender(classification={"scheme": "CPV", "id": "1"}, items=None).category == "1"
    assert each(awards=[{"id": 1, "items": [{"classification": {"id": "9"}}]}]).category == "9"
    assert each(links=[{"rel": "canonical", "href": "https://example.org/c"}], tender={}).url == "https://example.org/c"


@pytest.mark.parametrize(
    ("parts", "offers"),
    [
        ({"tender": {"numberOfTenderers": 3}}, 3),
        ({"tender": {"numberOfTenderers": "3"}}, 3),
        ({"tender": {"numberOfTenderers": 0}}, None),
        ({"bids": {"statistics": [{"measure": "bids", "value": 4}, {"measure": "validBids", "value": 2}]}}, 4),
        ({"bids": {"statistics": [{"measure": "validBids", "value": 2}]}, "tender": {"numberOfTenderers": 9}}, 2),
        ({"bids": {"statistics": [{"measure": "bids", "value": n, "relatedLot": n} for n in (2, 5, 3)]}}, 5),
    ],
)
def test_how_many_bid(parts: dict[str, Any], offers: int | None) -> None:
    assert each(**{"tender": {}, **parts}).offers == offers


def test_tenderers_from_the_tender_the_bids_or_the_parties() -> None:
    for parts in (
        {"tender": {"tenderers": [{"name": "A"}, {"name": "B"}, {"name": "A"}]}},
        {"tender": {}, "bids": {"details": [{"tenderers": [{"name": "A"}]}, {"tenderers": [{"name": "B"}]}]}},
        {"tender": {}, "parties": [{"name": n, "roles": ["tenderer"]} for n in "AB"]},
    ):
        assert [party.name for party in each(**parts).tenderers] == ["A", "B"]


# ---------------------------------------------------------------- awards


def test_an_award_with_its_contract() -> None:
    result = award(
        {
            "id": 1,
            "status": "active",
            "title": "Lot 2",
            "date": "2026-03-01T00:00:00Z",
            "value": {"amount": 5, "currency": "EUR"},
            "relatedLots": ["2"],
            "suppliers": [{"id": "s", "name": "Rival"}, {"id": "s", "name": "Rival"}],
            "contractPeriod": {"startDate": "2026-01-01", "endDate": "2026-12-31", "maxExtentDate": "2028-12-31"},
            "documents": [{"documentType": "awardNotice", "url": "https://example.org/a"}],
        },
        contracts=[{"id": "c", "awardID": "1", "period": {"startDate": "2026-04-01"}, "value": {"amount": 9}}],
        parties=[{"id": "s", "name": "Rival Limited", "address": {"country": "GB"}, "details": {"url": "https://r"}}],
    )
    assert (result.key, result.lot, result.status, result.title) == ("1", "2", AwardStatus.ACTIVE, "Lot 2")
    assert result.value == Money(Decimal(5), "EUR")
    assert (result.awarded, result.start, result.end) == (date(2026, 3, 1), date(2026, 4, 1), date(2026, 12, 31))
    assert (result.max_end, result.end_derived, result.url) == (date(2028, 12, 31), False, "https://example.org/a")
    assert [(p.name, p.country, p.url) for p in result.suppliers] == [("Rival Limited", "GB", "https://r")], (
        "as the list of parties names it"
    )


def test_a_contract_that_was_amended_is_worth_what_it_says() -> None:
    awarded = {"id": 1, "value": {"amount": 5, "currency": "EUR"}}
    held = {"id": "c", "awardID": 1, "value": {"amount": 9, "currency": "EUR"}}
    assert award(awarded, contracts=[held]).value == Money(Decimal(5), "EUR")
    assert award(awarded, contracts=[held | {"amendments": [{"id": "a"}]}]).value == Money(Decimal(9), "EUR")
    assert award(awarded, contracts=[held], tag=["contractAmendment"]).value == Money(Decimal(9), "EUR")
    assert award(awarded, contracts=[{"id": "c", "awardID": 1}], tag=["contractAmendment"]).value == Money(
        Decimal(5), "EUR"
    )


def test_durations_give_a_derived_end() -> None:
    start = {"startDate": "2026-01-01T00:00:00Z", "durationInDays": 365}
    result = award({"id": 1, "contractPeriod": start})
    assert (result.end, result.end_derived) == (date(2026, 12, 31), True)
    from_lot = award(
        {"id": 1, "date": "2026-01-01", "relatedLots": [2]},
        tender={
            "lots": [
                {"id": 1, "contractPeriod": {"durationInDays": 9}},
                {"id": 2, "contractPeriod": {"durationInDays": 10}},
            ]
        },
    )
    assert (from_lot.start, from_lot.end, from_lot.end_derived) == (None, date(2026, 1, 10), True)
    assert award({"id": 1, "contractPeriod": {"durationInDays": 9}}).end is None


@pytest.mark.parametrize(
    "suppliers", [[{"name": "Rival"}], {"name": "Rival"}, [None, {"name": "Rival"}, {"name": None}]]
)
def test_suppliers_in_any_shape(suppliers: Any) -> None:
    assert [p.name for p in award({"id": 1, "suppliers": suppliers}).suppliers] == ["Rival"]
    in_contract = award({"id": 1, "suppliers": None}, contracts=[{"awardID": 1, "suppliers": suppliers}])
    assert [p.name for p in in_contract.suppliers] == ["Rival"]


def test_the_only_award_may_have_its_supplier_among_the_parties() -> None:
    parties = [{"name": "Rival", "roles": ["supplier"]}]
    assert [p.name for p in award({"id": 1}, parties=parties).suppliers] == ["Rival"]
    assert award({"id": 1, "status": "unsuccessful"}, parties=parties).suppliers == ()
    two = each(awards=[{"id": 1}, {"id": 2}], parties=parties).awards
    assert [a.suppliers for a in two] == [(), ()]


def test_a_contract_without_an_award_stands_for_one() -> None:
    result = each(
        contracts=[
            {
                "id": "CN1",
                "title": "c",
                "status": "active",
                "dateSigned": "2026-01-01",
                "value": {"amount": 3, "currency": "AUD"},
            }
        ],
        parties=[{"name": "Rival", "roles": ["supplier"]}],
    ).awards[0]
    assert (result.key, result.awarded, result.status) == ("CN1", date(2026, 1, 1), AwardStatus.ACTIVE)
    assert (result.value, [p.name for p in result.suppliers]) == (Money(Decimal(3), "AUD"), ["Rival"])


@pytest.mark.parametrize(
    ("status", "contracts", "tag", "expected", "terminated"),
    [
        ("active", [], "award", AwardStatus.ACTIVE, None),
        ("pending", [], "award", AwardStatus.PENDING, None),
        ("cancelled", [{"status": "active"}], "award", AwardStatus.CANCELLED, None),
        ("unsuccessful", [], "award", AwardStatus.CANCELLED, None),
        ("no such word", [], "award", None, None),
        ("active", [{"status": "cancelled"}], "award", AwardStatus.CANCELLED, None),
        ("active", [{"status": "cancelled"}, {"status": "active"}], "award", AwardStatus.ACTIVE, None),
        ("active", [{"status": "terminated"}], "award", AwardStatus.ENDED, None),
        ("active", [{"status": "terminated"}], "contractTermination", AwardStatus.TERMINATED, date(2026, 1, 2)),
        (
            "active",
            [{"status": "terminated", "finalStatus": "complete"}],
            "contractTermination",
            AwardStatus.ENDED,
            None,
        ),
        (
            "active",
            [{"status": "terminated", "dateTerminated": "2025-06-01"}],
            "x",
            AwardStatus.TERMINATED,
            date(2025, 6, 1),
        ),
    ],
)
def test_terminated_alone_is_an_ordinary_end(
    status: str, contracts: list[dict[str, Any]], tag: str, expected: AwardStatus | None, terminated: date | None
) -> None:
    result = award(
        {"id": 1, "status": status, "contractPeriod": {"endDate": "2027-01-01"}},
        contracts=[{"id": n, "awardID": 1, **contract} for n, contract in enumerate(contracts)],
        tag=[tag],
    )
    assert (result.status, result.terminated) == (expected, terminated)
    assert result.no_award_reason is (NoAwardReason.OTHER if status == "unsuccessful" else None)


# ---------------------------------------------------------------- any shape


scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=6)
INNER = ["id", "name", "amount", "currency", "value", "status", "date", "endDate", "suppliers", "title"]
anything = st.recursive(
    scalars | st.just("2026-01-01"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(INNER), inner),
    max_leaves=6,
)
KEYS = [
    *(
        "tender",
        "buyer",
        "parties",
        "awards",
        "contracts",
        "planning",
        "tag",
        "date",
        "id",
        "language",
        "bids",
        "links",
    ),
    *(
        "lots",
        "items",
        "suppliers",
        "value",
        "status",
        "title",
        "relatedLots",
        "contractPeriod",
        "period",
        "identifier",
    ),
    *("tenderPeriod", "documents", "roles", "techniques", "statistics"),
]
parts = st.dictionaries(
    st.sampled_from(KEYS),
    anything
    | st.dictionaries(
        st.sampled_from(KEYS),
        anything | st.lists(st.dictionaries(st.sampled_from(KEYS), anything, max_size=3), max_size=2),
        max_size=4,
    ),
    max_size=6,
)


@given(parts)
def test_any_shape_of_release_gives_a_notice_or_a_problem(odd: dict[str, Any]) -> None:
    notices, problems = take([RELEASE, {**odd, "ocid": OCID}, RELEASE])
    assert [n.record for n in notices if n.record != 2] == [1, 3]
    assert sum(n.record == 2 for n in notices) + sum(p.record == 2 and p.refused for p in problems) == 1


@given(parts)
def test_what_decodes_into_a_release_is_what_is_fitted_into_one(odd: dict[str, Any]) -> None:
    """The short way and the long way of a release give the same."""
    raw = json.dumps({**odd, "ocid": OCID}).replace("-Infinity", "0").replace("Infinity", "0").encode()
    quick, whole = OcdsReader("list", "").decode(raw), decode(raw)
    if isinstance(quick, OcdsRelease):
        assert quick == fitted(OcdsRelease, whole)


@given(
    st.lists(
        st.dictionaries(st.sampled_from("abcd"), st.none() | st.integers() | st.just([{"id": 1, "x": 2}])), max_size=4
    )
)
def test_merging_one_release_after_the_other_is_merging_them_all(releases: list[dict[str, Any]]) -> None:
    dated = [{**r, "date": f"2026-01-{n + 1:02d}"} for n, r in enumerate(releases)]
    step: dict[str, Any] = {}
    for r in dated:
        step = joined(step, r)
    own = {"id", "date", "tag", "ocid"}
    assert compiled(dated) == compiled(dated[::-1])
    assert {key: value for key, value in compiled(dated).items() if key not in own} == step
    assert None not in step.values()


def test_unversioned_leaves_plain_values_alone() -> None:
    plain = {"a": [1, {"b": []}], "c": [{"id": 1, "value": 2}]}
    assert unversioned(plain) == plain


# ---------------------------------------------------------------- what publishers publish

# file -> notices, awards, notices with a buyer, with a deadline, problems, refused.
PUBLISHED = {
    "ocds_uk_cf/contractsfinder_201_releases.jsonl.gz": (201, 148, 201, 194, 0, 0),
    "ocds_uk_cf/contractsfinder_search_page_2025-01-23.json": (1, 1, 1, 1, 0, 0),
    "ocds_uk_pcs/publiccontractsscotland_90_releases.json": (90, 0, 90, 90, 4, 0),  # four of them several buyers
    "ocds_uk_fts/find_a_tender_release_trimmed_2026-09-11.json": (1, 0, 1, 1, 0, 0),
    "ocds_portland/first_record.json": (1, 1, 1, 1, 0, 0),
    "ocds_ocdskit/realdata/record-package_package.json": (4, 4, 4, 4, 0, 0),
    "ocds_ocdskit/realdata/release-package-1.json": (2, 2, 2, 2, 0, 0),
    "ocds_ocdskit/realdata/release-package_1.0-1.json": (1, 1, 1, 0, 0, 0),
    "ocds_ocdskit/realdata/release-package_encoding-iso-8859-1.json": (3, 3, 3, 3, 1, 0),
}


def counts(notices: list[Notice], problems: list[Problem]) -> tuple[int, ...]:
    return (
        len(notices),
        sum(len(n.awards) for n in notices),
        sum(n.buyer is not None for n in notices),
        sum(n.deadline is not None for n in notices),
        len(problems),
        sum(p.refused for p in problems),
    )


@needs_data
@pytest.mark.parametrize("name", PUBLISHED)
def test_published_lists(name: str) -> None:
    notices, problems = take(DATA / name)
    assert counts(notices, problems) == PUBLISHED[name]
    for notice in notices:
        assert notice.title
        for given_award in notice.awards:
            assert given_award.suppliers or name.startswith("ocds_uk_cf")  # one there is without a name
            assert not (
                given_award.start and given_award.end and given_award.end < given_award.start
            ) or name.startswith("ocds_uk_cf")


@needs_data
def test_no_published_list_is_left_out_of_the_table() -> None:
    files = {str(f.relative_to(DATA)) for folder in DATA.glob("ocds_*") for f in folder.rglob("*") if f.is_file()}
    assert files == set(PUBLISHED)


@needs_data
def test_the_same_releases_in_other_containers_are_the_same_notices(tmp_path: Path) -> None:
    lines = gzip.decompress((DATA / "ocds_uk_cf/contractsfinder_201_releases.jsonl.gz").read_bytes())
    raws = [line for line in lines.split(b"\n") if line.strip()]
    expected, _ = take(lines, name=None)
    assert len(expected) == len(raws) == 201
    releases = b",".join(raws)
    for content in (
        packed(lines),
        b"[" + releases + b"]",
        b'{"version": "1.1", "releases": [' + releases + b'], "links": {}}',
        b'{"releases": [' + b",".join(raws[:100]) + b']}{"releases":[' + b",".join(raws[100:]) + b"]}",
        b"\n".join(raws).decode().encode("utf-16"),
    ):
        notices, problems = take(content, name=None)
        assert notices == expected or content[:2] in (b"\xff\xfe", b"\xfe\xff")
        assert [n.digest for n in notices] == [n.digest for n in expected]
        assert not problems
    for cut in (lines[: len(lines) // 2], b"[" + releases[: len(releases) // 2], packed(lines)[:-2000]):
        notices, problems = take(cut, name=None)
        assert notices == expected[: len(notices)]
        assert 50 < len(notices) < 201
        assert [p.refused for p in problems] == [True]
