"""Everything at a buyer on one axis: contracts with their windows, tenders, signals, touches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta

from bidtracker.domain.ids import ref
from bidtracker.domain.message import label as _
from bidtracker.domain.records import Award, Buyer, Signal
from bidtracker.domain.spans import Span, SpanLine, joined
from bidtracker.domain.text import safe
from bidtracker.locale import listed, tr
from bidtracker.pages.axis import Axis, window
from bidtracker.pages.layout import padded
from bidtracker.radar.score.timing import days, end_of, term_of
from bidtracker.tui.desk import Desk
from bidtracker.tui.details.parts import signed
from bidtracker.tui.widgets.detail import Entry, heading

YEAR = timedelta(days=365)
BACK, AHEAD = 4 * YEAR, 5 * YEAR  # what lies further away is not drawn
MOST_CONTRACTS = 12
NAMES = 14  # cells before the axis

Mark = tuple[date, Span]
Draw = Callable[[Axis], SpanLine]


def axis(desk: Desk, record: Buyer) -> Iterator[Entry]:
    """A line for each contract, and one each for tenders, signals and touches, under the years."""
    holdings, today = desk.holdings, desk.today
    tenders = holdings.tenders_of(record.id)
    awards = [award for tender in tenders for award in holdings.awards_of(tender.id) if end_of(award)]
    awards.sort(key=lambda award: end_of(award) or date.min, reverse=True)
    handed_in: list[Mark] = [(t.deadline, ("►", "strong")) for t in tenders if t.deadline]
    heard = [(s.on, signed(s)) for s in _signals(desk, record, awards)]
    met: list[Mark] = [
        (t.done or t.on, ("✓", "muted") if t.done else ("◷", "accent")) for t in holdings.touches_of(record.id)
    ]
    ends = [day for award in awards for day in (award.start, end_of(award)) if day]
    known = [on for on, _span in (*handed_in, *heard, *met)] + ends
    known = [day for day in known if today - BACK <= day <= today + AHEAD]
    if not known:
        return
    first, last = min(*known, today) - timedelta(days=45), max(*known, today) + timedelta(days=90)
    yield heading(tr(_("On one axis")))
    yield _row("", first, last, _years)
    for award in awards[:MOST_CONTRACTS]:
        names = listed(holdings.suppliers(award)) or tr(_("us"))
        yield _row(names, first, last, _contract(award, today), ref("awards", award.id))
    for label, marks in ((_("Tenders"), handed_in), (_("Signals"), heard), (_("Touches"), met)):
        if marks:
            yield _row(tr(label), first, last, _marks(marks, today))


def _signals(desk: Desk, record: Buyer, awards: Sequence[Award]) -> Iterable[Signal]:
    found = {signal.id: signal for award in awards for signal in desk.holdings.signals_of(award)}
    found |= {signal.id: signal for signal in desk.holdings.linked("signals", "buyer", record.id)}
    return found.values()


def _row(name: str, first: date, last: date, draw: Draw, target: str = "") -> Entry:
    """A name, and what is drawn on the rest of the line."""

    def lines(width: int) -> list[SpanLine]:
        names = min(NAMES, width // 3)
        if width - names < 4:
            return []
        head: Span = (padded(safe(name), names - 1) + " ", "muted")
        return [(head, *draw(Axis(first, last, width - names)))]

    return Entry(lines, target)


def _years(axis: Axis) -> SpanLine:
    """The years, each where it begins; fewer where they would touch."""
    text = [" "] * axis.width
    free = 0
    for year in range(axis.first.year, axis.last.year + 1):
        at = max(0, axis.at(date(year, 1, 1)))
        if at >= free and at + 4 <= axis.width:
            text[at : at + 4] = str(year)
            free = at + 5
    return (("".join(text), "muted"),)


def _contract(award: Award, today: date) -> Draw:
    """A contract from its start to its end, with its window for us."""
    closes, term = end_of(award), term_of(award)
    opens, act_by = days(closes, term) if closes and term else (None, None)
    return lambda axis: window(axis, opens, act_by, closes, today, since=award.start)


def _marks(marks: Iterable[Mark], today: date) -> Draw:
    """Signs where they belong; of several in one cell the last is seen."""

    def draw(axis: Axis) -> SpanLine:
        spans: list[Span] = [("·", "muted")] * axis.width
        if 0 <= axis.at(today) < axis.width:
            spans[axis.at(today)] = ("┃", "accent")
        for on, mark in sorted(marks, key=lambda one: one[0]):
            if 0 <= axis.at(on) < axis.width:
                spans[axis.at(on)] = mark
        return joined(spans)

    return draw
