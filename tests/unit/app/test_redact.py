"""Nothing secret survives the log."""

import json
import logging
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from celliq_desktop.app.crash import CrashNet
from celliq_desktop.app.log import start_log, stop_log
from celliq_desktop.app.redact import Redactor
from celliq_desktop.domain.vin import grouped

CANARIES = (
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
    "seller@example.com",
    "WVWZZZE1ZMP012345",
    "rt_9f8e7d6c5b4a",
    "cs_test_a1b2c3",
    "tok-ABCDEFGH12345678",
)
LINES = (
    "Authorization: Bearer {0}",
    "invite to {1} for {2}",
    "refresh_token={3}",
    '{{"refresh_token": "{3}", "n": 1}}',
    "https://checkout.stripe.com/c/pay/{4}",
    "https://celliq.eu/verify/{5}",
    "GET /reports/public/{5} 200",
    "{{'refresh_token': '{3}', 'n': 1}}",
    "next=https%3A%2F%2Fcelliq.eu%2Fverify%2F{5}",
    "search?q%3D{2}&x=%20{2}",
    "{{'token': '{5}'}}",
    "connection to postgresql://anna:{3}@db.example/cars failed",
)


@pytest.mark.parametrize("line", LINES)
def test_canaries_are_taken_out(line: str) -> None:
    clean = Redactor(b"k")(line.format(*CANARIES))
    assert not [canary for canary in CANARIES if canary in clean]


@pytest.mark.parametrize("between", [" ", "\N{NO-BREAK SPACE}", "\N{THIN SPACE}", "-"])
def test_a_vin_in_groups_as_screens_show_it_is_taken_out(between: str) -> None:
    clean = Redactor(b"k")("opened " + grouped(CANARIES[2]).replace(" ", between))
    assert clean.startswith("opened WVW…#")
    assert "012345" not in clean


@given(st.text(max_size=60), st.sampled_from(CANARIES[:3]), st.text(max_size=60))
def test_canaries_between_any_text_are_taken_out(before: str, canary: str, after: str) -> None:
    assert canary not in Redactor(b"k")(f"{before} {canary} {after}")


def test_one_car_stays_recognisable_without_its_vin() -> None:
    redact = Redactor(b"k")
    assert redact("a WVWZZZE1ZMP012345") == redact("a WVWZZZE1ZMP012345") != redact("a WVWZZZE1ZMP012346")


def test_a_line_break_cannot_forge_a_line() -> None:
    assert "\n" not in Redactor(b"k")("one\ntwo")


@pytest.mark.expects_log("ERROR celliq_desktop.test: sync of")
def test_the_log_file_holds_no_canary(tmp_path: Path) -> None:
    handler = start_log(tmp_path / "celliq.log", now=datetime.now(UTC))
    logger = logging.getLogger("celliq_desktop.test")
    try:
        raise ValueError(f"no room for {CANARIES[1]}")
    except ValueError:
        logger.exception("sync of %s with Bearer %s", CANARIES[2], CANARIES[0])
    stop_log(handler)
    text = (tmp_path / "celliq.log").read_text(encoding="utf-8")
    assert json.loads(text.splitlines()[0])["level"] == "error"
    assert not [canary for canary in CANARIES if canary in text]


def test_files_nobody_wrote_to_for_fourteen_days_are_removed(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    ages = {"celliq.log.4": 15, "celliq.log.3": 13, "other.txt": 99}
    for name, days in ages.items():
        (tmp_path / name).touch()
        moment = (now - timedelta(days=days)).timestamp()
        os.utime(tmp_path / name, (moment, moment))
    stop_log(start_log(tmp_path / "celliq.log", now=now))
    assert {path.name for path in tmp_path.iterdir()} == {"celliq.log.3", "other.txt"}


def test_the_log_is_five_files_of_two_megabytes(tmp_path: Path) -> None:
    handler = start_log(tmp_path / "celliq.log", now=datetime.now(UTC))
    logger = logging.getLogger("celliq_desktop.test")
    for number in range(7_000):
        logger.info("%d %s", number, "x" * 1_900)
    stop_log(handler)
    files = list(tmp_path.iterdir())
    assert len(files) == 5
    assert max(path.stat().st_size for path in files) <= 2_000_000


@pytest.mark.parametrize("mark", ["\r", "\x0b", "\x85", "\u2028", "\u202e", "\x1b"])
def test_no_mark_can_forge_or_turn_a_line(mark: str) -> None:
    assert mark not in Redactor(b"k")(f"one{mark}two")


def test_addresses_and_vins_in_other_dress_are_taken_out() -> None:
    clean = Redactor(b"k")("GET /x?seller=seller%40example.com&vin=wvwzzze1zmp012345")
    assert "example.com" not in clean
    assert "zmp012345" not in clean


def test_a_crash_report_names_places_and_no_values() -> None:
    net = CrashNet(lambda _report: None)
    try:
        raise KeyError(CANARIES[1])
    except KeyError as error:
        report = net.report("sync", error)
    assert "KeyError in sync" in report
    assert "test_redact.py" in report
    assert CANARIES[1] not in report
