"""Trackers as contractors, engineers, caterers and suppliers of hospitals keep them, each with what must come of it."""

from __future__ import annotations

import io
import re
from decimal import Decimal

import pytest
from came import came, lines

from bidtracker.book import Book
from bidtracker.domain.errors import Unreadable
from bidtracker.intake import ImportChoices, ImportListener, import_files
from bidtracker.intake.mapping.amounts import amount_reader, beside
from bidtracker.intake.mapping.columns import Asked
from bidtracker.intake.mapping.dates import read_day
from bidtracker.intake.mapping.survey import ColumnSurvey, lines_of


@pytest.mark.parametrize(
    ("reading", "cell", "amount"),
    [
        (".GBP", "£1,2m", "1200000"),
        (".", "1.2E+06", "1200000"),
        (".GBP", "1,25", "1.25"),
        (".GBP", "12,34,567", "1234567"),
        (".GBP", "1.234,50", "1234.50"),
        (",EUR", "1.2 Mio. €", "1200000"),
        (",EUR", "1.25", "1.25"),
        (",EUR", "1.250", "1250"),
        (",EUR", "1.250,50", "1250.50"),
    ],
)
def test_what_parts_no_thousands_is_a_decimal_mark(reading: str, cell: str, amount: str) -> None:
    """Else a column's decimal mark would make tenfold amounts of those that were written with the other one."""
    assert amount_reader(reading)(cell).amount == Decimal(amount)


AROUND = """
TBC c. £1.2m|TBC (c. £1.2m)|tbc - approx £1.2m|£1.2m (3 yrs)|£1.2m over 4 years|£1.2m (est)|£1.2m TBC|£1.2m?|£1.2m+
under £1.2m|no more than £1.2m|>£1.2m|£1.2m (inc VAT)|£1.2m plus VAT|£1.2m max|(approx £1.2m)|£ ca. 1.2m|£1.2m TCV
GBP ca. 1,200,000|1,200,000 (36 months)"""
AROUND_IN_EUROS = """
1,2 Mio € brutto|1,2 M€ (3 ans)|1,2 Mio. € (3 Jahre)|bis 1,2 Mio. €|rd. 1,2 Mio. EUR netto|do 1,2 mln EUR
1.200.000 € TTC|1,2 Mio. € zzgl. MwSt.|más de 1,2 M€"""
OF_A_YEAR = """
£1.2m pa|£1.2m p.a.|£100k/yr|£100k per annum|£12k pcm|1,2 Mio € p.a.|350 k€ HT/an|20.000 €/Monat|120万元/年|月額 50万円
100 000 € par an|£100k per annum for 3 years|£300k/yr (£1.2m total)|€ 5.000 p/m|1.200 EUR mtl.|3 x £100k p.a.
£45/hr|£250k per lot|45 €/Std|£1m each"""


def each(cells: str) -> list[str]:
    return re.split(r"[|\n]", cells.strip())


@pytest.mark.parametrize("cell", each(AROUND))
def test_what_is_written_around_an_amount(cell: str) -> None:
    money = amount_reader(".GBP")(cell)
    assert (int(money.amount), money.currency) == (1_200_000, "GBP")


@pytest.mark.parametrize("cell", each(AROUND_IN_EUROS))
def test_what_other_languages_write_around_an_amount(cell: str) -> None:
    money = amount_reader(",EUR")(cell)
    assert (int(money.amount), money.currency) == (1_200_000, "EUR")


@pytest.mark.parametrize("cell", each(OF_A_YEAR))
def test_the_amount_of_a_year_is_not_the_whole(cell: str) -> None:
    with pytest.raises(Unreadable, match="of a year or a month"):
        amount_reader("")(cell)


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("2 x £1.5m", "3000000 GBP"),
        ("2*£100k", "200000 GBP"),
        ("4 x 25,000 GBP", "100000 GBP"),
        ("3 lots × £250k", "750000 GBP"),
        ("£100k x 3 years", "300000 GBP"),
        ("3年×100万円", "3000000 JPY"),
        ("£1.2m + £0.3m option", "1200000 GBP"),
        ("£1.2m (+ 2 x 1 year extension at £0.3m)", "1200000 GBP"),
        ("1,200,000 € zzgl. 300,000 € Option", "1200000 EUR"),
        ("£1.2m (3+1+1)", "1200000 GBP"),
        ("$1,200,000.00 CAD", "1200000 CAD"),
        ("CAD$ 1.2M", "1200000 CAD"),
        ("CAD 1.2M", "1200000 CAD"),  # and not "ca. D 1.2M"
        ("DOP 1000", "1000 DOP"),
        ("k€ 100", "100000 EUR"),
        ("TEUR 250", "250000 EUR"),
        ("€ 1200,=", "1200 EUR"),
        ("新台幣 120 萬元", "1200000 TWD"),
    ],
)
def test_products_bases_and_currencies_spelled_out(cell: str, amount: str) -> None:
    money = amount_reader(".GBP")(cell)
    assert f"{money.amount.normalize():f} {money.currency}" == amount


@pytest.mark.parametrize("cell", ["Lot 1: £100k, Lot 2: £50k", "10x", "x3", "3+1+1", "£1.2m + 10%"])
def test_two_amounts_and_half_a_product_are_not_guessed(cell: str) -> None:
    with pytest.raises(Unreadable):
        amount_reader(".GBP")(cell)


@pytest.mark.parametrize(
    ("cell", "amount", "more"),
    [
        ("£1.2m + £0.3m", "1200000 GBP", "£0.3m"),
        ("£1.2m (+£0.3m)", "1200000 GBP", "£0.3m"),
        ("120.000 € + 2 x 40.000 €", "120000 EUR", "2 x 40.000 €"),
        ("1 200 000 + 300 000 Kč", "1200000 CZK", "300 000 Kč"),
        ("1,2 млн + 0,3 млн руб.", "1200000 RUB", "0,3 млн руб."),
        ("12万元＋3万元", "120000 CNY", "3万元"),
    ],
)
def test_what_may_come_on_top_is_named_and_not_counted(cell: str, amount: str, more: str) -> None:
    money, note = amount_reader("." if cell[0] == "£" else ",")(cell), beside(cell)
    assert f"{money.amount.normalize():f} {money.currency}" == amount
    assert note is not None and note.args["more"] == more


def test_a_power_of_ten_is_nothing_on_top() -> None:
    assert amount_reader(".")("1.2E+06").amount == 1_200_000 and beside("1.2E+06") is None


@pytest.mark.parametrize("cell", ["100 do 200 tys.", "100 bis 200 T€", "od 100 do 200 tys. zł", "£90k - £110k"])
def test_a_range_stays_one(cell: str) -> None:
    with pytest.raises(Unreadable, match="runs from one amount to another"):
        amount_reader("")(cell)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("w/c 3 March 2025", "2025-03-09"),
        ("week commencing 03/03/2025", "2025-03-09"),
        ("semaine du 3 mars 2025", "2025-03-09"),
        ("w/e 7 Mar 2025", "2025-03-07"),
        ("3-7 March 2025", "2025-03-07"),
        ("3rd week of March 2025", "2025-03-21"),
        ("last week of March 2025", "2025-03-31"),
        ("1st half March 2025", "2025-03-15"),
        ("2. Hälfte März 2025", "2025-03-31"),
        ("1ère quinzaine de mars 2025", "2025-03-15"),
        ("first half of 2025", "2025-06-30"),
        ("KW12/25", "2025-03-23"),
        ("II кв. 2026", "2026-06-30"),
        ("koniec I kw. 2026", "2026-03-31"),
        ("до конца марта 2025", "2025-03-31"),
        ("2026年12月底", "2026-12-31"),
        ("2026年12月下旬", "2026-12-31"),
        ("2026年12月中旬", "2026-12-20"),
        ("令和8年3月末", "2026-03-31"),
        ("114年3月底", "2025-03-31"),
    ],
)
def test_a_span_is_its_last_day_and_rough(cell: str, day: str) -> None:
    assert read_day(cell, "dmy") == (day, True)


def test_a_contractors_register(book: Book) -> None:
    head = "Ref,Project,Client,Received,Return Date,Est. Value,Our Tender Sum,Result,Position,Winning Tenderer\n"
    rows = """T-1,Hall,City,06/01/2025,14/02/2025 12:00,£1.2m,1150000,Unsuccessful - price,2nd of 5,Bolt Ltd
T-2,Bridge,County,01/03/2025,w/c 3 Mar 25,TBC c. 400k,,Declined - no capacity,,
T-3,Depot,Waste plc,01/11/2026,TBC,£1.5m + £0.5m,,Live,,
T-4,Quay,Port,01/11/2026,14/02/2027,2 x £1.5m,,Live,,
T-5,Weir,River board,01/11/2026,14/02/2027,£1.2m + £0.3m option,,Live,,
"""
    report = came(book, head + rows)
    assert lines(book) == [
        "T-1 | Hall | City | by 2025-02-14T12:00:00 | worth 1200000 GBP | closed go lost"
        " | for 1150000 GBP | #2 | price",
        "  Bolt Ltd",
        "T-2 | Bridge | County | by 2025-03-09 | worth 400000 GBP | closed no_go no_bid | because capacity",
        "T-3 | Depot | Waste plc | worth 1500000 GBP | watching pending pending",
        "T-4 | Quay | Port | by 2027-02-14 | worth 3000000 GBP | watching pending pending",
        "T-5 | Weir | River board | by 2027-02-14 | worth 1200000 GBP | watching pending pending",
    ]
    # What cannot be read, and what is not counted, stays for a person.
    assert [book.get(ref).extra.get("Est. Value") for ref in ("T3", "T4", "T5")] == [
        "£1.5m + £0.5m", None, "£1.2m + £0.3m option",
    ]  # fmt: skip
    assert [(problem.record, problem.key) for problem in report.problems] == [
        (3, "Return Date"), (3, "Est. Value"), (5, "Est. Value"),
    ]  # fmt: skip
    assert "£0.3m option is not counted" in str(report.problems[-1].message)


def test_a_suppliers_list_of_trusts(book: Book) -> None:
    head = "Tender name,Trust,Deadline,Value pa (£),Status,Awarded to,Feedback received?\n"
    raw = head + "Beds,North Trust,30/11/26 noon,120000,NHS chose incumbent,MediCo Ltd,Yes\n"
    surveys: list[ColumnSurvey] = []
    listener = ImportListener(on_survey=surveys.append)
    import_files(book, [io.BytesIO(raw.encode())], ImportChoices(mapping=Asked(auto=True)), listener)
    assert lines(book) == [
        "- | Beds | North Trust | by 2026-11-30T12:00:00 | worth 120000 GBP | closed go lost",
        "  MediCo Ltd",
    ]
    assert book.get("T1").notes == ""
    page = [str(line) for survey in surveys for line in lines_of(survey)]
    assert "  Value pa (£): the amounts of a year, not of the whole contract" in page


def test_a_french_register(book: Book) -> None:
    head = "N° AO;Intitulé;Donneur d'ordre;Remise des offres;Montant estimé;Notre offre HT;Issue;Rang;Attributaire\n"
    came(
        book, head + "AO-1;Nettoyage;Ville;14/02/2025 à 12h00;350 k€ (3 ans);340 000 € HT;Non retenu;2e/5;Propre SARL\n"
    )
    assert lines(book) == [
        "AO-1 | Nettoyage | Ville | by 2025-02-14T12:00:00 | worth 350000 EUR | closed go lost | for 340000 EUR | #2",
        "  Propre SARL",
    ]


def test_yes_and_no_are_no_winners(book: Book) -> None:
    came(book, "Opportunity,Client,Bidder,Awarded?\nBeds,City,Alpha Ltd,Yes\nChairs,City,Beta Ltd,No\n")
    assert not book.holdings.awards


def test_a_list_that_comes_again_in_another_form_changes_nothing(book: Book) -> None:
    """A day that could be two is told, and not kept as it was written: the other form writes it otherwise."""
    head = "Ref,Project,Client,Return Date,Est. Value\n"
    came(book, head + "T-1,Hall,City,2027-04-10,1200\nT-2,Bridge,City,2027-10-04,3 lots of £2m\n")
    report = came(book, head + "T-1,Hall,City,10/04/2027,1200\nT-2,Bridge,City,04/10/2027,3 lots of £2m\n")
    assert (report.unchanged, report.updated) == (2, 0)
    assert book.get("T2").extra == {"Est. Value": "3 lots of £2m"}


def test_a_name_on_two_lines_is_one(book: Book) -> None:
    came(book, 'Bid,Opportunity,Client\n1,"Roof\nrepairs","County\nof Example"\n2,Windows,County of Example\n')
    assert len(book.holdings.buyers) == 1 and book.get("T1").title == "Roof repairs"


def test_a_length_fills_in_where_a_row_has_no_end(book: Book) -> None:
    head = "Opportunity;Customer;Contract term;Start;Expiry;Options;Outcome;Renewal due\n"
    rows = """IT support;City;3+1+1;01/04/2025;31/03/2028;Yes - 2 x 12 months;Won;Oct-27
Printing;Town;36 months with option to extend 24 months;1 April 2025;;;Lost to Xerox;
Phones;School;2 years (+1);01/09/2024;31/08/2026;12 months;Lost;
"""
    came(book, head + rows)
    assert lines(book) == [
        "- | IT support | City | closed go won",
        "  us | 2025-04-01 to 2028-03-31 to 2030-03-31",
        "- | Printing | Town | closed go lost",
        "  Xerox | 2025-04-01 to 2028-03-31 to 2030-03-31",
        "- | Phones | School | closed go lost",
        "  us | 2024-09-01 to 2026-08-31 to 2027-08-31",  # whose holder is not told
    ]


@pytest.mark.parametrize("cell", ["not more than £1.2m", "GBP approx. 1.2m", "£1,200,000.00", "1,200,000"])
def test_words_before_an_amount_are_no_code(cell: str) -> None:
    assert int(amount_reader(".GBP")(cell).amount) == 1_200_000
