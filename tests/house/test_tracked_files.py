"""What the repository may hold: text of our own, a few pictures; no addresses, no machine, no loosened check."""

import io
import re
import tokenize
import tomllib
from pathlib import PurePosixPath

import pytest

from tests.house.source import PACKAGE, ROOT, modules, tracked_files

_LARGEST = 600_000
_TOP_LEVEL = {
    *(
        "celliq_desktop",
        "resources",
        "tests",
        "packaging",
        "pyproject.toml",
        "README.md",
        "CHANGELOG.md",
        "SECURITY.md",
    ),
    *("LICENSE", ".ci", ".gitignore", ".editorconfig", ".gitattributes"),
}
# written in pieces, so that this file does not hold what it looks for
_ADDRESSES = re.compile(
    "|".join(
        re.escape(f"{name}.{top}")
        for name, top in (
            *(("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"), ("debian", "org")),
            *(("golang", "org"), ("crates", "io"), ("nuget", "org"), ("maven", "org"), ("ubuntu", "com")),
        )
    )
)
_MACHINE = re.compile(r"(?<![\w.~*])/(?:work|root|home|Users)/[\w]|[A-Z]:\\Users\\")
_LOOSENED = re.compile(
    "|".join(("type: *" + "ignore", "no" + "qa", "pragma: *no" + " cover", "fmt: *" + "off", "pylint:"))
)
_UNFINISHED = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")) + r")\b")


def _texts() -> list[tuple[str, str]]:
    return [(name, (ROOT / name).read_text(encoding="utf-8")) for name in tracked_files() if not _is_picture(name)]


def _is_picture(name: str) -> bool:
    return name.startswith("resources/pictures/") and name.endswith(".png")


def test_the_top_level_is_the_agreed_one() -> None:
    assert not {name.split("/")[0] for name in tracked_files()} - _TOP_LEVEL


def test_everything_is_text_of_reasonable_size_or_a_picture_made_by_a_script() -> None:
    strange = []
    for name in tracked_files():
        data = (ROOT / name).read_bytes()
        if len(data) > _LARGEST or (b"\0" in data and not _is_picture(name)):
            strange.append(name)
    assert not strange


def test_no_fonts_archives_or_lock_files_with_addresses() -> None:
    unwanted = {
        ".ttf",
        ".otf",
        ".woff",
        ".woff2",
        ".whl",
        ".zip",
        ".gz",
        ".so",
        ".dll",
        ".dylib",
        ".exe",
        ".p12",
        ".pfx",
    }
    found = [name for name in tracked_files() if PurePosixPath(name).suffix in unwanted or name.endswith("uv.lock")]
    assert not found


@pytest.mark.parametrize(
    "pattern", [pytest.param(_ADDRESSES, id="registry"), pytest.param(_MACHINE, id="machine path")]
)
def test_no_registry_addresses_and_no_paths_of_one_machine(pattern: re.Pattern[str]) -> None:
    found = [f"{name}: {match.group()}" for name, text in _texts() for match in pattern.finditer(text)]
    assert not found


@pytest.mark.parametrize(
    "pattern", [pytest.param(_LOOSENED, id="loosened"), pytest.param(_UNFINISHED, id="unfinished")]
)
def test_no_comment_loosens_a_check_or_puts_work_off(pattern: re.Pattern[str]) -> None:
    found = [
        f"{module.path}:{token.start[0]} {token.string}"
        for module in modules()
        for token in tokenize.generate_tokens(io.StringIO(module.text).readline)
        if token.type == tokenize.COMMENT and pattern.search(token.string)
    ]
    assert not found


def test_no_stub_stands_in_for_work() -> None:
    found = [
        f"{module.path}:{line}"
        for module in modules()
        for name, line in module.names()
        if module.path.startswith(PACKAGE) and name == "Not" + "ImplementedError"
    ]
    assert not found


def test_type_checking_is_loosened_for_libraries_only() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mypy"]
    assert settings["strict"] is True
    for override in settings["overrides"]:
        assert set(override) - {"module"} <= {"follow_untyped_imports", "ignore_missing_imports"}
        assert not [name for name in override["module"] if name.startswith((PACKAGE, "tests", "*"))]
