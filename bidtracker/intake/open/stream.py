"""JSON records out of a stream of bytes, one after the other, in memory that does not grow with the file.

A record is an element of one top-level array or of a list in an object, see `envelope`; a line of JSON Lines, or one of
several documents that simply follow each other; or a row of a table, see `json_tables`. Records come as raw JSON,
undecoded.

Where one record ends and the next begins is found in three ways, fastest first; measured on 100,000 native
records of 1.25 KB (125 MB; json.loads takes 1.0 to 1.5 s). With the decoding that follows it takes half the time of
ijson's C backend (39 MB of OCDS: 0.17 s against 0.34 s), which gives no raw bytes to tell a changed record by:
- a whole window at once: the *seam*, the bytes that end one record and begin the next (`}, {"reference": "`), is
  learned from the first two records, looked for from the window's end, and the records up to it are cut apart by
  msgspec in 0.1 s. A seam that lies within a record leaves brackets open, so msgspec refuses it: a wrong guess costs
  time, never a record;
- one record by a regular expression, 0.5 s, down to DEPTH levels;
- one record by counting brackets, for what is deeper.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from itertools import chain

import msgspec

from bidtracker.domain.errors import Unreadable
from bidtracker.intake.notice import shorten
from bidtracker.intake.open.envelope import LIST_KEYS, enveloped, is_like_a_record, is_record, members_of
from bidtracker.intake.open.json_tables import Raw, begins, by_name, elements_of, heads_of, is_page, is_rows, turned
from bidtracker.intake.open.values import is_too_deep

WINDOW = 1 << 20
LONGEST = 32 << 20  # bytes of one record; decoded it may take ten times as much memory
DEPTH = 24
MOST_OF_A_PAGE = 12  # members that an answer of an API has at most

_STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'


def _container(depth: int) -> re.Pattern[bytes]:
    """An object or array down to `depth` levels. All repeats are possessive: it cannot backtrack."""
    plain = rb'[^"{}\[\]]*+'
    inner = _STRING
    for _ in range(depth):
        inner = rb"(?:" + _STRING + rb"|[{\[]" + plain + rb"(?:" + inner + plain + rb")*+[}\]])"
    return re.compile(inner, re.DOTALL)


_VALUE = _container(DEPTH)
_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[{}\[\]]', re.DOTALL)
_SCALAR = re.compile(rb"[^\s,:\[\]{}\"]++")
_SPACE = re.compile(rb"[ \t\r\n]*+")
_RAWS = msgspec.json.Decoder(list[msgspec.Raw])
_KEY = msgspec.json.Decoder(str)
_OPENING = re.compile(rb'\{[ \t\r\n]*+"[^"\\]*+"[ \t\r\n]*+:[ \t\r\n]*+"?')


class Broken(Unreadable):
    """The rest of a stream cannot be read as JSON; what came before it stands."""


class JsonStream:
    """The records of a stream of UTF-8 JSON. Iterate `elements()` once.

    `key` is the list that the records come from ("" where they stand by themselves); `marks` are the members that so
    far stood beside such lists and are true.
    """

    def __init__(self, chunks: Iterable[bytes], *, window: int = WINDOW, longest: int = LONGEST) -> None:
        self.key = ""
        self.marks: set[str] = set()
        self.left: list[str] = []  # names of lists that stand beside the records, and were not read
        self._chunks = iter(chunks)
        self._window = window
        self._longest = longest
        self._buffer = b""
        self._pos = 0  # the next byte to read in the buffer
        self._base = 0  # where the buffer begins in the stream
        self._ended = False
        self._seam = b""
        self._step = 0  # from the seam's first byte to the next record's first
        self._single_until = 0  # where in the stream a seam may be tried again after one that did not hold

    # ------------------------------------------------------------ the buffer

    def _fill(self, want: int) -> bool:
        """Makes at least `want` unread bytes available, or all there are; whether any came."""
        have = len(self._buffer) - self._pos
        if have >= want or self._ended:
            return False
        parts = [self._buffer[self._pos :]]
        before = have
        while have < want:
            chunk = next(self._chunks, None)
            if chunk is None:
                self._ended = True
                break
            parts.append(chunk)
            have += len(chunk)
        self._base += self._pos
        self._buffer = b"".join(parts)
        self._pos = 0
        return have > before

    def _peek(self) -> bytes:
        """The next byte that is not white space, still unread; b"" at the end."""
        while True:
            match = _SPACE.match(self._buffer, self._pos)
            self._pos = match.end() if match else self._pos
            if self._pos < len(self._buffer):
                return self._buffer[self._pos : self._pos + 1]
            if not self._fill(self._window):
                return b""

    def _broken(self, template: str, **args: object) -> Broken:
        around = self._buffer[self._pos : self._pos + 40].decode("utf-8", "replace")
        return Broken(template, at=self._base + self._pos, found=repr(shorten(around[:20])), **args)

    def _cut_off(self) -> Broken:
        end = self._base + len(self._buffer)
        return Broken(
            "the file is cut off: it ends at byte {end}, within what begins at byte {at}",
            end=end,
            at=self._base + self._pos,
        )

    def _bound(self, size: int) -> None:
        if size > self._longest:
            raise self._broken("the record at byte {at} is longer than {mb} MB", mb=self._longest >> 20)

    # ------------------------------------------------------------ one value

    def _take(self) -> bytes:
        """The value at the position, which is consumed. Raises Broken where none ends there."""
        while True:
            end = self._end_of_value()
            if end > 0:
                value = self._buffer[self._pos : end]
                self._pos = end
                return value
            have = len(self._buffer) - self._pos
            self._bound(have)
            if not self._fill(2 * have + self._window):
                raise self._cut_off()

    def _end_of_value(self) -> int:
        """Where the value at the position ends in the buffer, 0 where it does not end in it."""
        first = self._buffer[self._pos : self._pos + 1]
        if not first:
            return 0
        if first in b'"{[':
            match = _VALUE.match(self._buffer, self._pos)
            return match.end() if match else self._end_by_counting()
        match = _SCALAR.match(self._buffer, self._pos)
        if not match:
            raise self._broken("a value is missing at byte {at}, where {found} stands")
        return match.end() if match.end() < len(self._buffer) or self._ended else 0

    def _end_by_counting(self) -> int:
        depth = 0
        for match in _TOKEN.finditer(self._buffer, self._pos):
            token = match[0]
            if token in (b"{", b"["):
                depth += 1
            elif token in (b"}", b"]"):
                depth -= 1
                if depth == 0:
                    return match.end()
        return 0

    # ------------------------------------------------------------ lists

    def _array(self) -> Iterator[Raw]:
        """The elements of the array that begins at the position."""
        self._pos += 1
        if self._peek() == b"]":
            self._pos += 1
            return
        while True:
            if len(self._buffer) - self._pos < self._window // 8:
                self._fill(self._window)
            yield from self._batch()
            element = self._take()
            yield element
            end = self._base + self._pos
            mark = self._peek()
            if mark == b"]":
                self._pos += 1
                return
            self._expect(mark, b",", "a comma is missing at byte {at}, where {found} stands")
            self._pos += 1
            if not self._peek():
                raise self._cut_off()
            if not self._seam:
                self._learn(element, end)

    def _batch(self) -> Iterator[Raw]:
        """All elements up to the last seam in the buffer, if a seam is known and holds."""
        buffer, pos = self._buffer, self._pos
        if not self._seam or self._base + pos < self._single_until:
            return
        cut = buffer.rfind(self._seam, pos)
        for _ in range(4):
            if cut <= pos:
                return
            try:
                raws = _RAWS.decode(b"[" + buffer[pos : cut + 1] + b"]")
            except (msgspec.DecodeError, RecursionError):
                cut = buffer.rfind(self._seam, pos, cut)
                continue
            self._pos = cut + self._step
            yield from raws
            return
        self._seam = b""
        self._single_until = self._base + len(buffer)

    def _learn(self, element: bytes, end: int) -> None:
        """Keeps as the seam what lies between `element`, which ended at byte `end`, and the opening of the next."""
        opening = _OPENING.match(self._buffer, self._pos)
        start = end - self._base - 1
        if opening and start >= 0 and element.startswith(opening[0]):
            self._seam = self._buffer[start : opening.end()]
            self._step = self._pos - start

    def _expect(self, mark: bytes, wanted: bytes, template: str) -> None:
        if not mark:
            raise self._cut_off()
        if mark != wanted:
            raise self._broken(template)

    # ------------------------------------------------------------ documents

    def elements(self) -> Iterator[Raw]:
        """The records in order. Raises Broken at the place from which nothing more can be read."""
        mark = self._peek()
        if not mark:
            raise Broken("the file is empty")
        first = True
        while mark:
            if mark == b"[":
                yield from by_name(self._of_pages(self._array()))
            elif mark == b"{":
                yield from self._object(first)
            elif first:
                yield self._take()
            else:
                raise self._broken("something else follows the list at byte {at}: {found}")
            first = False
            self.key = ""
            mark = self._peek()

    def _of_pages(self, elements: Iterator[Raw]) -> Iterator[Raw]:
        """The elements of an array; where they are answers of an API, page by page, the records of each."""
        first = next(elements, None)
        if first is None:
            return
        if begins(first) == b"[" and is_page(first):  # pages that are lists themselves
            for page in chain((first,), elements):
                yield from elements_of(page)
            return
        if begins(first) != b"{" or not self._lists(bytes(first), MOST_OF_A_PAGE):
            yield first
            yield from elements
            return
        for page in chain((first,), elements):
            lists = self._lists(bytes(page), MOST_OF_A_PAGE)
            for self.key, raw in lists:
                yield from elements_of(raw)
            if not lists:
                yield page

    def _object(self, first: bool) -> Iterator[Raw]:
        """The records of the object at the position: itself, or the elements of its lists."""
        self._fill(self._window)
        end = self._end_of_value()
        if is_too_deep(self._buffer[self._pos : end]) if end else not self._ended:
            yield from self._members()
            return
        whole = self._take()
        lists = self._lists(whole)
        if not lists and first and self._is_last():
            if rows := turned(whole):
                yield from rows
                return
            lists = enveloped(whole, self.left)
        heads = heads_of("", whole) if any(is_rows(raw) for _, raw in lists) else []
        for self.key, raw in lists:
            yield from by_name(elements_of(raw), heads)
        if lists:
            return
        yield whole
        if first and b"\n" not in whole:
            rest, newline, _ = self._buffer[self._pos : self._pos + 100].partition(b"\n")
            if newline and not rest.strip() and self._peek() == b"{":
                yield from self._lines()

    def _is_last(self) -> bool:
        """Whether nothing but space follows; the position stays."""
        at = self._base + self._pos
        last = not self._peek()
        self._pos = max(0, at - self._base)
        return last

    def _lists(self, whole: bytes, most_members: int = sys.maxsize) -> list[tuple[str, msgspec.Raw]]:
        """The lists of records in an object; none where it is a record itself, cannot be read, or has more members than
        `most_members`."""
        members = members_of(whole)
        if is_record(members) or len(members) > most_members:
            return []
        if most_members < sys.maxsize and is_like_a_record(members):
            return []  # a record that holds a list, and no page
        self.marks.update(key for key, raw in members.items() if bytes(memoryview(raw)[:5]) == b"true")
        return [(key, raw) for key, raw in members.items() if key in LIST_KEYS and begins(raw) == b"["]

    def _lines(self) -> Iterator[Raw]:
        """JSON Lines: a line that is not JSON does not stop the others."""
        while True:
            last = self._buffer.rfind(b"\n", self._pos)
            if last < 0:
                self._bound(len(self._buffer) - self._pos)
            if last < 0 and self._ended:
                if self._peek():
                    yield self._take() if self._buffer[self._pos : self._pos + 1] in b"[{" else self._rest()
                return
            if last >= 0:
                lines = self._buffer[self._pos : last].split(b"\n")
                self._pos = last + 1
                for line in lines:
                    if line and (line := line.strip(b" \t\r")):
                        yield line
            self._fill(len(self._buffer) - self._pos + self._window)

    def _rest(self) -> bytes:
        rest = self._buffer[self._pos :].rstrip()
        self._pos = len(self._buffer)
        return rest

    def _members(self) -> Iterator[Raw]:
        """The records of an object too large for the window: its lists as streams, or itself where it has none."""
        kept: list[bytes] = []
        seen: list[str] = []
        heads: list[str] = []
        streamed, size = False, 0
        self._pos += 1
        mark = self._peek()
        while mark != b"}":
            self._expect(mark, b'"', "a key in quotes is missing at byte {at}, where {found} stands")
            key = self._take()
            self._expect(self._peek(), b":", "a colon is missing at byte {at}, where {found} stands")
            self._pos += 1
            name = self._name(key)
            if self._peek() == b"[" and name in LIST_KEYS and not is_record(seen):
                self.key, streamed, kept = name, True, []
                yield from by_name(self._array(), heads)
            else:
                value = self._take()
                heads = heads or heads_of(name, value)
                seen.append(name)
                if value == b"true":
                    self.marks.add(name)
                if not streamed:
                    kept.append(key + b":" + value)
                    size += len(key) + len(value)
                    self._bound(size)
            mark = self._peek()
            if mark == b",":
                self._pos += 1
                mark = self._peek()
                self._expect(mark, b'"', "a key in quotes is missing at byte {at}, where {found} stands")
            elif mark != b"}":
                self._expect(mark, b"}", "a comma is missing at byte {at}, where {found} stands")
        self._pos += 1
        if not streamed:
            yield b"{" + b",".join(kept) + b"}"

    def _name(self, key: bytes) -> str:
        try:
            return _KEY.decode(key)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise self._broken("a key before byte {at} is not text") from None
