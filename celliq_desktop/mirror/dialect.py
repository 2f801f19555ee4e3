"""What SQLite says otherwise than PostgreSQL: the mirror's statements are written once, in SQLite's words, and put into
PostgreSQL's on their way to it.

Only what is used here is known; ``tests/mirror`` runs the same tests on both.
"""

import re

from celliq_desktop.mirror.rows import Row

SITE, ROWID = "site", "rowid"
"""Columns that only PostgreSQL has (``fence``): whose row it is, and SQLite's number of a row."""
_INSERT = re.compile(r"INSERT OR (REPLACE|IGNORE) INTO (\w+)(?: \(([^)]*)\))?", re.DOTALL)
_CONFLICT = re.compile(r"ON CONFLICT \(")
_INSTR = re.compile(r"instr\(lower\((\"\w+\")\), \?\)")
_TABLE_INFO = re.compile(r"PRAGMA table_info\(\"?(\w+)\"?\)")
_TABLES = re.compile(r"SELECT name FROM sqlite_master .*")
_DESC = re.compile(r"\bDESC\b(?! NULLS)")
_OUR_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename NOT IN ({others})"
_OTHERS = ("alembic_version", "celliq_desks")
"""Tables that hold nothing of a dealer."""


def tables_sql() -> str:
    """Asks PostgreSQL for the names of all tables that hold rows of dealers."""
    return _OUR_TABLES.format(others=", ".join(f"'{name}'" for name in _OTHERS))


def marked(statement: str) -> str:
    """A statement with ``?`` as the PostgreSQL driver marks values."""
    return statement.replace("%", "%%").replace("?", "%s")


def translated(statement: str) -> str:
    """A statement of the mirror in PostgreSQL's words; places of values are left alone."""
    if _TABLES.fullmatch(statement):
        return tables_sql()
    if (asked := _TABLE_INFO.fullmatch(statement)) is not None:
        return (
            "SELECT ordinal_position, column_name, data_type, CASE is_nullable WHEN 'NO' THEN 1 ELSE 0 END"
            " FROM information_schema.columns WHERE table_schema = current_schema()"
            f" AND table_name = '{asked[1]}' AND column_name NOT IN ('{SITE}', '{ROWID}') ORDER BY ordinal_position"
        )
    statement = _CONFLICT.sub(f"ON CONFLICT ({SITE}, ", statement)
    statement = _INSTR.sub(r"strpos(lower(CAST(\1 AS text)), ?) > 0", statement)
    statement = statement.replace("UPDATE OR REPLACE", "UPDATE", 1)
    # SQLite takes what is unknown for the smallest value, PostgreSQL for the largest
    statement = _DESC.sub("DESC NULLS LAST", statement)
    inserting = _INSERT.match(statement)
    return statement if inserting is None else _inserted(statement, inserting)


def _inserted(statement: str, inserting: re.Match[str]) -> str:
    way, table, listed = inserting.groups()
    columns = "" if listed is None else f" ({listed})"
    plain = f"INSERT INTO {table}{columns}{statement[inserting.end() :]}"
    if way == "IGNORE":
        return f"{plain} ON CONFLICT DO NOTHING"
    known = Row.metadata.tables[table]
    keys = [column.name for column in known.primary_key]
    names = [one.strip().strip('"') for one in listed.split(",")] if listed else [one.name for one in known.columns]
    sets = ", ".join(f'"{name}" = excluded."{name}"' for name in names if name not in keys)
    return f"{plain} ON CONFLICT ({SITE}, {', '.join(keys)}) DO UPDATE SET {sets}"
