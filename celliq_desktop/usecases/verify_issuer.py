"""Whether a seal is its issuer's. Anybody can make a certificate with any name on it, and seal true data together with
a grade, an estimate or a footer that the public record does not hold. So a name is not enough: the record must name
the certificate itself, or this computer must know it."""

from dataclasses import dataclass

from celliq_desktop.domain.problems import Refused
from celliq_desktop.domain.reports import PublicReport, SealCheck, Verification
from celliq_desktop.domain.seals import SealBook
from celliq_desktop.domain.text import N_

_NOT_NAMED = N_(
    "The public record does not name this seal among those of “{issuer}”: somebody else may have used the name."
)
_ANOTHER = N_("“{issuer}” sealed with another certificate before. Ask them whether they have changed it.")
_NOT_MET = N_("The public record does not say whose seal this is, and this computer does not know it.")
_BY_RECORD = N_("The issuer is confirmed by the public record, not by a public certificate authority.")
_BY_BOOK = N_("This computer knows the seal as that of “{issuer}”.")


@dataclass(frozen=True, slots=True)
class Whose:
    """``known``: the seal is its issuer's, and ``words`` say who says so; otherwise why that is in doubt. ``askable``:
    a person who asks the issuer can settle it."""

    known: bool
    words: str
    askable: bool = False


def whose_seal(seal: SealCheck, record: PublicReport, seals: SealBook, home: str) -> Whose:
    """The record has the last word where it names seals, and what it names is remembered: a server that later names
    none does not make a stranger of who was known. Nothing is learned from a file alone."""
    issuer, certificate = seal.issuer or "", seal.certificate_sha256 or ""
    if record.seal_certificates is not None:
        if certificate not in record.seal_certificates:
            return Whose(False, _NOT_NAMED.format(issuer=issuer))
        seals.remember(home, issuer, certificate)
        return Whose(True, _BY_RECORD)
    known = seals.seals_of(home, issuer)
    if certificate in known:
        return Whose(True, _BY_BOOK.format(issuer=issuer))
    return Whose(False, _ANOTHER.format(issuer=issuer) if known else _NOT_MET, askable=True)


def believe(seals: SealBook, home: str, found: Verification, certificate_sha256: str) -> None:
    """A person has asked the issuer, who named this certificate. Refused ``other_seal`` when the file was not sealed
    with it, or when nothing is to be settled by asking."""
    if not found.stranger or found.issuer is None or certificate_sha256 != found.certificate_sha256:
        raise Refused(
            "other_seal",
            N_("The file is not sealed with that certificate, or its seal is not what is in doubt."),
            safe=N_("Nothing was remembered."),
            next_step=N_("Compare all 64 digits with what the issuer tells you."),
        )
    seals.remember(home, found.issuer, certificate_sha256)
