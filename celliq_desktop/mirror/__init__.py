"""The local copy: tables, query functions, outbox, migrations; the only room that knows the database."""
