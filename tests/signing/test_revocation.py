"""What OpenSSL, as an authority over HTTP, says of a dealer's certificate is kept in the file."""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

from celliq_desktop.clients.timestamps import TimestampClient
from celliq_desktop.domain.reports import Verdict
from celliq_desktop.signing.identity import DealerIdentity
from celliq_desktop.signing.revocation import evidence_for
from celliq_desktop.signing.timestamper import DocumentTimestamper
from tests.signing.authorities import StampOffice
from tests.signing.papers import checked, sealed
from tests.support.clocks import FakeClock
from tests.support.servers import Reply, Request, ScriptedServer

_PEM, _DER = serialization.Encoding.PEM, serialization.Encoding.DER
_CONFIG = """[ca]
default_ca = office
[office]
database = {folder}/index.txt
default_md = sha256
default_crl_days = 30
"""


@dataclass
class Authority:
    """OpenSSL in ``folder``: its responder answers each request, its list is made anew each time."""

    folder: Path
    server: ScriptedServer
    identity: DealerIdentity

    @property
    def root(self) -> x509.Certificate:
        (root,) = self.identity.chain
        return root

    def says(self, status: str) -> None:
        """``V`` valid, ``R`` revoked a day ago, as in OpenSSL's own index."""
        serial = f"{self.identity.certificate.serial_number:X}"
        serial = serial if len(serial) % 2 == 0 else f"0{serial}"
        revoked = f"{FakeClock().now() - timedelta(days=1):%y%m%d%H%M%S}Z" if status == "R" else ""
        line = f"{status}\t360101000000Z\t{revoked}\t{serial}\tunknown\t/CN=Dealer\n"
        (self.folder / "index.txt").write_text(line, encoding="ascii")


@pytest.fixture
def authority(tmp_path: Path) -> Iterator[Authority]:
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("openssl is not installed here")

    def run(*words: str) -> None:
        subprocess.run([program, *words], cwd=tmp_path, capture_output=True, timeout=60, check=True)

    def answer(request: Request) -> Reply:
        if request.path == "/list.crl":
            run("ca", "-gencrl", "-config", "ca.cnf", "-keyfile", "root.key", "-cert", "root.pem", "-out", "list.pem")
            run("crl", "-in", "list.pem", "-outform", "DER", "-out", "list.crl")
            return Reply(body=(tmp_path / "list.crl").read_bytes())
        if request.path != "/ocsp":
            return Reply(status=404)
        (tmp_path / "asked").write_bytes(request.body)
        signer = ("-rsigner", "root.pem", "-rkey", "root.key", "-CA", "root.pem", "-ndays", "7")
        run("ocsp", "-index", "index.txt", *signer, "-reqin", "asked", "-respout", "said")
        return Reply(body=(tmp_path / "said").read_bytes())

    server = ScriptedServer(answer)
    with server.running():
        (tmp_path / "ca.cnf").write_text(_CONFIG.format(folder=tmp_path.as_posix()), encoding="utf-8")
        made = Authority(tmp_path, server, _dealer(tmp_path, server.url, "ocsp"))
        made.says("V")
        yield made


def _dealer(folder: Path, url: str, responder: str) -> DealerIdentity:
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = _builder("Office", "Office", root_key.public_key()).add_extension(
        x509.BasicConstraints(ca=True, path_length=None), critical=True
    )
    root_certificate = root.sign(root_key, hashes.SHA256())
    (folder / "root.pem").write_bytes(root_certificate.public_bytes(_PEM))
    plain = serialization.NoEncryption()
    (folder / "root.key").write_bytes(root_key.private_bytes(_PEM, serialization.PrivateFormat.PKCS8, plain))
    at = x509.UniformResourceIdentifier(f"{url}/{responder}")
    point = x509.DistributionPoint([x509.UniformResourceIdentifier(f"{url}/list.crl")], None, None, None)
    dealer = (
        _builder("Dealer", "Office", key.public_key())
        .add_extension(
            x509.AuthorityInformationAccess([x509.AccessDescription(AuthorityInformationAccessOID.OCSP, at)]),
            critical=False,
        )
        .add_extension(x509.CRLDistributionPoints([point]), critical=False)
    )
    return DealerIdentity(key, dealer.sign(root_key, hashes.SHA256()), (root_certificate,))


def _builder(subject: str, issuer: str, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    now = FakeClock().now()
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=300))
    )


@pytest.mark.parametrize(
    ("index", "status"), [("V", ocsp.OCSPCertStatus.GOOD), ("R", ocsp.OCSPCertStatus.REVOKED)], ids=["valid", "revoked"]
)
def test_what_the_responder_says_is_kept_as_it_says_it(
    authority: Authority, index: str, status: ocsp.OCSPCertStatus
) -> None:
    authority.says(index)
    found = evidence_for((authority.identity.certificate, authority.root), TimestampClient(authority.server.url))
    (response,) = (ocsp.load_der_ocsp_response(one) for one in found.ocsp_responses)
    assert (response.certificate_status, response.serial_number) == (
        status,
        authority.identity.certificate.serial_number,
    )
    assert found.crls == ()


def test_the_list_is_taken_where_no_responder_answers(authority: Authority) -> None:
    authority.identity = _dealer(authority.folder, authority.server.url, "nobody")
    authority.says("R")
    found = evidence_for((authority.identity.certificate, authority.root), TimestampClient(authority.server.url))
    (listed,) = (x509.load_der_x509_crl(one) for one in found.crls)
    assert found.ocsp_responses == ()
    assert listed.get_revoked_certificate_by_serial_number(authority.identity.certificate.serial_number) is not None
    public = authority.root.public_key()
    assert isinstance(public, ec.EllipticCurvePublicKey)
    assert listed.is_signature_valid(public)


def test_a_timestamped_report_carries_the_answer_and_stays_authentic(authority: Authority) -> None:
    report = sealed(by=authority.identity)
    stamped, _at = DocumentTimestamper(StampOffice(), TimestampClient(authority.server.url)).append(report)
    assert checked(stamped).verdict is Verdict.AUTHENTIC
    with pikepdf.open(BytesIO(stamped)) as document:
        store = document.Root["/DSS"]
        (kept,) = [ocsp.load_der_ocsp_response(one.read_bytes()) for one in store["/OCSPs"]]
        certificates = [one.read_bytes() for one in store["/Certs"]]
    assert kept.certificate_status is ocsp.OCSPCertStatus.GOOD
    assert authority.root.public_bytes(_DER) in certificates
