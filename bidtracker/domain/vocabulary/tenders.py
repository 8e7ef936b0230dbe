"""Words of a tender: how far it has come, what we decided, and what became of it."""

from __future__ import annotations

from bidtracker.domain.message import label as _
from bidtracker.domain.vocabulary.word import Word


class Stage(Word):
    """How far the competition and our work on it have come."""

    WATCHING = "watching", _("Watching")
    QUALIFYING = "qualifying", _("Qualifying")
    BID_DECISION = "bid_decision", _("Bid decision")
    PREPARING = "preparing", _("Preparing")
    SUBMITTED = "submitted", _("Submitted")
    EVALUATION = "evaluation", _("Evaluation")
    STANDSTILL = "standstill", _("Standstill")
    CLOSED = "closed", _("Closed")


class Decision(Word):
    """Whether we bid."""

    PENDING = "pending", _("Pending")
    GO = "go", _("Go")
    NO_GO = "no_go", _("No go")


class Intent(Word):
    """Why we bid: to win, to be known, to learn the price, or to hold what we have."""

    WIN = "win", _("Win")
    POSITION = "position", _("Position")
    BENCHMARK = "benchmark", _("Benchmark")
    DEFEND = "defend", _("Defend")


class Outcome(Word):
    """What came of our bid. `no_award` is not `lost`."""

    PENDING = "pending", _("Pending")
    WON = "won", _("Won")
    LOST = "lost", _("Lost")
    NO_AWARD = "no_award", _("No award")
    DISQUALIFIED = "disqualified", _("Disqualified")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    NO_BID = "no_bid", _("No bid")


class NoAwardReason(Word):
    """Why nobody got it: eForms code list `non-award-justification`."""

    ALL_REJ = "all-rej", _("All tenders rejected")
    CHAN_NEED = "chan-need", _("The need changed")
    INS_FUND = "ins-fund", _("Not enough funds")
    NO_RECE = "no-rece", _("No tenders received")
    NO_SIGNED = "no-signed", _("The winner did not sign")
    ONE_ADMIS = "one-admis", _("Only one admissible tender")
    REV_BODY = "rev-body", _("Decision of a review body")
    REV_BUYER = "rev-buyer", _("Decision of the buyer after a complaint")
    TCH_PR_ERROR = "tch-pr-error", _("Technical or procedural error")
    OTHER = "other", _("Other")


class Watch(Word):
    """What we do about a tender after it was lost."""

    WATCHING = "watching", _("Watching")
    CONTACTED = "contacted", _("Contacted")
    RE_ENGAGED = "re_engaged", _("Re-engaged")
    INVITED = "invited", _("Invited")
    CONVERTED = "converted", _("Converted")
    PARKED = "parked", _("Parked")
    DEAD = "dead", _("Dead")


class Method(Word):
    """How open the competition was: OCDS codelist `method`."""

    OPEN = "open", _("Open procedure")
    SELECTIVE = "selective", _("Selective procedure")
    LIMITED = "limited", _("Limited procedure")
    DIRECT = "direct", _("Direct award")


class EventKind(Word):
    """What a list says of a tender otherwise than before. By itself it speaks for nobody and against nobody."""

    DEADLINE_MOVED = "deadline_moved", _("Deadline moved")
    VALUE_CHANGED = "value_changed", _("Value changed")
    END_MOVED = "end_moved", _("End moved")
    SUPPLIER_CHANGED = "supplier_changed", _("Supplier changed")
    AWARDED = "awarded", _("Awarded")
    AMENDED = "amended", _("Amended")
    CANCELLED = "cancelled", _("Cancelled")
    TERMINATED = "terminated", _("Terminated before its end")
    FOLLOW_ON = "follow_on", _("Possible follow-on")
