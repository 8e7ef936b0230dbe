"""Holders and awards that a record nests: read alike whether there is one or several, in any container."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from came import came, lines

from bidtracker.book import Book

Records = list[dict[str, Any]]

# Two holders with values of their own, then one; each as the words of one language have it.
OWN_VALUES: dict[str, Records] = {
    "portuguese": [
        {"objeto": "Limpeza", "orgao": "Prefeitura", "numero": "15", "vencedores": [
            {"nome": "Alfa", "valor": "R$ 1.200,50"}, {"nome": "Beta", "valor": "R$ 300,00"}]},
        {"objeto": "Camas", "orgao": "Prefeitura", "numero": "16", "vencedores": [
            {"nome": "Alfa", "valor": "R$ 9.000,00"}]},
    ],
    "french": [
        {"objet": "Limpeza", "acheteur": {"nom": "Prefeitura"}, "numéro": "15", "titulaires": [
            {"nom": "Alfa", "montant": "1200,50 BRL"}, {"nom": "Beta", "montant": "300 BRL"}]},
        {"objet": "Camas", "acheteur": {"nom": "Prefeitura"}, "numéro": "16", "titulaires": [
            {"nom": "Alfa", "montant": "9000 BRL"}]},
    ],
    "contracts": [
        {"title": "Limpeza", "buyer": {"name": "Prefeitura"}, "id": "15", "contracts": [
            {"supplier": {"name": "Alfa"}, "value": {"amount": "1200.50", "currency": "BRL"}},
            {"supplier": {"name": "Beta"}, "value": {"amount": "300", "currency": "BRL"}}]},
        {"title": "Camas", "buyer": {"name": "Prefeitura"}, "id": "16", "contracts": [
            {"supplier": {"name": "Alfa"}, "value": {"amount": "9000", "currency": "BRL"}}]},
    ],
    "named by two words": [
        {"title": "Limpeza", "buyer": "Prefeitura", "id": "15", "awardedSuppliers": [
            {"supplierName": "Alfa", "amount": "1200.50 BRL"}, {"supplierName": "Beta", "amount": "300 BRL"}]},
        {"title": "Camas", "buyer": "Prefeitura", "id": "16", "awardedSuppliers": [
            {"supplierName": "Alfa", "amount": "9000 BRL"}]},
    ],
    "awards": [
        {"title": "Limpeza", "buyer": "Prefeitura", "id": "15", "awards": [
            {"supplier": "Alfa", "amount": "1200.50 BRL"}, {"supplier": "Beta", "amount": "300 BRL"}]},
        {"title": "Camas", "buyer": "Prefeitura", "id": "16", "awards": [{"supplier": "Alfa", "amount": "9000 BRL"}]},
    ],
}  # fmt: skip
CONTAINERS: dict[str, Callable[[Records], Any]] = {
    "plain": lambda records: records,
    "backwards": lambda records: records[::-1],
    "below two names": lambda records: {"dados": {"total": 2, "itens": records}},
    "each in an object": lambda records: {"itens": [{"contrato": record} for record in records]},
}


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize("words", OWN_VALUES)
def test_each_holder_has_its_own_award_and_value(words: str, container: str, book: Book) -> None:
    content = json.dumps(CONTAINERS[container](OWN_VALUES[words])).encode()
    report = came(book, io.BytesIO(content))
    assert (report.read, report.created, report.refused) == (2, 2, 0)
    assert sorted(lines(book)) == [
        "  Alfa | 1200.5 BRL", "  Alfa | 9000 BRL", "  Beta | 300 BRL",
        "15 | Limpeza | Prefeitura | watching pending pending", "16 | Camas | Prefeitura | watching pending pending",
    ]  # fmt: skip
    again = came(book, io.BytesIO(content))
    assert (again.unchanged, again.created, again.updated) == (2, 0, 0) and not book.holdings.signals


def test_holders_that_share_a_contract_have_one_award(book: Book) -> None:
    records = [
        {"Auftrag": "Betten", "Auftraggeber": "Stadt", "Auftragswert": "12.000 EUR", "Auftragnehmer": [
            {"Firma": "A GmbH", "Ort": "X"}, {"Firma": "B GmbH", "Ort": "Y"}]},
        {"Auftrag": "Tische", "Auftraggeber": "Stadt", "Auftragswert": "2.000 EUR", "Auftragnehmer": [
            {"Firma": "A GmbH", "Ort": "X"}]},
    ]  # fmt: skip
    came(book, io.BytesIO(json.dumps(records).encode()))
    assert [line for line in lines(book) if line.startswith("  ")] == [
        "  A GmbH, B GmbH | 12000 EUR",
        "  A GmbH | 2000 EUR",
    ]
