"""Repeats for tests of chance, and the file every story begins with."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from celliq_desktop.usecases import send_outbox
from celliq_desktop.usecases.kinds.registry import KINDS
from tests.faults.chance import seeds_for
from tests.support.mirrors import make_template


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Seeds for tests of chance."""
    seeds_for(metafunc)


@pytest.fixture(scope="session")
def mirror_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The migrated, empty mirror all others are copied from."""
    return make_template(tmp_path_factory.mktemp("mirror"))


@pytest.fixture(autouse=True)
def one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Changes are sent one after the other, so that a seed tells the same story twice; how several at a time behave is
    shown by processes (test_kills) and by tests/usecases/test_invites.py."""
    monkeypatch.setattr(send_outbox, "KINDS", tuple(replace(kind, workers=1) for kind in KINDS))


@pytest.fixture
def quick_path() -> Iterator[Path]:
    """A folder in memory where the system has one: what is told here does not depend on a disk, and thousands of
    stories would wait for it."""
    memory = Path("/dev", "shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None, prefix="celliq-story-") as folder:
        yield Path(folder)
