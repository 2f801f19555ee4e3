"""Handing out a paper: drawn, read back, sealed, checked, written, noted; in this order or not at all."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from celliq_desktop.app.files import AtomicFiles
from celliq_desktop.domain.changes import Topic
from celliq_desktop.domain.clock_skew import ClockSkew
from celliq_desktop.domain.problems import BadSurroundings, Cancelled, Problem, Refused
from celliq_desktop.domain.reports import Report, ReportStatus, SealedExport, Verdict
from celliq_desktop.jobs.cancel import CancelFlag
from celliq_desktop.reports.content import ReportContent
from celliq_desktop.reports.page_text import text_of
from celliq_desktop.reports.pdf import render
from celliq_desktop.signing.check import AcceptancePolicy
from celliq_desktop.signing.identity import create_identity
from celliq_desktop.signing.likeness import sealed_alike
from celliq_desktop.signing.seal import PadesSealer
from celliq_desktop.usecases import export_report as export_module
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.examinations import Examiner
from celliq_desktop.usecases.export_report import export_report, preview_report
from celliq_desktop.usecases.reports import report_exports
from celliq_desktop.usecases.vehicles import find_by_vin
from celliq_desktop.usecases.verify_report import verify_for_desk
from tests.support.celliq import FakeCellIq
from tests.support.celliq_world import offline, public_view
from tests.support.clocks import FakeClock
from tests.support.desks import FakeChecker, MemoryFiles, filled, quiet, synced
from tests.support.mirrors import CAR

_OUT = Path("report.pdf")
_STEPS = ["checking", "drawing", "reading the code back", "sealing", "checking the seal", "writing", "exported"]


@dataclass
class Counter:
    """A desk, an issued report in its mirror, and the files it writes."""

    desk: Desk
    report: Report
    files: MemoryFiles

    def export(self, **how: Any) -> SealedExport:
        """Export it to ``report.pdf``."""
        given: dict[str, Any] = {"out": _OUT, "language": "en", "progress": quiet, "cancel": CancelFlag(), **how}
        return export_report(self.desk, self.report.id, **given)[0]

    def refused(self, kind: type[Problem], **how: Any) -> Problem:
        """The problem it ends in; nothing is written and nothing is noted."""
        with pytest.raises(kind) as refusal:
            self.export(**how)
        assert self.files.written == {}
        assert report_exports(self.desk) == ()
        return refusal.value

    def with_parts(self, **parts: Any) -> "Counter":
        """Another desk on the same mirror."""
        return replace(self, desk=replace(self.desk, **parts))


@pytest.fixture
def counter(desk: Desk, celliq: FakeCellIq, sealer: PadesSealer) -> Counter:
    """The real reports room and the real seal."""
    filled(celliq, 1, readings_each=12)
    report = celliq.issue(CAR)
    synced(desk)
    files, policy = MemoryFiles(), AcceptancePolicy()
    own = {sealer.certificate_sha256}
    real = replace(
        desk,
        sealer=sealer,
        examiner=Examiner(policy, sealed_alike),
        own_checker=policy,
        files=files,
        known_certificates=lambda: frozenset(own),
    )
    return Counter(real, report, files)


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_paper_is_sealed_written_and_noted(counter: Counter, language: str) -> None:
    export = counter.export(language=language)
    data = counter.files.written[_OUT]
    found = AcceptancePolicy().check(data)
    assert (found.verdict, found.issuer) == (Verdict.AUTHENTIC, "Autohaus Test")
    assert report_exports(counter.desk) == (export,)
    assert export.sha256 == hashlib.sha256(data).hexdigest()
    assert (export.report_id, export.path, export.language) == (counter.report.id, "report.pdf", language)
    assert export.certificate_sha256 == found.certificate_sha256
    assert export.created_at == counter.desk.clock.now()


def test_the_steps_come_in_the_order_that_leaves_nothing_behind(counter: Counter) -> None:
    seen: list[str] = []
    counter.export(progress=lambda _done, _total, words: seen.append(words))
    assert seen == _STEPS


def test_the_screens_hear_of_it(counter: Counter) -> None:
    _export, changes = export_report(
        counter.desk, counter.report.id, out=_OUT, language="en", progress=quiet, cancel=CancelFlag()
    )
    assert changes.touches(Topic.REPORTS)
    assert changes.ids == {CAR}


def test_the_file_verifies_as_authentic_on_the_spot(counter: Counter, tmp_path: Path) -> None:
    real = counter.with_parts(files=AtomicFiles())
    real.export(out=tmp_path / "report.pdf")
    said = verify_for_desk(real.desk, tmp_path / "report.pdf")
    assert (said.verdict, said.online, said.report_id) == (Verdict.AUTHENTIC, True, counter.report.id)


def test_the_report_of_a_car_that_was_sold_can_still_be_printed(counter: Counter, celliq: FakeCellIq) -> None:
    celliq.cars.pop(CAR)
    synced(counter.desk)
    assert find_by_vin(counter.desk, counter.report.vin or "") is None
    counter.export()
    assert (counter.report.vin or "") in text_of(counter.files.written[_OUT])


def test_handing_out_twice_leaves_two_notes(counter: Counter) -> None:
    first, second = counter.export(), counter.export(out=Path("again.pdf"))
    assert {one.id for one in report_exports(counter.desk)} == {first.id, second.id}


def test_without_network_the_mirror_decides(counter: Counter, celliq: FakeCellIq) -> None:
    celliq.always["public_report"] = offline()
    assert counter.export().report_id == counter.report.id


@pytest.mark.parametrize("status", [ReportStatus.SUPERSEDED, ReportStatus.REVOKED, ReportStatus.EXPIRED])
@pytest.mark.parametrize("known_to", ["the record", "the mirror, offline"])
def test_a_withdrawn_report_is_not_handed_out(
    counter: Counter, celliq: FakeCellIq, clock: FakeClock, status: ReportStatus, known_to: str
) -> None:
    celliq.set_status(counter.report.id, status)
    if known_to == "the mirror, offline":
        clock.advance(1)
        synced(counter.desk)
        celliq.always["public_report"] = offline()
    assert counter.refused(Refused).code == "not_in_force"


def test_a_report_whose_time_is_over_is_not_handed_out(counter: Counter, clock: FakeClock) -> None:
    clock.advance(91 * 86_400)
    problem = counter.refused(Refused)
    assert (problem.code, problem.message) == ("not_in_force", "This report has expired.")


@pytest.mark.parametrize(
    ("known", "code"),
    [
        ({"soh_percent": 88.0}, "record_differs"),
        ({"content_sha256": "ff" * 32}, "record_differs"),
        ({"status": ReportStatus.UNKNOWN, "status_raw": "archived"}, "not_in_force"),
    ],
    ids=["another state of health", "another content", "a word nobody knows"],
)
def test_what_a_buyer_could_not_confirm_is_not_handed_out(counter: Counter, known: dict[str, Any], code: str) -> None:
    class Record:
        def public_report(self, _token: str) -> object:
            return public_view(counter.report, **known)

    assert counter.with_parts(public_records=Record()).refused(Refused).code == code


def test_a_report_the_record_does_not_know_is_not_handed_out(counter: Counter, celliq: FakeCellIq) -> None:
    celliq.issued.clear()
    assert counter.refused(Refused).code == "not_in_record"


def test_a_server_that_names_another_verify_page_is_not_believed(counter: Counter) -> None:
    elsewhere = counter.with_parts(verify_base_url="https://verify.example")
    problem = elsewhere.refused(Refused)
    assert problem.code == "verify_url_differs"
    assert "--verify-url" in problem.next_step


def test_a_report_that_is_not_in_the_mirror_is_named(counter: Counter, celliq: FakeCellIq) -> None:
    unknown = replace(counter, report=celliq.issue(CAR))
    assert unknown.refused(Refused).code == "not_found"


def _another_link(content: ReportContent) -> bytes:
    return render(replace(content, verify_url="https://celliq.example/verify/" + "9" * 22))


def _another_soh(content: ReportContent) -> bytes:
    return render(replace(content, report=replace(content.report, soh_percent=97.3)))


def _another_vin(content: ReportContent) -> bytes:
    return render(replace(content, report=replace(content.report, vin="WVWZZZE1ZMP999999")))


@pytest.mark.parametrize(
    ("drawn", "code"),
    [(_another_link, "qr_unreadable"), (_another_soh, "page_differs"), (_another_vin, "page_differs")],
)
def test_a_page_that_says_something_else_is_never_sealed(
    counter: Counter, monkeypatch: pytest.MonkeyPatch, drawn: Callable[[ReportContent], bytes], code: str
) -> None:
    monkeypatch.setattr(export_module, "render", drawn)
    seen: list[str] = []
    problem = counter.refused(Refused, progress=lambda _done, _total, words: seen.append(words))
    assert problem.code == code
    assert "sealing" not in seen


class _Clumsy:
    """A sealer whose result is damaged on its way."""

    def __init__(self, sealer: PadesSealer) -> None:
        self._sealer = sealer
        self.issuer = sealer.issuer
        self.certificate_sha256 = sealer.certificate_sha256

    def seal(self, pdf: bytes, *, twin: str, reason: str) -> bytes:
        """One bit in the middle of the page is flipped."""
        sealed = bytearray(self._sealer.seal(pdf, twin=twin, reason=reason))
        sealed[len(pdf) // 2] ^= 1
        return bytes(sealed)


def test_a_seal_that_does_not_hold_is_not_handed_out(counter: Counter, sealer: PadesSealer) -> None:
    assert counter.with_parts(sealer=_Clumsy(sealer)).refused(BadSurroundings).code == "seal_not_accepted"


def test_a_seal_the_policy_doubts_gives_its_reasons(counter: Counter) -> None:
    doubting = counter.with_parts(own_checker=FakeChecker(Verdict.UNVERIFIABLE, "The certificate was not valid."))
    assert doubting.refused(BadSurroundings).reasons == ("The certificate was not valid.",)


def test_an_expired_identity_seals_nothing(counter: Counter) -> None:
    late = FakeClock()
    late.advance(30 * 365 * 86_400)
    old = PadesSealer(create_identity("Autohaus Test", FakeClock().now()), late)
    assert counter.with_parts(sealer=old).refused(BadSurroundings).code == "certificate_expired"


def test_a_full_disk_leaves_no_note_of_a_file_that_is_not_there(counter: Counter) -> None:
    counter.files.problem = BadSurroundings("disk_full", "The disk is full.")
    assert counter.refused(BadSurroundings).code == "disk_full"


def test_a_folder_that_is_not_there_leaves_nothing_behind(counter: Counter, tmp_path: Path) -> None:
    real = counter.with_parts(files=AtomicFiles())
    before = set(tmp_path.iterdir())
    with pytest.raises(BadSurroundings):
        real.export(out=tmp_path / "nowhere" / "report.pdf")
    assert set(tmp_path.iterdir()) == before
    assert report_exports(counter.desk) == ()


@pytest.mark.parametrize("at", _STEPS[:5])
def test_a_cancel_on_the_way_writes_nothing(counter: Counter, at: str) -> None:
    flag = CancelFlag()
    counter.refused(
        Cancelled, cancel=flag, progress=lambda _done, _total, words: flag.cancel() if words == at else None
    )


def test_the_preview_shows_the_paper_and_carries_no_seal(counter: Counter) -> None:
    page = preview_report(counter.desk, counter.report.id, "en")
    assert "91.2" in text_of(page)
    assert AcceptancePolicy().check(page).verdict is Verdict.UNVERIFIABLE


@pytest.mark.parametrize(("ahead_s", "words"), [(900.0, "15 minutes ahead of"), (-700.0, "12 minutes behind")])
def test_a_clock_that_is_far_off_seals_nothing(
    counter: Counter, celliq: FakeCellIq, ahead_s: float, words: str
) -> None:
    """P14: the seal would state a wrong time."""
    celliq.clock_skew = ClockSkew(ahead_s)
    problem = counter.refused(BadSurroundings)
    assert problem.code == "clock_wrong"
    assert words in problem.message


def test_a_clock_that_is_a_little_off_seals(counter: Counter, celliq: FakeCellIq) -> None:
    celliq.clock_skew = ClockSkew(500.0)
    assert counter.export().sha256
