"""Plan and credits."""

from sqlalchemy import text
from sqlalchemy.orm import Mapped, Session, mapped_column

from celliq_desktop.domain.billing import Subscription
from celliq_desktop.mirror.rows import Row, stamp, unstamp


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


def save(session: Session, found: Subscription) -> bool:
    """Keep it; True when it changed."""
    before = subscription(session)
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
