"""What cannot be caught as an exception: a crash of the interpreter itself, and what Qt says on its own."""

import faulthandler
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

_qt = logging.getLogger("celliq_desktop.qt")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


@contextmanager
def last_words(folder: Path) -> Iterator[None]:
    """While inside: Qt's messages go to the redacted log, and a fault of the interpreter leaves its stack (places, no
    values) in ``folder``."""
    with (folder / "fault.txt").open("w", encoding="utf-8") as file:
        faulthandler.enable(file)
        before = qInstallMessageHandler(_told)
        try:
            yield
        finally:
            qInstallMessageHandler(before)
            faulthandler.disable()


def _told(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    _qt.log(_LEVELS.get(kind, logging.WARNING), "%s", message)
