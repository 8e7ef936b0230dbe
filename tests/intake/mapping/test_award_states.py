"""Where the contracts of a list stand, as its publisher or a seller writes it beside the winner."""

from __future__ import annotations

import pytest
from came import came

from bidtracker.book import Book
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.vocabulary import AwardStatus, Outcome
from bidtracker.intake.mapping.confirmation import explained
from bidtracker.intake.mapping.words.contract_states import AWARD_STATUS, contract_state_of

LIST = """Reference,Title,Buyer,Supplier,Contract value,Award date,{heading}
R1,Cleaning of schools,Leeds,Alpha Ltd,100000,2025-01-10,{0}
R2,Catering,York,Beta Ltd,50000,2025-02-10,{1}
R3,Security,Hull,Gamma Ltd,70000,2025-03-10,{2}
"""
WORDS = {
    "active": "Active|Signed|In force|Contract signed 12 May|Zuschlag erteilt|en cours|Adjudicado|Vigente|aggiudicata"
    "|homologado|Lopend|w realizacji|platná|Исполняется|діє|履行中|已決標|契約中"
    "|Gällande|Løbende|Voimassa|Devam ediyor|이행중",
    "pending": "Provisional|Intent to award|not yet signed|vorläufig|en attente|pendiente de formalización|provvisoria"
    "|voorlopig gegund|do podpisania|на подписании|очікується|公示中|仮契約",
    "ended": "Completed|Expired|Closed out|abgelaufen|terminé|finalizado|scaduto|encerrado|afgelopen|zakończona"
    "|ukončena|исполнение завершено|виконано|已完成|已結案|完了"
    "|Utgånget|Udløbet|Päättynyt|Tamamlandı|만료",
    "terminated": "Terminated|Terminated for default|Rescinded|gekündigt|Résilié|rescindido|risolto|ontbonden"
    "|rozwiązana|vypovězena|расторгнут|исполнение прекращено|розірвано|提前终止|解除契約|契約解除"
    "|Hävt|Ophævet|Purettu|Feshedildi|해지",
    "cancelled": "Cancelled|CANCELED|Award revoked|Cancelled by buyer|widerrufen|annulée|anulado|revocata|geannuleerd"
    "|unieważniona|zrušeno|Отменен|скасовано|已取消|撤銷|取消",
    "lost": "Unsuccessful|Not awarded|Rejected|nicht berücksichtigt|non retenu|rechazada|esclusa|niet gegund|odrzucona"
    "|отклонен|未中标|失格",
}


@pytest.mark.parametrize(("code", "word"), [(code, word) for code in WORDS for word in WORDS[code].split("|")])
def test_a_word_says_where_a_contract_stands(code: str, word: str) -> None:
    meaning = contract_state_of(word)
    assert meaning is not None
    assert meaning.columns == {AWARD_STATUS: code}


@pytest.mark.parametrize("word", ["Green", "n/a", "See note", "Sub-contracting", "Alpha Ltd"])
def test_other_words_say_nothing_of_it(word: str) -> None:
    assert contract_state_of(word) is None


@pytest.mark.parametrize(
    "heading",
    ["Award status", "Contract status", "Status", "Vertragsstatus", "Estado del contrato", "stav smlouvy", "合同状态"],
)
def test_an_award_that_was_cancelled_is_none_that_stands(book: Book, heading: str) -> None:
    came(book, LIST.format("Active", "Cancelled", "Terminated", heading=heading))
    awards = book.holdings.awards.values()
    assert [award.status for award in awards] == [AwardStatus.ACTIVE, AwardStatus.CANCELLED, AwardStatus.TERMINATED]
    assert not book.holdings.signals


def test_whoever_did_not_win_has_bid(book: Book) -> None:
    came(book, LIST.format("Awarded", "Unsuccessful", "Awarded", heading="Award status"))
    tenders = book.holdings.tenders
    assert [len(tender.awards) for tender in tenders.values()] == [1, 0, 1]
    assert [book.holdings.competitors[number].name for number in tenders[2].tenderers] == ["Beta Ltd"]


def test_a_closed_tender_is_no_contract_that_has_ended(book: Book) -> None:
    came(book, LIST.format("Closed", "Awarded", "Cancelled", heading="Status"))
    awards = book.holdings.awards.values()
    assert [award.status for award in awards] == [AwardStatus.ACTIVE, AwardStatus.ACTIVE, AwardStatus.CANCELLED]


@pytest.mark.parametrize("word", ["Cancelled", "Unsuccessful"])
def test_a_tender_that_came_to_an_end_without_a_winner_went_to_nobody(book: Book, word: str) -> None:
    text = LIST.format("Awarded", word, "Awarded", heading="Status").replace("Beta Ltd,50000,2025-02-10", ",,")
    came(book, text)
    assert [tender.outcome for tender in book.holdings.tenders.values()] == [
        Outcome.PENDING,
        Outcome.NO_AWARD,
        Outcome.PENDING,
    ]


def test_a_register_says_where_contracts_stand_beside_how_bids_ended(book: Book) -> None:
    came(
        book,
        "Tender,Client,Status,Our price,Winner,Contract status\n"
        "Cleaning,Leeds,Lost,1000,Alpha Ltd,Active\nCatering,York,Lost,2000,Beta Ltd,Terminated\n",
    )
    assert [tender.outcome for tender in book.holdings.tenders.values()] == [Outcome.LOST] * 2
    assert [award.status for award in book.holdings.awards.values()] == [AwardStatus.ACTIVE, AwardStatus.TERMINATED]


def test_what_a_register_calls_awarded_is_how_its_bids_ended(book: Book) -> None:
    came(
        book,
        "Tender,Client,Award status,Our price,Winner\n"
        "Cleaning,Leeds,Not awarded,1000,Alpha Ltd\nCatering,York,Awarded,2000,\n",
    )
    assert [tender.outcome for tender in book.holdings.tenders.values()] == [Outcome.LOST, Outcome.WON]
    assert [award.status for award in book.holdings.awards.values()] == [AwardStatus.ACTIVE] * 2


def test_a_person_explains_a_word_for_it(book: Book) -> None:
    came(book, LIST.format("Active", "Red", "Signed", heading="Award status"), words=("Red=cancelled",))
    assert book.get("A2").status is AwardStatus.CANCELLED
    assert explained("Red=terminated") == ("red", "terminated")
    with pytest.raises(Unreadable, match="terminated or cancelled"):
        explained("Red=stopped")


def test_what_says_nothing_of_a_contract_stays_with_the_tender(book: Book) -> None:
    text = LIST.format("Awarded", "Closed", "Cancelled", heading="Status").replace("Beta Ltd,50000,2025-02-10", ",,")
    came(book, text)
    assert [book.get(f"T{number}").extra for number in (1, 2, 3)] == [{}, {"Status": "Closed"}, {}]


@pytest.mark.parametrize(
    "words", [("Stav", "účinná", "vypovězena"), ("Durum", "Yürürlükte", "Feshedildi"), ("Status", "Gällande", "Hävt")]
)
def test_a_status_in_words_that_no_tender_has_is_of_the_contracts(words: tuple[str, ...], book: Book) -> None:
    heading, *states = words
    came(book, LIST.format(*states, states[0], heading=heading))
    assert [str(award.status) for award in book.holdings.awards.values()] == ["active", "terminated", "active"]
