"""The digest: what changed on the radar and the agenda since a day, on one page, each change with its reason."""

from __future__ import annotations

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message, count, say
from bidtracker.pages.account.reasons import because
from bidtracker.pages.page import Page, Phrases, Remark, filled, phrases, section
from bidtracker.pages.words import countdown, day
from bidtracker.radar.digest import Digest, ScoreMove
from bidtracker.radar.due import Due, DueItem
from bidtracker.radar.score.opportunity import Opportunity

TO_ASK_AGAIN = (Due.CONFIRM_SIGNAL, Due.CONFIRM_FACT, Due.KEEP_IN_TOUCH)


def digest_page(change: Digest, holdings: Holdings) -> Page:
    """The page on what changed; it has no section where nothing did."""
    lines = (
        (say("Now on the radar"), [_entered(opportunity, holdings) for opportunity in change.entered]),
        (say("Moved most"), [_moved(move, holdings) for move in change.moved]),
        (say("Windows that opened"), [_opened(opportunity, holdings) for opportunity in change.opened]),
        (say("Off the radar"), [_left(opportunity, holdings, change) for opportunity in change.left]),
        (say("New on the agenda"), _agenda(change, holdings)),
    )
    return Page(
        title=say("What changed since {day}", day=change.since),
        note=say("as of {day}", day=change.as_of),
        headline=_headline(change),
        sections=filled(*(section("", heading, remarks) for heading, remarks in lines)),
    )


def _headline(change: Digest) -> Message:
    if change.empty:
        return say("Nothing changed.")
    calls = len(change.entered) + len(change.moved) + len(change.opened)
    return say(
        "{contracts}, {agenda}.",
        contracts=count("{n} contract to look at", "{n} contracts to look at", calls),
        agenda=count("{n} thing new on the agenda", "{n} things new on the agenda", len(change.due)),
    )


def _contract(opportunity: Opportunity, holdings: Holdings) -> Message:
    """A contract by its buyer and its name."""
    buyer = holdings.name("buyers", opportunity.buyer)
    return say("{buyer}: {what}", buyer=buyer, what=holdings.name("awards", opportunity.award))


def _line(opportunity: Opportunity, holdings: Holdings, after: Phrases, right: Phrases = ()) -> Remark:
    words = phrases((_contract(opportunity, holdings), "strong"), *after)
    return Remark(words=words, right=right, target=ref("awards", opportunity.award))


def _entered(opportunity: Opportunity, holdings: Holdings) -> Remark:
    strongest = max(opportunity.reasons, key=lambda row: row.points)
    why = because(strongest, opportunity, holdings)
    after = phrases(say(": {score}, most of it {why}", score=_score(opportunity.score), why=why))
    return _line(opportunity, holdings, (*after, *_action(opportunity)))


def _moved(move: ScoreMove, holdings: Holdings) -> Remark:
    why = because(move.row, move.now, holdings)
    if (move.by > 0) != (move.row.points > 0):  # less of what lowers, or of what raises, is told as such
        why = say("less than before {why}", why=why)
    words = say(": {before} → {now}, {why}", before=_score(move.before), now=_score(move.now.score), why=why)
    return _line(move.now, holdings, (*phrases(words), *_action(move.now)))


def _opened(opportunity: Opportunity, holdings: Holdings) -> Remark:
    right = phrases(say("act by {day}", day=opportunity.window.act_by)) if opportunity.window.act_by else ()
    return _line(opportunity, holdings, _action(opportunity), right)


def _left(opportunity: Opportunity, holdings: Holdings, change: Digest) -> Remark:
    asleep = opportunity.snoozed_until
    if asleep is not None and asleep > change.as_of:
        why = say(": asleep until {day}", day=asleep)
    else:
        why = say(": {phase}", phase=opportunity.window.state)
    return _line(opportunity, holdings, phrases((why, "muted")))


def _agenda(change: Digest, holdings: Holdings) -> list[Remark]:
    """What is new on the agenda; what is only to be asked again is counted, for there is much of it."""
    again = sum(item.kind in TO_ASK_AGAIN for item in change.due)
    lines = [_due(item, holdings, change) for item in change.due if item.kind not in TO_ASK_AGAIN]
    if again:
        words = count("{n} thing to ask again: see the agenda", "{n} things to ask again: see the agenda", again)
        lines.append(Remark(words=((words, "muted"),)))
    return lines


def _due(item: DueItem, holdings: Holdings, change: Digest) -> Remark:
    buyer = holdings.name("buyers", item.buyer)
    words = phrases((item.text, "strong"), (say(" at {buyer}", buyer=buyer), "") if buyer else None)
    right = (say("overdue"), "bad") if item.overdue else countdown(item.on, change.as_of)
    return Remark(words=words, right=((day(item.on), ""), right), target=item.refs[0] if item.refs else "")


def _action(opportunity: Opportunity) -> Phrases:
    return phrases(say(". Next: {action}", action=opportunity.action.message))


def _score(score: float) -> str:
    return f"{score:.0f}"
