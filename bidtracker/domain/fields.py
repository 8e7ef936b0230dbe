"""One Field a column: lists, tables, forms, filters, sorting, CSV and JSON all read these, so a new field is one edit.

`FIELDS[table]` has them in the order in which they are shown and written. A field is named as the record's attribute,
or as the native tender list has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from operator import attrgetter
from typing import Any

import msgspec

from bidtracker.domain.errors import FieldError, Unreadable
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import part_ref
from bidtracker.domain.kinds import (
    ADDRESSES,
    DAY,
    FLAG,
    IDENTIFIERS,
    MESSAGE,
    MOMENT,
    MONEY,
    NUMBER,
    PROSE,
    SHARE,
    SPOKEN,
    TEXT,
    TEXTS,
    WHOLE,
    Kind,
    Shown,
    id_of,
    link,
    links,
    word,
    words,
)
from bidtracker.domain.message import label as _
from bidtracker.domain.records import Award, Bid, Deal, Milestone, Need, Signal, TenderLine, Theme
from bidtracker.domain.vocabulary import (
    AwardStatus,
    Channel,
    Decision,
    FactKind,
    Fit,
    Intent,
    Layer,
    Level,
    Lever,
    LostReason,
    Method,
    NoAwardReason,
    Outcome,
    ProposalKind,
    ProposalState,
    Rating,
    Role,
    SignalKind,
    SignalState,
    Stage,
    Stance,
    Structure,
    TerminationReason,
    Tier,
    TouchKind,
    TouchOutcome,
    Watch,
)

Get = Callable[[Any, Holdings], Any]


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One column of a table.

    `get(record, holdings)` is the raw value: a name for a link, None or "" where it is not known. `width` is in cells;
    the columns with the highest `priority` drop out first, and 0 is no column of a list unless asked for. `edit` says
    that `set` and forms may change it.
    """

    name: str
    label: str
    kind: Kind
    get: Get
    width: int
    priority: int
    edit: bool

    @property
    def align(self) -> str:
        """ "left" or "right"."""
        return self.kind.align

    def show(self, value: Any) -> Shown:
        """What a person reads: safe text, or a Message or Word that the edge says in the person's language."""
        return "" if value is None or value == "" else self.kind.show(value)

    def json(self, value: Any) -> Any:
        """The stable form: ISO dates, {"amount", "currency"}, ids like "T42", words as codes, null if not known."""
        return None if value is None or value == "" else self.kind.json(value)

    def order(self, value: Any) -> tuple[bool, Any]:
        """A key to sort by; what is not known comes last."""
        return (True, 0) if value is None or value == "" else (False, self.kind.order(value))

    def parse(self, text: str, today: date) -> Any:
        """The value that a person typed, for the field of the record; nothing typed is the field's "not known".

        Links stay as typed, for the book to find. Raises FieldError.
        """
        if not text.strip():
            return (
                ()
                if self.kind.name in ("texts", "words", "links", "identifiers", "addresses")
                else ""
                if self.kind is TEXT
                else None
            )
        try:
            return self.kind.read(text, today)
        except Unreadable as error:
            raise FieldError(self.name, error.message) from None


def row(record: Any, fields: Iterable[Field], holdings: Holdings) -> dict[str, Any]:
    """A record as one flat JSON object."""
    return {field.name: field.json(field.get(record, holdings)) for field in fields}


def columns(table: str) -> tuple[Field, ...]:
    """The fields that a list of this table shows, in order."""
    return tuple(field for field in FIELDS[table] if field.priority)


def _field(
    name: str,
    label: str,
    kind: Kind = TEXT,
    width: int = 12,
    priority: int = 0,
    get: Get | str = "",
    *,
    edit: bool = True,
) -> Field:
    """A field; without `get` its value is the record's attribute of that name. What is derived cannot be edited."""
    derived = callable(get)
    read = get if callable(get) else _attribute(get or name)
    return Field(
        name=name,
        label=label,
        kind=kind,
        width=width,
        priority=priority,
        get=read,
        edit=edit and not derived and kind is not MESSAGE,
    )


def _attribute(path: str) -> Get:
    get = attrgetter(path)
    return lambda record, holdings: get(record)


def _carried(name: str, label: str, kind: Kind, width: int) -> Field:
    """What a whole record has, and a line of the list of tenders does not carry."""
    return Field(
        name=name,
        label=label,
        kind=kind,
        get=lambda record, holdings: getattr(record, name, ""),
        width=width,
        priority=0,
        edit=True,
    )


def _long(name: str, label: str) -> Field:
    return _carried(name, label, PROSE, 40)


def _id(table: str) -> Field:
    return _field("id", _("Id"), id_of(table), 6, 1, edit=False)


def _linked(name: str, label: str, table: str, width: int, priority: int) -> tuple[Field, Field]:
    """A link to another record: its name, and its id as NAME_ref."""

    def called(record: Any, holdings: Holdings) -> str:
        return holdings.name(table, getattr(record, name))

    def number(record: Any, holdings: Holdings) -> int | None:
        return getattr(record, name) or None

    return (
        Field(name=name, label=label, kind=link(table), get=called, width=width, priority=priority, edit=True),
        Field(name=f"{name}_ref", label=label, kind=id_of(table), get=number, width=6, priority=0, edit=False),
    )


_TAGS = _field("tags", _("Tags"), TEXTS, 12)
_URL = _field("url", _("Link"), width=30)
_WRITTEN = _field("written", _("Written down"), DAY, 10, edit=False)
_NOTES = _long("notes", _("Notes"))
_LINKS = _carried("links", _("Links"), ADDRESSES, 30)
_KEPT = (_TAGS, _NOTES, _LINKS)


# ---------------------------------------------------------------- who


def _lost(tender: TenderLine) -> bool:
    return tender.outcome is Outcome.LOST or any(bid.outcome is Outcome.LOST for bid in tender.bids)


def _count_of(table: str, field: str, which: Callable[[Any], bool] = lambda record: True) -> Get:
    return lambda record, holdings: sum(map(which, holdings.linked(table, field, record.id)))


def _wins_against_us(competitor: Any, holdings: Holdings) -> int:
    tenders = {award.tender for award in holdings.awards_to(competitor.id)}
    return sum(_lost(holdings.tenders[number]) for number in tenders if number in holdings.tenders)


def _done(record: Any, holdings: Holdings) -> date | None:
    return max((touch.done for touch in holdings.touches_of(record.id) if touch.done), default=None)


def _planned(record: Any, holdings: Holdings) -> date | None:
    return min((touch.on for touch in holdings.touches_of(record.id) if not touch.done), default=None)


_ORGANISATION = (
    _field("country", _("Country"), width=7, priority=4),
    _field("aliases", _("Also called"), TEXTS, 20),
    _field("identifiers", _("Identifiers"), IDENTIFIERS, 20),
)
_BUYERS = (
    _id("buyers"),
    _field("name", _("Name"), width=32, priority=1),
    *_ORGANISATION,
    _field("tenders", _("Tenders"), WHOLE, 7, 3, _count_of("tenders", "buyer")),
    _field("bids", _("Bids"), WHOLE, 5, 3, _count_of("tenders", "buyer", lambda t: bool(t.bids))),
    _field("wins", _("Won"), WHOLE, 5, 4, _count_of("tenders", "buyer", lambda t: t.outcome is Outcome.WON)),
    _field("losses", _("Lost"), WHOLE, 5, 3, _count_of("tenders", "buyer", _lost)),
    _field("contacts", _("Contacts"), WHOLE, 8, 5, _count_of("contacts", "buyer")),
    _field("facts", _("Facts"), WHOLE, 5, 6, _count_of("facts", "buyer")),
    _field("last_touch", _("Last touch"), DAY, 10, 5, _done),
    _field("next_touch", _("Next touch"), DAY, 10, 4, _planned),
    _URL,
    *_KEPT,
)
_COMPETITORS = (
    _id("competitors"),
    _field("name", _("Name"), width=32, priority=1),
    *_ORGANISATION,
    _field("wins", _("Wins"), WHOLE, 5, 3, _count_of("awards", "suppliers")),
    _field("wins_against_us", _("Against us"), WHOLE, 10, 2, _wins_against_us),
    _field("signals", _("Signals"), WHOLE, 7, 4, lambda c, h: len(_signals_about(c.id, h))),
    _field("next_end", _("Next end"), DAY, 10, 4, lambda c, h: _next_end(c.id, h)),
    _URL,
    *_KEPT,
)


def _signals_about(competitor: int, holdings: Holdings) -> set[int]:
    """The numbers of the signals about a competitor or one of its awards."""
    numbers = {signal.id for signal in holdings.linked("signals", "competitor", competitor)}
    for award in holdings.awards_to(competitor):
        numbers.update(signal.id for signal in holdings.linked("signals", "award", award.id))
    return numbers


def _next_end(competitor: int, holdings: Holdings) -> date | None:
    """The first end of a contract of theirs that still runs."""
    running = (award for award in holdings.awards_to(competitor) if award.status is AwardStatus.ACTIVE)
    return min((award.end for award in running if award.end), default=None)


_CONTACTS = (
    _id("contacts"),
    _field("name", _("Name"), width=24, priority=1),
    *_linked("buyer", _("Buyer"), "buyers", 26, 2),
    _field("title", _("Job title"), width=20, priority=4),
    _field("layer", _("Layer"), word(Layer), 14, 3),
    _field("roles", _("Roles"), words(Role), 18, 4),
    _field("level", _("Level"), word(Level), 10, 3, edit=False),
    _field("stance", _("Stance"), word(Stance), 9, 3, edit=False),
    _field("believed_on", _("Believed on"), DAY, 10, 6, lambda c, h: c.believed[-1].on if c.believed else None),
    _linked("reports_to", _("Reports to"), "contacts", 20, 0)[0],
    _linked("introduced_by", _("Introduced by"), "contacts", 20, 0)[0],
    _field("phone", _("Phone"), width=16, priority=5),
    _field("email", _("Mail"), width=24, priority=6),
    _field("do_not_contact", _("Do not contact"), FLAG, 8),
    _field("left", _("Left"), DAY, 10),
    *_KEPT,
)


# ---------------------------------------------------------------- what


def _of_bid(read: Callable[[Bid], Any]) -> Get:
    """Something of our bid on the whole, or the first lot's."""

    def get(tender: TenderLine, holdings: Holdings) -> Any:
        return read(tender.bids[0]) if tender.bids else None

    return get


def _of_award(read: Callable[[Award], Any]) -> Get:
    """Something of the tender's first award."""

    def get(tender: TenderLine, holdings: Holdings) -> Any:
        award = next(holdings.linked("awards", "tender", tender.id), None)
        return read(award) if award else None

    return get


def _winners(tender: TenderLine, holdings: Holdings) -> tuple[str, ...] | None:
    awards = holdings.linked("awards", "tender", tender.id)
    names = dict.fromkeys(name for award in awards for name in holdings.suppliers(award))
    return tuple(names) or None


def _gap(tender: TenderLine, holdings: Holdings) -> float | None:
    """Our price over the winner's, less one: 0.05 is 5 % dearer. Only in one currency, and where somebody else won."""
    price = tender.bids[0].price if tender.bids else None
    awards = list(holdings.linked("awards", "tender", tender.id)) if price else []
    if price is None or len(awards) != 1 or awards[0].ours or not awards[0].value:
        return None
    won = awards[0].value
    return float(price.amount / won.amount) - 1 if won.currency == price.currency and won.amount > 0 else None


def _expected_lost(tender: TenderLine, holdings: Holdings) -> bool:
    return tender.expected_lost(holdings.settings.expected_lost_below)


_TENDERS = (
    _id("tenders"),
    _field("title", _("Title"), width=36, priority=1),
    *_linked("buyer", _("Buyer"), "buyers", 24, 2),
    _field("reference", _("Reference"), width=16),
    _field("stage", _("Stage"), word(Stage), 12, 3),
    _field("decision", _("Decision"), word(Decision), 8),
    _field("intent", _("Intent"), word(Intent), 9, 5, _of_bid(attrgetter("intent"))),
    _field("p_win", _("P(win)"), SHARE, 6, 4, _of_bid(attrgetter("p_win"))),
    _field("expected_lost", _("Expected lost"), FLAG, 8, 5, _expected_lost),
    _field("price", _("Our price"), MONEY, 16, 4, _of_bid(attrgetter("price"))),
    _field("submitted", _("Submitted"), DAY, 10, 7, _of_bid(attrgetter("submitted"))),
    _field("enquiries_until", _("Questions until"), DAY, 10),
    _field("deadline", _("Deadline"), DAY, 10, 2),
    _field("deadline_at", _("Deadline at"), MOMENT, 16, edit=False),
    _field("outcome", _("Outcome"), word(Outcome), 10, 3),
    _field(
        "lost_reason",
        _("Lost for"),
        word(LostReason),
        14,
        6,
        _of_bid(lambda bid: bid.reasons[0].code if bid.reasons else None),
    ),
    _field(
        "lost_evidence",
        _("Evidence"),
        PROSE,
        30,
        0,
        _of_bid(lambda bid: next((reason.evidence for reason in bid.reasons if reason.evidence), None)),
    ),
    _field(
        "also_reasons",
        _("Also for"),
        words(LostReason),
        14,
        0,
        _of_bid(lambda bid: tuple(reason.code for reason in bid.reasons[1:]) or None),
    ),
    _field("no_award_reason", _("No award for"), word(NoAwardReason), 14, edit=False),
    _field("no_bid_reason", _("No bid for"), word(LostReason), 14),
    _field("our_score", _("Our score"), NUMBER, 9, 0, _of_bid(attrgetter("score"))),
    _field("winning_score", _("Winning score"), NUMBER, 9, 0, _of_bid(attrgetter("winning_score"))),
    _field("position", _("Position"), WHOLE, 8, 0, _of_bid(attrgetter("position"))),
    _field("bid_manager", _("Bid manager"), TEXT, 16, 0, _of_bid(attrgetter("manager"))),
    _field("winner", _("Winner"), links("competitors"), 20, 4, _winners),
    _field("award_value", _("Winning price"), MONEY, 16, 6, _of_award(attrgetter("value"))),
    _field("price_gap", _("Price gap"), SHARE, 8, 7, _gap),
    _field("award_date", _("Awarded"), DAY, 10, 0, _of_award(attrgetter("awarded"))),
    _field("contract_start", _("Start"), DAY, 10, 0, _of_award(attrgetter("start"))),
    _field("contract_end", _("End"), DAY, 10, 7, _of_award(attrgetter("end"))),
    _field("contract_max_end", _("Last end"), DAY, 10, 0, _of_award(attrgetter("max_end"))),
    _field("value", _("Value"), MONEY, 16, 5),
    _field("country", _("Country"), width=7, priority=7),
    _field("category", _("Category"), width=12),
    _field("category_scheme", _("Category scheme"), width=8),
    _field("sector", _("Sector"), width=12),
    _field("published", _("Published"), DAY, 10),
    _field("decision_date", _("Decision date"), DAY, 10),
    _field("standstill_until", _("Standstill until"), DAY, 10),
    _field("retender_on", _("Re-tender on"), DAY, 10),
    _field("rough", _("Dates to the month"), TEXTS, 14, edit=False),
    _field("watch", _("Watch"), word(Watch), 11, 6),
    _field("park_until", _("Parked until"), DAY, 10),
    _field("method", _("Method"), word(Method), 9),
    _field("structure", _("Structure"), word(Structure), 12),
    _field("offers", _("Offers"), WHOLE, 6),
    _linked("follows", _("Follows"), "tenders", 20, 0)[0],
    _field("ocid", _("OCID"), width=20),
    _URL,
    _TAGS,
    _long("description", _("Description")),
    _NOTES,
    _LINKS,
)


def _promises(award: Award, kept: bool | None) -> int:
    return sum(promise.kept is kept for promise in award.promises)


_AWARDS = (
    _id("awards"),
    _field("name", _("Contract"), width=34, priority=1, get=lambda a, h: h.name("awards", a.id)),
    _field("buyer", _("Buyer"), link("buyers"), 24, 2, lambda a, h: h.name("buyers", h.buyer_of(a))),
    _field("suppliers", _("Supplier"), links("competitors"), 22, 2, lambda a, h: tuple(h.suppliers(a)) or None),
    *_linked("tender", _("Tender"), "tenders", 24, 0),
    _field("lot", _("Lot"), width=6),
    _field("ours", _("Ours"), FLAG, 5, 7),
    _field("value", _("Value"), MONEY, 16, 3),
    _field("runner_up", _("Runner-up price"), MONEY, 16, 0),
    _field("status", _("Status"), word(AwardStatus), 10, 4),
    _field("awarded", _("Awarded"), DAY, 10, 6),
    _field("start", _("Start"), DAY, 10, 5),
    _field("end", _("End"), DAY, 10, 2),
    _field("max_end", _("Last end"), DAY, 10, 6),
    _field("terminated", _("Terminated"), DAY, 10),
    _field("termination_reason", _("Terminated for"), word(TerminationReason), 14),
    _field("promises", _("Promises"), WHOLE, 8, 6, lambda a, h: len(a.promises)),
    _field("promises_broken", _("Broken"), WHOLE, 6, 5, lambda a, h: _promises(a, False)),
    _field("signals", _("Signals"), WHOLE, 7, 4, lambda a, h: len(h.signals_of(a))),
    _field("tracked", _("Followed"), FLAG, 8),
    _field("snoozed_until", _("Snoozed until"), DAY, 10, edit=False),
    _field("dismissed", _("Dismissed"), FLAG, 8, edit=False),
    _field("title", _("Title"), width=30),
    _WRITTEN,
    _URL,
    *_KEPT,
)

# ---------------------------------------------------------------- what we hear, do and know


def _about(signal: Signal, holdings: Holdings) -> str:
    return holdings.name("awards", signal.award) if signal.award else holdings.name("competitors", signal.competitor)


def _accused(signal: Signal, holdings: Holdings) -> tuple[str, ...] | None:
    """The suppliers that a signal speaks of."""
    award = holdings.awards.get(signal.award)
    names = holdings.suppliers(award) if award else [holdings.name("competitors", signal.competitor)]
    return tuple(filter(None, names)) or None


_SIGNALS = (
    _id("signals"),
    _field("on", _("Observed"), DAY, 10, 1),
    _field("kind", _("Kind"), word(SignalKind), 22, 1),
    _field("about", _("About"), width=30, priority=3, get=_about),
    _field("award_ref", _("Award"), id_of("awards"), 6, 0, lambda s, h: s.award or None),
    _field("supplier", _("Supplier"), links("competitors"), 20, 3, _accused),
    _field("buyer", _("Buyer"), link("buyers"), 22, 2, lambda s, h: h.name("buyers", h.buyer_of(s))),
    _field("severity", _("Severity"), WHOLE, 8, 4),
    _field("channel", _("Channel"), word(Channel), 9, 5),
    _field("source", _("Source"), width=6, priority=4, get=lambda s, h: f"{s.reliability}{s.credibility}"),
    _field("state", _("State"), word(SignalState), 10, 3, edit=False),
    _field("happened", _("Happened"), DAY, 10),
    _field(
        "promise", _("Promise"), width=8, get=lambda s, h: part_ref("awards", s.award, s.promise) if s.promise else ""
    ),
    *_linked("contact", _("Contact"), "contacts", 18, 0),
    _field("grounds", _("Grounds"), MESSAGE, 40, edit=False),
    _WRITTEN,
    _URL,
    *_KEPT,
)
_TOUCHES = (
    _id("touches"),
    _field("on", _("On"), DAY, 10, 1),
    _field("kind", _("Kind"), word(TouchKind), 9, 3),
    *_linked("buyer", _("Buyer"), "buyers", 26, 1),
    *_linked("contact", _("Contact"), "contacts", 20, 3),
    *_linked("award", _("Contract"), "awards", 26, 4),
    *_linked("tender", _("Tender"), "tenders", 26, 0),
    _field("done", _("Done"), DAY, 10, 2),
    _field("outcome", _("Outcome"), word(TouchOutcome), 20, 2, edit=False),
    _field("by", _("By"), width=12, priority=5),
    *_KEPT,
)
_FACTS = (
    _id("facts"),
    *_linked("buyer", _("Buyer"), "buyers", 26, 1),
    _field("kind", _("Kind"), word(FactKind), 20, 1),
    _field("text", _("Fact"), PROSE, 40, 1),
    _field("on", _("On"), DAY, 10, 2),
    _field("channel", _("Channel"), word(Channel), 9, 3),
    _field("confidence", _("Confidence"), WHOLE, 10, 4),
    *_linked("contact", _("Contact"), "contacts", 18, 0),
    _field("figure", _("Figure"), WHOLE, 8, 5),
    _field("rating", _("Judgement"), word(Rating), 9, 4),
    _field("state", _("State"), word(SignalState), 10, 5, edit=False),
    _WRITTEN,
    _URL,
    *_KEPT,
)


# ---------------------------------------------------------------- what they need, and our part


def _misses(need: Need, holdings: Holdings) -> int:
    """How many musts no offer of ours meets in full."""
    met = {match.demand for match in need.matches if match.fit is Fit.FITS}
    return sum(demand.must and demand.number not in met for demand in need.demands)


_NEEDS = (
    _id("needs"),
    _field("title", _("Need"), width=34, priority=1),
    *_linked("buyer", _("Buyer"), "buyers", 26, 2),
    *_linked("tender", _("Tender"), "tenders", 26, 4),
    _field("job", _("The job behind it"), PROSE, 40, 5),
    _field("demands", _("Demands"), WHOLE, 7, 3, lambda n, h: len(n.demands)),
    _field("unmet", _("Musts not met"), WHOLE, 8, 3, _misses),
    _field("budget", _("Budget"), MONEY, 16, 3),
    _field("wanted_by", _("Wanted by"), DAY, 10, 2),
    _field("on", _("Heard"), DAY, 10, 5),
    _field("channel", _("Channel"), word(Channel), 9, 6),
    *_linked("contact", _("Contact"), "contacts", 18, 0),
    *_KEPT,
)
_OFFERS = (
    _id("offers"),
    _field("name", _("Offer"), width=34, priority=1),
    _field("tier", _("Class"), word(Tier), 9, 2),
    _field("price", _("Price"), MONEY, 16, 2),
    _field("floor", _("Floor price"), MONEY, 16, 4),
    _field("levers", _("Strong by"), words(Lever), 24, 3),
    _long("description", _("Description")),
    *_KEPT,
)


def _answers(theme: Theme, holdings: Holdings) -> str:
    """What a theme answers: the demand and the rival's promise."""
    demand = part_ref("needs", theme.need, theme.demand) if theme.need else ""
    promise = part_ref("awards", theme.award, theme.promise) if theme.award else ""
    return f"{demand} {promise}".strip()


_THEMES = (
    _id("themes"),
    *_linked("tender", _("Tender"), "tenders", 30, 2),
    _field("lever", _("Lever"), word(Lever), 9, 1),
    _field("text", _("What it is worth to them"), PROSE, 44, 1),
    _field("main", _("Main"), FLAG, 5, 3),
    _field("answers", _("Answers"), width=12, priority=3, get=_answers),
    _field("proof", _("Proof"), PROSE, 30, 5),
    _field("lot", _("Lot"), width=6),
    _linked("need", _("Need"), "needs", 20, 0)[0],
    _field("demand", _("Demand"), WHOLE, 7),
    _linked("award", _("Rival's contract"), "awards", 20, 0)[0],
    _field("promise", _("Promise"), WHOLE, 7),
    *_KEPT,
)
_QUOTES = (
    _id("quotes"),
    _field("on", _("On"), DAY, 10, 1),
    *_linked("tender", _("Tender"), "tenders", 30, 2),
    _field("ours", _("Ours"), FLAG, 5, 3, lambda q, h: not q.competitor),
    *_linked("competitor", _("Competitor"), "competitors", 22, 2),
    _field("price", _("Price"), MONEY, 16, 1),
    _field("tier", _("Class"), word(Tier), 9, 3),
    *_linked("offer", _("Offer"), "offers", 22, 5),
    _field("terms", _("Terms"), PROSE, 24, 6),
    _field("floor", _("Floor price"), MONEY, 16, 6),
    _field("concessions", _("Concessions"), WHOLE, 8, 5, lambda q, h: len(q.concessions)),
    _field("lot", _("Lot"), width=6),
    _field("channel", _("Channel"), word(Channel), 9, 0),
    _field("confidence", _("Confidence"), WHOLE, 10, 0),
    *_linked("contact", _("Contact"), "contacts", 18, 0),
    *_KEPT,
)


def _next_step(deal: Deal) -> Milestone | None:
    """The step that is due first of those not done."""
    waiting = [step for step in deal.milestones if step.done is None]
    return min(waiting, key=lambda step: step.due or date.max, default=None)


def _of_step(read: Callable[[Milestone], Any]) -> Get:
    def get(deal: Deal, holdings: Holdings) -> Any:
        step = _next_step(deal)
        return read(step) if step else None

    return get


_DEALS = (
    _id("deals"),
    *_linked("award", _("Contract"), "awards", 34, 1),
    _field("buyer", _("Buyer"), link("buyers"), 26, 2, lambda d, h: h.name("buyers", h.buyer_of(d))),
    _field("next_step", _("Next step"), SPOKEN, 18, 2, _of_step(attrgetter("step"))),
    _field("due", _("Due"), DAY, 10, 1, _of_step(attrgetter("due"))),
    _field("amount", _("Amount"), MONEY, 16, 3, _of_step(attrgetter("amount"))),
    _field("satisfaction", _("Satisfaction"), WHOLE, 12, 4, lambda d, h: _satisfaction(d)),
    *_KEPT,
)


def _satisfaction(deal: Deal) -> int | None:
    """What the last visit that asked found, 1 to 5."""
    asked = [step for step in deal.milestones if step.satisfaction is not None]
    return max(asked, key=lambda step: step.done or date.min).satisfaction if asked else None


# ---------------------------------------------------------------- the book's own, and the radar's

_PROPOSALS = (
    _id("proposals"),
    _field("kind", _("Kind"), word(ProposalKind), 20, 1, edit=False),
    _field("about", _("About"), width=7, priority=1, edit=False),
    _field("other", _("Other"), width=7, priority=2, edit=False),
    _field("field", _("Field"), width=14, priority=2, edit=False),
    _field("value", _("Value"), width=20, priority=2, get=lambda p, h: "" if p.value is None else str(p.value)),
    _field("grounds", _("Grounds"), MESSAGE, 40, 1),
    _field("source", _("List"), width=16, priority=4, edit=False),
    _field("on", _("On"), DAY, 10, 3, edit=False),
    _field("state", _("State"), word(ProposalState), 9, 3, edit=False),
)
_SEALS = (
    _id("seals"),
    _field("day", _("On"), DAY, 10, 1, edit=False),
    _field("contracts", _("Contracts"), WHOLE, 9, 2, lambda seal, h: len(seal.rows), edit=False),
    _field("program", _("Program"), width=12, priority=4, edit=False),
    _field("digest", _("Hash"), width=20, priority=3, edit=False),
)
_HISTORY = (
    _id("history"),
    _field("at", _("When"), MOMENT, 16, 1, edit=False),
    _field("who", _("Who"), width=14, priority=2, edit=False),
    _field("act", _("Act"), width=12, priority=3, edit=False),
    _field("title", _("What"), MESSAGE, 50, 1),
    _field("undone", _("Undone"), FLAG, 7, 4, lambda entry, h: bool(entry.undone_by)),
)


def _attempt(path: str) -> Get:
    """An attribute of something that may itself be missing, by its path."""
    get = attrgetter(path)

    def read(record: Any, holdings: Holdings) -> Any:
        try:
            return get(record)
        except AttributeError:
            return None

    return read


def _contract(opportunity: Any, holdings: Holdings) -> str:
    return holdings.name("awards", opportunity.award)


def _value(opportunity: Any, holdings: Holdings) -> Any:
    award, tender = holdings.awards.get(opportunity.award), holdings.tenders.get(opportunity.tender)
    return (award.value if award else None) or (tender.value if tender else None)


# Rows of the radar, which are made above this room: read by the names of their attributes.
_OPPORTUNITIES = (
    _field("id", _("Id"), id_of("awards"), 6, 2, lambda o, h: o.award),
    _field("score", _("Score"), NUMBER, 6, 1, edit=False),
    _field("buyer", _("Buyer"), link("buyers"), 26, 1, lambda o, h: h.name("buyers", o.buyer)),
    _field(
        "incumbent",
        _("Incumbent"),
        links("competitors"),
        22,
        2,
        lambda o, h: tuple(h.name("competitors", number) for number in o.suppliers) or None,
    ),
    _field("contract", _("Contract"), width=30, priority=3, get=_contract),
    _field("value", _("Value"), MONEY, 16, 5, _value),
    _field("state", _("Window"), SPOKEN, 12, 4, _attempt("window.state")),
    _field("opens", _("Opens"), DAY, 10, 6, _attempt("window.opens")),
    _field("act_by", _("Act by"), DAY, 10, 2, _attempt("window.act_by")),
    _field("end", _("End"), DAY, 10, 4, _attempt("window.closes")),
    _field("freshest", _("Freshest signal"), MESSAGE, 24, 5, _attempt("freshest.label")),
    _field("freshest_on", _("Heard"), DAY, 10, 7, _attempt("freshest.on")),
    _field("action", _("Next action"), MESSAGE, 36, 3, _attempt("action.message")),
    _field("action_on", _("Action on"), DAY, 10, 0, _attempt("action.on")),
    _field("expected_value", _("Expected value"), MONEY, 16, 0, edit=False),
    _field("change", _("P(change)"), SHARE, 8, 0, _attempt("c")),
    _field("share", _("P(ours)"), SHARE, 8, 0, _attempt("a")),
    _field("weight", _("Timing"), SHARE, 8, 0, _attempt("w")),
    _field("discontent", _("Discontent dB"), NUMBER, 10, 0, edit=False),
    _field("access", _("Access dB"), NUMBER, 10, 0, edit=False),
    _field("tender_ref", _("Tender"), id_of("tenders"), 6, 0, lambda o, h: o.tender or None),
    _field("buyer_ref", _("Buyer"), id_of("buyers"), 6, 0, lambda o, h: o.buyer or None),
    _field("ours", _("Ours"), FLAG, 5, 0, edit=False),
    _field("snoozed_until", _("Snoozed until"), DAY, 10, 0, edit=False),
)

FIELDS: dict[str, tuple[Field, ...]] = {
    "buyers": _BUYERS,
    "contacts": _CONTACTS,
    "competitors": _COMPETITORS,
    "tenders": _TENDERS,
    "awards": _AWARDS,
    "signals": _SIGNALS,
    "touches": _TOUCHES,
    "facts": _FACTS,
    "needs": _NEEDS,
    "offers": _OFFERS,
    "themes": _THEMES,
    "quotes": _QUOTES,
    "deals": _DEALS,
    "proposals": _PROPOSALS,
    "seals": _SEALS,
    "history": _HISTORY,
    "opportunities": _OPPORTUNITIES,
}
