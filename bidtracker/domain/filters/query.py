"""The filter that a person types: "stage:submitted buyer:nhs value>1m deadline<30d !lost words" -> a predicate.

    word "two words"      somewhere in the record's text; a word of a vocabulary (lost) or a flag (expected_lost) counts
    call now              words that are all of what a cell shows: just the rows that show it
    key:part key:a*b      the field holds this, or is like the pattern; key:none where it is not known
    key=all key!=all      it is exactly this
    key>1m key<=2026-12   numbers, amounts ("1m eur": in that currency only), dates (30d, 2027, dec 2026), stages;
                          deadline<30d is the next 30 days, not what is past
    overdue               its day has passed and it is still to be done
    !term -term           not;     a|b  one of them

A field holds what it is and what a list shows of it: outcome:pending and outcome:awarded, action:"call now".

Case and accents do not count, and what a Chinese keyboard writes (`金额＞１００万`) is the same. Compiled once, it is
cheap for each row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from difflib import get_close_matches
from fnmatch import translate
from itertools import takewhile
from operator import ge, gt, le, lt
from typing import Any

from bidtracker.domain.amounts import read_money
from bidtracker.domain.bids import BEFORE_SUBMISSION
from bidtracker.domain.dates import read_span
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.fields import Field
from bidtracker.domain.figures import MINUS
from bidtracker.domain.filters.conditions import Condition, Matches, all_of, any_holds, everything, is_among, negated
from bidtracker.domain.filters.filter_fields import ALIASES, FilterFields
from bidtracker.domain.filters.shown_cells import ShownCells, Texts, bare
from bidtracker.domain.filters.terms import (
    PLAIN,
    TERM,
    alike,
    alternatives,
    as_key,
    as_typed,
    is_length_ahead,
    is_pattern,
    narrowed,
    terms_of,
    unquoted,
)
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.kinds import FLAG, Kind
from bidtracker.domain.message import label as _
from bidtracker.domain.message import listed
from bidtracker.domain.text import fold
from bidtracker.domain.vocabulary import Decision, Outcome, Word

NOTHING = "none"
OVERDUE = _("overdue")
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {">": gt, "<": lt, ">=": ge, "<=": le}
_SEARCHED = ("text", "prose", "texts", "link", "links", "identifiers", "message")
_NO_CELLS = ShownCells({}, tuple)


def compile_conditions(
    text: str,
    fields: FilterFields,
    holdings: Holdings,
    today: date,
    *,
    texts: Texts | None = None,
    say: Callable[[str], str] = str,
    cells: ShownCells = _NO_CELLS,
) -> list[Condition]:
    """The conditions that `text` describes, all of which must hold; none where nothing is typed.

    `texts` is a dict that the caller keeps as long as its rows: it saves folding their text with every key pressed.
    `say` puts a label into the person's language, so that words are found as they are shown; `cells` are what a list
    shows otherwise. Raises Unreadable.
    """
    reader = _ConditionReader(fields, holdings, today, {} if texts is None else texts, say, cells)
    rest = [*terms_of(text)]
    read: list[Condition] = []
    while rest:
        length, phrase = reader.phrase(rest)
        match = rest[0]
        read.append(Condition(phrase, "") if phrase else Condition(reader.term(match), reader.decided_by(match)))
        del rest[:length]
    return [condition for condition in read if condition.holds is not everything]


def where_globs(
    wheres: Iterable[str], table: str, holdings: Holdings, today: date, say: Callable[[str], str] = str
) -> Matches:
    """The predicate of `--where KEY=GLOB` options, all of which must hold; KEY>1m and the like compare.

    A glob is like the whole field: "buyer=*health*". Raises Unreadable.
    """
    reader = _ConditionReader(FilterFields.of(table), holdings, today, {}, say, _NO_CELLS)
    terms = []
    for where in map(narrowed, wheres):
        match = re.match(TERM, where)
        if not match or not match["op"]:
            raise Unreadable(
                "{text} is no condition; write it like stage=submitted or buyer=*health*", text=repr(where)
            )
        value = where[match.start("value") :]
        condition = reader.condition(match["key"], match["op"].replace(":", "="), value, glob=True)
        terms.append(negated(condition) if match["not"] else condition)
    return all_of(terms)


class _ConditionReader:
    """Reads the terms of one query."""

    def __init__(
        self,
        fields: FilterFields,
        holdings: Holdings,
        today: date,
        texts: Texts,
        say: Callable[[str], str],
        cells: ShownCells,
    ) -> None:
        self.fields, self.holdings, self.today = fields, holdings, today
        self.texts, self.say, self.cells = texts, say, cells
        self.searched = tuple((field.get, field.kind.json) for field in fields.fields if field.kind.name in _SEARCHED)

    def term(self, match: re.Match[str]) -> Matches:
        """A term with its negation and its alternatives; "a:b|c" is a:b or a:c."""
        key, op = match["key"], match["op"]
        either: list[Matches] = []
        for part in alternatives(match["value"]):
            own = re.fullmatch(TERM, part) if either else None
            if own and own["op"] and self.fields.field(own["key"], self.say):
                key, op, part = own["key"], own["op"], own["value"]
            value, quoted = unquoted(part)
            if value:
                either.append(self.condition(key, op, value) if key else self.words(value, quoted=quoted))
        if not either:
            return everything  # "buyer:" on the way to "buyer:nhs"
        condition = either[0] if len(either) == 1 else any_holds(either)
        return negated(condition) if match["not"] else condition

    def phrase(self, terms: Sequence[re.Match[str]]) -> tuple[int, Matches | None]:
        """How many of the next terms are together all that a cell shows, and whether one of a record does; 1 and None
        where no two of them are."""
        plain = [*takewhile(PLAIN.fullmatch, (match[0] for match in terms))]
        whole = self.cells.whole() if len(plain) > 1 else ()
        for length in range(len(plain), 1, -1):
            phrase = fold(" ".join(plain[:length]))
            if phrase in whole:
                return length, self.shown_whole(phrase)
        return 1, None

    def shown_whole(self, phrase: str) -> Matches:
        """Whether a cell shows this and nothing else."""
        shown = [self.cells.text[name] for name in self.cells.words]
        return lambda record: any(bare(text(record)) == phrase for text in shown)

    def decided_by(self, match: re.Match[str]) -> str:
        """The one field that decides a term; "" where words, other fields or what a cell says beside it do, too."""
        field = self.fields.field(match["key"], self.say) if match["key"] else None
        if field is None or (field.name in self.cells.text and match["op"] not in _COMPARISONS):
            return ""
        others = (re.fullmatch(TERM, part) for part in alternatives(match["value"])[1:])
        return "" if any(other and other["op"] for other in others) else field.name

    def condition(self, key: str, op: str, value: str, *, glob: bool = False) -> Matches:
        """What one KEY, operator and value ask of a record."""
        field = self.fields.field(key, self.say)
        if field is None:
            raise _no_such_key(key, self.fields.by_name, self.say)
        if op == "!=":
            return negated(self.condition(key, "=", value, glob=glob))
        get, holdings = field.get, self.holdings
        if value.casefold() == NOTHING and op in (":", "=") and not _is_word(field.kind, NOTHING):
            return lambda record: get(record, holdings) in (None, "", (), 0)
        if op in _COMPARISONS:
            holds = self.comparison(field, op, value)
        elif field.name in self.cells.text:
            return self.cell_or_value(field, value, exact=op == "=")
        else:
            holds = self.likeness(field, value, exact=op == "=", glob=glob)

        def matches(record: Any) -> bool:
            got = get(record, holdings)
            return got is not None and holds(got)

        return matches

    def cell_or_value(self, field: Field, value: str, *, exact: bool) -> Matches:
        """Whether a cell shows this, or its field has it; where it cannot be read as the field's, some cell must."""
        text, get, holdings = self.cells.text[field.name], field.get, self.holdings
        like = alike(value, exact=exact, glob=False)

        def shows(record: Any) -> bool:
            return like(fold(text(record)).replace('"', ""))

        try:
            holds = self.likeness(field, value, exact=exact, glob=False)
        except Unreadable:
            rows = self.cells.rows()
            if rows is not None and not any(map(shows, rows)):
                raise
            return shows

        def matches(record: Any) -> bool:
            if shows(record):
                return True
            got = get(record, holdings)
            return got is not None and holds(got)

        return matches

    def comparison(self, field: Field, op: str, value: str) -> Matches:
        """Whether a known value of `field` compares so."""
        compare = _COMPARISONS[op]
        match field.kind.name:
            case "day" | "moment":
                first, last = read_span(value, self.today)
                bound = last if op in (">", "<=") else first
                if op in ("<", "<=") and is_length_ahead(value):
                    today = self.today
                    return lambda got: today <= _day(got) and compare(_day(got), bound)
                return lambda got: compare(_day(got), bound)
            case "money":
                money = read_money(value)
                if money.currency:
                    return lambda got: got.currency == money.currency and compare(got.amount, money.amount)
                return lambda got: compare(got.amount, money.amount)
            case "whole" | "number" | "share" | "word" | "id" if field.kind.words or field.kind.name != "word":
                order = field.kind.order
                bound = order(self.typed(field.kind, value))
                return lambda got: compare(order(got), bound)
            case _:
                raise Unreadable(
                    "{key} has no more or less; write {key}:{value}, or compare a number, an amount or a date",
                    key=field.name,
                    value=value,
                )

    def likeness(self, field: Field, value: str, *, exact: bool, glob: bool) -> Matches:
        """Whether a known value of `field` is, or holds, this."""
        kind = field.kind
        match kind.name:
            case "day" | "moment":
                first, last = read_span(value, self.today)
                return lambda got: first <= _day(got) <= last
            case "money":
                money = read_money(value)
                return lambda got: got.amount == money.amount and got.currency in (money.currency or got.currency, "")
            case "number" | "share":
                seen = kind.show(self.typed(kind, value))  # of 3.14 % a list shows 3.1 %
                return lambda got: kind.show(got) == seen
            case "flag" | "whole" | "id":
                wanted = self.typed(kind, value)
                return lambda got: bool(got == wanted)
            case "word" | "words" if kind.words:
                asked = {word for word in kind.words if self.is_word(word, value, exact=exact)}
                if not asked and not is_pattern(value):
                    raise _no_such_word(kind.words, value, self.say)
                return is_among(asked, several=kind.name == "words")
        like, json = alike(value, exact=exact, glob=glob), kind.json

        def matches(got: Any) -> bool:
            written = json(got)
            return like(fold(written)) if isinstance(written, str) else any(like(fold(part)) for part in written)

        return matches

    def typed(self, kind: Kind, value: str) -> Any:
        """A number, share, flag, word or id as the kind's values are."""
        if kind.name == "id":
            return int(kind.read(value, self.today)[1:])
        if kind.name == "share" and value.startswith(("-", MINUS)):  # how far our price was below the winner's
            return -kind.read(value[1:], self.today)
        if kind.name == "word" and kind.words:
            meant = next((word for word in kind.words if self.is_word(word, value, exact=True)), None)
            if meant is None:
                raise _no_such_word(kind.words, value, self.say)
            return meant
        return kind.read(value, self.today)

    def is_word(self, word: Word, value: str, *, exact: bool) -> bool:
        """Whether a word is meant: by its code or label as a whole, or else by a part of them."""
        names = {fold(word), fold(word.label), fold(self.say(word.label))}
        plain = fold(value)
        if plain.replace("-", "_").replace(" ", "_") in {fold(str(listed_word)) for listed_word in type(word)}:
            return fold(word) == plain.replace("-", "_").replace(" ", "_")
        if plain in {fold(self.say(listed_word.label)) for listed_word in type(word)}:
            return plain in names
        like = alike(value, exact=exact, glob=exact)
        return any(map(like, names))

    def words(self, value: str, *, quoted: bool = False) -> Matches:
        """A bare word or phrase: in the text of the record, or one of its vocabulary's words, or a flag that is set."""
        plain = fold(value)
        if quoted and plain in self.cells.whole():
            return self.shown_whole(plain)
        looks: list[Matches] = [self.text_holds(plain)]
        if not quoted:
            looks.extend(self.numbered(value))
            looks.extend(self.spoken(plain.replace("-", "_")))
            if plain in (OVERDUE, fold(self.say(OVERDUE))) and (late := _overdue(self.fields.table, self.today)):
                return late
        return looks[0] if len(looks) == 1 else any_holds(looks)

    def numbered(self, value: str) -> Iterator[Matches]:
        """A bare id: T192 is the tender of that number."""
        field = self.fields.by_name.get("id")
        if field is not None and field.kind.name == "id":
            with suppress(Unreadable):
                yield self.holding(field, self.typed(field.kind, value))

    def spoken(self, plain: str) -> Iterator[Matches]:
        """A bare word as one of a shown field's vocabulary, or as the name of a flag."""
        for field in self.fields.fields:
            if field.kind.words and field.priority:
                meant = [word for word in field.kind.words if plain in (word, as_key(self.say(word.label)))]
                yield from (self.holding(field, word) for word in meant)
            elif field.kind is FLAG and plain in (field.name, as_key(self.say(field.label))):
                yield self.holding(field, True)

    def holding(self, field: Field, wanted: object) -> Matches:
        get, holdings = field.get, self.holdings
        return lambda record: bool(get(record, holdings) == wanted)

    def text_holds(self, plain: str) -> Matches:
        """Whether all of a record's text, folded and kept in `texts`, holds this."""
        searched, holdings, texts = self.searched, self.holdings, self.texts
        worded = [self.cells.text[name] for name in self.cells.words]
        pattern = re.compile(translate(f"*{plain}*")).match if "*" in plain else None

        def matches(record: Any) -> bool:
            kept = texts.get(id(record))
            if kept is None:
                values = [json(value) for get, json in searched if (value := get(record, holdings))]
                values += [show(record) for show in worded]
                text = fold("\n".join(part if isinstance(part, str) else "\n".join(part) for part in values))
                kept = texts[id(record)] = record, text
            return pattern(kept[1]) is not None if pattern else plain in kept[1]

        return matches


def _overdue(table: str, today: date) -> Matches | None:
    """Whether the day by which a record's next thing had to be done has passed; None where a table has no such day."""
    match table:
        case "tenders":
            return lambda tender: bool(
                tender.deadline
                and tender.deadline < today
                and tender.outcome is Outcome.PENDING
                and tender.decision is not Decision.NO_GO
                and tender.stage in BEFORE_SUBMISSION
                and not any(bid.submitted for bid in tender.bids)
            )
        case "touches":
            return lambda touch: touch.done is None and touch.on < today
        case "opportunities":
            return lambda row: bool(row.window.act_by and row.window.act_by < today)
    return None


def _is_word(kind: Kind, plain: str) -> bool:
    return kind.words is not None and any(plain == listed_word for listed_word in kind.words)


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _no_such_word(words: type[Word], value: str, say: Callable[[str], str]) -> Unreadable:
    names = [as_typed(str(word), word.label, say) for word in words]
    near = get_close_matches(fold(value).replace(" ", "_"), names, 1)
    if near:
        return Unreadable("{text} is no word for this; did you mean {near}?", text=repr(value), near=near[0])
    return Unreadable("{text} is no word for this; it is one of {words}", text=repr(value), words=listed(names))


def _no_such_key(key: str, fields: dict[str, Field], say: Callable[[str], str]) -> Unreadable:
    names = {name: as_key(as_typed(name, field.label, say)) for name, field in fields.items()}
    near = get_close_matches(as_key(key), [*names.values(), *fields, *ALIASES], 1, 0.5)
    if near:
        return Unreadable(
            "there is no {key} here; did you mean {near}? put it in quotes to find it as text", key=key, near=near[0]
        )
    keys = listed(names[name] for name, field in fields.items() if field.priority)
    return Unreadable(
        "there is no {key} here; there are {keys} ...; put it in quotes to find it as text", key=key, keys=keys
    )
