"""``ev-energy makes | models | trims``: the service's catalogue, and what it lacks."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from celliq_desktop.app.cli.answers import Answer, table
from celliq_desktop.app.cli.surroundings import open_desk
from celliq_desktop.domain.outbox import OperationState

if TYPE_CHECKING:  # the desk brings the database along
    from celliq_desktop.domain.outbox import Wish

Ordering = Annotated[str, typer.Option(help="name or -name.")]
User = Annotated[str, typer.Option(help="Only what this user's programme supports.")]
One = Annotated[str, typer.Option(help="Only the entry with this id.")]


def makes(context: typer.Context, ordering: Ordering = "name", user: User = "", one: One = "") -> Answer:
    """Makes the service knows."""
    from celliq_desktop.usecases.ev_energy import open_ev_energy, whole_list

    with open_desk(context.obj) as desk, open_ev_energy(desk) as api:
        found = (
            (api.make(one),)
            if one
            else whole_list(lambda cursor: api.makes(ordering=ordering, for_user=user or None, cursor=cursor))
        )
    rows = [{"id": entry.id, "name": entry.name, "subscription": entry.subscription} for entry in found]
    return _listed(rows, ordering)


def models(
    context: typer.Context,
    make: Annotated[str, typer.Option(help="Id of a make.")] = "",
    ordering: Ordering = "name",
    user: User = "",
    one: One = "",
) -> Answer:
    """Models the service knows."""
    from celliq_desktop.usecases.ev_energy import open_ev_energy, whole_list

    with open_desk(context.obj) as desk, open_ev_energy(desk) as api:
        found = (
            (api.model(one),)
            if one
            else whole_list(
                lambda cursor: api.models(make_id=make or None, ordering=ordering, for_user=user or None, cursor=cursor)
            )
        )
    rows = [{"id": entry.id, "name": entry.name, "make_id": entry.make_id} for entry in found]
    return _listed(rows, ordering)


def trims(
    context: typer.Context,
    model: Annotated[str, typer.Option(help="Id of a model.")] = "",
    ordering: Ordering = "name",
    one: One = "",
) -> Answer:
    """Trims the service knows."""
    from celliq_desktop.usecases.ev_energy import open_ev_energy, whole_list

    with open_desk(context.obj) as desk, open_ev_energy(desk) as api:
        found = (
            (api.trim(one),)
            if one
            else whole_list(lambda cursor: api.trims(model_id=model or None, ordering=ordering, cursor=cursor))
        )
    rows = [{"id": entry.id, "name": entry.name, "battery_kwh": entry.battery_kwh} for entry in found]
    return _listed(rows, ordering)


def add_model(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The model's name.")],
    make: Annotated[str, typer.Option(help="Id of its make.")],
) -> Answer:
    """Tell the service of a model it lacks; it stays hidden until it was reviewed."""
    from celliq_desktop.usecases.kinds.catalogue import model_wish

    return sent(context, model_wish(name, make), name=name, make_id=make)


def add_trim(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The trim's name.")],
    model: Annotated[str, typer.Option(help="Id of its model.")],
    battery_kwh: Annotated[float, typer.Option(min=1, max=300, help="Nominal size in kWh.")],
) -> Answer:
    """Create a trim of our own; no list shows it."""
    from celliq_desktop.usecases.kinds.catalogue import trim_wish

    return sent(context, trim_wish(name, model, battery_kwh), name=name, battery_kwh=battery_kwh)


def sent(context: typer.Context, wish: "Wish", **said: Any) -> Answer:
    """Put a change at ev.energy on the disk, send it, and say what became of it."""
    from celliq_desktop.usecases.operations import ask, send

    with open_desk(context.obj) as desk:
        operation, _new = ask(desk, wish)
        after, problem = send(desk, operation)
    if problem is not None:
        raise problem
    document = {"op_id": after.op_id, "kind": after.kind, "state": after.state, "ref": after.result_ref}
    done = after.state is OperationState.DONE
    words = (after.result_ref if said else None) or "Done." if done else after.last_error or after.state.value
    return Answer({"id": after.result_ref, **said, **document} if said else document, words, 0 if done else 4)


def _listed(items: list[dict[str, Any]], ordering: str) -> Answer:
    """All of it: entries come by name, however the service sorts its pages."""
    if ordering == "-name":
        items.reverse()
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
