"""The verify view-model: files are checked off the window's thread, and answers shown as they come."""

from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count as numbers
from pathlib import Path

from celliq_desktop.domain.problems import Cancelled, Problem
from celliq_desktop.domain.reports import Verdict, Verification
from celliq_desktop.jobs.board import JobRecord
from celliq_desktop.jobs.job import Job, JobContext, Lane
from celliq_desktop.usecases import tables, verify_files, verify_report
from celliq_desktop.viewmodels.formats import Formats, count, whole
from celliq_desktop.viewmodels.observable import Observable
from celliq_desktop.viewmodels.verify.states import HEADLINES, CheckedFile, CheckPhase, VerifyState
from celliq_desktop.viewmodels.words import N_, _
from celliq_desktop.viewmodels.workbench import Workbench


class _Batch:
    """Files that were dropped together; a worker puts answers in, the screen's thread takes them out."""

    def __init__(self, key: str, paths: tuple[Path, ...]) -> None:
        self.key = key
        self.paths = paths
        self.answers: deque[verify_files.Checked] = deque()
        self.job: int | None = None


class VerifyViewModel(Observable[VerifyState]):
    """The checker itself lives in a process of its own; leaving the screen stops nothing."""

    def __init__(self, workbench: Workbench, formats: Formats) -> None:
        super().__init__(VerifyState())
        self._bench = workbench
        self._formats = formats
        self._numbers = numbers(1)
        self._batches: dict[str, _Batch] = {}
        self._end = workbench.runner.board.subscribe(self._moved)

    def close(self) -> None:
        """Stop listening."""
        self._end()

    def check(self, paths: Sequence[Path]) -> None:
        """Check these files, the first one on top; checking one again replaces its earlier answer."""
        wanted = tuple(dict.fromkeys(paths))
        if not wanted:
            return
        others = tuple(file for file in self.state.files if file.path not in set(wanted))
        made = _Batch(f"verify:{wanted[0] if len(wanted) == 1 else next(self._numbers)}", wanted)
        self._batches[made.key] = made
        self._show((*(CheckedFile(path=path) for path in wanted), *others), kinds=frozenset())
        desk = self._bench.desk

        def work(context: JobContext) -> None:
            answers = verify_files.verify_files(desk, wanted, cancel=context.cancel)
            for done, answer in enumerate(answers, start=1):
                made.answers.append(answer)
                context.progress(done, len(wanted), answer[0].name)

        name = wanted[0].name if len(wanted) == 1 else count(len(wanted), "file", "files")
        handle = self._bench.runner.submit(
            Job(
                name=N_("Verify {name}").format(name=name),
                lane=Lane.HEAVY,
                key=made.key,
                work=work,
                done=lambda _nothing: self._over(made, None),
                failed=lambda problem: self._over(made, problem),
            )
        )
        made.job = handle.id

    def stop(self) -> None:
        """Check no further file; answers that are there stay."""
        for batch in self._batches.values():
            if batch.job is not None:
                self._bench.runner.cancel(batch.job)

    def believe(self, path: Path) -> None:
        """Whoever sits here has asked the issuer, and the seal is theirs: remember that, and check the file again."""
        file = next((one for one in self.state.files if one.path == path), None)
        if file is None or file.answer is None:
            return
        desk, answer = self._bench.desk, file.answer

        def failed(problem: Problem) -> None:
            self.replace(replace(self.state, problem=problem))

        self._bench.runner.submit(
            Job(
                name=N_("Remember a seal"),
                lane=Lane.READ,
                key=f"believe:{path}",
                work=lambda _context: verify_report.believe_for_desk(desk, answer),
                done=lambda _nothing: self.check([path]),
                failed=failed,
            )
        )

    def forget(self, path: Path) -> None:
        """Put one answer away."""
        self._show(tuple(file for file in self.state.files if file.path != path))

    def clear(self) -> None:
        """Forget every answer, and stop what is under way."""
        self.stop()
        self._show((), kinds=frozenset())

    def toggle_kind(self, kind: str) -> None:
        """Press or release a chip."""
        self.replace(replace(self.state, kinds=self.state.kinds ^ {kind}))

    def save(self, path: Path, written: Callable[[], None]) -> None:
        """Write the answers to ``path`` (.csv or .xlsx), in the order shown; ``written`` is called when they are."""
        desk = self._bench.desk
        rows = tuple((file.path.name, file.answer or file.problem) for file in self.state.shown)

        def failed(problem: Problem) -> None:
            self.replace(replace(self.state, problem=problem))

        self._bench.runner.submit(
            Job(
                name=N_("Save the verdicts"),
                lane=Lane.READ,
                key=f"verdicts:{path}",
                work=lambda _context: tables.write_verdicts(desk, rows, path),
                done=lambda _nothing: written(),
                failed=failed,
            )
        )

    def forget_problem(self) -> None:
        """It was read and put away."""
        self.replace(replace(self.state, problem=None))

    def _moved(self, record: JobRecord) -> None:
        batch = self._batches.get(record.key)
        if batch is not None and batch.answers:
            self._take(batch)

    def _take(self, batch: _Batch) -> None:
        found = {}
        while batch.answers:
            path, answer = batch.answers.popleft()
            found[path] = self._checked(path, answer)
        if found:
            self._show(tuple(found.get(file.path, file) for file in self.state.files))

    def _over(self, batch: _Batch, problem: Problem | None) -> None:
        self._take(batch)
        self._batches.pop(batch.key, None)
        left = set(batch.paths)
        stopped = problem is None or isinstance(problem, Cancelled)
        phase = CheckPhase.STOPPED if stopped else CheckPhase.FAILED

        def ended(file: CheckedFile) -> CheckedFile:
            if file.path not in left or file.phase is not CheckPhase.CHECKING:
                return file
            return replace(file, phase=phase, problem=None if stopped else problem)

        self._show(tuple(map(ended, self.state.files)))

    def _show(self, files: tuple[CheckedFile, ...], *, kinds: frozenset[str] | None = None) -> None:
        running = any(file.phase is CheckPhase.CHECKING for file in files)
        shown = self.state.kinds if kinds is None else kinds
        summary = "" if running else _summary(files)
        self.replace(replace(self.state, files=files, kinds=shown, running=running, summary=summary))

    def _checked(self, path: Path, answer: Verification | Problem) -> CheckedFile:
        if isinstance(answer, Problem):
            return CheckedFile(path=path, phase=CheckPhase.FAILED, problem=answer)
        rows = (
            (_("Car"), answer.vehicle or ""),
            (_("VIN"), answer.vin_masked or ""),
            (_("State of health"), self._formats.percent(answer.soh_percent) if answer.soh_percent is not None else ""),
            (_("Report"), answer.report_id or ""),
            (_("Issuer"), answer.issuer or ""),
            (_("Sealed"), self._formats.moment(answer.sealed_at) if answer.sealed_at else ""),
            (_("Time stamp"), _time_stamp(answer, self._formats)),
            (
                _("Public record"),
                (answer.record_status or (_("unknown") if answer.online else _("not asked"))).capitalize(),
            ),
            (_("Seal SHA-256"), answer.certificate_sha256 or ""),
            (_("File SHA-256"), answer.sha256 or ""),
        )
        foreign = answer.verdict is Verdict.FOREIGN
        return CheckedFile(
            path=path,
            phase=CheckPhase.DONE,
            answer=answer,
            headline=_(HEADLINES[answer.verdict]),
            reasons=answer.reasons,
            facts=() if foreign else tuple(row for row in rows if row[1]),
        )


def _time_stamp(answer: Verification, formats: Formats) -> str:
    if answer.timestamp is not None:
        return formats.moment(answer.timestamp)
    return _("None, the time is the sealing computer's") if answer.sealed_at is not None else ""


def _summary(files: Sequence[CheckedFile]) -> str:
    """What came of many files, worst news first."""
    if len(files) < 2:
        return ""
    counts = Counter(file.verdict for file in files)
    order = (Verdict.ALTERED, Verdict.UNVERIFIABLE, Verdict.OUTDATED, Verdict.FOREIGN, Verdict.AUTHENTIC)
    parts = [f"{counts[verdict]:,} {_(_ENDINGS[verdict])}" for verdict in order if counts[verdict]]
    if counts[None]:
        parts.append(_("{counts} not checked").format(counts=whole(counts[None])))
    return f"{count(len(files), 'file', 'files')}: {', '.join(parts)}."


_ENDINGS = {
    Verdict.AUTHENTIC: N_("authentic and current"),
    Verdict.OUTDATED: N_("authentic, but no longer in force"),
    Verdict.ALTERED: "altered",
    Verdict.UNVERIFIABLE: N_("cannot be verified"),
    Verdict.FOREIGN: N_("not a CellIQ report"),
}
