"""``ev-energy makes | models | trims``: the service's catalogue, and what it lacks."""

from typing import Annotated, Any

import typer

from celliq_desktop.app.cli.answers import Answer, table
from celliq_desktop.app.cli.surroundings import open_desk

Ordering = Annotated[str, typer.Option(help="name or -name.")]
User = Annotated[str, typer.Option(help="Only what this user's programme supports.")]
One = Annotated[str, typer.Option(help="Only the entry with this id.")]


def makes(context: typer.Context, ordering: Ordering = "name", user: User = "", one: One = "") -> Answer:
    """Makes the service knows."""
    from celliq_desktop.usecases.ev_energy import open_ev_energy

    with open_desk(context.obj) as desk, open_ev_energy(desk) as api:
        found = [api.make(one)] if one else list(api.makes(ordering=ordering, for_user=user or None).items)
    return _listed([{"id": entry.id, "name": entry.name, "subscription": entry.subscription} for entry in found])


def models(
    context: typer.Context,
    make: Annotated[str, typer.Option(help="Id of a make.")] = "",
    ordering: Ordering = "name",
    user: User = "",
    one: One = "",
) -> Answer:
    """Models the service knows."""
    from celliq_desktop.usecases.ev_energy import open_ev_energy

    with open_desk(context.obj) as desk, open_ev_energy(desk) as api:
        page = [] if one else api.models(make_id=make or None, ordering=ordering, for_user=user or None).items
        found = [api.model(one)] if one else list(page)
    return _listed([{"id": entry.id, "name": entry.name, "make_id": entry.make_id} for entry in found])


def trims(
    context: typer.Context,
    model: Annotated[str, typer.Option(help="Id of a model.")] = "",
    ordering: Ordering = "name",
    one: One = "",
) -> Answer:
    """Trims the service knows."""
    from celliq_desktop.usecases.ev_energy import open_ev_energy

    with open_desk(context.obj) as desk, open_ev_energy(desk) as api:
        found = [api.trim(one)] if one else list(api.trims(model_id=model or None, ordering=ordering).items)
    return _listed([{"id": entry.id, "name": entry.name, "battery_kwh": entry.battery_kwh} for entry in found])


def add_model(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The model's name.")],
    make: Annotated[str, typer.Option(help="Id of its make.")],
) -> Answer:
    """Tell the service of a model it lacks; it stays hidden until it was reviewed."""
    from celliq_desktop.usecases.ev_energy import open_ev_energy

    with open_desk(context.obj) as desk, open_ev_energy(desk) as api:
        made = api.create_model(name, make)
    return Answer({"id": made.id, "name": made.name, "make_id": made.make_id}, made.id)


def add_trim(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The trim's name.")],
    model: Annotated[str, typer.Option(help="Id of its model.")],
    battery_kwh: Annotated[float, typer.Option(min=1, max=300, help="Nominal size in kWh.")],
) -> Answer:
    """Create a trim of our own; no list shows it."""
    from celliq_desktop.usecases.ev_energy import open_ev_energy

    with open_desk(context.obj) as desk, open_ev_energy(desk) as api:
        made = api.create_trim(name, model, battery_kwh)
    return Answer({"id": made.id, "name": made.name, "battery_kwh": made.battery_kwh}, made.id)


def _listed(items: list[dict[str, Any]]) -> Answer:
    header = tuple(items[0]) if items else ()
    rows = [tuple("" if value is None else str(value) for value in item.values()) for item in items]
    return Answer({"items": items}, table(header, rows) if rows else "The service lists nothing.")


def add_to(group: typer.Typer) -> None:
    """The catalogue's commands of ``ev-energy``."""
    for name, command in (
        ("makes", makes),
        ("models", models),
        ("trims", trims),
        ("add-model", add_model),
        ("add-trim", add_trim),
    ):
        group.command(name)(command)
