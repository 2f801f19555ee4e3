"""The library's pages and batches: how soon a page is there, and what a second core brings."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from celliq_desktop.domain.handing_over import HandOver
from celliq_desktop.jobs.cancel import CancelFlag
from celliq_desktop.jobs.processes import WarmProcesses
from celliq_desktop.reports.pdf import render
from celliq_desktop.ui.widgets.pdf_view import page_images
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.export_reports import export_reports
from tests.reports.contents import content
from tests.support.celliq import FakeCellIq
from tests.support.clocks import FakeClock
from tests.support.desks import quiet, synced
from tests.support.mirrors import CAR
from tests.support.ratios import Line, side_by_side, timed
from tests.usecases.conftest import celliq, clock, desk, mirror_template, restart, sealer
from tests.usecases.test_export import Counter, counter

__all__ = ["celliq", "clock", "counter", "desk", "mirror_template", "restart", "sealer"]
pytestmark = pytest.mark.timeout(300)
_DPI = 144.0
_BATCH = 12


def test_the_first_page_is_there(tell: Callable[[Line], None]) -> None:
    paper = content()

    def first_page() -> None:
        assert page_images(render(paper), dots_an_inch=_DPI, most=1)

    def every_page() -> None:
        assert len(page_images(render(paper), dots_an_inch=_DPI)) > 1

    pair = side_by_side(timed(every_page), timed(first_page))
    tell(Line(axis="preview: first page", against="all pages drawn", pair=pair, at_most=0.9))


def test_a_batch_uses_every_core(
    counter: Counter, celliq: FakeCellIq, clock: FakeClock, tmp_path: Path, tell: Callable[[Line], None]
) -> None:
    made = [counter.report, *(celliq.issue(CAR) for _number in range(_BATCH - 1))]
    clock.advance(1)
    for report in made:
        celliq.set_status(report.id, report.status)
    synced(counter.desk)

    def batch(at: Desk) -> Callable[[], None]:
        def run() -> None:
            found, _changes = export_reports(
                at,
                [report.id for report in made],
                folder=tmp_path,
                language="en",
                hand_over=HandOver(),
                progress=quiet,
                cancel=CancelFlag(),
            )
            assert len(found.written) == _BATCH

        return run

    with WarmProcesses() as processes:
        spread = replace(counter.desk, processes=processes)
        pair = side_by_side(timed(batch(counter.desk)), timed(batch(spread)), rounds=3)
    tell(Line(axis=f"batch of {_BATCH} sealed", against="one process", pair=pair, at_most=0.56))
