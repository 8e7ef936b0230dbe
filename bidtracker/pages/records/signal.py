"""The pages of a signal and of a touch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import part_ref
from bidtracker.domain.message import label as _
from bidtracker.domain.message import say
from bidtracker.domain.records import Signal, Touch
from bidtracker.pages.lines.linked import linked
from bidtracker.pages.lines.signals import promise_of, signed
from bidtracker.pages.lines.touches import when
from bidtracker.pages.page import Page, Pair, Remark, phrases, section, spaced
from bidtracker.pages.records.plain import fields, page_of
from bidtracker.pages.words import CHANNELS, STATES, age, day, source


def signal_page(signal: Signal, holdings: Holdings, as_of: date) -> Page:
    """One signal: what, how grave, from whom, how sure."""
    return page_of(
        signal,
        fields(
            signal,
            holdings,
            as_of,
            skip=("kind", "promise"),
            special={
                "on": ((day(signal.on), ""), ("  ", ""), (age((as_of - signal.on).days), "muted")),
                "severity": (
                    (f"{'●' * signal.severity}{'○' * (3 - signal.severity)} ", ""),
                    (f"{signal.severity}", ""),
                ),
                "channel": ((f"{CHANNELS[signal.channel]} ", ""), (signal.channel, "")),
                "source": ((f"{source(signal)}  ", ""), (signal.reliability, "")),
                "state": ((f"{STATES[signal.state]} ", ""), (signal.state, "")),
            },
            first=_about(signal, holdings),
        ),
        section("grounds", say("Grounds"), (Remark(words=((signal.grounds, ""),)),) if signal.grounds else ()),
        title=say(signal.kind.label),
    )


def _about(signal: Signal, holdings: Holdings) -> Iterator[Pair]:
    """What it speaks of: contract, competitor, buyer, and the promise that it breaks."""
    speaks = say("discontent") if signal.kind.sign > 0 else say("content")
    sign, tone = signed(signal)
    strength = (say("  {strength}", strength=signal.kind.strength), "muted")
    yield Pair(label=_("Speaks of"), words=phrases((sign, tone), (speaks, tone), strength))
    yield linked(_("About"), "awards", signal.award, holdings)
    promise = promise_of(signal, holdings)
    yield Pair(
        label=_("Breaks"),
        words=phrases(promise.text if promise else ""),
        target=part_ref("awards", signal.award, signal.promise) if promise else "",
    )
    yield linked(_("Competitor"), "competitors", signal.competitor, holdings)
    yield linked(_("Buyer"), "buyers", holdings.buyer_of(signal), holdings)


def touch_page(touch: Touch, holdings: Holdings, as_of: date) -> Page:
    """One touch: with whom, when, what came of it."""
    planned = say("  planned for {day}", day=touch.on) if touch.done and touch.on != touch.done else ""
    return page_of(
        touch,
        fields(
            touch,
            holdings,
            as_of,
            skip=("kind", "done"),
            special={"on": phrases(*spaced(when(touch, as_of)), (planned, "muted"))},
        ),
        title=say(touch.kind.label),
    )
