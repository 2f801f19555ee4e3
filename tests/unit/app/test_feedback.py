"""The file for support holds what a person wrote and what the program knows, and no secret of the log."""

import zipfile
from datetime import UTC, datetime
from logging import getLogger
from pathlib import Path

from celliq_desktop.app.feedback import write_feedback
from celliq_desktop.app.files import AtomicFiles
from celliq_desktop.app.log import start_log, stop_log

_VIN = "WVWZZZE1ZMP000001"


def test_words_diagnostics_and_the_redacted_log_lie_in_one_file(tmp_path: Path) -> None:
    log, target = tmp_path / "celliq.log", tmp_path / "support.zip"
    handler = start_log(log, now=datetime(2026, 11, 24, tzinfo=UTC))
    getLogger("celliq_desktop.test").info("no report for %s of %s", _VIN, "seller@example.com")
    stop_log(handler)
    write_feedback(lambda: '{"checks": []}', log, AtomicFiles(), "  The list is empty ", target)
    with zipfile.ZipFile(target) as bundle:
        texts = {name: bundle.read(name).decode() for name in bundle.namelist()}
    assert set(texts) == {"README.txt", "words.txt", "diagnostics.json", "logs/celliq.log"}
    assert texts["words.txt"] == "The list is empty\n"
    assert "no report for" in texts["logs/celliq.log"]
    assert not [name for name, text in texts.items() if _VIN in text or "seller@example.com" in text]


def test_before_the_first_line_of_the_log_there_is_none_in_the_file(tmp_path: Path) -> None:
    target = tmp_path / "support.zip"
    write_feedback(lambda: "{}", tmp_path / "celliq.log", AtomicFiles(), "", target)
    with zipfile.ZipFile(target) as bundle:
        assert not [name for name in bundle.namelist() if name.startswith("logs/")]
