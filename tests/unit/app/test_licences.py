"""The list of libraries that "About" and the bill of materials show."""

import tomllib

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from celliq_desktop.app.licences import libraries
from tests.house.source import ROOT


def test_every_library_the_project_asks_for_is_listed_with_version_and_licence() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {canonicalize_name(Requirement(line).name) for line in project["project"]["dependencies"]}
    found = {canonicalize_name(library.name): library for library in libraries()}
    assert wanted <= set(found)
    assert not [name for name, library in found.items() if not library.version or not library.licence]


def test_what_others_bring_along_is_listed_and_developers_tools_are_not() -> None:
    names = {canonicalize_name(library.name) for library in libraries()}
    assert {"cffi", "lxml", "h11"} <= names
    assert not names & {"pytest", "ruff", "mypy", "hypothesis", "celliq-desktop"}


def test_licence_texts_come_along_where_a_package_ships_them() -> None:
    texts = {library.name: library.text for library in libraries()}
    assert "Permission is hereby granted" in texts["SQLAlchemy"]
    assert sum(bool(text) for text in texts.values()) > 0.9 * len(texts)


def test_no_library_forbids_being_part_of_a_closed_program() -> None:
    """GPL parts would; the LGPL of Qt is met by leaving its files replaceable (packaging/linux/deb.py)."""
    strong = [
        library.name
        for library in libraries()
        if "GPL" in library.licence and "LGPL" not in library.licence and " OR " not in library.licence
    ]
    assert not strong
