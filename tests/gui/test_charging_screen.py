"""Charging in the window: what charged and what it cost, what charges now, starting, stopping, rating, connecting."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.charging import ChargingId, ChargingOverview, ChargingSession, ShownSession, Station
from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.links import Candidate, Link
from celliq_desktop.domain.problems import InDoubt, NeedsYou, Problem, TryAgain
from celliq_desktop.domain.providers import Connection, ConnectionState, Standing
from celliq_desktop.ui.screens.charging.screen import ChargingScreen
from celliq_desktop.usecases import charging, follow_charging, providers, session_links
from celliq_desktop.usecases import links as usecases_links
from tests.support.cariqa import EVSE, charged
from tests.support.window import Opened

_LIVE = ChargingId("live-1")


class Service:
    """Stands for the use cases: what is mirrored, and what a person asks for."""

    def __init__(self) -> None:
        self.standing = Standing(state=ConnectionState.CONNECTED, user="u")
        self.sessions: list[ChargingSession] = [charged(2, rating=4), charged(1)]
        self.starting: tuple[tuple[str, str], ...] = ()
        self.asked: list[tuple[Any, ...]] = []
        self.problem: Problem | None = None
        self.looks = 0

    def overview(self, _desk: object) -> ChargingOverview:
        """``usecases.charging.charging_overview``."""
        return ChargingOverview(
            connection=Connection(name="cariqa", title="Cariqa", url="https://api", standing=self.standing),
            sessions=tuple(ShownSession(one, one.state()) for one in self.sessions),
            starting=self.starting,
        )

    def start(self, _desk: object, evse: str, payment: str, **_how: object) -> tuple[ShownSession, Changes]:
        """``usecases.charging.start_charging``."""
        self._heard("start", evse, payment)
        live = charged(
            id=_LIVE, evse_id=evse, active=True, ended_at=None, cost=None, duration_s=90, energy_kwh=Decimal("1.250")
        )
        self.sessions.insert(0, live)
        return ShownSession(live, live.state()), Changes.of(Topic.CHARGING)

    def stop(self, _desk: object, session_id: ChargingId, **_how: object) -> Changes:
        """``usecases.charging.stop_charging``."""
        self._heard("stop", session_id)
        self.sessions[0] = replace(self.sessions[0], active=False)
        return Changes.of(Topic.CHARGING)

    def rate(self, _desk: object, session_id: ChargingId, stars: int, **_how: object) -> tuple[ShownSession, Changes]:
        """``usecases.charging.rate_session``."""
        self._heard("rate", session_id, stars)
        self.sessions = [replace(one, rating=stars) if one.id == session_id else one for one in self.sessions]
        return ShownSession(self.sessions[0], self.sessions[0].state()), Changes.of(Topic.CHARGING)

    def connect(self, _desk: object, name: str, token: str, user: str | None) -> tuple[object, Changes]:
        """``usecases.providers.connect_provider``."""
        self._heard("connect", name, token, user)
        self.standing = Standing(state=ConnectionState.CONNECTED, user=user)
        return None, Changes.of(Topic.PROVIDERS)

    def open_receipt(self, _desk: object, url: str) -> None:
        """``usecases.charging.open_receipt``."""
        self._heard("open", url)

    def follower(self, _desk: object, **_how: object) -> "Service":
        """``usecases.follow_charging.Follower``."""
        return self

    def look(self, _cancel: object) -> tuple[bool, Changes]:
        """The record is there at the second look."""
        self.looks += 1
        if self.looks == 2:
            self.sessions[0] = charged(id=_LIVE, energy_kwh=Decimal("9.500"))
        return self.looks < 2, Changes.of(Topic.CHARGING)

    def _heard(self, *words: Any) -> None:
        self.asked.append(words)
        if self.problem is not None:
            raise self.problem


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Service:
    """In place of the use cases."""
    made = Service()
    monkeypatch.setattr(charging, "charging_overview", made.overview)
    monkeypatch.setattr(charging, "start_charging", made.start)
    monkeypatch.setattr(charging, "stop_charging", made.stop)
    monkeypatch.setattr(charging, "rate_session", made.rate)
    monkeypatch.setattr(charging, "open_receipt", made.open_receipt)
    monkeypatch.setattr(providers, "connect_provider", made.connect)
    monkeypatch.setattr(follow_charging, "Follower", made.follower)
    return made


def _screen(desk: Opened) -> ChargingScreen:
    assert desk.window.desk is not None
    desk.window.desk.open_screen("charging")
    screen = desk.window.desk.screen
    assert isinstance(screen, ChargingScreen)
    return screen


def _start(desk: Opened) -> ChargingScreen:
    screen = _screen(desk)
    screen.evse.setText(f" {EVSE} ")
    screen.payment.setText("pm_card")
    screen.start.click()
    return screen


def test_sessions_and_the_newest_in_full_are_shown(desk: Opened, service: Service) -> None:
    screen = _screen(desk)
    assert screen.lines.rowCount() == len(service.sessions)
    assert screen.summary.text().startswith("2 sessions, 20")
    assert screen.receipt.total.text() == "5.39 EUR"
    assert "0.86 EUR VAT included" in screen.receipt.basis.text()
    assert [star.text() for star in screen.receipt.stars] == ["★"] * 4 + ["☆"]
    assert not any(card.isVisible() for card in screen.live)


def test_a_session_that_cannot_be_a_charge_says_why_it_is_no_evidence(desk: Opened, service: Service) -> None:
    service.sessions = [charged(energy_kwh=Decimal("10.000"), station=Station(power_kw=2.0))]
    assert "Not used for a battery" in _screen(desk).receipt.note.text()


def test_another_line_shows_its_own_receipt_and_its_papers_open(desk: Opened, service: Service) -> None:
    first = service.sessions[1]
    assert first.cost is not None
    bill = replace(first.cost, total=Decimal("7.00"), view_url="https://invoice.stripe.com/i/1")
    service.sessions[1] = replace(first, cost=bill)
    screen = _screen(desk)
    screen.table.setCurrentIndex(screen.lines.index(1, 0))
    screen.table.clicked.emit(screen.lines.index(1, 0))
    assert screen.receipt.total.text() == "7.00 EUR"
    screen.receipt.view.click()
    assert service.asked == [("open", "https://invoice.stripe.com/i/1")]
    assert not screen.receipt.download.isVisibleTo(screen)


def test_a_start_is_asked_for_once_more_before_it_costs_money(desk: Opened, service: Service) -> None:
    desk.runner.held.add("charging-look")
    screen = _start(desk)
    assert "costs money" in screen.question.words
    assert service.asked == []
    screen.question.declined.emit()
    assert not screen.question.isVisible()
    screen.start.click()
    screen.question.pressed.emit()
    assert service.asked == [("start", EVSE, "pm_card")]
    (card,) = (one for one in screen.live if one.isVisible())
    assert card.accessibleName() == "Charging at Sample Energie"
    assert card.bar.value() == 2


def test_what_charges_is_followed_to_its_bill(desk: Opened, service: Service) -> None:
    desk.runner.held.add("charging-look")
    screen = _start(desk)
    screen.question.pressed.emit()
    screen.live[0].stop.click()
    assert ("stop", _LIVE) in service.asked
    assert screen.live[0].pill.accessibleName() == "Waiting for the bill"
    assert not screen.live[0].stop.isEnabled()
    desk.runner.let_go()
    assert service.looks == 2
    assert not screen.live[0].isVisible()
    assert screen.receipt.total.text() == "5.39 EUR"
    assert screen.lines.row_of(lambda line: line.id == _LIVE) == screen.table.currentIndex().row()
    assert desk.window.toasts.words[-1] == "The bill of Sample Energie is here: 5.39 EUR."


def test_a_rating_is_one_press(desk: Opened, service: Service) -> None:
    screen = _screen(desk)
    screen.receipt.stars[1].click()
    assert service.asked == [("rate", charged(2).id, 2)]
    assert [star.text() for star in screen.receipt.stars] == ["★"] * 2 + ["☆"] * 3


def test_a_start_that_nobody_confirmed_stays_in_sight(desk: Opened, service: Service) -> None:
    service.problem = InDoubt("in_doubt", "Cariqa did not confirm.", safe="Nothing is started a second time.")
    service.starting = ((EVSE, "Cariqa did not confirm."),)
    screen = _start(desk)
    screen.question.pressed.emit()
    assert "Nothing is started a second time" in screen.problem.words
    assert EVSE in screen.notice.words
    assert screen.start.isEnabled()


@pytest.mark.parametrize(
    "problem",
    [TryAgain("not_started", "There is no network."), NeedsYou("wrong_token", "Cariqa does not accept the token.")],
)
def test_what_goes_wrong_is_said_on_the_screen(desk: Opened, service: Service, problem: Problem) -> None:
    service.problem = problem
    screen = _start(desk)
    screen.question.pressed.emit()
    assert problem.message in screen.problem.words


def test_trouble_of_the_last_sync_is_said_with_the_age_of_what_is_shown(desk: Opened, service: Service) -> None:
    service.standing = replace(service.standing, last_error="Cariqa cannot be reached.")
    assert "cannot be reached" in _screen(desk).notice.words


def test_without_a_session_the_screen_says_how_one_begins(desk: Opened, service: Service) -> None:
    service.sessions = []
    screen = _screen(desk)
    assert screen.empty.isVisibleTo(screen)
    assert screen.start.isVisibleTo(screen)


def test_without_a_connection_it_asks_for_user_and_token_and_keeps_neither(desk: Opened, service: Service) -> None:
    service.sessions, service.standing = [], Standing()
    screen = _screen(desk)
    assert screen.connect_card.isVisibleTo(screen)
    assert not screen.start.isVisibleTo(screen)
    screen.connect_card.user.setText(" user-1 ")
    screen.connect_card.token.setText("a.b.c")
    screen.connect_card.connect_it.click()
    assert service.asked == [("connect", "cariqa", "a.b.c", "user-1")]
    assert screen.connect_card.token.text() == ""
    assert screen.start.isVisibleTo(screen)


def test_the_car_of_a_session_is_suggested_and_said_by_a_person(
    desk: Opened, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    links: dict[str, Link] = {}
    suggested = Candidate(
        provider="cariqa",
        remote_id=service.sessions[0].id,
        remote_title="Sample Energie",
        vehicle_id=VehicleId("veh_1"),
        vin="WVWZZZE1ZMP012345",
        vehicle_title="2021 Volkswagen ID.3",
        confidence=0.9,
        evidence=("It charged from 20 to 90 % in 98 % of that time.",),
    )

    def confirm(_desk: object, provider: str, remote_id: str, vehicle_id: VehicleId) -> tuple[None, Changes]:
        link = Link(
            provider=provider,
            remote_id=remote_id,
            vehicle_id=vehicle_id,
            vin=suggested.vin,
            linked_by="dealer@example.com",
            linked_at=desk.clock.now(),
        )
        links[remote_id] = link
        return None, Changes()

    monkeypatch.setattr(session_links, "link_of_session", lambda _desk, one: links.get(one))
    monkeypatch.setattr(session_links, "session_candidates", lambda _desk, _one, **_how: (suggested,))
    monkeypatch.setattr(usecases_links, "confirm", confirm)
    monkeypatch.setattr(usecases_links, "undo", lambda _desk, _provider, one: (links.pop(one), Changes())[1])
    screen = _screen(desk)
    assert "nothing is ever linked by itself" in screen.car.words.text()
    screen.car.look.click()
    (card,) = screen.car.candidates
    card.confirm.click()
    assert "Confirmed by dealer@example.com" in screen.car.words.text()
    assert not screen.car.look.isVisible()
    screen.car.undo.click()
    assert "nothing is ever linked by itself" in screen.car.words.text()
    trouble = NeedsYou("no_evidence", "This session cannot be compared with your cars.")

    def refuse(*_asked: object, **_how: object) -> None:
        raise trouble

    monkeypatch.setattr(session_links, "session_candidates", refuse)
    screen.car.look.click()
    assert "cannot be compared" in screen.car.problem.words
