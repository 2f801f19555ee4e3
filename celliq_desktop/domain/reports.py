"""Battery Condition Reports: what the server issued, what the public sees, what we sealed, and what a check says."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from celliq_desktop.domain.ids import ReportId, VehicleId


class ReportStatus(Enum):
    """celliq.yaml ``Report.status``; UNKNOWN keeps a word we have not heard of in ``status_raw``."""

    VALID = "valid"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"
    EXPIRED = "expired"
    UNKNOWN = "unknown"

    @classmethod
    def read(cls, raw: str) -> "ReportStatus":
        """Tolerant: any other word is UNKNOWN."""
        return next((member for member in cls if member.value == raw), cls.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An issued report as the server keeps it (celliq.yaml ``Report``). ``soh_percent`` is the server's figure.
    ``verify_url`` is the server's string and is only ever *compared* with the one we build from ``token``.
    ``annex_xiii`` is JSON text."""

    id: ReportId
    token: str
    vehicle_id: VehicleId
    status: ReportStatus
    status_raw: str
    generated_at: datetime
    soh_percent: float
    verify_url: str | None = None
    report_type: str | None = None
    vin: str | None = None
    make: str | None = None
    model: str | None = None
    year: int | None = None
    schema_version: str | None = None
    valid_until: datetime | None = None
    odometer_km: float | None = None
    soh_low_percent: float | None = None
    soh_high_percent: float | None = None
    soh_method: str | None = None
    confidence: str | None = None
    estimated_capacity_kwh: float | None = None
    nominal_capacity_kwh: float | None = None
    data_from: datetime | None = None
    data_to: datetime | None = None
    readings_count: int | None = None
    annex_xiii: str = "{}"
    content_sha256: str | None = None
    credits_charged: int | None = None
    updated_at: datetime | None = None
    raw: str = "{}"


@dataclass(frozen=True, slots=True)
class Requirement:
    """One condition for issuing (celliq.yaml ``Requirement``)."""

    code: str
    met: bool
    required: float | None = None
    actual: float | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class Validation:
    """Whether the server would issue a report now, and what it would cost."""

    vehicle_id: VehicleId
    valid: bool
    requirements: tuple[Requirement, ...] = ()
    credits_required: int | None = None
    credits_balance: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicReport:
    """What anybody may read with the token (celliq.yaml ``PublicReport``): the root of trust for buyers.
    ``seal_certificates`` (ASSUMED) are the SHA-256 fingerprints of the certificates its issuer seals with; None where
    the server does not keep them."""

    token: str
    status: ReportStatus
    status_raw: str
    generated_at: datetime
    soh_percent: float
    vin_masked: str
    make: str
    model: str
    year: int
    valid_until: datetime | None = None
    odometer_km: float | None = None
    soh_low_percent: float | None = None
    soh_high_percent: float | None = None
    confidence: str | None = None
    issuer_name: str | None = None
    content_sha256: str | None = None
    seal_certificates: tuple[str, ...] | None = None


class Verdict(Enum):
    """The five verdicts of report.md section 5, from best to worst knowledge; values are those of cli.md ``verify``."""

    AUTHENTIC = "authentic"
    OUTDATED = "outdated"
    ALTERED = "altered"
    UNVERIFIABLE = "unverifiable"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True, kw_only=True)
class SealCheck:
    """What the seal alone says (offline). ``verdict`` is AUTHENTIC, ALTERED, UNVERIFIABLE or FOREIGN. ``twin`` is the
    embedded canonical JSON text, present only when the seal holds. ``self_issued``: the issuer is confirmed by the
    public record, not by a public CA. ``timestamp`` is the oldest RFC 3161 time in the file, ``timestamp_by`` whoever
    states it, ``timestamp_certificates`` the SHA-256 fingerprints of theirs; whether they are trusted is the caller's
    business. ``signed``: there is a signature in the file, or what is left of one, whatever it is worth."""

    verdict: Verdict
    reasons: tuple[str, ...]
    issuer: str | None = None
    sealed_at: datetime | None = None
    timestamp: datetime | None = None
    certificate_sha256: str | None = None
    self_issued: bool = False
    twin: str | None = None
    timestamp_by: str | None = None
    timestamp_certificates: tuple[str, ...] = ()
    signed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """The whole answer of Verify: seal and public record together (cli.md ``verify``). ``twin_soh_percent`` and the
    vehicle fields are what the *sealed* file says, present only when the seal holds. ``stranger``: everything holds but
    whose seal it is, which a person may know who has asked the issuer for ``certificate_sha256``."""

    verdict: Verdict
    reasons: tuple[str, ...]
    report_id: ReportId | None = None
    token: str | None = None
    issuer: str | None = None
    sealed_at: datetime | None = None
    timestamp: datetime | None = None
    online: bool = False
    record_status: str | None = None
    soh_percent: float | None = None
    vehicle: str | None = None
    vin_masked: str | None = None
    sha256: str | None = None
    sample: bool = False
    certificate_sha256: str | None = None
    stranger: bool = False


class TimestampState(Enum):
    """What became of the timestamp of a sealed file. NONE: no service was chosen then; NOT_POSSIBLE: the file was moved
    or changed before one could be appended, or the service refused."""

    NONE = "none"
    PENDING = "pending"
    STAMPED = "stamped"
    NOT_POSSIBLE = "not_possible"


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedExport:
    """A ledger row: this file, with this hash, was handed out (report.md section 5). ``seal_level`` e.g.
    ``PAdES-B-B``. ``sha256`` is of the file as it was written, ``stamped_sha256`` of the file after a timestamp was
    appended to it later, or, while that is PENDING, of the one that was about to be. ``recipient`` and ``purpose`` are
    in the words of whoever handed it out."""

    id: str
    report_id: ReportId
    path: str
    sha256: str
    language: str
    seal_level: str
    certificate_sha256: str
    created_at: datetime
    timestamp: TimestampState = TimestampState.NONE
    stamped_sha256: str | None = None
    recipient: str = ""
    purpose: str = ""
