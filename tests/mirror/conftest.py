"""A mirror of its own for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from celliq_desktop.mirror.engine import Mirror
from tests.support.mirrors import copied, make_template, opened


@pytest.fixture(scope="session")
def mirror_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The migrated, empty file all others are copied from."""
    return make_template(tmp_path_factory.mktemp("mirror"))


@pytest.fixture
def mirror_path(mirror_template: Path, tmp_path: Path) -> Path:
    """An empty mirror's file, closed."""
    return copied(mirror_template, tmp_path)


@pytest.fixture
def mirror(mirror_path: Path) -> Iterator[Mirror]:
    """An empty open mirror."""
    found = opened(mirror_path)
    yield found
    found.close()
