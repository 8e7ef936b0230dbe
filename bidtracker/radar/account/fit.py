"""How our offers meet what a buyer asks for, what is left unmet, and until when the plan can still be changed.

Cheapest is to change what is asked for before it is published; then while the buyer takes questions; after the
deadline the next chance is the window of the contract that was awarded.
"""

from __future__ import annotations

from datetime import date

import msgspec

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.message import Message, say
from bidtracker.domain.message import label as _
from bidtracker.domain.records import Demand, Match, Need, TenderLine
from bidtracker.domain.vocabulary import AwardStatus, Fit, Outcome, Word
from bidtracker.radar.score.case import Survey, announced, window_of
from bidtracker.radar.score.priors import History
from bidtracker.radar.score.quiet import decided

MEASURE = {Fit.FITS: 2, Fit.PARTLY: 1, Fit.MISSES: 0}
NOT_LOOKED_AT = -1


class Opening(Word):
    """Where the plan of a need stands: whether what is asked for can still be changed."""

    FREE = "free", _("Not yet published")
    QUESTIONS = "questions", _("Questions are taken")
    CLOSED = "closed", _("Closed")


class Plan(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Whether what is asked for can still be changed, until when (None: not known, or closed), and the sentence.

    `next` is the day of the next chance where it is closed: when the window of the contract opens.
    """

    opening: Opening
    message: Message
    until: date | None = None
    next: date | None = None

    @property
    def open(self) -> bool:
        return self.opening is not Opening.CLOSED


class Met(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One demand and how our offers fit it, the best first; `best` is how the best offer overall fits it (None: not
    looked at)."""

    demand: Demand
    matches: tuple[Match, ...]
    best: Match | None

    @property
    def met(self) -> bool:
        return self.best is not None and self.best.fit is Fit.FITS


class Fitting(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A need held against our offers. `offer` is the best overall, 0 where none was held against it."""

    need: Need
    demands: tuple[Met, ...]
    offer: int
    plan: Plan

    @property
    def unmet(self) -> tuple[Met, ...]:
        """What the best offer does not meet in full, musts first."""
        return tuple(sorted((met for met in self.demands if not met.met), key=lambda met: not met.demand.must))


def fit(holdings: Holdings, need: Need, as_of: date) -> Fitting:
    """Each demand with its matches, and the offer that meets most: musts first, then wishes."""
    matches = [match for match in need.matches if match.offer in holdings.offers]
    best = _best(need, matches)
    demands = []
    for demand in need.demands:
        fitting = [match for match in matches if match.demand == demand.number]
        fitting.sort(key=lambda match: (-MEASURE[match.fit], match.offer != best, match.offer))
        chosen = next((match for match in fitting if match.offer == best), None)
        demands.append(Met(demand=demand, matches=tuple(fitting), best=chosen))
    return Fitting(need=need, demands=tuple(demands), offer=best, plan=plan(holdings, need, as_of))


def _best(need: Need, matches: list[Match]) -> int:
    """The offer that leaves the fewest musts unmet, then meets most wishes, then fits best in part."""
    fits_of: dict[int, dict[int, int]] = {}
    for match in matches:
        fits_of.setdefault(match.offer, {})[match.demand] = MEASURE[match.fit]
    top = MEASURE[Fit.FITS]

    def order(offer: int) -> tuple[int, int, int, int]:
        fits = {demand.number: fits_of[offer].get(demand.number, NOT_LOOKED_AT) for demand in need.demands}
        musts = sum(fits[demand.number] == top for demand in need.demands if demand.must)
        wishes = sum(fits[demand.number] == top for demand in need.demands if not demand.must)
        return musts, wishes, sum(fits.values()), -offer

    return max(fits_of, key=order, default=0)


# ---------------------------------------------------------------- until when the plan can change


def plan(holdings: Holdings, need: Need, as_of: date) -> Plan:
    """Whether what is asked for can still be changed on a day, and by when."""
    tender = holdings.tenders.get(need.tender)
    if tender is None or tender.outcome is Outcome.NO_AWARD:
        return _free(need, None, as_of)
    if decided(holdings, tender, as_of) or (tender.deadline is not None and tender.deadline < as_of):
        return _closed(holdings, tender, as_of)
    if not announced(tender, as_of):
        return _free(need, tender, as_of)
    return _published(tender, as_of)


def _free(need: Need, tender: TenderLine | None, as_of: date) -> Plan:
    """Nothing is published, so everything can still be talked about."""
    until = tender.published if tender else None
    if until is not None:
        words = say("can be changed until it is published on {day}", day=until)
    elif need.wanted_by is not None and need.wanted_by >= as_of:
        until = need.wanted_by
        words = say("can be changed until it is published; they want it by {day}", day=until)
    elif need.wanted_by is not None:
        words = say(
            "can be changed until it is published; they wanted it by {day}: ask whether it still stands",
            day=need.wanted_by,
        )
    else:
        words = say("can be changed until it is published; ask when that is")
    return Plan(opening=Opening.FREE, until=until, message=words)


def _published(tender: TenderLine, as_of: date) -> Plan:
    asked, deadline = tender.enquiries_until, tender.deadline
    if asked is not None and asked < as_of:
        words = say("questions were taken until {day}; offer what fits as a variant, or take it as it is", day=asked)
        return Plan(opening=Opening.CLOSED, message=words)
    if asked is not None:
        words = say("published; ask for a change by {day}, while questions are taken", day=asked)
    elif deadline is not None:
        words = say(
            "published; ask early, bids are due on {day} and until when questions are taken is not known", day=deadline
        )
    else:
        words = say("published; ask soon, until when questions are taken is not known")
    return Plan(opening=Opening.QUESTIONS, until=asked or deadline, message=words)


def _closed(holdings: Holdings, tender: TenderLine, as_of: date) -> Plan:
    """It is too late; the next chance is when the contract that was awarded can be competed again."""
    survey = Survey(holdings, as_of, History(as_of))
    openings = [
        when.opens
        for award in holdings.awards_of(tender.id)
        if award.status is not AwardStatus.CANCELLED and (award.awarded or as_of) <= as_of
        for when in [window_of(survey.case(award))]
        if when.opens is not None and when.certain
    ]
    reopens = min(openings, default=None)
    if reopens is not None and reopens > as_of:
        words = say("closed; the next chance is the re-compete, whose window opens on {day}", day=reopens)
    elif reopens is not None:
        words = say("closed; the next chance is the re-compete, whose window has been open since {day}", day=reopens)
    else:
        words = say("closed; the next chance is the re-compete, whose day is not known")
    return Plan(opening=Opening.CLOSED, message=words, next=reopens)
