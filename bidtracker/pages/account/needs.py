"""What an account needs, and how far our offers meet it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bidtracker.domain.message import Message, count, say
from bidtracker.domain.records import Need
from bidtracker.pages.account.focus import Focus, short
from bidtracker.radar.account.fit import Met, fit


def needs(focus: Focus) -> Iterator[Message]:
    """Need by need what is asked for and what our best offer leaves unmet, those of the competitions told of first."""
    first = {tender.id: place for place, tender in enumerate(focus.tenders)}
    found = [need for need in focus.holdings.needs_of(focus.buyer) if need.on is None or need.on <= focus.as_of]
    for need in sorted(
        found, key=lambda need: (first.get(need.tender, len(first)), need.wanted_by or date.max, need.id)
    ):
        yield from _need(focus, need)


def _need(focus: Focus, need: Need) -> Iterator[Message]:
    held = fit(focus.holdings, need, focus.as_of)
    job = short(need.job)
    said = say("{need}; the job: {job}", need=need.title, job=job) if job else say("{need}", need=need.title)
    if need.budget is not None:
        said = say("{need}; budget {money}", need=said, money=need.budget)
    yield say("{need}; {plan}", need=said, plan=held.plan.message)
    if not held.demands:
        return
    if not held.offer:
        yield count(
            "{n} demand, no offer of ours held against it",
            "{n} demands, no offer of ours held against them",
            len(held.demands),
        )
        return
    met = len(held.demands) - len(held.unmet)
    yield say(
        "{offer} meets {n} of {of} demands",
        offer=focus.holdings.name("offers", held.offer),
        n=met,
        of=len(held.demands),
    )
    yield from map(_unmet, held.unmet)


def _unmet(one: Met) -> Message:
    words: dict[str, str] = {"demand": short(one.demand.text), "note": short(one.best.note) if one.best else ""}
    fit = one.best.fit if one.best else say("not looked at")
    kind = say("must") if one.demand.must else say("wish")
    return (
        say("{kind} “{demand}”: {fit}; {note}", kind=kind, fit=fit, **words)
        if words["note"]
        else say("{kind} “{demand}”: {fit}", kind=kind, fit=fit, **words)
    )
