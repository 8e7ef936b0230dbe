"""The account brief: all that one should know before talking to a buyer, on one page of Markdown.

What there is no room for is left out by importance, and how much is said at the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from bidtracker.domain.errors import NotFound, Refused
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import parse_ref, ref
from bidtracker.domain.message import Message, say
from bidtracker.domain.message import label as _
from bidtracker.domain.records import TenderLine
from bidtracker.domain.vocabulary import Outcome
from bidtracker.locale import listed, tr
from bidtracker.pages.account.contracts import contracts
from bidtracker.pages.account.facts import facts, risks
from bidtracker.pages.account.focus import Focus, cycle
from bidtracker.pages.account.needs import needs
from bidtracker.pages.account.next_steps import next_steps, to_ask, touches
from bidtracker.pages.account.people import missing, people
from bidtracker.pages.account.value_and_price import prices, value
from bidtracker.pages.escaping import escaped
from bidtracker.radar import History, history, judge
from bidtracker.radar.account.knowledge import knowledge
from bidtracker.radar.score.opportunity import followed
from bidtracker.radar.score.quiet import quiet

LONGEST = 60  # lines, with headings and the empty lines before them
HEAD, FOOT = 4, 2
A_HEADING = 2
TENDERS = 3  # competitions of one buyer whose value and prices are told

# What there is to say, in the order in which one reads it: a heading, its lines, the most important first, and how
# many of them a page has room for at most.
SUBJECTS = (
    (_("Next"), next_steps, 3),
    (_("Who they are"), facts, 9),
    (_("Risks"), risks, 5),
    (_("People"), people, 7),
    (_("What is missing there"), missing, 6),
    (_("What they need"), needs, 8),
    (_("What we are worth to them"), value, 3),
    (_("Prices"), prices, 6),
    (_("What runs"), contracts, 6),
    (_("Last contacts"), touches, 4),
    (_("To ask"), to_ask, 5),
)


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """One of SUBJECTS as told of one account."""

    heading: str
    lines: tuple[Message, ...]
    most: int


def brief(holdings: Holdings, about: str, as_of: date, *, past: History | None = None) -> str:
    """The page on a buyer, or on the buyer of a tender or award ("B12", "T42", "A5"), as Markdown.

    Give `past` (radar.history) to make several without reading the book's past each time. Raises NotFound for a
    record that there is not, Refused for one that belongs to no buyer, Unreadable for what is no id.
    """
    focus, title = _focus(holdings, about, as_of, past)
    return "\n".join(_page(focus, title)) + "\n"


def _page(focus: Focus, title: Message) -> Iterator[str]:
    yield f"# {escaped(tr(title))}"
    yield ""
    buyer = focus.holdings.buyers[focus.buyer]
    known = knowledge(focus.holdings, buyer.id, focus.as_of)
    which = listed((ref("buyers", buyer.id), buyer.country, *buyer.tags))
    words = {"day": focus.as_of, "which": which, "n": known.done, "of": known.of}
    yield escaped(tr(say("Brief of {day}: {which}; {n} of {of} things known", **words)))
    if focus.quiet is not None:
        yield f"**{escaped(tr(say('No call now: {why}', why=focus.quiet.message)))}**"
    told = [Subject(heading=heading, lines=tuple(lines(focus)), most=most) for heading, lines, most in SUBJECTS]
    everything = [subject for subject in told if subject.lines]
    shown = _room(everything)
    for subject, rows in zip(everything, shown, strict=True):
        yield from ("", f"## {escaped(tr(subject.heading))}")
        yield from (f"- {escaped(tr(line))}" for line in subject.lines[:rows])
    left = [
        tr(say("{what} {n}", what=tr(subject.heading), n=len(subject.lines) - rows))
        for subject, rows in zip(everything, shown, strict=True)
        if rows < len(subject.lines)
    ]
    if left:
        yield from ("", escaped(tr(say("Left out for want of room: {what}", what=listed(left)))))


def _room(parts: list[Subject]) -> list[int]:
    """How many lines of each subject fit: the longest gives way first, and of equals the one that is told last."""
    rows = [min(part.most, len(part.lines)) for part in parts]
    while HEAD + FOOT + A_HEADING * len(parts) + sum(rows) > LONGEST and max(rows, default=0) > 1:
        place = max(range(len(rows)), key=lambda n: (rows[n], n))
        rows[place] -= 1
    return rows


# ---------------------------------------------------------------- what it is about


def _focus(holdings: Holdings, about: str, as_of: date, past: History | None) -> tuple[Focus, Message]:
    table, number = parse_ref(about)
    record = holdings.table(table).get(number)
    if record is None:
        raise NotFound("there is no {id} in this book", id=ref(table, number))
    buyer = number if table == "buyers" else holdings.buyer_of(record) if table in ("tenders", "awards") else 0
    if buyer not in holdings.buyers:
        raise Refused("{id} is no buyer's; a brief is about a buyer, a tender or an award", id=ref(table, number))
    name = holdings.name("buyers", buyer)
    title = say("{buyer}", buyer=name)
    first: tuple[TenderLine, ...] = ()
    if table != "buyers":
        title = say("{buyer}: {what}", buyer=name, what=holdings.name(table, number))
        first = tuple(cycle(holdings, number if table == "tenders" else record.tender))
    past = history(holdings, as_of) if past is None else past
    awards = [award for award in followed(holdings, as_of) if holdings.buyer_of(award) == buyer]
    found = [judge(holdings, award, as_of, past=past) for award in awards]
    about_it = [tender.id for tender in first]
    found.sort(key=lambda one: (one.tender not in about_it, one.ours, -one.score, one.award))
    focus = Focus(
        holdings=holdings,
        buyer=buyer,
        as_of=as_of,
        tenders=first or tuple(_open(holdings, buyer)),
        found=tuple(found),
        quiet=quiet(holdings, holdings.tenders_of(buyer), as_of),
    )
    return focus, title


def _open(holdings: Holdings, buyer: int) -> list[TenderLine]:
    """The competitions of a buyer that something of ours hangs on: those not yet decided first, then the newest."""
    ours = [
        tender
        for tender in holdings.tenders_of(buyer)
        if tender.bids or holdings.themes_of(tender.id) or holdings.quotes_of(tender.id)
    ]
    ours.sort(key=lambda line: (line.outcome is not Outcome.PENDING, -(line.deadline or date.min).toordinal(), line.id))
    return ours[:TENDERS]
