"""The dealer's sealing identity: made at the first seal, kept as PKCS#12 with its passphrase in the secret store."""

import ssl
from hashlib import sha256
from pathlib import Path
from secrets import token_urlsafe
from typing import TYPE_CHECKING

from celliq_desktop.domain.ports import Clock, FileWriter, SecretStore
from celliq_desktop.domain.problems import BadSurroundings

if TYPE_CHECKING:  # pyHanko takes most of a second to import; only a seal is worth that
    from celliq_desktop.signing.identity import DealerIdentity
    from celliq_desktop.signing.seal import PadesSealer


class DealerSealer:
    """Implements ``ports.Sealer``; loads or makes the identity when it is first needed."""

    def __init__(
        self, folder: Path, name: str, issuer: str, *, secrets: SecretStore, files: FileWriter, clock: Clock
    ) -> None:
        """``name`` names the files and the secret; ``issuer`` is written into a new identity."""
        self._key_file = folder / f"{name}.p12"
        self._public_file = folder / f"{name}.pem"
        self._secret = f"identity-passphrase:{name}"
        self._new_issuer = issuer
        self._secrets = secrets
        self._files = files
        self._clock = clock
        self._sealer: PadesSealer | None = None

    @property
    def issuer(self) -> str:
        """Who the certificate names."""
        return self._ready().issuer

    @property
    def certificate_sha256(self) -> str:
        """Fingerprint of the certificate, hexadecimal."""
        return self._ready().certificate_sha256

    def seal(self, pdf: bytes, *, twin: str, reason: str) -> bytes:
        """Seal in memory."""
        return self._ready().seal(pdf, twin=twin, reason=reason)

    def _ready(self) -> "PadesSealer":
        if self._sealer is None:
            from celliq_desktop.signing.seal import PadesSealer

            identity = self._stored() if self._key_file.exists() else self._made()
            self._sealer = PadesSealer(identity, self._clock)
        return self._sealer

    def _stored(self) -> "DealerIdentity":
        from celliq_desktop.signing.identity import from_pkcs12

        passphrase = self._secrets.get(self._secret)
        if passphrase is None:
            raise BadSurroundings(
                "identity_locked",
                "The passphrase of the sealing identity is not in the key store any more.",
                safe="Reports that were sealed before stay valid.",
                next_step="Restore the key store, or remove the identity file to have a new one made.",
            )
        try:
            data = self._key_file.read_bytes()
        except OSError as error:
            raise BadSurroundings(
                "identity_unreadable",
                f"The sealing identity cannot be read: {error.strerror or error}.",
                next_step="Check the permissions of the profile folder.",
            ) from error
        return from_pkcs12(data, passphrase)

    def _made(self) -> "DealerIdentity":
        """Passphrase first, then the public half, then the key: a crash in between leaves nothing that cannot be made
        again."""
        from celliq_desktop.signing.identity import create_identity, to_pem, to_pkcs12

        passphrase = token_urlsafe(32)
        identity = create_identity(self._new_issuer, self._clock.now())
        self._secrets.put(self._secret, passphrase)
        self._files.write(self._public_file, to_pem(identity))
        self._files.write(self._key_file, to_pkcs12(identity, passphrase))
        return identity


def certificates_in(folder: Path) -> frozenset[str]:
    """Fingerprints of the identities this profile has made; empty when there are none."""
    if not folder.is_dir():
        return frozenset()
    found = set()
    for path in folder.glob("*.pem"):
        try:
            found.add(sha256(ssl.PEM_cert_to_DER_cert(path.read_text(encoding="ascii"))).hexdigest())
        except (OSError, ValueError):  # a damaged copy only means that the certificate is not recognised offline
            continue
    return frozenset(found)
