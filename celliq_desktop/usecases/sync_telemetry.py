"""Mirror ev.energy's cars and what they reported, within the rate budget.

An unchanged car costs no request: the list brings the time of its newest log along.
"""

from dataclasses import dataclass, field

from celliq_desktop.domain.changes import Topic
from celliq_desktop.domain.problems import Cancelled, NeedsYou, Problem, Refused
from celliq_desktop.domain.remote_vehicles import Integration, RemoteId, RemoteVehicle
from celliq_desktop.domain.syncing import StepOutcome, StepState
from celliq_desktop.domain.telemetry_ports import EvEnergyApi
from celliq_desktop.domain.text import N_
from celliq_desktop.jobs.cancel import CancelFlag
from celliq_desktop.mirror import checkpoints, links
from celliq_desktop.mirror import remote_vehicles as rows
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.ev_energy import PROVIDER, every_car
from celliq_desktop.usecases.providers import note_outcome
from celliq_desktop.usecases.status_logs import OutOfBudget, StatusLogReader
from celliq_desktop.usecases.sync_run import SyncRun

_OUT_OF_BUDGET = "ev.energy: the last requests of this hour are kept for people. The rest follows with a later sync."


@dataclass(slots=True)
class _Tally:
    added: int = 0
    updated: int = 0
    removed: int = 0
    samples: int = 0
    odd: int = 0
    complete: bool = True
    linked: frozenset[str] = field(default_factory=frozenset)


def connected(desk: Desk) -> bool:
    """Whether the dealer has connected ev.energy; else there is no such step."""
    return desk.providers.token(PROVIDER) is not None


def ev_energy(run: SyncRun) -> StepOutcome:
    """The step; nothing to do while no token is kept. Trouble is noted with the connection and fails this step only:
    it signs nobody out of CellIQ."""
    api = run.desk.ev_energy()
    if api is None:
        return StepOutcome(name=PROVIDER, state=StepState.DONE)
    run.topics.add(Topic.PROVIDERS)
    try:
        outcome = _mirrored(run, api)
        note_outcome(run.desk, PROVIDER, None, api.rate)
        return outcome
    except Cancelled:
        raise
    except Problem as problem:
        note_outcome(run.desk, PROVIDER, _as_the_connection_sees_it(problem), api.rate)
        return StepOutcome(name=PROVIDER, state=StepState.FAILED, problem=problem.message)
    finally:
        api.close()


def refresh_remote(desk: Desk, remote_id: RemoteId) -> int:
    """Read one car's newest logs now, because a person looks at it; how many samples were new. NeedsYou
    ``not_connected`` without a token."""
    api = desk.ev_energy()
    if api is None:
        raise NeedsYou("not_connected", N_("ev.energy is not connected."), next_step=N_("Connect it in Connections."))
    try:
        car = api.vehicle(remote_id)
        with desk.mirror.write() as session:
            rows.upsert(session, PROVIDER, (car,))
        _read_errors(desk, api, car)
        reader = StatusLogReader(
            desk=desk, source=api, provider=PROVIDER, car=car, cancel=CancelFlag(), for_a_person=True
        )
        new, _odd = reader.read()
        note_outcome(desk, PROVIDER, None, api.rate)
        return new
    except Problem as problem:
        note_outcome(desk, PROVIDER, _as_the_connection_sees_it(problem), api.rate)
        raise
    finally:
        api.close()


def _as_the_connection_sees_it(problem: Problem) -> Problem:
    """A token without the right to read cars is as useless as one that was withdrawn."""
    if isinstance(problem, Refused) and problem.code == "no_permission":
        return NeedsYou("wrong_token", problem.message, next_step=N_("Connect ev.energy with another token."))
    return problem


def _mirrored(run: SyncRun, api: EvEnergyApi) -> StepOutcome:
    cars, aside = every_car(api, run.cancel)
    tally = _Tally(odd=len(aside))
    with run.desk.mirror.write() as session:
        tally.added, tally.updated = rows.upsert(session, PROVIDER, cars)
        checkpoints.clear_aside(session, PROVIDER)
        checkpoints.set_aside(session, PROVIDER, aside, run.desk.clock.now())
        tally.linked = frozenset(link.remote_id for link in links.links(session) if link.provider == PROVIDER)
    _remove_missing(run, api, {car.id for car in cars} | {one.item_id for one in aside}, tally)
    _read_cars(run, api, _looked_at_first(cars, tally.linked), tally)
    if tally.added or tally.updated or tally.removed or tally.samples:
        run.topics.add(Topic.REMOTE)
    return StepOutcome(
        name=PROVIDER,
        state=StepState.DONE if tally.complete else StepState.FAILED,
        seen=len(cars),
        added=tally.added + tally.samples,
        updated=tally.updated,
        removed=tally.removed,
        held=tally.odd,
        unchanged=len(cars) - tally.added - tally.updated,
        problem=None if tally.complete else _OUT_OF_BUDGET,
    )


def _remove_missing(run: SyncRun, api: EvEnergyApi, there: set[RemoteId | str | None], tally: _Tally) -> None:
    """A car the list left out is asked for by itself before it is called gone."""
    with run.desk.mirror.read() as session:
        missing = [car for car in rows.remote_vehicles(session, PROVIDER) if car.id not in there]
    for car in missing:
        run.cancel.check()
        try:
            api.vehicle(car.id)
        except Refused as refusal:
            if refusal.code != "not_found":
                raise
            with run.desk.mirror.write() as session:
                rows.remove(session, PROVIDER, car.id)
            tally.removed += 1


def _looked_at_first(cars: tuple[RemoteVehicle, ...], linked: frozenset[str]) -> list[RemoteVehicle]:
    """Linked cars before others, and of those the ones that reported last."""
    by_news = sorted(cars, key=lambda car: car.latest_key or "", reverse=True)
    return sorted(by_news, key=lambda car: car.id not in linked)


def _read_cars(run: SyncRun, api: EvEnergyApi, cars: list[RemoteVehicle], tally: _Tally) -> None:
    for number, car in enumerate(cars):
        run.cancel.check()
        if car.integration is not Integration.ACTIVE and _read_errors(run.desk, api, car):
            run.topics.add(Topic.REMOTE)
        reader = StatusLogReader(desk=run.desk, source=api, provider=PROVIDER, car=car, cancel=run.cancel)
        if car.latest_key is not None and (run.full or reader.due()):
            try:
                new, odd = reader.read()
            except OutOfBudget:
                tally.complete = False
                return
            tally.samples, tally.odd = tally.samples + new, tally.odd + odd
            if new and car.id in tally.linked:
                run.topics.add(Topic.READINGS)
        run.progress(number + 1, len(cars), f"status logs of {car.title}")


def _read_errors(desk: Desk, api: EvEnergyApi, car: RemoteVehicle) -> int:
    """The newest page is enough: older errors are here already, or nobody asks for them."""
    page = api.error_logs(car.id)
    with desk.mirror.write() as session:
        return rows.save_errors(session, PROVIDER, car.id, page.items)
