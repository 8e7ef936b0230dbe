"""The SQL of a book on a PostgreSQL server; {s} stands for the book's schema."""

from __future__ import annotations

READ = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT rev, format, head FROM {s}.book"
WRITE = (
    "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
    "SELECT rev, format, head FROM {s}.book FOR UPDATE",
    # Read after the lock, so that it is of now.
    "SELECT name, coalesce((SELECT max(id) FROM {s}.doc WHERE tbl = name), 0) FROM {s}.tbl",
)
SAVE = "UPDATE {s}.book SET rev = %s, head = %s, commits = left(%s || commits, %s)"
SAVE_AND_TELL = SAVE + " RETURNING pg_notify('bidtracker', %s)"
COMMIT = "COMMIT"
CHANGES = (  # one statement sees one moment, and is one round trip
    "SELECT book.rev, doc.tbl, doc.id, doc.rev, doc.body, doc.sum FROM {s}.book LEFT JOIN {s}.doc ON doc.rev > %s "
    "ORDER BY doc.rev, doc.tbl, doc.id"
)
_REPLACE = " ON CONFLICT (tbl, id) DO UPDATE SET rev = excluded.rev, body = excluded.body, sum = excluded.sum"
PUT = (
    "INSERT INTO {s}.doc AS doc (tbl, id, rev, body, sum) SELECT %s, id, %s, body, sum "
    "FROM unnest(%b::bigint[], %b::json[], %b::bigint[]) AS new (id, body, sum)" + _REPLACE
)
DELETE = (
    "UPDATE {s}.doc SET rev = %s, body = NULL, sum = gone.sum "
    "FROM unnest(%b::bigint[], %b::bigint[]) AS gone (id, sum) "
    "WHERE doc.tbl = %s AND doc.id = gone.id AND doc.body IS NOT NULL"
)


def put_few(rows: int) -> str:
    """Writes so many rows, five parameters each; in half the time of PUT as long as they are few."""
    values = ", ".join(["(%s, %s, %s, %s, %s)"] * rows)
    return f"INSERT INTO {{s}}.doc AS doc (tbl, id, rev, body, sum) VALUES {values}" + _REPLACE


def put_and(rows: int, save: str) -> str:
    """The last statement of a short act: its rows, and what `save` does to the book's one row."""
    return f"WITH put AS ({put_few(rows)}) {save}" if rows else save
