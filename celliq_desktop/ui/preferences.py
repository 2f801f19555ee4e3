"""What the window remembers between runs: sizes, columns, sorting, theme. One INI file; nothing in it is precious."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings


class Preferences:
    """Small values by key such as ``fleet/columns``. Wrong or missing values give the default. Qt writes the file when
    the event loop is idle."""

    def __init__(self, path: Path) -> None:
        self._stored = QSettings(str(path), QSettings.Format.IniFormat)

    def text(self, key: str, default: str = "") -> str:
        """A stored text."""
        value = self._stored.value(key)
        return value if isinstance(value, str) else default

    def number(self, key: str, default: float) -> float:
        """A stored number."""
        try:
            return float(self.text(key))
        except ValueError:
            return default

    def words(self, key: str) -> tuple[str, ...]:
        """A stored list of words without spaces."""
        return tuple(self.text(key).split())

    def bytes(self, key: str) -> QByteArray:
        """A stored state of Qt's own; empty when there is none."""
        value = self._stored.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()

    def put(self, key: str, value: str | float | QByteArray | tuple[str, ...]) -> None:
        """Remember ``value``."""
        if isinstance(value, tuple):
            self._stored.setValue(key, " ".join(value))
        else:
            self._stored.setValue(key, value if isinstance(value, QByteArray) else str(value))

    def save(self) -> None:
        """Write now, and read what others have changed in the file."""
        self._stored.sync()
