"""The surroundings of every test: a home of its own, no screen, no network but loopback, nothing left behind."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import hypothesis
import pytest

from tests.support import postgres as servers
from tests.support.guards import NetworkGuard, no_thread_left, no_window_left, only_expected_logs

_NETWORK = NetworkGuard()
_HOMES = pytest.StashKey[tempfile.TemporaryDirectory[str]]()
_BENCHMARKS = Path(__file__).parent / "benchmarks"


def pytest_addoption(parser: pytest.Parser) -> None:
    """The two kinds of tests that cost too much for every run."""
    parser.addoption("--long", action="store_true", help="run the tests that take minutes too")
    parser.addoption("--cases", metavar="DIR", help="cars with known capacity for the benchmarks (test_estimator.py)")
    parser.addoption("--times", type=int, default=None, help="how often tests of chance (tests/faults) are repeated")
    parser.addoption("--replay", type=int, default=None, help="the one seed a test of chance plays again")
    parser.addoption("--postgres", action="store_true", help="run the tests of the use cases on PostgreSQL")
    parser.addoption("--benchmarks", action="store_true", help="run the benchmarks too, which print ratios")


def pytest_configure(config: pytest.Config) -> None:
    """Give this process a home of its own before anything asks where home is, and close the door to the network."""
    home = tempfile.TemporaryDirectory(prefix="celliq-tests-")
    config.stash[_HOMES] = home
    for name in [name for name in os.environ if name.startswith("CELLIQ_")]:
        del os.environ[name]
    os.environ.pop("DBUS_SESSION_BUS_ADDRESS", None)  # the way to a person's real key store
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    os.environ["HOME"] = os.environ["USERPROFILE"] = home.name
    for variable, folder in (("DATA", "data"), ("CONFIG", "config"), ("CACHE", "cache"), ("STATE", "state")):
        os.environ[f"XDG_{variable}_HOME"] = str(Path(home.name, folder))
    runtime = Path(home.name, "runtime")
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    # Off screen, unless somebody wants to watch: QT_QPA_PLATFORM=xcb python3 packaging/bootstrap.py test tests/gui
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # Programs started by tests: what is compiled once is kept for the next one, which starts in half the time.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(Path(home.name, "bytecode"))
    _NETWORK.install()
    # No deadline: the machine is shared, and the timeout of the whole test is the limit that counts.
    hypothesis.settings.register_profile("every run", deadline=None)
    hypothesis.settings.register_profile("long", deadline=None, max_examples=2_000)
    hypothesis.settings.load_profile("long" if config.getoption("--long") else "every run")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take the home away again."""
    config.stash[_HOMES].cleanup()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what was not asked for; it is counted as deselected, not as skipped."""
    for item in items:
        if item.path.is_relative_to(_BENCHMARKS):
            item.add_marker(pytest.mark.benchmark)
    unwanted = {"long": not config.getoption("--long"), "benchmark": not config.getoption("--benchmarks")}
    left_out = [item for item in items if any(unwanted[mark] and item.get_closest_marker(mark) for mark in unwanted)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session")
def postgres() -> Iterator[servers.Cluster]:
    """A real PostgreSQL of this test run's own."""
    found = servers.programs()
    if found is None:
        pytest.skip("there is no PostgreSQL here; on Debian: apt-get install postgresql")
    with servers.running(found) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def group_template(postgres: servers.Cluster) -> str:
    """The migrated, empty database all others are copied from."""
    name = postgres.database()
    from tests.support.mirrors import joined  # brings the database along, which few tests need

    joined(postgres.address(name)).close()
    return name


@pytest.fixture
def group_address(postgres: servers.Cluster, group_template: str) -> str:
    """An empty group's mirror, closed."""
    return postgres.address(postgres.database(group_template))


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every test: no word to the outside, no thread, no surprising log record; window tests: no window and no timer."""
    expected = tuple(str(pattern) for mark in request.node.iter_markers("expects_log") for pattern in mark.args)
    _NETWORK.refused.clear()
    with ExitStack() as guards:
        guards.enter_context(only_expected_logs(expected))
        guards.enter_context(no_thread_left())
        if "qapp" in request.fixturenames:
            request.getfixturevalue("qapp")
            guards.enter_context(no_window_left())
        yield
    assert not _NETWORK.refused, f"tried to reach the outside: {', '.join(_NETWORK.refused)}"
