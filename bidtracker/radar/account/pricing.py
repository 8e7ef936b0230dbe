"""The prices named for a tender: ours beside the rivals', what was conceded, and what was got for it.

A price compares only within one currency, and only with the same class or a higher one: to be cheaper than a lower
class is no merit, and to be dearer no fault. No rate is invented; sums are per currency.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import msgspec

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message, say
from bidtracker.domain.money import Money, total
from bidtracker.domain.records import Concession, Quote
from bidtracker.domain.vocabulary import AwardStatus, Channel, Tier


class NamedPrice(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A price that somebody named: ours (`by` empty) or these competitors', when (None: not known), of what class.

    `ref` is the record that says so: a quote, our bid's tender, or the award that the rival won.
    """

    price: Money
    ref: str
    by: tuple[int, ...] = ()
    on: date | None = None
    tier: Tier | None = None
    channel: Channel | None = None


class Gap(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Our price over one of theirs, less one (0.05 is 5 % dearer); None where the two do not compare, and why."""

    theirs: NamedPrice
    share: float | None
    message: Message


class GivenConcession(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One concession of ours, and the quote in which it was made."""

    concession: Concession
    ref: str

    @property
    def for_nothing(self) -> bool:
        return not self.concession.got.strip()


class Pricing(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The prices of a tender or one lot of it. `ours` and `rivals` run from old to new, `gaps` compare our newest with
    each rival's newest; `below` is what our newest lies below our floor, None where it does not."""

    ours: tuple[NamedPrice, ...]
    rivals: tuple[NamedPrice, ...]
    gaps: tuple[Gap, ...]
    floor: Money | None
    below: Money | None
    given: tuple[GivenConcession, ...]
    given_worth: dict[str, Decimal]

    @property
    def newest(self) -> NamedPrice | None:
        """Our price as it now stands."""
        return self.ours[-1] if self.ours else None

    @property
    def for_nothing(self) -> tuple[GivenConcession, ...]:
        """What was conceded without getting anything for it."""
        return tuple(given for given in self.given if given.for_nothing)


def pricing(holdings: Holdings, tender: int, as_of: date, lot: str = "") -> Pricing:
    """Every price known on a day for a tender, or one of its lots."""
    quotes = [quote for quote in holdings.quotes_of(tender) if quote.lot == lot and quote.on <= as_of]
    own = [quote for quote in quotes if not quote.competitor]
    ours = tuple(_ours(holdings, tender, lot, own, as_of))
    rivals = tuple(_rivals(holdings, tender, lot, quotes, as_of))
    last = ours[-1] if ours else None
    floor = next((lowest for quote in reversed(own) if (lowest := _floor(holdings, quote))), None)
    concessions = sorted(
        (GivenConcession(concession=made, ref=ref("quotes", quote.id)) for quote in own for made in quote.concessions),
        key=lambda made: made.concession.on,
    )
    concessions = [made for made in concessions if made.concession.on <= as_of]
    return Pricing(
        ours=ours,
        rivals=rivals,
        gaps=tuple(gap(last, each) for each in newest_each(rivals)) if last else (),
        floor=floor,
        below=_below(last.price, floor) if last and floor else None,
        given=tuple(concessions),
        given_worth=total(made.concession.amount for made in concessions),
    )


def newest_each(named: tuple[NamedPrice, ...]) -> tuple[NamedPrice, ...]:
    """The newest price of each who named one."""
    return tuple({price.by: price for price in named}.values())


def gap(ours: NamedPrice, theirs: NamedPrice) -> Gap:
    """How our price compares with one of theirs, in words."""
    why = _apart(ours, theirs)
    if why is not None:
        return Gap(theirs=theirs, share=None, message=why)
    share = float(ours.price.amount / theirs.price.amount) - 1
    words = (
        say("the same price")
        if ours.price.amount == theirs.price.amount
        else say("ours is {p} % dearer", p=f"{100 * share:.1f}")
        if share > 0
        else say("ours is {p} % cheaper", p=f"{-100 * share:.1f}")
    )
    if ours.tier is None and theirs.tier is None:
        words = say("{gap}, no class noted for either", gap=words)
    elif theirs.tier is not None and ours.tier is not None and theirs.tier is not ours.tier:
        words = say("{gap}; theirs is of a higher class ({tier})", gap=words, tier=theirs.tier)
    return Gap(theirs=theirs, share=share, message=words)


def _apart(ours: NamedPrice, theirs: NamedPrice) -> Message | None:
    """Why two prices do not compare, None where they do."""
    if ours.price.currency != theirs.price.currency or not ours.price.currency:
        return say("not compared: one currency is needed for that")
    if theirs.price.amount <= 0:
        return say("not compared: theirs is nothing")
    if ours.tier is None and theirs.tier is None:
        return None
    # The lowest class is below none and the highest above none, so one of the two may be unknown there.
    if ours.tier is Tier.BASIC or theirs.tier is list(Tier)[-1]:
        return None
    if ours.tier is None:
        return say("not compared: the class of ours is not noted")
    if theirs.tier is None:
        return say("not compared: the class of theirs is not known")
    if theirs.tier.rank < ours.tier.rank:
        return say(
            "not compared: theirs is of a lower class ({theirs}) than ours ({ours})", theirs=theirs.tier, ours=ours.tier
        )
    return None


def _ours(holdings: Holdings, tender: int, lot: str, own: list[Quote], as_of: date) -> Iterator[NamedPrice]:
    """Our quotes by day; the price of our bid where none of them says it, an undated one first."""
    named = [_quoted(holdings, quote) for quote in own]
    line = holdings.tenders.get(tender)
    for bid in line.bids if line else ():
        handed_in = bid.submitted is None or bid.submitted <= as_of
        if bid.lot == lot and bid.price is not None and handed_in and all(price.price != bid.price for price in named):
            tier = next((price.tier for price in reversed(named)), None)
            named.append(NamedPrice(price=bid.price, ref=ref("tenders", tender), on=bid.submitted, tier=tier))
    yield from sorted(named, key=lambda price: price.on or date.min)


def _rivals(holdings: Holdings, tender: int, lot: str, quotes: list[Quote], as_of: date) -> Iterator[NamedPrice]:
    """What rivals named, by day; what a rival won at counts as its price, of the class that it was last known in."""
    named = [_quoted(holdings, quote) for quote in quotes if quote.competitor]
    for award in holdings.awards_of(tender):
        public = award.awarded is None or award.awarded <= as_of
        if award.ours or award.lot != lot or award.value is None or not award.suppliers or not public:
            continue
        if award.status is AwardStatus.CANCELLED:
            continue
        tier = next((earlier.tier for earlier in reversed(named) if earlier.by == award.suppliers), None)
        award_ref = ref("awards", award.id)
        named.append(
            NamedPrice(
                price=award.value,
                ref=award_ref,
                by=award.suppliers,
                on=award.awarded,
                tier=tier,
                channel=Channel.PUBLIC,
            )
        )
    yield from sorted(named, key=lambda earlier: earlier.on or date.min)


def _quoted(holdings: Holdings, quote: Quote) -> NamedPrice:
    offer = holdings.offers.get(quote.offer)
    return NamedPrice(
        price=quote.price,
        ref=ref("quotes", quote.id),
        by=(quote.competitor,) if quote.competitor else (),
        on=quote.on,
        tier=quote.tier or (offer.tier if offer else None),
        channel=quote.channel if quote.competitor else None,
    )


def _floor(holdings: Holdings, quote: Quote) -> Money | None:
    offer = holdings.offers.get(quote.offer)
    return quote.floor or (offer.floor if offer else None)


def _below(price: Money, floor: Money) -> Money | None:
    """By how much a price lies below a floor of the same currency."""
    if price.currency != floor.currency or price.amount >= floor.amount:
        return None
    return Money(floor.amount - price.amount, price.currency)
