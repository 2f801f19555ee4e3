"""The cars that are shown, written as a table by a worker."""

from collections.abc import Callable
from pathlib import Path

from celliq_desktop.domain.problems import Problem
from celliq_desktop.jobs.job import Job, JobContext, Lane
from celliq_desktop.viewmodels.fleet.query import FleetView
from celliq_desktop.viewmodels.words import N_
from celliq_desktop.viewmodels.workbench import Workbench


def export_cars(
    bench: Workbench, view: FleetView, failed: Callable[[Problem], None], path: Path, done: Callable[[], None]
) -> None:
    """Write the cars of ``view``, in the order shown, to ``path``; one of ``done`` and ``failed`` is called."""
    desk = bench.desk

    def work(context: JobContext) -> None:
        from celliq_desktop.usecases.tables import write_fleet

        context.progress(0, len(view), N_("cars"))
        write_fleet(desk, [view.rows[position] for position in view.order], path)
        context.progress(len(view), len(view), N_("cars"))

    bench.runner.submit(
        Job(
            name=N_("Write {name}").format(name=path.name),
            lane=Lane.HEAVY,
            key=f"fleet-table:{path}",
            work=work,
            done=lambda _nothing: done(),
            failed=failed,
        )
    )
