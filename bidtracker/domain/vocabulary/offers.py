"""Words of what is needed and offered, and of its price."""

from __future__ import annotations

from bidtracker.domain.message import label as _
from bidtracker.domain.vocabulary.word import Word


class DemandKind(Word):
    """What a demand is about."""

    FUNCTION = "function", _("Function")
    SPECIAL = "special", _("Special demand")
    ENVIRONMENT = "environment", _("Environment")
    USERS = "users", _("Users")
    BUDGET = "budget", _("Budget")
    AFTER_SALES = "after_sales", _("After-sales service")
    URGENCY = "urgency", _("Urgency")
    OTHER = "other", _("Other")


class Fit(Word):
    """How an offer of ours meets a demand."""

    FITS = "fits", _("Fits")
    PARTLY = "partly", _("Fits partly")
    MISSES = "misses", _("Does not fit")


class Lever(Word):
    """What makes an offer worth its price to the buyer."""

    PULL = "pull", _("Pull")
    BRAND = "brand", _("Brand")
    MARGIN = "margin", _("Margin")
    QUALITY = "quality", _("Quality")
    PRICE = "price", _("Price")
    SERVICE = "service", _("Service")


class Tier(Word):
    """The class of what is priced, from low to high. A price is compared with its own class or a higher one."""

    BASIC = "basic", _("Basic")
    STANDARD = "standard", _("Standard")
    PREMIUM = "premium", _("Premium")

    @property
    def rank(self) -> int:
        """Its place, from 0 for the lowest."""
        return list(Tier).index(self)
