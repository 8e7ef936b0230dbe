"""Tables of awards as cities and nations publish them, each with the names that its columns have there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

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
