"""``charging list | show | start | stop | rate``: sessions at public charging points."""

from typing import Annotated, Any

import typer

from celliq_desktop.app.cli.answers import Answer, progress_on_stderr, table
from celliq_desktop.app.cli.surroundings import open_desk
from celliq_desktop.domain.charging import ChargingId, ShownSession, implausible
from celliq_desktop.domain.problems import Refused, TryAgain
from celliq_desktop.jobs.cancel import CancelFlag

charging = typer.Typer(help="Charging at public points with Cariqa.", no_args_is_help=True)

SessionId = Annotated[str, typer.Argument(help="The session's id, from “charging list”.")]
Wait = Annotated[bool, typer.Option("--wait", help="Wait for the final record with energy and cost.")]


@charging.callback()
def _charging() -> None:
    """Charging at public points with Cariqa."""


@charging.command("list")
def list_sessions(context: typer.Context) -> Answer:
    """Every session, newest first, as of the last sync; those that charge are asked for now."""
    from celliq_desktop.usecases.charging import charging_overview, refresh_session

    with open_desk(context.obj) as desk:
        found = charging_overview(desk)
        try:
            for one in found.sessions:
                if not one.session.final:
                    refresh_session(desk, one.session.id)
            found = charging_overview(desk)
        except (TryAgain, Refused):  # the list is as of the last sync
            pass
    document = {
        "items": [_item(one) for one in found.sessions],
        "starting": [{"evse_id": evse, "reason": words} for evse, words in found.starting],
        "connected": found.connection.state.value == "connected",
        "as_of": found.connection.standing.last_sync_at,
    }
    rows = [
        (
            one.session.id,
            f"{one.session.started_at:%Y-%m-%d %H:%M}" if one.session.started_at else "",
            one.state.value.replace("_", " "),
            f"{one.session.energy_kwh} kWh" if one.session.energy_kwh is not None else "",
            f"{one.session.cost.total} {one.session.cost.currency}" if one.session.cost else "",
            one.session.station.name or one.session.evse_id,
        )
        for one in found.sessions
    ]
    words = table(("id", "started", "state", "energy", "cost", "station"), rows) if rows else "No session yet."
    return Answer(document, words)


@charging.command("show")
def show(context: typer.Context, session_id: SessionId, wait: Wait = False) -> Answer:
    """One session as it is now; as of the last sync when Cariqa does not answer."""
    from celliq_desktop.usecases.charging import mirrored_session, refresh_session

    name = ChargingId(session_id)
    with open_desk(context.obj) as desk:
        try:
            found, _changes = refresh_session(desk, name)
        except TryAgain:
            found = mirrored_session(desk, name)
        return _answer(_waited(desk, found, wait))


@charging.command("start")
def start(
    context: typer.Context,
    evse: Annotated[str, typer.Argument(help="The EVSE id, as it stands on the charging point.")],
    payment_method: Annotated[str, typer.Option("--payment-method", help="Id of the payment method at Cariqa.")],
    wait: Wait = False,
) -> Answer:
    """Start charging. It costs money; a start whose answer was lost is looked for and never repeated by itself."""
    from celliq_desktop.usecases.charging import start_charging

    with open_desk(context.obj) as desk:
        found, _changes = start_charging(desk, evse, payment_method, progress=progress_on_stderr(), cancel=CancelFlag())
        return _answer(_waited(desk, found, wait))


@charging.command("stop")
def stop(context: typer.Context, session_id: SessionId, wait: Wait = False) -> Answer:
    """Stop a session; one that has ended already is fine."""
    from celliq_desktop.usecases.charging import refresh_session, stop_charging

    name = ChargingId(session_id)
    with open_desk(context.obj) as desk:
        stop_charging(desk, name, progress=progress_on_stderr(), cancel=CancelFlag())
        found, _changes = refresh_session(desk, name)
        return _answer(_waited(desk, found, wait))


@charging.command("rate")
def rate(
    context: typer.Context,
    session_id: SessionId,
    stars: Annotated[int, typer.Argument(min=1, max=5, help="1 to 5.")],
) -> Answer:
    """Rate a session."""
    from celliq_desktop.usecases.charging import rate_session

    with open_desk(context.obj) as desk:
        found, _changes = rate_session(
            desk, ChargingId(session_id), stars, progress=progress_on_stderr(), cancel=CancelFlag()
        )
    return _answer(found)


def _waited(desk: Any, found: ShownSession, wait: bool) -> ShownSession:
    from celliq_desktop.usecases.charging import mirrored_session
    from celliq_desktop.usecases.follow_charging import Follower, follow_sessions

    if not wait or found.state.over:
        return found
    follow_sessions(Follower(desk), seen=lambda _changes: None, cancel=CancelFlag())
    return mirrored_session(desk, found.session.id)


def _answer(found: ShownSession) -> Answer:
    one = found.session
    lines = [
        f"{found.state.value.replace('_', ' ')}: {one.energy_kwh or 0} kWh at {one.station.name or one.evse_id}",
        f"{one.cost.total} {one.cost.currency}" if one.cost else "",
        found.waits,
    ]
    return Answer({"session": _item(found)}, "\n".join(line for line in lines if line))


def _item(found: ShownSession) -> dict[str, Any]:
    one, cost = found.session, found.session.cost
    return {
        "id": one.id,
        "state": found.state,
        "start_time": one.started_at,
        "end_time": one.ended_at,
        "duration_s": one.duration_s,
        "consumed_energy_kwh": None if one.energy_kwh is None else float(one.energy_kwh),
        "cost": None if cost is None else str(cost.total),
        "vat": None if cost is None or cost.vat is None else str(cost.vat),
        "currency": cost.currency if cost else one.prices.currency,
        "evse_id": one.evse_id,
        "station": one.station.name,
        "address": one.station.address,
        "connector_power_kw": one.station.power_kw,
        "rates": one.rating,
        "invoice_url": None if cost is None else cost.view_url,
        "implausible": implausible(one) if one.final else None,
        "waits": found.waits or None,
    }
