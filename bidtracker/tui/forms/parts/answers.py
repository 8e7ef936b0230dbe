"""How one kind of answer is shown, read, and finished while it is typed. No widgets here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from bidtracker.domain.amounts import read_money
from bidtracker.domain.dates import read_length, read_span
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.kinds import DAY, MONEY, SHARE, TEXT, Kind, in_any_order
from bidtracker.domain.message import label, say
from bidtracker.domain.money import Money
from bidtracker.domain.text import fold
from bidtracker.domain.vocabulary import Intent, Word
from bidtracker.locale import listed, shown, tr

FEW = 8  # words that are all named below the form
ROOM = 120  # letters of them
LONG = 30  # letters of what is no word but a sentence, not to be listed in an error
MOST = 200  # choices offered at once; whoever wants the 201st types one letter more
FROM_START = label("from start")
DAYS = (label("Mon"), label("Tue"), label("Wed"), label("Thu"), label("Fri"), label("Sat"), label("Sun"))


MEANINGS: Mapping[Word, str] = {
    Intent.WIN: label("we want this contract"),
    Intent.POSITION: label("to be known for the next one"),
    Intent.BENCHMARK: label("to learn what others charge"),
    Intent.DEFEND: label("to hold what we have"),
}


class Choice(NamedTuple):
    """One thing that may be chosen: what it is called, what it stands for, and a word beside it; `new` is what was
    typed, offered to stand as it is."""

    text: str
    value: Any
    note: str = ""
    new: bool = False


class Answer:
    """An answer of one of the domain's kinds, free text unless said otherwise. The others say what differs."""

    empty: Any = ""
    closed = False  # nothing but what is offered may stand
    begun = False  # the beginning of one alone stands for it, and is written out once the field is left
    whole = False  # the text is one thing, to be replaced as a whole by the next key
    stepwise = False  # a choice taken may lead to more, like a folder; tab takes the first
    hint: str = ""

    def __init__(self, kind: Kind = TEXT, today: date = date.min) -> None:
        self.kind, self.today = kind, today
        self.empty = () if kind.name in ("texts", "identifiers") else "" if kind is TEXT else None

    def help(self) -> str:
        """What would do here, in a few words of the person's language."""
        return tr(self.hint) if self.hint else ""

    def show(self, value: Any) -> str:
        """The text in which a value is edited."""
        if value is None or value == "":
            return ""
        text = self.kind.show(value)
        return str(text) if self.empty == () else shown(text)  # a list keeps the sign that it is read by

    def read(self, text: str) -> Any:
        """The value that a text means. Raises Unreadable."""
        return self.kind.read(text, self.today)

    def echo(self, text: str) -> str:
        """A few words beside the text: what it was read as. Raises Unreadable."""
        return ""

    def choices(self, text: str) -> Sequence[Choice]:
        """What may be meant, best first."""
        return ()

    def listed(self, text: str) -> Sequence[Choice]:
        """What may be chosen where the list is asked for and nothing new was typed."""
        return self.choices("" if self.closed else text)

    def likely(self, text: str, choices: Sequence[Choice]) -> int | None:
        """Which of the choices enter should take, None where the text may stand as it is."""
        if not (self.closed and choices):
            return None
        return next((n for n, choice in enumerate(choices) if choice.text == text), 0)

    def taking(self, text: str, choice: Choice) -> str:
        """The text once a choice is taken."""
        return choice.text


class DayAnswer(Answer):
    """A date in any way that a person writes it."""

    whole = True
    hint = label("A date: fri, next fri, +6m, 1 dec, oct 2026, 2026-12-01")

    def __init__(self, today: date) -> None:
        super().__init__(DAY, today)

    def read(self, text: str) -> Any:
        return read_span(text, self.today)[0]

    def echo(self, text: str) -> str:
        day = self.read(text)
        weekday = tr(DAYS[day.weekday()])
        return weekday if text == day.isoformat() else f"{weekday} {day.isoformat()}"


class EndAnswer(DayAnswer):
    """The last day of something that has a `start`, which may not be entered yet: a month or year is meant to its end,
    and a length of time may be counted from the start."""

    hint = label("A date: oct 2026 is its last day, +24m from start counts from the start")

    def __init__(self, today: date, start: Callable[[], date | None]) -> None:
        super().__init__(today)
        self.start = start

    def read(self, text: str) -> Any:
        length = text.strip().casefold()
        for words in (tr(FROM_START), "from start"):
            length = length.removesuffix(words).removeprefix(words).strip()
        if length == text.strip().casefold():
            return read_span(text, self.today)[1]
        start = self.start()
        if start is None:
            raise Unreadable("{text} needs a start; give that first", text=repr(text))
        return read_length(length.removeprefix("+").strip()).last_day(start)


class Amount(Answer):
    """Money. `currency` is meant where none is typed."""

    whole = True
    hint = label("An amount: 118000, 1.2m eur, 120k gbp")

    def __init__(self, currency: str = "") -> None:
        super().__init__(MONEY)
        self.currency = currency

    def read(self, text: str) -> Money:
        money = read_money(text, self.currency)
        if not money.currency:
            raise Unreadable("{text} names no currency; write one, like {text} EUR", text=text)
        return money

    def echo(self, text: str) -> str:
        return str(self.read(text))


class ShareAnswer(Answer):
    """A probability or share, 0..1."""

    whole = True
    hint = label("A share: 10, 10% or 0.1")

    def __init__(self) -> None:
        super().__init__(SHARE)

    def read(self, text: str) -> Any:
        """As the domain reads it; and a bare number from 2 on can only be meant in per cent."""
        plain = text.strip().replace(",", ".")
        number = float(plain) if plain.replace(".", "", 1).isdecimal() else 0.0
        return super().read(f"{plain}%" if 2 <= number <= 100 else text)

    def echo(self, text: str) -> str:
        return self.show(self.read(text))


class ChoiceAnswer(Answer):
    """One of a list that is closed, chosen by what it is called or by its code."""

    empty = None
    closed = begun = True
    whole = True

    def __init__(self, choices: Iterable[Choice], empty: Any = None) -> None:
        """`choices` in the order in which they are offered; `empty` is what nothing typed means."""
        self.empty = empty
        self.offered = tuple(choices)
        self._keys = [(fold(c.text), fold(str(c.value)), c) for c in self.offered]

    @classmethod
    def words(cls, kind: type[Word] | Iterable[Word], note: Callable[[Any], str] | None = None) -> ChoiceAnswer:
        """The words of a vocabulary, by their labels in the person's language, each with a line of what it means."""
        note = note or (lambda word: tr(MEANINGS.get(word, "")))
        return cls(Choice(tr(word.label), word, note(word)) for word in kind)

    @classmethod
    def numbers(cls, first: int, last: int) -> ChoiceAnswer:
        """A digit of a scale."""
        return cls(Choice(str(n), n) for n in range(first, last + 1))

    def help(self) -> str:
        if self._many:
            return tr(say("Type part of a word, or ↓ lists them all"))
        return " · ".join(c.text for c in self.offered)

    @property
    def _many(self) -> bool:
        """Whether there is no room to name them all: many words, or sentences."""
        return len(self.offered) > FEW or sum(len(c.text) for c in self.offered) > ROOM

    def show(self, value: Any) -> str:
        return next((c.text for c in self.offered if c.value == value), "" if value is None else str(value))

    def read(self, text: str) -> Any:
        key, words = fold(text.strip()), in_any_order(text)
        exact = [c for name, code, c in self._keys if key in (name, code)]
        reordered = [c for name, code, c in self._keys if words in (in_any_order(name), in_any_order(code))]
        first = [c for name, code, c in self._keys if name.startswith(key) or code.startswith(key)]
        meant = exact[:1] or reordered or first or self.choices(text)
        if len(meant) == 1:
            return meant[0].value
        if meant:
            raise Unreadable("{text} could be {choices}; type a little more", text=repr(text), choices=_listed(meant))
        if not self.offered:
            raise Unreadable("there is nothing to choose from here; leave it empty")
        if any(len(c.text) > LONG for c in self.offered):
            raise Unreadable("there is no {text} here; choose one that is offered", text=repr(text))
        raise Unreadable("{text} is none of these: {choices}", text=repr(text), choices=_listed(self.offered))

    def choices(self, text: str) -> Sequence[Choice]:
        key = fold(text.strip())
        if not key:
            return self.offered
        first, then = [], []
        for name, code, choice in self._keys:
            if name.startswith(key) or code.startswith(key):
                first.append(choice)
            elif key in name or key in code or _begin_words(key, name) or _begin_words(key, code):
                then.append(choice)
        return first + then


def _begin_words(key: str, name: str) -> bool:
    """Whether each word typed begins another of a name, in any order: "late del" those of "Delivery late"."""
    words = [*in_any_order(name)]
    for typed in in_any_order(key):
        begun = next((word for word in words if word.startswith(typed)), None)
        if begun is None:
            return False
        words.remove(begun)
    return True


# What the keys "," and ";" give while Chinese is typed.
_CHINESE_COMMAS = {",": str.maketrans("，、", ",,"), ";": str.maketrans("；", ";")}


class Many(Answer):
    """Several answers of one kind in one line, with a sign between them; the last one is finished as it is typed."""

    empty = ()

    def __init__(self, answer: Answer, between: str = ",") -> None:
        self.answer, self.between = answer, between
        self.closed, self.begun = answer.closed, answer.begun

    def help(self) -> str:
        return self.answer.help()

    def show(self, value: Iterable[Any] | None) -> str:
        return f"{self.between} ".join(self.answer.show(part) for part in value or ())

    def read(self, text: str) -> tuple[Any, ...]:
        return tuple(dict.fromkeys(self.answer.read(part) for part in self._parts(text)))

    def echo(self, text: str) -> str:
        return listed(self.answer.echo(part) for part in self._parts(text))

    def choices(self, text: str) -> Sequence[Choice]:
        *before, last = self._split(text)
        given = {part.strip() for part in before}
        return [choice for choice in self.answer.choices(last.strip()) if choice.text not in given]

    def listed(self, text: str) -> Sequence[Choice]:
        return self.choices(f"{text}{self.between}")

    def likely(self, text: str, choices: Sequence[Choice]) -> int | None:
        last = self._split(text)[-1].strip()
        return self.answer.likely(last, choices) if last and not self._whole(last) else None

    def taking(self, text: str, choice: Choice) -> str:
        *before, last = (part.strip() for part in self._split(text))
        if self._whole(last) and last != choice.text:
            before.append(last)
        return f"{self.between} ".join([*filter(None, before), self.answer.taking("", choice)])

    def _whole(self, part: str) -> bool:
        """Whether a part is an answer by itself and not the beginning of one."""
        return any(choice.text == part and not choice.new for choice in self.answer.choices(part))

    def _split(self, text: str) -> list[str]:
        return text.translate(_CHINESE_COMMAS[self.between]).split(self.between)

    def _parts(self, text: str) -> Iterator[str]:
        return (part.strip() for part in self._split(text) if part.strip())


class PathTo(Answer):
    """A file: folders and files complete as they are typed. `~` is the home folder."""

    stepwise = True
    hint = label("A file; ~ is your home folder")

    def __init__(self) -> None:
        super().__init__()

    def read(self, text: str) -> Path:
        return Path(text.strip()).expanduser()

    def choices(self, text: str) -> Sequence[Choice]:
        folder, _, start = text.strip().rpartition("/")
        where = Path(f"{folder}/" if "/" in text else ".").expanduser()
        try:
            paths = sorted(where.iterdir(), key=lambda p: (not p.is_dir(), p.name.casefold()))
        except OSError:
            return ()
        offered = []
        for path in paths:
            if path.name.casefold().startswith(start.casefold()) and (start or not path.name.startswith(".")):
                end = "/" if path.is_dir() else ""
                full = f"{folder}/{path.name}{end}" if "/" in text else f"{path.name}{end}"
                offered.append(Choice(full, path))
            if len(offered) >= MOST:
                break
        return offered


def _listed(choices: Sequence[Choice]) -> str:
    return listed(c.text for c in choices[:12]) + (" …" if len(choices) > 12 else "")
