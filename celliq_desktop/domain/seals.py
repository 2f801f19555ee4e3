"""Whose seals this computer has met: a name on a certificate proves nothing, the same certificate as before does."""

from typing import Protocol

from celliq_desktop.domain.names import folded


class SealRegistry(Protocol):
    """A port: the dealer's own word at the server, which the public record repeats."""

    def announce_seal(self, certificate_sha256: str) -> None:
        """POST /dealer/seal-certificates (ASSUMED): from now on the public record of this dealer's reports names the
        certificate among those they are sealed with. Harmless twice; NotOffered where there is no such endpoint,
        problems as ``ports.CellIqChanges``."""
        ...


class SealBook(Protocol):
    """Certificates by SHA-256 fingerprint, under the name of their issuer at one verify host."""

    def seals_of(self, home: str, issuer: str) -> frozenset[str]:
        """What is known of ``issuer`` there; empty for one who was never met."""
        ...

    def remember(self, home: str, issuer: str, certificate_sha256: str) -> None:
        """It is theirs. Never raises: what cannot be kept is asked for again next time."""
        ...


class ForgetfulSealBook:
    """Implements ``SealBook`` for as long as the program runs."""

    def __init__(self) -> None:
        self._known: set[tuple[str, str, str]] = set()

    def seals_of(self, home: str, issuer: str) -> frozenset[str]:
        """As it was told."""
        wanted = (home, folded(issuer))
        return frozenset(certificate for *place, certificate in self._known if tuple(place) == wanted)

    def remember(self, home: str, issuer: str, certificate_sha256: str) -> None:
        """Until the program ends."""
        self._known.add((home, folded(issuer), certificate_sha256))
