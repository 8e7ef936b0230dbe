"""Words of an award and the contract that follows."""

from __future__ import annotations

from bidtracker.domain.message import label as _
from bidtracker.domain.vocabulary.word import Word


class AwardStatus(Word):
    """Where the contract of an award stands."""

    PENDING = "pending", _("Pending")
    ACTIVE = "active", _("Active")
    ENDED = "ended", _("Ended")
    TERMINATED = "terminated", _("Terminated")
    CANCELLED = "cancelled", _("Cancelled")


class TerminationReason(Word):
    """Why a contract ended before its time. Only `failure` speaks against the supplier."""

    UNKNOWN = "unknown", _("Unknown")
    FAILURE = "failure", _("Supplier failed")
    BUYER = "buyer", _("Buyer's own reasons")
    AGREED = "agreed", _("By agreement")


class Structure(Word):
    """What kind of agreement the award is."""

    CONTRACT = "contract", _("Contract")
    FRAMEWORK = "framework", _("Framework agreement")
    OPEN_FRAMEWORK = "open_framework", _("Open framework or dynamic purchasing system")


class PromiseKind(Word):
    """What a promise of the winner is about."""

    DELIVERY_TIME = "delivery_time", _("Delivery time")
    WARRANTY = "warranty", _("Warranty")
    STAFF = "staff", _("Staff")
    PRICE = "price", _("Price")
    SERVICE = "service", _("Service")
    QUALITY = "quality", _("Quality")
    OTHER = "other", _("Other")
