"""Invoices and payments as Stripe has them; amounts are decimal text, never floats."""

from collections.abc import Iterable, Sequence

from sqlalchemy import text
from sqlalchemy.orm import Mapped, Session, mapped_column

from celliq_desktop.domain.billing import Invoice, Payment
from celliq_desktop.domain.money import Money
from celliq_desktop.mirror.rows import Row, stamp, unstamp_known


class _InvoiceRow(Row):
    __tablename__ = "invoices"

    id: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[str]
    currency: Mapped[str]
    total: Mapped[str]
    paid: Mapped[str]
    created_at: Mapped[str]
    number: Mapped[str | None]
    description: Mapped[str | None]
    page_url: Mapped[str | None]
    pdf_url: Mapped[str | None]


class _PaymentRow(Row):
    __tablename__ = "payments"

    id: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[str]
    currency: Mapped[str]
    amount: Mapped[str]
    refunded: Mapped[str]
    created_at: Mapped[str]
    description: Mapped[str | None]
    receipt_number: Mapped[str | None]
    receipt_url: Mapped[str | None]


def invoices(session: Session) -> tuple[Invoice, ...]:
    """All, newest first."""
    rows = session.execute(text("SELECT * FROM invoices ORDER BY created_at DESC, id"))
    return tuple(
        Invoice(
            id=row.id,
            status=row.status,
            total=Money.parse(row.total, row.currency),
            paid=Money.parse(row.paid, row.currency),
            created_at=unstamp_known(row.created_at),
            number=row.number,
            description=row.description,
            page_url=row.page_url,
            pdf_url=row.pdf_url,
        )
        for row in rows
    )


def payments(session: Session) -> tuple[Payment, ...]:
    """All, newest first."""
    rows = session.execute(text("SELECT * FROM payments ORDER BY created_at DESC, id"))
    return tuple(
        Payment(
            id=row.id,
            status=row.status,
            amount=Money.parse(row.amount, row.currency),
            refunded=Money.parse(row.refunded, row.currency),
            created_at=unstamp_known(row.created_at),
            description=row.description,
            receipt_number=row.receipt_number,
            receipt_url=row.receipt_url,
        )
        for row in rows
    )


def replace_all(session: Session, found: Iterable[Invoice], paid: Iterable[Payment]) -> bool:
    """Keep exactly these: Stripe's own lists are short and read whole. True when anything changed."""
    new_invoices, new_payments = tuple(found), tuple(paid)
    if set(new_invoices) == set(invoices(session)) and set(new_payments) == set(payments(session)):
        return False
    _keep(session, "invoices", [_invoice_row(one) for one in new_invoices])
    _keep(session, "payments", [_payment_row(one) for one in new_payments])
    return True


def _keep(session: Session, table: str, rows: Sequence[tuple[str | None, ...]]) -> None:
    """These rows and no others, columns in the table's own order."""
    connection = session.connection()
    connection.exec_driver_sql(f"DELETE FROM {table}")
    for row in rows:
        connection.exec_driver_sql(f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * len(row))})", row)


def _invoice_row(one: Invoice) -> tuple[str | None, ...]:
    paid = (one.total.currency, str(one.total.amount), str(one.paid.amount), stamp(one.created_at))
    return (one.id, one.status, *paid, one.number, one.description, one.page_url, one.pdf_url)


def _payment_row(one: Payment) -> tuple[str | None, ...]:
    paid = (one.amount.currency, str(one.amount.amount), str(one.refunded.amount), stamp(one.created_at))
    return (one.id, one.status, *paid, one.description, one.receipt_number, one.receipt_url)
