"""Everything at a buyer on one axis: contracts with their windows, tenders, signals, touches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message, say
from bidtracker.domain.records import Award, Buyer, Signal
from bidtracker.pages.lines.signals import signed
from bidtracker.pages.lines.tenders import holder
from bidtracker.pages.page import Phrase, Section, Track, section
from bidtracker.radar.score.timing import days, end_of, term_of

YEAR = timedelta(days=365)
BACK, AHEAD = 4 * YEAR, 5 * YEAR  # what lies further away is not drawn
MOST_CONTRACTS = 12

Mark = tuple[date, Phrase]


def axis(buyer: Buyer, holdings: Holdings, today: date) -> Section:
    """A line for each contract, and one each for tenders, signals and touches, under the years."""
    return section("axis", say("On one axis"), _tracks(buyer, holdings, today))


def _tracks(buyer: Buyer, holdings: Holdings, today: date) -> Iterator[Track]:
    tenders = holdings.tenders_of(buyer.id)
    awards = [award for tender in tenders for award in holdings.awards_of(tender.id) if end_of(award)]
    awards.sort(key=lambda award: end_of(award) or date.min, reverse=True)
    marks: tuple[tuple[Message, list[Mark]], ...] = (
        (say("Tenders"), [(tender.deadline, ("►", "strong")) for tender in tenders if tender.deadline]),
        (say("Signals"), [(signal.on, _sign(signal)) for signal in _signals(buyer, holdings, awards)]),
        (
            say("Touches"),
            [
                (touch.done or touch.on, ("✓", "muted") if touch.done else ("◷", "accent"))
                for touch in holdings.touches_of(buyer.id)
            ],
        ),
    )
    days_seen = [on for _name, each in marks for on, _mark in each]
    days_seen += [day for award in awards for day in (award.start, end_of(award)) if day]
    days_seen = [day for day in days_seen if today - BACK <= day <= today + AHEAD]
    if not days_seen:
        return
    first, last = min(*days_seen, today) - timedelta(days=45), max(*days_seen, today) + timedelta(days=90)
    yield Track(first=first, last=last, today=today)
    for award in awards[:MOST_CONTRACTS]:
        yield _contract(award, holdings, first, last, today)
    for name, each in marks:
        if each:
            yield Track(first=first, last=last, today=today, name=name, marks=tuple(each))


def _signals(buyer: Buyer, holdings: Holdings, awards: Sequence[Award]) -> list[Signal]:
    signals = {signal.id: signal for award in awards for signal in holdings.signals_of(award)}
    signals |= {signal.id: signal for signal in holdings.linked("signals", "buyer", buyer.id)}
    return list(signals.values())


def _sign(signal: Signal) -> Phrase:
    sign, tone = signed(signal)
    return str(sign).strip(), tone


def _contract(award: Award, holdings: Holdings, first: date, last: date, today: date) -> Track:
    """A contract from its start to its end, with its window for us."""
    closes, term = end_of(award), term_of(award)
    opens, act_by = days(closes, term) if closes and term else (None, None)
    return Track(
        first=first,
        last=last,
        today=today,
        name=holder(award, holdings),
        since=award.start,
        opens=opens,
        act_by=act_by,
        closes=closes,
        target=ref("awards", award.id),
    )
