"""Choosing how reports look: kept on this computer, and carried by every report that is handed out."""

import io
from pathlib import Path

import pytest
from PIL import Image

from celliq_desktop.domain.letterheads import Letterhead, legible
from celliq_desktop.domain.problems import BadSurroundings, NeedsYou
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.letterheads import change_letterhead, choose_logo, letterhead, remove_logo


def _picture(folder: Path) -> Path:
    path, target = folder / "logo.png", io.BytesIO()
    Image.new("RGB", (300, 100), "navy").save(target, "PNG")
    path.write_bytes(target.getvalue())
    return path


def test_a_letterhead_is_kept_and_a_light_colour_darkened(desk: Desk, tmp_path: Path) -> None:
    assert letterhead(desk) == Letterhead()
    change_letterhead(desk, paper="letter", region="CH", accent="#ff8800")
    choose_logo(desk, _picture(tmp_path))
    kept = letterhead(desk)
    assert (kept.paper, kept.region, kept.accent) == ("letter", "CH", legible("#ff8800"))
    assert kept.logo is not None
    assert (kept.logo.width_px, kept.logo.height_px) == (300, 100)
    remove_logo(desk)
    assert letterhead(desk) == Letterhead(paper="letter", region="CH", accent=legible("#ff8800"))


def test_what_is_no_colour_or_no_file_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(NeedsYou) as caught:
        change_letterhead(desk, paper="letter", region=None, accent="teal")
    assert caught.value.code == "colour_unknown"
    with pytest.raises(BadSurroundings):
        choose_logo(desk, tmp_path / "none.png")
    assert letterhead(desk) == Letterhead()
