"""Words of what is known of a buyer."""

from __future__ import annotations

from typing import Self

from bidtracker.domain.message import label as _
from bidtracker.domain.vocabulary.word import Word


class FactKind(Word):
    """What a fact about a buyer is about: the checklist of an account.

    `figure` names the number that belongs to it ("" is none); after `lasts` days it asks to be confirmed (0: it stays).
    """

    figure: str
    lasts: int

    def __new__(cls, code: str, label: str, lasts: int = 0, figure: str = "") -> Self:
        word = str.__new__(cls, code)
        word._value_ = code
        word.label = label
        word.lasts = lasts
        word.figure = figure
        return word

    FOUNDED = "founded", _("Founded"), 0, _("Year")
    MAIN_BUSINESS = "main_business", _("Main business"), 1095
    SIZE = "size", _("Size"), 730, _("People")
    PROFITABILITY = "profitability", _("Profitability"), 365
    LEGAL_REPRESENTATIVE = "legal_representative", _("Legal representative"), 730, _("Year of birth")
    CAPITAL = "capital", _("Capital"), 365
    ORGANISATION = "organisation", _("Organisation"), 365
    OWNER_BACKGROUND = "owner_background", _("Owner's background"), 1095
    CURRENT_SUPPLIER = "current_supplier", _("Current supplier"), 365
    REPUTATION = "reputation", _("Reputation"), 365
    PURCHASING_PROCESS = "purchasing_process", _("Purchasing process"), 365
    PAYMENT_PROCESS = "payment_process", _("Payment process"), 365, _("Days to pay")
    UPCOMING_NEED = "upcoming_need", _("Upcoming need"), 180
    COMPETITOR_CONTACT = "competitor_contact", _("Competitor's contact"), 365
    OUR_NAME = "our_name", _("How well they know us"), 730
    INTERESTS = "interests", _("Interests"), 1095
    SCHOOLING = "schooling", _("Schooling"), 0
    FAMILY = "family", _("Family"), 1095
    HOW_TO_MEET = "how_to_meet", _("How they like to be met"), 1095
    GRIEVANCE = "grievance", _("Grievance"), 365
    OTHER = "other", _("Other"), 365

    @property
    def personal(self) -> bool:
        """Whether it is about a person, and needs one."""
        return self in (self.INTERESTS, self.SCHOOLING, self.FAMILY, self.HOW_TO_MEET, self.GRIEVANCE)


class Rating(Word):
    """Our judgement of what a fact tells."""

    POOR = "poor", _("Poor")
    FAIR = "fair", _("Fair")
    GOOD = "good", _("Good")
