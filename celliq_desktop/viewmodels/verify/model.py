"""The verify view-model: one or many files, each with its verdict in a buyer's words."""

from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from celliq_desktop.domain.problems import Problem
from celliq_desktop.domain.reports import Verdict, Verification
from celliq_desktop.jobs.job import Job, JobContext, Lane
from celliq_desktop.usecases.verify_report import verify_for_desk
from celliq_desktop.viewmodels.formats import Formats
from celliq_desktop.viewmodels.observable import Observable
from celliq_desktop.viewmodels.workbench import Workbench

HEADLINES = {
    Verdict.AUTHENTIC: "Authentic and current",
    Verdict.OUTDATED: "Authentic, but no longer in force",
    Verdict.ALTERED: "Altered after it was issued",
    Verdict.UNVERIFIABLE: "Cannot be verified",
    Verdict.FOREIGN: "Not a CellIQ report",
}


class CheckPhase(Enum):
    """Where a file's check stands."""

    CHECKING = "checking"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFile:
    """One dropped file. ``facts`` are label and value pairs; numbers are shown only when the seal holds."""

    path: Path
    phase: CheckPhase = CheckPhase.CHECKING
    verdict: Verdict | None = None
    headline: str = ""
    reasons: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    online: bool = False
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class VerifyState:
    """Dropped files, newest first."""

    files: tuple[CheckedFile, ...] = ()


class VerifyViewModel(Observable[VerifyState]):
    """Checks run one after another off the window's thread; the checker itself lives in a process of its own."""

    def __init__(self, workbench: Workbench, formats: Formats) -> None:
        super().__init__(VerifyState())
        self._bench = workbench
        self._formats = formats

    def check(self, path: Path) -> None:
        """Check one file; checking it again replaces the earlier answer."""
        others = tuple(file for file in self.state.files if file.path != path)
        self.replace(VerifyState((CheckedFile(path=path), *others)))
        desk = self._bench.desk

        def work(_context: JobContext) -> Verification:
            return verify_for_desk(desk, path)

        self._bench.runner.submit(
            Job(
                name=f"Verify {path.name}",
                lane=Lane.HEAVY,
                key=f"verify:{path}",
                work=work,
                done=lambda answer: self._put(self._checked(path, answer)),
                failed=lambda problem: self._put(CheckedFile(path=path, phase=CheckPhase.FAILED, problem=problem)),
            )
        )

    def forget(self, path: Path) -> None:
        """Put one answer away."""
        self.replace(VerifyState(tuple(file for file in self.state.files if file.path != path)))

    def clear(self) -> None:
        """Forget every answer."""
        self.replace(VerifyState())

    def _put(self, checked: CheckedFile) -> None:
        files = tuple(checked if file.path == checked.path else file for file in self.state.files)
        self.replace(replace(self.state, files=files))

    def _checked(self, path: Path, answer: Verification) -> CheckedFile:
        rows = (
            ("Car", answer.vehicle or ""),
            ("VIN", answer.vin_masked or ""),
            ("State of health", self._formats.percent(answer.soh_percent) if answer.soh_percent is not None else ""),
            ("Report", answer.report_id or ""),
            ("Issuer", answer.issuer or ""),
            ("Sealed", self._formats.moment(answer.sealed_at) if answer.sealed_at else ""),
            ("Time stamp", self._time_stamp(answer)),
            ("Public record", (answer.record_status or ("unknown" if answer.online else "not asked")).capitalize()),
            ("File SHA-256", answer.sha256 or ""),
        )
        foreign = answer.verdict is Verdict.FOREIGN
        return CheckedFile(
            path=path,
            phase=CheckPhase.DONE,
            verdict=answer.verdict,
            headline=HEADLINES[answer.verdict],
            reasons=answer.reasons,
            facts=() if foreign else tuple(row for row in rows if row[1]),
            online=answer.online,
        )

    def _time_stamp(self, answer: Verification) -> str:
        if answer.timestamp is not None:
            return self._formats.moment(answer.timestamp)
        return "None, the time is the sealing computer's" if answer.sealed_at is not None else ""
