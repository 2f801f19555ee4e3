"""Logs as other programs write them: their columns, units, times and numbers are found without being told."""

from collections.abc import Callable
from math import isnan
from pathlib import Path

import pytest

from celliq_desktop.domain.problems import NeedsYou
from celliq_desktop.domain.readings import Samples
from celliq_desktop.spreadsheets.charging_log import ChargingLog, read_charging_log
from celliq_desktop.spreadsheets.log_columns import proposed
from celliq_desktop.spreadsheets.log_times import day_comes_first, moment_of

Read = Callable[[str], ChargingLog]
AT = 1_772_352_000.0
"""2026-03-01T08:00:00Z."""


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads a log with this text."""

    def reading(text: str) -> ChargingLog:
        path = tmp_path / "log.csv"
        path.write_text(text, encoding="utf-8")
        return read_charging_log(path)

    return reading


def _samples(log: ChargingLog) -> Samples:
    assert log.samples is not None
    return log.samples


@pytest.mark.parametrize(
    ("header", "soc", "flow"),
    [
        ("timestamp,soc_display,soc_bms,dc_battery_current,dc_battery_voltage", "soc_display", "dc_battery_current"),
        ("time,v.b.soc,v.b.current,v.b.voltage,v.p.speed", "v.b.soc", "v.b.current"),
        ("Date/Time,Gids,SOC,Pack Volts,Pack Amps,Odo(km),Max CP mV", "SOC", "Pack Amps"),
        ("record_time,soc,pack_voltage (V),charge_current (A),max_cell_voltage (V)", "soc", "charge_current (A)"),
        ("time,State of charge (SOC) display (%),HV battery current (A)", "State of charge (SOC) display (%)",
         "HV battery current (A)"),
        ("Zeit;Ladezustand [%];Strom [A];Spannung [V]", "Ladezustand [%]", "Strom [A]"),
    ],
)  # fmt: skip
def test_the_columns_of_common_programs_are_found(header: str, soc: str, flow: str) -> None:
    found = proposed(header.replace(";", ",").split(","))
    assert (found["soc_percent"], found["current_a"]) == (soc, flow)


@pytest.mark.parametrize(
    "name",
    ["max_cell_voltage (V)", "charger_voltage", "soc_limit", "current_request (A)", "12V voltage", "energy used"],
)
def test_a_quantity_that_is_not_the_packs_is_left_alone(name: str) -> None:
    assert name not in proposed(["time", name]).values()


def test_an_exact_header_is_taken_as_it_is_whatever_else_stands_in_it(read: Read) -> None:
    log = read("time,soc_percent,energy_kwh,charger_power,power\n0,20,0,9,8\n60,21,1,9,8\n")
    assert log.guessed == {}
    assert all(isnan(value) for value in _samples(log).power_kw)


def test_units_in_a_columns_name_are_turned_into_ours(read: Read) -> None:
    samples = _samples(read("time,soc,power_w,current_ma,voltage_mv,odometer_mi\n0,20,7400,20000,370000,100\n"))
    assert (samples.power_kw[0], samples.current_a[0], samples.voltage_v[0]) == (7.4, 20.0, 370.0)
    assert samples.odometer_km[0] == pytest.approx(160.9344)
    assert _samples(read("time,soc,energy (Wh)\n0,20,1500\n")).energy_kwh[0] == 1.5


def test_a_power_of_the_charger_is_no_power_of_the_battery(read: Read) -> None:
    both = read("date,battery_level,charge_energy_added,charger_power\n2026-03-01 08:00:00,20,0,11\n")
    assert (sorted(both.guessed), both.charger_side) == (["energy_kwh", "soc_percent", "time"], False)
    alone = read("date,battery_level,charger_power\n2026-03-01 08:00:00,20,11\n")
    assert alone.charger_side


@pytest.mark.parametrize(
    "text",
    [
        *("1772352000", "1772352000.0", "1772352000000", "1772352000000000", "20260301080000", "202603010800"),
        *("2026-03-01T08:00:00Z", "2026-03-01 09:00:00+01:00", "2026/03/01 08:00:00", "2026-03-01 08:00:00 UTC"),
        *("01.03.2026 08:00:00", "1.3.2026 8:00", "01/03/2026 08:00:00", "01/03/2026 8:00 AM", "01/03/2026, 08:00:00"),
    ],
)
def test_times_of_many_forms_are_one_moment(text: str) -> None:
    assert moment_of(text)[0] == AT


def test_the_afternoon_and_a_month_in_front_are_understood() -> None:
    assert moment_of("03/01/2026 08:00:00 PM", day_first=False)[0] == AT + 12 * 3600
    assert moment_of("03/01/2026 12:00:00 AM", day_first=False)[0] == AT - 8 * 3600


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("13/02/2026 x", True),
        ("02/13/2026 x", False),
        ("01/11/2026\n01/12/2026\n02/01/2026\n", False),
        ("01/02/2026\n02/02/2026\n04/03/2026\n", True),
        ("no dates", True),
    ],
)
def test_whether_the_day_stands_first_is_told_by_the_dates_themselves(text: str, day: bool) -> None:
    assert day_comes_first(text) is day


@pytest.mark.parametrize(
    "text",
    [
        'time,soc_percent,power_kw\n0,"20,5","7,400"\n',
        "time;soc_percent;power_kw\n0;20,5;7,4\n",
        "time\tsoc_percent\tpower_kw\n0\t20.5\t7.4\n",
        "time,soc_percent,power_kw\n0,20.5 %,7.4 kW\n",
        "# exported by an app\n\ntime,soc_percent,power_kw\n,%,kW\n0,20.5,7.4\n",
        "sep=;\nTIME; SOC_Percent ;Power_kW\n0;20.5;7.4\n",
    ],
)
def test_numbers_are_read_as_people_write_them(read: Read, text: str) -> None:
    samples = _samples(read(text))
    assert (list(samples.time_s), samples.soc_percent[0], samples.power_kw[0]) == ([0.0], 20.5, 7.4)


def test_an_odometer_with_thousands_is_no_decimal_number(read: Read) -> None:
    samples = _samples(read('time,soc_percent,power_kw,odometer_km\n0,20,7,"41,250"\n'))
    assert samples.odometer_km[0] == 41_250.0


def test_fractions_and_leaf_spys_ten_thousandths_become_percent(read: Read) -> None:
    rows = "0,{}\n60,{}\n120,{}\n"
    head = "time,soc_percent,power_kw\n"
    fractions = read(head + rows.format("0.2,7", "0.21,7", "0.22,7"))
    large = read(head + rows.format("200000,7", "210000,7", "220000,7"))
    for log in (fractions, large):
        assert list(_samples(log).soc_percent) == pytest.approx([20, 21, 22])


def test_a_list_of_sessions_of_another_program_is_one(read: Read) -> None:
    log = read(
        "start_date,end_date,start_battery_level,end_battery_level,charge_energy_added,charge_energy_used\n"
        "2026-03-01 08:00:00.123456,2026-03-01 12:00:00,20,80,30.5,34\n"
    )
    assert log.sessions is not None
    (session,) = log.sessions
    assert (session.delta_soc_percent, session.energy_kwh) == (60, 30.5)
    assert log.guessed["energy_kwh"] == "charge_energy_added"


def test_what_nobody_could_know_is_still_asked(read: Read) -> None:
    with pytest.raises(NeedsYou, match="no column soc_percent"):
        read("time,level,power_kw\n0,20,7\n")
