"""The morning page: calls with their reasons, deadlines with their hours, what changed, and questions folded below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import parse_ref, ref
from bidtracker.domain.message import count, say
from bidtracker.pages.account.calls import top_reasons
from bidtracker.pages.account.reasons import because
from bidtracker.pages.digest import digest_page
from bidtracker.pages.page import FOLD, Page, PageItem, Phrase, Remark, Section, filled, phrases, section
from bidtracker.pages.shorten import shortened
from bidtracker.pages.words import countdown, day, hour
from bidtracker.radar.due import DueItem
from bidtracker.radar.morning import Morning
from bidtracker.radar.score.opportunity import Opportunity


def morning_page(morning: Morning, holdings: Holdings, *, unfolded: bool = False) -> Page:
    """The page of a day; the questions are one line unless they are `unfolded`."""
    change = None if morning.change is None else digest_page(morning.change, holdings)
    calls = (*_touches(morning.to_do, holdings), *(_call(each, morning, holdings) for each in morning.calls))
    changed = Section(name="change", items=()) if change is None else _changed(change)
    return Page(
        title=say("Today, {day}", day=morning.as_of),
        headline=say("Nothing is due, and nothing changed.") if morning.empty else "",
        sections=filled(
            section("calls", say("Call today"), calls, str(len(calls))),
            section(
                "deadlines",
                say("Hand in"),
                (_deadline(item, morning, holdings) for item in morning.deadlines),
                str(len(morning.deadlines)),
            ),
            section(
                "later", say("Planned, but not now"), _touches(morning.put_off, holdings), str(len(morning.put_off))
            ),
            changed,
            *(() if change is None else change.sections),
            section("questions", say("Find out"), _questions(morning, holdings, unfolded=unfolded)),
        ),
    )


def _touches(items: Iterable[DueItem], holdings: Holdings) -> Iterator[PageItem]:
    """The touches that are planned, overdue first, each with what is to be said, or why not now."""
    for item in items:
        buyer = holdings.name("buyers", item.buyer)
        late: Phrase = (say("overdue"), "bad") if item.overdue else (say("today"), "accent")
        quiet = (say("  Not now: {why}", why=item.quiet.message), "warn") if item.quiet is not None else None
        touch = holdings.touches.get(parse_ref(item.refs[0])[1]) if item.refs else None
        note = touch.notes if touch is not None else ""
        yield shortened(
            Remark(
                signs=(("‖ ", "warn") if item.quiet else ("◷ ", "bad" if item.overdue else "accent"),),
                words=phrases(
                    (item.text, "strong"),
                    say(" at {buyer}", buyer=buyer),
                    say(": {note}", note=note) if note else "",
                    quiet,
                ),
                right=((day(item.on), ""), late),
                target=item.refs[0] if item.refs else "",
            )
        )


def _call(opportunity: Opportunity, morning: Morning, holdings: Holdings) -> Remark:
    """Whom to call about which contract, the reason that moves it most, and the next step."""
    award = opportunity.award
    contract = say(
        "{buyer}: {what}", buyer=holdings.name("buyers", opportunity.buyer), what=holdings.name("awards", award)
    )
    reasons = top_reasons(opportunity)[:1]
    why = [say(": {why}", why=because(row, opportunity, holdings)) for row in reasons]
    until = opportunity.window.act_by
    words, tone = countdown(until, morning.as_of)
    act_by: Phrase = (say("act by {day}, {left}", day=until, left=words), tone) if until else ("", "")
    return Remark(
        signs=(("▸ ", "accent"),),
        words=phrases(
            (contract, "strong"), *why, (say(". Next: {action}", action=opportunity.action.message), "muted")
        ),
        right=((f"{opportunity.score:.0f}", "strong"), act_by),
        target=ref("awards", award),
    )


def _deadline(item: DueItem, morning: Morning, holdings: Holdings) -> Remark:
    buyer = holdings.name("buyers", item.buyer)
    left: Phrase = (say("overdue"), "bad") if item.overdue else countdown(item.on, morning.as_of)
    at = f"{day(item.on)} {hour(item.at)}" if item.at is not None else day(item.on)
    return Remark(
        signs=(("► ", "bad" if item.overdue else "accent"),),
        words=phrases((item.text, "strong"), say(" at {buyer}", buyer=buyer) if buyer else ""),
        right=((at, ""), left),
        target=item.refs[0] if item.refs else "",
    )


def _changed(change: Page) -> Section:
    """What the digest says in a line; its own sections follow."""
    return section("change", change.title, (Remark(words=((change.headline, ""),)),))


def _questions(morning: Morning, holdings: Holdings, *, unfolded: bool) -> Iterator[Remark]:
    """What would move a score, folded into one line."""
    if not morning.questions:
        return
    n = len(morning.questions)
    words = count("{n} question", "{n} questions", n)
    yield Remark(signs=(("▾ " if unfolded else "▸ ", "key"),), words=((words, "strong"),), target=FOLD)
    for asked in morning.questions if unfolded else ():
        about = holdings.name("awards", asked.award)
        words = say("{question} ({what})", question=asked.unknown.question, what=about)
        yield Remark(signs=(("? ", "accent"),), words=((words, ""),), depth=1, target=ref("awards", asked.award))
