"""A charging log a person adds to a car by hand: looked at first, kept here, never uploaded, removed by one call."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from celliq_desktop.battery.health import estimate
from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.health import HealthEstimate
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.manual_logs import ManualLog
from celliq_desktop.domain.problems import BadSurroundings, NeedsYou, Problem, Refused
from celliq_desktop.domain.text import N_
from celliq_desktop.domain.vehicles import Vehicle
from celliq_desktop.domain.vin import is_well_formed, judge, normalise
from celliq_desktop.mirror import manual_logs as rows
from celliq_desktop.mirror import vehicles
from celliq_desktop.spreadsheets.charging_log import LogHead, read_log_head
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.log_evidence import LogEvidence, read_evidence
from celliq_desktop.usecases.sync_estimates import baseline_of, recompute

_EARLIEST_S = 1.2e9
"""2008, before any car on sale reported: times below are seconds of the file's own."""
_AHEAD_S = 86_400.0
_VIN_COLUMN = "vin"


@dataclass(frozen=True, slots=True)
class LogChoices:
    """What a person says of a file: our column names to the file's (empty: the file's own names are ours, or it is a
    known export), and whether its charging current is negative."""

    columns: Mapping[str, str] = field(default_factory=dict)
    charging_negative: bool = False


@dataclass(frozen=True, slots=True)
class LogLook:
    """A file looked at and not kept yet. ``found``: what it says on its own, None with the ``problem`` that keeps it
    from being read as chosen; ``turned_words`` that charging was negative in it, empty where it was not."""

    path: Path
    head: LogHead
    choices: LogChoices
    rows: int = 0
    first_s: float = 0.0
    last_s: float = 0.0
    found: HealthEstimate | None = None
    problem: Problem | None = None
    turned_words: str = ""

    @property
    def masked_vin(self) -> bool:
        """True when the file names a VIN that cannot be one: whose log it is, only a person knows."""
        return any(judge(one).warning for one in _vins(self.head))

    @property
    def addable(self) -> bool:
        """True when at least one charge could be read; whether it counts is the estimate's business."""
        return self.found is not None and bool(self.found.sessions)


def look_at(desk: Desk, vehicle_id: VehicleId, path: Path, choices: LogChoices | None = None) -> LogLook:
    """What ``path`` holds, with the proposed columns where nobody chose yet. NeedsYou or BadSurroundings when its head
    cannot be read; anything else that is wrong stands in the answer."""
    car = _car(desk, vehicle_id)
    head = read_log_head(path)
    chosen = choices or LogChoices({} if head.kind else dict(head.proposed))
    try:
        log = _read(car, path, head, chosen, desk.clock.now().timestamp())
    except (NeedsYou, BadSurroundings, Refused) as problem:
        return LogLook(path, head, chosen, problem=problem)
    found = estimate(log.samples, listed=log.listed, baseline=baseline_of(car))
    return LogLook(path, head, chosen, log.rows, log.first_s, log.last_s, found, turned_words=log.turned_words)


def add(desk: Desk, vehicle_id: VehicleId, path: Path, choices: LogChoices) -> tuple[ManualLog, Changes]:
    """Keep the log as evidence of this car, marked manual with the file's hash, and estimate again. NeedsYou
    ``log_known`` when this car has this file already."""
    car, now = _car(desk, vehicle_id), desk.clock.now()
    head = read_log_head(path)
    evidence = _read(car, path, head, choices, now.timestamp())
    log = ManualLog(
        vehicle_id=vehicle_id,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        file_name=path.name,
        kind=head.kind or N_("columns chosen by hand"),
        rows=evidence.rows,
        first_s=evidence.first_s,
        last_s=evidence.last_s,
        added_by=desk.account.user.email,
        added_at=now,
    )
    with desk.mirror.write() as session:
        kept = rows.add(session, log, evidence.samples, evidence.listed)
    if not kept:
        raise _no("log_known", N_("This car has this file already."), N_("Choose another file."))
    recompute(desk, car)
    return log, Changes.of(Topic.ESTIMATES, ids=frozenset({vehicle_id}))


def remove(desk: Desk, vehicle_id: VehicleId, sha256: str) -> Changes:
    """Erase a log that was added; the file it came from is not touched."""
    with desk.mirror.write() as session:
        rows.remove(session, vehicle_id, sha256)
    recompute(desk, _car(desk, vehicle_id))
    return Changes.of(Topic.ESTIMATES, ids=frozenset({vehicle_id}))


def _car(desk: Desk, vehicle_id: VehicleId) -> Vehicle:
    with desk.mirror.read() as session:
        car = vehicles.vehicle(session, vehicle_id)
    if car is None:
        raise Refused("not_found", N_("This car is no longer in the fleet."), next_step=N_("Choose another car."))
    return car


def _read(car: Vehicle, path: Path, head: LogHead, choices: LogChoices, now_s: float) -> LogEvidence:
    """What the file holds; NeedsYou for a log that must not become this car's evidence."""
    _check_vin(car, head)
    log = read_evidence(
        path, columns=choices.columns, charging_negative=choices.charging_negative, guess=not choices.columns
    )
    if log.charger_side:
        raise _no(
            "log_of_a_charger",
            N_("The columns speak of a charging station, whose energy is not the battery's."),
            N_("Use a log of the car itself."),
        )
    if not log.rows:
        raise _no("bad_log", N_("The file has a header but no rows."), N_("Export the log again."))
    if log.first_s < _EARLIEST_S or log.last_s > now_s + _AHEAD_S:
        raise _no(
            "log_without_dates",
            N_("The times are no dates between 2008 and today, so they cannot be placed among the car's charges."),
            N_("Export the log with dates, like 2026-03-01T08:30:00Z."),
        )
    return log


def _check_vin(car: Vehicle, head: LogHead) -> None:
    """A file that names another car's VIN is another car's; a masked one names none."""
    named = {one for one in _vins(head) if not judge(one).warning}
    if named and named != {car.vin.upper()}:
        raise _no(
            "log_of_another_car",
            N_("The file is of another car: {list}.").format(list=", ".join(sorted(named))),
            N_("Open that car, or choose a file of {vin}.").format(vin=car.vin),
        )


def _vins(head: LogHead) -> frozenset[str]:
    """What the first rows name as VIN, where it has the form of one."""
    at = next((place for place, name in enumerate(head.columns) if name.lower() == _VIN_COLUMN), None)
    if at is None:
        return frozenset()
    return frozenset(vin for row in head.rows if len(row) > at and is_well_formed(vin := normalise(row[at])))


def _no(code: str, message: str, next_step: str) -> NeedsYou:
    return NeedsYou(code, message, safe=N_("Nothing was added."), next_step=next_step)
