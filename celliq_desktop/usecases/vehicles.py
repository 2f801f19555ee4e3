"""Reading cars: the fleet for its table, one car with all its evidence."""

from celliq_desktop.battery.curves import charge_curves, model_bands
from celliq_desktop.battery.health import history
from celliq_desktop.battery.incremental import incremental_capacity
from celliq_desktop.battery.use import battery_use
from celliq_desktop.domain.curves import BatteryUse, ChargeCurves
from celliq_desktop.domain.fleet import FleetRow, FleetSnapshot
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.problems import Refused
from celliq_desktop.domain.text import N_
from celliq_desktop.domain.vehicle_detail import VehicleDetail
from celliq_desktop.mirror import car_curves, car_notes, checkpoints, exports, links, outbox, vehicles
from celliq_desktop.mirror import fleet as fleet_rows
from celliq_desktop.mirror import reports as report_rows
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.outlook import outlook_of
from celliq_desktop.usecases.sync_estimates import baseline_of, estimate_of
from celliq_desktop.usecases.telemetry import telemetry_of_car


def fleet(desk: Desk) -> FleetSnapshot:
    """Every car, as of the last complete sweep."""
    with desk.mirror.read() as session:
        at = checkpoints.stream(session, "vehicles")
        return FleetSnapshot(
            rows=fleet_rows.fleet_rows(session),
            as_of=at.completed_at,
            set_aside=checkpoints.aside(session, "vehicles"),
            held_deletes=at.held,
            kept=at.held > 0 and at.held == at.kept,
        )


def find_by_vin(desk: Desk, vin: str) -> FleetRow | None:
    """The car with this VIN."""
    with desk.mirror.read() as session:
        return fleet_rows.fleet_row_by_vin(session, vin)


def vehicle_detail(desk: Desk, vehicle_id: VehicleId, *, also_gone: bool = False) -> VehicleDetail:
    """One car and its evidence, computed from the mirrored samples; Refused ``not_found`` when the mirror has no such
    car. ``also_gone``: a car that was sold still has its reports."""
    with desk.mirror.read() as session:
        row = fleet_rows.fleet_row(session, vehicle_id, also_gone=also_gone)
        vehicle = vehicles.vehicle(session, vehicle_id, also_gone=also_gone)
        if row is None or vehicle is None:
            raise Refused("not_found", N_("This car is no longer in the fleet."), next_step=N_("Choose another car."))
        telemetry = telemetry_of_car(session, vehicle_id)
        entered = car_notes.baseline_entered(session, vehicle_id)
        tested = car_notes.workshop_results(session, vehicle_id)
        issued = report_rows.reports_of(session, vehicle_id)
        linked = links.links_of_car(session, vehicle_id)
        ids = {report.id for report in issued}
        handed_out = tuple(export for export in exports.exports(session) if export.report_id in ids)
        operation = outbox.latest(session, fleet_rows.REPORT_KIND, f"report:{vehicle_id}")
        offered = checkpoints.stream(session, "readings").offered
        as_of = checkpoints.stream(session, "vehicles").completed_at
        medians = car_curves.of_model(session, vehicle.make, vehicle.model, vehicle_id)
        others = fleet_rows.health_of_model(session, vehicle.make, vehicle.model, vehicle_id)
    found, samples = estimate_of(vehicle, telemetry, entered), telemetry.samples
    sessions = tuple(judged.session for judged in found.sessions) if found else ()
    usable = found.capacity_kwh.value if found and found.capacity_kwh else vehicle.nominal_capacity_kwh
    use = battery_use(samples, sessions, usable) if found else BatteryUse()
    points = history(samples, entered or baseline_of(vehicle), telemetry.listed) if found else ()
    return VehicleDetail(
        row=row,
        vehicle=vehicle,
        estimate=found,
        curves=charge_curves(samples, sessions) if found else ChargeCurves(sessions=(), bands=()),
        use=use,
        history=points,
        reports=issued,
        links=linked,
        exports=handed_out,
        operation=operation,
        readings_offered=offered,
        as_of=as_of,
        workshop_results=tested,
        model_bands=model_bands(medians),
        incremental=incremental_capacity(samples, sessions),
        manual=telemetry.shares(sessions),
        outlook=outlook_of(vehicle, found, history=points, use=use, others=others, now=desk.clock.now()),
    )
