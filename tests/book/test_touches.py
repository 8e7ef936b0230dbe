"""Touches planned and put off, several by one act."""

from __future__ import annotations

from datetime import date

import pytest

from bidtracker.book import Book
from bidtracker.domain.errors import FieldError, NotFound, Refused
from bidtracker.domain.vocabulary import TouchKind, TouchOutcome, Watch
from bidtracker.pages.draw.text import plain_text
from bidtracker.pages.records import record_page
from bidtracker.radar.score.relations import reached, silences

ON = date(2026, 12, 1)
LATER = date(2026, 12, 15)


@pytest.fixture
def buyers(book: Book) -> Book:
    """B1 with tender T1 and contact P1, B2 with T2."""
    book.add("tenders", title="Ward beds", buyer="Leeds Hospital")
    book.add("tenders", title="Sterile services", buyer="York Trust")
    book.add("contacts", name="Eve", buyer="B1")
    return book


def test_touches_about_several_records_are_one_act(buyers: Book) -> None:
    made = buyers.plan_touch("T1", "B2", "P1", on=ON, kind=TouchKind.VISIT)
    assert [(t.id, t.buyer, t.tender, t.contact) for t in made] == [(1, 1, 1, 0), (2, 2, 0, 0), (3, 1, 0, 1)]
    assert str(buyers.history(limit=1)[0].title) == "3 touches on 2026-12-01"
    buyers.undo()
    assert not buyers.holdings.touches


def test_where_one_of_several_cannot_be_none_is_planned(buyers: Book) -> None:
    with pytest.raises(NotFound):
        buyers.plan_touch("T1", "T9", on=ON)
    with pytest.raises(Refused, match="F1 is no buyer"):
        buyers.plan_touch("T1", "F1", on=ON)
    assert not buyers.holdings.touches


def test_planned_touches_are_put_off_by_one_act(buyers: Book) -> None:
    buyers.plan_touch("T1", "T2", on=ON)
    assert [touch.on for touch in buyers.put_off("F1", "F2", until=LATER)] == [LATER, LATER]
    assert str(buyers.history(limit=1)[0].title) == "Put 2 touches off until 2026-12-15"
    buyers.undo()
    assert {touch.on for touch in buyers.holdings.touches.values()} == {ON}


def test_only_what_is_planned_is_put_off(buyers: Book) -> None:
    buyers.plan_touch("T1", "T2", on=ON)
    buyers.done("F2", TouchOutcome.NO_ANSWER)
    with pytest.raises(Refused, match="F2 is done already"):
        buyers.put_off("F1", "F2", until=LATER)
    with pytest.raises(Refused, match="T1 is no touch"):
        buyers.put_off("T1", until=LATER)
    assert buyers.get("F1").on == ON


def test_a_touch_says_who_of_us_it_was(book: Book) -> None:
    book.add("buyers", name="York Trust")
    [planned] = book.plan_touch("B1", on=ON)
    assert planned.by == book.who
    touch, _made = book.done("F1", TouchOutcome.REACHED_NOT_NOW, by="bo")
    assert touch.by == "bo"


def test_asked_and_nothing_heard_is_a_done_touch_about_the_award(rival: Book) -> None:
    (touch,) = rival.asked("A1", of="Eve", on=date(2026, 11, 20), note="all fine")
    assert (touch.award, touch.tender, touch.buyer, touch.contact) == (1, 1, 1, 1)
    assert (touch.on, touch.done, touch.outcome) == (touch.done, date(2026, 11, 20), TouchOutcome.NOTHING_HEARD)
    assert (touch.written, touch.by) == (rival.today(), rival.who)
    assert rival.get("T1").watch is Watch.CONTACTED
    assert str(rival.history(limit=1)[0].title) == "Asked how A1 goes, nothing heard"
    page = plain_text(record_page(rival.get("A1"), rival.holdings, rival.today()))
    assert "Asked" in page and "2026-11-20  once, nothing heard" in page
    rival.undo()
    assert not rival.holdings.touches and rival.get("T1").watch is not Watch.CONTACTED
    assert "nothing heard" not in plain_text(record_page(rival.get("A1"), rival.holdings, rival.today()))


def test_asking_is_of_somebody_there_and_not_of_tomorrow(rival: Book) -> None:
    with pytest.raises(FieldError, match="works for another buyer"):
        rival.asked("A1", of="P2")
    with pytest.raises(FieldError, match="2026-12-01 is not here yet"):
        rival.asked("A1", on=ON)
    with pytest.raises(NotFound):
        rival.asked("A1", "A9")
    assert not rival.holdings.touches


def test_a_silence_is_read_from_the_day_on_which_it_was_written_down(rival: Book) -> None:
    (touch,) = rival.asked("A1", on=date(2026, 10, 1))
    assert silences([touch], date(2026, 10, 2)) == [] and not reached(touch, date(2026, 10, 2))
    assert silences([touch], rival.today()) == [date(2026, 10, 1)] and reached(touch, rival.today())
    rival.plan_touch("A1", on=ON)
    done, _made = rival.done("F2", TouchOutcome.NOTHING_HEARD)
    assert done.written == rival.today() and silences([done], rival.today()) == [rival.today()]
