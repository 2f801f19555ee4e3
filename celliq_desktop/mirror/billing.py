"""Plan and credits."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Mapped, Session, mapped_column

from celliq_desktop.domain.billing import Subscription
from celliq_desktop.mirror.rows import Row, stamp, unstamp, unstamp_known


class _SubscriptionRow(Row):
    __tablename__ = "subscription"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan: Mapped[str | None]
    status: Mapped[str]
    credits_balance: Mapped[int | None]
    credits_included: Mapped[int | None]
    credits_used: Mapped[int | None]
    current_period_end: Mapped[str | None]
    cancel_at_period_end: Mapped[bool | None]
    updated_at: Mapped[str | None]
    raw: Mapped[str]


class _CreditsRow(Row):
    __tablename__ = "credit_history"

    at: Mapped[str] = mapped_column(primary_key=True)
    balance: Mapped[int]


def subscription(session: Session) -> Subscription | None:
    """As of the last sync; None before the first."""
    row = session.execute(text("SELECT * FROM subscription WHERE id = 1")).first()
    if row is None:
        return None
    return Subscription(
        plan=row.plan,
        status=row.status,
        credits_balance=row.credits_balance,
        credits_included=row.credits_included,
        credits_used=row.credits_used,
        current_period_end=unstamp(row.current_period_end),
        cancel_at_period_end=None if row.cancel_at_period_end is None else bool(row.cancel_at_period_end),
        updated_at=unstamp(row.updated_at),
        raw=row.raw,
    )


def credit_history(session: Session) -> tuple[tuple[datetime, int], ...]:
    """``(when it was seen first, balance)`` of every balance that was ever synced, oldest first."""
    rows = session.execute(text("SELECT at, balance FROM credit_history ORDER BY at"))
    return tuple((unstamp_known(row.at), row.balance) for row in rows)


def save(session: Session, found: Subscription, now: datetime) -> bool:
    """Keep it, and its balance in the history; True when it changed."""
    before = subscription(session)
    if found.credits_balance is not None and (before is None or before.credits_balance != found.credits_balance):
        session.connection().exec_driver_sql(
            "INSERT OR REPLACE INTO credit_history VALUES (?, ?)", (stamp(now), found.credits_balance)
        )
    if before is not None and before.raw == found.raw:
        return False
    session.connection().exec_driver_sql(
        f"INSERT OR REPLACE INTO subscription VALUES (1, {', '.join('?' * 9)})",
        (
            found.plan,
            found.status,
            found.credits_balance,
            found.credits_included,
            found.credits_used,
            stamp(found.current_period_end),
            found.cancel_at_period_end,
            stamp(found.updated_at),
            found.raw,
        ),
    )
    return True
