"""The operating system's key store, by an allow-list: everything else is plaintext in disguise
(research/reliability.md E10, M16)."""

from celliq_desktop.domain.problems import BadSurroundings

_SERVICE = "CellIQ Desktop"
_ALLOWED = frozenset(
    {
        "keyring.backends.Windows.WinVaultKeyring",
        "keyring.backends.macOS.Keyring",
        "keyring.backends.SecretService.Keyring",
        "keyring.backends.kwallet.DBusKeyring",
    }
)


class KeyStore:
    """Implements ``ports.SecretStore`` on keyring; made by ``find_key_store`` only."""

    def __init__(self, name: str) -> None:
        self._name = name

    @property
    def name(self) -> str:
        """The backend's name, for ``doctor`` and diagnostics."""
        return self._name

    def get(self, key: str) -> str | None:
        """The value, or None; BadSurroundings ``key_store_locked``."""
        import keyring
        from keyring.errors import KeyringError

        try:
            return keyring.get_password(_SERVICE, key)
        except KeyringError as error:
            raise _locked() from error

    def put(self, key: str, value: str) -> None:
        """Write, and read back: a store that forgets at once is no store."""
        import keyring
        from keyring.errors import KeyringError

        try:
            keyring.set_password(_SERVICE, key, value)
            kept = keyring.get_password(_SERVICE, key)
        except KeyringError as error:
            raise _locked() from error
        if kept != value:
            raise BadSurroundings(
                "key_store_forgets",
                "The key store did not keep what it was given.",
                next_step="Repair the system's key store, or set CELLIQ_VAULT_PASSPHRASE to use a vault file.",
            )

    def delete(self, key: str) -> None:
        """Forget; harmless when there is nothing."""
        import keyring
        from keyring.errors import KeyringError, PasswordDeleteError

        try:
            keyring.delete_password(_SERVICE, key)
        except PasswordDeleteError:
            return
        except KeyringError as error:
            raise _locked() from error


def find_key_store() -> KeyStore | None:
    """The system's key store when it is one of the four we trust; None otherwise, whatever keyring would fall back
    to."""
    import keyring

    try:
        backend = type(keyring.get_keyring())
    except (ImportError, AttributeError, ValueError, RuntimeError):  # configured to one that cannot be loaded
        return None
    name = f"{backend.__module__}.{backend.__qualname__}"
    return KeyStore(name) if name in _ALLOWED else None


def _locked() -> BadSurroundings:
    return BadSurroundings(
        "key_store_locked",
        "The system's key store is locked or does not answer.",
        safe="Nothing was changed.",
        next_step="Unlock it and try again.",
    )
