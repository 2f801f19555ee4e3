"""Keeps the letterhead of the desk's reports in a file of the profile, written atomically."""

import json
from pathlib import Path

from celliq_desktop.domain.letterheads import Letterhead
from celliq_desktop.domain.ports import FileWriter


class LetterheadFile:
    """Implements ``letterheads.Letterheads``; a file that cannot be read, or that somebody changed into what no report
    may look like, counts as absent."""

    def __init__(self, path: Path, files: FileWriter) -> None:
        self._path = path
        self._files = files

    def load(self) -> Letterhead:
        """The stored letterhead, or the plain one."""
        from celliq_desktop.reports.letterheads import check_letterhead
        from celliq_desktop.reports.records import read_record

        try:
            found = read_record(Letterhead, json.loads(self._path.read_text(encoding="utf-8")))
            check_letterhead(found)
        except (OSError, ValueError, TypeError, RecursionError):
            return Letterhead()
        return found

    def save(self, letterhead: Letterhead) -> None:
        """BadSurroundings when the disk says no."""
        from celliq_desktop.reports.records import write_record

        self._files.write(self._path, json.dumps(write_record(letterhead), indent=1).encode())
