"""The locks: everything pinned and hashed, nothing banned, and an answer to what the project file asks for."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.source import ROOT

_FOLDER = ROOT / "packaging" / "requirements"
_BANNED = {
    "httpx2": "libraries that know both switch silently",
    "keyrings-alt": "keeps secrets in the clear by default",
    "sqlcipher3-binary": "an old fork with an old SQLite",
    "niquests": "replaces urllib3 under everybody's feet",
    "pyside6": "pulls in a browser engine",
    "pyside6-addons": "not needed; 160 MB",
    "pytest-xvfb": "opens screens nobody asked for",
}


def _entries(name: str) -> list[str]:
    text = (_FOLDER / name).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]


def _pins(name: str) -> dict[str, Requirement]:
    requirements = (Requirement(entry.partition("--hash")[0]) for entry in _entries(name))
    return {f"{canonicalize_name(found.name)} {found.marker or ''}".strip(): found for found in requirements}


def _asked_for(group: str | None) -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lines = project["project"]["dependencies"] if group is None else project["dependency-groups"][group]
    return [Requirement(line) for line in lines if isinstance(line, str)]


@pytest.mark.parametrize("name", ["runtime.txt", "dev.txt", "tools.txt"])
def test_every_entry_is_one_exact_version_with_hashes(name: str) -> None:
    entries = _entries(name)
    assert entries
    loose = [entry for entry in entries if not re.match(r"\S+==\S+\s.*--hash=sha256:[0-9a-f]{64}", entry)]
    assert not loose


@pytest.mark.parametrize("name", ["runtime.txt", "dev.txt", "tools.txt"])
def test_nothing_banned_is_pulled_in(name: str) -> None:
    found = {pin.name: _BANNED[canonicalize_name(pin.name)] for pin in _pins(name).values() if pin.name in _BANNED}
    assert not found


@pytest.mark.parametrize(
    ("group", "name"), [(None, "runtime.txt"), (None, "dev.txt"), ("build", "runtime.txt"), ("dev", "dev.txt")]
)
def test_the_lock_answers_the_project_file(group: str | None, name: str) -> None:
    pins = list(_pins(name).values())
    for wanted in _asked_for(group):
        versions = [pin.specifier for pin in pins if canonicalize_name(pin.name) == canonicalize_name(wanted.name)]
        assert versions, f"{wanted.name} is not locked"
        for exact in versions:
            assert wanted.specifier.contains(str(exact).removeprefix("=="), prereleases=True), (
                f"{wanted} against {exact}"
            )


def test_a_developer_runs_the_versions_that_dealers_run() -> None:
    runtime, dev = _pins("runtime.txt"), _pins("dev.txt")
    assert {name: dev.get(name) for name in runtime} == runtime
