"""Plain lists: a mapping is proposed, shown, confirmed, remembered; never applied unasked."""

from __future__ import annotations

import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from reads import as_bytes, split

from bidtracker.book import Book
from bidtracker.domain.errors import BidtrackerError, Unreadable
from bidtracker.domain.money import Money
from bidtracker.intake import ImportChoices, ImportListener, import_files
from bidtracker.intake.mapping.amounts import amount_reader
from bidtracker.intake.mapping.columns import ColumnMap, MappedColumn, flat, key_of
from bidtracker.intake.mapping.confirmation import Unmapped, confirmed
from bidtracker.intake.mapping.proposal import MOST_COLUMNS, propose
from bidtracker.intake.notice import Notice, Problem
from bidtracker.intake.reading import read
from bidtracker.pages.draw.text import plain_text
from bidtracker.pages.records.award import award_page


def take(content: Any, *asked: str) -> tuple[list[Notice], list[Problem]]:
    return split(read(io.BytesIO(as_bytes(content)), name="list", mapping=asked))


def fields(*records: dict[str, Any]) -> dict[str, str]:
    """Column -> field, as proposed."""
    return {mapped.column: mapped.field for mapped in propose(records).columns}


# ---------------------------------------------------------------- propose


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (
            {"Opportunity": "Beds", "Organisation Name": "NHS", "Winning supplier": "Rival", "Contract amount": "5"},
            {"title": "Opportunity", "buyer": "Organisation Name", "winner": "Winning supplier"},
        ),
        (
            {"Title": "Beds", "Authority": "NHS", "Clarification deadline": "2026-12-01", "Deadline": "2026-12-20"},
            {"enquiries_until": "Clarification deadline", "deadline": "Deadline"},
        ),
        (
            {"Auftrag": "Betten", "Vergabestelle": "Stadt", "Angebotsfrist": "31.12.2026", "Auftragswert": "5,5"},
            {"title": "Auftrag", "buyer": "Vergabestelle", "deadline": "Angebotsfrist", "value": "Auftragswert"},
        ),
        (
            {"Objet": "Lits", "Acheteur": "Ville", "Titulaire": "A", "Montant": 5, "Date de publication": "2026-01-02"},
            {"title": "Objet", "buyer": "Acheteur", "winner": "Titulaire", "published": "Date de publication"},
        ),
        (
            {"Objeto del contrato": "Camas", "Órgano de contratación": "Ciudad", "Importe de adjudicación": 5},
            {"title": "Objeto del contrato", "award_value": "Importe de adjudicación"},
        ),
        (
            {"Oggetto gara": "Letti", "Stazione appaltante": "Comune", "Aggiudicatario": "Rival", "CIG": "Z1"},
            {"title": "Oggetto gara", "buyer": "Stazione appaltante", "winner": "Aggiudicatario", "reference": "CIG"},
        ),
        (
            {"Nazwa": "Łóżka", "Zamawiający": "Miasto", "Wykonawca": "Rival", "Wartość umowy": "5"},
            {"title": "Nazwa", "buyer": "Zamawiający", "winner": "Wykonawca", "award_value": "Wartość umowy"},
        ),
        (
            {"Название": "x", "Наименование закупки": "Кровати", "Заказчик": "Город", "Поставщик": "ООО"},
            {"title": "Наименование закупки", "buyer": "Заказчик", "winner": "Поставщик"},
        ),
        (
            {"项目名称": "病床", "采购人": "医院", "中标供应商": "公司", "中标金额": "5"},
            {"title": "项目名称", "buyer": "采购人", "winner": "中标供应商", "award_value": "中标金额"},
        ),
        (
            {"件名": "ベッド", "発注機関": "市", "落札者": "会社", "落札日": "2026-01-02"},
            {"title": "件名", "buyer": "発注機関", "winner": "落札者", "award_date": "落札日"},
        ),
    ],
)  # fmt: skip
def test_columns_are_known_by_their_names_in_many_languages(record: dict[str, Any], expected: dict[str, str]) -> None:
    result = {field: column for column, field in fields(record).items()}
    assert result.items() >= expected.items()


def test_names_are_words_whatever_joins_them() -> None:
    for name in ("contractStartDate", "Contract_Start-Date", "contract start date", "CONTRACT START DATE"):
        assert fields({name: "2026-01-02"}) == {name: "contract_start"}


def test_a_column_whose_values_do_not_look_so_is_not_proposed() -> None:
    assert fields({"End Date": "soon"}) == {}
    assert fields({"Number of offers": "many"}) == {}
    assert fields({"Buyer": "123"}) == {}
    assert fields({"Link": "see above"}) == {}


def test_what_is_beside_a_name_is_not_the_name() -> None:
    record = {
        "buyer_type": "8",
        "buyer_country": "RO",
        "winner_country": "RO",
        "buyer_name": "City",
        "winner_name": "A",
    }
    assert fields(record) == {"buyer_name": "buyer", "winner_name": "winner", "buyer_country": "country"}
    assert fields({"recipient_country": "GERMANY", "recipient_state": "TX", "Supplier name": "A"}) == {
        "Supplier name": "winner"
    }


def test_an_amount_beside_a_winner_is_the_awards_unless_it_says_that_it_is_an_estimate() -> None:
    assert fields({"vendor": "A", "value": "5"})["value"] == "award_value"
    assert fields({"vendor": "A", "estimated value": "5"})["estimated value"] == "value"
    assert fields({"value": "5"})["value"] == "value"


def test_a_description_stands_in_for_a_title() -> None:
    assert fields({"Description": "Beds", "Agency": "City"}) == {"Description": "title", "Agency": "buyer"}
    assert fields({"Description": "Beds", "Name": "B"})["Description"] == "description"


def reading(field: str, *values: str) -> tuple[str, bool]:
    column = {"award_date": "Award date", "award_value": "Award value"}[field]
    (mapped,) = propose([{column: value} for value in values]).columns
    return mapped.reading, mapped.doubt


def test_the_order_of_dates_is_told_by_all_of_a_column() -> None:
    assert reading("award_date", "01/02/2026", "25/02/2026") == ("dmy", False)
    assert reading("award_date", "01/02/2026", "02/25/2026") == ("mdy", False)
    assert reading("award_date", "01.02.26") == ("dmy", False)
    assert reading("award_date", "2026-02-01") == ("", False)
    assert reading("award_date", "01/02/2026", "03/04/2026") == ("dmy", True), "both are possible"


def test_the_decimal_mark_is_told_by_all_of_a_column() -> None:
    assert reading("award_value", "1.234", "5.678,90") == (",", False)
    assert reading("award_value", "1,234", "5,678.90") == (".", False)
    assert reading("award_value", "1,5", "1.5") == ("", True)


def test_a_currency_in_a_columns_name() -> None:
    (mapped,) = propose([{"lot_value_eur": 5}]).columns
    assert (mapped.field, mapped.reading) == ("award_value", "EUR")


def test_inner_objects_are_columns() -> None:
    assert flat({"buyer": {"name": "City", "at": {"x": 1}}, "tags": [1, 2], "one": [{"a": 1}], "none": {}}) == {
        "buyer.name": "City",
        "buyer.at.x": 1,
        "tags": [1, 2],
        "one.a": 1,
        "none": {},
    }


# ---------------------------------------------------------------- confirm

ROWS = [
    {"Subject": "Beds", "Authority": "City", "Winner": "Rival", "Amount": "1.234,50", "Signed": "05.02.2026", "x": "y"},
    {"Subject": "Cots", "Authority": "City", "Winner": "", "Amount": "0,00", "Signed": "25.02.2026", "x": ""},
]


def test_nothing_is_mapped_unasked() -> None:
    with pytest.raises(Unmapped, match=r"Subject=title \(95%\), Authority=buyer .*--map auto.*--map COLUMN=FIELD") as e:
        take(ROWS)
    assert "\n" not in str(e.value)
    assert not e.value.proposal.missing


def test_auto_takes_what_is_proposed_and_other_columns_are_kept() -> None:
    notices, problems = take(ROWS, "auto")
    assert not problems
    assert [n.title for n in notices] == ["Beds", "Cots"]
    assert notices[0].awards[0].value == Money(Decimal("1234.50"))
    assert notices[0].awards[0].suppliers[0].name == "Rival"
    assert notices[1].awards[0].value is None, "0 is what lists write where nothing is known"
    assert (str(notices[0].awards[0].awarded), notices[0].extra) == ("2026-02-05", {"x": "y"})


def test_columns_are_named_one_by_one_or_changed_or_left_out() -> None:
    only = ("Subject=title", "Authority=buyer", "Signed=award_date:dmy", "Amount=award_value:,EUR")
    notices, problems = take(ROWS, *only)
    assert not problems
    assert notices[0].awards[0].awarded == date(2026, 2, 5)
    assert notices[0].awards[0].value == Money(Decimal("1234.50"), "EUR")
    assert not notices[0].awards[0].suppliers
    assert not take(ROWS, "auto", "Winner=")[0][0].awards[0].suppliers


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("Subject=titel", "names no field; write COLUMN=FIELD with a field like title"),
        ("Subject", "names no field"),
        ("Signed=award_date:dym", "no order of dates"),
        ("Amount=value:x", "no order of dates .* nor a decimal mark"),
        ("Amount=value:.XXX", "no order of dates .* nor a decimal mark"),
        ("Foo=title", "the list has no column 'Foo'; its columns are Subject, Authority, Winner, Amount, Signed, x"),
        ("Foo=", "the list has no column 'Foo'"),
        ("Subject=title", "no column is named as the buyer; say which with --map COLUMN=buyer"),
    ],
)
def test_a_mapping_that_cannot_be(asked: str, why: str) -> None:
    with pytest.raises(BidtrackerError, match=why):
        take(ROWS, asked)


def test_where_nothing_is_like_a_title_or_a_buyer_the_sentence_says_how_to_name_them() -> None:
    with pytest.raises(BidtrackerError, match=r"no known layout.*--map COLUMN=title --map COLUMN=buyer"):
        take([{"a": "Beds", "b": "City"}])
    assert take([{"a": "Beds", "b": "City"}], "a=title", "b=buyer")[0][0].title == "Beds"


# ---------------------------------------------------------------- remember


def test_a_mapping_is_json_and_found_again_by_the_set_of_columns() -> None:
    made = confirmed(["auto"], propose(ROWS))
    again = ColumnMap.of(json.loads(json.dumps(made.plain())))
    assert again == made
    assert made.key == key_of(reversed([*ROWS[0]]))
    other_order = [{key: row[key] for key in reversed(row)} for row in ROWS]
    reading = read(io.BytesIO(as_bytes(other_order)), name="list", column_maps={made.key: again})
    assert reading.mapping == made
    assert len(split(reading)[0]) == 2
    with pytest.raises(Unmapped):
        read(io.BytesIO(as_bytes([ROWS[0] | {"more": "z"}])), column_maps={made.key: again})


def test_beside_our_own_columns_others_are_read_as_they_seem_to_be(tmp_path: Path) -> None:
    rows = [{"title": "Beds", "buyer": "City", "supplier": "Rival", "value": "5"}]
    for mapping in ((), ("auto",)):
        (notice,), problems = split(read(io.BytesIO(as_bytes(rows)), mapping=mapping))
        assert notice.awards[0].suppliers[0].name == "Rival"
        assert notice.awards[0].value == Money(Decimal(5))
        assert not problems


# ---------------------------------------------------------------- read


def mapped(rows: list[dict[str, Any]], *columns: MappedColumn) -> tuple[list[Notice], list[Problem]]:
    needed = (MappedColumn("t", "title"), MappedColumn("b", "buyer"))
    rows = [{"t": "Beds", "b": "City"} | row for row in rows]
    key = propose(rows).key
    return split(read(io.BytesIO(as_bytes(rows)), name="list", column_maps={key: ColumnMap(key, (*needed, *columns))}))


def test_a_value_that_cannot_be_read_is_left_out_and_told() -> None:
    notices, problems = mapped([{"d": "soon"}, {"d": "2026-01-02"}], MappedColumn("d", "deadline"))
    assert [n.deadline for n in notices] == [None, date(2026, 1, 2)]
    assert [(p.record, p.key, p.value, p.refused) for p in problems] == [(1, "d", "soon", False)]


def test_both_days_of_a_contract_that_nobody_was_awarded_are_kept_in_words() -> None:
    rows = [{"p": "01.04.2027 - 31.03.2029", "o": "1+1"}, {"p": "01.04.2027 - 31.03.2029", "o": "1+1", "w": "Acme Ltd"}]
    columns = (MappedColumn("p", "contract_length"), MappedColumn("o", "contract_options"), MappedColumn("w", "winner"))
    planned, awarded = mapped(rows, *columns)[0]
    assert planned.awards == ()
    assert planned.notes == "p: 01.04.2027 - 31.03.2029\no: 1+1"
    (award,) = awarded.awards
    assert (award.start, award.end, award.max_end) == (date(2027, 4, 1), date(2029, 3, 31), date(2031, 3, 31))


def test_a_word_that_cannot_be_read_stays_with_its_record() -> None:
    notices, problems = mapped([{"s": "Dropped"}, {"s": "Lost"}, {"s": "TBC"}], MappedColumn("s", "status"))
    assert [n.extra for n in notices] == [{"s": "Dropped"}, {}, {}]
    assert [(p.record, p.value) for p in problems] == [(1, "Dropped")]


def test_an_order_in_doubt_is_told_once() -> None:
    notices, problems = mapped([{"d": "01/02/2026"}] * 2, MappedColumn("d", "deadline", 0.6, "dmy", True))
    assert [n.deadline for n in notices] == [date(2026, 2, 1)] * 2
    assert ["could be read in two orders and were read as dmy" in str(p.message) for p in problems] == [True]


def test_a_length_with_a_start_gives_the_end() -> None:
    columns = (MappedColumn("s", "contract_start"), MappedColumn("l", "contract_length"))
    notices, _ = mapped([{"s": "2026-01-01", "l": "2 Years"}, {"s": "2026-01-01", "l": 18}, {"l": "1 year"}], *columns)
    assert [n.awards[0].end if n.awards else None for n in notices] == [date(2027, 12, 31), date(2027, 6, 30), None]


def test_amounts_are_read_with_the_columns_mark() -> None:
    for reading, written, amount in ((",", "1.234", 1234), (".", "1,234", 1234), (".", "1.234", "1.234"), ("", 7, 7)):
        notices, problems = mapped([{"v": written}], MappedColumn("v", "value", 1, reading))
        assert not problems
        assert notices[0].value == Money(Decimal(amount))


def test_a_column_that_is_not_mapped_is_never_taken_for_one_of_ours() -> None:
    (notice,), problems = mapped([{"value": "5", "outcome": "nonsense"}])
    assert not problems
    assert (notice.value, notice.outcome) == (None, None)
    assert notice.extra == {"list value": "5", "list outcome": "nonsense"}


def test_a_record_without_a_title_is_refused_and_too_long_a_name_is_cut() -> None:
    notices, problems = mapped([{"t": ""}, {"b": "x" * 3000}])
    assert [len(n.buyer.name) for n in notices if n.buyer] == [2000]
    assert [(p.record, p.refused) for p in problems] == [(1, True), (2, False)]


def test_only_so_many_columns_are_looked_at_and_the_others_are_kept() -> None:
    """Whoever writes a thousand columns says so by --map which of them are meant."""
    wide = {f"Spalte {n}": str(n) for n in range(MOST_COLUMNS - 2)}
    row = {"Bezeichnung": "Betten", "Auftraggeber": "Stadt", **wide, "Angebotsfrist": "2026-12-01"}
    result = propose([row])
    assert {mapped.field for mapped in result.columns} == {"title", "buyer"}
    reordered = dict(reversed(row.items()))
    assert propose([reordered]).key == result.key, "the same columns in another order are the same list"
    reading = read(io.BytesIO(json.dumps([row]).encode()), mapping=["auto"])
    (notice,), problems = split(reading)
    assert notice.extra["Angebotsfrist"] == "2026-12-01"
    assert [f"more than {MOST_COLUMNS} columns" in str(problem.message) for problem in problems] == [True]
    asked = read(io.BytesIO(json.dumps([row]).encode()), mapping=["auto", "Angebotsfrist=deadline"])
    assert split(asked)[0][0].deadline == date(2026, 12, 1)


def test_where_no_column_is_clearly_the_title_the_others_are_there_to_be_named(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Objekt;Haus;Frist\nBetten;Klinikum;01.02.2027\nLampen;Stadt;13.02.2027\n")
    with pytest.raises(Unmapped, match="none of its columns is clearly the title") as e:
        import_files(book, [path])
    assert e.value.others == ("Objekt", "Haus")
    report = import_files(book, [path], ImportChoices(mapping=["auto", "Objekt=title", "Haus=buyer"]))
    assert (report.read, report.created) == (2, 2)
    assert import_files(book, [path]).unchanged == 2, "and it is remembered"


def test_what_is_proposed_can_be_confirmed_as_it_is_written() -> None:
    rows = [
        {"Client": "A", "Opportunity": "Salt", "Win": share, "Won?": "yes", "Bid?": "no", "Duration": n,
         "Start": "2026-01-05", "Price (£k)": "1.5", "Deadline": f"{n + 12}/01/2026"}
        for n, share in ((1, "10"), (2, "20"))
    ]  # fmt: skip
    for records in (rows, [row | {"Win": "0.5"} for row in rows]):
        proposal = propose(records)
        written = [f"{m.column}={m.field}" + (f":{m.reading}" if m.reading else "") for m in proposal.columns]
        again = confirmed(written, proposal)
        assert {(m.column, m.field, m.reading) for m in again.columns} == {
            (m.column, m.field, m.reading) for m in proposal.columns
        }
        assert {m.field for m in again.columns} >= {"p_win", "outcome", "decision", "contract_length", "deadline"}


def test_a_length_without_a_start_is_counted_from_the_award_or_kept_in_words(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    head = "Titel;Auftraggeber;Auftragnehmer;Zuschlagsdatum;Laufzeit\n"
    path.write_text(head + "Betten;Klinikum;Acme GmbH;01.02.2026;24 Monate\nLampen;Stadt;Acme GmbH;;36 Monate\n")
    seen: list[str] = []
    listener = ImportListener(on_survey=lambda survey: seen.append(str(survey.counted)))
    import_files(book, [path], ImportChoices(mapping=["auto"]), listener)
    assert seen and "from the award date" in seen[0], "told before anything is written"
    beds, lamps = book.get("T1"), book.get("T2")
    assert book.get("A1").end == date(2028, 1, 31) and book.get("A1").start is None and beds.rough == ("contract_end",)
    page = plain_text(award_page(book.get("A1"), book.holdings, date(2026, 11, 23)))
    assert any("2028-01-31" in line and "not to the day" in line for line in page.splitlines())
    assert book.get("A2").end is None and lamps.notes == "Laufzeit: 36 Monate" and not lamps.rough


def test_a_dollar_in_a_column_of_another_currency_is_one_of_several() -> None:
    with pytest.raises(Unreadable, match="dollars of several countries"):
        amount_reader("SEK")("$5m")
    assert [str(amount_reader(code)("$5m")) for code in ("USD", "MXN")] == ["5,000,000 USD", "5,000,000 MXN"]


@pytest.mark.parametrize(
    ("cell", "reading", "amount"),
    [
        ("1.250.000,00 TL", "", "1,250,000 TRY"),
        ("1,2 milyon TL KDV hariç", "", "1,200,000 TRY"),
        ("500 bin TL", "", "500,000 TRY"),
        ("12억 5천만원", "", "1,250,000,000 KRW"),
        ("1,250,000원 (부가세 별도)", ".", "1,250,000 KRW"),
        ("12,5 mill. kr ekskl. mva", "NOK", "12,500,000 NOK"),
        ("500 tkr", "SEK", "500,000 SEK"),
        ("1 250 000 € (alv 0 %)", "", "1,250,000 EUR"),
    ],
)
def test_amounts_as_they_are_written_in_the_north_in_turkey_and_in_korea(cell: str, reading: str, amount: str) -> None:
    assert str(amount_reader(reading)(cell)) == amount
