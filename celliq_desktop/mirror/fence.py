"""The fence between the sites of a dealer group: on PostgreSQL every row belongs to one site, and a desk reads and
writes the rows of its own site only, whatever it asks (row-level security, postgresql.org/docs/15/ddl-rowsecurity).

Which site a desk belongs to follows from the role it signs in with (``session_user``, which SET ROLE does not change),
never from something it says. Put up after the schema steps and safe to repeat, so that a table of a later step cannot
be forgotten.
"""

import re
import zlib
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection

from celliq_desktop.mirror.dialect import ROWID, SITE, tables_sql

CHANNEL = "celliq_changed"
"""Where PostgreSQL tells ``<site's number> <table>`` of every change, when it is committed."""
Run = Callable[[str], Any]
_OWN = "main"
# The functions keep the path of this transaction, on which a desk's own temporary tables stand last: one that is called
# celliq_desks would else be believed (postgresql.org/docs/15/sql-createfunction, "Writing SECURITY DEFINER Functions").
_SCHEMA = f"""
SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);
CREATE TABLE IF NOT EXISTS celliq_desks (role name PRIMARY KEY, {SITE} text NOT NULL);
REVOKE ALL ON celliq_desks FROM PUBLIC;
INSERT INTO celliq_desks VALUES (session_user, '{_OWN}') ON CONFLICT DO NOTHING;
CREATE OR REPLACE FUNCTION celliq_site() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path FROM CURRENT AS 'SELECT {SITE} FROM celliq_desks WHERE role = session_user';
CREATE OR REPLACE FUNCTION celliq_tell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('{CHANNEL}', md5(celliq_site()) || ' ' || TG_TABLE_NAME);
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION celliq_grant(desk name) RETURNS void LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), desk);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO %I', current_schema(), desk);
    EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA %I TO %I', current_schema(), desk);
    EXECUTE format('REVOKE ALL ON celliq_desks FROM %I', desk);
    EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM %I', desk);
END $$;
CREATE OR REPLACE FUNCTION celliq_admit(desk name, at_site text) RETURNS void LANGUAGE plpgsql
    SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO celliq_desks VALUES (desk, at_site) ON CONFLICT (role) DO UPDATE SET {SITE} = excluded.{SITE};
    PERFORM celliq_grant(desk);
END $$;
REVOKE ALL ON FUNCTION celliq_grant(name), celliq_admit(name, text) FROM PUBLIC;
"""
_UNFENCED = f"""
SELECT tablename FROM ({tables_sql()}) AS ours WHERE NOT EXISTS (
    SELECT 1 FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
    WHERE p.polname = 'celliq_own_site' AND c.relname = tablename AND c.relnamespace = current_schema()::regnamespace)
"""
_TEXTS = f"""
SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = '{{table}}'
AND data_type IN ('character varying', 'text') AND column_name <> '{SITE}'
"""
_UNIQUE = """
SELECT i.relname, pg_get_indexdef(x.indexrelid), k.conname, x.indisprimary FROM pg_index x
JOIN pg_class i ON i.oid = x.indexrelid LEFT JOIN pg_constraint k ON k.conindid = x.indexrelid
WHERE x.indisunique AND x.indrelid = '{table}'::regclass
"""
_COLUMNS = re.compile(r"USING btree \(")
_LISTED = re.compile(r"USING btree \(([^)]*)\)")


def put_up(connection: Connection) -> None:
    """Fence every table that has no fence yet, in the caller's transaction; the role must own the tables."""
    raw: Any = connection.connection.driver_connection
    run: Run = raw.execute  # these are PostgreSQL's own words
    run(_SCHEMA)
    for (table,) in run(_UNFENCED).fetchall():
        _fence(run, table)
    run("SELECT celliq_grant(role) FROM celliq_desks WHERE role <> session_user")


def _fence(run: Run, table: str) -> None:
    texts = [row[0] for row in run(_TEXTS.format(table=table))]
    uniques = run(_UNIQUE.format(table=table)).fetchall()
    changes = [f'ALTER COLUMN "{name}" TYPE varchar COLLATE "C"' for name in texts]  # text sorts as in SQLite
    changes += [
        f"ADD COLUMN {ROWID} bigint GENERATED ALWAYS AS IDENTITY",
        f"ADD COLUMN {SITE} text NOT NULL DEFAULT celliq_site()",
    ]
    run(f'ALTER TABLE "{table}" {", ".join(changes)}')
    for index, definition, constraint, primary in uniques:
        if constraint is None:
            run(f'DROP INDEX "{index}"')
            run(_COLUMNS.sub(f"USING btree ({SITE}, ", definition, count=1))
            continue
        listed = _LISTED.search(definition)
        if listed is None:
            raise LookupError(index)
        kind = "PRIMARY KEY" if primary else "UNIQUE"
        run(
            f'ALTER TABLE "{table}" DROP CONSTRAINT "{constraint}",'
            f' ADD CONSTRAINT "{constraint}" {kind} ({SITE}, {listed[1]})'
        )
    own = f"{SITE} = (SELECT celliq_site())"
    run(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY')
    run(f'CREATE POLICY celliq_own_site ON "{table}" USING ({own}) WITH CHECK ({own})')
    run(
        f'CREATE TRIGGER celliq_tell AFTER INSERT OR UPDATE OR DELETE ON "{table}"'
        " FOR EACH STATEMENT EXECUTE FUNCTION celliq_tell()"
    )


def number(*words: str) -> int:
    """A 31-bit number for an advisory lock; two words that share one wait for each other, and nothing worse."""
    return zlib.crc32("\0".join(words).encode()) & 0x7FFFFFFF
