"""The options of "everywhere": they stand before or after the command's words (cli.md)."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from celliq_desktop.app.options import VAULT_VARIABLE
from celliq_desktop.domain.problems import NeedsYou

DEFAULT_API_URL = "https://celliq.eu/api"


@dataclass(frozen=True, slots=True, kw_only=True)
class Everywhere:
    """Options every command understands; ``profile`` None is the platform's user data directory."""

    profile: Path | None = None
    api_url: str | None = None
    ev_energy_url: str | None = None
    cariqa_url: str | None = None
    stripe_url: str | None = None
    verify_url: str | None = None
    mirror: str | None = None
    json: bool = False
    verbose: bool = False
    demo: bool = False


_VALUES = {
    "--profile": "profile",
    "--api-url": "api_url",
    "--ev-energy-url": "ev_energy_url",
    "--cariqa-url": "cariqa_url",
    "--stripe-url": "stripe_url",
    "--verify-url": "verify_url",
    "--mirror": "mirror",
}
_SWITCHES = {"--json": "json", "-v": "verbose", "--verbose": "verbose", "--demo": "demo"}


def split(arguments: Sequence[str]) -> tuple[Everywhere, list[str]]:
    """Take the options of "everywhere" out of ``arguments``; what is left are the command's words and its own options.

    NeedsYou ``usage`` when an option lacks its value. After ``--`` nothing is an option any more.
    """
    values: dict[str, str] = {}
    switches: set[str] = set()
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        name, has_value, value = word.partition("=")
        if word == "--":
            rest += [word, *words]
        elif name in _VALUES:
            given = value if has_value else next(words, None)
            if not given:
                raise NeedsYou("usage", f"{name} needs a value.", next_step="See “celliq-desktop --help”.")
            values[_VALUES[name]] = given
        elif word in _SWITCHES:
            switches.add(_SWITCHES[word])
        else:
            rest.append(word)
    profile = values.get("profile")
    everywhere = Everywhere(
        profile=Path(profile) if profile else None,
        api_url=values.get("api_url"),
        ev_energy_url=values.get("ev_energy_url"),
        cariqa_url=values.get("cariqa_url"),
        stripe_url=values.get("stripe_url"),
        verify_url=values.get("verify_url"),
        mirror=values.get("mirror"),
        json="json" in switches,
        verbose="verbose" in switches,
        demo="demo" in switches,
    )
    return everywhere, rest


def passphrase_from_environment() -> str | None:
    """``CELLIQ_VAULT_PASSPHRASE``, or None; never kept anywhere."""
    return os.environ.get(VAULT_VARIABLE) or None
