"""Tables of awards as cities and nations publish them, each with the names that its columns have there."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from came import came

from bidtracker.book import Book
from bidtracker.intake import ImportChoices, import_files
from bidtracker.intake.mapping.columns import Asked

AUSTRALIA = """CN ID,Agency,Publish Date,Category,Contract Start Date,Contract End Date,Contract Value (AUD),\
Description,ATM ID,Supplier Name,Supplier ABN
CN4000001,Defence,5-Mar-2024,Software,1-Mar-2024,28-Feb-2027,"1,100,000.00",Software licences,\
ATM-77,BIGSOFT PTY LTD,12345678901
"""
PHILIPPINES = """Bid Reference No.,Notice Title,Procuring Entity,Approved Budget of the Contract,Publish Date,\
Closing Date,Awardee Organization Name,Contract Amount,Award Date,Contract Effectivity Date,Contract End Date
8001001,Supply of rice,DSWD Region V,"₱5,000,000.00",01-Feb-2024 12:00 AM,20-Feb-2024 09:00 AM,\
GRAINS INC,"₱4,800,000.00",15-Mar-2024,20-Mar-2024,19-Mar-2025
"""
PORTUGAL = """Objeto do Contrato;CPV;Entidade(s) Adjudicante(s);Entidade(s) Adjudicatária(s);Preço Contratual;\
Data de Celebração do Contrato;Prazo de Execução (dias)
Aquisição de ambulâncias;34114121-3;500000000 - Hospital de Braga;501111111 - AutoMed Lda;250.000,00 €;13-03-2024;365
"""
ITALY = """CIG;Oggetto;Stazione appaltante;Importo a base di gara;Aggiudicatario;CF aggiudicatario;\
Importo di aggiudicazione;Data aggiudicazione;Data inizio;Data fine;Num. offerte
A01234567B;Servizio mensa;Comune di Lucca;900.000,00;RISTO SPA;01234567890;\
855.000,00;13/06/2023;01/09/2023;30/06/2026;4
"""
SPAIN = """Nº de expediente;Órgano de contratación;Objeto del contrato;Presupuesto base (IVA incluido);\
Nº de licitadores;Adjudicatario;NIF adjudicatario;Importe de adjudicación (IVA incluido);\
Fecha de adjudicación;Plazo de ejecución
300/2024/00123;Área de Obras;Servicio de limpieza;1.210.000,00 €;5;\
LIMPIEZAS SOL S.A.;A12345678;1.089.000,00 €;13/03/2024;24 meses
"""


def brought(book: Book, folder: Path, text: str) -> None:
    """Imports a table as the page proposes it."""
    path = folder / "awards.csv"
    path.write_text(text, encoding="utf-8")
    import_files(book, [path], ImportChoices(mapping=Asked(auto=True)))


@pytest.mark.parametrize(
    ("text", "number", "names", "start", "end", "offers"),
    [
        (
            AUSTRALIA,
            "CN4000001",
            ("Defence", "BIGSOFT PTY LTD"),
            date(2024, 3, 1),
            date(2027, 2, 28),
            None,
        ),
        (PHILIPPINES, "8001001", ("DSWD Region V", "GRAINS INC"), date(2024, 3, 20), date(2025, 3, 19), None),
        (PORTUGAL, "", ("Hospital de Braga", "AutoMed Lda"), None, date(2025, 3, 12), None),
        (ITALY, "A01234567B", ("Comune di Lucca", "RISTO SPA"), date(2023, 9, 1), date(2026, 6, 30), 4),
        (SPAIN, "300/2024/00123", ("Área de Obras", "LIMPIEZAS SOL S.A."), None, date(2026, 3, 12), 5),
    ],
    ids=["australia", "philippines", "portugal", "italy", "spain"],
)
def test_an_award_is_read_whole(
    book: Book,
    tmp_path: Path,
    text: str,
    number: str,
    names: tuple[str, str],
    start: date | None,
    end: date,
    offers: int | None,
) -> None:
    brought(book, tmp_path, text)
    tender, award = book.get("T1"), book.get("A1")
    buyer, supplier = book.holdings.buyers[tender.buyer], book.holdings.competitors[award.suppliers[0]]
    assert (tender.reference, (buyer.name, supplier.name)) == (number, names)
    assert (award.start, award.end, tender.offers) == (start, end, offers)
    assert award.value is not None and award.value.amount > 100_000
    assert supplier.identifiers or text is PHILIPPINES


# How much was expected, and what the winner got; an end of the contract, and how many offers came.
NATIONS = {
    "pl": """Nr sprawy;Zamawiający;Przedmiot zamówienia;Szacunkowa wartość zamówienia (netto);Nazwa wykonawcy;\
NIP wykonawcy;Wartość umowy brutto;Data zawarcia umowy;Termin realizacji;Liczba złożonych ofert
ZP.271;Gmina Kórnik;Odśnieżanie dróg;500 000,00 zł;Zima Sp. z o.o.;7811234567;400 000,00 zł;15.10.2024;30.04.2027;3
""",
    "cs": """Evidenční číslo;Zadavatel;Název veřejné zakázky;Předpokládaná hodnota bez DPH;Vybraný dodavatel;\
Cena bez DPH;Datum uzavření smlouvy;Doba plnění do;Počet nabídek
Z2024-012345;Město Brno;Úklid škol;500 000 Kč;Čisto s.r.o.;400 000 Kč;20.6.2024;30.4.2027;3
""",
    "nl": """Kenmerk;Aanbestedende dienst;Titel opdracht;Geraamde waarde;Gegund aan;KvK-nummer;Gegunde waarde;\
Datum gunning;Einddatum;Aantal inschrijvingen
2024-88;Gemeente Gouda;Groenonderhoud;€ 500.000;Groen BV;12345678;€ 400.000,00;14-05-2024;30-04-2027;3
""",
    "uk": """Ідентифікатор закупівлі;Замовник;Предмет закупівлі;Очікувана вартість, грн;Переможець;ЄДРПОУ переможця;\
Сума договору, грн;Дата укладення договору;Строк дії договору до;Кількість учасників
UA-2024-03-01-000123-a;Лікарня №1;Послуги харчування;500 000,00;ТОВ "Смак";12345678;400 000,00;25.03.2024;30.04.2027;3
""",
    "fr": """Référence;Acheteur;Objet du marché;Montant estimé HT;Titulaire;SIRET titulaire;Montant notifié HT;\
Date de notification;Date de fin;Nombre d'offres reçues
2024-T-012;Ville de Lyon;Nettoyage;500 000 €;NET PLUS SAS;12345678900012;400 000,00 €;13/05/2024;30/04/2027;3
""",
    "de": """Vergabenummer;Vergabestelle;Bezeichnung der Leistung;Geschätzter Auftragswert;Auftragnehmer;\
Handelsregisternummer;Auftragssumme netto;Zuschlagsdatum;Vertragsende;Anzahl Angebote
V-24/118;Stadt Köln;Winterdienst;500.000 €;Räum & Streu GmbH;HRB 12345;400.000,00 €;13.05.2024;30.04.2027;3
""",
    "it": """Num. offerte;Data fine;Aggiudicatario;Valore stimato;Valore;Oggetto;Stazione appaltante;CIG;\
Data aggiudicazione
3;30/04/2027;Pulito Srl;"€ 500.000,00";"€ 400.000,00";Pulizie;Comune di Lucca;Z1;13/05/2024
""",
    "pt": """Número do Processo;Órgão;Objeto;Valor Estimado;Fornecedor;CNPJ Fornecedor;Valor Homologado;\
Data da Homologação;Vigência Fim;Número de propostas
23069;Universidade;Limpeza;"R$ 500.000,00";LIMPA TUDO LTDA;12.345.678/0001-90;"R$ 400.000,00";13/05/2024;30/04/2027;3
""",
}


@pytest.mark.parametrize("nation", NATIONS)
def test_what_was_expected_is_not_what_the_winner_got(book: Book, tmp_path: Path, nation: str) -> None:
    brought(book, tmp_path, NATIONS[nation])
    tender, award = book.get("T1"), book.get("A1")
    assert tender.value is not None and award.value is not None
    assert (tender.value.amount, award.value.amount, tender.offers) == (500_000, 400_000, 3)
    assert (tender.deadline, award.end) == (None, date(2027, 4, 30)) and award.awarded is not None


BIDS = """Ref;Title;Authority;{bidder};{amount};{awarded}
T-1;Cleaning;Leeds City;Alpha Ltd;100000 EUR;{no}
T-1;Cleaning;Leeds City;Beta GmbH;90000 EUR;{yes}
T-1;Cleaning;Leeds City;Gamma SA;120000 EUR;{no}
T-2;Beds;Bern;Delta AG;50000 EUR;{yes}
"""


def bids_in(book: Book) -> list[tuple[object, ...]]:
    """Of each tender its title, who bid, who won for how much, and what no list of bids may say of it."""
    rows: list[tuple[object, ...]] = []
    for tender in (book.get(f"T{number}") for number in book.holdings.tenders):
        awards = [book.holdings.awards[number] for number in tender.awards]
        won = [(names_of(book, award.suppliers), award.value and award.value.amount) for award in awards]
        rows.append((tender.title, names_of(book, tender.tenderers), won))
        assert (tender.value, tender.events, tender.bids, tender.extra) == (None, (), (), {})
    return rows


def names_of(book: Book, competitors: tuple[int, ...]) -> str:
    return ", ".join(book.holdings.competitors[number].name for number in competitors)


@pytest.mark.parametrize(
    ("bidder", "amount", "awarded", "yes", "no"),
    [
        ("Bidder", "Bid amount", "Awarded?", "Yes", "No"),
        ("Bieter", "Angebotssumme", "Zuschlag", "ja", "nein"),
        ("Soumissionnaire", "Montant de l'offre", "Attribué", "oui", "non"),
        ("Licitador", "Importe", "Adjudicado", "sí", "no"),
        ("投标人", "投标报价", "是否中标", "是", "否"),
        ("Supplier", "Bid amount", "Awarded", "Yes", "No"),
        ("Contractor", "Tender sum", "Winner", "x", ""),
        ("Vendor Name", "Bid price", "Result", "Awarded", "Rejected"),
        ("Company", "Price", "Status", "Won", "Lost"),
        ("Firma", "Angebotssumme netto", "Zuschlag", "ja", "nein"),
        ("Fournisseur", "Montant", "Résultat", "Retenu", "Rejeté"),
        ("Ditta", "Offerta", "Aggiudicato", "sì", "no"),
        ("供应商", "报价", "是否中标", "是", "否"),
    ],
)
def test_of_all_who_bid_the_one_has_won_whose_row_says_so(
    book: Book, bidder: str, amount: str, awarded: str, yes: str, no: str
) -> None:
    report = came(book, BIDS.format(bidder=bidder, amount=amount, awarded=awarded, yes=yes, no=no))
    assert bids_in(book) == [
        ("Cleaning", "Alpha Ltd, Beta GmbH, Gamma SA", [("Beta GmbH", 90_000)]),
        ("Beds", "Delta AG", [("Delta AG", 50_000)]),
    ]
    assert report.created == 2


def test_bids_without_a_reference_are_of_one_tender_by_what_is_not_the_bidder_s(book: Book) -> None:
    raw = """Title;Authority;Closing;Supplier;Rank;Bid;Awarded;Award date
Beds;Bern;13/04/2026;Delta AG;2;55000 EUR;No;
Beds;Bern;13/04/2026;Alpha Ltd;1;50000 EUR;Yes;20/05/2026
Beds;Bern;13/11/2026;Alpha Ltd;1;50000 EUR;No;
"""
    came(book, raw)
    assert bids_in(book) == [("Beds", "Delta AG, Alpha Ltd", [("Alpha Ltd", 50_000)]), ("Beds", "Alpha Ltd", [])]
    assert came(book, raw).unchanged == 3


def test_a_list_of_bids_that_says_who_won_only_beside_each_bid(book: Book) -> None:
    came(
        book,
        """Tender No;Title;Buyer;Bidder;Rank;Total price;Winner
1/24;Cleaning;Leeds City;Alpha Ltd;2;100000 EUR;Beta GmbH
1/24;Cleaning;Leeds City;Beta GmbH;1;90000 EUR;Beta GmbH
""",
    )
    assert bids_in(book) == [("Cleaning", "Alpha Ltd, Beta GmbH", [("Beta GmbH", None)])]


@pytest.mark.parametrize(
    "head",
    [
        "Tender,Agency,Contractor,Bid Price,Low Bidder?",
        "Ausschreibung,Auftraggeber,Lieferant,Angebotspreis,Günstigster?",
    ],
)
def test_a_price_of_each_bid_makes_nobody_a_winner(book: Book, head: str) -> None:
    came(book, f"{head}\nRoad,County,Alpha,100,No\nRoad,County,Beta,90,Yes\n")
    assert bids_in(book) == [("Road", "Alpha, Beta", [])]


def test_bids_as_json_of_lots_and_a_tender_that_nobody_has_won_yet(book: Book) -> None:
    rows = [("1", "Alpha", False), ("1", "Beta", True), ("2", "Beta", True), ("3", "Alpha", False)]
    came(
        book,
        json.dumps(
            [
                {"id": "X1", "lot": lot, "title": "Roof", "buyer": "City", "supplier": {"name": name}, "is_winner": won}
                for lot, name, won in rows
            ]
        ),
    )
    assert bids_in(book) == [("Roof", "Alpha, Beta", [("Beta", None), ("Beta", None)])]


def test_beside_a_lost_bid_of_ours_stands_who_won_it(book: Book) -> None:
    """In a register of one's own bids, also where one reference stands in several rows."""
    came(
        book,
        """Ref,Title,Buyer,Supplier,Result
T1,Roof,City,Alpha,Lost
T1,Roof,City,Acme,Won
T2,Hall,City,Acme,Won
T3,Door,City,Beta,Lost
""",
    )
    awards = [names_of(book, award.suppliers) for award in book.holdings.awards.values()]
    assert sorted(awards) == ["Acme", "Acme", "Alpha", "Beta"]


OURS = """Ref,Title,Authority,Bidder,Bid price,{verdict}
T1,Cleaning,Leeds,Alpha Ltd,100000,{0}
T1,Cleaning,Leeds,{us},110000,{0}
T1,Cleaning,Leeds,Beta Ltd,90000,{1}
T2,Catering,York,{us},50000,{2}
T2,Catering,York,Alpha Ltd,55000,{3}
"""


@pytest.mark.parametrize("us", ["Us", "Our Firm Ltd"])
@pytest.mark.parametrize(
    ("verdict", "cells"),
    [("Awarded", ("no", "yes", "yes", "no")), ("Winner", ("Beta Ltd", "Beta Ltd", "{us}", "{us}"))],
)
def test_one_of_those_who_bid_is_us(book: Book, us: str, verdict: str, cells: tuple[str, ...]) -> None:
    text = OURS.format(*(cell.format(us=us) for cell in cells), us=us, verdict=verdict)
    choices = ImportChoices(mapping=Asked(auto=True), us=("Our Firm Ltd",))
    import_files(book, [BytesIO(text.encode())], choices)
    lost, won = book.get("T1"), book.get("T2")
    assert (lost.outcome, lost.bid.price.amount, lost.bid.outcome) == ("lost", 110_000, "lost")
    assert (won.outcome, won.bid.price.amount, won.bid.outcome) == ("won", 50_000, "won")
    assert names_of(book, lost.tenderers) == "Alpha Ltd, Beta Ltd"
    assert [(names_of(book, award.suppliers), award.ours) for award in book.holdings.awards.values()] == [
        ("Beta Ltd", False),
        ("", True),
    ]


def test_our_bid_among_others_of_which_none_has_won_yet_is_handed_in(book: Book) -> None:
    text = "\n".join(line.rpartition(",")[0] for line in OURS.format(*"    ", us="Us", verdict="-").splitlines())
    came(book, text)
    tender = book.get("T1")
    assert (tender.stage, tender.outcome, tender.bid.price.amount) == ("submitted", "pending", 110_000)
    assert not book.holdings.awards


def test_rows_of_one_table_are_no_history_of_each_other(book: Book) -> None:
    raw = "Reference,Title,Buyer,Value\nT-1,Beds,Bern,{} EUR\nT-1,Beds,Bern,{} EUR\n"
    came(book, raw.format(5, 6))
    assert book.get("T1").events == ()
    came(book, "Reference,Title,Buyer,Value\nT-1,Beds,Bern,7 EUR\n")
    assert [event.field for event in book.get("T1").events] == ["value"], "the next issue tells what changed"


@pytest.mark.parametrize(
    "head",
    [
        "Projekt,Bauherr,Submission,Günstigster Bieter,Angebotssumme",
        "Project,Agency,Bid Opening,Lowest Bidder,Low Bid",
        "Objet,Acheteur,Ouverture des plis,Mieux-disant provisoire,Montant",
        "Przedmiot,Zamawiający,Otwarcie ofert,Najtańszy oferent,Najtańsza oferta",
        "件名,発注機関,開札日,最低価格入札者,最低入札価格",
    ],
)
def test_who_bids_least_at_the_opening_has_not_won(book: Book, head: str) -> None:
    came(
        book, f"{head}\nDach,Stadt Köln,2026-03-13,Meyer GmbH,100000 EUR\nTor,Stadt Köln,2026-03-14,Bau AG,200000 EUR\n"
    )
    assert book.holdings.awards_of(1) == []
    assert [bidder.name for bidder in book.holdings.competitors.values()] == ["Meyer GmbH", "Bau AG"]


def test_who_bids_least_has_won_where_a_column_says_when_it_was_awarded(book: Book) -> None:
    came(
        book, "Project,Agency,Award Date,Lowest Bidder,Contract Amount\nBridge,County,2026-03-12,Acme Inc,1200000 USD\n"
    )
    (award,) = book.holdings.awards_of(1)
    assert (str(award.value.amount), str(award.awarded)) == ("1200000", "2026-03-12")


FRAMEWORK = """Title,Buyer,Award date,Supplier,Value
Office furniture,City of A,2025-03-01,Alpha Ltd,100
Office furniture,City of A,2025-03-01,Beta Ltd,200
Office furniture,City of A,2026-03-01,Beta Ltd,300
Cleaning,City of A,2025-03-01,Beta Ltd,50
Office furniture,City of A,2025-03-01,Gamma Ltd,300
Office furniture,City of A,2025-03-01,Gamma Ltd,350
"""


def test_rows_of_one_day_with_several_winners_and_no_reference_are_one_tender(book: Book) -> None:
    for created in (4, 0):  # and it is the same when it comes again
        assert came(book, FRAMEWORK).created == created
        won = {
            number: [str(award.value.amount) for award in book.holdings.awards_of(number)] for number in (1, 2, 3, 4)
        }
        assert won == {1: ["100", "200", "300"], 2: ["300"], 3: ["50"], 4: ["350"]}
        assert not book.holdings.signals


def test_lots_without_a_reference_are_of_one_tender(book: Book) -> None:
    rows = "Furniture,City,1,2025-03-01,Alpha Ltd,100\nFurniture,City,2,2025-03-01,Beta Ltd,200\n"
    came(book, f"Title,Buyer,Lot,Award date,Supplier,Value\n{rows}Furniture,City,3,2025-03-01,Beta Ltd,300\n")
    assert [award.lot for award in book.holdings.awards_of(1)] == ["1", "2", "3"] and len(book.holdings.tenders) == 1
