"""Other records as answers: found by name or id, and near spellings proposed; and how any field is asked for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from msgspec import NODEFAULT
from msgspec.structs import fields

from bidtracker.book import Book
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.fields import Field, form_fields
from bidtracker.domain.ids import parse_ref, ref
from bidtracker.domain.message import label, say
from bidtracker.domain.records import FrozenValue
from bidtracker.domain.text import fold, safe
from bidtracker.locale import tr
from bidtracker.locale.categories import categories_like, category_name
from bidtracker.tui.forms.parts.answers import MOST, Amount, Answer, Choice, ChoiceAnswer, DayAnswer, Many, ShareAnswer
from bidtracker.tui.forms.parts.inputs import FormRow, LineInput, LinesInput

ADDED = ("buyers", "competitors")  # a name not known yet becomes a record


class RecordAnswer(Answer):
    """A record of the book by its id, its name or the beginning of its name alone. `adds`: a name that the book does
    not know becomes a new record; so does the beginning of a known one, if that is chosen."""

    empty = ""
    whole = begun = True

    def __init__(self, book: Book, table: str, adds: bool = False, among: Iterable[int] | None = None) -> None:
        self.book, self.table, self.adds = book, table, adds
        self.among = None if among is None else tuple(among)
        self.closed = not adds
        self.hint = (
            label("Type part of a name; a name not known yet is added") if adds else label("Type part of a name")
        )
        self._taken: dict[str, int] = {}  # what was chosen: a record's number by its name, 0 for a new one
        self._named: list[tuple[str, str, int]] | None = None

    def show(self, value: Any) -> str:
        number = self._numbered(value) if isinstance(value, str) else value or 0
        if not number:
            return str(value or "")
        name = self.book.holdings.name(self.table, number)
        self._taken[safe(name)] = number  # so that it is read back where others are called the same
        return name

    def read(self, text: str) -> str:
        """The id of the record meant ("B12"), or the name to be added."""
        number = self._number_of(text)
        if number:
            return ref(self.table, number)
        if self.adds:
            return text.strip()
        raise Unreadable("there is no {text} here; choose one that is offered", text=repr(text))

    def echo(self, text: str) -> str:
        number = self._number_of(text)
        if number:
            return ref(self.table, number)
        return tr(say("new: it will be added")) if self.adds else ""

    def choices(self, text: str) -> Sequence[Choice]:
        key = fold(text.strip())
        first, then = [], []
        for folded, name, number in self._names():
            if folded.startswith(key):
                first.append(Choice(name, number, ref(self.table, number)))
            elif key in folded:
                then.append(Choice(name, number, ref(self.table, number)))
            if len(first) >= MOST:
                break
        records = (first + then)[:MOST]
        if not self.adds:
            return records
        return [*(records or self._near(text)), *self._new(text)]

    def likely(self, text: str, choices: Sequence[Choice]) -> int | None:
        if self.closed:
            return super().likely(text, choices)
        number = self._number_of(text)
        return next((n for n, choice in enumerate(choices) if number and choice.value == number), None)

    def taking(self, text: str, choice: Choice) -> str:
        self._taken[choice.text] = choice.value
        return choice.text

    def _new(self, text: str) -> Iterable[Choice]:
        """What was typed, to become a new record; not where it is the name of one."""
        name = text.strip()
        if name and not self._named_exactly(name):
            yield Choice(name, 0, tr(say("new: it will be added")), new=True)

    def _number_of(self, text: str) -> int:
        """The number of the record meant, 0 if none: the one taken from the list, an id, a name as it stands, or the
        beginning of one name alone."""
        text = text.strip()
        if text in self._taken:
            return self._taken[text]
        return self._numbered(text) or self._named_exactly(text) or self._begun_with(text)

    def _named_exactly(self, text: str) -> int:
        if self.table in ADDED:
            return self.book.names(self.table).find(text)
        key, names = fold(text), self._names()
        at = bisect_left(names, (key,))
        numbers = [number for folded, _, number in names[at : at + 2] if folded == key]
        return numbers[0] if len(numbers) == 1 else 0

    def _begun_with(self, text: str) -> int:
        key, names = fold(text), self._names()
        at = bisect_left(names, (key,))
        numbers = [number for folded, _, number in names[at : at + 2] if key and folded.startswith(key)]
        return numbers[0] if len(numbers) == 1 else 0

    def _numbered(self, text: str) -> int:
        """The number of the record that an id names, 0 where it is none of those that may be meant."""
        try:
            table, number = parse_ref(text)
        except Unreadable:
            return 0
        return number if table == self.table and self._known(number) else 0

    def _known(self, number: int) -> bool:
        return number in self.book.holdings.table(self.table) and (self.among is None or number in self.among)

    def _names(self) -> list[tuple[str, str, int]]:
        """(folded, as it stands, number) of all that may be meant, in order of name; made once for a form."""
        if self._named is None:
            holdings = self.book.holdings
            numbers = list(holdings.table(self.table)) if self.among is None else self.among
            named = ((holdings.name(self.table, number), number) for number in numbers)
            self._named = sorted((fold(name), safe(name), number) for name, number in named)
        return self._named

    def _near(self, text: str) -> list[Choice]:
        near = self.book.names(self.table).near(text)
        name = self.book.holdings.name
        note = tr(say("similar name"))
        return [Choice(safe(name(self.table, n)), n, f"{ref(self.table, n)} · {note}") for n, _ in near]


class CategoryAnswer(Answer):
    """A category: any code or words; the divisions and groups of the CPV are found by their names."""

    hint = label("A code, or part of a name: 33100000, medical equipment")

    def choices(self, text: str) -> Sequence[Choice]:
        return [Choice(code, code, name) for code, name in categories_like(text)[:MOST]] if text.strip() else ()

    def echo(self, text: str) -> str:
        return category_name(text)


def answer_to(field: Field, book: Book, currency: str = "") -> Answer:
    """How a field of the book's records is asked for on one line."""
    kind = field.kind
    match kind.name:
        case "day":
            return DayAnswer(book.today())
        case "money":
            return Amount(currency)
        case "share":
            return ShareAnswer()
        case "flag":
            return ChoiceAnswer((Choice(tr("yes"), True), Choice(tr("no"), False)), empty=False)
        case "word" if kind.words:
            return ChoiceAnswer.words(kind.words)
        case "words" if kind.words:
            return Many(ChoiceAnswer.words(kind.words))
        case "link":
            return RecordAnswer(book, kind.table, adds=kind.table in ADDED)
        case "links":
            return Many(RecordAnswer(book, kind.table, adds=kind.table in ADDED), between=";")
        case "text" if field.name == "category":
            return CategoryAnswer()
        case _:
            return Answer(kind, book.today())


def row_of(field: Field, book: Book, value: Any, currency: str = "") -> FormRow:
    """The row of a form that asks for a field of a record, or of a part of one."""
    if field.kind.name == "prose":
        entry: LineInput | LinesInput = LinesInput(value or "")
    else:
        entry = LineInput(answer_to(field, book, currency), value)
    return FormRow(field.name, field.label, entry, needed=field.needed)


def rows_of(
    kind: type[FrozenValue],
    part: FrozenValue | None,
    book: Book,
    currency: str = "",
    special: Mapping[str, FormRow] = MappingProxyType({}),
) -> Iterator[FormRow]:
    """The rows that ask for the fields of a sort of part, of one that is there or a new one; `special` ones the form
    has made itself."""
    for field in form_fields(kind):
        yield special.get(field.name) or row_of(field, book, value_in(kind, part, field.name), currency)


def value_in(kind: type[FrozenValue], part: FrozenValue | None, name: str) -> Any:
    """What a part has in a field, or what a new one starts with; None where that must be given."""
    if part is not None:
        return getattr(part, name)
    default = next(field.default for field in fields(kind) if field.name == name)
    return None if default is NODEFAULT else default
