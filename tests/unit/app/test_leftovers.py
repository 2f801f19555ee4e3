"""Half-written files of killed runs go, also where the profile does not reach (P4); and a forgotten person goes out of
files that are no mirror."""

import json
import os
from pathlib import Path

from celliq_desktop.app.files import AtomicFiles
from celliq_desktop.app.leftovers import forget_elsewhere
from celliq_desktop.app.paths import ProfilePaths
from celliq_desktop.ui.preferences import Preferences
from tests.support.mirrors import ACCOUNT


def test_a_part_left_beside_an_export_goes_with_the_next_file_written_there(tmp_path: Path) -> None:
    old, young, own = (tmp_path / name for name in (".a.pdf.1.celliq-part", ".b.pdf.2.celliq-part", "notes.part"))
    for path in (old, young, own):
        path.write_bytes(b"half")
    made = young.stat().st_mtime
    os.utime(old, (made - 3_600, made - 3_600))
    os.utime(own, (made - 3_600, made - 3_600))
    AtomicFiles().write(tmp_path / "c.pdf", b"whole")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".b.pdf.2.celliq-part", "c.pdf", "notes.part"]


def test_a_view_named_after_a_person_is_cleaned_however_the_file_writes_the_address(tmp_path: Path) -> None:
    """Qt writes JSON with its own escapes around those of JSON."""
    paths = ProfilePaths(tmp_path)
    paths.prepare()
    email = "jörg@example.de"
    kept = Preferences(paths.window)
    kept.put("fleet/views", json.dumps([{"name": email, "text": f"{email} tesla"}]))
    kept.put("fleet/sort", "model up")
    kept.save()
    assert "rg@example.de" in paths.window.read_text("utf-8")
    assert forget_elsewhere(paths, ACCOUNT, AtomicFiles(), email.upper()) == 1
    assert "rg@example.de" not in paths.window.read_text("utf-8")
    kept.save()
    assert json.loads(kept.text("fleet/views"))[0]["text"].endswith(" tesla"), "what the window remembers is read anew"
    assert kept.text("fleet/sort") == "model up"
