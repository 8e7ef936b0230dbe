"""The SQL of a book on a PostgreSQL server; {s} stands for the book's schema."""

from __future__ import annotations

READ = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT rev, format, head, indexed FROM {s}.book"
WRITE = (
    "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
    "SELECT rev, format, head, indexed FROM {s}.book FOR UPDATE",
    # Read after the lock, so that it is of now.
    "SELECT name, coalesce((SELECT max(id) FROM {s}.doc WHERE tbl = name), 0) FROM {s}.tbl",
)
WRITE_AT_ONCE = (WRITE[0], "SET LOCAL lock_timeout = '50ms'", *WRITE[1:])  # for who does not wait
SAVE = "UPDATE {s}.book SET rev = %s, head = %s, indexed = %s, commits = left(%s || commits, %s)"
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
MOVE_REMOVED = (
    "UPDATE {s}.doc SET id = %s WHERE tbl = %s AND id = %s AND body IS NULL "
    "AND NOT EXISTS (SELECT 1 FROM {s}.doc WHERE tbl = %s AND id = %s)"
)
FIND = (  # a row with the id 0: another client has made another index
    "SELECT key, id FROM {s}.idx WHERE field = %s AND key BETWEEN %s AND %s "
    "UNION ALL SELECT '', 0 FROM {s}.book WHERE indexed <> %s"
)
IDS_BY_KEY = (
    "SELECT array_agg(id ORDER BY id) FROM {s}.idx WHERE field = %s AND key BETWEEN %s AND %s GROUP BY key ORDER BY key"
)
FIND_AT = "SELECT key, id FROM {s}.idx WHERE field = %s AND key = ANY(%s::text[])"
FIND_LAST = (
    "(SELECT key, id FROM {s}.idx WHERE field = %s AND key BETWEEN %s AND %s ORDER BY key DESC, id DESC LIMIT %s) "
    "UNION ALL SELECT '', 0 FROM {s}.book WHERE indexed <> %s"
)
FIND_AFTER = (
    "SELECT key, id FROM {s}.idx WHERE field = %s AND (key, id) > (%s, %s) AND key <= %s ORDER BY key, id LIMIT %s"
)
FIND_KEYS = (  # from key to key, without the entries between them
    "WITH RECURSIVE each(key) AS ("
    "(SELECT key FROM {s}.idx WHERE field = %s AND key BETWEEN %s AND %s ORDER BY key LIMIT 1) UNION ALL "
    "SELECT (SELECT key FROM {s}.idx WHERE field = %s AND key > each.key AND key <= %s ORDER BY key LIMIT 1) "
    "FROM each WHERE each.key IS NOT NULL) SELECT key FROM each WHERE key IS NOT NULL LIMIT %s"
)
INDEXED = "SELECT indexed FROM {s}.book"
COUNT = "SELECT indexed, (SELECT count(*) FROM {s}.idx WHERE field = %s AND key BETWEEN %s AND %s) FROM {s}.book"
FIND_EACH = (
    "SELECT entry.key, entry.id FROM unnest(%s::text[], %s::text[]) AS each (low, high) "
    "CROSS JOIN LATERAL (SELECT key, id FROM {s}.idx WHERE field = %s AND key BETWEEN low AND high) AS entry"
)
COUNT_EACH = (
    "SELECT (SELECT count(*) FROM {s}.idx WHERE field = %s AND key BETWEEN low AND high) "
    "FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS each (low, high, place) ORDER BY place"
)
LEAVE = (
    "DELETE FROM {s}.idx USING unnest(%s::text[], %s::text[], %b::bigint[]) AS gone (field, key, id) "
    "WHERE (idx.field, idx.key, idx.id) = (gone.field, gone.key, gone.id)"
)
ENTER = (
    "INSERT INTO {s}.idx (field, key, id) SELECT * FROM unnest(%s::text[], %s::text[], %b::bigint[]) "
    "ON CONFLICT DO NOTHING"
)


def put_few(rows: int) -> str:
    """Writes so many rows, five parameters each; in half the time of PUT as long as they are few."""
    values = ", ".join(["(%s, %s, %s, %s, %s)"] * rows)
    return f"INSERT INTO {{s}}.doc AS doc (tbl, id, rev, body, sum) VALUES {values}" + _REPLACE


def put_and(rows: int, save: str) -> str:
    """The last statement of a short act: its rows, and what `save` does to the book's one row."""
    return f"WITH put AS ({put_few(rows)}) {save}" if rows else save
