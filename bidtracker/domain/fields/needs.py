"""The fields of a need."""

from __future__ import annotations

from bidtracker.domain.fields.field import Field, field, id_field, kept, linked
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.kinds import (
    DAY,
    MONEY,
    PROSE,
    WHOLE,
    word,
)
from bidtracker.domain.message import label as _
from bidtracker.domain.records import Need
from bidtracker.domain.vocabulary import (
    Channel,
    Fit,
)


def _misses(need: Need, holdings: Holdings) -> int:
    """How many musts no offer of ours meets in full."""
    met = {match.demand for match in need.matches if match.fit is Fit.FITS}
    return sum(demand.must and demand.number not in met for demand in need.demands)


NEEDS: tuple[Field, ...] = (
    id_field("needs"),
    field("title", _("Need"), width=34, priority=1, form=1, needed=True),
    *linked("buyer", _("Buyer"), "buyers", 26, 2),
    *linked("tender", _("Tender"), "tenders", 26, 4),
    field("job", _("The job behind it"), PROSE, 40, 5, form=2),
    field("demands", _("Demands"), WHOLE, 7, 3, lambda n, h: len(n.demands), form=3, act="demand N1"),
    field("unmet", _("Musts not met"), WHOLE, 8, 3, _misses, act="fit N1.2"),
    field("budget", _("Budget"), MONEY, 16, 3, form=4),
    field("wanted_by", _("Wanted by"), DAY, 10, 2, form=5),
    field("on", _("Heard"), DAY, 10, 5, form=6),
    field("channel", _("Channel"), word(Channel), 9, 6, form=7),
    *linked("contact", _("Contact"), "contacts", 18, 0, form=8),
    *kept(),
)
