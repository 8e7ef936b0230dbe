"""What people call the columns of their registers: each heading of headings.txt, with cells of its field."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from bidtracker.intake.mapping.candidates import candidates
from bidtracker.intake.mapping.proposal import propose

DAYS = ("14/02/2026", "03/03/2026", "27/04/2026", "15/05/2026")
AMOUNTS = ("120000", "95000", "230500", "88000")
WORDS = ("Won", "Lost", "Lost", "No bid")
CELLS = {
    **dict.fromkeys(("deadline", "submitted", "published", "award_date", "contract_start", "contract_end"), DAYS),
    **dict.fromkeys(("decision_date", "retender_on", "enquiries_until", "contract_max_end"), DAYS),
    **dict.fromkeys(("price", "value", "award_value"), AMOUNTS),
    **dict.fromkeys(("our_score", "winning_score"), ("72", "81.5", "66", "90")),
    "p_win": ("10%", "40%", "25%", "60%"),
    "outcome": WORDS,
    "status": ("Won", "Lost", "Submitted", "No bid"),
    "stage": ("Submitted", "Preparing", "Evaluation", "Preparing"),
    "decision": ("Go", "No go", "Go", "Go"),
    "lost_reason": ("Price", "Quality", "Price", "Incumbent"),
    "winner": ("Alpha Ltd", "Beta Ltd", "Gamma GmbH", "Alpha Ltd"),
    "position": ("2nd", "3rd", "1st", "2nd"),
    "bid_manager": ("Jane Roe", "Tom Poe", "Jane Roe", "Ann Low"),
    "sector": ("Health", "Education", "Health", "Transport"),
    "contract_length": ("3 years", "24 months", "3+1+1", "12 months"),
    "contract_options": ("12 months", "1+1", "24 months", "6 months"),
    "feedback": ("They liked our method", "Too dear on day rates", "Weak on social value", "No debrief given yet"),
    "offers": ("4", "6", "3", "7"),
    "reference": ("T-101", "T-102", "T-103", "T-104"),
    "lot_title": ("Beds", "Meals", "Signs", "Boilers"),
    "title": ("Ward beds", "School meals", "Road signs", "Boiler service"),
    "buyer": ("Leeds Council", "York Trust", "Kent Police", "Bath College"),
    "notes": ("call Jane first", "ask about TUPE", "site visit on Monday", "needs ISO 9001"),
    "url": ("https://a.example/1", "https://a.example/2", "https://a.example/3", "https://a.example/4"),
}
# Fields whose columns say the same with the same cells, so that either is right.
ALIKE = {"status": {"stage", "outcome"}, "outcome": {"status"}, "stage": {"status"}, "decision": {"status"},
         "feedback": {"notes", "lost_reason"}}  # fmt: skip


def by_language() -> dict[str, list[tuple[str, str]]]:
    """Of each language the fields, each with a heading."""
    headings: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for line in (Path(__file__).parent / "headings.txt").read_text("utf-8").splitlines():
        field, _, names = line.partition(": ")
        language, field = field.split()
        headings[language] += [(field, name) for name in names.split(", ")]
    return headings


HEADINGS = by_language()


def field_of(heading: str, cells: tuple[str, ...], but: tuple[str, ...] = ()) -> str:
    """The field that a column is surest of, "" for none; `but` are fields that other columns have."""
    possible = sorted(candidates(heading, Counter(cells)), key=lambda mapped: -mapped.sure)
    return next((mapped.field for mapped in possible if mapped.field not in but), "")


@pytest.mark.parametrize("language", HEADINGS)
def test_a_heading_is_taken_for_what_it_means(language: str) -> None:
    otherwise = []
    for field, heading in HEADINGS[language]:
        if field == "title":  # which every list has, so that others leave it to the one column left
            rows = [{"Buyer": buyer, heading: title} for buyer, title in zip(CELLS["buyer"], CELLS[field], strict=True)]
            taken = next((m.field for m in propose(rows).columns if m.column == heading), "")
        else:
            taken = field_of(heading, CELLS[field], tuple({"title", "buyer"} - {field}))
        if taken != field and taken not in ALIKE.get(field, ()):
            otherwise.append(f"{heading}: {taken or 'nothing'} instead of {field}")
    assert otherwise == []


@pytest.mark.parametrize(
    ("heading", "cells", "never"),
    [
        ("Contract notice date", DAYS, "reference"),
        ("Contract signing day", DAYS, "reference"),
        ("Bid / no bid choice", ("Go", "No go", "Go", "Go"), "reference"),
        ("Contractor result", WORDS, "winner"),
        ("Competitor price", AMOUNTS, "price"),
        ("Preis Wettbewerber", AMOUNTS, "price"),
        ("Highest score", ("72", "81.5", "66", "90"), "our_score"),
        ("No.", ("1", "2", "3", "4"), "reference"),
        ("Lfd. Nr.", ("1", "2", "3", "4"), "reference"),
        ("No. of years", ("3", "4", "3", "5"), "reference"),
        ("Our total (out of 100)", ("72", "81.5", "66", "90"), "price"),
    ],
)
def test_what_stands_below_a_heading_rules_out_what_it_cannot_be(
    heading: str, cells: tuple[str, ...], never: str
) -> None:
    assert field_of(heading, cells) != never


@pytest.mark.parametrize("language", HEADINGS)
def test_columns_take_nothing_from_each_other(language: str) -> None:
    """In registers of six to twelve columns, put together by chance, in any order."""
    chance, by_field = random.Random(7), defaultdict(list)
    for field, heading in HEADINGS[language]:
        by_field[field].append(heading)
    others = sorted(set(by_field) - {"title", "buyer", "p_win"})
    for _ in range(8):
        fields = ["title", "buyer", *chance.sample(others, chance.randrange(4, 11))]
        columns = {"Win %": "p_win"} | {chance.choice(by_field[field]): field for field in fields}
        order = chance.sample(sorted(columns), len(columns))
        rows = [dict(zip(order, cells, strict=True)) for cells in zip(*(CELLS[columns[c]] for c in order), strict=True)]
        taken = {mapped.column: mapped.field for mapped in propose(rows).columns}
        wrong = {
            column: taken.get(column, "")
            for column, field in columns.items()
            if taken.get(column) not in ({field} | ALIKE.get(field, set()))
        }
        assert wrong == {}, order


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Our bid › Value", "price"),
        ("Unser Angebot › Wert", "price"),
        ("我方 › 金额", "price"),
        ("Our bid › Est. value", "value"),
        ("Winner › Price", "award_value"),
        ("Ganador › Importe", "award_value"),
        ("Price › Winner", "award_value"),
        ("Winner › Score", "winning_score"),
        ("Contract › Value", "value"),
    ],
)
def test_a_group_says_whose_an_amount_or_a_score_is(heading: str, field: str) -> None:
    assert field_of(heading, AMOUNTS if "Score" not in heading else ("72", "81.5", "66")) == field


@pytest.mark.parametrize(
    "heading",
    ["Offer valid until", "Tender valid until", "Bindefrist", "Angebot gültig bis", "Validità offerta",
     "Validade da proposta", "Validité de l'offre", "Oferta ważna do", "Nabídka platná do"],
)  # fmt: skip
def test_how_long_an_offer_binds_is_no_day_of_the_tender(heading: str) -> None:
    assert field_of(heading, DAYS) == ""
