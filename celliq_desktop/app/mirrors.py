"""The mirror file of an account: where it lies, its key, and the way on when the file is damaged or the key is lost;
or a dealer group's mirror instead."""

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from celliq_desktop.app.paths import ProfilePaths, account_hash
from celliq_desktop.domain.accounts import Account
from celliq_desktop.domain.ports import Clock, SecretStore
from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.domain.text import N_

if TYPE_CHECKING:
    from celliq_desktop.mirror.engine import Mirror

_KEY_BYTES = 32
_SOURCES = {
    "file": "",
    "backup": N_(" The damaged file gave nothing back; what exists only on this computer is from the last backup."),
    "nothing": N_(" Neither the damaged file nor a backup could be read."),
}


class MirrorFiles:
    """Mirrors of one profile; ``secret_store`` is asked when a key is needed."""

    def __init__(
        self, paths: ProfilePaths, clock: Clock, secret_store: Callable[[], SecretStore], group: str | None
    ) -> None:
        """``group`` is the address of a dealer group's mirror, which takes the place of the files."""
        self._paths = paths
        self._group = group
        self._clock = clock
        self._secret_store = secret_store

    def open(self, account: Account) -> "Mirror":
        """The open mirror of ``account``; close it. BadSurroundings ``mirror_key_lost``, and those of
        ``Mirror.open``."""
        if self._group is not None:
            return self._joined(self._group, account)
        from celliq_desktop.mirror.engine import Mirror
        from celliq_desktop.mirror.repair import finish
        from celliq_desktop.mirror.space import Space

        path = self._paths.mirror(account)
        finish(path, self._paths.damaged)
        return Mirror.open(
            path,
            self._key(account, path),
            clock=self._clock,
            account=account,
            backups=self._paths.backups,
            space=Space(self._paths.ballast),
        )

    def repair(self, account: Account) -> str:
        """Set the file aside and begin a new one with all that could be saved; what came of it, in a sentence."""
        if self._group is not None:
            raise BadSurroundings(
                "mirror_of_group",
                N_("The mirror of a group is repaired by the administrator of its database."),
                safe=N_("Nothing was changed."),
                next_step=N_("Restore the database from its backup."),
            )
        from celliq_desktop.mirror.repair import repair

        path = self._paths.mirror(account)
        try:
            key = self._key(account, path)
        except BadSurroundings as problem:
            if problem.code != "mirror_key_lost":
                raise
            key = self._new_key(account)
        done = repair(
            path,
            key,
            clock=self._clock,
            account=account,
            backups=self._paths.backups,
            damaged=self._paths.damaged,
        )
        if not done.operations:
            return N_("The mirror is made anew from the server. No change waited to be sent.{sources}").format(
                sources=_SOURCES[done.source]
            )
        saved = N_("1 change was") if done.operations == 1 else f"{done.operations} changes were"
        doubt = N_(" and will be checked with the server before anything is sent")
        return N_("The mirror is made anew from the server. {saved} saved{doubt}.{sources}").format(
            saved=saved, doubt=doubt, sources=_SOURCES[done.source]
        )

    def _joined(self, address: str, account: Account) -> "Mirror":
        from celliq_desktop.mirror.shared import SharedMirror
        from celliq_desktop.mirror.space import Space

        password = self._secret_store().get(group_secret(address))
        space = Space(self._paths.ballast)
        return SharedMirror.join(address, password=password, clock=self._clock, account=account, space=space)

    def _key(self, account: Account, path: Path) -> str:
        key = self._secret_store().get(_name(account))
        if key is not None:
            return key
        if path.exists():
            raise BadSurroundings(
                "mirror_key_lost",
                N_("The key of this account's mirror is not in the key store any more."),
                safe=N_("The file is left as it is; the server still has everything that was sent."),
                next_step=N_("Restore the key store, or begin a new mirror: “celliq-desktop sync --rebuild”."),
            )
        return self._new_key(account)

    def _new_key(self, account: Account) -> str:
        key = secrets.token_bytes(_KEY_BYTES).hex()
        self._secret_store().put(_name(account), key)
        return key


def group_secret(address: str) -> str:
    """The name under which the secret store may have the password of a group's database."""
    return f"group-mirror:{address}"


def _name(account: Account) -> str:
    return f"mirror-key:{account_hash(account)}"
