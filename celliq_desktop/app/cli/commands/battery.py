"""``battery estimate``: state of health from any charging log; needs no profile and no network."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from celliq_desktop.app.cli.answers import Answer, problem_document, table
from celliq_desktop.app.examinations import IsolatedExaminer
from celliq_desktop.domain.health import Chemistry, EstimateStatus, HealthEstimate, SocScale
from celliq_desktop.domain.problems import NeedsYou, Problem, ProblemKind
from celliq_desktop.domain.sessions import MeasuringPoint

if TYPE_CHECKING:  # reading a PDF is only worth its import once there is one
    from celliq_desktop.usecases.estimate_twin import TwinEstimate

battery = typer.Typer(help="State of health from a charging log.", no_args_is_help=True)


@battery.callback()
def _battery() -> None:
    """State of health from a charging log."""


@battery.command("estimate")
def estimate(
    file: Annotated[
        Path,
        typer.Argument(help="A charging log with a header (CSV), a folder of them, or a sealed report or its twin."),
    ],
    *,
    usable_new_kwh: Annotated[float | None, typer.Option(help="Usable energy when new, kWh.")] = None,
    rated_ah: Annotated[float | None, typer.Option(help="Rated capacity, Ah.")] = None,
    measured_at: Annotated[
        MeasuringPoint | None, typer.Option(help="Where energy was measured; battery unless the log says otherwise.")
    ] = None,
    chemistry: Annotated[Chemistry, typer.Option(help="Cell chemistry.")] = Chemistry.UNKNOWN,
    soc: Annotated[SocScale, typer.Option(help="Whose state of charge the log holds.")] = SocScale.UNKNOWN,
    charging_negative: Annotated[
        bool, typer.Option("--charging-negative", help="Charging current is negative.")
    ] = False,
    column: Annotated[list[str] | None, typer.Option("--map", help="name=column, may be repeated.")] = None,
) -> Answer:
    """State of health with a 95 % interval, every session used, and every session rejected with its reason."""
    from celliq_desktop.usecases.estimate_health import LogOptions, estimate_folder, estimate_json, estimate_log
    from celliq_desktop.usecases.estimate_twin import SUFFIXES, estimate_twin

    if file.suffix.lower() in SUFFIXES and not file.is_dir():
        with closing(IsolatedExaminer()) as reader:
            return _again(estimate_twin(file, reader))
    options = LogOptions(
        usable_new_kwh=usable_new_kwh,
        rated_ah=rated_ah,
        measured_at=measured_at,
        chemistry=chemistry,
        soc_scale=soc,
        charging_negative=charging_negative,
        columns=dict(_pair(text) for text in column or []),
    )
    if file.is_dir():
        return _folder(estimate_folder(file, options))
    found = estimate_log(file, options)
    refused = found.status is EstimateStatus.REFUSED
    return Answer(estimate_json(found), _words(found), ProblemKind.REFUSED.exit_code if refused else 0)


def _again(twin: "TwinEstimate") -> Answer:
    """The evidence of a report: its own options and capacity when new hold, and its figures stand beside the new."""
    from celliq_desktop.usecases.estimate_health import estimate_json

    evidence, refused = twin.evidence, twin.found.status is EstimateStatus.REFUSED
    soh = evidence.soh_percent
    report = {
        "id": evidence.report_id,
        "algorithm": evidence.algorithm,
        "status": evidence.status,
        "soh_percent": soh.value if soh else None,
        "soh_low_percent": soh.low if soh else None,
        "soh_high_percent": soh.high if soh else None,
        "evidence_untouched": evidence.untouched,
        "same": twin.same,
    }
    document = {**estimate_json(twin.found), "report": report}
    return Answer(
        document, f"{_words(twin.found)}\n{_said_again(twin)}", ProblemKind.REFUSED.exit_code if refused else 0
    )


def _said_again(twin: "TwinEstimate") -> str:
    if not twin.evidence.untouched:
        return "The charges are not the ones of the report: their hash differs from the one it states."
    if twin.same:
        return f"The same as in report {twin.evidence.report_id}."
    if not twin.same_algorithm:
        return f"Report {twin.evidence.report_id} was estimated by {twin.evidence.algorithm}; its own figure stays."
    return f"Report {twin.evidence.report_id} says something else than its own evidence."


def _folder(answers: Sequence[tuple[str, HealthEstimate | Problem]]) -> Answer:
    """One document with a list; refused when not one file gave a number."""
    from celliq_desktop.usecases.estimate_health import estimate_json

    items: list[dict[str, Any]] = []
    words, given = [], 0
    for name, found in answers:
        if isinstance(found, Problem):
            items.append({"file": name, "error": problem_document(found)})
            words.append(f"{name}: {found}")
        else:
            items.append({"file": name, **estimate_json(found)})
            words.append(f"{name}: {_words(found)}")
            given += found.status is not EstimateStatus.REFUSED
    document = {"items": items, "total": len(items), "given": given}
    return Answer(document, "\n\n".join(words), 0 if given else ProblemKind.REFUSED.exit_code)


def _pair(text: str) -> tuple[str, str]:
    name, equals, column = text.partition("=")
    if not equals or not name or not column:
        raise NeedsYou(
            "usage", f"--map takes name=column, not “{text}”.", next_step="For example --map soc_percent=SOC."
        )
    return name.strip(), column.strip()


def _words(found: HealthEstimate) -> str:
    lines = [found.reason] if found.reason else []
    if found.soh_percent is not None:
        soh = found.soh_percent
        grade = f", grade {found.grade}" if found.grade else ""
        lines.append(f"State of health {soh.value:.1f} %, 95 % interval {soh.low:.1f} to {soh.high:.1f} %{grade}")
    if found.prior is not None:
        lines.append(
            f"Few charges: {found.prior.weight:.0%} of this is what {found.prior.source} have"
            f" ({found.prior.mean_percent:.0f} ± {found.prior.sigma_percent:.0f} %)."
        )
    for capacity, unit in ((found.capacity_kwh, "kWh"), (found.capacity_ah, "Ah")):
        if capacity is not None:
            lines.append(f"Capacity {capacity.value:.1f} {unit}, {capacity.low:.1f} to {capacity.high:.1f} {unit}")
    rows = [
        (
            f"{judged.session.soc_start_percent:.0f} -> {judged.session.soc_end_percent:.0f} %",
            "-" if judged.session.energy_kwh is None else f"{judged.session.energy_kwh:.2f} kWh",
            "-" if judged.session.charge_ah is None else f"{judged.session.charge_ah:.2f} Ah",
            "used" if judged.used else judged.sentence or "not used",
        )
        for judged in found.sessions
    ]
    if rows:
        lines.append(table(("SoC", "energy", "charge", "in the estimate"), rows))
    return "\n".join([*lines, *found.flags])
