"""What a person sends to support, in one file they can look into first: their words, the diagnostics, the log."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from celliq_desktop.domain.ports import FileWriter

_LOGS = 5
"""Files of the log, the newest first: as many as it keeps."""
_README = """\
This file was made by CellIQ Desktop when somebody chose “Save for support”. Nothing was sent.

words.txt         what that person wrote
diagnostics.json  versions and the doctor's checks
logs/             what the program wrote down, as it was written: without names, addresses, VINs and secrets
"""


def write_feedback(diagnostics: Callable[[], str], log: Path, files: FileWriter, words: str, target: Path) -> None:
    """Gather everything in the ZIP file ``target``. ``log`` is the newest file of the log, which is redacted line by
    line when it is written; ``words`` stay as they are. BadSurroundings when the file cannot be written."""
    gathered = io.BytesIO()
    with zipfile.ZipFile(gathered, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("README.txt", _README)
        bundle.writestr("words.txt", words.strip() + "\n")
        bundle.writestr("diagnostics.json", diagnostics())
        for path in sorted(log.parent.glob(f"{log.name}*"))[:_LOGS]:
            bundle.writestr(f"logs/{path.name}", path.read_bytes())
    files.write(target, gathered.getvalue())
