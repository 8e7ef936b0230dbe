"""The page of an inquiry: what was asked of whom, by which rule, due when, and what it gave."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import ref
from bidtracker.domain.message import say
from bidtracker.domain.records import Inquiry
from bidtracker.pages.lines.signals import signals
from bidtracker.pages.page import Page, Remark, phrases, section
from bidtracker.pages.records.plain import fields, page_of
from bidtracker.pages.words import countdown, day
from bidtracker.radar.account.inquiries import awaited, why_last


def inquiry_page(inquiry: Inquiry, holdings: Holdings, as_of: date) -> Page:
    """One inquiry."""
    gave = [
        signal
        for signal in (holdings.linked("signals", "award", inquiry.award) if inquiry.award else ())
        if inquiry.links and signal.url == inquiry.links[0]
    ]
    due = phrases((day(awaited(inquiry)), ""), ("  ", ""), countdown(awaited(inquiry), as_of))
    return page_of(
        inquiry,
        fields(
            inquiry,
            holdings,
            as_of,
            skip=("kind", "rule"),
            special={
                "due": phrases(day(inquiry.due)) if inquiry.answered else due,
                "answered": phrases(day(inquiry.answered)),
                "result": phrases(inquiry.result),
            },
        ),
        section("rule", say("By which rule"), _rule(inquiry, holdings)),
        signals(gave, holdings),
        title=say("{kind}: {name}", kind=inquiry.kind, name=holdings.name("tenders", inquiry.tender)),
        note=ref("awards", inquiry.award) if inquiry.award else "",
    )


def _rule(inquiry: Inquiry, holdings: Holdings) -> Iterator[Remark]:
    rule = holdings.rules.get(inquiry.rule)
    if rule is None:
        if inquiry.rule:
            yield Remark(words=((inquiry.rule, ""),))
        return
    yield Remark(words=phrases((f"{inquiry.rule} ", "muted"), say(rule.label)), right=phrases((why_last(rule), "warn")))
    yield Remark(words=((rule.source, "muted"),))
