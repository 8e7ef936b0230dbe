"""The rows of a score that come from the record and the book's past: what is known before anybody has spoken.

Each is a number of dB before temper; `TEMPER` is how far they count together, since they overlap.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from bidtracker.domain.figures import signed
from bidtracker.domain.message import Message, count, say
from bidtracker.domain.message import label as _
from bidtracker.domain.records import Award, OutsideOdds, TenderLine
from bidtracker.domain.vocabulary import Method, Word
from bidtracker.radar.score.decibel import decibels
from bidtracker.radar.score.priors import History, category_class, parties
from bidtracker.radar.score.share import NONE, Tally

TEMPER = 0.5
DIRECT_DB, ONE_OFFER_DB, FEW_OFFERS_DB, MANY_OFFERS_DB = -3.0, -2.0, 1.0, 2.5
FEW_OFFERS = 3  # up to so many are few
SHORT_DB, LONG_DB = -1.5, 1.0
SHORT_MONTHS, LONG_MONTHS = 10, 16  # a term below the one is short, one above the other long
# Shown, but they count nothing: on two lists of public awards (196 and 312 re-tenders) the score without either was no
# worse, its Brier score better on both, and its AUC higher by .027 [.003 to .076] and .010 [-.016 to .035].
ENTRENCHED_DB, ENTRENCHED_SHARE, ENTRENCHED_AWARDS = 0.0, 0.20, 2
KEPT_DB = -3.0
BUYER_HABIT_DB = 0.0
HABIT_PSEUDO, RECORD_PSEUDO = 10, 6


class ReasonKind(Word):
    """The rows of a score, in the order in which they are shown."""

    BASE = "base", _("Base rate and our share")
    OFFERS = "offers", _("Offers at the last award")
    ENTRENCHED = "entrenched", _("Incumbent entrenched")
    KEPT = "kept", _("Kept it last time")
    TERM = "term", _("Contract term")
    BUYER_HABIT = "buyer_habit", _("Buyer's habit")
    CATEGORY_HABIT = "category_habit", _("Habit in the category")
    INCUMBENT_RECORD = "incumbent_record", _("Incumbent's record")
    TYPICAL = "typical", _("Taken off: the usual sum")
    OUTSIDE = "outside", _("Outside odds")
    DISCONTENT = "discontent", _("Dissatisfaction")
    LOST_BEFORE = "lost_before", _("We lost here before")
    RELATIONS = "relations", _("Relationships")
    TIMING = "timing", _("Timing")


class StructuralRow(msgspec.Struct, frozen=True, gc=False):
    """One row of C: what it is, its dB after temper, and the counts that it stands on (`k` of `n`, or `n`), or the
    outside odds."""

    row: ReasonKind
    db: float
    n: int = 0
    k: int = 0
    odds: OutsideOdds | None = None

    @property
    def detail(self) -> Message:
        """The counts in words."""
        if self.odds is not None:
            figure = f"{100 * self.odds.chance:.1f}".removesuffix(".0")
            return say(
                "{p} % by {source} on {day}, in place of the rows of our own record",
                p=figure,
                source=self.odds.source,
                day=self.odds.on,
            )
        if self.row is ReasonKind.OFFERS:
            if self.db == TEMPER * DIRECT_DB:
                return say("awarded without competition")
            return count("{n} offer", "{n} offers", self.n) if self.n else say("not known how many")
        if self.row is ReasonKind.TERM:
            return count("{n} month", "{n} months", self.n) if self.n else say("not known")
        if self.row is ReasonKind.TYPICAL:
            return say(OWN_TYPICAL if self.k else PUBLIC_TYPICAL, db=signed(-self.db, 2), n=self.n)
        if self.row in HABITS and not self.n:
            return say("no re-tenders seen yet")
        return say(WORDS[self.row], k=self.k, n=self.n)


WORDS = {
    ReasonKind.ENTRENCHED: _(
        "holds {k} of {n} awards of this buyer here in three years; on public records that has no effect"
    ),
    ReasonKind.KEPT: _("it already survived one re-tender"),
    ReasonKind.BUYER_HABIT: _("buyer changed {k} of {n} before; on public records that has no effect"),
    ReasonKind.CATEGORY_HABIT: _("changed {k} of {n} in the category"),
    ReasonKind.INCUMBENT_RECORD: _("incumbent lost {k} of {n}"),
}
OWN_TYPICAL = _("the rows above come to {db} dB on average, over {n} re-tenders of this book")
PUBLIC_TYPICAL = _("the rows above come to {db} dB on average, over {n} re-tenders of public records")
HABITS = (ReasonKind.BUYER_HABIT, ReasonKind.CATEGORY_HABIT, ReasonKind.INCUMBENT_RECORD)


def structure(award: Award, tender: TenderLine | None, term: float | None, history: History) -> Iterator[StructuralRow]:
    """The structural rows of one award, in order; "entrenched" and "kept" only where they apply. The last takes off
    what they usually come to, so that the mean C of a book is its base rate."""
    buyer, category, holders = tender.buyer if tender else 0, category_class(tender), parties(award)
    yield _offers(tender)
    held = history.holding(buyer, category, holders)
    if held.hits >= ENTRENCHED_AWARDS and held.hits >= ENTRENCHED_SHARE * held.n:
        yield StructuralRow(ReasonKind.ENTRENCHED, TEMPER * ENTRENCHED_DB, held.n, held.hits)
    if award.incumbent_before or award.id in history.kept:
        yield StructuralRow(ReasonKind.KEPT, TEMPER * KEPT_DB)
    yield _term(term)
    habit = history.buyers.get(buyer, NONE)
    yield StructuralRow(ReasonKind.BUYER_HABIT, BUYER_HABIT_DB, habit.n, habit.hits)
    yield _habit(ReasonKind.CATEGORY_HABIT, history.classes.get(category, NONE), history.p0, HABIT_PSEUDO)
    yield _habit(ReasonKind.INCUMBENT_RECORD, history.record(holders), history.p0, RECORD_PSEUDO)
    yield StructuralRow(ReasonKind.TYPICAL, -history.typical.db, history.typical.n, int(history.typical.own))


def with_offers(rows: Iterable[StructuralRow], tender: TenderLine) -> tuple[StructuralRow, ...]:
    """The rows of an award whose tender had other offers, or was made in another way."""
    return tuple(_offers(tender) if row.row is ReasonKind.OFFERS else row for row in rows)


def outside(odds: OutsideOdds, p0: float) -> StructuralRow:
    """The one row that stands in place of all of these: it takes C from the base rate to what somebody else says."""
    return StructuralRow(ReasonKind.OUTSIDE, decibels(odds.chance) - decibels(p0), odds=odds)


def _habit(row: ReasonKind, tally: Tally, p0: float, pseudo: int) -> StructuralRow:
    """How far a rate, drawn toward the base rate, lies above it."""
    db = decibels(tally.rate(p0, pseudo)) - decibels(p0) if tally.n else 0.0
    return StructuralRow(row, TEMPER * db, tally.n, tally.hits)


def _offers(tender: TenderLine | None) -> StructuralRow:
    if tender is not None and tender.method is Method.DIRECT:
        return StructuralRow(ReasonKind.OFFERS, TEMPER * DIRECT_DB)
    n = (tender.offers if tender else None) or 0
    db = 0.0 if n == 0 else ONE_OFFER_DB if n == 1 else FEW_OFFERS_DB if n <= FEW_OFFERS else MANY_OFFERS_DB
    return StructuralRow(ReasonKind.OFFERS, TEMPER * db, n)


def _term(term: float | None) -> StructuralRow:
    if term is None:
        return StructuralRow(ReasonKind.TERM, 0.0)
    db = SHORT_DB if term < SHORT_MONTHS else 0.0 if term <= LONG_MONTHS else LONG_DB
    return StructuralRow(ReasonKind.TERM, TEMPER * db, max(1, round(term)))
