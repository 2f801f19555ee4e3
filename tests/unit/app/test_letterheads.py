"""The file that keeps the letterhead."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from celliq_desktop.app.files import AtomicFiles
from celliq_desktop.app.letterheads import LetterheadFile
from celliq_desktop.domain.letterheads import Letterhead
from tests.reports.test_letterheads import LOGO

_DRESSED = Letterhead(paper="letter", region="US", accent="#1E50E8", logo=LOGO)


def test_it_comes_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "letterhead.json"
    assert LetterheadFile(path, AtomicFiles()).load() == Letterhead()
    LetterheadFile(path, AtomicFiles()).save(_DRESSED)
    assert LetterheadFile(path, AtomicFiles()).load() == _DRESSED


@pytest.mark.parametrize("text", ["", "[]", "{}", "[" * 9_999, "\x00"])
def test_a_damaged_file_is_the_plain_letterhead(tmp_path: Path, text: str) -> None:
    path = tmp_path / "letterhead.json"
    path.write_text(text)
    assert LetterheadFile(path, AtomicFiles()).load() == Letterhead()


@pytest.mark.parametrize(("key", "value"), [("paper", "a0"), ("accent", "#FFFFFF"), ("region", "ZZ")])
def test_what_no_report_may_look_like_is_the_plain_letterhead(tmp_path: Path, key: str, value: str) -> None:
    path = tmp_path / "letterhead.json"
    file = LetterheadFile(path, AtomicFiles())
    file.save(replace(_DRESSED, logo=None))
    path.write_text(json.dumps({**json.loads(path.read_text()), key: value}))
    assert file.load() == Letterhead()
