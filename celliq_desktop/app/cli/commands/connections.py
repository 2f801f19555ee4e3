"""``vehicle connect | sync | disconnect``: a car's connection to CellIQ."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from celliq_desktop.app.cli.answers import Answer, progress_on_stderr
from celliq_desktop.app.cli.commands.fleet import car
from celliq_desktop.app.cli.surroundings import open_desk
from celliq_desktop.domain.outbox import Operation, OperationState, Wish
from celliq_desktop.domain.problems import Problem, Refused, TryAgain
from celliq_desktop.jobs.cancel import CancelFlag

if TYPE_CHECKING:  # the desk brings the database along
    from celliq_desktop.usecases.desk import Desk

Vin = Annotated[str, typer.Argument(help="The car's VIN.")]


def connect(
    context: typer.Context,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the address.")] = False,
) -> Answer:
    """Open the consent page of the car's maker and wait until the car appears."""
    from celliq_desktop.usecases.connect_vehicle import connect_page, connect_vehicle

    with open_desk(context.obj) as desk:
        if no_browser:
            url = connect_page(desk, in_browser=False)
            return Answer({"url": url, "vehicles": []}, url)
        found, _changes = connect_vehicle(desk, progress=progress_on_stderr(), cancel=CancelFlag())
    cars = found.vehicles
    rows = [{"id": one.id, "vin": one.vin, "make": one.make, "model": one.model, "year": one.year} for one in cars]
    return Answer({"vehicles": rows}, "\n".join(f"connected: {row['year']} {row['make']} {row['vin']}" for row in rows))


def sync(context: typer.Context, vin: Vin) -> Answer:
    """Let CellIQ fetch fresh readings of this car; a pause the server asks for is kept by the outbox."""
    from celliq_desktop.usecases.kinds.vehicle_sync import vehicle_sync_wish

    with open_desk(context.obj) as desk:
        return _asked(desk, vehicle_sync_wish(car(desk, vin).id), "Fresh readings were fetched.")


def disconnect(
    context: typer.Context, vin: Vin, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False
) -> Answer:
    """End this car's connection; its reports stay."""
    from celliq_desktop.usecases.kinds.disconnect import disconnect_wish

    with open_desk(context.obj) as desk:
        found = car(desk, vin)
        if not yes:
            typer.confirm(f"Disconnect {found.vin}?", abort=True, err=True)
        return _asked(desk, disconnect_wish(found.id), "The car is disconnected.")


def _asked(desk: "Desk", wish: Wish, done: str) -> Answer:
    from celliq_desktop.usecases.operations import ask, send

    operation, problem = send(desk, ask(desk, wish)[0])
    if operation.state is OperationState.DONE:
        return Answer(_document(operation), done)
    raise problem or _waits(operation)


def _waits(operation: Operation) -> Problem:
    words = operation.last_error or "CellIQ has not done it yet."
    if operation.state.active:
        return TryAgain("not_sent", words, safe="It waits in the outbox.", next_step="It goes with the next sync.")
    return Refused("refused", words)


def _document(operation: Operation) -> dict[str, Any]:
    return {"op_id": operation.op_id, "kind": operation.kind, "state": operation.state}
