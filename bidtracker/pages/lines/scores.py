"""How a bid was scored: a line a criterion, how far from the winner, and what the points say of the winner's price."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import ref
from bidtracker.domain.losses.score_sheet import awarded_on, behind, doubts, most_of, whole
from bidtracker.domain.message import Message, listed, say
from bidtracker.domain.records import Bid, Criterion, TenderLine
from bidtracker.domain.vocabulary import Outcome
from bidtracker.pages.page import Phrase, Remark, phrases
from bidtracker.pages.words import day, lead
from bidtracker.radar.account.winners_price import WinnersPrice, winners_price
from bidtracker.radar.insights.points import parts

UNKNOWN = "?"


def score_lines(bid: Bid, tender: TenderLine, holdings: Holdings) -> Iterator[Remark]:
    """The sheet of a bid; nothing where it has none."""
    sheet = bid.sheet
    if sheet is None:
        return
    for each in sheet.criteria:
        yield from _criterion(each)
    yield from _whole(bid)
    price = winners_price(bid)
    if price is not None:
        yield winners_price_line(price)
    for doubt in doubts(sheet, awarded_on(bid, holdings.awards_of(tender.id)), bid.submitted):
        yield Remark(signs=(("! ", "warn"),), words=((doubt, "warn"),))
    yield Remark(words=((say("{who}, {day}", who=sheet.said_by, day=day(sheet.on) or UNKNOWN), "muted"),))


def _criterion(each: Criterion) -> Iterator[Remark]:
    gap = behind(each)
    weight = (say("{weight} %", weight=f"{each.weight:g}"), "muted") if each.weight is not None else None
    yield Remark(
        words=phrases(each.name, ("  ", ""), weight),
        right=phrases((_points(each), "strong"), distance_phrase(gap)),
    )
    if each.words:
        yield Remark(words=((say("“{words}”", words=each.words), "muted"),), depth=1)


def _points(each: Criterion) -> Message:
    """Our points against the winner's, of how many."""
    most = most_of(each)
    numbers = {"ours": _number(each.ours), "winning": _number(each.winners)}
    if most is None:
        return say("{ours} against {winning}", **numbers)
    return say("{ours} against {winning} of {most}", **numbers, most=f"{most:g}")


def _number(points: float | None) -> str:
    return UNKNOWN if points is None else f"{points:g}"


def distance_phrase(gap: float | None) -> Phrase:
    """How far behind the winner, in points of a hundred; ahead where it is below 0."""
    if gap is None:
        return "", ""
    if abs(gap) < 0.05:
        return say("level"), "muted"
    if gap > 0:
        return say("{n} behind", n=f"{gap:.1f}"), "bad"
    return say("{n} ahead", n=f"{-gap:.1f}"), "good"


def _whole(bid: Bid) -> Iterator[Remark]:
    """All points of both, and whether price or all else cost us most."""
    ours, winners = whole(bid.sheet) if bid.sheet else (None, None)
    if ours is None or winners is None:
        return
    price, quality = parts(bid.sheet)
    where: Message | str = ""
    if price is not None and quality is not None and max(price, quality) > 0:
        where = say("most of it in price") if price > quality else say("most of it in quality")
    yield Remark(
        words=phrases(
            (say("In all: {ours} against {winning} of 100", ours=f"{ours:g}", winning=f"{winners:g}"), "strong")
        ),
        right=phrases(distance_phrase(winners - ours), (where, "muted") if where else None),
    )


def winners_price_line(price: WinnersPrice) -> Remark:
    """What the winner asked by the points for price, or why that cannot be told."""
    if price.low is None or price.high is None:
        return Remark(signs=(("? ", "muted"),), words=((price.message, "muted"),))
    if price.low == price.high:
        words = say("The winner asked about {price}, {grounds}", price=price.low, grounds=price.message)
    else:
        words = say(
            "The winner asked {low} to {high}, {grounds}", low=price.low, high=price.high, grounds=price.message
        )
    return Remark(signs=(("= ", "accent"),), words=((words, ""),))


# ---------------------------------------------------------------- what a buyer's sheets say to the next bid


def last_scores(holdings: Holdings, buyer: int, as_of: date) -> list[tuple[TenderLine, Bid]]:
    """The bids at a buyer that were scored and decided by a day, the last decided first."""
    scored = [
        (tender, bid)
        for tender in holdings.tenders_of(buyer)
        for bid in tender.bids
        if bid.sheet is not None
        and bid.outcome is not Outcome.PENDING
        and (bid.sheet.on or bid.outcome_on or as_of) <= as_of
    ]
    return sorted(scored, key=lambda each: (each[1].outcome_on or date.min, each[0].id), reverse=True)


def lesson_line(tender: TenderLine, bid: Bid) -> Remark:
    """One scored bid on a line: how far we were, and the criteria that cost most."""
    sheet = bid.sheet
    behind_in = [(behind(each) or 0.0, each.name) for each in (sheet.criteria if sheet else ())]
    gaps = sorted((each for each in behind_in if each[0] > 0), reverse=True)
    lost = listed(say("{name} {n}", name=name, n=f"−{gap:.1f}") for gap, name in gaps[:3])
    ours, winners = whole(sheet) if sheet else (None, None)
    far = distance_phrase(winners - ours if ours is not None and winners is not None else None)
    return Remark(
        words=phrases(lead(tender.title), (lost, "bad")) if lost else phrases(tender.title),
        right=phrases(far, (day(bid.outcome_on), "muted")),
        target=ref("tenders", tender.id),
    )
