"""The dealer's own details."""

from sqlalchemy import text
from sqlalchemy.orm import Mapped, Session, mapped_column

from celliq_desktop.domain.dealers import DealerSettings
from celliq_desktop.domain.ids import DealerId
from celliq_desktop.mirror.rows import Row, stamp, unstamp


class _DealerRow(Row):
    __tablename__ = "dealer"

    id: Mapped[int] = mapped_column(primary_key=True)
    dealer_id: Mapped[str]
    dealer_name: Mapped[str]
    address: Mapped[str | None]
    contact_email: Mapped[str | None]
    contact_phone: Mapped[str | None]
    locale: Mapped[str]
    currency: Mapped[str]
    distance_unit: Mapped[str]
    report_footer: Mapped[str | None]
    updated_at: Mapped[str | None]
    raw: Mapped[str]


def dealer(session: Session) -> DealerSettings | None:
    """The settings of the last sync; None when the server has none to give."""
    row = session.execute(text("SELECT * FROM dealer WHERE id = 1")).first()
    if row is None:
        return None
    return DealerSettings(
        dealer_id=DealerId(row.dealer_id),
        dealer_name=row.dealer_name,
        address=row.address,
        contact_email=row.contact_email,
        contact_phone=row.contact_phone,
        locale=row.locale,
        currency=row.currency,
        distance_unit=row.distance_unit,
        report_footer=row.report_footer,
        updated_at=unstamp(row.updated_at),
        raw=row.raw,
    )


def save(session: Session, found: DealerSettings) -> bool:
    """Keep them; True when they changed."""
    before = dealer(session)
    if before is not None and before.raw == found.raw:
        return False
    session.connection().exec_driver_sql(
        f"INSERT OR REPLACE INTO dealer VALUES (1, {', '.join('?' * 11)})",
        (
            found.dealer_id,
            found.dealer_name,
            found.address,
            found.contact_email,
            found.contact_phone,
            found.locale,
            found.currency,
            found.distance_unit,
            found.report_footer,
            stamp(found.updated_at),
            found.raw,
        ),
    )
    return True
