"""The counts that other books gave away, as files: each read whole, and believed only where no cell is below 5 or
beyond any book."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from bidtracker.domain.errors import BidtrackerError, Unreadable
from bidtracker.domain.message import Message, listed, say
from bidtracker.domain.text import cut
from bidtracker.domain.vocabulary import CostBand, SignalKind
from bidtracker.radar.pooling.book_counts import FORMAT, BookCounts
from bidtracker.radar.pooling.pool import faults

LARGEST = 1 << 20  # bytes; what one book gives away has about 5,000
LONGEST = 40  # characters of a word of the file that is no word of ours


class CountFiles(msgspec.Struct, frozen=True):
    """The counts that could be read, the names of their files, and a sentence about each file or part left out."""

    books: tuple[BookCounts, ...]
    files: tuple[str, ...]
    left_out: tuple[Message, ...]


def read_counts(paths: Iterable[Path]) -> CountFiles:
    """Reads what several books gave away. A file that holds the same counts as one before it is that book's again."""
    books: dict[bytes, BookCounts] = {}
    files: list[str] = []
    left_out: list[Message] = []
    for path in paths:
        try:
            counts = read_book_counts(path)
        except BidtrackerError as error:
            left_out.append(error.message)
            continue
        left_out.extend(_unknown_words(path, counts))
        key = msgspec.json.encode(msgspec.structs.replace(counts, about=""), order="deterministic")
        if key in books:
            left_out.append(say("{file} holds the same counts as a file before it and counts once", file=path.name))
            continue
        books[key] = counts
        files.append(path.name)
    return CountFiles(tuple(books.values()), tuple(files), tuple(left_out))


def read_book_counts(path: Path) -> BookCounts:
    """The counts in one file. Raises Unreadable where it is none that `contribute` writes."""
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise Unreadable("{file} cannot be read: {why}", file=str(path), why=why) from None
    if len(raw) > LARGEST:
        raise Unreadable("{file} is too large for the counts of a book", file=path.name)
    try:
        counts = msgspec.json.decode(raw, type=BookCounts)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Unreadable(
            "{file} holds no counts of a book as `bidtracker contribute` writes them: {why}",
            file=path.name,
            why=cut(str(error), 3 * LONGEST),
        ) from None
    if counts.format != FORMAT:
        raise Unreadable(
            "{file} says that it is {format}; this version reads {ours}",
            file=path.name,
            format=repr(cut(counts.format, LONGEST)),
            ours=repr(FORMAT),
        )
    if wrong := [cut(name, LONGEST) for name in faults(counts)]:
        raise Unreadable(
            "{file} has counts that no book gives away, below 5 or beyond a million, in {places}",
            file=path.name,
            places=listed(wrong),
        )
    return counts


def _unknown_words(path: Path, counts: BookCounts) -> Iterable[Message]:
    """What a file counts that this version does not know; the rest of it is used."""
    words = [*(set(counts.signals) - set(SignalKind)), *(set(counts.costs) - set(CostBand))]
    if words:
        names = listed(cut(word, LONGEST) for word in sorted(words)[:5])
        yield say("{file} counts what this version does not know: {names}", file=path.name, names=names)
