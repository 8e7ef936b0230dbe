"""What people write in the cells of a register, in the main languages, and what it means."""

from __future__ import annotations

import json

import pytest
from came import came, lines

from bidtracker.book import Book
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.vocabulary import Outcome
from bidtracker.intake.mapping.headings.written import names_of, times_in
from bidtracker.intake.mapping.lengths.length import read_length
from bidtracker.intake.mapping.proposal import propose
from bidtracker.intake.mapping.words.chances import chance_of
from bidtracker.intake.mapping.words.places import position_of
from bidtracker.intake.mapping.words.reasons import reason_of
from bidtracker.intake.mapping.words.states import is_own_word, state_of

OUTCOMES = {
    "lost": """Unsuccessful|Not awarded|L|LOST|Closed Lost|Not shortlisted|Failed PQQ|did not win|Absagen
    |kein Zuschlag
        |nicht berücksichtigt|Wir haben nicht gewonnen|Perdu|Rejetée|Pas retenu|Perdida|Persa|Perdemos|Niet gegund
        |Przegrana
        |Nie wygrano|Prohráli jsme|Проиграли|не выиграна|Програли|未中标|没中标|未入围|落选|未得標|失注|敗退""",
    "won": """Successful|W|Won!|Closed - won|Awarded to us|Zuschlag|gewonnen!|Gagné|Attribué|Ganamos|Vinta|Vencedor
    |Gegund
        |wygraliśmy|Vyhráli jsme|Победа|Виграли|已中标|得標|受注|落札|Won (lot 1)|won by us""",
    "no_award": """No award|Abandoned|Cancelled by buyer|Withdrawn by client|Re-tendered|aufgehoben|Aufhebung
    |Sans suite
        |Infructueux|Desierta|Deserta|Fracassado|Afgebroken|Unieważniony|Zrušeno|Не состоялся|Не відбувся|流标|废标
        |廢標
        |不調|入札中止""",
    "no_bid": """DNB|No-bid|Declined|Missed deadline|kein Angebot|Nicht teilgenommen|Non soumissionné|No presentada
        |Non partecipato|Não participamos|Geen inschrijving|Nie startujemy|Nepodali jsme|Не участвовали
        |Не брали участь
        |未投标|放弃|未応札""",
    "withdrawn": """Withdrew|Bid withdrawn by us|zurückgezogen|Retiré|Desistida|Ritirata|Teruggetrokken|Rezygnacja
    |Отозвана|弃标|辞退""",
    "disqualified": """Excluded|ausgeschlossen|Exclu|Excluida|Esclusi|Desclassificado|Uitgesloten|Vyloučeni
    |Відхилено|資格不符|失格""",
    "pending": "On hold|No decision|not yet awarded|Zuschlag noch nicht erteilt|En attente|W trakcie|待开标|結果待ち",
}  # fmt: skip


@pytest.mark.parametrize(
    ("outcome", "word"), [(code, word.strip()) for code, words in OUTCOMES.items() for word in words.split("|")]
)
def test_how_a_bid_ended(outcome: str, word: str) -> None:
    meaning = state_of(word)
    assert meaning is not None and meaning.columns.get("outcome") == outcome


@pytest.mark.parametrize(
    "word",
    ["Not awarded", "non attribuée", "No adjudicada", "Non aggiudicata", "Não adjudicado", "Niet gegund"],
)
def test_what_was_not_awarded_may_be_so_to_nobody(word: str) -> None:
    meaning = state_of(word)
    assert meaning is not None and meaning.sure < 0.9 and not is_own_word(word)


@pytest.mark.parametrize(
    ("cell", "columns"),
    [
        ("Lost 2nd - price", {"outcome": "lost", "position": "2", "lost_reason": "price"}),
        ("perdu (2e)", {"outcome": "lost", "position": "2"}),
        ("prohráno (2.)", {"outcome": "lost", "position": "2"}),
        ("Verloren – 3.", {"outcome": "lost", "position": "3"}),
        ("Lost (2 lots)", {"outcome": "lost"}),
        ("No bid (2)", {"outcome": "no_bid", "decision": "no_go"}),
        ("verloren (Platz 3)", {"outcome": "lost", "position": "3"}),
        ("2nd of 5", {"outcome": "lost", "position": "2"}),
        ("第2中标候选人", {"outcome": "lost", "position": "2"}),
        ("丢标（价格）", {"outcome": "lost", "lost_reason": "price"}),
        ("No bid - capacity", {"outcome": "no_bid", "decision": "no_go", "lost_reason": "capacity"}),
        ("1st", {"position": "1"}),
        ("Awarded to Rival Ltd", {"outcome": "lost", "winner": "Rival Ltd"}),
        ("Zuschlag an Meyer KG", {"outcome": "lost", "winner": "Meyer KG"}),
        ("Attribué à Martin SA", {"outcome": "lost", "winner": "Martin SA"}),
        ("Aggiudicata ad ACME", {"outcome": "lost", "winner": "ACME"}),
        ("決標給甲公司", {"outcome": "lost", "winner": "甲公司"}),
        ("Lost to incumbent", {"outcome": "lost", "lost_reason": "incumbent_kept"}),
        ("Won by 5 points", {"outcome": "won"}),
        ("to be submitted", {"stage": "preparing"}),
        ("not yet submitted", {"stage": "preparing"}),
        ("Preferred bidder", {"stage": "evaluation"}),
        ("Submitted 12 May", {"stage": "submitted"}),
        ("Não adjudicado - deserto", {"outcome": "no_award"}),
        ("Non attribué (infructueux)", {"outcome": "no_award"}),
        ("Not awarded: price", {"outcome": "lost", "lost_reason": "price"}),
        ("Lost (2nd, to Acme Ltd)", {"outcome": "lost", "winner": "Acme Ltd", "position": "2"}),
        ("Verloren an Meyer GmbH wegen Preis", {"outcome": "lost", "winner": "Meyer GmbH", "lost_reason": "price"}),
        ("Lost to Price Brothers Ltd", {"outcome": "lost", "winner": "Price Brothers Ltd"}),
        ("落标，中标人：康佳公司", {"outcome": "lost", "winner": "康佳公司"}),
        ("Absage (Zuschlag an Müller Bau GmbH)", {"outcome": "lost", "winner": "Müller Bau GmbH"}),
        ("Lost - awarded to Rival Ltd", {"outcome": "lost", "winner": "Rival Ltd"}),
        ("Lost 2nd - winner Salt Ltd (price)",
         {"outcome": "lost", "position": "2", "winner": "Salt Ltd", "lost_reason": "price"}),
        ("Perdu (attribué à Dräger)", {"outcome": "lost", "winner": "Dräger"}),
        ("Persa: aggiudicata a Rossi srl", {"outcome": "lost", "winner": "Rossi srl"}),
        ("Przegrana (wygrała firma Budimex)", {"outcome": "lost", "winner": "Budimex"}),
        ("Проиграли, победил ООО Ромашка", {"outcome": "lost", "winner": "ООО Ромашка"}),
        ("失注（落札：田中建設）", {"outcome": "lost", "winner": "田中建設"}),
        ("Lost, awarded to incumbent", {"outcome": "lost", "lost_reason": "incumbent_kept"}),
        ("Lost (winner: us)", {"outcome": "lost"}),
        ("Won (awarded to us)", {"outcome": "won"}),
    ],
)  # fmt: skip
def test_what_a_cell_says_together(cell: str, columns: dict[str, str]) -> None:
    meaning = state_of(cell)
    assert meaning is not None and meaning.columns == columns


@pytest.mark.parametrize("cell", ["TBC", "Geparkt", "Haven't heard", "", "?"])
def test_what_is_no_word_that_we_know(cell: str) -> None:
    assert state_of(cell) is None


def test_words_that_public_lists_use_too_are_not_own() -> None:
    assert [is_own_word(word) for word in ("Lost", "No bid", "Unsuccessful", "Not awarded",
        "Awarded to Rival Ltd")] == [
        True, True, False, False, False,
    ]  # fmt: skip


REGISTERS = {
    "de": """Vergabenr.;Auftraggeber;Maßnahme;Angebotssumme netto;Rang;Ergebnis
V-11;Stadt Köln;Dach;1.234.567,89 €;3;Absage (Zuschlag an Müller Bau GmbH)
V-14;Uniklinik Bonn;Elektro;987.654,00;1;Auftrag erhalten
""",
    "pl": """Znak sprawy;Zamawiający;Przedmiot;Kwota oferty;Wynik
ZP.1;Gmina Lesko;Sól;195 tys. zł;wygrany
ZP.2;Szpital;Respiratory;1 450 000,00 zł;
""",
    "ja": """案件番号,発注者,案件名,入札額,結果
A-1,横浜市,清掃,2900000,受注
A-2,川崎市,警備,1900000,
""",
}


@pytest.mark.parametrize("language", REGISTERS)
def test_a_register_is_known_by_what_only_a_bidder_says(book: Book, language: str) -> None:
    """Without a word for us in its headings, and without a chance."""
    came(book, REGISTERS[language])
    won = [tender for tender in book.holdings.tenders.values() if tender.outcome is Outcome.WON]
    assert len(won) == 1 and won[0].bid is not None and won[0].bid.price is not None
    assert [award.ours for award in book.holdings.awards_of(won[0].id)] == [True]


def test_whoever_has_won_in_a_public_list_is_not_us(book: Book) -> None:
    came(book, "Ref,Buyer,Title,Supplier,Status\nA-1,City,Salt,Rival Ltd,Won\nA-2,City,Sand,Other Ltd,Won\n")
    assert all(not award.ours for award in book.holdings.awards.values()) and len(book.holdings.awards) == 2
    assert all(not tender.bids for tender in book.holdings.tenders.values())


@pytest.mark.parametrize(
    ("cell", "place"),
    [
        *((cell, 2) for cell in ("2", "2.0", "2nd", "2nd of 5", "2/5", "2 of 4", "No. 2", "Rank 2", "2.", "II",
            "2º", "2ème / 4")),
        *((cell, 2) for cell in ("2. von 5", "2 miejsce", "2 место", "second", "zweiter", "Runner-up", "第2位",
            "第二名", "2位", "2.º", "2do", "2de", "L2", "secondi", "segundos", "zweitplatziert")),
        ("#3", 3), ("joint 3rd", 3), ("5/3", None), ("last", None), ("TBC", None),
    ],
)  # fmt: skip
def test_places(cell: str, place: int | None) -> None:
    assert position_of(cell) == place


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("Price too high", ("price",)), ("Quality & price", ("technical_fit", "price")), ("Zu teuer", ("price",)),
        ("Prix trop élevé", ("price",)), ("Falta de experiencia", ("references",)), ("报价过高", ("price",)),
        ("Scored low on social value", ("technical_fit",)), ("too busy", ("capacity",)), ("N/A", ()),
        ("人手不够", ("capacity",)), ("Manque d'effectif", ("capacity",)), ("нет людей", ("capacity",)),
    ],
)  # fmt: skip
def test_reasons(cell: str, codes: tuple[str, ...]) -> None:
    assert reason_of(cell)[0] == codes


@pytest.mark.parametrize(
    ("cell", "share"),
    [
        ("10 %", 0.1), ("0,5 %", 0.005), ("50/50", 0.5), ("1 in 4", 0.25), ("3/10", 0.3), ("10-20%", 0.15),
        ("~30 %", 0.3), ("25pc", 0.25), ("25% (low)", 0.25),
        ("> 80%", 0.8), ("ca. 40 Prozent", 0.4), ("三成", 0.3), ("三成半", 0.35),
        ("3割", 0.3), ("low", 0.25), ("Mittel", 0.5), ("élevée", 0.75),
        ("高", 0.75),
        ("groot", 0.75), ("zeer klein", 0.1),
        ("very low", 0.1), ("high chance", 0.75), ("120 %", None), ("green", None), ("5/4", None),
    ],
)  # fmt: skip
def test_chances(cell: str, share: float | None) -> None:
    chance = chance_of(cell)
    assert (chance and chance[0]) == (share and pytest.approx(share))


@pytest.mark.parametrize(
    ("cell", "fixed", "more"),
    [
        *((cell, 36, 0) for cell in ("36", "3 years", "36 mths", "P3Y", "three years", "3 lata", "36个月", "3年間",
            "3か年", "36ヵ月",
            "2 (two) years and 12 months", "三十六个月", "三年")),
        *((cell, 36, 24) for cell in ("3+1+1", "36 + 2x12", "3 years with option of 2 years", "5 years (3+2)",
            "3+2 (5 years)", "3 ans reconductible 2 fois 1 an", "3 years + two 12 month extensions",
            "3 Jahre, 2x Verlängerung um 1 Jahr")),
        *((cell, 24, 24) for cell in ("2y+1y+1y", "24+12+12", "2 Jahre + 2x1 Option", "2 jaar + 2x 1 jaar",
            "4 years (2+1+1)", "2 años prorrogable 2 años")),
        *((cell, 24, 12) for cell in ("24 (+12)", "24 meses + 12 meses", "2 Jahre (Option 1 Jahr)", "2 anni + 1")),
        ("6 months with option to extend to 12 months", 6, 6), ("1 year + option to extend 1 year", 12, 12),
        ("1 an reconductible 3 fois", 12, 36), ("2 years and 6 months", 30, 0), ("1.5 years", 18, 0),
    ],
)  # fmt: skip
def test_lengths(cell: str, fixed: int, more: int) -> None:
    length = read_length(cell)
    assert (length.fixed.months, length.more.months) == (fixed, more)


def test_what_a_contract_may_be_extended_by() -> None:
    cells = ("12+12", "1+1", "2x1 year", "2 years", "2", "2 options of 12 months", "12 mois x 2", "+12+12")
    assert {read_length(cell, options=True).more.months for cell in cells} == {24}
    assert read_length("3", unit="years").fixed.months == 36
    for cell in ("ongoing", "TBC", "unbefristet", "option of 2 years", "118/01/09", "30/06/27", "2027.3.31"):
        with pytest.raises(Unreadable):
            read_length(cell)


@pytest.mark.parametrize(
    ("heading", "name", "times"),
    [
        ("Value (£k)", "value", 1_000), ("Our price £000", "our price", 1_000), ("Value (£'000)", "value", 1_000),
        ("Auftragswert (Mio €)", "auftragswert", 1_000_000), ("Preis in TEUR", "preis", 1_000), ("Wert in Tsd. €",
            "wert", 1_000),
        ("Montant (k€)", "montant", 1_000), ("Wartość (tys. zł)", "wartosc", 1_000), ("Цена, тыс. руб.", "цена",
            1_000),
        ("预算（万元）", "预算", 10_000), ("契約金額（千円）", "契約金額", 1_000), ("Importe (miles de €)",
            "importe", 1_000),
        ("Value (USD millions)", "value", 1_000_000), ("Value (excl. VAT)", "value", 1), ("Deadline (dd/mm/yyyy)",
            "deadline", 1),
        ("P(win)", "p win", 1), ("Score (ours)", "score ours", 1), ("Market", "market", 1), ("Value", "value", 1),
    ],
)  # fmt: skip
def test_what_a_heading_says_of_the_numbers_below(heading: str, name: str, times: int) -> None:
    assert name in names_of(heading) and times_in(heading) == times


@pytest.mark.parametrize("heading", ["tem_resultado", "hasResult", "Result published", "Ergebnis veröffentlicht"])
def test_that_there_is_a_result_is_none(book: Book, heading: str) -> None:
    came(book, f"Opportunity,Client,{heading}\nBeds,City,No\nChairs,Town,Yes\n")
    assert lines(book) == ["- | Beds | City | watching pending pending", "- | Chairs | Town | watching pending pending"]


@pytest.mark.parametrize("heading", ["Won?", "Did we win?", "Outcome", "Bid won (Y/N)", "Haben wir gewonnen?"])
def test_a_question_after_the_win_is_an_outcome(book: Book, heading: str) -> None:
    came(book, f"Opportunity,Client,{heading}\nBeds,City,No\nChairs,Town,Yes\n")
    assert [book.get(f"T{n}").outcome for n in (1, 2)] == [Outcome.LOST, Outcome.WON]


def test_a_name_that_is_nested_deep_is_read(book: Book) -> None:
    deep = {"a": {"b": {"c": {"buyer": {"code": "1", "name": "City of Exampleton"}}}}}
    came(book, json.dumps([{"title": "Beds", **deep}, {"title": "Chairs", **deep}]))
    assert lines(book)[0].startswith("- | Beds | City of Exampleton")


ENDS = {
    "Won - awaiting contract": {"outcome": "won"},
    "Submitted late - rejected": {"outcome": "disqualified"},
    "Awarded - not to us": {"outcome": "lost"},
    "Awarded direct to BigCo": {"outcome": "lost", "winner": "BigCo"},
    "Runner up": {"outcome": "lost"},
    "Client withdrew tender": {"outcome": "no_award"},
    "Withdrawn - by the authority": {"outcome": "no_award"},
    "Vom Auftraggeber zurückgezogen": {"outcome": "no_award"},
    "Retiré par l'acheteur": {"outcome": "no_award"},
    "Withdrawn by us - client delays": {"outcome": "withdrawn"},
    "No response from client": {"outcome": "pending"},
    "Appointed to framework": {"outcome": "won"},
    "Not appointed to framework": {"outcome": "lost"},
    "Not progressed to ITT": {"outcome": "lost"},
    "NHS chose incumbent": {"outcome": "lost"},
    "Lost (won on appeal)": {"outcome": "lost"},
    "Submitted, not yet awarded": {"outcome": "pending"},
}


@pytest.mark.parametrize("cell", ENDS)
def test_how_it_ended_counts_before_what_follows_and_who_did_it_too(cell: str) -> None:
    meaning = state_of(cell)
    assert meaning is not None and meaning.columns == ENDS[cell]


@pytest.mark.parametrize(
    ("column", "cells", "title"),
    [
        ("Tender", ["Beds", "Chairs"], "Tender"),
        ("Tender", ["T-1", "T-2"], "Description"),
        ("Name", ["A1", "B2"], "Name"),
    ],
)
def test_tender_heads_titles_and_their_numbers(column: str, cells: list[str], title: str) -> None:
    records = [{column: cell, "Client": "City", "Description": f"Works {cell}"} for cell in cells]
    assert {m.field: m.column for m in propose(records).columns}["title"] == title


@pytest.mark.parametrize(
    ("cell", "share"), [("c. 40%", 0.4), ("70%+", 0.7), ("High (70%)", 0.7), ("60%?", 0.6), ("%40", 0.4)]
)
def test_a_chance_with_words_around_it(cell: str, share: float) -> None:
    assert chance_of(cell) == (share, True)


@pytest.mark.parametrize(
    ("cell", "place"), [("2=", 2), ("=2", 2), ("2nd (lot 1), 4th (lot 2)", None), ("3rd or 4th", None), ("4th/6", 4)]
)
def test_two_places_are_none(cell: str, place: int | None) -> None:
    assert position_of(cell) == place
