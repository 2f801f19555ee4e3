"""When a report was sealed is confirmed at once, or later, or not at all; it is handed out in every case."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from celliq_desktop.app.files import AtomicFiles
from celliq_desktop.domain import crashpoints
from celliq_desktop.domain.problems import BadSurroundings, Refused, TryAgain
from celliq_desktop.domain.reports import SealedExport, TimestampState
from celliq_desktop.jobs.cancel import CancelFlag
from celliq_desktop.mirror import reports
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.export_report import export_report
from celliq_desktop.usecases.reports import report_exports, settle_exports
from celliq_desktop.usecases.timestamp_exports import stamp_pending
from tests.faults.story import Crash
from tests.support.celliq import FakeCellIq
from tests.support.desks import filled, quiet, step, synced
from tests.support.mirrors import CAR
from tests.support.sealing import FakeTimestamps

_AWAY = TryAgain("offline", "The timestamp service cannot be reached.")


@pytest.fixture
def stamps() -> FakeTimestamps:
    found = FakeTimestamps()
    found.choose("https://tsa.example")
    return found


@pytest.fixture
def dealer(desk: Desk, celliq: FakeCellIq, stamps: FakeTimestamps) -> Desk:
    """A desk with a timestamp service, a report in its mirror, and real files."""
    filled(celliq, 1, readings_each=12)
    celliq.issue(CAR)
    synced(desk)
    return replace(desk, timestamps=stamps, files=AtomicFiles())


@contextmanager
def ending_at(point: str, times: int = 1) -> Iterator[None]:
    """The program ends when it comes to ``point`` for the ``times``-th time."""
    left = times

    def reached(name: str) -> None:
        nonlocal left
        left -= name == point
        if left == 0:
            raise Crash

    crashpoints.listen(reached)
    try:
        yield
    finally:
        crashpoints.listen(None)


def _exported(desk: Desk, out: Path) -> SealedExport:
    with desk.mirror.read() as session:
        (report,) = reports.reports(session)
    return export_report(desk, report.id, out=out, language="en", progress=quiet, cancel=CancelFlag())[0]


def test_a_service_that_answers_stamps_before_the_file_is_written(dealer: Desk, tmp_path: Path) -> None:
    export = _exported(dealer, tmp_path / "report.pdf")
    data = (tmp_path / "report.pdf").read_bytes()
    assert data.endswith(b"%stamped")
    assert (export.timestamp, export.seal_level) == (TimestampState.STAMPED, "PAdES-B-LTA")
    assert export.sha256 == hashlib.sha256(data).hexdigest()


def test_without_a_service_nothing_is_owed(dealer: Desk, stamps: FakeTimestamps, tmp_path: Path) -> None:
    stamps.forget()
    export = _exported(dealer, tmp_path / "report.pdf")
    assert (export.timestamp, export.seal_level) == (TimestampState.NONE, "PAdES-B-B")
    assert stamp_pending(dealer, cancel=CancelFlag()) == 0


def test_a_service_that_is_away_is_asked_again_by_the_next_sync(
    dealer: Desk, stamps: FakeTimestamps, tmp_path: Path
) -> None:
    """M15: the report is handed out, the timestamp follows, and the ledger knows both files."""
    stamps.office.problem = _AWAY
    out = tmp_path / "report.pdf"
    export = _exported(dealer, out)
    assert export.timestamp is TimestampState.PENDING
    assert step(synced(dealer), "timestamps").updated == 0
    assert report_exports(dealer)[0].timestamp is TimestampState.PENDING
    stamps.office.problem = None
    assert step(synced(dealer), "timestamps").updated == 1
    (row,) = report_exports(dealer)
    assert row.timestamp is TimestampState.STAMPED
    assert row.sha256 == export.sha256
    assert row.stamped_sha256 == hashlib.sha256(out.read_bytes()).hexdigest()
    assert out.read_bytes().endswith(b"%stamped")
    assert step(synced(dealer), "timestamps").updated == 0


@pytest.mark.parametrize("point", ["mirror: after commit", "file: before rename", "file: after rename"])
def test_wherever_the_program_ends_the_ledger_knows_the_file(
    dealer: Desk, stamps: FakeTimestamps, tmp_path: Path, point: str
) -> None:
    stamps.office.problem = _AWAY
    out = tmp_path / "report.pdf"
    _exported(dealer, out)
    stamps.office.problem = None
    with pytest.raises(Crash), ending_at(point):
        stamp_pending(dealer, cancel=CancelFlag())
    stamp_pending(dealer, cancel=CancelFlag())
    (row,) = report_exports(dealer)
    assert row.timestamp is TimestampState.STAMPED
    assert row.stamped_sha256 == hashlib.sha256(out.read_bytes()).hexdigest()
    assert out.read_bytes().count(b"%stamped") == 1


@pytest.mark.parametrize(
    ("point", "times", "there"),
    [
        ("mirror: before commit", 1, False),
        ("export: begun", 1, False),
        ("file: before rename", 1, False),
        ("file: after rename", 1, True),
        ("export: written", 1, True),
        ("mirror: before commit", 2, True),
        ("mirror: after commit", 2, True),
    ],
)
def test_a_paper_that_a_killed_program_left_behind_is_handed_out_after_all(
    dealer: Desk, stamps: FakeTimestamps, tmp_path: Path, point: str, times: int, there: bool
) -> None:
    """P4: before the file is there nothing counts; once it is, the ledger knows it."""
    stamps.forget()
    out = tmp_path / "report.pdf"
    with pytest.raises(Crash), ending_at(point, times):
        _exported(dealer, out)
    assert out.exists() is there
    settle_exports(dealer)
    known = [row.sha256 for row in report_exports(dealer)]
    assert known == ([hashlib.sha256(out.read_bytes()).hexdigest()] if there else [])
    assert settle_exports(dealer) == 0
    again = _exported(dealer, out)
    assert again in report_exports(dealer)
    assert len(report_exports(dealer)) == there + 1


def test_a_paper_that_could_not_be_written_is_not_in_the_ledger_ever(dealer: Desk, tmp_path: Path) -> None:
    out = tmp_path / "no folder" / "report.pdf"
    with pytest.raises(BadSurroundings):
        _exported(dealer, out)
    out.parent.mkdir()
    out.write_bytes(b"somebody else's")
    assert settle_exports(dealer) == 0
    assert report_exports(dealer) == ()


def test_a_file_that_was_moved_or_changed_is_left_alone(dealer: Desk, stamps: FakeTimestamps, tmp_path: Path) -> None:
    stamps.office.problem = _AWAY
    moved, changed = tmp_path / "moved.pdf", tmp_path / "changed.pdf"
    for out in (moved, changed):
        _exported(dealer, out)
    moved.unlink()
    changed.write_bytes(b"something else")
    stamps.office.problem = None
    assert stamp_pending(dealer, cancel=CancelFlag()) == 0
    assert {row.timestamp for row in report_exports(dealer)} == {TimestampState.NOT_POSSIBLE}
    assert changed.read_bytes() == b"something else"


@pytest.mark.expects_log("WARNING celliq_desktop.usecases.timestamp_exports: timestamp: timestamp_refused")
def test_a_service_that_refuses_does_not_stop_the_report(dealer: Desk, stamps: FakeTimestamps, tmp_path: Path) -> None:
    stamps.office.problem = Refused("timestamp_refused", "tsa.example does not accept the request (status 403).")
    assert _exported(dealer, tmp_path / "report.pdf").timestamp is TimestampState.PENDING
    assert stamp_pending(dealer, cancel=CancelFlag()) == 0
    assert report_exports(dealer)[0].timestamp is TimestampState.NOT_POSSIBLE


def test_one_service_that_is_away_is_asked_once_a_sync(dealer: Desk, stamps: FakeTimestamps, tmp_path: Path) -> None:
    stamps.office.problem = _AWAY
    for number in range(3):
        _exported(dealer, tmp_path / f"{number}.pdf")
    stamps.office.asked = 0
    stamp_pending(dealer, cancel=CancelFlag())
    assert stamps.office.asked == 1
