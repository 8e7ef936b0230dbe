"""The address of a book on a PostgreSQL server, without secrets: it may be shown, logged and kept in settings."""

from __future__ import annotations

import os
import re
from typing import NamedTuple
from urllib.parse import unquote

import psycopg
from psycopg.conninfo import make_conninfo

from bidtracker.domain.message import say
from bidtracker.storage.errors import StorageError

SCHEMA = "bidtracker"  # the schema that a book is in where the address names no other
_NAME = re.compile(r"(?!pg_|information_schema$)[a-z_][a-z0-9_]{0,62}")
DEFAULTS = {
    "connect_timeout": "5",
    "keepalives_idle": "30",  # a network that has gone is noticed
    "tcp_user_timeout": "10000",  # ms
}


class Address(NamedTuple):
    """Where a book is: libpq's own connection string, the schema, and the address as it was given."""

    conninfo: str
    schema: str
    shown: str


def parse(address: str) -> Address:
    """The parts of "postgresql://user@host:port/database?sslmode=verify-full&schema=north".

    All but `schema` is for libpq: its parameters, service files, environment and .pgpass hold as
    everywhere. An address with a password is refused: it would be in the list of processes, in the
    shell's history and on screen. No sentence repeats an address that may hold one.
    """
    scheme, _, rest = address.partition("://")
    base, _, query = rest.partition("?")
    parameters = [each for each in query.split("&") if each]
    ours = [each for each in parameters if each.startswith("schema=")]
    theirs = "&".join(each for each in parameters if each not in ours)
    uri = f"postgresql://{base}" + (f"?{theirs}" if theirs else "")
    try:
        options = psycopg.pq.Conninfo.parse(uri.encode())
    except (psycopg.Error, UnicodeError):
        options = []
    if not options or not address.isprintable() or scheme.lower() not in ("postgresql", "postgres"):
        raise StorageError(
            say("this is no address of a book on a PostgreSQL server; one is {example}", example=EXAMPLE)
        ) from None
    given = {option.keyword.decode(): option.val.decode() for option in options if option.val is not None}
    # libpq marks its secrets with a star; one that was mistyped is in the part before or behind it
    if any(option.val and option.dispchar == b"*" for option in options) or _holds_secret(given):
        raise StorageError(
            say(
                "the address holds a password, which others could see; leave it out and keep it where PostgreSQL "
                "looks for it: ~/.pgpass, a service file or PGPASSWORD"
            )
        )
    schema = unquote(ours[-1].removeprefix("schema=")) if ours else SCHEMA
    if not _NAME.fullmatch(schema):
        raise StorageError(
            say("{name} cannot be the schema of a book; use small letters, digits and _", name=repr(schema))
        )
    by_service = "service" in given or "PGSERVICE" in os.environ
    defaults = {} if by_service else {name: value for name, value in DEFAULTS.items() if name not in given}
    return Address(make_conninfo(uri, **defaults), schema, address)


def _holds_secret(given: dict[str, str]) -> bool:
    """Whether a part of an address is none, as where a colon or an @ too many pushed a password into it."""
    ports = given.get("port", "").split(",")
    return (
        ":" in given.get("user", "")
        or "@" in given.get("host", "") + given.get("dbname", "")
        or not all(port.isdecimal() for port in ports if port)
    )


EXAMPLE = "postgresql://user@host/database"
