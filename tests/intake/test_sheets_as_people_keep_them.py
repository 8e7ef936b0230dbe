"""Sheets as people keep them: groups of columns, headings between rows, merged cells, yes and no, partners."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from bidtracker.book import Book
from bidtracker.intake import ImportChoices, Report, import_files
from bidtracker.intake.mapping.columns import Asked


def came(book: Book, text: str | io.BytesIO, us: tuple[str, ...] = ()) -> Report:
    raw = io.BytesIO(text.encode()) if isinstance(text, str) else text
    return import_files(book, [raw], ImportChoices(mapping=Asked(auto=True), us=us))


def outcomes(book: Book) -> list[str]:
    return [f"{tender.title} {tender.outcome}" for tender in book.holdings.tenders.values()]


def holders(book: Book) -> list[list[str]]:
    return [book.holdings.suppliers(award) for award in book.holdings.awards.values()]


def test_columns_below_names_of_groups(book: Book) -> None:
    text = (
        "Client,,Dates,,Price,,Score,\nName,Project,Deadline,Award,Ours,Winner,Ours,Winner\n"
        "Ashby,Salt,05/12/2026,25/12/2026,900,800,70,81\nMoor,Grit,28/12/2026,,100,,,\n"
    )
    assert came(book, text).created == 2
    tender, (award,) = book.get("T1"), book.holdings.awards_of(1)
    assert (tender.title, book.holdings.buyers[tender.buyer].name) == ("Salt", "Ashby")
    assert (int(tender.bid.price.amount), tender.bid.score, tender.bid.winning_score) == (900, 70, 81)
    assert (int(award.value.amount), str(award.awarded)) == (800, "2026-12-25")


@pytest.mark.parametrize(
    "text",
    [
        "Acme Ltd\nBid register\nPrepared by: Jane, 01/12/2026\n\n"
        "Client,Opportunity,Value,Result\nA,Salt,1,Lost\nB,Grit,2,Won\nTotal: 2,,,\n",
        "Client,Opportunity,Value,Result\n2025,,,\nA,Salt,1,Lost\nOpen bids,,,\nB,Grit,2,Won\n",
        "Client,Opportunity,Value,Result\nA,Salt,1,Lost\nB,Grit,2,Won\n"
        "Subtotal,,3,\n,Total,3,\nTOTAL (2 bids),,3,\nAverage,,2,\n",
    ],
)  # fmt: skip
def test_rows_that_are_no_records_are_left_out_and_told(book: Book, text: str) -> None:
    report = came(book, text)
    assert outcomes(book) == ["Salt lost", "Grit won"] and report.refused == 0
    assert report.read == report.created + report.left_out and report.left_out
    assert any("not imported" in str(problem.message) for problem in report.problems)


def test_a_lot_below_takes_title_and_buyer_of_the_row_above(book: Book) -> None:
    report = came(book, "Ref,Client,Opportunity,Lot,Our price,Result\nT1,A,Salt,1,10,Lost\n,,,2,20,Won\n,,,3,,No bid\n")
    assert len(book.holdings.tenders) == 1
    tender = book.get("T1")
    assert (report.refused, str(tender.outcome), len(tender.lots), len(tender.bids)) == (0, "won", 3, 2)
    assert [str(problem.message) for problem in report.problems] == [
        "its title and buyer are those of the row above"
    ] * 2


def workbook(rows: list[list[Any]], *merged: str) -> io.BytesIO:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page, euro = book.add_worksheet(), book.add_format({"num_format": '#,##0.00 "€"'})
    for cells in merged:
        page.merge_range(cells, "")
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            if cell is not None:
                page.write(y, x, cell, euro if isinstance(cell, float) else None)
    book.close()
    out.seek(0)
    out.name = "bids.xlsx"
    return out


def test_a_cell_merged_over_rows_is_in_each_of_them(book: Book) -> None:
    rows = [
        ["Client", "Opportunity", "Value", "Result"],
        ["Ashby", "Salt", 301.592, "Lost"],
        [None, "Grit", 2.5, "Won"],
    ]
    report = came(book, workbook(rows, "A2:A3"))
    assert (report.created, len(book.holdings.buyers)) == (2, 1)
    assert str(book.get("T1").value.amount.normalize()) == "301.592", "no thousand is made of three digits"


def test_formulas_that_were_never_calculated_are_told(book: Book) -> None:
    """As openpyxl writes them; whoever opens such a file sees numbers, and the file holds none."""
    made = openpyxl.Workbook()
    for row in (["Bids"], [None, "Client", "Opportunity", "Value"], [None, "Ashby", "Salt", "=40*2"]):
        made.active.append(row)
    made.active.append([None, "Moor", "Grit", "=D3*2"])
    out = io.BytesIO()
    made.save(out)
    out.seek(0)
    report = came(book, out)
    assert report.created == 2
    assert [(each.key, str(each.message)) for each in report.problems if each.key] == [
        (
            "Value",
            "2 cells of this column hold formulas that were never calculated; open and save the file in a spreadsheet "
            "program",
        )
    ]
    counted = workbook([["Client", "Opportunity", "Value"], ["Ashby", "Salt", "=40*2"], ["Moor", "Grit", 7.5]])
    assert not any("never calculated" in str(problem.message) for problem in came(book, counted).problems)


def test_columns_that_only_say_yes_or_no(book: Book) -> None:
    came(book, "Client,Opportunity,Bid?,Won?\nA,Salt,TRUE,FALSE\nB,Grit,FALSE,FALSE\nC,Beds,TRUE,TRUE\nD,Cots,TRUE,\n")
    assert outcomes(book) == ["Salt lost", "Grit no_bid", "Beds won", "Cots pending"]


def test_partners_are_each_a_winner(book: Book) -> None:
    names = [
        "Alpha Ltd / Beta GmbH", "Alpha Ltd & Beta GmbH JV", "Consortium of Alpha Ltd and Beta GmbH",
        "Alpha Ltd|Beta GmbH",
        "Müller & Söhne GmbH", "Us + Beta GmbH",
    ]  # fmt: skip
    came(book, "Client,Opportunity,Result,Winner\n" + "\n".join(f"A,t{n},Lost,{name}" for n, name in enumerate(names)))
    assert holders(book) == [["Alpha Ltd", "Beta GmbH"]] * 4 + [["Müller & Söhne GmbH"], ["Beta GmbH"]]
    assert [award.ours for award in book.holdings.awards.values()] == [False] * 5 + [True]
    assert outcomes(book)[-1] == "t5 won", "who won says more than a word for the rest"


def test_the_winner_in_the_cell_of_the_outcome(book: Book) -> None:
    came(book, "Client,Opportunity,Result\nA,Salt,Lost to Rival Ltd\nA,Grit,Zuschlag an Acme GmbH\n", us=("Acme GmbH",))
    assert outcomes(book) == ["Salt lost", "Grit won"] and holders(book) == [["Rival Ltd"], []]


@pytest.mark.parametrize(
    "cell",
    [
        "TBC", "tbc.", "pending", "to follow", "xxx", "0", "000", "N/A", "–", "待定", "N/C", "N / A", "n.d.", "k. A.",
        "(tbc)", "à définir", "s/d", "sin dato", "nog te bepalen", "brak danych", "bude upřesněno", "не указано", "б/н",
        "未公布", "???", "待确认", "該当なし",
    ],
)  # fmt: skip
def test_what_is_no_reference(book: Book, cell: str) -> None:
    came(book, f"Ref,Client,Opportunity\n{cell},A,Salt\n{cell},A,Grit\n")
    assert [tender.reference for tender in book.holdings.tenders.values()] == ["", ""]


def test_what_a_failed_formula_leaves_is_no_name(book: Book) -> None:
    report = came(book, "Client,Opportunity,Value\nA,Salt,#REF!\n#N/A,Grit,2\nB,#REF!,3\n")
    assert (report.created, report.refused) == (1, 2)


@pytest.mark.parametrize("cell", ["不調", "No award", "Infructueux", "Desierta", "nicht vergeben", "Zrušeno", "流標"])
def test_a_winner_that_is_a_word_for_none(book: Book, cell: str) -> None:
    """Lists of awards write it where the winner's name would stand; no firm is called so."""
    came(book, f"Ref,Title,Buyer,Winner,Award value\n1,Salt,Ashby,Bolt Ltd,100\n2,Grit,Moor,{cell},\n")
    assert [rival.name for rival in book.holdings.competitors.values()] == ["Bolt Ltd"]
    assert outcomes(book) == ["Salt pending", "Grit no_award"]


def test_a_winner_that_is_a_word_for_how_a_bid_stands_is_told(book: Book) -> None:
    report = came(
        book, "Ref,Title,Buyer,Winner,Award value\n1,Salt,Ashby,Bolt Ltd,100\n2,Grit,Moor,Under evaluation,\n"
    )
    assert len(book.holdings.competitors) == len(book.holdings.awards) == 1
    assert [str(problem.message) for problem in report.problems] == ["it says how the bid stands, and names nobody"]


def test_the_day_on_which_nobody_got_it_makes_no_award(book: Book) -> None:
    head = "Ref,Title,Buyer,Winner,Award value,Award date,Contract start\n"
    came(book, head + "1,Salt,Ashby,Bolt Ltd,100,2025-01-15,\n2,Grit,Moor,No award,5,2025-01-20,2025-02-01\n")
    assert len(book.holdings.awards) == 1
    tender = book.get("T2")
    assert (str(tender.outcome), str(tender.decision_date)) == ("no_award", "2025-01-20")
    assert tender.extra == {"Award value": "5", "Contract start": "2025-02-01"}


def test_the_total_counts_and_not_one_criterion_and_points_are_no_amount(book: Book) -> None:
    head = "Tender,Buyer,Our quality score,Our price score,Our total,Outcome\n"
    came(book, head + "Salt,Ashby,45/60,30/40,75/100,Lost\nGrit,Moor,50,38,88,Won\n")
    assert [(tender.bid.score, tender.bid.price) for tender in map(book.get, ("T1", "T2"))] == [(75, None), (88, None)]


def test_what_the_price_scored_is_no_price(book: Book) -> None:
    head = "Affaire,Client,Offre (k€),Note prix,Note totale,Résultat\n"
    came(book, head + "Voirie,Mairie,250,35,75,Perdu\nEau,Métropole,120,38,83,Gagné\n")
    assert [(str(tender.bid.price), tender.bid.score) for tender in map(book.get, ("T1", "T2"))] == [
        ("250,000 EUR", 75),
        ("120,000 EUR", 83),
    ]


def test_a_status_is_no_title_however_different_its_cells_are(book: Book) -> None:
    head = "Framework,Authority,Our status,Suppliers\n"
    came(book, head + "Office supplies,Ashby,On framework,Us; Acme Ltd\nOffice supplies,Moor,Not on,Core Ltd\n")
    assert {tender.title for tender in book.holdings.tenders.values()} == {"Office supplies"}


def test_the_currency_of_a_column_stands_behind_a_multiplier_too(book: Book) -> None:
    came(book, "Назва;Замовник;Бюджет\nДорога;Місто;5 млн грн\nЇжа;Лікарня;1 200 000,00\n")
    assert [book.get(ref).value.currency for ref in ("T1", "T2")] == ["UAH", "UAH"]


def test_whether_we_got_the_order(book: Book) -> None:
    head = "Maßnahme;AG;Unser Angebot;Auftrag?\n"
    came(book, head + "Brücke;Autobahn;1.250.000 €;nein\nKanal;Stadtwerke;450.000 €;ja\n")
    assert outcomes(book) == ["Brücke lost", "Kanal won"]


def test_of_several_criteria_none_is_the_total(book: Book) -> None:
    came(book, "Tender,Buyer,Our quality score,Our price score,Outcome\nSalt,Ashby,45,30,Lost\nGrit,Moor,50,38,Won\n")
    assert [book.get(ref).bid.score for ref in ("T1", "T2")] == [None, None]


@pytest.mark.parametrize(
    ("net", "gross"), [("sin IVA", "con IVA"), ("netto", "brutto"), ("HT", "TTC"), ("bez DPH", "s DPH")]
)
@pytest.mark.parametrize("gross_first", [True, False])
def test_the_amount_without_its_tax_counts(book: Book, net: str, gross: str, *, gross_first: bool) -> None:
    columns = [(f"Importe {net}", "100,00"), (f"Importe {gross}", "121,00")][:: -1 if gross_first else 1]
    heads, cells = zip(*columns, strict=True)
    came(book, f"Objeto;Comprador;Adjudicatario;{heads[0]};{heads[1]}\nSal;Cabildo;Sol S.L.;{cells[0]};{cells[1]}\n")
    assert int(book.get("A1").value.amount) == 100


LOTS = """Ref,Title,Buyer,Lot,Lot title,Colour,Our price,Result,Winner
1,Salt,Ashby,1,North,red,10,Lost,Bolt Ltd
1,Salt,Ashby,2,South,blue,20,Won,
"""


def test_a_lot_has_its_title_and_what_rows_say_beside_is_kept_of_each(book: Book) -> None:
    came(book, LOTS)
    tender = book.get("T1")
    assert [(lot.id, lot.title) for lot in tender.lots] == [("1", "North"), ("2", "South")]
    assert tender.extra == {"Colour": "red; blue"}
    assert came(book, LOTS).unchanged == 2
    came(book, LOTS.replace("red", "green"))
    assert set(book.get("T1").extra["Colour"].split("; ")) == {"green", "blue"}


def test_a_contract_that_expired_has_ended_and_a_tender_that_is_closed_has_not(book: Book) -> None:
    head = "Ref,Title,Buyer,Supplier,Contract value,Status\n"
    came(book, head + "1,Salt,Ashby,Bolt Ltd,1,Live\n2,Grit,Ashby,Acme Ltd,2,Expired\n3,Sand,Ashby,Core Ltd,3,Closed\n")
    assert [str(award.status) for award in book.holdings.awards.values()] == ["active", "ended", "active"]


def test_the_day_of_handing_in_is_the_deadline_where_no_other_column_says_it(book: Book) -> None:
    came(book, "Réf,Client,Intitulé,Date de remise,Notre prix,Statut\nA,Mairie,Voirie,15/12/2026,1000,À rédiger\n")
    assert (str(book.get("T1").deadline), book.get("T1").bid.submitted) == ("2026-12-15", None)


def test_new_taiwan_dollars_in_one_column_are_those_of_all(book: Book) -> None:
    head = "標案名稱,機關名稱,預算金額,我方標價,得標廠商,決標金額,開標結果\n"
    came(book, head + '清潔,範例市,"5,000,000元","4,800,000元",潔淨公司,"4,650,000",未得標\n')
    assert [book.get("T1").value.currency, book.get("T1").bid.price.currency, book.get("A1").value.currency] == [
        "TWD"
    ] * 3


def test_thousands_in_the_heading(book: Book) -> None:
    came(book, "Client;Opportunity;Value (£k);Preis in TEUR;Result\nA;Salt;1.200,5;1.150;Lost\nA;Grit;(50);0,5;Open\n")
    salt, grit = book.get("T1"), book.get("T2")
    assert (salt.value.amount, salt.value.currency, salt.bid.price.amount) == (1_200_500, "GBP", 1_150_000)
    assert grit.value is None and grit.bid.price.amount == 500


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("125.000,00 - 125.000,00 EUR", 125_000),
        ("12.5-12.5万元", 125_000), ("EUR 1.2m", 1_200_000), ("~ 1,200.50 GBP", 1200.5),
        ("1.200,-- €", 1200), ("1,200.00 + VAT", 1200), ("100,000.00 - 125,000.00 GBP", None),
    ],
)  # fmt: skip
def test_an_amount_however_it_is_written(book: Book, cell: str, amount: float | None) -> None:
    report = came(book, f"Client;Opportunity;Value;Result\nA;Salt;{cell};Lost\nB;Grit;1 EUR;Lost\n")
    value = book.get("T1").value
    assert (value and float(value.amount)) == amount and (report.refused, len(report.problems)) == (0, amount is None)


def test_our_own_columns_beside_others_are_all_asked_about(book: Book) -> None:
    text = "Ref,Title,Buyer,Closing date,Result,Our price\nT1,Salt,A,2026-12-05,Lost,900\n"
    came(book, text)
    tender = book.get("T1")
    assert (tender.reference, str(tender.outcome), int(tender.bid.price.amount)) == ("T1", "lost", 900)
    again = import_files(book, [io.BytesIO(text.encode())])
    assert (again.created, again.unchanged) == (0, 1), "how its columns are read is remembered"


def test_holders_that_are_objects_are_known_by_their_names(book: Book) -> None:
    text = (
        '[{"title": "Salt", "buyer": {"name": "A"}, "award": {"winners": '
        '[{"company": {"name": "Alpha Ltd"}}, {"company": {"name": "Beta GmbH"}}]}}]'
    )
    came(book, text)
    assert holders(book) == [["Alpha Ltd", "Beta GmbH"]]
