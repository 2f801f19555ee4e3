"""The ledger of sealed files: which file, with which hash, was handed out; rows are only ever added."""

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from celliq_desktop.domain.ids import ReportId
from celliq_desktop.domain.reports import SealedExport
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


def add(session: Session, export: SealedExport) -> None:
    """Note that this file was written."""
    session.connection().exec_driver_sql(
        "INSERT INTO exports (id, report_id, path, sha256, language, seal_level, certificate_sha256, created_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            export.id,
            export.report_id,
            export.path,
            export.sha256,
            export.language,
            export.seal_level,
            export.certificate_sha256,
            stamp(export.created_at),
        ),
    )


def exports(session: Session) -> tuple[SealedExport, ...]:
    """Every file handed out, newest first."""
    rows = session.execute(text("SELECT * FROM exports ORDER BY created_at DESC, id"))
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
        )
        for row in rows
    )


def certificates(session: Session) -> frozenset[str]:
    """SHA-256 of every certificate this desk has sealed with."""
    return frozenset(row[0] for row in session.execute(text("SELECT DISTINCT certificate_sha256 FROM exports")))
