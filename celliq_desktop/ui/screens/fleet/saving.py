"""Saving the cars shown as a table."""

from functools import partial

from PySide6.QtWidgets import QWidget

from celliq_desktop.domain.problems import Problem
from celliq_desktop.ui.screens.screen import ScreenContext
from celliq_desktop.ui.screens.table_saving import save_table
from celliq_desktop.viewmodels.fleet.export import export_cars
from celliq_desktop.viewmodels.fleet.query import FleetView


def save_fleet(parent: QWidget, context: ScreenContext, view: FleetView) -> None:
    """Ask where and write on a worker; what goes wrong is said in words."""

    def failed(problem: Problem) -> None:
        context.toasts.say(f"{problem.message} {problem.next_step}".strip(), tone="poor")

    save_table(parent, context, "fleet", partial(export_cars, context.bench, view, failed))
