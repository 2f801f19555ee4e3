"""Secrets in one file sealed with a passphrase: scrypt for the key, AES-256-GCM for the content (RFC 7914, NIST SP
800-38D)."""

import base64
import json
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from celliq_desktop.domain.ports import FileWriter
from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.domain.text import N_

_FORMAT = "celliq-vault-1"
_N, _R, _P = 2**15, 8, 1
"""scrypt cost: 32 MB and about 0.1 s, once a run; the recommendation for interactive use is N = 2^15 (RFC 7914
section 2, and OWASP's password storage guidance)."""


class PassphraseVault:
    """Implements ``ports.SecretStore``. Every change writes the whole file anew, atomically, under a fresh nonce."""

    name = "passphrase vault"

    def __init__(self, path: Path, passphrase: str, files: FileWriter) -> None:
        """Open ``path`` or begin a new vault (nothing is written before the first ``put``). BadSurroundings
        ``wrong_passphrase``, ``vault_damaged``."""
        self._path = path
        self._files = files
        stored = self._stored()
        self._salt = _bytes(stored, "salt") if stored else os.urandom(16)
        self._cipher = AESGCM(Scrypt(salt=self._salt, length=32, n=_N, r=_R, p=_P).derive(passphrase.encode("utf-8")))
        self._values = self._opened(stored) if stored else {}

    def get(self, key: str) -> str | None:
        """The value, or None."""
        return self._values.get(key)

    def put(self, key: str, value: str) -> None:
        """Keep ``value``; it is on the disk when this returns."""
        self._write({**self._values, key: value})

    def delete(self, key: str) -> None:
        """Forget; harmless when there is nothing."""
        if key in self._values:
            self._write({name: value for name, value in self._values.items() if name != key})

    def _write(self, values: dict[str, str]) -> None:
        nonce = os.urandom(12)
        sealed = self._cipher.encrypt(nonce, json.dumps(values).encode("utf-8"), _FORMAT.encode())
        text = json.dumps(
            {
                "format": _FORMAT,
                "salt": base64.b64encode(self._salt).decode(),
                "nonce": base64.b64encode(nonce).decode(),
                "sealed": base64.b64encode(sealed).decode(),
            }
        )
        self._files.write(self._path, text.encode())
        self._values = values

    def _stored(self) -> dict[str, str] | None:
        try:
            text = self._path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise _damaged() from error
        try:
            stored = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise _damaged() from error
        if not isinstance(stored, dict) or stored.get("format") != _FORMAT:
            raise _damaged()
        return stored

    def _opened(self, stored: dict[str, str]) -> dict[str, str]:
        try:
            plain = self._cipher.decrypt(_bytes(stored, "nonce"), _bytes(stored, "sealed"), _FORMAT.encode())
        except InvalidTag as error:
            raise BadSurroundings(
                "wrong_passphrase",
                N_("The passphrase does not open the vault of this profile."),
                safe=N_("Nothing was changed."),
                next_step=N_("Check CELLIQ_VAULT_PASSPHRASE, or use another profile."),
            ) from error
        except ValueError as error:  # a nonce of impossible length
            raise _damaged() from error
        values = json.loads(plain)
        return {str(name): str(value) for name, value in values.items()}


def _bytes(stored: dict[str, str], name: str) -> bytes:
    try:
        return base64.b64decode(stored[name], validate=True)
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged() from error


def _damaged() -> BadSurroundings:
    return BadSurroundings(
        "vault_damaged",
        N_("The vault file of this profile is damaged."),
        safe=N_("It is left as it is."),
        next_step=N_("Restore it from a backup, or move it away and sign in again."),
    )
