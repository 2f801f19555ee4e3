"""Keeps the open prints of a profile in a small file: ids and languages, nothing of cars or people."""

import json
from pathlib import Path

from celliq_desktop.domain.ports import FileWriter
from celliq_desktop.domain.prints import OpenPrints


class PrintMemoryFile:
    """Implements ``prints.PrintMemory``; a file that cannot be read counts as nothing open, for what is printed by
    mistake costs paper, and what is not is asked for again."""

    def __init__(self, path: Path, files: FileWriter) -> None:
        self._path = path
        self._files = files

    def load(self) -> OpenPrints:
        """As it was kept."""
        from celliq_desktop.reports.records import read_record

        try:
            return read_record(OpenPrints, json.loads(self._path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError, RecursionError):
            return OpenPrints()

    def save(self, prints: OpenPrints) -> None:
        """Nothing open leaves no file."""
        from celliq_desktop.reports.records import write_record

        if prints == OpenPrints():
            self._path.unlink(missing_ok=True)
        else:
            self._files.write(self._path, json.dumps(write_record(prints)).encode())
