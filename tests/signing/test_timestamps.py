"""A timestamp may follow the seal, and nothing else with it."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID

from celliq_desktop.domain.problems import Refused, TryAgain
from celliq_desktop.domain.reports import Verdict
from celliq_desktop.signing.timestamper import DocumentTimestamper
from tests.signing.authorities import StampOffice
from tests.signing.papers import by_authority, checked, identity, paper, sealed, signed_again, signed_otherwise
from tests.support.clocks import FakeClock


@pytest.fixture(scope="module")
def office() -> StampOffice:
    return StampOffice()


@pytest.fixture(scope="module")
def report() -> bytes:
    return sealed()


@pytest.fixture(scope="module")
def stamped(office: StampOffice, report: bytes) -> bytes:
    return DocumentTimestamper(office).append(report)[0]


def test_a_timestamped_report_is_authentic_and_says_when_and_by_whom(
    office: StampOffice, report: bytes, stamped: bytes
) -> None:
    assert stamped.startswith(report)
    found = checked(stamped)
    assert found.verdict is Verdict.AUTHENTIC
    assert (found.timestamp, found.timestamp_by) == (office.at, "Stamp Office")
    assert found.timestamp_certificates == office.fingerprints
    assert found.sealed_at == FakeClock().now()


def test_a_report_without_timestamp_states_none(report: bytes) -> None:
    found = checked(report)
    assert (found.timestamp, found.timestamp_by, found.timestamp_certificates) == (None, None, ())


def test_a_second_timestamp_years_later_keeps_the_first_time(office: StampOffice, stamped: bytes) -> None:
    later = StampOffice(at=office.at + timedelta(days=700))
    twice, at = DocumentTimestamper(later).append(stamped)
    assert at == later.at
    found = checked(twice)
    assert found.verdict is Verdict.AUTHENTIC
    assert found.timestamp == office.at


def test_a_seal_with_a_chain_can_be_timestamped(office: StampOffice) -> None:
    stamped, _at = DocumentTimestamper(office).append(sealed(by=by_authority()))
    assert checked(stamped).verdict is Verdict.AUTHENTIC


def test_no_sampled_byte_outside_of_the_token_can_change_unnoticed(report: bytes, stamped: bytes) -> None:
    chance = random.Random(20261124)
    start = stamped.index(b"/Contents <", len(report)) + len(b"/Contents <")
    end = stamped.index(b">", start)
    places = [*range(len(report), start), *range(end, len(stamped))]
    for position in chance.sample(places, 150):
        changed = bytearray(stamped)
        changed[position] ^= 1 << chance.randrange(8)
        assert checked(bytes(changed)).verdict is Verdict.ALTERED, f"byte {position}"


def test_no_change_of_the_token_changes_what_is_said(office: StampOffice, report: bytes, stamped: bytes) -> None:
    """A token is written by others: parts of it, such as the certificates above the service's own, are free. None of
    them says anything."""
    chance = random.Random(20261124)
    start = stamped.index(b"/Contents <", len(report)) + len(b"/Contents <")
    end = stamped.index(b">", start)
    for position in chance.sample(range(start, end), 150):
        changed = bytearray(stamped)
        changed[position] = ord("0") if changed[position] != ord("0") else ord("1")
        found = checked(bytes(changed))
        if found.verdict is Verdict.AUTHENTIC:
            assert (found.timestamp, found.timestamp_by) == (office.at, "Stamp Office")
            assert found.timestamp_certificates[0] == office.fingerprints[0]


def _objects() -> Any:
    """pyHanko's kinds of PDF objects, which carry no annotations."""
    from pyhanko.pdf_utils import generic

    return generic


def _overlay(writer: Any) -> None:
    generic = _objects()

    page = writer.root["/Pages"]["/Kids"][0]
    stream = generic.StreamObject(stream_data=b"BT /F1 40 Tf 72 500 Td (99 %) Tj ET")
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), writer.add_object(stream)])
    writer.update_container(page)


def _script(writer: Any) -> None:
    generic = _objects()

    action = {generic.pdf_name("/S"): generic.pdf_name("/JavaScript"), generic.pdf_name("/JS"): generic.pdf_string("1")}
    writer.root["/OpenAction"] = generic.DictionaryObject(action)
    writer.update_root()


def _annotation(writer: Any) -> None:
    generic = _objects()

    name = generic.pdf_name
    note = generic.DictionaryObject(
        {
            name("/Type"): name("/Annot"),
            name("/Subtype"): name("/FreeText"),
            name("/Rect"): generic.ArrayObject([generic.NumberObject(one) for one in (72, 700, 300, 740)]),
            name("/Contents"): generic.pdf_string("99 %"),
        }
    )
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Annots"].append(writer.add_object(note))
    writer.update_container(page["/Annots"])


def _other_page(writer: Any) -> None:
    generic = _objects()

    pages = writer.root["/Pages"]
    pages["/Kids"] = generic.ArrayObject([pages["/Kids"].raw_get(1), pages["/Kids"].raw_get(0)])
    writer.update_container(pages)


def _other_twin(writer: Any) -> None:
    from pyhanko.pdf_utils import embed

    file = embed.EmbeddedFileObject.from_file_data(writer, b'{"soh_percent": 99.9}', mime_type="application/json")
    embed.embed_file(writer, embed.FileSpec("more.json", file_name="more.json", embedded_data=file))


def _stray_object(writer: Any) -> None:
    generic = _objects()

    writer.add_object(generic.pdf_string("nobody refers to me"))


def _title(writer: Any) -> None:
    generic = _objects()

    info = writer.prev.trailer_view["/Info"]
    info["/Title"] = generic.pdf_string("Another")
    writer.mark_update(writer.prev.trailer.raw_get("/Info").reference)


def _junk_in_the_store(writer: Any) -> None:
    generic = _objects()

    stream = writer.add_object(generic.StreamObject(stream_data=b"%PDF-1.7 inside"))
    store = writer.root["/DSS"]
    store["/Certs"].append(stream)
    writer.update_container(store["/Certs"])


def _preferences(writer: Any) -> None:
    generic = _objects()

    catalog = writer.root
    catalog["/ViewerPreferences"] = generic.DictionaryObject(
        {generic.pdf_name("/HideToolbar"): generic.BooleanObject(True)}
    )
    writer.update_root()


@pytest.mark.parametrize(
    "smuggled",
    [
        _overlay,
        _script,
        _annotation,
        _other_page,
        _other_twin,
        _stray_object,
        _title,
        _junk_in_the_store,
        _preferences,
    ],
)
def test_nothing_comes_along_with_a_timestamp(
    office: StampOffice, report: bytes, smuggled: Callable[[Any], None]
) -> None:
    """The token is good and covers the whole file; what else the revision does is the forgery."""

    class Smuggler(DocumentTimestamper):
        def _keep_evidence(self, writer: Any, certificates: Any) -> None:
            super()._keep_evidence(writer, certificates)
            smuggled(writer)

    with pytest.raises(Refused) as problem:
        Smuggler(office).append(report)
    assert problem.value.code == "timestamp_unusable"
    assert "Rejection" in problem.value.reasons[0]


def test_bytes_between_the_objects_of_a_revision_are_an_alteration(report: bytes, stamped: bytes) -> None:
    place = stamped.index(b"endobj\n", len(report)) + len(b"endobj\n")
    assert checked(stamped[:place] + b"% more\n" + stamped[place:]).verdict is Verdict.ALTERED


def test_bytes_after_a_timestamp_are_an_alteration(stamped: bytes) -> None:
    for tail in (b"\n", b" ", b"%", b"\0"):
        assert checked(stamped + tail).verdict is Verdict.ALTERED


def test_a_truncated_timestamp_is_an_alteration(report: bytes, stamped: bytes) -> None:
    for part in (0.1, 0.5, 0.9, 0.99):
        end = len(report) + int((len(stamped) - len(report)) * part)
        assert checked(stamped[:end]).verdict is Verdict.ALTERED


def test_a_signature_after_a_timestamp_is_an_alteration(stamped: bytes) -> None:
    assert checked(signed_again(stamped)).verdict is Verdict.ALTERED


def test_the_timestamp_of_another_report_does_not_fit(office: StampOffice) -> None:
    who = identity()
    mine, other = (
        DocumentTimestamper(office).append(sealed(paper(link=f"https://celliq.eu/verify/{one}"), by=who))[0]
        for one in ("abc", "xyz")
    )
    parts = []
    for pdf in (mine, other):
        start = pdf.rindex(b"/Contents <") + len(b"/Contents <")
        parts.append((start, pdf.index(b">", start)))
    (start, end), (from_, to) = parts
    token = other[from_:to].ljust(end - start, b"0")[: end - start]
    assert checked(mine[:start] + token + mine[end:]).verdict is Verdict.ALTERED


def test_a_service_that_must_not_stamp_is_not_believed(report: bytes) -> None:
    wrong = StampOffice(usages=(ExtendedKeyUsageOID.CODE_SIGNING,))
    with pytest.raises(Refused) as problem:
        DocumentTimestamper(wrong).append(report)
    assert problem.value.code == "timestamp_unusable"


def test_a_timestamp_older_than_the_seal_confirms_nothing(report: bytes) -> None:
    early = StampOffice(at=FakeClock().now() - timedelta(hours=2))
    stamped, _at = DocumentTimestamper(early).append(report)
    found = checked(stamped)
    assert found.verdict is Verdict.UNVERIFIABLE
    assert "older than the seal" in found.reasons[0]


def test_only_a_whole_report_is_timestamped(office: StampOffice, report: bytes) -> None:
    for broken in (report[:-20], report + b"\n", paper(), signed_otherwise(paper(), "Approval")[:-1]):
        with pytest.raises(Refused) as problem:
            DocumentTimestamper(office).append(broken)
        assert problem.value.code == "not_sealed"


def test_an_answer_that_is_no_timestamp_leaves_the_report_alone(report: bytes) -> None:
    for answer in (b"", b"<html>", b"\x30\x03\x02\x01\x02"):
        with pytest.raises(Refused) as problem:
            DocumentTimestamper(StampOffice(answer=answer)).append(report)
        assert problem.value.code == "timestamp_unusable"
        assert "stays valid" in problem.value.safe


def test_a_service_that_does_not_answer_is_a_reason_to_wait(report: bytes) -> None:
    away = StampOffice(answer=TryAgain("offline", "The timestamp service cannot be reached."))
    with pytest.raises(TryAgain):
        DocumentTimestamper(away).append(report)
