"""``provider connect | list | disconnect``: further services and their tokens."""

import sys
from typing import Annotated, Any

import typer

from celliq_desktop.app.cli.answers import Answer, table
from celliq_desktop.app.cli.surroundings import open_desk
from celliq_desktop.domain.problems import NeedsYou
from celliq_desktop.domain.providers import Connection

provider = typer.Typer(help="Further services: ev.energy, Cariqa, Stripe.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="ev_energy, cariqa or stripe.")]


@provider.callback()
def _provider() -> None:
    """Further services: ev.energy, Cariqa, Stripe."""


@provider.command("connect")
def connect(
    context: typer.Context,
    name: Name,
    token_stdin: Annotated[bool, typer.Option("--token-stdin", help="Read the token from stdin.")] = False,
    user: Annotated[str | None, typer.Option(help="Who the token acts for, where the service asks.")] = None,
) -> Answer:
    """Try the token once and keep it in the key store or the vault; it is never an argument, which others can see."""
    from celliq_desktop.usecases.providers import connect_provider

    if not token_stdin:
        raise NeedsYou("usage", "The token is read from stdin.", next_step="Use --token-stdin.")
    token = sys.stdin.readline() if sys.stdin.isatty() else sys.stdin.read()
    with open_desk(context.obj) as desk:
        made, _changes = connect_provider(desk, name, token, user)
    return _answer((made,))


@provider.command("list")
def list_providers(context: typer.Context) -> Answer:
    """Every service with its state, without asking it."""
    from celliq_desktop.usecases.providers import connections

    with open_desk(context.obj) as desk:
        return _answer(connections(desk))


@provider.command("disconnect")
def disconnect(context: typer.Context, name: Name) -> Answer:
    """Forget the token of a service."""
    from celliq_desktop.usecases.providers import disconnect_provider

    with open_desk(context.obj) as desk:
        ended, _changes = disconnect_provider(desk, name)
    return _answer((ended,))


def _answer(found: tuple[Connection, ...]) -> Answer:
    rows = [
        (one.name, one.state.value.replace("_", " "), one.standing.user or "", one.standing.last_error or "")
        for one in found
    ]
    words = table(("service", "state", "user", "last error"), rows)
    return Answer({"items": [_item(one) for one in found]}, words)


def _item(one: Connection) -> dict[str, Any]:
    return {
        "name": one.name,
        "url": one.url,
        "user": one.standing.user,
        "state": one.state,
        "last_error": one.standing.last_error,
        "last_sync_at": one.standing.last_sync_at,
    }
