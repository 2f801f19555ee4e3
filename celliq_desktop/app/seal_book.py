"""Keeps whose seals a profile has met in a small file beside its own identities."""

import json
import threading
from contextlib import suppress
from pathlib import Path

from celliq_desktop.domain.names import folded
from celliq_desktop.domain.ports import FileWriter
from celliq_desktop.domain.problems import Problem

_FILE = "seals.json"
_MOST = 10_000
"""Certificates; enough for every dealer of a country."""
_guard = threading.Lock()


class SealBookFile:
    """Implements ``seals.SealBook``. A file that cannot be read counts as empty: then seals are met anew, and none of
    them is believed for that."""

    def __init__(self, folder: Path, files: FileWriter) -> None:
        self._path = folder / _FILE
        self._files = files

    def seals_of(self, home: str, issuer: str) -> frozenset[str]:
        """As it was kept."""
        return frozenset(one for *place, one in self._read() if place == [home, folded(issuer)])

    def remember(self, home: str, issuer: str, certificate_sha256: str) -> None:
        """Keep it, where there is a profile to keep it in."""
        row = [home, folded(issuer), certificate_sha256]
        with _guard:
            known = self._read()
            if row in known or not self._path.parent.is_dir():
                return
            with suppress(Problem):
                self._files.write(self._path, json.dumps([*known, row][-_MOST:], indent=1).encode())

    def _read(self) -> list[list[str]]:
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return []
        rows = found if isinstance(found, list) else []
        return [row for row in rows if isinstance(row, list) and len(row) == 3 and all(map(_is_text, row))]


def _is_text(value: object) -> bool:
    return isinstance(value, str)
