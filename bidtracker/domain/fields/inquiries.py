"""The fields of an inquiry."""

from __future__ import annotations

from bidtracker.domain.fields.field import Field, field, id_field, kept, linked
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.kinds import DAY, PROSE, link, word
from bidtracker.domain.message import label as _
from bidtracker.domain.records import Inquiry
from bidtracker.domain.vocabulary import InquiryKind, InquiryResult


def _buyer(inquiry: Inquiry, holdings: Holdings) -> str:
    return holdings.name("buyers", holdings.buyer_of(inquiry))


INQUIRIES: tuple[Field, ...] = (
    id_field("inquiries"),
    field("kind", _("Asked for"), word(InquiryKind), 18, 1, form=1, needed=True),
    *linked("tender", _("Tender"), "tenders", 30, 2),
    field("buyer", _("Buyer"), link("buyers"), 26, 3, _buyer),
    *linked("award", _("Contract"), "awards", 26, 0),
    *linked("contact", _("Contact"), "contacts", 18, 4, form=2),
    field("office", _("Office"), width=18, priority=6, form=3),
    field("rule", _("Rule"), width=14, priority=5, form=4),
    field("on", _("Asked on"), DAY, 10, 2, form=5, needed=True),
    field("due", _("Answer due"), DAY, 10, 1, form=6),
    field("answered", _("Answered on"), DAY, 10, 3, edit=False, act="answered I3"),
    field("result", _("Result"), word(InquiryResult), 16, 2, edit=False, act="answered I3"),
    field("answer", _("Answer"), PROSE, 40, form=7),
    *kept(notes=8),
)
