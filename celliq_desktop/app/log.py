"""The log: structlog over the standard library's, one redacted JSON line an event, five files of 2 MB."""

import logging
import secrets
from collections.abc import MutableMapping
from datetime import datetime, timedelta
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from celliq_desktop.app.redact import Redactor

_KEPT = timedelta(days=14)


def start_log(path: Path, *, now: datetime, verbose: bool = False) -> logging.Handler:
    """Write the program's log to ``path`` (folder must exist) and return the handler, for ``stop_log``. Files that
    nobody has written to for fourteen days are removed."""
    for old in path.parent.glob(f"{path.name}*"):
        if old.stat().st_mtime < (now - _KEPT).timestamp():
            old.unlink(missing_ok=True)
    handler = _File(path, maxBytes=2_000_000, backupCount=4, encoding="utf-8", delay=True)
    handler.setFormatter(_JsonLines())
    logger = logging.getLogger("celliq_desktop")
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG if verbose else logging.INFO)
    return handler


def stop_log(handler: logging.Handler) -> None:
    """Close the log again (tests, account switch)."""
    logging.getLogger("celliq_desktop").removeHandler(handler)
    handler.close()


class _File(RotatingFileHandler):
    """A line that a full disk refuses is lost; the program goes on, and says nothing of it where commands answer."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Nothing more can be done about ``record``."""


class _JsonLines(logging.Formatter):
    """structlog's formatter, made with the first record: its import is a quarter of the time to the first paint."""

    def __init__(self) -> None:
        super().__init__()
        self._made: logging.Formatter | None = None

    def format(self, record: logging.LogRecord) -> str:
        """One redacted JSON line."""
        if self._made is None:
            self._made = _formatter()
        return self._made.format(record)


def _formatter() -> logging.Formatter:
    import structlog

    redactor = Redactor(secrets.token_bytes(16))

    def redacted(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        return {key: redactor(value if isinstance(value, str) else repr(value)) for key, value in event.items()}

    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            redacted,
            structlog.processors.JSONRenderer(),
        ],
    )
