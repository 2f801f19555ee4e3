"""True twin, true record, false page: forgeries by a stranger whose certificate carries the issuer's own name."""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pikepdf
import pytest

from celliq_desktop.domain.identity import unnamed_issuer
from celliq_desktop.domain.letterheads import Letterhead
from celliq_desktop.domain.reports import Verdict
from celliq_desktop.reports.content import ReportContent
from celliq_desktop.reports.pdf import render
from celliq_desktop.reports.twin import RENDERER, twin_json
from celliq_desktop.signing.identity import create_identity
from celliq_desktop.signing.seal import PadesSealer
from tests.reports.archive_rules import elements_of
from tests.reports.test_letterheads import LOGO
from tests.support.clocks import FakeClock
from tests.usecases.papers import Judge, content, record_of, sealed

_PAGES = "The pages do not show what was sealed with them."


def _stranger() -> PadesSealer:
    return PadesSealer(create_identity("Autohaus Test", FakeClock().now()), FakeClock())


def _grade(case: ReportContent) -> ReportContent:
    assert case.estimate is not None
    return replace(case, estimate=replace(case.estimate, grade="A"))


def _charge(case: ReportContent) -> ReportContent:
    assert case.estimate is not None
    first, *rest = case.estimate.sessions
    return replace(case, estimate=replace(case.estimate, sessions=(replace(first, used=False), *rest)))


def _report(**other: Any) -> Callable[[ReportContent], ReportContent]:
    return lambda case: replace(case, report=replace(case.report, **other))


_FALSE: dict[str, Callable[[ReportContent], ReportContent]] = {
    "odometer": _report(odometer_km=12_000.0),
    "interval": _report(soh_low_percent=87.0, soh_high_percent=89.0),
    "validity": _report(valid_until=FakeClock().now()),
    "capacity": _report(estimated_capacity_kwh=57.9),
    "report id": _report(id="rep_other"),
    "grade": _grade,
    "history": lambda case: replace(case, history=()),
    "charges": _charge,
    "trim": lambda case: replace(case, car_record=replace(case.car_record, trim="Max")),
    "dealer": lambda case: replace(case, dealer_name="Another dealer"),
    "footer": lambda case: replace(case, footer="Battery guaranteed until 2040"),
    "sample": lambda case: replace(case, sample=True),
    "logo": lambda case: replace(case, letterhead=Letterhead(logo=LOGO)),
    "paper": lambda case: replace(case, letterhead=Letterhead(paper="letter")),
    "units": lambda case: replace(case, letterhead=Letterhead(region="US")),
}


def test_a_dressed_report_on_another_paper_is_authentic(judge: Judge, sealer: PadesSealer) -> None:
    head = Letterhead(paper="letter", region="US", accent="#1E50E8", logo=LOGO)
    dressed = sealed(sealer, replace(content(), letterhead=head))
    assert judge(dressed.data, record_of(dressed)).verdict is Verdict.AUTHENTIC


@pytest.mark.parametrize("false", _FALSE.values(), ids=_FALSE.keys())
def test_a_false_page_over_a_true_twin_and_a_true_record_is_altered(
    judge: Judge, false: Callable[[ReportContent], ReportContent]
) -> None:
    forged = sealed(_stranger(), content(), page=render(false(content())))
    said = judge(forged.data, record_of(forged))
    assert (said.verdict, said.reasons) == (Verdict.ALTERED, (_PAGES,))


def _with_pages(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(render(content()))) as document:
        change(document)
        document.save(target)
    return target.getvalue()


def _append(code: bytes) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        document.pages[0].contents_add(code)

    return change


def _one_more_page(document: pikepdf.Pdf) -> None:
    document.add_blank_page()


def _note(document: pikepdf.Pdf) -> None:
    annotation = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[50, 50, 90, 90], Contents="98 %"
    )
    document.pages[1]["/Annots"] = document.make_indirect(pikepdf.Array([document.make_indirect(annotation)]))


def _title(document: pikepdf.Pdf) -> None:
    document.docinfo["/Title"] = "State of health 98 %"


def _said_of_the_grade(document: pikepdf.Pdf) -> None:
    """Only a listener would be led astray."""
    figure = next(one for one in elements_of(document) if one["/S"] == "/Figure")
    figure["/Alt"] = "Grade A"


def _heard_first(document: pikepdf.Pdf) -> None:
    kids = document.Root["/StructTreeRoot"]["/K"]["/K"]
    document.Root["/StructTreeRoot"]["/K"]["/K"] = pikepdf.Array(reversed(list(kids)))


def _metadata(document: pikepdf.Pdf) -> None:
    said = document.Root["/Metadata"].read_bytes()
    document.Root["/Metadata"].write(said.replace(b"Battery Condition Report", b"Battery as good as new"))


def _bookmark(document: pikepdf.Pdf) -> None:
    with document.open_outline() as outline:
        outline.root[0].title = "State of health 98 %"


def _colours(document: pikepdf.Pdf) -> None:
    document.Root["/OutputIntents"][0]["/DestOutputProfile"].write(b"another profile")


def _script(document: pikepdf.Pdf) -> None:
    document.Root["/OpenAction"] = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


@pytest.mark.parametrize(
    "change",
    [
        _append(b"\nBT 3 Tr /F1 8 Tf 40 40 Td (SoH 98.7) Tj ET"),
        _append(b"\n1 1 1 rg 0 0 600 850 re f"),
        _one_more_page,
        _note,
        _title,
        _said_of_the_grade,
        _heard_first,
        _metadata,
        _bookmark,
        _colours,
    ],
    ids=[
        *("hidden text", "white over all", "page more", "note", "title"),
        *("words for a figure", "order for a listener", "metadata", "bookmark", "colours"),
    ],
)
def test_a_page_with_more_on_it_is_not_called_authentic(judge: Judge, change: Callable[[pikepdf.Pdf], None]) -> None:
    forged = sealed(_stranger(), content(), page=_with_pages(change))
    assert judge(forged.data, record_of(forged)).verdict is not Verdict.AUTHENTIC


def test_pages_put_over_the_true_ones_by_a_later_revision_are_altered(judge: Judge) -> None:
    """The true page's bytes still begin the file; an incremental update below the seal shows another."""
    true, target = render(content()), io.BytesIO()
    with pikepdf.open(io.BytesIO(true)) as document:
        contents = document.pages[0].obj["/Contents"].objgen[0]
        root, size = document.Root.objgen[0], int(document.trailer["/Size"])
    body = b"1 1 1 rg 100 100 300 300 re f"
    target.write(true)
    place = target.tell()
    target.write(b"%d 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (contents, len(body), body))
    table = target.tell()
    before = int(true.rsplit(b"startxref\n", 1)[1].split()[0])
    target.write(b"xref\n%d 1\n%010d 00000 n \ntrailer\n" % (contents, place))
    target.write(b"<< /Size %d /Root %d 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (size, root, before, table))
    forged = sealed(_stranger(), content(), page=target.getvalue())
    assert forged.data.startswith(true)
    assert judge(forged.data, record_of(forged)).verdict is not Verdict.AUTHENTIC


def test_the_same_pages_packed_by_another_program_are_the_same(judge: Judge) -> None:
    packed = io.BytesIO()
    with pikepdf.open(io.BytesIO(render(content()))) as document:
        document.save(packed, static_id=True, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.all)
    other = sealed(_stranger(), content(), page=packed.getvalue())
    assert judge(other.data, record_of(other)).verdict is Verdict.AUTHENTIC


def _of_another_version(case: ReportContent) -> str:
    return twin_json(case).replace(f'"renderer":"{RENDERER}"', '"renderer":"celliq-paper/1"')


def test_another_version_of_the_program_is_said_and_its_main_figures_are_compared(
    judge: Judge, sealer: PadesSealer
) -> None:
    other = sealed(sealer, content(), twin=_of_another_version(content()))
    said = judge(other.data, record_of(other), own=other.certificate)
    assert said.verdict is Verdict.AUTHENTIC
    assert "Another version of this program made the pages; only their main figures were compared." in said.reasons


@pytest.mark.parametrize(
    "change",
    [lambda _document: None, _append(b"q 1 1 1 rg 40 600 300 150 re f Q")],
    ids=["words only", "below a white sheet"],
)
def test_pages_that_cannot_be_drawn_again_are_not_believed_a_stranger(
    judge: Judge, change: Callable[[pikepdf.Pdf], None]
) -> None:
    """The words may all be there, below a white sheet or in letters that look like others."""
    forged = sealed(_stranger(), content(), page=_with_pages(change), twin=_of_another_version(content()))
    said = judge(forged.data, record_of(forged))
    assert said.verdict is Verdict.UNVERIFIABLE
    assert "Another version" in said.reasons[0]
    assert "88.2 %" in said.reasons[1]


@pytest.mark.parametrize("name", ["odometer", "interval", "validity", "grade"])
def test_a_false_main_figure_on_pages_of_another_version_is_altered(judge: Judge, name: str) -> None:
    case = replace(
        content(),
        report=replace(
            content().report,
            odometer_km=48_210.0,
            soh_low_percent=85.1,
            soh_high_percent=91.3,
            valid_until=FakeClock().now().replace(year=2027),
        ),
    )
    forged = sealed(_stranger(), case, page=render(_FALSE[name](case)), twin=_of_another_version(case))
    assert judge(forged.data, record_of(forged)).verdict is Verdict.ALTERED


_RECORD = {
    "soh_low_percent": 80.0,
    "soh_high_percent": 99.0,
    "odometer_km": 12_345.0,
    "valid_until": FakeClock().now().replace(year=2031),
    "generated_at": FakeClock().now().replace(year=2020),
    "make": "Renault",
    "model": "Zoe",
    "year": 2019,
}


@pytest.mark.parametrize("name", _RECORD)
def test_whatever_the_record_says_otherwise_is_altered(judge: Judge, sealer: PadesSealer, name: str) -> None:
    ending = replace(content(), report=replace(content().report, valid_until=FakeClock().now().replace(year=2027)))
    honest = sealed(sealer, ending)
    said = judge(honest.data, record_of(honest, **{name: _RECORD[name]}), own=honest.certificate)
    assert said.verdict is Verdict.ALTERED
    assert len(said.reasons) == 1


def test_a_seal_of_another_issuer_than_the_record_names_is_never_green(judge: Judge, sealer: PadesSealer) -> None:
    honest = sealed(sealer, content())
    said = judge(honest.data, record_of(honest, issuer_name="CellIQ Prüfstelle"), own=honest.certificate)
    assert said.verdict is Verdict.UNVERIFIABLE
    assert "CellIQ Prüfstelle" in said.reasons[0]


def test_a_record_that_names_nobody_confirms_no_stranger(judge: Judge, sealer: PadesSealer) -> None:
    honest = sealed(sealer, content())
    said = judge(honest.data, record_of(honest, issuer_name=None))
    assert (said.verdict, len(said.reasons)) == (Verdict.UNVERIFIABLE, 1)
    assert judge(honest.data, record_of(honest, issuer_name=None), own=honest.certificate).verdict is Verdict.AUTHENTIC


def test_what_the_record_does_not_hold_is_said_to_be_the_issuers_word(judge: Judge) -> None:
    """A stranger of the same name may write whatever the record does not hold; nobody can tell, so it is said."""
    forged = sealed(_stranger(), _grade(content()))
    assert any("the word of the issuer" in reason for reason in judge(forged.data, record_of(forged)).reasons)


def test_a_sealed_script_is_called_one_and_not_a_copy_without_seal(judge: Judge, sealer: PadesSealer) -> None:
    acting = sealed(sealer, content(), page=_with_pages(_script))
    said = judge(acting.data, record_of(acting))
    assert said.verdict is Verdict.UNVERIFIABLE
    assert "script" in said.reasons[0]


def test_an_own_seal_from_before_the_dealers_name_was_known_stays_authentic(judge: Judge) -> None:
    early = PadesSealer(create_identity(unnamed_issuer("d_1"), FakeClock().now()), FakeClock())
    honest = sealed(early, content())
    record = record_of(honest, issuer_name="Autohaus Test")
    assert judge(honest.data, record, own=honest.certificate).verdict is Verdict.AUTHENTIC
    assert judge(honest.data, record).verdict is Verdict.UNVERIFIABLE


def test_the_issuers_name_is_the_same_however_it_is_spaced(judge: Judge, sealer: PadesSealer) -> None:
    honest = sealed(sealer, content())
    record = record_of(honest, issuer_name="AUTOHAUS  Test")
    assert judge(honest.data, record, own=honest.certificate).verdict is Verdict.AUTHENTIC
