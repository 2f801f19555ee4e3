"""The operating system's key store, by an allow-list: everything else is plaintext in disguise
(research/reliability.md E10, M16). Never called on the window's thread; a store that shows a prompt nobody answers is
given up after ten seconds."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.domain.text import N_
from celliq_desktop.vault import long_values

_SERVICE = "CellIQ Desktop"
_ALLOWED = frozenset(
    {
        "keyring.backends.Windows.WinVaultKeyring",
        "keyring.backends.macOS.Keyring",
        "keyring.backends.SecretService.Keyring",
        "keyring.backends.kwallet.DBusKeyring",
    }
)
_LONGEST_S = 10.0

Result = TypeVar("Result")


class Within(Protocol):
    """Runs ``work`` and raises TimeoutError when it takes longer than ``seconds``."""

    def __call__(self, seconds: float, work: Callable[[], Result]) -> Result: ...


class KeyStore:
    """Implements ``ports.SecretStore`` on keyring; made by ``find_key_store`` only."""

    def __init__(self, name: str, within: Within) -> None:
        self._name = name
        self._within = within
        self._short = _Credentials()

    @property
    def name(self) -> str:
        """The backend's name, for ``doctor`` and diagnostics."""
        return self._name

    def get(self, key: str) -> str | None:
        """The value, or None; BadSurroundings ``key_store_locked``."""
        return self._asked(lambda: long_values.get(self._short, key))

    def put(self, key: str, value: str) -> None:
        """Write, and read back: a store that forgets at once is no store."""

        def write() -> bool:
            long_values.put(self._short, key, value)
            return long_values.get(self._short, key) == value

        if not self._asked(write):
            raise BadSurroundings(
                "key_store_forgets",
                N_("The key store did not keep what it was given."),
                next_step=N_("Repair the system's key store, or set CELLIQ_VAULT_PASSPHRASE to use a vault file."),
            )

    def delete(self, key: str) -> None:
        """Forget; harmless when there is nothing."""
        self._asked(lambda: long_values.delete(self._short, key))

    def _asked(self, work: Callable[[], Result]) -> Result:
        from keyring.errors import KeyringError

        try:
            return self._within(_LONGEST_S, work)
        except (KeyringError, TimeoutError) as error:
            raise _locked() from error
        except BadSurroundings:
            raise
        except Exception as error:  # backends let whatever their platform raises through
            raise _locked() from error


class _Credentials:
    """Implements ``long_values.ShortValues``: keyring, which knows a service and a name."""

    def get(self, key: str) -> str | None:
        import keyring

        return keyring.get_password(_SERVICE, key)

    def put(self, key: str, value: str) -> None:
        import keyring

        keyring.set_password(_SERVICE, key, value)

    def delete(self, key: str) -> None:
        import keyring
        from keyring.errors import PasswordDeleteError

        try:
            keyring.delete_password(_SERVICE, key)
        except PasswordDeleteError:
            return


def find_key_store(within: Within) -> KeyStore | None:
    """The system's key store when it is one of the four we trust; None otherwise, whatever keyring would fall back
    to."""
    import keyring

    try:
        backend = type(keyring.get_keyring())
    except (ImportError, AttributeError, ValueError, RuntimeError):  # configured to one that cannot be loaded
        return None
    name = f"{backend.__module__}.{backend.__qualname__}"
    return KeyStore(name, within) if name in _ALLOWED else None


def _locked() -> BadSurroundings:
    return BadSurroundings(
        "key_store_locked",
        N_("The system's key store is locked or does not answer."),
        safe=N_("Nothing was changed."),
        next_step=N_("Unlock it and try again."),
    )
