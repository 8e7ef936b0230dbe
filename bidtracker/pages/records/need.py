"""The pages of a need and of an offer of ours: what is asked for, what of ours would do it, until when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import ref
from bidtracker.domain.message import say
from bidtracker.domain.records import Need, Offer
from bidtracker.pages.lines.needs import best_line, demand_lines, plan_line, sign_of
from bidtracker.pages.lines.prices import quote_line
from bidtracker.pages.page import Page, Remark, Section, filled, section
from bidtracker.pages.records.plain import fields, page_of
from bidtracker.pages.words import CHANNELS
from bidtracker.radar.account.fit import Fitting, fit


def need_page(need: Need, holdings: Holdings, as_of: date) -> Page:
    """One need: what it asks for, the job behind it, and how our offers fit."""
    return page_of(
        need,
        fields(
            need,
            holdings,
            as_of,
            skip=("title",),
            special={"channel": ((f"{CHANNELS[need.channel]} ", ""), (need.channel, ""))},
        ),
        *fit_sections(fit(holdings, need, as_of), holdings),
        title=need.title,
    )


def fit_page(held: Fitting, holdings: Holdings) -> Page:
    """How our offers fit a need."""
    need = held.need
    return Page(title=need.title, ref=ref("needs", need.id), sections=filled(*fit_sections(held, holdings)))


def fit_sections(held: Fitting, holdings: Holdings) -> Iterator[Section]:
    """Each demand with how our offers meet it; then who fits best, and until when the plan can change."""
    none = say(
        "nothing noted yet; N on the screen, or `bidtracker demand {id} KIND TEXT`, adds it",
        id=ref("needs", held.need.id),
    )
    demands = list(demand_lines(held, holdings)) or [Remark(words=((none, "muted"),))]
    yield section("demands", say("What they ask for"), demands)
    if held.offer:
        yield section("best", say("Fits best"), (best_line(held, holdings),))
    yield section("plan", say("Can it still be changed?"), (plan_line(held),))


def offer_page(offer: Offer, holdings: Holdings, as_of: date) -> Page:
    """One offer of ours: its class and price, what it is strong by, and whose needs it was held against."""
    quotes = sorted(holdings.linked("quotes", "offer", offer.id), key=lambda quote: quote.on, reverse=True)
    return page_of(
        offer,
        fields(offer, holdings, as_of, skip=("name",)),
        section("held", say("Held against"), _held_against(offer, holdings)),
        section("quoted", say("Quoted"), (quote_line(quote, holdings) for quote in quotes)),
        title=offer.name,
    )


def _held_against(offer: Offer, holdings: Holdings) -> Iterator[Remark]:
    for need in holdings.needs.values():
        for match in need.matches:
            if match.offer == offer.id:
                sign, tone = sign_of(match)
                asked = next(demand.text for demand in need.demands if demand.number == match.demand)
                yield Remark(
                    signs=((f"{sign} ", tone),),
                    words=((asked, ""),),
                    right=((match.fit, tone), (need.title, "muted")),
                    target=ref("needs", need.id),
                )
