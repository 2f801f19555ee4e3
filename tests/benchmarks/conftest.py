"""Collects what the benchmarks measured and prints it as one table at the end of the run."""

from collections.abc import Callable

import pytest

from tests.support.ratios import Line, table

_LINES = pytest.StashKey[list[Line]]()
_NOTES = pytest.StashKey[list[str]]()


@pytest.fixture
def tell(pytestconfig: pytest.Config) -> Callable[[Line], None]:
    """Puts a line into the table."""
    return pytestconfig.stash.setdefault(_LINES, []).append


@pytest.fixture
def remark(pytestconfig: pytest.Config) -> Callable[[str], None]:
    """Puts a sentence below the table."""
    return pytestconfig.stash.setdefault(_NOTES, []).append


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """The table."""
    lines, notes = config.stash.get(_LINES, []), config.stash.get(_NOTES, [])
    if lines:
        terminalreporter.section("ratios, measured side by side")
    elif notes:
        terminalreporter.section("what was measured")
    for text in (*(table(sorted(lines, key=lambda line: line.axis)) if lines else ()), *notes):
        terminalreporter.write_line(text)
