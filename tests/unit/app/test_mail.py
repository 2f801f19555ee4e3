"""A letter by the user's own mail program: attached where that can be asked for, beside it where not."""

import shutil
import sys
import webbrowser
from pathlib import Path

import pytest

from celliq_desktop.app.mail import SystemMail
from celliq_desktop.domain.handing_over import Carried, Letter
from celliq_desktop.domain.problems import BadSurroundings

_LETTER = Letter(to="ada@example.com", subject="50 % & more", body="One\nTwo", attachment=Path("/there/car.pdf"))


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of programs; each writes what it was called with beside itself."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(shutil, "which", lambda name: str(tmp_path / name) if (tmp_path / name).exists() else None)
    return tmp_path


def _program(folder: Path, name: str, code: int = 0) -> None:
    path = folder / name
    path.write_text(f'#!/bin/sh\nfor word in "$@"; do echo "$word"; done > {path}.said\nexit {code}\n', "utf-8")
    path.chmod(0o755)


def test_a_program_that_can_attach_is_asked_to(tools: Path) -> None:
    _program(tools, "xdg-email")
    assert SystemMail().compose(_LETTER) is Carried.ASKED
    said = (tools / "xdg-email.said").read_text("utf-8").splitlines()
    assert said == [
        *("--subject", "50 % & more", "--body", "One", "Two", "--attach", "/there/car.pdf"),
        "ada@example.com",
    ]


@pytest.mark.parametrize("there", [True, False], ids=["it fails", "there is none"])
def test_otherwise_a_mail_link_opens_with_the_folder_beside_it(
    tools: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    links: list[str] = []

    def opened(url: str) -> bool:
        links.append(url)
        return True

    monkeypatch.setattr(webbrowser, "open", opened)
    _program(tools, "xdg-open")
    if there:
        _program(tools, "xdg-email", code=3)
    assert SystemMail().compose(_LETTER) is Carried.BESIDE
    assert links == ["mailto:ada@example.com?subject=50%20%25%20%26%20more&body=One%0D%0ATwo"]
    assert (tools / "xdg-open.said").read_text("utf-8").strip() == "/there"


def test_without_any_program_the_file_is_named(tools: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not list(tools.iterdir())
    monkeypatch.setattr(webbrowser, "open", lambda _url: False)
    with pytest.raises(BadSurroundings) as refusal:
        SystemMail().compose(_LETTER)
    assert refusal.value.code == "no_mail_program"
    assert "/there/car.pdf" in refusal.value.safe
