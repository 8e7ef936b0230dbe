"""Awards of the past as a history of purchases holds them: what was bought, of whom, and what is known of it."""

from __future__ import annotations

from collections import Counter
from datetime import date

import msgspec

from bidtracker.domain.message import label as _
from bidtracker.domain.money import Money
from bidtracker.domain.records import Signal
from bidtracker.domain.vocabulary import Method, Word


class Purchase(msgspec.Struct, frozen=True, gc=False):
    """What was bought: all that the matcher of re-tenders sees of an award. The supplier is not in it.

    `kind` is the class of alike purchases (`priors.category_class`); `requirement` and `follows` name the tender and
    the one that it competes again, where a record says so, "" where it does not.
    """

    buyer: str
    kind: str
    title: str
    day: date
    value: Money | None = None
    requirement: str = ""
    follows: str = ""


class PastAward(msgspec.Struct, frozen=True, gc=False):
    """One award of the past. `suppliers` are keys, equal where the supplier is the same; `signals` what was heard of
    it, which only an own book has; `earlier` what it was until days on which that was changed, from old to new."""

    purchase: Purchase
    suppliers: frozenset[str]
    category: str = ""
    scheme: str = ""
    offers: int | None = None
    method: Method | None = None
    start: date | None = None
    end: date | None = None
    signals: tuple[Signal, ...] = ()
    earlier: tuple[tuple[date, PastAward], ...] = ()

    def as_of(self, day: date) -> PastAward:
        """The award as it stood at the end of a day; who got it stays."""
        was = next((was for until, was in self.earlier if until > day), None)
        return self if was is None else msgspec.structs.replace(was, suppliers=self.suppliers)


class LeftOutReason(Word):
    """Why a record takes no part."""

    UNREADABLE = "unreadable", _("the record could not be read")
    NO_DATE = "no_date", _("no usable date")
    NO_BUYER = "no_buyer", _("no buyer")
    NO_SUPPLIER = "no_supplier", _("no supplier")
    NO_TITLE = "no_title", _("no words in the title")
    SAYS_NOTHING = "says_nothing", _("a title that says nothing, such as “please see attached”")
    CANCELLED = "cancelled", _("cancelled, or nobody got it")
    REPEATED = "repeated", _("the same award once more")
    WORKS = "works", _("works: built once, not bought again")
    ADDENDUM = "addendum", _("an addendum to a contract, or the use of an option")
    LATER = "later", _("dated after the day of the judgement")


class PastAwards(msgspec.Struct, frozen=True):
    """Awards as read, how many records could not be used, by reason, and how many were read."""

    rows: list[PastAward]
    left_out: Counter[LeftOutReason]
    read: int
