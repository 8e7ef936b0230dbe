"""The native list: every column, every way of writing it, and what is said of what cannot be read."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reads import DATA, needs_data, take

from bidtracker.book import Book
from bidtracker.domain.money import Money
from bidtracker.domain.records import Criterion, Identifier, Lot
from bidtracker.domain.vocabulary import (
    AwardStatus,
    Decision,
    Intent,
    LostReason,
    Method,
    NoAwardReason,
    Outcome,
    Stage,
    Structure,
    Watch,
)
from bidtracker.intake import ImportChoices, import_files
from bidtracker.intake.formats.native.columns import COLUMNS, Row
from bidtracker.intake.formats.native.reader import NativeReader
from bidtracker.intake.notice import Notice, NoticeAward, Party, Problem
from bidtracker.intake.open.values import decode

WHOLE = {
    "reference": "ITT-7",
    "title": "Hospital beds",
    "buyer": "City Hospital",
    "buyer_id": "GB-COH-01234567",
    "country": "GB",
    "category": "33192000",
    "category_scheme": "CPV",
    "sector": "Health",
    "description": "Beds and mattresses",
    "value": "120000.50",
    "currency": "GBP",
    "published": "2026-01-05",
    "enquiries_until": "2026-01-20",
    "deadline": "2026-02-01T12:00:00+01:00",
    "decision_date": "2026-03-01",
    "standstill_until": "2026-03-11",
    "retender_on": "2029-10-31",
    "rough": "retender_on",
    "stage": "closed",
    "decision": "go",
    "intent": "position",
    "p_win": "10%",
    "price": 118000,
    "our_score": "72.5",
    "winning_score": 78,
    "scores": ["Quality = 60: 45/52", "Price = 40: 27.5/26"],
    "position": "2",
    "bid_manager": "Jane",
    "submitted": "2026-01-31",
    "outcome": "lost",
    "lost_reason": "price",
    "lost_evidence": "they said so",
    "also_reasons": "references; incumbent_kept",
    "hours": 40,
    "cost": "1200.50",
    "watch": "parked",
    "park_until": "2027-10-01",
    "method": "open",
    "structure": "framework",
    "offers": 4,
    "winner": "Rival Ltd",
    "winner_id": "GB-COH-07654321",
    "award_value": 99000.25,
    "award_status": "terminated",
    "award_date": "2026-03-12",
    "contract_start": "2026-04-01",
    "contract_end": "2028-03-31",
    "contract_max_end": "2030-03-31",
    "promises": ["delivery in 10 days", "36 months warranty"],
    "lot": "2",
    "url": "https://example.org/7",
    "notes": "incumbent is weak",
    "tags": "beds;nhs",
    "links": ["https://example.org/a;b=1,2", "file:///c"],
}


def each(**fields: Any) -> Notice:
    notices, problems = take([{"title": "t", "buyer": "b", **fields}])
    assert not problems
    return notices[0]


def refusal(**fields: Any) -> Problem:
    good = {"title": "good", "buyer": "b"}
    notices, problems = take([good, {"title": "t", "buyer": "b", **fields}, good])
    assert [n.record for n in notices] == [1, 3]
    assert [p.refused for p in problems] == [True]
    assert problems[0].record == 2
    return problems[0]


def test_every_column_arrives_in_its_field() -> None:
    assert take([WHOLE], name="crm")[0] == [
        Notice(
            key="ITT-7 @ city hospital",
            list="crm",
            format="native",
            digest=take([WHOLE])[0][0].digest,
            record=1,
            url="https://example.org/7",
            reference="ITT-7",
            title="Hospital beds",
            buyer=Party(name="City Hospital", identifiers=(Identifier(scheme="GB-COH", id="01234567"),), country="GB"),
            country="GB",
            category="33192000",
            category_scheme="CPV",
            sector="Health",
            description="Beds and mattresses",
            value=Money(Decimal("120000.50"), "GBP"),
            published=date(2026, 1, 5),
            enquiries_until=date(2026, 1, 20),
            deadline=date(2026, 2, 1),
            deadline_at=datetime(2026, 2, 1, 11, tzinfo=UTC),
            decision_date=date(2026, 3, 1),
            standstill_until=date(2026, 3, 11),
            retender_on=date(2029, 10, 31),
            rough=("retender_on",),
            stage=Stage.CLOSED,
            method=Method.OPEN,
            structure=Structure.FRAMEWORK,
            offers=4,
            lots=(Lot(id="2"),),
            awards=(
                NoticeAward(
                    key="2",
                    lot="2",
                    suppliers=(Party(name="Rival Ltd", identifiers=(Identifier(scheme="GB-COH", id="07654321"),)),),
                    value=Money(Decimal("99000.25"), "GBP"),
                    status=AwardStatus.TERMINATED,
                    awarded=date(2026, 3, 12),
                    start=date(2026, 4, 1),
                    end=date(2028, 3, 31),
                    max_end=date(2030, 3, 31),
                ),
            ),
            lot="2",
            decision=Decision.GO,
            intent=Intent.POSITION,
            p_win=0.1,
            price=Money(Decimal(118000), "GBP"),
            score=72.5,
            winning_score=78.0,
            scores=(
                Criterion(name="Quality", weight=60, ours=45, winners=52),
                Criterion(name="Price", weight=40, ours=27.5, winners=26, price=True),
            ),
            position=2,
            manager="Jane",
            submitted=date(2026, 1, 31),
            outcome=Outcome.LOST,
            lost_reason=LostReason.PRICE,
            lost_evidence="they said so",
            also_reasons=(LostReason.REFERENCES, LostReason.INCUMBENT_KEPT),
            bid_others={"hours": 40.0, "cost": Money(Decimal("1200.50"), "GBP")},
            watch=Watch.PARKED,
            park_until=date(2027, 10, 1),
            promises=("delivery in 10 days", "36 months warranty"),
            notes="incumbent is weak",
            tags=("beds", "nhs"),
            links=("https://example.org/a;b=1,2", "file:///c"),
        )
    ]
    elsewhere = {"no_award_reason", "no_bid_reason", "deadline_at", "won_reason", "also_won_reasons"}  # not of a loss
    untried = set(COLUMNS) - set(WHOLE) - elsewhere
    assert not untried, (
        f"give {', '.join(untried)} a value in WHOLE of this file, and what is read of it in the Notice above; what a "
        "lost tender cannot have stands in `elsewhere`"
    )


def test_what_is_not_told_is_not_there() -> None:
    empty = each(**dict.fromkeys(set(COLUMNS) - {"title", "buyer"}, None))
    assert empty == msgspec.structs.replace(each(), key=empty.key, digest=empty.digest)
    assert empty.awards == ()
    assert empty.stage is None


def as_csv(rows: list[dict[str, Any]], delimiter: str = ",") -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    for row in rows:
        writer.writerow({k: ";".join(v) if isinstance(v, list) else v for k, v in row.items()})
    return out.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_json_lines_and_csv_say_the_same(delimiter: str) -> None:
    rows = [{**WHOLE, "reference": f"ITT-{n}"} for n in range(3)]

    def output(content: Any) -> list[Notice]:
        notices, problems = take(content)
        assert not problems
        return [msgspec.structs.replace(n, digest="") for n in notices]

    expected = output(rows)
    assert output({"tenders": rows}) == expected
    assert output("".join(json.dumps(row) + "\n" for row in rows)) == expected
    assert output(as_csv(rows, delimiter)) == expected
    assert output(as_csv(rows, delimiter).encode("utf-8-sig")) == expected
    assert output(as_csv(rows, delimiter).encode("utf-16")) == expected
    assert output([{key.upper().replace("_", " "): value for key, value in row.items()} for row in rows]) == expected


def test_csv_with_line_breaks_blank_lines_and_short_rows() -> None:
    text = 'sep=;\nTitle;Buyer;Notes;Url\n"Beds; and ""more""";City;"two\r\nlines";\n\n;;;\nChairs;Town\n'
    notices, problems = take(text)
    assert [(n.title, n.notes) for n in notices] == [('Beds; and "more"', "two\nlines"), ("Chairs", "")]
    assert not problems


def test_a_csv_row_with_too_many_cells_is_refused_and_the_others_come_in() -> None:
    notices, problems = take("title,buyer\nBeds,City\nBeds, long,City\nChairs,Town\n")
    assert [n.title for n in notices] == ["Beds", "Chairs"]
    assert problems[0].refused
    assert "3 cells and the header 2" in str(problems[0].message)


def test_a_quote_that_never_closes_does_not_swallow_the_file() -> None:
    rows = "".join(f"Title {n},City\n" for n in range(30_000))
    notices, problems = take('title,buyer\nFirst,City\n"Open,City\n' + rows)
    assert notices[0].title == "First"
    assert len(notices) > 10_000
    assert any(p.refused and "quote" in str(p.message) for p in problems)


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("p_win", 0, 0.0),
        ("p_win", 0.25, 0.25),
        ("p_win", "25 %", 0.25),
        ("stage", "Bid decision", Stage.BID_DECISION),
        ("stage", "BID-DECISION".replace("-", "_"), Stage.BID_DECISION),
        ("outcome", "No award", Outcome.NO_AWARD),
        ("no_award_reason", "ins-fund", NoAwardReason.INS_FUND),
        ("no_award_reason", "Not enough funds", NoAwardReason.INS_FUND),
        ("also_reasons", ["price", "Capacity"], (LostReason.PRICE, LostReason.CAPACITY)),
        ("published", "2026-09-09+02:00", date(2026, 9, 9)),
        ("value", 7, Money(Decimal(7))),
        ("value", 0.1, Money(Decimal("0.1"))),
        ("value", "5 390 000,00 EUR", Money(Decimal("5390000.00"), "EUR")),
        ("value", {"amount": "12.50", "currency": "EUR"}, Money(Decimal("12.50"), "EUR")),
        ("reference", 12345, "12345"),
        ("category", 33192000, "33192000"),
        ("promises", "10 days; ;36 months", ("10 days", "36 months")),
        ("links", "https://a.example/x;y=1; b.pdf  c.pdf", ("https://a.example/x;y=1", "b.pdf", "c.pdf")),
        ("links", "https://a.example/x;https://b.example", ("https://a.example/x", "https://b.example")),
        ("watch", "Re-engaged", Watch.RE_ENGAGED),
    ],
)
def test_a_value_may_be_written_in_several_ways(column: str, value: Any, expected: Any) -> None:
    assert getattr(each(**{column: value}), column) == expected


@pytest.mark.parametrize(
    ("column", "value", "remedy"),
    [
        ("p_win", 10, "10% or 0.1"),
        ("p_win", True, "10% or 0.1"),
        ("p_win", [1], "10% or 0.1"),
        ("stage", "evaluating", "did you mean evaluation"),
        ("stage", 3, "It may be watching, qualifying"),
        ("outcome", "lostt", "did you mean lost"),
        ("also_reasons", "price; cheapness", "none of the words"),
        ("published", "31/12/26 or so", "like 2026-12-01"),
        ("deadline", "soon", "like 2026-12-01"),
        ("contract_end", "9999-12-31", "out of reach"),
        ("value", "a lot", "118000"),
        ("value", True, "118000.50"),
        ("value", [1], "118000.50"),
        ("price", 10**18, "not an amount that money comes in"),
        ("currency", "EURO", "EUR"),
        ("title", "x" * 2001, "the longest is 2000"),
        ("title", {"en": "x"}, "not text"),
        ("offers", "many", "whole number"),
        ("notes", ["a"], "not text"),
        ("title", None, "it has no title"),
        ("title", " \t", "it has no title"),
        ("buyer", "", "it has no buyer"),
    ],
)
def test_what_cannot_be_read_refuses_its_record_only(column: str, value: Any, remedy: str) -> None:
    problem = refusal(**{column: value})
    assert problem.key == column
    assert remedy in str(problem.message)


def test_amounts_never_pass_through_binary_fractions() -> None:
    notices, _ = take('[{"title":"t","buyer":"b","value":12345678901234.56,"price":0.10}]')
    assert notices[0].value == Money(Decimal("12345678901234.56"))
    assert notices[0].price == Money(Decimal("0.10"))


def test_unknown_keys_are_kept_and_told_once_with_the_nearest_column() -> None:
    row = {"title": "t", "buyer": "b", "Contract_ende": "2026-01-01", "shade": 1.5, "nested": {"a": [1, 0.1]}}
    notices, problems = take([row, row])
    assert notices[0].extra == {"Contract_ende": "2026-01-01", "shade": 1.5, "nested": {"a": [1, 0.1]}}
    assert [(p.record, p.key, p.refused) for p in problems] == [
        (0, "Contract_ende", False),
        (0, "shade", False),
        (0, "nested", False),
    ]
    assert "did you mean contract_end?" in str(problems[0].message)
    assert "did you mean" not in str(problems[1].message)


def test_a_key_that_stands_twice_is_told() -> None:
    notices, problems = take('[{"title":"a","buyer":"b","title":"c","notes":"x\\":y"},{"title":"x\\": y","buyer":"b"}]')
    assert [n.title for n in notices] == ["c", 'x": y']
    assert [(p.record, p.key, p.refused) for p in problems] == [(1, "title", False)]


def test_null_and_colons_in_texts_are_no_keys_that_stand_twice() -> None:
    notices, problems = take(
        '[{"title":"a","buyer":"b","notes":null},{"title":"a","buyer":"b","notes":null,"url":"x\\":y"},'
        '{"title":"a","buyer":"b","notes":null,"notes":"c"}]'
    )
    assert [n.notes for n in notices] == ["", "", "c"]
    assert [(p.record, p.key) for p in problems] == [(3, "notes")]


def test_a_record_is_found_again_by_reference_and_buyer_or_by_all_it_says() -> None:
    def keys(*rows: dict[str, Any], name: str = "crm") -> list[str]:
        return [n.key for n in take(list(rows), name=name)[0]]

    first, second = keys(
        {"reference": "1", "title": "a", "buyer": "ACME Ltd"}, {"reference": 1, "title": "b", "buyer": "Acme"}
    )
    assert first == second
    assert (
        len(set(keys({"reference": "1", "title": "a", "buyer": "A"}, {"reference": "1", "title": "a", "buyer": "B"})))
        == 2
    )
    bare = {"title": "a", "buyer": "A", "value": 5}
    spelled = {"Buyer": "A", "VALUE": "5", "Title": "a", "notes": ""}
    assert len(set(keys(bare, spelled))) == 1
    assert len(set(keys(bare, {**bare, "value": 6}))) == 2
    assert keys(bare, name="other") != keys(bare)


def test_digests_are_equal_where_the_bytes_are() -> None:
    a, b, c = take('[{"title":"t","buyer":"b"},{"title":"t","buyer":"b"},{"title":"t","buyer":"c"}]')[0]
    assert a.digest == b.digest != c.digest


def test_several_winners_and_ids_without_a_register() -> None:
    award = each(winner=["A", "B"], winner_id="7;8").awards[0]
    assert [(p.name, p.identifiers) for p in award.suppliers] == [
        ("A", (Identifier(scheme="list:list", id="7"),)),
        ("B", (Identifier(scheme="list:list", id="8"),)),
    ]
    assert each(winner="A", winner_id="n/a").awards[0].suppliers[0].identifiers == ()


def test_a_contract_without_a_winner_is_an_award_to_nobody_known() -> None:
    assert each(contract_end="2027-01-01").awards == (NoticeAward(key="", end=date(2027, 1, 1)),)


def test_no_award_ends_the_procedure() -> None:
    notice = each(outcome="no_award", no_award_reason="no-rece")
    assert (notice.cancelled, notice.no_award_reason) == (True, NoAwardReason.NO_RECE)


def test_a_number_is_a_title_but_no_buyer() -> None:
    notices, problems = take([{"title": "t", "buyer": "b"}, {"title": 0.5, "buyer": 7}, {"title": 0.5}])
    assert [(n.title, n.buyer and n.buyer.name) for n in notices] == [("t", "b"), ("0.5", "7")]
    assert [(p.record, p.key) for p in problems] == [(3, "buyer")]


def test_records_that_are_no_objects_are_refused() -> None:
    notices, problems = take([{"title": "t", "buyer": "b"}, 3, None, "x", ["y"]])
    assert len(notices) == 1
    assert [p.record for p in problems if p.refused] == [2, 3, 4, 5]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates().map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(sorted(COLUMNS)) | st.text(max_size=8), anything, max_size=8), anything)
def test_any_value_in_any_column_gives_a_notice_or_a_problem(row: dict[str, Any], other: Any) -> None:
    good = {"title": "good", "buyer": "b"}
    notices, problems = take([good, {**good, **row}, other, good], format="native")
    assert [n.record for n in notices if n.record in (1, 4)] == [1, 4]
    for record in (2, 3):
        came = [n for n in notices if n.record == record]
        refused = [p for p in problems if p.record == record and p.refused]
        assert len(came) + len(refused) == 1 or (isinstance(other, dict) and "tenders" in other)
    for problem in problems:
        assert str(problem.message)
    msgspec.json.encode(notices)  # whatever came in can be stored


@given(st.dictionaries(st.sampled_from(sorted(COLUMNS)), anything | st.just(""), max_size=8))
def test_a_row_says_what_its_dict_says(fields: dict[str, Any]) -> None:
    """Decoded straight into a Row or as any JSON, a record is read as the same, or refused for the same."""
    raw = msgspec.json.encode({"title": "t", **fields})
    straight, plainly = (
        list(NativeReader("list.json").read(1, decoded(raw), raw)) for decoded in (NativeReader("").decode, decode)
    )
    assert straight == plainly


def test_most_records_are_decoded_into_rows() -> None:
    assert type(NativeReader("").decode(msgspec.json.encode(WHOLE))) is Row
    assert type(NativeReader("").decode(b'{"title":"t","buyer":"b","unknown":1}')) is dict


@needs_data
def test_naughty_strings_come_in_unchanged() -> None:
    strings = [s for s in json.loads((DATA / "bad" / "blns.json").read_text(encoding="utf-8")) if s.strip()]
    notices, problems = take([{"title": s, "buyer": s, "notes": s} for s in strings], format="native")
    assert [(n.title, n.buyer.name if n.buyer else "", n.notes) for n in notices] == [(s, s, s) for s in strings]
    assert not problems


@needs_data
def test_formulas_in_csv_cells_are_text() -> None:
    payloads = (DATA / "bad" / "csv-injection-payloads.txt").read_text(encoding="utf-8").splitlines()
    payloads = [p for p in payloads if p.strip()]
    notices, _ = take(as_csv([{"title": p, "buyer": "b"} for p in payloads]))
    assert [n.title for n in notices] == payloads


@pytest.mark.parametrize("levels", [66, 99, 480, 600, 900])
def test_a_value_too_deep_refuses_its_record_alone(book: Book, levels: int) -> None:
    deep = b"[" * levels + b"]" * levels
    rows = b'[{"title": "A", "buyer": "B", "odd": ' + deep + b'}, {"title": "C", "buyer": "B"}]'
    done = import_files(book, [io.BytesIO(rows)], ImportChoices(file_format="native"))
    assert (done.created, done.refused) == (1, 1)
    out = io.BytesIO()
    book.dump(out)
    assert b'"C"' in out.getvalue()
