"""Charging logs as people really have them: found, read, or refused with the row and the column."""

from collections.abc import Callable
from math import isnan
from pathlib import Path

import pytest

from celliq_desktop.domain.problems import BadSurroundings, NeedsYou
from celliq_desktop.spreadsheets.charging_log import read_charging_log

Log = Callable[[str], Path]


@pytest.fixture
def log(tmp_path: Path) -> Log:
    """Writes a log and gives its path."""

    def write(text: str) -> Path:
        path = tmp_path / "log.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_canonical_columns_are_read_by_name_in_any_order(log: Log) -> None:
    found = read_charging_log(
        log("power_kw,time,soc_percent\n11.0,2026-03-01T08:00:00Z,20\n,2026-03-01T08:01:00Z,21\n")
    )
    assert found.rows == 2
    assert found.samples is not None
    assert list(found.samples.soc_percent) == [20.0, 21.0]
    assert found.samples.time_s[1] - found.samples.time_s[0] == 60
    assert isnan(found.samples.power_kw[1])


def test_seconds_and_times_with_zones_are_the_same_moment(log: Log) -> None:
    text = "time,soc_percent,energy_kwh\n2026-03-01T09:00:00+01:00,20,0\n2026-03-01 08:00:00,20,0\n1772352000,20,0\n"
    samples = read_charging_log(log(text)).samples
    assert samples is not None
    assert len(set(samples.time_s)) == 1


def test_columns_of_another_name_are_mapped_and_the_current_is_turned(log: Log) -> None:
    text = "t;SOC;I\n0;20,5;-30\n10;20,6;-31,5\n"
    columns = {"time": "t", "soc_percent": "SOC", "current_a": "I"}
    samples = read_charging_log(log(text), columns=columns, charging_negative=True).samples
    assert samples is not None
    assert list(samples.current_a) == [30.0, 31.5]
    assert list(samples.soc_percent) == [20.5, 20.6]


def test_a_session_list_is_recognised_by_its_header(log: Log) -> None:
    text = "start,end,soc_start_percent,soc_end_percent,energy_kwh\n2026-03-01T08:00Z,2026-03-01T12:00Z,20,80,30.5\n"
    found = read_charging_log(log(text))
    assert found.sessions is not None
    (session,) = found.sessions
    assert (session.delta_soc_percent, session.energy_kwh, session.charge_ah) == (60, 30.5, None)


def test_other_encodings_are_understood(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes("time,soc_percent,power_kw,Ort\n0,20,11,Köln\n60,21,11,Köln\n".encode("latin-1"))
    assert read_charging_log(path).rows == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "The file is empty"),
        ("time,power_kw\n0,1\n", "no column soc_percent"),
        ("time,soc_percent\n0,20\n", "neither energy_kwh nor power_kw nor current_a"),
        ("time,soc_percent,power_kw\n0,20,11\n60,many,11\n", "Row 3: “many” in column soc_percent"),
        ("time,soc_percent,power_kw\nyesterday,20,11\n", "Row 2: “yesterday” in column time"),
        ("time,soc_percent,power_kw\n0,20,inf\n", "not a finite number"),
        ("time,soc_percent,power_kw\n0,120,11\n", "between 0 and 100"),
        ("time,soc_percent,power_kw\n0,0.2,11\n60,0.8,11\n", "looks like a fraction"),
        ("time,soc_percent,power_kw\n,20,11\n", "Row 2 has no time"),
        ("start,end,soc_start_percent,soc_end_percent\n0,60,20,\n", "Row 2 lacks"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(log: Log, text: str, words: str) -> None:
    with pytest.raises(NeedsYou) as caught:
        read_charging_log(log(text))
    assert words in caught.value.message


def test_a_binary_file_and_a_missing_file_are_told_apart(tmp_path: Path) -> None:
    picture = tmp_path / "photo.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00")
    with pytest.raises(NeedsYou, match="not a text file"):
        read_charging_log(picture)
    with pytest.raises(BadSurroundings, match="cannot be read"):
        read_charging_log(tmp_path / "nothing.csv")


def test_a_mapping_to_a_column_that_is_not_there_lists_those_that_are(log: Log) -> None:
    with pytest.raises(NeedsYou) as caught:
        read_charging_log(log("t,SOC\n0,1\n"), columns={"time": "when"})
    assert "“when”" in caught.value.message
    assert "t, SOC" in caught.value.next_step


TESLAFI = "data_id,Date,vehicle_id,charging_state,battery_level,charge_energy_added,odometer,speed,outside_temp\n"


def test_a_teslafi_export_is_read_without_its_sleeping_minutes_and_in_kilometres(log: Log) -> None:
    rows = "1,2016-06-26 07:58:31,7,Charging,60,17.9,1000,None,20.0\n2,2016-06-26 07:59:31,,,,,,,\n"
    samples = read_charging_log(log(TESLAFI + rows)).samples
    assert samples is not None
    assert len(samples) == 1
    assert (samples.soc_percent[0], samples.charging[0]) == (60.0, 1.0)
    assert samples.odometer_km[0] == pytest.approx(1609.344)


def test_a_teslafi_export_of_two_cars_is_not_mixed(log: Log) -> None:
    rows = "".join(f"{at},2016-06-26 07:5{at}:00,{at},Charging,60,17.9,1000,None,20\n" for at in (1, 2))
    with pytest.raises(NeedsYou, match="more than one car"):
        read_charging_log(log(TESLAFI + rows))


def test_local_times_that_fall_back_at_the_end_of_summer_time_go_on(log: Log) -> None:
    text = "time,soc_percent,energy_kwh\n" + "".join(
        f"2019-10-27 {clock},{soc},0\n" for clock, soc in (("02:30", 20), ("02:59", 21), ("02:00", 22), ("02:30", 23))
    )
    samples = read_charging_log(log(text)).samples
    assert samples is not None
    assert list(samples.time_s) == sorted(samples.time_s)
    zoned = text.replace(",", "Z,").replace("timeZ,soc_percentZ", "time,soc_percent").replace("Z,0\n", ",0\n")
    kept = read_charging_log(log(zoned)).samples
    assert kept is not None
    assert list(kept.time_s) != sorted(kept.time_s)


def test_columns_of_a_charging_station_are_noticed(log: Log) -> None:
    text = "start,end,soc_start_percent,soc_end_percent,energy_kwh{}\n0,3600,20,80,30{}\n"
    assert not read_charging_log(log(text.format("", ""))).charger_side
    assert read_charging_log(log(text.format(",evse_id", ",DE*1"))).charger_side


@pytest.mark.parametrize(("column", "station"), [("odometer_km", False), ("Odometer", False), ("meter_start", True)])
def test_an_odometer_is_no_meter_of_a_charging_station(tmp_path: Path, column: str, station: bool) -> None:
    file = tmp_path / "log.csv"
    file.write_text(f"time,soc_percent,power_kw,{column}\n0,20,11,40000\n60,21,11,40000\n", encoding="utf-8")
    assert read_charging_log(file).charger_side is station
