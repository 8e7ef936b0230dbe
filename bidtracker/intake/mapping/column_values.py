"""How the cells of a plain list's columns are read: a reader for each field and way of writing."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any

from bidtracker.domain.errors import Unreadable
from bidtracker.domain.names import has_legal_form, normal
from bidtracker.domain.text import fold, safe
from bidtracker.domain.vocabulary import AwardStatus, Outcome, WonReason
from bidtracker.intake.formats.native import values as native_values
from bidtracker.intake.formats.native.columns import COLUMNS, IN_WORDS, LISTS
from bidtracker.intake.formats.native.notice import is_us
from bidtracker.intake.formats.shared.unknown import is_unknown
from bidtracker.intake.mapping.amounts import amount_reader
from bidtracker.intake.mapping.columns import name_in
from bidtracker.intake.mapping.contract_days import contract_days_of
from bidtracker.intake.mapping.dates import ColumnDay, read_day
from bidtracker.intake.mapping.headings.written import words_in
from bidtracker.intake.mapping.lengths.length import read_length, unit_in
from bidtracker.intake.mapping.words.chances import chance_of
from bidtracker.intake.mapping.words.contract_states import AWARD_STATUS, OF_CONTRACTS, contract_state_of
from bidtracker.intake.mapping.words.meaning import SURE, WordMeaning
from bidtracker.intake.mapping.words.places import position_of
from bidtracker.intake.mapping.words.reasons import reason_of
from bidtracker.intake.mapping.words.states import columns_of, decision_of, says_yes, state_of
from bidtracker.intake.mapping.words.vocabulary import plain

LENGTH = "contract_length"  # not a native column: with the start it gives the end, or it names both days
OPTIONS = "contract_options"  # how long the contract may be extended: with the end it gives the last end
STATUS = "status"  # a word for stage, decision or outcome, as it comes
FEEDBACK = "feedback"  # joins the notes
LENGTH_UNIT = "length_unit"  # in what the row's length is counted, where it is a number alone
LOT_TITLE = "lot_title"  # what the row's lot is called
BIDDER = "bidder"  # of a list with a row for each bid: joins the tender's tenderers
BID_PRICE = "bid_price"  # its amount, where no row says which of them won: ours if that bid is
WINNING_BID = "winning_bid"  # and whether that bid won, so that what stands beside it is the award's
WON_FOR = frozenset(str(reason) for reason in WonReason) - {"unknown"}
STATES = (STATUS, "outcome", "stage", "decision")  # read by the words of registers
FIELDS = (*COLUMNS, LENGTH, LENGTH_UNIT, OPTIONS, STATUS, FEEDBACK, LOT_TITLE, BIDDER, BID_PRICE, WINNING_BID)
DATES = frozenset(column for column, read in COLUMNS.items() if read in (native_values.day, native_values.moment))
AMOUNTS = frozenset((*(column for column, read in COLUMNS.items() if read is native_values.amount), BID_PRICE))
PERCENT, FRACTION = "percent", "fraction"  # the readings of a column whose shares run from 0 to 100, and from 0 to 1
SHARE_READINGS = {PERCENT: PERCENT, FRACTION: FRACTION, "%": PERCENT, "1": FRACTION}  # and what older books call them
OF_PROCEDURE = "procedure"  # the reading of a list's one status, which may be its tenders' or their contracts'
WON, BID = "won?", "bid?"  # the readings of columns whose cells only say yes or no to that
TICKS = {f"{outcome}!": str(outcome) for outcome in Outcome}  # the readings of columns that are ticked where it holds
CellReader = Callable[[Any], Any]


_TOGETHER = re.compile(
    r"^(?:consortium(?: of)?|joint venture(?: of)?|jv(?: of)?|arge|bietergemeinschaft|groupement|consorcio|ute|rti|ati"
    r"|consórcio|combinatie|konsorcjum|sdružení|консорциум|консорціум|联合体|聯合體|共同企業体)[\s:]+"
    r"|\s+(?:jv|joint venture|consortium)$",
    re.IGNORECASE,
)


_BESIDE = re.compile(r"(\s[/+&]\s|,\s|\s(?:and|und|et|y|e|en|i|a|и|та)\s|\s?[、＋]\s?)")
_ROLE = re.compile(  # what a partner is to the others
    r"\s*[(（](?:mandataire|cotraitant|lead(?: partner)?|partner|federführend|chef de file|capogruppo|mandante"
    r"|líder|lider|partner konsorcjum|penvoerder|vedoucí|лидер|лідер|代表者|代表|牵头人|成员)[)）]",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^(?:[•*·–-]|\d{1,2}[.)])\s+")
# What stands behind "&" in a name, and is no firm of its own.
_KIN_WORDS = """Co, Cie, Company, Co. KG, Co KG, Ltd, Inc, GmbH, S.A., SE, KG, OHG, Söhne, Sons, Son, Partner, Partners,
Associates, Brothers, Bros, Gebrüder, Fils, Figli, Hijos, Filhos, Zonen, Zoon, Synowie, Synové, Сыновья, Kompagnon"""
_KIN = frozenset(normal(word.strip()) for word in _KIN_WORDS.split(","))
NAMES = ("title", "buyer", "reference", "lot", LOT_TITLE)
SHORT = ("p_win", "position", "offers", WINNING_BID, AWARD_STATUS)
LONGEST_CELL = 1_000  # signs of a day, an amount, a length, a state or a number


@lru_cache(512)
def reader_of(field: str, reading: str) -> CellReader:
    """Reads a column's cells: a date as a ColumnDay, an amount as Money, words for how a bid stands as a WordMeaning,
    reasons with how sure they are, all others so that the native list reads them. The reader raises Unreadable."""
    read = _reader(field, reading)
    if field in LISTS or field == BIDDER:
        return read
    return lambda value: read(_first(value) if isinstance(value, (list, tuple)) else value)


def _first(values: list[Any] | tuple[Any, ...]) -> Any:
    return next((value for value in values if value not in (None, "")), "")


def _reader(field: str, reading: str) -> CellReader:
    read = _reader_of_any_length(field, reading)
    return _bounded(read) if field in (*DATES, *AMOUNTS, LENGTH, OPTIONS, *STATES, *SHORT) else read


def _bounded(read: CellReader) -> CellReader:
    """Refuses a text that is too long for what it should be, before patterns are tried on it."""

    def bounded(value: Any) -> Any:
        if isinstance(value, str) and len(value) > LONGEST_CELL:
            shown = repr(safe(value, 40))
            raise Unreadable("{text} goes on for {n} signs; that is no value of this column", text=shown, n=len(value))
        return read(value)

    return bounded


def _reader_of_any_length(field: str, reading: str) -> CellReader:
    if field in DATES:
        return lambda value: read_day(value, reading)
    if field in AMOUNTS:
        read = amount_reader(reading)
        return _not_below_zero(read) if field in ("price", "value", BID_PRICE) else read
    if field == LENGTH:
        return lambda value: contract_days_of(value) or read_length(value, unit=reading)
    if field == LENGTH_UNIT:
        return _length_unit
    if field == OPTIONS:
        return lambda value: read_length(value, options=True, unit=reading)
    if field in STATES:
        meaning = decision_of if field == "decision" else state_of
        return (lambda value: _answer(value, reading)) if reading else (lambda value: _state(value, meaning))
    if field in NAMES:  # of several lines one
        return lambda value: " ".join(native_values.text(_checked(field, value)).split())
    if field in IN_WORDS:
        return lambda value: native_values.text(_checked(field, value)).strip()
    if field.startswith("winner"):
        return lambda value: _checked(field, _holders(value))
    if field == BIDDER:
        return lambda value: _checked("winner", _holders(value))
    readers: dict[str, CellReader] = {
        "p_win": lambda value: _share(value, reading),
        "lost_reason": _reason,
        "won_reason": _won_reasons,
        "position": _position,
        WINNING_BID: _is_winning,
        AWARD_STATUS: lambda value: _contract_state(value, reading),
        "offers": lambda value: _checked(field, _whole(value) or value),
        FEEDBACK: native_values.text,
    }
    return readers.get(field, lambda value: _checked(field, value))


def _length_unit(value: Any) -> str:
    """The unit of time that a cell names, as one of ours. Raises Unreadable."""
    unit = unit_in(words_in(native_values.text(value)))
    if not unit:
        raise Unreadable("{text} is no unit of time", text=repr(safe(str(value), 40)))
    return unit


def _reason(value: Any) -> tuple[tuple[str, ...], float]:
    """Why a bid was lost, and how sure that is. Raises Unreadable where a cell says nothing, or only that it was."""
    text = native_values.text(value)
    codes, sure = reason_of(text)
    if not codes and is_unknown(text):
        raise Unreadable("it says that nothing is known")
    if not codes and (state := state_of(text)) is not None and state.sure >= SURE:
        raise Unreadable("it says how it ended, and not why")
    return codes, sure


def _won_reasons(value: Any) -> tuple[str, ...]:
    """Why a bid was won: our codes. Raises Unreadable where none is meant."""
    text = native_values.text(value)
    own = fold(text).replace(" ", "_")
    codes = (own,) if own in WON_FOR else tuple(code for code in reason_of(text)[0] if code in WON_FOR)
    if not codes:
        raise Unreadable("no reason for a win that is known here")
    return codes


def value_of(field: str, value: Any, reading: str) -> Any:
    """A column's value as it is read; of a date its text. Raises Unreadable."""
    read = reader_of(field, reading)(value)
    return read.text if type(read) is ColumnDay else read


def _checked(field: str, value: Any) -> Any:
    """The value as it stands, once it is known that the native list reads it."""
    COLUMNS["title" if field == LOT_TITLE else field](list(value) if isinstance(value, tuple) else value)
    return value


def _not_below_zero(read: CellReader) -> CellReader:
    def checked(value: Any) -> Any:
        money = read(value)
        if money.amount < 0:
            raise Unreadable("{text} is below zero, which none of our amounts is", text=repr(safe(str(value), 40)))
        return money

    return checked


def _state(value: Any, meaning_of: Callable[[str], WordMeaning | None] = state_of) -> WordMeaning:
    meaning = meaning_of(native_values.text(value))
    if meaning is None:
        raise Unreadable("{value} is not a bid status that we know", value=repr(safe(str(value), 40)))
    return meaning


def _contract_state(value: Any, reading: str) -> WordMeaning:
    meaning = contract_state_of(native_values.text(value))
    ended = meaning is not None and meaning.columns[AWARD_STATUS] == AwardStatus.ENDED
    if ended and reading == OF_PROCEDURE and plain(native_values.text(value)) not in OF_CONTRACTS:
        return WordMeaning({})  # a tender is closed when its contract begins
    if meaning is None:
        raise Unreadable("{value} does not say where a contract stands", value=repr(safe(str(value), 40)))
    return meaning


def meaning_of(field: str, answer: str) -> WordMeaning:
    """What a word of a column means that a person has explained by a code; nothing where the code is of others."""
    meaning = contract_state_of(answer) if field == AWARD_STATUS else WordMeaning(columns_of(answer))
    return meaning or WordMeaning({})


_ANSWERS = {  # of the columns that ask "Won?" and "Bid?"
    (WON, True): {"outcome": "won"},
    (WON, False): {"outcome": "lost"},
    (BID, True): {"decision": "go"},
    (BID, False): columns_of("no_bid"),
}


def _answer(value: Any, question: str) -> Any:
    yes = says_yes(value)
    if question in TICKS:
        return WordMeaning(columns_of(TICKS[question]) if yes else {})
    return _state(value) if yes is None else WordMeaning(_ANSWERS[question, yes])


def _is_winning(value: Any) -> bool:
    """Whether a bid won. Raises Unreadable where a cell does not say how it ended."""
    yes = says_yes(value)
    if yes is not None:
        return yes
    meaning = state_of(native_values.text(value))
    outcome = meaning.columns.get("outcome", "pending") if meaning else "pending"
    if outcome == "pending":
        raise Unreadable("{value} does not say whether the bid won", value=repr(safe(str(value), 40)))
    return outcome == "won"


def _position(value: Any) -> str:
    place = position_of(native_values.text(value))
    if place is None:
        raise Unreadable("{value} is no place in a ranking; write it like 2", value=repr(safe(str(value), 40)))
    return str(place)


def _share(value: Any, reading: str) -> Any:
    """A chance from 0 to 1. In a column from 0 to 100 a bare 10 is 0.1, in one of fractions a bare 1 is all of it."""
    number, reading = _number(value), SHARE_READINGS.get(reading, "")
    if number is None:
        chance = chance_of(value) if isinstance(value, str) else None
        return chance[0] if chance else _checked("p_win", value)
    if reading == PERCENT:
        if 0 < number < 1:
            raise Unreadable(
                "{value} could be {one} or {other}; write it with a % sign",
                value=repr(safe(str(value), 40)), one=f"{number:.0%}", other=f"{number:f} %",
            )  # fmt: skip
        number /= 100
    elif number == 1 and reading != FRACTION:
        return _checked("p_win", value)
    return _checked("p_win", float(number)) if number != 1 else 1.0


def _number(value: Any) -> Decimal | None:
    """A bare number, with a point or a comma."""
    if isinstance(value, str):
        plain = value.strip().replace(",", ".")
        return Decimal(plain) if re.fullmatch(r"\d{1,3}(?:\.\d+)?", plain, re.ASCII) else None
    return Decimal(value) if isinstance(value, (int, Decimal)) and not isinstance(value, bool) else None


def _holders(value: Any) -> Any:
    """The winners of a cell: each on its own, however they stand apart."""
    if isinstance(value, str):
        listed = [part for part in re.split(r"\s*[;|\n\r]\s*", value.strip()) if part]
        if len(listed) > 1:
            listed = [_BULLET.sub("", part) for part in listed]
        return [name for part in listed for name in _partners(part)]
    if isinstance(value, (list, tuple)):
        return [name_in(item) or item for item in value]
    return value


def _partners(name: str) -> list[str]:
    """Those who won together: each has a legal form, or one of them is us. "& Co. KG" is part of the name before it."""
    first, *rest = _BESIDE.split(_ROLE.sub("", _TOGETHER.sub("", name)))
    parts = [first]
    for beside, part in zip(rest[::2], rest[1::2], strict=True):
        if normal(part) in _KIN:
            parts[-1] += beside + part
        else:
            parts.append(part)
    several = len(parts) > 1 and (all(map(has_legal_form, parts)) or any(map(is_us, parts)))
    return [part.strip() for part in parts] if several else [name]


def _whole(value: Any) -> str:
    """A count that a table program has made a fraction of: 12.0."""
    text = f"{value:f}" if isinstance(value, Decimal) else value if isinstance(value, str) else ""
    return text.removesuffix(".0") if text.endswith(".0") else ""
