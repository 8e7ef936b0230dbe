"""The views in the order of their keys. Each class is imported when its view is first gone to: all of them together
would take 50 ms that the first paint does without.

A new view is a file beside this one and its entry here, which also says its key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import msgspec

from bidtracker.domain.message import label as _

MORNING = "morning"  # the view that the program opens with when a day begins

if TYPE_CHECKING:
    from bidtracker.tui.views.view import View


def _radar() -> type[View]:
    from bidtracker.tui.views.radar import RadarView

    return RadarView


def _tenders() -> type[View]:
    from bidtracker.tui.views.tenders import TendersView

    return TendersView


def _competitors() -> type[View]:
    from bidtracker.tui.views.competitors import CompetitorsView

    return CompetitorsView


def _buyers() -> type[View]:
    from bidtracker.tui.views.buyers import BuyersView

    return BuyersView


def _agenda() -> type[View]:
    from bidtracker.tui.views.agenda import AgendaView

    return AgendaView


def _insights() -> type[View]:
    from bidtracker.tui.views.insights import InsightsView

    return InsightsView


def _morning() -> type[View]:
    from bidtracker.tui.views.morning import MorningView

    return MorningView


def _board() -> type[View]:
    from bidtracker.tui.views.board import BoardView

    return BoardView


def _windows() -> type[View]:
    from bidtracker.tui.views.windows import WindowsView

    return WindowsView


class ViewEntry(msgspec.Struct, frozen=True):
    """One view: what it is called, its key, the sentence of the help, and how its class is come by."""

    label: str
    key: str
    help: str
    load: Callable[[], type[View]]


VIEWS: Mapping[str, ViewEntry] = {
    MORNING: ViewEntry(_("Morning"), "0", _("Morning: what today asks for"), _morning),
    "radar": ViewEntry(_("Radar"), "1", _("Radar: whom to call now, and why"), _radar),
    "tenders": ViewEntry(_("Tenders"), "2", _("Tenders: every bid"), _tenders),
    "competitors": ViewEntry(_("Competitors"), "3", _("Competitors: who wins instead"), _competitors),
    "buyers": ViewEntry(_("Buyers"), "4", _("Buyers: people, facts, history"), _buyers),
    "agenda": ViewEntry(_("Agenda"), "5", _("Agenda: what is due, today first"), _agenda),
    "insights": ViewEntry(_("Insights"), "6", _("Insights: how well we do"), _insights),
    "board": ViewEntry(_("Board"), "7", _("Board: open bids stage by stage"), _board),
    "windows": ViewEntry(_("Windows"), "8", _("Windows: every contract on one axis of time"), _windows),
}
