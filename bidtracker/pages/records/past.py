"""Who changed a record, when, and what was done."""

from __future__ import annotations

from collections.abc import Sequence

from bidtracker.domain.ids import ref
from bidtracker.domain.message import say
from bidtracker.domain.records import HistoryEntry
from bidtracker.pages.page import Remark, Section, phrases, section


def past(acts: Sequence[HistoryEntry]) -> Section:
    """The newest acts on a record, the newest first; what was taken back says so."""
    return section("history", say("History"), map(_act, acts))


def _act(act: HistoryEntry) -> Remark:
    verb = say("undid: ") if act.act == "undo" else say("did again: ") if act.act == "redo" else None
    when = act.at.astimezone().strftime("%Y-%m-%d %H:%M")
    return Remark(
        words=phrases((f"{ref('history', act.id)} {when} {act.who}  ", "muted"), verb, act.title),
        right=phrases((say("undone"), "warn") if act.undone_by else None),
    )
