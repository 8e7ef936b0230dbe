"""The account brief: one page, everything that matters, nothing twice, and no text that could harm."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from bidtracker.book import Book
from bidtracker.demo import fill
from bidtracker.domain.bids import ContractTerms
from bidtracker.domain.errors import NotFound, Refused, Unreadable
from bidtracker.domain.records import Fact, Theme
from bidtracker.domain.vocabulary import (
    Channel,
    Decision,
    FactKind,
    Layer,
    Level,
    Lever,
    Rating,
    SignalKind,
    Stance,
    TouchOutcome,
)
from bidtracker.locale import set_language
from bidtracker.pages.brief import LONGEST, brief
from bidtracker.pages.draw.markdown import page_markdown
from bidtracker.radar.score.past import history

TODAY = date(2026, 11, 23)


@pytest.fixture
def account(book: Book) -> Book:
    book.add("tenders", title="Ward beds", buyer="Leeds Hospital", deadline=date(2025, 3, 1))
    book.lose(
        "T1",
        to="Acme Ltd",
        terms=ContractTerms(start=date(2025, 7, 1), end=date(2027, 6, 30), promises=("delivery in 30 days",)),
    )
    book.observe("A1", SignalKind.DELIVERY_LATE, on=date(2026, 10, 12), promise=1)
    book.add("contacts", name="Jane Roe", buyer="B1", title="Director")
    return book


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    with Book.open(tmp_path_factory.mktemp("sample") / "sample.bidtracker", create=True) as book:
        fill(book, TODAY)
        yield book


def written(book: Book, about: str = "B1") -> str:
    return page_markdown(brief(book.holdings, about, TODAY))


def test_every_account_of_the_sample_fits_on_a_page_and_says_nothing_twice(sample: Book) -> None:
    past = history(sample.holdings, TODAY)
    for number in sample.holdings.buyers:
        page = page_markdown(brief(sample.holdings, f"B{number}", TODAY, past=past))
        assert page.count("\n") <= LONGEST
        points = [line for line in page.split("\n") if line.startswith("- ")]
        assert len(set(points)) == len(points)
        for fact in sample.holdings.facts_of(number):
            start = fact.text[:40].split(".")[0]
            assert page.count(start) <= 1, (number, fact.text)


def test_what_there_is_no_room_for_is_counted(sample: Book) -> None:
    richest = max(sample.holdings.buyers, key=lambda n: len(sample.holdings.facts_of(n)))
    assert "Left out for want of room: " in written(sample, f"B{richest}")


def test_about_a_buyer_a_tender_or_an_award(account: Book) -> None:
    assert written(account).startswith("# Leeds Hospital\n")
    assert written(account, "T1").startswith("# Leeds Hospital: Ward beds\n")
    assert written(account, "a1").startswith("# Leeds Hospital: Ward beds\n")


@pytest.mark.parametrize(("about", "error"), [("B9", NotFound), ("C1", Refused), ("P1", Refused), ("x", Unreadable)])
def test_about_anything_else_there_is_none(account: Book, about: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        written(account, about)


def test_facts_have_their_source_and_contradictions_stand_side_by_side(account: Book) -> None:
    for text, channel in (("about 400 people", Channel.INSIDE), ("520 people", Channel.PUBLIC)):
        account.add("facts", buyer="B1", kind=FactKind.SIZE, text=text, on=date(2026, 5, 1), channel=channel)
    page = written(account)
    assert "- Size: about 400 people (≠ contradicted, Inside · possible, 2026-05-01)\n- Size: 520 people (≠" in page
    assert "1 of 14 things known" in page


def test_a_fact_that_raises_a_flag_is_told_with_the_flag_only(account: Book) -> None:
    fact = {"buyer": "B1", "kind": FactKind.REPUTATION, "on": date(2026, 5, 1)}
    account.add("facts", text="haggles", rating=Rating.POOR, **fact)
    account.add("facts", text="fair", rating=Rating.GOOD, **fact)
    page = written(account)
    assert "- Poor reputation: haggles, judged poor (Inside, 2026-05-01); against that: fair, judged Good" in page
    assert page.count("haggles") == page.count("fair, ") == 1


def test_words_that_name_the_rival_are_marked_and_those_that_do_not_are_written(account: Book) -> None:
    account.read_all().put("themes", Theme(id=1, tender=1, lever=Lever.QUALITY, text="Better than Acme", main=True))
    account.read_all().put("themes", Theme(id=2, tender=1, lever=Lever.SERVICE, text="Here in four hours", proof="Log"))
    page = written(account)
    assert "- “Here in four hours”; proof: Log" in page
    assert "do not say V1 as it stands: it names Acme Ltd" in page
    assert "Better than Acme" not in page


def test_texts_of_any_length_and_kind_stay_one_line_each(account: Book) -> None:
    holdings = account.holdings
    for number, kind in enumerate(FactKind, 1):
        text = f"[x](http://evil.test) | **b** <i>\n# {'long ' * 900}"
        holdings.put("facts", Fact(id=number, buyer=1, kind=kind, text=text, on=TODAY))
    holdings.put("buyers", replace(holdings.buyers[1], name="Leeds\n# Hospital\x1b[31m"))
    page = written(account)
    assert page.count("\n") <= LONGEST and page.count("\n# ") == 0 and "\x1b" not in page
    assert max(map(len, page.split("\n"))) < 600


def test_it_speaks_the_persons_language(account: Book) -> None:
    set_language("zh_CN")
    try:
        assert written(account).startswith("# Leeds Hospital\n")
    finally:
        set_language("en")


def test_a_buyer_of_whom_nothing_is_known_has_a_page_of_questions(book: Book, tmp_path: Path) -> None:
    book.add("buyers", name="Ashby")
    page = written(book)
    assert "What will they need next, and when?" in page and "0 of 14 things known" in page


def test_who_was_never_noted_as_spoken_to_is_not_said_to_be_a_stranger(account: Book) -> None:
    account.believe("P1", level=Level.TRUSTED, stance=Stance.SUPPORTS, on=date(2026, 9, 1))
    assert "- Jane Roe: Director (Trusted, Supports, no talk noted yet, waits too long)\n" in written(account)
    (touch, *_) = account.plan_touch("P1", on=TODAY)
    account.done(f"F{touch.id}", TouchOutcome.REACHED_NOT_NOW, on=TODAY)
    assert f"- Jane Roe: Director (Trusted, Supports, last {TODAY} by " in written(account)


def test_in_a_quiet_period_nobody_is_named_to_be_met_or_asked(account: Book) -> None:
    account.believe("P1", level=Level.FAMILIAR, stance=Stance.SUPPORTS)
    account.add("contacts", name="John Doe", buyer="B1", layer=Layer.DECISION)
    assert "meet John Doe through Jane Roe" in written(account) and "(ask Jane Roe)" in written(account)
    account.add("tenders", title="Lamps", buyer="B1", deadline=date(2026, 12, 24), decision=Decision.GO)
    page = written(account)
    assert "**No call now: T2 Lamps is live until 2026-12-24**" in page
    assert "meet John" not in page and "(ask" not in page
