"""What a bid manager's own sheet looks like: whatever its columns, words, dates and order, it comes in whole."""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from bidtracker.book import Book
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.money import Money
from bidtracker.domain.records import Tender
from bidtracker.domain.vocabulary import AwardStatus, LostReason, NoBidReason, Outcome, Stage
from bidtracker.intake import ImportChoices, ImportListener, Report, import_files
from bidtracker.intake.mapping.columns import Asked
from bidtracker.intake.mapping.confirmation import Unmapped
from bidtracker.intake.mapping.survey import ColumnSurvey

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases"
needs_cases = pytest.mark.skipif(not CASES.is_dir(), reason="the folder of small cases is not here")
AUTO = Asked(auto=True)


def came(book: Book, *files: Path | io.BytesIO, asked: Asked = AUTO, us: tuple[str, ...] = ()) -> list[Report]:
    return [import_files(book, [file], ImportChoices(mapping=asked, us=us)) for file in files]


def tenders(book: Book) -> list[Tender]:
    return [book.get(f"T{number}") for number in sorted(book.holdings.tenders)]


def sheet(tmp_path: Path, text: str, name: str = "bids.csv", encoding: str = "utf-8") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


# ---------------------------------------------------------------- the cases


@needs_cases
@pytest.mark.parametrize("name", ["bids.xlsx", "bids.csv", "bids_de.csv"])
def test_a_register_of_sixty_bids(book: Book, name: str) -> None:
    (report,) = came(book, CASES / "registers" / name)
    assert (report.read, report.created, report.refused, report.signals) == (60, 60, 0, 0)
    every = tenders(book)
    outcomes = Counter(str(tender.outcome) for tender in every)
    assert outcomes == {"lost": 24, "won": 6, "withdrawn": 6, "no_bid": 6, "no_award": 6, "pending": 12}
    assert all(tender.deadline and tender.value and tender.value.currency == "EUR" for tender in every)
    lost = [tender for tender in every if tender.outcome is Outcome.LOST]
    assert sum(bool(tender.bid and tender.bid.reasons) for tender in lost) >= 23, "one has no reason"
    assert all(tender.bid and tender.bid.p_win for tender in lost)
    awards = [award for tender in every for award in book.holdings.awards_of(tender.id)]
    assert sum(award.ours for award in awards) == 6
    assert all(award.end for award in awards)
    assert every[0].value == Money(Decimal("301592"), "EUR") and every[0].deadline == date(2024, 1, 8)


@needs_cases
def test_a_register_with_scores_places_and_options(book: Book) -> None:
    (report,) = came(book, CASES / "registers/bid_manager_uk.csv")
    assert (report.created, report.refused) == (5, 0)
    each, two, three, four, five = tenders(book)
    (award,) = book.holdings.awards_of(each.id)
    assert each.bid is not None and (each.bid.score, each.bid.winning_score) == (72.5, 78.0)
    assert (award.start, award.end, award.max_end) == (date(2024, 7, 1), date(2027, 6, 30), date(2029, 6, 30))
    assert (each.bid.price, each.value) == (Money(Decimal(1150000), "GBP"), Money(Decimal(1200000), "GBP"))
    assert (each.retender_on, each.rough, each.sector) == (date(2027, 1, 31), ("retender_on",), "FM")
    assert each.notes == "Social value weak" and each.bid.manager == "Jane"
    (ours,) = book.holdings.awards_of(two.id)
    assert ours.ours and ours.end == date(2026, 8, 31)
    assert (three.outcome, three.no_bid_reason, three.bids) == (Outcome.NO_BID, NoBidReason.CAPACITY, ())
    (fourth,) = book.holdings.awards_of(four.id)
    assert four.bid is not None and (four.outcome, four.bid.position) == (Outcome.LOST, 2)
    assert (fourth.end, fourth.max_end) == (date(2028, 1, 31), date(2030, 1, 31))
    assert (five.outcome, five.deadline) == (Outcome.PENDING, None)
    assert [(p.record, p.value, p.refused) for p in report.problems] == [(5, "TBC", False)]


@needs_cases
@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("dates_am_pm.csv", ["2026-12-25", "2026-12-28"]),
        ("dates_excel_serial.csv", ["2027-01-04", "2027-01-13"]),
        ("dates_french.csv", ["2026-12-04", "2027-01-07"]),
        ("dates_month_names.csv", ["2026-12-05", "2027-01-12"]),
        ("dates_of_mixed_order.csv", ["2026-12-25", "2026-12-28", None]),
        ("dates_quarter.csv", ["2027-03-31", "2027-03-31"]),
        ("dates_tbc.csv", ["2026-12-28", None, "2026-12-29"]),
        ("dates_two_digit_year.csv", ["2026-12-05", "2026-12-28"]),
        ("dates_with_weekday.csv", ["2026-12-04", "2026-12-07"]),
        ("deadline_with_time.csv", ["2026-12-25", "2026-12-26", "2026-12-27"]),
        ("lines_end_in_cr.csv", ["2027-01-05", "2027-02-05"]),
        ("rows_above_the_header.csv", ["2026-12-05", "2026-12-28"]),
        ("excel_leftovers.csv", ["2027-01-04", "2027-01-04", None, None]),
    ],
)
@pytest.mark.parametrize("asked", [AUTO, Asked(("auto", "Deadline=deadline"))])
def test_the_days_of_a_column(book: Book, name: str, days: list[str | None], asked: Asked) -> None:
    (report,) = came(book, CASES / "registers" / name, asked=asked)
    assert report.refused == 0
    assert [tender.deadline and tender.deadline.isoformat() for tender in tenders(book)] == days


@needs_cases
@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("registers/placeholder_references.csv", 6),
        ("registers/lots_under_one_reference.csv", 3),
        ("registers/references_with_spaces.csv", 1),
        ("registers/heading_twice_second_empty.csv", 2),
        ("publishers/envelope_list.json", 2),
        ("publishers/list_of_api_pages.json", 2),
        ("publishers/cr_only.csv", 2),
    ],
)
def test_how_many_tenders_come_of_a_list(book: Book, name: str, count: int) -> None:
    came(book, CASES / name)
    assert len(book.holdings.tenders) == count


@needs_cases
def test_small_cases_one_by_one(book: Book) -> None:
    folder = CASES / "registers"
    _, again = came(
        book, folder / "same_list_twice/bids_2026-11-23.csv", folder / "same_list_twice/bids_2026-11-30.csv"
    )
    assert (again.created, again.updated, again.unchanged) == (0, 0, 3)
    came(book, folder / "won_without_winner.json")
    assert [award.ours for award in map(book.get, ("A1", "A2"))] == [True, False]
    with pytest.raises(BidtrackerError, match="lie over each other"):
        came(book, CASES / "hostile/overlapping_members.zip")
    came(book, CASES / "publishers/no_buyer_column.csv", asked=Asked(constants=("buyer=Invented City",)))
    assert "Invented City" in {buyer.name for buyer in book.holdings.buyers.values()}


# ---------------------------------------------------------------- own variants


@pytest.mark.parametrize(
    "text",
    [
        "Acheteur;Objet;Statut;Résultat;Motif;Notre prix;Date limite\nVille;Lits;Remis;"
        "Perdu;Prix;1 200,50 €;3 févr. 2026\n",
        "Cliente;Licitación;Resultado;Motivo;Nuestro precio;Fecha límite\nCiudad;Camas;"
        "Perdida;Precio;1.200,50 €;3/2/2026\n"
        "Ciudad;Mesas;Ganada;;900,00 €;25/2/2026\n",
        "Stazione appaltante;Oggetto gara;Esito;Motivo;Nostro prezzo;Scadenza\nComune;"
        "Letti;Perso;Prezzo;1.200,50 €;3.2.2026\n",
        "Zamawiający;Nazwa;Wynik;Powód;Nasza cena;Termin\nMiasto;Łóżka;Przegrana;Cena;1200,50 EUR;3 lutego 2026\n",
        "Opdrachtgever;Onderwerp;Uitslag;Reden;Onze prijs;Sluitingsdatum\nStad;Bedden;"
        "Verloren;Prijs;1.200,50 €;3-2-2026\n"
        "Stad;Tafels;Gegund;;900,00 €;25-2-2026\n",
        "Zadavatel;Název;Výsledek;Důvod;Naše cena;Lhůta\nMěsto;Postele;Prohráno;Cena;1200,50 EUR;3. února 2026\n",
        "Заказчик;Предмет;Результат;Причина;Наша цена;Срок подачи\nГород;Кровати;"
        "Проиграли;Цена;1200,50 EUR;3 февраля 2026\n",
        "Замовник;Назва;Результат;Причина;Наша ціна;Кінцевий строк\nМісто;Ліжка;Програли;"
        "Ціна;1200,50 EUR;3 лютого 2026\n",
        "采购人,项目名称,结果,失标原因,我方报价,截止日期\n医院,病床,未中标,价格,1200.50 EUR,2026年2月3日\n",
        "機關名稱,標案名稱,結果,失標原因,我方報價,截止時間\n醫院,病床,未得標,價格,1200.50 EUR,2026年2月3日\n",
        "発注機関,件名,結果,失注理由,当社価格,締切日\n市,ベッド,失注,価格,1200.50 EUR,2026年2月3日\n",
    ],
)  # fmt: skip
def test_a_register_in_many_languages(book: Book, tmp_path: Path, text: str) -> None:
    (report,) = came(book, sheet(tmp_path, text))
    assert report.refused == 0 and not report.problems
    tender = tenders(book)[0]
    assert tender.outcome is Outcome.LOST and tender.deadline == date(2026, 2, 3)
    assert tender.bid is not None and tender.bid.price == Money(Decimal("1200.50"), "EUR")
    assert [reason.code for reason in tender.bid.reasons] == [LostReason.PRICE]


def test_a_public_lists_status_is_no_outcome_of_ours(book: Book, tmp_path: Path) -> None:
    text = "Buyer,Opportunity,Status,Supplier,Score\nCity,Beds,Awarded,Rival,81\nCity,Cots,Unsuccessful,,\n"
    came(book, sheet(tmp_path, text))
    assert [tender.bids for tender in tenders(book)] == [()] * 2
    assert [tender.outcome for tender in tenders(book)] == [Outcome.PENDING, Outcome.NO_AWARD]  # it went to nobody


def test_beside_our_own_columns_those_are_read_that_are_surely_of_a_tender(book: Book, tmp_path: Path) -> None:
    text = "Reference,Title,Buyer,Supplier,Amount awarded,Status,Colour\nR1,Beds,Bern,Alpha,50000 CHF,Cancelled,red\n"
    seen: list[ColumnSurvey] = []
    import_files(book, [sheet(tmp_path, text)], listener=ImportListener(on_survey=seen.append))
    (award,) = book.holdings.awards.values()
    assert book.holdings.suppliers(award) == ["Alpha"]
    assert (award.value, award.status) == (Money(Decimal(50_000), "CHF"), AwardStatus.CANCELLED)
    assert seen[0].left_out == ("Colour",) and book.get("T1").extra == {"Colour": "red"}


def test_the_estimate_is_never_what_the_winner_got(book: Book, tmp_path: Path) -> None:
    text = "Client,Opportunity,Budget,Winner,Result\nCity,Beds,5000,Rival,Lost\n"
    came(book, sheet(tmp_path, text))
    (tender,) = tenders(book)
    (award,) = book.holdings.awards_of(tender.id)
    assert tender.value == Money(Decimal(5000)) and award.value is None


def test_the_page_says_what_every_column_and_word_means(book: Book, tmp_path: Path) -> None:
    text = (
        "Client,Opportunity,Result,Deadline,Colour\nCity,Beds,Cancelled,TBC,red\nCity,Cots,Lost 2nd,2026-01-05,blue\n"
    )
    seen: list[Any] = []
    import_files(
        book, [sheet(tmp_path, text)], ImportChoices(mapping=AUTO, dry_run=True), ImportListener(on_survey=seen.append)
    )
    (survey,) = seen
    assert {column.column: column.field for column in survey.columns} == {
        "Client": "buyer", "Opportunity": "title", "Result": "outcome", "Deadline": "deadline",
    }  # fmt: skip
    assert survey.left_out == ("Colour",)
    assert [(word.word, word.codes) for word in survey.words] == [
        ("Cancelled", ("no_award",)),
        ("Lost 2nd", ("lost", "2")),
    ]
    assert [word.word for word in survey.questions] == ["Cancelled"]
    assert [(unread.column, unread.cell, unread.rows, unread.filled) for unread in survey.unread] == [
        ("Deadline", "TBC", 1, 2)
    ]
    assert not book.holdings.tenders


def test_a_word_that_was_explained_is_remembered(book: Book, tmp_path: Path) -> None:
    text = "Client,Opportunity,Result\nCity,Beds,Geparkt\nCity,Cots,Lost\n"
    (first,) = came(book, sheet(tmp_path, text), asked=Asked(words=("Geparkt=withdrawn",)))
    assert first.created == 2 and tenders(book)[0].outcome is Outcome.WITHDRAWN
    came(book, sheet(tmp_path, text + "City,Desks,Geparkt\n"), asked=Asked())
    assert [tender.outcome for tender in tenders(book)][2] is Outcome.WITHDRAWN


def test_nothing_is_read_unasked(book: Book, tmp_path: Path) -> None:
    with pytest.raises(Unmapped):
        came(book, sheet(tmp_path, "Client,Opportunity\nCity,Beds\n"), asked=Asked())


def test_an_hour_and_its_zone_are_kept(book: Book, tmp_path: Path) -> None:
    text = "Client,Opportunity,Deadline\nA,x,05/12/2026 14:00 CET\nB,y,28/12/2026 12:00\n"
    came(book, sheet(tmp_path, text))
    each, two = tenders(book)
    assert each.deadline_at == datetime(2026, 12, 5, 14, tzinfo=timezone(timedelta(hours=1)))
    assert two.deadline_at == datetime(2026, 12, 28, 12)


# ---------------------------------------------------------------- workbooks


def workbook(*sheets: tuple[str, list[list[Any]]]) -> io.BytesIO:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    day, euro, percent = (book.add_format({"num_format": f}) for f in ("dd/mm/yyyy", '#,##0.00 "€"', "0%"))
    for name, rows in sheets:
        page = book.add_worksheet(name)
        for y, row in enumerate(rows):
            for x, cell in enumerate(row):
                if isinstance(cell, date):
                    page.write_datetime(y, x, datetime(cell.year, cell.month, cell.day), day)
                else:
                    page.write(
                        y, x, cell, euro if isinstance(cell, int) else percent if isinstance(cell, float) else None
                    )
    book.close()
    out.seek(0)
    out.name = "bids.xlsx"
    return out


ROWS: list[list[Any]] = [
    ["Our bids", "", "", "", "", ""],
    ["Client", "Opportunity", "Deadline", "Est. value", "Win %", "Result"],
    ["City", "Beds", date(2026, 12, 5), 1200, 0.25, "Lost"],
    ["City", "Cots", date(2026, 12, 28), 900, 0.5, "Won"],
    ["Total", "", "", 2100, "", ""],
]


def test_a_workbook_is_read_by_the_type_of_its_cells(book: Book) -> None:
    (report,) = came(book, workbook(("Notes", [["only text"]]), ("Bids", ROWS)))
    assert (report.created, report.refused) == (2, 0)
    beds, cots = tenders(book)
    assert (beds.deadline, beds.value) == (date(2026, 12, 5), Money(Decimal(1200), "EUR"))
    assert beds.bid is not None and beds.bid.p_win == 0.25 and cots.outcome is Outcome.WON
    assert {str(problem.message) for problem in report.problems} == {
        "1 row above the header was skipped", "it is the sum of other records and was not imported",
    }  # fmt: skip


@pytest.mark.parametrize("total_at", [0, 2])
@pytest.mark.parametrize("names", [("Client", "Opportunity", "Est. value"), ("buyer", "title", "value")])
def test_a_sum_among_json_records_is_told_as_one(
    book: Book, tmp_path: Path, names: tuple[str, str, str], total_at: int
) -> None:
    rows: list[list[Any]] = [["City", "Beds", 1200], ["City", "Cots", 900]]
    rows.insert(total_at, ["Total", None, 2100])
    path = sheet(tmp_path, json.dumps([dict(zip(names, row, strict=True)) for row in rows]), "bids.json")
    (report,) = came(book, path)
    assert (report.created, report.refused, report.left_out) == (2, 0, 1)
    (problem,) = (problem for problem in report.problems if problem.left_out)
    assert (problem.record, str(problem.message)) == (
        total_at + 1, "it is the sum of other records and was not imported",
    )  # fmt: skip


def test_of_several_sheets_one_is_named(book: Book) -> None:
    with pytest.raises(BidtrackerError, match="2025, 2026; name one with --sheet"):
        came(book, workbook(("2025", ROWS), ("2026", ROWS)))
    came(book, workbook(("2025", ROWS), ("2026", ROWS[:3])), asked=Asked(sheet="2026", auto=True))
    assert len(book.holdings.tenders) == 1
    with pytest.raises(BidtrackerError, match="has no sheet 2027; it has 2025"):
        came(book, workbook(("2025", ROWS)), asked=Asked(sheet="2027", auto=True))


def test_what_is_no_workbook_gets_a_sentence(book: Book) -> None:
    broken = io.BytesIO(workbook(("Bids", ROWS)).getvalue()[:3000])
    for raw in (broken, io.BytesIO(b"\xd0\xcf\x11\xe0" + b"x" * 600)):
        with pytest.raises(BidtrackerError, match="damaged"):
            came(book, raw)


def test_members_that_together_are_a_bomb_are_refused(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(5):
            archive.writestr(f"{number}.csv", b"title,buyer\n" + b" " * (16 << 20))
    with pytest.raises(BidtrackerError, match="300 times its size"):
        came(book, path)


@pytest.mark.parametrize(
    "text",
    [
        '{"help": "x", "success": true, "result": {"records": [{"title": "A", "buyer": '
        '"C"}, {"title": "B", "buyer": "C"}]}}',
        '{"n": 2, "licitaciones": [{"title": "A", "buyer": "C"}, {"title": "B", "buyer": "C"}]}',
        '[{"page": 1, "results": [{"title": "A", "buyer": "C"}]}, {"page": 2, "results": '
        '[{"title": "B", "buyer": "C"}]}]',
    ],
)
def test_a_list_in_any_envelope(book: Book, text: str) -> None:
    came(book, io.BytesIO(text.encode()))
    assert [tender.title for tender in tenders(book)] == ["A", "B"]


def test_stages_of_open_bids(book: Book, tmp_path: Path) -> None:
    text = "Client,Opportunity,Status\nA,x,Submitted\nB,y,Awaiting result\nC,z,Drafting\nD,w,No bid\n"
    came(book, sheet(tmp_path, text))
    assert [tender.stage for tender in tenders(book)] == [
        Stage.SUBMITTED, Stage.EVALUATION, Stage.PREPARING, Stage.CLOSED,
    ]  # fmt: skip
