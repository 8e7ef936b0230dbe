"""Prices side by side: who may be compared with whom, floors, concessions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import AS_OF, World, ago, euros

from bidtracker.domain.money import Money
from bidtracker.domain.records import Bid, Concession, Offer, Quote
from bidtracker.domain.vocabulary import AwardStatus, Tier
from bidtracker.radar.account.pricing import NamedPrice, Pricing, gap, pricing


@pytest.fixture
def world() -> World:
    world = World()
    world.buyer(), world.supplier("Acme"), world.supplier("Zenith"), world.tender()
    return world


def quote(world: World, amount: int, age: int, by: int = 0, **fields: Any) -> Quote:
    price = fields.pop("price", euros(amount))
    return world.put("quotes", Quote(**{"tender": 1, "on": ago(age), "price": price, "competitor": by, **fields}))


def at(world: World, day: date = AS_OF, lot: str = "") -> Pricing:
    return pricing(world.holdings, 1, day, lot)


def test_our_newest_is_compared_with_each_rivals_newest(world: World) -> None:
    quote(world, 90, 9), quote(world, 110, 3), quote(world, 70, 8, 1), quote(world, 100, 4, 1), quote(world, 220, 2, 2)
    result = at(world)
    assert [(each.theirs.by, each.share) for each in result.gaps] == [((1,), pytest.approx(0.1)), ((2,), -0.5)]
    assert str(result.gaps[0].message) == "ours is 10.0 % dearer, no class noted for either"
    assert [gap.share for gap in at(world, ago(7)).gaps] == [pytest.approx(90 / 70 - 1)], "as known that day"


@pytest.mark.parametrize("ours", [None, *Tier])
@pytest.mark.parametrize("theirs", [None, *Tier])
def test_a_lower_class_is_never_compared(ours: Tier | None, theirs: Tier | None) -> None:
    result = gap(
        NamedPrice(price=euros(2), ref="M1", tier=ours), NamedPrice(price=euros(1), ref="M2", by=(1,), tier=theirs)
    )
    could_be_lower = (theirs or Tier.BASIC).rank < (ours or Tier.PREMIUM).rank and (ours, theirs) != (None, None)
    assert (result.share is None) is could_be_lower
    assert ("not compared" in str(result.message)) is could_be_lower


@given(st.sampled_from(["EUR", "USD", ""]), st.sampled_from(["EUR", "USD", ""]))
def test_only_one_currency_is_compared(each: str, other: str) -> None:
    result = gap(
        NamedPrice(price=Money(Decimal(2), each), ref="M1"), NamedPrice(price=Money(Decimal(1), other), ref="M2")
    )
    assert (result.share is not None) is (each == other != "")


def test_a_price_of_nothing_is_not_compared(world: World) -> None:
    quote(world, 5, 1), quote(world, 0, 1, 1)
    assert at(world).gaps[0].share is None


def test_the_price_of_our_bid_counts_where_no_quote_says_it(world: World) -> None:
    quote(world, 100, 9, tier=Tier.STANDARD)
    world.change("tenders", world.holdings.tenders[1], bids=(Bid(price=euros(95), submitted=ago(2)),))
    assert [(str(each.price), each.ref) for each in at(world).ours] == [("100 EUR", "M1"), ("95 EUR", "T1")]
    assert at(world).newest == NamedPrice(price=euros(95), ref="T1", on=ago(2), tier=Tier.STANDARD)
    assert len(at(world, ago(3)).ours) == 1, "not yet handed in"
    world.change("tenders", world.holdings.tenders[1], bids=(Bid(price=euros(100), submitted=ago(2)),))
    assert [each.ref for each in at(world).ours] == ["M1"]


def test_what_a_rival_won_at_is_its_price_of_the_class_last_known(world: World) -> None:
    quote(world, 100, 9, tier=Tier.STANDARD), quote(world, 80, 8, 1, tier=Tier.BASIC)
    award = world.award(1, 1, value=euros(79), awarded=ago(1))
    assert [(each.ref, each.tier) for each in at(world).rivals] == [("M2", Tier.BASIC), ("A1", Tier.BASIC)]
    assert [each.share for each in at(world).gaps] == [None]
    assert [each.ref for each in at(world, ago(2)).rivals] == ["M2"]
    for fields in ({"ours": True}, {"status": AwardStatus.CANCELLED}, {"value": None}, {"lot": "L1"}):
        world.change("awards", award, **fields)
        assert [each.ref for each in at(world).rivals] == ["M2"], fields


def test_lots_stand_for_themselves(world: World) -> None:
    quote(world, 1, 1, lot="A"), quote(world, 2, 1)
    assert [str(each.price) for each in at(world, lot="A").ours] == ["1 EUR"]


def test_a_price_below_the_floor_says_by_how_much(world: World) -> None:
    offer = world.put("offers", Offer(name="Bed", floor=euros(90), tier=Tier.PREMIUM))
    quote(world, 80, 3, offer=offer.id)
    assert at(world).below == euros(10) and at(world).newest.tier is Tier.PREMIUM  # type: ignore[union-attr]
    quote(world, 80, 2, floor=euros(80))
    assert at(world).below is None, "the quote's own floor comes first"
    quote(world, 1, 1, floor=Money(Decimal(5), "USD"))
    assert at(world).below is None, "no rate is invented"


def test_concessions_for_nothing_are_named_and_sums_are_per_currency(world: World) -> None:
    first = Concession(on=ago(5), gave="training", got="two more years", amount=euros(10))
    nothing = Concession(on=ago(6), gave="discount", got=" ", amount=euros(5))
    dollars = Concession(on=ago(4), gave="freight", amount=Money(Decimal(3), "USD"))
    later = Concession(on=ago(-1), gave="all", amount=euros(1000))
    quote(world, 80, 9, concessions=(first, nothing, later)), quote(world, 81, 8, concessions=(dollars,))
    quote(world, 81, 8, 1, concessions=(first,))
    result = at(world)
    assert [each.concession for each in result.given] == [nothing, first, dollars]
    assert [(each.concession.gave, each.ref) for each in result.for_nothing] == [("discount", "M1"), ("freight", "M2")]
    assert result.given_worth == {"EUR": 15, "USD": 3}


def test_nothing_named_is_nothing_found(world: World) -> None:
    result = at(world)
    assert (result.ours, result.rivals, result.gaps, result.floor, result.newest) == ((), (), (), None, None)
