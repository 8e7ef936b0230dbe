"""What the pane says of value and price: win themes and what they answer, prices named, what was conceded for what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bidtracker.domain.ids import part_ref, ref
from bidtracker.domain.message import label as _
from bidtracker.domain.message import say
from bidtracker.domain.money import Money
from bidtracker.domain.records import Concession, Quote
from bidtracker.domain.spans import SpanLine, Tone
from bidtracker.locale import listed, tr
from bidtracker.pages.layout import span
from bidtracker.pages.words import CHANNELS, amount, day, named, sure
from bidtracker.radar.account.pricing import Gap, GivenConcession, NamedPrice, Pricing, pricing
from bidtracker.radar.account.value import Pitch, themes
from bidtracker.tui.desk import Desk
from bidtracker.tui.details.parts import kept, person, title
from bidtracker.tui.widgets.detail import Entry, heading, pair, row, text

# ---------------------------------------------------------------- win themes


def theme(desk: Desk, number: int) -> Sequence[Entry]:
    """One win theme: the words, what they answer, what bears them out, and whether they can be said."""
    return [*_theme(desk, number)]


def _theme(desk: Desk, number: int) -> Iterator[Entry]:
    record = desk.holdings.themes[number]
    pitch = next(one for one in themes(desk.holdings, record.tender) if one.theme.id == number)
    yield from title(desk, "themes", number, record.text, tr(record.lever))
    tender = ref("tenders", record.tender)
    yield pair(tr(_("Tender")), span(desk.holdings.name("tenders", record.tender)), target=tender)
    yield pair(tr(_("Lot")), span(record.lot))
    yield pair(tr(_("Said first")), span(tr(_("yes")) if record.main else ""))
    yield pair(tr(_("Proof")), span(record.proof))
    yield from _answers(desk, pitch)
    yield from _cautions(pitch)
    yield from kept(record)


def theme_lines(desk: Desk, tender: int) -> Iterator[Entry]:
    """Why they should take ours, what is said first at the top."""
    found = themes(desk.holdings, tender)
    if found:
        yield heading(tr(_("Why ours")), tr(_("V adds one")))
    for pitch in found:
        record = pitch.theme
        sign = ("✗ ", "warn") if pitch.cautions else ("★ ", "accent") if record.main else ("· ", "muted")
        yield text(
            sign,
            span(f"{tr(record.lever)}  ", "muted"),
            span(record.text, "strong" if record.main and not pitch.cautions else ""),
            target=ref("themes", record.id),
            indent=2,
        )
        yield from _answers(desk, pitch, indent=4)
        yield from _cautions(pitch)


def _answers(desk: Desk, pitch: Pitch, indent: int = 0) -> Iterator[Entry]:
    record, gap = pitch.theme, " " * indent
    if record.need:
        asked = pitch.demand.text if pitch.demand else desk.holdings.name("needs", record.need)
        head = named(f"{tr(_('they ask'))} {part_ref('needs', record.need, record.demand)}")
        yield text(span(gap + head, "muted"), span(asked, "muted"), target=ref("needs", record.need), indent=indent + 2)
    if record.award:
        held = pitch.promise.text if pitch.promise else desk.holdings.name("awards", record.award)
        head = named(f"{tr(_('they promised'))} {part_ref('awards', record.award, record.promise)}")
        yield text(
            span(gap + head, "muted"), span(held, "muted"), target=ref("awards", record.award), indent=indent + 2
        )


def _cautions(pitch: Pitch) -> Iterator[Entry]:
    for caution in pitch.cautions:
        yield text(("    ! ", "warn"), span(tr(caution), "warn"), indent=6)


# ---------------------------------------------------------------- prices


def quote(desk: Desk, number: int) -> Sequence[Entry]:
    """One price: whose, of what, on what terms, and what was given away on it."""
    return [*_quote(desk, desk.holdings.quotes[number])]


def _quote(desk: Desk, record: Quote) -> Iterator[Entry]:
    holdings = desk.holdings
    whose = holdings.name("competitors", record.competitor) if record.competitor else tr(_("Our price"))
    yield from title(desk, "quotes", record.id, f"{named(whose)}{record.price}", day(record.on))
    if record.competitor:
        yield pair(tr(_("Competitor")), span(whose), target=ref("competitors", record.competitor))
        source = f"{CHANNELS[record.channel]} {tr(record.channel)} · {sure(record.confidence)}"
        yield pair(tr(_("Source")), span(source))
    yield pair(tr(_("Tender")), span(holdings.name("tenders", record.tender)), target=ref("tenders", record.tender))
    yield pair(tr(_("Lot")), span(record.lot))
    if record.offer:
        yield pair(tr(_("Offer")), span(holdings.name("offers", record.offer)), target=ref("offers", record.offer))
    yield pair(tr(_("Class")), span(tr(record.tier) if record.tier else ""))
    yield pair(tr(_("Terms")), span(record.terms))
    yield pair(tr(_("Floor price")), span(record.floor or ""))
    if record.contact:
        yield person(desk, _("From"), record.contact)
    if record.concessions:
        yield heading(tr(_("Conceded")))
    for made in record.concessions:
        yield _conceded(made)
    yield from kept(record)


def price_lines(desk: Desk, tender: int, lots: Sequence[str] = ("",)) -> Iterator[Entry]:
    """Our prices and theirs for a tender and its lots, how they compare, and what was given away."""
    shown = [(lot, pricing(desk.holdings, tender, desk.today, lot)) for lot in lots]
    for lot, found in shown:
        if not (found.rivals or found.given or len(found.ours) > 1 or found.floor):
            continue  # our one price stands with our bid already
        name = tr(say("Prices for lot {lot}", lot=lot)) if lot else tr(_("Prices"))
        yield heading(name, tr(_("P adds one")))
        yield from (_named(desk, one) for one in found.ours)
        yield from _floor(found)
        for gap in found.gaps:
            yield from _gap(desk, gap)
        if not found.ours:
            yield from (_named(desk, one) for one in found.rivals)
        yield from _given(found)


def _named(desk: Desk, one: NamedPrice) -> Entry:
    whose = listed(desk.holdings.name("competitors", number) for number in one.by) or tr(_("us"))
    line: SpanLine = (span(one.ref + " ", "muted"), span(whose, "" if one.by else "strong"))
    if one.channel and one.by:
        line += (span("  " + CHANNELS[one.channel], "accent"),)
    if one.tier:
        line += (span("  " + tr(one.tier), "muted"),)
    return row(line, (span(amount(one.price)), span("  " + day(one.on), "muted")), target=one.ref)


def _floor(found: Pricing) -> Iterator[Entry]:
    if found.below is not None:
        words = say("{below} below our floor of {floor}", below=found.below, floor=found.floor)
        yield text(("  ! ", "warn"), span(tr(words), "warn"), indent=4)


def _gap(desk: Desk, one: Gap) -> Iterator[Entry]:
    """A rival's price, and below it how far ours is from it."""
    tone: Tone = "muted" if one.share is None else "bad" if one.share > 0 else "good"
    yield _named(desk, one.theirs)
    yield text(span(f"    {tr(one.message)}", tone), indent=4)


def _given(found: Pricing) -> Iterator[Entry]:
    worth = listed(str(Money(worth, currency)) for currency, worth in found.given_worth.items())
    if found.given:
        yield text(span(tr(_("Conceded")), "muted"), span(f"  {worth}", "muted"))
    for one in found.given:
        yield _conceded(one.concession, one)


def _conceded(made: Concession, given: GivenConcession | None = None) -> Entry:
    got = (span(tr(say("for {got}", got=made.got)), "good"),) if made.got else (span(tr(_("for nothing")), "warn"),)
    return text(
        span(f"  {day(made.on)}  ", "muted"),
        span(made.gave + "  "),
        *got,
        span(f"  {made.amount or ''}", "muted"),
        target=given.ref if given else "",
        indent=4,
    )
