"""What people write into the cells of their registers: each word of cells.txt, and who is meant by it."""

from __future__ import annotations

from pathlib import Path

import pytest
from came import came

from bidtracker.book import Book
from bidtracker.domain.vocabulary import Decision, Outcome
from bidtracker.intake.mapping.words.reasons import reason_of
from bidtracker.intake.mapping.words.states import decision_of, state_of

CELLS = [
    (*kind.split(), words.split(", "))
    for kind, _, words in (
        line.partition(": ") for line in (Path(__file__).parent / "cells.txt").read_text("utf-8").splitlines()
    )
]


def meaning_of(field: str, word: str) -> str | tuple[str, ...]:
    """What a cell of a column of that field means: a code, or those of all its reasons."""
    if field == "lost_reason":
        return reason_of(word)[0]
    meaning = decision_of(word) if field == "decision" else state_of(word)
    if meaning is None:
        return ""
    if field == "outcome" and meaning.columns.get("stage") == "evaluation":
        return "pending"  # they are still at it
    return meaning.columns.get(field, "")


@pytest.mark.parametrize(("field", "code", "words"), CELLS)
def test_a_word_means_what_people_mean_by_it(field: str, code: str, words: list[str]) -> None:
    otherwise = {word: meaning for word in words if code not in ((meaning := meaning_of(field, word)), *meaning)}
    assert otherwise == {}


@pytest.mark.parametrize(
    "cell",
    [
        "Awarded to competitor",
        "Awarded to a different supplier",
        "Awarded elsewhere (price)",
        "AWARDED TO ANOTHER BIDDER",
        "Zuschlag an Wettbewerber",
        "Zuschlag an anderen Bieter",
        "Attribué à un concurrent",
        "Adjudicada a otra empresa",
        "Aggiudicata ad altri",
        "Adjudicado a outro",
        "Gegund aan andere partij",
        "他社落札",
        "被对手中了",
    ],
)
def test_another_has_won_without_a_name(cell: str) -> None:
    meaning = state_of(cell)
    assert meaning is not None and meaning.columns == {"outcome": "lost"}


@pytest.mark.parametrize("name", ["Competitor Systems Ltd", "Rival Ltd", "Otro Mundo SL", "Konkurrenz GmbH"])
def test_a_name_may_begin_with_such_a_word(name: str) -> None:
    meaning = state_of(f"Awarded to {name}")
    assert meaning is not None and meaning.columns == {"outcome": "lost", "winner": name}


def test_bid_below_bid_or_no_bid_is_a_decision_and_sends_nothing(book: Book) -> None:
    came(book, "Title,Buyer,Bid/No bid,Win %\nBeds,City,Bid,10%\nRoof,City,No bid,20%\n")
    first, second = book.get("T1"), book.get("T2")
    assert (first.decision, first.outcome, first.bids[0].submitted) == (Decision.GO, Outcome.PENDING, None)
    assert first.stage != "submitted"
    assert (second.decision, second.outcome) == (Decision.NO_GO, Outcome.NO_BID)


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Lost (incumbent Acme Ltd retained)", "Acme Ltd"),
        ("Lost – Acme Ltd (incumbent)", "Acme Ltd"),
        ("Lost on price to incumbent Acme Ltd", "Acme Ltd"),
        ("Lost: stayed with incumbent Acme", "Acme"),
        ("Verloren – Bestandslieferant Müller GmbH", "Müller GmbH"),
        ("Perdu (titulaire sortant: Propreté SAS)", "Propreté SAS"),
        ("Perdida (adjudicatario actual: Limpiezas SL)", "Limpiezas SL"),
        ("Persa (fornitore uscente Pulizie S.r.l.)", "Pulizie S.r.l."),
        ("Perdida - fornecedor atual Limpa Lda", "Limpa Lda"),
        ("Verloren - huidige leverancier Schoon BV", "Schoon BV"),
        ("Przegrana (dotychczasowy wykonawca: ABC Sp. z o.o.)", "ABC Sp. z o.o."),
        ("Prohráno – stávající dodavatel ACME s.r.o.", "ACME s.r.o."),
        ("Проиграли (действующий поставщик ООО Ромашка)", "ООО Ромашка"),
        ("Програно (чинний постачальник: ТОВ Ромашка)", "ТОВ Ромашка"),
        ("未中标（原供应商：北京某某有限公司）", "北京某某有限公司"),
        ("未得標（原廠商：台北某某股份有限公司）", "台北某某股份有限公司"),
        ("失注（既存業者：株式会社ABC）", "株式会社ABC"),
    ],
)
def test_the_incumbent_who_stays_is_named_and_is_why(cell: str, name: str) -> None:
    meaning = state_of(cell)
    assert meaning is not None
    assert meaning.columns == {"outcome": "lost", "winner": name, "lost_reason": "incumbent_kept"}


@pytest.mark.parametrize(
    "cell",
    [
        "Lost - Incumbent Advantage",
        "Lost - incumbent, Feedback requested",
        "Verloren – Bestandslieferant bleibt",
        "Verloren – Bestandslieferant: Preis",
        "Lost – incumbent kept it",
    ],
)
def test_an_incumbent_without_a_name_is_only_why(cell: str) -> None:
    meaning = state_of(cell)
    assert meaning is not None and meaning.columns == {"outcome": "lost", "lost_reason": "incumbent_kept"}


@pytest.mark.parametrize("cell", ["Lost (Acme Ltd)", "Lost - Acme Ltd", "Verloren - Acme Ltd"])
def test_a_firm_behind_a_loss_has_won(cell: str) -> None:
    meaning = state_of(cell)
    assert meaning is not None and meaning.columns == {"outcome": "lost", "winner": "Acme Ltd"}
