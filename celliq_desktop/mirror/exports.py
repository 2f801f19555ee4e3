"""The ledger of sealed files: which file, with which hash, was handed out; rows are only ever added, and gain a
timestamp at most."""

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from celliq_desktop.domain.ids import ReportId
from celliq_desktop.domain.reports import SealedExport, TimestampState
from celliq_desktop.mirror.rows import Row, stamp, unstamp_known


class _ExportRow(Row):
    __tablename__ = "exports"
    __table_args__ = (Index(None, "report_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    report_id: Mapped[str]
    path: Mapped[str]
    sha256: Mapped[str]
    language: Mapped[str]
    seal_level: Mapped[str]
    certificate_sha256: Mapped[str]
    created_at: Mapped[str]
    timestamp_state: Mapped[str]
    stamped_sha256: Mapped[str | None]
    recipient: Mapped[str]
    purpose: Mapped[str]


def add(session: Session, export: SealedExport) -> None:
    """Note that this file was written."""
    session.connection().exec_driver_sql(
        "INSERT INTO exports (id, report_id, path, sha256, language, seal_level, certificate_sha256, created_at,"
        " timestamp_state, stamped_sha256, recipient, purpose) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            export.id,
            export.report_id,
            export.path,
            export.sha256,
            export.language,
            export.seal_level,
            export.certificate_sha256,
            stamp(export.created_at),
            export.timestamp.value,
            export.stamped_sha256,
            export.recipient,
            export.purpose,
        ),
    )


def note_timestamp(session: Session, export: SealedExport) -> None:
    """What became of the timestamp that this file was still owed; everything else of a row stays for good."""
    session.connection().exec_driver_sql(
        "UPDATE exports SET timestamp_state = ?, stamped_sha256 = ? WHERE id = ?",
        (export.timestamp.value, export.stamped_sha256, export.id),
    )


def pending(session: Session) -> tuple[SealedExport, ...]:
    """Files that are still owed a timestamp, oldest first."""
    return _read(session, "WHERE timestamp_state = 'pending' ORDER BY created_at, id")


def exports(session: Session) -> tuple[SealedExport, ...]:
    """Every file handed out, newest first."""
    return _read(session, "ORDER BY created_at DESC, id")


def _read(session: Session, where: str) -> tuple[SealedExport, ...]:
    rows = session.execute(text(f"SELECT * FROM exports {where}"))
    return tuple(
        SealedExport(
            id=row.id,
            report_id=ReportId(row.report_id),
            path=row.path,
            sha256=row.sha256,
            language=row.language,
            seal_level=row.seal_level,
            certificate_sha256=row.certificate_sha256,
            created_at=unstamp_known(row.created_at),
            timestamp=TimestampState(row.timestamp_state),
            stamped_sha256=row.stamped_sha256,
            recipient=row.recipient,
            purpose=row.purpose,
        )
        for row in rows
    )


def certificates(session: Session) -> frozenset[str]:
    """SHA-256 of every certificate this desk has sealed with."""
    return frozenset(row[0] for row in session.execute(text("SELECT DISTINCT certificate_sha256 FROM exports")))
