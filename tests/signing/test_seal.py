"""Sealing: one more revision, seen by other programs as it was meant."""

import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest

from celliq_desktop.domain.paper import PRODUCER, SEAL_BOX_MM, SEAL_FIELD, TWIN_NAME
from celliq_desktop.domain.problems import BadSurroundings
from celliq_desktop.reports.pdf import LANGUAGES
from celliq_desktop.signing.check import AcceptancePolicy
from celliq_desktop.signing.identity import DealerIdentity, create_identity
from celliq_desktop.signing.seal import PadesSealer
from celliq_desktop.signing.stamp import SEALED_BY
from tests.signing.papers import ISSUER, TWIN, identity, paper, sealed
from tests.support.clocks import FakeClock


def test_the_paper_itself_is_not_touched() -> None:
    assert sealed().startswith(paper())


def test_the_producer_stays_ours() -> None:
    with pikepdf.open(BytesIO(sealed())) as document:
        assert str(document.docinfo["/Producer"]) == PRODUCER


def test_the_seal_tells_the_injected_time_and_no_other() -> None:
    pdf = sealed()
    today = datetime.now(UTC).strftime("%Y%m%d").encode("ascii")
    assert AcceptancePolicy().check(pdf).sealed_at == FakeClock().now()
    assert today == b"20261123" or today not in pdf.removeprefix(paper())


def test_the_twin_is_an_associated_file() -> None:
    with pikepdf.open(BytesIO(sealed())) as document:
        attached = document.attachments[TWIN_NAME]
        assert attached.get_file().read_bytes().decode() == TWIN
        assert attached.get_file().mime_type == "application/json"
        assert document.Root.AF[0].AFRelationship == "/Data"


def test_the_field_stands_where_the_paper_leaves_room() -> None:
    with pikepdf.open(BytesIO(sealed())) as document:
        (field,) = document.Root.AcroForm.Fields
        assert str(field.T) == SEAL_FIELD
        assert [float(edge) * 25.4 / 72 for edge in field.Rect] == pytest.approx(SEAL_BOX_MM, abs=0.01)
        assert field.P.objgen == document.pages[0].objgen
        assert field.V.Reference[0].TransformParams.P == 1
        assert field.V.SubFilter == "/ETSI.CAdES.detached"


@pytest.mark.parametrize("name", [ISSUER, "A", "Gebrüder Łączyński & Παπάς Autohandel Reparatur"])
def test_people_read_who_sealed_and_when(name: str) -> None:
    appearance = _appearance(sealed(by=identity(name)))
    assert "Sealed by" in appearance
    assert "2026-11-23 09:00 UTC" in appearance
    assert name in " ".join(appearance.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_seal_speaks_the_language_of_the_paper(language: str) -> None:
    """To those who see it, and to those who have the field read to them."""
    with pikepdf.open(BytesIO(paper())) as document:
        document.Root.Lang = language
        target = BytesIO()
        document.save(target)
    done = sealed(target.getvalue())
    assert set(SEALED_BY) == set(LANGUAGES)
    assert SEALED_BY[language] in _appearance(done)
    with pikepdf.open(BytesIO(done)) as document:
        assert str(document.Root.AcroForm.Fields[0].TU) == f"{SEALED_BY[language]} {ISSUER}"


def test_a_name_too_long_for_the_field_ends_in_an_ellipsis() -> None:
    assert "WWWWWW…" in _appearance(sealed(by=identity("W" * 64)))


def test_every_font_of_the_seal_is_embedded() -> None:
    with pikepdf.open(BytesIO(sealed())) as document:
        fonts: Any = document.Root.AcroForm.Fields[0].AP.N.Resources.Font
        files = [font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes() for font in fonts.values()]
    assert [file[:4] for file in files] == [b"\0\1\0\0"] * 2


def test_the_same_words_weigh_little() -> None:
    assert len(sealed()) - len(paper()) < 30_000


def test_pdfsig_agrees(tmp_path: Path) -> None:
    program = shutil.which("pdfsig")
    if program is None:
        pytest.skip("pdfsig (poppler-utils) is not on this machine")
    path = tmp_path / "sealed.pdf"
    path.write_bytes(sealed())
    said = subprocess.run([program, "-nocert", str(path)], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert SEAL_FIELD in said
    assert ISSUER in said


def test_an_expired_certificate_seals_nothing() -> None:
    clock = FakeClock()
    sealer = PadesSealer(identity(), clock)
    clock.advance(timedelta(days=1826).total_seconds())
    with pytest.raises(BadSurroundings) as caught:
        sealer.seal(paper(), twin=TWIN, reason="test")
    assert caught.value.code == "certificate_expired"


def test_a_clock_before_the_certificate_is_noticed() -> None:
    clock = FakeClock()
    sealer = PadesSealer(create_identity(ISSUER, clock.now() + timedelta(days=2)), clock)
    with pytest.raises(BadSurroundings) as caught:
        sealer.seal(paper(), twin=TWIN, reason="test")
    assert caught.value.code == "certificate_not_yet_valid"


@pytest.mark.parametrize("content", [b"", b"hello", paper()[:300]])
def test_what_is_not_a_pdf_cannot_be_sealed(content: bytes) -> None:
    with pytest.raises(BadSurroundings) as caught:
        sealed(content)
    assert caught.value.code == "cannot_seal"


def test_a_sealed_paper_is_not_sealed_again() -> None:
    with pytest.raises(BadSurroundings) as caught:
        sealed(sealed())
    assert caught.value.code == "cannot_seal"


def test_the_sealer_says_whose_it_is() -> None:
    who: DealerIdentity = identity()
    sealer = PadesSealer(who, FakeClock())
    assert sealer.issuer == ISSUER
    assert sealer.certificate_sha256 == who.certificate_sha256


def test_importing_the_room_does_not_load_pyhanko() -> None:
    code = "import sys, celliq_desktop.signing.seal, celliq_desktop.signing.check; print('pyhanko' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout.strip() == b"False"


def _appearance(pdf: bytes) -> str:
    """The words in the seal field, read by another library."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(200, 80)
    form: Any = pypdf.PdfReader(BytesIO(pdf)).pages[0]["/Annots"]
    (field,) = [entry.get_object() for entry in form if "/AP" in entry.get_object()]
    appearance = field["/AP"]["/N"].get_object()
    page[pypdf.generic.NameObject("/Resources")] = appearance["/Resources"].clone(writer)
    stream = pypdf.generic.DecodedStreamObject()
    stream.set_data(appearance.get_data())
    page[pypdf.generic.NameObject("/Contents")] = writer._add_object(stream)
    return page.extract_text()
