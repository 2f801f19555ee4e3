"""The vault file: secret, whole, and closed to everybody without the passphrase."""

import base64
import json
from pathlib import Path

import pytest

from celliq_desktop.domain.accounts import Tokens
from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.vault.memory import MemoryStore
from celliq_desktop.vault.passphrase_file import PassphraseVault
from celliq_desktop.vault.tokens import StoredTokens

WORDS = "correct horse Ähre 🔋"


class PlainFiles:
    """Implements ``ports.FileWriter`` as far as these tests need it; ``broken`` makes the disk full."""

    def __init__(self) -> None:
        self.written = 0
        self.broken = False

    def write(self, path: Path, data: bytes) -> None:
        """Write it, and count."""
        if self.broken:
            raise BadSurroundings("disk_full", "The disk is full.")
        path.write_bytes(data)
        self.written += 1


@pytest.fixture
def files() -> PlainFiles:
    """The disk."""
    return PlainFiles()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the vault will be."""
    return tmp_path / "secrets.vault"


def test_what_was_put_is_there_at_the_next_start(path: Path, files: PlainFiles) -> None:
    vault = PassphraseVault(path, WORDS, files)
    assert not path.exists()
    vault.put("refresh", "token-1")
    vault.put("mirror", "5a" * 32)
    vault.put("refresh", "token-2 ü \u2028")
    vault.delete("mirror")
    again = PassphraseVault(path, WORDS, files)
    assert [again.get("refresh"), again.get("mirror"), again.get("never")] == ["token-2 ü \u2028", None, None]
    assert files.written == 4
    again.delete("never")
    assert files.written == 4


def test_the_file_holds_neither_secrets_nor_their_names(path: Path, files: PlainFiles) -> None:
    vault = PassphraseVault(path, WORDS, files)
    vault.put("refresh-token-of-dealer", "canary-secret-value")
    data = path.read_bytes()
    decoded = b"".join(base64.b64decode(json.loads(data)[name]) for name in ("salt", "nonce", "sealed"))
    for secret in (b"canary-secret-value", b"refresh-token-of-dealer", WORDS.encode()):
        assert secret not in data
        assert secret not in decoded
        assert base64.b64encode(secret) not in data


def test_no_two_writes_share_a_nonce_and_no_two_vaults_a_salt(tmp_path: Path, files: PlainFiles) -> None:
    seen = []
    for name in ("one", "two"):
        vault = PassphraseVault(tmp_path / name, WORDS, files)
        for _turn in range(3):
            vault.put("a", "b")
            seen.append(json.loads((tmp_path / name).read_text()))
    assert len({one["nonce"] for one in seen}) == 6
    assert len({one["sealed"] for one in seen}) == 6
    assert len({one["salt"] for one in seen}) == 2


@pytest.mark.parametrize("words", ["wrong", WORDS + " ", "", WORDS.lower() + "x"])
def test_a_wrong_passphrase_is_refused_and_nothing_is_written(path: Path, files: PlainFiles, words: str) -> None:
    PassphraseVault(path, WORDS, files).put("a", "b")
    before = path.read_bytes()
    with pytest.raises(BadSurroundings) as refusal:
        PassphraseVault(path, words, files)
    assert refusal.value.code == "wrong_passphrase"
    assert path.read_bytes() == before
    assert files.written == 1


def _without(name: str) -> bytes:
    return json.dumps({key: value for key, value in _sound().items() if key != name}).encode()


def _with(**changed: object) -> bytes:
    return json.dumps(_sound() | changed).encode()


def _sound() -> dict[str, object]:
    part = base64.b64encode(bytes(16)).decode()
    return {"format": "celliq-vault-1", "salt": part, "nonce": part, "sealed": part}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"format":"celliq-vault-2"}',
        _without("salt"),
        _without("nonce"),
        _without("sealed"),
        _with(salt=17),
        _with(nonce="not base64"),
        _with(nonce=""),
        _with(nonce="AAAA"),
        _with(sealed="ä"),
        _with(salt=None),
    ],
)
def test_a_damaged_file_is_named_and_left_as_it_is(path: Path, files: PlainFiles, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(BadSurroundings) as refusal:
        PassphraseVault(path, WORDS, files)
    assert refusal.value.code == "vault_damaged"
    assert path.read_bytes() == content
    assert files.written == 0


def test_one_flipped_bit_of_the_sealed_part_opens_nothing(path: Path, files: PlainFiles) -> None:
    PassphraseVault(path, WORDS, files).put("a", "b")
    stored = json.loads(path.read_text())
    sealed = bytearray(base64.b64decode(stored["sealed"]))
    sealed[3] ^= 1
    path.write_text(json.dumps(stored | {"sealed": base64.b64encode(sealed).decode()}))
    with pytest.raises(BadSurroundings):
        PassphraseVault(path, WORDS, files)


def test_a_write_that_fails_is_not_pretended(path: Path, files: PlainFiles) -> None:
    vault = PassphraseVault(path, WORDS, files)
    vault.put("a", "old")
    files.broken = True
    with pytest.raises(BadSurroundings):
        vault.put("a", "new")
    assert vault.get("a") == "old"


def test_only_the_refresh_token_is_kept_and_signing_out_forgets_it(path: Path, files: PlainFiles) -> None:
    tokens = StoredTokens(PassphraseVault(path, WORDS, files), "account")
    assert tokens.load() is None
    tokens.save(Tokens(access="access-1", refresh="refresh-1"))
    tokens.save(Tokens(access="access-2", refresh=""))
    kept = StoredTokens(PassphraseVault(path, WORDS, files), "account").load()
    assert kept == Tokens(access="", refresh="refresh-1")
    tokens.forget()
    assert StoredTokens(PassphraseVault(path, WORDS, files), "account").load() is None


def test_the_memory_store_writes_nothing(tmp_path: Path) -> None:
    store = MemoryStore()
    store.put("a", "b")
    assert store.get("a") == "b"
    store.delete("a")
    store.delete("a")
    assert store.get("a") is None
    assert list(tmp_path.iterdir()) == []
