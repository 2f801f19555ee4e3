"""A log added by hand: looked at, counted, named as manual, kept over a restart, and removed again."""

import csv
import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from math import isnan
from pathlib import Path

import pytest

from celliq_desktop.domain.changes import Topic
from celliq_desktop.domain.health import HealthEstimate
from celliq_desktop.domain.problems import NeedsYou
from celliq_desktop.domain.readings import Samples
from celliq_desktop.usecases.desk import Desk
from celliq_desktop.usecases.manual_logs import LogChoices, LogLook, add, look_at, remove
from celliq_desktop.usecases.vehicles import find_by_vin, vehicle_detail
from tests.support.celliq import FakeCellIq
from tests.support.charges import Truth, charged, readings_of
from tests.support.desks import synced
from tests.support.mirrors import CAR, VIN, car

OURS = {"time": "time", "soc_percent": "soc_percent", "energy_kwh": "energy_kwh", "power_kw": "power_kw"}
THEIRS = {"time": "Date Time", "soc_percent": "SoC [%]", "energy_kwh": "Energy added (kWh)", "power_kw": "Power kW"}

LISTED = "start,end,soc_start_percent,soc_end_percent,energy_kwh"


def _log(path: Path, samples: Samples, names: dict[str, str], **more: str) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow([*names.values(), *more])
        for at, moment in enumerate(samples.time_s):
            row: list[object] = [datetime.fromtimestamp(moment, UTC).isoformat()]
            for name in list(names)[1:]:
                value = getattr(samples, name)[at]
                row.append("" if isnan(value) else round(value, 3))
            out.writerow([*row, *more.values()])
    return path


@pytest.fixture
def later() -> Samples:
    """Five charges after those the server knows."""
    samples = charged(Truth(capacity_kwh=54.0), [(5, 92), (10, 88), (8, 95), (12, 90), (6, 93)], every_days=2)
    return Samples.from_columns(
        type(samples.time_s)("d", [time + 30 * 86_400 for time in samples.time_s]),
        **{name: getattr(samples, name) for name in ("soc_percent", "energy_kwh", "power_kw")},
    )


@pytest.fixture
def one_car(desk: Desk, celliq: FakeCellIq) -> Desk:
    """A car of 60 kWh when new that holds 54 now; the server has three charges of it."""
    one = celliq.add(car(nominal_capacity_kwh=60.0))
    samples = charged(Truth(capacity_kwh=54.0), [(30, 60), (35, 65), (30, 62)])
    celliq.record(one.id, *readings_of(samples))
    synced(desk)
    return desk


def _estimate(desk: Desk) -> HealthEstimate:
    found = vehicle_detail(desk, CAR).estimate
    assert found is not None
    return found


def _half(desk: Desk) -> float:
    soh = _estimate(desk).soh_percent
    assert soh is not None
    return soh.half_width


def test_a_log_counts_is_named_survives_a_restart_and_goes_again(
    one_car: Desk, restart: Callable[[], Desk], later: Samples, tmp_path: Path
) -> None:
    before = _estimate(one_car)
    file = _log(tmp_path / "garage.csv", later, OURS)
    log, changes = add(one_car, CAR, file, LogChoices())
    assert changes.touches(Topic.ESTIMATES)
    assert log.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    file.unlink()
    desk = restart()
    detail = vehicle_detail(desk, CAR)
    (share,) = detail.manual
    assert (share.log.file_name, share.log.kind, len(share.sessions)) == ("garage.csv", "CellIQ charging log", 5)
    assert detail.estimate is not None
    assert len(detail.estimate.used) == 8
    assert any("5 of 8" in flag and "manual" in flag and log.sha256[:12] in flag for flag in detail.estimate.flags)
    row = find_by_vin(desk, VIN)
    assert row is not None
    assert row.sessions_used == 8
    remove(desk, CAR, log.sha256)
    assert _estimate(desk) == before
    assert vehicle_detail(desk, CAR).manual == ()


def test_a_log_narrows_the_interval_and_the_fleet_computes_it_only_once(
    one_car: Desk, later: Samples, tmp_path: Path
) -> None:
    wide = _half(one_car)
    add(one_car, CAR, _log(tmp_path / "garage.csv", later, OURS), LogChoices())
    assert _half(one_car) < wide
    outcome = next(step for step in synced(one_car).steps if step.name == "estimates")
    assert (outcome.added, outcome.updated) == (0, 0)


def test_what_both_saw_is_counted_once(one_car: Desk, tmp_path: Path) -> None:
    same = charged(Truth(capacity_kwh=54.0), [(30, 60), (35, 65), (30, 62)])
    add(one_car, CAR, _log(tmp_path / "again.csv", same, OURS), LogChoices())
    assert len(_estimate(one_car).sessions) == 3
    assert vehicle_detail(one_car, CAR).manual[0].sessions == ()


def test_columns_with_other_names_are_proposed_and_can_be_chosen(one_car: Desk, later: Samples, tmp_path: Path) -> None:
    file = _log(tmp_path / "app.csv", later, THEIRS)
    look = look_at(one_car, CAR, file)
    assert look.head.kind == ""
    assert look.choices.columns == THEIRS
    assert look.addable
    assert (look.rows, len(look.head.rows)) == (len(later), 4)
    log, _changes = add(one_car, CAR, file, look.choices)
    assert log.kind == "columns chosen by hand"
    wrong = look_at(one_car, CAR, file, LogChoices({"time": "Date Time", "soc_percent": "Power kW"}))
    assert not wrong.addable
    assert wrong.problem is not None


def test_the_same_file_twice_is_said(one_car: Desk, later: Samples, tmp_path: Path) -> None:
    file = _log(tmp_path / "garage.csv", later, OURS)
    add(one_car, CAR, file, LogChoices())
    with pytest.raises(NeedsYou, match="already"):
        add(one_car, CAR, file, LogChoices())


def _refused(look: LogLook) -> str:
    assert not look.addable
    assert look.problem is not None
    assert look.problem.next_step
    return look.problem.code


def test_logs_that_must_not_count_are_refused_with_what_would_help(
    one_car: Desk, later: Samples, tmp_path: Path
) -> None:
    other = _log(tmp_path / "other.csv", later, OURS, vin="WVWZZZE1ZMP999999")
    assert _refused(look_at(one_car, CAR, other)) == "log_of_another_car"
    masked = look_at(one_car, CAR, _log(tmp_path / "masked.csv", later, OURS, vin="1YYSA1YYYFF08YYYY"))
    assert masked.addable
    assert masked.masked_vin
    charger = _log(tmp_path / "charger.csv", later, OURS, connector_id="1")
    assert _refused(look_at(one_car, CAR, charger)) == "log_of_a_charger"
    listed = tmp_path / "list.csv"
    listed.write_text("start,end,soc_start_percent,soc_end_percent,energy_kwh\n", encoding="utf-8")
    assert _refused(look_at(one_car, CAR, listed)) == "bad_log"
    of_a_wallbox = tmp_path / "wallbox.csv"
    of_a_wallbox.write_text(
        f"{LISTED},evse_id\n2025-09-01T08:00:00Z,2025-09-01T12:00:00Z,20,80,36,X\n", encoding="utf-8"
    )
    assert _refused(look_at(one_car, CAR, of_a_wallbox)) == "log_of_a_charger"
    dateless = tmp_path / "dateless.csv"
    dateless.write_text("time,soc_percent,energy_kwh\n0,20,0\n3600,40,11\n", encoding="utf-8")
    assert _refused(look_at(one_car, CAR, dateless)) == "log_without_dates"
    assert vehicle_detail(one_car, CAR).manual == ()


def _list(path: Path, *charges: tuple[str, str, float, float, float]) -> Path:
    rows = [",".join(map(str, charge)) for charge in charges]
    path.write_text("\n".join([LISTED, *rows]), encoding="utf-8")
    return path


NIGHTS = tuple(
    (f"2025-09-{day:02d}T20:00:00Z", f"2025-09-{day + 1:02d}T02:00:00Z", start, end, kwh)
    for day, start, end, kwh in ((1, 10, 90, 43.3), (4, 15, 95, 43.1), (7, 8, 88, 43.0), (10, 20, 100, 43.6))
)


def test_a_list_of_sessions_counts_beside_what_the_car_sent(
    one_car: Desk, restart: Callable[[], Desk], tmp_path: Path
) -> None:
    wide = _half(one_car)
    file = _list(tmp_path / "charges.csv", *NIGHTS)
    look = look_at(one_car, CAR, file)
    assert look.problem is None
    assert look.found is not None
    assert (look.head.kind, look.rows, len(look.found.used)) == ("list of sessions", 4, 4)
    log, _changes = add(one_car, CAR, file, look.choices)
    desk = restart()
    detail = vehicle_detail(desk, CAR)
    assert detail.estimate is not None
    assert len(detail.estimate.used) == 7
    assert _half(desk) < wide
    (share,) = detail.manual
    assert [detail.estimate.sessions[at].session.soc_start_percent for at in share.sessions] == [10, 15, 8, 20]
    assert any("4 of 7" in flag and "manual" in flag for flag in detail.estimate.flags)
    assert len(detail.history) == 5
    row = find_by_vin(desk, VIN)
    assert row is not None
    assert row.sessions_used == 7
    remove(desk, CAR, log.sha256)
    assert len(_estimate(desk).used) == 3


def test_a_listed_charge_the_car_saw_itself_counts_once(one_car: Desk, tmp_path: Path) -> None:
    seen = _estimate(one_car).sessions[0].session
    start, end = (datetime.fromtimestamp(time, UTC).isoformat() for time in (seen.start_s - 60, seen.end_s + 60))
    add(one_car, CAR, _list(tmp_path / "charges.csv", (start, end, 29, 61, 17.5), *NIGHTS), LogChoices())
    again = _list(tmp_path / "again.csv", *((*night[:4], night[4] + 0.1) for night in NIGHTS))
    add(one_car, CAR, again, LogChoices())
    found = vehicle_detail(one_car, CAR)
    assert found.estimate is not None
    assert len(found.estimate.used) == 7
    assert seen in [one.session for one in found.estimate.sessions]
    assert [len(share.sessions) for share in found.manual] == [4, 0]


def test_a_list_alone_gives_a_car_without_samples_its_estimate(desk: Desk, celliq: FakeCellIq, tmp_path: Path) -> None:
    celliq.add(car(nominal_capacity_kwh=60.0))
    synced(desk)
    assert vehicle_detail(desk, CAR).estimate is None
    add(desk, CAR, _list(tmp_path / "charges.csv", *NIGHTS), LogChoices())
    found = _estimate(desk)
    assert found.soh_percent is not None
    assert found.soh_percent.low <= 90.0 <= found.soh_percent.high


def test_charging_that_is_negative_in_a_log_is_turned_and_said(one_car: Desk, later: Samples, tmp_path: Path) -> None:
    negative = Samples.from_columns(
        later.time_s,
        soc_percent=later.soc_percent,
        power_kw=type(later.power_kw)("d", [-kw for kw in later.power_kw]),
    )
    file = _log(tmp_path / "bms.csv", negative, {name: OURS[name] for name in ("time", "soc_percent", "power_kw")})
    look = look_at(one_car, CAR, file)
    assert look.found is not None
    assert len(look.found.used) == 5
    assert "power_kw is negative; it was turned" in look.turned_words
    add(one_car, CAR, file, look.choices)
    assert len(_estimate(one_car).used) == 8
