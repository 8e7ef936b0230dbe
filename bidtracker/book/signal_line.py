"""A signal said in one line: "late 2 nurse: third delay".

Before the colon stand, in any order, what it is (a word of its kind), how grave (1 to 3), how sure (A1 to F6), and who
says so: a person of the house, or inside, side, public. What follows on the colon is the note.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec

from bidtracker.domain.errors import Unreadable
from bidtracker.domain.records import Contact
from bidtracker.domain.text import fold
from bidtracker.domain.vocabulary import Channel, Reliability, SignalKind, Word
from bidtracker.later import late_pattern

GRAVE = ("1", "2", "3")
CODE = late_pattern(r"([a-f])([1-6])", re.IGNORECASE)
SHORTEST = 2  # letters by which a word is known


class SignalLine(msgspec.Struct, frozen=True, kw_only=True):
    """What a line says; what it does not say is None, the person 0."""

    kind: SignalKind
    severity: int | None = None
    channel: Channel | None = None
    reliability: Reliability | None = None
    credibility: int | None = None
    contact: int = 0
    note: str = ""

    def fields(self) -> dict[str, Any]:
        """The fields of a signal that the line gives, besides its kind."""
        stated = {name: getattr(self, name) for name in ("severity", "channel", "reliability", "credibility")}
        given: dict[str, Any] = {name: value for name, value in stated.items() if value is not None}
        if self.contact:
            given["contact"] = self.contact
        if self.note:
            given["notes"] = self.note
        return given


def read_signal_line(text: str, people: Iterable[Contact], spoken: Callable[[Word], str] = str) -> SignalLine:
    """Reads a line. `people` are those who may have said it, `spoken` is a word in the person's language. Raises
    Unreadable where a word means nothing here, or several things."""
    head, _colon, note = text.replace("：", ":").partition(":")
    people = tuple(people)
    given: dict[str, Any] = {"note": note.strip()}
    words: list[str] = []
    for token in head.split():
        code = CODE.fullmatch(token)
        channel = next((each for each in Channel if fold(token) in (str(each.value), fold(spoken(each)))), None)
        if token in GRAVE:
            given["severity"] = int(token)
        elif code:
            given["reliability"], given["credibility"] = Reliability[code[1].upper()], int(code[2])
        elif channel is not None:
            given["channel"] = channel
        else:
            words.append(token)
    kinds, rest = _kinds(words, spoken)
    if len(kinds) != 1:
        raise _unclear(words, kinds, spoken)
    person = _person(rest, people) if rest else None
    if person is not None:
        given["contact"] = person.id
        given.setdefault("channel", Channel.INSIDE)
    return SignalLine(kind=kinds[0], **given)


def _kinds(words: Sequence[str], spoken: Callable[[Word], str]) -> tuple[list[SignalKind], list[str]]:
    """The kinds that most of the words name, and the words that name no kind."""
    named: dict[SignalKind, int] = {}
    rest = []
    for word in words:
        meant = [kind for kind in SignalKind if _names(word, kind, spoken)]
        for kind in meant:
            named[kind] = named.get(kind, 0) + 1
        if not meant:
            rest.append(word)
    most = max(named.values(), default=0)
    return [kind for kind, n in named.items() if n == most], rest


def _names(word: str, kind: SignalKind, spoken: Callable[[Word], str]) -> bool:
    """Whether a word begins one of a kind's, or stands in its name where words are not apart."""
    typed = fold(word)
    parts = (*str(kind.value).split("_"), *fold(kind.label).split(), *fold(spoken(kind)).split())
    if len(typed) < SHORTEST:
        return False
    return any(part.startswith(typed) for part in parts) or (not typed.isascii() and typed in fold(spoken(kind)))


def _person(words: Sequence[str], people: Sequence[Contact]) -> Contact:
    """The one whose name or title has all these words."""
    meant = [each for each in people if all(fold(word) in fold(f"{each.name} {each.title}") for word in words)]
    if len(meant) == 1:
        return meant[0]
    typed = " ".join(words)
    if not meant:
        raise Unreadable(
            "{word} is no kind of signal and nobody known here; a name that is not known yet goes after the colon",
            word=repr(typed),
        )
    names = ", ".join(each.name for each in meant)
    raise Unreadable("{word} may be {names}; write more of the name", word=repr(typed), names=names)


def _unclear(words: Sequence[str], kinds: Sequence[SignalKind], spoken: Callable[[Word], str]) -> Unreadable:
    if not kinds:
        return Unreadable("say what happened first, like “late 2 nurse: third delay”")
    names = ", ".join(spoken(kind) for kind in kinds)
    return Unreadable("{word} may be {names}; write one word more", word=repr(" ".join(words)), names=names)
