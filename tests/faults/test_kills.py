"""The real program as processes, killed at random instants: nothing acknowledged is lost, nothing is paid for or mailed
twice, no file is torn. Then the judge's own experiment: the same under each fault of the wire, and under all of them.
"""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.faults.chance import each
from tests.faults.dealership import Dealership, dealership
from tests.support.model.faults import FAULTS, End, Fault

_BEARABLE = tuple(fault for fault in FAULTS if fault.end not in (End.SILENCE, End.DRIP) and "page of" not in fault.name)
"""Faults of the experiment. Those that last for a whole deadline are tried one by one in the matrix; a page of the
network ends every command at once, as it should."""
_MIXTURE = 2
"""Of the experiments, the first so many are under the mixture of all faults; then come the single ones."""


def _sellers(folder: Path, count: int) -> tuple[str, set[tuple[str, str]]]:
    """A list of sellers as a file, and who is in it."""
    sellers = {(f"WVWZZZE1ZNP{number:06d}", f"seller-{number}@example.com") for number in range(1, count + 1)}
    path = folder / "sellers.csv"
    path.write_text("vin,email\n" + "".join(f"{vin},{email}\n" for vin, email in sorted(sellers)), encoding="utf-8")
    return str(path), sellers


def _days(place: Dealership, folder: Path, *, reports: int, sellers: int, kills: int) -> None:
    """Syncs, reports and a list of sellers, killed ``kills`` times; then the books are compared."""
    dice = place.dice
    path, invited = _sellers(folder, sellers)
    asked: set[str] = set()
    fleet = [row["vin"] for row in place.books.cars.values()]
    assert place.later("sync").code == 0
    for row in place.books.cars.values():
        place.books.change(row["id"], odometer_km=row["odometer_km"] + 1)
    acknowledged: set[str] = set()
    for vin in fleet[:reports]:
        said = place.run("report", "generate", vin, kill_in=dice.randint(1, 4) if place.kills < kills else None)
        asked.add(vin)
        if said.code == 0:
            acknowledged.add(said.document["report"]["id"])
    for _try in range(2 * kills):
        if place.kills < kills:
            words = dice.choice([("sync", "--full"), ("sync", "--full"), ("invite", path)])
            place.run(*words, kill_in=dice.randint(1, 9))
    assert acknowledged <= place.books.reports.keys(), "an acknowledged report is not at the server"
    for _round in range(4):
        if place.later("invite", path).code == 0:
            break
    place.ends_well(asked, invited)


def _experiment(folder: Path, seed: int, faults: Sequence[Fault], *, cars: int, kills: int) -> None:
    folder.mkdir()
    with dealership(folder, seed, cars=cars, faults=faults, honours_keys=bool(seed % 2)) as place:
        _days(place, folder, reports=2, sellers=8, kills=kills)


@pytest.mark.chance(normal=1, long=13, block=1)
@pytest.mark.timeout(3_600)
def test_kills_lose_and_double_nothing(seeds: range, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    kills = 40 if request.config.getoption("--long") else 8
    each(
        seeds,
        lambda seed: _experiment(tmp_path / str(seed), seed, (), cars=30, kills=kills),
        test_kills_lose_and_double_nothing,
    )


@pytest.mark.chance(normal=1, long=_MIXTURE + len(_BEARABLE), block=1)
@pytest.mark.timeout(3_600)
def test_the_books_agree_under_every_fault_and_their_mixture(
    seeds: range, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    is_long = request.config.getoption("--long")
    cars, kills = (300, 5) if is_long else (30, 3)

    def play(seed: int) -> None:
        faults = _BEARABLE if seed < _MIXTURE else (_BEARABLE[(seed - _MIXTURE) % len(_BEARABLE)],)
        _experiment(tmp_path / str(seed), seed, faults, cars=cars, kills=kills)

    each(seeds, play, test_the_books_agree_under_every_fault_and_their_mixture)
