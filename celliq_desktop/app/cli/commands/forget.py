"""``forget SELLER_EMAIL``."""

import sys
from dataclasses import asdict
from typing import Annotated

import typer

from celliq_desktop.app.cli.answers import Answer
from celliq_desktop.app.cli.surroundings import open_desk


def forget(
    context: typer.Context,
    seller_email: Annotated[str, typer.Argument(help="The seller's e-mail address; - reads it from stdin.")],
) -> Answer:
    """Take a seller out of everything this computer keeps; the car stays, and CellIQ's own copy is CellIQ's. From stdin
    the address is in no list of processes and in no shell's history, either."""
    from celliq_desktop.usecases.forget_seller import forget_seller

    address = sys.stdin.readline() if seller_email == "-" else seller_email
    with open_desk(context.obj) as desk:
        done, _changes = forget_seller(desk, address)
    return Answer({"forgotten": {**asdict(done), "found": done.found}}, done.words)
