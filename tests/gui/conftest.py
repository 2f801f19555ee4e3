"""A way to the real window that closes what it opened."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from celliq_desktop.domain.letterheads import Letterhead
from celliq_desktop.domain.remote_view import ConnectionsView
from celliq_desktop.ui.theme.switch import ThemeChoice
from celliq_desktop.usecases import (
    billing,
    charging,
    dealers,
    export_report,
    identity,
    invites,
    letterheads,
    providers,
    remote_view,
    reports,
    session_links,
    vehicles,
)
from tests.support.session_models import FakeDealership
from tests.support.window import (
    FakeSessions,
    HoldingRunner,
    NoDesk,
    Opened,
    no_charging,
    no_library,
    no_money,
    open_window,
    own_seal,
)

Open = Callable[..., Opened]
_LOADED = (export_report,)
"""Imported before ``vehicle_detail`` is replaced below: whoever imports it later would keep the replacement."""


@pytest.fixture
def opened(qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Open windows; arguments as ``tests.support.window.open_window`` after ``app`` and ``folder``. A car that is
    opened is looked up in the hand-made dealership."""
    windows: list[Opened] = []

    def make(
        dealership: FakeDealership | None = None,
        prepare: Callable[[FakeSessions, HoldingRunner], None] = lambda _sessions, _runner: None,
        *,
        syncs_itself: bool = False,
    ) -> Opened:
        one = open_window(qapp, tmp_path, dealership, prepare=prepare, syncs_itself=syncs_itself)
        windows.append(one)
        monkeypatch.setattr(vehicles, "vehicle_detail", one.vehicle_detail)
        monkeypatch.setattr(reports, "report_library", no_library)
        monkeypatch.setattr(reports, "report_exports", no_library)
        if isinstance(one.sessions.bench.desk, NoDesk):
            for name in ("invites", "seller_lists"):
                monkeypatch.setattr(invites, name, no_library)
            monkeypatch.setattr(identity, "sealing_state", own_seal)
            monkeypatch.setattr(letterheads, "letterhead", lambda _desk: Letterhead())
            monkeypatch.setattr(remote_view, "linked_cars", lambda _desk, _vehicle: ())
            monkeypatch.setattr(remote_view, "connections_view", lambda _desk: ConnectionsView(services=(), cars=()))
            monkeypatch.setattr(providers, "connections", lambda _desk: ())
            if session_links.link_of_session.__module__ == session_links.__name__:
                monkeypatch.setattr(session_links, "link_of_session", lambda _desk, _session_id: None)
            monkeypatch.setattr(dealers, "dealer_details", lambda _desk: dealers.DealerDetails(None))
        if billing.billing_overview.__module__ == billing.__name__:  # a test may have put its own there already
            monkeypatch.setattr(billing, "billing_overview", no_money)
        if charging.charging_overview.__module__ == charging.__name__:
            monkeypatch.setattr(charging, "charging_overview", no_charging)
        one.window.activateWindow()
        qtbot.waitUntil(one.window.isActiveWindow)
        return one

    yield make
    for one in windows:
        one.theme.choose(ThemeChoice.LIGHT)
        one.theme.set_scale(1.0)
        one.window.close()
        one.window.deleteLater()
        one.theme.deleteLater()


@pytest.fixture
def desk(opened: Open) -> Opened:
    """A window in which somebody is signed in, on the fleet of forty cars."""
    one = opened()
    one.window.entry.explore()
    return one
