"""What we are worth to an account: what can be said first, and the prices named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message, say
from bidtracker.domain.records import TenderLine
from bidtracker.locale import listed
from bidtracker.pages.account.focus import Focus, short
from bidtracker.radar.account.pricing import NamedPrice, newest_each, pricing
from bidtracker.radar.account.value import themes, win_theme


def say_first(focus: Focus) -> Iterator[Message]:
    """What can be said first of each competition: its win theme, with proof; none that has cautions."""
    for tender in focus.tenders:
        best = win_theme(focus.holdings, tender.id)
        if best is not None:
            yield (
                say("“{theme}”; proof: {proof}", theme=short(best.text), proof=short(best.proof))
                if best.proof
                else say("“{theme}”; proof is missing", theme=short(best.text))
            )


def value(focus: Focus) -> Iterator[Message]:
    """The win themes, and which of our words are not to be said as they stand."""
    yield from say_first(focus)
    for tender in focus.tenders:
        for pitch in themes(focus.holdings, tender.id):
            if pitch.cautions:
                id = ref("themes", pitch.theme.id)
                yield say("not to be said as it stands, {id}: {why}", id=id, why=pitch.cautions[0])


def prices(focus: Focus) -> Iterator[Message]:
    """Our newest price of each competition and lot, beside those of the rivals, and what was given for nothing."""
    for tender in focus.tenders:
        for lot in dict.fromkeys(_lots(focus, tender)):
            yield from _priced(focus, tender, lot)


def _lots(focus: Focus, tender: TenderLine) -> Iterator[str]:
    """The lots that a price was named for; "" is the whole."""
    yield ""
    yield from (bid.lot for bid in tender.bids)
    yield from (quote.lot for quote in focus.holdings.quotes_of(tender.id))


def _priced(focus: Focus, tender: TenderLine, lot: str) -> Iterator[Message]:
    found = pricing(focus.holdings, tender.id, focus.as_of, lot)
    what = f"{tender.title} {lot}".strip()
    ours = found.newest
    if ours is not None:
        words = say("{what}: ours {price}", what=what, price=_price(ours))
        words = say("{price}, {money} below our floor", price=words, money=found.below) if found.below else words
        yield words
    for gap in found.gaps:
        yield say("{who} {price}: {gap}", who=_names(focus, gap.theirs.by), price=_price(gap.theirs), gap=gap.message)
    if ours is None:
        for named in newest_each(found.rivals):
            yield say("{what}: {who} {price}", what=what, who=_names(focus, named.by), price=_price(named))
    for given in found.for_nothing:
        gave, day = short(given.concession.gave), given.concession.on
        yield say("gave “{gave}” on {day} and got nothing for it", gave=gave, day=day)


def _price(named: NamedPrice) -> Message:
    if named.on is not None and named.tier is not None:
        return say("{price} ({tier}, {day})", price=named.price, tier=named.tier, day=named.on)
    if named.on is not None:
        return say("{price} ({day})", price=named.price, day=named.on)
    return (
        say("{price} ({tier})", price=named.price, tier=named.tier) if named.tier else say("{price}", price=named.price)
    )


def _names(focus: Focus, competitors: Iterable[int]) -> str:
    return listed(focus.holdings.name("competitors", number) for number in competitors)
