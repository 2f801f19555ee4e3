"""The number on a paper comes out again from the evidence in it, from a sealed file and from the twin alone."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from celliq_desktop.app.examinations import IsolatedExaminer
from celliq_desktop.battery.health import EstimateOptions, estimate_sessions
from celliq_desktop.domain.health import Baseline, Chemistry, HealthEstimate
from celliq_desktop.domain.problems import BadSurroundings, NeedsYou
from celliq_desktop.domain.sessions import ChargeSession, CurrentKind, MeasuringPoint
from celliq_desktop.reports.canonical import canonical
from celliq_desktop.reports.twin import twin_json
from celliq_desktop.signing.seal import PadesSealer
from celliq_desktop.usecases.estimate_twin import estimate_twin
from tests.reports.contents import content, without_estimate
from tests.usecases.papers import content as paper_content
from tests.usecases.papers import sealed

_NEW = Baseline(58.0, "kWh", "declared by CellIQ for this trim", 0.01)
_NEW_AH = Baseline(156.0, "Ah", "given by the person who ran the estimate", 0.01)


def _sessions(*, charge: bool = False) -> tuple[ChargeSession, ...]:
    windows = ((12, 78), (20, 80), (10, 91), (35, 96), (8, 64))
    return tuple(
        ChargeSession(
            start_s=1.79e9 + 86_400 * number,
            end_s=1.79e9 + 86_400 * number + 7_000,
            soc_start_percent=low,
            soc_end_percent=high,
            energy_kwh=0.5301 * (high - low) + 0.37 * (number % 3),
            charge_ah=1.44 * (high - low) + 0.9 * (number % 2) if charge else None,
            current_kind=CurrentKind.DC,
            samples=40,
        )
        for number, (low, high) in enumerate(windows)
    )


def _estimate(options: EstimateOptions, *, charge: bool = False, new: Baseline | None = _NEW) -> HealthEstimate:
    return estimate_sessions(_sessions(charge=charge), baseline=new, options=options)


@pytest.mark.parametrize(
    "health",
    [
        _estimate(EstimateOptions()),
        _estimate(EstimateOptions(chemistry=Chemistry.LFP)),
        _estimate(EstimateOptions(measured_at=MeasuringPoint.EVSE_DC)),
        _estimate(EstimateOptions(charge_baseline=_NEW_AH), charge=True),
        _estimate(EstimateOptions(), new=None),
        estimate_sessions(_sessions()[:3], baseline=_NEW),
        estimate_sessions(_sessions()[:1], baseline=_NEW),
    ],
    ids=["plain", "lfp", "at the charger", "energy and charge", "no baseline", "with a prior", "refused"],
)
def test_the_twin_alone_gives_its_number_again(
    tmp_path: Path, examiner: IsolatedExaminer, health: HealthEstimate
) -> None:
    path = tmp_path / "twin.json"
    path.write_text(twin_json(content(health=health)), encoding="utf-8")
    again = estimate_twin(path, examiner)
    assert again.found == health
    assert (again.same, again.same_algorithm, again.evidence.untouched) == (True, True, True)


def test_a_sealed_report_gives_its_number_again(
    tmp_path: Path, examiner: IsolatedExaminer, sealer: PadesSealer
) -> None:
    health = _estimate(EstimateOptions())
    path = tmp_path / "report.pdf"
    path.write_bytes(sealed(sealer, replace(paper_content(), estimate=health)).data)
    assert estimate_twin(path, examiner).found == health
    assert estimate_twin(path, examiner).same


def test_a_changed_charge_is_noticed(tmp_path: Path, examiner: IsolatedExaminer) -> None:
    said = json.loads(twin_json(content(health=_estimate(EstimateOptions()))))
    said["evidence"]["sessions"][0]["energy_kwh"] += 9.0
    path = tmp_path / "twin.json"
    path.write_text(canonical(said), encoding="utf-8")
    again = estimate_twin(path, examiner)
    assert (again.same, again.evidence.untouched) == (False, False)


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"%PDF-1.7\n", b"[" * 9_999, b"\xff", twin_json(without_estimate()).encode()]
)
@pytest.mark.parametrize("name", ["file.json", "file.pdf"])
def test_a_file_without_evidence_says_so(tmp_path: Path, examiner: IsolatedExaminer, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(NeedsYou) as caught:
        estimate_twin(path, examiner)
    assert caught.value.code == "no_evidence"


def test_a_file_that_is_not_there_says_so(tmp_path: Path, examiner: IsolatedExaminer) -> None:
    with pytest.raises(BadSurroundings, match="cannot be read"):
        estimate_twin(tmp_path / "none.pdf", examiner)


def test_a_file_that_breaks_its_reader_carries_no_evidence(tmp_path: Path) -> None:
    """The reader is a process of its own: what a file does to it ends there."""
    path = tmp_path / "report.pdf"
    path.write_bytes(b"%PDF-1.7\n")
    hurried = IsolatedExaminer(timeout_s=0.0)
    with pytest.raises(NeedsYou, match="carries no charges"):
        estimate_twin(path, hurried)
    hurried.close()
