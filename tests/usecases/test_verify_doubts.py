"""Files that mean to deceive, come from elsewhere, or are no reports at all."""

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from celliq_desktop.domain.health import Interval
from celliq_desktop.domain.problems import BadSurroundings, Refused
from celliq_desktop.domain.reports import ReportStatus, SealCheck, Verdict
from celliq_desktop.domain.seals import ForgetfulSealBook
from celliq_desktop.reports.pdf import render
from celliq_desktop.reports.twin import twin_json
from celliq_desktop.signing.likeness import sealed_alike
from celliq_desktop.signing.seal import PadesSealer
from celliq_desktop.usecases.examinations import Examiner
from celliq_desktop.usecases.verify_report import verify_file
from tests.support import vehicle_details
from tests.support.celliq_world import ORIGIN
from tests.support.clocks import FakeClock
from tests.usecases.papers import SOH, TOKEN, VIN, Judge, Paper, Records, content, record_of, sealed

_ELSEWHERE = "https://verify.example"


@pytest.mark.parametrize(
    "page_says",
    [
        {"verify_url": f"{ORIGIN}/verify/{'9' * 22}"},
        {"report": replace(vehicle_details.report(), token=TOKEN, vin=VIN, soh_percent=98.7)},
        {"report": replace(vehicle_details.report(), token=TOKEN, vin="WVWZZZE1ZMP999999", soh_percent=SOH)},
    ],
    ids=["another code", "another state of health", "another car"],
)
def test_a_false_page_over_true_data_is_altered(judge: Judge, sealer: PadesSealer, page_says: dict[str, Any]) -> None:
    honest = content()
    false = sealed(sealer, honest, page=render(content(**page_says)))
    said = judge(false.data, record_of(false), own=false.certificate)
    assert said.verdict is Verdict.ALTERED


def test_the_true_figure_elsewhere_on_a_false_page_does_not_help(judge: Judge, sealer: PadesSealer) -> None:
    same = replace(vehicle_details.estimate(), soh_percent=Interval(SOH, 85.0, 91.4))
    detail = vehicle_details.detail(same)
    honest = content(detail=detail)
    boast = content(detail=detail, report=replace(honest.report, soh_percent=98.7))
    false = sealed(sealer, honest, page=render(boast))
    assert judge(false.data, record_of(false), own=false.certificate).verdict is Verdict.ALTERED


def test_a_token_the_record_does_not_know_is_unverifiable_even_for_its_own_desk(judge: Judge, paper: Paper) -> None:
    said = judge(paper.data, Records(None), own=paper.certificate)
    assert (said.verdict, said.online, said.record_status) == (Verdict.UNVERIFIABLE, True, "unknown")


def test_a_report_of_another_server_is_unverifiable_and_nobody_is_asked(judge: Judge, paper: Paper) -> None:
    records = record_of(paper)
    said = judge(paper.data, records, own=paper.certificate, base=_ELSEWHERE)
    assert (said.verdict, records.asked) == (Verdict.UNVERIFIABLE, 0)
    assert said.reasons == (f"This report belongs to {ORIGIN}; this program asks {_ELSEWHERE}.",)


def test_a_status_nobody_knows_is_unverifiable(judge: Judge, paper: Paper) -> None:
    said = judge(paper.data, record_of(paper, status=ReportStatus.UNKNOWN, status_raw="archived"))
    assert said.verdict is Verdict.UNVERIFIABLE
    assert "archived" in said.reasons[0]


@pytest.mark.parametrize("twin", ["{}", "[]", "no JSON at all", '{"token": 17}'])
def test_incomplete_sealed_data_is_unverifiable(judge: Judge, sealer: PadesSealer, twin: str) -> None:
    odd = sealed(sealer, content(), twin=twin)
    assert judge(odd.data, record_of(odd), own=odd.certificate).verdict is Verdict.UNVERIFIABLE


def test_a_page_that_breaks_the_reader_is_altered_not_a_crash(tmp_path: Path, paper: Paper) -> None:
    class Trusting:
        def check(self, _pdf: bytes) -> SealCheck:
            return SealCheck(verdict=Verdict.AUTHENTIC, reasons=(), twin=twin_json(content()))

    path = tmp_path / "report.pdf"
    path.write_bytes(paper.data[:400])
    said = verify_file(
        path,
        examiner=Examiner(Trusting(), sealed_alike),
        records=record_of(paper),
        verify_base_url=ORIGIN,
        known_certificates=frozenset(),
        clock=FakeClock(),
        seals=ForgetfulSealBook(),
    )
    assert (said.verdict, said.reasons) == (Verdict.ALTERED, ("The page cannot be read.",))


@pytest.mark.parametrize("data", [b"", b"hello", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04"])
def test_what_is_not_ours_is_foreign(judge: Judge, data: bytes) -> None:
    records = Records(None)
    assert judge(data, records).verdict is Verdict.FOREIGN
    assert records.asked == 0


def test_a_file_that_is_not_there_cannot_be_read(judge: Judge, tmp_path: Path) -> None:
    with pytest.raises(BadSurroundings) as refusal:
        judge.verified(tmp_path / "nowhere.pdf", None)
    assert refusal.value.code == "cannot_read"
    assert "nowhere.pdf" in refusal.value.message


def test_an_enormous_file_is_refused_before_it_is_read(judge: Judge, tmp_path: Path) -> None:
    path = tmp_path / "huge.pdf"
    with path.open("wb") as file:
        file.truncate(51 * 1024 * 1024)
    with pytest.raises(Refused) as refusal:
        judge.verified(path, None)
    assert refusal.value.code == "file_too_large"


def test_an_unsealed_copy_of_the_page_is_unverifiable(judge: Judge) -> None:
    said = judge(render(content()), Records(None))
    assert said.verdict is Verdict.UNVERIFIABLE
    assert said.report_id is None


def test_a_copy_without_seal_is_told_from_a_paper_of_ours(judge: Judge, paper: Paper) -> None:
    copy = print_to_pdf(paper.data)
    said = judge(copy, record_of(paper))
    assert (said.verdict, said.online, said.token) == (Verdict.UNVERIFIABLE, True, TOKEN)
    assert "no seal" in said.reasons[0]
    assert f"{SOH:.1f} %" in said.reasons[1]
    assert judge(copy, Records(None)).reasons[1] == "The public record knows no such report."
    assert judge(copy, record_of(paper), base=_ELSEWHERE).token is None


def print_to_pdf(pdf: bytes) -> bytes:
    """The first page as a picture in a new PDF, as a scanner makes it."""
    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[0].render(scale=150 / 72).to_pil().convert("RGB")
    target = io.BytesIO()
    picture.save(target, "PDF", resolution=150)
    return target.getvalue()
