"""The public record is told what this desk seals with, where its server keeps that."""

from dataclasses import replace
from pathlib import Path

import pytest

from celliq_desktop.domain.ids import ReportId
from celliq_desktop.domain.problems import NotOffered, Problem
from celliq_desktop.jobs.cancel import CancelFlag
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.export_report import export_report
from tests.support.celliq import FakeCellIq
from tests.support.celliq_world import offline
from tests.support.desks import FakeSealer, MemoryFiles, filled, quiet, synced
from tests.support.mirrors import CAR

_OTHER, _OURS = "0" * 64, FakeSealer.certificate_sha256


@pytest.fixture
def report(desk: Desk, celliq: FakeCellIq) -> ReportId:
    filled(celliq, 1, readings_each=12)
    report = celliq.issue(CAR)
    synced(desk)
    return report.id


def _export(desk: Desk, report: ReportId) -> MemoryFiles:
    files = MemoryFiles()
    export_report(
        replace(desk, files=files),
        report,
        out=Path("report.pdf"),
        language="en",
        progress=quiet,
        cancel=CancelFlag(),
    )
    return files


def test_where_the_record_names_seals_it_is_told_of_this_one_once(
    desk: Desk, report: ReportId, celliq: FakeCellIq
) -> None:
    celliq.seals = {_OTHER}
    for _turn in range(2):
        _export(desk, report)
    assert celliq.seals == {_OTHER, _OURS}
    assert celliq.heard["announce_seal"] == 1


def test_a_server_that_keeps_no_seals_is_not_asked(desk: Desk, report: ReportId, celliq: FakeCellIq) -> None:
    _export(desk, report)
    assert celliq.heard["announce_seal"] == 0


@pytest.mark.parametrize("why", [offline(), NotOffered("not_offered", "CellIQ keeps no seals of its dealers.")])
def test_a_paper_is_whole_though_its_seal_could_not_be_told(
    desk: Desk, report: ReportId, celliq: FakeCellIq, why: Problem
) -> None:
    celliq.seals = set()
    celliq.always["announce_seal"] = why
    assert Path("report.pdf") in _export(desk, report).written
    del celliq.always["announce_seal"]
    _export(desk, report)
    assert celliq.seals == {_OURS}, "the next paper tells it"
