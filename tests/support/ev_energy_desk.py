"""A desk whose dealer has connected ev.energy, here a ``FakeEvEnergy``."""

from typing import Any

from celliq_desktop.domain.ports import Clock
from celliq_desktop.domain.providers import ConnectionState, Standing
from celliq_desktop.mirror import providers
from celliq_desktop.mirror.engine import Mirror
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.ev_energy import PROVIDER
from tests.support.celliq import FakeCellIq
from tests.support.desks import make_desk
from tests.support.ev_energy import FakeEvEnergy
from tests.support.providers import FakeProviders


def connected_desk(mirror: Mirror, celliq: FakeCellIq, clock: Clock, service: FakeEvEnergy, **other: Any) -> Desk:
    """The desk of ``mirrors.ACCOUNT`` with a good token for ``service``."""
    known = FakeProviders()
    known.names = (PROVIDER,)
    known.keep(PROVIDER, "good token")
    desk = make_desk(mirror, celliq, clock, ev_energy=lambda: service, providers=known, **other)
    with mirror.write() as session:
        providers.note(session, PROVIDER, Standing(state=ConnectionState.CONNECTED, connected_at=clock.now()))
    return desk
