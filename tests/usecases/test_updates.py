"""Updates against a server that lies: only what CellIQ signed, in the order it was signed, and while it is fresh."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from celliq_desktop.clients.updates import UpdateServer
from celliq_desktop.domain.ids import OperationId, VehicleId
from celliq_desktop.domain.problems import BadSurroundings, Cancelled, Problem, Refused, TryAgain
from celliq_desktop.domain.reports import Report
from celliq_desktop.domain.updates import LARGEST_MANIFEST, Offer
from celliq_desktop.jobs.cancel import CancelFlag
from celliq_desktop.signing.manifests import ManifestSeal, seal
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.updates import UpdateDesk, fetch_update, hand_over, is_sending, look_for_update
from tests.support.celliq import FakeCellIq
from tests.support.clocks import FakeClock
from tests.support.desks import click, synced
from tests.support.mirrors import CAR, car
from tests.support.servers import Reply, ScriptedServer
from tests.support.updates import KEY, STRANGER, NotingOpener, Releases, public

_DAY_S = 86_400.0


@pytest.fixture
def releases() -> Iterator[Releases]:
    found = Releases(FakeClock())
    with found.server.running():
        yield found


def _code(updates: UpdateDesk) -> str:
    with pytest.raises(Problem) as problem:
        look_for_update(updates)
    return problem.value.code


def _fetch(updates: UpdateDesk, offer: Offer) -> Path:
    return fetch_update(updates, offer, progress=lambda *_told: None, cancel=CancelFlag())


def _offer(updates: UpdateDesk) -> Offer:
    offer = look_for_update(updates)
    assert offer is not None
    return offer


def test_a_newer_release_is_offered_fetched_once_and_handed_to_the_installer(
    releases: Releases, tmp_path: Path
) -> None:
    opener = NotingOpener()
    updates = releases.desk(tmp_path, opener=opener)
    releases.release("0.2.0", 1)
    offer = _offer(updates)
    assert (offer.version, offer.notes) == ("0.2.0", "What is new in 0.2.0.")
    path = _fetch(updates, offer)
    assert path.read_bytes() == releases.packages["/celliq-desktop_0.2.0_amd64.deb"]
    assert _fetch(updates, offer) == path
    assert releases.server.paths().count("GET /celliq-desktop_0.2.0_amd64.deb") == 1
    hand_over(updates, offer, path, being_sent=lambda: False)
    assert opener.opened == [path]


def test_the_same_and_an_older_release_are_never_offered(releases: Releases, tmp_path: Path) -> None:
    releases.release("0.2.0", 1)
    assert look_for_update(releases.desk(tmp_path / "same", version="0.2.0")) is None
    assert look_for_update(releases.desk(tmp_path / "newer", version="0.10.0")) is None
    assert look_for_update(releases.desk(tmp_path / "older", version="0.1.9")) is not None


def test_what_a_stranger_signed_or_nobody_is_refused(releases: Releases, tmp_path: Path) -> None:
    updates = releases.desk(tmp_path)
    releases.release("9.0.0", 9, key=STRANGER)
    assert _code(updates) == "update_not_signed"
    good = json.loads(releases.release("0.2.0", 1))
    other = json.loads(releases.release("9.0.0", 2, key=STRANGER))
    attempts: list[object] = [
        {**good, "signed": other["signed"]},  # our signature over their words
        {**good, "signatures": []},
        {**other, "signatures": [{**good["signatures"][0], "key": other["signatures"][0]["key"]}]},
        {"signed": good["signed"]},
        [],
    ]
    for bent in attempts:
        releases.serve(json.dumps(bent).encode())
        assert _code(updates) == "update_not_signed"
    releases.serve(b"<html>Welcome to our Wi-Fi</html>")
    assert _code(updates) == "update_not_signed"


def test_a_document_for_another_purpose_is_no_manifest(releases: Releases, tmp_path: Path) -> None:
    releases.serve(seal(b'{"kind": "release notes"}', [KEY]))
    assert _code(releases.desk(tmp_path)) == "update_malformed"


def test_rolling_back_is_refused_by_sequence_and_by_version(releases: Releases, tmp_path: Path) -> None:
    updates = releases.desk(tmp_path)
    vulnerable = releases.release("0.2.0", 1)
    releases.release("0.3.0", 2)
    assert _offer(updates).version == "0.3.0"
    releases.serve(vulnerable)
    assert _code(updates) == "update_rolled_back"
    releases.release("0.2.9", 3)
    assert _code(updates) == "update_rolled_back"
    releases.release("0.3.1", 4)
    assert _offer(releases.desk(tmp_path)).version == "0.3.1"


def test_a_frozen_server_is_noticed_even_when_the_clock_is_set_back(releases: Releases, tmp_path: Path) -> None:
    updates = releases.desk(tmp_path)
    frozen = releases.release("0.2.0", 1)
    releases.clock.advance(29 * _DAY_S)
    assert _offer(updates).version == "0.2.0"
    releases.clock.advance(2 * _DAY_S)
    assert _code(updates) == "update_expired"
    releases.release("0.2.1", 2)
    assert _offer(updates).version == "0.2.1"
    releases.clock.advance(-31 * _DAY_S)
    releases.serve(frozen)
    assert _code(updates) in ("update_expired", "update_rolled_back")


def test_mix_and_match_is_refused(releases: Releases, tmp_path: Path) -> None:
    updates = releases.desk(tmp_path)
    beta = releases.release("0.4.0", 5, channel="beta")
    releases.serve(beta)
    assert _code(updates) == "update_wrong_channel"
    releases.release("0.2.0", 1)
    old = releases.packages["/celliq-desktop_0.2.0_amd64.deb"]
    releases.release("0.3.0", 2)
    offer = _offer(updates)
    announced = releases.packages["/celliq-desktop_0.3.0_amd64.deb"]
    for other in (old, announced[:-1] + b"?", announced[:-1], announced + b"?", b""):
        releases.packages["/celliq-desktop_0.3.0_amd64.deb"] = other
        with pytest.raises(Refused) as refusal:
            _fetch(updates, offer)
        assert refusal.value.code == "update_altered"
        assert list((tmp_path / "package").iterdir()) == []


def test_endless_data_is_cut_off(releases: Releases, tmp_path: Path) -> None:
    releases.serve(b" " * (LARGEST_MANIFEST + 1))
    assert isinstance(_problem(releases.desk(tmp_path)), TryAgain)
    releases.release("0.2.0", 1, packages=[])
    assert _offer(releases.desk(tmp_path)).package is None
    with pytest.raises(Refused, match="without a package"):
        _fetch(releases.desk(tmp_path), _offer(releases.desk(tmp_path)))


@pytest.mark.parametrize(
    "bent",
    [
        {"version": "0.2"},
        {"version": "v0.2.0"},
        {"sequence": 0},
        {"sequence": True},
        {"expires_at": "2027-01-01T00:00:00"},
        {"packages": [{"target": "x", "name": "../x.deb", "url": "https://e.eu/x", "size": 1, "sha256": "0" * 64}]},
        {"packages": [{"target": "x", "name": "x.deb", "url": "http://e.eu/x", "size": 1, "sha256": "0" * 64}]},
        {"packages": [{"target": "x", "name": "x.deb", "url": "https://e.eu/x", "size": 1e18, "sha256": "0" * 64}]},
        {"packages": [{"target": "x", "name": "x.deb", "url": "https://e.eu/x", "size": 10**12, "sha256": "0" * 64}]},
        {"packages": None},
    ],
)
def test_signed_nonsense_is_refused(releases: Releases, tmp_path: Path, bent: dict[str, Any]) -> None:
    releases.release("0.2.0", 1, **bent)
    assert _code(releases.desk(tmp_path)) == "update_malformed"


def test_while_a_change_is_being_sent_nothing_is_handed_over(releases: Releases, tmp_path: Path) -> None:
    opener = NotingOpener()
    updates = releases.desk(tmp_path, opener=opener)
    releases.release("0.2.0", 1)
    offer = _offer(updates)
    path = _fetch(updates, offer)
    with pytest.raises(TryAgain) as wait:
        hand_over(updates, offer, path, being_sent=lambda: True)
    assert wait.value.code == "operation_being_sent"
    assert opener.opened == []
    assert path.exists()


def test_a_change_is_being_sent_exactly_while_it_is_on_the_wire(
    desk: Desk, celliq: FakeCellIq, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    issue = celliq.generate_report

    def watched(vehicle_id: VehicleId, op_id: OperationId) -> Report:
        seen.append(is_sending(desk))
        return issue(vehicle_id, op_id)

    celliq.add(car(1))
    synced(desk)
    monkeypatch.setattr(celliq, "generate_report", watched)
    assert not is_sending(desk)
    click(desk, CAR)
    assert seen == [True]
    assert not is_sending(desk)


def test_a_package_that_was_changed_on_the_disk_is_not_handed_over(releases: Releases, tmp_path: Path) -> None:
    opener = NotingOpener()
    updates = releases.desk(tmp_path, opener=opener)
    releases.release("0.2.0", 1)
    offer = _offer(updates)
    path = _fetch(updates, offer)
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)
    with pytest.raises(BadSurroundings, match="was changed"):
        hand_over(updates, offer, path, being_sent=lambda: False)
    assert opener.opened == []
    assert not path.exists()


def test_a_download_can_be_stopped_and_leaves_nothing(releases: Releases, tmp_path: Path) -> None:
    updates = releases.desk(tmp_path)
    releases.release("0.2.0", 1)
    offer, stop = _offer(updates), CancelFlag()
    stop.cancel()
    with pytest.raises(Cancelled):
        fetch_update(updates, offer, progress=lambda *_told: None, cancel=stop)
    assert list((tmp_path / "package").iterdir()) == []


def test_a_key_can_be_replaced_while_both_are_trusted() -> None:
    both = seal(b"words", [STRANGER, KEY])
    assert ManifestSeal([public(KEY)]).open(both) == b"words"
    assert ManifestSeal([public(STRANGER)]).open(both) == b"words"
    with pytest.raises(Refused):
        ManifestSeal([]).open(both)


def test_a_memory_that_cannot_be_read_counts_as_nothing_seen(releases: Releases, tmp_path: Path) -> None:
    (tmp_path / "seen.json").write_text('{"stable": {"sequence": "many"}}')
    releases.release("0.2.0", 1)
    assert _offer(releases.desk(tmp_path)).version == "0.2.0"
    assert json.loads((tmp_path / "seen.json").read_text())["stable"]["sequence"] == 1


def test_without_a_channel_or_a_server_the_words_say_so(releases: Releases, tmp_path: Path) -> None:
    problem = _problem(releases.desk(tmp_path))
    assert (problem.code, problem.message) == ("no_updates", "127.0.0.1 has no updates for this program.")
    busy = ScriptedServer(lambda _request: Reply(status=503))
    with busy.running(), pytest.raises(TryAgain):
        UpdateServer(busy.url).manifest("stable")
    with pytest.raises(TryAgain):
        UpdateServer(busy.url).manifest("stable")


def _problem(updates: UpdateDesk) -> Problem:
    with pytest.raises(Problem) as found:
        look_for_update(updates)
    return found.value
