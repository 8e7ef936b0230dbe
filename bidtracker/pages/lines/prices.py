"""Prices named for a tender: ours and theirs, how they compare, and what was given away."""

from __future__ import annotations

from collections.abc import Iterator

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import ref
from bidtracker.domain.message import listed, say
from bidtracker.domain.money import Money
from bidtracker.domain.records import Concession, Quote
from bidtracker.pages.page import Phrase, Remark, phrases
from bidtracker.pages.words import CHANNELS, day, lead
from bidtracker.radar.account.pricing import NamedPrice, Pricing, newest_each


def price_lines(prices: Pricing, holdings: Holdings, *, newest_of: str = "") -> Iterator[Remark]:
    """Our prices, the floor, each rival's price beside ours, and what was conceded; with `newest_of` (what was priced)
    only our last price, and only what was given for nothing."""
    newest = bool(newest_of)
    ours = (prices.newest,) if newest and prices.newest else prices.ours
    yield from (_price(named, holdings, newest_of) for named in ours)
    if prices.below is not None:
        words = say("{below} below our floor of {floor}", below=prices.below, floor=prices.floor)
        yield Remark(signs=(("! ", "warn"),), words=((words, "warn"),), depth=1)
    for gap in prices.gaps:
        tone = "muted" if gap.share is None else "bad" if gap.share > 0 else "good"
        yield _price(gap.theirs, holdings, "", (gap.message, tone))
    if not prices.ours:
        rivals = newest_each(prices.rivals) if newest else prices.rivals
        yield from (_price(named, holdings, newest_of) for named in rivals)
    given = prices.for_nothing if newest else prices.given
    worth = listed(str(Money(amount, currency)) for currency, amount in prices.given_worth.items())
    if given and not newest:
        yield Remark(words=((say("Conceded"), "muted"),), right=phrases((worth, "muted")))
    for each in given:
        yield conceded_line(each.concession, each.ref)


def _price(named: NamedPrice, holdings: Holdings, what: str, gap: Phrase | None = None) -> Remark:
    """One price: of what, whose, how far from ours, how much, of what class, from where and when."""
    whose = listed(holdings.name("competitors", number) for number in named.by) or say("us")
    channel = named.channel if named.by else None
    return Remark(
        words=phrases(
            (lead(what), "muted") if what else None,
            (lead(whose) if gap else whose, "" if named.by else "strong"),
            gap,
        ),
        right=phrases(
            str(named.price),
            (named.tier, "muted") if named.tier else None,
            (say("{sign} {channel}", sign=CHANNELS[channel], channel=channel), "muted") if channel else None,
            (day(named.on), "muted"),
        ),
        target=named.ref,
    )


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
