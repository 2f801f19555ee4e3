"""``update``: whether a newer program is there; fetching and installing it are a person's business."""

from typing import Annotated

import typer

from celliq_desktop.app.cli.answers import Answer
from celliq_desktop.app.cli.surroundings import open_wiring


def update(
    context: typer.Context,
    download: Annotated[
        bool, typer.Option("--download", help="Also fetch its package, checked, and say where.")
    ] = False,
) -> Answer:
    """Ask the update server of the policy's channel; refuses what CellIQ has not signed, and what is old."""
    from celliq_desktop.app.program import update_desk, why_off
    from celliq_desktop.jobs.cancel import CancelFlag
    from celliq_desktop.usecases.updates import fetch_update, look_for_update

    with open_wiring(context.obj) as wiring:
        off = why_off(wiring.policy)
        if off:
            return Answer({"version": None, "off": off, "path": None}, off)
        updates = update_desk(wiring.policy, wiring.paths, wiring.files, wiring.clock)
        offer = look_for_update(updates)
        if offer is None:
            words = f"Version {updates.version} is the newest of the channel “{updates.channel}”."
            return Answer({"version": None, "off": "", "path": None}, words)
        words = f"Version {offer.version} is there; this is {updates.version}."
        path = None
        if download:
            path = fetch_update(updates, offer, progress=lambda *_told: None, cancel=CancelFlag())
            words += f"\nDownloaded and checked: {path}"
    return Answer({"version": offer.version, "off": "", "path": str(path) if path else None}, words)
