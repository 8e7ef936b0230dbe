"""A calendar: an event a dated item, under an id that stays the same from one export to the next."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from bidtracker.book import Book
from bidtracker.demo import fill
from bidtracker.domain.records import Deal, Milestone
from bidtracker.domain.vocabulary import DealStep, TouchKind
from bidtracker.exports import sheet
from bidtracker.exports.rows import ListChoices

ics = pytest.importorskip("bidtracker.exports.ics", reason="the package icalendar is not installed")
icalendar = pytest.importorskip("icalendar")
DAY = date(2026, 11, 23)


def events(book: Book, as_of: date = DAY, days: int = 30) -> dict[str, dict[str, object]]:
    result = sheet("agenda", book.holdings, as_of, ListChoices(days=days), book="this")
    calendar = icalendar.Calendar.from_ical(ics.document(result))
    listed = list(calendar.walk("VEVENT"))
    by_id = {str(event["uid"]): event for event in listed}
    assert len(by_id) == len(listed) == len(result.records)
    return by_id


def test_every_item_is_an_event_of_its_own(book: Book) -> None:
    fill(book, DAY)
    result = events(book, days=365)
    assert len(result) > 30
    for event in result.values():
        assert {"SUMMARY", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE"} <= set(event)
        assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(days=1)  # type: ignore[attr-defined]


def test_a_moved_touch_keeps_its_id_and_so_does_an_overdue_one(book: Book) -> None:
    book.add("buyers", name="Ashby\r\nSUMMARY:forged")
    book.plan_touch("B1", on=DAY + timedelta(days=3), kind=TouchKind.CALL)
    [(before, event)] = events(book).items()
    assert event["DTSTART"].dt == DAY + timedelta(days=3)  # type: ignore[attr-defined]
    assert "\n" not in str(event["SUMMARY"])
    book.set("F1", on=DAY + timedelta(days=9))
    [(after, event)] = events(book).items()
    assert after == before and event["DTSTART"].dt == DAY + timedelta(days=9)  # type: ignore[attr-defined]
    assert list(events(book, DAY + timedelta(days=20))) == [before]


def test_two_books_have_ids_of_their_own(book: Book) -> None:
    book.add("buyers", name="Ashby")
    book.plan_touch("B1", on=DAY)
    ids = set()
    for name in ("one", "two"):
        result = sheet("agenda", book.holdings, DAY, book=name)
        ids |= {str(event["uid"]) for event in icalendar.Calendar.from_ical(ics.document(result)).walk("VEVENT")}
    assert len(ids) == 2


def test_the_steps_of_one_delivery_keep_their_ids_when_another_is_done(book: Book) -> None:
    book.add("tenders", title="Beds", buyer="Ashby")
    book.win("T1")
    [award] = book.holdings.awards.values()
    steps = tuple(Milestone(number=n, step=DealStep.VISIT, due=DAY + timedelta(days=n), done=None) for n in range(1, 4))
    book.read_all().put("deals", Deal(id=1, award=award.id, milestones=steps))
    before = {str(event["DTSTART"].dt): uid for uid, event in events(book).items()}  # type: ignore[attr-defined]
    book.read_all().put("deals", Deal(id=1, award=award.id, milestones=(replace(steps[0], done=DAY), *steps[1:])))
    after = {str(event["DTSTART"].dt): uid for uid, event in events(book).items()}  # type: ignore[attr-defined]
    assert len(before) == 3 and after == {day: uid for day, uid in before.items() if day in after} and len(after) == 2
