"""Whose mirror this is, what was learned about its server, and a few values that exist nowhere else."""

from sqlalchemy import text
from sqlalchemy.orm import Mapped, Session, mapped_column

from celliq_desktop.mirror.rows import Row


class _MetaRow(Row):
    __tablename__ = "meta"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


def learned(session: Session, name: str) -> bool:
    """True when the server has shown this once (``learn``)."""
    return (
        session.execute(text("SELECT 1 FROM meta WHERE name = :name"), {"name": f"server.{name}"}).first() is not None
    )


def learn(session: Session, name: str) -> None:
    """Keep that the server has shown this: a fact that later decides whether something may be sent again."""
    session.connection().exec_driver_sql(
        "INSERT OR IGNORE INTO meta (name, value) VALUES (?, '1')", (f"server.{name}",)
    )


def value(session: Session, name: str) -> str | None:
    """A small value that exists nowhere else; None when it was never put."""
    found = session.execute(text("SELECT value FROM meta WHERE name = :name"), {"name": name}).scalar()
    return None if found is None else str(found)


def put(session: Session, name: str, new: str) -> None:
    """Keep ``new`` under ``name``."""
    session.connection().exec_driver_sql("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", (name, new))
