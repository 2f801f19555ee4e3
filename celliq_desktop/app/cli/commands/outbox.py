"""``outbox``: what waits to be sent, and what became of it."""

import typer

from celliq_desktop.app.cli.answers import Answer, table
from celliq_desktop.app.cli.surroundings import open_desk

outbox = typer.Typer(help="Changes that wait to be sent.", no_args_is_help=True)


@outbox.callback()
def _outbox() -> None:
    """Changes that wait to be sent."""


@outbox.command("list")
def list_operations(context: typer.Context) -> Answer:
    """Every operation with its state, newest last."""
    from celliq_desktop.usecases.send_outbox import operations

    with open_desk(context.obj) as desk:
        found = operations(desk)
    items = [
        {
            "op_id": one.op_id,
            "kind": one.kind,
            "natural_key": one.natural_key,
            "state": one.state,
            "attempts": one.attempts,
            "created_at": one.created_at,
            "last_error": one.last_error,
        }
        for one in found
    ]
    rows = [(one.op_id, one.kind, one.state.value, one.last_error or "") for one in found]
    return Answer(
        {"items": items}, table(("operation", "kind", "state", "last error"), rows) if rows else "Nothing waits."
    )
