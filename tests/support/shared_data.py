"""Real data beside the project, for tests that can do without it."""

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2].parent / "shared"


def shared(path: str) -> Path:
    """A file or folder of ``../shared``; skips the test with the reason where it is absent."""
    found = SHARED / path
    if not found.exists():
        pytest.skip(f"../shared/{path} is not here")
    return found
