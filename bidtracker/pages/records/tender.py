"""The page of a tender: the competition, our bid, what came of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from bidtracker.domain.fields.parts.bids import JUDGED, OFFERED
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.message import Message, listed, say
from bidtracker.domain.message import label as _
from bidtracker.domain.money import Money
from bidtracker.domain.records import Award, Bid, LostReasonNote, Tender, TenderEvent, WonReasonNote
from bidtracker.domain.vocabulary import AwardStatus, Outcome
from bidtracker.locale.categories import category_name
from bidtracker.pages.lines.delivery import delivery
from bidtracker.pages.lines.inquiries import inquiry_lines, possible_lines
from bidtracker.pages.lines.needs import need_lines
from bidtracker.pages.lines.parts import other_fields
from bidtracker.pages.lines.prices import price_lines
from bidtracker.pages.lines.scores import last_scores, lesson_line, score_lines
from bidtracker.pages.lines.signals import promises, signals
from bidtracker.pages.lines.tenders import award_line, tender_line
from bidtracker.pages.lines.themes import theme_lines
from bidtracker.pages.lines.touches import touches
from bidtracker.pages.page import Page, Pair, Phrases, Remark, Section, phrases, section
from bidtracker.pages.records.plain import fields, page_of, pairs
from bidtracker.pages.words import EXPECTED_LOST, OUTCOMES, countdown, day, moment_as_written, outcome_of, percent
from bidtracker.radar.account.fit import fit
from bidtracker.radar.account.pricing import pricing
from bidtracker.radar.account.value import themes

LESSONS = 3  # bids at this buyer that were scored before
_LISTED = {"buyers": _("Buys together with"), "bids": _("Bids")}
AMOUNT = re.compile(r"(-?\d+(?:\.\d+)?) ([A-Z]{3})")


def tender_page(tender: Tender, holdings: Holdings, as_of: date) -> Page:
    """Everything about one tender. It is given whole, with its lots, events and long texts."""
    awards = holdings.awards_of(tender.id)
    needs = (fit(holdings, need, as_of) for need in holdings.linked("needs", "tender", tender.id))
    pitches = themes(holdings, tender.id)
    follows = [holdings.tenders[tender.follows]] if tender.follows in holdings.tenders else []
    events = sorted(tender.events, key=lambda event: event.on, reverse=True)
    return page_of(
        tender,
        _fields(tender, holdings, as_of),
        *(part for bid in tender.bids for part in (_bid(tender, bid, holdings, as_of), _scored(tender, bid, holdings))),
        _lessons(tender, holdings, as_of),
        section("lots", say("Lots"), _lots(tender)),
        section("needs", say("What they need"), (line for held in needs for line in need_lines(held, holdings))),
        section("themes", say("Why ours"), (line for pitch in pitches for line in theme_lines(pitch, holdings))),
        *_prices(tender, holdings, as_of),
        section("awards", say("Awarded to"), _awarded(awards, holdings)),
        *(delivery(deal, as_of) for award in awards for deal in holdings.deals_of(award.id)),
        section("inquiries", say("Inquiries"), inquiry_lines(holdings, tender, as_of)),
        section("possible", say("What can be asked"), possible_lines(holdings, tender, as_of)),
        signals((signal for award in awards for signal in holdings.signals_of(award)), holdings),
        touches(holdings.linked("touches", "tender", tender.id), holdings, as_of),
        section("follows", say("Competes again"), (tender_line(line, holdings) for line in follows)),
        section(
            "next", say("Competed again as"), (tender_line(line, holdings) for line in holdings.next_of(tender.id))
        ),
        section("events", say("Published changes"), map(event_line, events)),
        section("listed", say("What else its list says"), _listed(tender)),
        title=tender.title,
        note=tender.reference,
    )


def _fields(tender: Tender, holdings: Holdings, as_of: date) -> Section:
    below = holdings.settings.expected_lost_below
    no_award = (say("  {reason}", reason=tender.no_award_reason), "muted") if tender.no_award_reason else None
    parked = (say(" until {day}", day=tender.park_until), "muted") if tender.park_until else None
    return fields(
        tender,
        holdings,
        as_of,
        skip=("title", "reference", "category_scheme", "follows", "park_until", "structure", "deadline_at"),
        special={
            "outcome": phrases(*outcome_of(tender, holdings, below), no_award),
            "enquiries_until": _days_left(tender, tender.enquiries_until, as_of),
            "deadline": _deadline(tender, as_of),
            "category": _category(tender),
            "watch": phrases(tender.watch, parked) if tender.watch else (),
        },
    )


def _category(tender: Tender) -> Phrases:
    """The name of its class, with the code that it came with."""
    code = f"{tender.category_scheme} {tender.category}".strip()
    name = category_name(tender.category, tender.category_scheme)
    return phrases(name, (f"  {code}", "muted")) if name else phrases(code)


def _days_left(tender: Tender, end: date | None, as_of: date) -> Phrases:
    """A day and how many are left; that they are over is no alarm once the tender is decided."""
    words, tone = countdown(end, as_of)
    return phrases(day(end), "  " if end else "", (words, tone if tender.outcome is Outcome.PENDING else "muted"))


def _deadline(tender: Tender, as_of: date) -> Phrases:
    """The deadline's day where the reader is, its hour as the buyer writes it, and how many days are left."""
    at = tender.deadline_at
    if at is None:
        return _days_left(tender, tender.deadline, as_of)
    return (*_days_left(tender, tender.deadline_day, as_of), *phrases(("  " + moment_as_written(at), "muted")))


def _bid(tender: Tender, bid: Bid, holdings: Holdings, as_of: date) -> Section:
    below = holdings.settings.expected_lost_below
    note = say("{sign} expected lost", sign=EXPECTED_LOST) if tender.expected_lost(below) else ""
    name = say("Our bid on lot {lot}", lot=bid.lot) if bid.lot else say("Our bid")
    noted = list(_bid_pairs(bid, holdings, as_of))
    empty = Pair(label=_("P(win)"), words=phrases((say("not estimated yet"), "muted")))
    return section("bid", name, noted or [empty], note)


def _bid_pairs(bid: Bid, holdings: Holdings, as_of: date) -> Iterator[Pair]:
    """How we bid and what came of it, why we lost, and how it was judged."""
    locked = bid.p_win if bid.p_win_locked is None else bid.p_win_locked
    changed = say(" at submission, now {p}", p=percent(bid.p_win)) if locked != bid.p_win else ""
    points = (bid.score, bid.winning_score)
    special = {
        "p_win": phrases(percent(locked), changed),
        "outcome": _outcome(bid),
        "score": phrases(_scores(*points) if any(n is not None for n in points) else ""),
        "winning_score": (),  # stands with ours
    }
    yield from pairs(bid, OFFERED, holdings, as_of, special)
    yield from _because(_("Because of"), bid.reasons)
    yield from _because(_("Won for"), bid.won_reasons)
    yield from pairs(bid, JUDGED, holdings, as_of, special)


def _because(label: str, reasons: Iterable[LostReasonNote | WonReasonNote]) -> Iterator[Pair]:
    """The reasons of a loss or a win, the first one strong, each with who gave it and on what evidence."""
    for number, reason in enumerate(reasons):
        source = say(
            "  {who}: {evidence}" if reason.evidence else "  {who}", who=reason.said_by, evidence=reason.evidence
        )
        yield Pair(
            label=label if number == 0 else _("also"),
            words=phrases((reason.code, "strong" if number == 0 else ""), (source, "muted")),
        )


def _outcome(bid: Bid) -> Phrases:
    if bid.outcome is Outcome.PENDING:
        return ()
    sign, tone = OUTCOMES[bid.outcome]
    return phrases((f"{sign} ", tone), (bid.outcome, tone), (f"  {day(bid.outcome_on)}", "muted"))


def _lots(tender: Tender) -> Iterator[Remark]:
    """The parts that are awarded on their own: each with its title, and what else a list tells of it."""
    for lot in tender.lots:
        words = phrases((f"{lot.id}  ", "muted"), lot.title)
        yield Remark(words=words, right=phrases((str(lot.value or ""), "strong"), lot.status, tone="muted"))
        yield from other_fields(lot, ("id", "title", "value", "status"))


def _scored(tender: Tender, bid: Bid, holdings: Holdings) -> Section:
    name = say("Scores of lot {lot}", lot=bid.lot) if bid.lot else say("Scores")
    return section("scores", name, score_lines(bid, tender, holdings))


def _lessons(tender: Tender, holdings: Holdings, as_of: date) -> Section:
    """What this buyer's sheets say to a bid that is still open."""
    scored = last_scores(holdings, tender.buyer, as_of) if tender.outcome is Outcome.PENDING else []
    lines = (lesson_line(*each) for each in scored[:LESSONS])
    return section("lessons", say("How they scored us before"), lines)


def _scores(ours: float | None, winning: float | None) -> Message:
    """The points that the buyer gave us, and those of the winner."""
    shown = {"ours": "?" if ours is None else f"{ours:g}", "winning": "?" if winning is None else f"{winning:g}"}
    return say("{ours} against {winning} of the winner", **shown)


def _prices(tender: Tender, holdings: Holdings, as_of: date) -> Iterator[Section]:
    """The prices of the whole and of each lot; our one price stands with our bid already."""
    for lot in ("", *(lot.id for lot in tender.lots)):
        prices = pricing(holdings, tender.id, as_of, lot)
        if prices.rivals or prices.given or len(prices.ours) > 1 or prices.floor:
            name = say("Prices for lot {lot}", lot=lot) if lot else say("Prices")
            yield section("prices", name, price_lines(prices, holdings))


def _awarded(awards: list[Award], holdings: Holdings) -> Iterator[Remark]:
    for award in awards:
        yield award_line(award, holdings)
        yield from promises(award, depth=1)


def _listed(tender: Tender) -> Iterator[Pair]:
    """What its list has beside our fields: columns that are none of ours, cells that could not be read, who buys
    together with its buyer, what the others asked."""
    for name, value in tender.extra.items():
        if text := _plain(value):
            yield Pair(label=_LISTED.get(name, name), words=phrases(text))


def _plain(value: Any) -> str:
    """What a list wrote, in one line."""
    if isinstance(value, dict):
        return " ".join(filter(None, map(_plain, value.values())))
    if isinstance(value, list):
        return "; ".join(filter(None, map(_plain, value)))
    return "" if value is None or isinstance(value, bool) else str(value)


def event_line(event: TenderEvent) -> Remark:
    """What a list changed: the day, what, from what to what."""
    moved = listed((_readable(text) for text in (event.before, event.after)), " → ")
    return Remark(
        words=phrases(
            f"{day(event.on)}  ", event.kind, (f"  {moved or event.note}", "muted") if moved or event.note else None
        )
    )


def _readable(text: str) -> Message | str:
    """What a list had: an amount as we write amounts, a status by its word."""
    amount = AMOUNT.fullmatch(text)
    if amount:
        return str(Money(Decimal(amount[1]), amount[2]))
    status = next((word for word in AwardStatus if word == text), None)
    return say(status.label) if status else text
