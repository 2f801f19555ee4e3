"""Half-written files of killed runs go, also where the profile does not reach (P4)."""

import os
from pathlib import Path

from celliq_desktop.app.files import AtomicFiles


def test_a_part_left_beside_an_export_goes_with_the_next_file_written_there(tmp_path: Path) -> None:
    old, young, own = (tmp_path / name for name in (".a.pdf.1.celliq-part", ".b.pdf.2.celliq-part", "notes.part"))
    for path in (old, young, own):
        path.write_bytes(b"half")
    made = young.stat().st_mtime
    os.utime(old, (made - 3_600, made - 3_600))
    os.utime(own, (made - 3_600, made - 3_600))
    AtomicFiles().write(tmp_path / "c.pdf", b"whole")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".b.pdf.2.celliq-part", "c.pdf", "notes.part"]
