"""The vehicle view-model: opens a car, keeps it fresh, asks before a credit is spent."""

from dataclasses import replace

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.health import HealthEstimate
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.problems import Problem, ProblemKind
from celliq_desktop.domain.reports import ReportStatus, Validation
from celliq_desktop.domain.vehicle_detail import VehicleDetail
from celliq_desktop.jobs.job import Job, JobContext, Lane
from celliq_desktop.usecases import generate_report, outlook, reports, vehicles, verify_link
from celliq_desktop.usecases.generate_report import GenerateResult
from celliq_desktop.viewmodels.formats import Formats
from celliq_desktop.viewmodels.observable import Observable
from celliq_desktop.viewmodels.vehicle.build import issued_note, question_of, ready_state
from celliq_desktop.viewmodels.vehicle.outlook import without_state
from celliq_desktop.viewmodels.vehicle.states import BuyerLink, Phase, VehicleState
from celliq_desktop.viewmodels.words import N_
from celliq_desktop.viewmodels.workbench import Workbench

_TOPICS = (Topic.VEHICLES, Topic.READINGS, Topic.ESTIMATES, Topic.REPORTS, Topic.OUTBOX, Topic.EXPORTS)


class VehicleViewModel(Observable[VehicleState]):
    """One car at a time; a late answer for a car that is no longer open is dropped."""

    def __init__(self, workbench: Workbench, formats: Formats) -> None:
        super().__init__(VehicleState())
        self._bench = workbench
        self._formats = formats
        self._detail: VehicleDetail | None = None
        self._buyer = False
        self._end = workbench.hub.subscribe(self._changed)

    def close(self) -> None:
        """Stop listening."""
        self._end()

    @property
    def detail(self) -> VehicleDetail | None:
        """The record behind the state, for copying raw data."""
        return self._detail

    def open(self, vehicle_id: VehicleId) -> None:
        """Show this car: at once a skeleton, then what the mirror knows."""
        self._detail = None
        self.replace(VehicleState(phase=Phase.LOADING, vehicle_id=vehicle_id))
        self.reload()

    def reload(self) -> None:
        """Read the car from the mirror again."""
        vehicle_id = self.state.vehicle_id
        if vehicle_id is None:
            return
        desk = self._bench.desk

        def work(_context: JobContext) -> VehicleDetail:
            return vehicles.vehicle_detail(desk, vehicle_id)

        def failed(problem: Problem) -> None:
            if self.state.vehicle_id == vehicle_id:
                phase = Phase.GONE if problem.code == "not_found" else Phase.FAILED
                self.replace(replace(self.state, phase=phase, problem=problem))

        self._bench.runner.submit(
            Job(
                name=N_("Open a car"),
                lane=Lane.READ,
                key=f"vehicle:{vehicle_id}",
                work=work,
                done=lambda detail: self._loaded(vehicle_id, detail),
                failed=failed,
                quiet=True,
            )
        )

    def ask_generate(self) -> None:
        """Ask the server whether a report can be issued and at what cost: becomes ``question`` or ``problem``."""
        detail = self._detail
        if detail is None or self.state.busy:
            return
        desk, vehicle_id = self._bench.desk, detail.vehicle.id
        self.replace(replace(self.state, busy=True, problem=None))

        def done(validation: Validation) -> None:
            if self.state.vehicle_id == vehicle_id:
                self.replace(question_of(replace(self.state, busy=False), detail, validation))

        self._bench.runner.submit(
            Job(
                name=N_("Check {title}").format(title=detail.vehicle.title),
                lane=Lane.NETWORK,
                key=f"validate:{vehicle_id}",
                work=lambda _context: reports.validate(desk, vehicle_id),
                done=done,
                failed=lambda problem: self._failed(vehicle_id, problem),
            )
        )

    def leave_out(self, index: int) -> None:
        """Try the estimate without session ``index``; becomes ``without``, and nothing is kept."""
        detail = self._detail
        if detail is None or detail.estimate is None or not detail.estimate.sessions[index].used:
            return
        found, vehicle_id = detail.estimate, detail.vehicle.id

        def done(then: HealthEstimate) -> None:
            if self._detail is detail:
                self.replace(replace(self.state, without=without_state(found, index, then, self._formats)))

        self._bench.runner.submit(
            Job(
                name=N_("Try without a charge"),
                lane=Lane.READ,
                key=f"without:{vehicle_id}:{index}",
                work=lambda _context: outlook.without_charge(found, index),
                done=done,
                failed=lambda problem: self._failed(vehicle_id, problem),
                quiet=True,
            )
        )

    def put_back(self) -> None:
        """End the trial."""
        self.replace(replace(self.state, without=None))

    def show_buyer(self, buyer: bool) -> None:
        """A buyer looks on: the link of the report in force becomes ``link``, where there is one."""
        self._buyer = buyer
        reports_there = self._detail.reports if self._detail is not None and buyer else ()
        report = next((one for one in reports_there if one.status is ReportStatus.VALID), None)
        if report is None:
            self.replace(replace(self.state, link=None))
            return
        desk, vehicle_id, valid = self._bench.desk, self.state.vehicle_id, report

        def done(link: verify_link.VerifyLink) -> None:
            if self._buyer and self.state.vehicle_id == vehicle_id:
                self.replace(replace(self.state, link=BuyerLink(link.url, link.modules)))

        self._bench.runner.submit(
            Job(
                name=N_("Draw the QR code"),
                lane=Lane.READ,
                key=f"link:{valid.id}",
                work=lambda _context: verify_link.verify_link(desk, valid),
                done=done,
                failed=lambda _problem: self.replace(replace(self.state, link=None)),
                quiet=True,
            )
        )

    def dismiss(self) -> None:
        """Put the question away; nothing was sent."""
        self.replace(replace(self.state, question=None))

    def forget_problem(self) -> None:
        """The problem was read and put away."""
        self.replace(replace(self.state, problem=None))

    def generate(self) -> None:
        """Spend what the question said; a second click while it runs is the same job and the same operation."""
        detail, question = self._detail, self.state.question
        if detail is None or question is None:
            return
        desk, vehicle_id = self._bench.desk, detail.vehicle.id
        self.replace(replace(self.state, question=None, busy=True, problem=None, issued=None))

        def work(context: JobContext) -> tuple[GenerateResult, Changes]:
            return generate_report.generate_report(
                desk,
                vehicle_id,
                again=question.again,
                price=question.price,
                progress=context.progress,
                cancel=context.cancel,
            )

        def done(answer: tuple[GenerateResult, Changes]) -> None:
            self._bench.hub.publish(answer[1])
            if self.state.vehicle_id == vehicle_id:
                self.replace(replace(self.state, busy=False, issued=issued_note(answer[0])))

        self._bench.runner.submit(
            Job(
                name=N_("Issue a report for {title}").format(title=detail.vehicle.title),
                lane=Lane.NETWORK,
                key=f"generate:{vehicle_id}",
                work=work,
                done=done,
                failed=lambda problem: self._failed(vehicle_id, problem),
            )
        )

    def _loaded(self, vehicle_id: VehicleId, detail: VehicleDetail) -> None:
        if self.state.vehicle_id != vehicle_id:
            return
        self._detail = detail
        self.replace(ready_state(self.state, detail, self._bench.desk.clock.now(), self._formats))
        if self._buyer:
            self.show_buyer(True)

    def _failed(self, vehicle_id: VehicleId, problem: Problem) -> None:
        self._bench.hub.publish(Changes.of(Topic.OUTBOX))
        if self.state.vehicle_id == vehicle_id:
            shown = None if problem.kind is ProblemKind.CANCELLED else problem
            self.replace(replace(self.state, busy=False, problem=shown))

    def _changed(self, changes: Changes) -> None:
        vehicle_id = self.state.vehicle_id
        if vehicle_id is None or not changes.touches(*_TOPICS):
            return
        about_others = (
            changes.ids and vehicle_id not in changes.ids and not changes.touches(Topic.REPORTS, Topic.OUTBOX)
        )
        if not about_others:
            self.reload()
