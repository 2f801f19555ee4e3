"""The local estimate of every car whose evidence changed: samples, capacity when new, or the algorithm itself. Only
marked cars are looked at (``mirror/due.py``)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from celliq_desktop.battery.curves import charge_curves
from celliq_desktop.battery.health import ALGORITHM, EstimateOptions, estimate, estimate_sessions
from celliq_desktop.domain.changes import Topic
from celliq_desktop.domain.curves import ChargeCurves
from celliq_desktop.domain.health import Baseline, EstimateStatus, HealthEstimate
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.syncing import StepOutcome, StepState
from celliq_desktop.domain.text import N_
from celliq_desktop.domain.vehicles import Vehicle
from celliq_desktop.mirror import car_curves, car_notes, due
from celliq_desktop.mirror import estimates as rows
from celliq_desktop.mirror import vehicles as vehicle_rows
from celliq_desktop.mirror.due import Work
from celliq_desktop.usecases.charging_evidence import with_charges
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.sync_run import SyncRun
from celliq_desktop.usecases.telemetry import Telemetry, car_behind, stored_of_car, telemetry_of_car

_BATCH = 25
_UNIT_UNKNOWN = N_("The capacity when new that was entered does not count: no charge of this car was measured in")
_DECLARED_SIGMA = 0.01
"""Relative 1-sigma of a capacity the server declares for this very car: half of the rows of two open catalogues agree
within 1 % (data/README.md, vehicle-specs), and figures are rounded to half a kWh or one. An ambiguous trim would need
2-4 % (research/domain.md 3.2), but then the server's own figure is in doubt, too."""


@dataclass(frozen=True, slots=True)
class _Computed:
    """What is kept of one car's evidence."""

    car: VehicleId
    basis: str
    found: HealthEstimate
    curves: ChargeCurves


def baseline_of(vehicle: Vehicle) -> Baseline | None:
    """Capacity when new, as the server declares it; None when it does not."""
    if not vehicle.nominal_capacity_kwh:
        return None
    as_of = f"{vehicle.updated_at:%Y-%m-%d}" if vehicle.updated_at else None
    return Baseline(vehicle.nominal_capacity_kwh, "kWh", N_("declared by CellIQ for this trim"), _DECLARED_SIGMA, as_of)


def estimate_of(vehicle: Vehicle, telemetry: Telemetry, entered: Baseline | None = None) -> HealthEstimate | None:
    """The estimate of one car; None without any charge or sample. ``entered``: the capacity when new a person put in
    place of the declared one; then the figure against the declared one stands among the denominators, too. Charges
    that were added by hand are named among the flags."""
    if not len(telemetry.samples) and not telemetry.lists:
        return None
    declared = baseline_of(vehicle)
    found = _against(telemetry, entered, declared)
    found = replace(found, flags=(*found.flags, *manual_words(telemetry, found)))
    if entered is None or declared is None:
        return found
    how = EstimateOptions(measured_at=found.measured_at)
    against = estimate_sessions([judged.session for judged in found.sessions], baseline=declared, options=how)
    return replace(found, denominators=found.denominators + against.denominators)


def _against(telemetry: Telemetry, entered: Baseline | None, declared: Baseline | None) -> HealthEstimate:
    """The estimate against what a person entered; against the declared capacity, and flagged, where no charge of the
    car was measured in the entered one's unit. Charging points are asked where the car's own sources tell nothing."""
    samples, listed, baseline = telemetry.samples, telemetry.listed, entered or declared
    found = with_charges(estimate(samples, listed=listed, baseline=baseline), telemetry.charges, baseline)
    if entered is None or found.soh_percent is not None or found.status is EstimateStatus.REFUSED:
        return found
    found = estimate(samples, listed=listed, baseline=declared)
    return replace(found, flags=(*found.flags, f"{_UNIT_UNKNOWN} {entered.unit}."))


def manual_words(telemetry: Telemetry, found: HealthEstimate) -> tuple[str, ...]:
    """One sentence for each log that was added by hand and from which charges count."""
    words = []
    for share in telemetry.shares([judged.session for judged in found.sessions]):
        used = sum(1 for at in share.sessions if found.sessions[at].used)
        if used:
            words.append(
                N_(
                    "{used} of {n} charges that count are manual: added by hand on {added_at:%Y-%m-%d} from"
                    " “{file_name}” (SHA-256 {sha256}…)."
                ).format(
                    used=used,
                    n=len(found.used),
                    added_at=share.log.added_at,
                    file_name=share.log.file_name,
                    sha256=share.log.sha256[:12],
                )
            )
    return tuple(words)


def estimates(run: SyncRun) -> StepOutcome:
    """Compute what is out of date, batch by batch."""
    marks = _marks(run)
    added = updated = 0
    for start in range(0, len(marks), _BATCH):
        run.cancel.check()
        batch = marks[start : start + _BATCH]
        more, again = _brought_up_to_date(run.desk, batch)
        added, updated = added + more, updated + again
        run.progress(start + len(batch), len(marks), N_("estimates"))
    if added or updated:
        run.topics.add(Topic.ESTIMATES)
    return StepOutcome(
        name="estimates",
        state=StepState.DONE,
        seen=len(marks),
        added=added,
        updated=updated,
        unchanged=len(marks) - added - updated,
    )


def recompute(desk: Desk, car: Vehicle) -> None:
    """The estimate of one car whose evidence a person changed just now; none where no sample is left."""
    with desk.mirror.read() as session:
        stored = stored_of_car(session, car.id)
        entered = car_notes.baseline_entered(session, car.id)
    found = _computed(desk, car, basis_text(car, stored, entered)) if stored else None
    with desk.mirror.write() as session:
        if found is not None:
            _save(session, (found,))
        else:
            _forget(session, car.id)


def _marks(run: SyncRun) -> tuple[tuple[str, int], ...]:
    """What to look at: every car when all is asked for again or another algorithm has come, else what changed."""
    with run.desk.mirror.read() as session:
        everything = run.full or rows.of_another_algorithm(session, ALGORITHM)
    if everything:
        with run.desk.mirror.write() as session:
            due.mark_all(session, Work.ESTIMATE)
    with run.desk.mirror.read() as session:
        return due.marked(session, Work.ESTIMATE)


def _brought_up_to_date(desk: Desk, marks: Sequence[tuple[str, int]]) -> tuple[int, int]:
    """Estimates of these cars and their marks, in one transaction; ``(added, updated)``."""
    with desk.mirror.read() as session:
        ids = dict.fromkeys(car_behind(session, key) for key, _times in marks)
        cars = vehicle_rows.with_ids(session, tuple(ids))
        known = {car.id: rows.basis_of(session, car.id) for car in cars}
        stored = {car.id: stored_of_car(session, car.id) for car in cars}
        bases = {car.id: basis_text(car, stored[car.id], car_notes.baseline_entered(session, car.id)) for car in cars}
    stale = [car for car in cars if stored[car.id] and known[car.id] != bases[car.id]]
    computed = [_computed(desk, car, bases[car.id]) for car in stale]
    with desk.mirror.write() as session:
        _save(session, computed)
        for car in cars:
            if not stored[car.id] and known[car.id] is not None:
                _forget(session, car.id)
        due.settle(session, Work.ESTIMATE, marks)
    added = sum(1 for car in stale if known[car.id] is None)
    return added, len(stale) - added


def basis_text(car: Vehicle, stored: str, entered: Baseline | None) -> str:
    """All that an estimate is computed from, as a text that changes with it; ``stored`` as ``telemetry.stored_of_car``
    says it."""
    basis = f"{ALGORITHM}|{stored}|{car.nominal_capacity_kwh}"
    return basis if entered is None else f"{basis}|{entered.value} {entered.unit}±{entered.relative_sigma}"


def _save(session: Any, computed: Sequence[_Computed]) -> None:
    rows.save(session, ((one.car, one.basis, one.found, one.curves.dc_share_percent) for one in computed))
    car_curves.save(session, ((one.car, one.curves.bands) for one in computed))


def _forget(session: Any, vehicle_id: VehicleId) -> None:
    rows.forget(session, vehicle_id)
    car_curves.forget(session, vehicle_id)


def _computed(desk: Desk, car: Vehicle, basis: str) -> _Computed:
    with desk.mirror.read() as session:
        telemetry = telemetry_of_car(session, car.id)
        entered = car_notes.baseline_entered(session, car.id)
    found = _against(telemetry, entered, baseline_of(car))
    curves = charge_curves(telemetry.samples, tuple(judged.session for judged in found.sessions))
    return _Computed(car.id, basis, found, curves)
