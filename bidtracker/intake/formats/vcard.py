"""Contacts as address books give them: vCard 3.0 (RFC 2426) and 4.0 (RFC 6350), several cards a file.

icalendar, which reads the same lines for calendars, takes them apart; what a card means is read here. A card that
cannot be read is refused by its number, and the others still come.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from bidtracker.domain.errors import Refused, Unreadable
from bidtracker.domain.fields import FIELDS
from bidtracker.domain.message import Message, say
from bidtracker.domain.text import fold
from bidtracker.intake.formats.native.columns import reader
from bidtracker.intake.formats.reader import Reader
from bidtracker.intake.notice import Card, Problem, digest, shorten

BEGINS = b"BEGIN:VCARD"
VERSIONS = ("3.0", "4.0")
LONGEST = 8 << 20  # bytes of one card, with its photograph
KEY = "VCARD"  # under which the lines of a card stand in its record
PEOPLE = ("", "individual")  # values of KIND that are a person
WANTED = ("VERSION", "KIND", "FN", "N", "ORG", "TITLE", "ROLE", "TEL", "EMAIL", "NOTE", "URL", "UID", "X-ABSHOWAS")
# The fields of a contact that no property of vCard tells: each has a property of its own, as the standard provides.
OTHERS = {
    f"X-{field.name.upper().replace('_', '-')}": field
    for field in FIELDS["contacts"]
    if field.imported and field.name not in Card.__struct_fields__
}
WEB = ("http://", "https://")
FIRST = {"work": 0, "cell": 1, "voice": 2}  # which of several telephones and mail addresses is meant

_BREAK = re.compile(rb"\r\n|\n|\r")
_VALUE = re.compile(r'(?:[^":]|"[^"]*")*:')
_ESCAPED = re.compile(r"\\(.)")
_SEMICOLON = re.compile(r"(?<!\\)(?:\\\\)*;")


class CardLine(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One property of a card: its parameters in lower case, its value in plain text and as its parts."""

    name: str
    types: tuple[str, ...]
    preferred: int
    value: str
    parts: tuple[str, ...]


def begins_a_card(first: bytes) -> bool:
    """Whether a file is an address book, by its first bytes."""
    return first.lstrip()[: len(BEGINS)].upper() == BEGINS


def cards(file: str, chunks: Iterable[bytes]) -> Iterator[tuple[int, dict[str, list[str]], bytes] | Problem]:
    """The cards of a stream of UTF-8, in order: number, unfolded lines under KEY, and the bytes as they stood."""
    number, size = 0, 0
    held: list[bytes] = []
    for line in _lines(chunks):
        mark = line.strip().upper()
        if mark == BEGINS:
            if held:
                yield _refused(file, number, say("the card has no end; it is followed by another"))
            number, held, size = number + 1, [line], 0
        elif held and mark and size <= LONGEST:
            held.append(line)
            size += len(line)
        if mark == b"END:VCARD" and held:
            if size > LONGEST:
                yield _refused(file, number, say("the card is longer than {mb} MB", mb=LONGEST >> 20))
            else:
                yield number, {KEY: _unfolded(held)}, b"\n".join(held)
            held = []
    if held:
        yield _refused(file, number, say("the file is cut off within the card"))


class VCardReader(Reader):
    """Reads the cards of one file, as `cards` cuts them out."""

    name = "vcard"
    label = "vCard"
    alone = False  # conditions on tenders say nothing of people

    def __init__(self, file: str, list_name: str = "") -> None:
        super().__init__(file, list_name or file)

    @classmethod
    def looks(cls, record: Mapping[str, Any]) -> bool:
        """Whether a record is a card."""
        return KEY in record

    def read(self, number: int, value: Any, raw: bytes) -> Iterable[Card | Problem]:
        """Gives the person that a card is, or why not; and each line of it that was left out."""
        if not isinstance(value, dict) or not isinstance(value.get(KEY), list):
            return (_refused(self._file, number, say("it is not a card")),)
        lines_of: dict[str, list[CardLine]] = {}
        problems: list[Problem] = []
        for text in value[KEY]:
            try:
                line = _line(str(text))
            except Unreadable as error:
                problems.append(
                    Problem(file=self._file, record=number, value=shorten(str(text)), message=error.message)
                )
                continue
            if (line.name in WANTED or line.name in OTHERS) and line.value.strip():
                lines_of.setdefault(line.name, []).append(line)
        try:
            return (self._card(number, lines_of, digest(raw)), *problems)
        except Unreadable as error:
            return (*problems, _refused(self._file, number, error.message))

    def _card(self, number: int, lines_of: dict[str, list[CardLine]], raw: str) -> Card:
        version, kind = _one(lines_of, "VERSION"), _one(lines_of, "KIND").casefold()
        if version not in VERSIONS:
            raise Unreadable("it is vCard {version}; export the contacts as vCard 3.0 or 4.0", version=version or "?")
        name, organisation = _name(lines_of), _part(lines_of, "ORG")
        if kind not in PEOPLE or _one(lines_of, "X-ABSHOWAS").casefold() == "company":
            raise Unreadable("it is a group or an organisation, not a person")
        if not name:
            raise Unreadable("the card names nobody; it needs FN or N")
        phones, mails = _chosen(lines_of, "TEL", "tel:"), _chosen(lines_of, "EMAIL", "mailto:")
        return Card(
            key=_one(lines_of, "UID") or f"card {fold(name)}|{fold(organisation)}",
            list=self._list,
            record=number,
            digest=raw,
            name=name,
            organisation=organisation,
            title=_one(lines_of, "TITLE") or _one(lines_of, "ROLE"),
            phone=phones[0] if phones else "",
            email=mails[0] if mails else "",
            notes="\n".join(line.value.strip() for line in lines_of.get("NOTE", ())),
            links=tuple(dict.fromkeys(url for url in _chosen(lines_of, "URL", "") if url.casefold().startswith(WEB))),
            more=(*phones[1:], *mails[1:]),
            others={
                field.name: reader(field.kind.name, field.kind.words)(_one(lines_of, name))
                for name, field in OTHERS.items()
                if name in lines_of
            },
        )


# ---------------------------------------------------------------- lines


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The lines of a stream, however they are ended."""
    rest = b""
    for chunk in chunks:
        *whole, rest = _BREAK.split(rest + chunk)
        yield from whole
        if len(rest) > LONGEST:  # no line at all: give it on, for the card to be refused
            yield rest
            rest = b""
    if rest:
        yield rest


def _unfolded(lines: Iterable[bytes]) -> list[str]:
    """Lines put together that were broken for length: what begins with white space goes on."""
    whole: list[bytes] = []
    for line in lines:
        if line[:1] in (b" ", b"\t") and whole:
            whole[-1] += line[1:]
        elif line.strip():
            whole.append(line)
    return [line.decode("utf-8", "replace") for line in whole]


def _line(text: str) -> CardLine:
    """One property taken apart. Raises Unreadable."""
    try:
        from icalendar.parser import Contentline  # 60 ms to import; only cards need it
    except ModuleNotFoundError as error:
        raise Refused(
            "vCard is read by the package {package}, which is not installed here", package=error.name
        ) from None
    try:
        line: Any = Contentline  # without types of its own
        name, parameters, _value = line(text).parts()
        # Taken apart before it is unescaped: "\;" is no end of a part.
        raw = text[match.end() :] if (match := _VALUE.match(text)) else ""
        parts = [_plain(part).strip() for part in _split(raw)]
    except ValueError:
        raise Unreadable("the line cannot be read and was skipped") from None
    types = [str(t).casefold() for t in _listed(parameters.get("TYPE"))]
    rank = str(parameters.get("PREF", ""))
    return CardLine(
        name=name.rpartition(".")[2].upper(),
        types=tuple(part for kinds in types for part in kinds.split(",")),
        preferred=int(rank) if rank.isascii() and rank.isdigit() and len(rank) < 4 else 101 - 100 * ("pref" in types),
        value=_plain(raw).strip(),
        parts=tuple(parts),
    )


def _split(raw: str) -> Iterator[str]:
    start = 0
    for end in _SEMICOLON.finditer(raw):
        yield raw[start : end.end() - 1]
        start = end.end()
    yield raw[start:]


def _plain(raw: str) -> str:
    """A value without its escapes: a backslash before n is a line break, before anything else that."""
    return _ESCAPED.sub(lambda escape: "\n" if escape[1] in "nN" else escape[1], raw)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


# ---------------------------------------------------------------- what a card says


def _one(lines_of: dict[str, list[CardLine]], name: str) -> str:
    """The preferred value of a property, "" where there is none."""
    lines = lines_of.get(name, ())
    return min(lines, key=lambda line: line.preferred).value.strip() if lines else ""


def _part(lines_of: dict[str, list[CardLine]], name: str) -> str:
    """The first part of a property: an organisation without its departments."""
    lines = lines_of.get(name, ())
    return min(lines, key=lambda line: line.preferred).parts[0] if lines else ""


def _name(lines_of: dict[str, list[CardLine]]) -> str:
    """The name as it is written; else given and family name."""
    if written := _one(lines_of, "FN"):
        return " ".join(written.split())
    lines = lines_of.get("N", ())
    family, given, *_rest = (*lines[0].parts, "", "") if lines else ("", "")
    return " ".join(f"{given} {family}".split())


def _chosen(lines_of: dict[str, list[CardLine]], name: str, scheme: str) -> list[str]:
    """Several values of a property, each once: the preferred first, then those for work."""

    def order(line: CardLine) -> tuple[int, int]:
        return line.preferred, min((FIRST[kind] for kind in line.types if kind in FIRST), default=len(FIRST))

    lines = sorted(lines_of.get(name, ()), key=order)
    return list(dict.fromkeys(line.value.strip().removeprefix(scheme) for line in lines))


def _refused(file: str, number: int, message: Message) -> Problem:
    return Problem(file=file, record=number, message=message, refused=True)


FORMAT = VCardReader
