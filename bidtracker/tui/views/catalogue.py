"""The views in the order of their keys. Each class is imported when its view is first gone to: all of them together
would take 50 ms that the first paint does without.

A new view is a file beside this one, a line here and a key in tui/keys.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from bidtracker.domain.message import label as _
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


class ViewEntry(NamedTuple):
    """One view: what it is called, and how its class is come by."""

    label: str
    load: Callable[[], type[View]]


VIEWS: Mapping[str, ViewEntry] = {
    "radar": ViewEntry(_("Radar"), _radar),
    "tenders": ViewEntry(_("Tenders"), _tenders),
    "competitors": ViewEntry(_("Competitors"), _competitors),
    "buyers": ViewEntry(_("Buyers"), _buyers),
    "agenda": ViewEntry(_("Agenda"), _agenda),
    "insights": ViewEntry(_("Insights"), _insights),
}
