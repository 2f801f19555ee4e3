"""Many reports at once, on paper, by mail: each leaves as one alone would, and the ledger knows who got it."""

from collections.abc import Sequence
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from celliq_desktop.app.files import AtomicFiles
from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.handing_over import HandOver
from celliq_desktop.domain.ids import ReportId
from celliq_desktop.domain.problems import BadSurroundings, Refused
from celliq_desktop.domain.reports import Report, ReportStatus
from celliq_desktop.jobs.cancel import CancelFlag
from celliq_desktop.jobs.processes import WarmProcesses
from celliq_desktop.reports.page_text import text_of
from celliq_desktop.usecases.export_reports import Exported, export_reports, file_name, newest_in_force
from celliq_desktop.usecases.mail_report import mail_report
from celliq_desktop.usecases.print_report import prepare_print
from celliq_desktop.usecases.reports import report_exports
from tests.support.celliq import FakeCellIq
from tests.support.celliq_world import offline
from tests.support.clocks import FakeClock
from tests.support.desks import FakeMail, quiet, synced
from tests.support.mirrors import CAR
from tests.usecases.test_export import Counter, counter

__all__ = ["counter"]
_WHO = HandOver(" ada@example.com ", "Sale to a buyer")


def _batch(
    counter: Counter, ids: Sequence[ReportId], folder: Path, *, cancel: CancelFlag | None = None, progress: Any = quiet
) -> tuple[Exported, Changes]:
    return export_reports(
        counter.desk,
        ids,
        folder=folder,
        language="de",
        hand_over=_WHO,
        progress=progress,
        cancel=cancel or CancelFlag(),
    )


@pytest.fixture
def shelf(counter: Counter, celliq: FakeCellIq, clock: FakeClock) -> tuple[Report, ...]:
    """Six reports in force, and one that was withdrawn."""
    made = [counter.report, *(celliq.issue(CAR) for _number in range(6))]
    clock.advance(1)
    for report in made:
        celliq.set_status(report.id, ReportStatus.REVOKED if report is made[-1] else ReportStatus.VALID)
    synced(counter.desk)
    return tuple(made)


def test_a_batch_writes_a_file_each_and_says_what_it_left_out(
    counter: Counter, shelf: tuple[Report, ...], tmp_path: Path
) -> None:
    steps: list[tuple[int, int | None]] = []
    ids = [report.id for report in shelf]
    found, changes = _batch(
        counter, [*ids, ids[0]], tmp_path, progress=lambda done, total, _words: steps.append((done, total))
    )
    assert {Path(one.path).name for one in found.written} == {file_name(one, "de") for one in ids[:-1]}
    assert [(one, why.code) for one, why in found.left_out] == [(ids[-1], "not_in_force")]
    assert found.not_begun == 0
    assert (steps[0], steps[-1]) == ((0, 7), (7, 7))
    assert changes.touches(Topic.EXPORTS)
    assert {(one.recipient, one.purpose) for one in report_exports(counter.desk)} == {
        ("ada@example.com", "Sale to a buyer")
    }


def test_processes_draw_the_same_pages(counter: Counter, shelf: tuple[Report, ...], tmp_path: Path) -> None:
    with WarmProcesses() as processes:
        real = counter.with_parts(processes=processes, files=AtomicFiles())
        found, _changes = _batch(real, [report.id for report in shelf[:3]], tmp_path)
    assert len(found.written) == 3
    page = Path(found.written[0].path).read_bytes()
    assert "Batteriezustandsbericht" in text_of(page)
    again, _changes = _batch(counter, [shelf[0].id], tmp_path)
    assert Path(again.written[0].path).stem.endswith("-2"), "a file that is there stays: the ledger knows its hash"


def test_a_cancel_keeps_what_was_written_and_counts_the_rest(
    counter: Counter, shelf: tuple[Report, ...], tmp_path: Path
) -> None:
    cancel = CancelFlag()

    def stop(done: int, _total: int | None, _words: str) -> None:
        if done:
            cancel.cancel()

    found, _changes = _batch(counter, [report.id for report in shelf], tmp_path, cancel=cancel, progress=stop)
    assert found.written
    assert found.not_begun > 0
    assert len(found.written) + len(found.left_out) + found.not_begun == 7
    assert len(report_exports(counter.desk)) >= len(found.written)


def test_a_full_disk_ends_the_batch(counter: Counter, shelf: tuple[Report, ...], tmp_path: Path) -> None:
    counter.files.problem = BadSurroundings("disk_full", "The disk is full.")
    with pytest.raises(BadSurroundings, match="disk is full"):
        _batch(counter, [report.id for report in shelf], tmp_path)
    assert report_exports(counter.desk) == ()


def test_a_process_that_is_killed_is_said_in_plain_words(
    counter: Counter, shelf: tuple[Report, ...], tmp_path: Path
) -> None:
    class Killed(Executor):
        def submit(self, *_arguments: Any, **_more: Any) -> Future[Any]:
            raise BrokenProcessPool("a child process terminated abruptly")

    with pytest.raises(BadSurroundings) as refusal:
        _batch(counter.with_parts(processes=Killed()), [shelf[0].id], tmp_path)
    assert refusal.value.code == "process_ended"


def test_names_of_files_hold_whatever_a_server_calls_its_report() -> None:
    assert file_name(ReportId("../../etc/x"), "en") == "battery-condition-report-.._.._etc_x-en.pdf"


def test_the_newest_report_in_force_is_found_by_vin(counter: Counter, shelf: tuple[Report, ...]) -> None:
    vin = shelf[0].vin or ""
    found, without = newest_in_force(counter.desk, [vin.lower(), vin, "WVWZZZE1ZMP999999", ""])
    assert len(found) == 1
    assert found[0] in {report.id for report in shelf[:-1]}
    assert without == ("WVWZZZE1ZMP999999",)


def test_a_print_that_was_confirmed_carries_no_mark(counter: Counter) -> None:
    found = prepare_print(counter.desk, counter.report.id, "en")
    assert (found.mark, found.why) == ("", "")
    assert "Battery Condition Report" in text_of(found.pdf)


def test_offline_a_fresh_status_is_good_enough_and_an_old_one_is_printed_with_its_day(
    counter: Counter, celliq: FakeCellIq, clock: FakeClock
) -> None:
    celliq.always["public_report"] = offline()
    fresh = prepare_print(counter.desk, counter.report.id, "en")
    assert fresh.mark == ""
    assert "last sync" in fresh.why
    clock.advance(timedelta(hours=25).total_seconds())
    stale = {language: prepare_print(counter.desk, counter.report.id, language).mark for language in ("en", "de")}
    assert stale["en"].startswith("VALID ON ")
    assert stale["de"].startswith("GÜLTIG AM ")
    assert "2026" in stale["en"]


@pytest.mark.parametrize(
    ("status", "mark"),
    [
        (ReportStatus.REVOKED, "WIDERRUFEN"),
        (ReportStatus.EXPIRED, "ABGELAUFEN"),
        (ReportStatus.SUPERSEDED, "DURCH EINEN NEUEREN BERICHT ERSETZT"),
    ],
)
def test_a_withdrawn_report_is_marked_on_every_page(
    counter: Counter, celliq: FakeCellIq, status: ReportStatus, mark: str
) -> None:
    """The mirror still calls it valid; the record is asked again before it is printed."""
    celliq.set_status(counter.report.id, status)
    found = prepare_print(counter.desk, counter.report.id, "de")
    assert found.mark == mark
    assert "marked on every page" in found.why


def test_a_report_the_record_does_not_know_is_not_printed(counter: Counter, celliq: FakeCellIq) -> None:
    celliq.issued.clear()
    with pytest.raises(Refused) as refusal:
        prepare_print(counter.desk, counter.report.id, "en")
    assert refusal.value.code == "not_in_record"


@pytest.mark.parametrize(
    ("recipient", "to"),
    [("ada@example.com", "ada@example.com"), ("Ada Buyer", ""), ("--attach=/etc/passwd@x.y", ""), ("", "")],
)
def test_a_letter_is_ready_but_for_the_sending(counter: Counter, recipient: str, to: str) -> None:
    mail = cast("FakeMail", counter.desk.mail)
    sealed, carried, _changes = mail_report(
        counter.desk,
        counter.report.id,
        out=Path("report.pdf"),
        language="fr",
        hand_over=HandOver(recipient, ""),
        progress=quiet,
        cancel=CancelFlag(),
    )
    (letter,) = mail.letters
    assert carried is mail.carried
    assert (letter.to, letter.attachment) == (to, Path("report.pdf"))
    assert f"/verify/{counter.report.token}" in letter.body
    assert sealed.sha256 in letter.body
    assert "batterie" in letter.subject.lower()
    assert report_exports(counter.desk)[0].recipient == recipient


def test_without_a_mail_program_the_sealed_file_is_there_all_the_same(counter: Counter) -> None:
    cast("FakeMail", counter.desk.mail).problem = BadSurroundings("no_mail_program", "No mail program.")
    with pytest.raises(BadSurroundings):
        mail_report(
            counter.desk,
            counter.report.id,
            out=Path("report.pdf"),
            language="en",
            hand_over=HandOver(),
            progress=quiet,
            cancel=CancelFlag(),
        )
    assert Path("report.pdf") in counter.files.written
