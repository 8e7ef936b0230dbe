"""What the pane says of a need and of an offer of ours: what is asked for, what of ours would do it, until when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bidtracker.domain.ids import part_ref, ref
from bidtracker.domain.message import label as _
from bidtracker.domain.message import say
from bidtracker.domain.records import Match, Need, Offer
from bidtracker.domain.spans import Span, Tone
from bidtracker.domain.vocabulary import Fit
from bidtracker.locale import listed, tr
from bidtracker.pages.layout import span
from bidtracker.pages.words import CHANNELS, amount, day, in_days, named
from bidtracker.radar.account.fit import Fitting, Met, Opening, fit
from bidtracker.tui.desk import Desk
from bidtracker.tui.details.parts import kept, person, title
from bidtracker.tui.widgets.detail import Entry, ending, heading, pair, row, text

FITS: dict[Fit, tuple[str, Tone]] = {Fit.FITS: ("✓", "good"), Fit.PARTLY: ("◐", "warn"), Fit.MISSES: ("✗", "bad")}
OPENINGS: dict[Opening, Tone] = {Opening.FREE: "good", Opening.QUESTIONS: "warn", Opening.CLOSED: "muted"}
UNJUDGED: Span = ("○", "muted")


def need(desk: Desk, number: int) -> Sequence[Entry]:
    """One need: what it asks for, the job behind it, and how our offers fit."""
    return [*_need(desk, desk.holdings.needs[number])]


def _need(desk: Desk, record: Need) -> Iterator[Entry]:
    holdings = desk.holdings
    held = fit(holdings, record, desk.today)
    yield from title(desk, "needs", record.id, record.title)
    yield pair(tr(_("Buyer")), span(holdings.name("buyers", record.buyer)), target=ref("buyers", record.buyer))
    if record.tender:
        name = holdings.name("tenders", record.tender)
        yield pair(tr(_("Tender")), span(name), target=ref("tenders", record.tender))
    yield pair(tr(_("The job")), span(record.job))
    yield pair(tr(_("Budget")), span(record.budget or ""))
    yield pair(tr(_("Wanted by")), span(day(record.wanted_by)), *_far(desk, record))
    yield pair(
        tr(_("Heard")), span(day(record.on)), span(f"  {CHANNELS[record.channel]} {tr(record.channel)}", "muted")
    )
    if record.contact:
        yield person(desk, _("From"), record.contact)
    yield _plan(held)
    yield from _demands(desk, held)
    yield from kept(record)


def _far(desk: Desk, record: Need) -> tuple[Span, ...]:
    return (span("  " + in_days(record.wanted_by, desk.today), "muted"),) if record.wanted_by else ()


def _plan(held: Fitting) -> Entry:
    return pair(tr(_("The plan")), span(tr(held.plan.message), OPENINGS[held.plan.opening]))


def _demands(desk: Desk, held: Fitting) -> Iterator[Entry]:
    """Each demand with how our offers meet it; then who fits best and what is left."""
    record = held.need
    yield heading(tr(_("What they ask for")), tr(_("N demand  M fit")))
    if not held.demands:
        yield text(span(tr(_("nothing noted yet; N writes it down")), "muted"))
    for met in held.demands:
        sign = _sign(met)
        notes = listed(("" if met.demand.must else tr(_("a wish")), "" if met.matches else tr(_("not judged"))))
        yield text(
            (f"{sign[0]} ", sign[1]),
            span(f"{part_ref('needs', record.id, met.demand.number)} ", "muted"),
            span(named(tr(met.demand.kind)), "muted"),
            span(met.demand.text),
            span(f" ({notes})" if notes else "", "muted"),
            indent=2,
        )
        for match in met.matches:
            yield _match(desk, match, best=match.offer == held.offer)
    if held.offer:
        yield heading(tr(_("Fits best")))
        yield _best(desk, held, ref("offers", held.offer))


def _best(desk: Desk, held: Fitting, target: str, indent: int = 0) -> Entry:
    """The offer that fits best, and how many musts it leaves open: of other offers, each may meet another one."""
    name = desk.holdings.name("offers", held.offer)
    musts = sum(one.demand.must for one in held.unmet)
    left = say("meets every must") if not musts else say("{n} of the musts not met", n=musts)
    line = (span(" " * indent + ref("offers", held.offer) + " ", "muted"), span(name, "muted" if indent else "strong"))
    return ending(line, (span(tr(left), "warn" if musts else "good"),), target=target, indent=indent + 2)


def _match(desk: Desk, match: Match, *, best: bool) -> Entry:
    sign, tone = FITS[match.fit]
    name = desk.holdings.name("offers", match.offer)
    fits = tr(match.fit)
    said = f"{named(fits)}{match.note}" if match.note else fits
    return text(
        (f"    {sign} ", tone),
        span(name, "strong" if best else "muted"),
        span(f" · {said}", "muted"),
        target=ref("offers", match.offer),
        indent=6,
    )


def need_lines(desk: Desk, known: Iterable[Need]) -> Iterator[Entry]:
    """The needs of a buyer or behind a tender: how far ours fit, and whether the plan can still be changed."""
    found = sorted(known, key=lambda one: (one.wanted_by is None, one.wanted_by, one.id))
    if found:
        yield heading(tr(_("Need")), tr(_("N adds one")))
    for record in found:
        held = fit(desk.holdings, record, desk.today)
        met = sum(_answered(one) for one in held.demands)
        share = tr(say("{met} of {n} met", met=met, n=len(held.demands))) if held.demands else ""
        open_musts = [one for one in held.demands if one.demand.must and not _answered(one)]
        tone: Tone = "warn" if open_musts or any(one.demand.must for one in held.unmet) else "good"
        id = ref("needs", record.id)
        yield row((span(id + " ", "muted"), span(record.title)), (span(share, tone),), target=id)
        if record.job:
            yield text(span(f"    {record.job}", "muted"), indent=4)
        for one in open_musts:
            yield text(("    ", ""), (f"{_sign(one)[0]} ", _sign(one)[1]), span(one.demand.text, "muted"), indent=6)
        if held.offer:
            yield _best(desk, held, id, indent=4)
        yield text(span(f"    {tr(held.plan.message)}", OPENINGS[held.plan.opening]), indent=4)


def _answered(met: Met) -> bool:
    """Whether some offer of ours meets a demand in full."""
    return any(match.fit is Fit.FITS for match in met.matches)


def _sign(met: Met) -> Span:
    """How well a demand is met by whichever offer meets it best."""
    return FITS[met.matches[0].fit] if met.matches else UNJUDGED


# ---------------------------------------------------------------- our offers


def offer(desk: Desk, number: int) -> Sequence[Entry]:
    """One offer of ours: its class and price, what it is strong by, and whose needs it was held against."""
    return [*_offer(desk, desk.holdings.offers[number])]


def _offer(desk: Desk, record: Offer) -> Iterator[Entry]:
    yield from title(desk, "offers", record.id, record.name)
    yield pair(tr(_("Class")), span(tr(record.tier) if record.tier else ""))
    yield pair(tr(_("Price")), span(record.price or ""))
    yield pair(tr(_("Floor price")), span(record.floor or ""))
    yield pair(tr(_("Strong by")), span(listed(record.levers)))
    yield pair(tr(_("What it is")), span(record.description))
    held = [(one, match) for one in desk.holdings.needs.values() for match in one.matches if match.offer == record.id]
    if held:
        yield heading(tr(_("Held against")))
    for one, match in held:
        sign, tone = FITS[match.fit]
        asked = next(demand.text for demand in one.demands if demand.number == match.demand)
        yield row(((f"{sign} ", tone), span(asked)), (span(one.title, "muted"),), target=ref("needs", one.id))
    quotes = list(desk.holdings.linked("quotes", "offer", record.id))
    if quotes:
        yield heading(tr(_("Quoted")))
    for quote in sorted(quotes, key=lambda one: one.on, reverse=True):
        name = desk.holdings.name("tenders", quote.tender)
        right = (span(amount(quote.price)), span("  " + day(quote.on), "muted"))
        yield row((span(ref("quotes", quote.id) + " ", "muted"), span(name)), right, target=ref("quotes", quote.id))
    yield from kept(record)
