"""Encryption of what leaves the book, in the age format (https://age-encryption.org), by the extra `encrypt`."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO

import click

from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.message import say
from bidtracker.locale import tr

MAGIC = (b"age-encryption.org/", b"-----BEGIN AGE ENCRYPTED FILE")
PASSPHRASE = "passphrase"
VARIABLE = "BIDTRACKER_PASSPHRASE"

encrypt = click.option(
    "--encrypt", "recipients", multiple=True, metavar="TO",
    help="Encrypt it to an age1… or ssh-ed25519 recipient, again for more, or with a passphrase, which is asked for.",
)  # fmt: skip
identity = click.option(
    "--identity", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FILE",
    help="The age or ssh key that opens what is encrypted; without it a passphrase is asked for.",
)  # fmt: skip


def encrypted(plain: bytes, recipients: tuple[str, ...]) -> bytes:
    """The age file of some bytes. Raises BidtrackerError in a sentence where it cannot be made."""
    age = _age()
    if PASSPHRASE in recipients:
        if len(recipients) > 1:
            raise BidtrackerError("a passphrase stands alone; leave out the other recipients")
        return bytes(age.passphrase.encrypt(plain, _passphrase(again=True)))
    return bytes(age.encrypt(plain, [_recipient(age, each) for each in recipients]))


def readable(stream: BinaryIO, key: Path | None) -> BinaryIO:
    """What a stream holds, decrypted where it is an age file. Raises BidtrackerError where nothing opens it."""
    start = stream.read(len(MAGIC[1]))
    if not start.startswith(MAGIC):
        return Joined(start, stream)
    age, whole = _age(), start + stream.read()
    try:
        if key is None:
            return BytesIO(age.passphrase.decrypt(whole, _passphrase(again=False)))
        return BytesIO(age.decrypt(whole, _identities(age, key)))
    except age.DecryptError as error:
        raise BidtrackerError("this key or passphrase does not open it: {reason}", reason=str(error)) from None


class Joined(BytesIO):
    """The first bytes of a stream, which were looked at, and the rest of it."""

    def __init__(self, start: bytes, rest: BinaryIO) -> None:
        super().__init__(start)
        self._rest = rest

    def read(self, size: int | None = -1) -> bytes:
        first = super().read(size)
        if size is None or size < 0:
            return first + self._rest.read()
        return first or self._rest.read(size)


def _age() -> ModuleType:
    try:
        import pyrage
    except ImportError:
        raise BidtrackerError(
            "encryption needs the program's extra encrypt; install it with: pip install 'bidtracker[encrypt]'"
        ) from None
    module: ModuleType = pyrage
    return module


def _recipient(age: Any, text: str) -> Any:
    """The recipient that a person names. What is mistyped is not repeated: it may be a secret key."""
    try:
        return age.ssh.Recipient.from_str(text) if text.startswith("ssh-") else age.x25519.Recipient.from_str(text)
    except age.RecipientError:
        raise BidtrackerError(
            "a recipient of --encrypt is age1… or ssh-ed25519 …, or the word passphrase; one given is neither"
        ) from None


def _identities(age: Any, key: Path) -> list[Any]:
    """The keys in a file, as age-keygen or ssh-keygen writes it."""
    text = key.read_bytes()
    try:
        if b"PRIVATE KEY" in text:
            return [age.ssh.Identity.from_buffer(text)]
        lines = [line.strip() for line in text.decode().splitlines()]
        return [age.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except (age.IdentityError, UnicodeDecodeError):
        raise BidtrackerError("{path} holds no key that opens an age file", path=str(key)) from None


def _passphrase(*, again: bool) -> str:
    """The passphrase, from the environment or typed unseen."""
    if given := os.environ.get(VARIABLE):
        return given
    typed: str = click.prompt(tr(say("Passphrase")), hide_input=True, confirmation_prompt=again, err=True)
    return typed
