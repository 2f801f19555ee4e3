"""Reads the policy file of this computer, from the place only an administrator writes:

| system | place |
|---|---|
| Linux | ``/etc/celliq-desktop/policy.json`` |
| Windows | ``%ProgramData%\\CellIQ Desktop\\policy.json`` |
| macOS | ``/Library/Application Support/CellIQ Desktop/policy.json`` |

A file that cannot be used stops the program with a sentence: to go on without it would undo what it is for.
"""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from celliq_desktop.app.options import Options
from celliq_desktop.domain.group_addresses import group_address
from celliq_desktop.domain.policy import Policy, UpdatePolicy
from celliq_desktop.domain.problems import BadSurroundings, NeedsYou
from celliq_desktop.domain.text import N_
from celliq_desktop.domain.updates import CHANNELS
from celliq_desktop.domain.urls import normalise_api_url

_LARGEST = 64 * 1024


def policy_place() -> Path:
    """Where this system keeps it; no variable of a user leads elsewhere on Linux and macOS."""
    if sys.platform == "win32":
        return Path(os.environ.get("PROGRAMDATA", "C:/ProgramData"), N_("CellIQ Desktop"), "policy.json")
    if sys.platform == "darwin":
        return Path("/Library/Application Support/CellIQ Desktop/policy.json")
    return Path("/etc/celliq-desktop/policy.json")


def read_policy(place: Path | None = None) -> Policy:
    """The policy; one that fixes nothing where there is no file. BadSurroundings ``bad_policy``."""
    path = place or policy_place()
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except FileNotFoundError:
        return Policy()
    except OSError as error:
        raise _bad(path, f"it cannot be read ({error.strerror or error})") from error
    try:
        if len(data) > _LARGEST:
            raise ValueError(N_("it is far too large"))
        told = json.loads(data)
        if not isinstance(told, dict):
            raise TypeError(N_("it is no JSON object"))
        return _policy(path, told)
    except NeedsYou as problem:
        raise _bad(path, problem.message) from problem
    except (ValueError, TypeError, RecursionError) as error:
        raise _bad(path, str(error)) from error


def managed(options: Options, policy: Policy) -> Options:
    """``options`` with what the policy fixes. NeedsYou ``set_by_policy`` where the command line asks for another
    server: silence would let a script believe that it talks to the one it named."""
    for name, asked, fixed in (
        ("--api-url", options.api_url, policy.api_url),
        ("--verify-url", options.verify_url, policy.verify_url),
        ("--ev-energy-url", options.service_urls.get("ev_energy"), policy.ev_energy_url),
        ("--cariqa-url", options.service_urls.get("cariqa"), policy.cariqa_url),
    ):
        if asked and fixed and normalise_api_url(asked) != fixed:
            raise NeedsYou(
                "set_by_policy",
                N_("{name} is fixed by your administrator: {fixed}.").format(name=name, fixed=fixed),
                next_step=N_("Leave it out. The policy is {place}.").format(place=policy.place),
            )
    if options.mirror and policy.mirror and options.mirror != policy.mirror:
        raise NeedsYou(
            "set_by_policy",
            N_("--mirror is fixed by your administrator: {mirror}.").format(mirror=policy.mirror),
            next_step=N_("Leave it out. The policy is {place}.").format(place=policy.place),
        )
    services = {"ev_energy": policy.ev_energy_url, "cariqa": policy.cariqa_url}
    return replace(
        options,
        api_url=policy.api_url or options.api_url,
        verify_url=policy.verify_url or options.verify_url,
        mirror=policy.mirror or options.mirror,
        service_urls={**options.service_urls, **{name: url for name, url in services.items() if url}},
        policy=policy,
    )


def _policy(path: Path, told: dict[str, Any]) -> Policy:
    updates = told.pop("updates", {})
    if not isinstance(updates, dict):
        raise TypeError(N_("“updates” is no JSON object"))
    policy = Policy(
        place=str(path),
        api_url=_taken(told, "api_url", normalise_api_url),
        verify_url=_taken(told, "verify_url", normalise_api_url),
        ev_energy_url=_taken(told, "ev_energy_url", normalise_api_url),
        cariqa_url=_taken(told, "cariqa_url", normalise_api_url),
        mirror=_taken(told, "mirror", group_address),
        secrets=_taken(told, "secrets", lambda word: _one_of(word, ("key_store", "vault"))),
        update_keys=_keys(told.pop("update_keys", [])),
        updates=UpdatePolicy(
            check=_switch(updates),
            channel=_taken(updates, "channel", lambda word: _one_of(word, CHANNELS)),
            manifest_url=_taken(updates, "manifest_url", normalise_api_url),
        ),
    )
    unknown = [*told, *(f"updates.{name}" for name in updates)]
    if unknown:
        raise ValueError(f"it names “{unknown[0]}”, which this program does not know")
    return policy


def _taken(told: dict[str, Any], name: str, check: Callable[[str], str]) -> str | None:
    """The checked word under ``name``, taken out of ``told``."""
    value = told.pop(name, None)
    if value is None:
        return None
    if not isinstance(value, str):
        raise TypeError(f"“{name}” is no text")
    return check(value)


def _one_of(word: str, known: tuple[str, ...]) -> str:
    if word not in known:
        raise ValueError(f"“{word}” is none of {', '.join(known)}")
    return word


def _switch(updates: dict[str, Any]) -> bool | None:
    value = updates.pop("check", None)
    if value is not None and not isinstance(value, bool):
        raise TypeError(N_("“updates.check” is neither true nor false"))
    return value


def _keys(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(key, str) for key in value):
        raise TypeError(N_("“update_keys” is no list of texts"))
    for key in value:
        if len(bytes.fromhex(key)) != 32:
            raise ValueError(N_("a key in “update_keys” is not 32 bytes in hexadecimal"))
    return tuple(value)


def _bad(path: Path, why: str) -> BadSurroundings:
    return BadSurroundings(
        "bad_policy",
        N_("The policy of this computer cannot be used: {rstrip}.").format(rstrip=why.rstrip(".")),
        safe=N_("Nothing was opened or sent."),
        next_step=N_("Ask your administrator to correct {path}.").format(path=path),
    )
