"""Every check and test, one after the other, each to its end: what the ``test`` command runs and sums up."""

import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from environment import ROOT, executable, variables


@dataclass(frozen=True)
class Stage:
    """One program to run in ``folder``; exit code 0 is success."""

    name: str
    command: tuple[str | Path, ...]
    folder: Path = ROOT


def stages(pytest_arguments: list[str]) -> tuple[Stage, ...]:
    """The checks in the order they run: the quick ones that name a line first, the tests last."""
    ruff, mypy = executable("ruff"), executable("mypy")
    here = ("celliq_desktop", "tests", "packaging")
    return (
        Stage("ruff format", (ruff, "format", "--check", *here)),
        Stage("ruff check", (ruff, "check", *here)),
        Stage("mypy", (mypy,)),
        # apart from the rest: at the root, this folder would hide the library that is called packaging too
        Stage("mypy packaging", (mypy, "--config-file", ROOT / "pyproject.toml", "."), ROOT / "packaging"),
        Stage("imports", (executable("lint-imports"), "--no-cache", "--no-logo")),
        Stage("pytest", (executable("python"), "-m", "pytest", *_workers(pytest_arguments), *pytest_arguments)),
    )


def run(pytest_arguments: list[str]) -> int:
    """Run every stage, print how long each took, and return 1 if any of them failed, else 0."""
    environment = variables()
    if not environment.get("DISPLAY") and not environment.get("WAYLAND_DISPLAY"):
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    results: list[tuple[str, float, int]] = []
    for stage in stages(pytest_arguments):
        print(f"\n== {stage.name}", flush=True)
        begun = time.monotonic()
        code = subprocess.run(stage.command, cwd=stage.folder, env=environment, check=False).returncode
        results.append((stage.name, time.monotonic() - begun, code))
    print("\n== summary")
    for name, seconds, code in results:
        print(f"{name:16} {seconds:7.1f} s  {'ok' if code == 0 else f'FAILED (exit code {code})'}")
    failed = [name for name, _, code in results if code]
    print("Everything passed." if not failed else f"Failed: {', '.join(failed)}.", flush=True)
    return 1 if failed else 0


def _workers(pytest_arguments: list[str]) -> tuple[str, ...]:
    """Two workers, unless something is measured (neighbours would blur it) or the caller chose a number."""
    chosen = any(argument.startswith("-n") or argument == "--benchmarks" for argument in pytest_arguments)
    return () if chosen else ("-n", "2")
