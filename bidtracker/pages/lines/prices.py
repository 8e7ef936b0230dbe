"""Prices named for a tender: ours and theirs, how they compare, and what was given away."""

from __future__ import annotations

from collections.abc import Iterator

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import ref
from bidtracker.domain.message import listed, say
from bidtracker.domain.money import Money
from bidtracker.domain.records import Concession, Quote
from bidtracker.pages.page import Remark, phrases
from bidtracker.pages.words import CHANNELS, day
from bidtracker.radar.account.pricing import Gap, Named, Pricing, newest_each


def price_lines(prices: Pricing, holdings: Holdings, *, newest: bool = False) -> Iterator[Remark]:
    """Our prices, the floor, each rival's price beside ours, and what was conceded; with `newest` only our last price,
    and only what was given for nothing."""
    ours = (prices.newest,) if newest and prices.newest else prices.ours
    yield from (_price(named, holdings) for named in ours)
    if prices.below is not None:
        words = say("{below} below our floor of {floor}", below=prices.below, floor=prices.floor)
        yield Remark(signs=(("! ", "warn"),), words=((words, "warn"),), depth=1)
    for gap in prices.gaps:
        yield from _gap(gap, holdings)
    if not prices.ours:
        yield from (_price(named, holdings) for named in (newest_each(prices.rivals) if newest else prices.rivals))
    given = prices.for_nothing if newest else prices.given
    worth = listed(str(Money(amount, currency)) for currency, amount in prices.given_worth.items())
    if given and not newest:
        yield Remark(words=((say("Conceded"), "muted"),), right=phrases((worth, "muted")))
    for each in given:
        yield conceded_line(each.concession, each.ref)


def _price(named: Named, holdings: Holdings) -> Remark:
    """One price: whose, how much, of what class, from where and when."""
    whose = listed(holdings.name("competitors", number) for number in named.by)
    channel = named.channel if named.by else None
    return Remark(
        words=((whose or say("us"), "" if named.by else "strong"),),
        right=phrases(
            str(named.price),
            (named.tier, "muted") if named.tier else None,
            (say("{sign} {channel}", sign=CHANNELS[channel], channel=channel), "muted") if channel else None,
            (day(named.on), "muted"),
        ),
        target=named.ref,
    )


def _gap(gap: Gap, holdings: Holdings) -> Iterator[Remark]:
    """A rival's price, and below it how far ours is from it."""
    yield _price(gap.theirs, holdings)
    tone = "muted" if gap.share is None else "bad" if gap.share > 0 else "good"
    yield Remark(words=((gap.message, tone),), depth=1)


def conceded_line(made: Concession, target: str = "") -> Remark:
    """What was given, for what, on which day."""
    got = (say(" for {got}", got=made.got), "good") if made.got else (say(" for nothing"), "warn")
    return Remark(
        words=phrases(say("gave {gave}", gave=made.gave), got),
        right=phrases(str(made.amount or ""), day(made.on), tone="muted"),
        target=target,
        depth=1,
    )


def quote_line(quote: Quote, holdings: Holdings) -> Remark:
    """A price on the page of what was priced."""
    return Remark(
        words=((holdings.name("tenders", quote.tender), ""),),
        right=phrases(str(quote.price), (day(quote.on), "muted")),
        target=ref("quotes", quote.id),
    )
