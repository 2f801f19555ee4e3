"""The log: structlog over the standard library's, one redacted JSON line an event, five files of 2 MB."""

import logging
import secrets
from collections.abc import MutableMapping
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

import structlog

from celliq_desktop.app.redact import Redactor


def start_log(path: Path, *, verbose: bool = False) -> logging.Handler:
    """Write the program's log to ``path`` (folder must exist) and return the handler, for ``stop_log``."""
    redactor = Redactor(secrets.token_bytes(16))

    def redacted(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        return {key: redactor(value if isinstance(value, str) else repr(value)) for key, value in event.items()}

    handler = RotatingFileHandler(path, maxBytes=2_000_000, backupCount=4, encoding="utf-8", delay=True)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
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
    )
    logger = logging.getLogger("celliq_desktop")
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG if verbose else logging.INFO)
    return handler


def stop_log(handler: logging.Handler) -> None:
    """Close the log again (tests, account switch)."""
    logging.getLogger("celliq_desktop").removeHandler(handler)
    handler.close()
