"""The book: the one door to the data. Every act that there is, by its name, from the module that does it."""

from __future__ import annotations

from bidtracker.book.acts import (
    attachments,
    bids,
    cells,
    deals,
    manners,
    needs,
    openings,
    outcomes,
    promises,
    proposals,
    proposing,
    quotes,
    records,
    seals,
    signals,
    themes,
    touches,
)
from bidtracker.book.acts.losses import inquiries, scores
from bidtracker.book.upkeep import Upkeep


class Book(Upkeep):
    """The one door to the data. Each act checks, writes one history entry, and can be undone as one step."""

    # any record
    add = records.add
    set = records.set_fields
    set_cells = cells.set_cells
    delete = records.delete
    tag = records.tag
    attach = attachments.attach
    detach = attachments.detach
    accept = proposals.accept
    refuse = proposals.refuse
    propose = proposing.propose
    propose_change = proposing.propose_change
    merge = proposals.merge

    # our part in a tender, and what came of it
    bid = bids.bid
    decide = bids.decide
    move = bids.move
    lose = outcomes.lose
    win = outcomes.win
    no_award = outcomes.no_award
    end_bid = outcomes.end_bid
    give_reasons = outcomes.give_reasons
    score = scores.score
    drop_scores = scores.drop_scores
    inquire = inquiries.inquire
    answered = inquiries.answered

    # what they need, and what ours is worth to them
    need = needs.need
    demand = needs.demand
    drop_demand = needs.drop_demand
    match = needs.match
    theme = themes.theme
    quote = quotes.quote
    concede = quotes.concede

    # how winners deliver, and what we believe of people
    observe = signals.observe
    confirm = signals.confirm
    refute = signals.refute
    reopen = signals.reopen
    believe = signals.believe
    promise = promises.promise
    promise_kept = promises.promise_kept

    # contacts with a buyer, and what the radar shows
    plan_touch = touches.plan_touch
    put_off = touches.put_off
    done = touches.done
    asked = touches.asked
    hospitality = manners.hospitality
    track = openings.track
    snooze = openings.snooze
    wake = openings.wake
    dismiss = openings.dismiss
    watch = openings.watch
    reengage = openings.reengage
    seal = seals.seal
    _before_act = seals.seal_when_due

    # our own deliveries
    deal = deals.deal
    step = deals.step
    drop_step = deals.drop_step
    change_order = deals.change_order
    faulty = deals.faulty
    visited = deals.visited
