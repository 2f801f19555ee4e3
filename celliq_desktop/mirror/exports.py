"""The ledger of sealed files: which file, with which hash, was handed out; rows are only ever added, and gain a
timestamp at most.

A row is there before its file, not ``written`` yet and not shown, so that a file which a killed program left behind is
known again by its hash.
"""

from datetime import datetime, timedelta

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from celliq_desktop.domain.ids import ReportId
from celliq_desktop.domain.reports import SealedExport, TimestampState
from celliq_desktop.mirror.rows import Row, stamp, unstamp_known

_KEPT = timedelta(days=30)
"""So long a file may still turn up that was begun and never confirmed: its disk may have been away."""


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
    written: Mapped[bool]


def begin(session: Session, export: SealedExport) -> None:
    """Note a file that is about to be written; ``confirm`` it when it is there, ``withdraw`` it when it cannot be."""
    session.connection().exec_driver_sql(
        "INSERT INTO exports (id, report_id, path, sha256, language, seal_level, certificate_sha256, created_at,"
        " timestamp_state, stamped_sha256, recipient, purpose, written) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
            False,
        ),
    )


def confirm(session: Session, export: SealedExport) -> None:
    """The file is on the disk: from now on it counts as handed out."""
    session.connection().exec_driver_sql("UPDATE exports SET written = ? WHERE id = ?", (True, export.id))


def withdraw(session: Session, export: SealedExport) -> None:
    """The file could not be written."""
    session.connection().exec_driver_sql("DELETE FROM exports WHERE id = ? AND NOT written", (export.id,))


def begun(session: Session) -> tuple[SealedExport, ...]:
    """Files that were begun and neither confirmed nor withdrawn: one is written just now, or the program ended."""
    return _read(session, "WHERE NOT written ORDER BY created_at, id")


def withdraw_old(session: Session, now: datetime) -> None:
    """Forget files that were begun long ago and never found."""
    session.connection().exec_driver_sql(
        "DELETE FROM exports WHERE NOT written AND created_at < ?", (stamp(now - _KEPT),)
    )


def note_timestamp(session: Session, export: SealedExport) -> None:
    """What became of the timestamp that this file was still owed, or which hash it is about to get; everything else of
    a row stays for good."""
    session.connection().exec_driver_sql(
        "UPDATE exports SET timestamp_state = ?, stamped_sha256 = ? WHERE id = ?",
        (export.timestamp.value, export.stamped_sha256, export.id),
    )


def pending(session: Session) -> tuple[SealedExport, ...]:
    """Files that are still owed a timestamp, oldest first."""
    return _read(session, "WHERE written AND timestamp_state = 'pending' ORDER BY created_at, id")


def exports(session: Session) -> tuple[SealedExport, ...]:
    """Every file handed out, newest first."""
    return _read(session, "WHERE written ORDER BY created_at DESC, id")


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
