"""What to ask next about a buyer, and who there could be asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message, say
from bidtracker.domain.message import label as _
from bidtracker.domain.records import Award, Fact
from bidtracker.domain.vocabulary import AwardStatus, FactKind, Role, Stance, Word
from bidtracker.radar.account.knowledge import FactLine, Knowledge, knowledge
from bidtracker.radar.score.relations import Relation, relations
from bidtracker.radar.score.timing import end_of

LONGEST = 80  # characters of a fact that fit into a question

# What is missing is asked for in this order: first what can become a bid, then how they buy, whom we are up against
# and how they pay; what decides whether the account is worth it; last what any register tells.
ASKED = {
    FactKind.UPCOMING_NEED: _("What will they need next, and when?"),
    FactKind.PURCHASING_PROCESS: _("How do they buy: who asks, who decides, in which steps?"),
    FactKind.CURRENT_SUPPLIER: _("Who supplies them now, and since when?"),
    FactKind.PAYMENT_PROCESS: _("How do they pay, and after how many days?"),
    FactKind.COMPETITOR_CONTACT: _("Who of our competitors talks to whom there?"),
    FactKind.ORGANISATION: _("How are they organised, and who reports to whom?"),
    FactKind.CAPITAL: _("How well are they funded?"),
    FactKind.PROFITABILITY: _("Do they earn money, or lose it?"),
    FactKind.REPUTATION: _("What do others who deliver to them say?"),
    FactKind.LEGAL_REPRESENTATIVE: _("Who represents them in law, and born in which year?"),
    FactKind.OWNER_BACKGROUND: _("Who owns them, and where do the owners come from?"),
    FactKind.MAIN_BUSINESS: _("What is their main business?"),
    FactKind.SIZE: _("How many people work there?"),
    FactKind.FOUNDED: _("Since when do they exist?"),
}
# Who knows it: the first of these roles that somebody there has. What nobody at the buyer would tell has none.
KNOWN_TO: dict[FactKind, tuple[Role, ...]] = {
    FactKind.UPCOMING_NEED: (Role.USES, Role.DECIDES),
    FactKind.PURCHASING_PROCESS: (Role.BUYS, Role.APPROVES, Role.COORDINATES),
    FactKind.CURRENT_SUPPLIER: (Role.USES, Role.BUYS),
    FactKind.PAYMENT_PROCESS: (Role.PAYS, Role.BUYS),
    FactKind.COMPETITOR_CONTACT: (Role.USES, Role.EVALUATES, Role.COORDINATES),
    FactKind.ORGANISATION: (Role.COORDINATES, Role.USES),
    FactKind.CAPITAL: (Role.PAYS, Role.DECIDES),
    FactKind.PROFITABILITY: (Role.PAYS, Role.DECIDES),
}
ELSEWHERE = (FactKind.REPUTATION,)


class Why(Word):
    """Why something is asked."""

    CONFLICT = "conflict", _("Contradicts itself")
    STALE = "stale", _("Still true?")
    MISSING = "missing", _("Not known")


class AccountQuestion(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What to ask, why, of whom (a contact's number, 0: nobody we know there), and the facts that it is about."""

    kind: FactKind
    why: Why
    message: Message
    contact: int = 0
    refs: tuple[str, ...] = ()


def questions(
    holdings: Holdings, buyer: int, as_of: date, *, about: Iterable[Award] | None = None
) -> tuple[AccountQuestion, ...]:
    """What to ask next: the most useful kinds first, and of one kind only what is most wrong with it. Nothing is asked
    that another record answers; `about` are the contracts that it is about, where these are not all of the buyer."""
    if about is None:
        about = (each for tender in reversed(holdings.tenders_of(buyer)) for each in holdings.awards_of(tender.id))
    people = relations(holdings.contacts_of(buyer), holdings.touches_of(buyer), as_of)
    checklist = knowledge(holdings, buyer, as_of)
    return tuple(
        msgspec.structs.replace(question, contact=whom(question.kind, people))
        for question in open_questions(checklist)
        if not _answered(question.kind, holdings, buyer, as_of, about)
    )


def _answered(kind: FactKind, holdings: Holdings, buyer: int, as_of: date, about: Iterable[Award]) -> bool:
    """Whether other records say what a fact of this kind would."""
    match kind:
        case FactKind.CURRENT_SUPPLIER:
            return any(award.suppliers and is_running(award, as_of) for award in about)
        case FactKind.UPCOMING_NEED:
            return any(need.wanted_by and need.wanted_by >= as_of for need in holdings.needs_of(buyer))
        case FactKind.ORGANISATION:
            return any(contact.reports_to for contact in holdings.contacts_of(buyer))
        case _:
            return False


def is_running(award: Award, as_of: date) -> bool:
    """Whether a contract was given by a day and is, as far as one knows, not over."""
    end = end_of(award)
    over = award.status in (AwardStatus.CANCELLED, AwardStatus.ENDED) or (end is not None and end < as_of)
    return not over and (award.awarded or as_of) <= as_of


def open_questions(checklist: Knowledge) -> Iterator[AccountQuestion]:
    """The questions that a checklist leaves open, without whom to ask."""
    for kind, asked in ASKED.items():
        line = checklist.line(kind)
        if line.best is None:
            yield AccountQuestion(kind=kind, why=Why.MISSING, message=say(asked))
        elif (line.conflict or line.stale) and (doubted := doubt(line)) is not None:
            yield doubted


def doubt(line: FactLine) -> AccountQuestion | None:
    """What to ask about facts that are there: which is right, else (from `line.stale_on` on) whether it is still so.
    None where nothing is in doubt and nothing grows old."""
    if line.conflict:
        return _conflict(line)
    if line.best is None or line.stale_on is None:
        return None
    words = {"kind": line.kind, "fact": _short(line.best), "day": line.best.on}
    message = say("Is it still so? {kind}: {fact} (heard on {day})", **words)
    return AccountQuestion(kind=line.kind, why=Why.STALE, message=message, refs=(ref("facts", line.best.id),))


def whom(kind: FactKind, people: Iterable[Relation]) -> int:
    """Who could be asked: of those who know it by their role the closest, else the closest of all. Never somebody who
    must not be contacted or is against us, nor somebody we do not know."""
    if kind in ELSEWHERE:
        return 0
    roles = KNOWN_TO.get(kind, ())

    def order(person: Relation) -> tuple[int, float, int]:
        place = min((roles.index(role) for role in person.contact.roles if role in roles), default=len(roles))
        return place, -person.closeness, person.contact.id

    could = [
        person
        for person in people
        if not person.contact.do_not_contact and person.stance is not Stance.OPPOSES and person.closeness > 0
    ]
    return min(could, key=order).contact.id if could else 0


def _conflict(line: FactLine) -> AccountQuestion:
    """Two of the facts that contradict each other: the best, and the best that says otherwise."""
    first, other = line.disputed[0], line.disputed[-1]
    words = {"kind": line.kind, "one": _short(first), "other": _short(other)}
    return AccountQuestion(
        kind=line.kind,
        why=Why.CONFLICT,
        message=say("Which is right? {kind}: {one}, or {other}", **words),
        refs=tuple(ref("facts", fact.id) for fact in line.disputed),
    )


def _short(fact: Fact) -> str:
    """A fact on part of a line, with its figure where the text does not say it."""
    text = " ".join(fact.text.split())
    text = text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
    return text if fact.figure is None or str(fact.figure) in text else f"{text} ({fact.figure})"
