"""Whatever is done to a sealed report is noticed."""

import random
import re
from io import BytesIO

import pikepdf
import pypdf
import pypdf.annotations
import pytest

from celliq_desktop.domain.paper import SEAL_FIELD, TWIN_NAME
from celliq_desktop.domain.reports import Verdict
from tests.signing.papers import (
    TWIN,
    by_authority,
    checked,
    edited,
    identity,
    paper,
    sealed,
    signed_again,
    signed_otherwise,
)


@pytest.fixture(scope="module")
def report() -> bytes:
    return sealed()


def test_no_sampled_byte_can_change_unnoticed(report: bytes) -> None:
    chance = random.Random(20261123)
    for position in chance.sample(range(len(report)), 200):
        changed = bytearray(report)
        changed[position] ^= 1 << chance.randrange(8)
        assert checked(bytes(changed)).verdict is Verdict.ALTERED, f"byte {position}"


def test_no_byte_of_the_signature_itself_can_change_unnoticed(report: bytes) -> None:
    """Half of the container is not under the signature: here the form is what protects."""
    start = report.index(b"/Contents <3") + len(b"/Contents ")
    end = report.index(b"/ByteRange")
    for position in range(start, end):
        changed = bytearray(report)
        changed[position] ^= 0x20 if chr(changed[position]) in "ABCDEF" else 0x01
        assert checked(bytes(changed)).verdict is Verdict.ALTERED, f"byte {position}"


def test_a_chain_of_certificates_is_protected_too() -> None:
    pdf = sealed(by=by_authority())
    assert checked(pdf).verdict is Verdict.AUTHENTIC
    start = pdf.index(b"/Contents <3") + len(b"/Contents <")
    for position in range(start, start + 2 * 900, 7):
        changed = bytearray(pdf)
        changed[position] = ord("0") if changed[position] != ord("0") else ord("1")
        assert checked(bytes(changed)).verdict is Verdict.ALTERED, f"byte {position}"


def test_the_unused_bits_of_a_certificate_of_the_chain_cannot_be_played_with() -> None:
    """The one byte of a certificate that neither the seal nor its own signature covers."""
    pdf = sealed(by=by_authority())
    before = b"06082A8648CE3D040302034"  # ECDSA with SHA-256, then a bit string of 0x4? octets
    places = [match.end() + 1 for match in re.finditer(before, pdf)]
    assert len(places) == 2
    for place in places:
        assert pdf[place : place + 2] == b"00"
        for bits in range(1, 8):
            changed = pdf[:place] + f"{bits:02X}".encode("ascii") + pdf[place + 2 :]
            assert checked(changed).verdict is Verdict.ALTERED, f"{bits} bits"


def test_bytes_after_the_end_are_an_alteration(report: bytes) -> None:
    for tail in (b"\n", b" ", b"%", b"\0"):
        assert checked(report + tail).verdict is Verdict.ALTERED


def test_bytes_before_the_beginning_are_an_alteration(report: bytes) -> None:
    assert checked(b"\n" + report).verdict is Verdict.ALTERED


def test_a_revision_after_the_seal_is_an_alteration(report: bytes) -> None:
    output = BytesIO()
    writer = pypdf.PdfWriter(BytesIO(report), incremental=True)
    writer.add_metadata({"/Title": "Another"})
    writer.write(output)
    assert output.getvalue().startswith(report)
    assert len(output.getvalue()) > len(report)
    assert checked(output.getvalue()).verdict is Verdict.ALTERED


def test_an_annotation_after_the_seal_is_an_alteration(report: bytes) -> None:
    output = BytesIO()
    writer = pypdf.PdfWriter(BytesIO(report), incremental=True)
    note = pypdf.annotations.FreeText(text="State of health 99 %", rect=(72, 700, 300, 740))
    writer.add_annotation(0, note)
    writer.write(output)
    assert output.getvalue().startswith(report)
    assert checked(output.getvalue()).verdict is Verdict.ALTERED


def test_a_second_signature_is_an_alteration(report: bytes) -> None:
    assert checked(signed_again(report)).verdict is Verdict.ALTERED


def test_a_report_written_anew_is_an_alteration(report: bytes) -> None:
    assert checked(edited(report, lambda _: None)).verdict is Verdict.ALTERED


def test_a_truncated_report_is_altered(report: bytes) -> None:
    for part in (0.3, 0.5, 0.8, 0.95, 0.999):
        assert checked(report[: int(len(report) * part)]).verdict is Verdict.ALTERED


def test_a_swapped_twin_is_an_alteration() -> None:
    who = identity()
    mine, other = sealed(by=who), sealed(by=who, twin=TWIN.replace("91.2", "99.9"))
    packed = _packed_twin(mine)
    changed = mine.replace(packed, _packed_twin(other))
    assert changed != mine
    assert checked(changed).verdict is Verdict.ALTERED


def test_a_seal_moved_to_another_paper_is_an_alteration() -> None:
    who = identity()
    mine, other = sealed(by=who), sealed(paper(link="https://celliq.eu/verify/xyz"), by=who)
    start, end = (other.index(mark) for mark in (b"/Contents <3", b">\n/ByteRange"))
    container = mine[mine.index(b"/Contents <3") : mine.index(b">\n/ByteRange")]
    moved = other[:start] + container.ljust(end - start, b"0")[: end - start] + other[end:]
    assert checked(other).verdict is Verdict.AUTHENTIC
    assert len(moved) == len(other)
    assert checked(moved).verdict is Verdict.ALTERED


def test_a_signature_in_another_field_is_not_our_seal() -> None:
    result = checked(signed_otherwise(paper(), "Approval"))
    assert result.verdict is Verdict.ALTERED
    assert "not signed the way" in result.reasons[0]


def test_a_certification_that_allows_changes_is_not_our_seal() -> None:
    result = checked(signed_otherwise(paper(), SEAL_FIELD, permissions=2))
    assert result.verdict is Verdict.ALTERED
    assert "does not forbid changes" in result.reasons[0]


def test_an_outdated_digest_is_not_our_seal() -> None:
    assert checked(signed_otherwise(paper(), SEAL_FIELD, method="sha1")).verdict is Verdict.ALTERED


def _packed_twin(pdf: bytes) -> bytes:
    """The bytes of the twin as they stand in the file."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return document.attachments[TWIN_NAME].get_file().obj.read_raw_bytes()
