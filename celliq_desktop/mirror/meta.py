"""Whose mirror this is, and what was learned about its server."""

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
