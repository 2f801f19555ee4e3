"""What a person enters for the open car: its capacity when new, a workshop's result; saved off the window's thread,
each taken back by one call."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from celliq_desktop.domain.changes import Changes
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.problems import NeedsYou, Problem
from celliq_desktop.domain.workshop_results import BatteryTest
from celliq_desktop.jobs.job import Job, Lane
from celliq_desktop.usecases import car_notes
from celliq_desktop.viewmodels.observable import Observable
from celliq_desktop.viewmodels.words import N_, _, said
from celliq_desktop.viewmodels.workbench import Workbench


class Entry(Enum):
    """What is being entered."""

    BASELINE = "baseline"
    WORKSHOP = "workshop"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form; ``choices`` makes it a list to choose from."""

    name: str
    caption: str
    hint: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """What is asked, and what saving does."""

    title: str
    detail: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What was saved, and whether it can be taken back; each is said once."""

    words: str
    undo: Entry | None


@dataclass(frozen=True, slots=True)
class EntriesState:
    """The form that is open, what keeps it from being saved, and what was saved last."""

    entry: Entry | None = None
    problem: str = ""
    busy: bool = False
    told: Told | None = None


FORMS = {
    Entry.BASELINE: Form(
        N_("Capacity when new"),
        N_(
            "Every state of health is a share of it. Your figure, its source and your reason are"
            " printed on every later report; reports already issued stay as they are."
        ),
        (
            Field("value", N_("Usable when new"), "77.0"),
            Field("unit", N_("Unit"), choices=("kWh", "Ah")),
            Field("sigma", N_("Uncertainty, % (1 σ)"), f"{car_notes.SIGMA_PERCENT:g}"),
            Field("source", N_("Source"), N_("Registration papers, maker's data sheet")),
            Field("reason", N_("Reason"), N_("The trim is the larger one")),
        ),
    ),
    Entry.WORKSHOP: Form(
        N_("Workshop result"),
        N_("It stands beside the estimate and is never blended with it."),
        (
            Field("method", N_("Test"), choices=tuple(one.value for one in BatteryTest)),
            Field("soh", N_("State of health, %"), "91.0"),
            Field("half", N_("Interval ±, if named"), "2.0"),
            Field("day", N_("Day of the test"), "2026-11-20"),
        ),
    ),
}
"""Fields in the order they are shown."""


class CarEntries(Observable[EntriesState]):
    """One form at a time, for the car that ``open`` names."""

    def __init__(self, workbench: Workbench, car: Callable[[], VehicleId | None]) -> None:
        super().__init__(EntriesState())
        self._bench = workbench
        self._car = car

    def ask(self, entry: Entry) -> None:
        """Open a form."""
        if self._car() is not None:
            self.replace(EntriesState(entry=entry))

    def dismiss(self) -> None:
        """Put the form away; nothing is kept."""
        self.replace(replace(self.state, entry=None, problem=""))

    def save(self, values: Mapping[str, str]) -> None:
        """Save the open form; what is wrong with it becomes ``problem`` and the form stays."""
        entry, car = self.state.entry, self._car()
        if entry is None or car is None or self.state.busy:
            return
        try:
            verb = self._baseline(car, values) if entry is Entry.BASELINE else self._workshop(car, values)
        except NeedsYou as problem:
            self.replace(replace(self.state, problem=said(problem.message)))
            return
        words = (
            _("The capacity when new is yours now.") if entry is Entry.BASELINE else _("The workshop's result is kept.")
        )
        self._submit(f"enter:{car}", verb, Told(words, entry))

    def undo(self, entry: Entry) -> None:
        """Take back what was entered last."""
        car, desk = self._car(), self._bench.desk
        if car is not None:
            verb = car_notes.undo_baseline if entry is Entry.BASELINE else car_notes.undo_workshop_result
            self._submit(f"undo:{car}", lambda: verb(desk, car), Told(_("Taken back."), None))

    def _baseline(self, car: VehicleId, values: Mapping[str, str]) -> Callable[[], Changes]:
        desk = self._bench.desk
        value, unit = _number(values["value"], _("The capacity when new")), values["unit"]
        sigma = _number(values["sigma"], _("Its uncertainty")) if values["sigma"].strip() else car_notes.SIGMA_PERCENT
        source, reason = values["source"], values["reason"]
        return lambda: car_notes.enter_baseline(
            desk, car, value=value, unit=unit, source=source, reason=reason, sigma_percent=sigma
        )

    def _workshop(self, car: VehicleId, values: Mapping[str, str]) -> Callable[[], Changes]:
        desk = self._bench.desk
        soh = _number(values["soh"], _("The state of health"))
        half = _number(values["half"].lstrip("±"), _("Its interval")) if values["half"].strip() else None
        day, method = _day(values["day"]), BatteryTest(values["method"])
        return lambda: car_notes.enter_workshop_result(
            desk, car, method=method, soh_percent=soh, half_width=half, tested_on=day
        )

    def _submit(self, key: str, verb: Callable[[], Changes], told: Told) -> None:
        self.replace(replace(self.state, busy=True, problem=""))

        def done(changes: Changes) -> None:
            self.replace(EntriesState(told=told))
            self._bench.hub.publish(changes)

        def failed(problem: Problem) -> None:
            self.replace(replace(self.state, busy=False, problem=said(problem.message)))

        self._bench.runner.submit(
            Job(
                name=N_("Keep what was entered"),
                lane=Lane.WRITE,
                key=key,
                work=lambda _context: verb(),
                done=done,
                failed=failed,
                quiet=True,
            )
        )


def _number(text: str, what: str) -> float:
    """A number with a point or a comma; NeedsYou ``bad_entry`` otherwise."""
    try:
        return float(text.strip().rstrip("%").strip().replace(",", "."))
    except ValueError:
        raise NeedsYou(
            "bad_entry", _("{what} is not a number: “{strip}”.").format(what=what, strip=text.strip())
        ) from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise NeedsYou("bad_entry", _("The day of the test is written as year-month-day, 2026-11-20.")) from None
