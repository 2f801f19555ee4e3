"""Many files at once: each gets its answer, and the answers can be kept as a table."""

import csv
import io
from pathlib import Path
from typing import cast

import pytest

from celliq_desktop.domain.problems import BadSurroundings, Cancelled
from celliq_desktop.domain.reports import Verdict
from celliq_desktop.jobs.cancel import CancelFlag
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.tables import write_verdicts
from celliq_desktop.usecases.verify_files import verify_files
from tests.support.desks import MemoryFiles


def test_each_file_gets_an_answer_or_the_reason_why_not(desk: Desk, tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.pdf" for number in range(7)]
    for path in files[:-1]:
        path.write_bytes(b"hello")
    found = dict(verify_files(desk, files, cancel=CancelFlag()))
    assert sorted(found) == files
    gone = found[files[-1]]
    assert isinstance(gone, BadSurroundings)
    assert gone.code == "cannot_read"


def test_a_cancel_leaves_the_rest_unchecked(desk: Desk, tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.pdf" for number in range(50)]
    cancel = CancelFlag()
    answers = verify_files(desk, files, cancel=cancel)
    next(answers)
    cancel.cancel()
    with pytest.raises(Cancelled):
        list(answers)


def test_the_table_holds_a_row_a_file(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "=1+1.pdf"
    path.write_bytes(b"hello")
    answers = [(one.name, answer) for one, answer in verify_files(desk, [path], cancel=CancelFlag())]
    gone = BadSurroundings("cannot_read", "It is gone.")
    write_verdicts(desk, [*answers, ("gone.pdf", gone), ("later.pdf", None)], Path("verdicts.csv"))
    text = cast("MemoryFiles", desk.files).written[Path("verdicts.csv")].decode("utf-8-sig")
    first, second, third = csv.DictReader(io.StringIO(text, newline=""))
    assert first["file"] == "'=1+1.pdf", "no program takes a name for a formula"
    assert first["verdict"] in [verdict.value for verdict in Verdict]
    assert len(first["sha256"]) == 64
    assert (second["verdict"], second["reasons"]) == ("not readable", "It is gone.")
    assert (third["verdict"], third["reasons"]) == ("not checked", "")
