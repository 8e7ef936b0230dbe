"""The why of an opportunity: what, how good, what now, why, when, and what to find out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import ref
from bidtracker.domain.message import label as _
from bidtracker.domain.message import listed, say
from bidtracker.pages.account.reasons import model_lines, reason_lines
from bidtracker.pages.lines.actions import action_line
from bidtracker.pages.lines.linked import linked
from bidtracker.pages.lines.touches import touch_line
from bidtracker.pages.page import Gauge, Page, PageItem, Pair, Remark, Track, filled, phrases, section, spaced
from bidtracker.pages.words import day, distance, percent
from bidtracker.radar.score.actions import ActionCode
from bidtracker.radar.score.opportunity import Opportunity
from bidtracker.radar.score.timing import Window

MOST_UNKNOWN = 4
PLANNED = 2


def why_page(opportunity: Opportunity, holdings: Holdings, as_of: date, *, numbers: bool = False) -> Page:
    """All about one opportunity in a seller's words; with `numbers` as the model has it."""
    why = model_lines(opportunity) if numbers else reason_lines(opportunity, holdings)
    return Page(
        title=holdings.name("awards", opportunity.award),
        ref=ref("awards", opportunity.award),
        sections=filled(
            section("head", "", _head(opportunity, holdings)),
            section("score", "", _score(opportunity)),
            section("next", say("Next"), next_lines(opportunity, holdings, as_of)),
            section("why", say("Why"), why, say("the model's numbers") if numbers else ""),
            section(
                "window",
                say("Window"),
                _window(opportunity.window, holdings, as_of),
                say("{state} · {basis}", state=opportunity.window.state, basis=opportunity.window.basis),
            ),
            section("unknown", say("Find out"), _unknown(opportunity), say("score could become")),
        ),
    )


def _head(opportunity: Opportunity, holdings: Holdings) -> Iterator[PageItem]:
    yield linked(_("Buyer"), "buyers", opportunity.buyer, holdings)
    for supplier in opportunity.suppliers:
        yield linked(_("Held by"), "competitors", supplier, holdings)
    value = opportunity.expected_value
    yield Pair(label=_("Worth to us"), words=phrases(str(value) if value and value.amount else ""))


def _score(opportunity: Opportunity) -> Iterator[PageItem]:
    """The score as a bar on 0..100, and the numbers that it is the product of."""
    yield Gauge(value=opportunity.score, most=100, text=f"{opportunity.score:.1f}")
    parts = [say("{p} they change", p=percent(opportunity.c))]
    parts += [] if opportunity.ours else [say("{p} we win then", p=percent(opportunity.a))]
    parts.append(say("{p} timing", p=percent(opportunity.w)))
    yield Remark(words=((listed(parts, " × "), "muted"),))


def next_lines(opportunity: Opportunity, holdings: Holdings, as_of: date) -> Iterator[Remark]:
    """What to do, what forbids it now, and what is planned at the buyer already."""
    yield action_line(opportunity)
    if opportunity.quiet is not None and opportunity.action.code is not ActionCode.WAIT:
        target = ref("tenders", opportunity.quiet.tender)
        yield Remark(signs=(("‖ ", "warn"),), words=((opportunity.quiet.message, "warn"),), target=target)
    touches = [touch for touch in holdings.touches_of(opportunity.buyer) if touch.done is None]
    touches.sort(key=lambda touch: (touch.award != opportunity.award, touch.on, touch.id))
    yield from (touch_line(touch, holdings, as_of) for touch in touches[:PLANNED])


def _window(window: Window, holdings: Holdings, as_of: date) -> Iterator[PageItem]:
    days_given = [each for each in (window.opens, window.act_by, window.closes, as_of) if each]
    margin = timedelta(days=max(10, (max(days_given) - min(days_given)).days // 12))
    if window.closes or window.act_by:
        yield Track(
            first=min(days_given) - margin,
            last=max(days_given) + margin,
            today=as_of,
            opens=window.opens,
            act_by=window.act_by,
            closes=window.closes,
        )
    for label, value in ((_("Opens"), window.opens), (_("Act by"), window.act_by), (_("Decided"), window.closes)):
        words = spaced(phrases(day(value), (distance(value, as_of), "muted")))
        yield Pair(label=label, words=words)
    if not window.certain:
        yield Remark(words=((say("a date was assumed: ask for the real one"), "warn"),))
    yield linked(_("Next tender"), "tenders", window.successor, holdings)


def _unknown(opportunity: Opportunity) -> Iterator[Remark]:
    """What is not known, and what the score could become once it is."""
    for unknown in opportunity.ask_next[:MOST_UNKNOWN]:
        yield Remark(
            signs=(("? ", "accent"),),
            words=((unknown.question, ""),),
            right=((say("{worst} … {best}", worst=f"{unknown.worst:.0f}", best=f"{unknown.best:.0f}"), "strong"),),
            target=unknown.ref,
        )
