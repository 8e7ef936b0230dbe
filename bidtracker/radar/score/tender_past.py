"""What each tender shows of the past, kept beside the records: the priors are then counts of what is kept, and not a
reading of all awards. `tender_past` makes it of one tender; the rest answers what `priors.history` would from it.

What a re-tender shows stands under a key for each thing that it says something of (all of them, the buyer, the
class, each who held it), with the place of the event in time: the day from which the book could tell, the tender and
the lot. Texts sort as the events do, so what was known before a day is a range of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import msgspec

from bidtracker.domain.bids import HANDED_IN
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.reading import Past
from bidtracker.domain.records import Award, TenderLine
from bidtracker.domain.vocabulary import AwardStatus
from bidtracker.radar.score import priors
from bidtracker.radar.score.months import add_months
from bidtracker.radar.score.priors import ENTRENCHED_MONTHS, LEAST_CYCLES, History, Retender
from bidtracker.radar.score.share import US, Tally
from bidtracker.radar.score.timing import end_of

LAST = "~"  # after every place
KINDS = {"base": "a", "buyer": "b", "class": "c", "incumbent": "i"}


class LineAward(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One award: who holds it, and its days as ordinals, 0 where not known."""

    parties: tuple[int, ...] = ()
    day: int = 0
    awarded: int = 0
    written: int = 0

    def noted(self, as_of: date) -> bool:
        """Whether it was made, and written down, by a day."""
        return max(self.awarded, self.written) <= as_of.toordinal()


class PastLine(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What tempo, shares and quiet periods read of one tender; days are ordinals, 0 where not known.

    `ended` is the last end of what it competes again; `last` the last day on which it may still be live.
    """

    category: str = ""
    deadline: int = 0
    began: int = 0
    ended: int = 0
    last: int = 0
    stage: str = ""
    awards: tuple[LineAward, ...] = ()


class TenderPast(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """What one tender shows. By `around` it is looked for: see `around_key` and `retender_key`."""

    buyer: int
    line: PastLine
    around: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    event: tuple[str, ...] = ()


def tender_past(holdings: Holdings, tender: TenderLine) -> TenderPast:
    """What one tender shows, as the book now is."""
    days = (tender.deadline, tender.decision_date, tender.standstill_until)
    before = holdings.awards_of(tender.follows) if tender.follows else []
    awards = holdings.awards_of(tender.id)
    events = list(placed_retenders(holdings, tender))
    line = PastLine(
        category=priors.category_class(tender),
        deadline=_ordinal(tender.deadline),
        began=_ordinal(tender.published or tender.deadline),
        ended=max((_ordinal(end_of(award)) for award in before), default=0),
        last=max(map(_ordinal, days)),
        stage=tender.stage,
        awards=tuple(
            LineAward(
                tuple(sorted(priors.parties(award))),
                _ordinal(priors.dated(award, tender)),
                _ordinal(award.awarded),
                _ordinal(award.written),
            )
            for award in awards
            if award.status is not AwardStatus.CANCELLED
        ),
    )
    newest = max((line.last, *(award.day for award in line.awards)))
    if tender.stage in HANDED_IN:
        newest = date.max.toordinal()
    return TenderPast(
        buyer=tender.buyer,
        line=line,
        around=(
            around_key(tender.buyer, newest, line.category),
            *((retender_key(tender.buyer),) if line.ended else ()),
        ),
        texts=tuple(sorted({text for place, event in events for text in _texts(event, place)})),
        event=tuple(place for place, event in events if US not in event.before),
    )


def around_key(buyer: int, day: int, category: str | None = None) -> str:
    """What a tender of a buyer is found by: the last day that it has to do with, the end of time where we have handed
    in, and a hint of its class."""
    return f"{buyer}|{day:07}{'' if category is None else class_hint(category)}"


@lru_cache(1 << 14)
def class_hint(category: str) -> str:
    """A few letters that tell most classes apart."""
    return _short(category)[:4]


def retender_key(buyer: int) -> str:
    """What a tender of a buyer is found by that competes a contract again whose end is known."""
    return f"{buyer}r"


def _ordinal(day: date | None) -> int:
    return 0 if day is None else day.toordinal()


def placed_retenders(holdings: Holdings, tender: TenderLine) -> Iterator[tuple[str, Retender]]:
    """The re-tenders that a tender is, each with its place in time."""
    for lot, event in enumerate(priors.retenders_in(holdings, tender)):
        yield f"{event.noted.isoformat()}|{tender.id:012}|{lot:04}", event


def _texts(event: Retender, place: str) -> Iterator[str]:
    """What is told of one re-tender. Of what we held ourselves only what says nothing of how others fare."""
    category, own = priors.category_class(event.tender), US in event.before
    if event.gap is not None and category:
        yield f"g{_short(category)}|{place}|{event.gap!r}"
    for award in event.won:
        if priors.parties(award) & event.before:
            yield f"k{award.id}|{place}"
            if not own:
                yield f"o{award.id}|{place}"
    if own:
        return
    yield _hit("base", 0, event.changed, place)
    yield _hit("buyer", event.tender.buyer, event.changed, place)
    if category:
        yield _hit("class", category, event.changed, place)
    for number in event.before:
        yield _hit("incumbent", number, number not in event.after, place)


def _hit(kind: str, key: int | str, hit: bool, place: str) -> str:
    return f"{KINDS[kind]}{_short(key)}|{int(hit)}|{place}"


def _short(key: int | str) -> str:
    """A class by its digest: its own words may be longer than a key of the index."""
    return blake2b(key.encode(), digest_size=6).hexdigest() if isinstance(key, str) else str(key)


# ---------------------------------------------------------------- asking what is kept


def tallies(past: Past, kind: str, keys: Sequence[int | str], until: str) -> list[tuple[int, int]]:
    """For each key how many re-tenders told before a place changed hands, and how many there are."""
    stems = [f"{KINDS[kind]}{_short(key)}|{hit}|" for key in keys if key != "" for hit in (1, 0)]
    counts = iter(past.counts([(stem, stem + until) for stem in stems]) if stems else ())
    return [(0, 0) if key == "" else (hits := next(counts), hits + next(counts)) for key in keys]


def tally(past: Past, kind: str, key: int | str, until: str) -> tuple[int, int]:
    """The same for one key."""
    return tallies(past, kind, (key,), until)[0]


def were_kept(past: Past, awards: Sequence[int], until: str, *, own: bool) -> list[bool]:
    """Whether somebody who held it before won each award, told before a place; `own`: also where we were one of
    them."""
    stems = [f"{'k' if own else 'o'}{award}|" for award in awards]
    return [n > 0 for n in past.counts([(stem, stem + until) for stem in stems])]


def was_kept(past: Past, award: int, until: str, *, own: bool) -> bool:
    """The same for one award."""
    return were_kept(past, (award,), until, own=own)[0]


def holding(past: Past, key: tuple[int, str], since: date, until: date, as_of: date | None) -> tuple[Counter[int], int]:
    """Who holds how many of a buyer's awards in a class from one day to before another, and how many there are."""
    held: Counter[int] = Counter()
    count = 0
    for _, line in past.account(key[0], since, key[1]):
        if line.category == key[1]:
            for award in line.awards:
                if since.toordinal() <= award.day < until.toordinal() and (as_of is None or award.noted(as_of)):
                    held.update(award.parties)
                    count += 1
    return held, count


class Lookups(dict[Any, Any]):
    """Answers that are looked up when they are first asked for, one by one."""

    def __init__(self, answer: Callable[[Any], Any]) -> None:
        super().__init__()
        self._answer = answer

    def __missing__(self, key: Any) -> Any:
        self[key] = answer = self._answer(key)
        return answer

    def get(self, key: Any, default: Any = None) -> Any:
        """The answer, or the default where there is none."""
        answer = self[key]
        return default if answer is None else answer

    def __contains__(self, key: object) -> bool:
        return bool(self[key])


class JointLookups(Lookups):
    """Answers that are looked up together where it is known what will be asked for."""

    def __init__(self, answers: Callable[[Sequence[Any]], Iterable[Any]]) -> None:
        super().__init__(lambda key: next(iter(answers((key,)))))
        self._answers = answers

    def expect(self, keys: Iterable[Any]) -> None:
        """Looks up what is not known yet of some keys."""
        if unknown := [key for key in dict.fromkeys(keys) if not dict.__contains__(self, key)]:
            self.update(zip(unknown, self._answers(unknown), strict=True))


class KeptHistory(History, frozen=True, kw_only=True):
    """The history that a book keeps. Each figure is counted when it is first asked for, or all that some awards ask for
    together."""

    buyers: JointLookups
    classes: JointLookups
    incumbents: JointLookups
    kept: JointLookups
    past: Past
    since: date

    def expect(self, judged: Iterable[tuple[Award, TenderLine | None]]) -> None:
        """Counts together what the judgement of these awards will ask for."""
        pairs = list(judged)
        accounts = {(tender.buyer, priors.category_class(tender)) if tender else (0, "") for _, tender in pairs}
        self.past.expect(accounts, self.since)
        self.buyers.expect(buyer for buyer, _ in accounts)
        self.classes.expect(category for _, category in accounts)
        self.incumbents.expect(number for award, _ in pairs for number in priors.parties(award))
        self.kept.expect(award.id for award, _ in pairs)


def kept_history(past: Past, as_of: date) -> History:
    """As `priors.history`, from what is kept."""
    until = as_of.isoformat()

    def rates(kind: str) -> JointLookups:
        return JointLookups(lambda keys: [Tally(*counted) for counted in tallies(past, kind, keys, until)])

    since = add_months(as_of, -ENTRENCHED_MONTHS)
    holds = Lookups(lambda key: holding(past, key, since, as_of, as_of))
    return KeptHistory(
        past=past,
        since=since,
        as_of=as_of,
        base=rates("base")[0],
        buyers=rates("buyer"),
        classes=rates("class"),
        incumbents=rates("incumbent"),
        holds=Lookups(lambda key: holds[key][0]),
        awards=Lookups(lambda key: holds[key][1]),
        cycles=Lookups(lambda category: _cycle(past, category, until)),
        kept=JointLookups(lambda awards: were_kept(past, awards, until, own=True)),
    )


def _cycle(past: Past, category: str, until: str) -> float | None:
    """The usual months between two competitions for a class of things, where there were enough."""
    if not category:
        return None
    stem = f"g{_short(category)}|"
    gaps = [float(text.rpartition("|")[2]) for text in past.texts(stem, stem + until)]
    return priors.median(gaps) if len(gaps) >= LEAST_CYCLES else None
