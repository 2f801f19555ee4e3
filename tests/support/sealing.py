"""Who seals and who confirms when, as fakes at the ports."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from celliq_desktop.domain.identity import IdentityFacts, IdentityKind, TimestampFacts
from celliq_desktop.domain.ports import Timestamper
from celliq_desktop.domain.problems import Problem

_FROM = datetime(2026, 1, 1, tzinfo=UTC)
STAMPED_AT = datetime(2026, 11, 23, 9, 0, 5, tzinfo=UTC)


class FakeIdentities:
    """Implements ``ports.SealingIdentities``; ``problem`` is raised by the next choice."""

    def __init__(self) -> None:
        self.problem: Problem | None = None
        self.present = IdentityFacts(
            kind=IdentityKind.CREATED,
            issuer="Autohaus Test",
            vouched_by="Autohaus Test",
            certificate_sha256="c5" * 32,
            valid_from=_FROM,
            valid_until=_FROM + timedelta(days=5 * 365),
        )

    def facts(self) -> IdentityFacts:
        """The identity in use."""
        return self.present

    def use_file(self, pkcs12: bytes, passphrase: str) -> IdentityFacts:
        """Any file is taken."""
        del pkcs12, passphrase
        return self._chosen(IdentityKind.FILE)

    def use_token(self, module: str, token: str, label: str, pin: str) -> IdentityFacts:
        """Any token is taken."""
        del module, token, pin
        return self._chosen(IdentityKind.HARDWARE, label)

    def make_new(self) -> IdentityFacts:
        """A new one."""
        return self._chosen(IdentityKind.CREATED)

    def _chosen(self, kind: IdentityKind, issuer: str = "Autohaus Test") -> IdentityFacts:
        if self.problem is not None:
            raise self.problem
        self.present = replace(self.present, kind=kind, issuer=issuer)
        return self.present


class FakeTimestamper:
    """Implements ``ports.Timestamper``: a line at the end of the file. ``problem`` is raised instead."""

    def __init__(self) -> None:
        self.problem: Problem | None = None
        self.asked = 0

    def append(self, sealed: bytes) -> tuple[bytes, datetime]:
        """Stamp."""
        self.asked += 1
        if self.problem is not None:
            raise self.problem
        return sealed + b"\n%stamped", STAMPED_AT


class FakeTimestamps:
    """Implements ``ports.Timestamps``; no service is chosen until ``choose``."""

    def __init__(self) -> None:
        self.chosen: TimestampFacts | None = None
        self.office = FakeTimestamper()

    def facts(self) -> TimestampFacts | None:
        """The service."""
        return self.chosen

    def timestamper(self) -> Timestamper | None:
        """What stamps, or None."""
        return self.office if self.chosen is not None else None

    def choose(self, url: str) -> TimestampFacts:
        """Use it from now on; ``office.problem`` is raised."""
        if self.office.problem is not None:
            raise self.office.problem
        self.chosen = TimestampFacts(url, "Stamp Office", ("ab" * 32,))
        return self.chosen

    def forget(self) -> None:
        """Seal without."""
        self.chosen = None
