"""The why of an opportunity: a seller's words first, what says nothing folded, and the model's numbers beside them."""

from __future__ import annotations

from datetime import date

from bidtracker.book import Book
from bidtracker.domain.bids import ContractTerms
from bidtracker.domain.vocabulary import Layer, Level, Role, SignalKind, Stance
from bidtracker.locale import shown
from bidtracker.pages.account.reasons import BECAUSE, model_lines, reason_lines
from bidtracker.pages.account.why import why_page
from bidtracker.pages.draw.text import plain_text
from bidtracker.pages.page import PageItem, Remark, WaterfallStep
from bidtracker.radar.score.opportunity import Opportunity, opportunities
from bidtracker.radar.score.structure import ReasonKind

TODAY = date(2026, 11, 23)


def lost(book: Book) -> Book:
    book.add("tenders", title="Ward beds", buyer="Leeds Hospital", deadline=date(2025, 3, 1))
    book.lose(
        "T1",
        to="Acme Ltd",
        terms=ContractTerms(start=date(2025, 7, 1), end=date(2027, 6, 30), promises=("delivery in 30 days",)),
    )
    return book


def judged(book: Book) -> Opportunity:
    return opportunities(book.holdings, TODAY)[0]


def words(item: PageItem) -> str:
    assert isinstance(item, (Remark, WaterfallStep))
    return "".join(shown(part) for part, _tone in item.words)


def why(book: Book) -> list[str]:
    return [words(item) for item in reason_lines(judged(book), book.holdings)]


def test_every_row_has_a_reason_in_words() -> None:
    silent = {*ReasonKind} - {*BECAUSE, ReasonKind.BASE}
    assert not silent, (
        f"say in BECAUSE of bidtracker/pages/account/reasons.py why the score rises and falls by {silent}, and in OURS "
        "where that reads otherwise of a contract of ours"
    )


def test_own_evidence_stands_first_and_names_the_promise(book: Book) -> None:
    lost(book).observe("A1", SignalKind.DELIVERY_LATE, on=date(2026, 10, 12), promise=1, severity=3, notes="62 days")
    first, second, *rest = why(book)
    assert first == "because they break promises"
    assert second == "Delivery late; they promised “delivery in 30 days”: 62 days"
    assert any(line.startswith("to start from: ") for line in rest) and rest[-1] == "score"


def test_other_complaints_are_no_broken_promise_and_praise_lowers_it(book: Book) -> None:
    lost(book).observe("A1", SignalKind.QUALITY_POOR, on=date(2026, 10, 12), severity=3)
    assert why(book)[0] == "because they are unhappy with the supplier"
    book.refute("S1")
    book.observe("A1", SignalKind.KPI_GOOD, on=date(2026, 11, 1), severity=3)
    assert why(book)[0] == "because the supplier pleases them"
    [praise] = [item for item in reason_lines(judged(book), book.holdings) if isinstance(item, Remark)]
    assert praise.signs == (("✓ ", "good"),)


def test_what_says_nothing_is_folded_and_whole_points_add_up(book: Book) -> None:
    lost(book)
    steps = [item for item in reason_lines(judged(book), book.holdings) if isinstance(item, WaterfallStep)]
    *rows, score = steps
    assert any("hardly matter" in words(row) for row in rows)
    assert sum(int(row.number.replace("−", "-")) for row in rows) == int(score.number) == round(judged(book).score)


def test_what_a_bound_cut_off_is_told(book: Book) -> None:
    lost(book)
    assert "more of the same adds nothing now" not in why(book)
    for day in range(1, 9):
        book.observe("A1", SignalKind.EARLY_RETENDER, on=date(2026, 11, day), severity=3)
    assert "more of the same adds nothing now" in why(book)


def test_what_is_planned_stands_in_next(book: Book) -> None:
    lost(book)
    book.add("contacts", name="Jane Roe", buyer="B1", layer=Layer.DECISION, roles=[Role.DECIDES])
    book.believe("P1", level=Level.TRUSTED, stance=Stance.SUPPORTS)
    book.plan_touch("P1", on=date(2026, 12, 21))
    text = plain_text(why_page(judged(book), book.holdings, TODAY))
    ahead = text.split("\nNext\n")[1].split("\n\n")[0]
    assert "◷ Call with Jane Roe" in ahead and "2026-12-21" in ahead


def test_the_model_s_numbers_are_one_step_away_and_explained(book: Book) -> None:
    lost(book).observe("A1", SignalKind.DELIVERY_LATE, on=date(2026, 10, 12))
    plain, numbers = (plain_text(why_page(judged(book), book.holdings, TODAY, numbers=n)) for n in (False, True))
    assert " dB" not in plain and "B2" not in plain
    assert " dB" in numbers and "B2" in numbers and "A letter and a digit" in numbers
    steps = [item for item in model_lines(judged(book)) if isinstance(item, WaterfallStep)]
    assert len(steps) == len(judged(book).reasons) + 1
