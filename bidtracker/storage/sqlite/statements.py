"""The SQL of a book in a SQLite file; `work` is the copy of it that an import has written."""

from __future__ import annotations

PUT = (
    "INSERT INTO doc (tbl, id, rev, body, sum) VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT (tbl, id) DO UPDATE SET rev = excluded.rev, body = excluded.body, sum = excluded.sum"
)
DELETE = "UPDATE doc SET rev = ?, body = NULL, sum = ? WHERE tbl = ? AND id = ? AND body IS NOT NULL"
RUN = "SELECT id, rev, body, sum FROM doc WHERE tbl = ? AND id BETWEEN ? AND ?"
FIND = (  # a last row with the id 0: another client has made another index
    "SELECT key, id FROM idx WHERE field = ? AND key BETWEEN ? AND ? "
    "UNION ALL SELECT '', 0 FROM book WHERE indexed <> ?"
)
FIND_LAST = (
    "SELECT * FROM (SELECT key, id FROM idx WHERE field = ? AND key BETWEEN ? AND ? "
    "ORDER BY key DESC, id DESC LIMIT ?) "
    "UNION ALL SELECT '', 0 FROM book WHERE indexed <> ?"
)
FIND_AFTER = (  # two ranges, since SQLite looks through all before a pair of values
    "SELECT key, id FROM idx WHERE field = :field AND key = :low AND id > :after UNION ALL "
    "SELECT key, id FROM idx WHERE field = :field AND key > :low AND key <= :high ORDER BY key, id LIMIT :most"
)
FIND_KEYS = (  # from key to key, without the entries between them
    "WITH RECURSIVE each(key) AS (SELECT min(key) FROM idx WHERE field = :field AND key BETWEEN :low AND :high "
    "UNION ALL SELECT (SELECT min(key) FROM idx WHERE field = :field AND key > each.key AND key <= :high) FROM each "
    "WHERE each.key IS NOT NULL LIMIT :most) SELECT key FROM each WHERE key IS NOT NULL"
)
INDEXED = "SELECT indexed FROM book"
COUNT = "SELECT indexed, (SELECT count(*) FROM idx WHERE field = ? AND key BETWEEN ? AND ?) FROM book"
FIND_AT = "SELECT key, id FROM idx WHERE field = :field AND key IN (SELECT value FROM json_each(:keys))"
FIND_EACH = (  # in any of the ranges from key to key in a list of JSON; CROSS: range by range
    "SELECT idx.key, idx.id FROM json_each(:ranges) AS each CROSS JOIN idx ON field = :field "
    "AND idx.key BETWEEN json_extract(each.value, '$[0]') AND json_extract(each.value, '$[1]')"
)
COUNT_EACH = (  # for each pair of keys in a list of JSON, in its order
    "SELECT (SELECT count(*) FROM idx WHERE field = :field AND key BETWEEN json_extract(each.value, '$[0]') "
    "AND json_extract(each.value, '$[1]')) FROM json_each(:ranges) AS each ORDER BY each.key"
)
IDS_BY_KEY = (  # as JSON: a row for each would take the interpreter from others a million times
    "SELECT json_group_array(id) FROM idx WHERE field = ? AND key BETWEEN ? AND ? GROUP BY key ORDER BY key"
)
SET_ASIDE = "CREATE TEMP TABLE IF NOT EXISTS unsorted (field, key, id)"
SORT_IN = "INSERT OR IGNORE INTO {table} SELECT field, key, id FROM unsorted ORDER BY field, key, id"
MOVE_REMOVED = (
    "UPDATE doc SET id = ? WHERE tbl = ? AND id = ? AND body IS NULL "
    "AND NOT EXISTS (SELECT 1 FROM doc WHERE tbl = ? AND id = ?)"
)
TAKE_ROWS = (
    "INSERT INTO main.doc (tbl, id, rev, body, sum) SELECT tbl, id, rev, body, sum FROM work.doc AS new "
    "WHERE rev = ? AND tbl NOT IN ({marks}) AND NOT EXISTS (SELECT 1 FROM but WHERE (tbl, id) = (new.tbl, new.id)) "
    "ON CONFLICT (tbl, id) DO UPDATE SET rev = excluded.rev, body = excluded.body, sum = excluded.sum"
)
OTHERS = (  # none of what others have written meanwhile
    "NOT EXISTS (SELECT 1 FROM but "
    "WHERE (tbl, id) = ((SELECT tbl FROM work.fields WHERE number = entry.field), entry.id))"
)
TAKE_ENTRIES_AWAY = (
    "DELETE FROM main.idx WHERE (field, key, id) IN "
    f"(SELECT field, key, id FROM work.entries_gone AS entry WHERE {OTHERS})"
)
TAKE_ENTRIES = (  # what a copy gives the book of its index, in the order in which that has it
    "INSERT OR IGNORE INTO main.idx SELECT field, key, id FROM work.entries_new AS entry "
    f"WHERE (field, key, id) NOT IN (SELECT field, key, id FROM work.entries_gone) AND {OTHERS}"
)
