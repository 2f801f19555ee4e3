"""The two commands: what they say when they cannot go on, what they hand to uv, and how a failed stage is reported."""

import json
import os
import subprocess
import sys

import pytest

from tests.house.source import ROOT

_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def _bootstrap(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "packaging/bootstrap.py", *arguments]
    no_screen = {key: value for key, value in os.environ.items() if key not in _SCREENS}
    return subprocess.run(command, cwd=ROOT, env=no_screen, capture_output=True, text=True, check=False)


def _inside(script: str, **variables: str) -> str:
    """What ``script`` prints where the modules of ``packaging/`` can be imported."""
    command = [sys.executable, "-c", script]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "packaging"), **variables}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(("arguments", "code"), [(["--help"], 0), ([], 2), (["dmeo"], 2)])
def test_whoever_does_not_know_the_commands_is_told_them(arguments: list[str], code: int) -> None:
    done = _bootstrap(*arguments)
    assert done.returncode == code
    assert "python3 packaging/bootstrap.py demo" in done.stdout
    assert "python3 packaging/bootstrap.py test" in done.stdout


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux runs without a screen")
def test_without_a_screen_the_demo_says_so_and_what_to_do() -> None:
    done = _bootstrap("demo")
    assert done.returncode == 1
    assert "no screen" in done.stderr
    assert "xvfb-run -a python3 packaging/bootstrap.py demo" in done.stderr


def test_continuous_integration_runs_the_command_that_people_run() -> None:
    script = ROOT / ".ci" / "run"
    commands = [line for line in script.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert commands[-1] == "exec python3 packaging/bootstrap.py test"
    assert os.access(script, os.X_OK) or os.name == "nt"


def test_uv_uses_the_index_and_proxy_that_pip_is_told_to_use() -> None:
    script = "import environment, json; print(json.dumps(environment._uv_environment()))"
    told = json.loads(
        _inside(script, PIP_INDEX_URL="https://mirror.example/simple", PIP_PROXY="http://proxy.example:3128")
    )
    assert told["UV_DEFAULT_INDEX"] == "https://mirror.example/simple"
    assert told["ALL_PROXY"] == "http://proxy.example:3128"
    assert told["UV_PYTHON_DOWNLOADS"] == "never"


def test_a_failed_stage_is_named_and_does_not_stop_the_others() -> None:
    script = """
import sys, checks
ends = lambda code: (sys.executable, "-c", f"raise SystemExit({code})")
checks.stages = lambda arguments: (checks.Stage("first", ends(3)), checks.Stage("second", ends(0)))
print("code", checks.run([]))
"""
    said = _inside(script)
    assert "first" in said
    assert "FAILED (exit code 3)" in said
    assert "second" in said
    assert "Failed: first." in said
    assert "code 1" in said


def test_a_missing_system_library_is_answered_with_the_one_line_to_run() -> None:
    script = """
import system_packages as found
found.WINDOW = (found.Need("libnosuch.so.7", "libnosuch7"),)
found.install = lambda *packages: False
print(found.ensure_window_libraries())
"""
    said = _inside(script)
    assert "libnosuch.so.7" in said
    assert "sudo apt-get install --no-install-recommends libnosuch7" in said
    assert said.splitlines()[-1] == "False"
