"""A need, what it asks for, how our offers fit, and the win themes that answer it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bidtracker.book import Book
from bidtracker.domain.errors import BidtrackerError, FieldError, NotFound, Refused
from bidtracker.domain.money import Money
from bidtracker.domain.vocabulary import Channel, DemandKind, Fit, Lever, Tier

BARE = Money(Decimal(5))


@pytest.fixture
def need(rival: Book) -> Book:
    """N1 with the demands N1.1 and N1.2, the offers O1 and O2, and O1 on both."""
    rival.need("T2", "Scanners for night work", job="scan parcels at night")
    rival.demand("N1", DemandKind.FUNCTION, "reads at 2 m")
    rival.demand("N1", DemandKind.AFTER_SALES, "repair within a day", must=False)
    rival.add("offers", name="Scan One", tier=Tier.STANDARD)
    rival.add("offers", name="Scan Two")
    rival.match("N1.1", "O1", Fit.FITS)
    rival.match("N1.2", "Scan One", Fit.PARTLY, "with a van in the north")
    return rival


def test_a_need_is_of_a_buyer_a_tender_or_told_by_a_contact(rival: Book) -> None:
    need = rival.need("B1", "New beds")
    assert (need.buyer, need.tender, need.contact, need.on) == (1, 0, 0, date(2026, 11, 23))
    need = rival.need("T3", "Salt", on=date(2026, 1, 2), channel=Channel.SIDE)
    assert (need.buyer, need.tender, need.on, need.channel) == (2, 3, date(2026, 1, 2), Channel.SIDE)
    need = rival.need("P1", "Chairs")
    assert (need.buyer, need.contact) == (1, 1)
    assert str(rival.history(limit=1)[0].title) == "Need N3 of Kettlebrook Trust: Chairs"
    assert rival.check() == []


@pytest.mark.parametrize(
    ("about", "fields", "error"),
    [
        ("A1", {}, "A1 has no needs; a need is a buyer's (B12), known from a tender (T42) or a contact (P7)"),
        ("B9", {}, "there is no B9 in this book"),
        ("B1", {"title": " "}, "title is empty; give it a few words"),
        ("B1", {"tender": "T3"}, "T3 is a tender of another buyer; name one of B1"),
        ("B1", {"contact": "Bo"}, "P2 works for another buyer; name somebody at B1"),
        ("B1", {"budget": BARE}, "budget has no currency; write it like 5 EUR"),
    ],
)
def test_a_need_that_cannot_be(rival: Book, about: str, fields: dict[str, object], error: str) -> None:
    before = rival.history(limit=1)
    with pytest.raises(BidtrackerError) as output:
        rival.need(about, **({"title": "New beds"} | fields))  # type: ignore[arg-type]
    assert str(output.value) == error
    assert rival.history(limit=1) == before and not rival.holdings.needs


def test_demands_are_numbered_changed_and_dropped(need: Book) -> None:
    assert [(each.number, each.kind, each.must) for each in need.get("N1").demands] == [
        (1, DemandKind.FUNCTION, True),
        (2, DemandKind.AFTER_SALES, False),
    ]
    need.demand("n1.1", text="reads at 3 m")
    changed = need.demand("N1.2", must=True).demands
    assert [(each.number, each.text, each.must) for each in changed] == [
        (1, "reads at 3 m", True),
        (2, "repair within a day", True),
    ]
    assert [match.demand for match in need.drop_demand("N1.1").matches] == [2]
    assert need.demand("N1", DemandKind.BUDGET, "under 100k").demands[-1].number == 3, "a number that stands elsewhere"
    need.undo(2)
    assert len(need.get("N1").demands) == 2 and len(need.get("N1").matches) == 2


def test_a_match_is_judged_anew_and_taken_back(need: Book) -> None:
    assert need.match("N1.2", "O1", Fit.FITS).matches[1].fit is Fit.FITS
    need.match("N1.1", "O2", Fit.MISSES, "too short")
    result = [(match.demand, match.offer, match.fit) for match in need.get("N1").matches]
    assert result == [(1, 1, Fit.FITS), (1, 2, Fit.MISSES), (2, 1, Fit.FITS)]
    assert str(need.history(limit=1)[0].title) == "O2 Scan Two on N1.1 of N1 Scanners for night work: Does not fit"
    need.match("N1.1", "O2", None)
    assert len(need.get("N1").matches) == 2


def test_demands_and_matches_that_cannot_be(need: Book) -> None:
    with pytest.raises(FieldError, match="text is missing"):
        need.demand("N1", DemandKind.FUNCTION)
    with pytest.raises(FieldError, match="kind is missing"):
        need.demand("N1", text="fast")
    with pytest.raises(NotFound, match=r"there is no N1\.7"):
        need.demand("N1.7", text="fast")
    with pytest.raises(Refused, match="T1 is no need"):
        need.demand("T1", DemandKind.FUNCTION, "fast")
    with pytest.raises(Refused, match=r"like N1\.1"):
        need.drop_demand("N1")
    with pytest.raises(Refused, match=r"like N1\.1"):
        need.match("N1", "O1", Fit.FITS)
    with pytest.raises(FieldError, match="no Scan Three among the offers"):
        need.match("N1.1", "Scan Three", Fit.FITS)


def test_a_removed_offer_leaves_no_match(need: Book) -> None:
    need.match("N1.1", "O2", Fit.MISSES)
    need.delete("O1")
    assert [(match.demand, match.offer) for match in need.get("N1").matches] == [(1, 2)]
    assert need.check() == []
    need.undo()
    assert len(need.get("N1").matches) == 3 and need.check() == []


def test_a_theme_answers_a_demand_and_a_promise(need: Book) -> None:
    theme = need.theme("T2", Lever.SERVICE, "repair by noon", need="N1.2", promise="a1.1", proof="3 vans", main=True)
    assert (theme.need, theme.demand, theme.award, theme.promise) == (1, 2, 1, 1)
    second = need.theme("T2", Lever.QUALITY, "reads at 3 m", need="N1", promise="A1")
    assert (second.need, second.demand, second.award, second.promise) == (1, 0, 1, 0)
    assert str(need.history(limit=1)[0].title) == "Win theme V2 of T2 Scanners again: Quality"


def test_one_main_theme_a_bid(need: Book) -> None:
    need.theme("T2", Lever.SERVICE, "repair by noon", main=True)
    need.theme("T2", Lever.QUALITY, "reads at 3 m", main=True)
    need.theme("T2", Lever.BRAND, "known", main=True, lot="1")
    need.theme("T3", Lever.PRICE, "cheaper salt", main=True)
    assert [theme.main for theme in need.holdings.themes.values()] == [False, True, True, True]
    need.set("V1", main=True)
    assert [theme.main for theme in need.holdings.themes.values()] == [True, False, True, True]
    need.undo()
    assert [theme.main for theme in need.holdings.themes.values()] == [False, True, True, True]


@pytest.mark.parametrize(
    ("tender", "fields", "error"),
    [
        ("B1", {}, "B1 is no tender; a win theme is of a bid on one (T42)"),
        ("T2", {"text": ""}, "text is empty; give it a few words"),
        ("T2", {"need": "N1.9"}, "N1 has no demand 9; it has N1.1, N1.2"),
        ("T2", {"need": "A1"}, "A1 is not what need means here; write N1, or a part of it like N1.2"),
        ("T3", {"need": "N1"}, "N1 is a need of another buyer; name one of B2"),
        ("T3", {"promise": "A1"}, "A1 is a contract with another buyer; name one of B2"),
        ("T2", {"promise": "A1.4"}, "A1 has no promise 4; it has A1.1"),
        ("T2", {"lot": "9"}, "this tender has no lot 9; it has 1, 2"),
        ("T2", {"promise": "A7"}, "there is no A7 in this book"),
    ],
)
def test_a_theme_that_cannot_be(need: Book, tender: str, fields: dict[str, object], error: str) -> None:
    with pytest.raises(BidtrackerError) as output:
        need.theme(tender, Lever.SERVICE, **({"text": "repair by noon"} | fields))  # type: ignore[arg-type]
    assert str(output.value) == error
    assert not need.holdings.themes


def test_our_own_contract_is_no_rivals_promise(won: Book) -> None:
    with pytest.raises(FieldError, match="A1 is our own contract"):
        won.theme("T1", Lever.SERVICE, "repair by noon", promise="A1")


def test_what_a_theme_answered_may_go(need: Book) -> None:
    need.theme("T2", Lever.SERVICE, "repair by noon", need="N1.2", promise="A1.1")
    need.drop_demand("N1.2")
    theme = need.get("V1")
    assert (theme.need, theme.demand, theme.promise) == (1, 0, 1)
    need.undo()
    need.delete("N1")
    need.delete("A1")
    theme = need.get("V1")
    assert (theme.need, theme.demand, theme.award, theme.promise) == (0, 0, 0, 0)
    assert need.check() == []
    need.undo(2)
    assert (need.get("V1").demand, need.get("V1").promise) == (2, 1)


def test_what_a_buyer_has_goes_with_it(need: Book) -> None:
    need.theme("T2", Lever.SERVICE, "repair by noon", need="N1.2", promise="A1.1")
    need.delete("B1")
    assert not need.holdings.needs and not need.holdings.themes and set(need.holdings.tenders) == {3}
    assert need.check() == []
    need.undo()
    assert need.check() == [] and len(need.get("N1").matches) == 2


def test_another_change_of_what_no_longer_agrees_is_not_refused(need: Book) -> None:
    need.set("T2", buyer="B2")
    assert need.set("N1", title="Scanners").title == "Scanners"
    with pytest.raises(FieldError, match="works for another buyer"):
        need.set("N1", contact="P2")


def test_a_match_with_nothing_is_found(need: Book) -> None:
    need.db.table("offers").delete(1)
    assert "N1 points to O1, which is not there; set it anew" in map(str, need.check())
