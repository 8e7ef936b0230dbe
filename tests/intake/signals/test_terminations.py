"""Who failed, read from the subject of a sentence in the languages that public records come in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bidtracker.domain.vocabulary import TerminationReason
from bidtracker.intake.reasons.changes import is_more, is_succession
from bidtracker.intake.reasons.terminations import termination_reason

SUPPLIER = [
    "Persistent late deliveries by the contractor",
    "KPIs were missed for three consecutive months; contract terminated",
    "The firm's licence was revoked",
    "Retards répétés du titulaire",
    "Lieferverzug des Auftragnehmers",
    "L'impresa è stata dichiarata fallita",
    "Zhotovitel neplní termíny dodávek",
    "Prodlení dodavatele",
    "供应商多次逾期交货",
    "供应商被列入失信名单，无法履约",
    "廠商未依約履行，機關終止契約",
    "Contractor in administration",
    "The provider has gone out of business",
    "Contractor was dissolved",
    "Due to the contractor's repeated failure to deliver",
    "The buyer ended the contract because the company stopped delivering",
    "Односторонний отказ заказчика в связи с нарушением сроков поставщиком",
    "因供应商未能按时交货解除合同",
    "The supplier failed to perform the contract",
    "The supplier went bankrupt and ceased trading",
    "Terminated for cause",
    "The contract was terminated by the authority for default",
    "The authority terminated the contract because the contractor abandoned the works",
    "Contractor entered into liquidation",
    "The company has been wound up",
    "Breach of contract by the provider",
    "Provider has ceased trading",
    "Contractor insolvency",
    "Résiliation pour faute",
    "Résiliation aux torts exclusifs du titulaire",
    "Liquidation judiciaire du titulaire",
    "Le titulaire a abandonné le chantier",
    "Le titulaire n'a pas exécuté ses obligations",
    "Insolvenz des Auftragnehmers",
    "Kündigung wegen Vertragsverletzung durch den Auftragnehmer",
    "Der Auftragnehmer hat den Betrieb eingestellt",
    "Der Auftraggeber hat gekündigt, weil der Auftragnehmer die Leistung nicht erfüllt hat",
    "Incumplimiento del contratista",
    "La empresa ha quebrado",
    "Concurso de acreedores de la adjudicataria",
    "Grave inadempimento dell'appaltatore",
    "Fallimento dell'impresa",
    "Incumprimento do empreiteiro",
    "Falência do fornecedor",
    "Wanprestatie van de opdrachtnemer",
    "Faillissement van de leverancier",
    "Niewykonanie umowy przez wykonawcę",
    "Upadłość wykonawcy",
    "Neplnění smlouvy ze strany dodavatele",
    "Dodavatel je v insolvenci, insolvence dodavatele",
    "Неисполнение обязательств поставщиком",
    "Поставщик признан банкротом",
    "Підрядник не виконав умови договору",
    "Невиконання зобов'язань постачальником",
    "供应商违约",
    "承包商破产",
    "廠商倒閉",
    "因供應商未能履約",
    "受注者の債務不履行",
    "受注者が倒産した",
]
AUTHORITY = [
    "Late delivery of the site by the authority",
    "Retards de livraison imputables à l'administration",
    "Der Auftraggeber hat die Baugenehmigung nicht erhalten",
    "Wegfall des Bedarfs beim Auftraggeber",
    "Desistimiento de la administración",
    "Recesso della stazione appaltante per sopravvenute esigenze",
    "A Câmara não disponibilizou o local da obra",
    "De opdrachtgever heeft de opdracht ingetrokken",
    "Zamawiający nie uzyskał finansowania",
    "Zadavatel nezajistil financování",
    "Prodlení objednatele s úhradou",
    "采购人逾期付款",
    "因采购计划取消",
    "The contracting authority failed to obtain planning permission",
    "The buyer did not provide access to the site",
    "The council's failure to pay",
    "Failure of the client to pay",
    "Breach by the contracting authority",
    "L'acheteur n'a pas obtenu le permis",
    "Manquement du pouvoir adjudicateur",
    "Der Auftraggeber hat die Genehmigung nicht erhalten, er hat nicht geliefert",
    "Vertragsverletzung durch den Auftraggeber",
    "Incumplimiento de la administración",
    "Inadempimento della stazione appaltante",
    "Incumprimento da entidade adjudicante",
    "Tekortkoming van de opdrachtgever",
    "Niewykonanie umowy przez zamawiającego",
    "Neplnění ze strany zadavatele",
    "Нарушение обязательств заказчиком",
    "Замовник не виконав умови договору",
    "采购人违约",
    "採購人未能取得許可",
    "発注者の債務不履行",
    "The Council is in breach of its obligations",
    "Terminated by supplier due to non-payment by the authority",
    "Failure of the Authority to provide access",
    "Der Auftraggeber hat die Zahlungen nicht geleistet",
    "Résiliation pour faute de l'administration",
    "El ayuntamiento no ha pagado",
    "Odstąpienie z winy zamawiającego",
    "Objednatel nezaplatil",
    "Расторжение из-за неоплаты заказчиком",
    "采购人原因终止",
    "機關因政策變更終止契約",
    "発注者の都合による解除",
]
AGREED = [
    "Dohoda smluvních stran",
    "Résiliation à l'amiable", "Einvernehmliche Aufhebung", "Resolución por mutuo acuerdo", "Risoluzione consensuale",
    "Rescisão amigável", "Beëindiging met wederzijds goedvinden", "Rozwiązanie za porozumieniem stron",
    "Ukončeno dohodou",
    "Расторжение по соглашению сторон", "Розірвання за згодою сторін", "双方协商解除", "合意解約",
]  # fmt: skip
NOBODY = [
    "Neither the council nor the contractor was in breach",
    "",
    "The contract has come to its end",
    "The project was abandoned",
    "The supplier failed to deliver since the authority failed to pay",
    "Mutual agreement after a breach",
    "Termination without fault of the supplier",
]


WHOSE = {
    "F": TerminationReason.FAILURE,
    "B": TerminationReason.BUYER,
    "A": TerminationReason.AGREED,
    "-": None,
}
ENDINGS = [
    (line[2:], WHOSE[line[0]])
    for line in (Path(__file__).parent / "endings.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("words", "expected"), ENDINGS)
def test_who_ended_it_is_read_from_whose_it_was(words: str, expected: TerminationReason | None) -> None:
    assert termination_reason(words) is expected


@pytest.mark.parametrize("words", SUPPLIER)
def test_the_supplier_failed(words: str) -> None:
    assert termination_reason(words) is TerminationReason.FAILURE


@pytest.mark.parametrize("words", AUTHORITY)
def test_the_authority_failed(words: str) -> None:
    assert termination_reason(words) is TerminationReason.BUYER


@pytest.mark.parametrize("words", AGREED)
def test_both_agreed(words: str) -> None:
    assert termination_reason(words) is TerminationReason.AGREED


@pytest.mark.parametrize("words", NOBODY)
def test_nobody_is_blamed(words: str) -> None:
    assert termination_reason(words) is None


# Words whose stems once stood for a failure, and mean something else: waste, claims, bills, contests, trees, courses.
NEIGHBOURS = [
    ("Ukončení smlouvy na likvidaci odpadů", None),
    ("Zakończono umowę na likwidację azbestu", None),
    ("Umowa wygasła, likwidacja szkód zakończona", None),
    ("Припинено договір: ліквідація наслідків повені завершена", None),
    ("Договор завершён: ликвидация последствий аварии", None),
    ("Liquidazione della fattura e chiusura del contratto", None),
    ("Liquidação da despesa e fim do contrato", None),
    ("Liquidation des factures, fin du marché", None),
    ("Umowę zakończono po rozstrzygnięciu konkursu ofert", None),
    ("Prace wstrzymane z powodu upadku drzewa", None),
    ("Résiliation faute de crédits", TerminationReason.BUYER),
    ("The city replaced firmware, contract ended", None),
]
FAILURES = [
    "Zhotovitel je v likvidaci",
    "Rozhodnutí o úpadku dodavatele",
    "Wykonawca w likwidacji",
    "Ліквідація підприємства постачальника",
    "Ликвидация предприятия поставщика",
    "L'impresa è in liquidazione",
    "Empresa em liquidação",
    "Mise en liquidation judiciaire du titulaire",
    "Auftragnehmer im Konkurs",
    "Résiliation pour faute du titulaire",
    "The firm went into liquidation",
]


@pytest.mark.parametrize(("words", "expected"), NEIGHBOURS)
def test_a_stems_neighbour_is_no_failure(words: str, expected: TerminationReason | None) -> None:
    assert termination_reason(words) is expected


@pytest.mark.parametrize("words", FAILURES)
def test_what_is_meant_is_still_read(words: str) -> None:
    assert termination_reason(words) is TerminationReason.FAILURE


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("Additional services: taxi rides for pupils", is_more),
        ("Additional services: vatting of wine", is_more),
        ("Додаткові послуги: курси мови", is_more),
        ("Assigned to the regional team", None),
        ("Umowa zakończona sukcesem", None),
    ],
)
def test_neighbours_of_prices_and_successions(words: str, asked: Callable[[str], bool] | None) -> None:
    assert asked(words) if asked else not is_succession(words)


def test_prices_and_successions_are_still_read() -> None:
    assert not is_more("Additional services after a change of VAT") and not is_more("Additional services, tax changed")
    assert is_succession("The contract assigned to Acme") and is_succession("Sukcesja generalna")
