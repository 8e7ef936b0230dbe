"""Who failed, read from the subject of a sentence in the languages that public records come in."""

from __future__ import annotations

import pytest

from bidtracker.domain.vocabulary import TerminationReason
from bidtracker.intake.reasons.terminations import termination_reason

SUPPLIER = [
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
]
NOBODY = [
    "",
    "The contract has come to its end",
    "The project was abandoned",
    "The supplier failed to deliver since the authority failed to pay",
    "Mutual agreement after a breach",
    "Termination without fault of the supplier",
]


@pytest.mark.parametrize("words", SUPPLIER)
def test_the_supplier_failed(words: str) -> None:
    assert termination_reason(words) is TerminationReason.FAILURE


@pytest.mark.parametrize("words", AUTHORITY)
def test_the_authority_failed(words: str) -> None:
    assert termination_reason(words) is TerminationReason.BUYER


@pytest.mark.parametrize("words", NOBODY)
def test_nobody_is_blamed(words: str) -> None:
    assert termination_reason(words) is None
