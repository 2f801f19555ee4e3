"""Judging a file: the seal first, then the public record, which has the last word."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from celliq_desktop.domain.problems import NeedsYou, TryAgain
from celliq_desktop.domain.reports import ReportStatus, Verdict
from celliq_desktop.domain.seals import ForgetfulSealBook
from celliq_desktop.sandbox.verify_words import Words
from celliq_desktop.signing.check import AcceptancePolicy
from celliq_desktop.signing.likeness import sealed_alike
from celliq_desktop.signing.seal import PadesSealer
from celliq_desktop.signing.timestamper import DocumentTimestamper
from celliq_desktop.usecases.examinations import Examiner
from celliq_desktop.usecases.verify_report import verify_file
from tests.signing.authorities import StampOffice
from tests.support.celliq_world import ORIGIN
from tests.support.clocks import FakeClock
from tests.usecases.papers import SOH, TOKEN, VIN, Judge, Paper, Records, content, record_of, sealed


def test_an_untouched_report_in_force_is_authentic(judge: Judge, paper: Paper) -> None:
    said = judge(paper.data, record_of(paper))
    assert (said.verdict, said.online, said.record_status) == (Verdict.AUTHENTIC, True, "valid")
    assert (said.token, said.report_id, said.soh_percent) == (TOKEN, paper.report.id, SOH)
    assert said.issuer == "Autohaus Test"
    assert said.sealed_at == FakeClock().now()
    assert any("not by a public certificate authority" in reason for reason in said.reasons) == bool(
        AcceptancePolicy().check(paper.data).self_issued
    )


def test_the_vin_is_shown_masked(judge: Judge, paper: Paper) -> None:
    said = judge(paper.data, record_of(paper))
    assert said.vin_masked == f"{VIN[:3]}{'*' * 10}{VIN[-4:]}"
    assert VIN not in repr(said)


def test_a_sample_says_that_no_real_car_stands_behind_it(judge: Judge, sealer: PadesSealer) -> None:
    sample = sealed(sealer, content(sample=True))
    said = judge(sample.data, record_of(sample))
    assert (said.verdict, said.sample) == (Verdict.AUTHENTIC, True)
    assert any("no real car" in reason for reason in said.reasons)


@pytest.mark.parametrize(
    "records",
    [
        lambda: None,
        lambda: Records(TryAgain("offline", "CellIQ cannot be reached.")),
        lambda: Records(NeedsYou("captive_portal", "A web page answered instead of CellIQ.")),
    ],
    ids=["not asked", "not reached", "a hotel's page"],
)
def test_offline_only_a_known_certificate_is_enough(
    judge: Judge, paper: Paper, records: Callable[[], Records | None]
) -> None:
    known = judge(paper.data, records(), own=paper.certificate)
    assert (known.verdict, known.online, known.record_status) == (Verdict.AUTHENTIC, False, None)
    unknown = judge(paper.data, records())
    assert (unknown.verdict, unknown.online) == (Verdict.UNVERIFIABLE, False)
    assert "Autohaus Test" in unknown.reasons[0]


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (ReportStatus.SUPERSEDED, "A newer report of this car exists."),
        (ReportStatus.REVOKED, "The issuer has withdrawn this report."),
        (ReportStatus.EXPIRED, "This report has expired."),
    ],
)
def test_a_report_that_was_withdrawn_is_outdated(
    judge: Judge, paper: Paper, status: ReportStatus, sentence: str
) -> None:
    said = judge(paper.data, record_of(paper, status=status, status_raw=status.value), own=paper.certificate)
    assert (said.verdict, said.record_status) == (Verdict.OUTDATED, status.value)
    assert said.reasons[0] == sentence == Words("en")[f"sentence_{status.value}"], "the public page says the same"


def test_a_report_nobody_knows_is_called_so_here_and_on_the_public_page(judge: Judge, paper: Paper) -> None:
    said = judge(paper.data, Records(None))
    assert said.verdict is Verdict.UNVERIFIABLE
    assert said.reasons[0] == Words("en")["sentence_unknown"]


def test_a_report_whose_time_is_over_is_outdated_whatever_the_record_calls_it(judge: Judge, paper: Paper) -> None:
    until = FakeClock().now().replace(day=30)
    assert judge(paper.data, record_of(paper, valid_until=until)).verdict is Verdict.AUTHENTIC
    later = judge(paper.data, record_of(paper, valid_until=until), days_later=8)
    assert (later.verdict, later.reasons[0]) == (Verdict.OUTDATED, "This report has expired.")


@pytest.mark.parametrize("where", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_one_changed_byte_is_altered_and_the_record_is_not_asked(judge: Judge, paper: Paper, where: float) -> None:
    data = bytearray(paper.data)
    data[int(len(data) * where)] ^= 1
    records = record_of(paper)
    said = judge(bytes(data), records, own=paper.certificate)
    assert said.verdict in (Verdict.ALTERED, Verdict.UNVERIFIABLE)
    assert (said.token, said.soh_percent, records.asked) == (None, None, 0)


def test_a_changed_page_is_altered(judge: Judge, paper: Paper) -> None:
    data = bytearray(paper.data)
    data[2_000] ^= 1
    assert judge(bytes(data), record_of(paper), own=paper.certificate).verdict is Verdict.ALTERED


@pytest.mark.parametrize(
    ("known", "sentence"),
    [
        ({"soh_percent": 84.0}, "The file says 88.2 %, the public record 84.0 %."),
        ({"soh_percent": 88.3}, "The file says 88.2 %, the public record 88.3 %."),
        ({"vin_masked": f"{VIN[:3]}**********9999"}, "The VIN in the file is not the one of the public record."),
        ({"vin_masked": "WBA**********2345"}, "The VIN in the file is not the one of the public record."),
        ({"vin_masked": "*" * 17}, "The VIN in the file is not the one of the public record."),
        ({"content_sha256": "cd" * 32}, "The content is not the one of the public record."),
    ],
)
def test_a_paper_that_differs_from_the_record_is_altered(
    judge: Judge, paper: Paper, known: dict[str, Any], sentence: str
) -> None:
    said = judge(paper.data, record_of(paper, **known), own=paper.certificate)
    assert (said.verdict, said.reasons) == (Verdict.ALTERED, (sentence,))


@pytest.mark.parametrize("masked", [VIN, f"{VIN[:3]}XXXXXXXXXX{VIN[-4:]}", f"*************{VIN[-4:]}", f"{VIN[:8]}…"])
def test_whatever_a_record_shows_of_the_vin_is_compared(judge: Judge, paper: Paper, masked: str) -> None:
    assert judge(paper.data, record_of(paper, vin_masked=masked)).verdict is Verdict.AUTHENTIC


def test_a_difference_counts_more_than_a_withdrawal(judge: Judge, paper: Paper) -> None:
    records = record_of(paper, soh_percent=70.0, status=ReportStatus.REVOKED, status_raw="revoked")
    assert judge(paper.data, records).verdict is Verdict.ALTERED


def test_a_timestamp_is_worth_what_is_known_of_its_service(tmp_path: Path, sealer: PadesSealer) -> None:
    """Anybody can run one: the sentence says whether this desk has chosen it."""
    office = StampOffice()
    paper = sealed(sealer, content())
    path = tmp_path / "report.pdf"
    path.write_bytes(DocumentTimestamper(office).append(paper.data)[0])
    known, unknown = (
        verify_file(
            path,
            examiner=Examiner(AcceptancePolicy(), sealed_alike),
            records=None,
            verify_base_url=ORIGIN,
            known_certificates=frozenset({paper.certificate}),
            clock=FakeClock(),
            seals=ForgetfulSealBook(),
            known_services=services,
        )
        for services in (frozenset(office.fingerprints), frozenset[str]())
    )
    assert known.verdict is unknown.verdict is Verdict.AUTHENTIC
    assert known.timestamp == unknown.timestamp == office.at
    assert known.reasons[-1] == "“Stamp Office” confirms that it existed on 2026-11-23 at 09:00 UTC."
    assert unknown.reasons[-1].endswith("this computer does not know that service.")
