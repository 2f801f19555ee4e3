"""The environment in ``.venv``: exactly what the hashed requirement files say, made by uv, remade when they change."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import system_packages

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "packaging" / "requirements"
VENV = ROOT / ".venv"
PACKAGE_VENV = ROOT / "build" / "venv"
"""What the frozen program is made from: the runtime set and the tools that freeze it, nothing of a developer."""
TOOLS = ROOT / ".tools"
_STAMP = "celliq-stamp.json"
_ON_WINDOWS = os.name == "nt"
_FROM_PIP = (
    ("index-url", "UV_DEFAULT_INDEX"),
    ("trusted-host", "UV_INSECURE_HOST"),
    ("cert", "SSL_CERT_FILE"),
    ("proxy", "ALL_PROXY"),
)


class SetupFailed(Exception):
    """The environment cannot be made; the message is the sentence to print."""


def executable(name: str, venv: Path = VENV) -> Path:
    """A program of the environment: ``bin/name``, or ``Scripts/name.exe`` on Windows."""
    return venv / ("Scripts" if _ON_WINDOWS else "bin") / (f"{name}.exe" if _ON_WINDOWS else name)


def ensure(kind: str, venv: Path = VENV) -> None:
    """Make ``venv`` hold the ``runtime``, ``dev`` or ``package`` set. SetupFailed when that is impossible.

    ``dev`` contains ``runtime``, so a developer's environment also serves the demo and is not taken apart for it.
    """
    if _current(kind, venv) or (kind == "runtime" and _current("dev", venv)):
        return
    print(f"Setting up the {kind} environment in {venv} ...", flush=True)
    uv = _uv()
    if not _usable(venv):
        _call([uv, "venv", "--quiet", "--clear", "--python", sys.executable, venv])
    python = executable("python", venv)
    stamp = venv / _STAMP
    stamp.unlink(missing_ok=True)
    _call(
        [
            uv,
            "pip",
            "sync",
            "--quiet",
            "--require-hashes",
            "--python",
            python,
            REQUIREMENTS / f"{kind}.txt",
        ]
    )
    own: list[str | Path] = ["--no-deps", "--no-build-isolation", "--editable", ROOT]
    _call([uv, "pip", "install", "--quiet", "--python", python, *own])
    stamp.write_text(json.dumps(_state(kind), indent=1), encoding="utf-8")


def variables() -> dict[str, str]:
    """Environment variables for what runs in ``.venv``: ours, but compiled modules are kept, which halves a start."""
    return {key: value for key, value in os.environ.items() if key not in ("PYTHONDONTWRITEBYTECODE", "VIRTUAL_ENV")}


def lock() -> None:
    """Write the hashed requirement files anew: the newest versions ``pyproject.toml`` allows, no addresses in them."""
    uv = _uv()
    source = ["pyproject.toml"]
    sets = {
        "runtime": [*source, "--group", "build"],
        "dev": [*source, "--group", "dev"],
        "package": [*source, "--group", "package"],
        "tools": ["--group", "tools"],
    }
    for kind, what in sets.items():
        out = REQUIREMENTS / f"{kind}.txt"
        same: list[str | Path] = ["--constraint", REQUIREMENTS / "runtime.txt"] if kind in ("dev", "package") else []
        options = ["--universal", "--generate-hashes", "--no-header", "--quiet", "--upgrade"]
        _call([uv, "pip", "compile", *what, *options, *same, "--output-file", out])


def _state(kind: str) -> dict[str, str]:
    """What the environment depends on; when any of it changes, it is brought up to date."""
    inputs = (REQUIREMENTS / f"{kind}.txt", ROOT / "pyproject.toml", Path(__file__))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in inputs)).hexdigest()
    return {"kind": kind, "inputs": digest, "place": str(ROOT)}


def _current(kind: str, venv: Path) -> bool:
    try:
        known = json.loads((venv / _STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    programs = (executable(name, venv) for name in ("python", "celliq-desktop"))
    return bool(known == _state(kind)) and all(program.exists() for program in programs)


def _usable(venv: Path) -> bool:
    """Whether ``venv`` is an environment whose interpreter still runs, is new enough and lies where it was made."""
    python = executable("python", venv)
    if not python.exists() or not (venv / "pyvenv.cfg").exists():
        return False
    question = "import sys; sys.version_info >= (3, 11) and print(sys.prefix)"
    answer = subprocess.run([python, "-c", question], capture_output=True, text=True, check=False)
    prefix = answer.stdout.strip()
    return answer.returncode == 0 and bool(prefix) and venv.samefile(prefix)


def _uv() -> Path:
    """The locked uv, put into ``.tools`` by pip: Debian's pip allows that, while a bare machine has no venv module."""
    binary = TOOLS / "bin" / ("uv.exe" if _ON_WINDOWS else "uv")
    wanted = (REQUIREMENTS / "tools.txt").read_bytes()
    stamp = TOOLS / "tools.txt"
    if binary.exists() and stamp.exists() and stamp.read_bytes() == wanted:
        return binary
    if not _pip("--version") and not system_packages.install("python3-pip"):
        found = shutil.which("uv")
        if found:
            return Path(found)
        raise SetupFailed("This Python has no pip. On Debian and Ubuntu:  sudo apt-get install python3-pip")
    shutil.rmtree(TOOLS, ignore_errors=True)
    options = ["-qq", "--disable-pip-version-check", "--no-warn-script-location", "--root-user-action=ignore"]
    if not _pip("install", *options, "--require-hashes", "--target", str(TOOLS), "-r", str(REQUIREMENTS / "tools.txt")):
        raise SetupFailed(
            "pip could not install uv. Is the network, or the package index of pip's configuration, reachable?"
        )
    stamp.write_bytes(wanted)
    return binary


def _pip(*arguments: str) -> bool:
    settings = {**os.environ, "PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0"}  # neither goes with --target
    quiet = subprocess.DEVNULL if arguments == ("--version",) else None
    command = [sys.executable, "-m", "pip", *arguments]
    return subprocess.run(command, env=settings, stdout=quiet, stderr=quiet, check=False).returncode == 0


def _call(command: list[str | Path]) -> None:
    done = subprocess.run(command, cwd=ROOT, env=_uv_environment(), check=False)
    if done.returncode:
        raise SetupFailed(f"Setting up stopped at: {' '.join(str(part) for part in command)}")


def _uv_environment() -> dict[str, str]:
    """uv reads none of pip's settings: hand it the index, the certificates and the proxy that pip is told to use."""
    environment = {key: value for key, value in os.environ.items() if key != "VIRTUAL_ENV"}
    environment.update(UV_PYTHON_DOWNLOADS="never", UV_NO_PROGRESS="1")
    for setting, variable in _FROM_PIP:
        value = _pip_setting(setting)
        if value and variable not in environment:
            environment[variable] = value
    return environment


def _pip_setting(name: str) -> str:
    """``PIP_...`` of the environment first, as pip itself does, then pip's configuration files."""
    value = os.environ.get(f"PIP_{name.replace('-', '_').upper()}")
    if value:
        return value
    for section in ("install", "global"):
        command = [sys.executable, "-m", "pip", "config", "get", f"{section}.{name}"]
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
        if answer.returncode == 0 and answer.stdout.strip():
            return answer.stdout.strip()
    return ""
