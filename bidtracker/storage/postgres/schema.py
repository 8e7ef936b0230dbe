"""The tables of a book on a PostgreSQL server: found, made, brought up to date, and who may write them.

A book is one schema with four tables, so a database can hold several, and rights are granted to each:

    CREATE ROLE sellers;                                       -- may do everything but make and migrate the book
    GRANT USAGE ON SCHEMA bidtracker TO sellers;
    GRANT SELECT, INSERT, UPDATE ON bidtracker.doc TO sellers; -- not DELETE: a removed document leaves its id
    GRANT SELECT, INSERT, DELETE ON bidtracker.tbl TO sellers;
    GRANT SELECT, UPDATE ON bidtracker.book TO sellers;
    GRANT SELECT, INSERT, DELETE ON bidtracker.idx TO sellers;

What was done they can add to and not rewrite: a trigger sees to that, and lets only an undo mark what it takes back.
For a role that only reads, USAGE and SELECT are enough: its book is read-only. Only who makes a book needs CREATE on
the database, or on an empty schema that was prepared for it; only the tables' owner can migrate it.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import NamedTuple
from zlib import crc32

import psycopg

from bidtracker.domain.message import say
from bidtracker.storage import book_file
from bidtracker.storage.errors import Damaged, NoSuchBook, NotABook, ReadOnly, StorageError
from bidtracker.storage.postgres.session import Session

# A body is of type json, not jsonb: it comes back byte for byte, as its sum and `changes` need, with its key order,
# its numbers as they were written and "\u0000", and SQL can still look inside (body->>'title').
SCHEMA = """
CREATE TABLE {s}.book (
    id text NOT NULL,
    format integer NOT NULL,
    rev bigint NOT NULL,    -- one row, locked by whoever writes: a sequence would show commits out of order
    head text NOT NULL DEFAULT '',  -- what the room above keeps true with each commit
    indexed text NOT NULL DEFAULT '',  -- which fields are in idx
    commits text NOT NULL   -- the last ones, newest first, as 'rev:token '
);
CREATE TABLE {s}.tbl (name text COLLATE "C" PRIMARY KEY);
CREATE TABLE {s}.doc (
    tbl text COLLATE "C" NOT NULL,
    id bigint NOT NULL,
    rev bigint NOT NULL,    -- the commit that wrote the row
    body json,              -- NULL: removed
    sum bigint NOT NULL,    -- of tbl, id, rev and body
    PRIMARY KEY (tbl, id)
);
CREATE INDEX doc_rev ON {s}.doc (rev);
"""
INDEX = """
CREATE TABLE {s}.idx (
    field text COLLATE "C" NOT NULL,  -- the number of 'tenders.buyer' among the declared ones
    key text COLLATE "C" NOT NULL,    -- of a value that the document has there
    id bigint NOT NULL,               -- the document's
    PRIMARY KEY (field, key, id)
);
"""

# Sellers have UPDATE on all rows, so what keeps them from rewriting what was done is here. An undo marks the act it
# takes back; the tables' owner may also erase a person, and fold old acts.
_KEEP_HISTORY = """
BEGIN
    IF NOT pg_has_role(current_user, (SELECT relowner FROM pg_catalog.pg_class WHERE oid = TG_RELID), 'MEMBER')
       AND (NEW.body IS NULL OR (NEW.tbl, NEW.id) <> (OLD.tbl, OLD.id) OR OLD.tbl = 'images'
            OR regexp_replace(NEW.body::text, ',"undone_by":[0-9]+', '')
               <> regexp_replace(OLD.body::text, ',"undone_by":[0-9]+', '')) THEN
        RAISE EXCEPTION 'the history of a book is only added to' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
"""
# Its names are PostgreSQL's own, whatever a seller's search path would find first.
HISTORY = f"""
CREATE FUNCTION {{s}}.keep_history() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
    AS $${_KEEP_HISTORY}$$;
CREATE TRIGGER doc_history BEFORE UPDATE ON {{s}}.doc FOR EACH ROW
    WHEN (OLD.tbl IN ('history', 'images') AND OLD.body IS NOT NULL) EXECUTE FUNCTION {{s}}.keep_history();
"""


def _give_head(session: Session) -> None:
    session.script("ALTER TABLE {s}.book ADD COLUMN head text NOT NULL DEFAULT ''")
    session.script(HISTORY)


def _give_index(session: Session) -> None:
    session.script("ALTER TABLE {s}.book ADD COLUMN indexed text NOT NULL DEFAULT ''")
    session.script(INDEX)
    session.script(SAME_GRANTS)


# Who may write the documents keeps the index, and who may read them reads it.
SAME_GRANTS = """
DO $$
DECLARE each record;
BEGIN
    FOR each IN
        SELECT DISTINCT CASE WHEN g.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(r.rolname) END AS who, g.privilege_type
        FROM pg_catalog.pg_class c, aclexplode(c.relacl) AS g LEFT JOIN pg_catalog.pg_roles r ON r.oid = g.grantee
        WHERE c.oid = '{s}.doc'::regclass AND g.privilege_type IN ('SELECT', 'INSERT') AND g.grantee <> c.relowner
    LOOP
        EXECUTE format('GRANT %s ON {s}.idx TO %s',
            CASE each.privilege_type WHEN 'INSERT' THEN 'INSERT, DELETE' ELSE 'SELECT' END, each.who);
    END LOOP;
END
$$;
"""

MIGRATIONS: dict[int, Callable[[Session], None]] = {1: _give_head, 2: _give_index}
"""For each earlier format, what makes a book of it one of the next; run inside one transaction."""

LOOK = """
SELECT (SELECT count(*) FROM pg_catalog.pg_namespace WHERE nspname = %(schema)s),
       (SELECT count(*) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = %(schema)s),
       (SELECT count(*) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = %(schema)s AND c.relname IN ('book', 'tbl', 'doc') AND c.relkind = 'r')
"""

FOREIGN = """
SELECT 'table or view ' || c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = %(schema)s AND c.relname NOT IN
    ('book', 'tbl', 'doc', 'idx', 'tbl_pkey', 'doc_pkey', 'doc_rev', 'idx_pkey')
UNION ALL
SELECT 'trigger ' || t.tgname FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid
WHERE n.nspname = %(schema)s AND NOT t.tgisinternal
AND (t.tgname <> 'doc_history' OR p.pronamespace <> n.oid OR p.proname <> 'keep_history')
UNION ALL
SELECT 'function ' || p.proname FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = %(schema)s AND (p.proname <> 'keep_history' OR p.prosrc <> %(history)s)
UNION ALL
SELECT 'constraint ' || k.conname FROM pg_catalog.pg_constraint k
JOIN pg_catalog.pg_namespace n ON n.oid = k.connamespace
WHERE n.nspname = %(schema)s AND k.contype NOT IN ('p', 'n')
UNION ALL
SELECT 'default of ' || a.attname FROM pg_catalog.pg_attrdef d JOIN pg_catalog.pg_class c ON c.oid = d.adrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
WHERE n.nspname = %(schema)s AND c.relname <> 'book'
UNION ALL
SELECT 'policy ' || r.polname FROM pg_catalog.pg_policy r JOIN pg_catalog.pg_class c ON c.oid = r.polrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = %(schema)s
UNION ALL
SELECT 'rule ' || r.rulename FROM pg_catalog.pg_rewrite r JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = %(schema)s AND c.relkind = 'r'
"""

MAY_WRITE = """
SELECT NOT pg_is_in_recovery() AND current_setting('transaction_read_only') = 'off'
   AND has_table_privilege('{s}.doc', 'INSERT') AND has_table_privilege('{s}.doc', 'UPDATE')
   AND has_table_privilege('{s}.tbl', 'INSERT') AND has_table_privilege('{s}.tbl', 'DELETE')
   AND has_table_privilege('{s}.book', 'UPDATE')
   AND CASE WHEN to_regclass('{s}.idx') IS NULL THEN true  -- of an earlier format
            ELSE has_table_privilege('{s}.idx', 'INSERT') AND has_table_privilege('{s}.idx', 'DELETE') END
"""


class BookHeader(NamedTuple):
    """What a book's one row says."""

    book: str
    format: int
    rev: int
    head: str = ""
    indexed: str = ""


def open_book(session: Session, *, create: bool, trusting: bool = False) -> tuple[BookHeader, bool]:
    """The header of the book, made first where there is none and `create` says so, and whether we may write it.

    Raises NoSuchBook, NotABook, BookIsNewer, ReadOnly or another StorageError; what is no book is left as it is.
    """
    with session.explaining():
        if not _is_there(session):
            if not create:
                raise NoSuchBook(
                    say(
                        "there is no book in the schema {schema} at {address}",
                        schema=session.address.schema,
                        address=session.address.shown,
                    )
                )
            _make(session)
        if not trusting:
            _ensure_form(session)
        header = read_header(session)
        may_write: bool = session.rows(MAY_WRITE)[0][0]
        if header.format < book_file.FORMAT:
            if not may_write:
                raise ReadOnly(
                    say("{path} must be brought up to date first, but cannot be written", path=session.address.shown)
                )
            _migrate(session)
            header = read_header(session)
    return header, may_write


def read_header(session: Session) -> BookHeader:
    """What the book's one row says, if this version can read the book. Raises psycopg.Error."""
    try:
        rows = session.rows(
            "SELECT id, format, rev, coalesce(to_jsonb(book) ->> 'head', ''), "
            "coalesce(to_jsonb(book) ->> 'indexed', '') FROM {s}.book"
        )
    except psycopg.errors.UndefinedColumn:
        raise _not_a_book(session) from None
    if len(rows) != 1:
        raise Damaged(say("the book {path} has lost its header", path=session.address.shown))
    header = BookHeader(*rows[0])
    book_file.check_format(session.address.shown, header.format)
    return header


def _is_there(session: Session) -> bool:
    """Whether the schema has a book; NotABook where it has something else."""
    _, relations, ours = session.connection.execute(LOOK, {"schema": session.address.schema}).fetchone() or (0, 0, 0)
    if relations and ours < 3:
        raise _not_a_book(session)
    return bool(relations)


def _ensure_form(session: Session) -> None:
    """Raise NotABook where something hangs on the tables that acts when they are read or written."""
    rows = session.connection.execute(FOREIGN, {"schema": session.address.schema, "history": _KEEP_HISTORY}).fetchall()
    if rows:
        raise NotABook(
            say(
                "the schema {schema} at {address} has what this program did not put there: {what}. Nothing was "
                "changed; have it removed, or `bidtracker check --rescue NEW` saves the records in a file",
                schema=session.address.schema,
                address=session.address.shown,
                what=", ".join(name for (name,) in rows[:5]),
            )
        )


def _not_a_book(session: Session) -> NotABook:
    return NotABook(
        say(
            "the schema {schema} at {address} is not a book of this program; name another with ?schema=",
            schema=session.address.schema,
            address=session.address.shown,
        )
    )


def _alone(session: Session) -> None:
    """Keep others from making or migrating this book until the transaction ends."""
    key = crc32(session.address.schema.encode()) - 2**31
    session.rows("SELECT pg_advisory_xact_lock(%s::integer, %s::integer)", [book_file.APPLICATION_ID, key])


def _make(session: Session) -> None:
    """Make an empty book; if another client makes it at the same moment, that one is as good."""
    with session.connection.transaction():
        _alone(session)
        if _is_there(session):
            return
        encoding = session.rows("SELECT current_setting('server_encoding')")[0][0]
        if encoding != "UTF8":
            raise StorageError(
                say(
                    "the database at {address} keeps text as {encoding}; a book needs one that was made with UTF8",
                    address=session.address.shown,
                    encoding=encoding,
                )
            )
        schemas = session.connection.execute(LOOK, {"schema": session.address.schema}).fetchone()
        if not schemas or not schemas[0]:  # else it was prepared for us, and we need no right to make one
            session.script("CREATE SCHEMA {s}")
        session.script(SCHEMA)
        session.script(INDEX)
        session.script(HISTORY)
        session.run(
            "INSERT INTO {s}.book (id, format, rev, commits) VALUES (%s, %s, 0, '')",
            [uuid.uuid4().hex, book_file.FORMAT],
        )


def _migrate(session: Session) -> None:
    """Bring a book of an earlier format up to date in one transaction, which the server takes back if it fails."""
    with session.connection.transaction():
        _alone(session)
        session.rows("SELECT rev FROM {s}.book FOR UPDATE")  # and nobody writes meanwhile
        for step in range(read_header(session).format, book_file.FORMAT):  # none, if another client was first
            MIGRATIONS[step](session)
        session.run("UPDATE {s}.book SET format = %s", [book_file.FORMAT])
