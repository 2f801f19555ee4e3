"""Schemathesis against the whole sandbox: each parameter and field with edge values, wrong types and absent, and no
answer outside the contracts."""

import copy
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from celliq_desktop.sandbox.cariqa.world import TOKEN as CARIQA_TOKEN
from celliq_desktop.sandbox.cariqa.world import USER_ID as CARIQA_USER
from celliq_desktop.sandbox.celliq.world import USER
from celliq_desktop.sandbox.ev_energy.world import TOKEN as EV_ENERGY_TOKEN
from celliq_desktop.sandbox.ev_energy.world import USER_ID as EV_ENERGY_USER
from celliq_desktop.sandbox.server import RunningSandbox, SandboxOptions, start_sandbox
from tests.support.contracts import CARIQA, CELLIQ, EV_ENERGY, Contract, read_contract
from tests.support.shared_data import SHARED

_LIES = "not_a_server_error,content_type_conformance,response_schema_conformance"
_STRICT = f"{_LIES},status_code_conformance,response_headers_conformance"
_LONGEST_S = 380
_METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Target:
    """``some`` is what the normal run looks at, if anything. Cariqa's statuses stand in the contract's prose only, so
    they are checked by the table of its own test."""

    contract: Contract
    checks: str
    some: tuple[str, ...]


_TARGETS = {
    "celliq": Target(CELLIQ, _STRICT, ("/payments/create-checkout", "/reports/validate")),
    "cariqa": Target(CARIQA, _LIES, ()),
    "ev_energy": Target(
        EV_ENERGY,
        _STRICT,
        (
            "/vehicles/{vehicle_id}/disconnect",
            "/vehicle_trims/{vehicle_trim_id}",
            "/vehicle_onboarding/complete",
        ),
    ),
}


@pytest.fixture
def running() -> Iterator[RunningSandbox]:
    """A sandbox nobody else looks at: half of what is asked here is nonsense on purpose."""
    sandbox = start_sandbox(SandboxOptions(vehicles=10))
    yield sandbox
    sandbox.stop()


@pytest.mark.skipif(not (SHARED / "specs").exists(), reason="../shared/specs is not here")
@pytest.mark.timeout(_LONGEST_S + 20)
@pytest.mark.expects_log("WARNING uvicorn.error: Invalid HTTP request received.")
@pytest.mark.parametrize(
    ("service", "whole"),
    [
        ("celliq", False),
        ("ev_energy", False),
        *(pytest.param(service, True, marks=pytest.mark.long) for service in _TARGETS),
    ],
)
def test_no_answer_leaves_the_contract(running: RunningSandbox, tmp_path: Path, service: str, whole: bool) -> None:
    target = _TARGETS[service]
    url, headers, known = _at(running, service)
    described = tmp_path / "contract.json"
    described.write_text(json.dumps(_with_known(read_contract(target.contract), known), default=str), encoding="utf-8")
    command = [sys.executable, "-m", "schemathesis.cli", "run", str(described), "--url", url]
    command += ["--phases", "coverage", "--no-color", "--warnings", "off", "-c", target.checks]
    command += [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
    command += [word for path in target.some if not whole for word in ("--include-path", path)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=_LONGEST_S, cwd=tmp_path, check=False)
    assert ran.returncode == 0, ran.stdout[-4000:]
    assert "passed" in ran.stdout


def _at(running: RunningSandbox, service: str) -> tuple[str, Mapping[str, str], Mapping[str, str]]:
    """Address, headers of somebody who may do everything, and ids that are there."""
    match service:
        case "celliq":
            token = running.world.office.pair(USER["id"])[0]
            car = next(iter(running.world.cars))
            return running.urls.api_url, {"Authorization": f"Bearer {token}"}, {"vehicle_id": car}
        case "cariqa":
            charge = next(iter(running.cariqa.charges))
            headers = {"Authorization": f"Bearer {CARIQA_TOKEN}"}
            return running.cariqa.base, headers, {"user_id": CARIQA_USER, "session_id": charge}
        case _:
            running.ev_energy.limit = 10**6
            headers = {"Authorization": f"Bearer {EV_ENERGY_TOKEN}", "EvEnergy-User": EV_ENERGY_USER}
            return running.ev_energy.base, headers, {}


def _with_known(contract: dict[str, Any], known: Mapping[str, str]) -> dict[str, Any]:
    """The contract with ids that are there as the only ones, so that more than 404 is looked at."""
    described = copy.deepcopy(contract)
    for item in described["paths"].values():
        for method in _METHODS:
            for parameter in item.get(method, {}).get("parameters", []):
                if parameter.get("name") in known and parameter.get("in") == "path":
                    parameter["schema"] = {"type": "string", "enum": [known[parameter["name"]]]}
    return described
