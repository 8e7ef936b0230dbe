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

Case and accents do not count. Compiled once, it is cheap for each row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from difflib import get_close_matches
from fnmatch import translate
from itertools import takewhile
from operator import ge, gt, le, lt
from typing import Any

import msgspec

from bidtracker.domain.amounts import read_money
from bidtracker.domain.dates import read_period, read_span
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.fields import FIELDS, Field
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.kinds import FLAG, Kind
from bidtracker.domain.message import label as _
from bidtracker.domain.message import listed
from bidtracker.domain.text import fold
from bidtracker.domain.vocabulary import Outcome, Stage, Word

Matches = Callable[[Any], bool]
Texts = dict[int, tuple[Any, str]]  # folded text of records by id(), each with its record, so that the id stays its own

ALIASES = {
    "title": "name",
    "name": "title",
    "competitor": "supplier",
    "pwin": "p_win",
    "tag": "tags",
}
DUE = ("deadline", "act_by", "on", "due")  # the day that "due" means, in whichever list has one
NOTHING = "none"
FEW_TEXTS = 2_000  # records of which the text is kept where there are too many for all
OVERDUE = _("overdue")
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {">": gt, "<": lt, ">=": ge, "<=": le}
# A term: "!" or "-", then key and operator, then pieces in quotes or out of them.
TERM = r'(?P<not>[!-]?)(?:(?P<key>[^\W\d][\w-]*)(?P<op>:(?!//)|!=|>=|<=|=|>|<))?(?P<value>(?:"[^"]*"?|[^\s"])*)'
_PIECE = r'"([^"]*)"?|([^\s"]+)'
_PLAIN = re.compile(r"[^!\-\"|*?:=<>][^\"|*?:=<>]*")  # a term that is a word and nothing else
_SIGN = re.compile(r"^[^\w\s]+\s+")
_SEARCHED = ("text", "prose", "texts", "link", "links", "identifiers", "message")


class FewTexts(Texts):
    """The texts of the records looked at first, where all would be too many: with each letter a filter begins anew with
    the rows on top."""

    def __setitem__(self, record_id: int, text: tuple[Any, str]) -> None:
        if len(self) < FEW_TEXTS:
            super().__setitem__(record_id, text)


class ShownCells(msgspec.Struct, frozen=True):
    """What a list shows where it is not the field's own value: by the field's name the text of its cell, and the rows.

    `words` are the fields whose text a bare word finds, too; `whole` is all that their cells show in the rows, each
    as `bare` has it.
    """

    text: Mapping[str, Callable[[Any], str]]
    rows: Callable[[], Iterable[Any] | None]  # None where they are too many to look for a word in all of them
    words: Collection[str] = ()
    whole: Callable[[], Collection[str]] = tuple


_NO_CELLS = ShownCells({}, tuple)


def bare(text: str) -> str:
    """What a cell shows as it is typed: folded, without the sign before it."""
    return _SIGN.sub("", fold(text))


class Condition(msgspec.Struct, frozen=True):
    """One term of a filter: whether it holds of a record, and the one field that alone decides it, "" where several
    do."""

    holds: Matches
    field: str


def all_hold(conditions: Iterable[Condition]) -> Matches:
    """Whether all of some conditions hold."""
    return _all([condition.holds for condition in conditions])


def compile_conditions(
    text: str,
    fields: str | Sequence[Field],
    holdings: Holdings,
    today: date,
    *,
    texts: Texts | None = None,
    say: Callable[[str], str] = str,
    cells: ShownCells = _NO_CELLS,
) -> list[Condition]:
    """The conditions that `text` describes, all of which must hold, for records of a table or with these fields; none
    where nothing is typed.

    `texts` is a dict that the caller keeps as long as its rows: it saves folding their text with every key pressed.
    `say` puts a label into the person's language, so that words are found as they are shown; `cells` are what a list
    shows otherwise. Raises Unreadable.
    """
    reader = _ConditionReader(fields, holdings, today, {} if texts is None else texts, say, cells)
    terms = [*_terms(text)]
    read: list[Condition] = []
    while terms:
        length, phrase = reader.phrase(terms)
        match = terms[0]
        read.append(Condition(phrase, "") if phrase else Condition(reader.term(match), reader.decided_by(match)))
        del terms[:length]
    return [condition for condition in read if condition.holds is not _everything]


def where_globs(wheres: Iterable[str], table: str, holdings: Holdings, today: date) -> Matches:
    """The predicate of `--where KEY=GLOB` options, all of which must hold; KEY>1m and the like compare.

    A glob is like the whole field: "buyer=*health*". Raises Unreadable.
    """
    reader = _ConditionReader(table, holdings, today, {}, str, _NO_CELLS)
    terms = []
    for where in wheres:
        match = re.match(TERM, where)
        if not match or not match["op"]:
            raise Unreadable(
                "{text} is no condition; write it like stage=submitted or buyer=*health*", text=repr(where)
            )
        value = where[match.start("value") :]
        condition = reader.condition(match["key"], match["op"].replace(":", "="), value, glob=True)
        terms.append(_not(condition) if match["not"] else condition)
    return _all(terms)


def _terms(text: str) -> Iterator[re.Match[str]]:
    return (match for match in re.finditer(TERM, text) if match[0].strip("!-"))


class _ConditionReader:
    """Reads the terms of one query."""

    def __init__(
        self,
        fields: str | Sequence[Field],
        holdings: Holdings,
        today: date,
        texts: Texts,
        say: Callable[[str], str],
        cells: ShownCells,
    ) -> None:
        self.table, every = (fields, FIELDS[fields]) if isinstance(fields, str) else ("", fields)
        self.fields = {field.name: field for field in every}
        self.holdings, self.today, self.texts, self.say, self.cells = holdings, today, texts, say, cells
        self.searched = tuple((field.get, field.kind.json) for field in every if field.kind.name in _SEARCHED)

    def term(self, match: re.Match[str]) -> Matches:
        """A term with its negation and its alternatives; "a:b|c" is a:b or a:c."""
        key, op = match["key"], match["op"]
        either: list[Matches] = []
        for part in _alternatives(match["value"]):
            own = re.fullmatch(TERM, part) if either else None
            if own and own["op"] and self.field(own["key"]):
                key, op, part = own["key"], own["op"], own["value"]
            value, quoted = _unquoted(part)
            if value:
                either.append(self.condition(key, op, value) if key else self.words(value, quoted=quoted))
        if not either:
            return _everything  # "buyer:" on the way to "buyer:nhs"
        condition = either[0] if len(either) == 1 else _any(either)
        return _not(condition) if match["not"] else condition

    def phrase(self, terms: Sequence[re.Match[str]]) -> tuple[int, Matches | None]:
        """How many of the next terms are together all that a cell shows, and whether one of a record does; 1 and None
        where no two of them are."""
        plain = [*takewhile(_PLAIN.fullmatch, (match[0] for match in terms))]
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
        field = self.field(match["key"]) if match["key"] else None
        if field is None or (field.name in self.cells.text and match["op"] not in _COMPARISONS):
            return ""
        others = (re.fullmatch(TERM, part) for part in _alternatives(match["value"])[1:])
        return "" if any(other and other["op"] for other in others) else field.name

    def field(self, key: str) -> Field | None:
        """The field of that name, alias, or label in English or the person's language."""
        plain = _as_key(key)
        named = self.fields.get(plain) or self.fields.get(ALIASES.get(plain, ""))
        if plain == "due":
            named = next((self.fields[name] for name in DUE if name in self.fields), named)
        return named or next((f for f in self.fields.values() if _as_key(self.say(f.label)) == plain), None)

    def condition(self, key: str, op: str, value: str, *, glob: bool = False) -> Matches:
        """What one KEY, operator and value ask of a record."""
        field = self.field(key)
        if field is None:
            raise _no_such_key(key, self.fields)
        if op == "!=":
            return _not(self.condition(key, "=", value, glob=glob))
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
        alike = _alike(value, exact=exact, glob=False)

        def shows(record: Any) -> bool:
            return alike(fold(text(record)).replace('"', ""))

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
                if op in ("<", "<=") and _length_ahead(value):
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
            case "flag" | "whole" | "number" | "share" | "id":
                wanted = self.typed(kind, value)
                return lambda got: bool(got == wanted)
            case "word" | "words" if kind.words:
                asked = {word for word in kind.words if self.is_word(word, value, exact=exact)}
                if not asked and not _pattern(value):
                    kind.read(value, self.today)  # says which words there are
                return _among(asked, several=kind.name == "words")
        alike, json = _alike(value, exact=exact, glob=glob), kind.json

        def matches(got: Any) -> bool:
            written = json(got)
            return alike(fold(written)) if isinstance(written, str) else any(alike(fold(part)) for part in written)

        return matches

    def typed(self, kind: Kind, value: str) -> Any:
        """A number, share, flag, word or id as the kind's values are."""
        if kind.name == "id":
            return int(kind.read(value, self.today)[1:])
        return kind.read(value, self.today)

    def is_word(self, word: Word, value: str, *, exact: bool) -> bool:
        """Whether a word is meant: by its code or label as a whole, or else by a part of them."""
        names = {fold(word), fold(word.label), fold(self.say(word.label))}
        plain = fold(value)
        if plain.replace("-", "_").replace(" ", "_") in {fold(str(listed_word)) for listed_word in type(word)}:
            return fold(word) == plain.replace("-", "_").replace(" ", "_")
        if plain in {fold(self.say(listed_word.label)) for listed_word in type(word)}:
            return plain in names
        alike = _alike(value, exact=exact, glob=exact)
        return any(map(alike, names))

    def words(self, value: str, *, quoted: bool = False) -> Matches:
        """A bare word or phrase: in the text of the record, or one of its vocabulary's words, or a flag that is set."""
        plain = fold(value)
        if quoted and plain in self.cells.whole():
            return self.shown_whole(plain)
        looks: list[Matches] = [self.text_holds(plain)]
        if not quoted:
            looks.extend(self.numbered(value))
            looks.extend(self.spoken(plain.replace("-", "_")))
            if plain in (OVERDUE, fold(self.say(OVERDUE))) and (late := _overdue(self.table, self.today)):
                return late
        return looks[0] if len(looks) == 1 else _any(looks)

    def numbered(self, value: str) -> Iterator[Matches]:
        """A bare id: T192 is the tender of that number."""
        field = self.fields.get("id")
        if field is not None and field.kind.name == "id":
            with suppress(Unreadable):
                yield self.holding(field, self.typed(field.kind, value))

    def spoken(self, plain: str) -> Iterator[Matches]:
        """A bare word as one of a shown field's vocabulary, or as the name of a flag."""
        for field in self.fields.values():
            if field.kind.words and field.priority:
                meant = [word for word in field.kind.words if plain in (word, _as_key(self.say(word.label)))]
                yield from (self.holding(field, word) for word in meant)
            elif field.kind is FLAG and plain in (field.name, _as_key(self.say(field.label))):
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


def _as_key(text: str) -> str:
    """A name or label as it is written before a colon: "Next action" is next_action."""
    return fold(text).replace("-", "_").replace(" ", "_")


def _length_ahead(value: str) -> bool:
    """Whether a date is written as a length of time from today: "30d", "+6m"."""
    try:
        read_period(value.strip().removeprefix("+"))
    except Unreadable:
        return False
    return True


def _overdue(table: str, today: date) -> Matches | None:
    """Whether the day by which a record's next thing had to be done has passed; None where a table has no such day."""
    match table:
        case "tenders":
            return lambda tender: bool(
                tender.deadline
                and tender.deadline < today
                and tender.outcome is Outcome.PENDING
                and tender.stage is not Stage.CLOSED
            )
        case "touches":
            return lambda touch: touch.done is None and touch.on < today
        case "opportunities":
            return lambda row: bool(row.window.act_by and row.window.act_by < today)
    return None


def _alternatives(value: str) -> list[str]:
    """The parts between "|" that stand outside quotes."""
    return re.findall(r'(?:"[^"]*"?|[^|"])+', value)


def _unquoted(part: str) -> tuple[str, bool]:
    pieces = re.findall(_PIECE, part)
    return "".join(inside or outside for inside, outside in pieces), part.startswith('"')


def _pattern(value: str) -> bool:
    return "*" in value or "?" in value


def _alike(value: str, *, exact: bool, glob: bool) -> Callable[[str], bool]:
    """Whether folded text is the value, is like it if it is a pattern, or else holds it."""
    plain = fold(value)
    if _pattern(value) and (glob or not exact):
        matches = re.compile(translate(plain)).match
        return lambda text: matches(text) is not None
    if exact:
        return plain.__eq__
    return lambda text: plain in text


def _is_word(kind: Kind, plain: str) -> bool:
    return kind.words is not None and any(plain == listed_word for listed_word in kind.words)


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _among(asked: set[Word], *, several: bool) -> Matches:
    return (lambda got: not asked.isdisjoint(got)) if several else (lambda got: got in asked)


def _no_such_key(key: str, fields: dict[str, Field]) -> Unreadable:
    near = get_close_matches(key.casefold(), [*fields, *ALIASES], 1, 0.5)
    if near:
        return Unreadable(
            "there is no {key} here; did you mean {near}? put it in quotes to find it as text", key=key, near=near[0]
        )
    keys = listed(name for name, field in fields.items() if field.priority)
    return Unreadable(
        "there is no {key} here; there are {keys} ...; put it in quotes to find it as text", key=key, keys=keys
    )


def _everything(record: Any) -> bool:
    return True


def _not(condition: Matches) -> Matches:
    return lambda record: not condition(record)


def _any(conditions: list[Matches]) -> Matches:
    return lambda record: any(condition(record) for condition in conditions)


def _all(conditions: list[Matches]) -> Matches:
    conditions = [condition for condition in conditions if condition is not _everything]
    if len(conditions) == 1:
        return conditions[0]

    def matches(record: Any) -> bool:
        for condition in conditions:  # noqa: SIM110 - a third faster than all() over 100,000 rows
            if not condition(record):
                return False
        return True

    return matches
