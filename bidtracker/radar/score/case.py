"""Everything that one judgement reads, gathered from the book; and the judgement itself as numbers.

C = P(changes hands | re-tendered) = s(dB0 + sum(structural rows) + E)          our own contract: - R inside C
                                   = s(dB(p) + E) where outside odds p stand in place of the structural rows
A = P(we win | it changes)         = s(dBa + R)                        our own contract: 1
score = 100 W C A
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal, InvalidOperation
from operator import attrgetter

import msgspec

from bidtracker.domain.as_it_stood import as_it_stood
from bidtracker.domain.bids import HANDED_IN
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.money import Money, in_base
from bidtracker.domain.records import Award, Settings, Signal, TenderLine
from bidtracker.domain.vocabulary import Outcome, Stage
from bidtracker.radar.score.decibel import chance, decibels
from bidtracker.radar.score.evidence import NONE_POOLED, Pooled, Weighed, discontent
from bidtracker.radar.score.past import history
from bidtracker.radar.score.priors import History, category_class
from bidtracker.radar.score.quiet import Quiet, cautioning, decided, forbidding, quiet_periods
from bidtracker.radar.score.relations import Relation, access, relations
from bidtracker.radar.score.share import Share, start_of
from bidtracker.radar.score.structure import StructuralRow, outside, structure, with_offers
from bidtracker.radar.score.tempo import Pace, kept_retender_pace, retender_paces
from bidtracker.radar.score.tender_past import Lookups
from bidtracker.radar.score.timing import DEFAULT_MONTHS, Window, window

SMALL_MONTHS = 12
NO_MEDIANS: Mapping[str, Decimal] = {}
LEAST_VALUES = 5  # awards in a currency before its median says anything
SMALL_AMOUNT = Decimal(50_000)  # below this, in a currency of about a euro's worth, a purchase is small
EURO_LIKE = ("EUR", "USD", "GBP", "CHF", "CAD", "AUD")
WORKS = "CPV:45"


class AwardCase(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one award on a day; `quiet` and `caution` are looked up only for what is shown.

    `pace` is how long its buyer takes from the end of a contract to the next tender, `pooled` the factors that a
    person took from several books."""

    award: Award
    tender: TenderLine | None
    signals: tuple[Signal, ...]
    people: tuple[Relation, ...]
    access: Weighed
    successors: tuple[tuple[TenderLine, bool], ...]
    cycle: int
    history: History
    as_of: date
    value: Money | None
    quiet: Quiet | None = None
    caution: Quiet | None = None
    pace: Pace | None = None
    pooled: Pooled = NONE_POOLED


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers of one judgement. `ours` says that it is the risk to our own contract; dB values are summed in C."""

    window: Window
    base_db: float
    share: Share
    structure: tuple[StructuralRow, ...]
    discontent: Weighed
    access: Weighed
    ours: bool

    @property
    def share_db(self) -> float:
        """dBa: our share of what changed hands and we bid for."""
        return decibels(self.share.rate)

    @property
    def c(self) -> float:
        """P(the supplier changes | re-tendered)."""
        db = self.base_db + sum(row.db for row in self.structure) + self.discontent.db
        return chance(db - self.access.db if self.ours else db)

    @property
    def a(self) -> float:
        """P(we win | it changes)."""
        return 1.0 if self.ours else chance(self.share_db + self.access.db)

    @property
    def score(self) -> float:
        """0..100."""
        return self.numbers[2]

    @property
    def numbers(self) -> tuple[float, float, float]:
        """C, A and the score that they make, for who needs all of them."""
        c, a = self.c, self.a
        return c, a, 100 * self.window.w * c * a


def weigh(case: AwardCase) -> Verdict:
    """Judges one case."""
    award, tender, past = case.award, case.tender, case.history
    when, odds = window_of(case), award.odds_on(case.as_of)
    share = past.bids.share(tender.buyer if tender else 0, category_class(tender), tender.offers if tender else None)
    return Verdict(
        window=when,
        base_db=decibels(past.p0),
        share=share,
        structure=(outside(odds, past.p0),) if odds else tuple(structure(award, tender, when.term, past)),
        discontent=discontent(case.signals, award, case.as_of, case.pooled),
        access=case.access,
        ours=award.ours,
    )


def weigh_again(case: AwardCase, before: AwardCase, verdict: Verdict) -> Verdict:
    """Judges a case that differs from one judged before in a part; what hangs on the other parts is taken over."""
    tender = case.tender
    if case.award is not before.award or not _alike_but_for_offers(tender, before.tender):
        return weigh(case)
    if tender is not None and tender is not before.tender:
        share = msgspec.structs.replace(verdict.share, start=start_of(tender.offers))
        verdict = msgspec.structs.replace(verdict, share=share, structure=with_offers(verdict.structure, tender))
    if case.signals is not before.signals:
        weighed = discontent(case.signals, case.award, case.as_of, case.pooled)
        verdict = msgspec.structs.replace(verdict, discontent=weighed)
    return verdict if case.access is verdict.access else msgspec.structs.replace(verdict, access=case.access)


def _alike_but_for_offers(tender: TenderLine | None, other: TenderLine | None) -> bool:
    """Whether of all that a judgement reads of two tenders no more than their offers and methods may differ."""
    return tender is other or (tender is not None and other is not None and _judged_by(tender) == _judged_by(other))


_judged_by = attrgetter(
    "buyer", "category", "category_scheme", "structure", "decision_date", "deadline", "published"
)  # of a tender, besides its offers and its method


def window_of(case: AwardCase) -> Window:
    """The timing alone."""
    pace = case.pace.median if case.pace else None
    return window(case.award, case.tender, case.successors, case.cycle, case.as_of, pace=pace)


class Survey:
    """Gathers cases from a book on a day. What belongs to a buyer, and the book's past, is read once and kept."""

    def __init__(self, holdings: Holdings, as_of: date, past: History | None = None) -> None:
        self.holdings, self.as_of = holdings.as_of(as_of), as_of
        self.past = history(self.holdings, as_of) if past is None else past
        self._accounts: dict[int, tuple[tuple[Relation, ...], Weighed]] = {}
        self._periods: dict[int, tuple[Quiet, ...]] = {}
        self._pooled = Pooled.of(self.holdings.settings, as_of)
        self._medians: dict[str, Decimal] | None = None
        self._paces: Mapping[int, Pace] | None = None
        self._usual = Lookups(lambda currency: self.usual.get(currency))  # all awards are read for it

    @property
    def usual(self) -> dict[str, Decimal]:
        """The median value of an award, by currency."""
        if self._medians is None:
            self._medians = medians(self.holdings.awards.values())
        return self._medians

    @property
    def paces(self) -> Mapping[int, Pace]:
        """How long buyers take from the end of a contract to the next tender."""
        if self._paces is None:
            past = self.holdings.past
            if past is None:
                self._paces = retender_paces(self.holdings, self.as_of)
            else:
                self._paces = Lookups(lambda buyer: kept_retender_pace(past, buyer, self.as_of))
        return self._paces

    def case(self, award: Award) -> AwardCase:
        """What is known of one award."""
        award = as_it_stood(award, self.as_of)
        tender = self.holdings.tenders.get(award.tender)
        buyer = tender.buyer if tender else 0
        people, weighed = self._account(buyer)
        return AwardCase(
            award=award,
            tender=tender,
            signals=tuple(self.holdings.signals_of(award)),
            people=people,
            access=weighed,
            successors=self._successors(award),
            cycle=cycle(award, tender, self.past, self.holdings.settings, self._usual),
            history=self.past,
            as_of=self.as_of,
            value=value_of(award, tender),
            pace=self.paces.get(buyer),
            pooled=self._pooled,
        )

    def expect(self, awards: Iterable[Award]) -> None:
        """Reads together what the judgement of these awards will ask for."""
        judged = [(award, self.holdings.tenders.get(award.tender)) for award in awards]
        self.past.expect(judged)
        self.holdings.prepare_people({tender.buyer for _, tender in judged if tender})

    def people(self, buyer: int) -> tuple[Relation, ...]:
        """The contacts of a buyer as we see them."""
        return self._account(buyer)[0]

    def _account(self, buyer: int) -> tuple[tuple[Relation, ...], Weighed]:
        if buyer not in self._accounts:
            contacts = self.holdings.contacts_of(buyer)
            touches = self.holdings.touches_of(buyer) if contacts else ()
            people = relations(contacts, touches, self.as_of)
            self._accounts[buyer] = people, access(people, self.as_of)
        return self._accounts[buyer]

    def quiet(self, buyer: int, about: Award | TenderLine | None = None) -> Quiet | None:
        """What forbids a call to a buyer, about an award or a tender of its where there is one."""
        return forbidding(self._live(buyer), self._category(about))

    def caution(self, buyer: int, about: Award | TenderLine) -> Quiet | None:
        """What calls for care in a call to a buyer about an award or a tender."""
        return cautioning(self._live(buyer), self._category(about))

    def _live(self, buyer: int) -> tuple[Quiet, ...]:
        if buyer not in self._periods:
            self._periods[buyer] = quiet_periods(self.holdings, self._maybe_live(buyer), self.as_of)
        return self._periods[buyer]

    def _maybe_live(self, buyer: int) -> Iterable[TenderLine]:
        """The tenders of a buyer; where the book keeps what they tell, only those that may be live."""
        past, holdings = self.holdings.past, self.holdings
        if past is None or not buyer:
            return holdings.tenders_of(buyer) if buyer else ()
        today = self.as_of.toordinal()
        lines = past.account(buyer, self.as_of)
        return [holdings.tenders[number] for number, line in lines if line.last >= today or line.stage in HANDED_IN]

    def _category(self, about: Award | TenderLine | None) -> str:
        return category_class(self.holdings.tenders.get(about.tender) if isinstance(about, Award) else about)

    def _successors(self, award: Award) -> tuple[tuple[TenderLine, bool], ...]:
        """The tenders that follow an award and whose notice is out or decided. One that was made only in this book,
        to prepare for it, and one that ended without an award leave the need as open as it was."""
        following = []
        for tender in self.holdings.next_of(award.tender):
            if tender.outcome is Outcome.NO_AWARD or tender.id == award.tender:
                continue
            awarded = decided(self.holdings, tender, self.as_of)
            if awarded or announced(tender, self.as_of):
                following.append((tender, awarded))
        return tuple(following)


def announced(tender: TenderLine, as_of: date) -> bool:
    """Whether a tender's notice is out."""
    if tender.published is not None:
        return tender.published <= as_of
    return tender.deadline is not None or tender.stage in (*HANDED_IN, Stage.CLOSED)


def cycle(
    award: Award, tender: TenderLine | None, past: History, settings: Settings, usual: Mapping[str, Decimal]
) -> int:
    """Months to assume between two competitions for a need: the category's own, else 12 for small goods and
    services and 36 for the rest."""
    own = past.cycles.get(category_class(tender))
    if own is not None:
        return max(1, round(own))
    works = category_class(tender).startswith(WORKS)
    value = value_of(award, tender)
    return SMALL_MONTHS if value is not None and not works and small(value, settings, usual) else DEFAULT_MONTHS


def small(value: Money, settings: Settings, usual: Mapping[str, Decimal] = NO_MEDIANS) -> bool:
    """Whether a purchase is small: below 50,000 where the currency's worth is known, else below the median (`usual`)
    of the book's awards in that currency; False where there are too few of those."""
    if value.currency in EURO_LIKE:
        return value.amount < SMALL_AMOUNT
    amount = None
    if settings.base_currency in EURO_LIKE:
        with suppress(InvalidOperation):
            rates = {code: Decimal(rate) for code, rate in settings.rates.items()}
            amount = in_base(value, settings.base_currency, rates)
    if amount is not None:
        return amount < SMALL_AMOUNT
    return value.amount < usual.get(value.currency, Decimal(0))


def medians(awards: Iterable[Award]) -> dict[str, Decimal]:
    """The median value of awards by currency, of those with five or more."""
    amounts: defaultdict[str, list[Decimal]] = defaultdict(list)
    for award in awards:
        if award.value is not None:
            amounts[award.value.currency].append(award.value.amount)
    return {code: sorted(of)[len(of) // 2] for code, of in amounts.items() if len(of) >= LEAST_VALUES}


def value_of(award: Award, tender: TenderLine | None) -> Money | None:
    """What a contract is worth: the award's value, else our price for it, else the tender's."""
    if award.value is not None or tender is None:
        return award.value
    price = next((bid.price for bid in tender.bids if bid.lot == award.lot and bid.price), None)
    return price or (None if award.lot else tender.value)
