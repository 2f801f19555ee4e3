"""A good seal on a file that acts, or that does not carry its data, is not accepted."""

from collections.abc import Callable

import pikepdf
import pytest

from celliq_desktop.domain.reports import Verdict
from celliq_desktop.signing import seal
from tests.signing.papers import checked, edited, paper, sealed


def _script(document: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    document.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=["a", action]))


def _open_action(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")


def _page_action(document: pikepdf.Pdf) -> None:
    document.pages[0].AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.GoTo))


def _launch_link(document: pikepdf.Pdf) -> None:
    document.pages[0].Annots[0].A = document.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe"))


def _submit_behind_a_reference(document: pikepdf.Pdf) -> None:
    kind = document.make_indirect(pikepdf.Name.SubmitForm)
    document.pages[0].Annots[0].A = pikepdf.Dictionary(S=kind, F="https://example.com")


def _unknown_action(document: pikepdf.Pdf) -> None:
    document.pages[0].Annots[0].A = pikepdf.Dictionary(S=pikepdf.Name.Surprise)


def _media(document: pikepdf.Pdf) -> None:
    document.pages[0].Annots[0].Subtype = pikepdf.Name.RichMedia


def _form_scripts(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm = pikepdf.Dictionary(Fields=[], XFA=pikepdf.Array([]))


def _second_attachment(document: pikepdf.Pdf) -> None:
    document.attachments["invoice.exe"] = b"MZ"


@pytest.mark.parametrize(
    "change",
    [
        _script, _open_action, _page_action, _launch_link, _submit_behind_a_reference, _unknown_action, _media,
        _form_scripts, _second_attachment,
    ],
)  # fmt: skip
def test_a_sealed_paper_that_acts_by_itself_cannot_be_verified(change: Callable[[pikepdf.Pdf], None]) -> None:
    result = checked(sealed(edited(paper(), change)))
    assert result.verdict is Verdict.UNVERIFIABLE
    assert "contains" in result.reasons[0] or "exactly the data" in result.reasons[0]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd"])
def test_a_link_to_anything_but_a_web_page_cannot_be_verified(link: str) -> None:
    assert checked(sealed(paper(link=link))).verdict is Verdict.UNVERIFIABLE


def test_a_twin_that_unpacks_to_far_more_than_a_report_cannot_be_verified() -> None:
    assert checked(sealed(twin=" " * 6_000_000)).verdict is Verdict.UNVERIFIABLE


def test_a_seal_without_a_twin_cannot_be_verified(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seal, "_attach", lambda *_: None)
    result = checked(sealed())
    assert result.verdict is Verdict.UNVERIFIABLE
    assert "data" in result.reasons[0]
