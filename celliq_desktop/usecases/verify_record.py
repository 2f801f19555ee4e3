"""What the public record says against what was sealed, value by value: the record is the root of trust."""

import re
from datetime import datetime

from celliq_desktop.domain.examinations import TwinFacts
from celliq_desktop.domain.reports import PublicReport

_SOH_TOLERANCE = 0.05
_KM_TOLERANCE = 1.0
_SAME_MOMENT_S = 1.0
_HIDDEN = re.compile(r"[^A-Za-z0-9]+|[Xx]{3,}")


def differences(facts: TwinFacts, record: PublicReport) -> list[str]:
    """A sentence for each value that is not the record's; what the record does not hold is not compared."""
    found = []
    if facts.soh_percent is None or abs(facts.soh_percent - record.soh_percent) > _SOH_TOLERANCE:
        found.append(f"The file says {facts.soh_percent or 0.0:.1f} %, the public record {record.soh_percent:.1f} %.")
    if not same_vin(facts.vin or "", record.vin_masked):
        found.append("The VIN in the file is not the one of the public record.")
    if facts.content_sha256 and record.content_sha256 and facts.content_sha256 != record.content_sha256:
        found.append("The content is not the one of the public record.")
    figures = (
        ("lower end of the interval", facts.soh_low_percent, record.soh_low_percent, _SOH_TOLERANCE),
        ("upper end of the interval", facts.soh_high_percent, record.soh_high_percent, _SOH_TOLERANCE),
        ("odometer", facts.odometer_km, record.odometer_km, _KM_TOLERANCE),
        ("day of issue", _seconds(facts.generated_at), _seconds(record.generated_at), _SAME_MOMENT_S),
        # a paper without an end does not contradict the record, whose end decides whether it is in force
        (
            "end of validity",
            _seconds(facts.valid_until or record.valid_until),
            _seconds(record.valid_until),
            _SAME_MOMENT_S,
        ),
    )
    found += [
        f"The {what} in the file is not the one of the public record."
        for what, ours, theirs, tolerance in figures
        if theirs is not None and (ours is None or abs(ours - theirs) > tolerance)
    ]
    named = ((facts.make, record.make), (facts.model, record.model), (facts.year, record.year))
    if any(theirs and _folded(ours) != _folded(theirs) for ours, theirs in named):
        found.append("The car in the file is not the one of the public record.")
    return found


def other_issuer(sealed_by: str | None, record: PublicReport) -> str | None:
    """A sentence when the record names another issuer than the seal; None when it names none, or the same."""
    if not record.issuer_name or _folded(sealed_by) == _folded(record.issuer_name):
        return None
    return f"“{sealed_by}” sealed this file; the public record names “{record.issuer_name}” as the issuer."


def same_vin(vin: str, masked: str) -> bool:
    """Every character the record shows must fit, from both ends; what it hides is not compared."""
    parts = _HIDDEN.split(masked)
    if len(parts) == 1:
        return vin == masked
    return vin.startswith(parts[0]) and vin.endswith(parts[-1]) and bool(parts[0] or parts[-1])


def _seconds(moment: datetime | None) -> float | None:
    return None if moment is None else moment.timestamp()


def _folded(name: object) -> str:
    return " ".join(str(name or "").split()).casefold()
