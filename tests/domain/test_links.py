"""Links: every one is known, leads from a field there is, and can be followed, moved and cut."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, get_args, get_type_hints

import msgspec
import pytest

from bidtracker.domain.holdings import HELD, Holdings
from bidtracker.domain.links import EVENTS, LINKS, REFERENCES, RecordLink, named, numbers, relinked
from bidtracker.domain.records import RECORDS, Award, Deal, Match, Milestone, Need, Tender, TenderEvent, Theme
from bidtracker.domain.vocabulary import DealStep, EventKind, Fit, Lever

DAY = date(2026, 11, 23)
# Whole numbers that name no record: counts, scales, and the numbers of parts.
COUNTED = {"id", "number", "demand", "promise", "severity", "credibility", "confidence"}
COUNTED |= {"report", "send_back", "replace", "every_months", "days", "rank"}
WAY_BACK = ("awards", "")  # of a tender: the other end of Award.tender

VISIT = Milestone(number=1, step=DealStep.VISIT, contact=7)
DEAL = Deal(id=1, award=5, milestones=(VISIT, msgspec.structs.replace(VISIT, number=2)))
VISITED = next(link for link in LINKS["deals"] if link.within)
MATCHED = next(link for link in LINKS["needs"] if link.within)


def whole_numbers(kind: type, within: str = "") -> Iterator[tuple[str, str]]:
    """The fields of a record, and of its parts, that hold whole numbers: (field, "") or (field of parts, field)."""
    for field, hint in get_type_hints(kind).items():
        if hint in (int, tuple[int, ...]) and field not in COUNTED:
            yield (within, field) if within else (field, "")
        for part in get_args(hint) or (hint,):
            if isinstance(part, type) and issubclass(part, msgspec.Struct) and not within:
                yield from whole_numbers(part, field)


@pytest.mark.parametrize("table", HELD)
def test_every_number_in_a_record_that_names_another_is_a_link(table: str) -> None:
    links = REFERENCES.get(table, ())
    assert set(whole_numbers(RECORDS[table])) - {WAY_BACK} == {(link.field, link.within) for link in links}
    assert {link.to for link in links} <= set(HELD)
    for link in LINKS.get(table, ()):
        (expected,) = (expected for expected in msgspec.structs.fields(RECORDS[table]) if expected.name == link.field)
        assert link.within or link.needed is expected.required, link
    assert {link.beside for link in links} - {""} <= set(RECORDS[table].__struct_fields__)


def test_the_links_of_a_record_are_told_with_those_in_its_parts() -> None:
    award, visited = LINKS["deals"]
    assert list(named(DEAL)) == [(award, 5), (visited, 7)]
    event = TenderEvent(on=DAY, kind=EventKind.CANCELLED, award=5)
    tender = Tender(title="Beds", buyer=1, tenderers=(3, 4), awards=(5, 6), events=(event,))
    assert [(link.to, number) for link, number in named(tender)] == [
        ("buyers", 1),
        ("competitors", 3),
        ("competitors", 4),
        ("awards", 5),
    ]


@pytest.mark.parametrize(
    ("record", "link", "new", "then"),
    [
        (Award(tender=1, suppliers=(3, 4)), RecordLink("suppliers", "competitors"), 0, (4,)),
        (Award(tender=1, suppliers=(3, 4)), RecordLink("suppliers", "competitors"), 4, (4,)),
        (Tender(title="Beds", buyer=3), RecordLink("buyer", "buyers"), 9, 9),
        (Tender(title="Beds", buyer=4), RecordLink("buyer", "buyers"), 9, 4),
        (Award(tender=1, suppliers=(3, 4, 3)), RecordLink("suppliers", "competitors"), 5, (5, 4)),
        (DEAL, VISITED, 0, DEAL.milestones),
        (Deal(award=1, milestones=(msgspec.structs.replace(VISIT, contact=3),)), VISITED, 7, (VISIT,)),
    ],
)
def test_a_link_is_moved_or_cut(record: Any, link: RecordLink, new: int, then: object) -> None:
    assert getattr(relinked(record, link, 3, new), link.field) == then


def test_what_cannot_be_without_a_link_goes_with_it() -> None:
    matches = tuple(Match(demand=1, offer=offer, fit=Fit.FITS) for offer in (3, 4))
    need = Need(buyer=1, title="Beds", matches=matches)
    assert [match.offer for match in relinked(need, MATCHED, 3).matches] == [4]
    assert [match.offer for match in relinked(need, MATCHED, 3, 5).matches] == [5, 4]
    theme = Theme(tender=1, lever=Lever.QUALITY, text="x", need=2, demand=4, award=5, promise=6)
    cut = relinked(theme, LINKS["themes"][1], 2)
    assert (cut.need, cut.demand, cut.award, cut.promise) == (0, 0, 5, 6)
    event = TenderEvent(on=DAY, kind=EventKind.CANCELLED, award=3, note="said")
    assert relinked(Tender(title="x", buyer=1, events=(event,)), EVENTS, 3).events[0].note == "said"


def test_a_record_is_found_once_by_what_its_parts_name() -> None:
    holdings = Holdings()
    holdings.put("deals", DEAL)
    assert [deal.id for deal in holdings.linked("deals", "milestones", 7)] == [1]
    other = relinked(DEAL, VISITED, 7, 8)
    holdings.put("deals", other)
    assert not list(holdings.linked("deals", "milestones", 7))
    assert [deal.id for deal in holdings.linked("deals", "milestones", 8)] == [1] and numbers(other, VISITED) == (8,)
    holdings.drop("deals", 1)
    assert not list(holdings.linked("deals", "milestones", 8))
