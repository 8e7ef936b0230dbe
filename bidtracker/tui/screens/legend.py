"""Every sign that lists, pages and cards use, with what it means: each state has a sign and a word."""

from __future__ import annotations

from collections.abc import Iterator

from bidtracker.domain.message import label as _
from bidtracker.domain.spans import Tone
from bidtracker.domain.vocabulary import Channel, Level
from bidtracker.pages.words import CHANNELS, EXPECTED_LOST, OUTCOMES, STANCES, STATES, dots

LegendLine = tuple[str, Tone, str]

DRAWN: tuple[LegendLine, ...] = (
    ("─", "muted", _("a contract before its window opens")),
    ("━", "good", _("its window: time to act")),
    ("╌", "warn", _("late: the day to act by is past")),
    ("┤", "muted", _("the contract ends")),
    ("┃", "accent", _("today")),
    ("•", "muted", _("a touch that was done")),
    ("◷", "accent", _("a touch that is planned, or to call back")),
    ("✗", "bad", _("a sign of discontent")),
    ("✓", "good", _("a sign of content; kept; done")),
    ("‖", "warn", _("not now: the buyer is to be left alone")),
    ("▸", "accent", _("to call; a line that unfolds")),
    ("►", "accent", _("a deadline")),
    ("╭─╮", "decision", _("a person")),
    ("┌╌┐", "decision", _("a person of whom the news is old")),
    ("···", "muted", _("a place at which nobody is known")),
    ("↑ ⇠", "muted", _("reports to; was introduced by")),
)


def legend() -> Iterator[LegendLine]:
    """Sign, tone and meaning, one after the other."""
    yield EXPECTED_LOST, "warn", _("a bid that we expect to lose")
    yield from ((sign, tone, outcome.label) for outcome, (sign, tone) in OUTCOMES.items())
    yield from ((sign, tone, stance.label) for stance, (sign, tone) in STANCES.items())
    yield from ((dots(level), "accent", level.label) for level in Level)
    yield from ((STATES[state], "", state.label) for state in STATES)
    yield from ((CHANNELS[channel], "", channel.label) for channel in Channel)
    yield from DRAWN
