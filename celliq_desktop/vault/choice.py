"""Which store holds the secrets of this profile (cli.md)."""

from collections.abc import Callable
from pathlib import Path

from celliq_desktop.domain.ports import FileWriter, SecretStore
from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.domain.text import N_
from celliq_desktop.vault.key_store import Within, find_key_store

Passphrase = Callable[[], str | None]


def open_store(
    path: Path,
    passphrase: Passphrase,
    files: FileWriter,
    *,
    passphrase_given: bool,
    within: Within,
    only: str | None = None,
) -> SecretStore:
    """A vault file when a passphrase was given beforehand or the vault exists already; else the system's key store;
    else a new vault under a passphrase the person types; else BadSurroundings ``no_key_store`` with nothing
    written. ``vault_locked``: the vault is there and nobody gave its passphrase. ``only`` is what a policy leaves:
    ``key_store`` or ``vault``."""
    if only == "vault" or (only is None and (passphrase_given or path.exists())):
        return _vault(path, passphrase, files)
    found = find_key_store(within)
    if found is None and only == "key_store":
        raise _only_a_key_store()
    return found if found is not None else _vault(path, passphrase, files)


def _vault(path: Path, passphrase: Passphrase, files: FileWriter) -> SecretStore:
    words = passphrase()
    if not words:
        raise _closed() if path.exists() else _none()
    from celliq_desktop.vault.passphrase_file import PassphraseVault

    return PassphraseVault(path, words, files)


def _none() -> BadSurroundings:
    return BadSurroundings(
        "no_key_store",
        N_("This computer has no key store, and no vault passphrase was given."),
        safe=N_("Nothing was written."),
        next_step=N_("Set CELLIQ_VAULT_PASSPHRASE, or install a key store such as GNOME Keyring."),
    )


def _only_a_key_store() -> BadSurroundings:
    return BadSurroundings(
        "no_key_store",
        N_("Your administrator wants secrets in the system's key store, and this computer has none."),
        safe=N_("Nothing was written."),
        next_step=N_("Ask your administrator for a key store such as GNOME Keyring."),
    )


def _closed() -> BadSurroundings:
    return BadSurroundings(
        "vault_locked",
        N_("The secrets of this profile are in a vault that is locked."),
        safe=N_("Nothing was changed."),
        next_step=N_("Give its passphrase, for commands in CELLIQ_VAULT_PASSPHRASE."),
    )
