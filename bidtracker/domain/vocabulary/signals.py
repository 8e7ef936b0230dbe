"""Words of what is observed of a contract's delivery, with what each weighs."""

from __future__ import annotations

from typing import Self

from bidtracker.domain.message import label as _
from bidtracker.domain.vocabulary.word import Word


class Strength(Word):
    """How much a signal of severity 2 from a sure source multiplies the odds of a change."""

    WEAK = "weak", _("weak")
    MEDIUM = "medium", _("medium")
    STRONG = "strong", _("strong")
    DECISIVE = "decisive", _("decisive")


class Nature(Word):
    """How fast a signal ages: talk, something that happened, or a record that stands."""

    TALK = "talk", _("talk")
    EVENT = "event", _("event")
    RECORD = "record", _("record")


class SignalKind(Word):
    """One kind of observation about delivery: `sign` +1 is discontent, -1 content."""

    sign: int
    strength: Strength
    nature: Nature

    def __new__(cls, code: str, label: str, sign: int = 1, strength: str = "medium", nature: str = "event") -> Self:
        word = str.__new__(cls, code)
        word._value_ = code
        word.label = label
        word.sign = sign
        word.strength = Strength[strength.upper()]
        word.nature = Nature[nature.upper()]
        return word

    EARLY_TERMINATION = "early_termination", _("Terminated early for failure"), 1, "decisive", "event"
    KPI_BELOW_TARGET = "kpi_below_target", _("KPI below target"), 1, "strong", "record"
    BREACH_OR_DAMAGES = "breach_or_damages", _("Breach or damages"), 1, "decisive", "event"
    PENALTY_IMPOSED = "penalty_imposed", _("Penalty imposed"), 1, "strong", "event"
    CONTRACTOR_REPLACED = "contractor_replaced", _("Contractor replaced"), 1, "strong", "event"
    EARLY_RETENDER = "early_retender", _("Re-tendered early"), 1, "strong", "record"

    DELIVERY_LATE = "delivery_late", _("Delivery late"), 1, "strong", "event"
    DOA_DEFECT = "doa_defect", _("Faulty on arrival"), 1, "strong", "event"
    QUALITY_POOR = "quality_poor", _("Quality poor"), 1, "strong", "event"
    SERVICE_SLOW = "service_slow", _("Service slow"), 1, "medium", "talk"
    KEY_STAFF_LEFT = "key_staff_left", _("Key staff left"), 1, "medium", "talk"
    PRICE_CREEP = "price_creep", _("Price creep"), 1, "medium", "talk"
    INVOICE_DISPUTE = "invoice_dispute", _("Invoice dispute"), 1, "medium", "event"
    BUYER_COMPLAINT = "buyer_complaint", _("Buyer complains"), 1, "medium", "talk"

    MILESTONE_MISSED = "milestone_missed", _("Milestone missed"), 1, "medium", "event"
    VOLUME_CUT = "volume_cut", _("Volume cut"), 1, "medium", "event"
    UNDERSPEND = "underspend", _("Underspend"), 1, "medium", "record"
    EXTENSION_NOT_EXERCISED = "extension_not_exercised", _("Extension not exercised"), 1, "medium", "event"
    SUPPLIER_DISTRESS = "supplier_distress", _("Supplier in distress"), 1, "medium", "event"

    MOD_CHURN = "mod_churn", _("Many modifications"), 1, "weak", "record"
    BRIDGE_EXTENSION = "bridge_extension", _("Bridge extension"), 1, "weak", "event"
    AWARD_CHALLENGED = "award_challenged", _("Award challenged"), 1, "weak", "event"
    CHAMPION_LEFT = "champion_left", _("Their champion left"), 1, "weak", "talk"
    BUYER_LEADER_CHANGE = "buyer_leader_change", _("New head at the buyer"), 1, "weak", "event"

    SATISFIED_STATEMENT = "satisfied_statement", _("Says they are satisfied"), -1, "medium", "talk"
    KPI_GOOD = "kpi_good", _("KPI good"), -1, "medium", "record"
    OPTION_EXERCISED = "option_exercised", _("Option exercised"), -1, "medium", "event"
    ADDITIONAL_WORKS = "additional_works", _("Additional works"), -1, "medium", "event"


class Channel(Word):
    """Where word came from: somebody at the buyer (surest), a third party, or a public record."""

    INSIDE = "inside", _("Inside")
    SIDE = "side", _("Side talk")
    PUBLIC = "public", _("Public")


class Reliability(Word):
    """How far the source can be trusted: the letter of the Admiralty code."""

    A = "A", _("Completely reliable")
    B = "B", _("Usually reliable")
    C = "C", _("Fairly reliable")
    D = "D", _("Not usually reliable")
    E = "E", _("Unreliable")
    F = "F", _("Cannot be judged")


class SignalState(Word):
    """Whether a signal still stands."""

    OPEN = "open", _("Not confirmed")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUTED = "refuted", _("Refuted")
