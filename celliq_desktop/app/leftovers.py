"""Traces of a person outside of the mirror: log files, and damaged mirrors that were set aside."""

import json
import re
import shutil
from collections.abc import Iterator

from celliq_desktop.app.paths import ProfilePaths, account_hash
from celliq_desktop.domain.accounts import Account
from celliq_desktop.domain.ports import FileWriter


def forget_elsewhere(paths: ProfilePaths, account: Account, files: FileWriter, email: str) -> int:
    """Take ``email`` out of every log and out of what the window remembers (saved views), and remove damaged mirrors of
    ``account``, which nobody can take it out of; how many files and folders that was. Logs hold no address by design;
    this makes sure."""
    address = re.compile(b"|".join(re.escape(form.encode()) for form in _written(email)), re.IGNORECASE)
    count = 0
    for path in (*sorted(paths.log.parent.glob("*")), paths.window):
        if path.is_file() and address.search(data := path.read_bytes()):
            files.write(path, address.sub(b"<e-mail>", data))
            count += 1
    for folder in sorted(paths.damaged.glob(f"{account_hash(account)}-*")):
        shutil.rmtree(folder)
        count += 1
    return count


def _written(email: str) -> Iterator[str]:
    """As it is, as JSON writes it, and as an INI file writes that; the longest first."""
    for cased in {email, email.lower(), email.upper()}:  # bytes compare without case as far as ASCII goes
        as_json = json.dumps(cased)[1:-1]
        yield from (as_json.replace("\\", "\\\\"), as_json, cased)
