"""A desk of its own for every test."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import mkdtemp

import pytest

from celliq_desktop.app.examinations import IsolatedExaminer
from celliq_desktop.domain.providers import ConnectionState, Standing
from celliq_desktop.mirror import providers
from celliq_desktop.mirror.engine import Mirror
from celliq_desktop.signing.identity import create_identity
from celliq_desktop.signing.seal import PadesSealer
from celliq_desktop.usecases.desk import Desk
from tests.support.cariqa import FakeCariqa
from tests.support.celliq import FakeCellIq
from tests.support.clocks import FakeClock
from tests.support.desks import make_desk
from tests.support.mirrors import copied, joined, make_template, opened
from tests.support.postgres import Cluster
from tests.support.providers import FakeProviders
from tests.usecases.papers import Judge, Paper, content, sealed

Restart = Callable[[], Desk]
Reopen = Callable[[], Mirror]
MirrorMaker = Callable[[FakeClock], Reopen]
"""A new, empty mirror each time, by that clock; what opens it, and opens it again."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test of a mirror runs on a file, with ``--long`` also and with ``--postgres`` only on one of a group."""
    told = any("mirror_kind" in mark.args[0] for mark in metafunc.definition.iter_markers("parametrize"))
    if "mirror_kind" in metafunc.fixturenames and not told:
        kinds = ("file", "postgres") if metafunc.config.getoption("--long") else ("file",)
        metafunc.parametrize("mirror_kind", ("postgres",) if metafunc.config.getoption("--postgres") else kinds)


@pytest.fixture(scope="session")
def mirror_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The migrated, empty file all others are copied from."""
    return make_template(tmp_path_factory.mktemp("mirror"))


@pytest.fixture
def clock() -> FakeClock:
    """Time stands still."""
    return FakeClock()


@pytest.fixture
def celliq(clock: FakeClock) -> FakeCellIq:
    """An empty server."""
    return FakeCellIq(clock)


@pytest.fixture
def make_mirror(mirror_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> MirrorMaker:
    """Makes mirrors of the kind this run is about."""
    if mirror_kind == "file":
        template: Path = request.getfixturevalue("mirror_template")

        def in_a_file(clock: FakeClock) -> Reopen:
            path = copied(template, Path(mkdtemp(dir=tmp_path)))
            return lambda: opened(path, clock=clock)

        return in_a_file

    cluster: Cluster = request.getfixturevalue("postgres")
    empty: str = request.getfixturevalue("group_template")

    def of_a_group(clock: FakeClock) -> Reopen:
        address = cluster.address(cluster.database(empty))
        return lambda: joined(address, clock=clock)

    return of_a_group


@pytest.fixture
def reopen(make_mirror: MirrorMaker, clock: FakeClock) -> Reopen:
    """Opens the test's mirror."""
    return make_mirror(clock)


@pytest.fixture
def restart(reopen: Reopen, celliq: FakeCellIq, clock: FakeClock) -> Iterator[Restart]:
    """Ends the program, however it stands, and starts it again on the same mirror."""
    with ExitStack() as stack:
        running: list[Mirror] = []

        def started() -> Desk:
            for mirror in running:
                mirror.close()
            running[:] = [reopen()]
            return make_desk(running[0], celliq, clock)

        yield started
        for mirror in running:
            stack.callback(mirror.close)


@pytest.fixture
def desk(restart: Restart) -> Desk:
    """The desk most tests use."""
    return restart()


@pytest.fixture(scope="session")
def sealer() -> PadesSealer:
    """The identity of the dealer who sold the car."""
    return PadesSealer(create_identity("Autohaus Test", FakeClock().now()), FakeClock())


@pytest.fixture(scope="session")
def paper(sealer: PadesSealer) -> Paper:
    """An honest report."""
    return sealed(sealer, content())


@pytest.fixture(scope="session")
def examiner() -> Iterator[IsolatedExaminer]:
    """A process that looks at files, kept for all tests."""
    made = IsolatedExaminer()
    yield made
    made.close()


@pytest.fixture
def judge(tmp_path: Path) -> Judge:
    """A buyer's computer."""
    return Judge(tmp_path)


@pytest.fixture
def cariqa(clock: FakeClock) -> FakeCariqa:
    """The service."""
    return FakeCariqa(clock)


@pytest.fixture
def charging_mirror(reopen: Reopen) -> Iterator[Mirror]:
    """An empty mirror."""
    made = reopen()
    yield made
    made.close()


@pytest.fixture
def charging_desk(charging_mirror: Mirror, cariqa: FakeCariqa, clock: FakeClock) -> Desk:
    """A desk whose dealer has connected Cariqa."""
    kept = FakeProviders()
    kept.names = ("cariqa", "stripe")
    kept.keep("cariqa", "good")
    with charging_mirror.write() as session:
        providers.note(session, "cariqa", Standing(state=ConnectionState.CONNECTED, user="u"))
    return make_desk(charging_mirror, FakeCellIq(clock), clock, providers=kept, cariqa=cariqa.opener())
