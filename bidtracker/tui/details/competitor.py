"""What the pane says of a competitor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bidtracker.domain.ids import ref
from bidtracker.domain.message import label as _
from bidtracker.domain.message import say
from bidtracker.domain.records import Award, Competitor
from bidtracker.domain.vocabulary import Outcome
from bidtracker.locale import listed, tr
from bidtracker.pages.layout import span
from bidtracker.pages.words import amount, signed
from bidtracker.radar.score.evidence import discontent
from bidtracker.tui.desk import Desk
from bidtracker.tui.details.parts import award_line, kept, signals, title
from bidtracker.tui.details.tender import promise_line
from bidtracker.tui.widgets.detail import Entry, heading, pair, row


def competitor(desk: Desk, number: int) -> Sequence[Entry]:
    """One competitor: what it won, against whom, what it promised, how that goes."""
    return [*_page(desk, desk.holdings.competitors[number])]


def _page(desk: Desk, record: Competitor) -> Iterator[Entry]:
    holdings = desk.holdings
    yield from title(desk, "competitors", record.id, record.name, record.country)
    yield pair(tr(_("Also called")), span(listed(record.aliases)))
    yield pair(tr(_("Registered")), span(listed(f"{i.scheme} {i.id}" for i in record.identifiers)))
    yield pair(tr(_("Link")), span(record.url))
    awards = sorted(holdings.awards_to(record.id), key=lambda award: (award.end is None, award.end or award.awarded))
    against = [award for award in awards if _against_us(desk, award)]
    held = [p.kept for award in awards for p in award.promises]
    yield pair(tr(_("Won")), span(tr(say("{n}, of which {us} against us", n=len(awards), us=len(against)))))
    promised = say(
        "{n} made, {kept} kept, {broken} broken", n=len(held), kept=held.count(True), broken=held.count(False)
    )
    yield pair(tr(_("Promises")), span(tr(promised) if held else ""))
    yield from _discontent(desk, awards)
    yield from _gaps(desk, against)
    if awards:
        yield heading(tr(_("Contracts by end")), tr(_("until")))
    for award in awards:
        yield award_line(desk, award, of=holdings.name("buyers", holdings.buyer_of(award)))
    promises = [(award, promise) for award in awards for promise in award.promises]
    if promises:
        yield heading(tr(_("Promises")))
    for award, promise in promises:
        yield promise_line(promise, award.id)
    yield from signals(desk, {s.id: s for award in awards for s in holdings.signals_of(award)}.values())
    yield from kept(record)


def _against_us(desk: Desk, award: Award) -> bool:
    tender = desk.holdings.tenders.get(award.tender)
    return tender is not None and tender.outcome is Outcome.LOST


def _discontent(desk: Desk, awards: Sequence[Award]) -> Iterator[Entry]:
    """Where its buyers are discontent now, the most first."""
    heard = [(discontent(desk.holdings.signals_of(award), award, desk.today).db, award) for award in awards]
    felt = sorted(((db, award) for db, award in heard if db), key=lambda pair: -pair[0])
    if felt:
        yield heading(tr(_("Discontent now")), "dB")
    for db, award in felt:
        name = desk.holdings.name("buyers", desk.holdings.buyer_of(award))
        tone = "good" if db > 0 else "bad"
        id = ref("awards", award.id)
        yield row((span(id + " ", "muted"), span(name)), ((signed(db), tone),), id)


def _gaps(desk: Desk, against: Sequence[Award]) -> Iterator[Entry]:
    """By how much we were dearer or cheaper, where both prices are known in one currency."""
    lines = []
    for award in against:
        tender = desk.holdings.tenders[award.tender]
        price = next((bid.price for bid in tender.bids if bid.price and bid.lot in ("", award.lot)), None)
        if price and award.value and price.currency == award.value.currency and award.value.amount:
            share = float(price.amount / award.value.amount) - 1
            left = (span(ref("tenders", tender.id) + " ", "muted"), span(tender.title))
            right = (span(f"{amount(price)} / {amount(award.value)}  ", "muted"), span(f"{signed(100 * share, 0)} %"))
            lines.append(row(left, right, target=ref("tenders", tender.id)))
    if lines:
        yield heading(tr(_("Our price against theirs")))
        yield from lines
