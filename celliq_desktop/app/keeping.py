"""Where the secrets of this run are kept, and with them the mirror: in the profile, or nowhere once the run is over."""

import shutil
from dataclasses import replace

from celliq_desktop.app.options import Options, open_secrets
from celliq_desktop.app.paths import ProfilePaths
from celliq_desktop.domain.accounts import Keep
from celliq_desktop.domain.ports import FileWriter, SecretStore


class Keeping:
    """Opens the secret store when it is first needed; ``choose`` changes the way for the rest of the run."""

    def __init__(self, options: Options, paths: ProfilePaths, files: FileWriter) -> None:
        self._options = options
        self._profile = paths
        self._files = files
        self._store: SecretStore | None = None
        self.group = options.mirror
        self.paths = paths
        self.kept = True

    def store(self) -> SecretStore:
        """The open store; BadSurroundings ``no_key_store``, ``vault_locked``, ``wrong_passphrase``."""
        if self._store is None:
            self._store = open_secrets(self._options, self._profile, self._files)
        return self._store

    def choose(self, keep: Keep, passphrase: str) -> None:
        """Open the store in this way. ``NOTHING``: in memory, and the mirror in a folder that ends with the run."""
        words = passphrase or None
        options = replace(
            self._options,
            passphrase=lambda: words,
            passphrase_given=keep is Keep.VAULT,
            keep_secrets=keep is not Keep.NOTHING,
        )
        self._store = open_secrets(options, self._profile, self._files)
        self.kept = keep is not Keep.NOTHING
        self.paths = self._profile if self.kept else ProfilePaths(self._profile.session)
        self.paths.prepare()

    def forget_session(self) -> None:
        """Remove what a run that keeps nothing wrote; harmless when there was none."""
        shutil.rmtree(self._profile.session, ignore_errors=True)
