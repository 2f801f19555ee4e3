"""Which further services are connected, and how they fared last; tokens are never here."""

from sqlalchemy import text
from sqlalchemy.orm import Mapped, Session, mapped_column

from celliq_desktop.domain.providers import ConnectionState, Rate, Standing
from celliq_desktop.mirror.rows import Row, stamp, unstamp


class _ProviderRow(Row):
    __tablename__ = "providers"

    name: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    user: Mapped[str | None]
    last_error: Mapped[str | None]
    connected_at: Mapped[str | None]
    last_sync_at: Mapped[str | None]
    rate_limit: Mapped[int | None]
    rate_remaining: Mapped[int | None]
    rate_seen_at: Mapped[str | None]


def standing(session: Session, name: str) -> Standing:
    """How the service stands; not connected when nothing was ever noted."""
    row = session.execute(text("SELECT * FROM providers WHERE name = :name"), {"name": name}).first()
    if row is None:
        return Standing()
    seen_at = unstamp(row.rate_seen_at)
    return Standing(
        state=ConnectionState(row.state),
        user=row.user,
        last_error=row.last_error,
        connected_at=unstamp(row.connected_at),
        last_sync_at=unstamp(row.last_sync_at),
        rate=None if seen_at is None else Rate(row.rate_limit, row.rate_remaining, seen_at),
    )


def note(session: Session, name: str, now: Standing) -> None:
    """Write down how the service stands now (``dataclasses.replace`` what ``standing`` gave)."""
    rate = now.rate
    session.connection().exec_driver_sql(
        f"INSERT OR REPLACE INTO providers VALUES ({', '.join('?' * 9)})",
        (
            name,
            now.state.value,
            now.user,
            now.last_error,
            stamp(now.connected_at),
            stamp(now.last_sync_at),
            rate.limit if rate else None,
            rate.remaining if rate else None,
            stamp(rate.seen_at) if rate else None,
        ),
    )
