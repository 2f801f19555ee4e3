"""The policy in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from celliq_desktop.domain.reports import Verdict
from celliq_desktop.signing.check import AcceptancePolicy
from celliq_desktop.signing.isolated import CHECK_WORD, IsolatedChecker
from tests.signing.papers import (
    sealed,
)


@pytest.fixture(scope="module")
def report() -> bytes:
    return sealed()


def test_the_child_process_says_the_same(report: bytes) -> None:
    for content in (report, report[:-1], b"hello"):
        assert IsolatedChecker().check(content) == AcceptancePolicy().check(content)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("while True: pass", "longer than"),
        ("import os; os.abort()", "stopped unexpectedly"),
        ("print('{}')", "no clear answer"),
        ("print('[1]')", "no clear answer"),
        ("print('\\xff')", "no clear answer"),
    ],
)
def test_a_child_that_fails_leaves_the_file_unverified(
    code: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in = tmp_path / "python"
    stand_in.write_text(f"#!{sys.executable}\n{code}\n", encoding="utf-8")
    stand_in.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(stand_in))
    result = IsolatedChecker(timeout_s=2.0).check(b"%PDF-")
    assert result.verdict is Verdict.UNVERIFIABLE
    assert said in result.reasons[0]


def test_a_child_that_cannot_start_leaves_the_file_unverified(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    result = IsolatedChecker().check(b"%PDF-")
    assert result.verdict is Verdict.UNVERIFIABLE
    assert "cannot be started" in result.reasons[0]


def test_the_child_cannot_take_all_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in = tmp_path / "python"
    code = "from celliq_desktop.signing import isolated; isolated._limit_memory(); bytes(isolated.MEMORY_BYTES)"
    stand_in.write_text(f"#!{sys.executable}\n{code}\n", encoding="utf-8")
    stand_in.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(stand_in))
    assert "stopped unexpectedly" in IsolatedChecker().check(b"%PDF-").reasons[0]


def test_a_frozen_program_is_the_child_when_it_is_called_by_that_word() -> None:
    """There is no ``-m`` in a frozen program: the word stands in both places, because importing costs a window time."""
    done = subprocess.run(
        [sys.executable, "-m", "celliq_desktop", CHECK_WORD], input=b"no PDF at all", capture_output=True, check=True
    )
    assert json.loads(done.stdout)["verdict"] == "foreign"
