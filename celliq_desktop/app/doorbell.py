"""The second window on a profile rings at the first one, which comes to the front (research/reliability.md P11) and
opens the file that the second was given."""

import hashlib
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE_MS = 2_000
_RING = b"raise"
_HEARD = b"coming\n"
_LONGEST = 8_192


def ring(profile: Path, file: Path | None = None) -> bool:
    """True when the window that has ``profile`` open was told to come to the front, and to open ``file``."""
    socket = QLocalSocket()
    socket.connectToServer(_name(profile))
    if not socket.waitForConnected(_PATIENCE_MS):
        return False
    words = _RING + (b" " + os.fsencode(file.absolute()) if file is not None else b"")
    socket.write(words.replace(b"\n", b"") + b"\n")
    socket.flush()
    heard = socket.waitForReadyRead(_PATIENCE_MS)
    socket.abort()
    return heard


class Doorbell(QObject):
    """Listens for this user only, while the window is open; ``answer`` runs on the window's thread, with the file to
    open or None."""

    def __init__(self, profile: Path, answer: Callable[[Path | None], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._answer = answer
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._visited)
        QLocalServer.removeServer(_name(profile))  # of a window that was killed; whoever has the lock may
        self._server.listen(_name(profile))

    def close(self) -> None:
        """Stop listening."""
        self._server.close()

    def _visited(self) -> None:
        while (visitor := self._server.nextPendingConnection()) is not None:
            visitor.disconnected.connect(visitor.deleteLater)
            visitor.readyRead.connect(partial(self._hear, visitor))
            self._hear(visitor)

    def _hear(self, visitor: QLocalSocket) -> None:
        if not visitor.canReadLine():
            return
        words = bytes(visitor.readLine(_LONGEST).data()).rstrip(b"\n")
        visitor.write(_HEARD)
        visitor.flush()
        file = words.removeprefix(_RING).strip()
        self._answer(Path(os.fsdecode(file)) if file else None)


def _name(profile: Path) -> str:
    """One bell a profile; the folder's name is not shown to others."""
    return "celliq-desktop-" + hashlib.sha256(str(profile.absolute()).encode()).hexdigest()[:16]
