"""A key that never leaves its token or HSM, reached by PKCS#11 (OASIS PKCS #11 v3.0)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from celliq_desktop.domain.problems import BadSurroundings, Problem
from celliq_desktop.domain.text import N_
from celliq_desktop.signing.identity import is_strong
from celliq_desktop.signing.lower_half import lower_half

if TYPE_CHECKING:  # loading the module of a token is only worth it when one is used
    from pyhanko.sign.pkcs11 import PKCS11Signer


@dataclass(frozen=True, slots=True)
class TokenPlace:
    """Where the key is: the vendor's ``module`` (a shared library), the ``token``'s label and the ``label`` that the
    certificate and its key share on it."""

    module: str
    token: str
    label: str
    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TokenIdentity:
    """A certificate on a token; its session is opened for each seal and closed again."""

    place: TokenPlace
    certificate: x509.Certificate

    @contextmanager
    def signer(self) -> "Iterator[PKCS11Signer]":
        """pyHanko's signer over the token. BadSurroundings ``token_unreachable``."""
        from pyhanko.sign.pkcs11 import PKCS11Signer

        public = self.certificate.public_key()

        class OneForm(PKCS11Signer):
            async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
                signature = await super().async_sign_raw(data, digest_algorithm, dry_run)
                return signature if dry_run else lower_half(signature, public)

        with _session(self.place) as session:
            yield OneForm(
                session,
                cert_label=self.place.label,
                key_label=self.place.label,
                # tokens hash differently, or not at all, before ECDSA; so the hash is ours
                use_raw_mechanism=isinstance(public, ec.EllipticCurvePublicKey),
            )


def open_token(place: TokenPlace) -> TokenIdentity:
    """Read the certificate. BadSurroundings ``token_unreachable`` for a wrong module, token or PIN,
    ``token_unsuitable`` when there is no certificate of this label, or one the acceptance policy would refuse."""
    from pkcs11 import Attribute, ObjectClass

    with _session(place) as session:
        found = list(session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE, Attribute.LABEL: place.label}))
        keys = list(session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.LABEL: place.label}))
        raw = bytes(found[0][Attribute.VALUE]) if len(found) == 1 else b""
    if not raw or len(keys) != 1:
        raise _unsuitable(
            N_("It holds {n} certificates and {n2} keys of that name.").format(n=len(found), n2=len(keys))
        )
    try:
        certificate = x509.load_der_x509_certificate(raw)
    except ValueError as error:
        raise _unsuitable(N_("Its certificate cannot be read.")) from error
    if not is_strong(certificate.public_key()):
        raise _unsuitable(N_("Its key is too weak or of an unknown kind."))
    return TokenIdentity(place, certificate)


@contextmanager
def _session(place: TokenPlace) -> Iterator[Any]:
    from pkcs11 import lib

    try:
        token = lib(place.module).get_token(token_label=place.token)
        session = token.open(user_pin=place.pin)
    except Exception as error:  # the library raises its own kinds, and the loader OSError or RuntimeError
        raise _unreachable(error) from error
    try:
        with session:
            yield session
    except Problem:
        raise
    except Exception as error:
        raise _unreachable(error) from error


def _unreachable(error: Exception) -> BadSurroundings:
    return BadSurroundings(
        "token_unreachable",
        N_("The token with the sealing key cannot be used just now."),
        safe=N_("No file is written."),
        next_step=N_("Plug it in, check its module, name and PIN in Settings, then try again."),
        reasons=(f"{type(error).__name__}: {error}".rstrip(": "),),
    )


def _unsuitable(why: str) -> BadSurroundings:
    return BadSurroundings(
        "token_unsuitable",
        N_("The token holds no certificate and key of this name that can seal."),
        next_step=N_("Choose the name under which the certificate was put on the token."),
        reasons=(why,),
    )
