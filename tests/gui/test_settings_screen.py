"""Settings in the window: details with their conflicts, who seals, how the window looks."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from celliq_desktop.domain.changes import Changes, Topic
from celliq_desktop.domain.dealers import DealerSettings, FieldConflict, editable
from celliq_desktop.domain.identity import TimestampFacts
from celliq_desktop.domain.ids import DealerId
from celliq_desktop.domain.letterheads import PlainLetterheads, legible
from celliq_desktop.domain.problems import Refused
from celliq_desktop.ui.screens.reports.screen import ReportsScreen
from celliq_desktop.ui.screens.settings.screen import SettingsScreen
from celliq_desktop.ui.theme.colours import DARK
from celliq_desktop.usecases import dealers, identity, letterheads
from celliq_desktop.usecases.dealers import DealerDetails, DealerSaved
from celliq_desktop.usecases.identity import SealingState
from tests.support.sealing import FakeIdentities
from tests.support.window import Opened

_LETTERHEADS: dict[str, Callable[..., Any]] = {
    name: getattr(letterheads, name) for name in ("letterhead", "change_letterhead", "choose_logo", "remove_logo")
}
"""The real use cases, which need nothing of a desk but where its letterhead is kept."""


class Office:
    """Stands for the use cases: the details, somebody else who changes them, and the seal."""

    def __init__(self) -> None:
        self.details = DealerDetails(
            DealerSettings(dealer_id=DealerId("d"), dealer_name="Autohaus Test", address="Old 1", locale="de")
        )
        self.answer = DealerSaved()
        self.sent: list[tuple[Mapping[str, str | None], Mapping[str, str | None]]] = []
        self.seal = SealingState(FakeIdentities().present, None, None, 2)
        self.problem: Refused | None = None

    def read(self, _desk: object) -> DealerDetails:
        """``usecases.dealers.dealer_details``."""
        return self.details

    def change(
        self, _desk: object, began: Mapping[str, str | None], mine: Mapping[str, str | None], **_how: object
    ) -> tuple[DealerSaved, Changes]:
        """``usecases.dealers.change_dealer``."""
        self.sent.append((began, mine))
        return self.answer, Changes.of(Topic.SETTINGS)

    def state(self, _desk: object) -> SealingState:
        """``usecases.identity.sealing_state``."""
        return self.seal

    def use_file(self, _desk: object, _path: Path, passphrase: str) -> tuple[SealingState, Changes]:
        """``usecases.identity.use_identity_file``."""
        if self.problem is not None:
            raise self.problem
        self.seal = replace(self.seal, identity=replace(self.seal.identity, issuer=f"From a file with {passphrase}"))
        return self.seal, Changes.of(Topic.SETTINGS)

    def stamp(self, _desk: object, url: str | None) -> tuple[SealingState, Changes]:
        """``usecases.identity.choose_timestamps``."""
        self.seal = replace(self.seal, timestamps=TimestampFacts(url, "Stamp Office", ()) if url else None)
        return self.seal, Changes.of(Topic.SETTINGS)


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch, desk: Opened) -> Office:
    """In place of the use cases."""
    made = Office()
    assert desk.window.desk is not None
    monkeypatch.setattr(dealers, "dealer_details", made.read)
    monkeypatch.setattr(dealers, "change_dealer", made.change)
    monkeypatch.setattr(identity, "sealing_state", made.state)
    monkeypatch.setattr(identity, "use_identity_file", made.use_file)
    monkeypatch.setattr(identity, "choose_timestamps", made.stamp)
    return made


def _screen(desk: Opened, section: str = "") -> SettingsScreen:
    assert desk.window.desk is not None
    desk.window.desk.open_screen("settings", section)
    screen = desk.window.desk.screen
    assert isinstance(screen, SettingsScreen)
    return screen


def _type(screen: SettingsScreen, words: str) -> None:
    address = screen.dealer.fields["address"]
    address.setFocus()
    address.setProperty("text", "")
    QTest.keyClicks(address, words)


def test_details_are_filled_in_and_only_an_edit_is_sent(desk: Opened, office: Office) -> None:
    screen = _screen(desk)
    assert screen.dealer.fields["address"].property("text") == "Old 1"
    assert screen.dealer.fields["locale"].property("currentText") == "German"
    _type(screen, "New 2")
    screen.dealer.save.click()
    began, mine = office.sent[-1]
    assert (began["address"], mine["address"]) == ("Old 1", "New 2")
    assert {name for name in mine if mine[name] != began[name]} == {"address"}


def test_what_a_sync_brings_does_not_replace_what_is_being_typed(desk: Opened, office: Office) -> None:
    screen = _screen(desk)
    _type(screen, "New 2")
    assert office.details.settings is not None
    office.details = DealerDetails(replace(office.details.settings, address="Theirs 3"))
    desk.sessions.bench.hub.publish(Changes.of(Topic.SETTINGS))
    assert screen.dealer.fields["address"].property("text") == "New 2"
    screen.dealer.save.click()
    assert office.sent[-1][0]["address"] == "Old 1"


@pytest.mark.parametrize(("press", "sent"), [("mine", "New 2"), ("theirs", "Theirs 3")])
def test_a_conflict_shows_both_values_and_is_settled_by_a_person(
    desk: Opened, office: Office, press: str, sent: str
) -> None:
    screen = _screen(desk)
    _type(screen, "New 2")
    office.answer = DealerSaved((FieldConflict("address", "New 2", "Theirs 3"),))
    screen.dealer.save.click()
    assert "yours is “New 2”, theirs is “Theirs 3”" in screen.dealer.conflict.words.text()
    assert screen.dealer.conflict.isVisible()
    office.answer = DealerSaved()
    getattr(screen.dealer.conflict, press).click()
    began, mine = office.sent[-1]
    assert (began["address"], mine["address"]) == ("Theirs 3", sent)
    assert not screen.dealer.conflict.isVisible()


def test_what_waits_and_what_is_not_offered_is_said(desk: Opened, office: Office) -> None:
    assert office.details.settings is not None
    assert editable(office.details.settings)["locale"] == "de"
    office.details = replace(office.details, waiting={"address": "New 2"})
    screen = _screen(desk)
    assert screen.dealer.waiting.text() == "Waiting to be sent: Address."
    assert screen.dealer.fields["address"].property("text") == "New 2"
    office.details = DealerDetails(None)
    desk.sessions.bench.hub.publish(Changes.of(Topic.SETTINGS))
    assert screen.dealer.absent.isVisible()
    assert not screen.dealer.card.isVisible()


def test_who_seals_is_said_and_can_be_changed(desk: Opened, office: Office) -> None:
    assert office.problem is None
    screen = _screen(desk, "Sealing")
    assert screen.sections.currentItem().text() == "Sealing"
    assert "Vouched for by: nobody but you" in screen.sealing.words
    assert "Waiting for a timestamp: 2 files" in screen.sealing.words
    screen.sealing.passphrase.setText("secret")
    screen.sealing.take_file(Path("id.p12"))
    assert "From a file with secret" in screen.sealing.words
    assert screen.sealing.passphrase.text() == ""
    screen.sealing.stamp.setText("https://stamp.example")
    screen.sealing.use_stamp.click()
    assert "Time confirmed by: Stamp Office" in screen.sealing.words
    screen.sealing.no_stamp.click()
    assert "Time confirmed by: nobody" in screen.sealing.words


def test_a_file_that_is_refused_leaves_the_present_seal(desk: Opened, office: Office) -> None:
    office.problem = Refused("wrong_passphrase", "The passphrase does not open this file.")
    screen = _screen(desk, "Sealing")
    screen.sealing.take_file(Path("id.p12"))
    assert "passphrase" in screen.problem.words
    assert "Name on the seal: Autohaus Test" in screen.sealing.words


def test_an_ending_certificate_is_warned_of_here_and_where_reports_are_exported(desk: Opened, office: Office) -> None:
    ends = replace(office.seal.identity, valid_until=datetime(2026, 12, 1, tzinfo=UTC))
    office.seal = replace(office.seal, identity=ends, warning=ends.warning(datetime(2026, 11, 20, tzinfo=UTC)))
    assert "expires in 11 days" in _screen(desk, "Sealing").sealing.warning.words
    assert desk.window.desk is not None
    desk.window.desk.open_screen("reports")
    reports = desk.window.desk.screen
    assert isinstance(reports, ReportsScreen)
    notice = reports.seal_notice
    assert "expires in 11 days" in notice.words
    notice.pressed.emit()
    assert desk.window.desk.current == "settings"


def test_a_letterhead_is_chosen_and_its_logo_shown(
    desk: Opened, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Over the real use cases: a colour that is too light comes back darker, what is no picture says so."""
    kept = PlainLetterheads()
    own = SimpleNamespace(letterheads=kept)
    for name, real in _LETTERHEADS.items():
        monkeypatch.setattr(letterheads, name, lambda _desk, *args, real=real, **how: real(own, *args, **how))
    panel = _screen(desk, "Letterhead").letterhead
    assert (panel.paper.currentText(), panel.colour.text(), panel.remove.isVisible()) == ("A4", "#0F766E", False)
    panel.paper.setCurrentIndex(panel.paper.findData("letter"))
    panel.region.setCurrentIndex(panel.region.findData("US"))
    panel.colour.setText("#FF8800")
    panel.save.click()
    assert (kept.load().paper, kept.load().region) == ("letter", "US")
    assert panel.colour.text() == kept.load().accent == legible("#FF8800") != "#FF8800"
    picture = tmp_path / "logo.png"
    QImage(300, 100, QImage.Format.Format_RGB888).save(str(picture))
    desk_screen = _screen(desk, "Letterhead")
    desk_screen.letterhead.take_picture(picture)
    assert panel.logo.isVisible()
    assert panel.logo.pixmap().width() > panel.logo.pixmap().height()
    picture.write_bytes(b"no picture")
    panel.take_picture(picture)
    assert "cannot be used as a logo" in desk_screen.problem.words
    panel.remove.click()
    assert not panel.logo.isVisible()
    assert kept.load().logo is None


def test_theme_and_text_size_hold_at_once(desk: Opened, office: Office) -> None:
    assert office.sent == []
    screen = _screen(desk, "Account and window")
    panel = screen.window_panel
    panel.theme.setCurrentIndex(panel.theme.findData("dark"))
    panel.theme.activated.emit(panel.theme.currentIndex())
    assert desk.theme.theme.colours is DARK
    desk.window.account.choose(type(desk.theme.choice).LIGHT)
    assert panel.theme.currentData() == "light"
