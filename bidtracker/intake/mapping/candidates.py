"""What fields a column may be: by what it is called, and by what stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from bidtracker.domain.errors import Unreadable
from bidtracker.domain.text import fold
from bidtracker.intake.formats.native.columns import IN_WORDS, LISTS, REQUIRED
from bidtracker.intake.formats.shared.unknown import is_unknown
from bidtracker.intake.mapping.column_readings import Cells, asks_whether_won, reading_of
from bidtracker.intake.mapping.column_values import (
    AMOUNTS,
    BID_PRICE,
    DATES,
    FEEDBACK,
    FIELDS,
    LENGTH,
    OPTIONS,
    STATES,
    STATUS,
    value_of,
)
from bidtracker.intake.mapping.columns import MappedColumn
from bidtracker.intake.mapping.headings.concepts import field_of, field_of_short, ideas_in
from bidtracker.intake.mapping.headings.synonyms import OFF, SYNONYMS, WINNERS
from bidtracker.intake.mapping.headings.whole_names import CALLED
from bidtracker.intake.mapping.headings.written import names_of, words_in
from bidtracker.intake.mapping.words.meaning import SURE
from bidtracker.intake.mapping.words.reasons import reason_of
from bidtracker.intake.mapping.words.states import is_own_win, is_own_word, says_yes, state_of
from bidtracker.intake.open.layout import GROUP

ENOUGH = 0.5  # a confidence below this is not proposed
READ = 0.8  # of the values of a column must read as what the field wants
# Less of one whose name is the field's, and hardly any of words, which can be explained: cells take no column along.
WELL_NAMED, READ_OF_NAMED, READ_OF_WORDS = 0.85, 0.3, 0.01
IN_A_GROUP = 0.02  # less sure where a column is told without the name of its group
BY_IDEA = 0.85  # how sure a column is that is told from the ideas in its name
BY_ANSWERS = 0.9  # one that asks, and is answered with yes and no
BY_SHORT = 0.7  # and from the beginnings of words
BY_CELLS, MOST_STATES = 0.6, 0.6  # one that is told by its cells alone, where so many of them tell it
DOUBTED = 0.7
LESS = 0.97  # of an amount with its tax where one without may stand beside it, and of one criterion beside the total
SCORES = ("our_score", "winning_score")
OF_SOMEBODY = frozenset(
    ("price", "award_value", "value", *SCORES)
)  # amounts and scores: ours, the winner's, the buyer's
OF_ANOTHER_GROUP = 0.8  # how far a name fits where the one of its group says that it is somebody else's
COUNTERS = ("no", "nr", "n", "n o", "nummer", "number", "numer", "numero", "cislo", "номер")  # as rows are numbered too
_OF_ANOTHER = OFF - {"score", "reason", "status", "criteria", "description", "desc", "id", "code", "days"}
# What a column is where days stand below the name of the other: below "Decision", or below "Contract term".
IN_DAYS = {"decision_date": "decision", "contract_end": LENGTH}
_SCALE = re.compile(r"(?:out of|/|von|sur|max\.?)\s?\d{1,3}\b")  # "Our total (out of 100)" is no amount
_CURRENCY = re.compile(r"[€£$¥₽₩₴₺]")
_POINTS = re.compile(r"\d{1,3}(?:[.,]\d+)?\s?(?:/|out of|von|sur|de)\s?\d{2,3}", re.IGNORECASE)  # 75/100 is none either
_CRITERION = re.compile(  # what scores are given for, beside the total
    r"quality|qualit|technical|techni|price|commercial|cost|social|preis|konzept|prix|tecnic|precio|prezzo|preco"
    r"|kwaliteit|prijs|jakosc|cena|kvalit|качеств|цен|техн|якіст|ціна|质量|价格|技术|商务|價格|技術|品質|価格"
)
_VALIDITY = re.compile(
    r"(?:bids?|tender|offers?|proposal|quotes?|quotation|angebots?|offre|oferta|offerta|proposta|ofert[ay]|nabidk[ay]"
    r"|предложени[ея]|пропозиці[їя])\b.*(?:valid|gultig|valab|geldig|wazn|platn|действи|дійсн)"
    r"|valid\w* (?:of|de|della|da|del) (?:the |la |l )?(?:bid|tender|offer|offre|oferta|offerta|proposta)"
    r"|bindefrist|bindungsfrist|投标有效期|報價有效|有効期限"
)
_GROSS = re.compile(
    r"brutto|gross|ttc|\b(?:incl?|inkl)\b|with vat|con iva|com iva|met btw|s dph|с ндс|з пдв|含税|含稅|税込",
    re.IGNORECASE,
)
_LIKE_AMOUNTS = re.compile(  # one that could be two amounts, and a range
    r"[^\d.,/%]{0,12}\d[\d.,' ]{0,20}(?:[^\d.,/%]{1,15}\d[\d.,' ]{0,20})?[^\d.,/%]{0,12}", re.ASCII
)


class _ColumnHeading(NamedTuple):
    """What a column is called: its own names, those with its group's, and the fields that they tell by their ideas and
    by the beginnings of words."""

    own: tuple[str, ...]
    whole: tuple[str, ...]
    by_idea: frozenset[str]
    by_group: str  # where its group says whose it is ("Our bid › Value"), and its own name does not
    by_short: str
    is_scale: bool

    @classmethod
    def of(cls, column: str, cells: Iterable[Any] = ()) -> _ColumnHeading:
        """What a heading says; `cells` may say that it is of points."""
        own, whole = names_of(column.rpartition(GROUP)[2]) or ("",), names_of(column.replace(GROUP, " ")) or ("",)
        by_idea = {field_of(names[-1]) for names in (own, whole) if _OF_ANOTHER.isdisjoint(names[-1].split())}
        if own[-1].endswith((" id", " code", " nr", " no", " number")):
            by_idea -= {"buyer", "winner", "title"}
        ideas = ideas_in(words_in(column))
        is_scale = _SCALE.search(column.casefold()) is not None or any(_POINTS.fullmatch(str(cell)) for cell in cells)
        if _CURRENCY.search(column) and "price" not in ideas:  # "Our £", "Their £"
            by_idea |= {field for idea, field in (("us", "price"), ("winner", "award_value")) if idea in ideas}
        of_scores = {"us", "winner"} | (set() if is_of_criterion(column) else {"score"})
        if is_scale and ideas & of_scores:
            by_idea = {"winning_score" if "winner" in ideas else "our_score"}
        group, apart, _ = column.rpartition(GROUP)
        whose = ideas_in(words_in(group)) & {"us", "winner"} if apart else frozenset()
        by_group = field_of(whole[-1]) if whose and whose.isdisjoint(ideas_in(own[-1])) else ""
        by_short = field_of_short(fold(column.rpartition(GROUP)[2]))
        if by_short and "winner" in by_idea:  # "Imp. aggiudicato" names what the winner got
            by_idea -= {"winner"}
        by_group = by_group if by_group in OF_SOMEBODY else ""
        return cls(own, whole, frozenset(by_idea), by_group, by_short, is_scale)

    def fits(self, field: str) -> float:
        """How well it fits a field, from 0 to 1."""
        names = dict.fromkeys((*self.own, *self.whole))
        named = max((_named(name, field) - (0 if name in self.whole else IN_A_GROUP) for name in names), default=0.0)
        if named < BY_IDEA and field in self.by_idea:
            named = BY_IDEA
        if self.by_group and field in OF_SOMEBODY and field != self.by_group:
            named *= OF_ANOTHER_GROUP
        if named < BY_SHORT and field == self.by_short:
            named = BY_SHORT
        other = IN_DAYS.get(field)
        return BY_IDEA if other and self.own[-1] in CALLED[other] else named


def candidates(column: str, held: Cells) -> Iterator[MappedColumn]:
    """The fields that a column with these cells may be, each with how sure that is."""
    heading = _ColumnHeading.of(column, held)
    cells = {value: n for value, n in held.items() if not is_unknown(value) or _is_state(value)}
    total = sum(cells.values())
    if not total:
        return
    asks = asks_whether_won(column) and _are_answers(cells)
    of_own_bids = _tell_of_own_bids(cells)
    ruled_out = _ruled_out(heading, cells, of_own_bids)
    of_values = any(_named(name, field) >= WELL_NAMED for name in heading.own for field in (*DATES, LENGTH, OPTIONS))
    of_values = of_values or all(map(_is_day, cells))
    for field in FIELDS:
        if field == BID_PRICE:  # which only the rows tell from our own price
            continue
        named = heading.fits(field) if field not in ruled_out else 0.0
        if field == "outcome" and asks:
            named = max(named, BY_ANSWERS)
        if field == "url" and _are_addresses(cells):
            named = max(named, BY_CELLS)
        if named < ENOUGH or (field == "p_win" and _on_a_scale(column)):
            continue
        if named < WELL_NAMED and field in IN_WORDS and of_values:
            continue  # a day or a length is no reference, because "contract" stands in its column's name
        reading, doubt = reading_of(field, column, held)
        share = sum(n for value, n in cells.items() if _reads(field, value, reading)) / total
        if share >= _least(field, named):
            sure = named * (max(share, ENOUGH) if field in STATES else share) * (DOUBTED if doubt else 1)
            if field == "reference":
                sure *= _as_reference(column, cells, total)
            elif (field in AMOUNTS and _GROSS.search(column)) or (field in SCORES and is_of_criterion(column)):
                sure *= LESS
            yield MappedColumn(column, field, round(sure, 2), reading, doubt)
    if of_own_bids:  # whatever it is called: "Suivi"
        yield MappedColumn(column, STATUS, BY_CELLS)


def names_another(column: str) -> bool:
    """Whether a heading names something that is no title: a status is none, however different its cells are."""
    heading = _ColumnHeading.of(column)
    return any(heading.fits(field) >= ENOUGH for field in FIELDS if field not in ("title", "description", "reference"))


def is_of_criterion(column: str) -> bool:
    """Whether a column of scores is named for one criterion: "Our quality score"."""
    return _CRITERION.search(words_in(column)) is not None


def _ruled_out(heading: _ColumnHeading, cells: Mapping[Any, int], of_own_bids: bool) -> set[str]:
    """The fields that a column cannot be, whatever it is called, since other cells stand in it."""
    own, ruled_out = heading.own[-1], set[str]()
    if _are_answers(cells):  # "Awarded?" names no winner, and "Feedback received?" does not tell what was said
        ruled_out.update(("winner", "winner_id", FEEDBACK, "notes", "description"))
        if not all(map(_is_whole, cells)):
            ruled_out.add("reference")
        if _denies_a_bid(own):
            ruled_out.add("decision")  # "No bid?" is not answered with whether we do
        if own in CALLED["decision"]:
            ruled_out.update(REQUIRED)  # "Bid" is no title where it only says yes or no
    if all(map(_is_sure_state, cells)):  # words for how it ended name nobody and nothing
        ruled_out.update((*IN_WORDS, FEEDBACK, "winner", "lost_reason", "won_reason"))
    elif of_own_bids:
        ruled_out.update(("notes", "description", FEEDBACK))  # what else stands there is kept beside it
    if all(map(_is_day, cells)):
        ruled_out.add("reference")  # a day finds no tender again
    if _VALIDITY.search(words_in(heading.own[-1])):
        ruled_out.update(DATES)  # how long our offer binds us is no day of the tender's
    if all(map(_is_address, cells)):
        ruled_out.update((*REQUIRED, "winner", "reference"))  # nor does an address
    if own == "contract" and not any(char.isdigit() for cell in cells for char in str(cell)):
        ruled_out.add("reference")  # "Contract" may be what it is called
    if heading.is_scale and all(map(_is_number, cells)):
        ruled_out.add("notes")  # "Note /20" is a mark
    if heading.is_scale or any("score" in ideas_in(name) for name in heading.own):
        ruled_out.update(AMOUNTS)  # "Note prix" is what the price scored
    if own in ("tender", "contract") and _are_codes(cells):
        ruled_out.add("title")  # "Tender" may be its number
    if own in COUNTERS and (heading.own[0] not in COUNTERS or _count_up(cells)):
        ruled_out.add("reference")  # what only numbers the rows finds no tender again
    return ruled_out


def _are_answers(cells: Mapping[Any, int]) -> bool:
    return all(says_yes(cell) is not None for cell in cells)


def _is_sure_state(cell: Any) -> bool:
    """Whether a cell is nothing but a word for how a bid stands or ended."""
    meaning = state_of(cell) if isinstance(cell, str) else None
    return meaning is not None and meaning.sure >= SURE


def _tell_of_own_bids(cells: Mapping[Any, int]) -> bool:
    """Whether most cells are words for how bids stand or ended, some of them such as only a bidder writes."""
    total = left = sum(cells.values())
    states = []
    for cell, n in cells.items():
        if _is_sure_state(cell):
            states.append(cell)
            continue
        left -= n
        if left < MOST_STATES * total:  # most columns are none, which shows early
            return False
    return any(is_own_word(cell) or is_own_win(cell) for cell in states)


def _is_day(cell: Any) -> bool:
    """Whether a cell is written as a day: "12/06/2026", "2026-06-12 10:00"."""
    return re.match(r"(?:\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2\d{4})(?!\d)", str(cell)) is not None


def _denies_a_bid(name: str) -> bool:
    meaning = state_of(name)
    return meaning is not None and meaning.columns.get("outcome") == "no_bid"


def _is_number(cell: Any) -> bool:
    return re.fullmatch(r"\d{1,3}(?:[.,]\d+)?", str(cell).strip(), re.ASCII) is not None


def _count_up(cells: Mapping[Any, int]) -> bool:
    """Whether cells do nothing but count the rows: 1, 2, 3."""
    numbers = [int(cell) for cell in cells if _is_whole(cell)]
    return len(numbers) == len(cells) > 1 and min(numbers) < 2 and max(numbers) - min(numbers) == len(numbers) - 1


def _is_whole(cell: Any) -> bool:
    """Whether a cell is a whole number, as text or as a table program keeps it."""
    return re.fullmatch(r"\d{1,6}(?:\.0)?", str(cell).strip(), re.ASCII) is not None


def _is_address(cell: Any) -> bool:
    return str(cell).startswith(("http://", "https://", "www."))


def _are_addresses(cells: Mapping[Any, int]) -> bool:
    """Whether each row has the address of another page."""
    return all(n == 1 and _is_address(cell) for cell, n in cells.items())


def _are_codes(cells: Mapping[Any, int]) -> bool:
    """Whether all cells are single words with a number in them: "T-2024/17"."""
    return all(isinstance(cell, str) and re.fullmatch(r"(?=\D*\d)\S+", cell.strip()) is not None for cell in cells)


def _as_reference(column: str, cells: Mapping[Any, int], rows: int) -> float:
    """How far a column's cells and name tell tenders apart: less where they stand in many rows, or number bodies."""
    apart = 0.9 + 0.1 * len(cells) / rows
    return apart * (0.6 if not ideas_in(words_in(column)).isdisjoint(("buyer", "body", "winner")) else 1)


def _least(field: str, named: float) -> float:
    """The share of a column's cells that must read as what the field wants."""
    if named < WELL_NAMED or (field in IN_WORDS and field not in REQUIRED):
        return READ
    return READ_OF_WORDS if field in STATES else READ_OF_NAMED


def _is_state(value: Any) -> bool:
    return isinstance(value, str) and (state_of(value) is not None or bool(reason_of(value)[0]))


def _on_a_scale(column: str) -> bool:
    """Whether a column's name says that its numbers are marks, as "(1-5)" or "out of 10" do, and no shares."""
    match = re.search(r"(?:\d\s?[-–/]|\d to|\d bis|/|out of|von)\s?(\d{1,3})", column.casefold())
    return match is not None and match[1] not in ("1", "100")


# Of each field its synonyms: as they are, between spaces, and whether one may stand within a longer word.
_SPACED = {
    field: tuple((each, f" {each} ", not each.isascii() and len(each) > 1) for each in synonyms)
    for field, synonyms in SYNONYMS.items()
}


@lru_cache(32_768)  # lists have the same headings again and again
def _named(name: str, field: str) -> float:
    """How well a column's name fits a field: 1 for the field's own, 0.95 for a synonym, less for a part of it."""
    if name == field.replace("_", " "):
        return 1.0
    if name in CALLED.get(field, ()):
        return 0.95
    best, spaced = 0.0, f" {name} "
    for synonym, between, grows in _SPACED.get(field, ()):
        grown = grows and synonym in name
        if grown or between in spaced:
            words = name.split()
            others = set(words).difference(synonym.split())
            theirs = not WINNERS.isdisjoint(words)
            of_another = field != "winner" and theirs and not others.isdisjoint(WINNERS)
            off = not grown and (not others.isdisjoint(OFF) or of_another)
            best = max(best, (0.55 + 0.35 * len(synonym) / len(name)) * (0.6 if off else 1))
    return best


def _reads(field: str, value: Any, reading: str) -> bool:
    """Whether a value reads as what the field wants."""
    try:
        read = value_of(field, value, reading)
    except Unreadable:
        return field in AMOUNTS and isinstance(value, str) and _LIKE_AMOUNTS.fullmatch(value.strip()) is not None
    match field:
        case "url":
            return _is_address(read)
        case "title" | "buyer":
            return isinstance(read, str) and any(char.isalpha() for char in read)
        case "country":
            return isinstance(read, str) and len(read) < 60 and not any(char.isdigit() for char in read)
        case "winner":
            return any(char.isalpha() for char in str(read))
        case "value" | "price" | "award_value" | "lost_reason":
            return True
        case "contract_length" | "contract_options" | "status" | "outcome" | "stage" | "decision":
            return True
        case _:
            return not isinstance(read, (dict, list)) or field in LISTS
