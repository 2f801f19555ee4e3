"""Whose mirror this is."""

from sqlalchemy.orm import Mapped, mapped_column

from celliq_desktop.mirror.rows import Row


class _MetaRow(Row):
    __tablename__ = "meta"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
