"""``verify FILE``."""

from pathlib import Path
from typing import Annotated

import typer

from celliq_desktop.app.cli.answers import Answer
from celliq_desktop.app.cli.surroundings import open_wiring
from celliq_desktop.domain.problems import ProblemKind
from celliq_desktop.domain.reports import Verdict, Verification


def verify(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A PDF.")],
    offline: Annotated[bool, typer.Option("--offline", help="Do not ask the public record.")] = False,
    believe_seal: Annotated[
        str,
        typer.Option(
            "--believe-seal",
            metavar="SHA256",
            help="From now on this seal is its issuer's: they have told you the fingerprint of their certificate.",
        ),
    ] = "",
) -> Answer:
    """Seal, whole-file coverage, issuer, public record; exits 0 only for an authentic and current report."""
    believed = "".join(believe_seal.split()).replace(":", "").lower()
    with open_wiring(context.obj, needs_profile=bool(believed)) as wiring:
        found = wiring.verify(file, offline=offline, believed=believed)
    code = 0 if found.verdict is Verdict.AUTHENTIC else ProblemKind.REFUSED.exit_code
    document = {
        "verdict": found.verdict,
        "reasons": list(found.reasons),
        "report_id": found.report_id,
        "token": found.token,
        "issuer": found.issuer,
        "sealed_at": found.sealed_at,
        "timestamp": found.timestamp,
        "online": found.online,
        "record_status": found.record_status,
        "soh_percent": found.soh_percent,
        "sha256": found.sha256,
        "certificate_sha256": found.certificate_sha256,
    }
    return Answer(document, _words(found), code)


def _words(found: Verification) -> str:
    return "\n".join([found.verdict.value, *(f"- {reason}" for reason in found.reasons)])
