"""The account brief: all that one should know before talking to a buyer, on one page.

What there is no room for is left out by importance, and how much stands at the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec.structs import replace

from bidtracker.domain.errors import NotFound, Refused
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import parse_ref, ref
from bidtracker.domain.message import Message, listed, say
from bidtracker.domain.records import TenderLine
from bidtracker.domain.vocabulary import Outcome
from bidtracker.pages.account.focus import Focus, cycle
from bidtracker.pages.account.subjects import SUBJECTS
from bidtracker.pages.page import Page, Remark, Section, section
from bidtracker.pages.shorten import shortened
from bidtracker.radar.account.knowledge import knowledge
from bidtracker.radar.account.manners import known_well
from bidtracker.radar.score.opportunity import followed, judge
from bidtracker.radar.score.past import history
from bidtracker.radar.score.priors import History
from bidtracker.radar.score.quiet import quiet

LONGEST = 60  # lines, with headings and the empty lines before them
HEAD, FOOT = 4, 2
A_HEADING = 2
TENDERS = 3  # competitions of one buyer whose value and prices are told


def brief(holdings: Holdings, about: str, as_of: date, *, past: History | None = None, personal: bool = True) -> Page:
    """The page on a buyer, or on the buyer of a tender or award ("B12", "T42", "A5").

    Without `personal` nothing is said of people beyond their work. Give `past` (radar.history) to make several without
    reading the book's past each time. Raises NotFound for a
    record that there is not, Refused for one that belongs to no buyer, Unreadable for what is no id.
    """
    focus, title = _focus(holdings, about, as_of, past)
    focus = replace(focus, personal=personal and holdings.settings.personal_facts)
    buyer = holdings.buyers[focus.buyer]
    checked = knowledge(holdings, buyer.id, as_of)
    which = listed((ref("buyers", buyer.id), buyer.country, *buyer.tags))
    note = say(
        "Brief of {day}: {which}; {n} of {of} things known", day=as_of, which=which, n=checked.done, of=checked.of
    )
    whole = [(section("", say(heading), lines(focus)), most) for heading, lines, most in SUBJECTS]
    whole = [(each, most) for each, most in whole if each.items]
    plain = tuple(_be_plain(focus))
    rows = _room([min(most, len(each.items)) for each, most in whole], LONGEST - A_HEADING * len(plain))
    return Page(
        title=title,
        note=note,
        sections=(
            *_no_call(focus),
            *plain,
            *(_first(each, n) for (each, _most), n in zip(whole, rows, strict=True)),
            *_left_out([each for each, _most in whole], rows),
        ),
    )


def _no_call(focus: Focus) -> Iterator[Section]:
    if focus.quiet is not None:
        words = say("No call now: {why}", why=focus.quiet.message)
        target = ref("tenders", focus.quiet.tender)
        yield section("quiet", "", (Remark(words=((words, "warn"),), target=target),))


def _be_plain(focus: Focus) -> Iterator[Section]:
    """Where our name is well known it speaks for itself."""
    if known_well(focus.holdings, focus.buyer, focus.as_of):
        yield section("plain", "", (Remark(words=((say("They know our name well: be plain"), "accent"),)),))


def _first(whole: Section, rows: int) -> Section:
    return replace(whole, items=tuple(map(shortened, whole.items[:rows])))


def _left_out(sections: Sequence[Section], rows: Sequence[int]) -> Iterator[Section]:
    """How much more there is to say, heading by heading."""
    left = [
        say("{what} {n}", what=each.heading, n=len(each.items) - n)
        for each, n in zip(sections, rows, strict=True)
        if n < len(each.items)
    ]
    if left:
        words = say("Left out for want of room: {what}", what=listed(left))
        yield section("left", "", (Remark(words=((words, "muted"),)),))


def _room(rows: list[int], longest: int) -> list[int]:
    """How many lines of each subject fit: the longest gives way first, and of equals the one that is told last."""
    while HEAD + FOOT + A_HEADING * len(rows) + sum(rows) > longest and max(rows, default=0) > 1:
        place = max(range(len(rows)), key=lambda n: (rows[n], n))
        rows[place] -= 1
    return rows


# ---------------------------------------------------------------- what it is about


def _focus(holdings: Holdings, about: str, as_of: date, past: History | None) -> tuple[Focus, Message | str]:
    table, number = parse_ref(about)
    record = holdings.table(table).get(number)
    if record is None:
        raise NotFound("there is no {id} in this book", id=ref(table, number))
    buyer = number if table == "buyers" else holdings.buyer_of(record) if table in ("tenders", "awards") else 0
    if buyer not in holdings.buyers:
        raise Refused("{id} is no buyer's; a brief is about a buyer, a tender or an award", id=ref(table, number))
    name = holdings.name("buyers", buyer)
    title: Message | str = name
    first: tuple[TenderLine, ...] = ()
    if table != "buyers":
        title = say("{buyer}: {what}", buyer=name, what=holdings.name(table, number))
        first = tuple(cycle(holdings, number if table == "tenders" else record.tender))
    past = history(holdings, as_of) if past is None else past
    awards = [award for award in followed(holdings, as_of) if holdings.buyer_of(award) == buyer]
    chances = [judge(holdings, award, as_of, past=past) for award in awards]
    about_it = [tender.id for tender in first]
    chances.sort(key=lambda chance: (chance.tender not in about_it, chance.ours, -chance.score, chance.award))
    focus = Focus(
        holdings=holdings,
        buyer=buyer,
        as_of=as_of,
        tenders=first or tuple(_open(holdings, buyer)),
        opportunities=tuple(chances),
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
