"""What the public record says against what was sealed, value by value: the record is the root of trust."""

import re
from datetime import datetime

from celliq_desktop.domain.examinations import TwinFacts
from celliq_desktop.domain.names import folded
from celliq_desktop.domain.reports import PublicReport
from celliq_desktop.domain.text import N_

_SOH_TOLERANCE = 0.05
_KM_TOLERANCE = 1.0
_SAME_MOMENT_S = 1.0
_HIDDEN = re.compile(r"[^A-Za-z0-9]+|[Xx]{3,}")


def differences(facts: TwinFacts, record: PublicReport) -> list[str]:
    """A sentence for each value that is not the record's; what the record does not hold is not compared."""
    found = []
    if facts.soh_percent is None or abs(facts.soh_percent - record.soh_percent) > _SOH_TOLERANCE:
        found.append(
            N_("The file says {value:.1f} %, the public record {soh_percent:.1f} %.").format(
                value=facts.soh_percent or 0.0, soh_percent=record.soh_percent
            )
        )
    if not same_vin(facts.vin or "", record.vin_masked):
        found.append(N_("The VIN in the file is not the one of the public record."))
    if facts.content_sha256 and record.content_sha256 and facts.content_sha256 != record.content_sha256:
        found.append(N_("The content is not the one of the public record."))
    figures = (
        (N_("lower end of the interval"), facts.soh_low_percent, record.soh_low_percent, _SOH_TOLERANCE),
        (N_("upper end of the interval"), facts.soh_high_percent, record.soh_high_percent, _SOH_TOLERANCE),
        ("odometer", facts.odometer_km, record.odometer_km, _KM_TOLERANCE),
        (N_("day of issue"), _seconds(facts.generated_at), _seconds(record.generated_at), _SAME_MOMENT_S),
        # a paper without an end does not contradict the record, whose end decides whether it is in force
        (
            N_("end of validity"),
            _seconds(facts.valid_until or record.valid_until),
            _seconds(record.valid_until),
            _SAME_MOMENT_S,
        ),
    )
    found += [
        N_("The {what} in the file is not the one of the public record.").format(what=what)
        for what, ours, theirs, tolerance in figures
        if theirs is not None and (ours is None or abs(ours - theirs) > tolerance)
    ]
    named = ((facts.make, record.make), (facts.model, record.model), (facts.year, record.year))
    if any(theirs and folded(ours) != folded(theirs) for ours, theirs in named):
        found.append(N_("The car in the file is not the one of the public record."))
    return found


def other_issuer(sealed_by: str | None, record: PublicReport, *, own: bool) -> str | None:
    """A sentence when the record does not name the seal's issuer; None when it does. A record that names nobody leaves
    only the seals that this computer knows, ``own``: anybody can put a name on a certificate."""
    if not record.issuer_name and not own:
        return N_(
            "“{sealed_by}” sealed this file; this computer does not know them, and the public record names nobody."
        ).format(sealed_by=sealed_by)
    if not record.issuer_name or folded(sealed_by) == folded(record.issuer_name):
        return None
    return N_("“{sealed_by}” sealed this file; the public record names “{issuer_name}” as the issuer.").format(
        sealed_by=sealed_by, issuer_name=record.issuer_name
    )


def same_vin(vin: str, masked: str) -> bool:
    """Every character the record shows must fit, from both ends; what it hides is not compared."""
    parts = _HIDDEN.split(masked)
    if len(parts) == 1:
        return vin == masked
    return vin.startswith(parts[0]) and vin.endswith(parts[-1]) and bool(parts[0] or parts[-1])


def _seconds(moment: datetime | None) -> float | None:
    return None if moment is None else moment.timestamp()
