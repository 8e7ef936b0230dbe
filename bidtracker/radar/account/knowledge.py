"""What we know of a buyer by the checklist of FactKind: the facts that stand, what contradicts what, what is old."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import combinations

import msgspec

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.records import Fact
from bidtracker.domain.text import fold
from bidtracker.domain.vocabulary import Channel, FactKind, SignalState
from bidtracker.radar.score.evidence import CREDIBLE
from bidtracker.radar.score.months import shift

UNASKED = (FactKind.OTHER, FactKind.OUR_NAME)  # facts that no line of the checklist asks for
CHECKLIST = tuple(kind for kind in FactKind if kind not in UNASKED and not kind.personal)
# Of these several can be true together, so that another text by itself contradicts nothing.
SEVERAL = (
    FactKind.MAIN_BUSINESS,
    FactKind.ORGANISATION,
    FactKind.OWNER_BACKGROUND,
    FactKind.UPCOMING_NEED,
    FactKind.COMPETITOR_CONTACT,
)


class FactLine(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One line of the checklist: the facts that stand, best first; whether some contradict each other (`disputed` has
    those, to be shown side by side); and from when on it asks to be confirmed (None: it stays, or nothing is known)."""

    kind: FactKind
    facts: tuple[Fact, ...] = ()
    disputed: tuple[Fact, ...] = ()
    stale_on: date | None = None
    stale: bool = False

    @property
    def best(self) -> Fact | None:
        return self.facts[0] if self.facts else None

    @property
    def conflict(self) -> bool:
        return bool(self.disputed)


class Knowledge(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What is known of a buyer on a day, line by line; `done` of `of` lines have a fact that stands."""

    buyer: int
    kinds: tuple[FactLine, ...]

    @property
    def done(self) -> int:
        return sum(bool(line.facts) for line in self.kinds)

    @property
    def of(self) -> int:
        return len(self.kinds)

    @property
    def share(self) -> float:
        return self.done / self.of

    def line(self, kind: FactKind) -> FactLine:
        """The line of a kind."""
        return next(line for line in self.kinds if line.kind is kind)


def knowledge(holdings: Holdings, buyer: int, as_of: date) -> Knowledge:
    """The checklist of a buyer. What was heard later and what is refuted counts nothing."""
    by_kind: dict[FactKind, list[Fact]] = {kind: [] for kind in CHECKLIST}
    for fact in holdings.facts_of(buyer):
        if (
            fact.kind in by_kind
            and max(fact.on, fact.written or fact.on) <= as_of
            and fact.state is not SignalState.REFUTED
        ):
            by_kind[fact.kind].append(fact)
    return Knowledge(buyer=buyer, kinds=tuple(_known(kind, facts, as_of) for kind, facts in by_kind.items()))


def differ(fact: Fact, other: Fact) -> bool:
    """Whether two facts of a kind contradict each other: another figure or judgement; else, where they have neither
    in common and only one of them can be true, another text."""
    pairs = [(fact.figure, other.figure), (fact.rating, other.rating)]
    compared = [(a, b) for a, b in pairs if a is not None and b is not None]
    if compared:
        return any(a != b for a, b in compared)
    return fact.kind not in SEVERAL and _plain(fact.text) != _plain(other.text)


def _known(kind: FactKind, facts: Iterable[Fact], as_of: date) -> FactLine:
    facts = sorted(facts, key=_rank)
    overtaken = {old.id for new in facts for old in facts if _overtakes(new, old)}
    standing = [fact for fact in facts if fact.id not in overtaken]
    against = {fact.id for pair in combinations(standing, 2) if differ(*pair) for fact in pair}
    best = standing[0] if standing else None
    stale_on = shift(best.on, kind.lasts + 1) if best is not None and kind.lasts else None
    return FactLine(
        kind=kind,
        facts=tuple(standing),
        disputed=tuple(fact for fact in standing if fact.id in against),
        stale_on=stale_on,
        stale=stale_on is not None and stale_on <= as_of,
    )


def _rank(fact: Fact) -> tuple[int, float, int, int]:
    """Best first: who said it, how sure it is, how new it is."""
    sure = 1.0 if fact.state is SignalState.CONFIRMED else CREDIBLE[fact.confidence]
    return list(Channel).index(fact.channel), -sure, -fact.on.toordinal(), fact.id


def _overtakes(new: Fact, old: Fact) -> bool:
    """Whether a fact was confirmed after another that contradicts it was heard."""
    return new.state is SignalState.CONFIRMED and old.on < new.on and differ(new, old)


def _plain(text: str) -> str:
    return " ".join(fold(text).split())
