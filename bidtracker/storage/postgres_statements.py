"""The SQL of a book on a PostgreSQL server; {s} stands for the book's schema."""

from __future__ import annotations

READ = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT rev, format FROM {s}.book"
WRITE = (
    "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SELECT rev, format FROM {s}.book FOR UPDATE; "
    "SELECT name FROM {s}.tbl"  # read after the lock, so that it is of now
)
COMMIT = "UPDATE {s}.book SET rev = %d, commits = left('%s' || commits, %d); %s COMMIT"
NOTIFY = "SELECT pg_notify('bidtracker', '%s %d');"
CHANGES = (  # one statement sees one moment, and is one round trip
    "SELECT book.rev, doc.tbl, doc.id, doc.rev, doc.body, doc.sum FROM {s}.book LEFT JOIN {s}.doc ON doc.rev > %s "
    "ORDER BY doc.rev, doc.tbl, doc.id"
)
PUT_ONE = (
    "INSERT INTO {s}.doc AS doc (tbl, id, rev, body, sum) VALUES (%s, %s, %s, %s, %s) "
    "ON CONFLICT (tbl, id) DO UPDATE SET rev = excluded.rev, body = excluded.body, sum = excluded.sum"
)
PUT = (
    "INSERT INTO {s}.doc AS doc (tbl, id, rev, body, sum) SELECT %s, id, %s, body, sum "
    "FROM unnest(%b::bigint[], %b::json[], %b::bigint[]) AS new (id, body, sum) "
    "ON CONFLICT (tbl, id) DO UPDATE SET rev = excluded.rev, body = excluded.body, sum = excluded.sum"
)
DELETE = (
    "UPDATE {s}.doc SET rev = %s, body = NULL, sum = gone.sum "
    "FROM unnest(%b::bigint[], %b::bigint[]) AS gone (id, sum) "
    "WHERE doc.tbl = %s AND doc.id = gone.id AND doc.body IS NOT NULL"
)
