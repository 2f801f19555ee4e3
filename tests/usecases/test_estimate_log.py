"""Any charging log, read without being told what its columns are: the number, and how it was read."""

from array import array
from dataclasses import replace
from pathlib import Path

from celliq_desktop.domain.health import EstimateStatus
from celliq_desktop.usecases.estimate_health import LogOptions, estimate_log
from tests.support.charges import Truth, charged


def test_a_log_that_counts_charging_as_negative_is_turned_and_says_so(tmp_path: Path) -> None:
    samples = charged(Truth(capacity_kwh=54.0), [(20, 80)] * 4)
    turned = replace(samples, power_kw=array("d", [-value for value in samples.power_kw]))
    log = tmp_path / "app.csv"
    rows = zip(turned.time_s, turned.soc_percent, turned.power_kw, strict=True)
    log.write_text("utc,soc,power\n" + "".join(f"{at:.0f},{soc},{kw}\n" for at, soc, kw in rows), encoding="utf-8")
    found = estimate_log(log, LogOptions())
    assert found.status is not EstimateStatus.REFUSED
    assert found.capacity_kwh is not None
    assert found.capacity_kwh.low < 54.0 < found.capacity_kwh.high
    assert any("“utc” as time, “soc” as soc_percent, “power” as power_kw" in flag for flag in found.flags)
    assert any("power_kw is negative; it was turned" in flag for flag in found.flags)
