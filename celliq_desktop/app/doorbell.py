"""The second window on a profile rings at the first one, which comes to the front (research/reliability.md P11)."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE_MS = 2_000
_RING = b"raise\n"
_HEARD = b"coming\n"


def ring(profile: Path) -> bool:
    """True when the window that has ``profile`` open was told to come to the front."""
    socket = QLocalSocket()
    socket.connectToServer(_name(profile))
    if not socket.waitForConnected(_PATIENCE_MS):
        return False
    socket.write(_RING)
    socket.flush()
    heard = socket.waitForReadyRead(_PATIENCE_MS)
    socket.abort()
    return heard


class Doorbell(QObject):
    """Listens for this user only, while the window is open; ``answer`` runs on the window's thread."""

    def __init__(self, profile: Path, answer: Callable[[], None], parent: QObject | None = None) -> None:
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
            visitor.write(_HEARD)
            visitor.flush()
            self._answer()


def _name(profile: Path) -> str:
    """One bell a profile; the folder's name is not shown to others."""
    return "celliq-desktop-" + hashlib.sha256(str(profile.absolute()).encode()).hexdigest()[:16]
