"""``sync``."""

import sys
from dataclasses import asdict
from typing import Annotated

import typer

from celliq_desktop.app.cli.answers import Answer, progress_on_stderr, table
from celliq_desktop.app.cli.surroundings import open_wiring
from celliq_desktop.app.rebuild import rebuild as mirror_anew
from celliq_desktop.domain.problems import ProblemKind
from celliq_desktop.domain.syncing import SyncSummary, SyncWish
from celliq_desktop.jobs.cancel import CancelFlag


def sync(
    context: typer.Context,
    full: Annotated[bool, typer.Option("--full", help="Fetch everything again.")] = False,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Mirror anew, also from a damaged file; what waits to be sent is kept.")
    ] = False,
) -> Answer:
    """Mirror everything; progress on stderr."""
    from celliq_desktop.usecases.sync import sync as run
    from celliq_desktop.usecases.upkeep import upkeep

    with open_wiring(context.obj) as wiring:
        if rebuild:
            print(mirror_anew(wiring), file=sys.stderr)
        wish = SyncWish(full=full or rebuild)
        summary, _changes = run(wiring.desk(), wish, progress=progress_on_stderr(), cancel=CancelFlag())
        noticed, _changes = upkeep(wiring.desk())
        if noticed:
            print(noticed, file=sys.stderr)
    document = {
        "complete": summary.complete,
        "steps": [{**asdict(step), "state": step.state.value} for step in summary.steps],
        "outbox": asdict(summary.outbox),
        "duration_s": round(summary.duration_s, 3),
        "requests": summary.requests,
        **({"led_by": summary.led_by} if summary.led_by else {}),
    }
    code = 0 if summary.complete else ProblemKind.TRY_AGAIN.exit_code
    return Answer(document, _words(summary), code)


def _words(summary: SyncSummary) -> str:
    header = ("step", "state", "seen", "added", "updated", "removed", "held")
    rows = [
        (
            step.name,
            step.state.value.replace("_", " "),
            *(f"{number:,}" for number in (step.seen, step.added, step.updated, step.removed, step.held)),
        )
        for step in summary.steps
    ]
    problems = [f"{step.name}: {step.problem}" for step in summary.steps if step.problem]
    if summary.led_by:
        return f"Desk {summary.led_by} of your group fetches what is new; this one has sent its own changes."
    end = "Everything is mirrored." if summary.complete else "The mirror is not complete; what arrived is kept."
    return "\n".join(
        [table(header, rows), *problems, f"{end} {summary.requests} requests, {summary.duration_s:.1f} s."]
    )
