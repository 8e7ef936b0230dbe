"""The closed word lists of the product. One word for one thing, in code, JSON, screen and docs.

Every list is a `StrEnum`: the member *is* its code (`Stage.SUBMITTED == "submitted"`) and carries a
label for people. OCDS 1.1/1.2, eForms and APMP name what they already have a word for.
"""

from __future__ import annotations

from bidtracker.domain.vocabulary.awards import AwardStatus, PromiseKind, Structure, TerminationReason
from bidtracker.domain.vocabulary.deals import DealStep
from bidtracker.domain.vocabulary.facts import FactKind, Rating
from bidtracker.domain.vocabulary.losses import (
    CostBand,
    InquiryKind,
    InquiryResult,
    LostReason,
    NoBidReason,
    PriceFormula,
    SaidBy,
    WonReason,
)
from bidtracker.domain.vocabulary.offers import DemandKind, Fit, Lever, Tier
from bidtracker.domain.vocabulary.people import Layer, Level, Role, Side, Stance, TouchKind, TouchOutcome
from bidtracker.domain.vocabulary.proposals import ProposalKind, ProposalState
from bidtracker.domain.vocabulary.signals import Channel, Nature, Reliability, SignalKind, SignalState, Strength
from bidtracker.domain.vocabulary.tenders import (
    Decision,
    EventKind,
    Intent,
    Method,
    NoAwardReason,
    Outcome,
    Stage,
    Watch,
)
from bidtracker.domain.vocabulary.word import Word

__all__ = [
    "AwardStatus",
    "Channel",
    "CostBand",
    "DealStep",
    "Decision",
    "DemandKind",
    "EventKind",
    "FactKind",
    "Fit",
    "InquiryKind",
    "InquiryResult",
    "Intent",
    "Layer",
    "Level",
    "Lever",
    "LostReason",
    "Method",
    "Nature",
    "NoAwardReason",
    "NoBidReason",
    "Outcome",
    "PriceFormula",
    "PromiseKind",
    "ProposalKind",
    "ProposalState",
    "Rating",
    "Reliability",
    "Role",
    "SaidBy",
    "Side",
    "SignalKind",
    "SignalState",
    "Stage",
    "Stance",
    "Strength",
    "Structure",
    "TerminationReason",
    "Tier",
    "TouchKind",
    "TouchOutcome",
    "Watch",
    "WonReason",
    "Word",
]
