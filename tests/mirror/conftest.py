"""A mirror of its own for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from celliq_desktop.mirror.engine import Mirror
from tests.support.mirrors import copied, joined, make_template, opened


@pytest.fixture(scope="session")
def mirror_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The migrated, empty file all others are copied from."""
    return make_template(tmp_path_factory.mktemp("mirror"))


@pytest.fixture
def mirror_path(mirror_template: Path, tmp_path: Path) -> Path:
    """An empty mirror's file, closed."""
    return copied(mirror_template, tmp_path)


@pytest.fixture
def file_mirror(mirror_path: Path) -> Iterator[Mirror]:
    """An empty open mirror in a file, for what only files have."""
    found = opened(mirror_path)
    yield found
    found.close()


@pytest.fixture(params=["file", "postgres"])
def mirror(request: pytest.FixtureRequest) -> Iterator[Mirror]:
    """An empty open mirror, of either kind: nothing above may know which."""
    found: Mirror
    if request.param == "file":
        found = opened(request.getfixturevalue("mirror_path"))
    else:
        found = joined(request.getfixturevalue("group_address"))
    yield found
    found.close()
