"""``forget SELLER_EMAIL``."""

from dataclasses import asdict
from typing import Annotated

import typer

from celliq_desktop.app.cli.answers import Answer
from celliq_desktop.app.cli.surroundings import open_desk


def forget(
    context: typer.Context, seller_email: Annotated[str, typer.Argument(help="The seller's e-mail address.")]
) -> Answer:
    """Take a seller out of everything this computer keeps; the car stays, and CellIQ's own copy is CellIQ's."""
    from celliq_desktop.usecases.forget_seller import forget_seller

    with open_desk(context.obj) as desk:
        done, _changes = forget_seller(desk, seller_email)
    return Answer({"forgotten": {**asdict(done), "found": done.found}}, done.words)
