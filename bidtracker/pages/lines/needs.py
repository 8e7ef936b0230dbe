"""What is asked for, and how far our offers meet it."""

from __future__ import annotations

from collections.abc import Iterator

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import part_ref, ref
from bidtracker.domain.message import Message, count, listed, say
from bidtracker.domain.records import Match
from bidtracker.domain.spans import Tone
from bidtracker.domain.vocabulary import Fit
from bidtracker.pages.lines.parts import other_fields
from bidtracker.pages.page import Phrase, Remark, phrases
from bidtracker.pages.words import lead
from bidtracker.radar.account.fit import Fitting, Met, Opening

FITS: dict[Fit, tuple[str, Tone]] = {Fit.FITS: ("✓", "good"), Fit.PARTLY: ("◐", "warn"), Fit.MISSES: ("✗", "bad")}
DRAWN = ("kind", "text", "must")
OPENINGS: dict[Opening, Tone] = {Opening.FREE: "good", Opening.QUESTIONS: "warn", Opening.CLOSED: "muted"}


def need_lines(held: Fitting, holdings: Holdings) -> Iterator[Remark]:
    """A need: what it is for, whether it can still be changed, what fits best, and what of it no offer meets."""
    need, target = held.need, ref("needs", held.need.id)
    met = sum(answered(demand) for demand in held.demands)
    share = say("{met} of {n} met", met=met, n=len(held.demands)) if held.demands else ""
    yield Remark(
        words=phrases(
            (need.title, "strong"),
            (say("; the job: {job}", job=need.job), "muted") if need.job else None,
            (say("; budget {money}", money=need.budget), "muted") if need.budget is not None else None,
        ),
        right=((share, "good" if met == len(held.demands) else "warn"),),
        target=target,
    )
    yield plan_line(held, depth=1)
    if held.offer:
        yield best_line(held, holdings, depth=1)
    elif held.demands:
        none = count(
            "{n} demand, no offer of ours held against it",
            "{n} demands, no offer of ours held against them",
            len(held.demands),
        )
        yield Remark(words=((none, "warn"),), target=target, depth=1)
    for demand in held.unmet:
        yield unmet_line(held, demand)


def plan_line(held: Fitting, depth: int = 0) -> Remark:
    """Whether what is asked for can still be changed, and until when."""
    return Remark(words=((held.plan.message, OPENINGS[held.plan.opening]),), depth=depth)


def best_line(held: Fitting, holdings: Holdings, depth: int = 0) -> Remark:
    """The offer that fits best, and how many musts it leaves open: of other offers, each may meet another one."""
    musts = sum(demand.demand.must for demand in held.unmet)
    left = count("{n} of the musts not met", "{n} of the musts not met", musts) if musts else say("meets every must")
    return Remark(
        words=phrases((say("best: "), "muted"), (holdings.name("offers", held.offer), "" if depth else "strong")),
        right=((left, "warn" if musts else "good"),),
        target=ref("offers", held.offer),
        depth=depth,
    )


def unmet_line(held: Fitting, met: Met) -> Remark:
    """A demand that the best offer does not meet, and what would make it."""
    sign, tone = sign_of(met.best)
    kind = say("must") if met.demand.must else say("wish")
    fits: Message | Fit = met.best.fit if met.best else say("not looked at")
    return Remark(
        signs=((f"{sign} ", tone),),
        words=phrases(
            (say("{kind} “{demand}”: ", kind=kind, demand=met.demand.text), "muted"),
            (fits, tone),
            (say("; {note}", note=met.best.note), "muted") if met.best and met.best.note else None,
        ),
        target=ref("needs", held.need.id),
        depth=1,
    )


def demand_lines(held: Fitting, holdings: Holdings) -> Iterator[Remark]:
    """Each demand with how our offers meet it."""
    for met in held.demands:
        sign, tone = sign_of(met.matches[0] if met.matches else None)
        notes = listed(("" if met.demand.must else say("a wish"), "" if met.matches else say("not judged")))
        yield Remark(
            signs=((f"{sign} ", tone),),
            words=phrases(
                (f"{part_ref('needs', held.need.id, met.demand.number)} ", "muted"),
                (lead(met.demand.kind), "muted"),
                met.demand.text,
                (say(" ({notes})", notes=notes), "muted") if notes else None,
            ),
        )
        yield from other_fields(met.demand, DRAWN)
        for match in met.matches:
            yield _match(match, holdings, best=match.offer == held.offer)


def _match(match: Match, holdings: Holdings, *, best: bool) -> Remark:
    sign, tone = FITS[match.fit]
    return Remark(
        signs=((f"{sign} ", tone),),
        words=phrases(
            (holdings.name("offers", match.offer), "strong" if best else "muted"),
            (say(": {fit}", fit=match.fit), "muted"),
            (say("; {note}", note=match.note), "muted") if match.note else None,
        ),
        target=ref("offers", match.offer),
        depth=1,
    )


def answered(met: Met) -> bool:
    """Whether some offer of ours meets a demand in full."""
    return any(match.fit is Fit.FITS for match in met.matches)


def sign_of(match: Match | None) -> Phrase:
    """How well a demand is met, as a sign."""
    return FITS[match.fit] if match else ("○", "muted")
