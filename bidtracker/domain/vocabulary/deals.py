"""Words of the delivery of an award that is ours."""

from __future__ import annotations

from bidtracker.domain.message import label as _
from bidtracker.domain.vocabulary.word import Word


class DealStep(Word):
    """A step in the delivery of an award that is ours."""

    SIGNED = "signed", _("Contract signed")
    DEPOSIT = "deposit", _("Deposit")
    ORDER = "order", _("Our order to a supplier")
    SUPPLY = "supply", _("Our supplier delivers")
    DELIVERY = "delivery", _("Delivery")
    ACCEPTANCE = "acceptance", _("Acceptance")
    FAULT = "fault", _("Report of what arrived faulty")
    RETURN = "return", _("Return")
    REPLACEMENT = "replacement", _("Replacement")
    PAYMENT = "payment", _("Payment")
    VISIT = "visit", _("Visit after delivery")
