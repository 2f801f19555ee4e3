"""Whoever may seal, and does it over a false paper: what a reader shows beside the pages must be what we show, too."""

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from celliq_desktop.domain.reports import Verdict
from celliq_desktop.reports.pdf import render
from celliq_desktop.signing import seal
from celliq_desktop.signing.check import AcceptancePolicy
from celliq_desktop.signing.identity import DealerIdentity
from celliq_desktop.signing.likeness import sealed_alike
from celliq_desktop.signing.seal import PadesSealer
from celliq_desktop.signing.stamp import seal_stamp
from celliq_desktop.usecases.examinations import Examiner
from tests.signing.papers import by_authority, with_key
from tests.support.clocks import FakeClock
from tests.usecases.papers import Judge, content, record_of, sealed


def _false(judge: Judge, forged: Any) -> None:
    """Even the desk itself, and a certificate that the record names, are not believed."""
    for own in (forged.certificate, ""):
        said = judge(forged.data, record_of(forged), own=own)
        assert said.verdict in (Verdict.ALTERED, Verdict.UNVERIFIABLE)


@pytest.mark.parametrize("says", [{"issuer": "Europäische Kommission"}, {"said": "Grade A, checked by"}])
def test_a_seal_that_shows_other_words_than_its_certificate_is_altered(
    judge: Judge, sealer: PadesSealer, monkeypatch: pytest.MonkeyPatch, says: dict[str, str]
) -> None:
    drawn = seal_stamp

    def stamp(writer: Any, said: str, issuer: str, *rest: Any) -> Any:
        return drawn(writer, says.get("said", said), says.get("issuer", issuer), *rest)

    with monkeypatch.context() as patched:
        patched.setattr(seal, "seal_stamp", stamp)
        forged = sealed(sealer, content())
    _false(judge, forged)


def _file(name: str) -> Callable[[Any], None]:
    """A second stream for readers that look under another key first."""

    def change(writer: Any) -> None:
        from pyhanko.pdf_utils import generic

        pdf: Any = generic
        stream = pdf.StreamObject(stream_data=b'{"soh_percent": 99.9}')
        _twin_of(writer)["/EF"][pdf.pdf_name(name)] = writer.add_object(stream)

    return change


def _words(name: str, words: str) -> Callable[[Any], None]:
    def change(writer: Any) -> None:
        from pyhanko.pdf_utils import generic

        pdf: Any = generic
        _twin_of(writer)[pdf.pdf_name(name)] = pdf.pdf_string(words)

    return change


def _twin_of(writer: Any) -> Any:
    return writer.root["/Names"]["/EmbeddedFiles"]["/Names"][1]


_TWINS = {
    "another stream": _file("/UF"),
    "a stream for an old system": _file("/DOS"),
    "another name": _words("/UF", "invoice.exe"),
    "another name for old readers": _words("/F", "invoice.exe"),
    "another description": _words("/Desc", "Battery as good as new, 99 %"),
}


@pytest.mark.parametrize("change", _TWINS.values(), ids=_TWINS.keys())
def test_a_twin_that_is_shown_under_other_words_or_is_two_is_altered(
    judge: Judge, sealer: PadesSealer, monkeypatch: pytest.MonkeyPatch, change: Callable[[Any], None]
) -> None:
    attached = seal._attach

    def attach(writer: Any, *rest: Any) -> None:
        attached(writer, *rest)
        change(writer)

    with monkeypatch.context() as patched:
        patched.setattr(seal, "_attach", attach)
        forged = sealed(sealer, content())
    _false(judge, forged)


def _page(name: str, value: Any) -> Callable[[pikepdf.Pdf], None]:
    return lambda document: document.pages[0].obj.__setitem__(name, value)


def _catalog(name: str, value: Any) -> Callable[[pikepdf.Pdf], None]:
    return lambda document: document.Root.__setitem__(name, value)


def _other_letters(document: pikepdf.Pdf) -> None:
    """What is copied, or read aloud, is not what is seen."""
    fonts = document.pages[0].Resources.Font
    font = next(fonts[name] for name in sorted(fonts.keys()) if "/ToUnicode" in fonts[name])
    font.ToUnicode.write(font.ToUnicode.read_bytes().replace(b"<0038>", b"<0039>"))


def _picture_over_all(document: pikepdf.Pdf) -> None:
    white = document.make_stream(b"\xff\xff\xff")
    white.update({"/Type": pikepdf.Name.XObject})
    document.pages[0].obj.Resources["/XObject"] = pikepdf.Dictionary(Im0=white)
    document.pages[0].contents_add(b"q 600 0 0 840 0 0 cm /Im0 Do Q")


def _see_through(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.Resources["/ExtGState"] = pikepdf.Dictionary(G=pikepdf.Dictionary(ca=0, CA=0))
    document.pages[0].contents_add(b"/G gs", prepend=True)


_CHANGES = {
    "upside down": _page("/Rotate", 180),
    "cropped": _page("/CropBox", pikepdf.Array([0, 0, 300, 300])),
    "huge": _page("/MediaBox", pikepdf.Array([0, 0, 14_400, 14_400])),
    "another unit": _page("/UserUnit", 5),
    "turns by itself": _page("/Dur", 1),
    "other letters": _other_letters,
    "a picture over all": _picture_over_all,
    "see-through": _see_through,
    "a portfolio": _catalog("/Collection", pikepdf.Dictionary(View=pikepdf.Name.H)),
    "layers": _catalog("/OCProperties", pikepdf.Dictionary(OCGs=pikepdf.Array([]), D=pikepdf.Dictionary())),
    "attachments first": _catalog("/PageMode", pikepdf.Name.UseAttachments),
    "links from elsewhere": _catalog("/URI", pikepdf.Dictionary(Base=pikepdf.String("https://evil.example"))),
    "a form of its own": _catalog("/AcroForm", pikepdf.Dictionary(Fields=pikepdf.Array([]), DA=pikepdf.String("0 g"))),
    "another language": _catalog("/Lang", pikepdf.String("fr")),
    "pages the other way round": lambda document: document.pages.reverse(),
}


@pytest.mark.parametrize("change", _CHANGES.values(), ids=_CHANGES.keys())
def test_pages_that_readers_show_otherwise_are_not_called_authentic(
    judge: Judge, sealer: PadesSealer, change: Callable[[pikepdf.Pdf], None]
) -> None:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(render(content()))) as document:
        change(document)
        document.save(target)
    _false(judge, sealed(sealer, content(), page=target.getvalue()))


@pytest.mark.parametrize(
    "identity", [by_authority, lambda: with_key(rsa.generate_private_key(65537, 2048))], ids=["authority", "RSA"]
)
def test_an_honest_seal_of_any_kind_looks_like_ours(identity: Callable[[], DealerIdentity]) -> None:
    honest = sealed(PadesSealer(identity(), FakeClock()), content())
    assert Examiner(AcceptancePolicy(), sealed_alike).examine(honest.data).doubt is None
