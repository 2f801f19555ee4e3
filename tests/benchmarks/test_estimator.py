"""How right the state of health is, and how honest its interval: made-up worlds, a real car held out, and any folder.

``--cases DIR``: a folder with ``cases.csv`` and the logs it names. Columns: ``file``; ``truth`` and ``unit`` (``kWh``
or ``Ah``, the tested capacity); optional ``usable_new_kwh``, ``rated_ah``, ``measured_at``, ``chemistry``, ``soc``,
``charging_negative`` (1), ``map`` (``name=column;name=column``) as the options of ``battery estimate``.
"""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from celliq_desktop.battery.health import estimate_sessions
from celliq_desktop.battery.rest_voltage import with_voltage
from celliq_desktop.battery.sessions import cut_sessions, measured_charges
from celliq_desktop.domain.health import Baseline, Chemistry, HealthEstimate, SocScale
from celliq_desktop.domain.sessions import ChargeSession, MeasuringPoint
from celliq_desktop.usecases.estimate_health import LogOptions, estimate_log
from tests.support.real_cars import real_car
from tests.support.scores import WIDTHS, Guess, Score, simple_guesses
from tests.support.shared_data import shared
from tests.support.worlds import NEW_KWH, WORLDS, World, car, real_health, real_windows

pytestmark = pytest.mark.timeout(1_800)

_CARS = 150
_CHARGES = (3, 5, 8, 15, 30)
_NEW = Baseline(NEW_KWH, "kWh", "known", 0.01)
Remark = Callable[[str], None]


def test_made_up_worlds_over_real_windows(remark: Remark) -> None:
    remark("made-up worlds: 95 % intervals of capacity, in percent of the truth")
    windows, health = real_windows(), real_health()
    widths = windows[:, 1] - windows[:, 0]
    for low, high in WIDTHS:
        chosen = windows[(widths >= low) & (widths < high)]
        all_of: dict[str, list[Guess]] = defaultdict(list)
        for world in WORLDS:
            found = _world(world, chosen, health)
            remark(f"{low:3d}-{min(high, 100):3d} points, {world.name:22}: {Score.of(found['this program'])}")
            for name, guesses in found.items():
                all_of[name] += guesses
        for name, guesses in all_of.items():
            remark(f"{low:3d}-{min(high, 100):3d} points, ALL WORLDS, {name:17}: {Score.of(guesses)}")


def _world(
    world: World, windows: "np.ndarray[tuple[int, int], np.dtype[np.float64]]", health: object
) -> dict[str, list[Guess]]:
    dice = np.random.default_rng(len(world.name) * 1_000 + len(windows) % 997)
    guesses: dict[str, list[Guess]] = defaultdict(list)
    for _number in range(_CARS):
        made = car(world, dice, windows, int(dice.choice(_CHARGES)), float(dice.choice(np.asarray(health))))
        found = estimate_sessions(made.sessions, baseline=_NEW).capacity_kwh
        if found is not None:
            guesses["this program"].append(Guess(found.value, found.low, found.high, made.kwh))
            for name, guess in simple_guesses(_ratios(made.sessions), made.kwh).items():
                guesses[name].append(guess)
    return guesses


def _ratios(sessions: Sequence[ChargeSession]) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    return np.array([(one.energy_kwh or 0.0) / one.delta_soc_percent * 100 for one in sessions])


def test_published_models_of_the_300_cars(remark: Remark) -> None:
    """What deep networks reach on cars whose labels they were trained beside (data/300-ev-figures figure 4)."""
    for letter in "abcd":
        table = np.genfromtxt(shared(f"data/300-ev-figures/fig4/Figure 4({letter}).csv"), delimiter=",", skip_header=1)
        off = 100 * (table[:, 2] / table[:, 1] - 1)
        remark(f"published model {letter} on the 300 cars: MAE {np.abs(off).mean():.1f} %, no interval (n {off.size})")
        assert off.size


def test_the_real_car_held_out(remark: Remark) -> None:
    """No truth is known for it; what half its charges say is held against the median of the other half."""
    sessions = [one for one in cut_sessions(real_car("car3_processed")) if one.delta_soc_percent >= 20]
    dice = np.random.default_rng(3)
    guesses = []
    for _split in range(60):
        order = dice.permutation(len(sessions))
        for size in (3, 6, 11):
            mine, others = [sessions[i] for i in order[:size]], [sessions[i] for i in order[11:]]
            found = estimate_sessions(mine).capacity_ah
            other = np.median([100 * (one.charge_ah or 0.0) / one.delta_soc_percent for one in others])
            if found is not None:
                guesses.append(Guess(found.value, found.low, found.high, float(other)))
    remark(f"car3, part of its charges against the rest (repeatability, not truth): {Score.of(guesses)}")
    assert guesses


def test_the_real_car_behind_a_display_that_drifts(remark: Remark) -> None:
    """Noise laid over both ends of car3's own charges, told with its voltage and without: what the voltage is worth.
    The truth is what all its charges say without noise."""
    samples = real_car("car3_processed")
    told, ends_v = measured_charges(samples)
    truth = float(np.median([100 * (one.charge_ah or 0.0) / one.delta_soc_percent for one in told]))
    dice = np.random.default_rng(5)
    for points in (0.0, 1.0, 2.0, 3.0):
        seeing: list[Guess] = []
        blind: list[Guess] = []
        for _draw in range(40):
            noisy = [
                replace(
                    one,
                    soc_start_percent=float(round(one.soc_start_percent + dice.normal(0, points))),
                    soc_end_percent=min(100.0, float(round(one.soc_end_percent + dice.normal(0, points)))),
                )
                for one in told
            ]
            for guesses, sessions in ((blind, noisy), (seeing, with_voltage(noisy, ends_v)[0])):
                found = estimate_sessions(sessions).capacity_ah
                if found is not None:
                    guesses.append(Guess(found.value, found.low, found.high, truth))
        remark(f"car3, {points:.0f} points of noise at both ends, display alone : {Score.of(blind)}")
        remark(f"car3, {points:.0f} points of noise at both ends, and voltage   : {Score.of(seeing)}")


def test_a_folder_of_cases(pytestconfig: pytest.Config, remark: Remark) -> None:
    folder = pytestconfig.getoption("--cases")
    if not folder:
        pytest.skip("no --cases DIR was given")
    guesses: dict[str, list[Guess]] = defaultdict(list)
    for name, found, truth, unit in _cases(Path(folder)):
        interval = found.capacity_kwh if unit == "kWh" else found.capacity_ah
        if interval is None:
            remark(f"{name}: refused. {found.reason}")
            continue
        guess = Guess(interval.value, interval.low, interval.high, truth)
        remark(f"{name}: {guess.value:.1f} ({guess.low:.1f} to {guess.high:.1f}) {unit}, tested {truth:.1f}")
        width = float(np.median([one.session.delta_soc_percent for one in found.used]))
        low, high = next((pair for pair in WIDTHS if pair[0] <= width < pair[1]), WIDTHS[0])
        single = [one.capacity_kwh if unit == "kWh" else one.capacity_ah for one in found.sessions]
        ratios = np.array([one for one in single if one is not None])
        for kind, one in {"this program": guess, **simple_guesses(ratios, truth)}.items():
            guesses[f"{low:3d}-{min(high, 100):3d} points, {kind}"].append(one)
            guesses[f"all widths, {kind}"].append(one)
    for kind in sorted(guesses):
        remark(f"{kind:40}: {Score.of(guesses[kind])}")


def _cases(folder: Path) -> Iterator[tuple[str, HealthEstimate, float, str]]:
    with (folder / "cases.csv").open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            options = LogOptions(
                usable_new_kwh=float(row["usable_new_kwh"]) if row.get("usable_new_kwh") else None,
                rated_ah=float(row["rated_ah"]) if row.get("rated_ah") else None,
                measured_at=MeasuringPoint(row.get("measured_at") or "battery"),
                chemistry=Chemistry(row.get("chemistry") or "unknown"),
                soc_scale=SocScale(row.get("soc") or "unknown"),
                charging_negative=row.get("charging_negative") == "1",
                columns=dict(pair.split("=", 1) for pair in (row.get("map") or "").split(";") if pair),
            )
            yield row["file"], estimate_log(folder / row["file"], options), float(row["truth"]), row["unit"]
