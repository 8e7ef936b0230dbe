"""The page of a competitor: what it won, against whom, what it promised, how that goes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bidtracker.domain.figures import signed
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import ref
from bidtracker.domain.message import label as _
from bidtracker.domain.message import say
from bidtracker.domain.records import Award, Competitor
from bidtracker.domain.vocabulary import AwardStatus, Outcome
from bidtracker.pages.lines.signals import promises, signals
from bidtracker.pages.lines.tenders import award_line
from bidtracker.pages.page import Page, Pair, Remark, phrases, section
from bidtracker.pages.records.plain import fields, page_of
from bidtracker.pages.words import amount, per_cent
from bidtracker.radar.score.evidence import Pooled, discontent


def competitor_page(competitor: Competitor, holdings: Holdings, as_of: date) -> Page:
    """One competitor."""
    awards = sorted(
        holdings.awards_to(competitor.id), key=lambda award: (award.end is None, award.end or award.awarded)
    )
    against = [award for award in awards if _against_us(award, holdings)]
    theirs = {signal.id: signal for award in awards for signal in holdings.signals_of(award)}
    return page_of(
        competitor,
        fields(competitor, holdings, as_of, skip=("name", "country"), last=_sums(awards, against)),
        section("discontent", say("Where they are discontent now"), _discontent(awards, holdings, as_of)),
        section("gaps", say("Our price against theirs"), _gaps(against, holdings)),
        section(
            "awards",
            say("Contracts by end"),
            (award_line(award, holdings, holdings.name("buyers", holdings.buyer_of(award))) for award in awards),
        ),
        section("promises", say("Promises"), (line for award in awards for line in promises(award))),
        signals(theirs.values(), holdings),
        title=competitor.name,
        note=competitor.country,
    )


def _sums(awards: Sequence[Award], against: Sequence[Award]) -> Iterator[Pair]:
    """How often it won, how often against us, and how it keeps its promises."""
    won = [award for award in awards if award.status is not AwardStatus.CANCELLED]
    wins = say("{n}, of which {us} against us", n=len(won), us=len(against)) if awards else ""
    yield Pair(label=_("Won"), words=phrases(wins))
    kept = [promise.kept for award in awards for promise in award.promises]
    words = say("{n} made, {kept} kept, {broken} broken", n=len(kept), kept=kept.count(True), broken=kept.count(False))
    yield Pair(label=_("Promises"), words=phrases(words if kept else ""))


def _against_us(award: Award, holdings: Holdings) -> bool:
    tender = holdings.tenders.get(award.tender)
    stands = award.status is not AwardStatus.CANCELLED
    return stands and tender is not None and tender.outcome is Outcome.LOST


def _discontent(awards: Sequence[Award], holdings: Holdings, as_of: date) -> Iterator[Remark]:
    """Where its buyers are discontent now, the most first."""
    pooled = Pooled.of(holdings.settings, as_of)
    weighed = [(discontent(holdings.signals_of(award), award, as_of, pooled).db, award) for award in awards]
    for db, award in sorted(((db, award) for db, award in weighed if db), key=lambda pair: -pair[0]):
        yield Remark(
            words=phrases(
                holdings.name("buyers", holdings.buyer_of(award)),
                (f": {award.title}", "muted") if award.title else None,
            ),
            right=((say("{db} dB", db=signed(db)), "bad" if db > 0 else "good"),),
            target=ref("awards", award.id),
        )


def _gaps(against: Sequence[Award], holdings: Holdings) -> Iterator[Remark]:
    """By how much we were dearer or cheaper, where both prices are known in one currency."""
    for award in against:
        tender = holdings.tenders[award.tender]
        price = next((bid.price for bid in tender.bids if bid.price and bid.lot in ("", award.lot)), None)
        if price and award.value and price.currency == award.value.currency and award.value.amount:
            share = float(price.amount / award.value.amount) - 1
            yield Remark(
                words=((tender.title, ""),),
                right=((f"{amount(price)} / {amount(award.value)}", "muted"), (per_cent(signed(100 * share, 0)), "")),
                target=ref("tenders", tender.id),
            )
