"""Words of people at a buyer, and of how they are met."""

from __future__ import annotations

from bidtracker.domain.message import label as _
from bidtracker.domain.vocabulary.word import Word


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


class Side(Word):
    """Who did something for whom."""

    OURS = "ours", _("We for them")
    THEIRS = "theirs", _("They for us")
