"""Telemetry: nothing lost, nothing twice, exact to the last digit."""

import math
from array import array

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from celliq_desktop.domain.ids import VehicleId
from celliq_desktop.domain.readings import COLUMNS, Samples
from celliq_desktop.mirror import readings
from celliq_desktop.mirror.chunks import pack, unpack
from celliq_desktop.mirror.engine import Mirror
from tests.support.mirrors import CAR, samples

_TABLES = arrays.arrays("<f8", st.tuples(st.just(len(COLUMNS)), st.integers(1, 40)), elements=st.floats(width=64))


def _append(mirror: Mirror, page: Samples, *, cursor: str | None = None, marker: str | None = None) -> int:
    with mirror.write() as session:
        return readings.append(session, CAR, page, cursor=cursor, marker=marker)


def _stored(mirror: Mirror, vehicle_id: VehicleId = CAR) -> Samples:
    with mirror.read() as session:
        return readings.samples_of(session, vehicle_id)


@given(_TABLES)
def test_packing_loses_not_one_bit(table: NDArray[np.float64]) -> None:
    columns = {name: array("d", row.tobytes()) for name, row in zip(COLUMNS, table, strict=True)}
    back = unpack([pack(Samples(**columns))])
    for name in COLUMNS:
        assert [_bits(value) for value in getattr(back, name)] == [_bits(value) for value in columns[name]], name


def _bits(value: float) -> str:
    return "missing" if math.isnan(value) else value.hex()


def test_chunks_join_in_the_order_given() -> None:
    joined = unpack([pack(samples(1.0, 2.0, power_kw=[7.0, math.nan])), pack(samples(3.0))])
    assert list(joined.time_s) == [1.0, 2.0, 3.0]
    assert joined.power_kw[0] == 7.0
    assert math.isnan(joined.power_kw[1])
    assert math.isnan(joined.power_kw[2])


@pytest.mark.parametrize("cut", [0, 3, 11, 12, 20, -1])
def test_a_torn_chunk_is_told_from_samples(cut: int) -> None:
    with pytest.raises(ValueError, match="chunk"):
        unpack([pack(samples(1.0, 2.0, 3.0))[:cut]])


def test_something_else_is_told_from_a_chunk() -> None:
    with pytest.raises(ValueError, match="chunk"):
        unpack([b"PK\x03\x04" + bytes(40)])


def test_pages_in_order_are_read_back_as_one_series(mirror: Mirror) -> None:
    assert _append(mirror, samples(1.0, 2.0), cursor="p2") == 2
    assert _append(mirror, samples(3.0, 4.0), marker="list says 4") == 2
    assert list(_stored(mirror).time_s) == [1.0, 2.0, 3.0, 4.0]
    with mirror.read() as session:
        progress = readings.progress_of_car(session, CAR)
        assert progress == readings.ReadingProgress(None, 4.0, 4, "list says 4")
        assert readings.progress_of(session) == {CAR: progress}


def test_a_page_that_fills_a_gap_is_kept_and_put_in_its_place(mirror: Mirror) -> None:
    _append(mirror, samples(10.0, 20.0, 30.0))
    _append(mirror, samples(100.0, 110.0))
    assert _append(mirror, samples(5.0, 15.0, 25.0, 105.0)) == 4
    found = _stored(mirror)
    assert list(found.time_s) == [5.0, 10.0, 15.0, 20.0, 25.0, 30.0, 100.0, 105.0, 110.0]
    assert list(found.soc_percent) == [5.0, 10.0, 15.0, 20.0, 25.0, 30.0, 0.0, 5.0, 10.0]
    with mirror.read() as session:
        assert readings.progress_of_car(session, CAR) == readings.ReadingProgress(None, 110.0, 9, None)


def test_a_sample_sent_twice_is_stored_once_and_the_first_word_counts(mirror: Mirror) -> None:
    assert _append(mirror, samples(2.0, 1.0, 2.0, soc_percent=[50.0, 40.0, 99.0])) == 2
    assert _append(mirror, samples(1.0, 2.0, 3.0, soc_percent=[1.0, 1.0, 60.0])) == 1
    assert _append(mirror, samples(1.0, 2.0, 3.0)) == 0
    found = _stored(mirror)
    assert list(found.time_s) == [1.0, 2.0, 3.0]
    assert list(found.soc_percent) == [40.0, 50.0, 60.0]


def test_a_sample_without_a_time_is_left_out(mirror: Mirror) -> None:
    assert _append(mirror, samples(math.nan, 1.0, math.inf)) == 1
    assert _append(mirror, samples(2.0)) == 1
    assert list(_stored(mirror).time_s) == [1.0, 2.0]


def test_an_empty_page_still_moves_the_cursor(mirror: Mirror) -> None:
    _append(mirror, samples(1.0), cursor="p2")
    assert _append(mirror, samples(), cursor=None, marker="end") == 0
    with mirror.read() as session:
        assert readings.progress_of_car(session, CAR) == readings.ReadingProgress(None, 1.0, 1, "end")


def test_cars_do_not_share_samples(mirror: Mirror) -> None:
    other = VehicleId("veh_2")
    with mirror.write() as session:
        readings.append(session, CAR, samples(1.0), cursor=None, marker=None)
        readings.append(session, other, samples(1.0, 2.0), cursor=None, marker=None)
    assert len(_stored(mirror)) == 1
    assert len(_stored(mirror, other)) == 2
    assert len(_stored(mirror, VehicleId("veh_3"))) == 0


def test_any_cutting_and_shuffling_of_50_000_samples_ends_in_the_same_series(mirror: Mirror) -> None:
    count, page = 50_000, 1_000
    starts = sorted(range(0, count, page), key=lambda start: start // page * 37 % (count // page))
    pages = [samples(*(float(at) for at in range(start, start + page + 50))) for start in starts]
    assert sum(_append(mirror, one) for one in pages) == count + 50
    found = _stored(mirror)
    assert found.time_s == array("d", range(count + 50))
    assert found.soc_percent == array("d", [at % 100 for at in range(count + 50)])
    with mirror.read() as session:
        assert readings.progress_of_car(session, CAR).stored == count + 50


def test_rows_and_cursor_move_together_or_not_at_all(mirror: Mirror) -> None:
    _append(mirror, samples(1.0), cursor="p2")
    with pytest.raises(InterruptedError):
        _append_and_stop(mirror)
    assert list(_stored(mirror).time_s) == [1.0]
    with mirror.read() as session:
        assert readings.progress_of_car(session, CAR).cursor == "p2"


def _append_and_stop(mirror: Mirror) -> None:
    with mirror.write() as session:
        readings.append(session, CAR, samples(2.0), cursor="p3", marker=None)
        raise InterruptedError
