"""What makes a history a chain: the seal of each act, and the state that it left.

A seal is a hash of the act and of the seal before it, so that nothing in the middle can go or change unseen; the last
one stands in the book's header. The parts of an act (title, state, each before-image) enter as hashes keyed with
random bytes. Where one is erased its key goes too and its hash stays: the chain still adds up, and nobody can find
out by trying what was there.

The state of a book is the sum of the hashes of its records. An act changes it by what it wrote, in microseconds, and
a check that adds everything up sees any record that came, went or changed past the program.

Whoever can write the file can also make a whole new chain. What that cannot match is a head kept elsewhere: every
backup and dump has one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from hashlib import blake2b, shake_128

import msgspec

from bidtracker.domain.records import BeforeImage, HistoryEntry, Images

SIZE = 16  # bytes of a key and of a hash
STATES = 1 << 256
TITLE, STATE, CHANGES = "title", "state", "changes"  # the parts whose hashes may stay without them
FIRST = 2  # the key of the first before-image; the two before are the title's and the state's

_encode = msgspec.json.Encoder().encode


class Head(msgspec.Struct, frozen=True):
    """The end of a history: the number of its newest act, that act's seal, and the state that it left."""

    act: int = 0
    seal: str = ""
    state: int = 0

    def spelled(self) -> str:
        """The head as the header of a book has it."""
        return f"{self.act} {self.seal} {spelled(self.state)}"


def read_head(text: str) -> Head | None:
    """The head in a header, the empty one where nothing was done yet; None where it says nothing that can be read."""
    if not text:
        return Head()
    try:
        act, seal, state = text.split(" ")
        return Head(int(act), seal, int(state, 16))
    except ValueError:
        return None


def spelled(state: int) -> str:
    """A state as text."""
    return f"{state % STATES:064x}"


def weight(table: str, number: int, body: bytes | None) -> int:
    """What a record in this form adds to the state of its book; 0 where it is not there."""
    if body is None:
        return 0
    hashed = blake2b(body, digest_size=32, person=table.encode()[:16], salt=number.to_bytes(SIZE, "big"))
    return int.from_bytes(hashed.digest(), "big")


def new_salt() -> str:
    """Random bytes from which the keys of an act's parts are made."""
    return os.urandom(SIZE).hex()


def keys_of(sealed: HistoryEntry | Images) -> Sequence[str]:
    """The key of each part; "" for one that was erased."""
    if sealed.keys:
        return sealed.keys
    stream = shake_128(sealed.salt.encode()).hexdigest(SIZE * (FIRST + len(sealed.changes)))
    return [stream[at : at + 2 * SIZE] for at in range(0, len(stream), 2 * SIZE)]


def image_bytes(change: BeforeImage) -> bytes:
    """A before-image as it is hashed."""
    return b'["%s",%d,%s]' % (change.table.encode(), change.id, bytes(change.before))


def image_digests(sealed: HistoryEntry | Images) -> Iterator[str]:
    """The hash of each before-image that an entry or a chunk carries itself."""
    keys = keys_of(sealed)
    for n, change in enumerate(sealed.changes):
        yield sealed.digests.get(str(n)) or digest(image_bytes(change), keys[FIRST + n])


def changes_digest(sealed: HistoryEntry | Images, chunks: Sequence[str] = ()) -> str:
    """The hash of all that an entry or a chunk says was before; `chunks` are the hashes of the entry's chunks."""
    return sealed.digests.get(CHANGES) or digest("".join((*image_digests(sealed), *chunks)).encode())


def seal(entry: HistoryEntry, before: str, chunks: Sequence[str] = ()) -> str:
    """The seal of an act after the one whose seal is `before`. What undid it later is no part of it."""
    keys = keys_of(entry)
    plain = [before, entry.at, entry.who, entry.act, entry.undoes]
    if entry.acted_beside:
        plain.append(entry.acted_beside)
    title = entry.digests.get(TITLE) or digest(_encode(entry.title), keys[0])
    state = entry.digests.get(STATE) or digest(entry.state.encode(), keys[1])
    return digest(_encode(plain) + "".join((title, state, changes_digest(entry, chunks))).encode())


def digest(text: bytes, key: str = "") -> str:
    """A hash as text, keyed where a key is given."""
    return blake2b(text, digest_size=SIZE, key=bytes.fromhex(key)).hexdigest()
