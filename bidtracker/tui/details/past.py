"""Who changed a record, when, and what was done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bidtracker.domain.ids import ref
from bidtracker.domain.message import label as _
from bidtracker.domain.records import HistoryEntry
from bidtracker.locale import tr
from bidtracker.pages.layout import span
from bidtracker.tui.widgets.detail import Entry, heading, text

MOST = 5  # acts that are shown; `bidtracker history ID` has them all


def past(acts: Sequence[HistoryEntry]) -> Iterator[Entry]:
    """The newest acts on a record, the newest first; what was taken back says so."""
    if acts:
        yield heading(tr(_("History")))
    for act in acts:
        when = act.at.astimezone().strftime("%Y-%m-%d %H:%M")
        undone = (span("  " + tr(_("undone")), "warn"),) if act.undone_by else ()
        verb = tr(_("undid: ")) if act.act == "undo" else tr(_("did again: ")) if act.act == "redo" else ""
        yield text(
            span(f"{ref('history', act.id)} {when} {act.who}  ", "muted"), span(verb + tr(act.title)), *undone, indent=2
        )
