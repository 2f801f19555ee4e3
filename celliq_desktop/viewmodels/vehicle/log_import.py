"""Adding a charging log to the open car: looked at off the window's thread, shown, kept, removed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from celliq_desktop.domain.changes import Changes
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.problems import Problem
from celliq_desktop.jobs.job import Job, Lane
from celliq_desktop.usecases import manual_logs
from celliq_desktop.usecases.manual_logs import LogChoices, LogLook
from celliq_desktop.viewmodels.formats import Formats, whole
from celliq_desktop.viewmodels.observable import Observable
from celliq_desktop.viewmodels.words import N_, _, ngettext, said
from celliq_desktop.viewmodels.workbench import Workbench

Answer = TypeVar("Answer")

CAPTIONS = {
    "time": N_("Time"),
    "soc_percent": N_("State of charge, %"),
    "energy_kwh": N_("Energy, kWh (counter)"),
    "power_kw": N_("Power, kW"),
    "current_a": N_("Current, A"),
    "voltage_v": N_("Voltage, V"),
    "temperature_c": N_("Temperature, °C"),
    "odometer_km": N_("Odometer, km"),
    "speed_kmh": N_("Speed, km/h"),
}
"""Our columns in the order they are asked for."""


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """One of our columns: the file's column that is read for it (empty: none), and its first values."""

    name: str
    caption: str
    chosen: str
    values: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPreview:
    """A file before it is added. ``columns`` is empty for a known export; ``choices`` are the file's column names;
    ``words`` what it holds, ``problem`` what keeps it from being added."""

    title: str
    columns: tuple[ColumnChoice, ...]
    choices: tuple[str, ...]
    charging_negative: bool
    words: str
    problem: str
    addable: bool


@dataclass(frozen=True, slots=True)
class LogImportState:
    """``preview`` None while nothing is being added; ``told`` is said once."""

    preview: LogPreview | None = None
    busy: bool = False
    told: str = ""


class LogImport(Observable[LogImportState]):
    """One file at a time, for the car that ``car`` names."""

    def __init__(self, workbench: Workbench, formats: Formats, car: Callable[[], VehicleId | None]) -> None:
        super().__init__(LogImportState())
        self._bench = workbench
        self._formats = formats
        self._car = car
        self._look: LogLook | None = None
        self._asked: tuple[Path, LogChoices | None] | None = None

    def look_at(self, path: Path) -> None:
        """Show what ``path`` holds."""
        self._submit_look(path, None)

    def choose(self, name: str, theirs: str) -> None:
        """Read column ``theirs`` of the file (empty: none) as ours ``name``."""
        if self._look is not None:
            columns = {ours: column for ours, column in self._look.choices.columns.items() if ours != name}
            if theirs:
                columns[name] = theirs
            self._submit_look(self._look.path, replace(self._look.choices, columns=columns))

    def turn_current(self, charging_negative: bool) -> None:
        """Whether charging stands as negative current in the file."""
        if self._look is not None and self._look.choices.charging_negative != charging_negative:
            self._submit_look(self._look.path, replace(self._look.choices, charging_negative=charging_negative))

    def add(self) -> None:
        """Keep what is shown."""
        look, car, desk = self._look, self._car(), self._bench.desk
        if look is None or car is None or not look.addable or self.state.busy:
            return

        def done(answer: tuple[object, Changes]) -> None:
            self._look = None
            self.replace(
                LogImportState(told=_("“{name}” counts for this car now, marked manual.").format(name=look.path.name))
            )
            self._bench.hub.publish(answer[1])

        self._submit(f"log:add:{car}", Lane.WRITE, lambda: manual_logs.add(desk, car, look.path, look.choices), done)

    def remove(self, sha256: str) -> None:
        """Erase a log that was added."""
        car, desk = self._car(), self._bench.desk
        if car is None:
            return

        def done(changes: Changes) -> None:
            self.replace(LogImportState(told=_("Removed. The file itself was not touched; add it again at any time.")))
            self._bench.hub.publish(changes)

        self._submit(f"log:remove:{sha256}", Lane.WRITE, lambda: manual_logs.remove(desk, car, sha256), done)

    def dismiss(self) -> None:
        """Put the file away; nothing is kept."""
        self._look = self._asked = None
        self.replace(LogImportState())

    def _submit_look(self, path: Path, choices: LogChoices | None) -> None:
        car, desk = self._car(), self._bench.desk
        if car is None:
            return

        self._asked = asked = (path, choices)

        def done(look: LogLook) -> None:
            if self._car() == car and self._asked == asked:  # a later choice has overtaken this one
                self._look = look
                self.replace(LogImportState(preview=preview_of(look, self._formats)))

        self._submit(
            f"log:look:{path}:{choices}", Lane.READ, lambda: manual_logs.look_at(desk, car, path, choices), done
        )

    def _submit(self, key: str, lane: Lane, verb: Callable[[], Answer], done: Callable[[Answer], None]) -> None:
        self.replace(replace(self.state, busy=True, told=""))

        def failed(problem: Problem) -> None:
            shown = self.state.preview
            trouble = " ".join(said(part) for part in (problem.message, problem.next_step) if part)
            self.replace(
                LogImportState(preview=replace(shown, problem=trouble, addable=False))
                if shown is not None
                else LogImportState(told=trouble)
            )

        self._bench.runner.submit(
            Job(
                name=N_("Add a charging log"),
                lane=lane,
                key=key,
                work=lambda _context: verb(),
                done=done,
                failed=failed,
                quiet=True,
            )
        )


def preview_of(look: LogLook, formats: Formats) -> LogPreview:
    """What the card shows of a file."""
    refused = look.problem
    words = _words(look, formats)
    if refused is None and not look.addable and look.found is not None:
        words = said(look.found.reason or "") or words
    return LogPreview(
        title=f"{look.path.name} · {look.head.kind or _('columns not known')}",
        columns=() if look.head.kind else _columns(look.head.columns, look.head.rows, look.choices.columns),
        choices=look.head.columns,
        charging_negative=look.choices.charging_negative,
        words=words,
        problem=""
        if refused is None
        else " ".join(said(part) for part in (refused.message, refused.next_step) if part),
        addable=look.addable,
    )


def _columns(
    header: tuple[str, ...], rows: tuple[tuple[str, ...], ...], chosen: Mapping[str, str]
) -> tuple[ColumnChoice, ...]:
    places = {name: at for at, name in reversed(list(enumerate(header)))}

    def values(theirs: str) -> str:
        at = places.get(theirs)
        return "" if at is None else ", ".join(row[at].strip() or "(empty)" for row in rows if at < len(row))

    return tuple(
        ColumnChoice(name, caption, chosen.get(name, ""), values(chosen.get(name, "")))
        for name, caption in CAPTIONS.items()
    )


def _words(look: LogLook, formats: Formats) -> str:
    """How much it holds, how much of that counts, and what it says on its own."""
    found = look.found
    if found is None:
        return ""
    span = f"{formats.epoch_date(look.first_s)} to {formats.epoch_date(look.last_s)}"
    words = ngettext(
        "{rows} rows, {span}; {n} charge, {n2} of them",
        "{rows} rows, {span}; {n} charges, {n2} of them",
        len(found.sessions),
    ).format(rows=whole(look.rows), span=span, n=whole(len(found.sessions)), n2=len(found.used))
    words += _(" good enough to count.")
    if look.turned_words:
        words += f" {said(look.turned_words)}"
    if look.masked_vin:
        words += _(" Its VIN is masked: make sure it is this car's.")
    if found.soh_percent is not None:
        alone = found.soh_percent
        words += _(" Alone it says {value}, {span}.").format(
            value=formats.percent(alone.value), span=formats.span(alone, 1, "%")
        )
    return words
