"""``link`` and ``links``: which car at another service is which of ours."""

from typing import Annotated, Any

import typer

from celliq_desktop.app.cli.answers import Answer, progress_on_stderr, table
from celliq_desktop.app.cli.commands.fleet import car, link_item
from celliq_desktop.app.cli.surroundings import open_desk
from celliq_desktop.domain.links import Candidate
from celliq_desktop.domain.problems import NeedsYou
from celliq_desktop.jobs.cancel import CancelFlag

_SERVICES = ("ev_energy", "cariqa")


def link(
    context: typer.Context,
    vin: Annotated[str, typer.Argument(help="The car's VIN.")],
    provider: Annotated[str, typer.Option(help="ev_energy or cariqa.")],
    remote_id: Annotated[str, typer.Option(help="The car's (or session's) id at the service.")],
    undo: Annotated[bool, typer.Option("--undo", help="Take the link back.")] = False,
) -> Answer:
    """Confirm that a remote car is this one, or take that back. Nothing is ever linked by itself."""
    from celliq_desktop.usecases import links as verbs

    if provider not in _SERVICES:
        raise NeedsYou(
            "usage", f"There is no service “{provider}”.", next_step=f"Choose one of {', '.join(_SERVICES)}."
        )
    with open_desk(context.obj) as desk:
        row = car(desk, vin)
        if undo:
            verbs.undo(desk, provider, remote_id)
            document = {"vin": row.vin, "provider": provider, "remote_id": remote_id, "linked_at": None}
            return Answer(document, f"{remote_id} is not linked to {row.vin} any more.")
        made, _changes = verbs.confirm(desk, provider, remote_id, row.id)
    return Answer(link_item(made), "\n".join((f"{made.remote_id} is linked to {made.vin}.", *made.evidence)))


def links(
    context: typer.Context,
    suggest: Annotated[bool, typer.Option("--suggest", help="Compare unlinked remote cars with the fleet.")] = False,
) -> Answer:
    """Every link; with --suggest also what may be linked, with confidence and evidence."""
    from celliq_desktop.usecases import links as verbs

    found: list[Candidate] = []
    with open_desk(context.obj) as desk:
        known = verbs.all_links(desk)
        for remote in verbs.unlinked(desk) if suggest else ():
            found += verbs.candidates(desk, remote, progress=progress_on_stderr(), cancel=CancelFlag())
    document = {"items": [link_item(one) for one in known], "candidates": [_candidate(one) for one in found]}
    rows = [(one.vin, one.provider, one.remote_id, "linked") for one in known]
    rows += [(one.vin, one.provider, one.remote_id, f"{100 * one.confidence:.0f} % likely") for one in found]
    words = table(("VIN", "service", "remote id", "state"), rows) if rows else "Nothing is linked."
    reasons = [f"{one.remote_title} = {one.vin}: {' '.join((*one.evidence, *one.doubts))}" for one in found]
    return Answer(document, "\n".join((words, *reasons)))


def _candidate(one: Candidate) -> dict[str, Any]:
    return {
        "vin": one.vin,
        "provider": one.provider,
        "remote_id": one.remote_id,
        "remote_title": one.remote_title,
        "confidence": one.confidence,
        "evidence": list(one.evidence),
        "doubts": list(one.doubts),
    }
