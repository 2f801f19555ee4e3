"""``ev-energy``: the cars of the connected ev.energy account, their logs, and how they come and go."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from celliq_desktop.app.cli.answers import Answer, table
from celliq_desktop.app.cli.commands.ev_energy_catalogue import sent
from celliq_desktop.app.cli.surroundings import open_desk
from celliq_desktop.domain.problems import NeedsYou
from celliq_desktop.domain.remote_vehicles import (
    NewRemoteVehicle,
    OnboardingChoice,
    RemoteId,
    RemoteVehicle,
    RemoteVehicleChange,
    onboarded,
)

if TYPE_CHECKING:  # the desk brings the database along
    from celliq_desktop.domain.telemetry_ports import EvEnergyApi

ev_energy = typer.Typer(help="Cars at ev.energy.", no_args_is_help=True)

Id = Annotated[str, typer.Argument(help="The car's id at ev.energy, e.g. vhcl01...")]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Only print the address.")]
_LOGS = ("status", "errors", "places", "commands", "vpp")


@ev_energy.callback()
def _ev_energy() -> None:
    """Cars at ev.energy."""


@ev_energy.command("vehicles")
def vehicles(context: typer.Context) -> Answer:
    """The mirrored cars, without the network."""
    from celliq_desktop.usecases.ev_energy import remote_cars

    with open_desk(context.obj) as desk:
        cars = remote_cars(desk)
    rows = [(car.id, car.title, car.integration_raw, car.latest_key or "never") for car in cars]
    words = table(("id", "car", "connection", "last report"), rows) if rows else "No car is mirrored."
    return Answer({"items": [_item(car) for car in cars]}, words)


@ev_energy.command("show")
def show(
    context: typer.Context,
    remote_id: Id,
    logs: Annotated[str, typer.Option(help=", ".join(_LOGS))] = "status",
    at: Annotated[str, typer.Option(help="Only the entry of this very time.")] = "",
) -> Answer:
    """One car as the service knows it now, with one kind of its logs, newest first."""
    from celliq_desktop.usecases.ev_energy import open_ev_energy

    if logs not in _LOGS:
        raise NeedsYou("usage", f"There are no logs “{logs}”.", next_step=f"Choose one of {', '.join(_LOGS)}.")
    remote = RemoteId(remote_id)
    with open_desk(context.obj) as desk, open_ev_energy(desk) as api:
        car = api.vehicle(remote)
        found = _entries(api, remote, logs, at)
    entries = [{name: value for name, value in asdict(entry).items() if name != "raw"} for entry in found]
    lines = [" ".join(f"{name}={value}" for name, value in entry.items() if value is not None) for entry in entries]
    return Answer({"vehicle": _item(car), logs: entries}, "\n".join((f"{car.title}: {car.integration_raw}", *lines)))


@ev_energy.command("refresh")
def refresh(context: typer.Context, remote_id: Id) -> Answer:
    """Read one car's newest status logs into the mirror now."""
    from celliq_desktop.usecases.sync_telemetry import refresh_remote

    with open_desk(context.obj) as desk:
        new = refresh_remote(desk, RemoteId(remote_id))
    return Answer({"remote_id": remote_id, "samples_added": new}, f"{new:,} new samples.")


@ev_energy.command("add")
def add(
    context: typer.Context,
    model: Annotated[str, typer.Option(help="Id of the model, see ev-energy models.")],
    description: Annotated[str, typer.Option(help="What people call the car.")] = "",
    trim: Annotated[str, typer.Option(help="Id of the trim, where known.")] = "",
    battery_kwh: Annotated[float, typer.Option(min=0, help="Nominal size, where known.")] = 0.0,
) -> Answer:
    """Create a car that cannot be integrated."""
    from celliq_desktop.usecases.kinds.remote_create import create_wish

    new = NewRemoteVehicle(
        model_id=model, trim_id=trim or None, battery_kwh=battery_kwh or None, description=description or None
    )
    return sent(context, create_wish(new))


@ev_energy.command("change")
def change(
    context: typer.Context,
    remote_id: Id,
    charge_limit: Annotated[int, typer.Option(min=0, max=100, help="50 to 100 %; 0 leaves it.")] = 0,
    smart_charging: Annotated[bool | None, typer.Option("--smart-charging/--no-smart-charging")] = None,
    battery_kwh: Annotated[float, typer.Option(min=0, help="Unintegrated cars only; 0 leaves it.")] = 0.0,
    vehicle_class: Annotated[str, typer.Option(help="PASSENGER or COMMERCIAL.")] = "",
) -> Answer:
    """Change a car's settings at the service."""
    from celliq_desktop.usecases.kinds.remote_vehicles import change_wish

    wanted = RemoteVehicleChange(
        battery_kwh=battery_kwh or None,
        charge_limit_percent=charge_limit or None,
        smart_charging=smart_charging,
        vehicle_class=vehicle_class or None,
    )
    if wanted == RemoteVehicleChange():
        raise NeedsYou(
            "usage", "Nothing to change was given.", next_step="See “celliq-desktop ev-energy change --help”."
        )
    return sent(context, change_wish(RemoteId(remote_id), wanted))


@ev_energy.command("remove")
def remove(context: typer.Context, remote_id: Id) -> Answer:
    """Take a car out of the service."""
    from celliq_desktop.usecases.kinds.remote_vehicles import remove_wish

    return sent(context, remove_wish(RemoteId(remote_id)))


@ev_energy.command("disconnect")
def disconnect(context: typer.Context, remote_id: Id) -> Answer:
    """Revoke the service's access to a car; doing it twice changes nothing."""
    from celliq_desktop.usecases.kinds.remote_vehicles import disconnect_wish

    return sent(context, disconnect_wish(RemoteId(remote_id)))


@ev_energy.command("reconnect")
def reconnect(context: typer.Context, remote_id: Id, no_browser: NoBrowser = False) -> Answer:
    """Open the page on which the owner connects the car again."""
    from celliq_desktop.usecases import ev_energy as verbs

    with open_desk(context.obj) as desk:
        page = verbs.reconnect(desk, RemoteId(remote_id), in_browser=not no_browser)
    return Answer({"url": page.url, "expires_at": page.expires_at}, page.url)


@ev_energy.command("onboard")
def onboard(
    context: typer.Context,
    make: Annotated[str, typer.Option(help="Id of the make.")] = "",
    model: Annotated[str, typer.Option(help="Id of the model.")] = "",
    trim: Annotated[str, typer.Option(help="Id of the trim.")] = "",
    native: Annotated[
        bool, typer.Option("--native", help="For a maker's own sign-in; see ev-energy complete.")
    ] = False,
    no_browser: NoBrowser = False,
) -> Answer:
    """Open the page on which an owner brings a car in."""
    from celliq_desktop.usecases import ev_energy as verbs

    choice = OnboardingChoice(make_id=make or None, model_id=model or None, trim_id=trim or None)
    with open_desk(context.obj) as desk:
        if not native:
            page = verbs.onboard(desk, choice, in_browser=not no_browser)
            return Answer({"url": page}, page)
        with verbs.open_ev_energy(desk) as api:
            request = api.begin_onboarding(choice)
        if not no_browser:
            desk.browser.open(request.url)
    document = {"request_id": request.request_id, "url": request.url, "auth_method": request.auth_method}
    return Answer(document, f"{request.url}\nThen: celliq-desktop ev-energy complete {request.request_id} CODE")


@ev_energy.command("complete")
def complete(
    context: typer.Context,
    request_id: Annotated[str, typer.Argument(help="As onboard --native said.")],
    auth_code: Annotated[str, typer.Argument(help="The code the maker's page ended with.")],
) -> Answer:
    """Finish a native onboarding; its id is good for one use."""
    from celliq_desktop.usecases.ev_energy import open_ev_energy

    with open_desk(context.obj) as desk, open_ev_energy(desk) as api:
        made = api.complete_onboarding(request_id, auth_code)
    return Answer({"vehicles": list(made)}, "\n".join(made))


@ev_energy.command("arrived")
def arrived(
    context: typer.Context,
    address: Annotated[str, typer.Argument(help="The address of the page on which the onboarding ended.")],
) -> Answer:
    """Which cars a finished onboarding brought; they are read into the mirror at once."""
    from celliq_desktop.usecases.sync_telemetry import refresh_remote

    found = onboarded(address)
    if not found:
        raise NeedsYou("usage", "This address names no car.", next_step="Copy all of it from the browser.")
    with open_desk(context.obj) as desk:
        for remote_id in found:
            refresh_remote(desk, remote_id)
    return Answer({"vehicles": list(found)}, "\n".join(found))


@ev_energy.command("send-link")
def send_link(
    context: typer.Context,
    email: Annotated[str, typer.Option(help="The owner's e-mail.")],
    make: Annotated[str, typer.Option(help="The car's make in words.")],
) -> Answer:
    """Have the service e-mail an onboarding link to an owner, once."""
    from celliq_desktop.usecases.kinds.onboarding_link import onboarding_link_wish

    if "@" not in email:
        raise NeedsYou("usage", f"“{email}” is no e-mail address.")
    return sent(context, onboarding_link_wish(email, make))


def _entries(api: "EvEnergyApi", remote: RemoteId, logs: str, at: str) -> list[Any]:
    """The newest page of one kind of logs, or the one entry of the time ``at``."""
    match logs:
        case "errors":
            return [api.error_log(remote, at)] if at else list(api.error_logs(remote).items)
        case "places":
            return [api.location_log(remote, at)] if at else list(api.location_logs(remote).items)
        case "commands":
            return [api.command_log(remote, at)] if at else list(api.command_logs(remote).items)
        case "vpp":
            return [api.vpp_modes(remote)]
        case _:
            return [api.status_log(remote, at)] if at else list(api.status_logs(remote).items)


def _item(car: RemoteVehicle) -> dict[str, Any]:
    return {
        "remote_id": car.id,
        "title": car.title,
        "make": car.make,
        "model": car.model,
        "trim": car.trim,
        "integration": car.integration_raw,
        "battery_kwh": car.battery_kwh,
        "charge_limit_percent": car.charge_limit_percent,
        "smart_charging": car.smart_charging,
        "latest_at": car.latest_key,
    }
