"""A server that cannot prove who it is hears nothing: no token, no request (research N21)."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from celliq_desktop.clients.transport import Call, Transport
from celliq_desktop.domain.problems import TryAgain
from tests.support.clocks import FakeClock
from tests.support.servers import RawServer

_SECRET = "token-of-the-dealer"
_LOOPBACK = x509.IPAddress(ip_address("127.0.0.1"))
_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"


class _Proof:
    """A certificate in ``folder`` that vouches for itself, for ``name``, over the ``days`` from yesterday."""

    def __init__(self, folder: Path, name: x509.GeneralName = _LOOPBACK, days: int = 2) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "a server")])
        start = datetime.now(UTC) - timedelta(days=3)
        made = (
            x509.CertificateBuilder()
            .subject_name(who)
            .issuer_name(who)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(start)
            .not_valid_after(start + timedelta(days=2 + days))
            .add_extension(x509.SubjectAlternativeName([name]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(key, hashes.SHA256())
        )
        self.file = folder / "certificate.pem"
        self.file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
        self.key = folder / "key.pem"
        self.key.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )

    def context(self) -> ssl.SSLContext:
        """What a server shows it with."""
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.load_cert_chain(self.file, self.key)
        return made


def _asked(server: RawServer) -> object:
    transport = Transport(server.url, "CellIQ", FakeClock(), lambda _seconds: None)
    try:
        return transport.write(Call(method="POST", path="/reports/generate", json={}, token=_SECRET)).body
    finally:
        transport.close()


@pytest.fixture
def trusting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder whose certificate this computer trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    return tmp_path


def test_a_server_that_is_who_it_says_is_asked(trusting: Path) -> None:
    with RawServer(lambda: [_ANSWER], tls=_Proof(trusting).context()).running() as server:
        assert _asked(server) == {}
    assert _SECRET.encode() in server.heard[0]


@pytest.mark.parametrize(
    ("name", "days"),
    [(x509.DNSName("celliq.example"), 2), (_LOOPBACK, -1)],
    ids=["the certificate of another server", "a certificate that has run out"],
)
def test_a_false_proof_is_told_in_words_and_hears_nothing(trusting: Path, name: x509.GeneralName, days: int) -> None:
    with RawServer(lambda: [_ANSWER], tls=_Proof(trusting, name, days).context()).running() as server:
        _refused(server)


def test_a_proof_nobody_vouches_for_is_told_in_words_and_hears_nothing(tmp_path: Path) -> None:
    with RawServer(lambda: [_ANSWER], tls=_Proof(tmp_path).context()).running() as server:
        _refused(server)


def _refused(server: RawServer) -> None:
    with pytest.raises(TryAgain, match="prove who it is") as caught:
        _asked(server)
    assert caught.value.code == "offline"
    assert "date and time" in caught.value.next_step
    assert server.heard == []
