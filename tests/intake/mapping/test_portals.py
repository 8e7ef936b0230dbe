"""The columns that portals of many countries publish, each taken for what it is."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from bidtracker.book import Book
from bidtracker.intake.mapping.proposal import propose
from tests.intake.came import came

LISTS = [
    block.strip().splitlines()
    for block in (Path(__file__).parent / "portals.txt").read_text("utf-8").split("\n\n")
    if block.strip() and not block.startswith("#")
]


@pytest.mark.parametrize("lines", LISTS, ids=[lines[0] for lines in LISTS])
def test_the_columns_of_a_portal(lines: list[str]) -> None:
    columns = [[part.strip() for part in line.rsplit(" | ", 3)] for line in lines[1:]]
    rows = [{heading: cells[at] for heading, _, *cells in columns} for at in (0, 1)]
    taken = {mapped.column: mapped.field for mapped in propose(rows).columns}
    assert {heading: taken.get(heading, "-") for heading, *_ in columns} == {
        heading: field for heading, field, *_ in columns
    }


def test_a_length_is_counted_in_what_the_column_beside_it_says(book: Book) -> None:
    came(
        book,
        """Objeto,Entidad,Adjudicatario,Fecha de inicio,Duración,Unidad de duración
Aseo,Cali,Aseo SA,2024-03-01,8,Mes(es)
Gases,Cali,Gases SA,2024-03-01,120,Dia(s)
Papel,Cali,Papel SA,2024-03-01,2,Año(s)
Agua,Cali,Agua SA,2024-03-01,24,
""",
    )
    ends = [str(award.end) for award in book.holdings.awards.values()]
    assert ends == ["2024-10-31", "2024-06-28", "2026-02-28", "2026-02-28"]


def test_what_is_proposed_can_be_confirmed_as_it_stands(book: Book) -> None:
    raw = """Objeto,Entidad,Adjudicatario,Fecha de inicio,Duración,Unidad de duración
Aseo,Cali,Aseo SA,2024-03-01,8,Mes(es)
Gases,Cali,Gases SA,2024-03-01,120,Dia(s)
"""
    proposal = propose([*csv.DictReader(io.StringIO(raw))])
    came(book, raw, columns=tuple(f"{m.column}={m.field}:{m.reading}" for m in proposal.columns))
    assert [str(award.end) for award in book.holdings.awards.values()] == ["2024-10-31", "2024-06-28"]


def test_no_contract_runs_for_three_hundred_and_sixty_five_months(book: Book) -> None:
    came(
        book,
        """Objeto,Adjudicante,Adjudicatário,Data de início,Prazo de execução
Limpeza,Braga,Limpa Lda,2024-03-01,365
Obras,Braga,Obras SA,2024-03-01,90
""",
    )
    assert [str(award.end) for award in book.holdings.awards.values()] == ["2025-02-28", "2024-05-29"]


def test_days_of_a_notice_are_of_no_contract(book: Book) -> None:
    came(
        book,
        """ShortTitle,AgencyName,StartDate,EndDate,DueDate
Courts,Parks,01/13/2024,01/31/2024,01/31/2024
Plows,Sanitation,01/14/2024,01/30/2024,01/30/2024
""",
    )
    tenders = [*book.holdings.tenders.values()]
    assert [(str(each.published), str(each.deadline)) for each in tenders] == [
        ("2024-01-13", "2024-01-31"),
        ("2024-01-14", "2024-01-30"),
    ]
    assert not book.holdings.awards


def test_days_of_a_contract_stay_its_own_beside_a_deadline(book: Book) -> None:
    came(
        book,
        """Title,Agency,Due date,Vendor,Start date,End date
Courts,Parks,01/31/2024,Pave Inc,04/01/2024,03/31/2026
Plows,Sanitation,01/30/2024,Plow LLC,05/01/2024,04/30/2025
""",
    )
    assert [(str(each.start), str(each.end)) for each in book.holdings.awards.values()] == [
        ("2024-04-01", "2026-03-31"),
        ("2024-05-01", "2025-04-30"),
    ]


def test_short_contracts_with_a_holder_are_contracts(book: Book) -> None:
    came(
        book,
        """Title,Agency,Vendor,Start date,End date
Fireworks,Parks,Bang Inc,2024-07-01,2024-07-05
Stage,Parks,Stage LLC,2024-07-01,2024-07-08
""",
    )
    assert [str(each.end) for each in book.holdings.awards.values()] == ["2024-07-05", "2024-07-08"]


def test_an_award_to_no_supplier_is_none(book: Book) -> None:
    came(
        book,
        """tender_no.,agency,tender_description,award_date,tender_detail_status,supplier_name,awarded_amt
A1,Chambers,Contact centre,2015-06-04,Awarded to Suppliers,TELE PTE LTD,2812500
A2,Chambers,Furniture,2015-08-07,Awarded No Suppliers,na,0
""",
    )
    assert [award.tender for award in book.holdings.awards.values()] == [1]
    assert book.get("T2").outcome == "no_award"


@pytest.mark.parametrize(
    ("length", "end", "longest"),
    [
        ("３年（更新１回、１年）", "2027-03-31", "2028-03-31"),
        ("3年（更新1回）", "2027-03-31", "2030-03-31"),
        ("3 years (1 renewal, 1 year)", "2027-03-31", "2028-03-31"),
        ("3 ans reconductible 1 fois, 1 an", "2027-03-31", "2028-03-31"),
    ],
)
def test_how_often_and_how_long_a_renewal_is_may_be_parted(book: Book, length: str, end: str, longest: str) -> None:
    came(book, f'Title,Buyer,Winner,Contract start,Contract length\nBeds,Bern,Alpha AG,2024-04-01,"{length}"\n')
    (award,) = book.holdings.awards.values()
    assert (str(award.end), str(award.max_end)) == (end, longest)


@pytest.mark.parametrize(
    ("outcome", "winner"),
    [
        ("Lost – incumbent Beta plc kept it", "Beta plc"),
        ("prohráno (vítěz Papír s.r.o.)", "Papír s.r.o."),
        ("Perdu (attributaire Voirie SARL)", "Voirie SARL"),
    ],
)
def test_a_winner_behind_the_outcome_is_a_name_and_nothing_else(book: Book, outcome: str, winner: str) -> None:
    came(book, f"Title,Client,Outcome,Our bid\nBeds,Leeds,{outcome},90000 EUR\nMeals,York,Won,80000 EUR\n")
    assert [each.name for each in book.holdings.competitors.values()] == [winner]


def test_what_the_lowest_bidder_asks_is_read_in_spanish(book: Book) -> None:
    report = came(book, "Licitación,Entidad,Postor más bajo,Oferta más baja\nPuente,Loja,Puentes SA,1200000\n")
    assert "bid_price" in {mapped.field for mapping in report.mappings for mapped in mapping.columns}
    assert not book.holdings.awards
