"""The page of an award and the contract that follows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.message import count, say
from bidtracker.domain.message import label as _
from bidtracker.domain.records import Award
from bidtracker.pages.lines.delivery import delivery
from bidtracker.pages.lines.inquiries import inquiry_line
from bidtracker.pages.lines.linked import linked
from bidtracker.pages.lines.signals import promises, signals
from bidtracker.pages.lines.touches import touches
from bidtracker.pages.page import Page, Pair, Phrases, Remark, phrases, section
from bidtracker.pages.records.plain import fields, page_of
from bidtracker.pages.words import day, in_days, percent
from bidtracker.radar.score.relations import silences

USED = {None: say("open"), True: say("used"), False: say("not used")}


def award_page(award: Award, holdings: Holdings, as_of: date) -> Page:
    """To whom, what, how long, what was promised, what was heard."""
    return page_of(
        award,
        fields(
            award,
            holdings,
            as_of,
            skip=("title", "suppliers", "ours", "lot", "termination_reason"),
            special=_dates(award, holdings, as_of),
            first=_sides(award, holdings),
            last=_standing(award, holdings, as_of),
        ),
        section("promises", say("Promises"), promises(award)),
        signals(holdings.signals_of(award), holdings),
        touches(holdings.linked("touches", "award", award.id), holdings, as_of),
        section("inquiries", say("Inquiries"), _inquiries(award, holdings, as_of)),
        *(delivery(deal, as_of) for deal in holdings.deals_of(award.id)),
        title=holdings.name("awards", award.id),
        note=award.lot,
    )


def _dates(award: Award, holdings: Holdings, as_of: date) -> dict[str, Phrases]:
    """The termination with its reason; and the end, where it is not known to the day."""
    terminated = phrases(day(award.terminated), ("  ", ""), (award.termination_reason, "muted"))
    dates = {"terminated": terminated if award.terminated else ()}
    tender = holdings.tenders.get(award.tender)
    if award.end is not None and tender is not None and "contract_end" in tender.rough:
        away = (in_days(award.end, as_of), "muted")
        dates["end"] = phrases(day(award.end), ("  ", ""), away, ("  ", ""), (say("not to the day"), "muted"))
    return dates


def _inquiries(award: Award, holdings: Holdings, as_of: date) -> Iterator[Remark]:
    asked = sorted(holdings.linked("inquiries", "award", award.id), key=lambda each: (each.on, each.id), reverse=True)
    return (inquiry_line(inquiry, holdings, as_of) for inquiry in asked)


def _sides(award: Award, holdings: Holdings) -> Iterator[Pair]:
    """Who buys and who supplies."""
    yield linked(_("Buyer"), "buyers", holdings.buyer_of(award), holdings)
    for supplier in award.suppliers:
        yield linked(_("Supplier"), "competitors", supplier, holdings)
    if award.ours:
        yield Pair(label=_("Supplier"), words=((say("us"), "good"),))


def _standing(award: Award, holdings: Holdings, as_of: date) -> Iterator[Pair]:
    """Its options, what others think of a change, when somebody asked and heard nothing, and whether it is put away."""
    for option in award.options:
        until = say("  {used} → {day}", used=USED[option.exercised], day=day(option.new_end))
        yield Pair(label=_("Option"), words=((day(option.decide_by), ""), (until, "muted")))
    odds = award.odds_on(as_of)
    if odds is not None:
        chance = say("{p} they change", p=percent(odds.chance))
        by = say("  by {source}, {day}", source=odds.source, day=day(odds.on))
        yield Pair(label=_("Outside odds"), words=((chance, ""), (by, "muted")))
    silent = silences(holdings.linked("touches", "award", award.id), as_of)
    if silent:
        times = count("once, nothing heard", "{n} times, nothing heard", len(silent))
        yield Pair(label=_("Asked"), words=phrases(day(silent[-1]), (say("  {times}", times=times), "muted")))
    yield Pair(label=_("Snoozed until"), words=phrases(day(award.snoozed_until)))
    yield Pair(label=_("Radar"), words=phrases((say("dismissed"), "warn") if award.dismissed else None))
