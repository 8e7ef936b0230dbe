"""The pages of a price and of a win theme: whose, on what terms, what was given away; what is said and why."""

from __future__ import annotations

from datetime import date

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.message import say
from bidtracker.domain.records import Quote, Theme
from bidtracker.pages.lines.prices import conceded_line
from bidtracker.pages.lines.themes import answer_lines, caution_lines
from bidtracker.pages.page import Page, phrases, section
from bidtracker.pages.records.plain import fields, page_of
from bidtracker.pages.words import CHANNELS, day, sure
from bidtracker.radar.account.value import themes


def quote_page(quote: Quote, holdings: Holdings, as_of: date) -> Page:
    """One price: whose, of what, on what terms, and what was given away on it."""
    whose = holdings.name("competitors", quote.competitor) or say("Our price")
    source = phrases(f"{CHANNELS[quote.channel]} ", quote.channel) if quote.competitor else ()
    confidence = phrases(f"{quote.confidence} · ", sure(quote.confidence)) if quote.competitor else ()
    return page_of(
        quote,
        fields(quote, holdings, as_of, skip=("price", "on"), special={"channel": source, "confidence": confidence}),
        section("conceded", say("Conceded"), (conceded_line(made) for made in quote.concessions)),
        title=say("{whose}: {price}", whose=whose, price=quote.price),
        note=day(quote.on),
    )


def theme_page(theme: Theme, holdings: Holdings, as_of: date) -> Page:
    """One win theme: the words, what they answer, what bears them out, and whether they can be said."""
    pitch = next(each for each in themes(holdings, theme.tender) if each.theme.id == theme.id)
    answers = (*answer_lines(pitch, holdings), *caution_lines(pitch))
    return page_of(
        theme,
        fields(theme, holdings, as_of, skip=("text", "lever", "need", "demand", "award", "promise")),
        section("answers", say("What it answers"), answers),
        title=theme.text,
        note=theme.lever,
    )
