"""Which store is used, and which is never used."""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import SecretService, fail, null
from keyring.errors import KeyringLocked, PasswordDeleteError

from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.jobs.limit import within
from celliq_desktop.vault.choice import open_store
from celliq_desktop.vault.key_store import KeyStore, Within, find_key_store


class NoFiles:
    """Implements ``ports.FileWriter``: every write is one too many."""

    def write(self, path: Path, data: bytes) -> None:
        """Never."""
        raise AssertionError(f"{len(data)} bytes were written to {path}")


class DictStore(KeyringBackend):
    """A key store in memory; ``trouble`` is raised by every call, ``forgets`` keeps nothing."""

    priority = 0.1

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.trouble: Exception | None = None
        self.forgets = False

    def get_password(self, service: str, username: str) -> str | None:
        """As keyring defines it."""
        self._look()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """As keyring defines it."""
        self._look()
        if not self.forgets:
            self.kept[(service, username)] = password

    def delete_password(self, service: str, username: str) -> None:
        """As keyring defines it."""
        self._look()
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError

    def _look(self) -> None:
        if self.trouble is not None:
            raise self.trouble


@pytest.fixture
def system() -> Iterator[DictStore]:
    """The system's key store, standing in as Secret Service."""
    before = keyring.get_keyring()
    found = DictStore()
    found.__class__ = type("Keyring", (DictStore,), {"__module__": SecretService.__name__})
    keyring.set_keyring(found)
    yield found
    keyring.set_keyring(before)


class _Plain(KeyringBackend):
    """What ``keyrings.alt`` does: base64 in a file, and it looks like a key store."""

    priority = 0.1

    def get_password(self, service: str, username: str) -> str | None:
        """As keyring defines it."""
        return base64.b64encode(f"{service}{username}".encode()).decode()

    def set_password(self, service: str, username: str, password: str) -> None:
        """As keyring defines it."""

    def delete_password(self, service: str, username: str) -> None:
        """As keyring defines it."""


def _named(module: str, name: str) -> type[KeyringBackend]:
    return type(name, (_Plain,), {"__module__": module})


@pytest.mark.parametrize(
    "backend",
    [
        null.Keyring,
        fail.Keyring,
        _named("keyrings.alt.file", "PlaintextKeyring"),
        _named("keyring.backends.SecretService.other", "Keyring"),
    ],
    ids=["null", "fail", "plaintext", "pretender"],
)
def test_no_store_but_the_four_we_trust_is_taken(
    backend: type[KeyringBackend], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyring.core, "_keyring_backend", backend())
    assert find_key_store(within) is None


def test_a_keyring_that_cannot_even_be_loaded_is_no_key_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring.core, "_keyring_backend", None)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "no.such.module.Keyring")
    assert find_key_store(within) is None


@pytest.mark.parametrize("given", [False, True])
@pytest.mark.parametrize("words", [None, ""])
def test_without_key_store_and_passphrase_nothing_is_written(tmp_path: Path, given: bool, words: str | None) -> None:
    path = tmp_path / "profile" / "secrets.vault"
    with pytest.raises(BadSurroundings) as refusal:
        open_store(path, lambda: words, NoFiles(), within=within, passphrase_given=given)
    assert refusal.value.code == "no_key_store"
    assert "CELLIQ_VAULT_PASSPHRASE" in refusal.value.next_step
    assert list(tmp_path.iterdir()) == []


def test_the_key_store_is_preferred_and_no_passphrase_is_asked_for(tmp_path: Path, system: DictStore) -> None:
    def never() -> str:
        raise AssertionError("asked for a passphrase")

    store = open_store(tmp_path / "secrets.vault", never, NoFiles(), within=within, passphrase_given=False)
    store.put("a", "b")
    assert store.get("a") == "b"
    assert list(system.kept.values()) == ["b"]
    store.delete("a")
    store.delete("a")
    assert store.get("a") is None
    assert store.name == "keyring.backends.SecretService.Keyring"


def test_a_passphrase_given_beforehand_wins_over_the_key_store(tmp_path: Path, system: DictStore) -> None:
    store = open_store(tmp_path / "secrets.vault", lambda: "words", NoFiles(), within=within, passphrase_given=True)
    assert store.name == "passphrase vault"
    assert system.kept == {}


def test_a_policy_leaves_no_choice(tmp_path: Path, system: DictStore) -> None:
    path = tmp_path / "secrets.vault"
    given = open_store(path, lambda: "words", NoFiles(), within=within, passphrase_given=True, only="key_store")
    assert given.name == "keyring.backends.SecretService.Keyring"
    vault = open_store(path, lambda: "words", NoFiles(), within=within, passphrase_given=False, only="vault")
    assert vault.name == "passphrase vault"
    assert system.kept == {}


def test_where_a_policy_wants_a_key_store_and_there_is_none_a_vault_is_no_way_out(tmp_path: Path) -> None:
    with pytest.raises(BadSurroundings, match="administrator") as refusal:
        open_store(tmp_path / "v", lambda: "words", NoFiles(), within=within, passphrase_given=True, only="key_store")
    assert refusal.value.code == "no_key_store"


def test_a_vault_that_exists_is_used_before_the_key_store(tmp_path: Path, system: DictStore) -> None:
    path = tmp_path / "secrets.vault"
    path.write_text("{}")
    with pytest.raises(BadSurroundings) as refusal:
        open_store(path, lambda: "words", NoFiles(), within=within, passphrase_given=False)
    assert refusal.value.code == "vault_damaged"
    assert system.kept == {}


def test_a_locked_key_store_is_a_problem_in_words(system: DictStore) -> None:
    store = KeyStore("Secret Service", within)
    system.trouble = KeyringLocked("locked")
    with pytest.raises(BadSurroundings, match="locked") as reading:
        store.get("a")
    with pytest.raises(BadSurroundings, match="locked"):
        store.put("a", "b")
    with pytest.raises(BadSurroundings, match="locked"):
        store.delete("a")
    assert reading.value.code == "key_store_locked"


def test_a_key_store_that_never_answers_is_given_up_after_ten_seconds() -> None:
    """M16: a prompt nobody answers must not hold the sign-in for ever."""
    limits: list[float] = []

    def never(seconds: float, _work: object) -> str:
        limits.append(seconds)
        raise TimeoutError

    with pytest.raises(BadSurroundings) as refusal:
        KeyStore("Secret Service", cast("Within", never)).get("a")
    assert refusal.value.code == "key_store_locked"
    assert limits == [10.0]


def test_whatever_a_backend_raises_becomes_words(system: DictStore) -> None:
    system.trouble = OSError("the bus went away")
    with pytest.raises(BadSurroundings, match="does not answer"):
        KeyStore("Secret Service", within).get("a")


def test_a_token_longer_than_windows_keeps_comes_back_whole(system: DictStore) -> None:
    store = KeyStore("Secret Service", within)
    store.put("refresh", "t" * 5_000)
    assert store.get("refresh") == "t" * 5_000
    assert max(len(value.encode("utf-16-le")) for value in system.kept.values()) <= 2_560
    store.delete("refresh")
    assert system.kept == {}


def test_a_vault_that_is_there_and_locked_is_not_called_missing(tmp_path: Path) -> None:
    path = tmp_path / "secrets.vault"
    path.write_text("{}")
    with pytest.raises(BadSurroundings) as refusal:
        open_store(path, lambda: None, NoFiles(), within=within, passphrase_given=False)
    assert refusal.value.code == "vault_locked"


def test_a_key_store_that_forgets_is_found_out_at_once(system: DictStore) -> None:
    system.forgets = True
    with pytest.raises(BadSurroundings) as refusal:
        KeyStore("Secret Service", within).put("a", "b")
    assert refusal.value.code == "key_store_forgets"
