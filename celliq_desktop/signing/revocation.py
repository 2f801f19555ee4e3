"""What the authorities say of certificates today, to be kept in the file for the day when nobody can ask them any more
(OCSP: RFC 6960; CRL: RFC 5280)."""

import logging
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID

from celliq_desktop.domain.ports import RevocationAnswers
from celliq_desktop.domain.problems import Problem
from celliq_desktop.signing.identity import issued_by

_log = logging.getLogger(__name__)
_DER = serialization.Encoding.DER


@dataclass(frozen=True, slots=True)
class Evidence:
    """DER of certificates, OCSP responses and CRLs."""

    certificates: tuple[bytes, ...]
    ocsp_responses: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()


def evidence_for(certificates: tuple[x509.Certificate, ...], answers: RevocationAnswers | None) -> Evidence:
    """The certificates, each once, with an answer for each whose issuer is among them and which names an authority to
    ask. What cannot be had is left out: the timestamp is worth having without it."""
    known = tuple(dict.fromkeys(certificates))
    responses: list[bytes] = []
    lists: list[bytes] = []
    for certificate in known if answers is not None else ():
        issuer = next((one for one in known if one is not certificate and issued_by(certificate, one)), None)
        if issuer is None or answers is None:
            continue
        if (response := _ocsp_response(certificate, issuer, answers)) is not None:
            responses.append(response)
        elif (crl := _crl(certificate, issuer, answers)) is not None:
            lists.append(crl)
    return Evidence(tuple(one.public_bytes(_DER) for one in known), tuple(responses), tuple(dict.fromkeys(lists)))


def _ocsp_response(certificate: x509.Certificate, issuer: x509.Certificate, answers: RevocationAnswers) -> bytes | None:
    """A response that speaks of this certificate; RFC 5019 (2025 revision) asks for SHA-256 in requests."""
    request = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, hashes.SHA256()).build()
    for url in _ocsp_urls(certificate):
        try:
            data = answers.ocsp(url, request.public_bytes(_DER))
            response = ocsp.load_der_ocsp_response(data)
            successful = response.response_status is ocsp.OCSPResponseStatus.SUCCESSFUL
            if successful and response.serial_number == certificate.serial_number:
                return data
        except (Problem, ValueError) as error:
            _log.info("no revocation answer: %s", type(error).__name__)
    return None


def _crl(certificate: x509.Certificate, issuer: x509.Certificate, answers: RevocationAnswers) -> bytes | None:
    for url in _crl_urls(certificate):
        try:
            data = answers.crl(url)
            if x509.load_der_x509_crl(data).issuer == issuer.subject:
                return data
        except (Problem, ValueError) as error:
            _log.info("no revocation list: %s", type(error).__name__)
    return None


def _ocsp_urls(certificate: x509.Certificate) -> list[str]:
    try:
        access = certificate.extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
    except (x509.ExtensionNotFound, ValueError):
        return []
    return [str(one.access_location.value) for one in access if one.access_method == AuthorityInformationAccessOID.OCSP]


def _crl_urls(certificate: x509.Certificate) -> list[str]:
    try:
        points = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    except (x509.ExtensionNotFound, ValueError):
        return []
    return [
        str(name.value)
        for point in points
        for name in point.full_name or ()
        if isinstance(name, x509.UniformResourceIdentifier)
    ]
