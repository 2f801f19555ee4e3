"""Where a profile keeps its things. A profile is one folder; everything the program writes lies in it."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from celliq_desktop.domain.accounts import Account


def default_profile() -> Path:
    """The platform's user data directory for this program (not created here)."""
    from platformdirs import user_data_path

    return user_data_path("CellIQ Desktop", appauthor=False)


def account_hash(account: Account) -> str:
    """Sixteen hex digits that name an account's files and secrets without showing who it is."""
    return hashlib.sha256(account.key.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class ProfilePaths:
    """Paths inside the profile ``root``; folders are made by ``prepare``."""

    root: Path

    @property
    def lock(self) -> Path:
        """Held by the one process that works on this profile."""
        return self.root / "lock"

    @property
    def settings(self) -> Path:
        """Preferences and the account that is signed in; no secrets."""
        return self.root / "settings.json"

    @property
    def letterhead(self) -> Path:
        """Paper, region, colour and logo of the desk's reports."""
        return self.root / "letterhead.json"

    @property
    def prints(self) -> Path:
        """What a queue of prints has still to do."""
        return self.root / "prints.json"

    @property
    def window(self) -> Path:
        """Sizes, columns and sorting of the window."""
        return self.root / "window.ini"

    @property
    def vault(self) -> Path:
        """Secrets sealed with a passphrase, where there is no key store."""
        return self.root / "vault.json"

    @property
    def log(self) -> Path:
        """The redacted log."""
        return self.root / "logs" / "celliq.log"

    @property
    def identities(self) -> Path:
        """Sealing identities (PKCS#12, passphrase in the secret store)."""
        return self.root / "identities"

    @property
    def backups(self) -> Path:
        """Checked copies of mirrors."""
        return self.root / "backups"

    @property
    def damaged(self) -> Path:
        """Damaged mirrors that were set aside; never deleted by the program alone."""
        return self.root / "damaged"

    @property
    def ballast(self) -> Path:
        """Blocks that are given up when the disk is full."""
        return self.root / "ballast"

    @property
    def updates(self) -> Path:
        """What was seen of updates, and a downloaded one."""
        return self.root / "updates"

    @property
    def session(self) -> Path:
        """A profile inside the profile for a run that keeps nothing; emptied at every start and end."""
        return self.root / "session"

    def mirror(self, account: Account) -> Path:
        """The account's own mirror file: isolation by file, not by WHERE."""
        return self.root / "mirrors" / f"{account_hash(account)}.db"

    def prepare(self) -> None:
        """Make the folders, readable by this user only. OSError when that is impossible."""
        for folder in (self.root, self.log.parent, self.identities, self.backups, self.root / "mirrors"):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
