"""What a profile has seen of each update channel: one small file. Whoever can write it could replace the program's own
data, too; so it needs no seal, and a file that cannot be read counts as nothing seen."""

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from celliq_desktop.domain.ports import FileWriter
from celliq_desktop.domain.updates import Seen, is_newer


class UpdateMemoryFile:
    """Implements ``update_ports.UpdateMemory`` in ``path``."""

    def __init__(self, path: Path, files: FileWriter) -> None:
        self._path = path
        self._files = files

    def seen(self, channel: str) -> Seen:
        """What was seen last."""
        try:
            told = self._all()[channel]
            seen = Seen(
                sequence=int(told["sequence"]),
                issued_at=datetime.fromisoformat(told["issued_at"]),
                version=str(told["version"]),
            )
            is_newer(seen.version, seen.version)  # ValueError for what is no version
        except (TypeError, KeyError, ValueError):
            return Seen()
        return seen

    def remember(self, channel: str, seen: Seen) -> None:
        """Keep it."""
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        document = {**self._all(), channel: asdict(seen)}
        self._files.write(self._path, json.dumps(document, default=str, indent=1).encode())

    def _all(self) -> dict[str, Any]:
        try:
            told = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return told if isinstance(told, dict) else {}
