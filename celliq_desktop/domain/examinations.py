"""What is found in a file itself, before the public record is asked (report.md section 5)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from celliq_desktop.domain.reports import SealCheck


class SealsAlike(Protocol):
    """Seals a paper as an honest desk would, with a key that nobody keeps; what a seal shows is compared with it."""

    def __call__(self, pdf: bytes, /, *, twin: str, issuer: str, moment: datetime, reason: str) -> bytes:
        """The sealed ``pdf``, in the name of ``issuer`` at ``moment``."""
        ...


@dataclass(frozen=True, slots=True)
class TwinFacts:
    """What a check compares with the paper and the public record; None where the twin does not say it."""

    report_id: str | None = None
    token: str | None = None
    vin: str | None = None
    soh_percent: float | None = None
    sample: bool = False
    verify_url: str | None = None
    make: str | None = None
    model: str | None = None
    year: int | None = None
    content_sha256: str | None = None
    renderer: str | None = None
    language: str | None = None
    region: str | None = None
    issuer: str | None = None
    grade: str | None = None
    soh_low_percent: float | None = None
    soh_high_percent: float | None = None
    odometer_km: float | None = None
    generated_at: datetime | None = None
    valid_until: datetime | None = None

    @property
    def complete(self) -> bool:
        """Whether it holds what no check can do without."""
        return None not in (self.token, self.vin, self.soh_percent, self.verify_url)


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """All that one look at a file's bytes gives. ``facts`` only when the seal holds; ``doubt`` is then a sentence why
    its pages cannot be believed, None when they show what was sealed. ``codes`` are the texts of the QR codes on the
    first page of a file that carries no seal: a copy on paper."""

    seal: SealCheck
    facts: TwinFacts | None = None
    doubt: str | None = None
    codes: tuple[str, ...] = ()


class FileExaminer(Protocol):
    """A port: one look at a file from anywhere. Never raises, hangs or takes more memory than it was given; any doubt
    is UNVERIFIABLE."""

    def examine(self, pdf: bytes) -> Examination: ...


class TwinReader(Protocol):
    """A port: the text attached to a report from anywhere as its twin, whatever it is worth; None when there is none or
    it cannot be had. Never raises or hangs."""

    def twin(self, pdf: bytes) -> str | None: ...
