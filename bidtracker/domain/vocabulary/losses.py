"""Words of a bid that is over: why it was lost, won or never made, and what the buyer is asked."""

from __future__ import annotations

from bidtracker.domain.message import label as _
from bidtracker.domain.vocabulary.word import Word


class LostReason(Word):
    """Why we lost: one primary, any number contributing."""

    PRICE = "price", _("Price")
    COMMERCIAL_TERMS = "commercial_terms", _("Commercial terms")
    TECHNICAL_FIT = "technical_fit", _("Technical fit")
    DELIVERY_TIME = "delivery_time", _("Delivery time")
    RELATIONSHIP = "relationship", _("Relationship")
    INCUMBENT_KEPT = "incumbent_kept", _("Incumbent kept")
    REFERENCES = "references", _("References")
    CAPACITY = "capacity", _("Capacity")
    DISQUALIFIED = "disqualified", _("Disqualified")
    LATE_OR_PROCESS = "late_or_process", _("Late or process error")
    INSOURCED = "insourced", _("Taken in house")
    SPEC_STEERED = "spec_steered", _("Specification steered")
    OTHER = "other", _("Other")
    UNKNOWN = "unknown", _("Unknown")


class WonReason(Word):
    """Why we won: one primary, any number contributing."""

    PRICE = "price", _("Price")
    COMMERCIAL_TERMS = "commercial_terms", _("Commercial terms")
    TECHNICAL_FIT = "technical_fit", _("Technical fit")
    QUALITY = "quality", _("Quality")
    DELIVERY_TIME = "delivery_time", _("Delivery time")
    SERVICE = "service", _("Service")
    RELATIONSHIP = "relationship", _("Relationship")
    REFERENCES = "references", _("References")
    INCUMBENT = "incumbent", _("We held it")
    RIVAL_DISAPPOINTED = "rival_disappointed", _("The holder disappointed")
    EARLY_INFLUENCE = "early_influence", _("We shaped what was asked for")
    ONLY_BIDDER = "only_bidder", _("Nobody else bid")
    OTHER = "other", _("Other")
    UNKNOWN = "unknown", _("Unknown")


class NoBidReason(Word):
    """Why we did not bid. The codes of lost reasons are among them, since older books have those."""

    CAPACITY = "capacity", _("No capacity")
    LATE_OR_PROCESS = "late_or_process", _("Too late to prepare")
    COST_OF_BIDDING = "cost_of_bidding", _("Bidding costs too much")
    PRICE = "price", _("Price out of reach")
    COMMERCIAL_TERMS = "commercial_terms", _("Commercial terms")
    TECHNICAL_FIT = "technical_fit", _("Technical fit")
    DELIVERY_TIME = "delivery_time", _("Delivery time")
    REFERENCES = "references", _("References")
    DISQUALIFIED = "disqualified", _("Not eligible")
    RELATIONSHIP = "relationship", _("Nobody known there")
    INCUMBENT_KEPT = "incumbent_kept", _("Holder too strong")
    SPEC_STEERED = "spec_steered", _("Specification steered")
    NOT_OUR_BUSINESS = "not_our_business", _("Not our business")
    TOO_SMALL = "too_small", _("Too small")
    RISK = "risk", _("Risk")
    INSOURCED = "insourced", _("Taken in house")
    OTHER = "other", _("Other")
    UNKNOWN = "unknown", _("Unknown")


class SaidBy(Word):
    """Who says why we lost."""

    OURS = "ours", _("We think")
    DEBRIEF = "debrief", _("Debriefing")
    PUBLIC = "public", _("Public record")


class PriceFormula(Word):
    """How a price became points."""

    LOWEST = "lowest", _("Lowest price over this price")
    LINEAR = "linear", _("As much per cent less as it is above the lowest")
    BANDED = "banded", _("By bands above the lowest")


class InquiryKind(Word):
    """What a buyer is asked about an award."""

    DEBRIEF = "debrief", _("Debrief")
    ASSESSMENT_SUMMARY = "assessment_summary", _("Assessment summary")
    CONTRACT = "contract", _("The contract")
    PERFORMANCE = "performance", _("Performance data")
    PAYMENTS = "payments", _("Payments")


class CostBand(Word):
    """What a bid cost, as a part of the contract's value: a band tells no amount."""

    TO_HALF = "to_half_percent", _("up to 0.5 % of the value")
    TO_TWO = "to_2_percent", _("0.5 to 2 % of the value")
    TO_FIVE = "to_5_percent", _("2 to 5 % of the value")
    ABOVE = "above_5_percent", _("above 5 % of the value")


class InquiryResult(Word):
    """What came of an inquiry."""

    ANSWERED = "answered", _("Answered")
    PARTLY = "partly", _("Answered in part")
    REFUSED = "refused", _("Refused")
    NO_ANSWER = "no_answer", _("No answer")
