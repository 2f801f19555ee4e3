"""A key on a PKCS#11 token seals as one in a file does; SoftHSM is the token."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.domain.reports import Verdict
from celliq_desktop.signing.identity import DealerIdentity, SealingKey, create_identity
from celliq_desktop.signing.seal import PadesSealer
from celliq_desktop.signing.token import TokenPlace, open_token
from tests.signing.papers import TWIN, checked, paper, with_key
from tests.support.clocks import FakeClock

_MODULES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/softhsm/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
)
_PIN = "4711"
pytestmark = pytest.mark.xdist_group("softhsm")  # its library reads its folder once a process


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TokenPlace]:
    """A token with an EC identity "dealer", an RSA one "rsa", a weak one "weak" and a certificate without key."""
    module = next((one for one in _MODULES if Path(one).exists()), None)
    if module is None or shutil.which("softhsm2-util") is None:
        pytest.skip("SoftHSM is not installed")
    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
        _tool("--init-token", "--free", "--label", "Desk", "--so-pin", "0000", "--pin", _PIN)
        place = TokenPlace(module=module, token="Desk", label="dealer", pin=_PIN)
        keys: dict[str, SealingKey] = {
            "dealer": ec.generate_private_key(ec.SECP256R1()),
            "rsa": rsa.generate_private_key(65537, 2048),
            "weak": ec.generate_private_key(ec.SECP224R1()),
        }
        for number, (label, key) in enumerate(keys.items(), 1):
            _put(place, folder, with_key(key), label, number)
        _put_certificate(place, create_identity("Nobody", FakeClock().now()), "nobody", 9)
        yield place


def _tool(*arguments: str) -> None:
    subprocess.run(["softhsm2-util", *arguments], check=True, capture_output=True)


def _put(place: TokenPlace, folder: Path, who: DealerIdentity, label: str, number: int) -> None:
    pem = who.private_key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = folder / f"{label}.pem"
    file.write_bytes(pem)
    _tool("--import", str(file), "--token", place.token, "--label", label, "--id", f"{number:02d}", "--pin", place.pin)
    _put_certificate(place, who, label, number)


def _put_certificate(place: TokenPlace, who: DealerIdentity, label: str, number: int) -> None:
    from pkcs11 import Attribute, CertificateType, ObjectClass, lib

    found = lib(place.module).get_token(token_label=place.token)
    with found.open(rw=True, user_pin=place.pin) as session:
        session.create_object(
            {
                Attribute.CLASS: ObjectClass.CERTIFICATE,
                Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
                Attribute.TOKEN: True,
                Attribute.LABEL: label,
                Attribute.ID: bytes([number]),
                Attribute.SUBJECT: who.certificate.subject.public_bytes(),
                Attribute.VALUE: who.certificate.public_bytes(serialization.Encoding.DER),
            }
        )


def _at(place: TokenPlace, label: str) -> TokenPlace:
    return TokenPlace(module=place.module, token=place.token, label=label, pin=place.pin)


@pytest.mark.parametrize("label", ["dealer", "rsa"])
def test_a_paper_sealed_by_a_token_is_authentic(token: TokenPlace, label: str) -> None:
    identity = open_token(_at(token, label))
    sealer = PadesSealer(identity, FakeClock())
    for _time in range(2):
        found = checked(sealer.seal(paper(), twin=TWIN, reason="Battery Condition Report"))
        assert found.verdict is Verdict.AUTHENTIC
        assert (found.issuer, found.certificate_sha256) == ("Dealer", sealer.certificate_sha256)


@pytest.mark.parametrize("label", ["weak", "nobody", "absent"])
def test_what_cannot_seal_is_refused_when_it_is_chosen(token: TokenPlace, label: str) -> None:
    with pytest.raises(BadSurroundings) as problem:
        open_token(_at(token, label))
    assert problem.value.code == "token_unsuitable"
    assert problem.value.reasons


def test_a_token_that_is_not_there_is_named_as_such(token: TokenPlace) -> None:
    wrong = (
        TokenPlace(module="/nowhere/lib.so", token=token.token, label=token.label, pin=token.pin),
        TokenPlace(module=token.module, token="Other", label=token.label, pin=token.pin),
        TokenPlace(module=token.module, token=token.token, label=token.label, pin="0815"),
    )
    for place in wrong:
        with pytest.raises(BadSurroundings) as problem:
            open_token(place)
        assert problem.value.code == "token_unreachable"
        assert place.pin not in " ".join((problem.value.message, *problem.value.reasons))


def test_the_pin_is_never_shown(token: TokenPlace) -> None:
    assert _PIN not in repr(token)
