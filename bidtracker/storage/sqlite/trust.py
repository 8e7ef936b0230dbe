"""Whether a file that says it is a book has the form of one. A file may come from anywhere: nothing of it is run."""

from __future__ import annotations

import re
import sqlite3

from bidtracker.domain.message import Message, say
from bidtracker.storage.errors import NotABook
from bidtracker.storage.row import MAX_REV
from bidtracker.storage.sqlite.file import SCHEMA

_COMMENT = re.compile(r"--[^\n]*")
_SPACE = re.compile(r"\s+")


def _plain(sql: str) -> str:
    """A statement without comments and spaces that mean nothing."""
    return _SPACE.sub(" ", _COMMENT.sub(" ", sql)).replace("( ", "(").replace(" )", ")").replace(" ,", ",").strip()


NEWEST = {_plain(part) for part in _COMMENT.sub("", SCHEMA).split(";") if part.strip().startswith("CREATE")}
HEAD, INDEXED = ", head TEXT NOT NULL DEFAULT ''", ", indexed TEXT NOT NULL DEFAULT ''"
# What earlier formats did not have: the first no head, the first two no index.
SECOND = {sql.replace(INDEXED, "") for sql in NEWEST if not sql.startswith("CREATE TABLE idx")}
FORMS = {1: {sql.replace(HEAD, "") for sql in SECOND}, 2: SECOND}

# Each value of a column that is sorted by an index; what is of another type stands at one of its ends. Asked for both
# ends at once, SQLite would walk from one to the other.
ENDS = """
SELECT typeof((SELECT min(tbl) FROM doc)) || typeof((SELECT max(tbl) FROM doc)) UNION ALL
SELECT typeof((SELECT min(rev) FROM doc)) || typeof((SELECT max(rev) FROM doc))
"""
WRONG_TYPES = """
SELECT count(*) FROM doc
WHERE typeof(tbl) <> 'text' OR typeof(id) <> 'integer' OR typeof(rev) <> 'integer' OR typeof(sum) <> 'integer'
   OR typeof(body) NOT IN ('blob', 'null')
"""


def ensure_form(sql: sqlite3.Connection, path: str, number: int) -> None:
    """Raise NotABook where a file of format `number` has other tables, triggers or views than a book has.

    Only the schema, the header and the ends of the indexes are read, as they are at one moment: others may be writing.
    """
    sql.execute("BEGIN")
    try:
        _ensure(sql, path, number)
    finally:
        sql.execute("ROLLBACK")


def _ensure(sql: sqlite3.Connection, path: str, number: int) -> None:
    schema = {(kind, name): text for kind, name, text in sql.execute("SELECT type, name, sql FROM sqlite_schema")}
    theirs = {_plain(text.decode(errors="replace")) for text in schema.values() if text is not None}
    ours = FORMS.get(number, NEWEST)
    if theirs != ours:
        names = [
            f"{kind.decode(errors='replace')} {name.decode(errors='replace')}"
            for (kind, name), text in schema.items()
            if text is not None and _plain(text.decode(errors="replace")) not in ours
        ]
        raise _foreign(
            path, say("it has {what}", what=", ".join(names)) if names else say("tables of a book are missing")
        )
    headers = sql.execute("SELECT typeof(id), typeof(rev), rev FROM book LIMIT 2").fetchall()
    for id_type, rev_type, rev in headers:
        if (id_type, rev_type) != (b"text", b"integer") or not 0 <= rev <= MAX_REV:
            raise _foreign(path, say("its header says what no header of a book says"))
    ends = {types for (types,) in sql.execute(ENDS)}
    if not ends <= {b"texttext", b"integerinteger", b"nullnull"}:
        raise _foreign(path, say("its rows are not of the types that a book has"))
    newest, oldest = sql.execute("SELECT (SELECT max(rev) FROM doc), (SELECT min(rev) FROM doc)").fetchone()
    if headers and newest is not None and not 0 < oldest <= newest <= headers[0][2]:
        raise _foreign(path, say("its rows are newer than the book itself"))


def _foreign(path: str, what: Message) -> NotABook:
    return NotABook(
        say(
            "{path} is not as this program makes a book: {what}. Nothing of it was used; "
            "`bidtracker check --rescue NEW` saves the records that are in it",
            path=path,
            what=what,
        )
    )
