"""Need and fit: the best offer, what it leaves unmet, and until when the plan can still be changed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import AS_OF, World, ago

from bidtracker.domain.records import Demand, Match, Need, Offer
from bidtracker.domain.vocabulary import DemandKind, Fit, Outcome, Stage
from bidtracker.radar.account.fit import Opening, Plan, fit, plan

F, P, M = Fit.FITS, Fit.PARTLY, Fit.MISSES


def need(matches: dict[tuple[int, int], Fit], musts: str = "mmw") -> Need:
    """A need whose demands are musts and wishes, and (demand, offer) -> fit."""
    demands = tuple(
        Demand(number=n, kind=DemandKind.FUNCTION, text=f"demand {n}", must=kind == "m")
        for n, kind in enumerate(musts, 1)
    )
    held = tuple(Match(demand=demand, offer=offer, fit=how) for (demand, offer), how in matches.items())
    return Need(id=1, buyer=1, title="Beds", demands=demands, matches=held)


def world_with_offers(many: int = 3) -> World:
    world = World()
    world.buyer()
    for n in range(many):
        world.put("offers", Offer(name=f"offer {n}"))
    return world


@pytest.mark.parametrize(
    ("matches", "best", "unmet"),
    [
        ({}, 0, [1, 2, 3]),
        ({(1, 1): F, (2, 1): F}, 1, [3]),
        ({(1, 1): F, (3, 1): F, (1, 2): F, (2, 2): F}, 2, [3]),  # musts before wishes
        ({(1, 1): F, (2, 1): F, (1, 2): F, (2, 2): F, (3, 2): F}, 2, []),
        ({(1, 1): F, (2, 1): M, (1, 2): F, (2, 2): P}, 2, [2, 3]),
        ({(1, 1): P, (3, 9): F}, 1, [1, 2, 3]),  # there is no such offer any more
        ({(1, 2): F, (1, 3): F}, 2, [2, 3]),
    ],
)
def test_the_best_offer_meets_the_musts_then_most_wishes(
    matches: dict[tuple[int, int], Fit], best: int, unmet: list[int]
) -> None:
    result = fit(world_with_offers().holdings, need(matches), AS_OF)
    assert (result.offer, [each.demand.number for each in result.unmet]) == (best, unmet)


@given(st.dictionaries(st.tuples(st.integers(1, 3), st.integers(1, 3)), st.sampled_from(Fit)))
def test_no_other_offer_meets_more_musts(matches: dict[tuple[int, int], Fit]) -> None:
    result = fit(world_with_offers().holdings, need(matches), AS_OF)

    def musts(offer: int) -> int:
        return sum(matches.get((demand, offer)) is F for demand in (1, 2))

    assert all(musts(result.offer) >= musts(offer) for offer in (1, 2, 3))
    assert [each.demand.number for each in result.demands] == [1, 2, 3]
    assert sum(len(each.matches) for each in result.demands) == len(matches)
    assert {each.demand.number for each in result.unmet} == {
        n for n in (1, 2, 3) if matches.get((n, result.offer)) is not F
    }


def planned(world: World, **fields: Any) -> Plan:
    return plan(world.holdings, Need(buyer=1, title="Beds", **fields), AS_OF)


def ahead(days: int) -> date:
    return ago(-days)


def test_before_any_tender_everything_can_be_changed() -> None:
    world = world_with_offers()
    assert planned(world).opening is Opening.FREE
    result = planned(world, wanted_by=ahead(9))
    assert (result.open, result.until) == (True, ahead(9)) and "2026-12-02" in str(result.message)
    result = planned(world, wanted_by=ago(9))
    assert (result.open, result.until) == (True, None) and "still stands" in str(result.message)


@pytest.mark.parametrize(
    ("fields", "opening", "until"),
    [
        ({"published": ahead(5)}, Opening.FREE, ahead(5)),
        ({"stage": Stage.QUALIFYING}, Opening.FREE, None),
        ({"outcome": Outcome.NO_AWARD, "deadline": ago(9)}, Opening.FREE, None),
        ({"published": ago(5), "deadline": ahead(9), "enquiries_until": ahead(2)}, Opening.QUESTIONS, ahead(2)),
        ({"published": ago(5), "deadline": ahead(9), "enquiries_until": AS_OF}, Opening.QUESTIONS, AS_OF),
        ({"published": ago(5), "deadline": ahead(9), "enquiries_until": ago(1)}, Opening.CLOSED, None),
        ({"published": ago(5), "deadline": ahead(9)}, Opening.QUESTIONS, ahead(9)),
        ({"deadline": AS_OF}, Opening.QUESTIONS, AS_OF),
        ({"published": ago(5)}, Opening.QUESTIONS, None),
        ({"published": ago(9), "deadline": ago(1), "enquiries_until": ahead(4)}, Opening.CLOSED, None),
        ({"outcome": Outcome.LOST}, Opening.CLOSED, None),
    ],
)
def test_until_when_the_plan_can_change(fields: dict[str, Any], opening: Opening, until: date | None) -> None:
    world = world_with_offers()
    world.tender(**fields)
    result = planned(world, tender=1)
    assert (result.opening, result.until) == (opening, until)
    assert until is None or str(until) in str(result.message)


def test_after_the_deadline_the_next_chance_is_the_window_of_the_contract() -> None:
    world = world_with_offers()
    tender = world.tender(deadline=ago(90))
    world.supplier()
    assert "not known" in str(planned(world, tender=1).message)
    award = world.award(tender, 1, awarded=ago(30), start=date(2026, 12, 1), end=date(2029, 11, 30))
    result = planned(world, tender=1)
    assert result.next == date(2028, 5, 30), "18 months before its end"
    assert "opens on 2028-05-30" in str(result.message)
    world.change("awards", award, awarded=ahead(3))
    assert planned(world, tender=1).next is None, "not yet known"
