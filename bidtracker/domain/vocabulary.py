"""The closed word lists of the product. One word for one thing, in code, JSON, screen and docs.

Every list is a `StrEnum`: the member *is* its code (`Stage.SUBMITTED == "submitted"`) and carries a
label for people. OCDS 1.1/1.2, eForms and APMP name what they already have a word for.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from bidtracker.domain.message import label as _


class Word(StrEnum):
    """A word of a closed list: its code, and the English label that the catalogue translates."""

    label: str

    def __new__(cls, code: str, label: str) -> Self:
        word = str.__new__(cls, code)
        word._value_ = code
        word.label = label
        return word


# ---------------------------------------------------------------- a tender's four separate fields


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


class Method(Word):
    """How open the competition was: OCDS codelist `method`."""

    OPEN = "open", _("Open procedure")
    SELECTIVE = "selective", _("Selective procedure")
    LIMITED = "limited", _("Limited procedure")
    DIRECT = "direct", _("Direct award")


# ---------------------------------------------------------------- what is asked after a loss


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


# ---------------------------------------------------------------- awards


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


# ---------------------------------------------------------------- signals


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


# ---------------------------------------------------------------- people and touches


class Layer(Word):
    """Where in the buyer's house a contact stands."""

    DECISION = "decision", _("Decision layer")
    MANAGEMENT = "management", _("Management")
    OPERATIONS = "operations", _("Operations")


class Role(Word):
    """What a contact does in the buying."""

    DECIDES = "decides", _("Decides")
    APPROVES = "approves", _("Approves")
    BUYS = "buys", _("Buys")
    PAYS = "pays", _("Pays")
    EVALUATES = "evaluates", _("Evaluates")
    USES = "uses", _("Uses")
    COORDINATES = "coordinates", _("Coordinates")


class Level(Word):
    """How close we are to a contact."""

    UNKNOWN = "unknown", _("Unknown")
    ACQUAINTED = "acquainted", _("Acquainted")
    FAMILIAR = "familiar", _("Familiar")
    TRUSTED = "trusted", _("Trusted")
    ALLIED = "allied", _("Allied")


class Stance(Word):
    """Whether a contact is for us."""

    SUPPORTS = "supports", _("Supports")
    NEUTRAL = "neutral", _("Neutral")
    OPPOSES = "opposes", _("Opposes")


class TouchKind(Word):
    """What sort of contact a touch is."""

    CALL = "call", _("Call")
    VISIT = "visit", _("Visit")
    MAIL = "mail", _("Mail")
    MEETING = "meeting", _("Meeting")
    MESSAGE = "message", _("Message")
    EVENT = "event", _("Event")


class TouchOutcome(Word):
    """How a touch went."""

    NO_ANSWER = "no_answer", _("No answer")
    VOICEMAIL = "voicemail", _("Voicemail")
    WRONG_CONTACT = "wrong_contact", _("Wrong contact")
    CALLBACK_AGREED = "callback_agreed", _("Callback agreed")
    REACHED_NOT_NOW = "reached_not_now", _("Reached, not now")
    SATISFIED_WITH_INCUMBENT = "satisfied_with_incumbent", _("Satisfied with the incumbent")
    PAIN_SHARED = "pain_shared", _("Shared a pain")
    REFERRED = "referred", _("Referred")
    MEETING_BOOKED = "meeting_booked", _("Meeting booked")
    INVITED = "invited", _("Invited to bid")
    NOTHING_HEARD = "nothing_heard", _("Asked how it goes, nothing heard")
    NOT_INTERESTED = "not_interested", _("Not interested")
    DO_NOT_CONTACT = "do_not_contact", _("Do not contact")


# ---------------------------------------------------------------- facts


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


class Side(Word):
    """Who did something for whom."""

    OURS = "ours", _("We for them")
    THEIRS = "theirs", _("They for us")


class Rating(Word):
    """Our judgement of what a fact tells."""

    POOR = "poor", _("Poor")
    FAIR = "fair", _("Fair")
    GOOD = "good", _("Good")


# ---------------------------------------------------------------- need, value and price


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


# ---------------------------------------------------------------- our own deals


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


# ---------------------------------------------------------------- what a public record changed


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


# ---------------------------------------------------------------- the program's own


class ProposalKind(Word):
    """What a person is asked to decide: after an import, or because a helper or a mail suggests it."""

    SAME_BUYER = "same_buyer", _("Same buyer?")
    SAME_COMPETITOR = "same_competitor", _("Same competitor?")
    CHANGED_FIELD = "changed_field", _("List says otherwise")
    OUTCOME = "outcome", _("Outcome published")
    FOLLOWS = "follows", _("Tendered again?")
    NEW_RECORD = "new_record", _("Write this down?")
    EDIT = "edit", _("Change this?")


class ProposalState(Word):
    """Whether a person has decided."""

    OPEN = "open", _("To decide")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
