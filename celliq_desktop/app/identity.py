"""The dealer's sealing identity: made at the first seal or brought along, its key kept as PKCS#12 with the passphrase
in the secret store, or left on its token with the PIN there."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from secrets import token_urlsafe
from threading import RLock
from typing import TYPE_CHECKING, Any

from celliq_desktop.domain.identity import IdentityFacts, IdentityKind, is_unnamed
from celliq_desktop.domain.ports import Clock, FileWriter, SecretStore
from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.domain.text import N_

if TYPE_CHECKING:  # pyHanko takes most of a second to import; only a seal is worth that
    from celliq_desktop.signing.identity import DealerIdentity
    from celliq_desktop.signing.seal import PadesSealer, SealingIdentity


class DealerSealer:
    """Implements ``ports.Sealer`` and ``ports.SealingIdentities``; loads or makes the identity when it is first
    needed."""

    def __init__(
        self,
        folder: Path,
        name: str,
        issuer: Callable[[], str],
        *,
        secrets: SecretStore,
        files: FileWriter,
        clock: Clock,
    ) -> None:
        """``name`` names the files and the secrets; ``issuer`` tells what is written into a new identity."""
        self._folder = folder
        self._name = name
        self._key_file = folder / f"{name}.p12"
        self._place_file = folder / f"{name}.token.json"
        self._secret = f"identity-passphrase:{name}"
        self._pin = f"identity-pin:{name}"
        self._new_issuer = issuer
        self._secrets = secrets
        self._files = files
        self._clock = clock
        # a batch seals from several threads: one identity is made, and a token hears one at a time
        self._one_at_a_time = RLock()
        self._sealer: PadesSealer | None = None
        self._facts: IdentityFacts | None = None

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
        with self._one_at_a_time:
            return self._ready().seal(pdf, twin=twin, reason=reason)

    def facts(self) -> IdentityFacts:
        """The identity in use."""
        self._ready()
        if self._facts is None:
            raise LookupError(N_("no identity"))
        return self._facts

    def use_file(self, pkcs12: bytes, passphrase: str) -> IdentityFacts:
        """Seal with the identity of a PKCS#12 file from now on; it is kept here under a passphrase of our own, and the
        person's own one is forgotten."""
        from celliq_desktop.signing.identity import from_pkcs12

        identity = from_pkcs12(pkcs12, passphrase)
        self._keep(identity)
        return self._take(identity, IdentityKind.FILE)

    def use_token(self, module: str, token: str, label: str, pin: str) -> IdentityFacts:
        """Seal with a key on a token from now on; only where it is and its PIN are kept."""
        from celliq_desktop.signing.identity import to_pem
        from celliq_desktop.signing.token import TokenPlace, open_token

        identity = open_token(TokenPlace(module=module, token=token, label=label, pin=pin))
        self._secrets.put(self._pin, pin)
        self._remember(to_pem(identity))
        place = {"module": module, "token": token, "label": label}
        self._files.write(self._place_file, json.dumps(place).encode())
        return self._take(identity, IdentityKind.HARDWARE)

    def make_new(self) -> IdentityFacts:
        """Seal with a new self-signed identity from now on."""
        from celliq_desktop.signing.identity import create_identity

        identity = create_identity(self._new_issuer(), self._clock.now())
        self._keep(identity)
        return self._take(identity, IdentityKind.CREATED)

    def _ready(self) -> "PadesSealer":
        with self._one_at_a_time:
            if self._sealer is None:
                if self._place_file.exists():
                    self._take(self._on_token(), IdentityKind.HARDWARE)
                elif self._key_file.exists():
                    identity = self._stored()
                    own = identity.certificate.subject == identity.certificate.issuer and not identity.chain
                    facts = self._take(identity, IdentityKind.CREATED if own else IdentityKind.FILE)
                    if own and is_unnamed(facts.issuer) and not is_unnamed(self._new_issuer()):
                        self.make_new()  # the public record names the dealer, so must the seal; the old one stays known
                else:
                    self.make_new()
            if self._sealer is None:
                raise LookupError(N_("no identity"))
            return self._sealer

    def _take(self, identity: "SealingIdentity", kind: IdentityKind) -> IdentityFacts:
        from celliq_desktop.signing.identity import facts_of
        from celliq_desktop.signing.seal import PadesSealer

        self._sealer = PadesSealer(identity, self._clock)
        self._facts = facts_of(identity.certificate, kind)
        return self._facts

    def _stored(self) -> "DealerIdentity":
        from celliq_desktop.signing.identity import from_pkcs12

        passphrase = self._secret_or_locked(self._secret)
        try:
            data = self._key_file.read_bytes()
        except OSError as error:
            raise _unreadable(error) from error
        return from_pkcs12(data, passphrase)

    def _on_token(self) -> "SealingIdentity":
        from celliq_desktop.signing.token import TokenPlace, open_token

        pin = self._secret_or_locked(self._pin)
        try:
            place: Any = json.loads(self._place_file.read_text(encoding="utf-8"))
            where = TokenPlace(module=place["module"], token=place["token"], label=place["label"], pin=pin)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise _unreadable(error) from error
        return open_token(where)

    def _secret_or_locked(self, name: str) -> str:
        value = self._secrets.get(name)
        if value is None:
            raise BadSurroundings(
                "identity_locked",
                N_("The passphrase of the sealing identity is not in the key store any more."),
                safe=N_("Reports that were sealed before stay valid."),
                next_step=N_("Restore the key store, or choose an identity anew in Settings."),
            )
        return value

    def _keep(self, identity: "DealerIdentity") -> None:
        """Passphrase first, then the public half, then the key: a crash in between leaves nothing that cannot be made
        again. The passphrase stays the same as long as there is one, so that the key file before opens until it is
        replaced."""
        from celliq_desktop.signing.identity import to_pem, to_pkcs12

        passphrase = self._secrets.get(self._secret) or token_urlsafe(32)
        self._secrets.put(self._secret, passphrase)
        self._remember(to_pem(identity))
        self._files.write(self._key_file, to_pkcs12(identity, passphrase))
        self._place_file.unlink(missing_ok=True)

    def _remember(self, pem: bytes) -> None:
        """The public half of every identity ever used, by which a profile recognises its own seals."""
        mark = sha256(pem).hexdigest()[:12]
        self._files.write(self._folder / f"{self._name}-{mark}.pem", pem)


def certificates_in(folder: Path) -> frozenset[str]:
    """Fingerprints of the identities this profile has used; empty when there are none."""
    if not folder.is_dir():
        return frozenset()
    from ssl import PEM_cert_to_DER_cert  # brings sockets along, which the first paint does not wait for

    found = set()
    for path in folder.glob("*.pem"):
        try:
            found.add(sha256(PEM_cert_to_DER_cert(path.read_text(encoding="ascii"))).hexdigest())
        except (OSError, ValueError):  # a damaged copy only means that the certificate is not recognised offline
            continue
    return frozenset(found)


def _unreadable(error: Exception) -> BadSurroundings:
    said = error.strerror if isinstance(error, OSError) else type(error).__name__
    return BadSurroundings(
        "identity_unreadable",
        N_("The sealing identity cannot be read: {said}.").format(said=said),
        next_step=N_("Check the permissions of the profile folder, or choose an identity anew in Settings."),
    )
