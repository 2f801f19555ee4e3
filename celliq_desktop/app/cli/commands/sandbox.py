"""``sandbox``: the demo backend as a server of its own."""

import json
from typing import Annotated

import typer

from celliq_desktop.app.cli.answers import Answer
from celliq_desktop.domain.problems import BadSurroundings, NeedsYou


def sandbox(
    port: Annotated[int, typer.Option(min=0, max=65_535, help="0 takes a free port.")] = 0,
    vehicles: Annotated[int, typer.Option(min=0, help="Cars in the fleet.")] = 60,
    seed: Annotated[int, typer.Option(help="The same seed makes the same fleet.")] = 1,
    fault: Annotated[list[str] | None, typer.Option(help="A fault to switch on; may be repeated.")] = None,
    seed_only: Annotated[bool, typer.Option("--seed-only", help="Only what the published API pages document.")] = False,
    credit: Annotated[int, typer.Option("--credits", min=0, help="Credits the sample dealer has.")] = 25,
) -> Answer:
    """Run the sample server on loopback until stdin closes or SIGTERM; the first line on stdout says where it
    listens."""
    from celliq_desktop.sandbox.server import SandboxOptions, start_sandbox

    options = SandboxOptions(
        port=port, vehicles=vehicles, seed=seed, seed_only=seed_only, faults=tuple(fault or ()), credits=credit
    )
    try:
        running = start_sandbox(options)
    except ValueError as error:
        raise NeedsYou(
            "usage", f"The sandbox has {error}.", next_step="See “celliq-desktop sandbox --help”."
        ) from error
    except OSError as error:
        raise BadSurroundings(
            "port_taken",
            f"The sandbox cannot listen on port {port}: {error.strerror or error}.",
            next_step="Choose another port, or 0 for a free one.",
        ) from error
    urls = running.urls
    first_line = {
        "api_url": urls.api_url,
        "ev_energy_url": urls.ev_energy_url,
        "cariqa_url": urls.cariqa_url,
        "verify_base_url": urls.verify_base_url,
        "email": urls.email,
        "password": urls.password,
        "ev_energy_token": urls.ev_energy_token,
        "ev_energy_user": urls.ev_energy_user,
        "cariqa_token": urls.cariqa_token,
        "cariqa_user": urls.cariqa_user,
        "stripe_url": urls.stripe_url,
        "stripe_key": urls.stripe_key,
    }
    try:
        print(json.dumps(first_line), flush=True)
    finally:
        running.run_until_stdin_closes()
    return Answer({}, said=True)
