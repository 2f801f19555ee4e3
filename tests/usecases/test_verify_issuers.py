"""Whose seal it is: the issuer's name on a certificate proves nothing, whatever true record it is used with."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from celliq_desktop.domain.problems import Refused
from celliq_desktop.domain.reports import ReportStatus, Verdict
from celliq_desktop.domain.seals import ForgetfulSealBook, SealBook
from celliq_desktop.reports.content import ReportContent
from celliq_desktop.signing.identity import create_identity
from celliq_desktop.signing.seal import PadesSealer
from celliq_desktop.usecases.verify_issuer import believe
from tests.support.celliq_world import ORIGIN
from tests.support.clocks import FakeClock
from tests.usecases.papers import Judge, Paper, content, record_of, sealed

_NAME = "Autohaus Test"
_NOT_NAMED = "The public record does not name this seal among those of “Autohaus Test”"
_NOT_MET = "The public record does not say whose seal this is, and this computer does not know it."
_ANOTHER = "“Autohaus Test” sealed with another certificate before."


def _forged(case: ReportContent) -> Paper:
    """Page, twin and seal agree with each other: only the certificate is not the issuer's."""
    return sealed(PadesSealer(create_identity(_NAME, FakeClock().now()), FakeClock()), case)


def _better_grade() -> ReportContent:
    case = content()
    assert case.estimate is not None
    return replace(case, estimate=replace(case.estimate, grade="A"))


def _own_footer() -> ReportContent:
    return content(footer="Battery as good as new, guaranteed by the maker.")


_FALSE: dict[str, Callable[[], ReportContent]] = {"grade": _better_grade, "footer": _own_footer}


@pytest.mark.parametrize("false", _FALSE.values(), ids=_FALSE.keys())
def test_what_the_record_does_not_hold_cannot_be_forged_under_the_issuers_name(
    judge: Judge, paper: Paper, false: Callable[[], ReportContent]
) -> None:
    forged = _forged(false())
    for names in ((paper.certificate,), ()):
        said = judge(forged.data, record_of(forged, seal_certificates=names))
        assert (said.verdict, said.stranger) == (Verdict.UNVERIFIABLE, False), "asking does not outweigh the record"
        assert said.reasons[0].startswith(_NOT_NAMED)


@pytest.mark.parametrize("false", _FALSE.values(), ids=_FALSE.keys())
def test_nor_where_the_server_keeps_no_seals(judge: Judge, false: Callable[[], ReportContent]) -> None:
    forged = _forged(false())
    said = judge(forged.data, record_of(forged, seal_certificates=None))
    assert (said.verdict, said.stranger, said.reasons[0]) == (Verdict.UNVERIFIABLE, True, _NOT_MET)
    assert said.certificate_sha256 == forged.certificate


def test_a_seal_that_the_record_names_is_its_issuers(judge: Judge, paper: Paper) -> None:
    said = judge(paper.data, record_of(paper))
    assert (said.verdict, said.stranger) == (Verdict.AUTHENTIC, False)
    assert any("not by a public certificate authority" in reason for reason in said.reasons)
    other = record_of(paper, seal_certificates=("0" * 64, paper.certificate))
    assert judge(paper.data, other).verdict is Verdict.AUTHENTIC


def test_what_a_record_named_once_stays_known_when_a_server_names_none_any_more(judge: Judge, paper: Paper) -> None:
    book = ForgetfulSealBook()
    silent = record_of(paper, seal_certificates=None)
    assert judge(paper.data, silent, seals=book).verdict is Verdict.UNVERIFIABLE
    assert judge(paper.data, silent, seals=book).verdict is Verdict.UNVERIFIABLE, "seeing it twice is no proof"
    judge(paper.data, record_of(paper), seals=book)
    said = judge(paper.data, silent, seals=book)
    assert said.verdict is Verdict.AUTHENTIC
    assert "This computer knows the seal as that of “Autohaus Test”." in said.reasons


def test_another_certificate_under_a_known_name_is_not_green(judge: Judge, paper: Paper) -> None:
    book = ForgetfulSealBook()
    judge(paper.data, record_of(paper), seals=book)
    forged = _forged(_better_grade())
    said = judge(forged.data, record_of(forged, seal_certificates=None), seals=book)
    assert said.verdict is Verdict.UNVERIFIABLE
    assert said.reasons[0].startswith(_ANOTHER)


def test_a_certificate_known_at_one_server_is_a_stranger_at_another(judge: Judge, paper: Paper) -> None:
    book = ForgetfulSealBook()
    book.remember("https://verify.example", _NAME, paper.certificate)
    said = judge(paper.data, record_of(paper, seal_certificates=None), seals=book)
    assert (said.verdict, said.reasons[0]) == (Verdict.UNVERIFIABLE, _NOT_MET)


def test_a_withdrawn_paper_under_a_strangers_seal_is_not_called_authentic(judge: Judge) -> None:
    forged = _forged(_better_grade())
    record = record_of(forged, seal_certificates=None, status=ReportStatus.REVOKED, status_raw="revoked")
    said = judge(forged.data, record)
    assert said.verdict is Verdict.UNVERIFIABLE
    assert any("revoked" in reason for reason in said.reasons)


def test_a_person_who_has_asked_the_issuer_can_settle_it(judge: Judge, paper: Paper) -> None:
    book: SealBook = ForgetfulSealBook()
    silent = record_of(paper, seal_certificates=None)
    found = judge(paper.data, silent, seals=book)
    believe(book, ORIGIN, found, paper.certificate)
    assert judge(paper.data, silent, seals=book).verdict is Verdict.AUTHENTIC


def test_another_fingerprint_than_the_files_settles_nothing(judge: Judge, paper: Paper) -> None:
    book = ForgetfulSealBook()
    unknown = judge(paper.data, record_of(paper, seal_certificates=None), seals=book)
    refused = judge(paper.data, record_of(paper, seal_certificates=()), seals=book)
    altered = judge(paper.data, record_of(paper, soh_percent=70.0), seals=book)
    for found, told in ((unknown, "0" * 64), (refused, paper.certificate), (altered, paper.certificate)):
        with pytest.raises(Refused) as refusal:
            believe(book, ORIGIN, found, told)
        assert refusal.value.code == "other_seal"
    assert not book.seals_of(ORIGIN, _NAME)
