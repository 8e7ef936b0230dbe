"""How values are put in words on any page: days, spans of time, money, and the signs that stand beside words.

Every state has a sign and a word, never only a colour.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from decimal import Decimal

from bidtracker.domain.figures import figure
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.message import CLAUSES, Message, listed, say
from bidtracker.domain.message import label as _
from bidtracker.domain.money import Money
from bidtracker.domain.records import Signal, TenderLine
from bidtracker.domain.spans import Span, Tone
from bidtracker.domain.text import safe
from bidtracker.domain.vocabulary import AwardStatus, Channel, Level, Outcome, SignalState, Stance
from bidtracker.locale import language, tr
from bidtracker.locale.categories import category_name
from bidtracker.pages.page import Phrase

EXPECTED_LOST = "◇"
SOON = 14  # days: what is due so soon is drawn as a warning

OUTCOMES: dict[Outcome, tuple[str, Tone]] = {
    Outcome.PENDING: ("◦", "muted"),
    Outcome.WON: ("✓", "good"),
    Outcome.LOST: ("✗", "bad"),
    Outcome.NO_AWARD: ("∅", "muted"),
    Outcome.DISQUALIFIED: ("✗", "bad"),
    Outcome.WITHDRAWN: ("←", "muted"),
    Outcome.NO_BID: ("–", "muted"),
}
STANCES: dict[Stance, tuple[str, Tone]] = {
    Stance.SUPPORTS: ("▲", "good"),
    Stance.NEUTRAL: ("■", "muted"),
    Stance.OPPOSES: ("▼", "bad"),
}
STATES = {SignalState.OPEN: "?", SignalState.CONFIRMED: "✓", SignalState.REFUTED: "✗"}
SURENESS = (_("sure"), _("probable"), _("possible"), _("doubtful"), _("improbable"), _("cannot be judged"))
CHANNELS = {Channel.INSIDE: "◉", Channel.SIDE: "◐", Channel.PUBLIC: "○"}


def day(value: date | None) -> str:
    """2026-12-30, or "" where it is not known."""
    return value.isoformat() if value else ""


def in_days(value: date | None, today: date) -> str:
    """How far away a day is: "today", "12 d", "−3 d", "4 mo", "2 y"."""
    return tr(distance(value, today))


def distance(value: date | None, today: date) -> Message | str:
    """How far away a day is, "" where it is not known."""
    if value is None:
        return ""
    days = (value - today).days
    if days == 0:
        return say("today")
    if abs(days) < 90:
        return say("{n} d", n=figure(days))
    if abs(days) < 730:
        return say("{n} mo", n=figure(round(days / 30.44)))
    return say("{n} y", n=figure(round(days / 365.25)))


def aged(days: int | None) -> str:
    """How old something is: "42 d", "14 mo"."""
    return tr(age(days))


def age(days: int | None) -> Message | str:
    """How old something is, "" where it is not known."""
    if days is None:
        return ""
    return say("{n} d", n=figure(days)) if abs(days) < 365 else say("{n} mo", n=figure(round(days / 30.44)))


def hour(at: datetime) -> str:
    """The time of a moment on the reader's clock; as it is written where no offset from UTC is known."""
    return f"{at.astimezone() if at.tzinfo else at:%H:%M}"


def moment_as_written(at: datetime) -> str:
    """A moment as the buyer writes it: "12:00 +13:00"."""
    return f"{at:%H:%M}" + (f" {at.isoformat()[-6:]}" if at.tzinfo and at.utcoffset() else " UTC" if at.tzinfo else "")


def due(value: date | None, today: date) -> Span:
    """A countdown with its tone: past is bad, soon is a warning."""
    words, tone = countdown(value, today)
    return tr(words), tone


def countdown(value: date | None, today: date) -> Phrase:
    """How far away a day is, with its tone: past is bad, soon is a warning."""
    if value is None:
        return "", ""
    days = (value - today).days
    return distance(value, today), "bad" if days < 0 else "warn" if days <= SOON else ""


MOST_SECTORS = 8  # of an import that are named; the rest are one number
# how large numbers are shortened: by thousands, and in Chinese by tens of thousands
THOUSANDS = ((Decimal(10**9), "bn"), (Decimal(10**6), "m"), (Decimal(10**3), "k"))
LARGE_NUMBERS = {
    "zh_CN": ((Decimal(10**8), "亿"), (Decimal(10**4), "万")),
    "zh_TW": ((Decimal(10**8), "億"), (Decimal(10**4), "萬")),
}


def amount(money: Money | None) -> str:
    """An amount in few cells: "480k EUR", "1.24m GBP", in Chinese "48万 EUR"; exact below a thousand."""
    if money is None:
        return ""
    text = compact_number(money.amount)
    return safe(f"{text} {money.currency}".rstrip() if text else str(money))


def compact_number(value: Decimal) -> str:
    """A large number in few cells: "480k", in Chinese "48万"; "" below a thousand, in Chinese below ten thousand."""
    for size, letter in LARGE_NUMBERS.get(language(), THOUSANDS):
        if abs(value) >= size:
            scaled = value / size
            places = 2 if abs(scaled) < 10 else 1 if abs(scaled) < 100 else 0
            text = figure(f"{scaled:.{places}f}")
            return (text.rstrip("0").rstrip(".") if "." in text else text) + letter
    return ""


def sectors(counted: Counter[tuple[str, str]]) -> Message | None:
    """How many records an import has of each sector, the most first; None where none of them names one."""
    if not counted:
        return None
    lines = []
    for (scheme, head), n in counted.most_common(MOST_SECTORS):
        name = category_name(head, scheme)
        lines.append(say("{what} {n}", what=f"{head} {name}".strip() if name else f"{scheme} {head}".strip(), n=n))
    rest = counted.total() - sum(n for _sector, n in counted.most_common(MOST_SECTORS))
    others = [say("others {n}", n=rest)] if rest else []
    return say("By sector: {sectors}", sectors=listed([*lines, *others], CLAUSES))


def percent(share: float | None) -> str:
    """12 %, or "" where it is not known."""
    return "" if share is None else per_cent(f"{100 * share:.0f}")


def per_cent(number: str) -> str:
    """So many of a hundred, as the person's language writes it: "+4.3 %", in Chinese "+4.3%"."""
    return tr(say("{n} %", n=figure(number)))


def outcome(tender: TenderLine, holdings: Holdings, below: float = 0.0) -> Span:
    """What came of a tender, as sign and word; see `outcome_of`."""
    (sign, tone), (word, _tone) = outcome_of(tender, holdings, below)
    return f"{tr(sign)}{tr(word)}", tone


def outcome_of(tender: TenderLine, holdings: Holdings, below: float = 0.0) -> tuple[Phrase, Phrase]:
    """The sign and the word for what came of a tender. Where we bid expecting to lose (p_win under `below`, or by
    intent), it says so, and losing is no alarm; where we did not bid, whether it was awarded, and an award stands."""
    if tender.outcome is Outcome.PENDING and not tender.bids:
        return _of_awards(tender, holdings)
    sign, tone = OUTCOMES[tender.outcome]
    word: Message = say(tender.outcome.label)
    if below and tender.expected_lost(below):
        if tender.outcome is Outcome.PENDING:
            sign, word, tone = EXPECTED_LOST, say("Expected lost"), "warn"
        elif tender.outcome is Outcome.LOST:
            sign, word, tone = EXPECTED_LOST, say("Lost, expected"), "muted"
    return (f"{sign} ", tone), (word, tone)


def _of_awards(tender: TenderLine, holdings: Holdings) -> tuple[Phrase, Phrase]:
    if not tender.awards:
        return ("", ""), ("", "")
    awards = [award for number in tender.awards if (award := holdings.awards.get(number)) is not None]
    if awards and all(award.status is AwardStatus.CANCELLED for award in awards):
        return (f"{OUTCOMES[Outcome.NO_AWARD][0]} ", "muted"), (say(AwardStatus.CANCELLED.label), "muted")
    return ("◆ ", "muted"), (say("Awarded"), "muted")


def outcome_words() -> frozenset[str]:
    """Every word for what came of a tender, in the person's language."""
    others = (say("Awarded"), say("Expected lost"), say("Lost, expected"))
    words = (*others, *(say(word.label) for word in (AwardStatus.CANCELLED, *OUTCOMES)))
    return frozenset(tr(word) for word in words)


def dots(level: Level) -> str:
    """How close we are to somebody, as four dots."""
    full = list(Level).index(level)
    return "●" * full + "○" * (4 - full)


def source(signal: Signal) -> str:
    """Where a signal came from, in the Admiralty code."""
    return f"{signal.reliability}{signal.credibility}"


def sure(confidence: int) -> Message:
    """How far something can be believed, 1 to 6, in a word."""
    return Message(SURENESS[confidence - 1])


def named(what: Message | str) -> str:
    """A word before what it introduces, "Function: ", with the sign that the person's language has there."""
    return tr(lead(what))


def lead(what: Message | str) -> Message:
    """A word before what it introduces, "Function: ", with the sign that the person's language has there."""
    return say("{what}: ", what=what)
